"""Rows of cells as printed, before anyone knows what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.records import Printed, Source, Span

GridRow = tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A cell that spans several rows or columns; its text stands at the first of them.

    The cells that it covers are blank in the grid.
    """

    row: int
    """Number of the first row in the grid, from 0."""
    column: int
    """Number of the first column, from 0."""
    rows: int
    """How many rows it spans."""
    columns: int
    """How many columns it spans."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells as printed, all of one width, in reading order."""

    rows: tuple[GridRow, ...]
    short: frozenset[int] = frozenset()
    """The rows that were printed with fewer cells; blank ones were put behind theirs."""
    merges: frozenset[Merge] = frozenset()
    """The spans that the format keeps; empty where it keeps none."""
    edges: tuple[float, ...] = ()
    """Where on the page its columns begin and, last, where the last one ends, where it is known."""
    around: frozenset[int] = frozenset()
    """Further lines that belong to it: headers that come again, header cells without a column."""

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.rows[0])

    @property
    def keeps_blanks(self) -> bool:
        """Whether most rows have full width, and one of them ends in a blank cell."""
        full = [row for index, row in enumerate(self.rows) if index not in self.short]
        return len(full) > len(self.short) and any(not row[-1].printed for row in full)

    @property
    def first_line(self) -> int:
        """The line that the grid begins on."""
        return min(self.lines())

    @property
    def last_line(self) -> int:
        """The line that the grid ends on."""
        return max(self.lines())

    def lines(self) -> Iterator[int]:
        """The lines that hold its rows, and those around them that belong to it."""
        yield from self.around
        for row in self.rows:
            yield from row_lines(row)


def row_lines(row: GridRow) -> list[int]:
    """The lines that a row stands on: more than one where a name of it is broken."""
    return sorted({span.line for cell in row for span in cell.source.spans})


def blank_behind(cell: Printed) -> Printed:
    """A blank cell where a cell ends."""
    end = cell.source.spans[-1]
    place = Span(line=end.line, start=end.end, end=end.end, page=end.page)
    return Printed(printed="", source=Source(document=cell.source.document, spans=(place,)))


def pad_row(row: GridRow, width: int) -> GridRow:
    """A row with blank cells put behind it until it has a table's width."""
    return row + (blank_behind(row[-1]),) * (width - len(row))
