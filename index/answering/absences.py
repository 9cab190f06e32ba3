"""Items that a question names and its documents do not print."""

import re
from collections.abc import Iterable
from functools import cache

from extraction import known_item_names, normal_form
from index.words.classification import ITEM_NAMES
from index.words.wording import canonical, frame_mask

# What sort of thing is asked for: 什么品牌, 哪家公司, 供应商是谁, 中标的是哪家.
_ASKED = (
    re.compile(r"(?:什么|哪家|哪种|啥)(?!时候|地方|原因|意思|样|东西|用)([一-龥]{2,3})"),
    re.compile(r"([一-龥]{2})(?:的)?(?:分别)?(?:是|叫)(?:谁|哪家|哪位|什么(?!意思|[一-龥]))"),
)
_LEVELS = re.compile(r"\([类款项]\)")
_SPENDING = re.compile(r"支出$")
_ASKING = re.compile(
    r"(?:\||是|有|为|多少|钱|万?亿?元|的|预算|决算|合计|总额|金额|年|安排|花|一共|了)+$"
)
_ENDINGS = frozenset({"", "费", "缴费", "经费"})


def absent_name(question: str, names: Iterable[str]) -> str | None:
    """A well-known item that the question names and none of the names holds."""
    names = list(names)
    if is_official(question) and not _is_printed(question, names):
        return _ASKING.sub("", canonical(question)).strip("|")
    asked = canonical(question)
    named = [name for name in ITEM_NAMES if name in asked]
    said = [noun for pattern in _ASKED for noun in pattern.findall(asked)]
    nouns = [bare for noun in said if len(bare := _without_asking(noun)) > 1]
    if not named and not nouns:
        return None
    printed = "|".join(map(canonical, names))
    absent = [name for name in named if name not in printed]
    absent += [noun for noun in nouns if noun[:2] not in printed]
    return absent[0] if absent else None


def is_official(question: str) -> bool:
    """Whether all that a question names is one item of the classification."""
    return _bare(question) in _official()


def _is_printed(question: str, names: Iterable[str]) -> bool:
    """Whether one of the names is the item that a question names, as prose or tables print it."""
    asked = _bare(question)
    forms = {f"{asked}{ending}" for ending in _ENDINGS}
    printed = (part for name in names for part in _LEVELS.split(normal_form(name)))
    return any(_bare(part) in forms for part in printed)


@cache
def _official() -> frozenset[str]:
    return frozenset(map(_bare, known_item_names()))


def _bare(name: str) -> str:
    return _SPENDING.sub("", _ASKING.sub("", canonical(name)).strip("|"))


def _without_asking(noun: str) -> str:
    return "".join(c for c, is_asking in zip(noun, frame_mask(noun), strict=True) if not is_asking)
