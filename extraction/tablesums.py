"""The sums inside one table, and the verdicts on them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from extraction.blanks import TORN, UNPLACED, break_blanks, whole_cells
from extraction.columnsums import Names, column_sums
from extraction.records import Gap, Row, Table
from extraction.relations import Operand, Operands, Outcome, Places, Relation, Verdict, judge_family
from extraction.rowsums import balances, row_sums
from extraction.tables import Reading
from extraction.vocabulary import GapReason


def table_outcomes(
    table: Table, names: Names, *, whole: bool, gaps: Sequence[Gap] = ()
) -> Iterator[Outcome]:
    """The verdicts on all sums inside a table.

    Down its columns none breaks over a row that may have lost a cell, nor if rows are missing;
    none at all over a cell that is blank where one of the `gaps` is a figure without a column.
    """
    places, operands = Places([table]), Operands(table)
    unplaced = _unplaced_rows(table, gaps)
    along = [
        outcome
        for family in row_sums(table, operands)
        for outcome in judge_family(_doubt_blanks(family, unplaced), places)
    ]
    yield from along
    torn, sure = _torn_rows(table, whole=whole), whole_cells(along)
    families: dict[str, list[Relation]] = {}
    for relations in (*column_sums(table, names, operands), *balances(table)):
        for relation in _doubt_blanks(relations, unplaced):
            is_unsure = torn is None or any(
                own.row in torn and (own.row, own.column) not in sure for own in _operands(relation)
            )
            families.setdefault(relation.rule, []).append(
                replace(relation, weak=TORN) if is_unsure else relation
            )
    has_gap = any(gap.table == table.number for gap in gaps)
    for family in families.values():
        down = judge_family(family, places)
        yield from down if has_gap else break_blanks(down, along)


def _doubt_blanks(relations: Iterable[Relation], rows: Collection[int]) -> list[Relation]:
    """Relations, not sure where a cell is blank in one of some rows."""
    return [
        replace(relation, weak=UNPLACED)
        if any(not own.printed and own.row in rows for own in _operands(relation))
        else relation
        for relation in relations
    ]


def _torn_rows(table: Table, *, whole: bool) -> frozenset[int] | None:
    """Rows that may have lost a cell, few being short; None where whole rows are missing."""
    if not whole:
        return None
    short = frozenset(row.number for row in table.rows if row.is_short)
    return short if len(short) * 2 < len({row.number for row in table.rows}) else frozenset()


def _operands(relation: Relation) -> tuple[Operand, ...]:
    return (relation.total, *relation.parts)


def _unplaced_rows(table: Table, gaps: Sequence[Gap]) -> frozenset[int]:
    """Rows of which a figure is printed that may belong to one of several columns: those that
    begin last on or above its line."""
    lost = [
        gap.source.line
        for gap in gaps
        if gap.table == table.number and gap.source and gap.reason is GapReason.AMBIGUOUS
    ]
    starts = {row.number: _first_line(row) for row in table.rows} if lost else {}
    rows: set[int] = set()
    for line in lost:
        above = [start for start in starts.values() if start <= line]
        rows |= {number for number, start in starts.items() if start == max(above, default=line)}
    return frozenset(rows)


def _first_line(row: Row) -> int:
    printed = (row.code, row.name, *row.cells)
    lines = [span.line for own in printed if own for span in own.source.spans]
    return min(lines, default=0)


def judge_reading(reading: Reading) -> tuple[int, int, int]:
    """How well a reading ties: fewer broken sums, then more tied ones, then fewer gaps."""
    verdicts = Counter(o.verdict for o in table_outcomes(reading.table, {}, whole=True))
    tied = verdicts[Verdict.TIED] + verdicts[Verdict.ROUNDING]
    return -verdicts[Verdict.BROKEN], tied, -len(reading.gaps)
