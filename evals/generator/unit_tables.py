"""Tables by unit: income, “三公” costs, basic expenditure."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from evals.generator.agencies import Agency
from evals.generator.budget import ZERO, Accounts, ThreePublic
from evals.generator.code_tables import Figure, amount_cells, figures, income_measures
from evals.generator.headers import Column, Header
from evals.generator.styles import Codes, Numbers, Style, Zero
from evals.generator.tables import Line, Name, Sheet, build_lines, print_amount
from extraction.vocabulary import Role

_THREE_PUBLIC = (
    figures(
        "合计=total 因公出国（境）费/小计=abroad 因公出国（境）费/一般公务出国（境）费=abroad"
        " 因公出国（境）费/学术交流合作出国（境）费=none 公务接待费=reception"
        " 公务用车购置及运行维护费/小计=vehicles"
        " 公务用车购置及运行维护费/公务用车运行维护费=operation"
        " 公务用车购置及运行维护费/公务用车购置=purchase"
    ),
    figures(
        "“三公”经费合计=total 因公出国（境）费=abroad 公务用车购置及运行维护费/小计=vehicles"
        " 公务用车购置及运行维护费/公务用车购置费=purchase"
        " 公务用车购置及运行维护费/公务用车运行维护费=operation 公务接待费=reception"
    ),
    figures(
        "“三公”经费合计=total 因公出国（境）费用=abroad 公务用车购置及运行费/小计=vehicles"
        " 公务用车购置及运行费/公务用车购置费=purchase"
        " 公务用车购置及运行费/公务用车运行维护费=operation 公务接待费=reception"
        " 会议费=meeting 培训费=training"
    ),
    figures(
        "合计=total 因公出国（境）费=abroad 公务接待费=reception"
        " 公务用车购置及运行维护费/小计=vehicles 公务用车购置及运行维护费/公务用车购置费=purchase"
        " 公务用车购置及运行维护费/公务用车运行维护费=operation"
    ),
)
_THREE_ROWS = (
    ("机关运行经费", "costs"),
    ("“三公”经费", "total"),
    ("其中：（一）因公出国（境）支出", "abroad"),
    ("（二）公务用车购置及运行维护支出", "vehicles"),
    ("1.公务用车购置费", "purchase"),
    ("2.公务用车运行维护费", "operation"),
    ("（三）公务接待费支出", "reception"),
)
_UNIT_INCOME = figures(
    "合计=total 本年收入/小计=income 本年收入/一般公共预算=general 本年收入/政府性基金预算=fund"
    " 本年收入/国有资本经营预算=capital 本年收入/财政专户管理资金=special"
    " 本年收入/事业收入=business 本年收入/其他收入=other 上年结转结余/小计=opening"
    " 上年结转结余/一般公共预算=opening_general"
    " 上年结转结余/政府性基金预算=opening_fund 上年结转结余/单位资金=opening_own"
)


def three_public_amounts(accounts: Accounts) -> dict[str, Decimal]:
    """The “三公” costs by measure, with meetings, training and operating costs."""
    costs: ThreePublic = accounts.three_public
    return {
        "total": costs.total,
        "abroad": costs.abroad,
        "vehicles": costs.vehicles,
        "purchase": costs.purchase,
        "operation": costs.operation,
        "reception": costs.reception,
        "meeting": accounts.economic("30215"),
        "training": accounts.economic("30216"),
        "costs": accounts.operating_costs,
        "none": ZERO,
    }


def three_public_sheet(head: Sheet, style: Style, agency: Agency, accounts: Accounts) -> Sheet:
    """“三公”经费: a row a unit, one row without a name, or a row a part."""
    values = three_public_amounts(accounts)
    if style.columns == 0 and style.titles % 2:
        return _three_public_by_row(head, style, values)
    chosen = _THREE_PUBLIC[style.columns]
    coded = _unit_columns(style) if style.titles != 2 else ()
    columns = (*coded, *(Column(figure.path, measure=figure.measure) for figure in chosen))
    # Without a name, a row of blanks would be no row to a reader.
    plain = style if coded else replace(style, zero=Zero.ZERO)
    amounts = amount_cells(chosen, values, plain)
    rows = []
    if not coded:
        rows.append((amounts, (Name(""),)))
    elif style.titles % 2:
        rows.append((_total_name(len(coded)) + amounts, (Name("合计"),)))
    if coded:
        cells, name = _unit_cells(style, agency.code, agency.name)
        rows.append((cells + amounts, (name,)))
    numbers = style.numbers
    if not coded and numbers in (Numbers.LANCI, Numbers.PARTS):
        numbers = Numbers.PLAIN
    traits = frozenset({"three_public:named" if coded else "three_public:nameless"})
    header = Header(columns, numbers, style.spans)
    lines = nest_lines(build_lines(columns, rows))
    return replace(head, header=header, lines=lines, traits=traits)


def _three_public_by_row(head: Sheet, style: Style, values: dict[str, Decimal]) -> Sheet:
    funds = ("合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")
    columns = (Column(("项目",), Role.NAME), *(Column((fund,)) for fund in funds))
    rows = []
    for label, measure in _THREE_ROWS:
        amount = values[measure]
        cells = (label, *(print_amount(value, style) for value in (amount, amount, ZERO, ZERO)))
        rows.append((cells, (Name(label),)))
    header = Header(columns, style.numbers, style.spans)
    traits = frozenset({"three_public:by_row"})
    return replace(head, header=header, lines=build_lines(columns, rows), traits=traits)


def unit_income_sheet(head: Sheet, style: Style, agency: Agency, accounts: Accounts) -> Sheet:
    """收入总表 with the department and its seat as rows, both with all money."""
    measures = income_measures(accounts.posts)
    amounts = amount_cells(_UNIT_INCOME, measures, style)
    rows = _unit_rows(style, agency, amounts)
    return _print_units(head, style, _UNIT_INCOME, rows)


def _unit_rows(
    style: Style, agency: Agency, amounts: tuple[str, ...]
) -> list[tuple[tuple[str, ...], tuple[Name, ...]]]:
    """合计, the department and its seat: one unit, so the same amounts three times."""
    seat = f"{agency.name}（本级）"
    total = _total_name(len(_unit_columns(style))) + amounts
    rows: list[tuple[tuple[str, ...], tuple[Name, ...]]] = [(total, (Name("合计"),))]
    for code, name in ((agency.code, agency.name), (f"{agency.code}001", seat)):
        cells, label = _unit_cells(style, code, name)
        rows.append((cells + amounts, (label,)))
    return rows


def _print_units(
    head: Sheet,
    style: Style,
    chosen: tuple[Figure, ...],
    rows: Sequence[tuple[tuple[str, ...], tuple[Name, ...]]],
) -> Sheet:
    amounts = (Column(figure.path, measure=figure.measure) for figure in chosen)
    columns = (*_unit_columns(style), *amounts)
    header = Header(columns, style.numbers, style.spans)
    return replace(head, header=header, lines=nest_lines(build_lines(columns, rows)))


def nest_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Rows each of which is the whole of the one above."""
    return tuple(replace(line, accounts=(("unit",) * depth,)) for depth, line in enumerate(lines))


def _total_name(width: int) -> tuple[str, ...]:
    return ("",) * (width - 1) + ("合计",)


def _unit_columns(style: Style) -> tuple[Column, ...]:
    if style.function_codes in (Codes.JOINED, Codes.SHORT, Codes.THREE, Codes.SHORT_THREE):
        return (Column(("部门编码",), Role.CODE), Column(("部门名称",), Role.NAME))
    return (Column(("单位名称",), Role.NAME),)


def _unit_cells(style: Style, code: str, name: str) -> tuple[tuple[str, ...], Name]:
    if len(_unit_columns(style)) == 2:
        return (code, name), Name(name, code)
    if style.function_codes is Codes.BRACKETS:
        return (f"[{code}]{name}",), Name(name, code)
    return (name,), Name(name)
