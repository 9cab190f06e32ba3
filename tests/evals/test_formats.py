"""One table by hand in every format, and every figure of whole documents in each of them."""

import io
import re
from collections import Counter
from dataclasses import replace
from html import unescape

import docx
import openpyxl
import pypdfium2
import pytest

from evals.generator import GeneratedDocument, generate
from evals.generator.blocks import Board, Words, split_board
from evals.generator.columns import wrap_text
from evals.generator.formats import PrintFormat, Printing, excerpt, print_document
from evals.generator.headers import Column, Header
from evals.generator.markup import MarkdownPress, WebPress, frame_row
from evals.generator.paper_pdf import MissingGlyphs, draw_pdf, draw_scan
from evals.generator.plain_pages import Loss, Order, align_pages, collapse_pages
from evals.generator.press import Leaf, Place, Ruling, Run, Setting, set_pages
from evals.generator.slots import Merge, Slot, break_name, plain_rows, slot_rows, spread_rows
from evals.generator.styles import Breaks, Numbers, Spans, Wraps
from evals.generator.word_files import draw_word_file
from evals.generator.workbooks import WorkbookPress
from extraction.vocabulary import Role

HEADER = Header(
    (
        Column(("科目编码",), Role.CODE),
        Column(("科目名称",), Role.NAME),
        Column(("合计",)),
        Column(("基本支出", "人员经费")),
        Column(("基本支出", "公用经费")),
    ),
    Numbers.LANCI,
)
ROWS = (
    ("合计", "", "1,007.50", "1,005.00", "2.50"),
    ("213", "农林水支出", "1,007.50", "1,005.00", "2.50"),
    ("2130399", "其他水利及相关支出", "2.50", "", "2.50"),
)


# --- cells and what they span -----------------------------------------------------------------


def test_a_header_keeps_its_spans() -> None:
    assert HEADER.slots() == (
        (
            Slot("科目编码", 0, 2, 1),
            Slot("科目名称", 1, 2, 1),
            Slot("合计", 2, 2, 1),
            Slot("基本支出", 3, 1, 2),
        ),
        (Slot("人员经费", 3), Slot("公用经费", 4)),
        (Slot("栏次", 0, 1, 2), Slot("1", 2), Slot("2", 3), Slot("3", 4)),
    )


def test_a_level_left_blank_belongs_to_the_cell_above() -> None:
    header = Header((Column(("合计", "", "预算数")), Column(("合计", "", "决算数"))))
    assert header.slots() == (
        (Slot("合计", 0, 2, 2),),
        (),
        (Slot("预算数", 0), Slot("决算数", 1)),
    )


@pytest.mark.parametrize("seed", range(0, 40, 8))
def test_slots_are_what_text_prints_once(seed: int) -> None:
    del seed
    once = replace(HEADER, spans=Spans.ONCE)
    assert tuple(map(tuple, plain_rows(HEADER.slots(), 5))) == once.rows()
    filled = replace(HEADER, numbers=Numbers.NONE, spans=Spans.FILLED)
    assert tuple(map(tuple, spread_rows(filled.slots(), 5, Spans.FILLED))) == filled.rows()


def test_a_page_break_cuts_what_spans_it() -> None:
    rows = slot_rows([("甲", "1"), ("", "2"), ("", "3")], [(Merge(0, 3, 1),), (), ()])
    board = _board(rows=rows, width=2, header=())
    style = replace(generate(0).style, breaks=Breaks.BARE, page_rows=1)
    first, second = split_board(board, style)
    assert first.rows == ((Slot("甲", 0), Slot("1", 1)),)
    assert second.rows == ((Slot("", 0, 2, 1), Slot("2", 1)), (Slot("3", 1),))
    assert (first.lead, second.lead) == (("支出总表", "部门：某局\t单位：万元"), ())


def test_names_break_behind_codes_and_figures_never() -> None:
    assert break_name("[2130399]其他水利支出", 2, "|") == "[2130399]其他|水利支出"
    assert break_name("1,007.50", 2, "|") == "1,007.50"
    assert wrap_text("支出1,007.50万元", 40.0, 10.0) == ["支出", "1,007.50", "万元"]


def test_brackets_hold_to_their_words() -> None:
    assert wrap_text("因公出国（境）费", 50.0, 10.0) == ["因公出国", "（境）费"]
    assert wrap_text("水利局（本级）", 60.0, 10.0) == ["水利局（本", "级）"]
    assert wrap_text("共1,007.50）", 50.0, 10.0) == ["共1,007.50", "）"]


# --- one table in each format -----------------------------------------------------------------


