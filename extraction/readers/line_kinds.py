"""What a line is, judged by its words: blank, a part of a table, or where one must end."""

import re
from collections.abc import Sequence
from enum import Enum, auto

from extraction.captions import CaptionKind, caption_kind, is_caption, is_name_like
from extraction.headers import is_indicator_header, is_number_row
from extraction.money import is_quantity
from extraction.prose import is_furniture, read_heading
from extraction.readers.paper import Word
from extraction.records import Printed, Source, Span
from extraction.text import leaves_open, squash

_LEADER = re.compile(r"[.·…‥．。]{4,}|…{2,}|(?:[.·．] ){4,}")
_TITLE = re.compile(r"表(?:[（(][^（()）]*[)）])*$")
_SENTENCE = re.compile(r"[。；]|[，,：:、]$|[，,].{12,}")
_SPEECH = re.compile(r"(?:说明|情况|如下|包括)[：:]?$")
_PERIOD = CaptionKind.PERIOD
_LONGEST_WORD = 45


class LineKind(Enum):
    """What a line is."""

    BLANK = auto()
    """Nothing, or a page number."""
    END = auto()
    """Prose, a caption, a title, a note: no table goes on over it."""
    CELLS = auto()
    """Words side by side."""
    ALONE = auto()
    """Words alone: a name, a part of one, a header over all columns."""


def find_kinds(lines: Sequence[Sequence[Word]]) -> list[LineKind]:
    """What each line of a page is."""
    margin = prose_margin(lines)
    kinds = [_line_kind(lines, number, margin) for number in range(len(lines))]
    _keep_goals(lines, kinds)
    return kinds


def line_text(words: Sequence[Word]) -> str:
    return "\t".join(word.text for word in words)


def printed_line(words: Sequence[Word]) -> Printed:
    text = line_text(words)
    return Printed(
        printed=text, source=Source(document="-", spans=(Span(line=1, start=0, end=len(text)),))
    )


def printed_word(word: Word) -> Printed:
    return printed_line([word])


def _ends_table(words: Sequence[Word], margin: float) -> bool:
    """Whether a line is prose, a caption, a title, a note or an entry of the contents.

    Prose begins at the left; what begins right of `margin` may be text in a cell.
    """
    text = line_text(words)
    if any(_LEADER.search(word.text) for word in words):
        return True
    if (
        is_caption(text)
        and not leaves_open(text)
        and (len(words) == 1 or caption_kind(printed_line(words)) is not _PERIOD)
    ):
        return True
    if caption_kind(printed_line(words[:1])) is CaptionKind.NOTE:
        return True
    longest = max(len(squash(word.text)) for word in words)
    if len(words) > 1:
        left = max(words, key=lambda word: len(word.text)).box[0]
        figures = any(is_quantity(word.text) for word in words)
        return longest > _LONGEST_WORD and not figures and left < margin
    return (
        (longest > _LONGEST_WORD and words[0].box[0] < margin)
        or (_is_open_sentence(text) and words[0].box[0] < margin)
        or _TITLE.search(squash(text)) is not None
        or (_SPEECH.search(squash(text)) is not None and read_heading(1, text) is not None)
        or (text.startswith("第") and read_heading(1, text) is not None)
    )


def _is_open_sentence(text: str) -> bool:
    """Whether a text reads like a sentence; one cut inside a bracket may be a header."""
    return _SENTENCE.search(text) is not None and not leaves_open(text)


def prose_margin(lines: Sequence[Sequence[Word]]) -> float:
    """How far from the left a paragraph may begin: a sixth of what is printed, at the most."""
    words = [word for line in lines for word in line]
    if not words:
        return 0.0
    left, right = min(w.box[0] for w in words), max(w.box[2] for w in words)
    return left + (right - left) / 6


def _line_kind(lines: Sequence[Sequence[Word]], number: int, margin: float) -> LineKind:
    words = lines[number]
    if not words or (len(words) == 1 and _is_page_number(lines, number)):
        return LineKind.BLANK
    if _ends_table(words, margin):
        return LineKind.END
    return LineKind.CELLS if len(words) > 1 else LineKind.ALONE


def _is_page_number(lines: Sequence[Sequence[Word]], number: int) -> bool:
    """Whether a line is a page number: in dashes, or the first or last of its page."""
    text = lines[number][0].text
    if not is_furniture(text):
        return False
    outer = not any(lines[:number]) or not any(lines[number + 1 :])
    return outer or not text.strip().isdigit()


def _keep_goals(lines: Sequence[Sequence[Word]], kinds: list[LineKind]) -> None:
    """Sentences between their label and the header of indicators belong to the form."""
    filled = [number for number, kind in enumerate(kinds) if kind != LineKind.BLANK]
    for at, number in enumerate(filled):
        if kinds[number] != LineKind.CELLS or not is_indicator_header(
            tuple(map(printed_word, lines[number]))
        ):
            continue
        above = at - 1
        while (
            above > 0 and kinds[filled[above]] == LineKind.END and is_sentence(lines[filled[above]])
        ):
            above -= 1
        if kinds[filled[above]] == LineKind.ALONE and is_name_like(lines[filled[above]][0].text):
            for other in filled[above + 1 : at]:
                kinds[other] = LineKind.ALONE


def is_announcement(words: Sequence[Word]) -> bool:
    kind = caption_kind(printed_line(words))
    captions = (CaptionKind.UNIT, CaptionKind.AGENCY, CaptionKind.TITLE, CaptionKind.CONTINUED)
    return kind in captions or is_caption(line_text(words))


def is_sentence(words: Sequence[Word]) -> bool:
    return any(_SENTENCE.search(word.text) for word in words)


def is_numbering(words: Sequence[Word]) -> bool:
    return len(words) > 1 and is_number_row(tuple(map(printed_word, words)))
