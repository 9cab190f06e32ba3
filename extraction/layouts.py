"""What a grid means, as data: a `Layout` points at rows and cells and holds no figure.

Rules propose layouts here; applying one is `tables`, judging it by its sums is `checks`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction import columns as heads
from extraction.captions import is_caption_row
from extraction.formheads import find_block
from extraction.grids import Grid, GridRow
from extraction.headers import (
    Place,
    find_header,
    header_paths,
    is_indicator_header,
    is_number_row,
)
from extraction.joins import Names
from extraction.kinds import Signs, find_kind
from extraction.money import find_unit, is_quantity
from extraction.pages import PrintedTable, row_forms
from extraction.records import Record
from extraction.roles import Columns, read_columns
from extraction.text import squash
from extraction.vocabulary import Fund, Measure, Role, TableKind, Unit

_ECONOMIC = re.compile(r"[\[［(（【]?(?:30[1-9]|31[0-3]|399|50[1-9]|51[0-5]|599)(?:\d\d)?(?!\d)")
_FUNCTIONAL = re.compile(r"[\[［(（【]?2[0-3]\d(?:\d\d){0,2}(?!\d)")


class LayoutColumn(Record):
    """What one column of a grid means."""

    index: int
    """Number of the column in the grid, from 0."""
    side: int
    """Which side of a two-sided table it belongs to, from 0."""
    role: Role
    """What the column is for."""
    header: tuple[tuple[int, int], ...]
    """The header cells over it as (row, column) of the grid, outermost first."""
    measure: Measure
    """What its amounts count."""
    fund: Fund
    """Which money its amounts count."""
    unit: Unit | None
    """The unit of bare numbers in it."""
    is_total: bool = False
    """Whether it adds up others of its side."""


class Pair(Record):
    """A head field: a label and, beside or below it, its value.

    Under a header of its own a label has several values.
    """

    label: tuple[int, int]
    """The label's cell as (row, column) of the grid."""
    value: tuple[int, int]
    """The value's cell as (row, column) of the grid."""
    header: tuple[tuple[int, int], ...] = ()
    """The header cells over the value, outermost first, where the head of a form is a grid."""


class Layout(Record):
    """What a grid means."""

    kind: TableKind
    """What the table is."""
    unit: Unit | None
    """Its money unit."""
    header_rows: tuple[int, ...]
    """Rows of the grid that are header: repeated ones and column numbers too."""
    columns: tuple[LayoutColumn, ...]
    """All columns of the grid."""
    pairs: tuple[Pair, ...] = ()
    """Head fields; their rows are no rows of the table's body."""
    skipped: tuple[int, ...] = ()
    """Rows that hold no figures of the table: captions, headings between its parts."""
    joins: tuple[tuple[int, ...], ...] = ()
    """Runs of rows that are one row of the table, its name broken over them."""
    totals: tuple[int, ...] = ()
    """Rows that add up others though their names do not say so; of a join the first."""

    def side_columns(self, side: int, role: Role) -> list[LayoutColumn]:
        """The columns of a side that have a role, from the left."""
        return [column for column in self.columns if column.side == side and column.role is role]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What of the document helps to read a table."""

    heading: str
    """The heading of the section that the table stands in; empty where there is none."""
    plain: str
    """The whole text in normal form, to look up whether a joined name is printed elsewhere."""


def propose_layouts(page: PrintedTable, around: Surroundings) -> list[Layout]:
    """Layouts that the rules find possible, the likeliest first."""
    rows = page.grid.rows
    form = next((i for i, row in enumerate(rows) if is_indicator_header(row)), None)
    parts = _form_parts(page.grid, form) if form else _table_parts(rows)
    body = parts.body(rows)
    paths = header_paths(rows, parts.header, page.grid.merges)
    texts = [tuple(squash(rows[r][c].printed) for r, c in path) for path in paths]
    cells = [[rows[i][c].printed for i in body] for c in range(len(paths))]
    layouts = []
    for read in read_columns(cells, texts):
        joins = Names(rows, body, read.roles, read.sides, around.plain).find_joins()
        layout = build_layout(page, around, parts, paths, read)
        layouts.append(layout.model_copy(update={"joins": joins}))
    return layouts


@dataclass(frozen=True, slots=True)
class RowParts:
    """The rows of a grid by what they are for."""

    header: tuple[int, ...]
    repeated: tuple[int, ...]
    skipped: tuple[int, ...]
    pairs: tuple[Pair, ...]

    def body(self, rows: Sequence[GridRow]) -> list[int]:
        """The rows that are left."""
        fields = {place[0] for pair in self.pairs for place in (pair.label, pair.value)}
        other = {*self.header, *self.repeated, *self.skipped, *fields}
        return [index for index in range(len(rows)) if index not in other]


def _table_parts(rows: Sequence[GridRow]) -> RowParts:
    header = find_header(rows)
    return RowParts(header, find_repeated(rows, header), (), ())


def find_repeated(rows: Sequence[GridRow], header: Sequence[int]) -> tuple[int, ...]:
    """Header rows that come again on later pages, with their captions and column numbers."""
    forms = [row_forms(rows[index]) for index in header]
    after = range(header[-1] + 1 if header else 0, len(rows))
    return tuple(
        index
        for index in after
        if row_forms(rows[index]) in forms
        or is_number_row(rows[index])
        or is_caption_row(rows[index])
    )


def _form_parts(grid: Grid, form: int) -> RowParts:
    """Head fields first, then indicators under a header of their own."""
    pairs: list[Pair] = []
    skipped: list[int] = []
    index = 0
    while index < form:
        if block := find_block(grid, index, form):
            cells = block.cells
            pairs += [Pair(label=c.label, value=c.value, header=c.header) for c in cells]
            skipped += block.header
            index = block.end
            continue
        found = _read_pairs(grid.rows[index], index)
        pairs += found
        if not found:
            skipped.append(index)
        index += 1
    return RowParts((form,), find_repeated(grid.rows, (form,)), tuple(skipped), tuple(pairs))


def _read_pairs(row: GridRow, index: int) -> list[Pair]:
    """Labels and values that alternate in a row; a group's name may lead it."""
    filled = [column for column, cell in enumerate(row) if cell.printed]
    figures = [column for column in filled[1:] if is_quantity(row[column].printed)]
    tail = filled[len(filled) % 2 :]
    places = list(zip(tail[::2], tail[1::2], strict=True))
    if figures:
        beside = [(filled[filled.index(column) - 1], column) for column in figures]
        if any(is_quantity(row[label].printed) for label, _ in beside):
            return []  # several figures side by side, which no header names
        taken = {column for pair in beside for column in pair}
        named = (p for p in places if heads.name_rank(row[p[0]].printed) is not None)
        places = sorted(beside + [pair for pair in named if taken.isdisjoint(pair)])
    return [Pair(label=(index, label), value=(index, value)) for label, value in places]


