"""Grids to whole tables: what a page break parted is put together again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extraction.captions import (
    CaptionKind,
    TitleBlock,
    caption_kind,
    is_caption_row,
    read_title_block,
    same_title,
)
from extraction.grids import Grid, GridRow, Merge, blank_behind, pad_row
from extraction.headers import find_header, is_number_row, is_telling_header
from extraction.records import Printed
from extraction.text import normal_form
from extraction.transcript import Transcript

_SAME_EDGE = 4.0
"""How far an edge of a column may stray from page to page (unit: points)."""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A whole table before its layout is known: its grid, and what stands over it."""

    grid: Grid
    block: TitleBlock
    lines: frozenset[int]
    """The lines of the grid and of the title blocks that belong to it."""

    @property
    def captions(self) -> frozenset[int]:
        """The lines that may name the agency: the title block's, and captions in the grid."""
        inside = {row[0].source.line for row in self.grid.rows if is_caption_row(row)}
        return self.block.lines | inside


def join_pages(text: Transcript) -> list[PrintedTable]:
    """The tables of a document, each with all its pages, in reading order."""
    pages: list[PrintedTable] = []
    end = 0
    for grid in text.grids:
        between = [n for n in range(end + 1, grid.first_line) if n not in text.running]
        above = [cell for number in between for cell in text.cells(number) if cell.printed]
        block = read_title_block(above)
        taken = block.lines | frozenset(grid.lines())
        if pages and _continues(pages[-1], grid, block, above):
            last = pages[-1]
            whole = _append(last.grid, grid)
            pages[-1] = PrintedTable(whole, last.block, last.lines | taken)
        else:
            pages.append(PrintedTable(grid, block, taken))
        end = grid.last_line
    return pages


def _continues(page: PrintedTable, grid: Grid, block: TitleBlock, above: Sequence[Printed]) -> bool:
    """Whether a grid is the next page of a table.

    Between two pages stand only page numbers, and perhaps the title block again; the header
    comes again, or there is none.
    """
    header = _header_forms(grid)
    repeated = bool(header) and header == _header_forms(page.grid)
    bare = not header or not is_telling_header(grid.rows[find_header(grid.rows)[0]])
    narrow = grid.width <= page.grid.width or _shared_edges(page.grid.edges, grid.edges)
    fits = repeated or (bare and narrow)
    kinds = {caption_kind(text) for text in above} - {CaptionKind.FURNITURE}
    if not fits:
        return False
    if not kinds or block.continued:
        return True
    if block.title is not None:
        return same_title(block.title, page.block.title)
    return repeated and kinds <= {CaptionKind.UNIT, CaptionKind.AGENCY, CaptionKind.PERIOD}


def _header_forms(grid: Grid) -> list[list[str]]:
    rows = [grid.rows[index] for index in find_header(grid.rows)]
    return [row_forms(row) for row in rows if not is_number_row(row)]


def row_forms(row: GridRow) -> list[str]:
    """The normal forms of a row's cells, without the blank ones at its end."""
    forms = [normal_form(cell.printed) for cell in row]
    while forms and not forms[-1]:
        forms.pop()
    return forms


def _append(grid: Grid, more: Grid) -> Grid:
    edges = _shared_edges(grid.edges, more.edges)
    grid, more = spread_columns(grid, edges), spread_columns(more, edges)
    width = max(grid.width, more.width)
    rows = tuple(pad_row(row, width) for row in grid.rows + more.rows)
    first = range(len(grid.rows)) if grid.width < width else grid.short
    second = range(len(more.rows)) if more.width < width else more.short
    offset = len(grid.rows)
    merges = {Merge(m.row + offset, m.column, m.rows, m.columns) for m in more.merges}
    short = frozenset(first) | {offset + index for index in second}
    return Grid(
        rows,
        short=short,
        merges=grid.merges | merges,
        edges=grid.edges,
        around=grid.around | more.around,
    )


def _shared_edges(first: Sequence[float], second: Sequence[float]) -> Sequence[float]:
    """The edges of the columns of two pages, if those of one page are among the other's."""
    fewer, more = sorted((first, second), key=len)
    among = all(min(_distances(edge, fewer, more)) <= _SAME_EDGE for edge in fewer)
    return more if fewer and among else ()


def _distances(edge: float, edges: Sequence[float], others: Sequence[float]) -> list[float]:
    """How far an edge is from each of others, both from where their table begins.

    Left and right pages have margins of their own.
    """
    return [abs((edge - edges[0]) - (other - others[0])) for other in others]


def spread_columns(grid: Grid, edges: Sequence[float]) -> Grid:
    """A grid with the columns that begin at some edges, among which its own are.

    A cell over several of them spans them: on a page where all cells of some columns are merged,
    these columns cannot be seen.
    """
    if len(grid.edges) == 0 or len(edges) <= len(grid.edges):
        return grid
    apart = [_distances(edge, grid.edges, edges) for edge in grid.edges]
    starts = [distances.index(min(distances)) for distances in apart]
    rows = []
    merges = {
        Merge(m.row, starts[m.column], m.rows, starts[m.column + m.columns] - starts[m.column])
        for m in grid.merges
    }
    covered = {(m.row + down, m.column) for m in merges for down in range(m.rows)}
    for index, row in enumerate(grid.rows):
        cells: list[Printed] = []
        for cell, (start, end) in zip(row, pairwise(starts), strict=True):
            cells += [cell, *[blank_behind(cell)] * (end - start - 1)]
            if end - start > 1 and (index, start) not in covered:
                merges.add(Merge(index, start, 1, end - start))
        rows.append(tuple(cells))
    return replace(grid, rows=tuple(rows), merges=frozenset(merges), edges=tuple(edges))
