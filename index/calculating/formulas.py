"""What follows from printed figures: exact arithmetic, and the formula that shows it.

A formula names each operand as it is printed, with its unit where units differ, so that a reader
can work it out again: `30,266.15 ÷ 31,979.71 = 94.64%`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from extraction import Unit, last_place
from index.records import Fact

PLACES = Decimal("0.01")
_DIGITS = 60


class UnlikeFigures(ValueError):
    """Figures of different quantities (money and people) that cannot be added or compared."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a calculation: figures added up, less those that are taken away."""

    plus: tuple[Fact, ...]
    """At least one figure."""
    minus: tuple[Fact, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All its figures, in the order in which they are written."""
        return (*self.plus, *self.minus)

    @property
    def unit(self) -> Unit | None:
        """The unit of its first figure, in which it is counted."""
        return self.plus[0].unit

    def amount_in(self, unit: Unit | None) -> Decimal:
        """What it comes to in a unit, exact; raises `UnlikeFigures`."""
        taken = sum((amount_in(fact, unit) for fact in self.minus), Decimal(0))
        return sum((amount_in(fact, unit) for fact in self.plus), Decimal(0)) - taken


def side_of(*facts: Fact) -> Side:
    """Figures added up."""
    return Side(facts)


@dataclass(frozen=True, slots=True)
class Formula:
    """A calculation over printed figures."""

    text: str
    """The calculation without its result, as it is shown."""
    value: Decimal
    """The result; a quotient is rounded half up to two places."""
    unit: str
    """The unit of the result, `%` and `倍` among them; empty for a bare number."""

    @property
    def shown(self) -> str:
        """The calculation with its result."""
        return f"{self.text} = {plain(self.value)}{self.unit}"


def plain(value: Decimal) -> str:
    """A number without exponent, and without zeros that were not printed."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount_in(fact: Fact, unit: Unit | None) -> Decimal:
    """A fact's figure in a unit of the same quantity, exact; raises `UnlikeFigures`."""
    assert fact.value is not None  # only figures are operands
    if fact.unit is unit:
        return fact.value
    own, other = fact.unit and fact.unit.in_yuan, unit and unit.in_yuan
    if not own or not other:
        raise UnlikeFigures(f"{fact.unit or 'no unit'} and {unit or 'no unit'}")
    return fact.value * own / other


def worth_of(fact: Fact) -> Decimal:
    """A fact's figure, money in 元."""
    assert fact.value is not None  # only figures are compared
    return fact.value * ((fact.unit and fact.unit.in_yuan) or 1)


def is_same(one: Fact, other: Fact) -> bool:
    """Whether two figures are the same as far as the coarser is printed."""
    try:
        gap = amount_in(one, one.unit) - amount_in(other, one.unit)
        coarser = max(worth_of_place(one), worth_of_place(other))
    except UnlikeFigures:
        return False
    assert one.unit is not None  # figures without a unit are no operands
    return abs(gap) * (one.unit.in_yuan or 1) < coarser


def worth_of_place(fact: Fact) -> Decimal:
    """What one in the last printed place of a figure is worth, money in 元."""
    assert fact.value is not None
    factor = fact.unit.in_yuan if fact.unit else None
    return last_place(fact.value) * (factor or 1)


def add(facts: Sequence[Fact]) -> Formula:
    """Their sum, in the unit of the first."""
    return work_out(Side(tuple(facts)))


def work_out(side: Side) -> Formula:
    """What a side comes to, in its own unit; a difference of rates is in percentage points."""
    is_rate = bool(side.minus) and side.unit is Unit.PERCENT
    unit = Unit.POINT if is_rate else side.unit
    return Formula(_write(side, side.facts), side.amount_in(side.unit), unit or "")


def add_sides(sides: Sequence[Side]) -> Formula:
    """The sum of what sides come to, in the unit of the first."""
    plus = (fact for side in sides for fact in side.plus)
    return work_out(Side(tuple(plus), tuple(fact for side in sides for fact in side.minus)))


def subtract(whole: Side, part: Side) -> Formula:
    """The first less the second, in its unit; a difference of rates is in percentage points."""
    return work_out(Side((*whole.plus, *part.minus), (*whole.minus, *part.plus)))


def share(part: Side, whole: Side) -> Formula:
    """What per cent of the second the first is; raises `ZeroDivisionError`."""
    return Formula(_quotient(part, whole), _divide(part, whole, 100), Unit.PERCENT)


def ratio(one: Side, other: Side) -> Formula:
    """How many times the second the first is; raises `ZeroDivisionError`."""
    return Formula(_quotient(one, other), _divide(one, other, 1), "倍")


def average(total: Side, count: Side, unit: Unit | None) -> Formula:
    """The first, in a unit, for one of the second; raises `ZeroDivisionError`."""
    counted = count.amount_in(count.unit)
    if counted <= 0:
        raise ZeroDivisionError(f"{count.plus[0].item}: {count.plus[0].printed}")
    with localcontext(prec=_DIGITS):
        value = (total.amount_in(unit) / counted).quantize(PLACES, ROUND_HALF_UP)
    each = f"{unit or ''}/{count.unit}" if count.unit else unit or ""
    return Formula(_quotient(total, count), value, each)


def mean(facts: Sequence[Fact]) -> Formula:
    """Their sum by their number, in the unit of the first."""
    side = Side(tuple(facts))
    with localcontext(prec=_DIGITS):
        value = (side.amount_in(side.unit) / len(facts)).quantize(PLACES, ROUND_HALF_UP)
    return Formula(f"({_write(side, facts)}) ÷ {len(facts)}", value, side.unit or "")


def add_changes(changes: Sequence[Fact]) -> Formula:
    """Changes that go the same way added up; raises `UnlikeFigures` where they do not."""
    if len({change.direction for change in changes}) > 1:
        raise UnlikeFigures("changes up and down")
    return add(changes)


def before(level: Fact, change: Fact) -> Formula:
    """A level less the change to it, which has a direction; for one that fell, plus."""
    now, moved = amount_in(level, level.unit), amount_in(change, level.unit)
    fell = change.direction == "down"
    text = (" + " if fell else " − ").join(_spell((level, change)))
    return Formula(text, now + moved if fell else now - moved, level.unit or "")


def growth(level: Fact, change: Fact) -> Formula:
    """What per cent of the level before it a change is; raises `ZeroDivisionError`."""
    earlier = before(level, change)
    moved = amount_in(change, level.unit)
    with localcontext(prec=_DIGITS):
        rate = (moved / earlier.value * 100).quantize(PLACES, ROUND_HALF_UP)
    own = _spell((change, level))[0]
    return Formula(f"{own} ÷ ({earlier.text})", rate, Unit.PERCENT)


def growth_from(earlier: Fact, level: Fact) -> Formula:
    """By what per cent of the first the second differs from it; raises `ZeroDivisionError`."""
    below, above = amount_in(earlier, earlier.unit), amount_in(level, earlier.unit)
    first, second = (level, earlier) if above >= below else (earlier, level)
    with localcontext(prec=_DIGITS):
        rate = (abs(above - below) / below * 100).quantize(PLACES, ROUND_HALF_UP)
    text = f"({' − '.join(_spell((first, second)))}) ÷ {_spell((earlier, level))[0]}"
    return Formula(text, rate, Unit.PERCENT)


def _divide(one: Side, other: Side, factor: int) -> Decimal:
    below = other.amount_in(one.unit)
    if not below:
        raise ZeroDivisionError(f"{other.plus[0].item}: {other.plus[0].printed}")
    with localcontext(prec=_DIGITS):
        return (one.amount_in(one.unit) / below * factor).quantize(PLACES, ROUND_HALF_UP)


def _quotient(one: Side, other: Side) -> str:
    """The division as it is written; a side of several figures stands in brackets."""
    facts = (*one.facts, *other.facts)
    written = ((side, _write(side, facts)) for side in (one, other))
    return " ÷ ".join(f"({text})" if len(side.facts) > 1 else text for side, text in written)


def _write(side: Side, beside: Sequence[Fact]) -> str:
    """A side as it is written, in a formula over these figures."""
    spelled = dict(zip(beside, _spell(beside), strict=True))
    taken = "".join(f" − {spelled[fact]}" for fact in side.minus)
    return " + ".join(spelled[fact] for fact in side.plus) + taken


def _spell(facts: Sequence[Fact]) -> list[str]:
    """The operands as printed; their units are named where they differ or are printed with them."""
    has_units = len({fact.unit for fact in facts}) > 1 or any(map(prints_unit, facts))
    return [f"{number_of(fact)}{fact.unit if has_units and fact.unit else ''}" for fact in facts]


def prints_unit(fact: Fact) -> bool:
    """Whether a figure bears its unit where it is printed."""
    return bool(fact.unit) and fact.printed.strip().endswith(fact.unit or "")


def number_of(fact: Fact) -> str:
    """A figure as printed, without its unit."""
    return fact.printed.strip().removesuffix(fact.unit or "").strip()
