"""Tables by classification code: expenditure, income, funds, economic items."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evals.generator.agencies import Agency
from evals.generator.budget import ZERO, Accounts, Post, add, posts_by_unit
from evals.generator.classification import ECONOMY, FUNCTIONS
from evals.generator.headers import Column, Header, has_parts
from evals.generator.history import economy_of_projects
from evals.generator.sectors import Purse
from evals.generator.slots import Merge
from evals.generator.styles import Codes, Numbers, Style, Totals, Zero
from evals.generator.tables import Account, Name, Sheet, build_lines, print_amount
from extraction.vocabulary import Role, TableKind

Amounts = Mapping[str, Decimal | str | None]
"""Amounts of one row by measure; a rate is text as printed, None is a cell left blank."""

APPROPRIATION = (Purse.GENERAL, Purse.FUND, Purse.CAPITAL)


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of amounts."""

    path: tuple[str, ...]
    """Its header path."""
    measure: str
    """Which amount stands in it."""


def figures(listing: str) -> tuple[Figure, ...]:
    """Columns from `合计=total 基本支出/小计=basic …`."""
    pairs = (part.rsplit("=", 1) for part in listing.split())
    return tuple(Figure(tuple(path.split("/")), measure) for path, measure in pairs)


_SPENDING = tuple(
    map(
        figures,
        (
            "合计=total 基本支出=basic 项目支出=project",
            "合计=total 基本支出/小计=basic 基本支出/人员经费=personnel 基本支出/公用经费=operating"
            " 项目支出=project",
            "合计=total 基本支出=basic 项目支出=project 事业单位经营支出=none"
            " 上缴上级支出=none 对附属单位补助支出=none",
            "总计=total 基本支出/人员支出=personnel 基本支出/公用经费=operating 项目支出=project"
            " 事业单位经营支出=none 上缴上级支出=none 对附属单位补助支出=none 结转下年=closing",
        ),
    )
)
_GENERAL = tuple(
    map(
        figures,
        (
            "{year}年预算数/合计=total {year}年预算数/基本支出=basic"
            " {year}年预算数/项目支出=project",
            "合计=total 基本支出/小计=basic 基本支出/人员经费=personnel 基本支出/公用经费=operating"
            " 项目支出=project",
            "一般公共预算支出/小计=total 一般公共预算支出/其中：基本支出=basic"
            " 一般公共预算支出/项目支出=project",
            "本年一般公共预算支出/合计=total 本年一般公共预算支出/基本支出/小计=basic"
            " 本年一般公共预算支出/基本支出/人员经费=personnel"
            " 本年一般公共预算支出/基本支出/公用经费=operating"
            " 本年一般公共预算支出/项目支出=project",
        ),
    )
)
_ECONOMIC = tuple(
    map(
        figures,
        (
            "{year}年基本支出/合计=total {year}年基本支出/人员经费=personnel"
            " {year}年基本支出/公用经费=operating",
            "本年一般公共预算基本支出/合计=total 本年一般公共预算基本支出/人员经费=personnel"
            " 本年一般公共预算基本支出/公用经费=operating",
            "预算数=total",
            "合计=total 人员经费=personnel 公用经费=operating",
        ),
    )
)
_INCOME = tuple(
    map(
        figures,
        (
            "合计=total 上年结转=opening 财政拨款收入=appropriation 财政专户管理资金=special"
            " 事业收入=business 事业单位经营收入=none 其他收入=other",
            "总计=total 本年收入/小计=income 本年收入/一般公共预算=general"
            " 本年收入/政府性基金预算=fund 本年收入/国有资本经营预算=capital"
            " 本年收入/财政专户管理资金=special 本年收入/事业收入=business 本年收入/其他收入=other"
            " 上年结转结余/小计=opening 上年结转结余/一般公共预算=opening_general"
            " 上年结转结余/政府性基金预算=opening_fund 上年结转结余/单位资金=opening_own",
            "合计=total 财政拨款收入/一般公共预算=general 财政拨款收入/政府性基金预算=fund"
            " 财政拨款收入/国有资本经营预算=capital 财政专户拨款收入/教育收费=special"
            " 财政专户拨款收入/其他专户收入拨款=none 其他资金收入/事业收入=business"
            " 其他资金收入/经营收入=none 其他资金收入/其他收入=other 用事业基金弥补收支差额=none"
            " 上年结转=opening",
            "收入合计=total 一般公共预算拨款收入=general 政府性基金预算拨款收入=fund"
            " 国有资本经营预算拨款收入=capital 财政专户管理资金收入=special 单位资金收入/小计=own"
            " 单位资金收入/事业收入=business 单位资金收入/其他收入=other 上年结转=opening",
        ),
    )
)
FUND_COLUMNS = tuple(
    map(
        figures,
        (
            "{year}年预算数/合计=total {year}年预算数/基本支出=basic"
            " {year}年预算数/项目支出=project",
            "本年{fund}支出/合计=total 本年{fund}支出/基本支出=basic"
            " 本年{fund}支出/项目支出=project",
            "{fund}支出/小计=total {fund}支出/其中：基本支出=basic {fund}支出/项目支出=project",
            "本年支出合计=total 基本支出=basic 项目支出=project",
        ),
    )
)


