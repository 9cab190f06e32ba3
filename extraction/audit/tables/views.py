"""What each table of a document prints of one sort of money, by item."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from extraction.columnsums import names_of_codes
from extraction.crosssums import (
    Edition,
    cell_in,
    fund_column,
    list_total,
    only_tables,
    side_totals,
)
from extraction.money import last_place
from extraction.records import Amount, Cell, Disclosure, Row, Table
from extraction.relations import Operand, column_place, operand
from extraction.text import drop_ordinal, normal_form, ordinal_rank
from extraction.vocabulary import Fund, GapReason, Measure, TableKind

Item = tuple[str, Measure]
"""The code of an item in full, or else its name, empty for all; and what of it is counted."""

WHOLE = ""
_K = TableKind
_BY_FUNCTION = {
    _K.EXPENDITURE: Fund.ALL,
    _K.APPROPRIATION_BY_FUNCTION: Fund.APPROPRIATION,
    _K.GENERAL_BY_FUNCTION: Fund.GENERAL,
    _K.GOVERNMENT_FUND: Fund.GOVERNMENT_FUND,
    _K.STATE_CAPITAL: Fund.STATE_CAPITAL,
}
_BALANCES = {
    _K.INCOME_EXPENDITURE: (Fund.ALL,),
    _K.APPROPRIATION_BALANCE: (
        Fund.APPROPRIATION,
        Fund.GENERAL,
        Fund.GOVERNMENT_FUND,
        Fund.STATE_CAPITAL,
    ),
}
_BY_ECONOMY = {
    _K.BASIC_BY_UNIT: Fund.ALL,
    _K.APPROPRIATION_BASIC_BY_ECONOMY: Fund.APPROPRIATION,
    _K.GENERAL_BASIC_BY_ECONOMY: Fund.GENERAL,
}
_MEASURES = (
    Measure.TOTAL,
    Measure.BASIC,
    Measure.PROJECT,
    Measure.PERSONNEL,
    Measure.OPERATING,
)
_FUNCTIONAL = re.compile(r"2[0-3]\d(?:\d\d){0,2}")
_ECONOMIC = re.compile(r"3\d\d(?:\d\d)?")
_CLASS = re.compile(r"3\d\d")
_PERSONNEL = ("301", "303")
CARRIED = re.compile(r"结转|结余")
_APART = re.compile(r"结转|结余|上缴|附属单位|弥补")


@dataclass(frozen=True, slots=True)
class Print:
    """What one table prints of an item."""

    table: Table
    row: Row
    cell: Cell
    amount: Amount
    """Its amount, as exact as its column prints."""
    is_sum: bool
    """Whether the table prints parts that it adds up."""
    is_sure: bool
    """Whether it surely belongs to its column and row."""

    @property
    def operand(self) -> Operand:
        """The cell as an operand."""
        return operand(self.table, self.row, self.cell)


@dataclass(frozen=True, slots=True)
class View:
    """What one table prints of the expenditure from a fund, by item."""

    table: Table
    fund: Fund
    total: Amount
    """What all items come to."""
    prints: Mapping[Item, Print]


class Views:
    """The views of a document; of the kinds of which it has several tables there is none."""

    def __init__(self, disclosure: Disclosure) -> None:
        self.edition = Edition.of(disclosure)
        self.tables = only_tables([table for table in disclosure.tables if table.unit])
        self._all = disclosure.tables
        self._names = names_of_codes(disclosure.tables)
        self._torn = {gap.table for gap in disclosure.gaps if gap.reason is GapReason.NO_COLUMN}

    def by_function(self) -> Iterator[View]:
        """Expenditure by function: the sides of balances, then the lists of all their items."""
        for kind, funds in _BALANCES.items():
            if table := self.tables.get(kind):
                for side in range(1, len(table.sides)):
                    for fund in funds:
                        yield from self._side(table, side, fund)
        for kind, fund in _BY_FUNCTION.items():
            if table := self.tables.get(kind):
                yield from self._list(table, fund, _FUNCTIONAL)

    def by_economy(self) -> Iterator[View]:
        """Basic expenditure by economic item."""
        for kind, fund in _BY_ECONOMY.items():
            if table := self.tables.get(kind):
                yield from self._list(table, fund, _ECONOMIC)

    def operating(self) -> Iterator[View]:
        """What runs the agency by economic item: in a table of its own, and of what is basic."""
        costs, basic = self.tables.get(_K.OPERATING_COSTS), self.basic
        if costs and basic and len(basic.sides) == 1:
            yield from self._operating(costs, Measure.TOTAL)
            if self.edition.column_of(basic, Measure.OPERATING) is None:
                yield from self._not_personnel(basic)
            else:
                yield from self._operating(basic, Measure.OPERATING)

    @property
    def one_fund(self) -> frozenset[Fund]:
        """The general budget, and all appropriations where the tables of other funds are empty."""
        others = [self.tables.get(kind) for kind in (_K.GOVERNMENT_FUND, _K.STATE_CAPITAL)]
        empty = all(
            table is not None and table.number not in self._torn and not any(_amounts(table))
            for table in others
        )
        return frozenset({Fund.GENERAL, *({Fund.APPROPRIATION} if empty else ())})

    @cached_property
    def apart(self) -> frozenset[Decimal]:
        """The amounts (in 元) that stand apart: carried over or forward, to other agencies."""
        return frozenset(
            abs(amount)
            for table in self._all
            for row in table.rows
            for cell in row.cells
            if cell.amount and (amount := cell.amount.yuan)
            if _APART.search(_words(table, row, cell))
        )

    @property
    def basic(self) -> Table | None:
        """The table of basic expenditure by economic item, of the narrower fund."""
        kinds = (_K.GENERAL_BASIC_BY_ECONOMY, _K.APPROPRIATION_BASIC_BY_ECONOMY)
        return next((self.tables[kind] for kind in kinds if kind in self.tables), None)

    def item(self, table: Table, code: str) -> Print | None:
        """What a table prints of an economic item in the column of its totals."""
        found = []
        for side in range(len(table.sides)):
            codes = self._codes(table, side, _ECONOMIC)
            prints = self._prints(table, codes, self.edition.total_column(table, side))
            found += [prints[code]] if code in prints else []
        return found[0] if len(found) == 1 else None

    def _list(self, table: Table, fund: Fund, pattern: re.Pattern[str]) -> Iterator[View]:
        total = list_total(table, Measure.TOTAL, self.edition)
        if total is None or total.amount is None:
            return
        codes = self._codes(table, 0, pattern)
        prints: dict[Item, Print] = {}
        for measure in _MEASURES:
            column = self.edition.column_of(table, measure)
            for code, one in self._prints(table, codes, column).items():
                prints[code, measure] = one
        prints.pop((WHOLE, Measure.TOTAL), None)
        yield View(table, fund, total.amount, prints)

    def _operating(self, table: Table, measure: Measure) -> Iterator[View]:
        total = list_total(table, measure, self.edition)
        column = self.edition.column_of(table, measure)
        prints = self._prints(table, self._codes(table, 0, _ECONOMIC), column)
        if total and total.amount:
            yield _operating_view(table, total.amount, prints)

    def _not_personnel(self, table: Table) -> Iterator[View]:
        """The classes that are not personnel's, where all stand in one column."""
        column = self.edition.total_column(table)
        prints = self._prints(table, self._codes(table, 0, _ECONOMIC), column)
        own = {code: one for code, one in prints.items() if code[:3] not in _PERSONNEL}
        classes = [one.amount for code, one in own.items() if _CLASS.fullmatch(code)]
        if classes:
            value = sum((amount.value for amount in classes), Decimal(0))
            yield _operating_view(table, Amount(value=value, unit=classes[0].unit), own)

    def _side(self, table: Table, side: int, fund: Fund) -> Iterator[View]:
        own = Fund.ALL if fund is Fund.APPROPRIATION else fund
        totals = side_totals(table, side, own, self.edition)
        if not totals or totals[0].amount is None:
            return
        codes = {
            index: code
            for index, code in self._codes(table, side, _FUNCTIONAL).items()
            if _is_part(table.rows[index], totals[0].row)
        }
        prints = self._prints(table, codes, fund_column(table, side, own, self.edition))
        items = {(code, Measure.TOTAL): one for code, one in prints.items() if code}
        yield View(table, fund, totals[0].amount, items)

    def _codes(self, table: Table, side: int, pattern: re.Pattern[str]) -> dict[int, str]:
        """The items of one side by index of the row: a code, a name, or the whole."""
        codes = {}
        for index, row in enumerate(table.rows):
            if row.side != side:
                continue
            if row.full_code and pattern.fullmatch(row.full_code):
                codes[index] = row.full_code
            elif row.is_total and normal_form(row.label) in ("合计", "总计"):
                codes[index] = WHOLE
            elif row.full_code is None and (code := self._code(row, pattern)):
                codes[index] = code
        return codes

    def _code(self, row: Row, pattern: re.Pattern[str]) -> str | None:
        """The one code that other tables print for the name of a row; a numbered one is a class.

        The name itself where none prints a code for it.
        """
        name = normal_form(drop_ordinal(row.label))
        fitting = [code for code in self._names.get(name, ()) if pattern.fullmatch(code)]
        if ordinal_rank(row.label) is not None:
            fitting = [code for code in fitting if len(code) == 3]
        if len(fitting) == 1:
            return fitting[0]
        return None if name in self._names or row.is_total else name or None

    def _prints(
        self, table: Table, codes: Mapping[int, str], column: int | None
    ) -> dict[str, Print]:
        """What stands in a column for each code that stands in it once."""
        counts = Counter(codes.values())
        cells = {at: cell for at in codes if (cell := cell_in(table.rows[at], column))}
        place = column_place(cell.amount.value for cell in cells.values() if cell.amount)
        # In a list unit by unit a code that stands once is one unit's.
        by_unit = sum(count > 1 for code, count in counts.items() if code != WHOLE) > 1
        above = {code[:length] for code in counts for length in range(3, len(code))}
        is_total = column is not None and table.columns[column].is_total
        prints = {}
        for index, cell in cells.items():
            code, row = codes[index], table.rows[index]
            if cell.amount and counts[code] == 1 and (code == WHOLE or not by_unit):
                amount = _as_exact(cell.amount, place)
                is_sum = is_total or code in above or not code.isdigit()
                torn = row.is_short or cell.inferred or table.number in self._torn
                prints[code] = Print(table, row, cell, amount, is_sum, not torn)
        return prints


def _amounts(table: Table) -> Iterator[Decimal]:
    """The values of a table's amounts that are not zero."""
    for row in table.rows:
        yield from (cell.amount.value for cell in row.cells if cell.amount and cell.amount.value)


def _words(table: Table, row: Row, cell: Cell) -> str:
    path = table.columns[cell.column].path if cell.column is not None else ()
    return "/".join((row.label, *path))


def _is_part(row: Row, total: int) -> bool:
    """Whether a side's first total may add up a row: one above it, or where it leads, below."""
    return (total == 1 or row.number < total) and not CARRIED.search(row.label)


def _operating_view(table: Table, total: Amount, prints: Mapping[str, Print]) -> View:
    items = {(code, Measure.OPERATING): one for code, one in prints.items() if code != WHOLE}
    return View(table, Fund.GENERAL, total, items)


def _as_exact(amount: Amount, place: Decimal | None) -> Amount:
    """An amount with as many places as its column prints: a bare `12` among `3.05` is `12.00`."""
    if place is None or last_place(amount.value) <= place:
        return amount
    return Amount(value=amount.value.quantize(place), unit=amount.unit)
