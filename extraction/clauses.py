"""What a clause says of the figure behind it: its role, its item, what it is compared with.

All offsets are into the clause that is given, in plain text (NFKC, no white space).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from extraction.vocabulary import Direction, Unit

Run = tuple[int, int]


class Part(StrEnum):
    """Which part of a statement a figure is; the names are those of its fields."""

    LEVEL = "level"
    CHANGE = "change"
    RATE = "rate"
    SHARE = "share"
    EARLIER = "earlier"
    COMPLETION = "completion"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a clause makes of its figure; spans are offsets into the clause."""

    part: Part
    item: Run
    against: Run | None = None
    whole: Run | None = None
    direction: Direction | None = None


_UP = r"增加|增长|上升|提高|上涨|增多|增支|增收|调增|(?<!新)增"
_DOWN = r"减少|下降|降低|缩减|压减|压缩|调减|核减|减支|减收|减"
_VERBS = rf"{_UP}|{_DOWN}"
_NOUNS_UP, _NOUNS_DOWN = r"增幅|涨幅|增长率|增长比例|增加额", r"降幅|减幅|下降率|减少额"
_OPEN = re.compile(rf"(?:{_VERBS})(?:\((?:{_VERBS})\)|/(?:{_VERBS}))|增减(?:额|率|幅)?")
_VERB = re.compile(
    rf"(?:(?P<open>{_OPEN.pattern})|(?P<up>{_NOUNS_UP}|{_UP})|(?P<down>{_NOUNS_DOWN}|{_DOWN}))"
    r"幅?度?(?:了|约|近|达|为|是)*$"
)
_REACHES = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:到|至|为)$")
_ADVERBS = re.compile(r"(?:各|均|略有?|有所|净|分别|同比|环比|再|共|总体|大幅|小幅)+$")
_BASE = r"(?:20\d\d年|上一?年|上一度|去年|前年|上期|同期|年初|当年预算|本年预算|预算|调整)"
_COMPARED = re.compile(
    rf"(?:相比|比|较|与|和|同|跟)(?:于)?(?P<against>{_BASE}[^,。;:]*?)(?:相比较?|对比|比较|比)(?P<rest>.*)$"
)
_NEAR = re.compile(rf"(?:比|较|相较于?|相比)(?P<against>{_BASE}[^,。;:]*)$")
_MORE = re.compile(
    r"(?:(?P<up>大于|高于|多于|超过|超出)|(?P<down>小于|低于|少于))"
    rf"(?P<against>(?:{_BASE}|[^,。;:]*预算)[^,。;:]*?)(?P<tail>的?)$"
)
_MUCH = re.compile(r"(?P<verb>(?P<up>多)|(?P<down>少))(?:支出|安排|收入|[出花用收])?了?$")
_GROWN_NOUN = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?(?P<noun>(?![到至为的了])[^,。;:增减降升]{{1,16}})$"
)
_EARLIER = re.compile(rf"(?:比|较|与|和|同|由|从)(?P<against>{_BASE}[^,。;:]*?)(?:的|为)?$")
_FLAT = re.compile(
    rf"(?:(?:与|同|和|比|较|跟)(?P<against>{_BASE}[^,。;:]*?)(?:相比)?)?(?:基本|总体|保持|均)*"
    r"(?:持平|相同|一致|不变|相等|(?:无|没有|未发生)(?:增减)?变[化动])(?:的|,)?$"
)
_COMPLETION = re.compile(
    r"(?:完成|占|为|达到?)了?(?P<against>[^,。;:]*?(?:预算|计划|任务)[^,。;:]*?)"
    r"(?:的|的?(?:比例|比率|百分比)(?:为|是|达到?)?)?(?:约)?$"
)
_DONE = re.compile(
    r"(?:较年初)?完成了?$"
    r"|(?:预算)?(?:执行率|完成率|完成比例|执行进度|支出进度)(?:为|是|达到?)?$"
)
_SHARE = re.compile(r"占(?P<whole>[^占,。;:]*?)的?(?:比例|比重|比率|比)?(?:为|是|约|达到?)*$")


def read_claim(clause: str, unit: Unit | None) -> Claim:
    """What a clause makes of the figure that ends it; a level where it says nothing else."""
    percent = unit is Unit.PERCENT
    if percent and (claim := _read_part_of_whole(clause)):
        return claim
    if _REACHES.search(clause):
        return _read_reached(clause)
    change = Part.RATE if percent else Part.CHANGE
    if found := _VERB.search(clause):
        return _read_change(clause, found, change)
    if claim := _read_comparison(clause, change):
        return claim
    if found := _EARLIER.search(clause):
        return Claim(Part.EARLIER, (0, found.start()), found.span("against"))
    return Claim(Part.LEVEL, (0, len(clause)))


