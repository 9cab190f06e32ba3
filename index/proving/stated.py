"""What a text states: its figures with their units, its formulas, its years.

A text is read in its normal form, in which `300.00 万元` and `３００．００万元` are one.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extraction import Unit, normal_form
from index.proving.numerals import NUMERAL, read_numeral

BETWEEN = "；"
"""What stands in a text where something was taken out of it."""
_ALIKE = {"名": "人", "处": "个", "项": "个", "台": "台(套)", "套": "台(套)", "百分点": "个百分点"}
_SPELLINGS = (*map(normal_form, Unit), *_ALIKE, "倍", "成")
_UNITS = "|".join(map(re.escape, sorted(_SPELLINGS, key=len, reverse=True)))
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = r"\d+(?:,\d+)*(?:\.\d+)?"
_PRINTED = rf"(?P<digits>{_DIGITS})(?:(?P<scale>[百千]?[万亿]|[百千])(?!元))?(?P<unit>{_UNITS})?"
_FIGURE = re.compile(_PRINTED)
_IN_WORDS = re.compile(
    rf"百分之(?P<percent>{NUMERAL})|(?P<below>{NUMERAL})分之(?P<above>{NUMERAL})"
    rf"|(?P<number>{NUMERAL})(?P<unit>{_UNITS}|(?<=[十百千万亿])(?=[多余来几]|[^一-龥]|$))"
)
_IDIOM = re.compile(r"一(?:[个项名次家处台套]|成(?!左|多|以))|两处")
_YEAR = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?P<year>(?:19|20)\d\d)(?:年|(?!\d|[.,]\d|{_UNITS}|[万亿千百]|[-−–+×÷*/=≈]\d))"
)
_YEAR_IN_WORDS = re.compile(r"(?P<year>[一二][〇零一九][〇零一二三四五六七八九]{2})年")
_MONEY = {unit.value: unit.in_yuan for unit in Unit if unit.in_yuan}
HUNDREDTHS = frozenset({Unit.PERCENT.value, Unit.POINT.value})
_AMOUNT = rf"{_DIGITS}(?:{_UNITS})?"
_FORMULA = re.compile(
    rf"(?P<terms>\(*{_AMOUNT}(?:[-−–+×÷*/()]+{_AMOUNT})+\)*)(?P<results>(?:[=≈][-−–]?{_AMOUNT})+)"
)
_RESULT = re.compile(rf"[=≈](?P<sign>[-−–]?)(?P<amount>{_AMOUNT})")
_TOKEN = re.compile(rf"{_AMOUNT}|[-−–+×÷*/()]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a text states it, without its sign."""

    value: Decimal
    """As it is written, scales (`3万`) worked out."""
    unit: str
    """In normal form; empty where none is written."""

    @property
    def base(self) -> tuple[Decimal, str]:
        """The quantity in its base unit, money in 元."""
        money = _MONEY.get(self.unit)
        return (self.value * money, "元") if money else (self.value.normalize(), self.unit)


@dataclass(frozen=True, slots=True)
class Calculation:
    """A formula as a text states it: `(6万元+4万元)÷2=5万元`."""

    text: str
    terms: tuple[str, ...]
    """Figures, signs and brackets before the first sign of equality."""
    results: tuple[tuple[Figure, bool], ...]
    """What it comes to, and whether that is negative; of a chain of equalities each."""


def make_figure(value: Decimal, unit: str | None) -> Figure:
    """A figure of a record."""
    name = normal_form(unit or "")
    return Figure(abs(value), _ALIKE.get(name, name))


def compact(text: str) -> str:
    """The normal form of a text, two numbers that white space parts kept apart."""
    form = unicodedata.normalize("NFKC", text)
    return normal_form(re.sub(r"(?<=[\d,])\s+(?=\d)", BETWEEN, form))


def find_figures(form: str) -> Iterator[Figure]:
    """The figures of a compact text, in digits and in numerals (三百万元, 百分之五)."""
    for match in _FIGURE.finditer(form):
        scale = 1
        for letter in match["scale"] or "":
            scale *= _SCALES[letter]
        yield make_figure(_read(match["digits"]) * scale, match["unit"])
    for match in _IN_WORDS.finditer(form):
        if match["percent"]:
            yield make_figure(read_numeral(match["percent"]), Unit.PERCENT)
        elif match["below"]:
            below = read_numeral(match["below"]) or Decimal(1)
            yield make_figure(read_numeral(match["above"]) * 100 / below, Unit.PERCENT)
        elif not _IDIOM.match(form, match.start()):
            yield make_figure(read_numeral(match["number"]), match["unit"])


