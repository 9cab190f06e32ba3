"""Pages to a transcript: tables and lines in reading order, each piece with its place."""

from collections.abc import Iterable, Iterator, Sequence

from extraction.places import box_around
from extraction.readers.aligned import AlignedCell, AlignedTable, find_tables
from extraction.readers.doubts import find_doubts
from extraction.readers.furniture import without_furniture
from extraction.readers.paper import Paper, Word
from extraction.readers.ruled import RuledTable, find_ruled
from extraction.readers.visual_lines import VisualLine, cell_text, split_lines
from extraction.records import Box, Gap, Page, Source, Span
from extraction.transcript import Piece, Scribe
from extraction.vocabulary import GapReason

_SLACK = 4.0
"""How far the edge of an unruled column may stray from line to line (unit: points)."""
_LONGEST_QUOTE = 300


def write_papers(scribe: Scribe, papers: Sequence[Paper]) -> None:
    """Write pages: their tables as grids, the rest as lines.

    Running heads that come again are left out; what nobody can see becomes one gap a page.
    """
    before: AlignedTable | None = None
    for paper, kept in zip(papers, without_furniture(papers), strict=True):
        scribe.pages.append(_page(paper))
        first = len(scribe.lines) + 1
        before = _write_page(scribe, paper, kept, before)
        if paper.hidden:
            scribe.gaps.append(_hidden_gap(scribe, paper, first))
        scribe.gaps += find_doubts(scribe, paper, first)


def _page(paper: Paper) -> Page:
    return Page(
        number=paper.number,
        width=round(paper.width, 2),
        height=round(paper.height, 2),
        turn=paper.turn,
        skew=paper.skew,
    )


def _write_page(
    scribe: Scribe, paper: Paper, words: Sequence[Word], before: AlignedTable | None
) -> AlignedTable | None:
    """Write one page; its last table, if columns without ruling lines make it and it ends there."""
    tables = find_ruled(paper.rules, words)
    taken = {id(word) for table in tables for cell in table.cells for word in cell.words}
    lines = split_lines([word for word in words if id(word) not in taken])
    last: AlignedTable | None = before
    for table in tables:
        above = [line for line in lines if line.middle < table.box[1]]
        lines = [line for line in lines if line.middle >= table.box[1]]
        _write_lines(scribe, paper.number, above, last)
        _write_ruled(scribe, paper.number, table)
        last = None
    return _write_lines(scribe, paper.number, lines, last)


def _write_lines(
    scribe: Scribe, page: int, lines: Sequence[VisualLine], before: AlignedTable | None
) -> AlignedTable | None:
    """Write lines between ruled tables, and the unruled tables among them; the last of these."""
    tables = find_tables([line.cells for line in lines], _SLACK, before)
    starts = {table.first: table for table in tables}
    inside = {index for table in tables for index in range(table.first, table.last + 1)}
    for index, line in enumerate(lines):
        if table := starts.get(index):
            scribe.write_grid([list(_aligned_row(row, page)) for row in table.rows])
        elif index not in inside:
            scribe.write_line(_piece(word.text, page, word.box) for word in line.words)
    return tables[-1] if tables else None


def _aligned_row(row: Iterable[AlignedCell], page: int) -> Iterator[Piece]:
    for cell in row:
        text = cell_text(cell.words)
        yield _piece(text, page, cell.box, rows=cell.rows, columns=cell.columns)


def _write_ruled(scribe: Scribe, page: int, table: RuledTable) -> None:
    boxes = _slots(table)
    rows = [[_piece("", page, box) for box in line] for line in boxes]
    for cell in table.cells:
        around = box_around([word.box for word in cell.words]) if cell.words else cell.box
        text = cell_text(cell.words)
        piece = _piece(text, page, around, rows=cell.rows, columns=cell.columns)
        rows[cell.row][cell.column] = piece
    scribe.write_grid(rows, table.edges)


def _slots(table: RuledTable) -> list[list[Box]]:
    """The box of each place of a table: that of the cell that covers it."""
    boxes: list[list[Box]] = [[table.box] * table.width for _ in range(table.height)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rows):
            boxes[row][cell.column : cell.column + cell.columns] = [cell.box] * cell.columns
    return boxes


def _piece(text: str, page: int, box: Box | None, rows: int = 1, columns: int = 1) -> Piece:
    if box is not None:
        left, top, right, bottom = box
        box = (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))
    return Piece(text, page=page, box=box, rows=rows, columns=columns)


def _hidden_gap(scribe: Scribe, paper: Paper, first: int) -> Gap:
    """A gap for what a page holds and nobody sees, placed at the page's first line."""
    text = " ".join(word.text for line in split_lines(paper.hidden) for word in line.words)
    short = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
    left, top, right, bottom = box_around([word.box for word in paper.hidden])
    place = Span(
        line=min(first, max(len(scribe.lines), 1)),
        start=0,
        end=0,
        page=paper.number,
        box=(round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)),
    )
    return Gap(
        reason=GapReason.HIDDEN,
        message=f"text of page {paper.number} that nobody can see on it, or that lies across it",
        printed=short,
        source=Source(document=scribe.document, spans=(place,)),
    )
