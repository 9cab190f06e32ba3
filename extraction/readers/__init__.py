"""From a file to its transcript: one reader a format, chosen by content.

    bytes → format → lines, and the grids among them, each piece with its place

A reader knows nothing of what tables mean. Every later step is the same for all formats.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from extraction.errors import BinaryDocument
from extraction.readers.archives import expand_archive, is_archive
from extraction.readers.files import SourceFile, find_format, is_document, load_file
from extraction.records import Page
from extraction.transcript import Transcript
from extraction.vocabulary import Format

if TYPE_CHECKING:
    from extraction.readers.pictures import Picture

__all__ = [
    "SourceFile",
    "draw_page",
    "expand_archive",
    "find_format",
    "is_archive",
    "is_document",
    "load_file",
    "transcribe",
]


def transcribe(path: str | Path, document: str | None = None) -> Transcript:
    """The transcript of a file, named as the file is unless `document` names it.

    Raises an `ExtractionError` where it cannot be read. A reader's library is loaded with the
    first file of its format.
    """
    file = load_file(Path(path), document)
    match find_format(file):
        case Format.TEXT:
            from extraction.readers.plain import read_plain

            return read_plain(file)
        case Format.MARKDOWN:
            from extraction.readers.markdown import read_markdown

            return read_markdown(file)
        case Format.HTML:
            from extraction.readers.web import read_web

            return read_web(file)
        case Format.WORD:
            from extraction.readers.word import read_word

            return read_word(file)
        case Format.WORKBOOK:
            from extraction.readers.workbook import read_workbook

            return read_workbook(file)
        case Format.PDF:
            from extraction.readers.pdf import read_pdf

            return read_pdf(file)
        case Format.IMAGE:
            from extraction.readers.scan import read_image

            return read_image(file)
        case form:
            raise BinaryDocument(f"{file.path}: {form} cannot be read so far")


def draw_page(path: Path, number: int, page: Page | None = None) -> "Picture":
    """A page of a PDF or of a picture file as a picture, turned as its boxes refer to it.

    Raises an `ExtractionError` where the file or the page cannot be drawn.
    """
    from extraction.readers import pictures

    return pictures.draw_page(path, number, page)
