"""Sums down columns of change, which add up only with their signs, and where none is left out."""

from collections.abc import Sequence

from extraction.audit.tables.compared_columns import Way, find_comparisons
from extraction.audit.verdicts import doubt
from extraction.crosssums import Edition
from extraction.records import Disclosure
from extraction.relations import Outcome

_UNSIGNED = "changes are printed without their signs, or not for every row"


def doubt_changes(disclosure: Disclosure, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes; a sum of changes is not sure of which none is negative, or one is blank."""
    year = Edition.of(disclosure).year
    columns = {
        (table.number, "/".join(table.columns[found.column].path))
        for table in disclosure.tables
        for group in find_comparisons(table, year)
        for found in group
        if found.way is Way.CHANGE
    }
    return [
        doubt(one, _UNSIGNED)
        if (one.relation.total.table, one.relation.total.column) in columns and not _is_full(one)
        else one
        for one in outcomes
    ]


def _is_full(outcome: Outcome) -> bool:
    """Whether every figure of a sum is printed, and one of them is negative."""
    figures = (outcome.relation.total, *outcome.relation.parts)
    amounts = [figure.amount.value for figure in figures if figure.amount]
    return len(amounts) == len(figures) and min(amounts) < 0
