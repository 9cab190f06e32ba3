"""Answers that quote, and how passages are ranked for a question."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction import Disclosure, Source, ordinal_rank, squash
from index.answering.neighbours import MOST_LETTERS, find_neighbours
from index.library import Library
from index.proving.citing import cite_passage, cite_source, cut
from index.records import Answer, Choice, Citation, Document, Lead, Passage, PassageKind, Plan
from index.sentences.saying import speak
from index.words.matching import Topic, Weights, union, weigh_topic

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_RISES = re.compile(r"[涨增升]|提高|上调|变多|多了|突然|翻")
_FALLS = re.compile(r"[降减砍缩跌压]|下调|变少|少了|往下")
COVERED = 0.4
_NEAR = 0.15
_MOST_CHOICES = 12
_MOST_OFFERED = 24
_MARK = re.compile(r"\[(\d{1,2})\]")
_JOINED = 400
_STOPPED = re.compile(r"[。；;，,、]$")
_LEADS = {PassageKind.DEFINITION: Lead.DEFINITION, PassageKind.REASON: Lead.REASON}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage and how well it answers."""

    passage: Passage
    score: float
    fits: bool
    """Whether enough of the question, or all of its own name, is met."""


def weigh_names(plan: Plan, passages: Iterable[Passage]) -> tuple[Topic, Weights]:
    """The plan's topic, weighed among the names of passages and their headings."""
    weights = Weights(name for p in passages for name in (p.topic, *p.section[-1:]) if name)
    return weigh_topic(plan.topic, weights), weights


def cover(topic: Topic, fields: Mapping[str, float]) -> float:
    """How much of a topic some names speak of, from 0 to 1; 1 for an empty topic."""
    best = union(topic, fields)
    return sum(topic.weights[i] * s for i, s in best.items()) / topic.total if topic.total else 1.0


def bears_out(question: str, text: str) -> float:
    """What else of a question a passage bears out: its figures, its direction."""
    figures = {f.replace(",", "") for f in _NUMBER.findall(text)}
    named = [f.replace(",", "") for f in _NUMBER.findall(question) if not f.startswith("20")]
    hint = 0.3 * any(g == f or g.startswith(f"{f}.") for f in named for g in figures)
    if _FALLS.search(question) and not _RISES.search(question):
        hint += 0.1 * bool(re.search(r"减少|下降|降低|压缩", text))
    elif _RISES.search(question) and not _FALLS.search(question):
        hint += 0.1 * bool(re.search(r"增加|增长|提高|上升", text))
    return hint


def quote_best(library: Library, plan: Plan, ranked: Sequence[Ranked]) -> Answer:
    """The best passage that fits, quoted; a question back or a refusal where none stands out."""
    fitting = sorted((one for one in ranked if one.fits), key=lambda one: -one.score)
    if not fitting:
        nearest = sorted(ranked, key=lambda one: -one.score)[:6]
        return refuse(library, plan, None, [one.passage.topic for one in nearest])
    names = as_good(fitting)
    if len(names) > 1:
        return ask_back(library, plan, names)
    return _quote(library, plan, fitting[0].passage)


def as_good(fitting: Sequence[Ranked]) -> list[str]:
    """The documents whose passages fit about as well as the best, which is the first."""
    equal = [one.passage for one in fitting if one.score >= fitting[0].score - _NEAR]
    return list(dict.fromkeys(passage.document for passage in equal))


def refuse(library: Library, plan: Plan, absent: str | None, near: Sequence[str]) -> Answer:
    """That an item, or what answers the question, is not printed; what comes nearest; what is."""
    own = {library.document(name).agency for name in plan.documents}
    documents = [d for d in library.documents() if d.agency in own and d.superseded_by is None]
    nearest = list(dict.fromkeys(filter(None, near)))
    if absent:
        text = speak(plan.language).not_listed(absent, nearest, documents)
    else:
        text = speak(plan.language).not_found(plan.question, nearest, documents)
    return Answer(answer=text, refused=True, plan=plan)


def ask_back(library: Library, plan: Plan, names: Sequence[str]) -> Answer:
    """The question back, with a choice for each document, where they are many for each agency,
    and where those are many too for each region; if even they are many, the first agencies.
    """
    documents = {document.name: document for document in library.documents()}
    choices: dict[str, list[str]] = {}
    for document, label in _label_all(plan, [documents[name] for name in names]):
        choices.setdefault(label, []).append(document.name)
    shown = list(choices.items())[:_MOST_OFFERED]
    left = len(choices) - len(shown)
    say = speak(plan.language)
    return Answer(
        answer=say.which(len(names), left),
        refused=False,
        choices=tuple(Choice(label=label, documents=tuple(scope)) for label, scope in shown),
        plan=plan,
    )


