"""The items of the classification that a section goes through, and their total before them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extraction.audit.prose.entries import Entry
from extraction.audit.prose.part_lists import INTRODUCES, PartList, heads_before
from extraction.audit.prose.partitions import may_carry_over
from extraction.items import same_name
from extraction.records import Statement
from extraction.text import drop_ordinal, normal_form, squash

_PARTLY = re.compile(r"主要科目|部分科目|重点|主要项目|较大")
_ITEM = re.compile(r"\(项\)(?:支出)?$")
_CLASS = re.compile(r"\(类\)(?:支出)?$")
_CLASS_NAME = re.compile(r"^(?P<name>[^()]+)\(类\)")


@dataclass(frozen=True, slots=True)
class _Item:
    """What is said of an item, and at which paragraph that begins."""

    begins: int
    statement: Statement


def item_lists(entries: Sequence[Entry]) -> Iterator[PartList]:
    """The items (项) of a section with those under its headings, and their total before them."""
    groups: list[tuple[tuple[str, ...], list[_Item]]] = []
    for at, entry in enumerate(entries):
        if found := _item_of(entries, at):
            root = _root(entry.section)
            if not groups or groups[-1][0] != root or _begins_anew(entries, found, groups[-1][1]):
                groups.append((root, []))
            groups[-1][1].append(found)
    for root, items in groups:
        parts = tuple(item.statement for item in items)
        heads, is_headed = _item_heads(entries, items[0].begins, root)
        if heads and len(parts) > 1:
            total = heads[0].item.printed if heads[0].item else ""
            is_whole = (
                is_headed
                and not may_carry_over(total)
                and _runs_through(
                    [entries[item.begins] for item in items], entries[items[0].begins - 1].text
                )
                and not _is_followed(entries, {item.begins for item in items})
            )
            yield PartList(heads, parts, is_headed, is_whole)


def _begins_anew(entries: Sequence[Entry], item: _Item, before: Sequence[_Item]) -> bool:
    """Whether an item begins another list under the same heading: it is number 1 again."""
    entry, last = entries[item.begins], entries[before[-1].begins]
    return entry.number == 1 and entry.section == last.section


def _item_of(entries: Sequence[Entry], at: int) -> _Item | None:
    """The item that a paragraph begins with, or the one before it that only names one."""
    first = entries[at].statements[0][1] if entries[at].statements else None
    if first is None or not is_item(first):
        return None
    if entries[at].names(first):
        return _Item(at, first)
    is_named_above = at and not entries[at - 1].statements and entries[at - 1].names(first)
    return _Item(at - 1, first) if is_named_above else None


def is_item(statement: Statement) -> bool:
    """Whether a statement is of an item (项) by its full name."""
    return _is_of(statement, _ITEM)


def is_class(statement: Statement) -> bool:
    """Whether a statement is of a whole class (类)."""
    return _is_of(statement, _CLASS)


def class_of(statement: Statement) -> str:
    """The class that an item is of, by its own name or the heading over it; else empty."""
    names = [statement.item.printed] if statement.item else []
    for text in [*names, *reversed(statement.section)]:
        if found := _CLASS_NAME.match(normal_form(drop_ordinal(text))):
            return found["name"]
    return ""


def _is_of(statement: Statement, level: re.Pattern[str]) -> bool:
    return statement.item is not None and bool(level.search(normal_form(statement.item.printed)))


def _root(section: tuple[str, ...]) -> tuple[str, ...]:
    """A section without the heading that names a class."""
    if section and _CLASS_NAME.match(normal_form(drop_ordinal(section[-1]))):
        return section[:-1]
    return section


def _item_heads(
    entries: Sequence[Entry], first: int, root: tuple[str, ...]
) -> tuple[tuple[Statement, ...], bool]:
    """What may be the total of the items that begin at an entry, and whether it surely is."""
    before = [entry for entry in entries[:first] if entry.section == root]
    if not before:
        above = [entry for entry in entries[:first] if entry.section[: len(root) - 1] == root[:-1]]
        return tuple(heads_before(above)), False
    stated = [one for _, one in before[-1].statements if one.level]
    if stated:
        is_one = len({one.level.amount.value for one in stated if one.level}) == 1
        return tuple(stated), is_one and not is_item(stated[0])
    words = same_name(squash(before[-1].text))
    named = [
        one
        for entry in before
        for _, one in entry.statements
        if one.item and one.level and same_name(squash(one.item.printed)) in words
    ]
    if named:
        return (named[-1],), bool(INTRODUCES.search(before[-1].text))
    return tuple(heads_before(before)), False


def _is_followed(entries: Sequence[Entry], begins: set[int]) -> bool:
    """Whether after an item another entry is numbered that states nothing of an item."""
    for at in begins:
        last = entries[at]
        for number, entry in enumerate(entries[at + 1 :], start=at + 1):
            if entry.section != last.section:
                break
            if entry.rank == last.rank and entry.number is not None:
                if entry.number == (last.number or 0) + 1 and number not in begins:
                    return True
                break
    return False


def _runs_through(members: Sequence[Entry], introduction: str) -> bool:
    """Whether the items are numbered from 1 under each heading, none left out, to the end."""
    if _PARTLY.search(introduction):
        return False
    for _, group in groupby(members, key=lambda entry: entry.section):
        numbers = [entry.number for entry in group]
        if numbers != list(range(1, len(numbers) + 1)) and numbers != [None]:
            return False
    return True
