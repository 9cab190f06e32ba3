"""A layout applied to a grid: typed rows and cells, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.columns import is_total
from extraction.grids import Grid, GridRow
from extraction.layouts import Layout, LayoutColumn
from extraction.money import parse_cell
from extraction.places import cut_printed, join_printed
from extraction.records import Cell, Column, Gap, Printed, Row, Source, Span, Table
from extraction.text import squash
from extraction.vocabulary import Content, GapReason, Role, Unit

# `[2080505]名称`, `2080505 名称`, `(208)名称`: a code of a classification before its name.
_CODED_NAME = re.compile(
    r"(?P<open>[\[［(（【]\s*)?(?P<code>\d[\d\s]{0,9}\d)\s*(?(open)[\]］)）】]|(?![\d年月日.．、,，%％]))\s*(?P<name>\D.*)"
)
_CODE_LENGTHS = (3, 5, 7)
_DIGITS = re.compile(r"\d+")
_BROKEN_NUMBER = re.compile(r"[\d\s.,，．'()（）+-]*\d[\d\s.,，．'()（）+-]*")
_FACTS = (Role.AMOUNT, Role.WORDS)


@dataclass(frozen=True, slots=True)
class Reading:
    """A grid read by a layout: the table, and what could not be placed."""

    layout: Layout
    table: Table
    gaps: tuple[Gap, ...]


@dataclass(slots=True)
class _Codes:
    """The codes of the rows above, to complete a short one."""

    long: bool
    """Whether the table prints 7-digit codes, so that a short one is a 款."""
    open: list[str] = field(default_factory=list)

    def complete(self, parts: Sequence[str]) -> str | None:
        """The code in full; None where the rows above do not tell."""
        code = "".join(parts)
        if len(parts) > 1 and len(code) < 7 and not parts[0]:
            code = self._under(parts)
        elif len(code) == 2 and self.open and self.long:
            code = self.open[0][:3] + code
        elif len(code) == 2:
            return None
        self.open = [above for above in self.open if len(above) < len(code)] + [code]
        return code

    def _under(self, parts: Sequence[str]) -> str:
        """A code printed in columns whose outer ones are blank because they repeat."""
        above = self.open[-1] if self.open else ""
        offsets = (0, 3, 5)
        ends = (3, 5, 7)
        filled = [part or above[offsets[i] : ends[i]] for i, part in enumerate(parts[:3])]
        last = max(i for i, part in enumerate(parts) if part)
        return "".join(filled[: last + 1])


def apply_layout(grid: Grid, layout: Layout, title: Printed | None, number: int) -> Reading:
    """The table that a layout makes of a grid; `number` is its number in the document."""
    facts = [column for column in layout.columns if column.role in _FACTS]
    columns = tuple(_column(grid, column) for column in facts)
    builder = _Builder(grid, layout, {c.index: i for i, c in enumerate(facts)}, number)
    table = Table(
        number=number,
        title=title,
        kind=layout.kind,
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
    )


def _whole(grid: Grid) -> Source:
    spans = []
    for row in grid.rows:
        for line in range(row[0].source.line, row[-1].source.spans[-1].line + 1):
            ends = [s for cell in row for s in cell.source.spans if s.line == line]
            start, end = min(s.start for s in ends), max(s.end for s in ends)
            spans.append(Span(line=line, start=start, end=end))
    return Source(document=grid.rows[0][0].source.document, spans=tuple(spans))


@dataclass(slots=True)
class _Builder:
    """Rows of one grid under one layout."""

    grid: Grid
    layout: Layout
    places: dict[int, int]
    number: int
    gaps: list[Gap] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """Head fields first where they stand first, then the body, numbered from 1."""
        count = 0
        last = -1
        codes = [_Codes(self._prints_items(side)) for side in range(_side_count(self.layout))]
        for index, cells in self._printed_rows():
            pairs = [pair for pair in self.layout.pairs if pair.value[0] == index]
            if cells is None:
                for pair in pairs:
                    count += pair.value[0] != last
                    last = pair.value[0]
                    yield self._head_field(count, pair.label, pair.value)
                continue
            count += 1
            for side, known in enumerate(codes):
                row = self._row(count, side, cells, known)
                if row is not None:
                    yield row

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
        return any(len(text) == max(_CODE_LENGTHS) and text.isdigit() for text in texts)

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

    def _row(self, number: int, side: int, cells: GridRow, codes: _Codes) -> Row | None:
        """One side of a body row; None where nothing is printed on it."""
        columns = [column for column in self.layout.columns if column.side == side]
        if not any(cells[column.index].printed for column in columns):
            return None
        parts = [cells[c.index] for c in columns if c.role is Role.CODE]
        names = [cells[c.index] for c in columns if c.role is Role.NAME]
        name = next((cell for cell in names if cell.printed), None)
        code, name, full = _code_and_name(parts, name, codes)
        facts = [column for column in columns if column.role in _FACTS]
        groups = [cells[c.index] for c in columns if c.role is Role.GROUP]
        return Row(
            number=number,
            side=side,
            code=code,
            full_code=full,
            name=name,
            label=squash(name.printed) if name else "",
            groups=tuple(cell for cell in groups if cell.printed),
            is_total=name is not None and is_total(name.printed),
            cells=tuple(self._fact(cells[c.index], c) for c in facts),
        )

    def _fact(self, printed: Printed, column: LayoutColumn) -> Cell:
        cell = _cell(printed, self.places[column.index], column.unit)
        if cell.content is Content.WORDS and column.role is Role.AMOUNT:
            if _BROKEN_NUMBER.fullmatch(cell.printed):
                self._gap(GapReason.NOT_A_NUMBER, "digits that make no number", printed)
        elif cell.amount is not None and cell.amount.unit is None and column.role is Role.AMOUNT:
            if not any(gap.reason is GapReason.NO_UNIT for gap in self.gaps):
                self._gap(GapReason.NO_UNIT, "amounts of a table that names no unit", printed)
        return cell

    def _gap(self, reason: GapReason, message: str, printed: Printed) -> None:
        gap = Gap(
            reason=reason,
            message=message,
            printed=printed.printed,
            source=printed.source,
            table=self.number,
        )
        self.gaps.append(gap)


def _cell(printed: Printed, column: int | None, unit: Unit | None) -> Cell:
    content, amount = parse_cell(printed.printed, unit)
    return Cell(
        printed=printed.printed,
        source=printed.source,
        column=column,
        content=content,
        amount=amount,
    )


def _code_and_name(
    parts: Sequence[Printed], name: Printed | None, codes: _Codes
) -> tuple[Printed | None, Printed | None, str | None]:
    """Code, name and code in full of a row; a total printed among the codes is a name."""
    filled = [part for part in parts if part.printed]
    if filled and not any(_DIGITS.search(part.printed) for part in filled):
        return None, name or filled[0], None
    if not filled and name is not None and (found := _CODED_NAME.fullmatch(name.printed)):
        digits = squash(found["code"])
        if found["open"] or len(digits) in _CODE_LENGTHS:
            code = cut_printed(name, *found.span("code"))
            full = codes.complete([digits])
            return code, cut_printed(name, *found.span("name")), full
    if not filled:
        return None, name, None
    digits = [_only_digits(part) for part in filled]
    whole = digits[0]
    for more in digits[1:]:
        whole = join_printed(whole, more)
    texts = [_DIGITS.search(squash(part.printed)) for part in parts]
    return whole, name, codes.complete([found.group() if found else "" for found in texts])


def _only_digits(part: Printed) -> Printed:
    """A code without the brackets around it."""
    found = _DIGITS.search(part.printed)
    bracketed = found is not None and part.printed[0] in "[［(（【"
    return cut_printed(part, *found.span()) if found and bracketed else part
