"""Columns that compare others: of change, of growth, of completion, and what they may follow from.

A header path is read part by part: what period and stage a part names, whether it says how two
figures are compared, and what else it says; columns that say the same else belong together.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extraction.records import Table
from extraction.text import normal_form


class Way(StrEnum):
    """How a column compares a later figure with an earlier one."""

    CHANGE = "change"
    """The later less the earlier."""
    RATE = "rate"
    """The change as a percentage of the earlier."""
    COMPLETION = "completion"
    """What was carried out as a percentage of the budget."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A column that compares two others, by index into `Table.columns`."""

    way: Way
    column: int
    pairs: tuple[tuple[int, int], ...]
    """The later and the earlier column: all pairs that its header allows, at least one."""
    change: int | None = None
    """Of a rate, the one column of change beside it."""


class _Stage(StrEnum):
    BUDGET = "budget"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class _Period:
    """What a header says of the time of its figures; None where it does not."""

    year: int | None = None
    """Years after that of the document."""
    stage: _Stage | None = None
    when: str = ""
    """Which of the budgets of a year (年初, 全年, 调整)."""

    def fits(self, other: "_Period") -> bool:
        """Whether all that it says holds of another."""
        return (
            self.year in (None, other.year)
            and self.stage in (None, other.stage)
            and self.when in ("", other.when)
        )

    def joined(self, inner: "_Period") -> "_Period":
        """With what an inner header says besides."""
        year = self.year if inner.year is None else inner.year
        return _Period(year, inner.stage or self.stage, inner.when or self.when)


_NO_PERIOD = _Period()


@dataclass(frozen=True, slots=True)
class _Head:
    """What the header path of a column says."""

    way: Way | None = None
    period: _Period = _NO_PERIOD
    later: _Period = _NO_PERIOD
    """What is compared, where a column of comparison names it."""
    earlier: _Period = _NO_PERIOD
    """What that is compared with."""
    what: tuple[str, ...] = ()
    """The parts of the path that say none of these."""


_BRACKETS = re.compile(r"\([^()]*\)")
_PERIOD = re.compile(
    r"(?:(?P<year>20\d\d)年?度?|(?P<past>上一?年度?|去年)|(?P<own>本年度?|当年|今年))?"
    r"(?:部门|单位)?(?:收入|支出)?(?P<when>年初|全年|调整)?后?"
    r"(?:(?P<budget>预算|批复)|(?P<final>决算|(?:预计|实际)?(?:执行|完成)|实际))?"
    r"(?:收入|支出|安排)?(?:数|额|金额|情况)?"
)
_YEAR = re.compile(r"20\d\d")
_ANY = re.compile(r"(?:合计|小计|总计|金额|数额)")
_CHANGE = re.compile(r"(?:增减|变动|变化|差异|差额)(?:变动|变化)?(?:数|额|金额|情况)?$")
_RATE = re.compile(
    r"(?:(?:增减|增长|变动|变化|差异)(?:变动|变化)?(?:率|幅度?|比例|比率|百分比|%)|增幅)%?$"
)
_COMPLETION = re.compile(
    r"(?:(?:预算)?(?:完成|执行)(?:率|比例|进度|百分比)|(?:完成|占|为)(?P<whole>[^占为]*预算)数?"
    r"的?(?:%|比例|比重|百分比))%?$"
)
_PERCENT_OF = re.compile(r"(?:率|幅度|比例|比率|百分比)?%?")
_VERSUS = re.compile(r"(?P<later>.*?)(?:比|较|与)(?P<earlier>.+?)(?:相比|比较)?")
# Beside a column of decreases one of growth leaves them out.
_FALL = re.compile(r"(?<!增)(?:减少|下降|降低|调减)")


def find_comparisons(table: Table, year: str) -> Iterator[list[Comparison]]:
    """The columns of a table that compare two others, those together that do so for parts of one
    whole; `year` of the document, empty if unknown."""
    forms = [_form(part) for column in table.columns for part in column.path]
    if not any(_way_of(form)[0] for form in forms) or any(map(_FALL.search, forms)):
        return
    base = int(year) if year else _latest(forms)
    for side in range(len(table.sides)):
        heads = {
            index: head
            for index, column in enumerate(table.columns)
            if column.side == side and column.path and (head := _read(column.path, base))
        }
        yield from _side_comparisons(table, heads)


def _latest(forms: Iterable[str]) -> int:
    return max((int(found) for form in forms for found in _YEAR.findall(form)), default=0)