def test_markdown() -> None:
    press = MarkdownPress(_document())
    press.blank_head, press.outer, press.dashes, press.bold = False, True, "---", False
    assert press.draw().split("\n") == [
        "# 某局2024年部门预算",
        "",
        "## 支出总表",
        "",
        "部门：某局  单位：万元",
        "",
        "| 科目编码 | 科目名称 | 合计 | 基本支出 |  |",
        "| --- | --- | --- | --- | --- |",
        "|  |  |  | 人员经费 | 公用经费 |",
        "| 栏次 |  | 1 | 2 | 3 |",
        "| 合计 |  | 1,007.50 | 1,005.00 | 2.50 |",
        "| 213 | 农林水支出 | 1,007.50 | 1,005.00 | 2.50 |",
        "| 2130399 | 其他水利及<br>相关支出 | 2.50 |  | 2.50 |",
        "",
    ]


def test_web_page() -> None:
    press = WebPress(_document())
    press.heads, press.blank, press.indent, press.wrapper = "th", "", "", "{}"
    press.cut_figures = press.line_heads = False
    rows = re.findall(r"<tr>(.*?)</tr>", press.draw(), re.DOTALL)
    assert ["".join(row.split()) for row in rows][:4] == [
        '<throwspan="2">科目编码</th><throwspan="2">科目名称</th><throwspan="2">合计</th>'
        '<thcolspan="2">基本支出</th>',
        "<th>人员经费</th><th>公用经费</th>",
        '<thcolspan="2">栏次</th><th>1</th><th>2</th><th>3</th>',
        '<tdcolspan="2">合计</td><td>1,007.50</td><td>1,005.00</td><td>2.50</td>',
    ]


def test_word_file_has_merged_cells_and_repeating_header_rows() -> None:
    file = docx.Document(io.BytesIO(draw_word_file(_document())))
    (table,) = file.tables
    cells = [[cell.text.replace("\n", "") for cell in row.cells] for row in table.rows]
    assert cells[0] == ["科目编码", "科目名称", "合计", "基本支出", "基本支出"]
    assert cells[1] == ["科目编码", "科目名称", "合计", "人员经费", "公用经费"]
    assert cells[3] == ["合计", "合计", "1,007.50", "1,005.00", "2.50"]
    assert cells[5] == ["2130399", "其他水利及相关支出", "2.50", "", "2.50"]
    assert len(table._tbl.xpath(".//w:gridSpan")) == 3
    assert len(table._tbl.xpath(".//w:vMerge")) == 6
    assert len(table._tbl.xpath(".//w:tblHeader")) == 3


def test_workbook_holds_numbers_behind_formats_and_merged_headers() -> None:
    press = WorkbookPress(_document())
    press.numbers, press.codes, press.offset, press.apart = "places", True, 0, False
    data, facts = press.draw()
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["1 说明", "2 支出总表"]
    sheet = book.worksheets[1]
    assert sheet["A1"].value == "支出总表"
    assert (sheet["A2"].value, sheet["C2"].value) == ("部门：某局", "单位：万元")
    assert {str(one) for one in sheet.merged_cells.ranges} == {
        *("A1:E1", "A2:B2", "C2:E2", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "A5:B5", "A6:B6")
    }
    assert [cell.value for cell in sheet[8]] == [2130399, "其他水利及\n相关支出", 2.5, None, 2.5]
    assert sheet["C6"].number_format == "#,##0.00"
    assert facts == _document().facts


def test_a_bare_number_in_a_workbook_shows_no_zeros_at_its_end() -> None:
    document = generate(3)
    press = WorkbookPress(document)
    press.numbers = "general"
    _, facts = press.draw()
    pairs = {(one.value, two.value) for one, two in zip(document.facts, facts, strict=True)}
    changed = [(before, after) for before, after in pairs if before != after]
    assert changed
    assert all(after == before.rstrip("0").rstrip(".") for before, after in changed)


def test_what_frames_a_table_stands_at_both_ends_of_a_row() -> None:
    assert frame_row("支出总表", 3) == (Slot("支出总表", 0, 1, 3),)
    assert frame_row("部门：某局\t单位：万元", 5) == (
        Slot("部门：某局", 0, 1, 2),
        Slot("单位：万元", 2, 1, 3),
    )


# --- pages ------------------------------------------------------------------------------------

SETTING = Setting(
    ruling=Ruling.GRID,
    repeats=True,
    own_pages=False,
    middle=True,
    full=True,
    turned=False,
    footers="- {} -",
    leaders=False,
    running="",
    room=18,
)


