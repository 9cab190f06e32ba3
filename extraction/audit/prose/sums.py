"""The totals of the prose against the parts that it lists: levels, changes, earlier figures."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extraction.audit.figures import MENDED, VAGUE, are_alike, bare, is_vague
from extraction.audit.prose.entries import find_entries
from extraction.audit.prose.item_lists import class_of, is_class, is_item
from extraction.audit.prose.listed_sums import (
    OPEN_LIST,
    ProseSum,
    change_sum,
    earlier_sum,
    level_sum,
    name_of,
    signed_change,
)
from extraction.audit.prose.lists import find_lists
from extraction.audit.prose.part_lists import PartList
from extraction.audit.prose.partitions import are_all, are_disjoint, sides_of
from extraction.audit.verdicts import unchecked
from extraction.money import last_place
from extraction.records import Amount, Disclosure, Quantity, Statement
from extraction.relations import Verdict, judge
from extraction.text import normal_form

_OVERLAP = "the parts of the list may overlap"
_OPEN_TOTAL = "which figure is the total is not sure"
_GONE = "what only the year before had may be left out of the list"
_HUNDRED = Decimal(100)
_Told = Mapping[int, Amount | None]
"""What the tables have for the levels that are not what they have, by `id` of the statement."""


def prose_sums(disclosure: Disclosure, told: _Told) -> list[ProseSum]:
    """The verdicts on all lists of the prose, each sum once."""
    entries = find_entries(disclosure)
    lists = find_lists(entries)
    members = {id(part) for one in lists for part in one.parts}
    roots = [s for e in entries for _, s in e.statements if id(s) not in members]
    found: list[ProseSum] = []
    wholes: dict[int, Statement] = {}
    for one in lists:
        found += _sums_of(one, roots, told, wholes)
    classes = [s for e in entries for _, s in e.statements if is_class(s) and s.level]
    for one in lists:
        if all(is_item(part) for part in one.parts):
            for of_class in _class_lists(one, classes, wholes):
                found += _sums_of(of_class, roots, told, wholes)
    return _confirmed(_each_once(found))


def _confirmed(sums: Sequence[ProseSum]) -> list[ProseSum]:
    """The sums as they are; a list that may lack parts breaks none that nothing else confirms.

    Another list of the same total does that where its changes tie; of items, the list of a class.
    """
    tied = [one for one in sums if one.is_change and one.outcome.verdict.holds]
    tied = [one for one in tied if len(_moved(one.parts)) > 1]
    totals = {one.outcome.relation.total.source.start for one in tied}
    has_class = any(is_class(one.total) for one in tied)
    return [
        one
        if not one.may_lack_parts
        or one.outcome.verdict is not Verdict.BROKEN
        or one.outcome.relation.total.source.start in totals
        or (has_class and all(is_item(part) for part in one.parts))
        else replace(one, outcome=unchecked(one.outcome.relation, _GONE))
        for one in sums
    ]


def _moved(parts: Sequence[Statement]) -> list[Statement]:
    """The parts that changed."""
    return [part for part in parts if signed_change(part)]


def _each_once(sums: Sequence[ProseSum]) -> list[ProseSum]:
    """Sums of the same figures once, as the list has them that lets them be checked."""
    seen: dict[tuple[object, ...], ProseSum] = {}
    for one in sums:
        relation = one.outcome.relation
        places = (relation.total.source.start, *(part.source.start for part in relation.parts))
        if places not in seen or seen[places].outcome.verdict is Verdict.NOT_CHECKABLE:
            seen[places] = one
    return list(seen.values())


def _sums_of(
    listed: PartList, roots: Sequence[Statement], told: _Told, wholes: dict[int, Statement]
) -> Iterator[ProseSum]:
    """The sums of one list; `wholes` takes note of the total of each part."""
    level = _best_level(listed, told)
    if level:
        yield level
    is_good = level is not None and level.outcome.verdict.holds
    if level is None:
        head, parts = listed.heads[0], listed.parts
    else:
        head, parts = level.total, level.parts
    if not is_good and not listed.is_headed:
        return
    is_named = listed.is_counted or are_all([name_of(part) for part in parts], name_of(head))
    is_whole = is_good or listed.is_whole or is_named
    total = head if signed_change(head) is not None else _total_with_change(head, roots)
    if total:
        if is_good:
            wholes.update((id(part), total) for part in parts)
        if change := change_sum(total, parts, is_whole=is_whole, is_named=is_named):
            yield change
    if is_good and (earlier := earlier_sum(head, parts)):
        yield earlier


# Levels


def _best_level(listed: PartList, told: _Told) -> ProseSum | None:
    """The sum of the levels in the reading that ties, if one does; None where there is no sum."""
    sums: list[ProseSum] = []
    for head in listed.heads:
        for parts in _readings(listed, head):
            if one := level_sum(head, parts):
                if one.outcome.verdict is Verdict.TIED:
                    return one
                sums.append(one)
    if not sums or (len(listed.parts) == 1 and not listed.is_whole):
        return None
    for one in sums:
        if listed.is_headed and one.outcome.verdict is Verdict.ROUNDING:
            return _unless_mended(one, told)
    first = sums[0]
    if first.outcome.verdict is Verdict.NOT_CHECKABLE:
        return first
    reason = _doubt(listed, first) if listed.is_headed else _OPEN_TOTAL
    if reason:
        return replace(first, outcome=unchecked(first.outcome.relation, reason))
    return _unless_mended(first, told)


def _readings(listed: PartList, head: Statement) -> Iterator[tuple[Statement, ...]]:
    """The parts that a list may have: all, those up to where it may end, those of no part."""
    if head.level is None:
        return
    level = head.level
    parts = tuple(one for one in listed.parts if one.level is None or are_alike(level, one.level))
    if len(parts) < len(listed.parts):
        yield parts
        return
    yield parts
    ends = range(len(parts) - 1, 1, -1) if listed.is_inline else reversed(listed.ends)
    for end in ends:
        yield parts[:end]
    if len(outer := _without_inner(parts)) < len(parts):
        yield outer


def _without_inner(parts: Sequence[Statement]) -> tuple[Statement, ...]:
    """The parts but for those that make up, one after the other, the one before them."""
    outer: list[Statement] = []
    at = 0
    while at < len(parts):
        outer.append(parts[at])
        value, count = Decimal(0), 0
        for number, part in enumerate(parts[at + 1 :], start=1):
            value += part.level.amount.value if part.level else 0
            own = parts[at].level
            if value and own and value == own.amount.value:
                count = number
                break
        at += 1 + count
    return tuple(outer)


def _doubt(listed: PartList, found: ProseSum) -> str:
    """Why a sum that does not hold may be no contradiction; empty where it is one."""
    outcome, names = found.outcome, [name_of(part) for part in found.parts]
    amount = outcome.relation.total.amount
    assert amount is not None  # the level of the total
    assert outcome.computed is not None  # a sum that was judged
    is_all = are_all(names, name_of(found.total)) or _are_all_shares(found.parts)
    if listed.is_whole or listed.is_counted or is_all:
        reason = ""
    elif outcome.computed < amount.value:
        reason = OPEN_LIST
    else:
        reason = "" if are_disjoint(names) else _OVERLAP
    is_near = any(_is_near(one, one.level) for one in (found.total, *found.parts) if one.level)
    return reason or (VAGUE if is_near else "")


def _are_all_shares(parts: Sequence[Statement]) -> bool:
    """Whether the parts are shares of one whole that add up to 100 %."""
    shares = [part.share.amount.value for part in parts if part.share]
    if len(shares) < len(parts) or len({part.share_of for part in parts}) > 1:
        return False
    places = sum((last_place(share) for share in shares), Decimal(0))
    return abs(sum(shares, Decimal(0)) - _HUNDRED) <= places / 2


def _is_near(statement: Statement, level: Quantity) -> bool:
    """Whether a figure is only said to be near, and is no more exact than its last digit says."""
    if is_vague(statement, [level]):
        return True
    form = normal_form(level.printed)
    about = re.search(rf"约(?:为|是)?{re.escape(form)}", normal_form(statement.sentence.printed))
    return about is not None and bare(form).endswith("0")


def _unless_mended(found: ProseSum, told: _Told) -> ProseSum:
    """A sum as it is; not checkable where its total alone is not what the tables have."""
    amount = told.get(id(found.total))
    relation = found.outcome.relation
    if amount is None:
        return found
    total = relation.total.model_copy(update={"amount": amount})
    if not judge(replace(relation, total=total)).verdict.holds:
        return found
    return replace(found, outcome=unchecked(relation, MENDED))


# The totals that other lists lead to


def _total_with_change(head: Statement, roots: Sequence[Statement]) -> Statement | None:
    """What stands over a total that is the same figure and says how it changed, if one does."""
    level = head.level
    if level is None:
        return None
    found = [
        one
        for one in roots
        if one.section == head.section
        and one.level
        and one.level.source.start < level.source.start
        and one.level.amount == level.amount
        and one.year == head.year
        and one.change
        and signed_change(one) is not None
        and sides_of(name_of(head)) <= sides_of(name_of(one))
    ]
    return found[0] if len({signed_change(one) for one in found}) == 1 else None


def _class_lists(
    listed: PartList, classes: Sequence[Statement], wholes: Mapping[int, Statement]
) -> Iterator[PartList]:
    """The items of a list class by class, under what is said of each class as a whole.

    A class counts where the totals of both lists are one figure that changed alike.
    """
    whole = wholes.get(id(listed.parts[0]))
    if whole is None:
        return
    for one in classes:
        other = wholes.get(id(one))
        if other is None or other.level is None or whole.level is None:
            continue
        is_same = other.level.amount == whole.level.amount
        is_same = is_same and signed_change(other) == signed_change(whole)
        parts = tuple(part for part in listed.parts if class_of(part) == class_of(one))
        if is_same and parts and one.year == parts[0].year:
            yield PartList((one,), parts, is_headed=True, is_whole=listed.is_whole)
