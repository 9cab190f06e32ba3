"""The same quantity stated twice in the prose: its figures must be one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.audit.figures import VAGUE, are_alike, bare, is_vague, quantity_operand, rounded
from extraction.audit.prose.entries import stated_outright
from extraction.audit.prose.item_lists import class_of
from extraction.audit.prose.listed_sums import ProseSum, signed_change
from extraction.audit.verdicts import tied, unchecked
from extraction.columns import read_fund
from extraction.items import same_name
from extraction.money import last_place
from extraction.records import Amount, Disclosure, Quantity, Statement
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict
from extraction.text import normal_form, squash
from extraction.vocabulary import DisclosureKind, Fund

TEXT_TEXT = "text_text"

_BY_TABLES = "it is found where it is held against the tables"
_OTHER_SCOPE = "the two places may speak of different scopes"
# Names that stand for one quantity wherever they are printed.
_ONE_QUANTITY = re.compile(
    r"\(款\).*\(项\)(?:支出)?$"
    r"|^三公经费$"
    r"|^因公出国\(境\)(?:费用?|经费)$"
    r"|^公务接待费$"
    r"|^公务用车购置及运行(?:维护)?费$"
    r"|^公务用车购置费?$"
    r"|^公务用车运行(?:维护)?费$"
)
_EARLIER = re.compile(r"上一?年|去年|执行|调整|年初")
# Whose figure it is, where that may be a part of the department.
_OF_UNIT = re.compile(r"(?:本级|本部|机关|下属|所属|单位|中心|学校|医院)[^,。;:]*$")
_Verdicts = Mapping[int, Verdict]
"""What came of each level held against the tables, by `id` of its statement."""
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Twin:
    """A figure and its statement."""

    statement: Statement
    figure: Quantity


def pair_outcomes(
    disclosure: Disclosure, verdicts: _Verdicts, sums: Sequence[ProseSum]
) -> list[Outcome]:
    """The verdicts on figures that the prose states more than once."""
    outright = list(stated_outright(disclosure.statements))
    statements = [one for one in outright if one.item]
    is_final = disclosure.kind is not None and disclosure.kind.value == DisclosureKind.FINAL
    levels = [one for one in statements if _is_of_year(one, is_final=is_final)]
    return [
        *_levels(levels, verdicts),
        *_changes(statements),
        *_coarser(statements),
        *_mended_sums(outright, sums),
    ]


# Levels


def _is_of_year(statement: Statement, *, is_final: bool) -> bool:
    """Whether a level is surely the department's own of the year, and in a final account spent."""
    if statement.level is None or statement.level.amount.yuan is None:
        return False
    item, figure = plain_name(statement), normal_form(statement.level.printed)
    text = normal_form(statement.sentence.printed)
    before, _, behind = text.partition(item)
    said = behind.partition(figure)[0]
    if _OF_UNIT.search(before) or _EARLIER.search(said):
        return False
    return not (is_final and "预算" in said)


def _levels(statements: Sequence[Statement], verdicts: _Verdicts) -> Iterator[Outcome]:
    groups: dict[_Key, list[_Twin]] = {}
    for one in statements:
        if one.level and _ONE_QUANTITY.search(plain_name(one)):
            key = (_full_name(one), one.year, _fund(one))
            groups.setdefault(key, []).append(_Twin(one, one.level))
    for twins in groups.values():
        tied = [twin for twin in twins if verdicts.get(id(twin.statement)) is Verdict.TIED]
        first = (tied or twins)[0]
        for twin in twins:
            if twin is not first:
                yield _judge_level(twin, first, verdicts)


def _judge_level(twin: _Twin, first: _Twin, verdicts: _Verdicts) -> Outcome:
    relation = _relation(twin, first)
    if twin.figure.amount.yuan == first.figure.amount.yuan:
        return tied(relation)
    found = {verdicts.get(id(one.statement)) for one in (twin, first)}
    if found & {Verdict.BROKEN, Verdict.ROUNDING}:
        return unchecked(relation, _BY_TABLES)
    if any(is_vague(one.statement, [one.figure]) for one in (twin, first)):
        return unchecked(relation, VAGUE)
    is_one_place = twin.statement.section == first.statement.section
    is_sure = is_one_place and (twin.statement.section or Verdict.TIED in found)
    if not is_sure or Verdict.NOT_CHECKABLE in found:
        return unchecked(relation, _OTHER_SCOPE)
    return _differ(twin, first)


# Changes


def _changes(statements: Sequence[Statement]) -> Iterator[Outcome]:
    """The change of one item at one level from one figure, told in two places."""
    groups: dict[_Key, list[_Twin]] = {}
    for one in statements:
        if one.level and one.change and one.direction and one.against and one.level.amount.yuan:
            level = one.level.amount.yuan
            key = (_full_name(one), one.year, _fund(one), level, one.direction, one.against)
            groups.setdefault(key, []).append(_Twin(one, one.change))
    for twins in groups.values():
        first = twins[0]
        for twin in twins[1:]:
            relation = _relation(twin, first)
            is_one_place = twin.statement.section == first.statement.section
            if not are_alike(twin.figure, first.figure):
                continue
            if _size(twin) == _size(first):
                yield tied(relation)
            elif _fund(twin.statement) or is_one_place:
                yield _differ(twin, first)
            else:
                yield unchecked(relation, _OTHER_SCOPE)


