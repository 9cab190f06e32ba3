"""What an agent has worked out of printed figures, and what it may not."""

from collections.abc import Callable, Sequence
from itertools import combinations

from extraction import Unit
from index.agent.arguments import Step
from index.agent.desk import Worked
from index.calculating.formulas import (
    Formula,
    Side,
    UnlikeFigures,
    add,
    amount_in,
    average,
    growth_from,
    ratio,
    share,
    side_of,
    subtract,
)
from index.records import Aspect, Fact

_LEVELS = frozenset({Aspect.LEVEL, Aspect.EARLIER, Aspect.PLANNED})
_OF_TWO: dict[Step, Callable[[Side, Side], Formula]] = {
    Step.SHARE: share,
    Step.RATIO: ratio,
    Step.AVERAGE: lambda total, count: average(total, count, total.unit),
    Step.GROWTH: lambda before, now: growth_from(before.plus[0], now.plus[0]),
}


class NotWorkedOut(ValueError):
    """What does not follow from some figures; the text holds none of them."""


def work_out(step: Step, facts: Sequence[Fact]) -> Worked:
    """What follows from figures. Raises `NotWorkedOut`."""
    if len(set(facts)) < len(facts):
        raise NotWorkedOut("the same figure twice")
    if len({fact.direction for fact in facts}) > 1:
        raise NotWorkedOut("changes and levels, or changes up and down")
    if len({Aspect.LEVEL if fact.aspect in _LEVELS else fact.aspect for fact in facts}) > 1:
        raise NotWorkedOut("levels, changes, rates or shares together")
    try:
        if step is Step.ORDER:
            return Worked(_put_in_order(facts), None)
        return Worked(tuple(facts), _calculate(step, facts))
    except UnlikeFigures as exc:
        raise NotWorkedOut(f"unlike figures: {exc}") from None
    except ArithmeticError:  # nothing divided by nothing is no ZeroDivisionError
        raise NotWorkedOut("a division by zero") from None


def _calculate(step: Step, facts: Sequence[Fact]) -> Formula:
    if step is Step.DIFFERENCE:
        return subtract(side_of(facts[0]), side_of(*facts[1:]))
    if any(fact.unit in (Unit.PERCENT, Unit.POINT) for fact in facts):
        raise NotWorkedOut("rates can only be subtracted or put in order")
    if step is Step.SUM:
        if any(_is_within(one, other) for one, other in combinations(facts, 2)):
            raise NotWorkedOut("a figure and a part of it, which would count twice")
        return add(facts)
    if step is Step.GROWTH and (facts[0].year or 0) > (facts[1].year or 0) > 0:
        raise NotWorkedOut("the first figure is of the later year")
    if len(facts) > 2:
        raise NotWorkedOut(f"{step} is of two figures")
    return _OF_TWO[step](*map(side_of, facts))


def _put_in_order(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    return tuple(sorted(facts, key=lambda fact: -amount_in(fact, facts[0].unit)))


def _is_within(one: Fact, other: Fact) -> bool:
    """Whether one of two cells of a column, or of a row, is a part of the other."""
    if (one.document, one.table) != (other.document, other.table) or one.table is None:
        return False
    if one.row == other.row and one.side == other.side:
        return True
    is_total = one.is_total or other.is_total
    return is_total or one.item in other.groups or other.item in one.groups
