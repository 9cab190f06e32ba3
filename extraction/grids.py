"""Lines to grids: rows of cells as printed, before anyone knows what they mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.money import is_number
from extraction.places import join_printed
from extraction.records import Printed, Source, Span
from extraction.text import ordinal_rank

GridRow = tuple[Printed, ...]

# A line with one cell this long behind leading tabs is an indented sentence, no table row.
_LONGEST_INDENTED_CELL = 30


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells as printed, all of one width, in reading order."""

    rows: tuple[GridRow, ...]

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.rows[0])

    @property
    def first_line(self) -> int:
        """The line that the grid begins on."""
        return self.rows[0][0].source.line

    @property
    def last_line(self) -> int:
        """The line that the grid ends on."""
        return self.rows[-1][-1].source.spans[-1].line

    def lines(self) -> Iterator[int]:
        """The lines that hold its rows."""
        for row in self.rows:
            yield from range(row[0].source.line, row[-1].source.spans[-1].line + 1)


def find_grids(document: str, lines: Sequence[str]) -> list[Grid]:
    """The runs of tab-separated lines; a blank line or a line of prose ends a grid."""
    grids: list[Grid] = []
    rows: list[GridRow] = []
    number = 1
    while number <= len(lines):
        last = _row_end(lines, number)
        if last is None:
            _close(rows, grids)
            number += 1
        else:
            rows.append(_read_row(document, lines, number, last))
            number = last + 1
    _close(rows, grids)
    return grids


def _close(rows: list[GridRow], grids: list[Grid]) -> None:
    if rows:
        width = max(len(row) for row in rows)
        grids.append(Grid(tuple(pad_row(row, width) for row in rows)))
        rows.clear()


def _row_end(lines: Sequence[str], number: int) -> int | None:
    """The last line of the table row that begins on a line; None where none begins.

    A line break inside a cell cuts a row in two lines or more, whose cells, the broken one
    counted once, add up to the width of the table.
    """
    text = lines[number - 1]
    if not _is_table_line(text):
        return None
    cells = text.split("\t")
    width = _width_around(lines, number)
    count = len(cells)
    if count >= width or not cells[-1].strip() or any(map(is_number, cells[1:])):
        return number
    for last in range(number + 1, min(number + 4, len(lines)) + 1):
        more = lines[last - 1].split("\t")
        if not _goes_on(more[0]):
            return number
        count += len(more) - 1
        if count >= width:
            whole = count == width and any(map(is_number, more[1:]))
            return last if whole else number
    return number


def _goes_on(cell: str) -> bool:
    """Whether the first cell of a line may be the rest of a name."""
    return bool(cell.strip()) and not is_number(cell) and ordinal_rank(cell) is None


def _width_around(lines: Sequence[str], number: int) -> int:
    """The most cells that a table line has between the blank lines around a line."""
    width = 0
    for step in (-1, 1):
        at = number
        while 1 <= at <= len(lines) and lines[at - 1].strip():
            width = max(width, lines[at - 1].count("\t") + 1)
            at += step
    return width


def _is_table_line(text: str) -> bool:
    if "\t" not in text:
        return False
    filled = [cell for cell in text.split("\t") if cell.strip()]
    return len(filled) != 1 or len(filled[0].strip()) <= _LONGEST_INDENTED_CELL or text[0] != "\t"


def _read_row(document: str, lines: Sequence[str], first: int, last: int) -> GridRow:
    row: list[Printed] = []
    for number in range(first, last + 1):
        cells = _read_line(document, number, lines[number - 1])
        if row:
            row[-1] = join_printed(row[-1], cells.pop(0))
        row += cells
    return tuple(row)


def _read_line(document: str, number: int, text: str) -> list[Printed]:
    cells: list[Printed] = []
    offset = 0
    for cell in text.split("\t"):
        stripped = cell.strip()
        start = offset + (len(cell) - len(cell.lstrip()) if stripped else 0)
        span = Span(line=number, start=start, end=start + len(stripped))
        cells.append(Printed(printed=stripped, source=Source(document=document, spans=(span,))))
        offset += len(cell) + 1
    return cells


def pad_row(row: GridRow, width: int) -> GridRow:
    """A row with blank cells put behind it until it has a table's width."""
    end = row[-1].source.spans[-1]
    place = Span(line=end.line, start=end.end, end=end.end)
    source = Source(document=row[0].source.document, spans=(place,))
    return row + (Printed(printed="", source=source),) * (width - len(row))
