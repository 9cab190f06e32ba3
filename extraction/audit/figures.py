"""Figures to reckon with: what exact amounts each stands for, and how it reads."""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from extraction.money import last_place
from extraction.records import Amount, Quantity, Statement
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict
from extraction.text import normal_form, squash
from extraction.vocabulary import Unit

NOT_BESIDE = "the figures that it follows from are not printed beside it"
MENDED = "with the figure of the tables it ties"
VAGUE = "the sentence says that a figure is only near"
_HUNDRED = Decimal(100)
_NEAR_BEFORE = ("约", "近", "超", "超过", "逾", "不足", "不到")
_NEAR_BEHIND = ("左右", "以上", "以内", "多")
_UNIT = re.compile(r"(?:台|[\u4e00-\u9fff]|m2).*$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure, or one computed from such; money in 元, percentages as they are."""

    value: Decimal
    """What it amounts to as printed."""
    low: Decimal
    """The least exact figure that it may stand for."""
    high: Decimal
    """What those are all less than."""
    words: str
    """How it is written or computed."""

    def meets(self, other: "Figure") -> bool:
        """Whether some exact figure is printed as both."""
        return self.low < other.high and other.low < self.high


def bare(printed: str) -> str:
    """A figure as printed, without white space and unit; a percentage keeps its sign."""
    return _UNIT.sub("", squash(printed))


def rounded(amount: Amount, words: str) -> Figure:
    """What a figure stands for that was rounded at its last printed place."""
    factor, half = amount.factor, last_place(amount.value) / 2
    low, high = amount.value - half, amount.value + half
    return Figure(amount.value * factor, low * factor, high * factor, words)


def cut(amount: Amount, words: str) -> Figure:
    """What a figure stands for that was cut at its last printed place."""
    factor, place = amount.factor, last_place(amount.value)
    low = amount.value if amount.value >= 0 else amount.value - place
    return Figure(amount.value * factor, low * factor, (low + place) * factor, words)


def size(quantity: Quantity) -> Amount:
    """A figure without its sign: in prose the direction is a word."""
    return quantity.amount.model_copy(update={"value": abs(quantity.amount.value)})


def are_alike(*quantities: Quantity) -> bool:
    """Whether figures can be added: all money, or all in one unit."""
    units = {quantity.amount.unit for quantity in quantities}
    return len(units) == 1 or all(unit and unit.in_yuan for unit in units)


def plus(one: Figure, other: Figure) -> Figure:
    """The sum of two figures."""
    words = f"（{one.words}＋{other.words}）"
    return Figure(one.value + other.value, one.low + other.low, one.high + other.high, words)


def minus(one: Figure, other: Figure) -> Figure:
    """One figure less another."""
    words = f"（{one.words}－{other.words}）"
    return Figure(one.value - other.value, one.low - other.high, one.high - other.low, words)


def distance(one: Figure, other: Figure) -> Figure:
    """How far two figures are apart."""
    gap = minus(one, other) if one.value >= other.value else minus(other, one)
    return replace(gap, low=max(gap.low, Decimal(0)))


def percentage(part: Figure, whole: Figure) -> Figure | None:
    """What percentage of a whole a part is; None where the whole may be nothing or less."""
    if whole.low <= 0:
        return None
    low = part.low / (whole.high if part.low > 0 else whole.low) * _HUNDRED
    high = part.high / (whole.low if part.high > 0 else whole.high) * _HUNDRED
    words = f"{part.words}÷{whole.words}"
    return Figure(part.value / whole.value * _HUNDRED, low, high, words)


def quantity_operand(statement: Statement, quantity: Quantity) -> Operand:
    """A figure of a statement as an operand: its row is the item, its column the section."""
    return Operand(
        table=None,
        row=0,
        code="",
        label=squash(statement.item.printed) if statement.item else "",
        column="/".join(statement.section),
        printed=quantity.printed,
        amount=quantity.amount,
        where=quantity.source.where,
        source=quantity.source,
    )


def judge_percentage(relation: Relation, ways: list[Figure]) -> Outcome:
    """The verdict on a printed percentage that may be computed in several ways.

    One that a way reaches within what is printed is tied, one that is cut there is rounding.
    """
    amount = relation.total.amount
    assert amount is not None  # a quantity of the prose has one
    own = amount.model_copy(update={"value": abs(amount.value)})
    printed = bare(relation.total.printed)
    if any(rounded(own, printed).meets(way) for way in ways):
        return Outcome(relation, Verdict.TIED, "", own.value)
    is_cut = [way for way in ways if cut(own, printed).meets(way)]
    way = (is_cut or ways)[0]
    computed = way.value.quantize(last_place(own.value), ROUND_HALF_UP)
    gap = abs(computed - own.value)
    worked = Remark(
        f"应为{way.words}＝{computed}%，相差{gap}个百分点",
        f"It is {way.words} = {computed}%, {gap} percentage points apart.",
    )
    verdict = Verdict.ROUNDING if is_cut else Verdict.BROKEN
    return Outcome(relation, verdict, "", computed, worked)


def is_vague(statement: Statement, quantities: list[Quantity]) -> bool:
    """Whether a figure is only said to be near (`约5%`, `30万元左右`)."""
    text = normal_form(statement.sentence.printed)
    for form in {normal_form(quantity.printed) for quantity in quantities}:
        at = text.find(form)
        while at >= 0:
            end = at + len(form)
            if text.endswith(_NEAR_BEFORE, 0, at) or text.startswith(_NEAR_BEHIND, end):
                return True
            at = text.find(form, at + 1)
    return False


def place_of(amount: Amount) -> Decimal:
    """One unit of the last printed place of an amount, in one unit for all money (元)."""
    return last_place(amount.value) * amount.factor


def in_unit(amount: Amount, unit: Unit | None) -> Amount:
    """An amount of money in another unit, exact, without zeros that only the shift adds."""
    factor = unit.in_yuan if unit else None
    if amount.unit is unit or amount.yuan is None or factor is None:
        return amount
    value = (amount.yuan / factor).normalize()
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # only NaN and infinity have another
    return Amount(value=value.quantize(Decimal(1)) if exponent > 0 else value, unit=unit)
