"""The checks of a disclosure: a catalogue of rules, their ledger, and what is found."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extraction.columnsums import Names, column_sums, names_of_codes
from extraction.crosssums import SAME_TOTAL, same_totals
from extraction.prosechecks import (
    TEXT_CHANGE,
    TEXT_COMPLETION,
    TEXT_DIRECTION,
    TEXT_RATE,
    prose_outcomes,
)
from extraction.prosechecks_figures import bare
from extraction.prosechecks_shares import TEXT_SHARE
from extraction.prosechecks_tables import TEXT_TABLE
from extraction.records import Disclosure, Gap, Record, Row, Source, Table
from extraction.relations import Operand, Outcome, Relation, Verdict, judge_family
from extraction.rowsums import BALANCE, ROW_TOTAL, balances, row_sums
from extraction.rowtrees import CODE_HIERARCHY, GRAND_TOTAL, LIST_TOTAL, SIDE_TOTAL
from extraction.tables import Reading
from extraction.vocabulary import GapReason, Unit

_TORN = "a row of the table has lost cells"
_UNPLACED = "a cell is blank in a row of which a figure has no sure column"


class FindingKind(StrEnum):
    """What disagrees with what."""

    ROW_SUM = "row_sum"
    COLUMN_SUM = "column_sum"
    HIERARCHY_SUM = "hierarchy_sum"
    CROSS_TABLE = "cross_table"
    TEXT_ARITHMETIC = "text_arithmetic"
    TEXT_VS_TABLE = "text_vs_table"


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    ROUNDING = "rounding"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Rule:
    """An arithmetic relation that must hold."""

    id: str
    kind: FindingKind
    zh: str
    en: str


_SUM = FindingKind.COLUMN_SUM
_TEXT = FindingKind.TEXT_ARITHMETIC
RULES = (
    Rule(
        ROW_TOTAL,
        FindingKind.ROW_SUM,
        "合计、小计列等于其各分列之和",
        "A total column is the sum of the columns that it covers.",
    ),
    Rule(
        CODE_HIERARCHY,
        FindingKind.HIERARCHY_SUM,
        "上级科目等于其下级科目之和",
        "A class is the sum of its groups, a group of its items.",
    ),
    Rule(GRAND_TOTAL, _SUM, "合计行等于各类科目之和", "The total is the sum of the classes."),
    Rule(
        SIDE_TOTAL, _SUM, "一方的合计等于其各项之和", "The total of a side is the sum of its rows."
    ),
    Rule(
        LIST_TOTAL, _SUM, "清单的合计等于其各行之和", "The total of a list is the sum of its rows."
    ),
    Rule(BALANCE, FindingKind.ROW_SUM, "收入总计等于支出总计", "Both sides of a table balance."),
    Rule(
        SAME_TOTAL,
        FindingKind.CROSS_TABLE,
        "同一总数在各表一致",
        "The same total is the same in every table that prints it.",
    ),
    Rule(
        TEXT_DIRECTION,
        _TEXT,
        "增减方向与前后两数相符",
        "A direction word is the way from the earlier figure to the later one.",
    ),
    Rule(
        TEXT_CHANGE,
        _TEXT,
        "数额等于比较基数加减增减额",
        "A figure is the one that it is compared with, plus or minus the change.",
    ),
    Rule(
        TEXT_RATE,
        _TEXT,
        "增减比例等于增减额除以比较基数",
        "A growth rate is the change divided by the earlier figure.",
    ),
    Rule(
        TEXT_COMPLETION,
        _TEXT,
        "完成比例等于完成数除以预算数",
        "A completion rate is what was carried out divided by the budget.",
    ),
    Rule(
        TEXT_SHARE,
        _TEXT,
        "占比等于该数除以总数",
        "A share is the figure divided by its whole.",
    ),
    Rule(
        TEXT_TABLE,
        FindingKind.TEXT_VS_TABLE,
        "文字中的数额与表中一致",
        "A figure in the prose is the one that the tables print for the item.",
    ),
)
_RULES = {rule.id: rule for rule in RULES}


class Finding(Record):
    """A place where the document disagrees with itself."""

    document: str
    """Name of the document."""
    rule: str
    """Id of the rule in the catalogue."""
    kind: FindingKind
    """What disagrees with what."""
    severity: Severity
    """`rounding` inside what rounding explains, `error` beyond it, `wording` of no figures."""
    where: str
    """Where a person finds the total: its cell, page or line."""
    statement: str
    """What is found, in a sentence."""
    printed: str
    """The total, or the figure of the prose, as printed (in the unit of its column)."""
    computed: str
    """What it should be by the others (in the same unit); empty where no figure can be right."""
    cells: tuple[Operand, ...]
    """The total, then its parts; the figure of the prose, then what it is held against."""


class LedgerEntry(Record):
    """One rule at one place, and what came of it."""

    document: str
    """Name of the document."""
    rule: str
    """Id of the rule in the catalogue."""
    table: int | None
    """Number of the table that the total stands in; null in the prose."""
    where: str
    """Where a person finds the total: its cell, page or line."""
    label: str
    """Name of the total's row; in the prose, what the figure is of."""
    column: str
    """Header path of the total's column; in the prose, the headings over the sentence."""
    row: int
    """Number of the total's body row, from 1; 0 in the prose."""
    source: Source
    """The place of the total."""
    verdict: Verdict
    """`tied`, `rounding`, `broken` or `not checkable`."""
    reason: str
    """Why it is not checkable; empty otherwise."""


