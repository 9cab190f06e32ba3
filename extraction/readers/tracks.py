"""Columns that only alignment shows: words of lines below each other, followed line by line.

Figures end below each other, names begin below each other, codes and centred words have one
middle; and in a text that was made from a page a column drifts by some characters from line to
line. So each word is compared with the words of its column in the nearest lines, never with an
edge of the whole page, and the order of the words in a line always holds.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extraction.columns import is_total
from extraction.money import is_quantity
from extraction.readers.paper import Word

Slots = dict[int, Word]
"""The words of one line by the number of their column."""

_CODE = re.compile(r"[\[［(（【]?(?:\d{2}|\d{3}|\d{5,7}|\d{9})[\]］)）】]?")
# Lengths of codes: items and economic categories, agencies and their units.
_LEVELS = ({2, 3, 5, 7}, {2, 3, 6, 9})
_NEAR = 4
_NEW_TRACK = 2.0
_OTHER_KIND = 1.2
_FAR = 1.6
_DISORDER = 0.4
_NEVER = 1e6


@dataclass(slots=True)
class Track:
    """A column: its words, by the number of their line."""

    members: dict[int, Word] = field(default_factory=dict)
    is_codes: bool = False
    """Whether it holds the codes or numbers of the names behind it."""
    overhanging: set[int] = field(default_factory=set)
    """The lines whose word runs on over the columns behind it."""

    @property
    def words(self) -> list[Word]:
        """Its words."""
        return list(self.members.values())

    def near(self, line: int) -> list[Word]:
        """Its words in the lines nearest to one."""
        lines = sorted(self.members.keys() - self.overhanging) or sorted(self.members)
        at = bisect_left(lines, line)
        near = [other for other in lines[max(0, at - _NEAR) : at + _NEAR + 1] if other != line]
        near.sort(key=lambda other: abs(other - line))
        return [self.members[other] for other in near[:_NEAR]]

    @property
    def left(self) -> float:
        """The left edge of its leftmost word."""
        return min(word.box[0] for word in self.words)

    @property
    def right(self) -> float:
        """The right edge of its rightmost word."""
        return max(word.box[2] for word in self.words)

    @property
    def is_figures(self) -> bool:
        """Whether most of its words are numbers (amounts or codes)."""
        figures = sum(is_quantity(word.text) for word in self.words)
        return figures * 2 > len(self.words)

    @property
    def looks_coded(self) -> bool:
        """Whether most of its words look like codes: bare digits that begin below each other."""
        words = self.words
        codes = [word for word in words if _CODE.fullmatch(word.text)]
        lengths = {sum(map(str.isdigit, word.text)) for word in codes}
        if len(codes) < 2 or len(codes) * 2 <= len(words):
            return self.counts_up
        if not any(lengths <= levels for levels in _LEVELS):
            return False
        lefts = [word.box[0] for word in codes]
        rights = [word.box[2] for word in codes]
        return max(lefts) - min(lefts) <= max(rights) - min(rights)

    @property
    def may_be_codes(self) -> bool:
        """Whether nothing in it speaks against codes: each number is bare digits, as codes are."""
        figures = [word.text for word in self.words if is_quantity(word.text)]
        return bool(figures) and all(_CODE.fullmatch(text) for text in figures)

    @property
    def has_levels(self) -> bool:
        """Whether one of its codes goes on another, or is a part of one."""
        texts = {word.text for word in self.words}
        return any(len(text) == 2 or {text[:3], text[:5]} & (texts - {text}) for text in texts)

    @property
    def is_totals(self) -> bool:
        """Whether it holds names of totals alone, which are centred over codes and names."""
        return all(is_total(word.text) for word in self.words)

    @property
    def counts_up(self) -> bool:
        """Whether it numbers the rows."""
        texts = [self.members[line].text for line in sorted(self.members)]
        numbers = [int(text) for text in texts if text.isdecimal()]
        counts = all(b == a + 1 for a, b in pairwise(numbers))
        return len(numbers) > 1 and len(numbers) * 2 > len(texts) and counts


def find_tracks(lines: Sequence[Sequence[Word]], slack: float) -> list[Track]:
    """The columns of some lines, from left to right; every word is in one of them.

    `slack` is how far an edge may stray from one line to the next.
    """
    tracks: list[Track] = []
    for number, words in enumerate(lines):
        _place(tracks, number, words, slack)
    totals = {n for n, words in enumerate(lines) if any(is_total(word.text) for word in words)}
    tracks = mark_codes(_merge_tracks(tracks, set(), slack))
    return _mend_kinds(mark_codes(_merge_tracks(tracks, totals, slack)))


def mark_codes(tracks: list[Track]) -> list[Track]:
    """The columns, of which those are known that hold the codes of names."""
    for at, track in enumerate(tracks):
        track.is_codes = track.looks_coded and _names_follow(tracks, at)
    return tracks


def _names_follow(tracks: Sequence[Track], at: int) -> bool:
    """Whether a column stands before names, and does not hold the amounts of those before it."""
    behind = next((track for track in tracks[at + 1 :] if not track.looks_coded), None)
    if behind is None or behind.is_figures:
        return False
    before = tracks[at - 1] if at else None
    return before is None or before.is_figures or tracks[at].has_levels


def merge_tracks(tracks: Sequence[Track], first: Track, second: Track) -> list[Track]:
    """The columns, two of which are one."""
    whole = Track(first.members | second.members)
    whole.overhanging = first.overhanging | second.overhanging
    return mark_codes(
        [whole if track is first else track for track in tracks if track is not second]
    )


def line_slots(tracks: Sequence[Track], line: int) -> Slots:
    """The words of a line by column."""
    return {at: track.members[line] for at, track in enumerate(tracks) if line in track.members}


def _place(tracks: list[Track], number: int, words: Sequence[Word], slack: float) -> None:
    """Put the words of a line into columns, opening new ones where none is near."""
    overhangs = [_overhangs(word, tracks, number) for word in words]
    costs = [
        [_distance(word, track, number, slack, overhangs=over) for track in tracks]
        for word, over in zip(words, overhangs, strict=True)
    ]
    opening = [_opening_costs(word, tracks, number) for word in words]
    shift = 0
    for word, at, new in _cheapest(costs, opening):
        if new:
            tracks.insert(at + shift, Track({number: words[word]}))
            shift += 1
        else:
            tracks[at + shift].members[number] = words[word]
            if overhangs[word]:
                tracks[at + shift].overhanging.add(number)


def _opening_costs(word: Word, tracks: Sequence[Track], line: int) -> list[float]:
    """What a new column for a word costs before each column, and behind the last."""
    befores = [all(other.box[2] <= word.box[0] for other in t.near(line)[:1]) for t in tracks]
    afters = [all(other.box[0] >= word.box[2] for other in t.near(line)[:1]) for t in tracks]
    wrong = [
        sum(not b for b in befores[:at]) + sum(not a for a in afters[at:])
        for at in range(len(tracks) + 1)
    ]
    return [_NEW_TRACK + _DISORDER * count for count in wrong]


def _cheapest(
    costs: Sequence[Sequence[float]], opening: Sequence[Sequence[float]]
) -> list[tuple[int, int, bool]]:
    """For each word its column, or the place of a new one; the order of both is kept."""
    count, width = len(costs), len(opening[0]) - 1
    best = [[0.0] * (width + 1)] + [[_NEVER * 9] * (width + 1) for _ in range(count)]
    steps: dict[tuple[int, int], str] = {}
    for word in range(count + 1):
        for at in range(width + 1):
            options = []
            if word:
                options.append((best[word - 1][at] + opening[word - 1][at], "new"))
            if word and at:
                options.append((best[word - 1][at - 1] + costs[word - 1][at - 1], "match"))
            if at:
                options.append((best[word][at - 1], "skip"))
            if options:
                best[word][at], steps[word, at] = min(options)
    found: list[tuple[int, int, bool]] = []
    word, at = count, width
    while word or at:
        step = steps[word, at]
        if step == "skip":
            at -= 1
            continue
        word -= 1
        at -= step == "match"
        found.append((word, at, step == "new"))
    return found[::-1]


def _distance(word: Word, track: Track, line: int, slack: float, *, overhangs: bool) -> float:
    """How badly a word fits a column, judged by the column's words in the nearest lines."""
    near = track.near(line)
    if not near:
        return _NEVER
    best = min(_stray(word, other) for other in near)
    overlaps = any(word.shares_breadth(other) for other in near)
    if best > slack and not overlaps:
        return _NEVER
    if overhangs:
        return min(abs(word.box[0] - near[0].box[0]) / slack, _FAR)
    kind = 0.0 if is_quantity(word.text) == track.is_figures else _OTHER_KIND
    return min(best / slack, _FAR) + kind


