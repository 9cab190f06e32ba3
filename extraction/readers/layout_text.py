"""Text whose tables are aligned by runs of spaces: its words, with a box in character cells.

`pdftotext -layout` gives a Han character one cell, a terminal or a typist two: of the two
readings the one under which more edges stand below each other is taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.money import is_quantity
from extraction.readers.paper import Word
from extraction.text import drop_ordinal, ordinal_rank

_RUN = re.compile(r"\S+(?:[ \u3000]\S+)*")
_WIDE = "\u2e80"
_SENTENCE = re.compile(r"[，。；：]")
_SURE_FIGURE = r"[-−△▲(（]?\d{1,3}(?:,\d{3})+(?:\.\d+)?[)）]?|[-−△▲(（]?\d+\.\d+[)）]?%?"
_SURE = re.compile(_SURE_FIGURE)
_FIGURE = re.compile(rf"(?<!\S)(?:{_SURE_FIGURE}|\d{{4,}})(?!\S)")
_CODE = re.compile(r"\d{3,8}")
_NAME = re.compile(r"[\u3400-\u9fff]{2}(?<![年月日]\S)")
# What follows a figure in a sentence, and not in the next column.
_GOES_ON = re.compile(r"[万亿千元年月日个人辆台套份次家名%％，,。、；;：:）)/]")
_SPACED = re.compile(
    r"合计|总计|小计|(?:项目|科目|单位)(?:名称|编码)?|收入|支出|金额|备注|名称|编码|序号|行次|栏次|内容"
)


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of a line, and where it stands there (unit: characters, from 0)."""

    word: Word
    line: int
    """Number of the line, from 1."""
    start: int
    end: int


def keeps_columns(lines: Sequence[str]) -> bool:
    """Whether runs of spaces part the columns of a text: in most rows that hold two figures.

    In text scraped from a page one space parts whatever stands in a row. A sentence is no row.
    """
    cells = [line.strip() for line in lines if not _SENTENCE.search(line)]
    rows = [line for line in cells if len(_FIGURE.findall(line)) > 1]
    return 2 * sum("  " in line or "\u3000 " in line for line in rows) >= len(rows)


def place_words(lines: Sequence[str]) -> list[list[PlacedWord]]:
    """The words of each line; their boxes count character cells and lines."""
    runs = [list(_cut_runs(line)) for line in lines]
    wide = max((1, 2), key=lambda width: (_shared_edges(lines, runs, width), -width))
    return [
        [_place(text, number, start, end, wide) for start, end in found]
        for number, (text, found) in enumerate(zip(lines, runs, strict=True), start=1)
    ]


def _place(text: str, number: int, start: int, end: int, wide: int) -> PlacedWord:
    left, right = _cells(text[:start], wide), _cells(text[:end], wide)
    box = (float(left), float(number), float(right), float(number + 1))
    return PlacedWord(Word(text[start:end], box), number, start, end)


def _cells(text: str, wide: int) -> int:
    return sum(wide if char >= _WIDE else 1 for char in text.replace("\f", ""))


def _shared_edges(
    lines: Sequence[str], runs: Sequence[Sequence[tuple[int, int]]], wide: int
) -> int:
    """How many edges of words stand exactly below an edge of the line of words above."""
    shared = 0
    above: set[tuple[int, int]] = set()
    for text, found in zip(lines, runs, strict=True):
        if len(found) > 1:
            edges = {(k, _cells(text[: run[k]], wide)) for run in found for k in (0, 1)}
            shared += len(edges & above)
            above = edges
    return shared


def _cut_runs(line: str) -> Iterator[tuple[int, int]]:
    """The words of a line by their ends: parted by two spaces, or by one beside a figure."""
    runs = [found.span() for found in _RUN.finditer(line)]
    pieces = [piece for run in runs for piece in _cut_figures(line, run, alone=len(runs) == 1)]
    yield from _join_spaced(line, pieces)


def _cut_figures(line: str, run: tuple[int, int], *, alone: bool) -> list[tuple[int, int]]:
    """The parts of a run of words: figures of two columns may be one space apart."""
    found = [match.span() for match in re.finditer(r"\S+", line[: run[1]]) if match.end() > run[0]]
    found = [(max(start, run[0]), end) for start, end in found]
    pieces = [found[0]]
    for before, word in pairwise(found):
        if _is_cut(line[slice(*before)], line[slice(*word)]):
            pieces.append(word)
        else:
            pieces[-1] = (pieces[-1][0], word[1])
    figures = sum(_SURE.fullmatch(line[slice(*piece)]) is not None for piece in pieces)
    # A line of one run is a sentence, unless figures are all that it has behind a name.
    if alone and figures < max(2, len(pieces) - 1):
        return [run]
    return pieces


def _is_cut(before: str, word: str) -> bool:
    if _SURE.fullmatch(before):
        return _GOES_ON.match(word) is None
    if _SURE.fullmatch(word):
        return True
    return _CODE.fullmatch(before) is not None and _NAME.match(word) is not None


def _join_spaced(line: str, pieces: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Names whose characters are set apart (`合    计`), ordinals and the names behind them."""
    at = 0
    while at < len(pieces):
        start, end = pieces[at]
        more = at + 1
        while more < len(pieces) and all(b - a == 1 for a, b in (pieces[at], pieces[more])):
            more += 1
        for last in range(more, at + 1, -1):
            spaced = "".join(line[a:b] for a, b in pieces[at:last])
            if _SPACED.fullmatch(spaced):
                end, at = pieces[last - 1][1], last - 1
                break
        else:
            if _is_bare_ordinal(line[start:end]) and at + 1 < len(pieces):
                following = line[slice(*pieces[at + 1])]
                if not is_quantity(following):
                    end, at = pieces[at + 1][1], at + 1
        yield start, end
        at += 1


def _is_bare_ordinal(text: str) -> bool:
    return ordinal_rank(text) is not None and not drop_ordinal(text)
