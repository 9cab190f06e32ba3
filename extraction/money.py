"""Printed quantities: what a cell or a run of prose says, as exact decimals."""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from extraction.records import Amount
from extraction.vocabulary import Content, Unit

_DASH = re.compile(r"[-‐‑‒–—―−－─━]+")
_SPELLINGS = {
    "万元": Unit.WAN,
    "亿元": Unit.YI,
    "千元": Unit.THOUSAND_YUAN,
    "元": Unit.YUAN,
    "%": Unit.PERCENT,
    "人": Unit.PEOPLE,
    "名": Unit.PEOPLE,
    "辆": Unit.VEHICLES,
    "台(套)": Unit.SETS,
    "台套": Unit.SETS,
    "台/套": Unit.SETS,
    "台、套": Unit.SETS,
    "台,套": Unit.SETS,
    "台": Unit.SETS,
    "套": Unit.SETS,
    "平方米": Unit.SQUARE_METRES,
    "m2": Unit.SQUARE_METRES,
    "个百分点": Unit.POINT,
    "家": Unit.HOUSEHOLDS,
    "个": Unit.ITEMS,
    "次": Unit.TIMES,
}
_SUFFIX = "|".join(re.escape(spelling) for spelling in sorted(_SPELLINGS, key=len, reverse=True))
_DIGITS = r"(?:\d{1,3}(?:[,' ]\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+−△▲])?\s*(?P<digits>{_DIGITS})\s*(?P<close>\))?"
    rf"\s*(?P<unit>{_SUFFIX})?"
)
# More digits are figures run together; decimals hold no more than 28.
_LONGEST = 24
# `单位：万元、辆` is no unit of all amounts.
_UNIT_LABEL = re.compile(
    r"(?:金额)?单位[:：]?\s*(?:人民币)?[:：]?\s*(亿元|万元|千元|元)(?![、,/和及\w])"
)
_BRACKETED_UNIT = re.compile(r"[(（](?:金额)?(?:单位)?[:：]?(亿元|万元|千元|元)[)）]")


def parse_cell(printed: str, unit: Unit | None) -> tuple[Content, Amount | None]:
    """What stands in a cell; a bare number takes `unit`, a printed unit outranks it."""
    text = unicodedata.normalize("NFKC", printed).strip()
    if not text:
        return Content.BLANK, None
    if _DASH.fullmatch(text):
        return Content.DASH, None
    found = _NUMBER.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return Content.WORDS, None
    if len(found["digits"]) > _LONGEST:
        return Content.WORDS, None
    own = _SPELLINGS[found["unit"]] if found["unit"] else unit
    return Content.AMOUNT, Amount(value=_decimal(found), unit=own)


def is_quantity(printed: str) -> bool:
    """Whether a cell holds a number, with or without a unit, or a dash in place of one."""
    return parse_cell(printed, None)[0] in (Content.AMOUNT, Content.DASH)


def plain_value(printed: str) -> str:
    """A number as printed without its thousands separators and white space."""
    return re.sub(r"(?<=\d)[,，'\s](?=\d{3})", "", re.sub(r"\s+", "", printed))


def unit_of_spelling(printed: str) -> Unit | None:
    """The unit that a word behind a figure names (`万元`, `％`, `台（套）`)."""
    return _SPELLINGS.get(re.sub(r"\s+", "", unicodedata.normalize("NFKC", printed)))


def find_unit(printed: str) -> Unit | None:
    """The money unit that a line (`单位：万元`) or a header (`项目资金（万元）`) announces."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", printed))
    found = _UNIT_LABEL.search(text) or _BRACKETED_UNIT.search(text)
    return Unit(found.group(1)) if found else None


def last_place(value: Decimal) -> Decimal:
    """One unit in the last printed place: `0.01` for `418.50`, `1` for `418`."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # only NaN and infinity have another
    return _place(min(exponent, 0))


@cache
def _place(exponent: int) -> Decimal:
    return Decimal(1).scaleb(exponent)


def _decimal(found: re.Match[str]) -> Decimal:
    value = Decimal(re.sub(r"[,' ]", "", found["digits"]))
    negative = found["open"] or (found["sign"] and found["sign"] != "+")
    return -value if negative else value
