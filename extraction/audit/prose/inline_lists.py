"""The lists inside a paragraph: those that marks (`其中`) and brackets open."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.audit.figures import are_alike
from extraction.audit.prose.entries import Entry
from extraction.audit.prose.listed_sums import name_of
from extraction.audit.prose.part_lists import PartList, heads_before
from extraction.audit.prose.partitions import are_disjoint, sides_of
from extraction.records import Quantity, Statement
from extraction.text import normal_form

_MARK = re.compile(
    r"(?P<mark>其中|(?<!不)包括|用于以下|构成(?:情况)?为?[:：])"
    r"|(?P<basis>按[^,，。;；:：（()]{2,12}(?:划分|分类|分))"
    r"|(?P<view>按[^,，。;；:：（()]{1,8}来源[:：]|从[^,，。;；:：（()]{2,10}看)"
    r"|(?P<open>[(（])|(?P<close>[)）])|(?P<stop>。|[;；，,](?:另有|另外|此外))|(?P<pause>[;；])"
)
_BARE_TOTAL = re.compile(r"[,;](?:以上)?(?:合计|共计|总计)[为是]?")
# What may stand between the figures of parts that are told one after the other.
_NEXT_PART = re.compile(r"[,、和及与]+(?!其中|含|包括|包含)[^,、;。:()\d]*")
_FIRST_PART = re.compile(r"(?:^|.*[。:,])[^,;。:()]*")
_COUNTED = re.compile(r"(?P<count>[两二三四五六七八九])(?:者|项|类)(?:合计|共计|之和|相加)")
_COUNTS = "零一二三四五六七八九"


@dataclass(slots=True, eq=False)
class _Frame:
    """A list that is open while a paragraph is read."""

    heads: tuple[Statement, ...]
    depth: int
    is_marked: bool
    is_basis: bool = False
    """Whether it says by what it breaks its total down (`按…分`)."""
    others: tuple[Statement, ...] = ()
    """What else the sentence before tells, where the list begins a sentence."""
    parts: list[Statement] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def inline_lists(entry: Entry, before: Sequence[Entry]) -> Iterator[PartList]:
    """The lists that marks (`其中`) and brackets open in a paragraph."""
    reader = _Frames(before)
    summed = list(_summed_up(entry))
    totals = {id(one.heads[0]) for one in summed}
    marks = iter(_MARK.finditer(entry.text))
    mark = next(marks, None)
    for at, statement in entry.statements:
        while mark and mark.start() < at:
            reader.take_mark(mark.lastgroup or "")
            mark = next(marks, None)
        is_named = statement.item is not None or statement.quantities != (statement.share,)
        if id(statement) in totals:
            reader.latest = statement
        elif is_named:
            reader.take(statement)
    for frame in [*reader.done, *reader.open]:
        if frame.heads and frame.parts:
            others = tuple(one for one in frame.others if _may_be_of(one, frame.parts))
            yield PartList(
                heads=frame.heads + others,
                parts=tuple(frame.parts),
                is_headed=frame.is_marked and not others,
                ends=tuple(frame.ends),
                is_inline=True,
            )
    yield from _counted_up(entry)
    yield from summed


def _may_be_of(head: Statement, parts: Sequence[Statement]) -> bool:
    """Whether a list of one unit and year, and of one side if it names one, may be of a total."""
    levels = [one.level for one in (head, *parts) if one.level]
    if head.level is None or head.year != parts[0].year or not are_alike(*levels):
        return False
    own, sides = sides_of(name_of(head)), sides_of("".join(name_of(part) for part in parts))
    return not own or not sides or bool(own & sides)


def _summed_up(entry: Entry) -> Iterator[PartList]:
    """`甲1万元、乙2万元，合计3万元`: what a bare total right after its parts is of."""
    gaps = _gaps(entry)
    for at, (_, total) in enumerate(entry.statements):
        if not _BARE_TOTAL.fullmatch(gaps[at]) or _first(total) is not total.level:
            continue
        first = at - 1
        while first > 0 and _NEXT_PART.fullmatch(gaps[first]):
            first -= 1
        parts = [one for _, one in entry.statements[max(first, 0) : at]]
        if len(parts) < 2 or not all(
            _is_level(part) and _may_be_of(part, [total]) for part in parts
        ):
            continue
        made_up = next(
            (parts[n:] for n in range(len(parts) - 1) if _add_up(total, parts[n:])), None
        )
        is_sure = first == 0 and entry.number in (None, 1) and bool(_FIRST_PART.fullmatch(gaps[0]))
        is_whole = is_sure and are_disjoint([name_of(part) for part in parts])
        yield PartList((total,), tuple(made_up or parts), is_headed=is_whole, is_whole=is_whole)


def _gaps(entry: Entry) -> list[str]:
    """The words before each statement of an entry, from the first figure of the last one on."""
    gaps, end = [], 0
    for at, statement in entry.statements:
        gaps.append(normal_form(entry.text[end:at]))
        end = at + len(_first(statement).printed)
    return gaps


def _first(statement: Statement) -> Quantity:
    return min(statement.quantities, key=lambda one: one.source.start)


def _is_level(statement: Statement) -> bool:
    return statement.level is not None and statement.quantities == (statement.level,)


def _add_up(total: Statement, parts: Sequence[Statement]) -> bool:
    levels = [part.level.amount.size for part in parts if part.level]
    return total.level is not None and total.level.amount.size == sum(levels)


class _Frames:
    """The lists that are open while a paragraph is read from left to right."""

    def __init__(self, before: Sequence[Entry]) -> None:
        self.before = before
        self.open: list[_Frame] = []
        self.done: list[_Frame] = []
        self.latest: Statement | None = None
        self.ended: _Frame | None = None
        self.depth = 0
        self.told: list[Statement] = []
        self.told_before: list[Statement] = []

    def take(self, statement: Statement) -> None:
        """A statement is a part of the innermost list."""
        if self.open:
            self.open[-1].parts.append(statement)
        else:
            self.told.append(statement)
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
                self.told_before, self.told = self.told or self.told_before, []
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
        heads = (self.latest,) if self.latest else tuple(heads_before(self.before))
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
        if not self.told and not self.open:
            known = {id(head) for head in frame.heads}
            frame.others = tuple(one for one in self.told_before if id(one) not in known)
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


def _counted_up(entry: Entry) -> Iterator[PartList]:
    """`…；…；…。三者合计…`: what counts its parts names them all."""
    for found in _COUNTED.finditer(entry.text):
        count = "二" if found["count"] == "两" else found["count"]
        parts = [one for at, one in entry.statements if at < found.start()]
        total = next((one for at, one in entry.statements if at > found.start()), None)
        if total and len(parts) == _COUNTS.index(count):
            yield PartList((total,), tuple(parts), is_headed=True, is_counted=True)
