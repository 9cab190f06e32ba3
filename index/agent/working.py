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
from index.records import Aspect, Document, Fact
from index.words.wording import canonical

_LEVELS = frozenset({Aspect.LEVEL, Aspect.EARLIER, Aspect.PLANNED})
_OF_TWO: dict[Step, Callable[[Side, Side], Formula]] = {
    Step.SHARE: share,
    Step.RATIO: ratio,
    Step.AVERAGE: lambda total, count: average(total, count, total.unit),
    Step.GROWTH: lambda before, now: growth_from(before.plus[0], now.plus[0]),
}


class NotWorkedOut(ValueError):
    """What does not follow from some figures; the text holds none of them."""


def work_out(step: Step, figures: Sequence[tuple[Document, Fact]]) -> Worked:
    """What follows from figures of documents. Raises `NotWorkedOut`."""
    facts = [fact for _, fact in figures]
    if len(set(facts)) < len(facts):
        raise NotWorkedOut("the same figure twice")
    if len({fact.direction for fact in facts}) > 1:
        raise NotWorkedOut("changes and levels, or changes up and down")
    if len({Aspect.LEVEL if fact.aspect in _LEVELS else fact.aspect for fact in facts}) > 1:
        raise NotWorkedOut("levels, changes, rates or shares together")
    added = {Step.SUM: figures, Step.DIFFERENCE: figures[1:]}.get(step, ())
    if any(_may_overlap(one, other) for one, other in combinations(added, 2)):
        raise NotWorkedOut("figures that may count the same twice: take them of one column")
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
        return add(facts)
    if step is Step.GROWTH and (facts[0].year or 0) > (facts[1].year or 0) > 0:
        raise NotWorkedOut("the first figure is of the later year")
    if len(facts) > 2:
        raise NotWorkedOut(f"{step} is of two figures")
    return _OF_TWO[step](*map(side_of, facts))


def _put_in_order(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    return tuple(sorted(facts, key=lambda fact: -amount_in(fact, facts[0].unit)))


def _may_overlap(one: tuple[Document, Fact], other: tuple[Document, Fact]) -> bool:
    """Whether figures of one agency and year may count the same: other tables cut it otherwise,
    rows of a column are parts of each other.
    """
    (first, a), (second, b) = one, other
    owners = {document.agency or document.name for document in (first, second)}
    if len(owners) > 1 or (a.year and b.year and a.year != b.year):
        return False
    columns = {(fact.document, fact.table, fact.side, fact.column) for fact in (a, b)}
    if len(columns) > 1 or a.table is None or a.is_total or b.is_total:
        return True
    return any(_is_part(*pair) for pair in ((a, b), (b, a)))


def _is_part(one: Fact, other: Fact) -> bool:
    own, code = (fact.full_code or fact.code or "" for fact in (one, other))
    is_coded = bool(code) and own.startswith(code)
    return is_coded or canonical(other.item) in map(canonical, (one.item, *one.groups))
