"""The tables that only final accounts have: what was planned beside what was spent."""

from dataclasses import replace
from decimal import Decimal

from evals.generator.budget import Accounts, Post, Year, add, rounded
from evals.generator.classification import ECONOMY, FUNCTIONS
from evals.generator.code_tables import (
    Amounts,
    CodeRows,
    code_sheet,
    code_tree,
    figures,
    function_sheet,
    spending_measures,
)
from evals.generator.headers import Column, Header
from evals.generator.sectors import Purse
from evals.generator.slots import Merge
from evals.generator.styles import Numbers, Style, Zero
from evals.generator.tables import Name, Sheet, build_lines, print_amount
from evals.generator.unit_tables import three_public_amounts
from extraction.vocabulary import Role

_INCOME = figures(
    "本年收入合计=income 财政拨款收入=appropriation 上级补助收入=none 事业收入=business"
    " 经营收入=none 附属单位上缴收入=none 其他收入=rest"
)
_EXPENDITURE = figures(
    "本年支出合计=total 基本支出=basic 项目支出=project 上缴上级支出=none 经营支出=none"
    " 对附属单位补助支出=none"
)
_GENERAL = (
    figures("本年支出/合计=total 本年支出/基本支出=basic 本年支出/项目支出=project"),
    figures("合计=total 基本支出=basic 项目支出=project"),
    figures("年初预算数=planned 决算数=total 完成率=rate"),
    figures(
        "年初结转和结余=opening 本年收入=income 本年支出/合计=total 本年支出/基本支出=basic"
        " 本年支出/项目支出=project 年末结转和结余=closing"
    ),
)
_FUND = _GENERAL[3]
_THREE_PUBLIC = (
    (("合计",), "total"),
    (("因公出国（境）费",), "abroad"),
    (("公务用车购置及运行维护费", "小计"), "vehicles"),
    (("公务用车购置及运行维护费", "公务用车购置费"), "purchase"),
    (("公务用车购置及运行维护费", "公务用车运行维护费"), "operation"),
    (("公务接待费",), "reception"),
)


def final_income_sheet(head: Sheet, style: Style, accounts: Accounts) -> Sheet:
    """收入决算表."""
    rest = (Purse.SPECIAL, Purse.OTHER)
    rows = []
    for code in ("", *code_tree(accounts.posts)):
        posts = [post for post in accounts.posts if post.code.startswith(code)]
        values = dict(_income_values(posts))
        values["rest"] = add(post.income for post in posts if post.purse in rest)
        rows.append((code, FUNCTIONS.get(code, ""), values))
    body = CodeRows(tuple(rows[1:]), rows[0][2], "功能")
    return code_sheet(head, style, _INCOME, body)


def _income_values(posts: list[Post]) -> dict[str, Decimal | str | None]:
    public = (Purse.GENERAL, Purse.FUND, Purse.CAPITAL)
    return {
        "income": add(post.income for post in posts),
        "appropriation": add(post.income for post in posts if post.purse in public),
        "business": add(post.income for post in posts if post.purse is Purse.BUSINESS),
        "none": Decimal(0),
    }


def final_expenditure_sheet(head: Sheet, style: Style, accounts: Accounts) -> Sheet:
    """支出决算表."""
    return function_sheet(head, style, accounts.posts, _EXPENDITURE)


def final_general_sheet(head: Sheet, style: Style, year: Year) -> Sheet:
    """一般公共预算财政拨款支出决算表, in one set of columns beside the initial budget."""
    columns = _GENERAL[style.columns]
    posts, plan = year.now.posts_of(Purse.GENERAL), year.plan.posts_of(Purse.GENERAL)
    codes = code_tree(posts + plan) if style.columns == 2 else code_tree(posts)
    rows = tuple((code, FUNCTIONS[code], _planned(posts, plan, code)) for code in codes)
    head = replace(head, traits=frozenset({f"final_general:{style.columns}"}))
    return code_sheet(head, style, columns, CodeRows(rows, _planned(posts, plan, ""), "功能"))


def _planned(posts: tuple[Post, ...], plan: tuple[Post, ...], code: str) -> Amounts:
    values = spending_measures([post for post in posts if post.code.startswith(code)])
    planned = add(post.total for post in plan if post.code.startswith(code))
    spent = values["total"]
    assert isinstance(spent, Decimal)
    rate = f"{rounded(spent * 100 / planned, Decimal('0.01'))}%" if planned else "—"
    return values | {"planned": planned, "rate": rate}


def final_fund_sheet(head: Sheet, style: Style, accounts: Accounts, purse: Purse) -> Sheet:
    """政府性基金, 国有资本经营: carried in, received, spent and left; empty without money."""
    posts = accounts.posts_of(purse)
    if posts:
        return function_sheet(head, style, posts, _FUND)
    fund = "政府性基金预算" if purse is Purse.FUND else "国有资本经营预算"
    note = f"说明：本部门{accounts.year}年度没有{fund}财政拨款收支，本表无数据。"
    blank: Amounts | None = dict.fromkeys(figure.measure for figure in _FUND)
    body = CodeRows((), None if style.titles == 1 else blank, "功能")
    return code_sheet(replace(head, note=note), style, _FUND, body)


