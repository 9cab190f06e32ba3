"""Lists of operands: the names that a question joins, each with what all of them are of."""

import re

from index.planning.operand_names import INSIDE, append_head, clean, head_of, names_something
from index.words.classification import ITEM_NAMES

PLUS = re.compile(r"(?<![增追参附更施强])加(?:上|一?个)?(?![起在总强班大快油速工密权固])")

_SEPARATORS = re.compile(r"、|以及|及其?|和|与|跟|,")

_TALLY = re.compile(
    r"(?:(?:这|那)?[两二三四五六七八九十几]+(?:大?[样项块笔类个种者份家部]分?|个科目|块钱)(?:支出|开支|费用|预算|的?钱)?)?"
    r"(?:,|都|全|统统|总共|一共|总的?|一年|全年|今年|单位|分别)*$"
)

_CONTRIBUTIONS = (
    (
        re.compile(r"^(?:单位|给?职工|缴的?|交的?|的)*(?:基本)?养老(?:保险|金)?$"),
        "基本养老保险缴费",
    ),
    (re.compile(r"^(?:职业)?年金$"), "职业年金缴费"),
    (re.compile(r"^(?:职工|基本)*(?:医保|医疗保险|医疗)$"), "职工基本医疗保险缴费"),
    (re.compile(r"^公积金$"), "住房公积金"),
)

_PAID_FOR = re.compile(
    r"^.{0,14}?(?:缴|交|买|给职工)了?的(?=养老|年金|职业年金|医|公积金|社保|住房)"
)

_KINDS = re.compile(r"(基本|项目|人员|公用)(?:支出|经费)?(?:里的?)?")

_KIND_NAMES = {"基本": "基本支出", "项目": "项目支出", "人员": "人员经费", "公用": "公用经费"}


def split_list(listed: str) -> list[str]:
    """The names that a list joins, each with what all are inside of, or of."""
    listed = _PAID_FOR.sub("", _TALLY.sub("", _TALLY.sub("", listed)))
    place, rest = "", listed
    if (found := INSIDE.search(listed)) and re.search(
        r"[、和与加及]|费.{1,6}费", listed[found.end() :]
    ):
        place, rest = found["place"], listed[found.end() :]
    names = [name for name in re.split(_SEPARATORS, PLUS.sub("、", rest)) if len(clean(name)) > 1]
    if {"收入", "支出"} & set(map(clean, names)) or not all(
        map(names_something, map(clean, names))
    ):
        return []
    if len(names) == 1:
        names = _split_joined(names[0])
    if len(names) < 2:
        return names
    if head := head_of(names[-1]):
        names = [append_head(name, head) for name in names]
    names = _of_both_kinds([clean(name) for name in names])
    if sum(any(p.search(name) for p, _ in _CONTRIBUTIONS) for name in names) > 1:
        names = [next((full for p, full in _CONTRIBUTIONS if p.search(n)), n) for n in names]
    return [f"{place}里的{name}" if place else name for name in names]


def _of_both_kinds(names: list[str]) -> list[str]:
    """Of one item both kinds of expenditure: 办公费基本 and 项目."""
    first, last = names[0], names[-1]
    found = re.match(
        r"(?P<item>.{2,})(?:的|里)?(?P<kind>基本|项目|人员|公用)(?:支出|经费)?$", first
    )
    if len(names) != 2 or not found or not (other := _KINDS.fullmatch(last)):
        return names
    return [f"{clean(found['item'])}的{_KIND_NAMES[kind]}" for kind in (found["kind"], other[1])]


def _split_joined(name: str) -> list[str]:
    """Standard names that stand side by side without a joint: 水费电费."""
    found = re.findall("|".join(sorted(map(re.escape, ITEM_NAMES), key=len, reverse=True)), name)
    return found if "".join(found) == name else [name]
