"""Which header cells stand over which, where their places were lost: the trees they can make.

A page prints a header from top to bottom, so a cell over several columns comes before them, and
the columns come from left to right.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush
from itertools import combinations, islice, product

from extraction.collapsed.fragments import FUND_HEAD, is_standard
from extraction.collapsed.regions import Token
from extraction.columns import holds_words, read_fund
from extraction.text import normal_form
from extraction.vocabulary import Fund

_MOST_PARENTS = 3
_MOST_ORDERS = 24
_MOST_TREES = 4_000
_MOST_KEPT = 40
_WIDE = 9
_LEAVES = ("合计", "小计", "总计", "预算数", "决算数", "人员经费", "公用经费", "项目支出")
_SUMS = ("合计", "小计", "总计")
_LONE_SUM = 0.5
_NESTED, _MOVED, _STUMP, _BROKEN_CELL = 0.2, 0.3, 0.5, 0.35
_STUMPS = ("收入", "支出", "拨款", "资金", "经费", "结余", "数", "款", "金", "出", "入")
"""Headers that are rather the last line of another one."""
_NOT_APPROPRIATED = re.compile(r"事业|经营收入|其他(?:收入|资金)|专户|单位资金|上级补助")
_GROUP = re.compile(
    r"收入$|支出$|结转|出国\(境\)费用?$|预算数?$|决算数?$|来源$|运行(?:维护)?费$"
    r"|拨款$|资金$|经费$"
)
_WIDE_FUND = re.compile(r"拨款|资金|专户")
_BALANCE = re.compile(r"^(?:年初|年末|年终|上年)|结转下年")
_VEHICLES = ("公务用车购置费", "公务用车运行维护费", "购置费", "运行费", "运行维护费")
_SPENT = ("基本支出", "项目支出", "经营支出")
_BASIC_PARTS = ("小计", "合计", "人员经费", "公用经费", "人员支出", "公用支出", "日常公用经费")
Paths = tuple[float, list[tuple[Token, ...]]]
"""What headers say against some columns, and the header cells over each, outermost first."""


def shape_columns(
    cells: Sequence[Token], most: int, counts: frozenset[int] = frozenset()
) -> list[Paths]:
    """Paths of the columns that some cells can make, some of them being parents of others.

    At least `most` columns are left, and as many as one of `counts` says, if there are any.
    """
    found: list[tuple[float, _Tree]] = []
    kept: list[float] = []  # the least costs so far, negated: a heap of the greatest
    able = [index for index, cell in enumerate(cells) if _may_be_parent(cell)]
    for count in range(min(_MOST_PARENTS, max(len(cells) - max(most, 1), 0)) + 1):
        if counts and len(cells) - count not in counts:
            continue
        for parents in combinations(able, count):
            for moved, leaves in enumerate(_orders(cells, parents)):
                for spans in islice(_spans(cells, parents, leaves), _MOST_TREES):
                    tree = _Tree(tuple(cells), tuple(leaves), parents, tuple(spans))
                    limit = -kept[0] if len(kept) == _MOST_KEPT else math.inf
                    cost = tree.strangeness(full=len(leaves) == most or bool(counts), limit=limit)
                    cost += _MOVED * (moved and not tree.is_rowwise)
                    if cost > limit:
                        continue
                    found.append((cost, tree))
                    heappush(kept, -cost)
                    if len(kept) > _MOST_KEPT:
                        heappop(kept)
    found.sort(key=lambda pair: pair[0])
    return [(cost, tree.paths()) for cost, tree in found[:_MOST_KEPT]]


def _may_be_parent(cell: Token) -> bool:
    form = normal_form(cell.printed)
    return form not in _LEAVES and _GROUP.search(form) is not None


def _is_sum(cell: Token) -> bool:
    return normal_form(cell.printed) in _SUMS


@lru_cache(maxsize=1024)
def _is_other_fund(form: str, parent: str) -> bool:
    """Whether a header is of another fund than the one it would stand under."""
    funds = read_fund((form,)), read_fund((parent,))
    return not {Fund.ALL, Fund.APPROPRIATION}.issuperset(funds[:1]) and not (
        funds[1] is Fund.ALL or _is_part(form, parent)
    )


@lru_cache(maxsize=1024)
def _is_part(form: str, parent: str) -> bool:
    """Whether a header is of the fund that another one names, or of a part of it."""
    own, whole = read_fund((form,)), read_fund((parent,))
    if whole is Fund.APPROPRIATION:
        return own in (Fund.GENERAL, Fund.GOVERNMENT_FUND, Fund.STATE_CAPITAL)
    return whole is not Fund.ALL and own is whole


def _find_family(forms: Sequence[str], parent: str) -> tuple[int, int] | None:
    """The first run of several columns that are parts of a parent's fund."""
    parts = [_is_part(form, parent) for form in forms]
    if True not in parts or not _WIDE_FUND.search(parent):
        return None
    first = parts.index(True)
    end = next((at for at in range(first, len(parts)) if not parts[at]), len(parts))
    return (first, end) if end - first > 1 else None


