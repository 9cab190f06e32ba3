"""Which documents answer a question over several: one for each agency and year that it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction import DisclosureKind, normal_form
from index.planning.across_cues import MOST, STATED, YEARS, read_number
from index.planning.kinds import sets_kinds
from index.records import Document, Operation, Plan

_BUDGET = re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算(?!.{0,4}(?:完成|执行))")
_FINAL = re.compile(r"决算")
_OF_ENDS = (Operation.DIFFERENCE, Operation.GROWTH, Operation.RATIO)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure is looked for."""

    agency: str
    """Whose figure it is, as its documents name it."""
    year: int | None
    """The year that the question names; null where it names none."""
    document: Document | None
    """Where it is to be printed; null where there is none of that year."""
    is_earlier: bool = False
    """Whether it is the year before the document's own."""


def choose_documents(plan: Plan, scope: Sequence[Document]) -> list[Document]:
    """The documents of the agencies and of the kind that a question is about."""
    named = {document.name: document for document in scope}
    left = [named[name] for name in plan.documents]
    budgets = [d for d in left if d.kind is DisclosureKind.BUDGET]
    finals = [d for d in left if d.kind is DisclosureKind.FINAL]
    asks_budget, asks_final = _BUDGET.search(plan.topic), _FINAL.search(plan.topic)
    if (asks_budget and asks_final) or sets_kinds(normal_form(plan.topic)):
        return left
    if plan.kind is DisclosureKind.FINAL:
        return finals
    return budgets if asks_budget and budgets else left


def fits_count(plan: Plan, scope: Sequence[Document]) -> bool:
    """Whether the documents are of as many agencies as the question says that it is about."""
    named = frozenset(plan.documents)
    agencies = {document.agency for document in scope if document.name in named}
    count = len(choose_documents(plan, scope))
    return all(
        read_number(found[1]) == (count if found["of"] == "份" else len(agencies))
        for found in STATED.finditer(normal_form(plan.topic))
    )


def find_places(plan: Plan, scope: Sequence[Document]) -> list[Place]:
    """Each agency's document for each year that is named, or each document where none is."""
    documents = choose_documents(plan, scope)
    named = frozenset(plan.documents)
    own = [document for document in scope if document.name in named]
    there = {document.agency for document in documents}
    left_out = dict.fromkeys(d.agency for d in own if d.agency and d.agency not in there)
    agencies = list(dict.fromkeys(d.agency or d.name for d in documents))
    return [*_places(plan, documents, agencies), *(Place(name, None, None) for name in left_out)]


def _places(plan: Plan, documents: Sequence[Document], agencies: Sequence[str]) -> list[Place]:
    if not plan.years:
        ranks = {name: rank for rank, name in enumerate(agencies)}
        ordered = sorted(documents, key=lambda d: (ranks[d.agency or d.name], d.year or 0))
        if _is_of_ends(plan, agencies) and len({d.year for d in ordered}) == len(ordered):
            ordered = [ordered[0], ordered[-1]]
        return [Place(d.agency or d.name, None, d) for d in ordered]
    years = plan.years
    if _is_of_ends(plan, agencies):
        years = (years[0], years[-1])
    return [
        place
        for agency in agencies
        for year in years
        for place in _of_year(agency, year, documents)
    ]


def _is_of_ends(plan: Plan, agencies: Sequence[str]) -> bool:
    """Whether the first and the last year of one agency are set against each other."""
    return plan.operation in _OF_ENDS and len(agencies) == 1 and not MOST.search(plan.topic)


def sets_of(plan: Plan, places: Sequence[Place]) -> list[list[Place]]:
    """The places as sets with one document of an agency each; one set over several years."""
    there = [place for place in places if place.document]
    is_over_years = len({place.agency for place in there}) == 1 or bool(YEARS.search(plan.topic))
    are_pairs = sets_kinds(normal_form(plan.topic))
    keys = [
        (place.agency, place.year or (place.document.year if is_over_years else None), kind)
        for place in there
        if place.document
        for kind in [place.document.kind if are_pairs else None]
    ]
    if len(set(keys)) == len(keys):
        return [list(places)]
    by_year = {(place.agency, place.document.year) for place in there if place.document}
    groups: dict[tuple[int | None, DisclosureKind | None], list[Place]] = {}
    for place in there:
        if place.document:
            kind = place.document.kind if len(by_year) < len(there) else None
            groups.setdefault((place.document.year, kind), []).append(place)
    sets = [group for group in groups.values() if len(group) > 1]
    whole = [group for group in sets if {p.agency for p in group} == {p.agency for p in there}]
    return whole if len(whole) == 1 else sets


def _of_year(agency: str, year: int, documents: Sequence[Document]) -> list[Place]:
    own = [document for document in documents if (document.agency or document.name) == agency]
    if exact := [Place(agency, year, d) for d in own if d.year == year]:
        return exact
    later = [d for d in own if d.year == year + 1 and d.kind is DisclosureKind.BUDGET]
    return [Place(agency, year, d, is_earlier=True) for d in later] or [Place(agency, year, None)]
