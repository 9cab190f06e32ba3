"""The same total in several tables of one document."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction.columns import is_total
from extraction.records import Cell, Row, Table
from extraction.relations import Operand, Relation, Verdict, judge, operand
from extraction.text import normal_form
from extraction.vocabulary import Fund, Measure, TableKind

SAME_TOTAL = "same_total"

_K = TableKind
_NAMED = re.compile(r"(?:[:\]】]|^)(?P<name>[^:\[\]【】,,;；单]{3,})")


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


def same_totals(tables: Sequence[Table]) -> Iterator[list[Relation]]:
    """Relations between totals of different tables."""
    counts = Counter(table.kind for table in tables)
    # Of several tables of a kind each may be of another unit: which to compare is not known.
    by_kind = {table.kind: table for table in tables if counts[table.kind] == 1}
    for same in _SAME:
        if _comparable(by_kind, same.kind, same.other):
            first = _list_total(by_kind[same.kind], same.measure)
            second = _list_total(by_kind[same.other], same.other_measure)
            if first is not None and second is not None:
                yield [Relation(SAME_TOTAL, first, (second,))]
    for kind, other, side, fund in _SIDES:
        if _comparable(by_kind, kind, other):
            first = _list_total(by_kind[kind], Measure.TOTAL)
            totals = _side_totals(by_kind[other], side, fund)
            if first is not None and totals:
                yield [_closest(first, totals)]


def _comparable(tables: Mapping[TableKind, Table], first: TableKind, second: TableKind) -> bool:
    one, other = tables.get(first), tables.get(second)
    return one is not None and other is not None and _is_of_one_agency(one, other)


def _is_of_one_agency(first: Table, second: Table) -> bool:
    """Whether the captions of two tables name one agency, as far as they name any."""
    names = [_NAMED.search(normal_form(t.agency.printed)) for t in (first, second) if t.agency]
    found = [name.group("name") for name in names if name]
    return len(found) < 2 or found[0] == found[1]


def _list_total(table: Table, measure: Measure) -> Operand | None:
    """The figure of a one-sided table's 合计 row in the column of a measure."""
    rows = [
        row for row in table.rows if row.is_total and normal_form(row.label) in ("合计", "总计")
    ]
    if len(table.sides) != 1 or len(rows) != 1:
        return None
    cells = [cell for cell in rows[0].cells if _measures(table, cell, measure)]
    return operand(table, rows[0], cells[0]) if cells and cells[0].amount else None


def _measures(table: Table, cell: Cell, measure: Measure) -> bool:
    """Whether a cell stands in the column of a measure; the outermost total is the total."""
    if cell.column is None:
        return False
    column = table.columns[cell.column]
    if column.unit is None or column.unit.in_yuan is None:
        return False
    if measure is Measure.TOTAL:
        return cell.column == _main_column(table, 0)
    return measure in measures_of(table, cell.column)


def _main_column(table: Table, side: int) -> int | None:
    """The column of a side's totals: what was spent, where the budget stands beside it."""
    money = [
        index
        for index, column in enumerate(table.columns)
        if column.side == side and column.unit and column.unit.in_yuan
    ]
    final = [i for i in money if table.columns[i].measure is Measure.FINAL]
    total = [i for i in money if is_total("".join(table.columns[i].path[-1:]))]
    found = final or total or (money if len(money) == 1 else [])
    return found[0] if found else None


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


def _side_totals(table: Table, side: int, fund: Fund) -> list[Operand]:
    """The totals of one side in its first column, or in the column of a fund."""
    found = []
    for row in table.rows:
        if row.side != side or not (row.is_total or row.label.endswith("本年支出")):
            continue
        if (cell := _fund_cell(table, row, fund)) is not None:
            found.append(operand(table, row, cell))
    return [total for total in found if total.amount is not None]


def _fund_cell(table: Table, row: Row, fund: Fund) -> Cell | None:
    cells = [cell for cell in row.cells if cell.column is not None]
    if fund is Fund.ALL:
        return next((c for c in cells if c.column == _main_column(table, row.side)), None)
    named = [c for c in cells if c.column is not None and table.columns[c.column].fund is fund]
    return named[0] if len(named) == 1 else None


def _closest(total: Operand, others: Sequence[Operand]) -> Relation:
    """The relation that ties, else the one to the last total of the side."""
    relations = [Relation(SAME_TOTAL, total, (other,)) for other in others]
    tied = (Verdict.TIED, Verdict.ROUNDING)
    return next((r for r in relations if judge(r).verdict in tied), relations[-1])