def _size(twin: _Twin) -> Decimal:
    """How large a figure is: money in 元."""
    return abs(twin.figure.amount.size)


def _coarser(statements: Sequence[Statement]) -> Iterator[Outcome]:
    """A change that is printed with fewer places than another print of it.

    It is the same one where fund, level, rate, direction and base are, whatever the names.
    """
    groups: dict[_Key, list[_Twin]] = {}
    for one in statements:
        fund = _fund(one)
        if one.level and one.change and one.rate and one.against and fund:
            said = (one.level.amount, one.rate.amount)
            if all(amount.value for amount in said):
                key = (one.year, fund, one.direction, one.against, *(a.value for a in said))
                groups.setdefault(key, []).append(_Twin(one, one.change))
    for twins in groups.values():
        exact = min(twins, key=lambda twin: last_place(twin.figure.amount.value))
        for twin in twins:
            is_other = _full_name(twin.statement) != _full_name(exact.statement)
            if is_other and _is_coarser(twin.figure.amount, exact.figure.amount):
                yield _differ(twin, exact)


# What another figure mends


def _mended_sums(statements: Sequence[Statement], sums: Sequence[ProseSum]) -> Iterator[Outcome]:
    """The change in a broken sum for which what changed to the same level tells another.

    With that other change the sum ties to the last place.
    """
    for one in sums:
        total = one.total.change
        if not one.is_change or one.outcome.verdict is not Verdict.BROKEN or total is None:
            continue
        gap = (signed_change(one.total) or 0) - (one.outcome.computed or 0)
        for part in one.parts:
            own = signed_change(part)
            if not part.change or not own or part.change.amount.unit is not total.amount.unit:
                continue
            for other in statements:
                if _has_one_level(other, part) and other.change:
                    alike = other.change.amount.unit is total.amount.unit
                    if alike and signed_change(other) == own + gap:
                        yield _differ(_Twin(part, part.change), _Twin(other, other.change))
                        break


def _has_one_level(one: Statement, other: Statement) -> bool:
    """Whether two statements are of one figure that went one way."""
    if one.level is None or other.level is None or not one.level.amount.value:
        return False
    is_same = one.level.amount.yuan == other.level.amount.yuan and one.level.amount.yuan
    return bool(is_same) and one.year == other.year and one.direction is other.direction


# Verdicts and names


def _differ(twin: _Twin, other: _Twin) -> Outcome:
    """The verdict on two figures that differ: rounding where one is the other with fewer places."""
    own, true = twin.figure.amount, other.figure.amount
    if _is_coarser(true, own):
        twin, other, own, true = other, twin, true, own
    verdict = Verdict.ROUNDING if _is_coarser(own, true) else Verdict.BROKEN
    relation = _relation(twin, other)
    told = abs(true.value)
    if own.unit is not true.unit and true.yuan is not None and own.unit and own.unit.in_yuan:
        told = (abs(true.yuan) / own.unit.in_yuan).normalize()
    gap = abs(abs(own.value) - told)
    printed, operand = bare(other.figure.printed), relation.parts[0]
    worked = Remark(
        f"另一处“{operand.label}”（{operand.where}）为{printed}，相差{gap}",
        f"Elsewhere “{operand.label}” ({operand.where}) has {printed}, {gap} apart.",
    )
    return Outcome(relation, verdict, "", told, worked)


def _is_coarser(amount: Amount, exact: Amount) -> bool:
    """Whether one print of a figure only has fewer places than another of it."""
    if amount.unit is not exact.unit or last_place(amount.value) <= last_place(exact.value):
        return False
    return abs(amount.value) != abs(exact.value) and rounded(amount, "").meets(rounded(exact, ""))


def _relation(twin: _Twin, other: _Twin) -> Relation:
    return Relation(TEXT_TEXT, _operand(twin), (_operand(other),))


def _operand(twin: _Twin) -> Operand:
    return quantity_operand(twin.statement, twin.figure)


def plain_name(statement: Statement) -> str:
    """What a statement is of, in normal form; empty where it does not say."""
    return normal_form(statement.item.printed) if statement.item else ""


def _full_name(statement: Statement) -> str:
    """The item's name with the class that the heading over it gives."""
    name = plain_name(statement)
    above = class_of(statement) if name.endswith("(项)") and "(类)" not in name else ""
    return same_name(squash(f"{above}(类){name}" if above else name))


def _fund(statement: Statement) -> Fund | None:
    """The money that a name or the headings over it speak of; None where they name none."""
    fund = read_fund((*statement.section, plain_name(statement)))
    return None if fund is Fund.ALL else fund
