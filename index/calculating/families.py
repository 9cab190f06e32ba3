"""The rows of a table that a question means together: how many, what they come to, their mean."""

import re
from collections.abc import Sequence
from decimal import Decimal

from index.answering.quoting import refuse
from index.calculating.formulas import add, mean, ratio, side_of, subtract, worth_of
from index.calculating.rows import rows_bearing, rows_of
from index.calculating.working import list_operands, state_worked
from index.library import Library
from index.planning.bounds import are_kept, read_bounds
from index.planning.families import EACH
from index.proving.citing import are_proven, cite_facts
from index.records import Answer, Fact, Operation, Plan
from index.sentences.saying import speak

_LISTS = re.compile(r"采购|项目(?!支出)")
_FEWEST, _MOST = 2, 40


def answer_rows(library: Library, plan: Plan) -> Answer:
    """How many rows are over a bound, the sum of those that bear a word, or their mean."""
    word, _, kind = plan.operands[0].removeprefix(EACH).partition("|")
    if plan.operation is Operation.SUM:
        facts = rows_bearing(library, plan, [word], kind)
    else:
        facts = rows_of(library, plan, word)
    if not _FEWEST <= len(facts) <= _MOST or not are_proven(library, facts):
        return list_operands(library, plan, facts[:1]) if facts else refuse(library, plan, None, [])
    if plan.operation is Operation.COUNT:
        return _count(library, plan, facts)
    if plan.operation in (Operation.RATIO, Operation.DIFFERENCE):
        return _set_apart(library, plan, facts)
    formula = add(facts) if plan.operation is Operation.SUM else mean(facts)
    return state_worked(library, plan, facts, formula)


def add_listed(library: Library, plan: Plan) -> Answer | None:
    """The sum of the rows of a list of projects or purchases that bear the names of a sum.

    None where a question names no such list, or one of the names is on no row.
    """
    words = [name.rpartition("里的")[2] for name in plan.operands]
    if not (found := _LISTS.search(plan.wording)):
        return None
    facts = rows_bearing(library, plan, words, found[0])
    if not facts or len(facts) > _MOST or not are_proven(library, facts):
        return None
    return state_worked(library, plan, facts, add(facts))


def _set_apart(library: Library, plan: Plan, facts: Sequence[Fact]) -> Answer:
    """The largest against the smallest that is something."""
    counted = [fact for fact in facts if fact.value]
    if len(counted) < _FEWEST:
        return refuse(library, plan, None, [])
    most, least = max(counted, key=worth_of), min(counted, key=worth_of)
    work = ratio if plan.operation is Operation.RATIO else subtract
    formula = work(side_of(most), side_of(least))
    return state_worked(library, plan, (most, least), formula, speak(plan.language).ranked)


def _count(library: Library, plan: Plan, facts: Sequence[Fact]) -> Answer:
    """The rows that are over or under the bound of a question, counted and listed."""
    bounds = read_bounds(plan.wording)
    within = (fact for fact in facts if fact.value and are_kept(bounds, worth_of(fact)))
    chosen = sorted(within, key=worth_of, reverse=True)
    shown = chosen or [max(facts, key=worth_of), min(facts, key=worth_of)]
    figures = [(library.document(fact.document), fact) for fact in shown]
    return Answer(
        answer=speak(plan.language).tallied(figures, is_none=not chosen),
        refused=False,
        value=Decimal(len(chosen)) if chosen else None,
        unit="个" if chosen else None,
        citations=cite_facts(library, shown),
        plan=plan,
    )
