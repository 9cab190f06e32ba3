"""Answers: a question's plan is carried out over facts and passages, each answer with its proof."""

import re
from collections.abc import Callable, Iterator, Sequence

from extraction import DisclosureKind, Severity
from index.computing import answer_computed
from index.figures import answer_figure
from index.library import Library
from index.listing import answer_list
from index.questions import read_question
from index.quoting import answer_definition, answer_reason
from index.records import Answer, Document, Language, Operation, Plan, Want
from index.saying import speak

_OF_BUDGET = re.compile(r"^(?!.*(?:完成|执行|年初|额度)).*(?<!公共)(?<!基金)(?<!经营)预算")


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
    maker = _MAKERS[plan.want] if plan.operation is Operation.LOOKUP else answer_computed
    return _finish(library, maker(library, plan))


def _narrow(plan: Plan, scope: Sequence[Document]) -> tuple[Plan, str]:
    """The plan over those documents that may answer, or why none may."""
    say = speak(plan.language)
    if not scope:
        return plan, say.there_is(scope)
    if plan.unknown_agencies:
        return plan, say.unknown_agency(plan, scope)
    left = [document for document in scope if document.name in plan.documents]
    of_year = [d for d in left if not plan.years or d.year is None or d.year in plan.years]
    if not of_year:
        before = [d for d in left if d.year is not None and d.year - 1 in plan.years]
        if not before or plan.kind is DisclosureKind.FINAL:
            return plan, say.unknown_year(plan, left)
        of_year = before
    budgeted = [d for d in of_year if d.kind is DisclosureKind.BUDGET]
    if budgeted and _OF_BUDGET.search(plan.question) and plan.kind is None:
        of_year = budgeted
    if plan.kind is DisclosureKind.FINAL:
        of_year, budgets = [d for d in of_year if d.kind is not DisclosureKind.BUDGET], of_year
        if not of_year:
            return plan, say.no_final(plan, budgets)
    return plan.model_copy(update={"documents": tuple(d.name for d in of_year)}), ""


def _finish(library: Library, given: Answer) -> Answer:
    """Notes that hold for any answer: other publications, broken sums, a search without vectors."""
    notes = [*given.notes, *_publications(library, given), *_broken_sums(library, given)]
    if library.notices:
        notes.append(speak(given.plan.language).words_only())
    return given.model_copy(update={"notes": tuple(notes)})


def _publications(library: Library, given: Answer) -> Iterator[str]:
    say = speak(given.plan.language)
    for name in dict.fromkeys(citation.document for citation in given.citations):
        document = library.document(name)
        if document.superseded_by:
            yield say.superseded(document, document.superseded_by)
        older = [d.name for d in library.documents() if d.superseded_by == name]
        if older:
            yield say.supersedes(document, older)


def _broken_sums(library: Library, given: Answer) -> Iterator[str]:
    """What the checks found of sums that a cited figure takes part in."""
    for citation in given.citations:
        for finding in library.report(citation.document).findings:
            is_part = any(cell.source == citation.source for cell in finding.cells)
            if is_part and finding.severity is Severity.ERROR:
                is_english = given.plan.language is Language.ENGLISH
                said = finding.statement_en if is_english else finding.statement
                yield speak(given.plan.language).broken(citation.number, said)


_MAKERS: dict[Want, Callable[[Library, Plan], Answer]] = {
    Want.FIGURE: answer_figure,
    Want.REASON: answer_reason,
    Want.DEFINITION: answer_definition,
    Want.LIST: answer_list,
}