def find_heading(page: PrintedTable, around: Surroundings) -> str:
    """A table's title, else the heading of its section."""
    return page.block.title.printed if page.block.title else around.heading


def build_layout(
    page: PrintedTable,
    around: Surroundings,
    parts: RowParts,
    paths: Sequence[tuple[Place, ...]],
    read: Columns,
) -> Layout:
    """The layout that the rules make of a table's rows by what they are for, the header cells over
    each column (as row and column of the grid), and what the columns are for."""
    rows = page.grid.rows
    body = parts.body(rows)
    outside = [index for index in range(len(rows)) if index not in body]
    unit = page.block.unit or _unit_inside(rows, outside)
    title = find_heading(page, around)
    codes = [_first_code(rows[i], read.roles) for i in body]
    signs = Signs(
        title=title,
        header=" ".join(cell.printed for index in outside for cell in rows[index]),
        two_sided=1 in read.sides,
        economic=_mostly(codes, _ECONOMIC),
        functional=_mostly(codes, _FUNCTIONAL),
    )
    columns = []
    for index, (side, role, path) in enumerate(zip(read.sides, read.roles, paths, strict=True)):
        text = tuple(squash(rows[r][c].printed) for r, c in path)
        fund = heads.read_fund(text)
        columns.append(
            LayoutColumn(
                index=index,
                side=side,
                role=role,
                header=path,
                measure=heads.read_measure(text),
                fund=heads.read_fund((title,)) if fund is Fund.ALL else fund,
                unit=heads.read_unit(text, unit) if role is Role.AMOUNT else None,
                is_total=bool(text) and heads.is_total(text[-1]),
            )
        )
    return Layout(
        kind=find_kind(signs),
        unit=unit,
        header_rows=parts.header + parts.repeated,
        columns=tuple(columns),
        pairs=parts.pairs,
        skipped=parts.skipped,
    )


def _unit_inside(rows: Sequence[GridRow], outside: Sequence[int]) -> Unit | None:
    """The unit that a header cell, a caption or a head field of the grid announces."""
    units = (find_unit(cell.printed) for index in outside for cell in rows[index] if cell.printed)
    return next((unit for unit in units if unit), None)


def _first_code(row: GridRow, roles: Sequence[Role]) -> str:
    """The text that a row's code begins: its code column's, or else its name's."""
    pairs = list(zip(row, roles, strict=True))
    for wanted in (Role.CODE, Role.NAME):
        for cell, role in pairs:
            if role is wanted and cell.printed:
                return cell.printed
    return ""


def _mostly(texts: Sequence[str], pattern: re.Pattern[str]) -> bool:
    coded = [text for text in texts if re.match(r"[\[［(（【]?\d{3}", text)]
    return bool(coded) and sum(bool(pattern.match(t)) for t in coded) * 2 > len(coded)
