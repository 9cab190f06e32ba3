"""The lists of the prose: a total and its parts, in one sentence or over several paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from extraction.audit.figures import are_alike
from extraction.audit.prose.entries import Entry
from extraction.audit.prose.partitions import may_carry_over
from extraction.items import same_name
from extraction.records import Statement
from extraction.text import drop_ordinal, normal_form, squash

_MARK = re.compile(
    r"(?P<mark>其中|(?<!不)包括|用于以下|构成(?:情况)?为?[:：])"
    r"|(?P<basis>按[^,，。;；:：（()]{2,12}(?:划分|分类|分))"
    r"|(?P<view>按[^,，。;；:：（()]{1,8}来源[:：]|从[^,，。;；:：（()]{2,10}看)"
    r"|(?P<open>[(（])|(?P<close>[)）])|(?P<stop>。|[;；，,](?:另有|另外|此外))|(?P<pause>[;；])"
)
_INTRODUCES = re.compile(r"(?:其中|包括|如下|以下方面)[^，。；]{0,6}[:：。]?\s*$")
_PARTLY = re.compile(r"主要科目|部分科目|重点|主要项目|较大")
_ITEM = re.compile(r"\(项\)(?:支出)?$")
_CLASS = re.compile(r"\(类\)(?:支出)?$")
_CLASS_NAME = re.compile(r"^(?P<name>[^()]+)\(类\)")
_COUNTED = re.compile(r"(?P<count>[两二三四五六七八九])(?:者|项|类)(?:合计|共计|之和|相加)")
_COUNTS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class PartList:
    """A total and the parts that are listed of it."""

    heads: tuple[Statement, ...]
    """What may be the total, the likeliest first."""
    parts: tuple[Statement, ...]
    is_headed: bool
    """Whether the first head is surely the total."""
    is_whole: bool = False
    """Whether the list says by its form that it names all parts."""
    is_counted: bool = False
    """Whether the total says how many parts it is the sum of."""
    ends: tuple[int, ...] = ()
    """After how many parts it may end sooner."""
    is_inline: bool = False
    """Whether a mark or a bracket opens it inside a paragraph."""


@dataclass(slots=True, eq=False)
class _Frame:
    """A list that is open while a paragraph is read."""

    heads: tuple[Statement, ...]
    depth: int
    is_marked: bool
    is_basis: bool = False
    """Whether it says by what it breaks its total down (`按…分`)."""
    parts: list[Statement] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def find_lists(entries: Sequence[Entry]) -> list[PartList]:
    """All lists of the prose, those inside a paragraph first."""
    found: list[PartList] = []
    for _, group in groupby(entries, key=lambda entry: entry.section):
        section = list(group)
        for at, entry in enumerate(section):
            if entry.statements:
                found += _inline(entry, section[:at])
    inside = {id(part) for one in found for part in one.parts}
    found += _outlined(entries, inside)
    found += _item_lists(entries)
    return found


# Inside a paragraph


def _inline(entry: Entry, before: Sequence[Entry]) -> Iterator[PartList]:
    """The lists that marks (`其中`) and brackets open in a paragraph."""
    reader = _Frames(before)
    marks = iter(_MARK.finditer(entry.text))
    mark = next(marks, None)
    for at, statement in entry.statements:
        while mark and mark.start() < at:
            reader.take_mark(mark.lastgroup or "")
            mark = next(marks, None)
        reader.take(statement)
    for frame in [*reader.done, *reader.open]:
        if frame.heads and frame.parts:
            ends = tuple(frame.ends)
            parts = tuple(frame.parts)
            yield PartList(frame.heads, parts, frame.is_marked, ends=ends, is_inline=True)
    yield from _counted_up(entry)


class _Frames:
    """The lists that are open while a paragraph is read from left to right."""

    def __init__(self, before: Sequence[Entry]) -> None:
        self.before = before
        self.open: list[_Frame] = []
        self.done: list[_Frame] = []
        self.latest: Statement | None = None
        self.ended: _Frame | None = None
        self.depth = 0

    def take(self, statement: Statement) -> None:
        """A statement is a part of the innermost list."""
        if self.open:
            self.open[-1].parts.append(statement)
        self.ended = None
        self.latest = statement

    def take_mark(self, kind: str) -> None:
        """Open and close lists as a mark says."""
        match kind:
            case "open":
                self.depth += 1
                if self.latest:
                    self.open.append(_Frame((self.latest,), self.depth, is_marked=False))
            case "close":
                self._end()
                self.depth = max(self.depth - 1, 0)
            case "stop":
                self._end()
            case "pause":
                self._pause()
            case "view":
                if self.open and self.open[-1].parts:
                    self.open[-1].ends.append(len(self.open[-1].parts))
            case _:
                self._open_list(is_basis=kind == "basis")

    def _open_list(self, *, is_basis: bool) -> None:
        last = self.open[-1] if self.open else None
        if last and not last.parts and last.depth == self.depth:
            last.is_marked, last.is_basis = True, last.is_basis or is_basis
            return
        heads = (self.latest,) if self.latest else tuple(_heads_before(self.before))
        frame = _Frame(heads, self.depth, self.latest is not None, is_basis)
        if earlier := self._broken_down(is_basis=is_basis):
            is_again = is_basis and earlier.is_basis
            both = (earlier.heads, heads) if is_again else (heads, earlier.heads)
            frame.heads = both[0] + both[1]
            frame.is_marked = is_again and earlier.is_marked and self._has_paused(earlier)
            if earlier in self.open:
                while self.open[-1] is not earlier:
                    self.done.append(self.open.pop())
                self.done.append(self.open.pop())
        self.open.append(frame)

    def _broken_down(self, *, is_basis: bool) -> _Frame | None:
        """The list that has just ended, of whose total the next may be another breakdown."""
        own = [one for one in self.open if one.depth == self.depth and one.parts and is_basis]
        bases = [one for one in own if one.is_basis]
        paused = [one for one in own if self._has_paused(one)]
        return next(iter(bases or paused), self.ended)

    def _has_paused(self, frame: _Frame) -> bool:
        """Whether a list has ended, or a semicolon follows its last part."""
        return frame not in self.open or frame.ends[-1:] == [len(frame.parts)]

    def _end(self) -> None:
        """Close the lists of this depth and note the outermost."""
        own = [frame for frame in self.open if frame.depth >= self.depth and frame.parts]
        self.ended = own[0] if own else self.ended
        self._close(self.depth)

    def _close(self, depth: int) -> None:
        while self.open and self.open[-1].depth >= depth:
            self.done.append(self.open.pop())

    def _pause(self) -> None:
        """At a semicolon a list of mere names ends, and one inside of another that is made up."""
        inner = self.open[-1] if self.open else None
        if inner is None or inner.depth != self.depth:
            return
        if not inner.parts:
            self.open.pop()
        elif len(self.open) > 1 and self.open[-2].depth == self.depth and _is_made_up(inner):
            self.done.append(self.open.pop())
        else:
            inner.ends.append(len(inner.parts))


def _is_made_up(frame: _Frame) -> bool:
    levels = [one.level for one in frame.parts if one.level]
    head = frame.heads[0].level if frame.heads else None
    if head is None or len(levels) < len(frame.parts) or not are_alike(head, *levels):
        return False
    unit = head.amount.unit
    if any(level.amount.unit is not unit for level in levels):
        return False
    return head.amount.value == sum(level.amount.value for level in levels)


def _heads_before(before: Sequence[Entry]) -> Iterator[Statement]:
    """What the paragraphs of a section before one begin with, the nearest first."""
    for entry in reversed(before):
        if entry.statements:
            yield entry.statements[0][1]


def _counted_up(entry: Entry) -> Iterator[PartList]:
    """`…；…；…。三者合计…`: what counts its parts names them all."""
    for found in _COUNTED.finditer(entry.text):
        count = "二" if found["count"] == "两" else found["count"]
        parts = [one for at, one in entry.statements if at < found.start()]
        total = next((one for at, one in entry.statements if at > found.start()), None)
        if total and len(parts) == _COUNTS.index(count):
            yield PartList((total,), tuple(parts), is_headed=True, is_counted=True)


# Over paragraphs


def _outlined(entries: Sequence[Entry], inside: set[int]) -> Iterator[PartList]:
    """The lists of which each part has a paragraph, under one that introduces them."""
    for at, entry in enumerate(entries[:-1]):
        roots = [one for _, one in entry.statements if id(one) not in inside]
        if not roots:
            continue
        below = entries[at + 1]
        is_deeper = below.rank is not None and below.number == 1 and _is_under(below, entry)
        if not (_INTRODUCES.search(entry.text.rstrip()) or is_deeper):
            continue
        parts: list[Statement] = []
        ends: list[int] = []
        numbers: list[int | None] = []
        for child in _children(entries, at):
            own = [one for _, one in child.statements if id(one) not in inside]
            if not own:
                continue
            parts += own[:1] if child.rank is not None else own
            ends.append(len(parts))
            numbers.append(child.number)
        if parts:
            yield PartList(
                heads=tuple(roots[:1]),
                parts=tuple(parts),
                is_headed=len(roots) == 1,
                ends=tuple(ends[:-1]) if None in numbers else (),
            )


def _is_under(below: Entry, entry: Entry) -> bool:
    """Whether an ordinal is of a lower rank than that of the paragraph over it."""
    if below.section != entry.section or below.rank is None:
        return False
    return entry.rank is not None and below.rank > entry.rank


def _children(entries: Sequence[Entry], at: int) -> Iterator[Entry]:
    """The paragraphs of a section after one, of the rank of the first, up to one of a higher."""
    entry, first = entries[at], entries[at + 1]
    for child in entries[at + 1 :]:
        if child.section != entry.section:
            return
        if child.rank == first.rank:
            yield child
        elif first.rank is None or (child.rank is not None and child.rank < first.rank):
            return


# By classification


@dataclass(frozen=True, slots=True)
class _Item:
    """What is said of an item, and at which paragraph that begins."""

    begins: int
    statement: Statement


def _item_lists(entries: Sequence[Entry]) -> Iterator[PartList]:
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
        return tuple(_heads_before(above)), False
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
        return (named[-1],), bool(_INTRODUCES.search(before[-1].text))
    return tuple(_heads_before(before)), False


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
