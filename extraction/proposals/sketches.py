"""A table as a model is shown it: numbered rows and columns, the words, and of figures no more than
that they are there.
"""

import re
from collections.abc import Iterator, Sequence

from extraction.grids import GridRow
from extraction.headers import is_number_row
from extraction.money import is_quantity
from extraction.tabledrafts import NumberedTable
from extraction.text import normal_form

_TOP_ROWS = 5
_MOST_LINES = 24
_HEADER_CELL, _NAME, _LINE = 24, 8, 40
_DIGITS = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?![\d.,]))\d[\d,.]*")
_INTEGER = re.compile(r"[\[［(（【]?(\d{1,9})[\]］)）】]?")


def sketch_table(asked: NumberedTable, heading: str) -> str:
    """What a model sees of a table."""
    grid = asked.table.grid
    spans = ", spans are known" if grid.merges else ""
    lines = [f"table {asked.number}: {len(grid.rows)} rows, {grid.width} columns{spans}"]
    if heading:
        lines.append(f"section: {_hide_figures(heading)}")
    lines += [f"above {at}: {_hide_figures(line.printed)}" for at, line in enumerate(asked.above)]
    return "\n".join([*lines, *_sketch_rows(grid.rows)])


def sketch_cell(printed: str, length: int) -> str:
    """A cell's words, cut to a length; `#` for a figure, `d3` for a whole number of 3 digits."""
    form = normal_form(printed)
    if found := _INTEGER.fullmatch(form):
        return f"d{len(found[1])}"
    if is_quantity(form):
        return "#" if any(map(str.isdigit, form)) else "-"
    words = _DIGITS.sub("#", form)
    return words if len(words) <= length else f"{words[:length]}…"


def _sketch_rows(rows: Sequence[GridRow]) -> Iterator[str]:
    """The first rows, then of each run of rows of one shape the first, and the last of all."""
    shown = 0
    passed: list[int] = []
    for index, row in enumerate(rows):
        is_top = index < _TOP_ROWS
        alike = index > 0 and _shape(row) == _shape(rows[index - 1])
        is_last = index == len(rows) - 1
        if not is_top and not is_last and (alike or shown >= _MOST_LINES):
            passed.append(index)
            continue
        if passed:
            yield f"{passed[0]}-{passed[-1]}: …"
            passed = []
        shown += 1
        yield _sketch_row(index, row, _HEADER_CELL if is_top else _NAME)


def _sketch_row(index: int, row: GridRow, length: int) -> str:
    if is_number_row(row):
        return f"{index}: column numbers"
    cells = [sketch_cell(cell.printed, length) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return f"{index}: {'|'.join(cells)}"


def _shape(row: GridRow) -> str:
    """Which cells of a row are filled, and with what sort of thing."""
    return "|".join(_sort(sketch_cell(cell.printed, _NAME)) for cell in row)


def _sort(cell: str) -> str:
    return cell[:1] if cell[:1] in ("", "#", "-", "d") else "w"


def _hide_figures(line: str) -> str:
    words = _DIGITS.sub("#", normal_form(line))
    return words if len(words) <= _LINE else f"{words[:_LINE]}…"
