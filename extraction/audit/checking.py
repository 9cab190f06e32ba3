"""Every rule at every place of a disclosure that it applies to."""

from collections.abc import Iterable, Sequence

from extraction.audit.catalogue import RULE_BY_ID, Severity
from extraction.audit.findings import Finding, LedgerEntry, Report
from extraction.audit.phrasing import computed_of, printed_of, state
from extraction.audit.prose import prose_outcomes
from extraction.columnsums import names_of_codes
from extraction.crosssums import same_totals
from extraction.records import Disclosure, Source
from extraction.relations import Outcome, Verdict, judge_family
from extraction.tablesums import table_outcomes
from extraction.vocabulary import GapReason


def check(disclosure: Disclosure) -> Report:
    """Check every sum and statement of a disclosure, in exact decimals."""
    outcomes = [*_table_outcomes(disclosure), *prose_outcomes(disclosure)]
    found = [o for o in outcomes if o.verdict in (Verdict.BROKEN, Verdict.ROUNDING)]
    figures = set(_figures(disclosure))
    return Report(
        document=disclosure.document,
        findings=tuple(_finding(disclosure.document, outcome) for outcome in found),
        ledger=tuple(_entry(disclosure.document, outcome) for outcome in outcomes),
        figures=len(figures),
        covered=len(figures & set(_covered(outcomes))),
    )


def _table_outcomes(disclosure: Disclosure) -> Iterable[Outcome]:
    names = names_of_codes(disclosure.tables)
    torn = {gap.table for gap in disclosure.gaps if gap.reason is GapReason.NO_COLUMN}
    for table in disclosure.tables:
        whole = table.number not in torn
        yield from table_outcomes(table, names, whole=whole, gaps=disclosure.gaps)
    for family in same_totals(disclosure.tables):
        yield from judge_family(family)


def _figures(disclosure: Disclosure) -> Iterable[Source]:
    """The places of all amounts."""
    for table in disclosure.tables:
        for row in table.rows:
            yield from (cell.source for cell in row.cells if cell.amount)
    for one in disclosure.statements:
        said = (*(one.level, one.change, one.rate, one.share, one.earlier, one.completion),)
        yield from (quantity.source for quantity in said if quantity)


def _covered(outcomes: Sequence[Outcome]) -> Iterable[Source]:
    for outcome in outcomes:
        if outcome.verdict is not Verdict.NOT_CHECKABLE:
            for operand in (outcome.relation.total, *outcome.relation.parts):
                yield operand.source


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


def _finding(document: str, outcome: Outcome) -> Finding:
    relation, rule = outcome.relation, RULE_BY_ID[outcome.relation.rule]
    is_rounding = outcome.verdict is Verdict.ROUNDING
    remark = state(outcome)
    return Finding(
        document=document,
        rule=relation.rule,
        kind=rule.kind,
        severity=Severity.ROUNDING if is_rounding else rule.severity,
        where=relation.total.where,
        statement=remark.zh,
        statement_en=remark.en,
        printed=printed_of(relation.total),
        computed=computed_of(outcome),
        cells=(relation.total, *relation.parts),
    )
