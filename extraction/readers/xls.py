"""The sheets of an old .xls file."""

from collections.abc import Iterator

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.book import Book
from xlrd.sheet import Cell, Sheet

from extraction.errors import DamagedDocument, EncryptedDocument
from extraction.readers.files import SourceFile
from extraction.readers.number_formats import (
    GENERAL,
    built_in_format,
    read_number,
    show_number,
    show_text,
)
from extraction.readers.worksheets import WorkSheet

_WORKSHEET = 0


def read_xls(file: SourceFile) -> Iterator[WorkSheet]:
    """The sheets of a workbook; raises `DamagedDocument` or `EncryptedDocument`."""
    try:
        with xlrd.open_workbook(
            file_contents=file.data, formatting_info=True, ragged_rows=True, logfile=_Silence()
        ) as book:
            sheets = [_read_sheet(book, sheet) for sheet in book.sheets()]
    except Exception as exc:  # whatever a broken file leads the library into
        if "encrypted" in str(exc):
            message = f"{file.path}: encrypted; a password is needed"
            raise EncryptedDocument(message) from exc
        raise DamagedDocument(f"{file.path}: a broken or cut-off workbook") from exc
    yield from sheets


class _Silence:
    """Where the library writes its warnings to."""

    def write(self, _text: str) -> int:
        return 0

    def flush(self) -> None:
        pass


def _read_sheet(book: Book, sheet: Sheet) -> WorkSheet:
    page = WorkSheet(sheet.name, bool(sheet.visibility))
    shows_zeros = bool(sheet.show_zero_values)  # type: ignore[attr-defined]  # set by a record
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            code = _format(book, cell)
            stored = "" if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else cell.value
            shown = _show(book, cell, code)
            zero = cell.ctype == xlrd.XL_CELL_NUMBER and cell.value == 0
            if shown.strip() and (shows_zeros or not zero):
                page.cells[row, column] = shown
            elif stored != "" and str(stored).strip() and not zero:
                page.unseen.append((row, column))
    for first, end, left, right in sheet.merged_cells:
        page.merges.append((first, left, end - 1, right - 1))
    page.hidden_rows = [(n, n) for n, info in sheet.rowinfo_map.items() if info.hidden]
    page.hidden_columns = [(n, n) for n, info in sheet.colinfo_map.items() if info.hidden]
    return page


def _show(book: Book, cell: Cell, code: str) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return show_text(str(cell.value), code).replace("\r\n", "\n")
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            number = read_number(repr(cell.value))
            shown = None if number is None else show_number(number, code, bool(book.datemode))
            return str(cell.value) if shown is None else shown
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return error_text_from_code.get(int(cell.value), "#ERR")
        case _:
            return ""


def _format(book: Book, cell: Cell) -> str:
    if cell.xf_index is None or not 0 <= cell.xf_index < len(book.xf_list):
        return GENERAL
    key = book.xf_list[cell.xf_index].format_key
    known = book.format_map.get(key)
    spelled = known.format_str if known else None
    return spelled or built_in_format(key)
