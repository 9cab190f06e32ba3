"""A total of the prose and its parts: what they add up to, and the verdict on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.audit.figures import VAGUE, are_alike, bare, is_vague, quantity_operand
from extraction.audit.verdicts import unchecked
from extraction.clauses import same_base
from extraction.records import Statement
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict, judge
from extraction.vocabulary import Direction, Unit

TEXT_SUM = "text_sum"
OPEN_LIST = "the list need not name all the parts"

_TOO_SMALL = "a change of the list is printed as zero, and is none"
_OTHER_BASES = "the changes are not all from the same figures"
_RATES = (Unit.PERCENT, Unit.POINT)
# What is counted is not rounded.
_COUNTED = (
    Unit.PEOPLE,
    Unit.VEHICLES,
    Unit.SETS,
    Unit.HOUSEHOLDS,
    Unit.ITEMS,
    Unit.TIMES,
)


@dataclass(frozen=True, slots=True)
class ProseSum:
    """A sum of the prose, and the statements that its figures are of."""

    outcome: Outcome
    total: Statement
    parts: tuple[Statement, ...]
    is_change: bool = False
    may_lack_parts: bool = False
    """Whether what only last year had may be left out of a list of changes."""


def level_sum(head: Statement, parts: Sequence[Statement]) -> ProseSum | None:
    """The figure of a total against those of its parts; None where they do not add up."""
    levels = [part.level for part in parts if part.level]
    total = head.level
    if total is None or not parts or len(levels) < len(parts):
        return None
    if total.amount.unit in _RATES or any(part.year != head.year or part is head for part in parts):
        return None
    if not are_alike(total, *levels):
        return None
    operands = tuple(
        quantity_operand(part, level) for part, level in zip(parts, levels, strict=True)
    )
    outcome = judge(Relation(TEXT_SUM, quantity_operand(head, total), operands))
    if outcome.verdict is Verdict.ROUNDING and total.amount.unit in _COUNTED:
        outcome = replace(outcome, verdict=Verdict.BROKEN)
    return ProseSum(_told_how(outcome, [1] * len(levels)), head, tuple(parts))


def change_sum(
    total: Statement, parts: Sequence[Statement], *, is_whole: bool, is_named: bool
) -> ProseSum | None:
    """The change of a total against those of its parts, what fell counted as minus.

    `is_whole` says that the list lacks nothing of this year, `is_named` nothing at all.
    """
    own, signed = signed_change(total), [signed_change(part) for part in parts]
    changes = [part.change for part in parts if part.change]
    if total.change is None or own is None or any(one is None for one in signed):
        return None
    if not changes or any(part is total for part in parts) or not are_alike(total.change, *changes):
        return None
    places = tuple(quantity_operand(part, part.change) for part in parts if part.change)
    relation = Relation(TEXT_SUM, quantity_operand(total, total.change), places)
    found = ProseSum(unchecked(relation, _OTHER_BASES), total, tuple(parts), is_change=True)
    if not _have_one_base((total, *parts)):
        return found
    signs = [-1 if (signed_change(part) or 0) < 0 else 1 for part in parts if part.change]
    way = Relation(
        TEXT_SUM,
        _with_sign(relation.total, -1 if own < 0 else 1),
        tuple(_with_sign(part, sign) for part, sign in zip(places, signs, strict=True)),
        weak="" if is_whole else OPEN_LIST,
    )
    judged = judge(way)
    outcome = replace(_told_how(judged, signs), relation=relation)
    if outcome.verdict is Verdict.BROKEN and any(
        one.change and is_vague(one, [one.change]) for one in (total, *parts)
    ):
        outcome = unchecked(relation, VAGUE)
    if outcome.verdict is Verdict.BROKEN and any(_is_too_small(part) for part in parts):
        outcome = unchecked(relation, _TOO_SMALL)
    lacks = not is_named and judged.computed is not None and own < judged.computed
    return replace(found, outcome=outcome, may_lack_parts=lacks)


def _is_too_small(statement: Statement) -> bool:
    """Whether a change is printed as zero only because it is too small for its last place."""
    change, rate = statement.change, statement.rate
    is_zero = change is not None and not change.amount.value and "." in change.printed
    return is_zero and rate is not None and bool(rate.amount.value)


def _have_one_base(statements: Sequence[Statement]) -> bool:
    """Whether all that is compared is compared with the same figures, as far as that is said."""
    bases = [one.against for one in statements if one.against]
    return all(same_base(bases[0], base) for base in bases[1:])


def _with_sign(operand: Operand, sign: int) -> Operand:
    amount = operand.amount
    assert amount is not None  # a figure of the prose
    signed = amount.model_copy(update={"value": sign * abs(amount.value)})
    return operand.model_copy(update={"amount": signed})


def earlier_sum(total: Statement, parts: Sequence[Statement]) -> ProseSum | None:
    """The budget or last year's figure of a total against those of its parts."""
    earlier = [part.earlier for part in parts if part.earlier]
    if total.earlier is None or len(earlier) < len(parts) or len(parts) < 2:
        return None
    if not _have_one_base((total, *parts)) or not are_alike(total.earlier, *earlier):
        return None
    operands = tuple(quantity_operand(one, one.earlier) for one in parts if one.earlier)
    outcome = judge(Relation(TEXT_SUM, quantity_operand(total, total.earlier), operands))
    return ProseSum(_told_how(outcome, [1] * len(operands)), total, tuple(parts))


def signed_change(statement: Statement) -> Decimal | None:
    """By how much a figure changed, in its own unit; None where that or the way is not said."""
    if statement.change is None:
        return Decimal(0) if statement.direction is Direction.FLAT else None
    value = abs(statement.change.amount.value)
    match statement.direction:
        case Direction.UP:
            return value
        case Direction.DOWN:
            return -value
        case _:
            return None if value else value


def _told_how(outcome: Outcome, signs: Sequence[int]) -> Outcome:
    """The outcome with the sum that it comes from, as it is written."""
    total = outcome.relation.total.amount
    if outcome.computed is None or total is None:
        return outcome
    terms = [
        ("－" if sign < 0 else "＋", bare(part.printed))
        for sign, part in zip(signs, outcome.relation.parts, strict=True)
        if part.amount and part.amount.value
    ] or [("＋", "0")]
    way = "".join(sign + term for sign, term in terms).removeprefix("＋")
    way = f"{way}＝{outcome.computed}"
    gap = abs(total.value - outcome.computed)
    worked = Remark(f"应为{way}，相差{gap}", f"By its parts it is {way}, {gap} apart.")
    return replace(outcome, worked=worked)


def name_of(statement: Statement) -> str:
    """What a statement is of, as printed; empty where it does not say."""
    return statement.item.printed if statement.item else ""
