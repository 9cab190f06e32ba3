"""A layout applied to a grid: typed rows and cells, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.codes import CODE_LENGTHS, Codes, read_code
from extraction.columns import RowUnit, counts_things, is_total, read_row_unit
from extraction.grids import Grid, GridRow, row_lines
from extraction.layouts import Layout, LayoutColumn
from extraction.money import is_quantity, parse_cell
from extraction.places import box_around, join_printed
from extraction.records import Cell, Column, Gap, Inferred, Printed, Row, Source, Table
from extraction.text import ordinal_rank, squash
from extraction.vocabulary import Content, GapReason, Maker, Role, Unit

# `1,234.50` as a name: the row has lost a cell.
_SHIFTED = re.compile(r"-?\d[\d,]*\.\d+|-?\d{1,3}(?:,\d{3})+")
_BROKEN_NUMBER = re.compile(r"[\d\s.,，．'()（）+-]*\d[\d\s.,，．'()（）+-]*")
_FACTS = (Role.AMOUNT, Role.WORDS)


@dataclass(frozen=True, slots=True)
class Reading:
    """A grid read by a layout: the table, and what could not be placed."""

    layout: Layout
    table: Table
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """What is known of a table from outside its grid."""

    number: int
    """Its number in the document, from 1."""
    title: Printed | None
    """Its title, or the heading of its section."""
    agency: Printed | None
    """The line that names the agency."""


def apply_layout(
    grid: Grid, layout: Layout, caption: Caption, maker: Maker = Maker.RULES
) -> Reading:
    """The table that a layout makes of a grid; `maker` proposed it."""
    facts = [column for column in layout.columns if column.role in _FACTS]
    columns = tuple(_column(grid, column) for column in facts)
    builder = _Builder(grid, layout, {c.index: i for i, c in enumerate(facts)}, caption.number)
    table = Table(
        number=caption.number,
        title=caption.title,
        kind=layout.kind,
        read_by=maker,
        agency=caption.agency,
        unit=layout.unit,
        sides=tuple(_side_name(grid, layout, side) for side in range(_side_count(layout))),
        columns=columns,
        rows=tuple(builder.rows()),
        source=_whole(grid),
    )
    return Reading(layout, table, tuple(builder.gaps))


def _side_count(layout: Layout) -> int:
    return max((column.side for column in layout.columns), default=0) + 1


def _side_name(grid: Grid, layout: Layout, side: int) -> str:
    """The outermost header over the names of a side, where it stands over its amounts too."""
    names = layout.side_columns(side, Role.NAME)
    facts = [column for role in _FACTS for column in layout.side_columns(side, role)]
    if _side_count(layout) == 1 or not names or not names[0].header:
        return ""
    outer = names[0].header[0]
    shared = any(column.header and column.header[0] == outer for column in facts)
    return squash(grid.rows[outer[0]][outer[1]].printed) if shared else ""


def _column(grid: Grid, column: LayoutColumn) -> Column:
    header = [grid.rows[row][at] for row, at in column.header]
    path: list[str] = []
    for cell in header:
        name = squash(cell.printed)
        if not path or path[-1] != name:  # a merged cell that is printed in each of its rows
            path.append(name)
    return Column(
        header=tuple(header),
        path=tuple(path),
        side=column.side,
        measure=column.measure,
        fund=column.fund,
        unit=column.unit,
        is_total=column.is_total,
    )


def _whole(grid: Grid) -> Source:
    spans = []
    for row in grid.rows:
        for line in row_lines(row):
            ends = [s for cell in row for s in cell.source.spans if s.line == line]
            start, end = min(s.start for s in ends), max(s.end for s in ends)
            boxes = [span.box for span in ends if span.box]
            update = {"start": start, "end": end, "box": box_around(boxes) if boxes else None}
            spans.append(ends[0].model_copy(update=update))
    return Source(document=grid.rows[0][0].source.document, spans=tuple(spans))


@dataclass(slots=True)
class _Builder:
    """Rows of one grid under one layout."""

    grid: Grid
    layout: Layout
    places: dict[int, int]
    number: int
    gaps: list[Gap] = field(default_factory=list)
    short: set[int] = field(default_factory=set)
    counted: tuple[int | None, RowUnit] | None = None
    """The ordinal and the unit of the last row whose name prints a unit."""

    def rows(self) -> Iterator[Row]:
        """Head fields first where they stand first, then the body, numbered from 1."""
        count = 0
        last = -1
        codes = [Codes(self._prints_items(side)) for side in range(_side_count(self.layout))]
        for index, cells in self._printed_rows():
            pairs = [pair for pair in self.layout.pairs if pair.value[0] == index]
            if cells is None:
                for pair in pairs:
                    count += pair.value[0] != last
                    last = pair.value[0]
                    yield self._head_field(count, pair.label, pair.value)
                continue
            count += 1
            if index in self.grid.short:
                self.short.add(count)
            total = index in self.layout.totals
            rows = [self._row(count, side, cells, known, total) for side, known in enumerate(codes)]
            yield from _name_totals([row for row in rows if row is not None])

    def _printed_rows(self) -> Iterator[tuple[int, GridRow | None]]:
        """Each row of the body with its joined cells; None for a row of head fields."""
        fields = {place[0] for pair in self.layout.pairs for place in (pair.label, pair.value)}
        silent = {*self.layout.header_rows, *self.layout.skipped}
        rest = {index for join in self.layout.joins for index in join[1:]}
        for index, row in enumerate(self.grid.rows):
            if index in fields:
                yield index, None
            elif index not in silent and index not in rest:
                join = next((join for join in self.layout.joins if join[0] == index), (index,))
                cells = row
                for more in join[1:]:
                    pairs = zip(cells, self.grid.rows[more], strict=True)
                    cells = tuple(join_printed(first, second) for first, second in pairs)
                yield index, cells

    def _prints_items(self, side: int) -> bool:
        codes = self.layout.side_columns(side, Role.CODE)
        texts = (row[column.index].printed for row in self.grid.rows for column in codes)
        return any(len(text) == max(CODE_LENGTHS) and text.isdigit() for text in texts)

    def _head_field(self, number: int, label: tuple[int, int], value: tuple[int, int]) -> Row:
        name = self.grid.rows[label[0]][label[1]]
        cell = _cell(self.grid.rows[value[0]][value[1]], None, self.layout.unit)
        return Row(
            number=number,
            side=0,
            code=None,
            full_code=None,
            name=name,
            label=squash(name.printed),
            cells=(cell,),
        )

    def _row(
        self, number: int, side: int, cells: GridRow, codes: Codes, is_sum: bool
    ) -> Row | None:
        """One side of a body row; None where nothing is printed on it."""
        columns = [column for column in self.layout.columns if column.side == side]
        if not any(cells[column.index].printed for column in columns):
            return None
        parts = [cells[c.index] for c in columns if c.role is Role.CODE]
        names = [cells[c.index] for c in columns if c.role is Role.NAME]
        name = next((cell for cell in names if cell.printed), None)
        code, name, full = read_code(parts, name, codes)
        facts = [column for column in columns if column.role in _FACTS]
        if name is None and (total := self._stray_total(cells, columns)) is not None:
            name = cells[total]
            facts = [column for column in facts if column.index != total]
        if name is not None and _SHIFTED.fullmatch(name.printed):
            self._gap(GapReason.NO_COLUMN, "a figure where the row's name should stand", name)
            return None
        groups = [cells[c.index] for c in columns if c.role is Role.GROUP]
        others = [cell for cell in names if cell.printed][1:]
        return Row(
            number=number,
            side=side,
            code=code,
            full_code=full,
            name=name,
            label=squash(name.printed) if name else "",
            groups=tuple(cell for cell in (*groups, *others) if cell.printed),
            is_total=is_sum or (name is not None and is_total(name.printed)),
            is_short=number in self.short,
            cells=tuple(self._fact(cells[c.index], c, name) for c in facts),
        )

    def _stray_total(self, cells: GridRow, columns: Sequence[LayoutColumn]) -> int | None:
        """The column in which a row without a name prints 合计, as its only words."""
        words = [
            c.index
            for c in columns
            if c.role is not Role.AMOUNT
            and cells[c.index].printed
            and not is_quantity(cells[c.index].printed)
        ]
        return words[0] if len(words) == 1 and is_total(cells[words[0]].printed) else None

    def _fact(self, printed: Printed, column: LayoutColumn, name: Printed | None) -> Cell:
        own = self._row_unit(name) if name and column.unit else None
        unit = own.unit if own else column.unit
        cell = _cell(printed, self.places[column.index], unit)
        if cell.content is Content.WORDS and column.role is Role.AMOUNT:
            if _BROKEN_NUMBER.fullmatch(cell.printed):
                self._gap(GapReason.NOT_A_NUMBER, "digits that make no number", printed)
        elif cell.amount and cell.amount.unit is None and self._lacks_unit(column):
            self._gap(GapReason.NO_UNIT, "amounts of a table that names no unit", printed)
        return cell

    def _row_unit(self, name: Printed) -> RowUnit | None:
        """What a row's name says of its unit; what is numbered below it is counted as it is."""
        rank = ordinal_rank(name.printed)
        if own := read_row_unit(name.printed):
            self.counted = (rank, own)
        elif self.counted and (rank is None or self.counted[0] is None or rank <= self.counted[0]):
            self.counted = None
        return self.counted[1] if self.counted else None

    def _lacks_unit(self, column: LayoutColumn) -> bool:
        """Whether a column of money has no unit, which is said once a table."""
        if column.role is not Role.AMOUNT or self.layout.unit is not None:
            return False
        said = any(gap.reason is GapReason.NO_UNIT for gap in self.gaps)
        return not said and not counts_things(_column(self.grid, column).path)

    def _gap(self, reason: GapReason, message: str, printed: Printed) -> None:
        gap = Gap(
            reason=reason,
            message=message,
            printed=printed.printed,
            source=printed.source,
            table=self.number,
        )
        self.gaps.append(gap)


def _name_totals(rows: list[Row]) -> list[Row]:
    """Sides of one printed row, where the total of several groups is named in the first of them.

    Its figure stands in the last, whose own name is blank.
    """
    named: list[Row] = []
    for row in rows:
        above = named[-1] if named else None
        if above and above.is_total and not row.label and not _has_amounts(above):
            update = {"name": above.name, "label": above.label, "is_total": True}
            named[-1] = row.model_copy(update=update)
        else:
            named.append(row)
    return named


def _has_amounts(row: Row) -> bool:
    return any(cell.content is not Content.BLANK for cell in row.cells)


def _cell(printed: Printed, column: int | None, unit: Unit | None) -> Cell:
    content, amount = parse_cell(printed.printed, unit)
    return Cell(
        printed=printed.printed,
        source=printed.source,
        column=column,
        content=content,
        amount=amount,
        inferred=printed.clues if isinstance(printed, Inferred) else (),
    )
