"""Figures of several documents set side by side, and the arithmetic between them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

from extraction import Unit
from index.answering.traits import is_generic
from index.calculating.formulas import Formula, prints_unit
from index.records import Document, Fact

_PLACES = Decimal("0.01")
_DIGITS = 60


class Unlike(StrEnum):
    """In what figures that stand side by side are not of one sort."""

    KIND = "kind"
    YEAR = "year"
    SCOPE = "scope"
    FUND = "fund"


@dataclass(frozen=True, slots=True)
class Standing:
    """The figure that one document gives: printed, or worked out from printed ones."""

    document: Document
    facts: tuple[Fact, ...]
    """What proves it: the figure itself, or the operands of `text`."""
    value: Decimal
    """The figure in `unit`, unrounded, and negative for a decrease."""
    unit: Unit | None
    """Its unit; null for a bare number."""
    text: str
    """The figure as printed without its unit and sign, or the calculation."""
    shown_value: Decimal
    """The figure as it is shown: rounded where it is worked out."""
    year: int | None = None
    """The year that it is of, where that is not the document's own."""
    number: int = 0
    """Number of its first citation in an answer."""
    basis: Document | None = None
    """The budget that a final account is set against; null for a figure of one document."""
    per: str = ""
    """What it is reckoned for one of (`/人`); empty otherwise."""

    @property
    def is_printed(self) -> bool:
        """Whether the document prints it."""
        return len(self.facts) == 1

    @property
    def shown_unit(self) -> str:
        """Its unit as it is shown (`万元/人`); empty for a bare number."""
        return f"{self.unit or ''}{self.per}"

    @property
    def marks(self) -> str:
        """The marks of its citations."""
        return "".join(f"[{self.number + n}]" for n in range(len(self.facts)))

    @property
    def names(self) -> tuple[str, ...]:
        """What each of the facts is of: a row, of a total its column."""
        return tuple(dict.fromkeys(map(_name, self.facts)))

    @property
    def size(self) -> Decimal:
        """The figure for comparing: money in 元."""
        return self.value * (self.unit.in_yuan or 1) if self.unit else self.value


def _name(fact: Fact) -> str:
    column = next((name for name in reversed(fact.column) if not is_generic(name)), "")
    return column if column and (fact.is_total or not fact.item) else fact.item or fact.title


def are_alike(standings: Sequence[Standing]) -> bool:
    """Whether all are of one quantity, so that they can be compared and added up."""
    units = {("money" if s.unit and s.unit.in_yuan else s.unit, s.per) for s in standings}
    return len(units) == 1


def total(standings: Sequence[Standing]) -> Formula:
    """Their sum, in the unit of the first."""
    value = _round(_sum(standings), standings)
    return Formula(_signed(standings), value, standings[0].shown_unit)


def mean(standings: Sequence[Standing]) -> Formula:
    """Their sum by their number, in the unit of the first, to two places."""
    value = _divide(_sum(standings), Decimal(len(standings)))
    text = f"({_signed(standings)}) ÷ {len(standings)}"
    return Formula(text, value.quantize(_PLACES, ROUND_HALF_UP), standings[0].shown_unit)


def gap(more: Standing, less: Standing) -> Formula:
    """The first less the second, in its unit; of rates in percentage points."""
    both = (more, less)
    value = more.value - _in_unit_of(more, less)
    unit = Unit.POINT if more.unit is Unit.PERCENT else more.shown_unit
    one, other = (_spell(standing, both) for standing in both)
    if less.value < 0 <= more.value:
        text = f"{one} + {other}"
    elif more.value < 0:
        text = f"{other} − {one}"
    else:
        text = f"{one} − {other}"
    return Formula(text, _round(value, both), unit)


def times(more: Standing, less: Standing) -> Formula | None:
    """How many times the second the first is; None where that says nothing."""
    if less.value <= 0 or more.value < 0:
        return None
    text = " ÷ ".join(_spell(standing, (more, less)) for standing in (more, less))
    value = _divide(more.value, _in_unit_of(more, less))
    return Formula(text, value.quantize(_PLACES, ROUND_HALF_UP), "倍")


def growth(first: Standing, last: Standing, *, is_fall: bool) -> Formula | None:
    """By what per cent the second is above the first, or below it if a fall is asked for.

    None where the first is nothing.
    """
    if first.value <= 0 or last.value < 0:
        return None
    before, after = _spell(first, (first, last)), _spell(last, (first, last))
    value = _divide(_in_unit_of(first, last) - first.value, first.value) * 100
    value = -value if is_fall else value
    change = f"{before} − {after}" if is_fall else f"{after} − {before}"
    text = f"({change}) ÷ {before}"
    return Formula(text, value.quantize(_PLACES, ROUND_HALF_UP), Unit.PERCENT)


def part_of_all(standings: Sequence[Standing]) -> Formula | None:
    """What per cent of their sum the first is; None where that says nothing."""
    whole = _sum(standings)
    if whole <= 0 or min(standing.value for standing in standings) < 0:
        return None
    value = _divide(standings[0].value, whole) * 100
    text = f"{_spell(standings[0], standings)} ÷ ({_signed(standings)})"
    return Formula(text, value.quantize(_PLACES, ROUND_HALF_UP), Unit.PERCENT)


def against(final: Standing, budget: Standing, *, as_rate: bool) -> Standing | None:
    """A final account's figure less its budget's, or in per cent of it; None where none holds."""
    both = (final, budget)
    if not (final.is_printed and budget.is_printed and are_alike(both)):
        return None
    one, other = (_spell(standing, both) for standing in both)
    base = _in_unit_of(final, budget)
    if as_rate and base <= 0:
        return None
    value = _divide(final.value, base) * 100 if as_rate else final.value - base
    text = f"{one} ÷ {other}" if as_rate else f"{one} − {other}"
    return replace(
        final,
        facts=(*final.facts, *budget.facts),
        value=value,
        unit=Unit.PERCENT if as_rate else final.unit,
        text=text,
        shown_value=value.quantize(_PLACES, ROUND_HALF_UP) if as_rate else value,
        basis=budget.document,
    )


def _sum(standings: Sequence[Standing]) -> Decimal:
    return sum((_in_unit_of(standings[0], one) for one in standings), Decimal(0))


def _in_unit_of(first: Standing, other: Standing) -> Decimal:
    if first.unit is other.unit or not (first.unit and first.unit.in_yuan):
        return other.value
    return _divide(other.size, first.unit.in_yuan)


def _round(value: Decimal, standings: Sequence[Standing]) -> Decimal:
    if all(standing.is_printed for standing in standings):
        return value
    return value.quantize(_PLACES, ROUND_HALF_UP)


def _divide(one: Decimal, other: Decimal) -> Decimal:
    with localcontext(prec=_DIGITS):
        return one / other


def _signed(standings: Sequence[Standing]) -> str:
    """The sum in figures, decreases taken away."""
    text = ""
    for number, standing in enumerate(standings):
        sign = " − " if standing.value < 0 else " + "
        text += (sign if number else sign.strip(" +")) + _spell(standing, standings)
    return text


def _spell(standing: Standing, beside: Sequence[Standing]) -> str:
    """A figure as an operand: with its unit where any is printed so, in brackets if composed."""
    if not standing.is_printed:
        is_quotient = "÷" in standing.text and "(" not in standing.text
        return standing.text if is_quotient and len(beside) == 2 else f"({standing.text})"
    printed = [fact for one in beside for fact in one.facts]
    has_units = len({fact.unit for fact in printed}) > 1 or any(map(prints_unit, printed))
    return f"{standing.text}{standing.unit if has_units and standing.unit else ''}"
