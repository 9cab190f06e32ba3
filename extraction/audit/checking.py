"""Every rule at every place of a disclosure that it applies to."""

from collections.abc import Iterable, Sequence

from extraction.audit.causes import findings_of, group_by_cause, read_as_cut
from extraction.audit.findings import LedgerEntry, Report
from extraction.audit.prose import (
    asset_outcomes,
    fund_outcomes,
    listed_outcomes,
    name_outcomes,
    prose_outcomes,
    reason_outcomes,
    year_outcomes,
)
from extraction.audit.tables import (
    change_outcomes,
    code_outcomes,
    doubt_changes,
    form_outcomes,
    item_outcomes,
    mend_codes,
    operating_outcomes,
    score_outcomes,
    settle_lists,
    subset_outcomes,
)
from extraction.audit.wording import contents_outcomes, note_outcomes, wording_outcomes
from extraction.columnsums import names_of_codes
from extraction.crosssums import Edition, same_totals
from extraction.records import Disclosure
from extraction.relations import Outcome, Places, Verdict, judge_family
from extraction.tablesums import table_outcomes
from extraction.vocabulary import GapReason

_Place = tuple[int, int]


def check(disclosure: Disclosure) -> Report:
    """Check every sum and statement of a disclosure, in exact decimals."""
    mended = mend_codes(disclosure)
    sums = doubt_changes(mended, [*_table_outcomes(mended)])
    outcomes = [
        *read_as_cut(settle_lists(mended.tables, sums)),
        *item_outcomes(mended),
        *change_outcomes(disclosure),
        *subset_outcomes(disclosure),
        *form_outcomes(disclosure),
        *score_outcomes(disclosure),
        *operating_outcomes(disclosure),
        *prose_outcomes(disclosure),
        *wording_outcomes(disclosure),
        *code_outcomes(disclosure),
        *name_outcomes(disclosure),
        *listed_outcomes(disclosure),
        *contents_outcomes(disclosure),
        *note_outcomes(disclosure),
        *reason_outcomes(disclosure),
        *year_outcomes(disclosure),
        *asset_outcomes(disclosure),
        *fund_outcomes(disclosure),
    ]
    groups = group_by_cause(outcomes, disclosure)
    figures = set(_figures(disclosure))
    return Report(
        document=disclosure.document,
        findings=tuple(findings_of(disclosure.document, groups)),
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
    places = Places(disclosure.tables)
    for family in same_totals(disclosure.tables, Edition.of(disclosure)):
        yield from judge_family(family, places)


def _figures(disclosure: Disclosure) -> Iterable[_Place]:
    """The places of all amounts."""
    for table in disclosure.tables:
        for row in table.rows:
            yield from (cell.source.start for cell in row.cells if cell.amount)
    for one in disclosure.statements:
        yield from (quantity.source.start for quantity in one.quantities)


def _covered(outcomes: Sequence[Outcome]) -> Iterable[_Place]:
    held = {
        id(operand): operand
        for outcome in outcomes
        if outcome.verdict is not Verdict.NOT_CHECKABLE and outcome.relation.total.amount
        for operand in (outcome.relation.total, *outcome.relation.parts)
    }
    return (operand.source.start for operand in held.values())


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
