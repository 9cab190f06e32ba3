"""Lists of purchases, projects and assets, which have no levels: a total of one column that does
not tie is wrong where the same rows tie in the others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extraction.records import Table
from extraction.relations import Operand, Outcome, Verdict
from extraction.rowtrees import LIST_TOTAL
from extraction.vocabulary import TableKind

_FLAT = frozenset({TableKind.PROCUREMENT, TableKind.PROJECT_LIST, TableKind.ASSETS})
_LEVELS = "the rows bear neither codes nor ordinals: their levels are not printed"
# So many rows of a column that ties show that none of them is part of another.
_ENOUGH = 2


def settle_lists(tables: Sequence[Table], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes; those on totals broken where the other columns show the list to be flat."""
    flat = {table.number: table for table in tables if table.kind in _FLAT}
    by_rows: dict[object, list[Outcome]] = {}
    for outcome in outcomes:
        total, parts = outcome.relation.total, outcome.relation.parts
        if outcome.relation.rule == LIST_TOTAL and total.table in flat:
            rows = tuple(part.row for part in parts)
            if _are_all(flat[total.table], total.row, rows):
                by_rows.setdefault((total.table, total.row, rows), []).append(outcome)
    wrong = {id(one) for columns in by_rows.values() for one in _find_wrong(columns)}
    return [
        replace(one, verdict=Verdict.BROKEN, reason="") if id(one) in wrong else one
        for one in outcomes
    ]


def _are_all(table: Table, total: int, parts: tuple[int, ...]) -> bool:
    """Whether a total is the only one of its table, and adds up all other rows."""
    totals = [row.number for row in table.rows if row.is_total]
    others = [row.number for row in table.rows if not row.is_total]
    return len(table.sides) == 1 and totals == [total] and sorted(parts) == others


def _find_wrong(columns: Sequence[Outcome]) -> Iterator[Outcome]:
    """The one column that does not tie, where the others show each of its rows to be apart."""
    counted = [one for one in columns if one.relation.total.amount or _rows(one.relation.parts)]
    off = [one for one in counted if not one.verdict.holds]
    shown = [_rows(one.relation.parts) for one in counted if one.verdict.holds]
    if len(off) != 1 or max(map(len, shown), default=0) < _ENOUGH:
        return
    [one] = off
    is_open = one.verdict is Verdict.NOT_CHECKABLE and one.reason == _LEVELS
    if is_open and _rows(one.relation.parts) <= set[int]().union(*shown):
        yield one


def _rows(parts: Iterable[Operand]) -> set[int]:
    """The rows whose figures are not zero."""
    return {part.row for part in parts if part.amount and part.amount.value}