def spending_measures(posts: Sequence[Post]) -> dict[str, Decimal | str | None]:
    """What is spent on some posts, by measure."""
    return {
        "total": add(post.total for post in posts),
        "basic": add(post.basic for post in posts),
        "personnel": add(post.personnel for post in posts),
        "operating": add(post.operating for post in posts),
        "project": add(post.project for post in posts),
        "closing": add(post.closing for post in posts),
        "opening": add(post.opening for post in posts),
        "income": add(post.income for post in posts),
        "none": ZERO,
    }


def income_measures(posts: Sequence[Post]) -> dict[str, Decimal | str | None]:
    """Where the money for some posts comes from, by measure."""

    def income(*purses: Purse) -> Decimal:
        return add(post.income for post in posts if post.purse in purses)

    def opening(*purses: Purse) -> Decimal:
        return add(post.opening for post in posts if post.purse in purses)

    own = (Purse.SPECIAL, Purse.BUSINESS, Purse.OTHER)
    by_purse: dict[str, Decimal | str | None] = {purse.value: income(purse) for purse in Purse}
    return by_purse | {
        "total": income(*Purse) + opening(*Purse),
        "income": income(*Purse),
        "appropriation": income(*APPROPRIATION),
        "own": income(Purse.BUSINESS, Purse.OTHER),
        "opening": opening(*Purse),
        "opening_general": opening(Purse.GENERAL),
        "opening_fund": opening(Purse.FUND, Purse.CAPITAL),
        "opening_own": opening(*own),
        "none": ZERO,
    }


def function_sheet(
    head: Sheet, style: Style, posts: Sequence[Post], columns: tuple[Figure, ...]
) -> Sheet:
    """A table by functional item: classes, groups, items and the total."""
    measures = income_measures if head.kind is TableKind.INCOME else spending_measures
    rows = [(code, FUNCTIONS[code], measures(_under(posts, code))) for code in code_tree(posts)]
    return code_sheet(head, style, columns, CodeRows(tuple(rows), measures(posts), "功能"))


def _under(posts: Sequence[Post], code: str) -> list[Post]:
    return [post for post in posts if post.code.startswith(code)]


def code_tree(posts: Sequence[Post]) -> tuple[str, ...]:
    """The codes of posts with their classes and groups, in order."""
    lengths = (3, 5, 7)
    return tuple(sorted({post.code[:length] for post in posts for length in lengths}))


def economy_sheet(
    head: Sheet, style: Style, items: Sequence[tuple[str, Decimal]], columns: tuple[Figure, ...]
) -> Sheet:
    """A table by economic item."""
    codes = sorted({code[:length] for code, _ in items for length in (3, 5)})

    def measures(prefix: str) -> dict[str, Decimal | str | None]:
        personnel = add(
            v for code, v in items if code.startswith(prefix) and code[:3] in ("301", "303")
        )
        total = add(value for code, value in items if code.startswith(prefix))
        return {"total": total, "personnel": personnel, "operating": total - personnel}

    rows = tuple((code, ECONOMY[code], measures(code)) for code in codes)
    return code_sheet(head, style, columns, CodeRows(rows, measures(""), "经济"))


@dataclass(frozen=True, slots=True)
class CodeRows:
    """The rows of a table by code."""

    rows: tuple[tuple[str, str, Amounts], ...]
    """Code, name and amounts; without a code, the row of a unit."""
    total: Amounts | None
    """The amounts of 合计; None for no such row."""
    of: str
    """Which classification: 功能 or 经济."""


