"""How broad text is, where it wraps, and how broad the columns of a table are."""

import re
from typing import Protocol

from evals.generator.blocks import Board

_FIGURE = re.compile(r"[-—]|\*+|[≥≤]?-?[\d,]+(\.\d+)?%?|=?[\d+=]+")
_WORD = re.compile(r"[0-9A-Za-z.,%+=-]+|.", re.DOTALL)
_SIZE, _SMALLEST = 9.0, 4.5
# No line begins with one of these, or ends with one of those.
_CLOSING, _OPENING = "，。、；：）)”》】]", "（(“《【["


class _Room(Protocol):
    @property
    def full(self) -> bool: ...
    @property
    def room(self) -> int: ...
    @property
    def pad(self) -> float: ...


def is_figure(text: str) -> bool:
    """Whether a text is a number, a code or a dash, which no line break cuts."""
    return bool(_FIGURE.fullmatch(text))


def text_width(text: str, size: float) -> float:
    """How broad a line is set: Han characters are square, others half as broad."""
    return sum(size if ord(char) > 0xFF else size / 2 for char in text)


def wrap_text(text: str, room: float, size: float, indent: float = 0.0) -> list[str]:
    """The lines of a text; numbers and Latin words stay whole where they fit."""
    lines, line, left = [], "", room - indent
    for word in _WORD.findall(text):
        pieces = [word] if text_width(word, size) <= room else list(word)
        for piece in pieces:
            if line and text_width(line + piece, size) > left + 0.01:
                kept = _break_place(line, piece)
                lines.append(line[:kept])
                line, left = line[kept:], room
            line += piece
    return [*lines, line] if line else lines


def _break_place(line: str, piece: str) -> int:
    """How much of a line stays where a piece goes to the next: brackets hold to their words."""
    place = len(line)
    while place > 1 and ((line[place:] + piece)[0] in _CLOSING or line[place - 1] in _OPENING):
        if line[place - 1].isascii() and line[place - 1].isalnum():
            return len(line)
        place -= 1
    return place if place > 1 else len(line)


def fit_columns(board: Board, inner: float, setting: _Room) -> tuple[float, list[float]]:
    """The size of the type, and the edges of the columns from 0."""
    size = _SIZE
    while True:
        least, wanted = _measure(board, size, setting)
        if sum(least) <= inner or size <= _SMALLEST:
            break
        size -= 0.5
    spare = inner - sum(least)
    extra = [want - small for want, small in zip(wanted, least, strict=True)]
    share = min(1.0, max(spare, 0.0) / (sum(extra) or 1.0))
    widths = [small + more * share for small, more in zip(least, extra, strict=True)]
    if setting.full and sum(widths) < inner:
        widths = [width * inner / sum(widths) for width in widths]
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    return size, edges


def _measure(board: Board, size: float, setting: _Room) -> tuple[list[float], list[float]]:
    """The least and the wanted width of each column."""
    least, wanted = [2.5 * size] * board.width, [4.0 * size] * board.width
    for header, rows in ((True, board.header), (False, board.rows)):
        for slot in (slot for row in rows for slot in row if slot.columns == 1):
            width = text_width(slot.text, size)
            cap = 4 * size if header else setting.room * size
            most = min(width, cap)
            small = width if is_figure(slot.text) else min(width, 4 * size)
            least[slot.column] = max(least[slot.column], small)
            wanted[slot.column] = max(wanted[slot.column], most, small)
    margin = 2 * setting.pad + 1
    return [one + margin for one in least], [one + margin for one in wanted]
