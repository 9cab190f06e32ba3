"""Disclosures as workbooks: a sheet a table, amounts as numbers or as text."""

import io
import re
from dataclasses import replace
from decimal import Decimal
from random import Random

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from evals.generator.blocks import Board, Words
from evals.generator.labels import GeneratedDocument
from evals.generator.markup import frame_row
from evals.generator.slots import Slot, SlotRow, break_name
from extraction.export import FactRow

_AMOUNT = re.compile(r"-?\d{1,3}(,?\d{3})*(\.\d+)?")
_RATE = re.compile(r"\d+\.\d+%")
# What no sheet may be called.
_FORBIDDEN = re.compile(r"[\\/*?:\[\]]")


class WorkbookPress:
    """Draws one document as a workbook, and tells what its cells show."""

    def __init__(self, document: GeneratedDocument) -> None:
        rng = Random(f"workbook {document.name}")
        self.document = document
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self.rng = rng
        self.numbers = rng.choice(("places", "places", "general", "text"))
        """Amounts as numbers with places, as bare numbers, or as text."""
        self.codes = rng.random() < 0.3
        """Whether codes are numbers."""
        self.offset = rng.choice((0, 0, 1))
        """How many blank rows and columns stand before everything."""
        self.apart = rng.random() < 0.5
        """Whether a blank row stands between the heads and the header."""
        self.sheet: Worksheet | None = None
        self.row = 0
        self.tabled = False
        """Whether the sheet has its table, so that prose begins another."""
        self.places: dict[tuple[int, int, int], str] = {}
        """The cell of each block (row -1) and of each slot of a table, once drawn."""

    def draw(self) -> tuple[bytes, tuple[FactRow, ...]]:
        """The bytes of the file, and its facts as the cells show them."""
        for index, block in enumerate(self.document.blocks):
            if isinstance(block, Words):
                self._write(block)
                self.places[index, -1, 0] = self._place(0)
            else:
                self._draw_board(block, index)
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue(), tuple(
            replace(fact, value=self.show(fact.value)) for fact in self.document.facts
        )

    def _open_sheet(self, name: str) -> Worksheet:
        bare = _FORBIDDEN.sub("", name)[:24] or "表"
        self.sheet = self.book.create_sheet(f"{len(self.book.sheetnames) + 1} {bare}")
        self.row, self.tabled = self.offset, False
        return self.sheet

    def _write(self, words: Words) -> None:
        is_note = self.tabled and words.text.startswith(("注：", "说明："))
        if self.sheet is None or (self.tabled and not is_note):
            self._open_sheet("说明")
        self.row += 1
        self._cell(0).value = words.bare

    def _cell(self, column: int) -> Cell:
        assert self.sheet is not None
        cell = self.sheet.cell(self.row, 1 + self.offset + column)
        assert isinstance(cell, Cell)
        return cell

    def _place(self, column: int) -> str:
        cell = self._cell(column)
        return f"{quote_sheetname(cell.parent.title)}!{cell.coordinate}"

    def _draw_board(self, board: Board, index: int) -> None:
        title = board.title or board.heading
        self._open_sheet(title)
        for line in filter(None, (board.above, title, *board.heads)):
            self.row += 1
            self._draw_row(frame_row(line, board.width))
            if line == title:
                self.places[index, -1, 0] = self._place(0)
        self.row += self.apart
        for number, row in enumerate((*board.header, *board.rows), start=-len(board.header)):
            self.row += 1
            self._draw_row(row)
            if number >= 0:
                for slot in row:
                    self.places[index, number, slot.column] = self._place(slot.column)
        self.tabled = True

    def _draw_row(self, row: SlotRow) -> None:
        for slot in row:
            cell = self._cell(slot.column)
            if slot.text:
                self._fill(cell, slot.text)
            if slot.rows > 1 or slot.columns > 1:
                self._merge(slot)

    def _merge(self, slot: Slot) -> None:
        assert self.sheet is not None
        first = 1 + self.offset + slot.column
        last = first + slot.columns - 1
        self.sheet.merge_cells(
            start_row=self.row,
            end_row=self.row + slot.rows - 1,
            start_column=first,
            end_column=last,
        )

    def _fill(self, cell: Cell, text: str) -> None:
        if self._is_amount(text):
            cell.value = float(text.replace(",", ""))
            if self.numbers == "places":
                places = len(text.partition(".")[2])
                whole = "#,##0" if self.document.style.thousands else "0"
                cell.number_format = f"{whole}.{'0' * places}" if places else whole
        elif self.numbers == "places" and _RATE.fullmatch(text):
            cell.value = float(Decimal(text[:-1]) / 100)
            cell.number_format = f"0.{'0' * len(text[:-1].partition('.')[2])}%"
        elif text.isdigit() and text[0] != "0" and self.codes:
            cell.value = int(text)
        else:
            cell.value = break_name(text, self.document.style.break_at, "\n")

    def _is_amount(self, text: str) -> bool:
        """Whether a text is money that this workbook holds as a number; codes have no places."""
        money = "." in text if self.document.style.places else len(text) > 3 and "," in text
        return self.numbers != "text" and money and bool(_AMOUNT.fullmatch(text))

    def show(self, text: str) -> str:
        """What a cell shows of a printed text: a bare number drops zeros at its end."""
        if self.numbers != "general" or "." not in text or not self._is_amount(text):
            return text
        return text.rstrip("0").rstrip(".")


def draw_workbook(document: GeneratedDocument) -> tuple[bytes, tuple[FactRow, ...]]:
    """The bytes of a workbook, and its facts as the cells show them."""
    return WorkbookPress(document).draw()
