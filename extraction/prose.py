"""The prose of a document: headings, and paragraphs joined where they wrap."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from extraction.records import Paragraph, Printed, Source, Span
from extraction.text import drop_ordinal, ordinal_rank, squash

_PART = re.compile(r"第[一二三四五六七八九十]+(?:部分|章|节)")
_HASHES = re.compile(r"#{1,6}\s+")
_BULLET = re.compile(r"[-*•·]\s+")
_SENTENCE_MARKS = re.compile(r"[。；;，,：:！？!?]")
_ENDS = "。；;：:！!？?"
_FURNITURE = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—–\s]*|[-—–=_*\s]+")
_CONTENTS = re.compile(r"目(?:录|錄)")
_PART_RANK = -1
# Shorter lines stand for themselves (a caption, a date); longer ones without an end wrap.
_SHORTEST_WRAP = 12
_LONGEST_HEADING = 45
_LONGEST_LOW_HEADING = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one line: its number (from 1), offset of its first character, its text."""

    line: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as pieces of lines, with a plain form to search in.

    `plain` is the text in NFKC without white space; offsets into it are turned back into what
    is printed, and where, by `cut`.
    """

    document: str
    pieces: tuple[Piece, ...]
    section: tuple[str, ...]
    heading: "Heading | None" = None
    plain: str = field(init=False)
    _places: tuple[tuple[int, int], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Derive the plain form and, for each of its characters, piece and offset."""
        plain: list[str] = []
        places: list[tuple[int, int]] = []
        for index, piece in enumerate(self.pieces):
            for offset, char in enumerate(piece.text):
                if not char.isspace():
                    plain.append(_plain_form(char))
                    places += [(index, offset)] * len(plain[-1])
        object.__setattr__(self, "plain", "".join(plain))
        object.__setattr__(self, "_places", tuple(places))

    @property
    def body(self) -> int:
        """Where the plain form goes on behind a bullet and an ordinal (`3. `, `（二）`)."""
        text = self.pieces[0].text.strip()
        rest = drop_ordinal(_BULLET.sub("", text, count=1))
        if not rest:
            return 0
        first = len(text) - len(rest)
        return next(at for at, place in enumerate(self._places) if place >= (0, first))

    def cut(self, start: int, end: int) -> Printed:
        """What is printed for `plain[start:end]` (not empty), with its place."""
        first, last = self._places[start], self._places[end - 1]
        spans, printed = [], []
        for index in range(first[0], last[0] + 1):
            piece = self.pieces[index]
            left = first[1] if index == first[0] else 0
            right = last[1] + 1 if index == last[0] else len(piece.text)
            spans.append(Span(line=piece.line, start=piece.start + left, end=piece.start + right))
            printed.append(piece.text[left:right])
        source = Source(document=self.document, spans=tuple(spans))
        return Printed(printed="".join(printed), source=source)

    def paragraph(self) -> Paragraph:
        """The whole passage as a record."""
        whole = self.cut(0, len(self.plain))
        return Paragraph(printed=whole.printed, source=whole.source, section=self.section)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its line, its text without hashes, and its rank (lower is further out)."""

    line: int
    text: str
    rank: int
    start: int = 0
    """Offset of the first character of `text` in its line."""

    def passage(self, document: str) -> Passage:
        """The heading's own text as something to search in and cut from."""
        return Passage(document, (Piece(self.line, self.start, self.text),), ())


@dataclass(frozen=True, slots=True)
class Prose:
    """What stands outside the tables."""

    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]

    def section_at(self, line: int) -> tuple[str, ...]:
        """The headings over a line, outermost first, without white space."""
        return section_path([heading for heading in self.headings if heading.line <= line])


def section_path(headings: Iterable[Heading]) -> tuple[str, ...]:
    """The headings that are still open after the last of them."""
    stack: list[Heading] = []
    for heading in headings:
        while stack and stack[-1].rank >= heading.rank:
            stack.pop()
        stack.append(heading)
    return tuple(squash(heading.text) for heading in stack)


