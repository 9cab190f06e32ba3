"""Words to the lines that they stand on, and the text that several lines of a cell make."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.places import box_around
from extraction.readers.paper import Word
from extraction.text import drop_ordinal, ordinal_rank

_SAME_LINE = 0.5
# Parts of the height of a line: words farther apart stand side by side, not one after another.
_FAR = 1.5
_FARTHEST_LETTERS = 6.0
_FAR_FROM_FIGURE = 0.5
_EVEN = 0.6
# Cells of one row stand on lines of their own where some wrap: so many at the most.
_NEAR_LINES = 2
_NUMBER = re.compile(r"[-−△▲(（]?[\d,.]+[)）]?[%％]?")
_HAN = "\u2e80"


@dataclass(frozen=True, slots=True)
class VisualLine:
    """What stands at one height of a page, from the left."""

    words: tuple[Word, ...]
    """Its parts, which wide gaps set apart."""
    middle: float
    """Its height on the page (unit: points from the top)."""
    cells: tuple[Word, ...] = ()
    """Its parts if it is a line of a table: columns are set closer beside figures."""


def split_lines(words: Iterable[Word]) -> list[VisualLine]:
    """The lines of some words, from the top."""
    lines: list[VisualLine] = []
    for line in group_lines(words):
        above = [word for upper in lines[-_NEAR_LINES:] for word in upper.cells]
        lines.append(
            VisualLine(
                tuple(_join_near(line)),
                _middle(box_around([word.box for word in line])),
                tuple(_part_cells(line, above)),
            )
        )
    return lines


def group_lines(words: Iterable[Word]) -> list[list[Word]]:
    """The words by the lines that they stand on, each from left to right."""
    lines: list[list[Word]] = []
    height = 0.0
    for word in sorted(words, key=lambda word: _middle(word.box)):
        mine = word.box[3] - word.box[1]
        if lines:
            last = sum(_middle(other.box) for other in lines[-1]) / len(lines[-1])
            if _middle(word.box) - last <= _SAME_LINE * min(mine, height):
                lines[-1].append(word)
                height = min(height, mine)
                continue
        lines.append([word])
        height = mine
    return [sorted(line, key=lambda word: word.box[0]) for line in lines]


def cell_text(words: Iterable[Word]) -> str:
    """The text of a cell, its lines put together.

    Words that a line break parts are parted by a space; names, numbers and codes go on without.
    """
    lines = [_cell_line(line) for line in group_lines(words)]
    text = ""
    for line in lines:
        parted = text[-1:].isascii() and text[-1:].isalpha() and line[:1].isascii()
        text += (" " if parted and line[:1].isalpha() else "") + line
    return text


def _cell_line(line: Sequence[Word]) -> str:
    text = line[0].text
    for word in line[1:]:
        apart = text[-1] < _HAN and word.text[0] < _HAN
        text += (" " if apart else "") + word.text
    return text


def _join_near(line: Sequence[Word]) -> Iterator[Word]:
    """The words of a line, those that stand near each other put together."""
    height = max(word.box[3] - word.box[1] for word in line)
    spread = _is_spread(line, height)
    group: list[Word] = []
    for word in line:
        near = group and (spread or word.box[0] - group[-1].box[2] < _FAR * height)
        if group and not near and not _is_bare_ordinal(group):
            yield _join(group)
            group = []
        group.append(word)
    yield _join(group)


def _part_cells(line: Sequence[Word], above: Sequence[Word]) -> Iterator[Word]:
    """The words of a line, put together where they stand no farther apart than letters do.

    Letters that each stand below another cell of the lines right above are the ends of those.
    """
    height = max(word.box[3] - word.box[1] for word in line)
    code_parts = all(word.text in "类款项" for word in line)
    spread = _is_spread(line, height) and not code_parts and not _hang_apart(line, above)
    group: list[Word] = []
    for word in line:
        if group and not _is_bare_ordinal(group) and not spread:
            figures = any(map(_NUMBER.fullmatch, (group[-1].text, word.text)))
            apart = word.box[0] - group[-1].box[2]
            if apart >= (_FAR_FROM_FIGURE if figures else 1.0) * height:
                yield _join(group)
                group = []
        group.append(word)
    yield _join(group)


def _is_spread(line: Sequence[Word], height: float) -> bool:
    """Whether single characters stand evenly apart: one word, its letters spread."""
    if len(line) < 2 or any(len(word.text) > 1 or word.text < _HAN for word in line):
        return False
    gaps = [second.box[0] - first.box[2] for first, second in pairwise(line)]
    return max(gaps) < _FARTHEST_LETTERS * height and max(gaps) - min(gaps) <= _EVEN * height


def _hang_apart(line: Sequence[Word], above: Sequence[Word]) -> bool:
    """Whether each word of a line stands below a word of its own."""
    over = [
        max((at for at, other in enumerate(above) if other.shares_breadth(word)), default=-1)
        for word in line
    ]
    return -1 not in over and len(set(over)) == len(over)


def _is_bare_ordinal(group: Sequence[Word]) -> bool:
    """Whether words are only the ordinal of what follows behind a wide gap."""
    text = "".join(word.text for word in group)
    return ordinal_rank(text) is not None and not drop_ordinal(text)


def _join(group: Sequence[Word]) -> Word:
    text = group[0].text
    for last, word in pairwise(group):
        spread = len(last.text) == len(word.text) == 1 and last.text >= _HAN <= word.text
        text += ("" if spread else " ") + word.text
    scores = [word.score for word in group if word.score is not None]
    box = box_around([word.box for word in group])
    return Word(text, box, min(scores, default=None))


def _middle(box: tuple[float, float, float, float]) -> float:
    return (box[1] + box[3]) / 2