def _is_grand(cells: Sequence[Token], sums: Sequence[int]) -> bool:
    """Whether the first of some sums is one of the whole row, and none of a parent's columns."""
    first, second = (normal_form(cells[index].printed) for index in sums[:2])
    return (first, second) in (("总计", "合计"), ("总计", "小计"), ("合计", "小计"))


def _orders(cells: Sequence[Token], parents: Sequence[int]) -> list[list[int]]:
    """The columns from left to right: as printed, or those that are printed between a parent and
    its first child behind it, some or all of them, since a cell as high as the header is printed
    early."""
    leaves = [index for index in range(len(cells)) if index not in parents]
    orders = [leaves]
    for parent in parents:
        for own in _first_children(cells, parent):
            early = [
                i
                for i in range(parent + 1, own)
                if i in leaves and not holds_words(cells[i].printed)
            ]
            ends = [*(i for i in leaves if i > own and _is_sum(cells[i])), len(cells)]
            for split, before in product(range(len(early)), ends):
                rest = [i for i in leaves if i not in early[split:]]
                at = sum(index < before for index in rest)
                order = [*rest[:at], *early[split:], *rest[at:]]
                if order not in orders:
                    orders.append(order)
    return orders[:_MOST_ORDERS]


def _first_children(cells: Sequence[Token], parent: int) -> list[int]:
    """The cells that the columns under a parent may begin with, where others precede them."""
    below = range(parent + 1, len(cells))
    head = normal_form(cells[parent].printed)
    sums = [index for index in below if _is_sum(cells[index])]
    if head.endswith("基本支出"):
        parts = [i for i in below if normal_form(cells[i].printed) in _BASIC_PARTS]
        return [i for i in parts if normal_form(cells[i].printed) != "合计"][:1] or parts[:1]
    if head.endswith("来源"):
        funds = [i for i in below if FUND_HEAD.fullmatch(normal_form(cells[i].printed))]
        return funds[:1] or sums[:1]
    family = [i for i in below if _is_part(normal_form(cells[i].printed), head)]
    return family[:1] + sums[: 2 if len(sums) > 1 and _is_grand(cells, sums) else 1]


