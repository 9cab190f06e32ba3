"""Documents whose headers the rules are made not to know, all else being as it was."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from extraction import Printed, Span, Transcript, place_figures, read_outline, read_tables
from extraction.captions import is_caption_row
from extraction.collapsed.regions import Line, Region, find_regions, read_tokens
from extraction.disclosures import Outline
from extraction.grids import Grid
from extraction.layouts import Layout
from extraction.prose import find_contents
from extraction.tables import Reading

# Rare enough to be in no vocabulary of ours, and Han: a rule that asks for that still finds it.
_RARE = tuple(map(chr, range(0x9B00, 0x9FA6)))

# What a header says of its unit is no wording of its own.
_UNIT = re.compile(r"((?:金额)?单位[:：]?(?:人民币)?[亿万千]?元|[(（][亿万千]?元[)）])")

Alphabet = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Disguised:
    """A document under a disguise, and what the rules read before it was put on."""

    text: Transcript
    """The document with other words in its headers, each as long as before."""
    outline: Outline
    """Its tables before."""
    readings: tuple[Reading, ...]
    """How the rules read them before, in the same order."""
    alphabet: Alphabet
    """For each Han character of a header the one that stands for it, by its code point."""

    def hide(self, words: str) -> str:
        """Words of a header as they are printed in the disguise."""
        return _hide(words, self.alphabet)


def disguise(text: Transcript) -> Disguised:
    """A text in which every Han character of a header is another one, no two the same, but for
    those of its unit. Characters that the rest of the text prints stand for none.
    """
    outline = read_outline(text)
    readings = tuple(read_tables(text, outline))
    cells = [
        cell
        for table, reading in zip(outline.tables, readings, strict=True)
        for cell in _find_headers(table.grid, reading.layout)
    ]
    return _put_on(text, outline, readings, cells)


def disguise_lost(text: Transcript) -> Disguised:
    """A text whose columns are lost in the same disguise, put on before its figures are placed; the
    rows that number columns stand."""
    placed = place_figures(text)
    outline = read_outline(placed)
    readings = tuple(read_tables(placed, outline))
    cells = [cell for region in find_lost(text) for cell in _find_pieces(text, region)]
    return _put_on(text, outline, readings, cells)


def find_lost(text: Transcript) -> list[Region]:
    """The tables of a text without grids, whose columns are lost."""
    return find_regions(text, frozenset(find_contents(text.lines)))


def _put_on(
    text: Transcript, outline: Outline, readings: tuple[Reading, ...], cells: Sequence[Printed]
) -> Disguised:
    alphabet = _make_alphabet("".join(cell.printed for cell in cells), text)
    spans = {span for cell in cells for span in cell.source.spans}
    lines = _hide_lines(text.lines, spans, alphabet)
    grids = tuple(_hide_grid(grid, spans, lines) for grid in text.grids)
    return Disguised(replace(text, lines=lines, grids=grids), outline, readings, alphabet)


def _find_headers(grid: Grid, layout: Layout) -> Iterator[Printed]:
    """The cells that a layout calls header; a caption that comes again on a page is none."""
    for index in layout.header_rows:
        if not is_caption_row(grid.rows[index]):
            yield from grid.rows[index]
    for column in layout.columns:
        for row, at in column.header:
            yield grid.rows[row][at]


def _find_pieces(text: Transcript, region: Region) -> Iterator[Printed]:
    """The pieces of a region's header, also where it comes again."""
    forms = {_form(line) for line in region.header}
    rows = {piece.source.line for line in (*region.body, *region.cut) for piece in line}
    for number in sorted(region.lines - rows):
        line = read_tokens(text, number)
        if _form(line) in forms:
            yield from line


def _form(line: Line) -> tuple[str, ...]:
    return tuple(piece.printed for piece in line)


def _make_alphabet(words: str, text: Transcript) -> Alphabet:
    printed = frozenset("".join(text.lines))
    rare = (character for character in _RARE if character not in printed)
    han = dict.fromkeys(character for character in words if "\u4e00" <= character <= "\u9fff")
    return {ord(character): next(rare) for character in han}


def _hide(words: str, alphabet: Alphabet) -> str:
    parts = _UNIT.split(words)  # every second one is a unit
    return "".join(part if at % 2 else part.translate(alphabet) for at, part in enumerate(parts))


def _hide_lines(lines: Sequence[str], spans: Iterable[Span], alphabet: Alphabet) -> tuple[str, ...]:
    hidden = list(lines)
    for span in spans:
        line = hidden[span.line - 1]
        inside = _hide(line[span.start : span.end], alphabet)
        hidden[span.line - 1] = line[: span.start] + inside + line[span.end :]
    return tuple(hidden)


def _hide_grid(grid: Grid, spans: Set[Span], lines: Sequence[str]) -> Grid:
    """A grid whose cells at some spans print what stands there."""

    def hide(cell: Printed) -> Printed:
        if spans.isdisjoint(cell.source.spans):
            return cell
        runs = (lines[span.line - 1][span.start : span.end] for span in cell.source.spans)
        return cell.model_copy(update={"printed": "".join(runs)})

    return replace(grid, rows=tuple(tuple(hide(cell) for cell in row) for row in grid.rows))
