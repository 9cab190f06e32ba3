"""Workbooks, written here as their programs write them: what a person sees of each sheet."""

import html
import io
import re
import struct
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from extraction import DamagedDocument, EmptyDocument, EncryptedDocument, OversizedDocument
from extraction.readers import transcribe
from extraction.readers.number_formats import built_in_format, read_number, show_number
from extraction.transcript import Transcript
from extraction.vocabulary import Format, GapReason


def figure(text: str) -> Decimal | str:
    """A figure as a number; the rest is text."""
    number = read_number(text)
    return text if number is None or len(text) == 3 or "." not in text else number


def fill_sample(sample: Any, put: Callable[[int, int, str, tuple[int, int]], None]) -> None:
    row = 0
    for block in sample.blocks:
        if isinstance(block, str):
            put(row, 0, block, (1, 1))
            row += 1
            continue
        for r, cells in enumerate(block.rows):
            for c, cell in enumerate(cells):
                if (r, c) not in block.covered():
                    put(row + r, c, cell, block.span(r, c))
        row += len(block.rows) + 1


def write_xlsx(sample: Any, path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"

    def put(row: int, column: int, text: str, span: tuple[int, int]) -> None:
        cell = sheet.cell(row + 1, column + 1, figure(text))
        cell.number_format = "0.00" if isinstance(cell.value, Decimal) else "General"
        if span != (1, 1):
            end = {"end_row": row + span[0], "end_column": column + span[1]}
            sheet.merge_cells(start_row=row + 1, start_column=column + 1, **end)

    fill_sample(sample, put)
    book.save(path)
    return path


def write_xls(sample: Any, path: Path) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    style = xlwt.easyxf(num_format_str="0.00")

    def put(row: int, column: int, text: str, span: tuple[int, int]) -> None:
        value = figure(text)
        last = row + span[0] - 1, column + span[1] - 1
        if value != "":
            given = (float(value), style) if isinstance(value, Decimal) else (value,)
            sheet.write_merge(row, last[0], column, last[1], *given)

    fill_sample(sample, put)
    book.save(str(path))
    return path


def write_shared(sample: Any, path: Path) -> Path:
    """As Excel writes it: the texts of all cells in a part of their own."""
    plain = write_xlsx(sample, path.with_name("plain.xlsx"))
    texts: list[str] = []

    def share(found: re.Match[str]) -> str:
        texts.append(html.unescape(found[2]))
        return f'{found[1]}t="s"><v>{len(texts) - 1}</v></c>'

    pattern = r'(<c [^>]*)t="inlineStr"[^>]*><is><t>([^<]*)</t></is></c>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="rId9" Type="{kind}" Target="sharedStrings.xml"/>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub(pattern, share, part)
            part = part.replace("</Relationships>", f"{relation}</Relationships>")
            new.writestr(name, part, 8)
        items = "".join(
            f'<si><r><t>{text[:1]}</t></r><r><t xml:space="preserve">{text[1:]}</t></r>'
            "<rPh><t>yin</t></rPh></si>"
            for text in texts
        )
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{items}</sst>', 8)
    return path


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def write_ods(sample: Any, path: Path) -> Path:
    cells: dict[tuple[int, int], tuple[str, tuple[int, int]]] = {}
    fill_sample(sample, lambda row, column, text, span: cells.update({(row, column): (text, span)}))
    body = ""
    for row in range(max(row for row, _ in cells) + 1):
        body += "<table:table-row>"
        for column in range(6):
            text, (down, across) = cells.get((row, column), ("", (1, 1)))
            spans = f'table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
            body += f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>"
        body += "</table:table-row>"
    return write_content(path, f'<table:table table:name="Sheet1">{body}</table:table>')


def write_content(path: Path, tables: str) -> Path:
    names = " ".join(f'xmlns:{n}="{_ODF}{n}:1.0"' for n in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


WRITERS = {"xlsx": write_xlsx, "shared.xlsx": write_shared, "xls": write_xls, "ods": write_ods}


@pytest.mark.parametrize("ending", WRITERS)
def test_the_facts_of_a_workbook(tmp_path: Path, sample: Any, ending: str) -> None:
    path = WRITERS[ending](sample, tmp_path / f"demo.{ending}")
    assert sample.facts(path) == sample.expected(tmp_path)
    text = transcribe(path)
    assert (text.format, text.gaps) == (Format.WORKBOOK, ())
    assert text.grids[0].rows[2][1].source.where == "Sheet1!B10"
    spans = sorted((m.row, m.column, m.rows, m.columns) for m in text.grids[1].merges)
    assert spans == [(0, 0, 1, 2), (0, 2, 2, 1), (0, 3, 1, 2)]


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Transcript]:
    """The transcript of a workbook that a function fills."""

    def written(fill: Callable[[Any], None]) -> Transcript:
        book = openpyxl.Workbook()
        fill(book)
        book.save(tmp_path / "demo.xlsx")
        return transcribe(tmp_path / "demo.xlsx")

    return written


SHOWN = [
    (12.1, "General", "12.1"),
    (12.340000000000002, "General", "12.34"),
    (0.1 + 0.2, "General", "0.3"),
    (1 / 3, "General", "0.333333"),
    (123456789012.0, "General", "123456789012"),
    (1e15, "General", "1000000000000000"),
    (3.0, "General", "3"),
    (12.340000001, "0.00", "12.34"),
    (2.675, "0.00", "2.68"),
    (1234.5, "#,##0.00", "1,234.50"),
    (0.1234, "0.00%", "12.34%"),
    (0.5, "0%", "50%"),
    (-1234.5, "#,##0.00_);[Red]\\(#,##0.00\\)", "(1,234.50)"),
    (-3, "0.00;[Red]0.00", "-3.00"),
    (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
    (5.5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "5.50"),
    (0, "0.00;-0.00;", ""),
    (-0.001, "0.00", "0.00"),
    (120000, '0.00,"千元"', "120.00千元"),
    (45292, "yyyy/m/d", "2024/1/1"),
    (45292, 'yyyy"年"m"月"d"日"', "2024年1月1日"),
    (208, "000000", "000208"),
    (3, "[>=2]0.0;0", "3"),
]


@pytest.mark.parametrize(("value", "code", "shown"), SHOWN)
def test_a_number_as_it_is_shown(value: float, code: str, shown: str) -> None:
    number = read_number(repr(value))
    assert number is not None
    assert show_number(number, code) == shown


@pytest.mark.parametrize(("number", "code"), [(0, "General"), (10, "0.00%"), (4, "#,##0.00")])
def test_a_format_known_by_its_number(number: int, code: str) -> None:
    assert built_in_format(number) == code


def test_what_cells_show(written: Callable[..., Transcript]) -> None:
    def fill(book: Any) -> None:
        for row in (
            ["科目编码", "科目名称", "合计", "占比"],
            ["208", "社会保障", 1234567.5, 0.256],
            [213, "农林水\n支出", 12.1, "#REF!"],
            ["", "水利", "1,000.00", True],
        ):
            book.active.append(row)
        book.active["C2"].number_format = "#,##0.00"
        book.active["D2"].number_format = "0.0%"

    assert written(fill).lines[:4] == (
        "科目编码\t科目名称\t合计\t占比",
        "208\t社会保障\t1,234,567.50\t25.6%",
        "213\t农林水支出\t12.1\t#REF!",
        "\t水利\t1,000.00\tTRUE",
    )


def test_a_title_block_and_notes_are_lines(written: Callable[..., Transcript]) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "支出表"
        for row in (
            ["2024年部门支出总表"],
            ["部门：青禾县水务局", None, "单位：万元"],
            ["科目名称", "合计", "基本支出"],
            ["社会保障", 2, 1],
            [None, None, None],
            ["支出总计", 2, 1],
            ["说明：本表金额以万元为单位。"],
        ):
            sheet.append(row)
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A7:C7")

    text = written(fill)
    assert text.lines == (
        "2024年部门支出总表",
        "部门：青禾县水务局\t单位：万元",
        "科目名称\t合计\t基本支出",
        "社会保障\t2\t1",
        "支出总计\t2\t1",
        "说明：本表金额以万元为单位。",
        "",
    )
    assert [(grid.first_line, len(grid.rows)) for grid in text.grids] == [(3, 3)]
    assert text.cells(2)[1].source.where == "支出表!C2"


def test_tables_above_each_other_and_sheets(written: Callable[..., Transcript]) -> None:
    def fill(book: Any) -> None:
        first, second = book.active, book.create_sheet("三公经费")
        for row in (["收入总表"], ["项目", "金额"], ["拨款", 1], [], ["支出总表"]):
            first.append(row)
        for row in (["科目", "合计", "基本支出"], ["教育", 2, 3]):
            first.append(row)
        for row in (["项目", "预算数"], ["合计", 4]):
            second.append(row)

    text = written(fill)
    assert text.lines == (
        "收入总表",
        "项目\t金额",
        "拨款\t1",
        "",
        "支出总表",
        "科目\t合计\t基本支出",
        "教育\t2\t3",
        "",
        "三公经费",
        "项目\t预算数",
        "合计\t4",
        "",
    )
    assert [grid.first_line for grid in text.grids] == [2, 6, 10]


def test_a_table_behind_a_blank_row_with_a_header_of_its_own(
    written: Callable[..., Transcript],
) -> None:
    def fill(book: Any) -> None:
        for row in (["项目", "金额"], ["拨款", 1], [], ["科目名称", "合计"], ["教育", 2]):
            book.active.append(row)

    assert [len(grid.rows) for grid in written(fill).grids] == [2, 2]


def test_a_value_under_a_merged_cell_is_hidden(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["项目", "金额"], ["拨款", 1], ["合计", 9]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    path = tmp_path / "demo.xlsx"
    merge = '<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    data = replace_part(
        (tmp_path / "a.xlsx").read_bytes(),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace("</sheetData>", f"</sheetData>{merge}"),
    )
    path.write_bytes(data)
    text = transcribe(path)
    assert text.lines[:3] == ("项目\t金额", "拨款\t1", "合计\t")
    assert [gap.printed for gap in text.gaps] == ["Sheet!B3"]


def test_what_is_hidden(written: Callable[..., Transcript]) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        for row in (["项目", "旧数", "金额"], ["拨款", 9, 1], ["合计", 0, 0], ["总计", 9, 1]):
            sheet.append(row)
        sheet["A6"] = "看不见"
        sheet["A6"].number_format = ";;;"
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        for name, state in (("草稿", "hidden"), ("底稿 2", "veryHidden")):
            other = book.create_sheet(name)
            other["A1"] = "合计0"
            other.sheet_state = state

    text = written(fill)
    assert text.lines == ("项目\t金额", "拨款\t1", "总计\t1", "")
    [gap] = text.gaps
    assert gap.reason is GapReason.HIDDEN
    assert gap.printed == "草稿, '底稿 2', Sheet!3:3, Sheet!B:B, Sheet!A6"


def test_a_merged_cell_that_begins_in_a_hidden_column(written: Callable[..., Transcript]) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        for row in (["金额", None, "备注"], ["旧", "新", ""], [1, 2, "无"]):
            sheet.append(row)
        sheet.merge_cells("A1:B1")
        sheet.column_dimensions["A"].hidden = True

    assert written(fill).lines[:3] == ("金额\t备注", "新\t", "2\t无")


def test_zeros_that_a_sheet_does_not_show(written: Callable[..., Transcript]) -> None:
    def fill(book: Any) -> None:
        for row in (["项目", "甲", "乙"], ["拨款", 0, 1]):
            book.active.append(row)
        book.active.sheet_view.showZeros = False

    text = written(fill)
    assert text.lines[:2] == ("项目\t甲\t乙", "拨款\t\t1")
    assert text.gaps == ()


def test_a_formula_without_its_result(written: Callable[..., Transcript]) -> None:
    def fill(book: Any) -> None:
        for row in (["项目", "甲"], ["拨款", 1], ["合计", "=B2"]):
            book.active.append(row)

    [gap] = written(fill).gaps
    assert (gap.reason, gap.printed) == (GapReason.DAMAGED, "Sheet!B3")


def test_far_cells_cost_nothing(written: Callable[..., Transcript]) -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "近"
        book.active["XFD1048576"] = "远"

    start = time.process_time()
    text = written(fill)
    assert time.process_time() - start < 1
    assert [line for line in text.lines if line] == ["近", "远"]
    assert text.cells(3)[0].source.where == "Sheet!XFD1048576"


def test_prose_in_a_sheet(written: Callable[..., Transcript]) -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "第一部分 概况"
        book.active["A2"] = "本部门预算收入12.50万元。\n比上年增加1.00万元。"

    text = written(fill)
    assert text.lines[:4] == (
        "第一部分 概况",
        "",
        "本部门预算收入12.50万元。",
        "比上年增加1.00万元。",
    )
    assert text.grids == ()


# What is broken, locked or set as a trap.


def replace_part(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info).decode()
            new.writestr(info.filename, change(content) if info.filename == name else content, 8)
    return out.getvalue()


def test_a_billion_laughs(tmp_path: Path, sample: Any) -> None:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    declared = f'<!DOCTYPE sst [<!ENTITY l0 "哈哈">{entities}]>'
    data = write_shared(sample, tmp_path / "demo.xlsx").read_bytes()
    path = tmp_path / "trap.xlsx"
    trap = replace_part(
        data, "xl/sharedStrings.xml", lambda part: declared + part.replace("收支总表", "&l9;")
    )
    path.write_bytes(trap)
    start = time.process_time()
    with pytest.raises(DamagedDocument, match="DOCTYPE"):
        transcribe(path)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_cut_off_workbook(tmp_path: Path, sample: Any, ending: str, tenth: int) -> None:
    data = WRITERS[ending](sample, tmp_path / f"demo.{ending}").read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(data[: len(data) * tenth // 10])
    with pytest.raises(DamagedDocument):
        transcribe(path)


def test_a_sheet_that_inflates_beyond_all_size(tmp_path: Path, sample: Any) -> None:
    data = write_xlsx(sample, tmp_path / "demo.xlsx").read_bytes()
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(
        replace_part(data, "xl/worksheets/sheet1.xml", lambda part: part + " " * (101 * 2**20))
    )
    start = time.process_time()
    with pytest.raises(OversizedDocument):
        transcribe(path)
    assert time.process_time() - start < 2


def test_a_sheet_of_repeated_cells_beyond_all_size(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>1</text:p>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-cell>'
    table = f'<table:table table:name="a">{row}</table:table-row></table:table>'
    with pytest.raises(OversizedDocument):
        transcribe(write_content(tmp_path / "bomb.ods", table))


def test_blank_cells_that_are_repeated(tmp_path: Path) -> None:
    cells = "".join(
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("收入", "1.00")
    )
    filler = '<table:table-cell table:number-columns-repeated="16380"/>'
    row = f"<table:table-row>{cells}{filler}</table:table-row>"
    end = f'<table:table-row table:number-rows-repeated="1048000">{filler}</table:table-row>'
    table = f'<table:table table:name="a">{row}{row}{end}</table:table>'
    assert transcribe(write_content(tmp_path / "a.ods", table)).lines == (
        "a",
        "收入\t1.00",
        "收入\t1.00",
        "",
    )


@pytest.mark.parametrize("password", ["secret", "VelvetSweatshop"])
def test_a_locked_workbook(tmp_path: Path, sample: Any, password: str) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = write_xlsx(sample, tmp_path / "demo.xlsx")
    path = tmp_path / "locked.xlsx"
    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(source).encrypt(password, target)
    if password == "secret":
        with pytest.raises(EncryptedDocument):
            transcribe(path)
    else:  # what Excel locks with its own password it opens unasked
        assert transcribe(path).lines == transcribe(plain).lines


def test_an_old_workbook_behind_a_password(tmp_path: Path, sample: Any) -> None:
    data = write_xls(sample, tmp_path / "demo.xls").read_bytes()
    # The record of a cipher takes the place of the first record behind the file's head.
    start = data.index(struct.pack("<HHH", 0x0809, 16, 0x0600)) + 20
    size = struct.unpack_from("<H", data, start + 2)[0]
    lock = struct.pack("<HHHHH", 0x002F, 6, 0, 0x1234, 0x5678)
    rest = max(0, size + 4 - len(lock))
    filler = struct.pack("<HH", 0x0000, rest - 4) + bytes(rest - 4) if rest >= 4 else b""
    path = tmp_path / "locked.xls"
    path.write_bytes(data[:start] + lock + filler + data[start + len(lock) + len(filler) :])
    with pytest.raises(EncryptedDocument):
        transcribe(path)


def test_an_empty_workbook(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(EmptyDocument):
        transcribe(tmp_path / "empty.xlsx")


# A binary workbook, record by record: nothing writes them.


def record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = b"", len(data)
    while True:
        size += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return head + size + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def write_xlsb(path: Path, rows: list[list[str | float]], last_row: int = 0) -> Path:
    cells = b""
    for r, row in enumerate(rows):
        number = last_row if last_row and r == len(rows) - 1 else r
        cells += record(0, struct.pack("<IIHHBBBI", number, 0, 300, 0, 0, 0, 0, 0))
        for c, value in enumerate(row):
            place = struct.pack("<II", c, 0)
            if isinstance(value, str):
                cells += record(6, place + wide(value))
            else:
                cells += record(5, place + struct.pack("<d", value))
    extent = struct.pack("<IIII", 0, max(last_row, len(rows) - 1), 0, len(rows[0]) - 1)
    sheet = record(129) + record(148, extent) + record(145) + cells + record(146) + record(130)
    bundle = struct.pack("<II", 0, 1) + wide("rId1") + wide("Sheet1")
    book = record(131) + record(143) + record(156, bundle) + record(144) + record(132)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    target = f'Type="{kind}/worksheet" Target="worksheets/sheet1.bin"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships {names}><Relationship Id="rId1" {target}/></Relationships>',
        )
    return path


def test_a_binary_workbook(tmp_path: Path) -> None:
    path = write_xlsb(tmp_path / "demo.xlsb", [["科目名称", "合计"], ["教育", 12.1], ["水利", 3.0]])
    text = transcribe(path)
    assert text.lines == ("科目名称\t合计", "教育\t12.1", "水利\t3", "")
    assert text.grids[0].rows[1][1].source.where == "Sheet1!B2"


def test_a_binary_workbook_with_a_far_cell(tmp_path: Path) -> None:
    row: list[str | float] = ["a"] * 100
    path = write_xlsb(tmp_path / "far.xlsb", [row, row], last_row=2**20 - 1)
    with pytest.raises(OversizedDocument):
        transcribe(path)
