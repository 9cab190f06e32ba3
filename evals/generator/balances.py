"""Two-sided tables: income on the left, expenditure on the right, both sides equal."""

from dataclasses import dataclass, replace
from decimal import Decimal

from evals.generator.budget import ZERO, Accounts, add
from evals.generator.classification import CLASSES, FUNCTIONS
from evals.generator.code_tables import APPROPRIATION, code_tree
from evals.generator.headers import Column, Header
from evals.generator.sectors import Purse
from evals.generator.styles import Ordinals, Style
from evals.generator.tables import Account, Name, Sheet, build_lines, print_amount
from extraction.vocabulary import DisclosureKind, Role

_DIGITS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a row: a name and the amounts beside it."""

    label: str
    """What is printed; empty for a side left blank."""
    amounts: tuple[Decimal | None, ...] = ()
    """One a column of the side; fewer are filled up with blanks."""
    account: Account | None = None
    """Its place in the tree of its side; None for what adds to no total."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The rows of a two-sided table."""

    left: tuple[Entry, ...]
    """Kinds of income."""
    right: tuple[Entry, ...]
    """Kinds of expenditure."""
    tail: tuple[tuple[Entry, Entry], ...]
    """Rows on which both sides have a total."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a balance is worded in budgets and in final accounts."""

    amount: str
    opening: str
    closing: str


_WORDINGS = {
    DisclosureKind.BUDGET: (
        Wording("预算数", "上年结转结余", "年终结转结余"),
        Wording("预算", "上年结转", "结转下年"),
        Wording("预算数", "上年结转（结余）", "年终结转（结余）"),
        Wording("本年预算", "用上年结转安排", "结转下年"),
    ),
    DisclosureKind.FINAL: (
        Wording("决算数", "年初结转和结余", "年末结转和结余"),
        Wording("金额", "年初结转和结余", "年末结转和结余"),
        Wording("决算数", "上年结转和结余", "结转下年"),
        Wording("决算数", "年初结转和结余", "年末结转和结余"),
    ),
}