def read_heading(line: int, text: str) -> Heading | None:
    """The heading that a line is, if it is one."""
    stripped = text.strip()
    hashes = _HASHES.match(stripped)
    body = stripped[hashes.end() :].strip() if hashes else stripped
    start = text.index(body) if body else 0
    if not body or "\t" in body:
        return None
    rank = _PART_RANK if _PART.match(body) else ordinal_rank(body)
    short = squash(body)
    if hashes:
        return Heading(line, body, rank if rank is not None else 2, start)
    if rank is None or len(short) > _LONGEST_HEADING or _SENTENCE_MARKS.search(body):
        return None
    low = rank >= 2
    if low and (len(short) > _LONGEST_LOW_HEADING or re.search(r"[（(][类款项][）)]|\d", drop_ordinal(body))):
        return None
    return Heading(line, body, rank, start) if drop_ordinal(body) else None


@cache
def _plain_form(char: str) -> str:
    # NFKC would turn `②3 万元` into 23 万元: a circled digit is an ordinal, never a figure's part.
    if unicodedata.decomposition(char).startswith("<circle>"):
        return char
    return squash(unicodedata.normalize("NFKC", char))


def is_furniture(text: str) -> bool:
    """Whether a line is blank, a page number or a rule."""
    return not text.strip() or _FURNITURE.fullmatch(text.strip()) is not None


def find_contents(lines: Sequence[str]) -> range:
    """The lines (from 1) of the table of contents; empty where there is none.

    It ends where its first entry's ordinal comes again at the same rank (`第一部分`, `一、`).
    """
    for number, text in enumerate(lines[:200], start=1):
        if not _CONTENTS.fullmatch(squash(text.lstrip("# "))):
            continue
        entries = [n for n in range(number + 1, len(lines) + 1) if not is_furniture(lines[n - 1])]
        if not entries:
            return range(number, number + 1)
        first = _entry_mark(lines[entries[0] - 1])
        for entry in entries[1:]:
            mark = _entry_mark(lines[entry - 1])
            if (first and mark == first) or len(squash(lines[entry - 1])) > 80:
                return range(number, entry)
        return range(number, number + 1)
    return range(0)


def _entry_mark(text: str) -> str | None:
    body = _BULLET.sub("", _HASHES.sub("", text.strip()), count=1)
    if part := _PART.match(body):
        return part.group()
    rank = ordinal_rank(body)
    return None if rank is None else squash(body[: len(body) - len(drop_ordinal(body))])


def read_prose(document: str, lines: Sequence[str], skipped: Iterable[int]) -> Prose:
    """Headings and passages of all lines but those `skipped` (tables, their titles, contents)."""
    taken = set(skipped)
    headings: list[Heading] = []
    passages: list[Passage] = []
    pieces: list[Piece] = []

    def close() -> None:
        if pieces:
            above = headings[-1] if headings else None
            passages.append(Passage(document, tuple(pieces), section_path(headings), above))
            pieces.clear()

    for number, text in enumerate(lines, start=1):
        if number in taken:
            close()
        elif is_furniture(text):
            continue
        elif heading := read_heading(number, text):
            close()
            headings.append(heading)
        else:
            if pieces and not _wraps(pieces[-1].text, text):
                close()
            start = len(text) - len(text.lstrip())
            pieces.append(Piece(number, start, text.strip()))
    close()
    return Prose(tuple(headings), tuple(passages))


def _wraps(above: str, below: str) -> bool:
    """Whether a paragraph goes on from one line to the next."""
    if above.endswith(("，", "、", ",")):
        return True
    if above.endswith(tuple(_ENDS)) or len(squash(above)) < _SHORTEST_WRAP:
        return False
    return ordinal_rank(below) is None and not _BULLET.match(below.strip())
