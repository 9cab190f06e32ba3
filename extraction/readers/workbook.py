"""Workbooks (.xlsx, .xlsb, .xls, .ods) to lines and grids, as a person sees them."""

from collections.abc import Iterator

from extraction.errors import EmptyDocument
from extraction.readers.files import SourceFile
from extraction.readers.ole import is_ole, unlock
from extraction.readers.packages import Package
from extraction.readers.worksheets import WorkSheet, write_worksheets
from extraction.transcript import Scribe, Transcript
from extraction.vocabulary import Format


def read_workbook(file: SourceFile) -> Transcript:
    """The sheets that are seen, in their order; raises an `UnreadableDocument`."""
    scribe = Scribe(file.document)
    write_worksheets(scribe, _read_sheets(unlock(file)))
    if not any(line.strip() for line in scribe.lines):
        raise EmptyDocument(f"{file.path}: no cell of the workbook shows anything")
    return scribe.finish(file.sha256, Format.WORKBOOK)


def _read_sheets(file: SourceFile) -> Iterator[WorkSheet]:
    """The sheets of a file, by the reader of its kind."""
    if is_ole(file):
        from extraction.readers.xls import read_xls

        return read_xls(file)
    parts = Package.open(file).parts
    if "xl/workbook.xml" in parts:
        from extraction.readers.xlsx import read_xlsx

        return read_xlsx(file)
    if "xl/workbook.bin" in parts:
        from extraction.readers.xlsb import read_xlsb

        return read_xlsb(file)
    from extraction.readers.opendocument import read_ods

    return read_ods(file)
