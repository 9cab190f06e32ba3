"""Bounds that a question sets on amounts: 超过5万元的, 一百万元以上的, 不到10万元的."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, gt, le, lt

from extraction import normal_form
from index.proving.numerals import read_numeral

_AMOUNT = (
    r"了?(\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
    r"([百千]?[万亿]元?|[百千]?(?:元|块钱?))"
)
_OVER = r"超过|高于|大于|多于|超出|>"
_LEAST = r"不低于|不少于|不小于|至少|达到|≥"
_UNDER = r"低于|少于|小于|不到|不足|<"
_MOST = r"不超过|不高于|不多于|至多|≤"
# The longer words first: 不超过 holds 超过.
_BOUNDS: Sequence[tuple[Callable[[Decimal, Decimal], bool], re.Pattern[str]]] = (
    (le, re.compile(rf"(?:{_MOST}){_AMOUNT}|在?{_AMOUNT}及?(?:以下|以内|之内)")),
    (ge, re.compile(rf"(?:{_LEAST}){_AMOUNT}|在?{_AMOUNT}及?(?:以上|起)")),
    (gt, re.compile(rf"(?<!不)(?:{_OVER}){_AMOUNT}")),
    (lt, re.compile(rf"(?<!不)(?:{_UNDER}){_AMOUNT}")),
)
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit that an amount keeps to."""

    keeps: Callable[[Decimal, Decimal], bool]
    yuan: Decimal


def are_kept(bounds: Iterable[Bound], yuan: Decimal) -> bool:
    """Whether an amount in 元 keeps to all bounds."""
    return all(bound.keeps(yuan, bound.yuan) for bound in bounds)


def read_bounds(question: str) -> tuple[Bound, ...]:
    """The bounds on amounts that a question sets; none where it sets none."""
    return _take_bounds(question)[0]


def without_bounds(question: str) -> str:
    """A question in normal form without the bounds that it sets."""
    return _take_bounds(question)[1]


def _take_bounds(question: str) -> tuple[tuple[Bound, ...], str]:
    text, bounds = normal_form(question), []
    for keeps, pattern in _BOUNDS:
        for found in pattern.finditer(text):
            number, unit = [group for group in found.groups() if group]
            bounds.append(Bound(keeps, _read_number(number) * _factor(unit)))
        text = pattern.sub("", text)
    return tuple(bounds), text


def _read_number(number: str) -> Decimal:
    return Decimal(number.replace(",", "")) if number[0].isdigit() else read_numeral(number)


def _factor(unit: str) -> int:
    factor = 1
    for letter in unit:
        factor *= _SCALES.get(letter, 1)
    return factor
