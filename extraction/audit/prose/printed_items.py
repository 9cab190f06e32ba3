"""The figures that the tables print for an item, found by what the prose calls it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.columns import public_measure, read_fund, read_measure
from extraction.crosssums import Edition, list_total, side_totals
from extraction.records import Amount, Row, Statement, Table
from extraction.relations import Operand, operand
from extraction.text import drop_ordinal, normal_form
from extraction.vocabulary import Fund, Measure, TableKind

_K = TableKind
_BY_FUNCTION = {
    _K.EXPENDITURE: Fund.ALL,
    _K.APPROPRIATION_BY_FUNCTION: Fund.APPROPRIATION,
    _K.GENERAL_BY_FUNCTION: Fund.GENERAL,
}
_BASIC = {
    _K.APPROPRIATION_BASIC_BY_ECONOMY: Fund.APPROPRIATION,
    _K.GENERAL_BASIC_BY_ECONOMY: Fund.GENERAL,
}
_LEVEL = re.compile(r"(?<![^()])(?P<name>[^()]+(?:\([^()类款项]+\)[^()]*)*)\((?P<level>[类款项])\)")
LEVEL_DIGITS = {"类": 3, "款": 5, "项": 7}
_SCOPE = re.compile(r"本年|当年|一般公共预算|财政拨款|拨款|预算")
_MEASURES = {
    "支出": Measure.TOTAL,
    "支出合计": Measure.TOTAL,
    "基本支出": Measure.BASIC,
    "项目支出": Measure.PROJECT,
    "人员经费": Measure.PERSONNEL,
    "人员支出": Measure.PERSONNEL,
    "公用经费": Measure.OPERATING,
    "日常公用经费": Measure.OPERATING,
}
_PUBLIC = re.compile(
    r"三公(?:经费)?"
    r"|(?P<abroad>因公出国\(境\)(?:费|费用|经费))"
    r"|(?P<reception>公务接待费)"
    r"|(?P<purchase>公务用车购置费?)"
    r"|(?P<operation>公务用车运行(?:维护)?费)"
    r"|(?P<vehicles>公务用车购置及运行(?:维护)?费)"
)
_PUBLIC_TAIL = re.compile(r"(?:支出|预算|决算)+$")
_TOTALS = ("合计", "总计")
# The whole of one side: which of its totals is meant, the tables tell by having the figure.
_SIDE = re.compile(r"(?P<side>收入|支出)(?:决算)?(?:总额|总计|合计)?")
_SIDES = {"收入": 0, "支出": 1}


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """A figure of the tables for an item: which money it counts, and its row's other figures."""

    fund: Fund
    cell: Operand
    beside: tuple[Amount, ...]


