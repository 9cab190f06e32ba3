"""The figures of the prose against those that the tables print for the same item."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.audit.figures import (
    VAGUE,
    cut,
    is_vague,
    quantity_operand,
    rounded,
    unchecked,
)
from extraction.columns import read_fund, read_measure
from extraction.crosssums import Edition
from extraction.records import Amount, Disclosure, Quantity, Row, Source, Statement, Table
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict, operand
from extraction.text import drop_ordinal, normal_form
from extraction.vocabulary import Fund, Measure, TableKind, Unit

TEXT_TABLE = "text_table"

_AMBIGUOUS = "the tables print several figures that it may be"
_OTHER_COLUMN = "the tables print the figure for the item in another column"
_IN_REASON = "the figure stands in a reason"
_NO_FINAL = "the figure may be of the budget"

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
_LEVEL = re.compile(r"(?P<name>[^()]+(?:\([^()类款项]+\)[^()]*)*)\((?P<level>[类款项])\)")
_DIGITS = {"类": 3, "款": 5, "项": 7}
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
_FUND_NAMES = re.compile(r"(?:一般公共|政府性基金|国有资本经营)预算")
_TOTALS = ("合计", "总计")


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement held against the tables."""

    statement: Statement
    outcome: Outcome
    amount: Amount | None
    """What the tables have, in the unit of the statement."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A figure of the tables for an item: which money it counts, and its row's other figures."""

    fund: Fund
    cell: Operand
    beside: tuple[Amount, ...]


def table_sayings(disclosure: Disclosure) -> list[Saying]:
    """The verdicts on all levels whose item the tables print, in printed order."""
    year = int(disclosure.year.value) if disclosure.year else None
    edition = Edition.of(disclosure)
    tables = _Tables(disclosure.tables, edition)
    reasons = [one.reason.source for one in disclosure.statements if one.reason]
    found = []
    for statement in disclosure.statements:
        level = statement.level
        if level is None or statement.year != year or not _is_money(level.amount):
            continue
        if places := tables.find(statement):
            doubt = _doubt(statement, level, reasons, is_final=edition.is_final)
            found.append(_judge(statement, level, places, doubt))
    return found


def _is_money(amount: Amount) -> bool:
    return amount.unit is not None and amount.unit.in_yuan is not None


def _doubt(
    statement: Statement, level: Quantity, reasons: Iterable[Source], *, is_final: bool
) -> str:
    """Why a level may not be the item's own figure of the year; empty where it is."""
    if any(_lies_in(level.source, reason) for reason in reasons):
        return _IN_REASON
    if is_vague(statement, [level]):
        return VAGUE
    text, figure = normal_form(statement.sentence.printed), normal_form(level.printed)
    item = normal_form(statement.item.printed) if statement.item else ""
    said = _FUND_NAMES.sub("", item + text.partition(item)[2].partition(figure)[0])
    if is_final and "预算" in said and "决算" not in said:
        return _NO_FINAL
    return ""


def _lies_in(source: Source, other: Source) -> bool:
    """Whether a place begins inside another."""
    own = source.spans[0]
    return any(span.line == own.line and span.start <= own.start < span.end for span in other.spans)


def _judge(statement: Statement, level: Quantity, places: Sequence[_Place], doubt: str) -> Saying:
    total = quantity_operand(statement, level)
    cells = tuple(place.cell for place in places)
    relation = Relation(TEXT_TABLE, total, cells)
    if doubt:
        return Saying(statement, unchecked(relation, doubt), None)
    said, short = rounded(level.amount, ""), cut(level.amount, "")
    printed = [(cell, cell.amount) for cell in cells if cell.amount]
    for cell, amount in printed:
        if said.meets(rounded(amount, "")):
            one = Relation(TEXT_TABLE, total, (cell,))
            return Saying(statement, Outcome(one, Verdict.TIED, "", None), None)
    first, amount = printed[0]
    if any(other.yuan != amount.yuan for _, other in printed):
        return Saying(statement, unchecked(relation, _AMBIGUOUS), None)
    beside = [amount for place in places for amount in place.beside if _is_money(amount)]
    if any(said.meets(rounded(other, "")) for other in beside):
        return Saying(statement, unchecked(relation, _OTHER_COLUMN), None)
    is_cut = short.meets(rounded(amount, "")) or said.meets(cut(amount, ""))
    verdict = Verdict.ROUNDING if is_cut else Verdict.BROKEN
    told = in_unit(amount, level.amount.unit)
    gap = abs(told.value - level.amount.value)
    is_shifted = amount.unit is not told.unit
    zh = f"，即{told.value}{told.unit}" if is_shifted else ""
    en = f", which is {told.value} {told.unit}" if is_shifted else ""
    worked = Remark(
        f"应为表{first.table}的{first.printed}{amount.unit}{zh}，相差{gap}",
        f"Table {first.table} has {first.printed} {amount.unit}{en}, {gap} apart.",
    )
    return Saying(statement, Outcome(relation, verdict, "", told.value, worked), told)


