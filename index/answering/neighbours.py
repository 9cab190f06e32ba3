"""What stands beside a passage and belongs to it: the rest of a list, the text over a page break.

A document is read as pieces in printed order. What opens a list (“包括：”) is followed by its
entries, whether these are paragraphs or were taken for headings; what stops inside a sentence is
followed by the piece that ends it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction import Disclosure, Source, ordinal_rank, squash
from index.proving.numerals import read_numeral

_OPENS = re.compile(r"[:：]$|(?:如下|包括|其中)[，,]?$")
_ENDS = re.compile(r"[。；;！？!?…」”》]$")
_NUMBER = re.compile(r"\d+|[一二三四五六七八九十]+")
_IN_SENTENCE = 24
"""A piece at least so long is prose: without a mark at its end, its sentence goes on."""
MOST_PIECES = 24
MOST_LETTERS = 1_500


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, a paragraph or an explanation, as printed."""

    source: Source
    text: str
    """Without white space."""
    section: tuple[str, ...]
    """The headings over it; of a heading its own path is not known, and this is empty."""
    is_heading: bool


def find_pieces(disclosure: Disclosure) -> tuple[Piece, ...]:
    """The prose of a document in printed order."""
    pieces = [
        *(Piece(one.source, squash(one.printed), (), True) for one in disclosure.headings),
        *(Piece(p.source, squash(p.printed), p.section, False) for p in disclosure.paragraphs),
    ]
    lines = {piece.source.line for piece in pieces}
    pieces += [
        Piece(one.text.source, squash(one.text.printed), one.section, False)
        for one in disclosure.definitions
        if one.text.source.line not in lines
    ]
    return tuple(sorted(pieces, key=lambda piece: _begin(piece.source)))


def find_neighbours(disclosure: Disclosure, source: Source) -> tuple[Source, ...]:
    """What follows a place and belongs to it, in printed order; bounded in length."""
    pieces = find_pieces(disclosure)
    last = max((span.line, span.end) for span in source.spans)
    at = next((n for n, piece in enumerate(pieces) if _begin(piece.source) >= last), len(pieces))
    held = next((p for p in pieces if _holds(p.source, source)), None)
    if held is None or not _is_end_of(held.source, source):
        return ()
    room = MOST_LETTERS - len(held.text)
    found: list[Source] = []
    for piece in _following(held, pieces[at:], _table_lines(disclosure)):
        room -= len(piece.text)
        if room < 0 or len(found) == MOST_PIECES:
            break
        found.append(piece.source)
    return tuple(found)


def is_unfinished(text: str) -> bool:
    """Whether a text stops inside a sentence, or opens a list."""
    return bool(_OPENS.search(text)) or (len(text) >= _IN_SENTENCE and not _ENDS.search(text))


def _following(held: Piece, after: Sequence[Piece], tables: Sequence[int]) -> Iterator[Piece]:
    """The entries of the list that a piece opens, or what ends its sentence."""
    if not after or not is_unfinished(held.text) or _is_parted(held, after[0], tables):
        return
    if _OPENS.search(held.text) and _number(after[0].text) == 1:
        yield from _entries(after)
        return
    before = held
    for piece in after:
        if piece.is_heading or ordinal_rank(piece.text) is not None:
            return
        if not is_unfinished(before.text) or _is_parted(before, piece, tables):
            return
        yield piece
        before = piece


def _entries(after: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces of a numbered list, its inner lists and unfinished entries with them."""
    rank = ordinal_rank(after[0].text)
    assert rank is not None  # it has a number
    wanted = 1
    before: Piece | None = None
    for piece, then in zip(after, (*after[1:], None), strict=True):
        own = ordinal_rank(piece.text)
        if own is None and not (before and is_unfinished(before.text) and not piece.is_heading):
            return
        if own is not None and (own < rank or (own == rank and _number(piece.text) != wanted)):
            return
        if piece.is_heading and then and then.section[-1:] == (piece.text,):
            return  # a section of its own
        wanted += own == rank
        before = piece
        yield piece


def _number(text: str) -> int | None:
    """The number of the ordinal that leads a text."""
    found = _NUMBER.search(text) if ordinal_rank(text) is not None else None
    if found is None:
        return None
    return int(found[0]) if found[0].isdigit() else int(read_numeral(found[0]))


def _is_parted(one: Piece, other: Piece, tables: Sequence[int]) -> bool:
    """Whether a table stands between two pieces."""
    end = max(span.line for span in one.source.spans)
    return any(end < line < other.source.line for line in tables)


def _table_lines(disclosure: Disclosure) -> list[int]:
    return [table.source.line for table in disclosure.tables]


def _begin(source: Source) -> tuple[int, int]:
    return source.spans[0].line, source.spans[0].start


def _holds(whole: Source, part: Source) -> bool:
    """Whether a piece holds the beginning of another place."""
    first = part.spans[0]
    return any(s.line == first.line and s.start <= first.start < s.end for s in whole.spans)


def _is_end_of(whole: Source, part: Source) -> bool:
    """Whether a place reaches to the last line of the piece that holds it."""
    return max(s.line for s in part.spans) >= max(s.line for s in whole.spans)
