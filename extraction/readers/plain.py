"""Files to lines: bytes are decoded by trying, and nothing is guessed silently."""

import codecs
import re
from dataclasses import replace
from pathlib import Path

from extraction.errors import BinaryDocument, EmptyDocument, UnknownEncoding
from extraction.readers.files import SourceFile
from extraction.readers.tabs import find_grids
from extraction.transcript import Transcript
from extraction.vocabulary import Format

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_plain(file: SourceFile) -> Transcript:
    """The lines of a text (UTF-8, with or without a mark, UTF-16 with one, GB18030).

    Raises `EmptyDocument`, `BinaryDocument` or `UnknownEncoding`.
    """
    lines, encoding = read_lines(file)
    bare = Transcript(file.document, lines, file.sha256, Format.TEXT, encoding)
    if any("\t" in line for line in lines):
        return replace(bare, grids=tuple(find_grids(bare)))
    # Not loaded for text with tabs, which is read in less time than it takes to load.
    from extraction.readers.layout_grids import find_layout_grids
    from extraction.readers.layout_text import keeps_columns

    if not keeps_columns(lines):
        return bare
    grids, running = find_layout_grids(file.document, lines)
    if not grids:
        return bare
    return replace(bare, grids=tuple(grids), is_aligned=True, running=running)


def read_lines(file: SourceFile) -> tuple[tuple[str, ...], str]:
    """The lines of a text and its encoding; raises as `read_plain` does."""
    text, encoding = decode(file.data, file.path)
    if not text.strip():
        raise EmptyDocument(f"{file.path}: the file is empty")
    return tuple(_NEWLINE.split(text)), encoding


def decode(data: bytes, path: Path) -> tuple[str, str]:
    """The text of some bytes and its encoding; raises `BinaryDocument` or `UnknownEncoding`."""
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
