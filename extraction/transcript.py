"""A document as a reader hands it on: lines in reading order, and the grids among them.

Whatever the format, what is printed becomes lines of text, so that every later step is one step.
A row of a grid is a line whose cells are parted by tabs; a format that knows pages, boxes or
sheets says for each piece of a line where it stands.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from extraction.grids import Grid, Merge
from extraction.places import box_around
from extraction.records import Box, Gap, Page, Printed, Source, Span
from extraction.text import normal_form
from extraction.vocabulary import Format

_APART = re.compile(r"\S+(?:\s\S+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and where it stands."""

    text: str
    page: int | None = None
    """Number of the page, from 1."""
    box: Box | None = None
    """Left, top, right and bottom on the page."""
    cell: str | None = None
    """The cell of a sheet (`Sheet1!C5`) or the element of a web page or text document."""
    rows: int = 1
    """How many rows it spans, where it is a cell of a grid."""
    columns: int = 1
    """How many columns it spans, where it is a cell of a grid."""


@dataclass(frozen=True)
class Transcript:
    """A document as lines; line 1 is `lines[0]`."""

    document: str
    """Name of the document."""
    lines: tuple[str, ...]
    """What is printed, in reading order; the cells of a row are parted by tabs."""
    sha256: str = "0" * 64
    """SHA-256 of the file's bytes, in hexadecimal."""
    format: Format = Format.TEXT
    """The format that the file was found to be in."""
    encoding: str = ""
    """The character encoding of a text; empty for a binary format."""
    grids: tuple[Grid, ...] = ()
    """The tables that the format or its reader marks, in reading order."""
    places: tuple[tuple[Span, ...], ...] = ()
    """For each line its pieces with their places; empty where lines are all there is."""
    gaps: tuple[Gap, ...] = ()
    """What the reader could not read, and what it left out because no reader can see it."""
    pages: tuple[Page, ...] = ()
    """The pages as boxes refer to them; empty where the format has none."""
    is_aligned: bool = False
    """Whether runs of spaces part the cells of a line, as tabs do."""
    running: frozenset[int] = frozenset()
    """The lines that are running heads of pages, and no part of what stands around them."""

    @cached_property
    def plain(self) -> str:
        """The whole text in normal form, line by line and cell by cell."""
        return "\n".join(normal_form(cell) for line in self.lines for cell in line.split("\t"))

    def span(self, line: int, start: int, end: int) -> Span:
        """A run of characters in a line, with its page and box where they are known.

        A run over several pieces has the box around them; it names the first one's cell.
        """
        if not self.places:
            return Span(line=line, start=start, end=end)
        pieces = self.places[line - 1]
        found = [p for p in pieces if p.start <= start <= p.end and start == end]
        found = found[:1] or [p for p in pieces if p.start < end and start < p.end]
        if not found:
            return Span(line=line, start=start, end=end)
        boxes = [piece.box for piece in found if piece.box]
        return Span(
            line=line,
            start=start,
            end=end,
            page=found[0].page,
            box=box_around(boxes) if boxes else None,
            cell=found[0].cell,
        )

    def line(self, number: int) -> Printed | None:
        """What a line prints, without the white space around it; None for a blank line."""
        text = self.lines[number - 1].strip()
        if not text:
            return None
        start = self.lines[number - 1].index(text)
        return self._printed(text, self.span(number, start, start + len(text)))

    def cells(self, number: int) -> list[Printed]:
        """The cells of a line that tabs, or in aligned text wide gaps, part; blank ones too."""
        if self.is_aligned:
            found = _APART.finditer(self.lines[number - 1])
            return [self._printed(m.group(), self.span(number, *m.span())) for m in found]
        cells: list[Printed] = []
        offset = 0
        for cell in self.lines[number - 1].split("\t"):
            stripped = cell.strip()
            start = offset + (len(cell) - len(cell.lstrip()) if stripped else 0)
            span = self.span(number, start, start + len(stripped))
            cells.append(self._printed(stripped, span))
            offset += len(cell) + 1
        return cells

    def renamed(self, document: str) -> "Transcript":
        """The same under another name, which every source in it bears."""
        grids = tuple(
            replace(grid, rows=tuple(tuple(_rename(c, document) for c in row) for row in grid.rows))
            for grid in self.grids
        )
        gaps = tuple(
            gap.model_copy(update={"source": gap.source.model_copy(update={"document": document})})
            if gap.source
            else gap
            for gap in self.gaps
        )
        return replace(self, document=document, grids=grids, gaps=gaps)

    def _printed(self, text: str, span: Span) -> Printed:
        return Printed(printed=text, source=Source(document=self.document, spans=(span,)))


def _rename(cell: Printed, document: str) -> Printed:
    source = cell.source.model_copy(update={"document": document})
    return Printed(printed=cell.printed, source=source)


@dataclass(slots=True)
class Scribe:
    """Writes a transcript: a reader hands it lines and grids in reading order."""

    document: str
    lines: list[str] = field(default_factory=list)
    places: list[tuple[Span, ...]] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def write_line(self, pieces: Iterable[Piece]) -> int:
        """Write a line of pieces parted by tabs; its number."""
        number = len(self.lines) + 1
        spans: list[Span] = []
        texts: list[str] = []
        offset = 0
        for piece in pieces:
            text = piece.text.strip()
            texts.append(text)
            spans.append(
                Span(
                    line=number,
                    start=offset,
                    end=offset + len(text),
                    page=piece.page,
                    box=piece.box,
                    cell=piece.cell,
                )
            )
            offset += len(text) + 1
        self.lines.append("\t".join(texts))
        self.places.append(tuple(spans))
        return number

    def write_text(self, text: str, place: Piece | None = None) -> None:
        """Write lines of prose, a blank line too; `place` says where all of them stand."""
        for line in text.split("\n"):
            piece = replace(place, text=line) if place else Piece(line)
            self.write_line([replace(piece, text=line.replace("\t", " "))])

    def write_grid(self, rows: Sequence[Sequence[Piece]], edges: Sequence[float] = ()) -> None:
        """Write the rows of a table as lines, and keep them as a grid.

        A row has a piece for each column of the table; the cells that a spanning piece covers
        are blank pieces. Line breaks inside a cell must have been joined. `edges` are those of the
        columns on the page.
        """
        merges = []
        cells = []
        for index, row in enumerate(rows):
            number = self.write_line(row)
            for column, (piece, span) in enumerate(zip(row, self.places[-1], strict=True)):
                if piece.rows > 1 or piece.columns > 1:
                    merges.append(Merge(index, column, piece.rows, piece.columns))
                assert span.line == number
            text = self.lines[-1].split("\t")
            cells.append(
                tuple(
                    Printed(printed=cell, source=Source(document=self.document, spans=(span,)))
                    for cell, span in zip(text, self.places[-1], strict=True)
                )
            )
        if cells:
            merged = frozenset(merges)
            self.grids.append(Grid(tuple(cells), merges=merged, edges=tuple(edges)))

    def finish(self, sha256: str, form: Format, encoding: str = "") -> Transcript:
        """The transcript of all that was written."""
        return Transcript(
            document=self.document,
            lines=tuple(self.lines),
            sha256=sha256,
            format=form,
            encoding=encoding,
            grids=tuple(self.grids),
            places=tuple(self.places),
            gaps=tuple(self.gaps),
            pages=tuple(self.pages),
        )
