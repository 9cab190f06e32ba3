"""Which lines are a table: runs of cells side by side, and where header and body part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extraction.captions import CaptionKind, caption_kind, is_name_like
from extraction.columns import is_total
from extraction.headers import find_years, is_indicator_header, is_telling_header
from extraction.money import is_quantity
from extraction.prose import is_furniture
from extraction.readers.head_words import is_known_head
from extraction.readers.line_kinds import (
    LineKind,
    find_kinds,
    is_announcement,
    is_numbering,
    is_sentence,
    line_text,
    printed_line,
    printed_word,
    prose_margin,
)
from extraction.readers.paper import Word
from extraction.text import leaves_open, ordinal_rank

_AMOUNT = re.compile(r"\d[.,]\d")
_MOST_HEADER = 9
_MOST_BLANK = 12


@dataclass(frozen=True, slots=True)
class Region:
    """A run of lines that is a table, and where its body begins."""

    start: int
    body: int
    end: int
    """The line after its last one."""
    filled: tuple[int, ...]
    """Its lines that are neither blank nor a page number."""
    is_form: bool = False
    """Whether labels and their values stand over indicators."""


def begins_page(lines: Sequence[Sequence[Word]], region: Region) -> bool:
    """Whether nothing but a running head stands over a table on its page."""
    return not any(words and not is_furniture(line_text(words)) for words in lines[: region.start])


def find_regions(lines: Sequence[Sequence[Word]], *, follows: bool) -> Iterator[Region]:
    """The tables among some lines; `follows` where the page before ended in one."""
    kinds = find_kinds(lines)
    announced = goes_on = follows and _begins_with_row(lines, kinds)
    for ends, group in groupby(range(len(lines)), key=lambda number: kinds[number] == LineKind.END):
        run = list(group)
        if ends:
            announced, goes_on = is_announcement(lines[run[-1]]), False
            continue
        for part in _part_repeated(lines, run, kinds):
            if region := _trim(lines, part, kinds, announced, goes_on=goes_on):
                yield region
            announced, goes_on = True, False
        announced = False


def _begins_with_row(lines: Sequence[Sequence[Word]], kinds: Sequence[LineKind]) -> bool:
    """Whether the first lines of a page can be rows: names, and then cells side by side."""
    margin = prose_margin(lines)
    for words, kind in zip(lines, kinds, strict=True):
        if kind in (LineKind.CELLS, LineKind.END):
            return kind == LineKind.CELLS and any(is_quantity(word.text) for word in words)
        in_cell = words and (is_name_like(words[0].text) or words[0].box[0] >= margin)
        if kind == LineKind.ALONE and not in_cell:
            return False
    return False


def _part_repeated(
    lines: Sequence[Sequence[Word]], run: list[int], kinds: Sequence[LineKind]
) -> Iterator[list[int]]:
    """A run of lines, parted where its first line comes again at the head of another page."""
    cores = [number for number in run if kinds[number] == LineKind.CELLS]
    head = line_text(lines[cores[0]]) if cores else ""
    part: list[int] = []
    for number in run:
        again = cores and number != cores[0] and line_text(lines[number]) == head
        if again and not any(is_quantity(word.text) for word in lines[number]):
            yield part
            part = []
        part.append(number)
    yield part


def _trim(
    lines: Sequence[Sequence[Word]],
    run: Sequence[int],
    kinds: Sequence[LineKind],
    announced: bool,
    *,
    goes_on: bool,
) -> Region | None:
    """The table in a run of lines, if there is one.

    `goes_on` where the page before ended in one: then its first line may be a row.
    """
    cores = [number for number in run if kinds[number] == LineKind.CELLS]
    if not cores:
        return None
    filled = [number for number in run if kinds[number] != LineKind.BLANK]
    start = filled[0] if announced or filled[0] == cores[0] else _header_start(lines, filled, cores)
    form = any(is_indicator_header(tuple(map(printed_word, lines[n]))) for n in cores[1:])
    below = [number for number in filled if number >= start]
    body = start if form else _body_start(lines, below, least=0 if goes_on else 1)
    end = _last_line(lines, filled, cores) + 1
    mine = tuple(number for number in filled if start <= number < end)
    region = Region(start, body, end, mine, is_form=form)
    return region if _is_table(lines, region, kinds, announced) else None


def _header_start(
    lines: Sequence[Sequence[Word]], filled: Sequence[int], cores: Sequence[int]
) -> int:
    """The first line of a header over which nothing announces a table."""
    start = cores[0]
    for number in reversed([number for number in filled if number < start]):
        word = lines[number][0]
        apart = start - number > 2
        header = is_name_like(word.text) or leaves_open(word.text)
        if apart or not header or len(word.text) > 20:
            break
        if ordinal_rank(word.text) is not None or caption_kind(printed_line([word])) in (
            CaptionKind.TITLE,
            CaptionKind.HEADING,
        ):
            break
        start = number
    return start


def _last_line(lines: Sequence[Sequence[Word]], filled: Sequence[int], cores: Sequence[int]) -> int:
    """The last line of a table: words alone after it that stand below its words are its rows."""
    last = cores[-1]
    words = [word for number in filled if number <= last for word in lines[number]]
    for number in filled:
        if number < last:
            continue
        word = lines[number][0]
        if number == last:
            continue
        rank = ordinal_rank(word.text)
        behind = word.box[0] > min(other.box[0] for other in words) + 1.0
        aligned = any(
            abs(word.box[0] - other.box[0]) <= 1.0 and (behind or word.box[2] <= other.box[2] + 12)
            for other in words
        )
        heading = rank is not None and all(ordinal_rank(other.text) != rank for other in words)
        cell = behind or is_name_like(word.text) or is_quantity(word.text)
        if number - last > _MOST_BLANK or heading or not (aligned and cell):
            break
        last = number
        words.append(word)
    return last


def _body_start(lines: Sequence[Sequence[Word]], filled: Sequence[int], *, least: int) -> int:
    """The first line of the body: the first with an amount, a code, an ordinal or a lone total."""
    marked = next((at for at, n in enumerate(filled[:_MOST_HEADER]) if is_numbering(lines[n])), -1)
    for at, number in enumerate(filled):
        words = lines[number]
        if at <= marked and not any(_AMOUNT.search(word.text) for word in words):
            continue
        years = find_years([word.text for word in words])
        figures = any(is_quantity(word.text) and word.text not in years for word in words)
        # Above rows with figures, a total alone is the header of a column.
        last = not any(is_quantity(w.text) for n in filled[at + 1 :] for w in lines[n])
        lone_total = len(words) == 1 and is_total(words[0].text) and at >= 2 and last
        if figures or ordinal_rank(words[0].text) is not None or lone_total:
            return _with_piece_above(lines, filled, at, least)
        if at > _MOST_HEADER and is_telling_header(tuple(map(printed_word, lines[filled[0]]))):
            break
    behind_numbers = filled[marked + 1] if marked + 1 < len(filled) else filled[-1] + 1
    return max(_words_start(lines, filled), behind_numbers)


def _with_piece_above(
    lines: Sequence[Sequence[Word]], filled: Sequence[int], at: int, least: int
) -> int:
    """The body's first line, or the first of those above it that begin a cell of its first row.

    They are words alone, nothing stands below them in the first row, and others begin there; at
    least `least` lines stay its header.
    """
    first = lines[filled[at]]
    below = [lines[number] for number in filled[at + 1 : at + 20]]
    start = at
    while start > least and len(lines[filled[start - 1]]) == 1:
        word = lines[filled[start - 1]][0]
        beside = any(
            word.shares_breadth(other) and abs(word.box[0] - other.box[0]) > 1.0 for other in first
        )
        lefts = sum(any(_begins_below(word, other) for other in words) for words in below)
        begins = lefts >= 2 and lefts * 5 >= len(below)
        if beside or is_known_head(word.text) or not (begins or _is_nearer(lines, filled, start)):
            break
        start -= 1
    return filled[start]


def _is_nearer(lines: Sequence[Sequence[Word]], filled: Sequence[int], at: int) -> bool:
    """Whether the line before one stands far nearer to it than to the line above."""
    if at < 2:
        return False
    above, line, below = (lines[filled[number]] for number in (at - 2, at - 1, at))
    top, bottom = line[0].box[1], line[0].box[3]
    room = min(word.box[1] for word in below) - bottom
    return room < (top - max(word.box[3] for word in above)) / 2


def _begins_below(word: Word, other: Word) -> bool:
    return abs(other.box[0] - word.box[0]) <= 1.0 and not is_quantity(other.text)


def _words_start(lines: Sequence[Sequence[Word]], filled: Sequence[int]) -> int:
    """Where the body of a table of words begins: below its first line of cells side by side."""
    widths = [len(lines[number]) for number in filled]
    widest = widths.index(max(widths))
    return filled[widest + 1] if widest + 1 < len(filled) else filled[-1] + 1


def _is_table(
    lines: Sequence[Sequence[Word]], region: Region, kinds: Sequence[LineKind], announced: bool
) -> bool:
    cores = [lines[n] for n in range(region.start, region.end) if kinds[n] == LineKind.CELLS]
    if announced and cores:
        return True
    figured = [
        words
        for words in cores
        if any(is_quantity(word.text) for word in words[1:]) and not is_sentence(words)
    ]
    if len(figured) > 1 or (figured and region.body > region.start):
        return True
    head = tuple(map(printed_word, cores[0]))
    below = sum(bool(words) for words in lines[region.body : region.end])
    return len(head) > 1 and below > (len(head) == 2) and is_telling_header(head)
