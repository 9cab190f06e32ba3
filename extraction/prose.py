"""The prose of a document: headings, and paragraphs joined where they wrap."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from extraction.records import Paragraph, Printed, Source
from extraction.text import drop_ordinal, ordinal_rank, squash
from extraction.transcript import Transcript

_PART = re.compile(r"第[一二三四五六七八九十]+(?:部分|章|节)")
_HASHES = re.compile(r"#{1,6}\s+")
_BULLET = re.compile(r"[-*•·]\s+")
# `3）`, which is no heading but does begin a paragraph.
_HALF_BRACKET = re.compile(r"\d{1,2}\s*[)）]")
_SENTENCE_MARKS = re.compile(r"[。；;，,：:！？!?]")
_ENDS = "。；;：:！!？?"
_FURNITURE = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—–\s]*|[-—–=_*\s]+")
_ITEM_MARKS = re.compile(r"[（(][类款项][）)]")
_DIGIT = re.compile(r"\d")
# `（一）教育支出（类）` is a heading; `一、教育支出（类）普通教` begins something longer.
_WHOLE_ITEM = re.compile(r"(?:[（(][类款项][）)]|支出|情况|说明)$")
_CONTENTS = re.compile(r"目(?:录|錄)")
# A full stop may end a scraped line by chance: a paragraph does not begin with these.
_GOES_ON = re.compile(
    r"\s*(?:[与比较同]\s*(?:上\s*年|\d{4}\s*年)|主要\s*(?:原因|用于|是)|原因|完成\s*(?:年初|预算)|决算数|占|其中\s*[，,])"
)
_DOTS = re.compile(r"(?:…|[.·]{3,})[.…·\s]*\d*\s*$")
_LEADER = re.compile(r"[.…·\s\t]*\d*$")
_MEANS = re.compile(r"\s*(?:[是系]?指(?![标导定])|反映)")
_HEADING_ENDS = re.compile(r"(?:说明|情况|职责|职能|表)$")
# Widths of lines in columns: a scraped page has some sixty, and digits shift them by a few.
_SLACK = 6
_NARROWEST = 40
_TABLE_BEGINS = re.compile(r"单位\s*[:：]\s*(?:亿|万|千)?元|\t.*\d\.\d")
_PART_RANK = -1
_LONGEST_ENTRY = 80
# Shorter lines stand for themselves (a caption, a date); longer ones without an end wrap.
_SHORTEST_WRAP = 12
_TITLE_END = re.compile(r"(?:部门|单位)(?:预算|决算)(?:公开|说明)?$")
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

    text: Transcript
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
        if half := _HALF_BRACKET.match(rest):
            rest = rest[half.end() :].strip()
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
            start = piece.start + left
            spans.append(self.text.span(piece.line, start, piece.start + right))
            printed.append(piece.text[left:right])
        source = Source(document=self.text.document, spans=tuple(spans))
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

    def printed(self, text: Transcript) -> Printed:
        """The heading with its place."""
        span = text.span(self.line, self.start, self.start + len(self.text))
        source = Source(document=text.document, spans=(span,))
        return Printed(printed=self.text, source=source)

    def passage(self, text: Transcript) -> Passage:
        """The heading's own text as something to search in and cut from."""
        return Passage(text, (Piece(self.line, self.start, self.text),), ())