def _read_part_of_whole(clause: str) -> Claim | None:
    if "完成" in clause or "预算的" in clause:
        found = _COMPLETION.search(clause)
        if found and not found.group().startswith("占"):
            return Claim(Part.COMPLETION, (0, found.start()), found.span("against"))
    if found := _DONE.search(clause):
        return Claim(Part.COMPLETION, (0, found.start()))
    if found := _SHARE.search(clause):
        whole = found.span("whole") if found["whole"] else None
        return Claim(Part.SHARE, (0, found.start()), whole=whole)
    return None


def _read_reached(clause: str) -> Claim:
    found = _REACHES.search(clause)
    assert found
    return Claim(Part.LEVEL, (0, found.start()), direction=_direction(found))


def _read_change(clause: str, verb: re.Match[str], part: Part) -> Claim:
    end = verb.start()
    if adverbs := _ADVERBS.search(clause, 0, end):
        end = adverbs.start()
    item, against = _split_comparison(clause, end)
    return Claim(part, item, against, direction=_direction(verb))


def _split_comparison(clause: str, end: int) -> tuple[Run, Run | None]:
    """The item and what it is compared with, in the clause up to `end`."""
    if found := _COMPARED.search(clause[:end]):
        rest = found.span("rest")
        item = rest if rest[0] < rest[1] else (0, found.start())
        return item, found.span("against")
    if found := _NEAR.search(clause[:end]):
        return (0, found.start()), found.span("against")
    return (0, end), None


def _read_comparison(clause: str, part: Part) -> Claim | None:
    """`决算数大于预算数`, `比上年多`, `与上年一致`, `较上年增加人员` before a figure."""
    if found := _MORE.search(clause):
        item = (0, found.start())
        return Claim(part, item, found.span("against"), None, _direction(found))
    if (found := _MUCH.search(clause)) and (near := _NEAR.search(clause[: found.start()])):
        item = (0, near.start())
        return Claim(part, item, near.span("against"), None, _direction(found))
    if (found := _FLAT.search(clause)) and found["against"]:
        item = (0, found.start())
        return Claim(part, item, found.span("against"), None, Direction.FLAT)
    if (found := _GROWN_NOUN.search(clause)) and part is Part.CHANGE:
        _, against = _split_comparison(clause, found.start())
        if against:
            item = found.span("noun")
            return Claim(part, item, against, None, _direction(found))
    return None


def _direction(found: re.Match[str]) -> Direction | None:
    groups = found.groupdict()
    if groups.get("open"):
        return None
    return Direction.UP if groups["up"] else Direction.DOWN


@dataclass(frozen=True, slots=True)
class Comparison:
    """A clause without a figure that says how its item (a span, may be empty) compares."""

    item: Run
    against: Run | None
    direction: Direction | None


_WENT = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))的?$")
_BARE_COMPARISON = re.compile(
    rf"^(?:(?:与|和|同|跟|较|比)(?P<against>{_BASE}[^,。;:]*?)(?:相比较?|对比|比较)|同比)$"
)


def read_comparison(clause: str) -> Comparison | None:
    """How a clause without a figure says that its item compares, if it does."""
    if found := _BARE_COMPARISON.match(clause):
        against = found.span("against") if found["against"] else None
        return Comparison((0, 0), against, None)
    if found := _FLAT.search(clause):
        against = found.span("against") if found["against"] else None
        return Comparison((0, found.start()), against, Direction.FLAT)
    if found := _MORE.search(clause):
        return Comparison((0, found.start()), found.span("against"), _direction(found))
    if found := _WENT.search(clause):
        item, compared = _split_comparison(clause, found.start())
        return Comparison(item, compared, _direction(found))
    return None


_YEAR = re.compile(r"(20\d\d)年")
_COMPARED_YEAR = re.compile(r"(?:比|较|与|和|同|由|从|占|完成)(20\d\d)年")


def find_year(clause: str) -> int | None:
    """The year that a clause says its figures are of; not one that they are compared with."""
    others = {found.start(1) for found in _COMPARED_YEAR.finditer(clause)}
    years = [found for found in _YEAR.finditer(clause) if found.start(1) not in others]
    return int(years[-1][1]) if years else None


_BASE_NOISE = re.compile(r"年初|当年|数|安排|的")


def same_base(against: str, other: str) -> bool:
    """Whether two comparisons are with the same thing (`上年`, `上年预算数`)."""
    bases = sorted((_BASE_NOISE.sub("", against), _BASE_NOISE.sub("", other)), key=len)
    return bases[1].startswith(bases[0])


_PAST = re.compile(r"(?:上一?年度?|去年|上一度)(?!结转|结余|末|度?结)")


def speaks_of_past(clause: str) -> bool:
    """Whether a clause names the year before (`上年度预算`), but for what is carried over."""
    return _PAST.search(clause) is not None
