"""Rows without codes and ordinals nested by their figures alone."""

from decimal import Decimal

from extraction.records import Row
from extraction.rowtrees import nested_sums


def nest(*values: int) -> list[tuple[int, list[int]]]:
    """Each total and its parts, by their numbers, of a list that its total leads."""
    rows = [make_row(number, is_total=number == 0) for number in range(len(values))]
    sums = nested_sums(rows, [Decimal(value) for value in values])
    return [(own.total.number - 1, [part.number - 1 for part in own.parts]) for own in sums]


def make_row(number: int, *, is_total: bool) -> Row:
    """A row without cells."""
    return Row(
        number=number + 1,
        side=0,
        code=None,
        full_code=None,
        name=None,
        label=str(number),
        is_total=is_total,
        cells=(),
    )


def test_subtotals_are_told_by_the_rows_below_them() -> None:
    assert nest(10, 6, 2, 4, 4) == [(0, [1, 4]), (1, [2, 3])]


def test_rows_that_no_nesting_makes_tie_are_all_parts_of_the_total() -> None:
    assert nest(12, 3, 1, 2, 3, 3) == [(0, [1, 2, 3, 4, 5])]
    assert nest(1_200, *[1] * 1_198) == [(0, list(range(1, 1_199)))]