def final_three_public_sheet(head: Sheet, style: Style, year: Year) -> Sheet:
    """“三公” with 预算数 and 决算数: as pairs under each part, or all plans before all results."""
    plan, now = three_public_amounts(year.plan), three_public_amounts(year.now)
    pairs = style.columns % 2 == 1
    # Most publishers print 预算数 and 决算数 on one line under headers of different depth.
    low = ("", "") if style.titles % 2 == 0 else ()
    if pairs:
        chosen = [
            ((*path, *low[len(path) :], label), values[key])
            for path, key in _THREE_PUBLIC
            for label, values in (("预算数", plan), ("决算数", now))
        ]
    else:
        chosen = [
            ((label, *path), values[key])
            for label, values in (("预算数", plan), ("决算数", now))
            for path, key in _THREE_PUBLIC
        ]
    columns = tuple(Column(path) for path, _ in chosen)
    plain = replace(style, zero=Zero.ZERO)
    cells = tuple(print_amount(amount, plain) for _, amount in chosen)
    lines = build_lines(columns, [(cells, (Name(""),))])
    numbers = Numbers.NONE if style.numbers is Numbers.NONE else Numbers.PLAIN
    traits = frozenset({"three_public:pairs" if pairs else "three_public:halves"})
    return replace(head, header=Header(columns, numbers, style.spans), lines=lines, traits=traits)


def final_basic_sheet(head: Sheet, style: Style, accounts: Accounts) -> Sheet:
    """基本支出决算表: people on the left, running costs on the right, in two groups or three."""
    if style.halves == 3:
        return _final_basic_groups(head, style, accounts)
    left = _half(accounts, ("301", "303"))
    right = _half(accounts, ("302", "310"))
    height = max(len(left), len(right))
    blank = ("", "", None)
    left += [blank] * (height - len(left))
    right += [blank] * (height - len(right))
    sums = (accounts.economic("301", "303"), accounts.economic("302", "310"))
    left.append(("", "人员经费合计", sums[0]))
    right.append(("", "公用经费合计", sums[1]))
    columns = tuple(
        Column((text,), role, side)
        for side in (0, 1)
        for text, role in (
            ("科目编码", Role.CODE),
            ("科目名称", Role.NAME),
            ("决算数", Role.AMOUNT),
        )
    )
    rows = []
    for one, other in zip(left, right, strict=True):
        halves = [(code, name, print_amount(amount, style)) for code, name, amount in (one, other)]
        rows.append((halves[0] + halves[1], (Name(one[1], one[0]), Name(other[1], other[0]))))
    header = Header(columns, style.numbers, style.spans)
    traits = frozenset({"final_basic:two"})
    return replace(head, header=header, lines=build_lines(columns, rows), traits=traits)


def _final_basic_groups(head: Sheet, style: Style, accounts: Accounts) -> Sheet:
    """基本支出决算表 in three groups: the second and third go on under one side header."""
    people, running = _half(accounts, ("301", "303")), _half(accounts, ("302", "310"))
    middle = max(len(running) // 2 + 1, len(running) - len(people))
    groups = [people, running[:middle], running[middle:]]
    height = max(map(len, groups))
    for group in groups:
        group += [("", "", None)] * (height - len(group))
    outer = ("人员经费", "公用经费", "公用经费")
    columns = tuple(
        Column((outer[side], text), role, side)
        for side in range(3)
        for text, role in (
            ("科目编码", Role.CODE),
            ("科目名称", Role.NAME),
            ("决算数", Role.AMOUNT),
        )
    )
    rows = []
    for entries in zip(*groups, strict=True):
        cells = [(code, name, print_amount(amount, style)) for code, name, amount in entries]
        names = tuple(Name(name, code) for code, name, _ in entries)
        rows.append((cells[0] + cells[1] + cells[2], names))
    # Both totals are merged over codes and names; the second one's amount stands at the end.
    sums = (accounts.economic("301", "303"), accounts.economic("302", "310"))
    people_total, running_total = (print_amount(amount, style) for amount in sums)
    first, second = Name("人员经费合计"), Name("公用经费合计")
    blank = ("",) * 4
    total = (first.label, "", people_total, second.label, *blank, running_total)
    rows.append((total, (first, second, second)))
    header = Header(columns, style.numbers, style.spans)
    traits = frozenset({"final_basic:three"})
    *lines, last = build_lines(columns, rows)
    lines.append(replace(last, merges=(Merge(0, 1, 2), Merge(3, 1, 5))))
    return replace(head, header=header, lines=tuple(lines), traits=traits)


def _half(accounts: Accounts, classes: tuple[str, ...]) -> list[tuple[str, str, Decimal | None]]:
    listed: list[tuple[str, str, Decimal | None]] = []
    for parent in classes:
        items = [(code, amount) for code, amount in accounts.basic if code.startswith(parent)]
        if items:
            listed.append((parent, ECONOMY[parent], add(amount for _, amount in items)))
            listed += [(code, ECONOMY[code], amount) for code, amount in items]
    return listed
