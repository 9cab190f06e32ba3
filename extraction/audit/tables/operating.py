"""What runs the agency (机关运行经费) against what of basic expenditure is no personnel's."""

import re
from collections.abc import Iterator, Sequence

from extraction.audit.figures import in_unit, quantity_operand
from extraction.audit.tables.items import compare
from extraction.audit.verdicts import tied, unchecked
from extraction.columns import plain_header
from extraction.crosssums import Edition, cell_in, list_total, only_tables
from extraction.records import Disclosure, Table
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict, operand
from extraction.text import normal_form
from extraction.vocabulary import Measure, TableKind

OPERATING_TOTAL = "operating_total"

_SCOPES = "operating costs and what is no personnel's may count other units or money"
_K = TableKind
_BASIC = (_K.GENERAL_BASIC_BY_ECONOMY, _K.APPROPRIATION_BASIC_BY_ECONOMY)
_BY_FUNCTION = (_K.GENERAL_BY_FUNCTION, _K.APPROPRIATION_BY_FUNCTION)
_COSTS = re.compile(r"(?:一般公共预算)?机关运行(?:经费|费用)(?:支出|预算)?")
_PUBLIC_ROW = re.compile(r"公用(?:经费|支出)(?:合计|小计|总计)|(?:302)?商品和服务支出")
_EQUATED = re.compile(
    r"机关运行(?:经费|费用)\(?[,]?即(?![^,。;)]*(?:本级|机关|行政|参公|参照))[^,。;)]{0,20}公用经费"
)


def operating_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """The verdicts on all prints of what runs the agency."""
    edition = Edition.of(disclosure)
    funds = list(_funds(only_tables(disclosure.tables), edition))
    if not funds:
        return
    for cost, sentence in _costs(disclosure, edition):
        yield _judge(cost, funds, is_equated=_EQUATED.search(sentence) is not None)


def _funds(tables: dict[TableKind, Table], edition: Edition) -> Iterator[Operand]:
    """What of basic expenditure is no personnel's, as columns and rows print it."""
    for kind in (*_BASIC, *_BY_FUNCTION):
        table = tables.get(kind)
        if table and (total := list_total(table, Measure.OPERATING, edition)):
            yield total
    for table in (tables[kind] for kind in _BASIC if kind in tables):
        for row in table.rows:
            cell = cell_in(row, edition.total_column(table, row.side))
            if cell and cell.amount and _PUBLIC_ROW.fullmatch(normal_form(row.label)):
                yield operand(table, row, cell)


def _costs(disclosure: Disclosure, edition: Edition) -> Iterator[tuple[Operand, str]]:
    """What runs the agency, as columns and sentences print it, and the sentence."""
    for table in disclosure.tables:
        columns = [
            at
            for at in edition.money_columns(table)
            if table.columns[at].measure is Measure.OPERATING_COSTS
        ]
        if table.kind is _K.THREE_PUBLIC and len(columns) == len(table.rows) == 1:
            cell = cell_in(table.rows[0], columns[0])
            if cell and cell.amount:
                yield operand(table, table.rows[0], cell), ""
    for one in disclosure.statements:
        is_cost = one.item and _COSTS.fullmatch(plain_header(one.item.printed))
        is_own = is_cost and str(one.year) == edition.year
        if is_own and one.level and one.level.amount.yuan is not None:
            yield quantity_operand(one, one.level), normal_form(one.sentence.printed)


def _judge(cost: Operand, funds: Sequence[Operand], *, is_equated: bool) -> Outcome:
    assert cost.amount
    for fund in funds:
        if fund.amount and compare(cost.amount, fund.amount).holds:
            return tied(Relation(OPERATING_TOTAL, cost, (fund,)))
    relation = Relation(OPERATING_TOTAL, cost, (funds[0],))
    if not is_equated or len({one.amount.yuan for one in funds if one.amount}) != 1:
        return unchecked(relation, _SCOPES)
    assert funds[0].amount
    told, unit = in_unit(funds[0].amount, cost.amount.unit).value, funds[0].amount.unit
    gap = abs(told - cost.amount.value)
    worked = Remark(
        f"表{funds[0].table}的公用经费为{funds[0].printed}{unit}，相差{gap}",
        f"Table {funds[0].table} has {funds[0].printed} {unit}, {gap} apart.",
    )
    return Outcome(relation, Verdict.BROKEN, "", told, worked)
