"""The arithmetic of a finding as a formula of a spreadsheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations, product

from app.check_results import amount_computed, in_unit, own_parts
from extraction import Finding, Unit, last_place
from extraction.records import Amount

_MOST_IN_RATE = 3
_MOST_SIGNED = 8
"""Figures that a formula is looked for among."""


@dataclass(frozen=True, slots=True)
class _Term:
    """What an expression gives, and how a spreadsheet writes it."""

    value: Decimal
    text: str


def write_formula(finding: Finding, refs: Sequence[str]) -> str | None:
    """The formula that gives what a finding says was computed, from the cells with its parts.

    None where no sum, difference or rate of the parts gives that exactly.
    """
    computed, total = amount_computed(finding), finding.cells[0].amount
    if computed is None or total is None:
        return None
    amounts = [(part.amount, ref) for part, ref in zip(own_parts(finding), refs, strict=True)]
    if total.unit is Unit.PERCENT:
        unit = next((amount.unit for amount, _ in amounts if amount), None)
        terms = [_scale(amount, unit, ref) for amount, ref in amounts if amount]
        return _write_rate(computed, terms)
    terms = [_scale(amount, total.unit, ref) for amount, ref in amounts if amount]
    if not terms:
        return None
    if len(terms) > 1 and sum((term.value for term in terms), Decimal(0)) == computed:
        is_plain = all(term.text in refs for term in terms)
        return f"=SUM({refs[0]}:{refs[-1]})" if is_plain else f"={'+'.join(t.text for t in terms)}"
    if terms[0].value == computed:
        return f"={terms[0].text}"
    return _write_signed(computed, [term for term in terms if term.value])


def places(value: Decimal) -> int:
    """How many decimal places are printed."""
    return -last_place(value).adjusted()


def _write_signed(computed: Decimal, terms: Sequence[_Term]) -> str | None:
    """A sum of which some figures are taken off; in the prose the words say which."""
    if len(terms) > _MOST_SIGNED:
        return None
    for signs in product((1, -1), repeat=len(terms)):
        signed = list(zip(signs, terms, strict=True))
        if sum((sign * term.value for sign, term in signed), Decimal(0)) == computed:
            text = "".join(f"{'+' if sign > 0 else '-'}{term.text}" for sign, term in signed)
            return f"={text.removeprefix('+')}"
    return None


def _write_rate(computed: Decimal, terms: Sequence[_Term]) -> str | None:
    """A percentage of two of a few figures, rounded as it is in the finding."""
    if len(terms) > _MOST_IN_RATE:
        return None
    for part, whole in _ratios(terms):
        if whole.value and _round(part.value / whole.value * 100, computed) == computed:
            return f"=ROUND({part.text}/{whole.text}*100,{places(computed)})"
    return None


def _ratios(terms: Sequence[_Term]) -> Iterator[tuple[_Term, _Term]]:
    """Parts and wholes that a percentage may be of: figures, and how they differ."""
    yield from permutations(terms, 2)
    for one, base in permutations(terms, 2):
        gap = _Term(abs(one.value - base.value), f"ABS({one.text}-{base.text})")
        yield gap, base
        yield one, _Term(base.value - one.value, f"({base.text}-{one.text})")
        yield one, _Term(base.value + one.value, f"({base.text}+{one.text})")


def _round(value: Decimal, like: Decimal) -> Decimal:
    return value.quantize(last_place(like), ROUND_HALF_UP)


def _scale(amount: Amount, unit: Unit | None, ref: str) -> _Term:
    """An amount in a unit of money; as it is where it cannot be had in that."""
    value = in_unit(amount, unit)
    if value == amount.value:
        return _Term(value, ref)
    factor = value / amount.value
    return _Term(value, f"({ref}*{factor:f})" if factor > 1 else f"({ref}/{1 / factor:f})")
