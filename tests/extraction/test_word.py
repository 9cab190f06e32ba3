"""Word documents, written here as their programs write them: what they show, and no more."""

import io
import os
import re
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from PIL import Image

from extraction import (
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    MissingReader,
    OversizedDocument,
    UnreadableDocument,
)
from extraction.readers import transcribe
from extraction.transcript import Transcript
from extraction.vocabulary import Format, GapReason


def add_table(document: docx.document.Document, sample: Any) -> Table:
    table = document.add_table(len(sample.rows), len(sample.rows[0]))
    covered = sample.covered()
    for row, column, rows, columns in sample.merges:
        table.cell(row, column).merge(table.cell(row + rows - 1, column + columns - 1))
    for r, texts in enumerate(sample.rows):
        for c, text in enumerate(texts):
            if (r, c) not in covered:
                table.cell(r, c).text = text
    return table


def write_sample(sample: Any, path: Path) -> Path:
    document = docx.Document()
    for block in sample.blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            add_table(document, block)
    document.save(str(path))
    return path


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Transcript]:
    """The transcript of a document that a function fills."""

    def written(fill: Callable[[Any], None]) -> Transcript:
        document = docx.Document()
        fill(document)
        path = tmp_path / "demo.docx"
        document.save(str(path))
        return transcribe(path)

    return written


def test_the_facts_of_a_word_document(tmp_path: Path, sample: Any) -> None:
    path = write_sample(sample, tmp_path / "demo.docx")
    assert sample.facts(path) == sample.expected(tmp_path)
    text = transcribe(path)
    assert (text.format, text.encoding, text.gaps) == (Format.WORD, "", ())


def test_the_place_of_a_cell(tmp_path: Path, sample: Any) -> None:
    text = transcribe(write_sample(sample, tmp_path / "demo.docx"))
    places = [cell.source.where for cell in text.grids[1].rows[1]]
    assert places == [f"table 2, row 2, cell {n}" for n in (1, 2)] + [
        str(text.grids[1].rows[1][2].source.line),
        "table 2, row 2, cell 4",
        "table 2, row 2, cell 5",
    ]


def test_spans(tmp_path: Path, sample: Any) -> None:
    text = transcribe(write_sample(sample, tmp_path / "demo.docx"))
    merges = [(m.row, m.column, m.rows, m.columns) for m in sorted(text.grids[1].merges, key=str)]
    assert sorted(merges) == [(0, 0, 1, 2), (0, 2, 2, 1), (0, 3, 1, 2)]


def test_a_title_block_in_the_table(written: Callable[..., Transcript]) -> None:
    def fill(document: Any) -> None:
        table = document.add_table(5, 3)
        rows = [
            ["2024年支出总表", "", ""],
            ["部门：青禾县水务局", "", "单位：万元"],
            ["科目编码", "科目\n名称", "合计"],
            ["208", "社会保障", "20.00"],
            ["注：本表金额以万元为单位。", "", ""],
        ]
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                table.cell(r, c).text = cell
        for r in (0, 4):
            table.cell(r, 0).merge(table.cell(r, 2))

    text = written(fill)
    assert text.lines == (
        "2024年支出总表",
        "部门：青禾县水务局\t单位：万元",
        "科目编码\t科目名称\t合计",
        "208\t社会保障\t20.00",
        "注：本表金额以万元为单位。",
        "",
    )
    assert [grid.first_line for grid in text.grids] == [3]
    assert text.line(1).source.where == "table 1, row 1, cell 1"  # type: ignore[union-attr]


def test_what_is_hidden_deleted_and_inserted(written: Callable[..., Transcript]) -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("收入")
        paragraph.add_run("合计0").font.hidden = True
        paragraph.add_run("白").font.color.rgb = RGBColor(255, 255, 255)
        paragraph.add_run("小").font.size = Pt(1)
        paragraph.add_run("总表")
        inner = "<w:r><w:t>新</w:t></w:r>"
        removed = "<w:r><w:delText>旧</w:delText></w:r>"
        names = nsdecls("w")
        paragraph._p.append(parse_xml(f'<w:ins {names} w:id="1">{inner}</w:ins>'))
        paragraph._p.append(parse_xml(f'<w:del {names} w:id="2">{removed}</w:del>'))

    text = written(fill)
    assert text.lines == ("收入总表新",)
    [gap] = text.gaps
    assert (gap.reason, gap.printed) == (GapReason.HIDDEN, "合计0白小")


