"""Agencies taken or left out as a class: 除财政局外, 不含街道, 全县各部门, 市级单位."""

import re
from collections.abc import Iterable, Mapping

from index.words.directory import PLACES

_WHO = r"(?P<who>[^,;。?!()]{2,40}?)"
_LEAVES = r"(?:除了?|除去|除开|不含|不包括|不算|不计|剔除|扣除|刨去|刨除|去掉|排除|抛开)"
# What names the agencies that are left out, and how it ends.
LEFT_OUT = (
    re.compile(rf"\(?{_LEAVES}{_WHO}(?:之外|以外|外|不算)[的,、]?\)?"),
    re.compile(rf"\(?{_LEAVES}{_WHO}(?:[,)]|的(?=[各所全其])|$)"),
    re.compile(rf"[(,]?(?:^|(?<=[(,])){_WHO}(?:除外|不算在内|不计入|不包括在内|不算)[,)]?"),
)
_JOINTS = re.compile(r"[|和与跟及以、等的这两三几家个]+")
_LEVELS = "省市县区旗"
_OF_ALL = (
    r"(?=(?:(?:20)?\d\d年度?|[今去本]年)?"
    r"(?:的|[各每所全哪]|部门|单位|机关|[两二三四五六七八九十几\d]+[个家]))"
)
_WHOLE = re.compile(rf"(?:[本我该]|全)(?P<level>[{_LEVELS}]){_OF_ALL}")
_RANK = re.compile(rf"(?<![一-龥])(?P<level>[{_LEVELS}])(?:本级|[级直属])(?:机关)?{_OF_ALL}")


def is_bare(rest: str) -> bool:
    """Whether nothing is left of a list of agencies but what joins them."""
    return not _JOINTS.sub("", rest)


def find_level(text: str, regions: Mapping[str, str]) -> tuple[str, tuple[str, ...]] | None:
    """What takes the agencies of a place by its level, and these: none unless it is one place."""
    if found := _RANK.search(text):
        return found[0], _of_place(regions, _last_places(regions, found["level"]))
    if found := _WHOLE.search(text):
        level = found["level"]
        places = {a: _whole_place(region, level) for a, region in regions.items()}
        return found[0], _of_place(regions, places)
    return None


def _last_places(regions: Mapping[str, str], level: str) -> dict[str, str]:
    """Each agency's place, where it is of that level."""
    return {a: region if region.endswith(level) else "" for a, region in regions.items()}


def _whole_place(region: str, level: str) -> str:
    """A region down to its part of a level; empty where it has none."""
    parts = PLACES.findall(region)
    ends = [number for number, part in enumerate(parts) if part.endswith(level)]
    return "".join(parts[: ends[0] + 1]) if ends else ""


def _of_place(regions: Iterable[str], places: Mapping[str, str]) -> tuple[str, ...]:
    named = set(filter(None, places.values()))
    return tuple(a for a in regions if places[a]) if len(named) == 1 else ()
