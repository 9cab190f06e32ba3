"""Answers that quote: reasons, definitions, lists, and passages that tell."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction import Content, Table, squash
from index import phrases
from index.citing import cite_passage, cut
from index.library import Library
from index.lookups import absent_name
from index.matching import Topic, Weights, union, weigh_topic
from index.records import Answer, Choice, Citation, Passage, PassageKind, Plan
from index.wording import canonical

_SEGMENT = re.compile(r"[(（][类款项][)）]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BECAUSE = re.compile(r"原因|由于|因为|鉴于|为了|因[^此]|主要是|系|受.*影响")
_RISES = re.compile(r"[涨增升多]|提高|上调|突然")
_FALLS = re.compile(r"[降减少砍缩跌压]|下调")
_COVERED = 0.4
_NEAR = 0.03
_SHOWN_ROWS = 40
_SHOWN_WORDS = 400


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage and how well it answers."""

    passage: Passage
    score: float
    covered: float


def answer_reason(library: Library, plan: Plan) -> Answer:
    """The reason that the documents give for what is asked about."""
    passages = library.passages(plan.documents)
    reasons = [p for p in passages if p.kind is PassageKind.REASON]
    topic = _topic(plan, passages)
    ranked = _rank(topic, ((p, _reason_fields(library, p)) for p in reasons), plan)
    if not _is_good(ranked):
        told = [p for p in passages if p.kind is PassageKind.PARAGRAPH and _BECAUSE.search(p.text)]
        ranked = _rank(topic, ((p, {p.text: 0.8}) for p in told), plan)
    return _quote_best(library, plan, topic, ranked, "的说明")


def answer_definition(library: Library, plan: Plan) -> Answer:
    """What the documents say that a term means."""
    passages = library.passages(plan.documents)
    terms = [p for p in passages if p.kind is PassageKind.DEFINITION]
    topic = _topic(plan, passages)
    weights = Weights(p.topic for p in terms)
    ranked = []
    for passage in terms:
        names = [passage.topic, *filter(None, _SEGMENT.split(passage.topic)[-2:])]
        for name in names:
            covered = _covered(topic, {name: 1.0})
            share = topic.share(name, weights)
            if covered >= _COVERED and share > 0.3:
                ranked.append(Ranked(passage, covered + share, covered))
    ranked.sort(key=lambda one: -one.score)
    return _quote_best(library, plan, topic, ranked, "")


def answer_list(library: Library, plan: Plan) -> Answer:
    """The list, the paragraph or the rows of a table that enumerate what is asked for."""
    passages = library.passages(plan.documents)
    topic = _topic(plan, passages)
    if absent := absent_name(plan.topic, (p.text for p in passages)):
        documents = [library.document(name) for name in plan.documents]
        text = phrases.not_found(absent, [], documents)
        return Answer(answer=text, refused=True, plan=plan)
    hits = library.search(plan.topic, plan.documents, 20)
    order = {hit.passage.key: place for place, hit in enumerate(hits)}
    ranked = _rank(topic, ((p, _list_fields(library, p)) for p in passages), plan)
    ranked = [
        Ranked(r.passage, r.score + 0.1 / (1 + order.get(r.passage.key, 99)), r.covered)
        for r in ranked
        if r.passage.kind not in (PassageKind.ROW, PassageKind.REASON)
    ]
    ranked.sort(key=lambda one: -one.score)
    if ranked and ranked[0].passage.kind is PassageKind.TABLE and _is_good(ranked):
        return _list_rows(library, plan, ranked[0].passage)
    return _quote_best(library, plan, topic, ranked, "")


def _topic(plan: Plan, passages: Iterable[Passage]) -> Topic:
    weights = Weights(name for p in passages for name in (p.topic, *p.section[-1:]) if name)
    return weigh_topic(plan.topic, weights)


def _covered(topic: Topic, fields: dict[str, float]) -> float:
    best = union(topic, fields)
    return sum(topic.weights[i] * s for i, s in best.items()) / topic.total if topic.total else 1.0


def _rank(
    topic: Topic, passages: Iterable[tuple[Passage, dict[str, float]]], plan: Plan
) -> list[Ranked]:
    ranked = []
    for passage, fields in passages:
        covered = _covered(topic, fields)
        if covered > 0:
            score = covered + _hints(plan.question, passage.text) - len(passage.text) / 20000
            ranked.append(Ranked(passage, score, covered))
    return sorted(ranked, key=lambda one: -one.score)


