"""Columns of rates, told by the figures: what two other columns make, row by row."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations

from extraction.money import last_place, parse_cell

_NEAREST = 6
"""How many columns on either side a rate may be made of."""


def holds_rates(cells: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column's cells are what one column near it is of another in percent, or has grown
    by, rounded as printed. `cells` are the printed cells by column."""
    near = range(max(column - _NEAREST, 0), min(column + _NEAREST + 1, len(cells)))
    values = {at: [_read_value(cell) for cell in cells[at]] for at in near}
    pairs = permutations([at for at in near if at != column], 2)
    return any(_makes_rates(values[column], values[part], values[whole]) for part, whole in pairs)


def _makes_rates(
    rates: Sequence[Decimal | None],
    parts: Sequence[Decimal | None],
    wholes: Sequence[Decimal | None],
) -> bool:
    found = [
        (rate, 100 * part / whole)
        for rate, part, whole in zip(rates, parts, wholes, strict=True)
        if rate is not None and part is not None and whole
    ]
    if len(found) < sum(rate is not None for rate in rates):
        return False
    if sum(bool(rate) for rate, _ in found) < 2:
        return False
    return any(
        all(abs(rate - exact + base) <= last_place(rate) / 2 for rate, exact in found)
        for base in (0, 100)
    )


def _read_value(cell: str) -> Decimal | None:
    amount = parse_cell(cell, None)[1]
    return amount.value if amount else None
