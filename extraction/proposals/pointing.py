"""An answer that points at a table's rows, columns and lines, made into a layout, or refused."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction import columns as heads
from extraction.captions import is_caption_row
from extraction.grids import GridRow, Merge
from extraction.headers import counts_columns, find_years, header_paths, is_number_row
from extraction.layouts import (
    Layout,
    LayoutColumn,
    Pair,
    Surroundings,
    find_heading,
    find_repeated,
)
from extraction.money import find_unit, is_quantity, parse_cell
from extraction.proposals.rates import holds_rates
from extraction.proposals.refused import Refused
from extraction.proposals.table_answers import TableAnswer
from extraction.tabledrafts import NumberedTable
from extraction.text import squash
from extraction.vocabulary import Content, Fund, Measure, Role, Unit

_CODE = re.compile(r"[\[［(（【]?\d{1,9}[\]］)）】]?")
_ORDINAL = re.compile(r"\d{1,4}")
_TOTALS = (Measure.TOTAL, Measure.SUBTOTAL)
_ROLES = {role.value: role for role in Role}
_MEASURES = {measure.value: measure for measure in Measure}
_LONGEST_JOIN = 4


@dataclass(frozen=True, slots=True)
class _Pointer:
    """Reads one answer about one table."""

    asked: NumberedTable
    answer: TableAnswer

    @property
    def rows(self) -> Sequence[GridRow]:
        """The rows of the grid."""
        return self.asked.table.grid.rows

    def check_rows(self) -> None:
        """Raises `Refused` where rows are out of range, in two places, or hold figures."""
        answer, count = self.answer, len(self.rows)
        silent = [*answer.header, *answer.skipped]
        named = [*silent, *answer.totals, *(row for join in answer.joins for row in join)]
        if any(not 0 <= row < count for row in named):
            raise Refused("a row that is not there")
        if len(set(silent)) < len(silent) or set(silent) & set(answer.totals):
            raise Refused("a row that is two things")
        top = answer.header[0] if answer.header else 0
        if answer.header != tuple(range(top, top + len(answer.header))):
            raise Refused("header rows that are not together")
        if any(_holds_figures(self.rows[row]) for row in silent):
            raise Refused("a row of figures as a header")

    def read_columns(
        self, body: Sequence[int], unit: Unit | None, title: str
    ) -> tuple[LayoutColumn, ...]:
        """The columns, by what stands over them and in the rows of the body."""
        roles, sides, merges = self.read_roles(), self.read_sides(), self.read_merges()
        cells = [
            [self.rows[index][column].printed for index in body] for column in range(len(roles))
        ]
        for role, printed in zip(roles, cells, strict=True):
            _check_role(role, printed)
        for side in range(max(sides) + 1):
            own = [at for at, number in enumerate(sides) if number == side]
            _check_side([roles[at] for at in own], [cells[at] for at in own])
        header = set(self.answer.header)
        worded = [_drop_numbers(r) if at in header else r for at, r in enumerate(self.rows)]
        paths = header_paths(worded, self.answer.header, merges, is_told=bool(merges))
        funds = {one.column: one.fund for one in self.answer.funds}
        columns = []
        for index, path in enumerate(paths):
            words = tuple(squash(self.rows[row][at].printed) for row, at in path)
            measure, own_unit = self._read_measure(words, index, cells, unit)
            fund = heads.read_fund(words)
            fund = funds.get(index, fund) if fund is Fund.ALL else fund
            columns.append(
                LayoutColumn(
                    index=index,
                    side=sides[index],
                    role=roles[index],
                    header=path,
                    measure=measure,
                    fund=heads.read_fund((title,)) if fund is Fund.ALL else fund,
                    unit=own_unit if roles[index] is Role.AMOUNT else None,
                    is_total=heads.is_total("".join(words[-1:])) or measure in _TOTALS,
                )
            )
        return tuple(columns)

    def _read_measure(
        self, words: tuple[str, ...], index: int, cells: Sequence[Sequence[str]], unit: Unit | None
    ) -> tuple[Measure, Unit | None]:
        """What a column counts and in which unit: by its header's words, and where these are not
        understood by the answer; rates only where the figures are some."""
        printed, own = heads.read_measure(words), heads.read_unit(words, unit)
        said = _MEASURES.get(self.answer.columns[index].value, Measure.OTHER)
        if printed is not Measure.OTHER or said is not Measure.RATE:
            return (said if printed is Measure.OTHER else printed), own
        is_rate = own is Unit.PERCENT or holds_rates(cells, index)
        return (Measure.RATE, Unit.PERCENT) if is_rate else (Measure.OTHER, own)

    def read_roles(self) -> list[Role]:
        """The role of each column; refused where what stands in it says otherwise."""
        words = self.answer.columns
        if len(words) != self.asked.table.grid.width:
            raise Refused("another number of columns")
        return [_ROLES.get(word.value, Role.AMOUNT) for word in words]

    def read_sides(self) -> list[int]:
        """The side of each column."""
        starts, width = self.answer.sides, len(self.answer.columns)
        if any(not 0 < start < width for start in starts) or list(starts) != sorted(set(starts)):
            raise Refused("sides that begin nowhere")
        return [sum(start <= column for start in starts) for column in range(width)]

    def read_merges(self) -> frozenset[Merge]:
        """The header cells over several columns: those the format keeps, else those named."""
        kept = frozenset(m for m in self.asked.table.grid.merges if m.row in self.answer.header)
        return kept or frozenset(self._merge(span) for span in self.answer.spans)

    def _merge(self, span: Sequence[int]) -> Merge:
        if len(span) != 3 or span[0] not in self.answer.header:
            raise Refused("a span outside the header")
        row, first, last = span
        if not 0 <= first < last < len(self.answer.columns) or not self.rows[row][first].printed:
            raise Refused("a span of columns that are not there")
        if any(self.rows[row][column].printed for column in range(first + 1, last + 1)):
            raise Refused("a span over another cell")
        return Merge(row, first, 1, last - first + 1)

    def read_pairs(self) -> tuple[Pair, ...]:
        """The head fields."""
        pairs = tuple(self._pair(numbers) for numbers in self.answer.pairs)
        if len({pair.label for pair in pairs}) < len(pairs):
            raise Refused("a label of two values")
        return pairs

    def _pair(self, numbers: Sequence[int]) -> Pair:
        if len(numbers) != 4:
            raise Refused("a head field without four numbers")
        label, value = (numbers[0], numbers[1]), (numbers[2], numbers[3])
        for row, column in (label, value):
            inside = 0 <= row < len(self.rows) and 0 <= column < len(self.answer.columns)
            if not inside or row in (*self.answer.header, *self.answer.skipped):
                raise Refused("a head field that is not there")
        name = self.rows[label[0]][label[1]].printed
        beside = label[0] == value[0] and label[1] < value[1]
        below = label[0] + 1 == value[0]
        if not name or is_quantity(name) or not (beside or below):
            raise Refused("a head field without a label")
        return Pair(label=label, value=value)

    def read_joins(self, roles: Sequence[Role]) -> tuple[tuple[int, ...], ...]:
        """Runs of rows that are one: the later hold only rests of names."""
        taken: set[int] = {*self.answer.header, *self.answer.skipped}
        for join in self.answer.joins:
            follow = join == tuple(range(join[0], join[0] + len(join))) if join else False
            if not follow or not 2 <= len(join) <= _LONGEST_JOIN or taken & set(join):
                raise Refused("rows that cannot be one")
            rests = [(c, cell) for r in join[1:] for c, cell in enumerate(self.rows[r])]
            if any(cell.printed and roles[c] is not Role.NAME for c, cell in rests):
                raise Refused("rows that cannot be one")
            taken |= set(join)
        return self.answer.joins

    def read_unit(self, around: Iterable[int]) -> Unit | None:
        """The unit over the table, else the one that a header cell or the line named prints."""
        table = self.asked.table
        cells = [cell.printed for index in around for cell in self.rows[index] if cell.printed]
        printed = table.block.unit or next((unit for c in cells if (unit := find_unit(c))), None)
        if printed or self.answer.unit is None:
            return printed
        if not 0 <= self.answer.unit < len(self.asked.above):
            raise Refused("a line that is not there")
        return find_unit(self.asked.above[self.answer.unit].printed)


def make_layout(asked: NumberedTable, answer: TableAnswer, around: Surroundings) -> Layout:
    """The layout that an answer points out. What the printed words say outranks the answer.

    Raises `Refused`.
    """
    pointer = _Pointer(asked, answer)
    pointer.check_rows()
    rows = asked.table.grid.rows
    pairs = pointer.read_pairs()
    repeated = find_repeated(rows, answer.header)
    skipped = tuple(
        row for row in answer.skipped if row not in repeated and not is_caption_row(rows[row])
    )
    fields = {place[0] for pair in pairs for place in (pair.label, pair.value)}
    silent = {*answer.header, *repeated, *skipped, *fields}
    body = [index for index in range(len(rows)) if index not in silent]
    unit = pointer.read_unit(sorted(silent))
    columns = pointer.read_columns(body, unit, find_heading(asked.table, around))
    return Layout(
        kind=answer.kind,
        unit=unit,
        header_rows=(*answer.header, *repeated),
        columns=columns,
        pairs=pairs,
        skipped=skipped,
        joins=pointer.read_joins([column.role for column in columns]),
        totals=tuple(row for row in answer.totals if row in body),
    )


def _drop_numbers(row: GridRow) -> GridRow:
    """A header row without its cells if it numbers the columns, whatever words stand beside."""
    if is_number_row(row) or not counts_columns([cell.printed for cell in row]):
        return row
    return tuple(cell.model_copy(update={"printed": ""}) for cell in row)


def _holds_figures(row: GridRow) -> bool:
    """Whether a row prints a figure that is no year over a column and no column's number."""
    filled = [cell.printed for cell in row if cell.printed]
    if is_number_row(row) or is_caption_row(row) or counts_columns(filled):
        return False
    years = find_years(filled)
    contents = [parse_cell(cell, None)[0] for cell in filled if cell not in years]
    return any(content in (Content.AMOUNT, Content.DASH) for content in contents)


