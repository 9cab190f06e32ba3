"""Rows and columns that are parts of others by the word 其中: no part is more than its whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.audit.figures import cut, in_unit, rounded
from extraction.audit.verdicts import doubt, unchecked
from extraction.crosssums import cell_in
from extraction.records import Amount, Disclosure, Row, Table
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict, operand
from extraction.rowsums import row_sums
from extraction.text import normal_form, ordinal_rank
from extraction.vocabulary import GapReason, Measure

SUBSET_PART = "subset_part"

_UNSURE = "the column of a figure is not sure"
_WHICH = "which row it is a part of is not sure"
_NET = "parts of what is left over or of changes may be negative"
_SUBSET = re.compile(r"其中[:,、]?(?=.)")
_MAY_BE_NEGATIVE = re.compile("结余|结转|余额|收益|损益|盈余|利润|亏损|净|差|增减|变动")
_UNLIKE = (Measure.RATE, Measure.CHANGE)


@dataclass(frozen=True, slots=True)
class _Part:
    """A row that is a part, and the rows that it may be a part of, the nearest first."""

    row: Row
    wholes: tuple[Row, ...]
    is_sure: bool
    """Whether it is surely a part of the first."""


def subset_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """The verdicts on all rows and columns that are said to be parts of others."""
    torn = {
        gap.table
        for gap in disclosure.gaps
        if gap.reason in (GapReason.NO_COLUMN, GapReason.AMBIGUOUS)
    }
    for table in disclosure.tables:
        for outcome in (*_row_outcomes(table), *_column_outcomes(table)):
            yield doubt(outcome, _UNSURE) if table.number in torn else outcome


def _row_outcomes(table: Table) -> Iterator[Outcome]:
    for side in range(len(table.sides)):
        rows = [row for row in table.rows if row.side == side]
        parts = list(_find_parts(rows))
        if parts:
            signed = _signed_columns(rows)
            for part in parts:
                yield from _judge_row(table, part, signed)


def _find_parts(rows: Sequence[Row]) -> Iterator[_Part]:
    """The rows that 其中 leads, and the row over each run of them."""
    is_part = [_SUBSET.match(normal_form(row.label)) is not None for row in rows]
    for at, row in enumerate(rows):
        if not is_part[at]:
            continue
        over = next((i for i in range(at - 1, -1, -1) if not is_part[i]), None)
        if over is None:
            continue
        is_sure = over == 0 or rows[over].is_total or _goes_on(rows[over], rows[at:])
        yield _Part(row, tuple(reversed(rows[: over + 1])), is_sure)


def _goes_on(row: Row, below: Sequence[Row]) -> bool:
    """Whether the numbered list that a row is of goes on below."""
    rank = ordinal_rank(row.label)
    if rank is None:
        return False
    ranks = (own for one in below if (own := ordinal_rank(one.label)) is not None)
    return next((own for own in ranks if own <= rank), None) == rank


def _signed_columns(rows: Sequence[Row]) -> set[int | None]:
    """The columns of a side in which a figure is negative."""
    return {
        cell.column for row in rows for cell in row.cells if cell.amount and cell.amount.value < 0
    }


def _judge_row(table: Table, part: _Part, signed: set[int | None]) -> Iterator[Outcome]:
    for cell in part.row.cells:
        if cell.column is None or not cell.amount or not cell.amount.unit:
            continue
        column = table.columns[cell.column]
        if column.measure in _UNLIKE:
            continue
        own = operand(table, part.row, cell)
        wholes = [
            (row, operand(table, row, over))
            for row in part.wholes
            if (over := cell_in(row, cell.column)) and over.amount
        ]
        if not wholes or wholes[0][0] is not part.wholes[0]:
            continue
        outcome = _judge(wholes[0][1], own)
        others = (_judge(whole, own).verdict for _, whole in wholes[1:])
        words = "/".join((part.wholes[0].label, *column.path))
        if cell.column in signed or _MAY_BE_NEGATIVE.search(words):
            yield doubt(outcome, _NET)
        elif not part.is_sure and not all(verdict is Verdict.BROKEN for verdict in others):
            yield doubt(outcome, _WHICH)
        else:
            is_torn = part.row.is_short or part.wholes[0].is_short or cell.inferred
            yield doubt(outcome, _UNSURE) if is_torn else outcome


def _column_outcomes(table: Table) -> Iterator[Outcome]:
    """The columns under 其中 against the total that they are part of."""
    if not any(head.startswith("其中") for column in table.columns for head in column.path):
        return
    signed = _signed_columns(table.rows)
    short = {row.number for row in table.rows if row.is_short}
    names = {"/".join(c.path) for at, c in enumerate(table.columns) if at in signed}
    for relation in (one for family in row_sums(table) for one in family):
        for part in relation.parts:
            if "其中" in part.column and relation.total.amount and part.amount:
                outcome = _judge(relation.total, part)
                is_net = bool({part.column, relation.total.column} & names)
                reason = _NET if is_net or _MAY_BE_NEGATIVE.search(part.column) else ""
                reason = reason or (_UNSURE if part.row in short else "")
                yield doubt(outcome, reason) if reason else outcome


def _judge(whole: Operand, part: Operand) -> Outcome:
    relation = Relation(SUBSET_PART, whole, (part,))
    own, other = part.amount, whole.amount
    assert own
    assert other
    if own.unit is not other.unit and None in (own.yuan, other.yuan):
        return unchecked(relation, "the units differ")
    computed = in_unit(own, other.unit).value
    if rounded(own, "").low < max(rounded(other, "").high, cut(other, "").high):
        return Outcome(relation, Verdict.TIED, "", computed)
    return Outcome(relation, Verdict.BROKEN, "", computed, _tell(part, own, computed - other.value))


def _tell(part: Operand, own: Amount, gap: object) -> Remark:
    return Remark(
        f"“{part.label}”“{part.column}”列就有{part.printed}{own.unit}，多{gap}",
        f"“{part.label}” in column “{part.column}” alone is {part.printed} {own.unit}, {gap} more.",
    )
