"""The sheets of an .xlsb file: values and no formats, so that a percentage is a fraction."""

import io
from collections.abc import Iterator

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from extraction.errors import DamagedDocument, OversizedDocument
from extraction.readers.files import SourceFile
from extraction.readers.number_formats import read_number, show_plain
from extraction.readers.packages import Package
from extraction.readers.worksheets import WorkSheet

# The library keeps a place for every cell between the first and the last.
_MOST_CELLS = 5_000_000
_ROW = 0
_CELLS = range(1, 12)


def read_xlsb(file: SourceFile) -> Iterator[WorkSheet]:
    """The sheets of a workbook; raises `DamagedDocument`, `OversizedDocument`."""
    package = Package.open(file)
    package.check_texts()
    for name in package.parts:
        if name.startswith("xl/worksheets/") and name.endswith(".bin"):
            _check_extent(file, package.read(name))
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(file.data)) as book:
            kinds = {sheet.name: sheet for sheet in book.sheets_metadata}
            for name in book.sheet_names:
                if kinds[name].typ is SheetTypeEnum.WorkSheet:
                    hidden = kinds[name].visible is not SheetVisibleEnum.Visible
                    yield _read_sheet(name, hidden, book.get_sheet_by_name(name))
    except Exception as exc:  # whatever a broken file leads the library into
        raise DamagedDocument(f"{file.path}: a broken or cut-off workbook") from exc


def _read_sheet(name: str, hidden: bool, sheet: CalamineSheet) -> WorkSheet:
    page = WorkSheet(name, hidden)
    start = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), start[0]):
        for column, value in enumerate(values, start[1]):
            if shown := _show(value):
                page.cells[row, column] = shown
    return page


def _show(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        number = read_number(repr(value))
        return str(value) if number is None else show_plain(number)
    return str(value).strip()


def _check_extent(file: SourceFile, data: bytes) -> None:
    """Refuse a sheet whose first and last cell are too far apart."""
    rows, columns = [0], [0]
    place = 0
    while place < len(data):
        kind, place = _read_varint(data, place, 2)
        size, place = _read_varint(data, place, 4)
        number = int.from_bytes(data[place : place + 4], "little")
        if kind == _ROW:
            rows.append(number)
        elif kind in _CELLS:
            columns.append(number)
        place += size
    if (max(rows) + 1) * (max(columns) + 1) > _MOST_CELLS:
        raise OversizedDocument(f"{file.path}: a sheet of {max(rows)} rows")


def _read_varint(data: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and the place behind it."""
    value = 0
    for shift in range(most):
        byte = data[place] if place < len(data) else 0
        place += 1
        value |= (byte & 0x7F) << 7 * shift
        if not byte & 0x80:
            break
    return value, place