def code_sheet(head: Sheet, style: Style, chosen: tuple[Figure, ...], body: CodeRows) -> Sheet:
    """A table by code in the style's way of printing codes."""
    codes = style.function_codes if body.of == "功能" else style.economy_codes
    coded = _code_columns(codes, style, body.of)
    rows = []
    for code, name, values in body.rows:
        unit = (*("",) * (len(coded) - 1), name), ""
        cells, printed = _code_cells(codes, code, name, body.of) if code else unit
        rows.append((cells + amount_cells(chosen, values, style), (Name(name, printed),)))
    if body.total is not None:
        total = (_total_cells(len(coded), style), (Name("合计"),))
        total = (total[0] + amount_cells(chosen, body.total, style), total[1])
        rows.insert(len(rows) if style.total_last else 0, total)
    columns = (*coded, *(Column(figure.path, measure=figure.measure) for figure in chosen))
    header = Header(columns, style.numbers, style.spans)
    merged = style.numbers is Numbers.PARTS and has_parts(columns)
    traits = head.traits | ({"numbers:with_parts"} if merged else set())
    lines = [
        replace(line, accounts=(account,))
        for line, account in zip(
            build_lines(columns, rows), _list_accounts(body, style), strict=True
        )
    ]
    if body.total is not None and style.totals is Totals.CODE and len(coded) > 1:
        at = len(lines) - 1 if style.total_last else 0
        lines[at] = replace(lines[at], merges=(Merge(0, 1, len(coded)),))
    return replace(head, header=header, lines=tuple(lines), traits=traits)


def _list_accounts(body: CodeRows, style: Style) -> Iterator[Account]:
    """The account of each row: classes, groups and items, under their unit where there are any."""
    if body.total is not None and not style.total_last:
        yield ()
    above: Account = ()
    for code, name, _ in body.rows:
        if not code:
            above = (name,)
        parts = [code[:length] for length in (3, 5, 7) if 0 < length <= len(code)]
        yield (*above, *parts)
    if body.total is not None and style.total_last:
        yield ()


def amount_cells(columns: tuple[Figure, ...], values: Amounts, style: Style) -> tuple[str, ...]:
    """What is printed under some columns."""
    printed = (values[figure.measure] for figure in columns)
    return tuple(
        value if isinstance(value, str) else print_amount(value, style) for value in printed
    )


def _total_cells(count: int, style: Style) -> tuple[str, ...]:
    blank = ("",) * (count - 1)
    return ("合计", *blank) if style.totals is Totals.CODE else (*blank, "合计")


_OUTER = {
    "功能": ("支出功能分类科目", "功能分类科目", "项目", ""),
    "经济": ("支出经济分类科目", "部门预算支出经济分类科目", "经济分类科目", ""),
}


def _code_columns(codes: Codes, style: Style, of: str) -> tuple[Column, ...]:
    outer = _OUTER[of][style.titles]
    first = (outer,) if outer else ()
    code, name = (*first, "科目编码"), (*first, "科目名称")
    if outer == "项目":
        code = (outer, f"{of}分类科目编码")
    match codes:
        case Codes.THREE | Codes.SHORT_THREE:
            parts = ("类", "款", "项") if of == "功能" else ("类", "款")
            columns = [Column((*code, part), Role.CODE) for part in parts]
            return (*columns, Column(name, Role.NAME))
        case Codes.BRACKETS | Codes.SPACED | Codes.DASHED:
            return (Column((f"{of}科目名称",), Role.NAME),)
        case Codes.NONE:
            return (Column(("科目名称",) if style.titles % 2 else ("项目",), Role.NAME),)
        case Codes.JOINED | Codes.SHORT:
            return (Column(code, Role.CODE), Column(name, Role.NAME))


def _code_cells(codes: Codes, code: str, name: str, of: str) -> tuple[tuple[str, ...], str]:
    """The cells of code and name, and the code as it is printed."""
    parts = [code[:3], code[3:5], code[5:7]][: 3 if of == "功能" else 2]
    match codes:
        case Codes.THREE:
            return (*parts, name), code
        case Codes.SHORT_THREE:
            last = max(index for index, part in enumerate(parts) if part)
            shown = [part if index == last else "" for index, part in enumerate(parts)]
            return (*shown, name), parts[last]
        case Codes.SHORT:
            printed = code[3:] if len(code) == 5 else code
            return (printed, name), printed
        case Codes.BRACKETS:
            return (f"[{code}]{name}",), code
        case Codes.SPACED:
            return (f"{code} {name}",), code
        case Codes.DASHED:
            return (f"{code}-{name}",), code
        case Codes.NONE:
            return (f"{'　' * (len(code) // 2 - 1)}{name}",), ""
        case Codes.JOINED:
            return (code, name), code


