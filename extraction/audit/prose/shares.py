"""The shares of one section against the whole that they are shares of."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, islice

from extraction.audit.figures import (
    NOT_BESIDE,
    VAGUE,
    Figure,
    are_alike,
    bare,
    is_vague,
    judge_percentage,
    percentage,
    plus,
    quantity_operand,
    rounded,
)
from extraction.audit.verdicts import unchecked
from extraction.items import same_name
from extraction.places import offset_in
from extraction.records import Printed, Quantity, Statement
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict
from extraction.text import normal_form, squash

TEXT_SHARE = "text_share"

_OPEN_WHOLE = "what it is a share of is not sure"
_TOO_LARGE = Remark("占比不会大于100%", "No share is more than 100%.")
_NO_WHOLE = re.compile("预算|计划|任务|目标|上年|去年|同期|标准|定额|应")
_IN_TURN = re.compile(r"[,;][^,;。:\d]*分别[^,;。:\d]*")
_PARTED = re.compile("其中|包括|[:;。(]")
_ALL = Decimal(100)
# So many shares that fit a whole say that it is the one; where it is their sum, one does.
_ENOUGH = 2
_MOST_WHOLES = 12


def share_outcomes(statements: Sequence[Statement]) -> Iterator[Outcome]:
    """The verdicts on all shares, section by section."""
    statements = _deal_out(statements)
    for _, group in groupby(statements, key=lambda statement: statement.section):
        section = list(group)
        shares = [one for one in section if one.share and one.level]
        for statement in shares:
            alike = [one for one in shares if one.share_of == statement.share_of]
            yield _judge(statement, alike, section, statements)


# Shares told in a row


def _deal_out(statements: Sequence[Statement]) -> list[Statement]:
    """The statements with shares told in a row (`分别占60%、40%`) at the figures that these are of.

    Where it is not sure which these are, the shares stay alone.
    """
    groups = groupby(statements, key=lambda one: one.section)
    return [statement for _, group in groups for statement in _dealt(list(group))]


def _dealt(section: list[Statement]) -> list[Statement]:
    at = 0
    while at < len(section):
        count = 0
        while at + count < len(section) and _is_bare_share(section[at + count]):
            count += 1
        if count > 1 and _are_of(section[:at], section[at : at + count]):
            shares = section[at : at + count]
            section[at - count : at + count] = [
                level.model_copy(update={"share": one.share, "share_of": one.share_of})
                for level, one in zip(section[at - count : at], shares, strict=True)
            ]
            count = 0
        at += max(count, 1)
    return section


def _is_bare_share(statement: Statement) -> bool:
    return statement.share is not None and statement.quantities == (statement.share,)


def _are_of(before: Sequence[Statement], shares: Sequence[Statement]) -> bool:
    """Whether shares are in turn those of as many figures that end right before them."""
    own = before[-len(shares) :]
    levels = [one.level for one in own if one.level and one.quantities == (one.level,)]
    first = shares[0].share
    if first is None or len(levels) < len(shares) or not are_alike(*levels):
        return False
    if any(one.item and _name(one) != _name(other) for one, other in zip(shares, own, strict=True)):
        return False
    between = _words_between(own[-1].sentence, levels[-1], first)
    if between is None or not _IN_TURN.fullmatch(between):
        return False
    if len(before) == len(shares):
        return True
    outer = before[-len(shares) - 1].level
    words = _words_between(own[0].sentence, outer, levels[0]) if outer else None
    is_whole = outer and outer.amount.size == sum(level.amount.size for level in levels)
    named = same_name(shares[0].share_of or "")
    is_its_name = bool(named) and _name(before[-len(shares) - 1]).startswith(named)
    return words is None or bool((is_whole and is_its_name) or _PARTED.search(words))


def _words_between(sentence: Printed, one: Quantity, other: Quantity) -> str | None:
    """What stands between two figures of a sentence; None where one is not in it."""
    start, end = offset_in(sentence.source, one.source), offset_in(sentence.source, other.source)
    if start is None or end is None:
        return None
    return normal_form(sentence.printed[start + len(one.printed) : end])


def _name(statement: Statement) -> str:
    return same_name(squash(statement.item.printed)) if statement.item else ""


# Verdicts


def _judge(
    statement: Statement,
    alike: Sequence[Statement],
    section: Sequence[Statement],
    statements: Sequence[Statement],
) -> Outcome:
    assert statement.share
    assert statement.level
    share, level = statement.share, statement.level
    bare_relation = Relation(
        TEXT_SHARE,
        quantity_operand(statement, share),
        (quantity_operand(statement, level),),
    )
    if is_vague(statement, [share, level]):
        return unchecked(bare_relation, VAGUE)
    is_too_large = _is_too_large(statement)
    named = _named_wholes(statement, statements)
    open_wholes = [] if named else _wholes_before(alike[0], section)
    total = _sum_of(alike)
    wholes = [*named, *open_wholes]
    for operand, whole in wholes:
        outcome = _against(statement, operand, whole)
        if outcome and outcome.verdict is Verdict.TIED:
            return outcome
    others = [one for one in alike if one is not statement]
    sure = named if len({whole.value for _, whole in named}) == 1 else []
    sure = sure or [(o, w) for o, w in open_wholes if _is_whole_of(others, (o, w), total)]
    if is_too_large and not sure and len({whole.value for _, whole in wholes}) == 1:
        sure = wholes
    found = [outcome for own in sure if (outcome := _against(statement, *own))]
    if found:
        return found[0]
    if is_too_large:
        return Outcome(bare_relation, Verdict.BROKEN, "", None, _TOO_LARGE)
    return unchecked(bare_relation, _OPEN_WHOLE if wholes else NOT_BESIDE)


_Whole = tuple[Operand, Figure]


def _is_too_large(statement: Statement) -> bool:
    """Whether a share of a whole, and not of what was planned or of another year, is over 100 %."""
    if statement.share is None or _NO_WHOLE.search(statement.share_of or ""):
        return False
    return rounded(statement.share.amount, "").low > _ALL


def _named_wholes(statement: Statement, statements: Sequence[Statement]) -> list[_Whole]:
    """The figures of what the sentence says that it is a share of, in the statement's year."""
    if statement.share_of is None:
        return []
    name = same_name(statement.share_of)
    return [
        (quantity_operand(one, one.level), _figure(one.level))
        for one in statements
        if one.level
        and one.item
        and one.year == statement.year
        and one is not statement
        and same_name(squash(one.item.printed)) == name
        and _is_like(statement, one.level)
    ]


