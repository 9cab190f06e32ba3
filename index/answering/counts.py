"""Counts and rates in words: 30个品种 in a project's description, 26人次 in the prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction import Content, Source, normal_form, parse_cell, squash
from index.answering.quoting import ask_back, cover, shorten, weigh_names
from index.answering.traits import asks_score
from index.library import Library
from index.proving.citing import cite_source, cut, part_of
from index.records import Answer, Lead, Operation, Passage, PassageKind, Plan
from index.sentences.saying import speak
from index.words.matching import Topic, weigh_topic

_COUNTED = re.compile(
    r"(?:多少|几)个?(?P<noun>人次|批次|场次|件次|户次|[批场件户起例期]|[一-龥]{2,4})"
    r"|(?P<named>[批人户件]次)总?数?(?:是|有|为|达)*(?:多少|几)"
)
_RATED = re.compile(
    r"(?P<noun>(?:(?!的)[一-龥]){2,6}[率度])的?(?:目标|要求|指标|标准|应|要|定|达到|达|是|为|在|不低于|不少于|有)*"
    r"(?:多少|几|百分之几|多高)"
)
_SCORED = re.compile(r"(?P<noun>(?:平均)?[得评]分|分数)")
_CLAUSE = re.compile(r"[^，,。；;！？\n]+")
_PART = re.compile(r"其中")
_OF_OTHERS = re.compile(r"去年|上年|累计|20\d\d")
# Of which area a figure is: 建筑面积, 用地面积.
_AREA = re.compile(r"([一-龥]{2})(?:总)?面积")
_COVERED = 0.6
_NEAR = 0.05


@dataclass(frozen=True, slots=True)
class _Found:
    """A clause that holds a count, and where in its place it and the count stand."""

    passage: Passage
    source: Source
    clause: tuple[int, int]
    figure: tuple[int, int]
    printed: str
    noun: str
    """What is counted (人次), where the figure is just the one before it; empty for a rate."""
    covered: float


def tell_count(library: Library, plan: Plan) -> Answer | None:
    """The clause that counts what is asked for, where just one figure is given; else None."""
    pattern = _pattern_of(plan)
    if pattern is None or plan.operation is not Operation.LOOKUP or plan.aspect is None:
        return None
    found = list(_search(library, plan, pattern))
    best = max((one.covered for one in found), default=0.0)
    near = [one for one in found if one.covered >= best - _NEAR]
    names = list(dict.fromkeys(one.passage.document for one in near))
    if len(names) > 1:
        return ask_back(library, plan, names)
    if len({one.printed for one in near}) != 1:
        return None
    return _tell(library, plan, near[0])


def _pattern_of(plan: Plan) -> re.Pattern[str] | None:
    """What is printed where the thing asked for is counted, or its rate is given."""
    asked = normal_form(plan.topic)
    if rated := _RATED.search(asked):
        return re.compile(rf"{rated['noun']}[^\d，,。；;]{{0,10}}(?P<figure>\d+(?:\.\d+)?\s*[%％])")
    if (scored := _SCORED.search(asked)) and asks_score(plan.topic):
        figure = r"(?P<figure>\d+(?:\.\d+)?(?P<noun>分))"
        return re.compile(rf"{scored['noun']}[^\d，,。；;]{{0,6}}{figure}")
    if counted := _COUNTED.search(asked):
        noun = counted["noun"] or counted["named"]
        nouns = "|".join(noun[:n] for n in range(len(noun), min(len(noun), 2) - 1, -1))
        return re.compile(
            rf"(?P<figure>\d[\d,.]*\s*[余多]?\s*(?:个(?=(?:{nouns}))|(?P<noun>{nouns})))"
        )
    return None


def _search(library: Library, plan: Plan, pattern: re.Pattern[str]) -> Iterator[_Found]:
    passages = library.passages(plan.documents)
    _, weights = weigh_names(plan, passages)
    topic = weigh_topic(plan.topic, weights)
    for passage in passages:
        places = _places(library, passage) if pattern.search(passage.text) else ()
        for source in places:
            text = cut(library.lines(passage.document), source)
            if not pattern.search(text):
                continue
            covered = cover(topic, {passage.text: 1.0, text: 1.0})
            clause = _clause_of(topic, text, pattern)
            is_of_it = clause and _is_of_area(plan.topic, text[slice(*clause)])
            if (
                clause
                and is_of_it
                and covered >= _COVERED
                and (found := pattern.search(text, *clause))
            ):
                noun = found.groupdict().get("noun") or ""
                yield _Found(passage, source, clause, found.span("figure"), found[0], noun, covered)


def _is_of_area(topic: str, clause: str) -> bool:
    """Whether a clause is of the area that is asked for, where both say of which."""
    asked, told = set(_AREA.findall(normal_form(topic))), set(_AREA.findall(normal_form(clause)))
    return not asked or not told or bool(asked & told)


def _places(library: Library, passage: Passage) -> Iterator[Source]:
    """The prose of a passage, or the cells of words of a row."""
    if passage.kind is PassageKind.PARAGRAPH:
        yield passage.source
    elif passage.kind is PassageKind.ROW and passage.table is not None:
        first = passage.source.spans[0]
        for row in library.disclosure(passage.document).tables[passage.table - 1].rows:
            if row.name and row.name.source.spans[0] == first:
                yield from (c.source for c in row.cells if c.content is Content.WORDS)


def _clause_of(topic: Topic, text: str, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    """The clause that counts what is asked for: of a part (其中) only where just that is asked."""
    found = [f for f in _CLAUSE.finditer(text) if pattern.search(text, *f.span())]
    if not found:
        return None
    asked = [topic.weigh(topic.cover(clause[0])) for clause in found]
    best = found[asked.index(max(asked))]
    before = pattern.split(best[0], maxsplit=1)[0]
    is_part = best is found[0] and _PART.search(before)
    return None if is_part or _OF_OTHERS.search(best[0]) else best.span()


def _tell(library: Library, plan: Plan, one: _Found) -> Answer:
    lines = library.lines(one.passage.document)
    places = [part_of(one.source, *one.clause), part_of(one.source, *one.figure)]
    figure = squash(cut(lines, places[1]))
    amount = parse_cell(figure.removesuffix(one.noun) if one.noun else figure, None)[1]
    unit = one.noun or (amount.unit if amount else None)
    is_known = amount is not None and unit is not None
    citations = [
        cite_source(library, number, place, cut(lines, place))
        for number, place in enumerate(places[: 1 + is_known], start=1)
    ]
    document = library.document(one.passage.document)
    said = speak(plan.language).quoted(document, Lead.PLAIN, "", [shorten(citations[0].printed)])
    shown = f"：{squash(citations[1].printed)}[2]" if is_known else ""
    return Answer(
        answer=f"{said}{shown}",
        refused=False,
        value=amount.value if amount and is_known else None,
        unit=unit if is_known else None,
        citations=tuple(citations),
        plan=plan,
    )