def _label_all(plan: Plan, documents: Sequence[Document]) -> Iterator[tuple[Document, str]]:
    """Each document with the name of the choice that it belongs to."""
    agencies, regions = {d.agency for d in documents}, {d.region for d in documents}
    is_many = len(documents) > _MOST_CHOICES and len(agencies) > 1
    by_region = is_many and len(agencies) > _MOST_OFFERED >= len(regions) > 1
    labels: set[str] = set()
    for document in documents:
        label = speak(plan.language).document_label(document)
        if by_region and document.region:
            label = document.region
        elif is_many and document.agency:
            label = document.agency
        elif label in labels:
            label = f"{label}（{document.name}）"
        labels.add(label)
        yield document, label


def shorten(printed: str) -> str:
    """A printed passage without white space; of a long one its first whole sentences."""
    text = squash(printed)
    if len(text) <= MOST_LETTERS:
        return text
    end = max(text.rfind(mark, 0, MOST_LETTERS) for mark in "。；") + 1
    return text[: end or MOST_LETTERS] + "…"


def quote_all(library: Library, plan: Plan, passages: Sequence[Passage]) -> Answer:
    """Passages, each quoted and cited in its turn."""
    citations: list[Citation] = []
    said: list[str] = []
    for passage in passages:
        one = _quote(library, plan, passage, len(citations) + 1)
        citations += one.citations
        said.append(one.answer)
    return Answer(answer="\n".join(said), refused=False, citations=tuple(citations), plan=plan)


def join_answers(plan: Plan, each: Sequence[Answer]) -> Answer:
    """Answers one below the other, their citations counted on."""
    citations: list[Citation] = []
    said: list[str] = []
    for one in each:
        said.append(_shift(one.answer, len(citations)))
        citations += [
            citation.model_copy(update={"number": number})
            for number, citation in enumerate(one.citations, start=len(citations) + 1)
        ]
    return Answer(answer="\n".join(said), refused=False, citations=tuple(citations), plan=plan)


def _shift(text: str, by: int) -> str:
    """A text with the numbers of its marks so much higher."""
    return _MARK.sub(lambda mark: f"[{int(mark[1]) + by}]", text)


def quote_places(
    library: Library, plan: Plan, sources: Sequence[Source], lead: tuple[Lead, str], first: int = 1
) -> Answer:
    """Places of one document that belong together, quoted in a row and cited each."""
    cited = [
        cite_source(library, number, source, cut(library.lines(source.document), source))
        for number, source in enumerate(sources, start=first)
    ]
    texts = [shorten(citation.printed) for citation in cited]
    document = library.document(sources[0].document)
    text = speak(plan.language).quoted(document, *lead, texts, first)
    return Answer(answer=text, refused=False, citations=tuple(cited), plan=plan)


def _quote(library: Library, plan: Plan, passage: Passage, first: int = 1) -> Answer:
    """A passage with what follows it and belongs to it, cited where it is printed."""
    lead = _LEADS.get(passage.kind, Lead.PLAIN)
    name = "" if lead is Lead.PLAIN else passage.topic
    disclosure = library.disclosure(passage.document)
    parts = _entries(disclosure, passage)
    if not parts:
        after = find_neighbours(disclosure, passage.source)
        places = join_places(library, (passage.source, *after))
        given = quote_places(library, plan, places, (lead, name), first)
        parts = places[:1]
    else:
        given = quote_places(library, plan, parts, (lead, name), first)
    own = [cite_passage(library, number, passage, part) for number, part in enumerate(parts, first)]
    return given.model_copy(update={"citations": (*own, *given.citations[len(own) :])})


def join_places(library: Library, sources: Sequence[Source]) -> tuple[Source, ...]:
    """Places that follow each other as one where they are short and on one page."""
    joined: list[Source] = []
    for source in sources:
        before = joined[-1] if joined else None
        whole = Source(document=source.document, spans=(*(before or source).spans, *source.spans))
        pages = {span.page for span in whole.spans}
        length = len(squash(cut(library.lines(source.document), whole)))
        if before and len(pages) == 1 and length <= _JOINED and not _has_cells(whole):
            joined[-1] = whole
        else:
            joined.append(source)
    return tuple(joined)


def _has_cells(source: Source) -> bool:
    """Whether a place is told by a cell or element: two of them are two places."""
    return any(span.cell for span in source.spans)


def _entries(disclosure: Disclosure, passage: Passage) -> tuple[Source, ...]:
    """The entries of a list of bare names, which would run into each other; else none."""
    if passage.kind is not PassageKind.LISTING:
        return ()
    for listing in disclosure.listings:
        sources = tuple(item.source for item in listing.items)
        names = [squash(item.printed) for item in listing.items]
        if tuple(span for source in sources for span in source.spans) == passage.source.spans:
            is_bare = all(ordinal_rank(n) is None and not _STOPPED.search(n) for n in names)
            return sources if is_bare and len(names) > 1 else ()
    return ()
