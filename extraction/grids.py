"""Lines to grids: rows of cells as printed, before anyone knows what they mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.breaks import Lines
from extraction.captions import is_caption_row
from extraction.places import join_printed
from extraction.records import Printed, Source, Span

GridRow = tuple[Printed, ...]


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


def find_grids(document: str, lines: Lines) -> list[Grid]:
    """The runs of tab-separated lines; a blank line or a line of prose ends a grid."""
    grids: list[Grid] = []
    rows: list[GridRow] = []
    number = 1
    while number <= len(lines.texts):
        last = lines.row_end(number)
        if last is None:
            _close(rows, grids)
            number += 1
        else:
            rows.append(_read_row(document, lines.texts, number, last))
            number = last + 1
    _close(rows, grids)
    return grids


def _close(rows: list[GridRow], grids: list[Grid]) -> None:
    if rows and not all(map(is_caption_row, rows)):
        width = max(len(row) for row in rows)
        grids.append(Grid(tuple(pad_row(row, width) for row in rows)))
    rows.clear()


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
