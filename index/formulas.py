"""What follows from printed figures: exact arithmetic, and the formula that shows it.

A formula names each operand as it is printed, with its unit where units differ, so that a reader
can work it out again: `30,266.15 ÷ 31,979.71 = 94.64%`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from extraction import Unit
from index.records import Fact

_PLACES = Decimal("0.01")
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


def _divide(one: Fact, other: Fact, factor: int) -> Decimal:
    below = amount_in(other, one.unit)
    if not below:
        raise ZeroDivisionError(f"{other.item}: {other.printed}")
    with localcontext(prec=_DIGITS):
        return (amount_in(one, one.unit) / below * factor).quantize(_PLACES, ROUND_HALF_UP)


def _spell(facts: Sequence[Fact]) -> list[str]:
    """The operands as printed; their units are named where they differ."""
    is_mixed = len({fact.unit for fact in facts}) > 1
    return [f"{_number(fact)}{fact.unit if is_mixed and fact.unit else ''}" for fact in facts]


def _number(fact: Fact) -> str:
    return fact.printed.strip().removesuffix(fact.unit or "").strip()
