"""Where things of a document stand in each format: lines, pages, cells of tables and workbooks.

A web page and a Word file have no lines that a person could count by. There, a place outside of a
table, titles included, is the number of its paragraph or table in reading order; it tells places
apart, and is none that a reader of the file gives.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from evals.generator.blocks import Board, Part, Spot, Words, split_board
from evals.generator.formats import PrintFormat
from evals.generator.labels import GeneratedDocument
from evals.generator.plain_pages import aligned_lines, collapsed_lines, draw_loss
from evals.generator.press import Ruling, Run, draw_setting, set_pages
from evals.generator.slots import SlotRow, element_counts
from evals.labels.gold import FindingLabel, TableLabel
from extraction.export import FactRow

Places = Callable[[Spot], str]
"""Where a place among the blocks comes to stand, as label files write it."""

_Label = TypeVar("_Label", FactRow, TableLabel, FindingLabel)

COUNTED = frozenset(
    {
        PrintFormat.TEXT,
        PrintFormat.MARKDOWN,
        PrintFormat.WORKBOOK,
        PrintFormat.PDF,
        PrintFormat.UNRULED,
        PrintFormat.SCAN,
        PrintFormat.ALIGNED,
        PrintFormat.COLLAPSED,
    }
)
"""The formats in which a place is a line, a page or a cell of a workbook."""


def find_places(document: GeneratedDocument, form: PrintFormat) -> Places:
    """Where everything stands in a format; for a scan, the document is its excerpt."""
    match form:
        case PrintFormat.TEXT:
            return _text_places(document)
        case PrintFormat.MARKDOWN:
            return _markdown_places(document)
        case PrintFormat.WORKBOOK:
            return _workbook_places(document)
        case PrintFormat.PDF | PrintFormat.SCAN:
            return _page_places(document, Ruling.GRID)
        case PrintFormat.UNRULED:
            ruling = Ruling.NONE if document.style.voice == 0 else Ruling.THREE_LINES
            return _page_places(document, ruling)
        case PrintFormat.ALIGNED:
            leaves = set_pages(document.blocks, draw_setting(document, Ruling.NONE))
            return _run_places(document, list(aligned_lines(leaves, document.name)))
        case PrintFormat.COLLAPSED:
            leaves = set_pages(document.blocks, draw_setting(document, Ruling.GRID))
            lines = collapsed_lines(leaves, draw_loss(document.name))
            return _run_places(document, list(lines))
        case PrintFormat.HTML:
            return _web_places(document)
        case PrintFormat.WORD:
            return _word_places(document)


def fact_spots(document: GeneratedDocument) -> tuple[Spot, ...]:
    """The place of each fact among the blocks, in the order of the facts."""
    return tuple(
        Spot(index, row, cell)
        for index, block in enumerate(document.blocks)
        if isinstance(block, Board)
        for row, cell in block.facts
    )


def title_spots(document: GeneratedDocument) -> tuple[Spot, ...]:
    """The place of each table's title."""
    return tuple(
        Spot(index, -1) for index, block in enumerate(document.blocks) if isinstance(block, Board)
    )


def place_labels(labels: Sequence[_Label], spots: Sequence[Spot], places: Places) -> list[_Label]:
    """Labels with the place of each."""
    return [replace(label, where=places(spot)) for label, spot in zip(labels, spots, strict=True)]


def _heading_of(document: GeneratedDocument, spot: Spot) -> Spot:
    """The place itself, or the heading over a table for the title that it does not have."""
    board = document.blocks[spot.block]
    if not isinstance(board, Board) or board.title or spot.at >= 0:
        return spot
    for index in range(spot.block - 1, -1, -1):
        block = document.blocks[index]
        if isinstance(block, Words) and board.heading in block.text:
            return Spot(index)
    raise ValueError(f"no heading {board.heading!r} over its table")


def _text_places(document: GeneratedDocument) -> Places:
    cells = {
        spot: fact.where for spot, fact in zip(fact_spots(document), document.facts, strict=True)
    }

    def place(spot: Spot) -> str:
        start = document.starts[spot.block]
        line = start.rows[spot.at] if start.rows and spot.at >= 0 else start.line_at(spot.at)
        return cells.get(spot) or str(line)

    return place


def _markdown_places(document: GeneratedDocument) -> Places:
    from evals.generator.markup import MarkdownPress

    press = MarkdownPress(document)
    press.draw()

    def place(spot: Spot) -> str:
        shown = _heading_of(document, spot)
        return str(press.places[shown.block, _row(document, shown)])

    return place


def _workbook_places(document: GeneratedDocument) -> Places:
    from evals.generator.workbooks import WorkbookPress

    press = WorkbookPress(document)
    press.draw()
    return lambda spot: press.places[spot.block, _row(document, spot), spot.cell]


def _row(document: GeneratedDocument, spot: Spot) -> int:
    return spot.at if isinstance(document.blocks[spot.block], Board) else -1


def _page_places(document: GeneratedDocument, ruling: Ruling) -> Places:
    leaves = set_pages(document.blocks, draw_setting(document, ruling))
    return _run_places(document, [leaf.runs for leaf in leaves])


def _run_places(document: GeneratedDocument, groups: Sequence[Sequence[Run]]) -> Places:
    """Places by the number of the page or line, from 1, that a run stands on."""
    cells: dict[Spot, int] = {}
    titles: dict[tuple[int, str], int] = {}
    characters: dict[int, list[int]] = {}
    for number, runs in enumerate(groups, start=1):
        for run in runs:
            cells.setdefault(Spot(run.block, run.row, run.column), number)
            titles.setdefault((run.block, run.text), number)
            characters.setdefault(run.block, []).extend([number] * len(run.text))

    def place(spot: Spot) -> str:
        shown = _heading_of(document, spot)
        block = document.blocks[shown.block]
        if isinstance(block, Words):
            return str(characters[shown.block][shown.at])
        return str(titles[shown.block, block.title] if shown.at < 0 else cells[shown])

    return place


def _web_places(document: GeneratedDocument) -> Places:
    def split(board: Board) -> tuple[Part, ...]:
        return split_board(board, document.style)

    return _element_places(document, split, _begun)


def _word_places(document: GeneratedDocument) -> Places:
    from evals.generator.word_files import WordPress

    return _element_places(document, WordPress(document).parts, element_counts)


def _begun(rows: Sequence[SlotRow]) -> dict[tuple[int, int], int]:
    return {
        (number, slot.column): count
        for number, row in enumerate(rows)
        for count, slot in enumerate(row, start=1)
    }


def _element_places(
    document: GeneratedDocument,
    split: Callable[[Board], tuple[Part, ...]],
    count: Callable[[Sequence[SlotRow]], dict[tuple[int, int], int]],
) -> Places:
    """Cells as elements of a file: table, row and cell, each counted from 1."""
    cells: dict[Spot, str] = {}
    tables = 0
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Board):
            continue
        above = 0
        for part in split(block):
            rows = (*part.header, *part.rows)
            tables += bool(rows)
            framed = len(part.lead) if block.framed else 0
            for (row, column), element in count(rows).items():
                spot = Spot(index, above + row - len(part.header), column)
                where = f"table {tables}, row {framed + row + 1}, cell {element}"
                if row >= len(part.header):
                    cells[spot] = where
            above += len(part.rows)
    return lambda spot: cells.get(spot) or str(spot.block + 1)
