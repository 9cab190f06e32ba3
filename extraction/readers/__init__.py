"""From a file to its transcript: one reader a format, chosen by content.

    bytes → format → lines, and the grids among them, each piece with its place

A reader knows nothing of what tables mean. Every later step is the same for all formats.
"""

from pathlib import Path

from extraction.errors import BinaryDocument
from extraction.readers.files import SourceFile, find_format, load_file
from extraction.transcript import Transcript
from extraction.vocabulary import Format

__all__ = ["SourceFile", "find_format", "load_file", "transcribe"]


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
        case form:
            raise BinaryDocument(f"{file.path}: {form} cannot be read so far")
