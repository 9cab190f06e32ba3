"""What other places of a document say of figures whose column was lost."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from extraction.collapsed.puzzle import Place, Puzzle
from extraction.collapsed.sheets import probed_place
from extraction.columns import read_fund, read_measure
from extraction.crosssums import measures_of
from extraction.records import Cell, Column, Row, Statement, Table
from extraction.text import drop_ordinal, normal_form
from extraction.vocabulary import Clue, Fund, Measure

OTHER_TABLE, OTHER_BLANK, NO_FUND, OTHER_PROSE = 40, 8, 12, 4
"""What is held against a figure that another table prints elsewhere, a zero that it leaves blank,
a figure under a fund that the document's own income leaves blank, one that the prose gives to
another item."""

_ZERO = Decimal(0)
_COMPARED = {
    Measure.TOTAL,
    Measure.BASIC,
    Measure.PROJECT,
    Measure.PERSONNEL,
    Measure.OPERATING,
    Measure.BUSINESS,
    Measure.TO_SUPERIOR,
    Measure.TO_SUBORDINATE,
}
_STATED = {
    Measure.THREE_PUBLIC,
    Measure.ABROAD,
    Measure.VEHICLES,
    Measure.VEHICLE_PURCHASE,
    Measure.VEHICLE_OPERATION,
    Measure.RECEPTION,
    Measure.MEETING,
    Measure.TRAINING,
    Measure.OPERATING_COSTS,
}
_LEFT = re.compile(r"年[末终]|下年|结余分配")
"""What is left at the end of a year, which is no income."""
Item = str
Measured = Mapping[Measure, Decimal | None]


@dataclass(slots=True)
class Evidence:
    """What is known of a document's items and funds, from the tables whose columns are sure."""

    items: dict[Item, list[Measured]] = field(default_factory=dict)
    """For each item what tables print of it by measure; a blank is a zero."""
    funds: dict[str, Decimal] = field(default_factory=dict)
    """For each row of an income side its amount."""
    stated: dict[Measure, set[Decimal]] = field(default_factory=dict)
    """What the prose states of measures that are columns (in 元)."""

    def hear(self, statements: Iterable[Statement]) -> None:
        """Take in what the prose states."""
        for statement in statements:
            yuan = statement.level.amount.yuan if statement.level else None
            measure = read_measure((statement.item.printed,)) if statement.item else None
            if yuan is not None and measure in _STATED:
                self.stated.setdefault(measure, set()).add(yuan)

    def learn(self, table: Table, short: frozenset[int] = frozenset()) -> None:
        """Take in a table whose figures stand in their columns; on the lines of rows that are
        `short` of a figure, what is blank is not known."""
        for row in table.rows:
            is_short = not short.isdisjoint(_lines(row))
            if len(table.sides) == 1 and (item := _item(row)):
                measured = _measured(table, row)
                if is_short:
                    measured = {own: value for own, value in measured.items() if value is not None}
                self.items.setdefault(item, []).append(measured)
            elif row.side == 0 and row.label and row.cells and _is_income(table):
                amount = row.cells[0].amount
                if is_short and amount is None:
                    continue
                name = normal_form(drop_ordinal(row.label))
                self.funds.setdefault(name, amount.value if amount else _ZERO)

    def weigh(self, puzzle: Puzzle, table: Table) -> dict[int, tuple[Clue, ...]]:
        """Add to a puzzle what speaks against its placements; `table` is made of the probe.

        Returns for each unit which clues tell its placements apart.
        """
        columns = dict(_probed_columns(table))
        rows = {
            place: row
            for row in table.rows
            for cell in row.cells
            if (place := probed_place(cell.source))
        }
        closed = {at for at, column in columns.items() if self._is_closed(table, column)}
        clues: dict[int, tuple[Clue, ...]] = {}
        for index, unit in enumerate(puzzle.units):
            costs: dict[Clue, list[int]] = {}
            for at, placement in enumerate(unit.placements):
                values = unit.values(placement)
                row = rows.get((unit.row, placement[0]))
                for clue, cost in self._weigh_placement(table, row, values, closed):
                    costs.setdefault(clue, []).append(cost)
                    puzzle.costs[index, at] = puzzle.costs.get((index, at), 0) + cost
            clues[index] = tuple(clue for clue, found in costs.items() if len(set(found)) > 1)
        return clues

    def _weigh_placement(
        self, table: Table, row: Row | None, values: Mapping[Place, Decimal], closed: set[int]
    ) -> Iterator[tuple[Clue, int]]:
        if row is not None:
            yield Clue.OTHER_TABLE, self._differences(table, row, values)
        shut = sum(place[1] in closed for place, value in values.items() if value)
        yield Clue.INCOME, NO_FUND * shut
        if row is not None:
            yield Clue.PROSE, OTHER_PROSE * self._unstated(table, row, values)

    def _differences(self, table: Table, row: Row, values: Mapping[Place, Decimal]) -> int:
        """What other tables that print the same total of an item hold against its measures."""
        item = _item(row)
        own: dict[Measure, Decimal | None] = {}
        for cell in row.cells:
            place = probed_place(cell.source)
            if place is not None and cell.column is not None:
                for measure in _compared(table, cell.column):
                    own[measure] = values.get(place)
        total = own.get(Measure.TOTAL)
        return max(
            (
                sum(
                    _difference(own[measure], known[measure]) for measure in own if measure in known
                )
                for known in self.items.get(item or "", [])
                if total is not None and known.get(Measure.TOTAL) == total
            ),
            default=0,
        )

    def _unstated(self, table: Table, row: Row, values: Mapping[Place, Decimal]) -> int:
        """How many figures of a total stand under a measure of which the prose states another."""
        if row.label and not row.is_total:
            return 0
        count = 0
        for cell in row.cells:
            place = probed_place(cell.source)
            if place is None or cell.column is None:
                continue
            column = table.columns[cell.column]
            stated = self.stated.get(column.measure, set())
            factor = column.unit.in_yuan if column.unit else None
            value = values.get(place, _ZERO)
            count += bool(stated) and factor is not None and value * factor not in stated
        return count

    def _is_closed(self, table: Table, column: int) -> bool:
        """Whether the document's own income says that nothing stands in a column."""
        own = table.columns[column]
        path = [normal_form(head) for head in own.path]
        if any(_LEFT.search(head) for head in path):
            return False
        carried = own.measure is Measure.CARRIED_OVER or any("结转" in head for head in path)
        named = [
            value
            for name, value in self.funds.items()
            if ("结转" in name) == carried and (carried or _is_same_fund(name, own))
        ]
        is_own = not carried and _find_fund(own) is Fund.OWN
        return bool(named) and not any(named) and not (is_own and self._lacks_column(table))

    def _lacks_column(self, table: Table) -> bool:
        """Whether the document has income of its own that no column is of: it may stand under
        any of those of such income."""
        own = [name for name, value in self.funds.items() if value and _is_own(name)]
        return any(not any(_is_same_fund(name, one) for one in table.columns) for name in own)


