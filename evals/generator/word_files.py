"""Disclosures as Word files: tables with merged cells, headings and paragraphs."""

import io
from collections.abc import Sequence
from random import Random

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.table import Table, _Cell
from lxml.etree import _Element

from evals.generator.blocks import Board, Part, Words, split_board
from evals.generator.labels import GeneratedDocument
from evals.generator.markup import frame_row
from evals.generator.slots import SlotRow, break_name


class WordPress:
    """Draws one document as a Word file."""

    def __init__(self, document: GeneratedDocument) -> None:
        rng = Random(f"word {document.name}")
        self.document = document
        self.file: WordDocument = Document()
        self.headings = rng.random() < 0.5
        """Whether headings have the styles of headings."""
        self.paragraphs = rng.random() < 0.5
        """Whether a broken name is two paragraphs of its cell or has a line break."""
        self.cut_runs = rng.random() < 0.3
        """Whether a text is cut into runs, as editing leaves it."""
        self.broken = rng.random() < 0.4
        """Whether pages break tables in two, or leave one table with a repeating header."""

    def draw(self) -> bytes:
        """The bytes of the file."""
        for block in self.document.blocks:
            if isinstance(block, Words):
                self._write(block.bare, block.level)
                continue
            for part in self.parts(block):
                framed = block.framed and bool(part.lead)
                if not framed:
                    for line in part.lead:
                        self._write(line)
                self._draw_table(block, part, framed)
        buffer = io.BytesIO()
        self.file.save(buffer)
        return buffer.getvalue()

    def parts(self, board: Board) -> tuple[Part, ...]:
        """A table as the file holds it: in one, or one a page."""
        parts = split_board(board, self.document.style)
        return parts if self.broken else (Part(parts[0].lead, board.header, board.rows),)

    def _write(self, text: str, level: int = 0) -> None:
        style = f"Heading {level}" if level and self.headings else None
        paragraph = self.file.add_paragraph(style=style)
        for run in self._runs(text):
            paragraph.add_run(run)

    def _runs(self, text: str) -> Sequence[str]:
        middle = len(text) // 2
        return (text[:middle], text[middle:]) if self.cut_runs and middle else (text,)

    def _draw_table(self, board: Board, part: Part, framed: bool) -> None:
        above = tuple(frame_row(line, board.width) for line in part.lead) if framed else ()
        rows = (*above, *part.header, *part.rows)
        if not rows:
            return
        table = self.file.add_table(len(rows), board.width, style="Table Grid")
        # Each look at `table.cells` builds the list anew.
        cells: list[_Cell] = table._cells
        for number, row in enumerate(rows):
            self._fill_row(cells, number * board.width, row, board.width)
        for number in range(len(above) + len(part.header)):
            _repeat_row(table, number)
        self.file.add_paragraph("")  # two tables that touch would be one

    def _fill_row(self, cells: list[_Cell], start: int, row: SlotRow, width: int) -> None:
        for slot in row:
            cell = cells[start + slot.column]
            last = start + slot.column + (slot.rows - 1) * width + slot.columns - 1
            if slot.rows > 1 or slot.columns > 1:
                cell = cell.merge(cells[last])
            if slot.text:
                self._fill_cell(cell, slot.text)

    def _fill_cell(self, cell: _Cell, text: str) -> None:
        lines = break_name(text, self.document.style.break_at, "\n").split("\n")
        paragraph = cell.paragraphs[0]
        for number, line in enumerate(lines):
            if number and self.paragraphs:
                paragraph = cell.add_paragraph()
            elif number:
                paragraph.add_run().add_break()
            for run in self._runs(line):
                paragraph.add_run(run)
        if text[-1].isdigit() and not text[0].isalpha():
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat_row(table: Table, number: int) -> None:
    """Mark a row as one that every page repeats."""
    properties: _Element = table.rows[number]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def draw_word_file(document: GeneratedDocument) -> bytes:
    """The bytes of a Word file."""
    return WordPress(document).draw()
