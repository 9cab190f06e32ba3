"""Files and the formats that they are in, by content and never by ending."""

import codecs
import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from extraction.errors import (
    BinaryDocument,
    DamagedDocument,
    ExtractionError,
    MissingPath,
    UnreadableDocument,
)
from extraction.vocabulary import Format

OLE = b"\xd0\xcf\x11\xe0"
"""What an old Office document begins with."""
ZIP = b"PK\x03\x04"
"""What a ZIP archive begins with, a new Office document too."""
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
_WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta)\b", re.IGNORECASE)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<[!?a-z]", re.IGNORECASE)
_MARKED_TABLE = re.compile(rb"<table\b", re.IGNORECASE)
# A web page that was saved with all it needs, or a workbook saved as one.
_BUNDLE = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_HEADING = re.compile(rb"^#{1,6} ", re.MULTILINE)
MAIN_PART = re.compile(r"word/document\d*\.xml")
"""The body of a Word document in its package."""
# The row of dashes under the header of a table in Markdown.
_PIPE_TABLE = re.compile(
    rb"^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t\r]*$", re.MULTILINE
)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TEXT_ENDINGS = (".txt", ".text", ".tsv", ".md", ".markdown", "")
# A PDF may follow some bytes of another program; a web page may begin with a comment.
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as read, and what its document is called."""

    document: str
    path: Path
    data: bytes
    sha256: str
    """SHA-256 of the bytes, in hexadecimal."""


def load_file(path: Path, document: str | None = None) -> SourceFile:
    """The bytes of a file; `document` names it, by default its name without the ending does.

    Raises `MissingPath` or, where the system refuses, `UnreadableDocument`.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as exc:
        raise MissingPath(f"{path}: no such file") from exc
    except ValueError as exc:  # a path with a NUL
        raise MissingPath(f"{str(path)!r}: no such file") from exc
    except OSError as exc:
        raise UnreadableDocument(f"{path}: {exc.strerror}") from exc
    return SourceFile(document or path.stem, path, data, hashlib.sha256(data).hexdigest())


def is_document(path: Path) -> bool:
    """Whether a file that was found, and not named, may be a disclosure, by what is in it.

    One that is cut off or locked may; text must have an ending of text, since tables of figures
    and programs are text too.
    """
    try:
        file = load_file(path)
        form = find_format(file)
    except BinaryDocument:
        return False
    except ExtractionError:
        return True
    if form in (Format.TEXT, Format.MARKDOWN):
        is_binary = b"\x00" in file.data and not file.data.startswith(_UTF_16)
        return path.suffix.lower() in _TEXT_ENDINGS and not is_binary
    return form is not Format.HTML or _MARKUP.match(file.data.lstrip()) is not None


def find_format(file: SourceFile) -> Format:
    """The format of a file.

    Raises `BinaryDocument` for what no reader reads, `DamagedDocument` for a broken archive.
    """
    head = file.data[:_HEAD]
    if b"%PDF-" in head:
        return Format.PDF
    if head.startswith(_PICTURES):
        return Format.IMAGE
    if head.startswith(ZIP):
        return _office_format(file)
    if head.startswith(OLE):
        from extraction.readers.ole import find_ole_format

        return find_ole_format(file)
    if head.startswith(b"{\\rtf"):
        return Format.WORD
    return _text_format(file.data.replace(b"\x00", b""))  # UTF-16


def _text_format(plain: bytes) -> Format:
    """What a text is marked up in; tables in tags may stand in a text of another kind."""
    if _WEB_PAGE.search(plain[:_HEAD]) or _BUNDLE.search(plain[:_HEAD]):
        return Format.HTML
    noted = _PIPE_TABLE.search(plain) or _HEADING.search(plain)
    if _MARKED_TABLE.search(plain):
        return Format.HTML if _MARKUP.match(plain) and not noted else Format.MARKDOWN
    return Format.MARKDOWN if _PIPE_TABLE.search(plain) else Format.TEXT


def _office_format(file: SourceFile) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(_HEAD) if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError) as exc:
        raise DamagedDocument(f"{file.path}: a broken or cut-off archive") from exc
    if any(MAIN_PART.fullmatch(name) for name in names):
        return Format.WORD
    if any(name.startswith("xl/workbook.") for name in names):
        return Format.WORKBOOK
    if "content.xml" in names:
        return Format.WORKBOOK if b"spreadsheet" in kind else Format.WORD
    if "ppt/presentation.xml" in names:
        raise BinaryDocument(f"{file.path}: slides are not read")
    raise BinaryDocument(f"{file.path}: this is a ZIP archive, and no document")