def in_unit(amount: Amount, unit: Unit | None) -> Amount:
    """An amount of money in another unit, exact, without zeros that only the shift adds."""
    factor = unit.in_yuan if unit else None
    if amount.unit is unit or amount.yuan is None or factor is None:
        return amount
    value = (amount.yuan / factor).normalize()
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # only NaN and infinity have another
    return Amount(value=value.quantize(Decimal(1)) if exponent > 0 else value, unit=unit)


class _Tables:
    """The figures of a document's tables by item."""

    def __init__(self, tables: Sequence[Table], edition: Edition) -> None:
        self.tables = [table for table in tables if table.unit]
        self.edition = edition
        self.names: dict[str, set[str]] = {}
        self.rows: dict[str, list[tuple[Table, int | None, Row]]] = {}
        for table in self.tables:
            column = edition.total_column(table) if table.kind in _BY_FUNCTION else None
            for row in table.rows:
                if table.kind in _BY_FUNCTION and row.full_code:
                    self.names.setdefault(_name(row), set()).add(row.full_code)
                    self.rows.setdefault(row.full_code, []).append((table, column, row))

    def find(self, statement: Statement) -> list[_Place]:
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
        elif measure := _MEASURES.get(core := _SCOPE.sub("", item)):
            places = [*self._of_measure(measure), *self._of_subtotal(core)]
        elif found := _PUBLIC.fullmatch(_PUBLIC_TAIL.sub("", item)):
            return list(self._of_public(found))
        else:
            return []
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
            if len(code) == _DIGITS[level]
            and all(code[: _DIGITS[high]] in self.names.get(one, ()) for one, high in above)
        }
        return codes.pop() if len(codes) == 1 else None

    def _of_code(self, code: str) -> Iterator[_Place]:
        for table, column, row in self.rows[code]:
            yield from _place(table, row, column, _BY_FUNCTION[table.kind])

    def _of_measure(self, measure: Measure) -> Iterator[_Place]:
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

    def _of_subtotal(self, name: str) -> Iterator[_Place]:
        """The row `人员经费合计` of a table of basic expenditure, where its side has one column."""
        for table in self.tables:
            if table.kind not in _BASIC:
                continue
            for row in table.rows:
                columns = self.edition.money_columns(table, row.side)
                if _name(row) == f"{name}合计" and len(columns) == 1:
                    yield from _place(table, row, columns[0], _BASIC[table.kind])

    def _of_public(self, found: re.Match[str]) -> Iterator[_Place]:
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
_PUBLIC_WORDS = (Measure.SUBTOTAL, Measure.TOTAL, Measure.FINAL, Measure.BUDGET)


def public_measure(path: tuple[str, ...]) -> Measure:
    """What a column of the 三公 table counts; all of them where it names no part."""
    for part in reversed(path):
        measure = read_measure((part,))
        if measure not in (*_PUBLIC_WORDS, Measure.OTHER):
            return measure
    return Measure.THREE_PUBLIC


def _place(table: Table, row: Row, column: int | None, fund: Fund) -> Iterator[_Place]:
    """The figure of a row in a column, where one is printed."""
    for cell in row.cells:
        if column is not None and cell.column == column and cell.amount:
            beside = tuple(c.amount for c in row.cells if c is not cell and c.amount)
            yield _Place(fund, operand(table, row, cell), beside)


def _name(row: Row) -> str:
    return normal_form(drop_ordinal(row.label))
