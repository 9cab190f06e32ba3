"""The funds that the prose says the money is from, against tables that leave them out."""

import re
from collections.abc import Iterator, Sequence

from extraction.audit.figures import quantity_operand
from extraction.audit.prose.entries import stated_outright
from extraction.audit.prose.pairs import plain_name
from extraction.audit.verdicts import broken, tied, unchecked
from extraction.crosssums import Edition, only_tables
from extraction.records import Disclosure, Quantity, Row, Statement, Table
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict, operand
from extraction.text import drop_ordinal, normal_form
from extraction.vocabulary import Content, TableKind

FUND_BLANK = "fund_blank"
FORM_FUND = "form_fund"

_OTHER_FIGURE = "the table may tell what is carried over apart"

_K = TableKind
_SECTION = re.compile("财政拨款收支")
_FUND = re.compile(
    r"(?P<fund>一般公共预算|政府性基金预算|国有资本经营预算)(?:财政)?(?:拨款)?(?:收入)?"
)
_WHOLE = re.compile(r"(?P<side>收入|支出)预算(?:总额|合计|总计)")
_APPROPRIATED = re.compile(r"财政拨款(?P<side>收入|支出)(?:预算)?(?:总额|合计|总计)?")
_AMOUNT = re.compile(r"(?:年度|当年)资金总额")
_FORM_OWN = re.compile(r"(?:其中:?)?财政拨款")


def fund_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """Whether the tables print money for the funds that the prose says it is from."""
    statements = [
        one
        for one in stated_outright(disclosure.statements)
        if one.item and one.level and one.level.amount.yuan and _is_of_year(one, disclosure)
    ]
    table = only_tables(disclosure.tables).get(_K.APPROPRIATION_BALANCE)
    if table and all(gap.table != table.number for gap in disclosure.gaps):
        for one in statements:
            if one.section and _SECTION.search(one.section[-1]):
                yield from _judge_row(one, table)
    whole = None if Edition.of(disclosure).is_final else _funded_alone(statements)
    if whole:
        for table in disclosure.tables:
            if table.kind is _K.PERFORMANCE_PROJECT:
                yield from _judge_form(whole, table)


def _is_of_year(statement: Statement, disclosure: Disclosure) -> bool:
    return disclosure.year is not None and str(statement.year) == disclosure.year.value


# A fund of the balance


def _judge_row(statement: Statement, table: Table) -> Iterator[Outcome]:
    """The verdict on a fund's figure, where the income side has one row and one column for it."""
    found = _FUND.fullmatch(plain_name(statement))
    columns = [index for index, column in enumerate(table.columns) if column.side == 0]
    rows = [row for row in table.rows if row.side == 0]
    own = [row for row in rows if found and _fund(row) == found["fund"] and not row.is_short]
    if not found or len(own) != 1 or len(columns) != 1 or statement.level is None:
        return
    row, level = own[0], statement.level
    cells = [cell for cell in row.cells if cell.column == columns[0]]
    relation = Relation(
        FUND_BLANK,
        quantity_operand(statement, level),
        tuple(operand(table, row, cell) for cell in cells),
    )
    printed = [cell.amount.yuan for cell in cells if cell.amount and cell.amount.value]
    if printed == [level.amount.yuan]:
        yield tied(relation)
    elif printed or not _is_above(rows, row, level):
        yield unchecked(relation, _OTHER_FIGURE)
    else:
        is_blank = all(cell.content is Content.BLANK for cell in cells)
        worked = Remark(
            f"表{table.number}“{row.label}”{'为空' if is_blank else '没有数额'}",
            f"“{row.label}” in table {table.number} has no figure.",
        )
        yield broken(relation, worked)


def _fund(row: Row) -> str:
    found = _FUND.fullmatch(normal_form(drop_ordinal(row.label)))
    return found["fund"] if found else ""


def _is_above(rows: Sequence[Row], own: Row, level: Quantity) -> bool:
    """Whether the figure stands over a row, as the whole that its fund is a part of.

    Below it the figure may be the row's own, whose name wraps.
    """
    return any(
        row.number < own.number and cell.amount and cell.amount.yuan == level.amount.yuan
        for row in rows
        for cell in row.cells
    )


# The form of a project


def _funded_alone(statements: Sequence[Statement]) -> tuple[Operand, Operand] | None:
    """The whole of one side and the appropriated part of it, where that is all."""
    wholes: dict[str, Statement] = {}
    for one in statements:
        item = plain_name(one)
        if found := _WHOLE.fullmatch(item):
            wholes.setdefault(found["side"], one)
        elif found := _APPROPRIATED.fullmatch(item):
            whole = wholes.get(found["side"])
            if whole and whole.level and one.level:
                if whole.level.amount.yuan == one.level.amount.yuan:
                    return quantity_operand(whole, whole.level), quantity_operand(one, one.level)
                return None
    return None


def _judge_form(funded: tuple[Operand, Operand], form: Table) -> Iterator[Outcome]:
    """A project whose funds are all printed as none, though it costs something."""
    fields = [
        (normal_form(row.label), operand(form, row, cell))
        for row in form.rows
        for cell in row.cells
        if cell.column is None and cell.amount
    ]
    totals = [cell for name, cell in fields if _AMOUNT.fullmatch(name)]
    own = [cell for name, cell in fields if _FORM_OWN.fullmatch(name)]
    if len(totals) != 1 or len(own) != 1:
        return
    amount, part = totals[0].amount, own[0].amount
    assert amount
    assert part
    funds = [cell.amount for name, cell in fields if not _AMOUNT.fullmatch(name)]
    relation = Relation(FORM_FUND, own[0], (totals[0], *funded))
    if part.yuan == amount.yuan:
        yield tied(relation)
    elif amount.value > 0 and not any(fund and fund.yuan for fund in funds):
        whole, appropriated = funded
        worked = Remark(
            f"年度资金总额为{totals[0].printed}，而文中{whole.label}{whole.printed}"
            f"均为财政拨款（{appropriated.label}{appropriated.printed}）",
            f"The project costs {totals[0].printed}, and by the prose all {whole.printed} of"
            f" the agency's money is appropriated.",
        )
        yield Outcome(relation, Verdict.BROKEN, "", amount.value, worked)
