"""A layout applied to a grid: typed rows and cells, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from extraction.codes import CODE_LENGTHS, Codes, read_code
from extraction.columns import (
    RowUnit,
    counts_things,
    is_code,
    is_total,
    read_fund,
    read_measure,
    read_row_unit,
    read_unit,
)
from extraction.grids import Grid, GridRow, row_lines
from extraction.headers import Place
from extraction.layouts import Layout, LayoutColumn, Pair
from extraction.money import is_quantity, parse_cell
from extraction.places import box_around, join_printed
from extraction.records import Cell, Column, Gap, Inferred, Printed, Row, Source, Table
from extraction.text import ordinal_rank, squash
from extraction.vocabulary import Content, GapReason, Maker, Role, Unit

# `1,234.50` as a name: the row has lost a cell.
_SHIFTED = re.compile(r"-?\d[\d,]*\.\d+|-?\d{1,3}(?:,\d{3})+")
_BROKEN_NUMBER = re.compile(r"[\d\s.,，．'()（）+-]*\d[\d\s.,，．'()（）+-]*")
_UNPLACED = "a figure in the head of a form, which no label and no header names"
_ALL_SCORES = re.compile(r"(?:自评)?总得?分")
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
    columns = _with_heads(grid, layout, [_column(grid, column) for column in facts])
    builder = _Builder(
        grid, layout, {c.index: i for i, c in enumerate(facts)}, columns, caption.number
    )
    table = Table(
        number=caption.number,
        title=caption.title,
        kind=layout.kind,
        read_by=maker,
        agency=caption.agency,
        unit=layout.unit,
        sides=tuple(_side_name(grid, layout, side) for side in range(_side_count(layout))),
        columns=tuple(columns),
        rows=tuple(builder.rows()),
        source=_whole(grid),
    )
    return Reading(layout, table, (*builder.unplaced(), *builder.gaps))


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


def _path(grid: Grid, header: Sequence[Place]) -> tuple[str, ...]:
    path: list[str] = []
    for row, at in header:
        name = squash(grid.rows[row][at].printed)
        if not path or path[-1] != name:  # a merged cell that is printed in each of its rows
            path.append(name)
    return tuple(path)


def _with_heads(grid: Grid, layout: Layout, columns: Sequence[Column]) -> list[Column]:
    """The columns of the body, and those that only the head of a form has."""
    found = list(columns)
    for header in dict.fromkeys(pair.header for pair in layout.pairs if pair.header):
        path = _path(grid, header)
        if all(column.path != path for column in found):
            column = Column(
                header=tuple(grid.rows[row][at] for row, at in header),
                path=path,
                side=0,
                measure=read_measure(path),
                fund=read_fund(path),
                unit=read_unit(path, layout.unit),
                is_total=is_total(path[-1]),
            )
            found.append(column)
    return found


def _column(grid: Grid, column: LayoutColumn) -> Column:
    return Column(
        header=tuple(grid.rows[row][at] for row, at in column.header),
        path=_path(grid, column.header),
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
    columns: Sequence[Column]
    number: int
    gaps: list[Gap] = field(default_factory=list)
    short: set[int] = field(default_factory=set)
    counted: tuple[int | None, RowUnit] | None = None
    """The ordinal and the unit of the last row whose name prints a unit."""

    def rows(self) -> Iterator[Row]:
        """Head fields first where they stand first, then the body, numbered from 1."""
        count = 0
        codes = [Codes(self._prints_items(side)) for side in range(_side_count(self.layout))]
        for index, cells in self._printed_rows():
            pairs = [pair for pair in self.layout.pairs if pair.value[0] == index]
            if cells is None:
                count += bool(pairs)
                for label, own in groupby(pairs, key=lambda pair: pair.label):
                    yield self._head_field(count, label, list(own))
                continue
            count += 1
            if index in self.grid.short:
                self.short.add(count)
            total = index in self.layout.totals
            rows = [self._row(count, side, cells, known, total) for side, known in enumerate(codes)]
            yield from _name_totals([row for row in rows if row is not None])

    def unplaced(self) -> Iterator[Gap]:
        """The figures in the head of a form that are neither label nor value."""
        taken = {place for pair in self.layout.pairs for place in (pair.label, pair.value)}
        heads = {*self.layout.skipped, *(row for row, _ in taken)}
        for index in sorted(heads):
            for column, cell in enumerate(self.grid.rows[index]):
                is_amount = parse_cell(cell.printed, None)[0] is Content.AMOUNT
                if is_amount and (index, column) not in taken:
                    yield self._make_gap(GapReason.NO_COLUMN, _UNPLACED, cell)

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

    def _head_field(self, number: int, label: Place, pairs: Sequence[Pair]) -> Row:
        """A label with its value, or, under a header of the form's head, with its values."""
        name = self.grid.rows[label[0]][label[1]]
        last = pairs[-1]
        torn = last.value[0] in self.grid.short and bool(last.header)
        cells = tuple(self._head_cell(pair) for pair in pairs)
        return Row(
            number=number,
            side=0,
            code=None,
            full_code=None,
            name=name,
            label=squash(name.printed),
            is_total=bool(last.header) and is_total(name.printed),
            is_short=torn and not cells[-1].printed,
            cells=cells,
        )

    def _head_cell(self, pair: Pair) -> Cell:
        printed = self.grid.rows[pair.value[0]][pair.value[1]]
        if pair.header:
            path = _path(self.grid, pair.header)
            column = next(i for i, column in enumerate(self.columns) if column.path == path)
            cell = _cell(printed, column, self.columns[column].unit)
            self._mind_unit(cell, printed, pair.header)
            return cell
        label = self.grid.rows[pair.label[0]][pair.label[1]].printed
        unit = None if is_code(label) else read_unit((label,), self.layout.unit)
        return _cell(printed, None, unit)

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
            groups=tuple(cell for cell in (*groups, *others) if cell.printed and cell != name),
            is_total=is_sum or (name is not None and is_total(name.printed)),
            is_short=number in self.short,
            cells=tuple(self._fact(cells[c.index], c, name) for c in facts),
        )

    def _stray_total(self, cells: GridRow, columns: Sequence[LayoutColumn]) -> int | None:
        """The column in which a row without a name prints 合计 or 总分, as its only words."""
        words = [
            c.index
            for c in columns
            if c.role is not Role.AMOUNT
            and cells[c.index].printed
            and not is_quantity(cells[c.index].printed)
        ]
        if len(words) != 1:
            return None
        text = cells[words[0]].printed
        return words[0] if is_total(text) or _ALL_SCORES.fullmatch(squash(text)) else None

    def _fact(self, printed: Printed, column: LayoutColumn, name: Printed | None) -> Cell:
        own = self._row_unit(name) if name and column.unit else None
        unit = own.unit if own else column.unit
        cell = _cell(printed, self.places[column.index], unit)
        if cell.content is Content.WORDS and column.role is Role.AMOUNT:
            if _BROKEN_NUMBER.fullmatch(cell.printed):
                self._gap(GapReason.NOT_A_NUMBER, "digits that make no number", printed)
        elif column.role is Role.AMOUNT:
            self._mind_unit(cell, printed, column.header)
        return cell

    def _row_unit(self, name: Printed) -> RowUnit | None:
        """What a row's name says of its unit; what is numbered below it is counted as it is."""
        rank = ordinal_rank(name.printed)
        if own := read_row_unit(name.printed):
            self.counted = (rank, own)
        elif self.counted and (rank is None or self.counted[0] is None or rank <= self.counted[0]):
            self.counted = None
        return self.counted[1] if self.counted else None

    def _mind_unit(self, cell: Cell, printed: Printed, header: Sequence[Place]) -> None:
        """Say once a table that a cell in a column of money has no unit."""
        if cell.amount is None or cell.amount.unit is not None or self.layout.unit is not None:
            return
        said = any(gap.reason is GapReason.NO_UNIT for gap in self.gaps)
        if not said and not counts_things(_path(self.grid, header)):
            self._gap(GapReason.NO_UNIT, "amounts of a table that names no unit", printed)

    def _gap(self, reason: GapReason, message: str, printed: Printed) -> None:
        self.gaps.append(self._make_gap(reason, message, printed))

    def _make_gap(self, reason: GapReason, message: str, printed: Printed) -> Gap:
        return Gap(
            reason=reason,
            message=message,
            printed=printed.printed,
            source=printed.source,
            table=self.number,
        )


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
