"""The format of a file follows from what is in it, and never from its name."""

import io
import zipfile
from pathlib import Path

import olefile
import openpyxl
import pytest
import xlwt

from extraction import BinaryDocument, DamagedDocument, find_format, is_document, load_file
from extraction.vocabulary import Format


def packed(*names: str, first: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, b"<x/>")
    return out.getvalue()


def old_workbook() -> bytes:
    out = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "预算")
    book.save(out)
    return out.getvalue()


OLD_WORKBOOK = old_workbook()
OLD_TEXT = OLD_WORKBOOK.replace(
    "Workbook".encode("utf-16-le") + bytes(16), "WordDocument".encode("utf-16-le") + bytes(8)
).replace(b"\x12\x00\x02\x01", b"\x1a\x00\x02\x01")
ODF = b"application/vnd.oasis.opendocument."
TABLE = "<table><tr><td>收入</td><td>1.00</td></tr></table>"

FORMATS = {
    "tabs": ("收入\t1.00\n".encode(), Format.TEXT),
    "words": ("第一部分 <概况>\n".encode(), Format.TEXT),
    "hashes alone": ("# 预算\n收入\t1.00\n".encode(), Format.TEXT),
    "a rule": ("收入\n---\n支出\n".encode(), Format.TEXT),
    "pipes": ("收入|支出\n-|-\n1|2\n".encode(), Format.MARKDOWN),
    "pipes in GBK": ("|收入|支出|\r\n|:--|--:|\r\n|1|2|\r\n".encode("gbk"), Format.MARKDOWN),
    "pipes in UTF-16": ("|收入|支出|\n|---|---|\n".encode("utf-16"), Format.MARKDOWN),
    "tags in a text": (f"# 预算\n\n{TABLE}\n".encode(), Format.MARKDOWN),
    "tags behind words": (f"预算\n{TABLE}\n".encode(), Format.MARKDOWN),
    "tags first": (f"{TABLE}\n\n# 预算\n".encode(), Format.MARKDOWN),
    "a page": (f"<!-- 公开 -->\n<!DOCTYPE html>{TABLE}".encode(), Format.HTML),
    "a page in UTF-16": (f"<html>{TABLE}</html>".encode("utf-16"), Format.HTML),
    "a table": (TABLE.encode(), Format.HTML),
    "a bundle": (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n",
        Format.HTML,
    ),
    "docx": (packed("[Content_Types].xml", "word/document.xml"), Format.WORD),
    "docx from the web": (packed("word/document2.xml"), Format.WORD),
    "odt": (packed("content.xml", first=ODF + b"text"), Format.WORD),
    "rtf": (b"{\\rtf1 x}", Format.WORD),
    "doc": (OLD_TEXT, Format.WORD),
    "xlsx": (packed("xl/workbook.xml"), Format.WORKBOOK),
    "xlsb": (packed("xl/workbook.bin"), Format.WORKBOOK),
    "ods": (packed("content.xml", first=ODF + b"spreadsheet"), Format.WORKBOOK),
    "xls": (OLD_WORKBOOK, Format.WORKBOOK),
    "pdf": (b"\n%PDF-1.7\n", Format.PDF),
    "png": (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
}


def write(folder: Path, data: bytes, name: str = "file.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("data", "form"), FORMATS.values(), ids=FORMATS)
def test_the_format(tmp_path: Path, data: bytes, form: Format) -> None:
    assert find_format(load_file(write(tmp_path, data))) is form


REFUSED = {
    "an archive": (packed("a.txt"), BinaryDocument),
    "slides": (packed("ppt/presentation.xml"), BinaryDocument),
    "a cut-off archive": (packed("word/document.xml")[:60], DamagedDocument),
    "a cut-off old file": (OLD_WORKBOOK[:1600], DamagedDocument),
    "old slides": (
        OLD_WORKBOOK.replace("Workbook".encode("utf-16-le"), "PowerPnt".encode("utf-16-le")),
        BinaryDocument,
    ),
}


@pytest.mark.parametrize(("data", "error"), REFUSED.values(), ids=REFUSED)
def test_what_has_no_format(tmp_path: Path, data: bytes, error: type[Exception]) -> None:
    path = write(tmp_path, data)
    with pytest.raises(error) as caught:
        find_format(load_file(path))
    assert caught.type is error


def test_the_old_files_of_this_test_are_sound() -> None:
    assert olefile.OleFileIO(OLD_TEXT).exists("WordDocument")


def test_words_in_a_cell_make_no_workbook(tmp_path: Path) -> None:
    """The names of streams are looked up among the streams, not in what stands in them."""
    book = xlwt.Workbook()
    book.add_sheet("WordDocument预").write(0, 0, "WordDocument预")
    out = io.BytesIO()
    book.save(out)
    assert find_format(load_file(write(tmp_path, out.getvalue()))) is Format.WORKBOOK


FOUND = {
    "a.txt": ("收入\t1.00\n".encode(), True),
    "公告": ("收入\t1.00\n".encode(), True),
    "a.csv": ("收入,1.00\n".encode(), False),
    "a.json": (b'{"a": "<table>"}', False),
    "a.py": (b"x = '<table>'\n", False),
    "a.md": (b"|a|b|\n|-|-|\n", True),
    "a.aspx": (f"<html>{TABLE}</html>".encode(), True),
    "program": (b"MZ\x00\x01", False),
    "a.exe": (b"MZ\x00\x01", False),
    "a.zip": (packed("a.txt"), False),
    "a.pptx": (packed("ppt/presentation.xml"), False),
    "a.docx": (packed("word/document.xml")[:60], True),
    "a.pdf": (b"%PDF-1.7", True),
}


@pytest.mark.parametrize(("name", "data", "found"), [(n, *f) for n, f in FOUND.items()], ids=FOUND)
def test_what_may_be_a_document_in_a_folder(
    tmp_path: Path, name: str, data: bytes, found: bool
) -> None:
    assert is_document(write(tmp_path, data, name)) is found


def test_a_workbook_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "table.doc"
    openpyxl.Workbook().save(path)
    assert find_format(load_file(path)) is Format.WORKBOOK
