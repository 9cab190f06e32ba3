"""Tab-separated lines to grids."""

import re
from collections.abc import Iterable
from dataclasses import replace

from extraction.captions import CaptionKind, caption_kind, is_caption
from extraction.grids import Grid, GridRow, pad_row
from extraction.money import is_quantity
from extraction.places import join_printed
from extraction.readers.breaks import Lines
from extraction.records import Printed
from extraction.text import ordinal_rank
from extraction.transcript import Transcript

_TABLE = re.compile(r"表(?:[（(][^（()）]*[)）])*$")


def find_grids(text: Transcript) -> list[Grid]:
    """The runs of tab-separated lines.

    A blank line, a line of prose and a title in a row of its own end a grid; rows over it that
    hold only captions are left to the lines above.
    """
    lines = Lines.of(text.lines, text.plain)
    grids: list[Grid] = []
    rows: list[GridRow] = []
    number = 1
    while number <= len(lines.texts):
        last = lines.row_end(number)
        row = _read_row(text, number, last) if last else ()
        if last is None or _is_title(row):
            _close(rows, grids)
        elif any(cell.printed for cell in row) and (rows or not _is_over_table(row)):
            if rows and "\t" not in lines.texts[number - 1] and lines.ends_name(number):
                rows[-1] = _add_to_name(rows[-1], row[0])
            else:
                rows.append(row)
        number = (last or number) + 1
    _close(rows, grids)
    return grids


def add_tab_grids(text: Transcript, taken: Iterable[int]) -> Transcript:
    """A transcript with the tables that tabs make among its lines too, but for those `taken`."""
    rest = list(text.lines)
    for number in taken:
        rest[number - 1] = ""
    grids = [*text.grids, *find_grids(replace(text, lines=tuple(rest)))]
    return replace(text, grids=tuple(sorted(grids, key=lambda grid: grid.first_line)))


def _add_to_name(row: GridRow, rest: Printed) -> GridRow:
    """A row whose name goes on in a line of its own."""
    at = next(i for i, cell in enumerate(row) if cell.printed and not is_quantity(cell.printed))
    return (*row[:at], join_printed(row[at], rest), *row[at + 1 :])


def _is_title(row: GridRow) -> bool:
    """Whether a row holds a title and nothing else."""
    filled = [cell for cell in row if cell.printed]
    if len(filled) != 1 or len(row) < 2 or not _TABLE.search(filled[0].printed):
        return False
    return caption_kind(filled[0]) is CaptionKind.TITLE


def _is_over_table(row: GridRow) -> bool:
    """Whether a row at the top tells agency, unit or date of the table below."""
    kinds = [caption_kind(cell) for cell in row if cell.printed and is_caption(cell.printed)]
    return any(kind is not CaptionKind.PERIOD for kind in kinds)  # a year may head a column


def _close(rows: list[GridRow], grids: list[Grid]) -> None:
    if rows and not _is_contents(rows) and not _is_sentence(rows):
        width = max(len(row) for row in rows)
        short = frozenset(index for index, row in enumerate(rows) if len(row) < width)
        grids.append(Grid(tuple(pad_row(row, width) for row in rows), short))
    rows.clear()


def _is_contents(rows: list[GridRow]) -> bool:
    """Whether rows are titles with the numbers of their pages."""
    if len(rows) < 2 or any(len(row) != 2 for row in rows):
        return False
    pages = [row[1].printed for row in rows]
    titled = all(ordinal_rank(row[0].printed) is not None or _is_title_like(row[0]) for row in rows)
    return titled and all(map(str.isdigit, pages)) and sorted(pages, key=int) == pages


def _is_title_like(text: Printed) -> bool:
    return caption_kind(text) in (CaptionKind.TITLE, CaptionKind.HEADING)


def _is_sentence(rows: list[GridRow]) -> bool:
    """Whether a line with tabs in it is prose: its last cell ends a sentence."""
    return len(rows) == 1 and rows[0][-1].printed.endswith(("。", "；"))


def _read_row(text: Transcript, first: int, last: int) -> GridRow:
    row: list[Printed] = []
    for number in range(first, last + 1):
        cells = text.cells(number)
        if row:
            row[-1] = join_printed(row[-1], cells.pop(0))
        row += cells
    return tuple(row)
