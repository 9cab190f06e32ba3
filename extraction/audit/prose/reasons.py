"""The reasons that the prose gives for a change, against the way that the change went."""

import re
from collections.abc import Iterator
from itertools import groupby

from extraction.audit.figures import (
    are_alike,
    minus,
    percentage,
    plus,
    quantity_operand,
    rounded,
    size,
)
from extraction.audit.verdicts import broken, tied, unchecked
from extraction.audit.words import words_operand
from extraction.places import cut_printed
from extraction.records import Disclosure, Printed, Statement
from extraction.relations import Outcome, Relation, Remark
from extraction.text import normal_form
from extraction.vocabulary import Direction

TEXT_REASON = "text_reason"

_OTHER_SUBJECT = "the reason may be of something else than what changed"
_TURNED = "by its figures the change went the other way: the direction itself may be wrong"
_TWO_WAYS = "the reason, or what stands before it, names what rose and what fell"

_UP = r"增加|增长|提高|上调|上升|增多|上涨"
_DOWN = r"减少|降低|下调|下降|压减|核减|削减"
_RISE, _FALL = re.compile(_UP), re.compile(_DOWN)
_CLAUSE = re.compile(r"[,;、。]+")
_LEAD = re.compile(r"(?:主要)?原因[^,;。]{0,6}$|主要[^,;。]{0,6}$")
# What a payment is reckoned from: more of it is a larger payment, whatever the item.
_BASE = (
    r"(?:缴费|缴存|缴纳|社保|保险|公积金|年金|工资)基数"
    r"|(?:工资|缴费|补助|补贴|筹资|定额|人均|经费)标准"
)
_STAFF = r"(?:在职|编制|在编|职工)?(?:人员|人数|职工)"
_MONEY = r"经费|支出|费用|预算(?:安排)?|资金"
_PREDICATE = re.compile(
    rf"(?P<subject>.*?)(?P<end>(?:(?P<base>{_BASE})|(?P<staff>{_STAFF})|(?P<money>{_MONEY}))"
    rf"(?:比上年|较上年)?(?:有所|略有|相应|大幅)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?)"
)
# What rose last year or for others lets this year's figure fall.
_AWAY = re.compile(
    r"上年|去年|上一年|同期|以前|往年|其他|另|退休|离休|调出|死亡|遗属|抚恤|年中|追加"
)
_LEFT_OVER = re.compile(r"结转|结余|结存|盈余")
_RETIRED = re.compile(r"退休|离休|抚恤|丧葬|年金|遗属|死亡")
_SHORTEST = 4
_TURN = {Direction.UP: "减少", Direction.DOWN: "增加"}


def reason_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """Whether each reason that says that something rose or fell goes with its change."""
    given = [one for one in disclosure.statements if one.reason and _changed(one)]
    for _, group in groupby(given, key=_place):
        statements = list(group)
        outcome = _judge(statements[0])
        if outcome and len({one.direction for one in statements}) == 1:
            yield outcome


def _place(statement: Statement) -> tuple[int, int]:
    assert statement.reason
    return statement.reason.source.start


def _changed(statement: Statement) -> bool:
    """Whether a statement says which way something went, and by how much."""
    figures = [one for one in (statement.change, statement.rate) if one and one.amount.value]
    return statement.direction in _TURN and bool(figures)


def _judge(statement: Statement) -> Outcome | None:
    """The verdict on a reason; None where it does not say that something rose or fell."""
    reason, direction = statement.reason, statement.direction
    assert reason
    assert direction
    clauses = [
        found
        for clause in _CLAUSE.split(normal_form(reason.printed))
        if clause and (found := _PREDICATE.fullmatch(clause))
    ]
    count = len([clause for clause in _CLAUSE.split(normal_form(reason.printed)) if clause])
    ways = {Direction.UP if found["up"] else Direction.DOWN for found in clauses}
    if not clauses or len(clauses) < count:
        return None
    relation = _relation(statement, reason, clauses[-1])
    if len(ways) > 1 or _turns_before(statement, reason):
        return unchecked(relation, _TWO_WAYS)
    if ways == {direction}:
        return tied(relation)
    if not all(_is_of(statement, found) for found in clauses):
        return unchecked(relation, _OTHER_SUBJECT)
    if _is_turned(statement):
        return unchecked(relation, _TURNED)
    words = "增加" if direction is Direction.UP else "减少"
    other = _TURN[direction]
    worked = Remark(
        f"但该数“{words}”，原因却是{other}",
        f"What is said to have gone “{words}” is explained by what went “{other}”.",
    )
    return broken(relation, worked)


def _relation(statement: Statement, reason: Printed, last: re.Match[str]) -> Relation:
    """The reason with the words that lead it in; then bare, its last predicate, the change."""
    sentence = statement.sentence
    at = sentence.printed.find(reason.printed)
    lead = _LEAD.search(sentence.printed[: max(at, 0)])
    whole = cut_printed(sentence, lead.start(), at + len(reason.printed)) if lead else reason
    size = len(last["end"])
    end = cut_printed(reason, len(reason.printed) - size, len(reason.printed))
    change = statement.change or statement.rate
    assert change
    words = (words_operand(own, section=statement.section) for own in (whole, reason, end))
    total, *parts = words
    return Relation(TEXT_REASON, total, (*parts, quantity_operand(statement, change)))


def _turns_before(statement: Statement, reason: Printed) -> bool:
    """Whether something else in the sentence went the other way before the reason is given."""
    before = normal_form(statement.sentence.printed.split(reason.printed)[0])
    return (_FALL if statement.direction is Direction.UP else _RISE).search(before) is not None


def _is_turned(statement: Statement) -> bool:
    """Whether by its figures the change went the other way than its word says."""
    level, change, rate, earlier = (
        statement.level,
        statement.change,
        statement.rate,
        statement.earlier,
    )
    is_up = statement.direction is Direction.UP
    if level and earlier and are_alike(level, earlier):
        now, before = rounded(level.amount, ""), rounded(earlier.amount, "")
        return now.value < before.value if is_up else now.value > before.value
    if not (level and change and rate and are_alike(level, change)):
        return False
    now, step = rounded(level.amount, ""), rounded(size(change), "")
    said, other = (minus, plus) if is_up else (plus, minus)
    printed = rounded(size(rate), "")
    ways = (percentage(step, said(now, step)), percentage(step, other(now, step)))
    ties = [way is not None and way.meets(printed) for way in ways]
    return ties == [False, True]


def _is_of(statement: Statement, found: re.Match[str]) -> bool:
    """Whether what a reason says rose or fell is surely what changed, or what it is reckoned by."""
    item = normal_form(statement.item.printed) if statement.item else ""
    if not item or _AWAY.search(found["subject"]) or _LEFT_OVER.search(item):
        return False
    if found["base"]:
        return True
    if found["staff"]:
        return not found["subject"] and not _RETIRED.search(item)
    subject = found["subject"]
    if "收入" in item:
        return False
    return not subject or any(
        subject[at : at + _SHORTEST] in item for at in range(len(subject) - _SHORTEST + 1)
    )