def _wholes_before(first: Statement, section: Sequence[Statement]) -> list[_Whole]:
    """The figures of the section before its first share, the nearest first."""
    before = section[: next(at for at, one in enumerate(section) if one is first)]
    found = (
        (quantity_operand(one, one.level), _figure(one.level))
        for one in reversed(before)
        if one.level and one.year == first.year and _is_like(first, one.level)
    )
    return list(islice(found, _MOST_WHOLES))


def _is_whole_of(others: Sequence[Statement], whole: _Whole, total: Figure | None) -> bool:
    """Whether the other shares show that a figure is their whole."""
    outcomes = [outcome for one in others if (outcome := _against(one, *whole))]
    if any(outcome.verdict is Verdict.BROKEN for outcome in outcomes):
        return False
    told = sum(
        0 < one.share.amount.value < 100 and outcome.verdict is Verdict.TIED
        for one, outcome in zip(others, outcomes, strict=False)
        if one.share
    )
    return told >= (1 if total and total.meets(whole[1]) else _ENOUGH)


def _sum_of(alike: Sequence[Statement]) -> Figure | None:
    levels = [one.level for one in alike if one.level]
    if len(levels) < 2 or not are_alike(*levels):
        return None
    total = _figure(levels[0])
    for level in levels[1:]:
        total = plus(total, _figure(level))
    return total


def _against(statement: Statement, operand: Operand, whole: Figure) -> Outcome | None:
    """The verdict on a share of a whole; None where there is no such share."""
    assert statement.share
    assert statement.level
    if whole.value == 0 or (way := percentage(_figure(statement.level), whole)) is None:
        return None
    level = quantity_operand(statement, statement.level)
    share = quantity_operand(statement, statement.share)
    return judge_percentage(Relation(TEXT_SHARE, share, (level, operand)), [way])


def _is_like(statement: Statement, level: Quantity) -> bool:
    return statement.level is not None and are_alike(statement.level, level)


def _figure(quantity: Quantity) -> Figure:
    return rounded(quantity.amount, bare(quantity.printed))
