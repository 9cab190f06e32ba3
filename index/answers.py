"""Answers: a question's plan is carried out over facts and passages, each answer with its proof."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from extraction import DisclosureKind, Unit
from index import phrases
from index.citing import cite_fact, is_proven
from index.facts import is_money
from index.library import Library
from index.listing import answer_list
from index.lookups import Candidate, absent_name, make_search, rank_facts
from index.questions import money_unit, read_question
from index.quoting import answer_definition, answer_reason, ask_back, refuse, sought
from index.records import Answer, Document, Fact, PassageKind, Plan, Want

_COVERED = 0.45
_NAMED = 0.3
_NEAR = 0.05
_NAMES = 500
_WHOLLY = 0.9
_PARTLY = 0.1


def answer(library: Library, question: str, documents: Sequence[str] | None = None) -> Answer:
    """Answer from the documents named, or from all current ones; raises `UnknownDocument`."""
    if documents is None:
        scope = [d for d in library.documents() if d.superseded_by is None]
    else:
        scope = [library.document(name) for name in dict.fromkeys(documents)]
    plan = read_question(question, scope)
    plan, refusal = _narrow(plan, scope)
    if refusal:
        return _finish(library, Answer(answer=refusal, refused=True, plan=plan))
    return _finish(library, _ANSWERERS[plan.want](library, plan))


def _narrow(plan: Plan, scope: Sequence[Document]) -> tuple[Plan, str]:
    """The plan over those documents that may answer, or why none may."""
    if not scope:
        return plan, phrases.there_is(scope)
    if plan.unknown_agencies and not plan.agencies:
        return plan, phrases.unknown_agency(plan, scope)
    left = [document for document in scope if document.name in plan.documents]
    of_year = [d for d in left if not plan.years or d.year is None or d.year in plan.years]
    if not of_year:
        before = [d for d in left if d.year is not None and d.year - 1 in plan.years]
        if not before or plan.kind is DisclosureKind.FINAL:
            return plan, phrases.unknown_year(plan, left)
        of_year = before
    if plan.kind is DisclosureKind.FINAL:
        of_year, budgets = [d for d in of_year if d.kind is not DisclosureKind.BUDGET], of_year
        if not of_year:
            return plan, phrases.no_final(plan, budgets)
    return plan.model_copy(update={"documents": tuple(d.name for d in of_year)}), ""


def _answer_figure(library: Library, plan: Plan) -> Answer:
    documents = [library.document(name) for name in plan.documents]
    facts = library.facts(plan.documents)
    hits = library.search(plan.topic, plan.documents, _NAMES, frozenset({PassageKind.NAME}))
    search = make_search(plan, documents, facts, hits)
    ranked = rank_facts(search, facts)
    fitting = [c for c in ranked if _is_answer(c) and _is_printed(library, c.fact)]
    absent = absent_name(plan.topic, (n for f in facts for n in (f.item, f.title, *f.column)))
    if not fitting or absent or plan.unknown_unit:
        near = [c.fact.item for c in ranked[:20] if c.covered > 0]
        return refuse(library, plan, absent or sought(search.topic, plan), near)
    best = fitting[0].score
    equal = [c for c in fitting if c.score >= best - _NEAR]
    names = list(dict.fromkeys(c.fact.document for c in equal))
    if len(names) > 1:
        return ask_back(library, plan, names)
    return _state(library, plan, [c.fact for c in equal])


def _is_answer(candidate: Candidate) -> bool:
    told = candidate.covered >= _COVERED and candidate.named >= _NAMED
    whole = candidate.covered >= _WHOLLY and candidate.named >= _PARTLY
    return told or whole or candidate.is_outstanding


def _is_printed(library: Library, fact: Fact) -> bool:
    return is_proven(library, fact.source, fact.printed)


def _state(library: Library, plan: Plan, facts: Sequence[Fact]) -> Answer:
    """The best fact in a sentence; a second place that prints the same is cited as well."""
    fact = facts[0]
    assert fact.value is not None  # only figures are ranked
    document = library.document(fact.document)
    asked = money_unit(plan.question) if is_money(fact.unit) else None
    value = _convert(fact, asked)
    text = phrases.figure(document, fact, asked, value)
    again = [f for f in facts[1:] if (f.value, f.unit) == (fact.value, fact.unit)]
    again = [f for f in again if f.table != fact.table][:1]
    cited = [fact, *again]
    return Answer(
        answer=text,
        refused=False,
        value=value,
        unit=asked or fact.unit,
        citations=tuple(cite_fact(library, n, f) for n, f in enumerate(cited, start=1)),
        plan=plan,
    )


def _convert(fact: Fact, asked: Unit | None) -> Decimal | None:
    """The figure in the unit that is asked for, exact."""
    if asked is None or fact.unit is None or fact.value is None or asked is fact.unit:
        return fact.value
    own, other = fact.unit.in_yuan, asked.in_yuan
    return fact.value * own / other if own and other else fact.value


def _finish(library: Library, given: Answer) -> Answer:
    """Notes that hold for any answer: newer or older publications, a search without vectors."""
    notes = list(given.notes)
    everything = library.documents()
    for name in dict.fromkeys(citation.document for citation in given.citations):
        document = library.document(name)
        if document.superseded_by:
            notes.append(phrases.superseded(document, document.superseded_by))
        older = [d.name for d in everything if d.superseded_by == name]
        if older:
            notes.append(phrases.supersedes(document, older))
    return given.model_copy(update={"notes": (*notes, *library.notices)})


_ANSWERERS: dict[Want, Callable[[Library, Plan], Answer]] = {
    Want.FIGURE: _answer_figure,
    Want.REASON: answer_reason,
    Want.DEFINITION: answer_definition,
    Want.LIST: answer_list,
}
