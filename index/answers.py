"""Answers: a question's plan is carried out over facts and passages, each answer with its proof."""

import re
from collections.abc import Callable, Iterator, Sequence

from extraction import DisclosureKind, Severity
from index.answering.definitions import answer_definition
from index.answering.each_agency import answer_each
from index.answering.figures import answer_figure
from index.answering.finding_answers import answer_findings
from index.answering.listing import answer_list
from index.answering.quoting import join_answers
from index.answering.reasons import answer_reason
from index.answering.wide_scopes import ask_whose, is_wide
from index.calculating.across_answers import answer_across
from index.calculating.computing import answer_computed
from index.library import Library
from index.planning.across import asks_each
from index.planning.following import complete
from index.planning.parts import read_parts
from index.planning.questions import read_question
from index.proving.gate import gate
from index.records import Answer, Aspect, Document, Language, Operation, Plan, Want
from index.sentences.saying import speak
from index.translation import is_english

_OF_BUDGET = re.compile(
    r"^(?!.*(?:完成|执行|年初|额度|只[用花]|[没未]有?能?[用花]完)).*(?<!公共)(?<!基金)(?<!经营)预算"
)


def answer(
    library: Library,
    question: str,
    documents: Sequence[str] | None = None,
    previous: Plan | None = None,
) -> Answer:
    """Answer from the documents named, or from all current ones; raises `UnknownDocument`.

    What a question that goes on from another (那会议费呢？) leaves out is taken over from
    `previous`, the plan of that one; a note then says how it was understood.
    """
    scope = find_scope(library, documents)
    plan = plan_question(question, scope, previous)
    return carry_out(library, plan, scope)


def find_scope(library: Library, documents: Sequence[str] | None = None) -> tuple[Document, ...]:
    """The documents named, or all current ones; raises `UnknownDocument`."""
    if documents is None:
        return library.current()
    return tuple(library.document(name) for name in dict.fromkeys(documents))


def plan_question(question: str, scope: Sequence[Document], previous: Plan | None = None) -> Plan:
    """What a question asks of the documents in scope, after the one before, read by the rules."""
    if previous and previous.parts:
        previous = previous.parts[0]
    full = complete(question, previous, scope) if previous else question
    plan = read_question(full, scope)
    plan = plan.model_copy(update={"parts": read_parts(full, scope)})
    if full == question or previous is None:
        return plan
    language = Language.ENGLISH if is_english(question) else Language.CHINESE
    before = (*previous.before, previous.wording)
    update = {"question": question, "language": language, "follows": True, "before": before}
    return plan.model_copy(update=update)


def carry_out(library: Library, plan: Plan, scope: Sequence[Document]) -> Answer:
    """What a plan comes to over the documents in scope, whoever made it; each figure proven."""
    with library.reading():
        return finish(library, find_answer(library, plan, scope))


def find_answer(library: Library, plan: Plan, scope: Sequence[Document]) -> Answer:
    """What a plan comes to, not yet proven."""
    if plan.parts:
        return _answer_parts(library, plan, scope)
    if plan.is_across and not plan.untranslated and not plan.unknown_agencies:
        return answer_across(library, plan, scope)
    plan, refusal = _narrow(plan, scope)
    if refusal:
        return Answer(answer=refusal, refused=True, plan=plan)
    if is_wide(plan):
        return ask_whose(library, plan)
    maker = _MAKERS[plan.want] if plan.operation is Operation.LOOKUP else answer_computed
    given = answer_each(library, plan, maker) if asks_each(plan, scope) else None
    return given or maker(library, plan)


