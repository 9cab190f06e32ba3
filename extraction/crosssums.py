"""The same total in several tables of one document."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extraction.records import Cell, Disclosure, Row, Table
from extraction.relations import Operand, Relation, judge, operand
from extraction.text import normal_form
from extraction.vocabulary import DisclosureKind, Fund, Measure, TableKind

SAME_TOTAL = "same_total"

_K = TableKind
FUND_BUDGETS = re.compile(r"(?:一般公共|政府性基金|国有资本经营)预算")
_CARRIED = re.compile(r"结转|结余|上年")
_WHICH = "which of the totals of the side is meant is not sure"
_YEAR = re.compile(r"20\d\d")
_NAMED = re.compile(r"(?:[:\]】]|^)(?P<name>[^:\[\]【】,,;；单]{3,})")


@dataclass(frozen=True, slots=True)
class Edition:
    """The year and kind of a document: which columns of its tables are its own."""

    year: str
    """Four digits; empty where not known."""
    is_final: bool

    @classmethod
    def of(cls, disclosure: Disclosure) -> "Edition":
        """That of a disclosure."""
        year, kind = disclosure.year, disclosure.kind
        is_final = kind is not None and kind.value == DisclosureKind.FINAL
        return cls(year.value if year else "", is_final)

    def is_own(self, path: Sequence[str]) -> bool:
        """Whether a header path is of the year, and of what was spent where that is told."""
        head = FUND_BUDGETS.sub("", normal_form("/".join(path)))
        years = set(_YEAR.findall(head))
        if "上年" in head or (years and self.year and self.year not in years):
            return False
        return not (self.is_final and "预算" in head)

    def money_columns(self, table: Table, side: int = 0) -> list[int]:
        """The columns of money of one side that are the document's own."""
        return [
            index
            for index, column in enumerate(table.columns)
            if column.side == side
            and column.unit
            and column.unit.in_yuan
            and self.is_own(column.path)
        ]

    def total_column(self, table: Table, side: int = 0) -> int | None:
        """The column of what an item comes to: the outermost total, or the only column."""
        money = self.money_columns(table, side)
        totals = [index for index in money if _adds_up_all(table, index, money)]
        found = totals or money
        depth = min((len(table.columns[index].path) for index in found), default=0)
        outer = [index for index in found if len(table.columns[index].path) == depth]
        one = found if len(found) == 1 or not totals else outer
        return one[0] if len(one) == 1 else None

    def column_of(self, table: Table, measure: Measure) -> int | None:
        """The only column of a measure in a one-sided table; of `total`, that of totals."""
        if measure is Measure.TOTAL:
            return self.total_column(table)
        money = self.money_columns(table)
        found = [index for index in money if measure in measures_of(table, index)]
        return found[0] if len(found) == 1 else None


def _adds_up_all(table: Table, index: int, money: Sequence[int]) -> bool:
    """Whether a total is no subtotal of basic or project expenditure beside other columns."""
    column = table.columns[index]
    if not column.is_total:
        return False
    head = column.path[:-1]
    return measures_of(table, index) <= {Measure.TOTAL, Measure.SUBTOTAL} or all(
        table.columns[other].path[: len(head)] == head for other in money
    )


@dataclass(frozen=True, slots=True)
class _Same:
    """A total of one table that is a total of another too: kind and measure on either side."""

    kind: TableKind
    measure: Measure
    other: TableKind
    other_measure: Measure


_SAME = (
    _Same(_K.GENERAL_BASIC_BY_ECONOMY, Measure.TOTAL, _K.GENERAL_BY_FUNCTION, Measure.BASIC),
    _Same(_K.GENERAL_PROJECT_BY_ECONOMY, Measure.TOTAL, _K.GENERAL_BY_FUNCTION, Measure.PROJECT),
    _Same(
        _K.APPROPRIATION_BASIC_BY_ECONOMY,
        Measure.TOTAL,
        _K.APPROPRIATION_BY_FUNCTION,
        Measure.BASIC,
    ),
    _Same(
        _K.GENERAL_BASIC_BY_ECONOMY, Measure.PERSONNEL, _K.GENERAL_BY_FUNCTION, Measure.PERSONNEL
    ),
    _Same(
        _K.GENERAL_BASIC_BY_ECONOMY, Measure.OPERATING, _K.GENERAL_BY_FUNCTION, Measure.OPERATING
    ),
    _Same(
        _K.APPROPRIATION_BASIC_BY_ECONOMY,
        Measure.PERSONNEL,
        _K.APPROPRIATION_BY_FUNCTION,
        Measure.PERSONNEL,
    ),
    _Same(
        _K.APPROPRIATION_BASIC_BY_ECONOMY,
        Measure.OPERATING,
        _K.APPROPRIATION_BY_FUNCTION,
        Measure.OPERATING,
    ),
)
# A list total against the totals of a two-sided table: it is one of those of that side.
_SIDES = (
    (_K.INCOME, _K.INCOME_EXPENDITURE, 0, Fund.ALL),
    (_K.EXPENDITURE, _K.INCOME_EXPENDITURE, 1, Fund.ALL),
    (_K.APPROPRIATION_BY_FUNCTION, _K.APPROPRIATION_BALANCE, 1, Fund.ALL),
    (_K.GENERAL_BY_FUNCTION, _K.APPROPRIATION_BALANCE, 1, Fund.GENERAL),
)


