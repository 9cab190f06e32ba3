"""Slips of a typist: whether a printed figure is another one mistyped."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from extraction.audit.findings import CauseKind
from extraction.money import last_place
from extraction.relations import Operand

_TEN = Decimal(10)
_UNITS = (Decimal(10_000), Decimal(1_000))


def find_misprint(
    value: Decimal, meant: Decimal, slack: Decimal
) -> tuple[CauseKind, Decimal] | None:
    """The slip that makes a figure of one that is meant, give or take less than `slack`, and that
    figure exactly; None where no single slip does."""
    for kind, other in _slips(value):
        # Where rounding alone explains as much, many slips would.
        if other != value and abs(other) > _TEN * slack and _is_near(other, meant, slack):
            return kind, other
    return None


def _is_near(value: Decimal, other: Decimal, slack: Decimal) -> bool:
    gap = abs(value - other)
    return not gap or gap < slack


def _slips(value: Decimal) -> Iterator[tuple[CauseKind, Decimal]]:
    """What may have been meant by a figure, the likeliest slips first."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # only NaN and infinity have another
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1]:
            swapped = (*digits[:at], digits[at + 1], digits[at], *digits[at + 2 :])
            yield CauseKind.SWAPPED_DIGITS, Decimal((sign, swapped, exponent))
    yield CauseKind.SIGN, -value
    yield CauseKind.DECIMAL_POINT, value / _TEN
    yield CauseKind.DECIMAL_POINT, value * _TEN
    for factor in _UNITS:
        yield CauseKind.UNIT, value / factor
        yield CauseKind.UNIT, value * factor
    yield CauseKind.DECIMAL_POINT, value / _TEN**2
    yield CauseKind.DECIMAL_POINT, value * _TEN**2
    for at, digit in enumerate(digits):
        for other in range(10):
            if other != digit and (other or at):
                changed = (*digits[:at], other, *digits[at + 1 :])
                yield CauseKind.WRONG_DIGIT, Decimal((sign, changed, exponent))
    for at in range(len(digits)):
        dropped = (*digits[:at], *digits[at + 1 :])
        if dropped:
            yield CauseKind.WRONG_DIGIT, Decimal((sign, dropped, exponent))
        for other in range(10):
            yield (
                CauseKind.WRONG_DIGIT,
                Decimal((sign, (*digits[:at], other, *digits[at:]), exponent)),
            )


def print_like(operand: Operand, value: Decimal) -> str:
    """A value as the place of a figure would print it: its decimal places at least, and commas."""
    assert operand.amount is not None
    exact = value.normalize().as_tuple().exponent
    assert isinstance(exact, int)  # only NaN and infinity have another
    place = min(last_place(operand.amount.value), Decimal(1).scaleb(exact))
    is_rough = operand.table is None
    value = value.quantize(last_place(operand.amount.value) if is_rough else place, ROUND_HALF_UP)
    return f"{value:,f}" if "," in operand.printed else f"{value:f}"


def print_size(operand: Operand, size: Decimal) -> str:
    """The same of money in 元, which the column of the figure may print in another unit."""
    assert operand.amount is not None
    return print_like(operand, size / operand.amount.factor)