def _side_comparisons(table: Table, heads: dict[int, _Head]) -> Iterator[list[Comparison]]:
    units = {index: table.columns[index].unit for index in heads}
    levels = {
        index: head
        for index, head in heads.items()
        if head.way is None and (unit := units[index]) and unit.in_yuan
    }
    changes = [index for index, head in heads.items() if head.way is Way.CHANGE]
    found: dict[_Head, list[Comparison]] = {}
    for index, head in heads.items():
        beside = {i: own.period for i, own in levels.items() if own.what == head.what}
        pairs = tuple(_pairs(head, beside)) if head.way else ()
        if head.way and pairs:
            own = [at for at in changes if heads[at] == replace(head, way=Way.CHANGE)]
            is_sure = head.way is Way.RATE and len(own) == 1
            one = Comparison(head.way, index, pairs, own[0] if is_sure else None)
            found.setdefault(replace(head, period=_NO_PERIOD, what=()), []).append(one)
    yield from found.values()


def _pairs(head: _Head, levels: dict[int, _Period]) -> Iterator[tuple[int, int]]:
    for later, one in levels.items():
        for earlier, other in levels.items():
            is_named = head.later.fits(one) and head.earlier.fits(other)
            if later != earlier and is_named and _is_comparable(head.way, one, other):
                yield later, earlier


def _is_comparable(way: Way | None, later: _Period, earlier: _Period) -> bool:
    """Whether figures of one period are compared with those of the other in such a way."""
    carried_out = (earlier.stage, later.stage) == (_Stage.BUDGET, _Stage.FINAL)
    is_same_year = (later.year or 0) == (earlier.year or 0)
    if way is Way.COMPLETION or is_same_year:
        return carried_out and is_same_year
    return (later.year or 0) > (earlier.year or 0)


def _read(path: Sequence[str], base: int) -> _Head | None:
    """What a header path says; None where it compares what is not understood."""
    head: _Head | None = _Head()
    for form in map(_form, path):
        if head and head.way is Way.CHANGE and _PERCENT_OF.fullmatch(form):
            head = replace(head, way=Way.RATE)  # `比上年增减` over `额` and `%`
        elif head and (_way_of(form)[0] or _VERSUS.fullmatch(form)):
            head = _read_comparison(form, head, base)
        elif head:
            head = _read_plain(form, head, base)
    return head


def _form(part: str) -> str:
    return _BRACKETS.sub("", normal_form(part).replace("(%)", "%")).removeprefix("其中:")


def _read_plain(form: str, head: _Head, base: int) -> _Head:
    """A part that names a period, a total, an amount, or something else."""
    if _ANY.fullmatch(form) or (head.way and form in ("额", "数")):
        return head
    if period := _read_period(form, base):
        return replace(head, period=head.period.joined(period))
    return replace(head, what=(*head.what, form))


def _read_comparison(form: str, head: _Head, base: int) -> _Head | None:
    way, words, whole = _way_of(form)
    later, earlier = head.later, head.earlier
    if way is Way.COMPLETION:
        numerator = _read_period(words, base) if words else _NO_PERIOD
        denominator = _read_period(whole, base) if whole else _NO_PERIOD
        if numerator is None or denominator is None:
            return None
        return replace(head, way=way, later=numerator, earlier=denominator)
    if words not in ("", "同比", "预决算"):
        named = _VERSUS.fullmatch(words)
        earlier_named = _read_period(named["earlier"], base) if named else None
        later_named = _read_period(named["later"], base) if named and named["later"] else later
        if earlier_named is None or later_named is None:
            return None
        later, earlier = later_named, earlier_named
    return replace(head, way=way or head.way, later=later, earlier=earlier)


def _way_of(form: str) -> tuple[Way | None, str, str]:
    """How a part compares, the words before that, and the whole that it names."""
    if found := _COMPLETION.search(form):
        return Way.COMPLETION, form[: found.start()], found["whole"] or ""
    for way, pattern in ((Way.RATE, _RATE), (Way.CHANGE, _CHANGE)):
        if found := pattern.search(form):
            return way, form[: found.start()], ""
    return None, form, ""


def _read_period(form: str, base: int) -> _Period | None:
    """The period that words name; None where they name none."""
    found = _PERIOD.fullmatch(form)
    if found is None or not any(found.groupdict().values()):
        return None
    year = int(found["year"]) - base if found["year"] else None
    if found["past"] or found["own"]:
        year = -1 if found["past"] else 0
    stage = _Stage.BUDGET if found["budget"] else _Stage.FINAL if found["final"] else None
    return _Period(year, stage, found["when"] or "")
