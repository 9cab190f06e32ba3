"""Sums along a row: 合计 and 小计 columns against the columns that they add up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.columns import is_total, read_measure
from extraction.records import Column, Row, Table
from extraction.relations import Operand, Operands, Relation, operand
from extraction.text import normal_form
from extraction.vocabulary import Measure, TableKind

ROW_TOTAL = "row_total"
BALANCE = "balance"

_SUBSET = "the header says 其中: perhaps not all parts have a column"
_ONE_PART = "one part has a column, and need not be the whole"
_TWO_TOTALS = "two totals stand side by side"
_NO_PARTS = {
    Measure.RATE,
    Measure.CHANGE,
    Measure.PREVIOUS,
    Measure.FINAL,
    Measure.BUDGET,
    Measure.INITIAL_BUDGET,
    Measure.ADJUSTED_BUDGET,
}
_THREE_PUBLIC = {
    Measure.ABROAD,
    Measure.VEHICLES,
    Measure.VEHICLE_PURCHASE,
    Measure.VEHICLE_OPERATION,
    Measure.RECEPTION,
}


@dataclass(frozen=True, slots=True)
class _Sum:
    """A total column and the columns that it adds up, by index into `Table.columns`."""

    total: int
    parts: tuple[int, ...]
    weak: str


def row_sums(table: Table, known: Operands | None = None) -> Iterator[list[Relation]]:
    """For each total column its relations, one for each row that prints anything in it.

    The operands of the table are made anew where none are `known`.
    """
    sums, operands = _find_sums(table), known or Operands(table)
    rows = [_by_column(row, operands) for row in table.rows] if sums else []
    for found in sums:
        relations = [
            Relation(ROW_TOTAL, row[found.total], parts, found.weak)
            for row in rows
            if found.total in row
            for parts in (tuple(row[part] for part in found.parts),)
            if any(own.amount is not None for own in (row[found.total], *parts))
        ]
        if relations:
            yield relations


def _by_column(row: Row, operands: Operands) -> dict[int, Operand]:
    cells = zip(row.cells, operands.of(row), strict=True)
    return {cell.column: own for cell, own in cells if cell.column is not None}


def _find_sums(table: Table) -> list[_Sum]:
    sums: list[_Sum] = []
    for side in range(len(table.sides)):
        indexes = [
            index
            for index, column in enumerate(table.columns)
            if column.side == side and column.path and column.unit and column.unit.in_yuan
        ]
        for alike, view in _views(table, indexes):
            _collect(view, alike, 0, sums)
    return sums


def _views(table: Table, indexes: Sequence[int]) -> Iterator[tuple[list[int], Table]]:
    """Columns that may add up, and the table as they see it.

    Where the innermost headers repeat under each of the outer ones (预算数 and 决算数 under every
    item), those of one name add up, by what stands over them.
    """
    last = [normal_form(table.columns[index].path[-1]) for index in indexes]
    names = list(dict.fromkeys(last))
    repeated = len(names) > 1 and last == names * (len(last) // len(names))
    if not repeated or len(last) < 2 * len(names) or _has_summing_head(table, indexes):
        yield list(indexes), table
        return
    columns = tuple(
        c.model_copy(
            update={
                "path": c.path[:-1],
                "measure": read_measure(c.path[:-1]),
                "is_total": c.is_total or (len(c.path) > 1 and is_total(c.path[-2])),
            }
        )
        for c in table.columns
    )
    view = table.model_copy(update={"columns": columns})
    for name in names:
        yield [index for index, head in zip(indexes, last, strict=True) if head == name], view


def _has_summing_head(table: Table, indexes: Sequence[int]) -> bool:
    """Whether all columns of one innermost header are totals, so that it says so itself."""
    sums: dict[str, bool] = {}
    for column in (table.columns[index] for index in indexes):
        head = normal_form(column.path[-1])
        sums[head] = sums.get(head, True) and column.is_total
    return any(sums.values())


def _collect(
    table: Table, indexes: Sequence[int], depth: int, sums: list[_Sum]
) -> list[int] | None:
    """Find the sums among columns that share a header path of `depth`.

    Returns the columns that stand for all of them: their total, or else their parts; None where
    two totals stand side by side.
    """
    totals: list[int] = []
    parts: list[int] | None = []
    if all(len(table.columns[index].path) <= depth for index in indexes):
        return None  # columns of one header, of which none is said to add up the others
    for group in _children(table.columns, indexes, depth):
        path = table.columns[group[0]].path
        leaf = len(group) == 1 and len(path) <= depth + 1
        if leaf and (len(path) <= depth or table.columns[group[0]].is_total):
            totals += group
        else:
            inner = group if leaf else _collect(table, group, depth + 1, sums)
            parts = None if parts is None or inner is None else parts + inner
    if len(totals) > 1:
        sums.append(_Sum(totals[0], (*totals[1:], *(parts or ())), _TWO_TOTALS))
    if len(totals) > 1 or parts is None:
        return totals if len(totals) == 1 else None
    if not totals:
        return parts
    added = tuple(part for part in parts if _adds_up(table, totals[0], part))
    if added:
        weak = _SUBSET if any(_is_subset(table.columns[part]) for part in added) else ""
        weak = weak or ("" if len(added) > 1 else _ONE_PART)
        sums.append(_Sum(totals[0], added, weak))
    return totals


def _children(columns: Sequence[Column], indexes: Sequence[int], depth: int) -> list[list[int]]:
    """Runs of columns with the same header at a depth; a column that ends there stands alone."""
    groups: list[list[int]] = []
    last: str | None = None
    for index in indexes:
        path = columns[index].path
        head = path[depth] if depth < len(path) else None
        if groups and head is not None and head == last:
            groups[-1].append(index)
        else:
            groups.append([index])
        last = head
    return groups


def _adds_up(table: Table, total: int, part: int) -> bool:
    """Whether a column is a part of a total: rates and other years are none, nor are meetings
    and training of the “three public” sum."""
    measure = table.columns[part].measure
    if any("单价" in head for head in table.columns[part].path):
        return False
    whole = table.columns[total]
    if measure in _NO_PARTS:
        return False
    if table.kind is TableKind.THREE_PUBLIC and (
        measure in (Measure.MEETING, Measure.TRAINING, Measure.OPERATING_COSTS)
        or "三公" in "".join(normal_form(head) for head in whole.path)
    ):
        return measure in _THREE_PUBLIC or _leads_to_three_public(table, part)
    return True


def _leads_to_three_public(table: Table, part: int) -> bool:
    """Whether a subtotal column stands under a header of one of the three."""
    outer = table.columns[part].path[:-1]
    return any(word in head for head in outer for word in ("出国", "车", "接待"))


def _is_subset(column: Column) -> bool:
    return any(head.startswith("其中") for head in column.path)


def balances(table: Table) -> Iterator[list[Relation]]:
    """What the sides of a table must have in common: their one 总计 each."""
    totals: dict[int, list[Row]] = {}
    for row in table.rows:
        if row.is_total and "总计" in row.label and row.cells:
            totals.setdefault(row.side, []).append(row)
    if any(len(rows) != 1 for rows in totals.values()) or 0 not in totals:
        return
    [left] = totals.pop(0)
    for [right] in totals.values():
        total = operand(table, right, right.cells[0])
        yield [Relation(BALANCE, total, (operand(table, left, left.cells[0]),))]
