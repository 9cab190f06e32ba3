"""The verdicts as equations between printed figures, in which one figure may be thought changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.audit.figures import place_of
from extraction.relations import Operand, Outcome, Verdict

# What these hold a figure against are other prints of it, not its parts.
_SAME = frozenset({"same_total", "same_item", "text_table", "text_text"})
# No sums: rates, shares, directions, and bounds.
_NO_SUMS = frozenset(
    {"text_rate", "text_share", "text_completion", "text_direction", "text_base", "item_part"}
    | {"asset_purchase", "fund_blank", "form_fund"}
    | {"table_rate", "table_completion", "subset_part", "form_score"}
)

Key = tuple[int | None, int, str, tuple[int, int]]
"""A printed figure: its table, row and column, and where it begins."""


@dataclass(frozen=True, slots=True)
class Equation:
    """A total less its parts, which is zero within the slack where the figures tie."""

    outcome: Outcome
    terms: tuple[tuple[Key, int], ...]
    """The total once, each part once taken away; blank ones too."""
    rest: Decimal
    """The total less its parts (money in 元)."""
    slack: Decimal
    """What rounding explains: a rest is as small as this, or nothing."""
    is_broken: bool

    def ties(self, change: Decimal) -> bool:
        """Whether it would tie if a change were added to its rest."""
        rest = abs(self.rest + change)
        return not rest or rest < self.slack


def equations_of(outcomes: Sequence[Outcome]) -> list[Equation]:
    """An equation for each sum that was judged, or each print that a figure is held against."""
    return [
        equation
        for outcome in outcomes
        if outcome.verdict is not Verdict.NOT_CHECKABLE and outcome.relation.rule not in _NO_SUMS
        for equation in _equations(outcome)
    ]


def key_of(operand: Operand) -> Key:
    """What a printed figure is known by."""
    return operand.table, operand.row, operand.column, operand.source.start


def _equations(outcome: Outcome) -> Iterable[Equation]:
    total, parts = outcome.relation.total, outcome.relation.parts
    if total.amount is None:
        return
    if outcome.relation.rule in _SAME:
        printed = [part for part in parts if part.amount]
        yield from (_equation(outcome, total, (part,)) for part in printed)
    else:
        yield _equation(outcome, total, parts)


def _equation(outcome: Outcome, total: Operand, parts: Sequence[Operand]) -> Equation:
    assert total.amount is not None  # outcomes without a printed total make no equation
    amounts = [part.amount for part in parts if part.amount and part.amount.value]
    rest = total.amount.size - sum((amount.size for amount in amounts), Decimal(0))
    slack = sum(map(place_of, amounts), place_of(total.amount)) / 2
    terms = ((key_of(total), 1), *((key_of(part), -1) for part in parts))
    is_broken = outcome.verdict is Verdict.BROKEN and abs(rest) >= slack
    return Equation(outcome, terms, rest, slack, is_broken)


class Classes:
    """Figures that must be equal by sums that tie: what is said of one is said of all."""

    def __init__(self, equations: Iterable[Equation]) -> None:
        self._upper: dict[Key, Key] = {}
        for equation in equations:
            filled = [operand for operand in _operands(equation) if _is_filled(operand)]
            if len(filled) == 2 and not equation.rest:
                one, other = map(key_of, filled)
                self._upper[self.of(one)] = self.of(other)

    def of(self, key: Key) -> Key:
        """The figure that stands for all that are equal to one."""
        while (upper := self._upper.get(key, key)) != key:
            key = upper
        return key


def _operands(equation: Equation) -> Iterable[Operand]:
    keys = dict(equation.terms)
    relation = equation.outcome.relation
    return (one for one in (relation.total, *relation.parts) if key_of(one) in keys)


def _is_filled(operand: Operand) -> bool:
    return operand.amount is not None and operand.amount.value != 0
