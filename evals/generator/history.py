"""Drawing an agency's accounts from 2021 to 2024, so that each year follows from the last."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from evals.generator.agencies import Agency, ProjectSeat
from evals.generator.budget import (
    OWN_ITEMS,
    ZERO,
    Accounts,
    Post,
    Project,
    Purchase,
    Year,
    merge_posts,
    rounded,
)
from evals.generator.classification import ECONOMY
from evals.generator.sectors import Purse
from extraction.vocabulary import DisclosureKind

FIRST_YEAR = 2021
YEARS = (2022, 2023, 2024)

# Economic items: odds that an agency has it, and what it costs a head (万元, from and to).
_PERSONNEL = (
    ("30101", 1.0, 3.2, 6.5),
    ("30102", 1.0, 1.5, 7.0),
    ("30103", 0.9, 1.2, 6.0),
    ("30106", 0.3, 0.2, 0.5),
    ("30107", 0.6, 0.8, 4.0),
    ("30108", 1.0, 1.4, 2.4),
    ("30109", 0.8, 0.7, 1.2),
    ("30110", 1.0, 0.6, 1.1),
    ("30111", 0.5, 0.2, 0.6),
    ("30112", 0.9, 0.05, 0.2),
    ("30113", 1.0, 1.1, 2.1),
    ("30114", 0.2, 0.1, 0.3),
    ("30199", 0.4, 0.2, 3.0),
    ("30302", 0.7, 0.1, 0.6),
    ("30305", 0.3, 0.05, 0.2),
    ("30307", 0.3, 0.05, 0.2),
    ("30309", 0.4, 0.01, 0.05),
    ("30399", 0.4, 0.02, 0.2),
)
_OPERATING = (
    ("30201", 1.0, 0.15, 0.6),
    ("30202", 0.6, 0.02, 0.1),
    ("30203", 0.2, 0.02, 0.1),
    ("30204", 0.2, 0.001, 0.01),
    ("30205", 0.6, 0.01, 0.05),
    ("30206", 0.7, 0.04, 0.2),
    ("30207", 0.8, 0.02, 0.15),
    ("30208", 0.2, 0.05, 0.2),
    ("30209", 0.5, 0.1, 0.5),
    ("30211", 0.8, 0.05, 0.4),
    ("30212", 0.12, 0.05, 0.3),
    ("30213", 0.6, 0.02, 0.2),
    ("30214", 0.2, 0.02, 0.2),
    ("30215", 0.4, 0.01, 0.1),
    ("30216", 0.6, 0.02, 0.2),
    ("30217", 0.7, 0.01, 0.08),
    ("30226", 0.5, 0.02, 0.3),
    ("30227", 0.4, 0.02, 0.4),
    ("30228", 0.9, 0.08, 0.25),
    ("30229", 0.8, 0.04, 0.4),
    ("30239", 0.8, 0.3, 0.9),
    ("30299", 0.7, 0.05, 0.5),
    ("31002", 0.2, 0.05, 0.2),
)
_GOODS = (
    ("货物", "台式计算机", "31002"),
    ("货物", "打印设备", "31002"),
    ("货物", "复印纸", "30201"),
    ("货物", "办公家具", "31002"),
    ("工程", "房屋修缮", "30213"),
    ("服务", "物业管理服务", "30209"),
    ("服务", "软件运维服务", "30227"),
    ("服务", "印刷服务", "30202"),
)


@dataclass(frozen=True, slots=True)
class History:
    """The accounts of one agency over the years."""

    budgets: tuple[Accounts, ...]
    """Budgets from `FIRST_YEAR` on."""
    finals: tuple[Accounts, ...]
    """What was carried out, of the same years."""

    def year(self, year: int, kind: DisclosureKind) -> Year:
        """What the disclosure of a year draws on."""
        index = year - FIRST_YEAR
        same = self.budgets if kind is DisclosureKind.BUDGET else self.finals
        return Year(now=same[index], before=same[index - 1], plan=self.budgets[index])


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What stays the same while the years of one agency are drawn."""

    rng: Random
    agency: Agency
    step: Decimal
    share: Decimal  # the institutions' part of running costs

    def factor(self, low: int, high: int) -> Decimal:
        """A factor between two percentages."""
        return Decimal(self.rng.randint(low, high)) / 100

    def scale(self, amount: Decimal, low: int, high: int) -> Decimal:
        """An amount times a random factor, exact to the step."""
        return rounded(amount * self.factor(low, high), self.step)


