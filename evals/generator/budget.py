"""The accounts of one agency in one year, and how they hang together over the years.

Amounts are `Decimal` in 万元, exact multiples of the agency's smallest step (0.01 万元, or 1 元
where its tables are printed in 元). Everything that a table shows is a sum of these parts, so all
sums hold by construction.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache

from evals.generator.agencies import Agency, ProjectSeat
from evals.generator.sectors import Purse

ZERO = Decimal(0)

# Economic items that have a functional item of their own; all others are running costs.
OWN_ITEMS = {
    "30108": "2080505",
    "30109": "2080506",
    "30110": "2101101",
    "30111": "2101103",
    "30112": "2089999",
    "30113": "2210201",
    "30114": "2101102",
    "30302": "2080501",
}


@dataclass(frozen=True, slots=True)
class Post:
    """What is spent on one functional item from one purse."""

    code: str
    """Seven-digit functional item."""
    purse: Purse
    """Where the money comes from."""
    personnel: Decimal = ZERO
    """人员经费."""
    operating: Decimal = ZERO
    """公用经费."""
    project: Decimal = ZERO
    """项目支出."""
    opening: Decimal = ZERO
    """What of it is paid with money of earlier years (上年结转, 年初结转)."""
    closing: Decimal = ZERO
    """What is left for the next year (年末结转); 0 in budgets."""

    @property
    def basic(self) -> Decimal:
        """基本支出."""
        return self.personnel + self.operating

    @property
    def total(self) -> Decimal:
        """All that is spent."""
        return self.personnel + self.operating + self.project

    @property
    def income(self) -> Decimal:
        """The income of the year for it."""
        return self.total + self.closing - self.opening


@dataclass(frozen=True, slots=True)
class Project:
    """One project in one year."""

    seat: ProjectSeat
    """What stays the same over the years."""
    amount: Decimal
    """What it costs this year; 0 where it rests."""
    opening: Decimal = ZERO
    """What of it is paid with money of earlier years."""
    closing: Decimal = ZERO
    """What is left for the next year."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """One line of government procurement."""

    category: str
    """货物, 工程 or 服务."""
    item: str
    """What is bought."""
    project: str
    """The project that pays."""
    economy: str
    """Name of the economic item."""
    amount: Decimal
    """What it costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """All figures of one agency for one year, planned or carried out."""

    year: int
    """The year."""
    basic: tuple[tuple[str, Decimal], ...]
    """Basic expenditure by economic item, from the general budget."""
    posts: tuple[Post, ...]
    """All expenditure by functional item and purse, in order of codes."""
    projects: tuple[Project, ...]
    """Project expenditure by project."""
    purchases: tuple[Purchase, ...]
    """Government procurement, within projects and operating costs."""
    officials: int
    """Civil servants (人)."""
    employees: int
    """Staff of institutions (人)."""
    retired: int
    """Retired people (人)."""
    vehicles: int
    """Vehicles (辆)."""
    sets: int
    """Large equipment (台（套）)."""

    def total(self, *purses: Purse) -> Decimal:
        """Expenditure from these purses; from all where none is named."""
        return add(post.total for post in self.posts_of(*purses))

    def income(self, *purses: Purse) -> Decimal:
        """Income of the year in these purses."""
        return add(post.income for post in self.posts_of(*purses))

    def opening(self, *purses: Purse) -> Decimal:
        """Money of earlier years in these purses."""
        return add(post.opening for post in self.posts_of(*purses))

    def closing(self, *purses: Purse) -> Decimal:
        """Money left for the next year in these purses."""
        return add(post.closing for post in self.posts_of(*purses))

    def posts_of(self, *purses: Purse) -> tuple[Post, ...]:
        """The posts paid from these purses; all where none is named."""
        return tuple(post for post in self.posts if not purses or post.purse in purses)

    def economic(self, *prefixes: str) -> Decimal:
        """Basic expenditure on the economic items with these beginnings."""
        return add(amount for code, amount in self.basic if code.startswith(prefixes))

    @property
    def operating_costs(self) -> Decimal:
        """机关运行经费: the operating part of basic expenditure from the general budget."""
        return self.economic("302", "310")

    @property
    def purchase_of_vehicles(self) -> Decimal:
        """公务用车购置费, which is a project of its own."""
        return add(
            project.amount for project in self.projects if project.seat.economy == ("31013",)
        )

    @property
    def three_public(self) -> "ThreePublic":
        """The “三公” costs, each within basic or project expenditure."""
        return ThreePublic(
            abroad=self.economic("30212"),
            purchase=self.purchase_of_vehicles,
            operation=self.economic("30231"),
            reception=self.economic("30217"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreePublic:
    """“三公”经费 and its parts."""

    abroad: Decimal
    """因公出国（境）费."""
    purchase: Decimal
    """公务用车购置费."""
    operation: Decimal
    """公务用车运行维护费."""
    reception: Decimal
    """公务接待费."""

    @property
    def vehicles(self) -> Decimal:
        """公务用车购置及运行维护费."""
        return self.purchase + self.operation

    @property
    def total(self) -> Decimal:
        """All three."""
        return self.abroad + self.vehicles + self.reception


@dataclass(frozen=True, slots=True)
class Year:
    """What a disclosure of one year draws on."""

    now: Accounts
    """The year itself: the budget, or in a final account what was carried out."""
    before: Accounts
    """The same of the year before."""
    plan: Accounts
    """The year's budget; the same as `now` in a budget."""


def add(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts, 0 for none."""
    return sum(amounts, ZERO)


def posts_by_unit(
    posts: Sequence[Post], agency: Agency, step: Decimal
) -> tuple[tuple[str, tuple[Post, ...]], ...]:
    """The posts shared out to the agency's own office and its units; those without any are left."""
    units = (f"{agency.name}（本级）", *agency.units)
    shares: dict[str, list[Post]] = {unit: [] for unit in units}
    for number, post in enumerate(posts):
        rest = post
        for unit in units[1:]:
            part = _share(post, len(units), step)
            shares[unit].append(part)
            rest = replace(
                rest,
                personnel=rest.personnel - part.personnel,
                operating=rest.operating - part.operating,
                project=ZERO,
            )
        shares[units[0]].append(replace(rest, project=ZERO, opening=ZERO, closing=ZERO))
        # Projects are run by one unit each.
        whole = replace(post, personnel=ZERO, operating=ZERO)
        shares[units[number % len(units)]].append(whole)
    merged = ((unit, merge_posts(own)) for unit, own in shares.items())
    return tuple((unit, own) for unit, own in merged if own)


def _share(post: Post, count: int, step: Decimal) -> Post:
    """An equal share of a post's basic expenditure, cut at the step."""
    personnel = (post.personnel / count).quantize(step, ROUND_FLOOR)
    operating = (post.operating / count).quantize(step, ROUND_FLOOR)
    return Post(post.code, post.purse, personnel, operating)


def merge_posts(posts: Iterable[Post]) -> tuple[Post, ...]:
    """One post for each item and purse, in order, without those that are zero throughout."""
    merged: dict[tuple[str, Purse], list[Post]] = {}
    for post in posts:
        merged.setdefault((post.code, post.purse), []).append(post)
    sums = (_sum_posts(code, purse, same) for (code, purse), same in sorted(merged.items()))
    return tuple(post for post in sums if post.total or post.opening or post.closing)


def _sum_posts(code: str, purse: Purse, posts: list[Post]) -> Post:
    def total(part: Callable[[Post], Decimal]) -> Decimal:
        return add(part(post) for post in posts)

    return Post(
        code,
        purse,
        total(lambda post: post.personnel),
        total(lambda post: post.operating),
        total(lambda post: post.project),
        total(lambda post: post.opening),
        total(lambda post: post.closing),
    )


@cache
def places(step: Decimal) -> int:
    """How many decimal places a step has (`0.01` has 2)."""
    exponent = step.as_tuple().exponent
    assert isinstance(exponent, int)  # only NaN and infinity have another
    return -exponent


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """The nearest multiple of a decimal step, halves away from zero."""
    return value.quantize(step, ROUND_HALF_UP)
