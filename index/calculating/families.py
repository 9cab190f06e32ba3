"""The rows of a table that a question means together: how many, what they come to, their mean."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from extraction import normal_form
from index.answering.quoting import refuse
from index.calculating.formulas import add, mean, ratio, side_of, subtract
from index.calculating.rows import rows_bearing, rows_of
from index.calculating.working import list_operands, state_worked
from index.library import Library
from index.planning.families import BOUND, EACH
from index.proving.citing import cite_facts, is_proven
from index.proving.numerals import read_numeral
from index.records import Answer, Fact, Operation, Plan
from index.sentences.saying import speak

_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_UNDER = re.compile(r"以下|以内|(?<!不)(?:低于|少于|小于)|不足|不到|不超过")
_INCLUDED = re.compile(r"以上|以下|以内|不低于|不少于|不小于|不超过|达到")
_LISTS = re.compile(r"采购|项目(?!支出)")
_FEWEST, _MOST = 2, 40


def answer_rows(library: Library, plan: Plan) -> Answer:
    """How many rows are over a bound, the sum of those that bear a word, or their mean."""
    word, _, kind = plan.operands[0].removeprefix(EACH).partition("|")
    if plan.operation is Operation.SUM:
        facts = rows_bearing(library, plan, [word], kind)
    else:
        facts = rows_of(library, plan, word)
    if not _FEWEST <= len(facts) <= _MOST or not _are_proven(library, facts):
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
    if not facts or len(facts) > _MOST or not _are_proven(library, facts):
        return None
    return state_worked(library, plan, facts, add(facts))


def _set_apart(library: Library, plan: Plan, facts: Sequence[Fact]) -> Answer:
    """The largest against the smallest that is something."""
    counted = [fact for fact in facts if fact.value]
    if len(counted) < _FEWEST:
        return refuse(library, plan, None, [])
    most, least = max(counted, key=_size), min(counted, key=_size)
    work = ratio if plan.operation is Operation.RATIO else subtract
    formula = work(side_of(most), side_of(least))
    return state_worked(library, plan, (most, least), formula, speak(plan.language).ranked)


def _count(library: Library, plan: Plan, facts: Sequence[Fact]) -> Answer:
    """The rows that are over or under the bound of a question, counted and listed."""
    fits = _read_bound(plan.wording)
    if fits is None:
        return refuse(library, plan, None, [])
    counted = [fact for fact in facts if fact.value]
    chosen = sorted(filter(fits, counted), key=_size, reverse=True)
    shown = chosen or [max(facts, key=_size), min(facts, key=_size)]
    figures = [(library.document(fact.document), fact) for fact in shown]
    return Answer(
        answer=speak(plan.language).tallied(figures, is_none=not chosen),
        refused=False,
        value=Decimal(len(chosen)) if chosen else None,
        unit="个" if chosen else None,
        citations=cite_facts(library, shown),
        plan=plan,
    )


def _read_bound(question: str) -> Callable[[Fact], bool] | None:
    """Whether an amount is over or under the bound that a question names; None without one."""
    text = normal_form(question)
    found = next((m for m in BOUND.finditer(text) if m["before"] or m["after"]), None)
    if found is None:
        return None
    number, factor = found["number"], 1
    for scale in found["scale"] or "":
        factor *= _SCALES[scale]
    value = Decimal(number) if number[0].isdigit() else read_numeral(number)
    bound, is_under = value * factor, bool(_UNDER.search(found[0]))
    is_included = bool(_INCLUDED.search(found[0]))

    def fits(fact: Fact) -> bool:
        size = _size(fact)
        return (is_included and size == bound) or (size < bound if is_under else size > bound)

    return fits


def _size(fact: Fact) -> Decimal:
    assert fact.value is not None  # only figures are counted
    return fact.value * ((fact.unit and fact.unit.in_yuan) or 1)


def _are_proven(library: Library, facts: Sequence[Fact]) -> bool:
    return all(is_proven(library, fact.source, fact.printed) for fact in facts)
