"""Columns of change, of growth and of completion, row by row against those that they compare."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extraction.audit.figures import (
    Figure,
    bare,
    distance,
    in_unit,
    judge_percentage,
    minus,
    percentage,
    rounded,
)
from extraction.audit.tables.compared_columns import Comparison, Way, find_comparisons
from extraction.audit.verdicts import doubt, unchecked
from extraction.crosssums import Edition
from extraction.money import last_place, parse_cell
from extraction.records import Amount, Cell, Disclosure, Row, Table
from extraction.relations import Operand, Outcome, Places, Relation, Remark, Verdict, judge, operand
from extraction.text import normal_form
from extraction.vocabulary import Content, GapReason, Unit

TABLE_CHANGE = "table_change"
TABLE_RATE = "table_rate"
TABLE_COMPLETION = "table_completion"

_RULES = {Way.CHANGE: TABLE_CHANGE, Way.RATE: TABLE_RATE, Way.COMPLETION: TABLE_COMPLETION}
_NO_BASE = "the figure that it is a percentage of is zero: there is none"
_SMALL_BASE = "the figure that it is a percentage of is too small, or negative"
_UNITS = "the units differ"
_BLANK = "a figure that it follows from is not printed"
_UNSURE = "the column of a figure is not sure"
_OTHER = "too few rows of the column agree with what its header says"
_LIKE_FOR_LIKE = "the document compares like with like, leaving out some of the money"
_SAID = re.compile(
    r"(?:(?P<up>增加|增长|上升|提高|增|↑)|(?P<down>减少|下降|降低|减|↓))了?(?P<figure>[\d.,]+.*)"
)
_ALIKE = re.compile(r"同口径|可比(?:口径|增长|基数|价)|扣除|剔除")
# So many rows must agree for one that does not.
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of a comparison: what is printed as its result, and what it follows from."""

    own: Operand
    """Its amount has the sign that a word gives it."""
    later: Operand
    earlier: Operand
    change: Operand | None
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """How columns of one sort are read."""

    table: Table
    places: Places
    is_signed: bool
    """Whether they tell falls from rises."""
    is_sure: bool
    """Whether each figure of the table surely stands in its own column."""


def change_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """The verdicts on all columns of tables that compare two others."""
    year = Edition.of(disclosure).year
    unsure = {
        gap.table
        for gap in disclosure.gaps
        if gap.reason in (GapReason.NO_COLUMN, GapReason.AMBIGUOUS)
    }
    for table in disclosure.tables:
        for group in find_comparisons(table, year):
            outcomes = _group_outcomes(table, group, is_sure=table.number not in unsure)
            is_found = any(outcome.verdict is Verdict.BROKEN for outcome in outcomes)
            reason = _LIKE_FOR_LIKE if is_found and _compares_alike(disclosure, table) else ""
            yield from (doubt(one, reason) if reason else one for one in outcomes)


def _compares_alike(disclosure: Disclosure, table: Table) -> bool:
    """Whether a document, or one of its tables, says that it leaves out money to compare."""
    said = [own.printed for own in (*disclosure.paragraphs, *disclosure.headings)]
    said += [table.heading, *("".join(column.path) for column in table.columns)]
    words = (c.printed for row in table.rows for c in row.cells if c.content is Content.WORDS)
    return any(map(_ALIKE.search, (*said, *words)))


def _group_outcomes(table: Table, group: Sequence[Comparison], *, is_sure: bool) -> list[Outcome]:
    """The verdicts on columns of one sort; none is broken where too few of their rows agree."""
    columns = {found.column for found in group}
    is_signed = _is_signed(c for row in table.rows for c in row.cells if c.column in columns)
    reading = _Reading(table, Places([table]), is_signed, is_sure)
    outcomes = [outcome for found in group for outcome in _column_outcomes(reading, found)]
    broken = sum(outcome.verdict is Verdict.BROKEN for outcome in outcomes)
    is_known = sum(map(_agrees, outcomes)) >= _ENOUGH * broken
    return outcomes if is_known else [doubt(outcome, _OTHER) for outcome in outcomes]


def _column_outcomes(reading: _Reading, found: Comparison) -> list[Outcome]:
    """The verdicts on a column, by those pairs of columns with which most of its rows agree."""
    judged = [
        [_judge(found.way, entry, reading) for entry in entries]
        for row in reading.table.rows
        if (entries := _entries(reading.table, row, found))
    ]
    counts = [sum(map(_agrees, outcomes)) for outcomes in zip(*judged, strict=True)]
    best = [at for at, count in enumerate(counts) if count == max(counts)]
    return [_surest([row[at] for at in best]) for row in judged]


def _surest(readings: Sequence[Outcome]) -> Outcome:
    """The first reading of a row that breaks nothing, else the first."""
    sound = (one for one in readings if one.verdict is not Verdict.BROKEN)
    return next(sound, readings[0])


def _agrees(outcome: Outcome) -> bool:
    """Whether a row shows what its column counts: it holds, and no figure of it is zero."""
    figures = (outcome.relation.total, *outcome.relation.parts)
    return outcome.verdict.holds and all(one.amount and one.amount.value for one in figures)


def _is_signed(cells: Iterable[Cell]) -> bool:
    """Whether a column tells falls from rises: some figure is negative, or said to have fallen."""
    amounts = (_amount(cell, None) for cell in cells)
    return any(amount is not None and amount.value < 0 for amount in amounts)


