"""PDF documents: the words of their text layer with their places, and what is ruled around them.

A page that is a picture goes to the reader of scans.
"""

import re
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from extraction.errors import (
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    MissingReader,
    OversizedDocument,
)
from extraction.readers.drawings import read_drawing
from extraction.readers.files import SourceFile
from extraction.readers.flow import write_papers
from extraction.readers.paper import Paper
from extraction.readers.pictures import PDFIUM
from extraction.readers.textlayer import Layer, read_layer
from extraction.records import Gap, Source, Span
from extraction.transcript import Scribe, Transcript
from extraction.vocabulary import Format, GapReason

_MOST_PAGES = 2000
_LONGEST_SIDE = 20_000.0
_DPI = 150
_MOST_PIXELS = 40_000_000
_END = b"%%EOF"
_START = re.compile(rb"startxref\s+(\d+)\s*$")
_LENGTH = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as read: its paper, whether it is a picture, and what is wrong with it."""

    paper: Paper
    is_picture: bool = False
    trouble: str = ""


def read_pdf(file: SourceFile) -> Transcript:
    """The words, lines and tables of a PDF.

    Raises an `UnreadableDocument` where it is encrypted, damaged, empty or too large, and
    `MissingReader` where all its pages are pictures and OCR is not installed.
    """
    with PDFIUM:
        document = _open(file)
        try:
            sheets = [_read_sheet(document, index) for index in range(len(document))]
            sheets, gaps = _read_pictures(file, document, sheets)
        finally:
            document.close()
    if all(sheet.trouble for sheet in sheets):
        raise DamagedDocument(f"{file.path}: none of its pages can be read")
    papers = [sheet.paper for sheet in sheets]
    if not gaps and not any(paper.words for paper in papers):
        raise EmptyDocument(f"{file.path}: nothing is printed on its pages")
    scribe = Scribe(file.document)
    write_papers(scribe, papers)
    scribe.gaps += gaps
    return scribe.finish(file.sha256, Format.PDF)


def read_papers(file: SourceFile) -> list[Paper]:
    """The pages of a PDF by its text layer alone: a page that is a picture has no words."""
    with PDFIUM:
        document = _open(file)
        try:
            return [_read_sheet(document, index).paper for index in range(len(document))]
        finally:
            document.close()


def _open(file: SourceFile) -> pypdfium2.PdfDocument:
    if not _is_whole(file.data):
        raise DamagedDocument(f"{file.path}: the PDF is cut off; get the whole file")
    try:
        document = pypdfium2.PdfDocument(file.data)
        count = len(document)
    except pypdfium2.PdfiumError as exc:
        # PDFium may still tell of the file before.
        locked = exc.err_code == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in file.data
        if locked:
            raise EncryptedDocument(f"{file.path}: the PDF needs a password") from exc
        raise DamagedDocument(f"{file.path}: the PDF is broken") from exc
    if 0 < count <= _MOST_PAGES:
        return document
    document.close()
    if count > _MOST_PAGES:
        raise OversizedDocument(f"{file.path}: {count} pages, at most {_MOST_PAGES} are read")
    raise DamagedDocument(f"{file.path}: the PDF has no pages")


def _is_whole(data: bytes) -> bool:
    """Whether the file goes on to its end: pages cut off are lost without a word.

    Behind the last end mark may stand what a server or a mailer added, but no further object.
    A file made for the web says how long it is, since it has an end mark near its beginning.
    """
    length = _LENGTH.search(data[:2048])
    if length and int(length.group(1)) > len(data):
        return False
    end = data.rfind(_END)
    if end >= 0 and not re.search(rb"\d+\s+\d+\s+obj\b", data[end:]):
        return True
    start = _START.search(data[-64:].rstrip(b"%EOF\r\n \x00"))
    return start is not None and _is_table(data, int(start.group(1)))


def _is_table(data: bytes, offset: int) -> bool:
    """Whether the table of a file's objects stands at an offset."""
    return re.match(rb"\s*(?:xref|\d+\s+\d+\s+obj)\b", data[offset : offset + 40]) is not None


def _read_sheet(document: pypdfium2.PdfDocument, index: int) -> _Sheet:
    page = pdfium.FPDF_LoadPage(document.raw, index)
    if not page:
        return _Sheet(_blank(index + 1), trouble=f"page {index + 1} is broken")
    try:
        if max(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)) > _LONGEST_SIDE:
            return _Sheet(_blank(index + 1), trouble=f"page {index + 1} is too large for paper")
        text = pdfium.FPDFText_LoadPage(page)
        try:
            layer = read_layer(page, text, read_drawing(page))
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)
    return _Sheet(_as_paper(layer, index + 1), layer.is_picture)


def _blank(number: int) -> Paper:
    return Paper(number=number, width=595.0, height=842.0, words=())


def _as_paper(layer: Layer, number: int) -> Paper:
    return Paper(
        number=number,
        width=layer.width,
        height=layer.height,
        words=() if layer.is_picture and layer.is_unread else layer.words,
        rules=layer.rules,
        hidden=layer.hidden,
        turn=layer.turn,
    )


def _read_pictures(
    file: SourceFile, document: pypdfium2.PdfDocument, sheets: list[_Sheet]
) -> tuple[list[_Sheet], list[Gap]]:
    """The pages with those read that are pictures, and a gap for each that could not be."""
    read: list[_Sheet] = []
    gaps: list[Gap] = []
    missing: MissingReader | None = None
    for sheet in sheets:
        if sheet.trouble:
            gaps.append(_gap(file, sheet, GapReason.DAMAGED, sheet.trouble))
        if sheet.is_picture and missing is None:
            try:
                sheet = _read_picture(document, sheet)
            except MissingReader as exc:
                missing = exc
        if sheet.is_picture:
            message = f"page {sheet.paper.number} is a picture, and OCR is not installed"
            gaps.append(_gap(file, sheet, GapReason.NO_TEXT, message))
        read.append(sheet)
    if missing and not any(sheet.paper.words for sheet in read):
        raise MissingReader(f"{file.path}: its pages are pictures; {missing}") from missing
    return read, gaps


def _gap(file: SourceFile, sheet: _Sheet, reason: GapReason, message: str) -> Gap:
    paper = sheet.paper
    place = Span(line=1, start=0, end=0, page=paper.number, box=(0, 0, paper.width, paper.height))
    source = Source(document=file.document, spans=(place,))
    return Gap(reason=reason, message=message, printed="", source=source)


def _read_picture(document: pypdfium2.PdfDocument, sheet: _Sheet) -> _Sheet:
    try:
        from extraction.readers.scan import read_page_image
    except ImportError as exc:
        raise MissingReader("OCR is not installed") from exc
    paper = sheet.paper
    page = document[paper.number - 1]
    try:
        width, height = page.get_size()
        scale = min(_DPI / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        image = page.render(scale=scale).to_pil()
    finally:
        page.close()
    seen = read_page_image(image, paper.number, width, height)
    return _Sheet(replace(seen, hidden=paper.hidden))
