"""Figures in running text: numbers with a unit, and what only looks like one."""

import re
from dataclasses import dataclass
from decimal import Decimal

from extraction.money import unit_of_spelling
from extraction.records import Amount
from extraction.vocabulary import Unit

# Spellings that only stand for a unit where no noun goes on behind them (`2人次`, `12个月`).
_UNIT = (
    r"万元|亿元|千元|元(?!旦|素)|[万亿](?=[,。;、:()]|$)|%|个百分点|个(?!月|工作日|小时|人|性|百分)"
    r"|人(?!次|民|均|大|才|事|口)|名(?![称单义录])|辆|台\(套\)|台(?![账州湾])|套(?!餐)"
    r"|平方米|平米|m2|家(?![庭具属])|次(?![性数序年])"
)
# More digits are figures run together.
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18}(?!\d))(?:\.\d{1,6}(?!\d))?"
_FIGURE = re.compile(rf"(?<![\d.A-Za-z第])(?P<digits>(?:(?<![\d)])-)?{_DIGITS})(?P<unit>{_UNIT})")
_RANGE = re.compile(rf"{_DIGITS}(?:{_UNIT})?(?:[-~—–至到]){_DIGITS}(?:{_UNIT})")
# `单价50万元(含)以上的设备`: the figure bounds the noun behind it and is no amount of anything.
_LIMIT = re.compile(
    r"(?:\(不?含[^()]*\))?(?:及以?|)(?:以上(?!年)|以下|以内)(?:\(不?含[^()]*\))?的?[“\u4e00-\u9fff]"
)
_OTHER_SPELLINGS = {"万": Unit.WAN, "亿": Unit.YI, "平米": Unit.SQUARE_METRES}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit: where it stands in the plain text, and what it amounts to."""

    start: int
    end: int
    amount: Amount


def find_figures(plain: str, start: int = 0) -> list[Figure]:
    """Every figure with a unit from `start` on; neither ranges nor limits that bound a noun."""
    # Blanked, not skipped: a look-behind would see the ordinal before `start`.
    plain = " " * start + plain[start:]
    ranges = [found.span() for found in _RANGE.finditer(plain)]
    return [
        Figure(found.start(), found.end(), _amount(found))
        for found in _FIGURE.finditer(plain)
        if not any(left < found.end() and found.start() < right for left, right in ranges)
        and not _LIMIT.match(plain, found.end())
    ]


def _amount(found: re.Match[str]) -> Amount:
    spelling = found["unit"]
    unit = unit_of_spelling(spelling) or _OTHER_SPELLINGS[spelling]
    return Amount(value=Decimal(found["digits"].replace(",", "")), unit=unit)