class PrintedItems:
    """The figures of a document's tables by item."""

    def __init__(self, tables: Sequence[Table], edition: Edition) -> None:
        self.tables = [table for table in tables if table.unit]
        self.edition = edition
        self.names: dict[str, set[str]] = {}
        self.rows: dict[str, list[tuple[Table, int | None, Row]]] = {}
        self.of_core: dict[str, list[PrintedItem]] = {}
        """What was found for a name without its scope."""
        for table in self.tables:
            column = edition.total_column(table) if table.kind in _BY_FUNCTION else None
            for row in table.rows:
                if table.kind in _BY_FUNCTION and row.full_code:
                    self.names.setdefault(_name(row), set()).add(row.full_code)
                    self.rows.setdefault(row.full_code, []).append((table, column, row))

    def find(self, statement: Statement) -> list[PrintedItem]:
        """The figures that the item of a statement may be, in the money that it speaks of."""
        if statement.item is None:
            return []
        item = normal_form(statement.item.printed)
        fund = read_fund((*statement.section, item))
        if code := self._code(item):
            places = list(self._of_code(code))
            same = {place.cell.amount.yuan for place in places if place.cell.amount}
            if len(same) == 1 and len({place.fund for place in places}) > 1:
                # What is between two funds that print one figure is that figure.
                return places if fund in (Fund.ALL, Fund.APPROPRIATION, Fund.GENERAL) else []
        elif found := _PUBLIC.fullmatch(_PUBLIC_TAIL.sub("", item)):
            return list(self._of_public(found))
        else:
            core = _SCOPE.sub("", item)
            if core not in self.of_core:
                self.of_core[core] = list(self._of_core(core))
            places = self.of_core[core]
        return [place for place in places if place.fund is fund]

    def _code(self, item: str) -> str | None:
        """The one code of an item by its full name, `名称(类)名称(款)名称(项)`."""
        levels = [(found["name"], found["level"]) for found in _LEVEL.finditer(item)]
        if not levels:
            levels = [(item, "类")]
        (name, level), above = levels[-1], levels[:-1]
        codes = {
            code
            for code in self.names.get(name, ())
            if len(code) == LEVEL_DIGITS[level]
            and all(code[: LEVEL_DIGITS[high]] in self.names.get(one, ()) for one, high in above)
        }
        return codes.pop() if len(codes) == 1 else None

    def _of_code(self, code: str) -> Iterator[PrintedItem]:
        for table, column, row in self.rows[code]:
            yield from _place(table, row, column, _BY_FUNCTION[table.kind])

    def _of_core(self, name: str) -> Iterator[PrintedItem]:
        """The figures of a name that is no item of the classification."""
        if measure := _MEASURES.get(name):
            yield from self._of_measure(measure)
            yield from self._of_subtotal(name)
        if side := _SIDE.fullmatch(name):
            yield from self._of_side(_SIDES[side["side"]])

    def _of_side(self, side: int) -> Iterator[PrintedItem]:
        """The totals of one side of the balance; of income that of its table too."""
        for table in self.tables:
            totals: list[Operand | None] = []
            if table.kind is _K.INCOME_EXPENDITURE:
                totals += side_totals(table, side, Fund.ALL, self.edition)
            elif side == 0 and table.kind is _K.INCOME:
                totals.append(list_total(table, Measure.TOTAL, self.edition))
            yield from (PrintedItem(Fund.ALL, one, ()) for one in totals if one)

    def _of_measure(self, measure: Measure) -> Iterator[PrintedItem]:
        for table in self.tables:
            rows = [row for row in table.rows if _name(row) in _TOTALS]
            if len(rows) != 1 or len(table.sides) != 1:
                continue
            if table.kind in _BY_FUNCTION:
                column = self.edition.column_of(table, measure)
                yield from _place(table, rows[0], column, _BY_FUNCTION[table.kind])
            elif table.kind in _BASIC and measure is not Measure.TOTAL:
                whole = measure is Measure.BASIC
                column = self.edition.column_of(table, Measure.TOTAL if whole else measure)
                yield from _place(table, rows[0], column, _BASIC[table.kind])

    def _of_subtotal(self, name: str) -> Iterator[PrintedItem]:
        """The row `人员经费合计` of a table of basic expenditure, where its side has one column."""
        for table in self.tables:
            if table.kind not in _BASIC:
                continue
            for row in table.rows:
                if _name(row) != f"{name}合计":
                    continue
                columns = self.edition.money_columns(table, row.side)
                if len(columns) == 1:
                    yield from _place(table, row, columns[0], _BASIC[table.kind])

    def _of_public(self, found: re.Match[str]) -> Iterator[PrintedItem]:
        measure = _PUBLIC_MEASURES[found.lastgroup]
        for table in self.tables:
            if table.kind is not _K.THREE_PUBLIC or len(table.rows) != 1:
                continue
            # A row may name what else the table prints, as 机关运行经费.
            if read_measure((table.rows[0].label,)) in (Measure.OTHER, Measure.TOTAL):
                for index, column in enumerate(table.columns):
                    if self.edition.is_own(column.path) and public_measure(column.path) is measure:
                        yield from _place(table, table.rows[0], index, Fund.GENERAL)


_PUBLIC_MEASURES = {
    None: Measure.THREE_PUBLIC,
    "abroad": Measure.ABROAD,
    "reception": Measure.RECEPTION,
    "purchase": Measure.VEHICLE_PURCHASE,
    "operation": Measure.VEHICLE_OPERATION,
    "vehicles": Measure.VEHICLES,
}


def _place(table: Table, row: Row, column: int | None, fund: Fund) -> Iterator[PrintedItem]:
    """The figure of a row in a column, where one is printed."""
    for cell in row.cells:
        if column is not None and cell.column == column and cell.amount:
            beside = tuple(c.amount for c in row.cells if c is not cell and c.amount)
            yield PrintedItem(fund, operand(table, row, cell), beside)


def _name(row: Row) -> str:
    return normal_form(drop_ordinal(row.label))
