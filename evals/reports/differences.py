"""Two texts with what differs marked, and a source with what was wanted and what came marked."""

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape

_SHORTEST = 2
"""Characters; what is alike for less is alike by chance."""
_LONGEST = 2000
"""Characters; longer texts are not compared between their common ends."""
_FAR = 300
"""Characters of an excerpt that are shown on either side of a mark."""

Piece = tuple[int, int, str]
"""Where a marked piece begins and ends, and the class of its mark."""


def draw_pair(expected: str, got: str) -> tuple[str, str]:
    """Both texts as HTML, with the characters marked that the other does not have."""
    alike = list(_common_blocks(expected, got))
    ours = _gaps([(first, size) for first, _, size in alike], len(expected))
    theirs = _gaps([(second, size) for _, second, size in alike], len(got))
    return (
        _mark(expected, [(*gap, "") for gap in ours], len(expected)),
        _mark(got, [(*gap, "") for gap in theirs], len(got)),
    )


def draw_excerpt(excerpt: str, expected: str | None, got: str | None) -> str:
    """The excerpt as HTML, with all places marked that print what was wanted or what came.

    White space, thousands separators and the width of characters are no differences. Text that is
    far from every mark is cut.
    """
    pieces: list[Piece] = []
    for words, kind in ((expected, "expected"), (got, "got")):
        for start, end in _occurrences(excerpt, words or ""):
            if not any(start < piece[1] and piece[0] < end for piece in pieces):
                pieces.append((start, end, kind))
    return _mark(excerpt, sorted(pieces), _FAR if pieces else len(excerpt))


def _common_blocks(one: str, other: str) -> Iterator[tuple[int, int, int]]:
    """Start in either text and length of what they have in common, in order."""
    head = _count_alike(one, other)
    rest = min(len(one), len(other)) - head
    tail = min(_count_alike(one[::-1], other[::-1]), rest)
    yield 0, 0, head
    middle, others = one[head : len(one) - tail], other[head : len(other) - tail]
    if max(len(middle), len(others)) <= _LONGEST:
        for block in SequenceMatcher(None, middle, others, autojunk=False).get_matching_blocks():
            if block.size >= _SHORTEST:
                yield head + block.a, head + block.b, block.size
    yield len(one) - tail, len(other) - tail, tail


def _count_alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (ours, theirs) in pairs if ours != theirs), min(len(one), len(other)))


def _gaps(blocks: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """Start and end of what lies between the blocks."""
    at = 0
    for start, size in (*blocks, (length, 0)):
        if start > at:
            yield at, start
        at = start + size


def _mark(text: str, pieces: Sequence[Piece], far: int) -> str:
    """The text escaped, its pieces marked; what is farther from all of them is cut."""
    drawn: list[str] = []
    at = 0
    for start, end, kind in pieces:
        drawn.append(_cut(text[at:start], far if at else 0, far))
        name = f' class="{kind}"' if kind else ""
        drawn.append(f"<mark{name}>{escape(text[start:end])}</mark>")
        at = end
    drawn.append(_cut(text[at:], far, 0))
    return "".join(drawn)


def _cut(text: str, head: int, tail: int) -> str:
    """The text escaped, without what lies between so many characters of either end."""
    if len(text) <= head + tail:
        return escape(text)
    return f"{escape(text[:head])} … {escape(text[len(text) - tail :])}"


def _occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Start and end of each place of the text that prints the words."""
    wanted = "".join(letter for letter, _ in _normal_letters(words))
    letters = list(_normal_letters(text))
    normal = "".join(letter for letter, _ in letters)
    at = normal.find(wanted) if wanted else -1
    while at >= 0:
        start, end = letters[at][1], letters[at + len(wanted) - 1][1] + 1
        if not _is_inside_figure(text, start, end):
            yield start, end
        at = normal.find(wanted, at + len(wanted))


def _normal_letters(text: str) -> Iterator[tuple[str, int]]:
    """The letters that count, each with its place; a tab parts cells and stays."""
    for place, printed in enumerate(text):
        for letter in unicodedata.normalize("NFKC", printed):
            if letter == "\t" or not (letter.isspace() or letter == ","):
                yield letter, place


def _is_inside_figure(text: str, start: int, end: int) -> bool:
    """Whether the place is but a part of a longer figure."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    is_cut_before = before[-1:].isdigit() or (before[:1].isdigit() and before[-1:] in ".,")
    is_cut_after = after[:1].isdigit() or (after[:1] in ".," and after[1:].isdigit())
    return (text[start].isdigit() and is_cut_before) or (text[end - 1].isdigit() and is_cut_after)
