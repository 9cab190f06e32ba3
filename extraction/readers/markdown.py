"""Markdown: lines as they stand in the file; pipe tables and tables in tags become grids.

A cell is cut out of its line without the marks around it, so that its place is that in the file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from extraction.errors import OversizedDocument
from extraction.grids import Grid, GridRow, Merge, pad_row
from extraction.readers.files import SourceFile
from extraction.readers.plain import read_lines
from extraction.readers.sheets import count_captions
from extraction.readers.tabs import add_tab_grids
from extraction.records import Printed, Source, Span
from extraction.transcript import Transcript
from extraction.vocabulary import Format

_DASHES = re.compile(r"\s*\|?(?:\s*:?-{1,}:?\s*\|)+(?:\s*:?-{1,}:?)?\s*")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
# What a cell does not print: breaks, tags, escapes, marks of weight in pairs.
_SILENT = re.compile(
    r"(?P<tag></?[a-zA-Z][^<>]*>)|\\(?P<escaped>[|*_`\\#\[\]])|(?P<space>&nbsp;|&emsp;|&ensp;)"
)
_WEIGHT = re.compile(r"(?<!\\)(\*\*\*|\*\*|__|~~)(?=\S)(.{1,500}?)(?<=[^\s\\])\1")
_WHOLE = re.compile(r"\s*([*_`])(?![\s*_`])[^*_`]+\1\s*")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>table|tr|td|th)\b(?P<rest>[^<>]*)>", re.IGNORECASE)
_SPAN = re.compile(r"(rowspan|colspan)\s*=\s*[\"']?\s*(\d{1,6})", re.IGNORECASE)
_ONLY_TAGS = re.compile(r"\s*(?:<[^<>]*>\s*)+")
_MOST_CELLS = 2_000_000
_WIDEST_SPAN = 1000

Run = tuple[int, int, int]
"""A line (from 1), and where in it some text begins and ends."""


def read_markdown(file: SourceFile) -> Transcript:
    """The lines of a Markdown text and its tables; raises an `UnreadableDocument`."""
    lines, encoding = read_lines(file)
    reader = _Reader(file, list(lines))
    grids = [*reader.pipe_tables(), *reader.marked_tables()]
    text = Transcript(
        file.document,
        tuple(reader.shown_lines()),
        file.sha256,
        Format.MARKDOWN,
        encoding,
        tuple(grids),
    )
    return add_tab_grids(text, reader.taken)


@dataclass(slots=True)
class _Reader:
    """Finds the tables among the lines of a text."""

    file: SourceFile
    lines: list[str]
    taken: set[int] = field(default_factory=set)
    """The lines of tables."""
    captions: dict[int, str] = field(default_factory=dict)
    """The rows of tables that belong over them, as lines."""
    silent: set[int] = field(default_factory=set)
    """The lines that print nothing: tags, the dashes under a header."""

    def shown_lines(self) -> Iterator[str]:
        """The lines as they stand; outside of tables without the marks that nobody sees."""
        for number, line in enumerate(self.lines, start=1):
            if number in self.silent:
                yield ""
            elif number in self.captions:
                yield self.captions[number]
            elif number in self.taken:
                yield line
            else:
                runs = _visible(self.lines, (number, 0, len(line)))
                yield "".join(line[start:end] for _, start, end in runs)

    def pipe_tables(self) -> Iterator[Grid]:
        """The tables whose cells are parted by pipes, each with dashes under its header."""
        fenced = self._fenced()
        yield from self._headed_tables(fenced)
        free = [n for n in range(1, len(self.lines) + 1) if n not in fenced | self.taken]
        rows = [n for n in free if _is_framed_row(self.lines[n - 1])]
        for _, group in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
            numbers = [number for _, number in group]
            if len(numbers) > 1:  # a table that goes on behind a page break has no dashes
                yield from self._pipe_grid(numbers)
                self.taken.update(numbers)

    def _headed_tables(self, fenced: set[int]) -> Iterator[Grid]:
        number = 2
        while number <= len(self.lines):
            if number not in fenced and self._is_under_header(number):
                last = number
                while last < len(self.lines) and _is_row(self.lines[last]):
                    last += 1
                first = self._first_header(number)
                yield from self._pipe_grid([n for n in range(first, last + 1) if n != number])
                self.taken.update(range(first, last + 1))
                self.silent.add(number)
                number = last
            number += 1

    def _is_under_header(self, number: int) -> bool:
        dashes, above = self.lines[number - 1], self.lines[number - 2]
        return _DASHES.fullmatch(dashes) is not None and _is_row(above)

    def _first_header(self, dashes: int) -> int:
        """The first of the header rows: converters put all of them over the dashes."""
        first = dashes - 1
        while first > 1 and _is_row(self.lines[first - 2]) and first - 1 not in self.taken:
            first -= 1
        return first

    def _pipe_grid(self, numbers: Sequence[int]) -> Iterator[Grid]:
        """The table that some lines make; what stands in it over its header is left out."""
        rows = [tuple(self._cell([run]) for run in _pipe_cells(self.lines, n)) for n in numbers]
        for number, row in zip(numbers, rows, strict=True):
            if not any(cell.printed for cell in row):
                self.silent.add(number)  # a header row left blank is no line over the table
        over = count_captions([[cell.printed for cell in row] for row in rows])
        for number, row in zip(numbers[:over], rows, strict=False):
            self.captions[number] = "\t".join(cell.printed for cell in row if cell.printed)
        rows = [row for row in rows[over:] if any(cell.printed for cell in row)]
        if rows:
            width = max(len(row) for row in rows)
            short = frozenset(i for i, row in enumerate(rows) if len(row) < width)
            yield Grid(tuple(pad_row(row, width) for row in rows), short)

    def marked_tables(self) -> Iterator[Grid]:
        """The tables in HTML tags."""
        reader = _TagReader(self)
        for number, line in enumerate(self.lines, start=1):
            inside = reader.depth
            yield from reader.read_line(number, line)
            if inside or _TAG.search(line):
                self.taken.add(number)
            if _ONLY_TAGS.fullmatch(line):
                self.silent.add(number)

    def _fenced(self) -> set[int]:
        """The lines of code blocks."""
        fenced: set[int] = set()
        fence = ""
        for number, line in enumerate(self.lines, start=1):
            found = _FENCE.match(line)
            if fence or found:
                fenced.add(number)
            if found and (not fence or found[1].startswith(fence)):
                fence = "" if fence else found[1]
        return fenced if not fence else set()

    def _cell(self, runs: Sequence[Run]) -> Printed:
        """What a cell prints, cut out of its lines without marks and tags."""
        kept = [piece for run in runs for piece in _visible(self.lines, run)]
        kept = _stripped(self.lines, kept) or [(runs[0][0], runs[0][1], runs[0][1])]
        spans = tuple(Span(line=line, start=start, end=end) for line, start, end in kept)
        text = "".join(self.lines[line - 1][start:end] for line, start, end in kept)
        return Printed(printed=text, source=Source(document=self.file.document, spans=spans))


@dataclass(slots=True)
class _Marked:
    """A cell in tags: what it prints, and how far it reaches."""

    runs: list[Run]
    rows: int
    columns: int


@dataclass(slots=True)
class _TagReader:
    """Reads tables in tags, tag by tag; a table inside a table's cell is text of that cell."""

    reader: _Reader
    depth: int = 0
    rows: list[list[_Marked]] = field(default_factory=list)
    cell: _Marked | None = None

    def read_line(self, number: int, line: str) -> Iterator[Grid]:
        """The tables that end on a line."""
        place = 0
        for tag in _TAG.finditer(line):
            self._add_run(number, place, tag.start())
            place = tag.end()
            grid = self._take(tag, number)
            if grid is not None:
                yield grid
        self._add_run(number, place, len(line))

    def _take(self, tag: re.Match[str], number: int) -> Grid | None:
        name, closes = tag["name"].lower(), bool(tag["close"])
        if name == "table":
            self.depth = max(0, self.depth - 1) if closes else self.depth + 1
            if closes and self.depth == 0:
                return self._finish()
        elif self.depth != 1:
            return None
        elif name == "tr":
            self.cell = None
            if not closes:
                self.rows.append([])
        elif closes:
            self.cell = None
        else:
            self._begin_cell(tag, number)
        return None

    def _begin_cell(self, tag: re.Match[str], number: int) -> None:
        spans = {key.lower(): int(value) for key, value in _SPAN.findall(tag["rest"])}
        across = min(max(spans.get("colspan", 1), 1), _WIDEST_SPAN)
        place = (number, tag.end(), tag.end())
        self.cell = _Marked([place], max(spans.get("rowspan", 1), 1), across)
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(self.cell)

    def _add_run(self, number: int, start: int, end: int) -> None:
        if self.cell is not None and end > start:
            self.cell.runs.append((number, start, end))

    def _finish(self) -> Grid | None:
        rows, self.rows, self.cell = self.rows, [], None
        rows = [row for row in rows if row]
        placed = _place(self.reader.file, rows)
        width = max((column + cell.columns for _, column, cell in placed), default=0)
        if not rows or width < 2:
            return None
        cells: list[list[Printed | None]] = [[None] * width for _ in rows]
        merges = set()
        for row, column, cell in placed:
            cells[row][column] = self.reader._cell(cell.runs)
            down = min(cell.rows, len(rows) - row)
            if down > 1 or cell.columns > 1:
                merges.add(Merge(row, column, down, cell.columns))
        return Grid(tuple(self._fill(row) for row in cells), merges=frozenset(merges))

    def _fill(self, row: Sequence[Printed | None]) -> GridRow:
        """A row whose covered cells are blank, each where the cell before it ends."""
        first = next(cell for cell in row if cell is not None)
        start = first.source.spans[0]
        place = start.model_copy(update={"end": start.start})
        filled = []
        for cell in row:
            if cell is None:
                source = Source(document=first.source.document, spans=(place,))
                cell = Printed(printed="", source=source)
            else:
                end = cell.source.spans[-1]
                place = end.model_copy(update={"start": end.end})
            filled.append(cell)
        return tuple(filled)