def fill(columns: tuple[Figure, ...], year: int, fund: str = "") -> tuple[Figure, ...]:
    """Columns with the year and fund put into their headers."""
    return tuple(
        Figure(tuple(part.format(year=year, fund=fund) for part in figure.path), figure.measure)
        for figure in columns
    )


def expenditure_sheet(head: Sheet, style: Style, accounts: Accounts) -> Sheet:
    """支出总表."""
    return function_sheet(head, style, accounts.posts, _SPENDING[style.columns])


def income_sheet(head: Sheet, style: Style, accounts: Accounts) -> Sheet:
    """收入总表 by functional item."""
    return function_sheet(head, style, accounts.posts, _INCOME[style.columns])


def general_sheet(head: Sheet, style: Style, agency: Agency, accounts: Accounts) -> Sheet:
    """一般公共预算支出表, for the whole agency or unit by unit."""
    columns = fill(_GENERAL[style.columns], accounts.year)
    posts = accounts.posts_of(Purse.GENERAL)
    # Without codes and levels, nothing would tell a unit from a class.
    if not style.by_unit or style.function_codes is Codes.NONE:
        return function_sheet(head, style, posts, columns)
    rows: list[tuple[str, str, Amounts]] = []
    for unit, own in posts_by_unit(posts, agency, style.step):
        rows.append(("", unit, spending_measures(own)))
        for code in code_tree(own):
            rows.append((code, FUNCTIONS[code], spending_measures(_under(own, code))))
    head = replace(head, traits=frozenset({"general:by_unit"}))
    body = CodeRows(tuple(rows), spending_measures(posts), "功能")
    return code_sheet(head, style, columns, body)


def appropriation_sheet(head: Sheet, style: Style, accounts: Accounts) -> Sheet:
    """财政拨款支出表 by functional item."""
    return function_sheet(head, style, accounts.posts_of(*APPROPRIATION), _SPENDING[1])


def basic_sheet(head: Sheet, style: Style, accounts: Accounts) -> Sheet:
    """一般公共预算基本支出表 by economic item."""
    columns = fill(_ECONOMIC[style.columns], accounts.year)
    return economy_sheet(head, style, accounts.basic, columns)


def project_economy_sheet(head: Sheet, style: Style, accounts: Accounts) -> Sheet:
    """一般公共预算项目支出表 by economic item."""
    items = economy_of_projects(accounts, style.step)
    return economy_sheet(head, style, items, figures("预算数=total"))


def operating_sheet(head: Sheet, style: Style, accounts: Accounts) -> Sheet:
    """机关运行经费 by economic item."""
    items = [(code, value) for code, value in accounts.basic if code[:3] in ("302", "310")]
    return economy_sheet(head, style, items, figures("机关运行经费支出=total"))


def fund_sheet(head: Sheet, style: Style, accounts: Accounts, purse: Purse) -> Sheet:
    """政府性基金预算支出表, 国有资本经营预算支出表: empty, or only a 合计 row, without money."""
    fund = "政府性基金预算" if purse is Purse.FUND else "国有资本经营预算"
    columns = fill(FUND_COLUMNS[style.columns], accounts.year, fund)
    posts = accounts.posts_of(purse)
    if posts:
        return function_sheet(head, style, posts, columns)
    note = f"注：本部门{accounts.year}年没有安排{fund}支出，本表为空。"
    return code_sheet(replace(head, note=note), style, columns, _empty_rows(style, purse))


_IDLE_CODES = {Purse.FUND: ("229", "22960", "2296002"), Purse.CAPITAL: ("223", "22301", "2230105")}


def _empty_rows(style: Style, purse: Purse) -> CodeRows:
    """No row at all, a blank 合计, or (where zeros are printed) items that are zero throughout."""
    if style.titles == 0:
        return CodeRows((), None, "功能")
    if style.zero is not Zero.ZERO:
        return CodeRows((), dict.fromkeys(("total", "basic", "project")), "功能")
    zeros: Amounts = dict.fromkeys(("total", "basic", "project"), ZERO)
    codes = _IDLE_CODES[purse] if style.titles == 1 else ()
    return CodeRows(tuple((code, FUNCTIONS[code], zeros) for code in codes), zeros, "功能")


Builder = Callable[[Sheet, Style, Accounts], Sheet]
