"""Which is the most: the rows of a table, or items that are named, in order of their figures."""

import re
from collections.abc import Sequence

from index.answering.quoting import refuse
from index.calculating.formulas import (
    Side,
    UnlikeFigures,
    add,
    amount_in,
    share,
    side_of,
)
from index.calculating.movements import answer_moved
from index.calculating.operands import resolve
from index.calculating.rows import rows_of
from index.calculating.working import list_operands, state_ranked, state_worked
from index.library import Library
from index.planning.choosing import count_of
from index.planning.families import MOVED
from index.planning.operand_names import WHOLE
from index.proving.citing import are_proven
from index.records import Answer, Aspect, Fact, Operation, Plan
from index.sentences.saying import speak

_TOGETHER = re.compile(r"加起来|加在一起|合起来|合计|之和|总和|一共|总共|加总|相加")
_SHOWN = 3
_FEWEST = 2


def answer_superlative(library: Library, plan: Plan) -> Answer:
    """The items in order, the one asked for first; its figure, or its share, is the value."""
    if plan.operands[0].startswith(MOVED):
        return answer_moved(library, plan)
    names = [name for name in plan.operands if not name.startswith(WHOLE)]
    if len(names) > 1:
        found = resolve(library, plan, names)
        if not found.facts:
            return list_operands(library, plan, found.near)
        facts: Sequence[Fact] = found.facts
    else:
        facts = rows_of(library, plan, "".join(names))
    shown = _order(plan, facts)
    if not shown or not are_proven(library, shown):
        return refuse(library, plan, None, [])
    if len(names) < len(plan.operands):
        return _state_share(library, plan, shown)
    if plan.operation is Operation.RANK and _TOGETHER.search(plan.wording):
        return state_worked(library, plan, shown, add(shown), speak(plan.language).ranked)
    return state_ranked(library, plan, shown)


def _order(plan: Plan, facts: Sequence[Fact]) -> list[Fact]:
    """As many of the figures as are asked for, in their order; none of fewer than two."""
    if len(facts) < _FEWEST:
        return []
    is_least = plan.operation is Operation.LEAST
    counted = [fact for fact in facts if fact.value or not is_least]
    ordered = sorted(counted, key=lambda fact: amount_in(fact, facts[0].unit), reverse=not is_least)
    return ordered[: count_of(plan.wording) if plan.operation is Operation.RANK else _SHOWN]


def _state_share(library: Library, plan: Plan, ordered: Sequence[Fact]) -> Answer:
    """What share the first, or all together, are of the whole that is named, after the order."""
    level = plan.model_copy(update={"aspect": Aspect.LEVEL})
    whole = resolve(library, level, (plan.operands[-1].removeprefix(WHOLE),)).facts
    is_sum = plan.operation is Operation.RANK and _TOGETHER.search(plan.wording)
    part = Side(tuple(ordered)) if is_sum else side_of(ordered[0])
    try:
        formula = share(part, side_of(*whole)) if whole else None
    except (UnlikeFigures, ZeroDivisionError):
        formula = None
    if formula is None:
        return list_operands(library, plan, ordered)
    return state_worked(library, plan, [*ordered, *whole], formula, speak(plan.language).ranked)
