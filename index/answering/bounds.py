"""Bounds that a question sets on amounts: 超过5万元的, 100万元以上的, 不到10万元的."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, gt, le, lt

from extraction import Cell, normal_form

_AMOUNT = r"(\d[\d,]*(?:\.\d+)?)(亿元?|万元?|元)"
_OVER = r"超过了?|高于|大于|多于|超出|>"
_LEAST = r"不低于|不少于|不小于|至少|达到|≥"
_UNDER = r"低于|少于|小于|不到|不足|<"
_MOST = r"不超过|不高于|不多于|至多|≤"
# The longer words first: 不超过 holds 超过.
_BOUNDS: Sequence[tuple[Callable[[Decimal, Decimal], bool], re.Pattern[str]]] = (
    (le, re.compile(rf"(?:{_MOST}){_AMOUNT}|{_AMOUNT}(?:及)?(?:以下|以内|之内)")),
    (ge, re.compile(rf"(?:{_LEAST}){_AMOUNT}|{_AMOUNT}(?:及)?(?:以上|起)")),
    (gt, re.compile(rf"(?<!不)(?:{_OVER}){_AMOUNT}")),
    (lt, re.compile(rf"(?<!不)(?:{_UNDER}){_AMOUNT}")),
)
_YUAN = {"亿": Decimal(100_000_000), "万": Decimal(10_000), "元": Decimal(1)}


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit that an amount keeps to."""

    keeps: Callable[[Decimal, Decimal], bool]
    yuan: Decimal

    def holds(self, cell: Cell) -> bool:
        """Whether a cell prints an amount of money that keeps to it."""
        amount = cell.amount
        if amount is None or amount.unit is None or amount.unit.in_yuan is None:
            return False
        return self.keeps(amount.value * amount.factor, self.yuan)


def read_bounds(question: str) -> tuple[Bound, ...]:
    """The bounds on amounts that a question sets; none where it sets none."""
    text = normal_form(question)
    bounds = []
    for keeps, pattern in _BOUNDS:
        for found in pattern.finditer(text):
            digits, unit = [group for group in found.groups() if group]
            bounds.append(Bound(keeps, Decimal(digits.replace(",", "")) * _YUAN[unit[0]]))
        text = pattern.sub("", text)
    return tuple(bounds)
