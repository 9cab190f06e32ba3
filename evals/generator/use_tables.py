"""Tables of what money is used for by unit, and of what the agency owns."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.generator.agencies import Agency
from evals.generator.budget import ZERO, Accounts, Project, add
from evals.generator.classification import ECONOMY
from evals.generator.code_tables import APPROPRIATION
from evals.generator.headers import Column, Header
from evals.generator.sectors import Purse
from evals.generator.styles import Style
from evals.generator.tables import Name, Sheet, build_lines, print_amount
from evals.generator.word_tables import goal_of, live_projects
from extraction.vocabulary import Role

_FUNDS = (
    Column(("总计",)),
    Column(("财政拨款", "合计")),
    Column(("财政拨款", "一般公共预算")),
    Column(("财政拨款", "政府性基金预算")),
    Column(("财政拨款", "国有资本经营预算")),
    Column(("财政专户拨款",)),
    Column(("其他资金",)),
)
_NAME = Column(("支出项目类别（资金使用单位）",), Role.NAME)
# What is owned, and what one costs (元, from and to).
_HOLDINGS = (
    ("房屋（平方米）", (1_800, 5_200)),
    ("车辆（辆）", (110_000, 260_000)),
    ("单价100万元以上设备（台/套）", (1_000_000, 3_400_000)),
    ("其他固定资产", (90_000, 9_000_000)),
)


def basic_by_unit_sheet(head: Sheet, style: Style, agency: Agency, accounts: Accounts) -> Sheet:
    """部门预算基本支出: 合计, the unit, and its categories."""
    whole = add(amount for _, amount in accounts.basic)
    rows = [("合计", whole), (agency.name, whole)]
    for code in ("301", "302", "303", "310"):
        if amount := accounts.economic(code):
            rows.append((ECONOMY[code], amount))
    cells = [
        ((label, *_print_funds({Purse.GENERAL: amount}, style)), (Name(label),))
        for label, amount in rows
    ]
    columns = (_NAME, *_FUNDS)
    header = Header(columns, style.numbers, style.spans)
    return replace(head, header=header, lines=build_lines(columns, cells))


def projects_by_unit_sheet(head: Sheet, style: Style, agency: Agency, accounts: Accounts) -> Sheet:
    """部门预算项目支出: 合计, the unit, its projects with their goals."""
    projects = live_projects(accounts)
    whole = _print_funds(_sums(projects), style)
    rows = [
        (("合计", *whole, ""), (Name("合计"),)),
        ((agency.name, *whole, ""), (Name(agency.name),)),
    ]
    for project in projects:
        amounts = _print_funds(_sums((project,)), style)
        cells = (project.seat.name, *amounts, goal_of(agency, project))
        rows.append((cells, (Name(project.seat.name),)))
    columns = (_NAME, *_FUNDS, Column(("绩效目标",), Role.WORDS))
    header = Header(columns, style.numbers, style.spans)
    traits = frozenset({"projects:by_unit"})
    return replace(head, header=header, lines=build_lines(columns, rows), traits=traits)


def _sums(projects: Sequence[Project]) -> dict[Purse, Decimal]:
    return {
        purse: add(one.amount for one in projects if one.seat.purse is purse) for purse in Purse
    }


def _print_funds(amounts: dict[Purse, Decimal], style: Style) -> tuple[str, ...]:
    public = [amounts.get(purse, ZERO) for purse in APPROPRIATION]
    special = amounts.get(Purse.SPECIAL, ZERO)
    own = add(amounts.get(purse, ZERO) for purse in (Purse.BUSINESS, Purse.OTHER))
    total = add((*public, special, own))
    return tuple(print_amount(one, style) for one in (total, add(public), *public, special, own))


def assets_sheet(head: Sheet, style: Style, accounts: Accounts, rng: Random) -> Sheet:
    """国有资产: how many there are and what they are worth."""
    counts = (rng.randint(200, 9000), accounts.vehicles, accounts.sets, None)
    worth = [
        _worth(price, count, style, rng)
        for (_, price), count in zip(_HOLDINGS, counts, strict=True)
    ]
    rows = [(("合计", "", print_amount(add(worth), style)), (Name("合计"),))]
    for (label, _), count, value in zip(_HOLDINGS, counts, worth, strict=True):
        number = "" if count is None else str(count)
        rows.append(((label, number, print_amount(value, style)), (Name(label),)))
    columns = (Column(("资产类别",), Role.NAME), Column(("数量",)), Column(("账面原值",)))
    header = Header(columns, style.numbers, style.spans)
    return replace(head, header=header, lines=build_lines(columns, rows))


def _worth(price: tuple[int, int], count: int | None, style: Style, rng: Random) -> Decimal:
    """What so many cost at a price (元, from and to); a heap without a count is priced whole."""
    hundreds = rng.randint(price[0] // 100, price[1] // 100)
    return (hundreds * (1 if count is None else count) * Decimal("0.01")).quantize(style.step)