def _amount(cell: Cell, unit: Unit | None) -> Amount | None:
    """What a cell of a comparison says: a figure, or one behind a word of direction (`减少2.00`).

    A bare one whose column has no unit has that of what is compared.
    """
    if cell.amount:
        return cell.amount if cell.amount.unit else Amount(value=cell.amount.value, unit=unit)
    said = _SAID.fullmatch(normal_form(cell.printed)) if cell.content is Content.WORDS else None
    amount = parse_cell(said["figure"], unit)[1] if said else None
    if said and said["down"] and amount:
        return Amount(value=-abs(amount.value), unit=amount.unit)
    return amount


def _entries(table: Table, row: Row, found: Comparison) -> list[_Entry]:
    """A row of a comparison for each pair of columns; none where it prints no result."""
    cells = {cell.column: cell for cell in row.cells}
    own = cells.get(found.column)
    change = cells.get(found.change) if found.change is not None else None
    entries = []
    for one, other in ((cells.get(later), cells.get(earlier)) for later, earlier in found.pairs):
        if own is None or one is None or other is None:
            return []
        unit = next((cell.amount.unit for cell in (one, other) if cell.amount), None)
        torn = row.is_short or any(cell.inferred for cell in (own, one, other))
        result = _said(table, row, own, unit)
        if result.amount is None:
            return []
        entries.append(
            _Entry(
                own=result,
                later=operand(table, row, one),
                earlier=operand(table, row, other),
                change=_said(table, row, change, unit) if change else None,
                is_sure=not torn,
            )
        )
    return entries


def _said(table: Table, row: Row, cell: Cell, unit: Unit | None) -> Operand:
    return operand(table, row, cell).model_copy(update={"amount": _amount(cell, unit)})


def _judge(way: Way, entry: _Entry, reading: _Reading) -> Outcome:
    if way is Way.CHANGE:
        outcome = _judge_change(entry, reading.places, is_signed=reading.is_signed)
    else:
        outcome = _judge_rate(way, entry, is_signed=reading.is_signed)
    if not (entry.later.amount and entry.earlier.amount):
        return doubt(outcome, _BLANK)
    return outcome if entry.is_sure and reading.is_sure else doubt(outcome, _UNSURE)


def _judge_change(entry: _Entry, places: Places, *, is_signed: bool) -> Outcome:
    """The later figure against the earlier one with the change."""
    later, earlier, step = entry.later.amount, entry.earlier.amount, entry.own
    assert step.amount
    if not is_signed and later and earlier and later.size < earlier.size:
        fallen = Amount(value=-step.amount.value, unit=step.amount.unit)
        step = step.model_copy(update={"amount": fallen})
    outcome = judge(Relation(TABLE_CHANGE, entry.later, (entry.earlier, step)), places)
    if outcome.computed is None or later is None or step.amount is None:
        return outcome
    gap, sign = abs(later.value - outcome.computed), "－" if step.amount.value < 0 else "＋"
    size = abs(in_unit(step.amount, later.unit).value)
    words = f"{entry.earlier.printed or '0'}{sign}{size}＝{outcome.computed}"
    worked = Remark(f"应为{words}，相差{gap}", f"It is {words}, {gap} apart.")
    # In another unit, or with fewer places, the change is no sum of what it is the change of.
    is_other = step.amount.unit is not later.unit or last_place(size) > last_place(later.value)
    is_shifted = outcome.verdict is Verdict.ROUNDING and is_other
    verdict = Verdict.TIED if is_shifted else outcome.verdict
    return replace(outcome, verdict=verdict, worked=worked)


def _judge_rate(way: Way, entry: _Entry, *, is_signed: bool) -> Outcome:
    """A printed percentage against those that it may be."""
    own, later, earlier = entry.own.amount, entry.later.amount, entry.earlier.amount
    relation = Relation(_RULES[way], entry.own, (entry.later, entry.earlier))
    if own is None or later is None or earlier is None:
        return unchecked(relation, _BLANK)
    if not earlier.value:
        return unchecked(relation, _NO_BASE)
    if own.unit is Unit.POINT or not _are_alike(later, earlier):
        return unchecked(relation, _UNITS)
    now, before = rounded(later, entry.later.printed), rounded(earlier, entry.earlier.printed)
    is_fall = own.value < 0
    gaps = [now]
    if way is Way.RATE:
        gaps = [_gap(now, before, is_fall=is_fall, is_signed=is_signed)]
        step = entry.change.amount if entry.change else None
        if step and entry.change and _are_alike(step, earlier):
            change = rounded(step, bare(entry.change.printed))
            is_turned = change.value < 0 if not is_signed else is_fall
            gaps.append(_turned(change) if is_turned else change)
    ways = [found for gap in gaps if (found := percentage(gap, before))]
    if not ways:
        return unchecked(relation, _SMALL_BASE)
    outcome = judge_percentage(relation, ways)
    assert outcome.computed is not None
    return replace(outcome, computed=-outcome.computed) if is_fall else outcome


def _are_alike(one: Amount, other: Amount) -> bool:
    return one.unit is other.unit or None not in (one.yuan, other.yuan)


def _gap(now: Figure, before: Figure, *, is_fall: bool, is_signed: bool) -> Figure:
    """How far a figure rose, or fell where that is what is printed."""
    if not is_signed:
        return distance(now, before)
    return minus(before, now) if is_fall else minus(now, before)


def _turned(figure: Figure) -> Figure:
    return Figure(-figure.value, -figure.high, -figure.low, figure.words)