def _place(file: SourceFile, rows: Sequence[Sequence[_Marked]]) -> list[tuple[int, int, _Marked]]:
    """The cells with their rows and columns, as a browser places them."""
    placed = []
    until: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while until.get(column, 0) > number:
                column += 1
            placed.append((number, column, cell))
            for covered in range(column, column + cell.columns):
                until[covered] = number + cell.rows
            column += cell.columns
        if len(until) * len(rows) > _MOST_CELLS:
            raise OversizedDocument(f"{file.path}: a table beyond all size")
    return placed


def _is_row(line: str) -> bool:
    return "|" in line.replace("\\|", "") and bool(line.strip())


def _is_framed_row(line: str) -> bool:
    """Whether a line is a row whose first and last characters are pipes, with one between."""
    bare = line.strip()
    return bare.startswith("|") and bare.endswith("|") and bare.count("|") > 2


def _pipe_cells(lines: Sequence[str], number: int) -> list[Run]:
    """The cells of a row: between pipes that no backslash escapes, the outer ones left out."""
    line = lines[number - 1]
    cuts = [m.start() for m in re.finditer(r"(?<!\\)\|", line)]
    edges = [-1, *cuts, len(line)]
    runs = [(number, left + 1, right) for left, right in pairwise(edges)]
    if not line[: runs[0][2]].strip() and cuts:
        runs = runs[1:]
    if runs and not line[runs[-1][1] :].strip() and len(runs) > 1:
        runs = runs[:-1]
    return runs


