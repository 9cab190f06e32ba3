"""Rows printed with fewer cells than their table has: which figure belongs where is not sure."""

from collections.abc import Iterable

from extraction.grids import Grid
from extraction.records import Gap, Row
from extraction.relations import Outcome, Verdict, judge
from extraction.rowsums import row_sums
from extraction.tables import Reading
from extraction.vocabulary import Content, GapReason


def leave_out_torn_rows(reading: Reading, grid: Grid) -> Reading:
    """The reading without the short rows whose figures cannot be placed: each becomes a gap.

    Where publishers drop the blank cells at the ends of rows, the cells that are left stand in
    their columns, and the sums along most short rows tie. Where blank cells inside rows were lost
    they don't, and where a table keeps its blanks a short row has lost one for sure: then only
    those are kept whose own sums tie, and say where their figures stand.
    """
    short = frozenset(row.number for row in reading.table.rows if row.is_short)
    outcomes = [judge(r) for family in row_sums(reading.table) for r in family] if short else []
    own = [outcome for outcome in outcomes if outcome.relation.total.row in short]
    broken = {o.relation.total.row for o in own if o.verdict is Verdict.BROKEN}
    tied = {o.relation.total.row for o in own if o.verdict.holds} - broken
    if grid.keeps_blanks:
        tied = {o.relation.total.row for o in own if o.verdict.holds and _fixes(o)} - broken
    elif len(broken) <= len(tied):
        return reading
    torn = [row for row in reading.table.rows if row.number in short - tied]
    return _without(reading, [row for row in torn if _holds_amount(row)])


def _fixes(outcome: Outcome) -> bool:
    """Whether a sum that ties says where its parts stand: one part would tie in any column."""
    return sum(part.amount is not None for part in outcome.relation.parts) > 1


def _holds_amount(row: Row) -> bool:
    return any(cell.content is Content.AMOUNT for cell in row.cells)


def _without(reading: Reading, torn: Iterable[Row]) -> Reading:
    numbers = {row.number for row in torn}
    kept = tuple(row for row in reading.table.rows if row.number not in numbers)
    gaps = tuple(
        Gap(
            reason=GapReason.NO_COLUMN,
            message="a row with fewer cells than its table, whose figures cannot be placed",
            printed=cell.printed,
            source=cell.source,
            table=reading.table.number,
        )
        for row in reading.table.rows
        if row.number in numbers
        for cell in row.cells
        if cell.content is not Content.BLANK
    )
    table = reading.table.model_copy(update={"rows": kept})
    return Reading(reading.layout, table, reading.gaps + gaps)
