"""Answers that quote: definitions, and how passages are ranked for a question."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction import squash
from index.library import Library
from index.proving.citing import cite_passage
from index.records import Answer, Choice, Document, Lead, Passage, PassageKind, Plan
from index.sentences.saying import speak
from index.words.matching import Topic, Weights, union, weigh_topic

_SEGMENT = re.compile(r"[(（][类款项][)）]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_RISES = re.compile(r"[涨增升]|提高|上调|变多|多了|突然|翻")
_FALLS = re.compile(r"[降减砍缩跌压]|下调|变少|少了|往下")
COVERED = 0.4
_NAMED = 0.6
_NEAR = 0.15
_MOST_CHOICES = 12
_MOST_OFFERED = 24
_SHOWN_WORDS = 400
_LEADS = {PassageKind.DEFINITION: Lead.DEFINITION, PassageKind.REASON: Lead.REASON}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage and how well it answers."""

    passage: Passage
    score: float
    fits: bool
    """Whether enough of the question, or all of its own name, is met."""


def answer_definition(library: Library, plan: Plan) -> Answer:
    """What the documents say that a term means."""
    passages = library.passages(plan.documents)
    terms = [p for p in passages if p.kind is PassageKind.DEFINITION]
    topic, _ = weigh_names(plan, passages)
    weights = Weights(p.topic for p in terms)
    ranked = []
    for passage in terms:
        for name in (passage.topic, *filter(None, _SEGMENT.split(passage.topic)[-2:])):
            covered, share = cover(topic, {name: 1.0}), topic.share(name, weights)
            fits = share > _NAMED or (covered >= COVERED and share > COVERED / 2)
            ranked.append(Ranked(passage, covered + share, fits))
    return quote_best(library, plan, ranked)


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
    """A printed passage without white space, cut where it is long."""
    text = squash(printed)
    return text if len(text) <= _SHOWN_WORDS else text[:_SHOWN_WORDS] + "…"


def quote_all(library: Library, plan: Plan, passages: Sequence[Passage]) -> Answer:
    """Passages of one document, each quoted and cited in its turn."""
    citations, said = [], []
    for number, passage in enumerate(passages, start=1):
        one = _quote(library, plan, passage)
        citations.append(one.citations[0].model_copy(update={"number": number}))
        said.append(one.answer.removesuffix("[1]") + f"[{number}]")
    return Answer(answer="\n".join(said), refused=False, citations=tuple(citations), plan=plan)


def _quote(library: Library, plan: Plan, passage: Passage) -> Answer:
    citation = cite_passage(library, 1, passage)
    document = library.document(passage.document)
    lead = _LEADS.get(passage.kind, Lead.PLAIN)
    name = "" if lead is Lead.PLAIN else passage.topic
    text = speak(plan.language).quoted(document, lead, name, shorten(citation.printed))
    return Answer(answer=text, refused=False, citations=(citation,), plan=plan)
