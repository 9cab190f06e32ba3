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

_UNITS = "|".join(sorted((re.escape(normal_form(unit)) for unit in Unit), key=len, reverse=True))
_AMOUNT = rf"\d[\d,]*(?:\.\d+)?(?:{_UNITS})?"
_FORMULA = re.compile(
    rf"(?P<terms>\(*{_AMOUNT}(?:[-−+×÷*/()]+{_AMOUNT})+\)*)[=≈](?P<result>-?{_AMOUNT})"
)
_PARTS = re.compile(rf"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>{_UNITS})?")
_HUNDREDTHS = frozenset({Unit.PERCENT.value, Unit.POINT.value})
_NO_UNITS: Mapping[Decimal, str] = {}
_SIGNS = str.maketrans({"−": "-", "×": "*", "÷": "/"})
_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_MONEY = {unit.value: unit.in_yuan for unit in Unit if unit.in_yuan}
_ALIKE = {"名": "人", "处": "个", "项": "个", "台": "台(套)", "套": "台(套)", "个百分点": "%"}


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
    """The figures before the sign of equality, in their order."""
    result: Amount
    """The figure after it."""
    holds: bool
    """Whether it is the result of the operands, rounded at its last place."""


def in_base(value: Decimal, unit: str | None) -> tuple[Decimal, str]:
    """A quantity in its base unit, money in 元."""
    name = normal_form(unit or "")
    money = _MONEY.get(name)
    return (value * money, "元") if money else (value.normalize(), _ALIKE.get(name, name))


def find_amounts(text: str) -> Iterator[Amount]:
    """The figures of a text with their units, in their order."""
    for match in _PARTS.finditer(normal_form(text)):
        yield Amount(Decimal(match["number"].replace(",", "")), match["unit"] or "")


def find_formulas(text: str, units: Mapping[Decimal, str] = _NO_UNITS) -> Iterator[Formula]:
    """The formulas of a text without marks of citations.

    `units` has the unit of figures that may stand there bare, as a table's cells do.
    """
    for match in _FORMULA.finditer(normal_form(text)):
        terms, printed = match["terms"], match["result"]
        [result] = find_amounts(printed)
        if printed.startswith("-"):
            result = Amount(-result.value, result.unit)
        stated = tuple(find_amounts(terms))
        operands = tuple(Amount(one.value, one.unit or units.get(one.value, "")) for one in stated)
        if not result.unit and not _holds(terms, operands, result):
            operands = stated  # all bare, in one unit
        yield Formula(operands, result, _holds(terms, operands, result))


def _holds(terms: str, operands: Iterable[Amount], result: Amount) -> bool:
    exact_operands = map(_spell, operands)
    spelled = _PARTS.sub(lambda _: next(exact_operands), terms).translate(_SIGNS)
    try:
        exact = _evaluate(ast.parse(spelled, mode="eval").body)
    except (SyntaxError, ZeroDivisionError):
        return False
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
