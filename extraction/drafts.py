"""A passage made ready for reading, and the statements that are drafted from it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extraction.clauses import Part, Run, same_base
from extraction.figures import Figure, find_figures
from extraction.items import same_name, trim_item
from extraction.prose import Passage
from extraction.records import Printed, Quantity, Statement
from extraction.text import squash
from extraction.vocabulary import Direction

_END = re.compile(r"[。!?]")


class Text:
    """A passage with its figures, brackets and sentence ends; offsets are into `plain`."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.plain = passage.plain
        # Most passages hold none, and finding where the body begins takes longer than looking.
        found = find_figures(self.plain)
        self.figures = find_figures(self.plain, passage.body) if found else []
        self.starting = {figure.start: figure for figure in self.figures}
        self.ending = {figure.end: figure for figure in self.figures}
        self.brackets = _pair_brackets(self.plain, self.figures) if self.figures else {}
        self._starts = [figure.start for figure in self.figures]
        self._bounds = self._find_bounds() if self.figures else [0, len(self.plain)]

    def name_end(self, at: int, end: int) -> int | None:
        """The offset behind a bracket that holds no figure (`因公出国(境)费`), if one opens."""
        close = self.brackets.get(at)
        if close is None or close >= end or self.holds_figure(at, close):
            return None
        return close + 1

    def holds_figure(self, start: int, end: int) -> bool:
        """Whether a figure begins between two offsets."""
        return bisect_left(self._starts, start) < bisect_left(self._starts, end)

    def clause_end(self, start: int, end: int, marks: str) -> int:
        """The offset of the next of `marks` outside of brackets, or `end`."""
        at = start
        while at < end and self.plain[at] not in marks:
            at = self.brackets.get(at, at) + 1
        return min(at, end)

    def sentences(self, first: int, last: int) -> Run:
        """The whole sentences that hold a run."""
        start = self._bounds[bisect_right(self._bounds, first) - 1]
        return start, self._bounds[bisect_left(self._bounds, max(last, start + 1))]

    def item(self, start: int, end: int) -> Printed | None:
        """What the noun phrase between two offsets is, as printed."""
        run = trim_item(self.plain[start:end])
        return self.passage.cut(start + run[0], start + run[1]) if run else None

    def squashed(self, begin: int, run: Run | None) -> str | None:
        """What is printed in a run counted from `begin`, without white space."""
        if run is None or run[0] >= run[1]:
            return None
        return squash(self.passage.cut(begin + run[0], begin + run[1]).printed)

    def _find_bounds(self) -> list[int]:
        inside = self.brackets.items()
        ends = [found.end() for found in _END.finditer(self.plain)]
        bounds = [end for end in ends if not any(left < end <= right for left, right in inside)]
        return sorted({0, *bounds, len(self.plain)})


_DEEPEST = 20


def _pair_brackets(plain: str, figures: Sequence[Figure]) -> dict[int, int]:
    """Opening brackets with their closing ones; those inside of a unit (`台(套)`) do not count.

    Nor do those deeper than any author means.
    """
    units = {at for figure in figures for at in range(figure.start, figure.end)}
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for at, char in enumerate(plain):
        if char == "(" and at not in units:
            stack.append(at)
        elif char == ")" and stack and at not in units:
            opening = stack.pop()
            if len(stack) < _DEEPEST:
                pairs[opening] = at
    return pairs


@dataclass(slots=True)
class Draft:
    """A statement while its passage is read; `first` and `last` bound what it was read from."""

    item: Printed | None
    year: int | None
    first: int
    last: int
    parts: dict[Part, Figure] = field(default_factory=dict)
    direction: Direction | None = None
    share_of: str | None = None
    against: str | None = None
    reason: Printed | None = None

    @property
    def awaits_level(self) -> bool:
        """Whether it has another figure, and the one that it is about is still to come."""
        return bool(self.parts) and Part.LEVEL not in self.parts

    def is_of(self, item: Printed) -> bool:
        """Whether an item is named as this draft's is."""
        return self.item is not None and name_of(self.item) == name_of(item)

    def is_open_to(self, item: Printed | None) -> bool:
        """Whether a comparison of an item, or of what is spoken of, can still be its own."""
        told = self.direction is not None or Part.CHANGE in self.parts
        return not told and (item is None or self.is_of(item))

    def may_compare(self, against: str | None) -> bool:
        """Whether a comparison does not cross the one that the draft has already made."""
        return not (against and self.against) or same_base(against, self.against)

    def reach(self, last: int) -> None:
        """Note that the draft was read from as far as `last`."""
        self.last = max(self.last, last)


def name_of(item: Printed) -> str:
    """What two printed names of one item share."""
    return same_name(squash(item.printed))


def finish_draft(draft: Draft, text: Text) -> Statement:
    """The record of a draft that has a figure."""
    parts = {part.value: _quantity(figure, text) for part, figure in draft.parts.items()}
    against = draft.against
    if set(draft.parts) == {Part.EARLIER} and draft.direction is None:
        parts, against = {"level": parts["earlier"]}, None
    return Statement(
        item=draft.item,
        direction=draft.direction,
        share_of=draft.share_of,
        against=against,
        year=draft.year,
        reason=draft.reason,
        sentence=text.passage.cut(*text.sentences(draft.first, draft.last)),
        section=text.passage.section,
        **parts,
    )


def _quantity(figure: Figure, text: Text) -> Quantity:
    printed = text.passage.cut(figure.start, figure.end)
    return Quantity(printed=printed.printed, source=printed.source, amount=figure.amount)


@dataclass(frozen=True, slots=True)
class Left:
    """What a passage leaves to the next one of its section."""

    section: tuple[str, ...]
    topic: Printed | None
    """An item that it only names (`…（项）。`): the figures that follow are of it."""
    item: Printed | None
    """What it was about last: a clause that names nothing (`比上年增加`) goes on with it."""


@dataclass(slots=True)
class Scope:
    """What is open at a place: in the passage itself, in a bracket, in a reason."""

    year: int | None
    topic: Printed | None = None
    current: Draft | None = None
    head: Draft | None = None
    group: tuple[Draft, ...] = ()
    against: str | None = None
    text: str = ""
    is_listing: bool = False
    is_dated: bool = False
    is_reason: bool = False


def turn_direction(direction: Direction | None, figure: Figure) -> Direction | None:
    """The direction that `增长-5%` really says."""
    if figure.amount.value >= 0 or direction is None:
        return direction
    return Direction.DOWN if direction is Direction.UP else Direction.UP
