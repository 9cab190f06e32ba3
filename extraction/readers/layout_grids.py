"""Aligned text to grids: its tables, each cell with its place in the lines of the text."""

from collections import Counter
from collections.abc import Iterator, Sequence

from extraction.grids import Grid, GridRow, Merge
from extraction.readers.aligned import AlignedCell, AlignedTable, find_tables
from extraction.readers.layout_text import PlacedWord, place_words
from extraction.readers.paper import Word
from extraction.records import Printed, Source, Span

_SLACK = 3.0


def find_layout_grids(document: str, lines: Sequence[str]) -> tuple[list[Grid], frozenset[int]]:
    """The tables of a text without tabs, page by page where form feeds part them.

    Beside them the numbers of the lines that are the running heads of pages and of tables.
    """
    heads = _running_heads(lines)
    running = {n for n, line in enumerate(lines, 1) if line.strip() in heads}
    shown = ["" if number in running else line for number, line in enumerate(lines, 1)]
    placed = place_words(shown)
    places = {item.word: item for line in placed for item in line}
    grids: list[Grid] = []
    before: AlignedTable | None = None
    for start, end in _pages(lines):
        words = [[item.word for item in line] for line in placed[start:end]]
        tables = find_tables(words, _SLACK, before)
        grids += [_grid(document, table, places, start + 1) for table in tables]
        running.update(start + 1 + at for table in tables for at in table.repeated)
        before = tables[-1] if tables else None
    return grids, frozenset(running)


def _running_heads(lines: Sequence[str]) -> set[str]:
    """What stands at the head of most pages, over whatever is printed there."""
    pages = list(_pages(lines))
    heads = [next(filter(str.strip, lines[start:end]), "").strip() for start, end in pages]
    counts = Counter(head for head in heads if head)
    return {head for head, count in counts.items() if count > 2 and count * 2 > len(pages)}


def _pages(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    starts = [0] + [at for at, line in enumerate(lines) if at and line.startswith("\f")]
    yield from zip(starts, [*starts[1:], len(lines)], strict=True)


def _grid(document: str, table: AlignedTable, places: dict[Word, PlacedWord], first: int) -> Grid:
    rows: list[GridRow] = []
    merges = set()
    line = first + table.first
    for index, cells in enumerate(table.rows):
        found = [places[word] for cell in cells for word in cell.words]
        line = min((item.line for item in found), default=line)
        rows.append(tuple(_cells(document, cells, places, line)))
        for column, cell in enumerate(cells):
            if cell.columns > 1 or cell.rows > 1:
                merges.add(Merge(index, column, cell.rows, cell.columns))
    return Grid(tuple(rows), merges=frozenset(merges))


def _cells(
    document: str, cells: Sequence[AlignedCell], places: dict[Word, PlacedWord], line: int
) -> Iterator[Printed]:
    """The cells of a row; a blank one stands behind the cell on its left, in the row's line."""
    end = 0
    for cell in cells:
        items = [places[word] for word in cell.words]
        spans = tuple(Span(line=item.line, start=item.start, end=item.end) for item in items)
        end = max([end, *(item.end for item in items if item.line == line)])
        blank = (Span(line=line, start=end, end=end),)
        yield Printed(printed=cell.text, source=Source(document=document, spans=spans or blank))