def test_white_on_a_dark_cell_is_seen(written: Callable[..., Transcript]) -> None:
    def fill(document: Any) -> None:
        table = document.add_table(2, 2)
        for c, name in enumerate(("项目", "金额")):
            cell = table.cell(0, c)
            cell._tc.get_or_add_tcPr().append(
                parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F4E79"/>')
            )
            run = cell.paragraphs[0].add_run(name)
            run.font.color.rgb = RGBColor(255, 255, 255)
            table.cell(1, c).text = ("水利", "1.00")[c]

    assert written(fill).lines == ("项目\t金额", "水利\t1.00", "")


def test_a_picture_as_large_as_a_table(written: Callable[..., Transcript]) -> None:
    picture = io.BytesIO()
    Image.new("L", (40, 40)).save(picture, "png")

    def fill(document: Any) -> None:
        document.add_paragraph("支出总表")
        for width in (2, 12, 12):
            picture.seek(0)
            document.add_picture(picture, width=Cm(width))

    [gap] = written(fill).gaps
    assert (gap.reason, gap.printed) == (GapReason.NO_TEXT, "2")


_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%1.%2.%3"))


def number(document: Any, *levels: int, legal: bool = False) -> None:
    """Numbered paragraphs, as a word processor counts them."""
    root = document.part.numbering_part.element
    model = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'{"<w:isLgl/>" if legal and i == 2 else ""}<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(_LEVELS)
    )
    names = nsdecls("w")
    model = f'<w:abstractNum {names} w:abstractNumId="77">{model}</w:abstractNum>'
    root.insert(0, parse_xml(model))
    root.append(parse_xml(f'<w:num {names} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level in levels:
        properties = document.add_paragraph("部门职责")._p.get_or_add_pPr()
        numbers = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", level), ("w:numId", 77)):
            child = OxmlElement(name)
            child.set(qn("w:val"), str(value))
            numbers.append(child)
        properties.append(numbers)


def test_ordinals_that_the_program_counts(written: Callable[..., Transcript]) -> None:
    text = written(lambda document: number(document, 0, 1, 1, 2, 2, 0, 1, 2, legal=True))
    assert text.lines[::2] == (
        "一、部门职责",
        "（一）部门职责",
        "（二）部门职责",
        "1.2.1 部门职责",
        "1.2.2 部门职责",
        "二、部门职责",
        "（一）部门职责",
        "2.1.1 部门职责",
    )


def test_a_table_in_a_frame_and_a_box(written: Callable[..., Transcript]) -> None:
    def fill(document: Any) -> None:
        frame = document.add_table(1, 1)
        frame.cell(0, 0).text = "支出总表"
        inner = frame.cell(0, 0).add_table(2, 2)
        for r, row in enumerate((("项目", "金额"), ("水利", "1.00"))):
            for c, cell in enumerate(row):
                inner.cell(r, c).text = cell
        box = "<w:txbxContent><w:p><w:r><w:t>单位：万元</w:t></w:r></w:p></w:txbxContent>"
        run = document.add_paragraph("正文").add_run()
        run._r.append(parse_xml(f"<w:pict {nsdecls('w')}>{box}</w:pict>"))

    text = written(fill)
    assert [line for line in text.lines if line] == [
        "支出总表",
        "项目\t金额",
        "水利\t1.00",
        "正文",
        "单位：万元",
    ]
    assert [grid.width for grid in text.grids] == [2]


def test_tables_of_tabs_stand_beside_marked_ones(written: Callable[..., Transcript]) -> None:
    def fill(document: Any) -> None:
        for line in ("项目\t金额", "水利\t1.00", "农业\t2.00", "正文。"):
            document.add_paragraph(line)
        table = document.add_table(2, 2)
        for r, row in enumerate((("科目", "合计"), ("教育", "3.00"))):
            for c, cell in enumerate(row):
                table.cell(r, c).text = cell
        for line in ("正文。", "项目\t金额", "林业\t4.00"):
            document.add_paragraph(line)

    text = written(fill)
    assert [[row[0].printed for row in grid.rows] for grid in text.grids] == [
        ["项目", "水利", "农业"],
        ["科目", "教育"],
        ["项目", "林业"],
    ]


# What is broken, locked or set as a trap.


def replace_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == name else content, 8)
    return out.getvalue()


def bomb(real: int, declared: int) -> bytes:
    """A document whose text inflates to one size and declares another."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    blank = b" " * 2**20
    packed = b"".join(packer.compress(blank) for _ in range(real // 2**20)) + packer.flush()
    name = b"word/document.xml"
    sizes = struct.pack("<III", 0, len(packed), declared)
    local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 33) + sizes
    local += struct.pack("<2H", len(name), 0) + name
    central = b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 33) + sizes
    central += struct.pack("<5HII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack(
        "<4HIIH", 0, 0, 1, 1, len(central), len(local) + len(packed), 0
    )
    return local + packed + central + end


@pytest.mark.parametrize("declared", [2**30, 1024])
def test_a_bomb_is_refused_at_once(tmp_path: Path, declared: int) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(bomb(2**27, declared))
    start = time.process_time()
    with pytest.raises(OversizedDocument):
        transcribe(path)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_nothing_outside_the_file_is_read(tmp_path: Path, sample: Any, encoding: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密")
    data = write_sample(sample, tmp_path / "demo.docx").read_bytes()
    declared = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'

    def declare(part: bytes) -> bytes:
        text = re.sub(r"^<\?xml[^>]*>", "", part.decode())
        return (declared + text.replace("收支总表", "&x;")).encode(encoding)

    path = tmp_path / "trap.docx"
    path.write_bytes(replace_part(data, "word/document.xml", declare))
    with pytest.raises(DamagedDocument, match="DOCTYPE"):
        transcribe(path)


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_cut_off_document(tmp_path: Path, sample: Any, tenth: int) -> None:
    data = write_sample(sample, tmp_path / "demo.docx").read_bytes()
    path = tmp_path / "cut.docx"
    path.write_bytes(data[: len(data) * tenth // 10])
    with pytest.raises(DamagedDocument):
        transcribe(path)


def test_a_part_that_is_no_xml(tmp_path: Path, sample: Any) -> None:
    data = write_sample(sample, tmp_path / "demo.docx").read_bytes()
    path = tmp_path / "broken.docx"
    path.write_bytes(replace_part(data, "word/document.xml", lambda part: part[:-200]))
    with pytest.raises(DamagedDocument):
        transcribe(path)


def test_a_part_with_a_wrong_checksum(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<d><body><p><r><t>合计1</t></r></p></body></d>")
    path = tmp_path / "broken.docx"
    path.write_bytes(out.getvalue())
    assert transcribe(path).lines == ("合计1",)
    path.write_bytes(out.getvalue().replace("合计1".encode(), "合计7".encode()))
    with pytest.raises(DamagedDocument):
        transcribe(path)


def test_an_empty_document(tmp_path: Path) -> None:
    path = tmp_path / "empty.docx"
    docx.Document().save(str(path))
    with pytest.raises(EmptyDocument):
        transcribe(path)


def test_a_locked_document(tmp_path: Path, sample: Any) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = write_sample(sample, tmp_path / "demo.docx")
    for password, error in (("secret", EncryptedDocument), ("VelvetSweatshop", None)):
        path = tmp_path / f"{password}.docx"
        with plain.open("rb") as source, path.open("wb") as target:
            OOXMLFile(source).encrypt(password, target)
        if error:
            with pytest.raises(error):
                transcribe(path)
        else:  # locked by a program for its own use
            assert transcribe(path).lines == transcribe(plain).lines


_RICH = b"{\\rtf1\\ansi x}"


def test_an_old_document_without_its_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    path = tmp_path / "old.doc"
    path.write_bytes(_RICH)
    with pytest.raises(MissingReader, match="LibreOffice"):
        transcribe(path)


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script here")
def test_an_old_document_is_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Any
) -> None:
    made = write_sample(sample, tmp_path / "made.docx")
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\n/bin/cp "{made}" "$6/document.docx"\n')
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "old.doc"
    path.write_bytes(_RICH)
    assert sample.facts(path) == sample.expected(tmp_path)
    program.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(UnreadableDocument):
        transcribe(path)


def test_a_cut_off_rich_text(tmp_path: Path) -> None:
    path = tmp_path / "cut.rtf"
    path.write_bytes(_RICH[:-1])
    with pytest.raises(DamagedDocument):
        transcribe(path)


def odt(body: str) -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        content = f"<office:body><office:text>{body}</office:text></office:body>"
        archive.writestr(
            "content.xml", f"<office:document-content {names}>{content}</office:document-content>"
        )
    return out.getvalue()


def test_an_open_document_text(tmp_path: Path, sample: Any) -> None:
    body = ""
    for block in sample.blocks:
        if isinstance(block, str):
            body += f"<text:p>{block}</text:p>"
            continue
        body += "<table:table>"
        for r, row in enumerate(block.rows):
            body += "<table:table-row>"
            for c, cell in enumerate(row):
                down, across = block.span(r, c)
                name = "covered-table-cell" if (r, c) in block.covered() else "table-cell"
                spans = f'table:number-rows-spanned="{down}"'
                spans += f' table:number-columns-spanned="{across}"'
                body += f"<table:{name} {spans}><text:p>{cell}</text:p></table:{name}>"
            body += "</table:table-row>"
        body += "</table:table>"
    path = tmp_path / "demo.odt"
    path.write_bytes(odt(body))
    assert sample.facts(path) == sample.expected(tmp_path)