def test_a_table_goes_on_over_the_page_with_its_header() -> None:
    rows = slot_rows([("213", "水利", str(n), "1.00", "2.00") for n in range(60)], [()] * 60)
    board = _board(rows=rows)
    pages = set_pages([board], SETTING)
    assert [_texts(page).count("科目编码") for page in pages] == [1, 1]
    bare = set_pages([board], replace(SETTING, repeats=False))
    assert [_texts(page).count("科目编码") for page in bare] == [1, 0]
    assert [run.text for page in pages for run in page.runs if run.text[0] == "-"] == [
        "- 1 -",
        "- 2 -",
    ]


def test_entries_of_the_contents_lead_to_their_pages() -> None:
    words = [Words("- 一、收支总表"), Words("- 二、收入总表"), Words("正文")]
    (page,) = set_pages(words, replace(SETTING, leaders=True, footers=""))
    assert [re.sub("…+", "…", text) for text in _texts(page)] == [
        "一、收支总表…3",
        "二、收入总表…4",
        "正文",
    ]
    assert page.runs[0].right <= 595 - 50
    (plain,) = set_pages(words, replace(SETTING, footers=""))
    assert _texts(plain) == ["一、收支总表", "二、收入总表", "正文"]


def test_amounts_end_and_codes_begin_under_each_other() -> None:
    lines = [("213", "水利", "73000", "1", "2"), ("21303", "农业", "9", "1", "2")]
    rows = slot_rows(lines, [()] * 2)
    (page,) = set_pages([_board(rows=rows)], SETTING)
    ends = {run.text: (round(run.left, 6), round(run.right, 6)) for run in page.runs}
    assert ends["213"][0] == ends["21303"][0]
    assert ends["73000"][1] == ends["9"][1]


def test_ruling_lines() -> None:
    board = _board(rows=slot_rows(ROWS, [()] * 3))
    grid, three, none = (
        set_pages([board], replace(SETTING, ruling=ruling))[0].strokes for ruling in Ruling
    )
    assert len({(one.left, one.right) for one in grid if one.left == one.right}) == 6
    assert len({one.top for one in grid if one.top == one.bottom}) == 7
    assert all(one.top == one.bottom for one in three)
    assert len({one.top for one in three}) == 4  # one of them under 基本支出
    assert none == []


def test_broad_tables_lie_on_their_side() -> None:
    rows = slot_rows([("水利", *("1.00",) * 8)], [()])
    columns = (Column(("项目",), Role.NAME), *(Column((f"第{n}列",)) for n in range(8)))
    board = _board(rows=rows, header=Header(columns).slots(), width=9)
    for turned in (False, True):
        leaves = set_pages([board], replace(SETTING, turned=turned))
        (page,) = pypdfium2.PdfDocument(draw_pdf(leaves, "any"))
        assert (page.get_size(), page.get_rotation()) == ((842, 595), 90 if turned else 0)


CELL = Place(0, 0, 40, 40)
HEAD = Leaf(
    300,
    200,
    runs=[
        Run("单位：万元", 200, 10, 10),
        Run("科目", 5, 35, 10, 0.5, 1, Place(0, 20, 50, 60)),
        Run("名称", 5, 49, 10, 0.5, 1, Place(0, 20, 50, 60)),
        Run("基本支出", 60, 33, 10, 0.5, 1, Place(50, 20, 150, 40)),
        Run("人员", 60, 53, 10, 0.5, 1, Place(50, 40, 100, 60)),
        Run("公用", 110, 53, 10, 0.5, 1, Place(100, 40, 150, 60)),
        Run("水利", 5, 75, 10, 0.0, 1, Place(0, 60, 50, 95)),
        Run("工程", 5, 89, 10, 0.0, 1, Place(0, 60, 50, 95)),
        Run("2.50", 70, 82, 10, 1.0, 1, Place(50, 60, 100, 95)),
        Run("1.00", 120, 82, 10, 1.0, 1, Place(100, 60, 150, 95)),
    ],
)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.ROWS, "单位：万元|科目|名称|基本支出|人员 公用|水利|工程|2.50 1.00"),
        (Order.MIDDLES, "单位：万元|基本支出|科目|名称|人员 公用|水利|工程|2.50 1.00"),
        (Order.BOTTOMS, "单位：万元|基本支出|科目|名称|人员 公用|水利|工程|2.50 1.00"),
    ],
)
def test_collapsed_text(order: Order, expected: str) -> None:
    text = collapse_pages([HEAD], Loss(order, blank=False, fed=False))
    assert text == expected.replace("|", "\n") + "\n"
    airy = collapse_pages([HEAD], Loss(order, blank=True, fed=False))
    assert airy == expected.replace("|", "\n\n") + "\n"