def _overhangs(word: Word, tracks: Sequence[Track], line: int) -> bool:
    """Whether a text runs on over the columns behind its own."""
    nearest = [w for track in tracks if not track.may_be_codes for w in track.near(line)[:1]]
    return sum(word.box[0] <= other.box[0] and other.box[2] <= word.box[2] for other in nearest) > 1


def _stray(word: Word, other: Word) -> float:
    """By how much the nearest of three alignments differs: left, right, middle."""
    left = abs(word.box[0] - other.box[0])
    right = abs(word.box[2] - other.box[2])
    return min(left, right, (abs(word.box[0] + word.box[2] - other.box[0] - other.box[2])) / 2)


def _merge_tracks(tracks: list[Track], totals: set[int], slack: float) -> list[Track]:
    """Neighbours that no line fills both of, of one kind and one place, are one column.

    So are two of figures wherever they stand, where a total fills one: it would fill both.
    """
    at = 0
    while at + 1 < len(tracks):
        first, second = tracks[at], tracks[at + 1]
        if _are_one(first, second, slack) or _share_totals(first, second, totals):
            tracks[at].members |= second.members
            tracks[at].overhanging |= second.overhanging
            del tracks[at + 1]
            at = max(at - 1, 0)
        else:
            at += 1
    return tracks


def _share_totals(first: Track, second: Track, totals: set[int]) -> bool:
    lines = first.members.keys() | second.members.keys()
    apart = not first.members.keys() & second.members.keys()
    amounts = all(track.is_figures and not track.is_codes for track in (first, second))
    return apart and amounts and bool(lines & totals)


def _mend_kinds(tracks: list[Track]) -> list[Track]:
    """Words that drifted below codes stand in the column of names behind them."""
    for codes, names in pairwise(tracks):
        if not codes.is_codes or names.is_figures:
            continue
        for line, word in list(codes.members.items()):
            if not is_quantity(word.text) and line not in names.members and not is_total(word.text):
                names.members[line] = codes.members.pop(line)
    return tracks


def _are_one(first: Track, second: Track, slack: float) -> bool:
    if first.members.keys() & second.members.keys():
        return False
    if first.is_figures != second.is_figures:
        return False
    if not first.is_figures and any(track.is_totals for track in (first, second)):
        return True
    small, large = sorted((first, second), key=lambda track: len(track.members))
    near = [
        _stray(word, other) <= slack or word.shares_breadth(other)
        for line, word in small.members.items()
        for other in large.near(line)[:2]
    ]
    inside = large.left - slack <= small.left and small.right <= large.right + slack
    return sum(near) * 2 > len(near) or inside
