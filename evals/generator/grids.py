"""The grid of every table of a generated document, as a format shows it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from evals.generator.blocks import Block, Board, Words, split_board
from evals.generator.formats import PrintFormat
from evals.generator.labels import GeneratedDocument
from evals.generator.slots import SlotRow, plain_rows, spread_rows
from evals.generator.styles import Spans
from evals.labels.grids import GridLabel

# Spaces align the columns there, or they are lost: no cells to compare with.
_WITHOUT_CELLS = (PrintFormat.SCAN, PrintFormat.ALIGNED, PrintFormat.COLLAPSED)
# No span is kept in these; a printed one is a cell and blank ones, or cells that are alike.
_SPANLESS = (PrintFormat.TEXT, PrintFormat.MARKDOWN)
_NOTES = ("注：", "说明：")


def printed_grids(document: GeneratedDocument, form: PrintFormat) -> tuple[GridLabel, ...]:
    """The grids of a document's tables in reading order; none in a format without cells.

    A format that keeps no spans has in their places what the template prints there, and a span
    that a page cuts is blank behind the cut. Of a header that comes again the first is kept.
    """
    if form in _WITHOUT_CELLS:
        return ()
    is_cut = _cuts_tables(document, form)
    return tuple(
        GridLabel(
            table=board.table,
            header=len(board.header),
            rows=tuple(map(tuple, _print_rows(board, document, form, is_cut))),
            around=tuple(filter(None, (*_lines_over(board), _note_text(after)))),
        )
        for board, after in pairwise((*document.blocks, Words("")))
        if isinstance(board, Board)
    )


def _lines_over(board: Board) -> tuple[str, ...]:
    return board.above, board.title or board.heading, *board.heads


def _note_text(block: Block) -> str:
    """A note, which a sheet holds under its table; empty for any other block."""
    return block.text if isinstance(block, Words) and block.text.startswith(_NOTES) else ""


def _cuts_tables(document: GeneratedDocument, form: PrintFormat) -> bool:
    """Whether a table that goes on over pages is several ones in the file."""
    if form is PrintFormat.WORD:
        from evals.generator.word_files import WordPress

        return WordPress(document).broken
    return form is PrintFormat.HTML


def _print_rows(
    board: Board, document: GeneratedDocument, form: PrintFormat, is_cut: bool
) -> list[list[str]]:
    header, width, spans = board.header, board.width, document.style.spans
    if form is PrintFormat.TEXT:
        header = _number_once(header)
    if form in _SPANLESS:
        return spread_rows(header, width, spans) + plain_rows(board.rows, width)
    parts = split_board(board, document.style)
    pages: Sequence[Sequence[SlotRow]] = [part.rows for part in parts] if is_cut else [board.rows]
    blocks = (spread_rows(rows, width, Spans.FILLED) for rows in (header, *pages))
    return [row for block in blocks for row in block]


def _number_once(header: tuple[SlotRow, ...]) -> tuple[SlotRow, ...]:
    """A header whose last row spans no columns: in text a row of numbers is never spread."""
    last = tuple(tuple(replace(slot, columns=1) for slot in row) for row in header[-1:])
    return (*header[:-1], *last)
