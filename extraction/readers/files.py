"""Files and the formats that they are in, by content and never by ending."""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from extraction.errors import BinaryDocument, DamagedDocument, MissingPath, UnreadableDocument
from extraction.vocabulary import Format

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
_WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
# The row of dashes under the header of a table in Markdown.
_PIPE_TABLE = re.compile(
    rb"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?)?[ \t\r]*$", re.MULTILINE
)
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


def find_format(file: SourceFile) -> Format:
    """The format of a file.

    Raises `BinaryDocument` for what no reader reads, `DamagedDocument` for a broken archive.
    """
    head = file.data[:_HEAD]
    if b"%PDF-" in head:
        return Format.PDF
    if head.startswith(_PICTURES):
        return Format.IMAGE
    if head.startswith(_ZIP):
        return _office_format(file)
    if head.startswith(_OLE):
        return _old_office_format(file)
    if head.startswith(b"{\\rtf"):
        return Format.WORD
    plain = file.data.replace(b"\x00", b"")  # UTF-16
    if _WEB_PAGE.search(plain[:_HEAD]) or re.search(rb"<table\b", plain, re.IGNORECASE):
        return Format.HTML
    if _PIPE_TABLE.search(plain):
        return Format.MARKDOWN
    return Format.TEXT


def _office_format(file: SourceFile) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as exc:
        raise DamagedDocument(f"{file.path}: a broken or cut-off archive") from exc
    if "word/document.xml" in names:
        return Format.WORD
    if any(name.startswith("xl/workbook.") for name in names):
        return Format.WORKBOOK
    if "content.xml" in names:
        return Format.WORKBOOK if b"spreadsheet" in file.data[:200] else Format.WORD
    raise BinaryDocument(f"{file.path}: this is a ZIP archive; give its path to unpack it")


def _old_office_format(file: SourceFile) -> Format:
    """Word or Excel by the names of the streams in the file's directory (UTF-16)."""
    if "WordDocument".encode("utf-16-le") in file.data:
        return Format.WORD
    for name in ("Workbook", "Book", "EncryptedPackage"):
        if name.encode("utf-16-le") in file.data:
            return Format.WORKBOOK
    raise BinaryDocument(f"{file.path}: an old Office document that is neither text nor workbook")