def draw_history(rng: Random, agency: Agency, step: Decimal) -> History:
    """Draw budgets and final accounts; `step` is the smallest amount (万元)."""
    share = Decimal(rng.randint(10, 60)) / 100 if agency.employees else ZERO
    drawing = _Drawing(rng, agency, step, share)
    seats = agency.projects + _vehicle_seat(agency)
    basics = [_first_basic(drawing)]
    amounts = [_first_projects(drawing, seats)]
    for _ in YEARS:
        basics.append({code: _next_amount(drawing, was) for code, was in basics[-1].items()})
        amounts.append(
            [
                _next_project(drawing, seat, was)
                for seat, was in zip(seats, amounts[-1], strict=True)
            ]
        )
    budgets = [
        _budget(drawing, FIRST_YEAR + index, basics[index], _plan_projects(drawing, seats, drawn))
        for index, drawn in enumerate(amounts)
    ]
    return History(tuple(budgets), tuple(_finals(drawing, budgets)))


def _vehicle_seat(agency: Agency) -> tuple[ProjectSeat, ...]:
    if not agency.vehicles:
        return ()
    code = agency.sector.running
    return (ProjectSeat("公务用车更新购置", code, Purse.GENERAL, ("31013",), agency.name, 0),)


def _first_basic(drawing: _Drawing) -> dict[str, Decimal]:
    rng, agency = drawing.rng, drawing.agency
    heads = agency.officials + agency.employees
    basic: dict[str, Decimal] = {}
    for code, odds, low, high in _PERSONNEL + _OPERATING:
        if rng.random() < odds:
            count = agency.retired if code == "30302" else heads
            basic[code] = _whole(drawing, Decimal(str(rng.uniform(low, high))) * count)
    if agency.vehicles:
        cost = Decimal(rng.choice(("1.5", "2.2", "2.95", "3.5")))
        basic["30231"] = cost * agency.vehicles
    return dict(sorted((code, amount) for code, amount in basic.items() if amount))


def _whole(drawing: _Drawing, amount: Decimal) -> Decimal:
    """Budgets like round figures: some amounts lose their last places."""
    coarse = drawing.rng.choice((drawing.step, drawing.step, Decimal("0.1"), Decimal(1)))
    result = rounded(amount, coarse if amount > 3 else drawing.step)
    return rounded(result, drawing.step)


def _first_projects(drawing: _Drawing, seats: tuple[ProjectSeat, ...]) -> list[Decimal]:
    return [_next_project(drawing, seat, ZERO) for seat in seats]


def _next_amount(drawing: _Drawing, amount: Decimal) -> Decimal:
    if drawing.rng.random() < 0.2:
        return amount
    return max(drawing.scale(amount, 88, 116), drawing.step)


def _next_project(drawing: _Drawing, seat: ProjectSeat, was: Decimal) -> Decimal:
    rng = drawing.rng
    if seat.economy == ("31013",):
        return rounded(Decimal(rng.choice((0, 0, 0, 18, 25))), drawing.step)
    if was and rng.random() < 0.85:
        return was if rng.random() < 0.25 else drawing.scale(was, 60, 160)
    if rng.random() < 0.2:
        return rounded(ZERO, drawing.step)
    return _whole(drawing, seat.scale * drawing.factor(40, 180))


def _plan_projects(
    drawing: _Drawing, seats: tuple[ProjectSeat, ...], amounts: list[Decimal]
) -> tuple[Project, ...]:
    projects = []
    for seat, amount in zip(seats, amounts, strict=True):
        carries = drawing.rng.random() < 0.2 and seat.economy != ("31013",)
        opening = drawing.scale(amount, 5, 60) if carries else ZERO
        projects.append(Project(seat, amount, opening))
    return tuple(projects)


