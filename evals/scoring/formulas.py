"""Formulas as answers state them, worked out exactly: `6 万元 ÷ (8 万元 + 2 万元) = 60%`."""

import ast
import operator
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extraction import Unit
from extraction.text import normal_form

_SPELLINGS = (*map(normal_form, Unit), "百分点", "倍")
_UNITS = "|".join(map(re.escape, sorted(_SPELLINGS, key=len, reverse=True)))
_AMOUNT = rf"\d[\d,]*(?:\.\d+)?(?:{_UNITS})?"
_FORMULA = re.compile(
    rf"(?P<terms>\(*{_AMOUNT}(?:[-−–+×÷*/()]+{_AMOUNT})+\)*)"
    rf"(?P<results>(?:[=≈][-−–]?{_AMOUNT})+)"
)
_RESULT = re.compile(rf"[=≈](?P<sign>[-−–])?(?P<amount>{_AMOUNT})")
_WHOLE = re.compile(r"[×*](?P<figure>100(?:\.0+)?%)")
_AVERAGE = re.compile(
    rf"\((?P<sum>{_AMOUNT}(?:\+{_AMOUNT})+)\)[÷/](?P<figure>\d+)(?![\d.,]|{_UNITS})"
)
_PARTS = re.compile(rf"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>{_UNITS})?")
_HUNDREDTHS = frozenset({Unit.PERCENT.value, Unit.POINT.value, "百分点"})
_NO_UNITS: Mapping[Decimal, str] = {}
_SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "÷": "/"})
_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_MONEY = {unit.value: unit.in_yuan for unit in Unit if unit.in_yuan}
_ALIKE = {"名": "人", "处": "个", "项": "个", "台": "台(套)", "套": "台(套)", "百分点": "个百分点"}
_YEAR = r"(?:199\d|20\d\d)"
_SIGN = r"[-−–+×÷*/=≈]"
# What names a place, a year or an ordinal states no figure; beside a sign a bare year may be one.
_NAMES = re.compile(
    rf"《[^》]*》|“[^”]*”|(?<![\d.,]){_YEAR}\s*[-–—~至]\s*\d{{4}}\s*年度?|\d{{4}}\s*年度?|第\s*\d+"
    r"|(?<![发代])[表图]\s*\d{1,2}(?!\d|[.,]\d|\s*[%％千万亿元])"
    rf"|(?<![\d.,])(?<!{_SIGN})(?<!{_SIGN}\s){_YEAR}(?:\s*[-–—~至]\s*{_YEAR})?"
    rf"(?!\d|[.,]\d|\s*(?:{_UNITS}|{_SIGN}|[％千万亿台名]))"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with its unit, as an answer states it."""

    value: Decimal
    """The figure as printed."""
    unit: str
    """Its unit; empty for none."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of an answer."""

    operands: tuple[Amount, ...]
    """The figures before the sign of equality, in their order, without the constants."""
    results: tuple[Amount, ...]
    """The figure after it; of a chain of equalities, all of them."""
    holds: bool
    """Whether each is the result of the operands, rounded at its own last place."""
    constants: tuple[Amount, ...] = ()
    """What no document needs to print: the 100% of a share, the count of a mean."""


def in_base(value: Decimal, unit: str | None) -> tuple[Decimal, str]:
    """A quantity in its base unit, money in 元."""
    name = normal_form(unit or "")
    money = _MONEY.get(name)
    return (value * money, "元") if money else (value.normalize(), _ALIKE.get(name, name))


def drop_names(text: str) -> str:
    """The text without titles, quoted names, years and ordinals."""
    # Not by white space, which the normal form drops: the figures beside a name are two.
    return _NAMES.sub("；", text)


def states(text: str, figure: Amount) -> bool:
    """Whether a text has the figure, without its sign, in any unit of its base unit."""
    form, unit = normal_form(text), normal_form(figure.unit)
    value, base = in_base(abs(figure.value), figure.unit)
    for match in _PARTS.finditer(form):
        own = match["unit"] or ""
        # A unit that is in no list is told by the label alone: 人次, 万元/辆.
        if len(unit) > len(own) and form.startswith(unit, match.end("number")):
            own = unit
        if in_base(_read(match["number"]), own) == (value, base):
            return True
    return False


def find_amounts(text: str) -> Iterator[Amount]:
    """The figures of a text with their units, in their order."""
    for match in _PARTS.finditer(normal_form(text)):
        yield Amount(_read(match["number"]), match["unit"] or "")


def find_formulas(text: str, units: Mapping[Decimal, str] = _NO_UNITS) -> Iterator[Formula]:
    """The formulas of a text without marks of citations.

    `units` has the unit of figures that may stand there bare, as a table's cells do.
    """
    for match in _FORMULA.finditer(normal_form(text)):
        terms, results = match["terms"], tuple(_read_results(match["results"]))
        fixed = _find_constants(terms)
        stated = tuple(find_amounts(terms))
        figures = tuple(
            one if number in fixed else Amount(one.value, one.unit or units.get(one.value, ""))
            for number, one in enumerate(stated)
        )
        if not any(one.unit for one in results) and not _hold(terms, figures, results):
            figures = stated  # all bare, in one unit
        yield Formula(
            operands=tuple(one for number, one in enumerate(figures) if number not in fixed),
            results=results,
            holds=_hold(terms, figures, results),
            constants=tuple(one for number, one in enumerate(figures) if number in fixed),
        )


def _read(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _read_results(chain: str) -> Iterator[Amount]:
    for match in _RESULT.finditer(chain):
        [amount] = find_amounts(match["amount"])
        yield Amount(-amount.value, amount.unit) if match["sign"] else amount


def _find_constants(terms: str) -> frozenset[int]:
    """Which of the figures of a formula are constants, counted from 0."""
    starts = {match.start("figure") for match in _WHOLE.finditer(terms)}
    for match in _AVERAGE.finditer(terms):
        if int(match["figure"]) == match["sum"].count("+") + 1:
            starts.add(match.start("figure"))
    parts = enumerate(_PARTS.finditer(terms))
    return frozenset(number for number, part in parts if part.start() in starts)


def _hold(terms: str, figures: Iterable[Amount], results: Iterable[Amount]) -> bool:
    """Whether what the terms give is each of the results, at its own places."""
    exact_figures = map(_spell, figures)
    spelled = _PARTS.sub(lambda _: next(exact_figures), terms).translate(_SIGNS)
    try:
        exact = _evaluate(ast.parse(spelled, mode="eval").body)
    except (SyntaxError, ZeroDivisionError):
        return False
    return all(_rounds_to(exact, result) for result in results)


def _rounds_to(exact: Fraction, result: Amount) -> bool:
    if result.unit in _HUNDREDTHS:
        exact *= 100
    elif result.unit:
        exact /= Fraction(in_base(Decimal(1), result.unit)[0])
    step = Fraction(Decimal(1).scaleb(int(result.value.as_tuple().exponent)))
    return abs(exact - Fraction(result.value)) * 2 <= step


def _spell(figure: Amount) -> str:
    """A figure in its base unit, as an exact quotient that Python reads."""
    value = Fraction(in_base(figure.value, figure.unit)[0])
    value = value / 100 if figure.unit in _HUNDREDTHS else value
    return f"({value.numerator}/{value.denominator})"


def _evaluate(node: ast.expr) -> Fraction:
    match node:
        case ast.BinOp(left, sign, right) if type(sign) in _OPERATORS:
            value = _OPERATORS[type(sign)](_evaluate(left), _evaluate(right))
            assert isinstance(value, Fraction)
            return value
        case ast.Constant(value=int(number)):
            return Fraction(number)
    raise SyntaxError(ast.unparse(node))