def _spans(
    cells: Sequence[Token], parents: Sequence[int], leaves: Sequence[int]
) -> Iterator[list[tuple[int, int]]]:
    """Runs of leaves, by position, for each parent: inside an earlier parent's or right of it."""
    starts = [at for at, index in enumerate(leaves) if _is_sum(cells[index])]
    forms = [normal_form(cells[index].printed) for index in leaves]
    if len(parents) < 2:
        starts = list(range(len(leaves)))

    def place(done: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
        if len(done) == len(parents):
            yield done
            return
        parent = parents[len(done)]
        runs = [(first, end) for first in starts for end in _ends(starts, first, len(leaves))]
        family = _find_family(forms, normal_form(cells[parent].printed))
        runs += [family] if family and family not in runs else []
        for first, end in runs:
            if leaves[first] < parent:
                continue  # children are printed below their parent
            fits = all(
                first >= other_end or (first > other_first and end <= other_end)
                for other_first, other_end in done
            )
            if fits:
                yield from place([*done, (first, end)])

    yield from place([])


def _ends(sums: Sequence[int], first: int, count: int) -> Sequence[int]:
    """Where a run of leaves may end: anywhere, but in a wide header where another sum begins."""
    if count <= _WIDE:
        return range(first + 2, count + 1)
    return [*(at for at in sums if at > first + 1), count]


@dataclass(frozen=True, slots=True)
class _Tree:
    """Header cells, which of them are columns (from left to right), which stand over which."""

    cells: tuple[Token, ...]
    leaves: tuple[int, ...]
    parents: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def paths(self) -> list[tuple[Token, ...]]:
        """The header path of each column."""
        return [
            (*(self.cells[parent] for parent in self._over(at)), self.cells[index])
            for at, index in enumerate(self.leaves)
        ]

    def _over(self, at: int) -> list[int]:
        pairs = zip(self.parents, self.spans, strict=True)
        return [parent for parent, (first, end) in pairs if first <= at < end]

    @property
    def is_rowwise(self) -> bool:
        """Whether the first row of the header is printed from left to right, a column that is as
        high as the header before a parent."""
        return bool(self.parents) and self.leaves[0] < self.parents[0]

    def strangeness(self, *, full: bool, limit: float) -> float:
        """How unlikely the tree is by what its headers say; `full` is that a row fills it.

        Nothing speaks for a tree: once what speaks against it is above `limit`, it is returned.
        """
        forms = [normal_form(self.cells[index].printed) for index in self.leaves]
        families = 0.0
        for parent, span in zip(self.parents, self.spans, strict=True):
            families += self._oddness_under(parent, span, forms)
            if families > limit:
                return families
        flat = full and not self.parents
        alone = [form for at, form in enumerate(forms) if not self._over(at)]
        stumps = _STUMP * sum(form in _STUMPS for form in forms)
        return (
            families
            + stumps
            + _oddness_alone(alone, forms, flat=flat)
            + self._oddness_of_order(forms)
            + _LONE_SUM * self._sums_one_family(forms)
        )

    def _sums_one_family(self, forms: Sequence[str]) -> bool:
        """Whether of several parents side by side one has a sum and others none, though no column
        sums them all: the sum is rather of the whole row."""
        outer = [
            (first, end)
            for first, end in self.spans
            if not any(a <= first and end <= b and (a, b) != (first, end) for a, b in self.spans)
        ]
        summed = [any(forms[at] == "合计" for at in range(*span)) for span in outer]
        alone = any(form in _SUMS for at, form in enumerate(forms) if not self._over(at))
        return any(summed) and not all(summed) and not alone

    def _oddness_under(self, parent: int, span: tuple[int, int], forms: Sequence[str]) -> float:
        """What speaks against a parent over a run of columns."""
        first, end = span
        inner = [s for s in self.spans if s != span and first <= s[0] and s[1] <= end]
        own = [forms[at] for at in range(first, end) if not any(a <= at < b for a, b in inner)]
        head = normal_form(self.cells[parent].printed)
        words = [self.cells[self.leaves[at]].printed for at in range(first, end)]
        basic = head.endswith("基本支出")
        summed = bool(own) and own[0] in ("小计", "合计")
        whole = basic and all(form in _BASIC_PARTS for form in own)
        family = _find_family(forms, head)
        known = summed or whole or head.endswith("来源") or span == family
        cost = 0.0 if known else 2.0
        if not (summed or head.endswith("来源")) and first and forms[first - 1] in ("小计", "合计"):
            cost += 0.1 * (self.leaves[first - 1] > parent)  # a sum that is printed below it
        if self.is_rowwise:  # what is printed behind a parent stands right of it
            left = [i for at, i in enumerate(self.leaves[:first]) if not self._over(at)]
            cost += any(index > parent for index in left)
        cost += self._is_passed(parent, span)
        # A fund's columns stand side by side.
        cost += 0.5 * (end < len(forms) and _is_part(forms[end], head))
        # What is printed before a parent's first column stands as high as the parent.
        cost += 2.0 * sum(index < self.leaves[first] for index in self.leaves[first:end])
        cost += 2.0 * sum(form in ("小计", "合计") for form in own[1:]) + _NESTED * len(inner)
        cost += 1.5 * sum(map(holds_words, words))
        cost += 1.5 * sum(_is_other_fund(form, head) for form in own)
        cost += _BROKEN_CELL * self._may_be_broken(parent, first)
        if "车" in head:
            cost += 0.5 * sum(form not in (*_VEHICLES, "小计", "合计") for form in own)
        cost += 0.2 * (head.endswith("来源") and "总计" in own)
        cost += head in forms  # one header is not both a column's and a parent's
        if head.startswith("本年"):
            cost += 0.3 * any(_BALANCE.search(form) for form in own)
        if "支出" not in head and "本年支出" in forms:
            cost += 0.5 * any(form in _SPENT for form in own)
        if "财政拨款" in head:
            cost += 1.5 * sum(_NOT_APPROPRIATED.search(word) is not None for word in words)
        if basic:
            cost += 1.5 * sum(form not in _BASIC_PARTS for form in own)
        return cost + ("车" not in head) * sum(form in _VEHICLES for form in own)

    def _is_passed(self, parent: int, span: tuple[int, int]) -> bool:
        """Whether a column that is printed before a parent stands right of it under the same
        headers: neither its top nor its middle is higher then."""
        first, end = span
        pairs = zip(self.parents, self.spans, strict=True)
        outer = {p for p, (a, b) in pairs if a <= first and end <= b and p != parent}
        early = [at for at in range(end, len(self.leaves)) if self.leaves[at] < parent]
        return any(outer <= set(self._over(at)) for at in early)

    def _may_be_broken(self, parent: int, first: int) -> bool:
        """Whether a parent and its first column are rather two lines of one cell."""
        cell, own = self.cells[parent], self.cells[self.leaves[first]]
        after = self.cells[self.leaves[first] + 1 :][:1]
        line = own.source.spans[0].line
        alone = all(other.source.spans[0].line != line for other in (cell, *after))
        whole = is_standard(normal_form(cell.printed + own.printed))
        return self.leaves[first] == parent + 1 and alone and whole

    def _oddness_of_order(self, forms: Sequence[str]) -> float:
        """What speaks against the columns from left to right: a total of all stands first, what
        is left for the next year last, and income before expenditure."""
        first = forms.index("合计") if "合计" in forms else 0
        cost = 0.0 if self._over(first) else 0.4 * sum("合计" not in f for f in forms[:first])
        cost += 2.0 * ("总计" in forms[1:-1])
        cost += 0.5 * sum(form.startswith("年末") for form in forms[:-1])
        pairs = zip(self.parents, self.spans, strict=True)
        spent = [
            first
            for parent, (first, _) in pairs
            if "本年支出" in normal_form(self.cells[parent].printed)
        ]
        late = [at for at, form in enumerate(forms) if form.startswith(("年初", "本年收入"))]
        return cost + 0.5 * (bool(spent and late) and min(spent) < late[-1])


def _oddness_alone(alone: Sequence[str], forms: Sequence[str], *, flat: bool) -> float:
    """What speaks against columns that stand under no parent."""
    cost = 2.0 * sum(form == "小计" or form.endswith("来源") for form in alone)
    cost += 2.0 * ("基本支出" in alone and "人员经费" in forms)
    if any(form in _VEHICLES for form in forms if form not in alone):
        cost += 1.0 * sum(form in _VEHICLES for form in alone)
    # A parent stands over all columns up to the next one, unless the sums say other.
    return cost + (not flat) * 0.05 * sum(form not in ("小计", "合计", "总计") for form in alone)
