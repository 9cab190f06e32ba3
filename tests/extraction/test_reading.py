"""Bytes in, lines out, whatever the encoding; what is no text is refused by name."""

import codecs
import hashlib
from pathlib import Path

import pytest

from extraction import (
    BinaryDocument,
    DamagedDocument,
    EmptyDocument,
    ExtractionError,
    MissingPath,
    UnknownEncoding,
    UnreadableDocument,
    read,
)
from extraction.readers import transcribe

LINES = (
    "青川市水利局2024年部门预算",
    "支出总表",
    "单位：万元",
    "科目编码\t科目名称\t合计",
    "208\t社会保障和就业支出\t1,234.50",
    "",
)
TEXT = "\n".join(LINES)

ENCODINGS = {
    "UTF-8": (TEXT.encode(), "utf-8"),
    "UTF-8 with a mark": (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
    "UTF-16 LE with a mark": (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
    "UTF-16 BE with a mark": (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
    "GB18030": (TEXT.encode("gb18030"), "gb18030"),
}
NEWLINES = {
    "CRLF": TEXT.replace("\n", "\r\n"),
    "CR": TEXT.replace("\n", "\r"),
    "mixed": "\r".join(LINES[:2]) + "\r\n" + "\n".join(LINES[2:]),
}


def write(folder: Path, data: bytes) -> Path:
    path = folder / "demo.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("data", "encoding"), ENCODINGS.values(), ids=ENCODINGS.keys())
def test_encodings(tmp_path: Path, data: bytes, encoding: str) -> None:
    text = transcribe(write(tmp_path, data))
    assert text.lines == LINES
    assert (text.document, text.encoding) == ("demo", encoding)
    assert text.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("text", NEWLINES.values(), ids=NEWLINES.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_newlines(tmp_path: Path, text: str, encoding: str) -> None:
    assert transcribe(write(tmp_path, text.encode(encoding))).lines == LINES


def test_the_same_tables_from_every_encoding(tmp_path: Path) -> None:
    tables = [read(write(tmp_path, data)).tables for data, _ in ENCODINGS.values()]
    assert [row.label for row in tables[0][0].rows] == ["社会保障和就业支出"]
    assert all(other == tables[0] for other in tables[1:])


def test_only_newlines_end_a_line(tmp_path: Path) -> None:
    text = "收入\u2028合计\x0b一\x0c二\x85三\n支出"
    assert transcribe(write(tmp_path, text.encode())).lines == (text[:-3], "支出")


@pytest.mark.parametrize("text", ["㙍水村", "臺灣", "Ⅲ级", "①②③", "㎡"])
def test_a_rare_character_does_not_make_text_foreign(tmp_path: Path, text: str) -> None:
    data = (TEXT * 3 + text).encode("gb18030")
    assert transcribe(write(tmp_path, data)).encoding == "gb18030"


REFUSED = {
    "empty": (b"", EmptyDocument),
    "blanks": (b" \t\r\n \n", EmptyDocument),
    "a mark alone": (codecs.BOM_UTF8, EmptyDocument),
    "ideographic spaces": ("\u3000\u3000\n".encode(), EmptyDocument),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", DamagedDocument),
    "PDF of plain ASCII": (b"%PDF-1.4\nBT (x) Tj ET\n", DamagedDocument),
    "ZIP": (b"PK\x03\x04\x14\x00", DamagedDocument),
    "old Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DamagedDocument),
    "PNG": (b"\x89PNG\r\n\x1a\n", DamagedDocument),
    "JPEG": (b"\xff\xd8\xff\xe0", DamagedDocument),
    "gzip": (b"\x1f\x8b\x08\x00", BinaryDocument),
    "control characters": (b"abc\x00\x01\x02", BinaryDocument),
    "UTF-16 without a mark": (TEXT.encode("utf-16-le"), BinaryDocument),
    "UTF-16 cut inside a character": (codecs.BOM_UTF16_LE + b"\x52", UnknownEncoding),
    "Latin-1 that is no GB18030": ("Café, déjà".encode("latin-1"), UnknownEncoding),
    "Latin-1 that makes GB18030": ("übermäßig grün".encode("latin-1"), UnknownEncoding),
    "bytes above 127": (bytes(range(0x80, 0x100)), UnknownEncoding),
}


@pytest.mark.parametrize(("data", "error"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(tmp_path: Path, data: bytes, error: type[ExtractionError]) -> None:
    path = write(tmp_path, data)
    with pytest.raises(UnreadableDocument) as caught:
        read(path)
    assert caught.type is error
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_nothing_at_the_path(tmp_path: Path) -> None:
    with pytest.raises(MissingPath) as caught:
        read(tmp_path / "none.txt")
    assert str(caught.value) == f"{tmp_path / 'none.txt'}: no such file"


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(tmp_path)
    assert caught.type is UnreadableDocument
    assert "\n" not in str(caught.value)


def test_a_name_longer_than_the_system_allows(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument):
        read(tmp_path / ("长" * 300))


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError):
        read(tmp_path / "a\0b.txt")
