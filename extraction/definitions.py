"""Terms that the prose explains, and lists that it gives: duties, units, offices."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from extraction.figures import find_figures
from extraction.organs import ENDINGS
from extraction.prose import Passage
from extraction.records import Definition, Listing, Printed
from extraction.text import ordinal_rank
from extraction.vocabulary import ListKind

_GLOSSARY = re.compile(r"名词解释|名词说明|专业名词|专业术语|名词定义")
_POINTS = r"(?:是指|系指|指的是|指(?![标导定挥数南出示明引派]))"
_MEANS = rf"(?:{_POINTS}|反映(?!出))"
_TERM = r"(?P<term>[^,。;:]{2,90}?)"
_GLOSSED = re.compile(rf"{_TERM}(?:[:,—-]+(?=.)|(?={_MEANS}))")
_EXPLAINED = re.compile(rf"{_TERM}(?:[:,](?={_MEANS}|是(?!否|由))|(?={_POINTS}))")
_MEANT = re.compile(_MEANS)
_NOTE = re.compile(r"(?:注|备注|说明):(?:\d{1,2}[.、])?")
_NO_TERM = re.compile(
    r"(?:.*(?:单位名称|编制部门|填报单位|公开部门|部门名称))|(?:金额)?单位|部门|备?注|说明|附件\d*|其中|本[表套].*"
    r"|.*(?:包括|如下|主要用于|情况|分类|划分|原因)|\d.*"
)
_SHORTEST_TEXT = 6
_LONGEST_INLINE_TERM = 40


def find_definitions(passages: Sequence[Passage]) -> tuple[Definition, ...]:
    """The terms explained, in glossaries and wherever a paragraph begins with `X：指…`."""
    found = (_read_definition(passage) for passage in passages)
    return tuple(definition for definition in found if definition)


def _read_definition(passage: Passage) -> Definition | None:
    is_glossary = _is_glossary(passage)
    start = passage.body
    if note := _NOTE.match(passage.plain, start):
        start = note.end()
    if is_glossary and _MEANT.match(passage.plain, start):
        return _read_under_heading(passage, start)
    pattern = _GLOSSED if is_glossary else _EXPLAINED
    found = pattern.match(passage.plain, start)
    if not found or _NO_TERM.fullmatch(found["term"]):
        return None
    if not is_glossary and not _may_be_term(found["term"]):
        return None
    return _definition(passage, passage.cut(*_unquoted(found)), found.end())


def _is_glossary(passage: Passage) -> bool:
    return any(_GLOSSARY.search(heading) for heading in passage.section)


def _unquoted(found: re.Match[str]) -> tuple[int, int]:
    start, end = found.span("term")
    if found["term"][0] == "“" and found["term"].find("”") == len(found["term"]) - 1:
        return start + 1, end - 1
    return start, end


def _may_be_term(term: str) -> bool:
    return len(term) <= _LONGEST_INLINE_TERM and not find_figures(term)


def _definition(passage: Passage, term: Printed, start: int) -> Definition | None:
    end = _text_end(passage, start)
    if end - start < _SHORTEST_TEXT:
        return None
    text = passage.cut(start, end)
    return Definition(term=term, text=text, section=passage.section)


def _text_end(passage: Passage, start: int) -> int:
    """Where a definition ends: before the sentence that tells the first figure."""
    figures = find_figures(passage.plain, start)
    if not figures:
        return len(passage.plain)
    return passage.plain.rfind("。", start, figures[0].start) + 1 or len(passage.plain)


def _read_under_heading(passage: Passage, start: int) -> Definition | None:
    """A term that is a heading of its own, with its explanation below."""
    heading = passage.heading
    if heading is None or _GLOSSARY.search(heading.text):
        return None
    above = heading.passage(passage.text)
    end = len(above.plain.rstrip(":。"))
    return _definition(passage, above.cut(above.body, end), start)


_DUTIES = re.compile(r"职责|职能|工作任务|主要任务|重点工作")
_LEAD_IN = re.compile(r".*[:,]|.{0,40}(?:职责|职能|任务)(?:是|为|有|如下|包括)。?")
_UNITS = (
    r"(?:下属|所属|直属|二级|预算|基层|独立核算|事业|编制范围)(?:的)?(?:事业|行政|预算|二级|企事业)*单位"
    r"|编制范围的(?:预算)?单位|单位构成"
)
_OFFICES = r"内设(?:职能)?(?:机构|科室|处室|股室|部门)|下?设有?(?=[^,。;:]{0,8}[科处股]室)"
_ENUMERATED = re.compile(
    rf"(?:(?P<units>{_UNITS})|(?P<offices>{_OFFICES})|(?P<duties>主要[职任][责能务]))(?P<between>[^。;:()]{{0,24}}?)"
    r"(?:(?:具体|分别|主要)?(?:包括|为|是|有)[:]?|:)"
)
_UNIT_NAME = re.compile(
    r"(?!下属|其|均|以上|[该共不由为属是]|上述)[^均独]{2,}(?:"
    rf"{ENDINGS}|本级|机关|单位|院校)(?:\([^()]*\))?"
)
_OFFICE_NAME = re.compile(r".+(?:[室科股处组部队办所局站会厅院馆]|中心)(?:\([^()]*\))?")
_TOLD = re.compile(r"\d[.,]\d|\d(?:[万亿千]?元|%|[人名辆台套家个])")
_NUMBERED = re.compile(r"和(?=\d)")


def find_listings(passages: Sequence[Passage]) -> tuple[Listing, ...]:
    """Duties, units and offices, and other numbered lists without figures, in printed order."""
    found = [*_find_duties(passages), *_find_enumerations(passages), *_find_numbered(passages)]
    return tuple(sorted(found, key=lambda listing: listing.items[0].source.line))


def _find_duties(passages: Sequence[Passage]) -> Iterator[Listing]:
    """The numbered entries of sections on duties; the paragraphs where none is numbered."""
    for section, group in groupby(passages, key=_duties_section):
        if section is None:
            continue
        members = [p for p in group if not _is_caption(p)]
        items = _outermost(members) or [p for p in members if not _LEAD_IN.fullmatch(p.plain)]
        if items:
            yield _listing(ListKind.DUTIES, map(_whole, items), section)


def _duties_section(passage: Passage) -> tuple[str, ...] | None:
    for depth, heading in enumerate(passage.section, start=1):
        if _DUTIES.search(heading) and not _GLOSSARY.search(heading):
            return passage.section[:depth]
    return None


def _is_caption(passage: Passage) -> bool:
    return len(passage.plain) < _SHORTEST_TEXT


def _outermost(passages: Sequence[Passage]) -> list[Passage]:
    """The numbered passages of the lowest rank that occurs."""
    ranked = [(_rank(passage), passage) for passage in passages]
    ranks = [rank for rank, _ in ranked if rank is not None]
    return [passage for rank, passage in ranked if ranks and rank == min(ranks)]


def _rank(passage: Passage) -> int | None:
    return ordinal_rank(passage.pieces[0].text.lstrip("-*•· \t"))


def _whole(passage: Passage) -> Printed:
    return passage.cut(0, len(passage.plain))


def _listing(kind: ListKind, items: Iterable[Printed], section: tuple[str, ...]) -> Listing:
    return Listing(kind=kind, items=tuple(items), section=section)


def _find_enumerations(passages: Sequence[Passage]) -> Iterator[Listing]:
    """`下属单位包括：甲、乙`, in one sentence or as the numbered paragraphs behind it."""
    for index, passage in enumerate(passages):
        if _is_glossary(passage) or _duties_section(passage):
            continue
        for found in _ENUMERATED.finditer(passage.plain):
            kind = _enumerated_kind(found)
            if found.end() == len(passage.plain):
                items = [_whole(entry) for entry in _entries_below(passages, index)]
            elif kind is ListKind.DUTIES:
                items = []
            else:
                items = _read_names(passage, found.end(), kind)
            if items:
                yield _listing(kind, items, passage.section)


def _enumerated_kind(found: re.Match[str]) -> ListKind:
    if found["units"]:
        return ListKind.UNITS
    return ListKind.DUTIES if found["duties"] else ListKind.OTHER


def _entries_below(passages: Sequence[Passage], index: int) -> Iterator[Passage]:
    rank: int | None = None
    for passage in passages[index + 1 :]:
        own = _rank(passage)
        rank = own if rank is None else rank
        if own is None or own != rank or passage.section != passages[index].section:
            return
        yield passage


def _read_names(passage: Passage, start: int, kind: ListKind) -> list[Printed]:
    """The names of an enumeration, as far as they are names."""
    pattern = _UNIT_NAME if kind is ListKind.UNITS else _OFFICE_NAME
    names: list[Printed] = []
    for left, right in _split_names(passage.plain, start):
        if numbered := _NUMBERED.search(passage.plain, left, right):
            right = numbered.start()
        text = passage.plain[left:right]
        right -= len(text) - len(text.rstrip("等"))
        if not pattern.fullmatch(passage.plain, left, right) or find_figures(text):
            break
        names.append(passage.cut(left, right))
    return names


def _split_names(plain: str, start: int) -> Iterator[tuple[int, int]]:
    """The runs between commas, up to the end of the sentence or of the bracket around it."""
    depth, left = 0, start
    for at in range(start, len(plain) + 1):
        char = plain[at] if at < len(plain) else "。"
        depth += (char == "(") - (char == ")")
        if depth < 0 or (depth == 0 and char in "、,。;"):
            if left < at:
                yield left, at
            left = at + 1
            if depth < 0 or char in "。;":
                return


def _find_numbered(passages: Sequence[Passage]) -> Iterator[Listing]:
    """Other numbered lists of three or more entries, none of which holds a figure."""
    for section, group in groupby(passages, key=lambda passage: passage.section):
        members = list(group)
        if not section or _duties_section(members[0]) or _is_glossary(members[0]):
            continue
        items = _outermost(members)
        told = any(_TOLD.search(item.plain, item.body) for item in items)
        if len(items) >= 3 and not told and not any(map(_enumerates, members)):
            yield _listing(ListKind.OTHER, map(_whole, items), section)


def _enumerates(passage: Passage) -> bool:
    return _ENUMERATED.search(passage.plain) is not None