def _budget(
    drawing: _Drawing, year: int, basic: dict[str, Decimal], projects: tuple[Project, ...]
) -> Accounts:
    rng, agency = drawing.rng, drawing.agency
    since = year - FIRST_YEAR
    return Accounts(
        year=year,
        basic=tuple(basic.items()),
        posts=_posts(drawing, basic, projects),
        projects=projects,
        purchases=_purchases(drawing, projects),
        officials=max(agency.officials - rng.randint(0, 3), 3),
        employees=max(agency.employees - rng.randint(0, 3), 0),
        retired=agency.retired + since,
        vehicles=agency.vehicles,
        sets=rng.choice((0, 0, 1, 2, 6)),
    )


def _posts(
    drawing: _Drawing, basic: dict[str, Decimal], projects: tuple[Project, ...]
) -> tuple[Post, ...]:
    sector, posts = drawing.agency.sector, []
    for code, amount in basic.items():
        own = OWN_ITEMS.get(code)
        part = ZERO if own else rounded(amount * drawing.share, drawing.step)
        main = own or sector.running
        for item, value in ((main, amount - part), (sector.institution, part)):
            if code.startswith(("302", "310")):
                posts.append(Post(item, Purse.GENERAL, operating=value))
            else:
                posts.append(Post(item, Purse.GENERAL, personnel=value))
    posts += [
        Post(
            project.seat.code,
            project.seat.purse,
            project=project.amount,
            opening=project.opening,
            closing=project.closing,
        )
        for project in projects
    ]
    return merge_posts(posts)


def _purchases(drawing: _Drawing, projects: tuple[Project, ...]) -> tuple[Purchase, ...]:
    purchases = []
    for project in projects:
        general = project.seat.purse is Purse.GENERAL and project.amount > 1
        if general and drawing.rng.random() < 0.6:
            category, item, code = drawing.rng.choice(_GOODS)
            amount = drawing.scale(project.amount, 5, 60)
            purchases.append(Purchase(category, item, project.seat.name, ECONOMY[code], amount))
    return tuple(sorted(purchases, key=lambda one: ("货物", "工程", "服务").index(one.category)))


def _finals(drawing: _Drawing, budgets: list[Accounts]) -> list[Accounts]:
    spent = [[_carried_out(drawing, one.amount) for one in plan.projects] for plan in budgets]
    finals: list[Accounts] = []
    openings = [ZERO] * len(spent[0])
    for index, plan in enumerate(budgets):
        after = spent[index + 1] if index + 1 < len(spent) else spent[index]
        closings = [
            _left_over(drawing, now, later) for now, later in zip(spent[index], after, strict=True)
        ]
        projects = tuple(
            Project(was.seat, amount, opening, closing)
            for was, amount, opening, closing in zip(
                plan.projects, spent[index], openings, closings, strict=True
            )
        )
        basic = {code: _carried_out(drawing, amount) for code, amount in plan.basic}
        finals.append(_budget(drawing, plan.year, basic, projects))
        openings = closings
    return finals


def _carried_out(drawing: _Drawing, planned: Decimal) -> Decimal:
    return planned if drawing.rng.random() < 0.3 else drawing.scale(planned, 78, 112)


def _left_over(drawing: _Drawing, now: Decimal, later: Decimal) -> Decimal:
    if drawing.rng.random() < 0.7:
        return ZERO
    left = drawing.scale(min(now, later), 1, 20)
    return left if left < later else ZERO


def economy_of_projects(accounts: Accounts, step: Decimal) -> tuple[tuple[str, Decimal], ...]:
    """Project expenditure from the general budget by economic item, a third to the first."""
    amounts: dict[str, Decimal] = {}
    for project in accounts.projects:
        if project.seat.purse is not Purse.GENERAL:
            continue
        rest = project.amount
        for code in project.seat.economy[:-1]:
            third = rounded(project.amount / 3, step)
            amounts[code] = amounts.get(code, ZERO) + third
            rest -= third
        last = project.seat.economy[-1]
        amounts[last] = amounts.get(last, ZERO) + rest
    return tuple(sorted((code, amount) for code, amount in amounts.items() if amount))