@dataclass(frozen=True, slots=True)
class Prose:
    """What stands outside the tables."""

    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]


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
    marks = _ITEM_MARKS.search(body)
    if marks and not _WHOLE_ITEM.search(body):
        return None
    low = rank >= 2
    if low and (marks or len(short) > _LONGEST_LOW_HEADING or _DIGIT.search(drop_ordinal(body))):
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

    It ends where an entry comes again, or where the first one's ordinal does at the same rank
    (`第一部分`, `一、`) and with a bullet like it or without one; where dots lead from its entries
    to pages, with the last that they lead from.
    """
    for number, text in enumerate(lines[:200], start=1):
        if not _CONTENTS.fullmatch(squash(text.lstrip("# "))):
            continue
        entries = [n for n in range(number + 1, len(lines) + 1) if not is_furniture(lines[n - 1])]
        first = lines[entries[0] - 1] if entries else ""
        seen: set[str | None] = {None}
        for at, entry in enumerate(entries):
            text = lines[entry - 1]
            mark, body = entry_mark(text), _entry_text(text)
            like_first = mark is not None and mark == entry_mark(first)
            again = at > 0 and like_first and _is_bulleted(text) is _is_bulleted(first)
            over = _TABLE_BEGINS.search(text) or len(squash(text)) > _LONGEST_ENTRY
            # `第二部分 部门决算` is not `第三部分 部门决算` again, which goes on below: `情况说明`.
            is_part = mark is not None and mark not in seen and _PART.fullmatch(mark)
            if over or again or (body in seen and not is_part):
                return range(number, _led_end(lines, entries[:at]) or entry)
            seen |= {mark, body}
        return range(number, _led_end(lines, entries) or number + 1)
    return range(0)


def _led_end(lines: Sequence[str], entries: Sequence[int]) -> int | None:
    """The line after the last entry that dots lead from; None where they do not from the first."""
    led = [entry for entry in entries if _DOTS.search(lines[entry - 1])]
    return led[-1] + 1 if led and led[0] == entries[0] else None


def _is_bulleted(text: str) -> bool:
    return _BULLET.match(text.strip()) is not None


def _entry_text(text: str) -> str:
    """An entry without hashes, bullet, ordinal, leader dots and page number."""
    body = _BULLET.sub("", _HASHES.sub("", text.strip()), count=1)
    return _LEADER.sub("", squash(drop_ordinal(_PART.sub("", body, count=1))))


def entry_mark(text: str) -> str | None:
    """The ordinal that an entry of the contents, or a heading, begins with."""
    body = _BULLET.sub("", _HASHES.sub("", text.strip()), count=1)
    if part := _PART.match(body):
        return part.group()
    rank = ordinal_rank(body)
    return None if rank is None else squash(body[: len(body) - len(drop_ordinal(body))])


def read_prose(text: Transcript, skipped: Iterable[int]) -> Prose:
    """Headings and passages of all lines but those `skipped` (tables, their titles, contents)."""
    taken = set(skipped)
    wrapped = _wrapped_headings(text.lines, taken)
    headings: list[Heading] = []
    passages: list[Passage] = []
    pieces: list[Piece] = []

    def close() -> None:
        if pieces:
            above = headings[-1] if headings else None
            passages.append(Passage(text, tuple(pieces), section_path(headings), above))
            pieces.clear()

    for number, line in enumerate(text.lines, start=1):
        if number in taken:
            close()
        elif is_furniture(line):
            if len(pieces) == 1 and _is_title(pieces[0].text):
                close()
        elif number not in wrapped and (heading := read_heading(number, line)):
            close()
            headings.append(heading)
        else:
            if pieces and not _wraps(pieces[-1].text, line):
                close()
            start = len(line) - len(line.lstrip())
            pieces.append(Piece(number, start, line.strip()))
    close()
    return Prose(tuple(headings), tuple(passages))


def _wrapped_headings(lines: Sequence[str], taken: set[int]) -> set[int]:
    """The lines that look like headings and are the first of a paragraph that wraps."""
    prose = [n for n, text in enumerate(lines, 1) if n not in taken and not is_furniture(text)]
    full = _full_width([lines[number - 1] for number in prose])
    found = set()
    for number, below in pairwise(prose):
        text, next_text = lines[number - 1], lines[below - 1]
        if full is None or width_of(text) < full or _HEADING_ENDS.search(text.strip()):
            continue
        goes_on = _SENTENCE_MARKS.search(next_text) or width_of(next_text) >= full
        if goes_on and ordinal_rank(next_text) is None:
            found.add(number)
    return found


def _full_width(lines: Sequence[str]) -> int | None:
    """The least width of a line that a scrape broke; None where lines are of uneven width."""
    widths = sorted(width_of(text) for text in lines if _SENTENCE_MARKS.search(text))
    if not widths:
        return None
    usual = widths[len(widths) * 3 // 4]
    near = [width for width in widths if abs(width - usual) <= _SLACK]
    even = len(near) * 3 >= len(widths) and usual >= _NARROWEST
    return usual - _SLACK if even else None


def width_of(text: str) -> int:
    """Columns that a text takes, without white space: two for a Han character or its marks."""
    return sum(1 if char < "\u2e80" else 2 for char in squash(text))


def _is_title(text: str) -> bool:
    """Whether a line that stands alone is a title of the document, and no broken sentence."""
    return _TITLE_END.search(squash(text)) is not None and not _SENTENCE_MARKS.search(text)


def _wraps(above: str, below: str) -> bool:
    """Whether a paragraph goes on from one line to the next."""
    if above.endswith(("，", "、", ",")):
        return True
    if above.endswith(("：", ":")) and _MEANS.match(below):
        return True
    if above.endswith(("。", "；", ";")) and _GOES_ON.match(below):
        return True
    if above.endswith(tuple(_ENDS)) or len(squash(above)) < _SHORTEST_WRAP:
        return False
    if _HALF_BRACKET.match(below.strip()) and _HALF_BRACKET.match(above):
        return False
    return ordinal_rank(below) is None and not _BULLET.match(below.strip())