def numeral(number: int) -> str:
    """A number up to 99 in Chinese (`二十一`)."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + _DIGITS[ones]


def total_balance(head: Sheet, style: Style, accounts: Accounts, kind: DisclosureKind) -> Sheet:
    """收支总表: all income and all expenditure."""
    wording = _WORDINGS[kind][style.titles]
    ordinals = Ordinals.COMMA if style.ordinals is Ordinals.BRACKET else style.ordinals
    left = _numbered(_income_entries(accounts, style), ordinals, leader=1)
    by_nature = style.columns == 3 and kind is DisclosureKind.BUDGET
    if by_nature:
        right = _numbered(_nature_entries(accounts), ordinals, leader=1)
        head = replace(head, traits=frozenset({"balance:by_nature"}))
    else:
        right = _expenditure_entries(accounts, style, ordinals, tuple(Purse))
    tail = _tail(accounts, wording, tuple(Purse), style)
    if style.of_which and kind is DisclosureKind.FINAL:
        head = replace(head, traits=head.traits | {"balance:of_which"})
        unused = (Entry("使用非财政拨款结余", (ZERO,)), Entry("结余分配", (ZERO,)))
        tail = (tail[0], unused, *tail[1:-1], _of_which(accounts), tail[-1])
    sides = Sides(left, right, tail)
    if style.side_items:
        head = replace(head, traits=head.traits | {"balance:side_items"})
        return _print_sides(head, style, sides, ("金额",), kind)
    return _print_sides(head, style, sides, (wording.amount,), kind)


def appropriation_balance(
    head: Sheet, style: Style, accounts: Accounts, kind: DisclosureKind
) -> Sheet:
    """财政拨款收支总表: the three public budgets, with a column each where the style has them."""
    wording = _WORDINGS[kind][style.titles]
    if style.ordinals is Ordinals.BRACKET:
        sides = _nested_sides(accounts, style, wording)
    else:
        left = _numbered(_purse_entries(accounts), style.ordinals, leader=1)
        right = _expenditure_entries(accounts, style, style.ordinals, APPROPRIATION)
        sides = Sides(left, right, _tail(accounts, wording, APPROPRIATION, style))
    names: tuple[str, ...] = (wording.amount,)
    if style.fund_columns:
        suffix = "财政拨款" if kind is DisclosureKind.FINAL else "支出"
        names = ("合计", *(f"{fund}{suffix}" for fund in _FUNDS))
    return _print_sides(head, style, sides, names, kind)


INCOME, SPENT, OPENING, CLOSING = "income", "spent", "opening", "closing"
# The columns of a side: all money, then each fund.
_MEASURES = ("total", "general", "fund", "capital")
_FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算")


def _income_entries(accounts: Accounts, style: Style) -> tuple[Entry, ...]:
    def one(label: str, *purses: Purse, under: Account = (INCOME,)) -> Entry:
        amount = accounts.income(*purses) if purses else ZERO
        return Entry(label, (amount,), (*under, label.strip()))

    own = (
        one("财政专户管理资金收入", Purse.SPECIAL),
        one("事业收入", Purse.BUSINESS),
        one("事业单位经营收入"),
        one("上级补助收入"),
        one("附属单位上缴收入"),
        one("其他收入", Purse.OTHER),
    )
    if style.titles % 2:
        whole = one("财政拨款收入", *APPROPRIATION)
        parts = [
            one(f"　{fund}", purse, under=(INCOME, whole.label))
            for fund, purse in zip(_FUNDS, APPROPRIATION, strict=True)
        ]
        return (whole, *parts, *own)
    return (
        one("一般公共预算拨款收入", Purse.GENERAL),
        one("政府性基金预算拨款收入", Purse.FUND),
        one("国有资本经营预算拨款收入", Purse.CAPITAL),
        *own,
    )


def _nature_entries(accounts: Accounts) -> tuple[Entry, ...]:
    """Expenditure by what sort it is, in place of what it is for."""
    people = add(post.personnel for post in accounts.posts)
    running = add(post.operating for post in accounts.posts)
    projects = add(post.project for post in accounts.posts)
    return (
        Entry("基本支出", (people + running,), (SPENT, "basic")),
        Entry("　人员经费", (people,), (SPENT, "basic", "personnel")),
        Entry("　公用经费", (running,), (SPENT, "basic", "operating")),
        Entry("项目支出", (projects,), (SPENT, "project")),
        Entry("事业单位经营支出", (ZERO,), (SPENT, "none")),
    )


def _purse_entries(accounts: Accounts) -> tuple[Entry, ...]:
    return tuple(
        Entry(f"{fund}拨款", (accounts.income(purse),), (INCOME, purse.value))
        for fund, purse in zip(_FUNDS, APPROPRIATION, strict=True)
    )


def _numbered(entries: tuple[Entry, ...], ordinals: Ordinals, leader: int) -> tuple[Entry, ...]:
    """Entries with ordinals; those that begin with a blank are parts and have none."""
    if ordinals is Ordinals.NONE:
        return tuple(replace(entry, label=entry.label.strip()) for entry in entries)
    numbered, number = [], leader
    for entry in entries:
        if entry.label.startswith("　"):
            numbered.append(replace(entry, label=entry.label.strip()))
            continue
        ordinal = numeral(number)
        mark = f"{ordinal}、" if ordinals is Ordinals.COMMA else f"（{ordinal}）"
        numbered.append(replace(entry, label=mark + entry.label))
        number += 1
    return tuple(numbered)


def _expenditure_entries(
    accounts: Accounts, style: Style, ordinals: Ordinals, purses: tuple[Purse, ...]
) -> tuple[Entry, ...]:
    posts = accounts.posts_of(*purses)
    if ordinals is Ordinals.NONE:
        codes: tuple[str, ...] = code_tree(posts)
        if style.full_classes:
            codes = tuple(code for code in codes if len(code) == 3)
    else:
        present = {post.code[:3] for post in posts}
        codes = tuple(code for code in CLASSES if style.full_classes or code in present)
    entries = tuple(
        Entry(FUNCTIONS[code], _by_fund(accounts, style, purses, code), _account(code))
        for code in codes
    )
    return _numbered(entries, ordinals, leader=1)


def _account(code: str) -> Account:
    """The account of a functional item: its class, its group and itself."""
    return (SPENT, *(code[:length] for length in (3, 5, 7) if length <= len(code)))


def _by_fund(
    accounts: Accounts, style: Style, purses: tuple[Purse, ...], code: str = ""
) -> tuple[Decimal, ...]:
    """Expenditure under a code: the sum, and by fund where the table has these columns."""

    def spent(*some: Purse) -> Decimal:
        posts = accounts.posts_of(*some)
        return sum((post.total for post in posts if post.code.startswith(code)), ZERO)

    if purses == APPROPRIATION and style.fund_columns:
        return (spent(*purses), *(spent(purse) for purse in purses))
    return (spent(*purses),)


def _closing_by_fund(
    accounts: Accounts, style: Style, purses: tuple[Purse, ...]
) -> tuple[Decimal, ...]:
    if purses == APPROPRIATION and style.fund_columns:
        return (accounts.closing(*purses), *(accounts.closing(purse) for purse in purses))
    return (accounts.closing(*purses),)


def _tail(
    accounts: Accounts, wording: Wording, purses: tuple[Purse, ...], style: Style
) -> tuple[tuple[Entry, Entry], ...]:
    spent = _by_fund(accounts, style, purses)
    left = _closing_by_fund(accounts, style, purses)
    income, opening = accounts.income(*purses), accounts.opening(*purses)
    both = tuple(a + b for a, b in zip(spent, left, strict=True))
    last = ("收入总计", "支出总计") if style.columns % 2 else ("总计", "总计")
    return (
        (Entry("本年收入合计", (income,), (INCOME,)), Entry("本年支出合计", spent, (SPENT,))),
        (Entry(wording.opening, (opening,), (OPENING,)), Entry(wording.closing, left, (CLOSING,))),
        (Entry(last[0], (income + opening,), ()), Entry(last[1], both, ())),
    )


def _of_which(accounts: Accounts) -> tuple[Entry, Entry]:
    """What is carried over for projects: a part of the row above, and none of the total's."""
    label = "其中：项目支出结转和结余"
    # Only projects carry money over in these accounts.
    return Entry(label, (accounts.opening(*Purse),)), Entry(label, (accounts.closing(*Purse),))


