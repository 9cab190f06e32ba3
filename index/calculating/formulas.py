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


def is_same(one: Fact, other: Fact) -> bool:
    """Whether two figures are the same as far as the coarser is printed."""
    try:
        gap = amount_in(one, one.unit) - amount_in(other, one.unit)
        coarser = max(_last_place(one), _last_place(other))
    except UnlikeFigures:
        return False
    assert one.unit is not None  # figures without a unit are no operands
    return abs(gap) * (one.unit.in_yuan or 1) < coarser


def _last_place(fact: Fact) -> Decimal:
    """What one in the last printed place is worth, money in 元."""
    assert fact.value is not None
    factor = fact.unit.in_yuan if fact.unit else None
    return last_place(fact.value) * (factor or 1)


def add(facts: Sequence[Fact]) -> Formula:
    """Their sum, in the unit of the first."""
    unit = facts[0].unit
    value = sum((amount_in(fact, unit) for fact in facts), Decimal(0))
    return Formula(" + ".join(_spell(facts)), value, unit or "")


def subtract(whole: Fact, parts: Sequence[Fact]) -> Formula:
    """The first less the others, in its unit; a difference of rates is in percentage points."""
    value = amount_in(whole, whole.unit) - sum(
        (amount_in(part, whole.unit) for part in parts), Decimal(0)
    )
    unit = Unit.POINT if whole.unit is Unit.PERCENT else whole.unit
    return Formula(" − ".join(_spell((whole, *parts))), value, unit or "")


def share(part: Fact, whole: Fact) -> Formula:
    """What per cent of the second the first is; raises `ZeroDivisionError`."""
    return Formula(" ÷ ".join(_spell((part, whole))), _divide(part, whole, 100), Unit.PERCENT)


def ratio(one: Fact, other: Fact) -> Formula:
    """How many times the second the first is; raises `ZeroDivisionError`."""
    return Formula(" ÷ ".join(_spell((one, other))), _divide(one, other, 1), "倍")


def average(total: Fact, count: Fact, unit: Unit | None) -> Formula:
    """The first, in a unit, for one of the second; raises `ZeroDivisionError`."""
    if not count.value:
        raise ZeroDivisionError(f"{count.item}: {count.printed}")
    with localcontext(prec=_DIGITS):
        value = (amount_in(total, unit) / count.value).quantize(PLACES, ROUND_HALF_UP)
    each = f"{unit or ''}/{count.unit}" if count.unit else unit or ""
    return Formula(" ÷ ".join(_spell((total, count))), value, each)


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


def _divide(one: Fact, other: Fact, factor: int) -> Decimal:
    below = amount_in(other, one.unit)
    if not below:
        raise ZeroDivisionError(f"{other.item}: {other.printed}")
    with localcontext(prec=_DIGITS):
        return (amount_in(one, one.unit) / below * factor).quantize(PLACES, ROUND_HALF_UP)


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