def _answer_parts(library: Library, plan: Plan, scope: Sequence[Document]) -> Answer:
    """What each part comes to, one below the other; the question as one where no part is told."""
    each = [find_answer(library, part, scope) for part in plan.parts]
    if open_one := next((one for one in each if one.choices), None):
        return open_one.model_copy(update={"plan": plan})
    told = [one for one in each if not one.refused]
    if not told:
        return find_answer(library, plan.model_copy(update={"parts": ()}), scope)
    valued = next((one for one in told if one.value is not None), told[0])
    notes = [note for one in told for note in one.notes]
    notes += [one.answer for one in each if one.refused]
    update = {"value": valued.value, "unit": valued.unit, "notes": tuple(notes)}
    return join_answers(plan, told).model_copy(update=update)


def _narrow(plan: Plan, scope: Sequence[Document]) -> tuple[Plan, str]:
    """The plan over those documents that may answer, or why none may."""
    say = speak(plan.language)
    if not scope:
        return plan, say.there_is(scope)
    if plan.unknown_agencies:
        return plan, say.unknown_agency(plan, scope)
    named = frozenset(plan.documents)
    left = [document for document in scope if document.name in named]
    if plan.untranslated:
        return plan, say.untranslated(plan, left)
    of_year = [d for d in left if not plan.years or d.year is None or d.year in plan.years]
    if not of_year:
        before = [d for d in left if d.year is not None and d.year - 1 in plan.years]
        if plan.kind is DisclosureKind.FINAL:
            is_one = len({d.agency for d in left}) == 1
            before = [d for d in before if is_one and d.kind is DisclosureKind.FINAL]
        if not before or plan.aspect is not Aspect.LEVEL:
            return plan, say.unknown_year(plan, left)
        of_year = before
    if lacking := _years_lacking(plan, of_year):
        return plan, say.unknown_year(plan.model_copy(update={"years": lacking}), left)
    budgeted = [d for d in of_year if d.kind is DisclosureKind.BUDGET]
    if budgeted and _OF_BUDGET.search(plan.wording) and plan.kind is None:
        of_year = budgeted
    if plan.kind is DisclosureKind.FINAL:
        of_year, budgets = [d for d in of_year if d.kind is not DisclosureKind.BUDGET], of_year
        if not of_year:
            return plan, say.no_final(plan, budgets)
    return plan.model_copy(update={"documents": tuple(d.name for d in of_year)}), ""


def _years_lacking(plan: Plan, documents: Sequence[Document]) -> tuple[int, ...]:
    """Of several years, those that no document is of; of a change, those after the newest."""
    dated = {document.year for document in documents}
    if len(plan.years) == 1:
        return ()
    if plan.aspect is not Aspect.LEVEL:
        newest = max((year for year in dated if year), default=None)
        return tuple(year for year in plan.years if newest and year > newest)
    return tuple(year for year in plan.years if year not in dated)


def finish(library: Library, given: Answer) -> Answer:
    """What of an answer is proven, with notes that hold for any: how a question that goes on from
    another was understood, other publications, broken sums, a search without vectors.
    """
    given = gate(library, given)
    plan = given.plan
    understood = [speak(plan.language).understood(plan.wording)] if plan.follows else []
    notes = [*understood, *given.notes]
    notes += [*_publications(library, given), *_broken_sums(library, given)]
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
    """What the checks found that cited figures take part in, each once."""
    broken: dict[str, list[int]] = {}
    for citation in given.citations:
        if not library.document(citation.document).broken:
            continue
        for finding in library.report(citation.document).findings:
            is_part = any(cell.source == citation.source for cell in finding.cells)
            if is_part and finding.severity is Severity.ERROR:
                is_english = given.plan.language is Language.ENGLISH
                said = finding.statement_en if is_english else finding.statement
                broken.setdefault(said, []).append(citation.number)
    for said, numbers in broken.items():
        yield speak(given.plan.language).broken(list(dict.fromkeys(numbers)), said)


_MAKERS: dict[Want, Callable[[Library, Plan], Answer]] = {
    Want.FIGURE: answer_figure,
    Want.REASON: answer_reason,
    Want.DEFINITION: answer_definition,
    Want.LIST: answer_list,
    Want.FINDINGS: answer_findings,
}