def _nested_sides(accounts: Accounts, style: Style, wording: Wording) -> Sides:
    """`一、本年收入` over `（一）…` on both sides, only the grand totals in one row."""
    purses = APPROPRIATION
    spent, left = _by_fund(accounts, style, purses), _closing_by_fund(accounts, style, purses)
    openings = tuple(
        Entry(f"{fund}拨款", (accounts.opening(purse),), (OPENING, purse.value))
        for fund, purse in zip(_FUNDS, purses, strict=True)
    )
    income, opening = accounts.income(*purses), accounts.opening(*purses)
    entries = (
        Entry("一、本年收入", (income,), (INCOME,)),
        *_numbered(_purse_entries(accounts), Ordinals.BRACKET, leader=1),
        Entry(f"二、{wording.opening}", (opening,), (OPENING,)),
        *_numbered(openings, Ordinals.BRACKET, leader=1),
    )
    right = (
        Entry("一、本年支出", spent, (SPENT,)),
        *_expenditure_entries(accounts, style, Ordinals.BRACKET, purses),
        Entry(f"二、{wording.closing}", left, (CLOSING,)),
    )
    both = tuple(a + b for a, b in zip(spent, left, strict=True))
    tail = ((Entry("收入总计", (income + opening,), ()), Entry("支出总计", both, ())),)
    return Sides(entries, right, tail)


def _print_sides(
    head: Sheet, style: Style, sides: Sides, right: tuple[str, ...], kind: DisclosureKind
) -> Sheet:
    wording = _WORDINGS[kind][style.titles]
    numbered = style.line_numbers and kind is DisclosureKind.FINAL
    left_amount = "金额" if right == ("金额",) else wording.amount
    columns = (
        *_side_columns("收入", 0, (left_amount,), style, numbered),
        *_side_columns("支出", 1, right, style, numbered),
    )
    rows, pairs = [], _pair_up(sides)
    for index, (left, other) in enumerate(pairs, start=1):
        first = _side_cells(left, 1, style, index if numbered else None)
        beyond = len(pairs) + index if numbered else None
        second = _side_cells(other, len(right), style, beyond)
        names = (Name(_squash(left.label)), Name(_squash(other.label)))
        rows.append((first + second, names))
    lines = tuple(
        replace(line, accounts=(left.account, other.account))
        for line, (left, other) in zip(build_lines(columns, rows), pairs, strict=True)
    )
    traits = head.traits | ({"balance:line_numbers"} if numbered else set())
    header = Header(columns, style.numbers, style.spans)
    return replace(head, header=header, lines=lines, traits=traits)


def _pair_up(sides: Sides) -> list[tuple[Entry, Entry]]:
    height = max(len(sides.left), len(sides.right))
    blank = Entry("")
    left = sides.left + (blank,) * (height - len(sides.left))
    right = sides.right + (blank,) * (height - len(sides.right))
    return [*zip(left, right, strict=True), *sides.tail]


def _side_columns(
    side: str, index: int, amounts: tuple[str, ...], style: Style, numbered: bool
) -> tuple[Column, ...]:
    items = style.side_items and amounts == ("金额",)
    outer = (side,) if style.side_header and not items else ()
    name = "项目" if len(amounts) == 1 else "项目（按功能分类）"
    name = f"{side}{name}" if items else name
    line = (Column((*outer, "行次"), Role.ORDINAL, index),) if numbered else ()
    return (
        Column((*outer, name), Role.NAME, index),
        *line,
        *(
            Column((*outer, amount), Role.AMOUNT, index, measure)
            for amount, measure in zip(amounts, _MEASURES, strict=False)
        ),
    )


def _side_cells(entry: Entry, width: int, style: Style, line: int | None) -> tuple[str, ...]:
    amounts = entry.amounts + (None,) * (width - len(entry.amounts))
    number = () if line is None else (str(line),)
    return (entry.label, *number, *(print_amount(amount, style) for amount in amounts))


def _squash(text: str) -> str:
    return "".join(text.split())
