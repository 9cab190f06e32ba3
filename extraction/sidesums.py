"""The sums of a side of a balance whose rows bear neither codes nor ordinals, by their names."""

from collections.abc import Collection, Sequence

from extraction.records import Row
from extraction.rowtrees import CODE_HIERARCHY, SIDE_TOTAL, RowSum
from extraction.sources import are_whole, is_source
from extraction.text import normal_form

_COUNT_OF_FUNDS = 3


def side_sums(rows: Sequence[Row], classes: Collection[str]) -> list[RowSum]:
    """Sums of a side on which only sources of income or `classes` stand beside what balances.

    A total adds up what stands since the last one, with that one. Empty where another name has
    a figure, where a name stands twice, or where the side's total leads.
    """
    sums, outer = _take_funds(rows)
    names = [
        normal_form(row.label) for row in outer if not row.is_total and (row.label or _counts(row))
    ]
    peers = {name for name in names if name in classes or is_source(name)}
    others = [row for row in outer if normal_form(row.label) not in peers and not row.is_total]
    if len(set(names)) < len(names) or not peers or any(map(_counts, others)):
        return []
    if outer[0].is_total:
        return []
    addends: list[Row] = []
    for row in outer:
        if row.is_total:
            sums.append(RowSum(SIDE_TOTAL, row, tuple(addends)))
            addends = [row]
        elif normal_form(row.label) in peers:
            addends.append(row)
    return sums


def _counts(row: Row) -> bool:
    """Whether a row prints a figure that is not zero."""
    return any(cell.amount and cell.amount.value for cell in row.cells)


def _take_funds(rows: Sequence[Row]) -> tuple[list[RowSum], list[Row]]:
    """The sum of appropriations over the three funds right below, and the other rows."""
    for at, row in enumerate(rows):
        below = tuple(rows[at + 1 : at + 1 + _COUNT_OF_FUNDS])
        if len(below) == _COUNT_OF_FUNDS and are_whole(row.label, [one.label for one in below]):
            rest = [*rows[: at + 1], *rows[at + 1 + _COUNT_OF_FUNDS :]]
            return [RowSum(CODE_HIERARCHY, row, below)], rest
    return [], list(rows)
