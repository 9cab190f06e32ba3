"""Files to lines: bytes are decoded by trying, and nothing is guessed silently."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from extraction.errors import (
    BinaryDocument,
    EmptyDocument,
    MissingPath,
    UnknownEncoding,
    UnreadableDocument,
)

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Signatures of formats that hold text, but not as lines.
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a gzip archive",
}


@dataclass(frozen=True, slots=True)
class TextFile:
    """A document as lines; line 1 is `lines[0]`."""

    document: str
    sha256: str
    encoding: str
    lines: tuple[str, ...]


def read_text(path: Path, document: str | None = None) -> TextFile:
    """Read a text file (UTF-8, with or without a mark, UTF-16 with one, GB18030).

    `document` names it; by default its file's name without the ending does.

    Raises `MissingPath`, `EmptyDocument`, `BinaryDocument`, `UnknownEncoding` or, where the
    system refuses, `UnreadableDocument`.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as exc:
        raise MissingPath(f"{path}: no such file") from exc
    except ValueError as exc:  # a path with a NUL
        raise MissingPath(f"{str(path)!r}: no such file") from exc
    except OSError as exc:
        raise UnreadableDocument(f"{path}: {exc.strerror}") from exc
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise BinaryDocument(f"{path}: this is {name}; only text can be read so far")
    text, encoding = _decode(data, path)
    if not text.strip():
        raise EmptyDocument(f"{path}: the file is empty")
    return TextFile(
        document=document or path.stem,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        lines=tuple(_NEWLINE.split(text)),
    )


def _decode(data: bytes, path: Path) -> tuple[str, str]:
    candidates = [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "gb18030"]
    binary = False
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            binary = True
        elif encoding != "gb18030" or _looks_chinese(text):
            return text, encoding
    damaged = data.decode("utf-8", errors="replace")
    if not binary and _is_slightly_damaged(damaged):
        return damaged, "utf-8, damaged"
    if binary or b"\x00" in data:
        raise BinaryDocument(f"{path}: this is a binary file, not text")
    raise UnknownEncoding(f"{path}: the text is in none of UTF-8, UTF-16 with a mark, GB18030")


def _is_slightly_damaged(text: str) -> bool:
    """Whether a text is UTF-8 but for a character or two (a file cut inside one, a bad copy)."""
    bad = text.count("\ufffd")
    rest = text.replace("\ufffd", "")
    han = sum(char > "\u2e80" for char in rest)
    return han > 10 * bad and bad <= max(2, len(text) // 1000) and not _CONTROL.search(rest)


def _looks_chinese(text: str) -> bool:
    """Whether most Han characters are everyday ones: any bytes make *some* GB18030 text."""
    foreign = [char for char in text if ord(char) > 0x7F]
    everyday = 0
    for char in foreign:
        code = char.encode("gb2312", errors="ignore")
        everyday += bool(code) and (0xA1 <= code[0] <= 0xA3 or 0xB0 <= code[0] <= 0xD7)
    return everyday >= 0.9 * len(foreign)