def _difference(own: Decimal | None, known: Decimal | None) -> int:
    if (own or _ZERO) != (known or _ZERO):
        return OTHER_TABLE
    return OTHER_BLANK if (own is None) != (known is None) else 0


def _is_own(name: str) -> bool:
    return read_fund((name,)) in (Fund.OWN, Fund.SPECIAL_ACCOUNT) and "结" not in name


def _is_same_fund(name: str, column: Column) -> bool:
    fund = _find_fund(column)
    if fund in (Fund.ALL, Fund.APPROPRIATION):
        return False
    if fund is Fund.OWN:
        head = normal_form(column.path[-1])
        stem = head.removesuffix("资金").removesuffix("收入")
        return name.startswith(stem) or (read_fund((head,)) is Fund.ALL and _is_own(name))
    return read_fund((name,)) is fund


def _find_fund(column: Column) -> Fund:
    """The fund that a column's innermost header names, or that it is said to be of where no words
    of its header are understood."""
    fund = read_fund(column.path[-1:])
    return column.fund if fund is Fund.ALL and column.measure is Measure.OTHER else fund


def _is_income(table: Table) -> bool:
    return bool(table.sides) and "收入" in "".join(
        (table.sides[0], *(row.label for row in table.rows if row.side == 0))
    )


def _item(row: Row) -> Item | None:
    """What a row is of: its code in full, else its name without ordinal."""
    return row.full_code or (normal_form(drop_ordinal(row.label)) if row.label else None)


def _lines(row: Row) -> set[int]:
    printed = [own for own in (row.code, row.name, *row.cells) if own and own.printed]
    return {span.line for own in printed for span in own.source.spans}


def _measured(table: Table, row: Row) -> Measured:
    found: dict[Measure, Decimal | None] = {}
    for cell in row.cells:
        for measure in _compared(table, cell.column) if cell.column is not None else ():
            found.setdefault(measure, cell.amount.value if cell.amount else None)
    return found


def _compared(table: Table, column: int) -> set[Measure]:
    """The measures that a column stands for, of those that tables share."""
    if table.columns[column].path[-1:] and len(table.columns[column].path) > 1:
        measures = measures_of(table, column)
        outer = {Measure.SUBTOTAL, Measure.TOTAL} & measures and len(measures) > 1
        return (measures - {Measure.TOTAL} if outer else measures) & _COMPARED
    return measures_of(table, column) & _COMPARED


def _probed_columns(table: Table) -> Iterator[tuple[int, int]]:
    """Number in the grid and in the table of each column that a probe fills."""
    for row in table.rows:
        for cell in row.cells:
            yield from _column_of(cell)


def _column_of(cell: Cell) -> Iterator[tuple[int, int]]:
    place = probed_place(cell.source)
    if place is not None and cell.column is not None:
        yield place[1], cell.column