def same_totals(tables: Sequence[Table], edition: Edition) -> Iterator[list[Relation]]:
    """Relations between totals of different tables."""
    by_kind = only_tables(tables)
    for same in _SAME:
        if _comparable(by_kind, same.kind, same.other):
            first = list_total(by_kind[same.kind], same.measure, edition)
            second = list_total(by_kind[same.other], same.other_measure, edition)
            if first is not None and second is not None:
                yield [Relation(SAME_TOTAL, first, (second,))]
    for kind, other, side, fund in _SIDES:
        if _comparable(by_kind, kind, other):
            first = list_total(by_kind[kind], Measure.TOTAL, edition)
            totals = side_totals(by_kind[other], side, fund, edition)
            if first is not None and totals:
                yield [_closest(first, totals, is_carried=_is_carried(by_kind[kind]))]


def only_tables(tables: Sequence[Table]) -> dict[TableKind, Table]:
    """The tables of which the document has one of the kind.

    Of several each may be of another unit: which to compare is not known.
    """
    counts = Counter(table.kind for table in tables)
    return {table.kind: table for table in tables if counts[table.kind] == 1}


def _comparable(tables: Mapping[TableKind, Table], first: TableKind, second: TableKind) -> bool:
    one, other = tables.get(first), tables.get(second)
    return one is not None and other is not None and are_of_one_agency(one, other)


def are_of_one_agency(first: Table, second: Table) -> bool:
    """Whether the captions of two tables name one agency, as far as they name any."""
    names = [_NAMED.search(normal_form(t.agency.printed)) for t in (first, second) if t.agency]
    found = [name.group("name") for name in names if name]
    return len(found) < 2 or found[0] == found[1]


def list_total(table: Table, measure: Measure, edition: Edition) -> Operand | None:
    """The figure of a one-sided table's 合计 row in the column of a measure."""
    rows = [
        row for row in table.rows if row.is_total and normal_form(row.label) in ("合计", "总计")
    ]
    if len(table.sides) != 1 or len(rows) != 1:
        return None
    cell = cell_in(rows[0], edition.column_of(table, measure))
    return operand(table, rows[0], cell) if cell and cell.amount else None


def cell_in(row: Row, column: int | None) -> Cell | None:
    """The cell of a row in a column."""
    own = (cell for cell in row.cells if cell.column == column)
    return next(own, None) if column is not None else None


def measures_of(table: Table, index: int) -> set[Measure]:
    """The measures that a column stands for: a subtotal also for the header over it."""
    column = table.columns[index]
    found = {column.measure}
    if column.measure in (Measure.SUBTOTAL, Measure.TOTAL) and len(column.path) > 1:
        found |= {m for m in Measure if _heads(column.path[-2], m)}
    return found


def _heads(head: str, measure: Measure) -> bool:
    words = {Measure.BASIC: "基本支出", Measure.PROJECT: "项目支出"}
    return measure in words and words[measure] in normal_form(head)


def side_totals(table: Table, side: int, fund: Fund, edition: Edition) -> list[Operand]:
    """The totals of one side in the column of its totals, or in that of a fund."""
    column = fund_column(table, side, fund, edition)
    found = []
    for row in table.rows:
        if row.side == side and (row.is_total or row.label.endswith("本年支出")):
            cell = cell_in(row, column)
            found += [operand(table, row, cell)] if cell and cell.amount else []
    return found


def fund_column(table: Table, side: int, fund: Fund, edition: Edition) -> int | None:
    """The column of one side that counts a fund; for all, that of its totals."""
    if fund is Fund.ALL:
        return edition.total_column(table, side)
    money = edition.money_columns(table, side)
    named = [index for index in money if table.columns[index].fund is fund]
    return named[0] if len(named) == 1 else None


def _is_carried(table: Table) -> bool:
    """Whether a list names what was carried over from other years, in a column or a row."""
    heads = ["/".join(column.path) for column in table.columns]
    return any(_CARRIED.search(words) for words in (*heads, *(row.label for row in table.rows)))


def _closest(total: Operand, others: Sequence[Operand], *, is_carried: bool) -> Relation:
    """The relation that ties, else the one to the only total, or to that of the year where the
    list is of the year; not sure which it is where others are left."""
    relations = [Relation(SAME_TOTAL, total, (other,)) for other in others]
    found = next((r for r in relations if judge(r).verdict.holds), None)
    own = [r for r in relations if "本年" in r.parts[0].label and not is_carried]
    sure = relations if len(relations) == 1 else own
    return found or (sure[0] if len(sure) == 1 else replace(relations[-1], weak=_WHICH))