def _hints(question: str, text: str) -> float:
    """What else of a question a passage bears out: its figures, its direction."""
    figures = {f.replace(",", "") for f in _NUMBER.findall(text)}
    named = [f.replace(",", "") for f in _NUMBER.findall(question) if not f.startswith("20")]
    hint = 0.3 * any(f in figures or any(g.startswith(f) for g in figures) for f in named)
    if _FALLS.search(question) and not _RISES.search(question):
        hint += 0.1 * bool(re.search(r"减少|下降|降低|压缩", text))
    elif _RISES.search(question) and not _FALLS.search(question):
        hint += 0.1 * bool(re.search(r"增加|增长|提高|上升", text))
    return hint


def _reason_fields(library: Library, passage: Passage) -> dict[str, float]:
    reason = cut(library.lines(passage.document), passage.source)
    return {
        passage.text: 0.6,
        reason: 0.3,
        " ".join(passage.section[-1:]): 0.4,
        passage.topic: 1.0,
    }


def _list_fields(library: Library, passage: Passage) -> dict[str, float]:
    fields = {passage.text: 0.6, " ".join(passage.section[-1:]): 0.8, passage.topic: 1.0}
    if passage.table is not None:
        table = library.disclosure(passage.document).tables[passage.table - 1]
        fields[" ".join(_heads(table))] = 1.0
    return fields


def _heads(table: Table) -> list[str]:
    """The words of a form's head fields, as the name of the project that it is of."""
    return [
        squash(cell.printed)
        for row in table.rows
        for cell in row.cells
        if cell.column is None and cell.content is Content.WORDS
    ]


def _is_good(ranked: Sequence[Ranked]) -> bool:
    return bool(ranked) and ranked[0].covered >= _COVERED


def _quote_best(
    library: Library, plan: Plan, topic: Topic, ranked: Sequence[Ranked], lead: str
) -> Answer:
    if not _is_good(ranked):
        documents = [library.document(name) for name in plan.documents]
        near = list(dict.fromkeys(r.passage.topic for r in ranked[:6] if r.passage.topic))
        text = phrases.not_found(sought(topic, plan), near, documents)
        return Answer(answer=text, refused=True, plan=plan)
    equal = [r.passage for r in ranked if r.score >= ranked[0].score - _NEAR]
    names = list(dict.fromkeys(passage.document for passage in equal))
    if len(names) > 1:
        return ask_back(library, plan, names)
    passage = equal[0]
    document = library.document(passage.document)
    citation = cite_passage(library, 1, passage)
    shown = _shorten(citation.printed)
    if passage.kind is PassageKind.DEFINITION:
        lead = f"“{passage.topic}”"
    if passage.kind is PassageKind.REASON:
        lead = f"“{passage.topic}”的原因" if passage.topic else "的原因"
    return Answer(
        answer=phrases.quoted(document, lead, shown),
        refused=False,
        citations=(citation,),
        plan=plan,
    )


def _list_rows(library: Library, plan: Plan, passage: Passage) -> Answer:
    """The rows of a table by name, with their first figure or words."""
    assert passage.table is not None
    table = library.disclosure(passage.document).tables[passage.table - 1]
    citations: list[Citation] = []
    for row in table.rows:
        cell = next((c for c in row.cells if c.content is not Content.BLANK), None)
        if row.is_total or not row.name or len(citations) >= _SHOWN_ROWS:
            continue
        column = table.columns[cell.column].path if cell and cell.column is not None else ()
        source = row.name.source
        citation = cite_passage(library, len(citations) + 1, passage, source)
        update = {"table": passage.topic, "row": row.label, "column": "/".join(column)}
        citations.append(citation.model_copy(update=update))
    names = "、".join(f"{c.row}[{c.number}]" for c in citations)
    document = library.document(passage.document)
    text = f"{phrases.document_label(document)}《{passage.topic}》列有：{names}。"
    return Answer(answer=text, refused=False, citations=tuple(citations), plan=plan)


def ask_back(library: Library, plan: Plan, names: Sequence[str]) -> Answer:
    """The question back, with a choice for each document that may answer."""
    documents = [library.document(name) for name in names]
    return Answer(
        answer=phrases.which(len(names)),
        refused=False,
        choices=tuple(
            Choice(label=phrases.document_label(d), documents=(d.name,)) for d in documents
        ),
        plan=plan,
    )


def sought(topic: Topic, plan: Plan) -> str:
    """What was looked for, as the question's own words without the asking."""
    kept = [c if w > 0 else " " for c, w in zip(topic.text, topic.weights, strict=True)]
    return " ".join("".join(kept).split()) or canonical(plan.question).strip("|")


def _shorten(printed: str) -> str:
    text = squash(printed)
    return text if len(text) <= _SHOWN_WORDS else text[:_SHOWN_WORDS] + "…"
