"""Characters with their boxes to words: what stands together, whatever order it was drawn in."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extraction.places import box_around
from extraction.readers.paper import Rule, Word
from extraction.records import Box

# Parts of a character's height. Justified lines open up to half of it between two Han
# characters; a space that is printed may be narrow where a font is replaced.
_WIDE, _SPACE, _PRINTED_SPACE = 0.6, 0.25, 0.05
_SAME_LINE = 0.3
_SAME_PLACE = 0.5
_EVEN = 0.3
_LETTERS_APART = 0.6
_TOUCHING = 0.3
_HAN = "\u2e80"
_NUMBER = frozenset("0123456789.,-+%０１２３４５６７８９．，－＋％")
_MARKS = frozenset(".,．，")


class Glyph(NamedTuple):
    """One character on an upright page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    """The height of the line that it stands on."""
    run: int
    """The number of the run of characters that it was drawn with."""

    @property
    def height(self) -> float:
        """How high its box is."""
        return self.bottom - self.top


def group_words(glyphs: Iterable[Glyph], rules: Sequence[Rule] = ()) -> list[Word]:
    """The words that characters make, line by line; a space parts two, and is none itself.

    An upright ruling line parts what stands on its two sides, unless it runs through one run.
    """
    uprights = sorted(rule.box for rule in rules if not rule.is_level)
    words: list[Word] = []
    for line in _lines(glyphs):
        for word in _join_spread(_part(_once(line), uprights), uprights):
            text = "".join(glyph.text for glyph in word)
            box = box_around([(g.left, g.top, g.right, g.bottom) for g in word])
            words.append(Word(text, _round_box(box)))
    return words


def _round_box(box: Box) -> Box:
    left, top, right, bottom = box
    return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)


def _lines(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    line: list[Glyph] = []
    base = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if line and glyph.base - base > _SAME_LINE * min(glyph.height, line[-1].height):
            yield sorted(line, key=lambda glyph: (glyph.left, glyph.right))
            line = []
        line.append(glyph)
        base = glyph.base
    if line:
        yield sorted(line, key=lambda glyph: (glyph.left, glyph.right))


def _once(line: Sequence[Glyph]) -> Iterator[Glyph]:
    """A line without the characters that are printed again in place, as bold print is feigned."""
    kept: list[Glyph] = []
    for glyph in line:
        room = _SAME_PLACE * (glyph.right - glyph.left)
        again = any(
            other.text == glyph.text
            and abs(other.left - glyph.left) < room
            and abs(other.base - glyph.base) < 0.2 * glyph.height
            for other in kept[-4:]
        )
        if not again:
            kept.append(glyph)
            yield glyph


def _part(line: Iterable[Glyph], uprights: Sequence[Box]) -> list[list[Glyph]]:
    """A line parted at spaces, wide gaps and ruling lines."""
    words: list[list[Glyph]] = []
    spaced = True
    for glyph in line:
        if glyph.text.isspace():
            spaced = True
            continue
        last = words[-1][-1] if words else None
        if last is None or _parts(last, glyph, spaced=spaced) or _is_ruled(last, glyph, uprights):
            words.append([glyph])
        else:
            words[-1].append(glyph)
        spaced = False
    return words


def _parts(last: Glyph, glyph: Glyph, *, spaced: bool) -> bool:
    gap = glyph.left - last.right
    size = min(last.height, glyph.height)
    if spaced:
        return gap > _PRINTED_SPACE * size
    if last.text in _MARKS and glyph.text in _NUMBER:
        return gap > _WIDE * size  # a mark takes the width of a Han character in some fonts
    alike = last.text < _HAN and glyph.text < _HAN
    return gap > (_SPACE if alike else _WIDE) * size


def _is_ruled(last: Glyph, glyph: Glyph, uprights: Sequence[Box]) -> bool:
    """Whether an upright ruling line stands between two neighbours."""
    gap = glyph.left - last.right
    if last.run == glyph.run and gap < _PRINTED_SPACE * glyph.height:
        return False
    middle = (glyph.top + glyph.bottom) / 2
    at = bisect_left(uprights, (last.right - _TOUCHING,))
    while at < len(uprights) and uprights[at][0] <= glyph.left + _TOUCHING:
        if uprights[at][1] <= middle <= uprights[at][3]:
            return True
        at += 1
    return False


def _join_spread(words: Sequence[list[Glyph]], uprights: Sequence[Box]) -> Iterator[list[Glyph]]:
    """The words, of which digits that stand apart evenly (`1 2 3 . 4 5`) are one."""
    start = 0
    while start < len(words):
        end = start + 1
        while end < len(words) and _is_spread(words[start : end + 1]):
            if _is_ruled(words[end - 1][-1], words[end][0], uprights):
                break
            end += 1
        if end - start >= 3:
            yield [glyph for word in words[start:end] for glyph in word]
        else:
            end = start + 1
            yield words[start]
        start = end


def _is_spread(words: Sequence[list[Glyph]]) -> bool:
    """Whether each word is one digit, or one with its mark, and all are evenly apart."""
    for word in words:
        digits = [glyph for glyph in word if glyph.text not in _MARKS]
        if len(digits) > 1 or any(glyph.text not in _NUMBER for glyph in word):
            return False
    gaps = [second[0].left - first[-1].right for first, second in pairwise(words)]
    size = words[0][0].height
    return max(gaps) <= _LETTERS_APART * size and max(gaps) - min(gaps) <= _EVEN * size
