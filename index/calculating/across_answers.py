"""Answers over several documents: each gives its figure, and these are compared or added up."""

from collections.abc import Sequence
from itertools import product

from extraction import normal_form
from index.answering.quoting import ask_back, refuse
from index.calculating.across_documents import (
    Place,
    choose_documents,
    find_places,
    fits_count,
    sets_of,
)
from index.calculating.across_figures import find_standing, list_unlike
from index.calculating.across_kinds import are_paired, pair_up
from index.calculating.across_results import asks_for_any, work_out
from index.calculating.standings import Standing, are_alike
from index.library import Library
from index.planning.across_cues import A_HEAD, GROUP, STATED
from index.proving.citing import cite_facts
from index.records import Answer, Choice, Document, Language, Operation, Plan
from index.sentences.across_saying import speak_across
from index.sentences.saying import speak

_MOST_DOCUMENTS = 60
# What is worked out from all figures or not at all.
_WHOLE = (
    Operation.SUM,
    Operation.SHARE,
    Operation.AVERAGE,
    Operation.RATIO,
    Operation.GROWTH,
    Operation.DIFFERENCE,
)


def answer_across(library: Library, plan: Plan, scope: Sequence[Document]) -> Answer:
    """The figures of several documents and what the question asks of them; or why not."""
    documents = choose_documents(plan, scope)
    if not documents:
        text = speak(plan.language).no_final(plan, scope)
        return Answer(answer=text, refused=True, plan=plan)
    fits = fits_count(plan, scope)
    is_a_head = bool(A_HEAD.search(normal_form(plan.topic)))
    if plan.operation is Operation.OTHER or plan.unknown_unit or (is_a_head and not fits):
        return refuse(library, plan, None, [])
    if not fits or len(documents) > _MOST_DOCUMENTS:
        dated = [one for one in documents if one.year in plan.years] or documents
        return ask_back(library, plan, [document.name for document in dated])
    sets = sets_of(plan, find_places(plan, scope))
    if len(sets) > 1:
        return _ask_which(plan, sets)
    places = sets[0] if sets else []
    library.load([place.document.name for place in places if place.document])
    found, missing = _find(library, plan, places)
    blocking = [] if _is_open(plan, places, missing) else missing
    least = 1 if asks_for_any(plan) else 2
    if are_paired(plan, found):
        found, least = pair_up(library, plan, found), 1
    is_mixed = len({one.facts for one in found}) < len(found)
    if (
        is_mixed
        or len(found) < least
        or (blocking and plan.operation in _WHOLE)
        or not are_alike(found)
    ):
        return _refuse(library, plan, found, missing)
    return _state(library, plan, found, missing)


def _is_open(plan: Plan, places: Sequence[Place], missing: Sequence[str]) -> bool:
    """Whether all that lack a figure are of a group of no stated size, and have no document."""
    lacking = [place for place in places if not place.document]
    topic = normal_form(plan.topic)
    is_group = bool(GROUP.search(topic)) and not STATED.search(topic)
    return is_group and len(missing) == len(lacking)


def _find(
    library: Library, plan: Plan, places: Sequence[Place]
) -> tuple[list[Standing], list[str]]:
    """What each place gives, and those that give nothing by name."""
    say = speak_across(plan.language)
    found: list[Standing] = []
    missing: list[str] = []
    for place, operand in product(places, plan.operands):
        year = place.year if place.is_earlier else None
        standing = find_standing(library, operand, place.document, year) if place.document else None
        if standing:
            found.append(standing)
        else:
            missing.append(say.place(place.agency, place.document, place.year))
    return found, list(dict.fromkeys(missing))


def _state(
    library: Library, plan: Plan, found: Sequence[Standing], missing: Sequence[str]
) -> Answer:
    say = speak_across(plan.language)
    result = work_out(plan, found)
    notes = [say.unlike(what) for what in list_unlike(library, found)]
    if missing:
        notes.insert(0, say.without(missing, is_refusal=False))
    space = " " if plan.language is Language.ENGLISH else ""
    return Answer(
        answer=space.join((result.text, *notes[: bool(missing)])),
        refused=False,
        value=result.value,
        unit=result.unit,
        citations=cite_facts(library, [f for one in result.standings for f in one.facts]),
        notes=tuple(notes[bool(missing) :]),
        plan=plan,
    )


def _refuse(
    library: Library, plan: Plan, found: Sequence[Standing], missing: Sequence[str]
) -> Answer:
    """That the figures cannot be set side by side, and which documents give none."""
    if not found or not missing:
        return refuse(library, plan, None, [])
    text = speak_across(plan.language).without(missing, is_refusal=True)
    return Answer(answer=text, refused=True, plan=plan)


def _ask_which(plan: Plan, sets: Sequence[Sequence[Place]]) -> Answer:
    """The question back: which year, or the budgets or the final accounts."""
    say = speak(plan.language)
    choices = []
    for places in sets:
        documents = [place.document for place in places if place.document]
        label = "、".join(say.document_label(document) for document in documents)
        choices.append(Choice(label=label, documents=tuple(d.name for d in documents)))
    text = speak_across(plan.language).which(len(sets))
    return Answer(answer=text, refused=False, choices=tuple(choices), plan=plan)