def _visible(lines: Sequence[str], run: Run) -> Iterator[Run]:
    """The parts of a run that print something."""
    line, start, end = run
    text = lines[line - 1][start:end]
    silent: list[tuple[int, int]] = []
    for found in _SILENT.finditer(text):
        first = found.start()
        silent.append((first, first + 1 if found["escaped"] else found.end()))
    silent += _weights(text, 0)
    if whole := _WHOLE.fullmatch(text):
        left, right = whole.start(1), len(text.rstrip())
        silent += [(left, left + 1), (right - 1, right)]
    place = 0
    for left, right in sorted(silent):
        if left > place:
            yield line, start + place, start + left
        place = max(place, right)
    if place < len(text):
        yield line, start + place, end


def _weights(text: str, offset: int) -> Iterator[tuple[int, int]]:
    """The places of the marks that make text bold, slanted or typed, also inside each other."""
    for found in _WEIGHT.finditer(text):
        mark = len(found[1])
        if not found[2].strip("*_ "):
            continue  # `**` numbers a column
        yield offset + found.start(), offset + found.start() + mark
        yield offset + found.end() - mark, offset + found.end()
        yield from _weights(found[2], offset + found.start() + mark)


def _stripped(lines: Sequence[str], runs: Sequence[Run]) -> list[Run]:
    """Runs without the white space at both ends of each line's part, blank ones left out."""
    kept = []
    for index, (line, start, end) in enumerate(runs):
        text = lines[line - 1][start:end]
        outer_left = index == 0 or runs[index - 1][0] != line
        outer_right = index == len(runs) - 1 or runs[index + 1][0] != line
        left = start + (len(text) - len(text.lstrip())) if outer_left else start
        right = end - (len(text) - len(text.rstrip())) if outer_right else end
        if lines[line - 1][start:end].strip() and left < right:
            kept.append((line, left, right))
    return kept