def test_aligned_text_keeps_figures_under_each_other() -> None:
    lines = align_pages([HEAD], "any").split("\n")
    figures = next(line for line in lines if "2.50" in line)
    names = next(line for line in lines if "人员" in line)
    assert [line.strip() for line in lines if "水利" in line or "工程" in line] == ["水利", "工程"]
    assert names.index("公用") < figures.index("1.00") + 4
    assert re.fullmatch(r" +2\.50 {2,}1\.00", figures)


# --- whole documents --------------------------------------------------------------------------

_BREAK = re.compile(r"\s+|<br>|\\")


@pytest.mark.parametrize(
    "form", [form for form in PrintFormat if form is not PrintFormat.SCAN], ids=str
)
@pytest.mark.parametrize("seed", [4, 11])
def test_every_figure_is_printed(form: PrintFormat, seed: int) -> None:
    printing = print_document(generate(seed), form)
    found = Counter(_printed(form, printing))
    wanted = Counter(one.value for one in printing.facts if re.fullmatch(r"[\d.]{5,}", one.value))
    assert not {value for value, count in wanted.items() if found[value] < count}


def test_text_is_printed_as_ever() -> None:
    document = generate(5)
    printing = print_document(document, PrintFormat.TEXT)
    assert (printing.data.decode(), printing.facts) == (document.text, document.facts)


def test_a_scan_is_pictures_alone() -> None:

    try:
        data = draw_scan([HEAD], "any")
    except MissingGlyphs as exc:
        pytest.skip(str(exc))
    (page,) = pypdfium2.PdfDocument(data)
    assert page.get_textpage().count_chars() == 0
    assert [round(length) for length in page.get_size()] == [300, 200]


def test_an_excerpt_keeps_the_truth_of_what_it_keeps() -> None:
    document = generate(1)
    short = excerpt(document, tables=2)
    assert [type(block) for block in short.blocks] == [Words, Board, Board]
    kept = [block.table for block in short.blocks if isinstance(block, Board)]
    assert [table.table for table in short.tables] == kept
    assert short.facts == tuple(fact for fact in document.facts if fact.table in kept)
    assert short.statements == ()


def _printed(form: PrintFormat, printing: Printing) -> list[str]:
    """The figures that a file shows, thousands separators removed."""
    data = printing.data
    match form:
        case PrintFormat.WORD:
            file = docx.Document(io.BytesIO(data))
            cells = (cell for table in file.tables for cell in table._cells)
            text = "\n".join(cell.text for cell in cells)
        case PrintFormat.WORKBOOK:
            text = "\n".join(_shown_cells(data))
        case PrintFormat.PDF | PrintFormat.UNRULED:
            pages = pypdfium2.PdfDocument(data)
            text = "\n".join(page.get_textpage().get_text_range() for page in pages)
        case PrintFormat.HTML:
            text = data.decode("gb18030" if b"charset=gb2312" in data else "utf-8")
            text = unescape(re.sub(r"</?(?:span|p)>", "", text))
        case _:
            text = data.decode()
    return re.findall(r"[\d.]+", text.replace(",", ""))


def _shown_cells(data: bytes) -> list[str]:
    shown = []
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for cell in (cell for row in sheet for cell in row if cell.value is not None):
            places = len(cell.number_format.rpartition(".")[2]) if "." in cell.number_format else 0
            number = isinstance(cell.value, float | int)
            shown.append(f"{cell.value:.{places}f}" if number and places else str(cell.value))
    return shown


def _texts(page: Leaf) -> list[str]:
    return [run.text for run in page.runs]


def _board(
    rows: tuple[tuple[Slot, ...], ...],
    header: tuple[tuple[Slot, ...], ...] = HEADER.slots(),
    width: int = 5,
) -> Board:
    return Board(
        table=1,
        above="",
        title="支出总表",
        heading="支出总表",
        heads=("部门：某局\t单位：万元",),
        framed=False,
        width=width,
        amounts=frozenset({2, 3, 4}),
        header=header,
        rows=rows,
    )


def _document() -> GeneratedDocument:
    document = generate(0)
    style = replace(
        document.style,
        spans=Spans.ONCE,
        breaks=Breaks.NONE,
        wraps=Wraps.LINE,
        wrap_at=5,
        thousands=True,
        places=2,
    )
    rows = slot_rows(ROWS, [(Merge(0, 1, 2),), (), ()])
    blocks = (Words("某局2024年部门预算", 1), _board(rows))
    return replace(document, blocks=blocks, style=style)
