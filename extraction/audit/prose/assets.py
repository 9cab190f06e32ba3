"""What fixed assets are to be bought for, against the capital expenditure of the tables."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extraction.audit.figures import VAGUE, in_unit, is_vague, quantity_operand, rounded
from extraction.audit.verdicts import tied, unchecked
from extraction.crosssums import Edition, cell_in, list_total, only_tables
from extraction.records import Amount, Disclosure, Quantity, Statement, Table
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict, judge, operand
from extraction.text import normal_form
from extraction.vocabulary import Measure, TableKind

ASSET_PURCHASE = "asset_purchase"

_NOT_ALL = "the tables by economic item do not cover all expenditure"
_UNSORTED = "some expenditure is not sorted by economic item"

_K = TableKind
_PURCHASE = re.compile(r"购置固定资产|固定资产购置")
_BY_ITEM = (_K.GENERAL_BASIC_BY_ECONOMY, _K.GENERAL_PROJECT_BY_ECONOMY)
_CLASS = re.compile(r"\d{3}")
_CAPITAL = re.compile("309|310")
# What is paid to enterprises or kept for other ends may buy assets too.
_OTHER_CLASS = re.compile("311|312|399")


def asset_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """Whether a budget's capital expenditure pays for the fixed assets that it says to buy."""
    edition = Edition.of(disclosure)
    tables = only_tables(disclosure.tables)
    own = [tables.get(kind) for kind in _BY_ITEM]
    if edition.is_final or not all(own):
        return
    basic, project = (table for table in own if table)
    for one in disclosure.statements:
        named = one.item and _PURCHASE.fullmatch(normal_form(one.item.printed))
        if named and one.level and _is_own(one, one.level, edition):
            total = quantity_operand(one, one.level)
            doubt = _doubt(tables.get(_K.EXPENDITURE), (basic, project), edition)
            doubt = VAGUE if is_vague(one, [one.level]) else doubt
            capital = _classes((basic, project), _CAPITAL, edition)
            relation = Relation(ASSET_PURCHASE, total, tuple(capital))
            yield unchecked(relation, doubt) if doubt else _judge(relation, one.level.amount)


def _is_own(statement: Statement, level: Quantity, edition: Edition) -> bool:
    """Whether a figure is money of the document's year."""
    return level.amount.yuan is not None and str(statement.year) == edition.year


def _doubt(spent: Table | None, by_item: tuple[Table, Table], edition: Edition) -> str:
    """Why capital expenditure may be more than these tables print; empty where it is not."""
    whole = list_total(spent, Measure.TOTAL, edition) if spent else None
    totals = [list_total(table, Measure.TOTAL, edition) for table in by_item]
    found = tuple(total for total in totals if total)
    if whole is None or len(found) < len(by_item) or not _adds_up(whole, found):
        return _NOT_ALL
    for table, total in zip(by_item, found, strict=True):
        if not _adds_up(total, tuple(_classes((table,), _CLASS, edition))):
            return _UNSORTED
    unsorted = _classes(by_item, _OTHER_CLASS, edition)
    return _UNSORTED if any(one.amount and one.amount.value for one in unsorted) else ""


def _adds_up(total: Operand, parts: tuple[Operand, ...]) -> bool:
    return judge(Relation(ASSET_PURCHASE, total, parts)).verdict.holds


def _classes(
    tables: tuple[Table, ...], codes: re.Pattern[str], edition: Edition
) -> Iterator[Operand]:
    """What the tables print for some classes."""
    for table in tables:
        column = edition.total_column(table)
        for row in table.rows:
            cell = cell_in(row, column)
            if cell and cell.amount and codes.fullmatch(row.full_code or ""):
                yield operand(table, row, cell)


def _judge(relation: Relation, level: Amount) -> Outcome:
    """The verdict: what is bought is not more than capital expenditure, as printed."""
    amounts = [in_unit(part.amount, level.unit) for part in relation.parts if part.amount]
    paid = [rounded(amount, "").high for amount in amounts]
    if rounded(level, "").low < sum(paid):
        return tied(relation)
    computed = sum((amount.value for amount in amounts), Decimal(0))
    gap = level.value - computed
    worked = Remark(
        f"按经济分类的资本性支出为{computed}{level.unit}，相差{gap}",
        f"Capital expenditure by economic item is {computed} {level.unit}, {gap} apart.",
    )
    return Outcome(relation, Verdict.BROKEN, "", computed, worked)