def _check_side(roles: Sequence[Role], cells: Sequence[Sequence[str]]) -> None:
    """Raises `Refused` where a side has words but no names before its figures, or codes apart."""
    first = roles.index(Role.AMOUNT) if Role.AMOUNT in roles else len(roles)
    if Role.NAME not in roles[:first] and any(_holds_words(column) for column in cells):
        raise Refused("figures without names before them")
    if any(role is Role.ORDINAL for role in roles[first:]):
        raise Refused("numbers of rows behind figures")
    codes = [at for at, role in enumerate(roles) if role is Role.CODE]
    if codes and (codes[-1] > first or codes != list(range(codes[0], codes[0] + len(codes)))):
        raise Refused("codes that stand apart")


def _holds_words(cells: Sequence[str]) -> bool:
    return any(parse_cell(cell, None)[0] is Content.WORDS for cell in cells)


def _check_role(role: Role, cells: Sequence[str]) -> None:
    """Raises `Refused` where figures would be lost, or words be taken for figures."""
    contents = [parse_cell(cell, None)[0] for cell in cells if not heads.is_total(cell or "-")]
    figures = contents.count(Content.AMOUNT) + contents.count(Content.DASH)
    words = contents.count(Content.WORDS)
    if role in (Role.CODE, Role.ORDINAL):
        if words > figures:
            raise Refused("a column of words as numbers of rows")
        form = _CODE if role is Role.CODE else _ORDINAL
        if any(is_quantity(cell) and not form.fullmatch(cell.strip()) for cell in cells):
            raise Refused("a column of figures as numbers of rows")
    elif role is Role.AMOUNT:
        if words > figures:
            raise Refused("a column of words as figures")
    elif figures > words:
        raise Refused("a column of figures as words")
