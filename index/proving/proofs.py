"""What an answer stands on: cited places that print what they are cited for, and records."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extraction import normal_form, parse_cell
from index.library import Library
from index.proving.citing import is_proven
from index.proving.stated import Figure, compact, find_figures, find_years, make_figure
from index.records import Answer, Citation, Document, Fact, Operation

_QUOTED = re.compile(r"《([^《》]*)》|“([^“”]*)”")
_MEASURE = re.compile(r"\s*(?:[百千万亿元%％人名辆台套个家次倍成处项户]|平方)")
_LEAST = 20
"""Of words that are cut short, so many characters are shown at least."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A citation whose place prints just what it says."""

    citation: Citation
    fact: Fact | None
    """The fact of that place; None for words."""
    figures: tuple[Figure, ...]
    """What is printed, with the unit that holds there and as it stands."""
    words: str
    """The cited words in normal form; empty where a figure alone is cited."""
    names: tuple[str, ...]
    """Table, row, column and item in normal form."""
    text: str
    """All that is printed there or leads there, in normal form."""

    def prints(self, stated: Figure) -> bool:
        """Whether a figure is printed there: units of money converted, or bare in both."""
        return any(is_same(stated, figure) for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Ground:
    """All that the statements of an answer may be traced to."""

    proofs: tuple[Proof, ...]
    documents: tuple[Document, ...]
    """Those cited and those looked through; all of the library for a refusal."""
    years: frozenset[int]
    question: str
    """The question in normal form where a refusal or a question back repeats it, else empty."""
    repeated: frozenset[str]
    """Names that a refusal quotes and that its documents print, in normal form."""
    most: int
    """How far documents or citations can be counted."""
    is_counted: bool = False
    """Whether rows were counted: a sentence may say how many it lists."""

    @property
    def text(self) -> str:
        """All that is printed at cited places, and the question where it may be repeated."""
        return "\n".join((*(proof.text for proof in self.proofs), self.question))

    def names_in(self, text: str) -> Iterator[str]:
        """What a text may repeat as it is, in normal form: printed names that hold a number."""
        for proof in self.proofs:
            yield from (name for name in proof.names if any(find_figures(name)))
        for document in self.documents:
            names = filter(None, (document.agency, document.name))
            yield from (normal_form(name) for name in names if name in text)
        yield from self.repeated
        yield self.question


def find_quoted(text: str) -> Iterator[tuple[int, int, str]]:
    """The quoted names of a text: where each begins and ends, marks included, and the name."""
    for match in _QUOTED.finditer(text):
        yield match.start(), match.end(), normal_form(match[1] or match[2] or "")


def is_same(stated: Figure, printed: Figure) -> bool:
    """Whether two figures are one: in their base units, or without a unit by their digits."""
    if not stated.unit:
        return stated.value == printed.value
    return stated.base == printed.base


def find_ground(library: Library, given: Answer) -> Ground:
    """What an answer stands on; citations whose place prints something else are left out."""
    proofs = tuple(_prove(library, given.citations))
    says_none = given.refused or bool(given.choices)
    names = dict.fromkeys((*(proof.citation.document for proof in proofs), *given.plan.documents))
    documents = library.documents()
    if not says_none:
        by_name = {document.name: document for document in documents}
        documents = tuple(by_name[name] for name in names)
    years = {document.year for document in documents} | {p.fact.year for p in proofs if p.fact}
    if says_none:
        years |= set(given.plan.years)
    for proof in proofs:
        years |= set(find_years(proof.text))
    return Ground(
        proofs=proofs,
        documents=documents,
        years=frozenset(year for year in years if year is not None),
        question=normal_form(given.plan.question.strip(" \t\n？?。.！!")) if says_none else "",
        repeated=_find_repeated(library, given) if says_none else frozenset(),
        most=max(len(documents), len(given.choices)) if says_none else len(proofs),
        is_counted=given.plan.operation is Operation.COUNT,
    )


def _find_repeated(library: Library, given: Answer) -> frozenset[str]:
    """Of the quoted names with a number in them those that a document looked through prints."""
    quoted = {name for _, _, name in find_quoted(given.answer) if any(find_figures(name))}
    if not quoted:
        return frozenset()
    facts = library.facts(given.plan.documents)
    printed = {name for fact in facts for name in (fact.item, fact.title, *fact.column)}
    printed |= {passage.topic for passage in library.passages(given.plan.documents)}
    return frozenset(quoted.intersection(map(normal_form, printed)))


def _prove(library: Library, citations: Iterable[Citation]) -> Iterator[Proof]:
    for citation in citations:
        printed = normal_form(citation.printed)
        if not printed or not is_proven(library, citation.source, citation.printed):
            continue
        fact = _fact_at(library, citation)
        is_amount = parse_cell(citation.printed, None)[1] is not None
        figures = list(find_figures(compact(citation.printed)))
        if fact and fact.value is not None:
            figures.append(make_figure(fact.value, fact.unit))
        named = (citation.table, citation.row, citation.column, *_names(fact))
        yield Proof(
            citation=citation,
            fact=fact,
            figures=tuple(figures),
            words="" if is_amount else printed,
            names=tuple(dict.fromkeys(normal_form(name) for name in named if name)),
            text="\n".join(normal_form(one or "") for one in (*named, printed, citation.quote)),
        )


def _fact_at(library: Library, citation: Citation) -> Fact | None:
    facts = library.facts([citation.document])
    printed = citation.printed
    return next((f for f in facts if f.printed == printed and f.source == citation.source), None)


def _names(fact: Fact | None) -> Sequence[str]:
    if fact is None:
        return ()
    return (fact.item, fact.title, *fact.column, *fact.groups, fact.against, fact.side)


def find_shown(form: str, words: str) -> Iterator[tuple[int, int]]:
    """Where a text in normal form has these words, or of long ones those before an ellipsis."""
    at = form.find(words)
    while at >= 0:
        end = at + len(words)
        if not (_runs_on(form, at) or _runs_on(form, end) or is_measured(form, end)):
            yield at, end
        at = form.find(words, at + 1)
    at = form.find(words[:_LEAST]) if len(words) > _LEAST else -1
    end = form.find("...", at) if at >= 0 else -1
    if end - at >= _LEAST and words.startswith(form[at:end]):
        yield at, end


def is_measured(text: str, end: int) -> bool:
    """Whether a number ends at a place and its unit follows, so that they would be parted."""
    return text[:end].rstrip("”》")[-1:].isdigit() and _MEASURE.match(text, end) is not None


def _runs_on(form: str, at: int) -> bool:
    """Whether a number goes on over a place, so that a piece of it would be cut out."""
    before, after = form[at - 1 : at] if at else "", form[at : at + 1]
    return (before.isdigit() or before in (".", ",")) and after.isdigit()