class Report(Record):
    """All findings of a disclosure, and the ledger of what was checked."""

    document: str
    """Name of the document."""
    findings: tuple[Finding, ...]
    """Where the document disagrees with itself, in printed order."""
    ledger: tuple[LedgerEntry, ...]
    """Every rule at every place that it applies to."""

    def count(self, verdict: Verdict) -> int:
        """How many entries of the ledger have a verdict."""
        return sum(entry.verdict is verdict for entry in self.ledger)

    @property
    def is_broken(self) -> bool:
        """Whether any sum or statement is broken; rounding and wording break nothing."""
        return self.count(Verdict.BROKEN) > 0


def check(disclosure: Disclosure) -> Report:
    """Check every sum and statement of a disclosure, in exact decimals."""
    names = names_of_codes(disclosure.tables)
    torn = {gap.table for gap in disclosure.gaps if gap.reason is GapReason.NO_COLUMN}
    outcomes = [
        outcome
        for table in disclosure.tables
        for outcome in table_outcomes(
            table, names, whole=table.number not in torn, gaps=disclosure.gaps
        )
    ]
    outcomes += [o for family in same_totals(disclosure.tables) for o in judge_family(family)]
    outcomes += prose_outcomes(disclosure)
    found = [o for o in outcomes if _severity(o)]
    return Report(
        document=disclosure.document,
        findings=tuple(_finding(disclosure.document, outcome) for outcome in found),
        ledger=tuple(_entry(disclosure.document, outcome) for outcome in outcomes),
    )


def table_outcomes(
    table: Table, names: Names, *, whole: bool, gaps: Sequence[Gap] = ()
) -> Iterator[Outcome]:
    """The verdicts on all sums inside a table.

    Down its columns none breaks over a row that may have lost a cell, nor if rows are missing;
    none at all over a cell that is blank where one of the `gaps` is a figure without a column.
    """
    torn = _torn_rows(table, whole=whole)
    unplaced = _unplaced_rows(table, gaps)
    families: dict[tuple[str, str], list[Relation]] = {}
    for relations in (*row_sums(table), *column_sums(table, names), *balances(table)):
        for relation in relations:
            if relation.rule != ROW_TOTAL and _is_unsure(relation, torn):
                relation = replace(relation, weak=_TORN)
            if any(not own.printed and own.row in unplaced for own in _operands(relation)):
                relation = replace(relation, weak=_UNPLACED)
            axis = relation.total.column if relation.rule == ROW_TOTAL else ""
            families.setdefault((relation.rule, axis), []).append(relation)
    for family in families.values():
        yield from judge_family(family)


def _torn_rows(table: Table, *, whole: bool) -> frozenset[int] | None:
    """Rows that may have lost a cell, few being short; None where whole rows are missing."""
    if not whole:
        return None
    short = frozenset(row.number for row in table.rows if row.is_short)
    return short if len(short) * 2 < len({row.number for row in table.rows}) else frozenset()


def _is_unsure(relation: Relation, torn: frozenset[int] | None) -> bool:
    """Whether a sum down a column may lack a row's figure, or hold it in the wrong column."""
    return torn is None or any(operand.row in torn for operand in _operands(relation))


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


def _entry(document: str, outcome: Outcome) -> LedgerEntry:
    total = outcome.relation.total
    return LedgerEntry(
        document=document,
        rule=outcome.relation.rule,
        table=total.table,
        where=total.where,
        label=total.label,
        column=total.column,
        row=total.row,
        source=total.source,
        verdict=outcome.verdict,
        reason=outcome.reason,
    )


def _severity(outcome: Outcome) -> Severity | None:
    """How bad what came of a rule is; None where nothing is found."""
    if outcome.verdict is Verdict.BROKEN:
        return Severity.ERROR
    if outcome.verdict is Verdict.ROUNDING:
        return Severity.ROUNDING
    is_wording = outcome.verdict is Verdict.NOT_CHECKABLE and outcome.worked
    return Severity.WORDING if is_wording else None


def _finding(document: str, outcome: Outcome) -> Finding:
    relation, severity = outcome.relation, _severity(outcome)
    assert severity
    return Finding(
        document=document,
        rule=relation.rule,
        kind=_RULES[relation.rule].kind,
        severity=severity,
        where=relation.total.where,
        statement=_statement(outcome),
        printed=_printed(relation.total),
        computed=_computed(outcome),
        cells=(relation.total, *relation.parts),
    )


def _printed(total: Operand) -> str:
    return bare(total.printed) if total.table is None else total.printed


def _computed(outcome: Outcome) -> str:
    total = outcome.relation.total
    if outcome.computed is None:
        return ""
    is_rate = total.table is None and total.amount and total.amount.unit is Unit.PERCENT
    return f"{outcome.computed}%" if is_rate else str(outcome.computed)


def _statement(outcome: Outcome) -> str:
    total = outcome.relation.total
    place = "文中" if total.table is None else f"表{total.table}"
    name = f"{total.code}{total.label}" or "（无名行）"
    column = f"“{total.column}”列" if total.table and total.column else ""
    worked = outcome.worked or _sum(outcome)
    zh = _RULES[outcome.relation.rule].zh
    return f"{place}“{name}”{column}印作{_printed(total)}，{zh}，{worked}"


def _sum(outcome: Outcome) -> str:
    total, computed = outcome.relation.total, outcome.computed
    assert total.amount is not None  # only sums with a printed total come to a finding
    assert computed is not None
    amounts = [part for part in outcome.relation.parts if part.amount and part.amount.value]
    parts = "＋".join(part.printed for part in amounts) or "0"
    return f"应为{parts}＝{computed}，相差{abs(total.amount.value - computed)}"