def find_years(form: str) -> list[int]:
    """The years of a compact text, in digits and in numerals (二〇二四年)."""
    named = (int(read_numeral(match["year"])) for match in _YEAR_IN_WORDS.finditer(form))
    return [*(int(match["year"]) for match in _YEAR.finditer(form)), *named]


def drop_years(form: str) -> str:
    """A compact text without its years."""
    return _YEAR.sub(BETWEEN, form)


def find_calculations(form: str) -> Iterator[Calculation]:
    """The formulas of a compact text, in their order."""
    for match in _FORMULA.finditer(form):
        results = tuple(
            (read_figure(found["amount"]), bool(found["sign"]))
            for found in _RESULT.finditer(match["results"])
        )
        yield Calculation(match[0], tuple(_TOKEN.findall(match["terms"])), results)


def read_figure(written: str) -> Figure:
    """One figure with or without its unit."""
    match = _FIGURE.match(written)
    assert match is not None  # only what a pattern has found is read
    return make_figure(_read(match["digits"]), match["unit"])


def is_number(term: str) -> bool:
    """Whether a term of a formula is a figure, not a sign or a bracket."""
    return term[0].isdigit()


def find_constants(terms: Sequence[str]) -> frozenset[int]:
    """Which terms no document needs to print: the 100% of a share, the count of a mean."""
    found = set()
    for at in range(1, len(terms)):
        if terms[at] in ("100%", "100.00%") and terms[at - 1] in ("×", "*"):
            found.add(at)
        if terms[at - 1] in ("÷", "/") and terms[at].isdigit() and at > 1 and terms[at - 2] == ")":
            start = max(n for n in range(at - 1) if terms[n] == "(")
            summed = terms[start + 1 : at - 2]
            if set(summed[1::2]) == {"+"} and int(terms[at]) == len(summed[::2]):
                found.add(at)
    return frozenset(found)


def is_right(terms: Sequence[str], figures: Sequence[Figure], result: Figure, sign: int) -> bool:
    """Whether a formula comes to a result, rounded at the result's last place.

    `figures` are its figures in their order, with the units that hold for them.
    """
    values = iter([_exact(figure) for figure in figures])
    try:
        exact = _evaluate([next(values) if is_number(term) else term for term in terms])
    except (ValueError, ZeroDivisionError, IndexError):
        return False
    if result.unit in HUNDREDTHS:
        exact *= 100
    elif result.unit in _MONEY:
        exact /= Fraction(_MONEY[result.unit] or 1)
    places = int(result.value.as_tuple().exponent)
    step = Fraction(Decimal(1).scaleb(places))
    return abs(exact - sign * Fraction(result.value)) * 2 <= step


def _read(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _exact(figure: Figure) -> Fraction:
    value = Fraction(figure.base[0])
    return value / 100 if figure.unit in HUNDREDTHS else value


def _evaluate(terms: list[Fraction | str]) -> Fraction:
    """The value of a whole expression. Raises ValueError or IndexError where it is none."""
    value, rest = _read_sum(terms)
    if rest:
        raise ValueError(rest)
    return value


def _read_sum(terms: list[Fraction | str]) -> tuple[Fraction, list[Fraction | str]]:
    value, rest = _read_product(terms)
    while rest and rest[0] in ("+", "-", "−", "–"):
        other, after = _read_product(rest[1:])
        value, rest = (value + other if rest[0] == "+" else value - other), after
    return value, rest


def _read_product(terms: list[Fraction | str]) -> tuple[Fraction, list[Fraction | str]]:
    value, rest = _read_term(terms)
    while rest and rest[0] in ("×", "*", "÷", "/"):
        other, after = _read_term(rest[1:])
        value, rest = (value * other if rest[0] in ("×", "*") else value / other), after
    return value, rest


def _read_term(terms: list[Fraction | str]) -> tuple[Fraction, list[Fraction | str]]:
    if isinstance(terms[0], Fraction):
        return terms[0], terms[1:]
    if terms[0] != "(":
        raise ValueError(terms[0])
    value, rest = _read_sum(terms[1:])
    if rest[0] != ")":
        raise ValueError(rest[0])
    return value, rest[1:]
