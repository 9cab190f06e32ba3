"""Whole grids: read as they stand or not at all, and printed as each format shows them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.generator import GeneratedDocument, generate
from evals.generator.blocks import Board, Words
from evals.generator.formats import PrintFormat, excerpt, print_document, write_printing
from evals.generator.grids import printed_grids
from evals.generator.slots import Slot, SlotRow
from evals.generator.styles import Breaks, Spans, Wraps
from evals.generator.word_files import WordPress
from evals.labels.gold import GoldError
from evals.labels.grids import GridLabel, read_grids, write_grids
from evals.runs.reading import ReadTask, fail_reading, read_document
from evals.runs.shapes import Shape
from evals.scoring.items import Aspect, Outcome
from evals.scoring.structure import score_grids
from extraction import transcribe

# --- files ------------------------------------------------------------------------------------

LABEL = GridLabel(
    table=2,
    header=1,
    rows=(("项目", "预算数"), ("合计", "418.50"), ("一\u2028二\n三", "")),
    around=("收支总表", "编制单位：林场\t单位：万元"),
)
ROW = {"table": 1, "header": 1, "rows": [["项目", "预算数"], ["合计", "418.50"]], "around": []}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of grids that is not written yet."""
    folder = tmp_path / "lin-2024"
    folder.mkdir()
    return folder / "grids.jsonl"


def line(**changes: object) -> str:
    """A line of the file, with some keys changed."""
    return json.dumps(ROW | changes, ensure_ascii=False) + "\n"


def test_a_grid_is_read_as_it_stands(file: Path) -> None:
    file.write_text(line() + line(table=7, header=0, around=["表7"]), encoding="utf-8")
    rows = (("项目", "预算数"), ("合计", "418.50"))
    assert read_grids(file) == (
        GridLabel(table=1, header=1, rows=rows, around=()),
        GridLabel(table=7, header=0, rows=rows, around=("表7",)),
    )


def test_what_is_written_is_read_again(file: Path) -> None:
    labels = (LABEL, LABEL.model_copy(update={"table": 1, "around": ()}))
    write_grids(file, labels)
    assert file.read_bytes().count(b"\n") == 2
    assert read_grids(file) == labels


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1: the line is blank"),
        (line() + "\n", "2: the line is blank"),
        ("[]", "1: this is no JSON object"),
        ("{", "1: Expecting property name"),
        (line() + line(), "2: table 1 is at lin-2024/grids.jsonl:1 already"),
        (line(by="Ann"), "1: by: Extra inputs are not permitted"),
        (line().replace(', "around": []', ""), "1: around: Field required"),
        (line().replace('"table"', '"header": 0, "table"'), "1: header is there twice"),
        (line(table=0), "1: table: Input should be greater than or equal to 1"),
        (line(table="1"), "1: table: Input should be a valid integer"),
        (line(table=1.0), "1: table: Input should be a valid integer"),
        (line(header=-1), "1: header: Input should be greater than or equal to 0"),
        (line(header=3), "1: there are 3 header rows among 2"),
        (line(rows=[]), "1: rows: Tuple should have at least 1 item"),
        (line(rows=[[]]), "1: rows.0: Tuple should have at least 1 item"),
        (line(rows=[["a", "b"], ["c"]]), "1: row 2 has 1 cells, and the first 2"),
        (line(rows=[["a"], [1]]), "1: rows.1.0: Input should be a valid string"),
        (line(around=[None]), "1: around.0: Input should be a valid string"),
    ],
)
def test_a_slip_in_a_grid_is_an_error(file: Path, text: str, message: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError) as raised:
        read_grids(file)
    assert str(raised.value).startswith(f"lin-2024/grids.jsonl:{message}")


def test_a_file_that_is_not_there_is_an_error(file: Path) -> None:
    with pytest.raises(GoldError, match=r"^lin-2024/grids\.jsonl: No such file"):
        read_grids(file)


# --- a document that is read and judged -------------------------------------------------------


def test_grids_are_judged_with_the_rest_of_a_document(file: Path) -> None:
    file.write_text(line() + line(table=2, rows=[["车辆", "3"]]), encoding="utf-8")
    path = file.parent / "lin-2024.txt"
    path.write_text("收支总表\n项目\t预算数\n合计\t418.50\n", encoding="utf-8")
    task = ReadTask("lin-2024", path, file.parent, Shape.PRINTED)
    items = read_document(task).items
    assert [(item.aspect, item.key, item.outcome, item.credit) for item in items] == [
        (Aspect.STRUCTURE, "1", Outcome.RIGHT, 1.0),
        (Aspect.STRUCTURE, "2", Outcome.MISSING, 0.0),
    ]
    failed = list(fail_reading(task))
    assert [(item.key, item.outcome, item.credit, item.expected, item.got) for item in failed] == [
        ("1", Outcome.MISSING, 0.0, "2 rows × 2 columns", None),
        ("2", Outcome.MISSING, 0.0, "1 rows × 2 columns", None),
    ]


# --- generated grids --------------------------------------------------------------------------

HEADER = (
    (Slot("科目编码", 0, 2), Slot("科目名称", 1, 2), Slot("支出", 2, 1, 2)),
    (Slot("基本支出", 2), Slot("项目支出", 3)),
)
NUMBERS = (Slot("栏次", 0, 1, 2), Slot("1", 2), Slot("2", 3))
ROWS = (
    (Slot("合计", 0, 1, 2), Slot("7.50", 2), Slot("2.50", 3)),
    (Slot("213", 0, 2), Slot("农林水支出", 1), Slot("5.00", 2), Slot("", 3)),
    (Slot("农业农村支出", 1), Slot("2.50", 2), Slot("2.50", 3)),
)
FILLED = (
    ("科目编码", "科目名称", "支出", "支出"),
    ("科目编码", "科目名称", "基本支出", "项目支出"),
    ("合计", "合计", "7.50", "2.50"),
    ("213", "农林水支出", "5.00", ""),
    ("213", "农业农村支出", "2.50", "2.50"),
)
ONCE = (
    ("科目编码", "科目名称", "支出", ""),
    ("", "", "基本支出", "项目支出"),
    ("合计", "", "7.50", "2.50"),
    ("213", "农林水支出", "5.00", ""),
    ("", "农业农村支出", "2.50", "2.50"),
)


def board(header: tuple[SlotRow, ...] = HEADER) -> Board:
    return Board(
        table=1,
        above="预算01表",
        title="部门支出预算表",
        heading="部门支出预算表",
        heads=("编制单位：青禾市云岭区农业农村局\t单位：万元",),
        framed=True,
        width=4,
        amounts=frozenset({2, 3}),
        header=header,
        rows=ROWS,
    )


def document(
    *blocks: Board | Words, spans: Spans = Spans.ONCE, breaks: Breaks = Breaks.NONE, seed: int = 0
) -> GeneratedDocument:
    """A document of these blocks alone; where pages break tables, the second holds the last row."""
    whole = generate(seed)
    style = replace(whole.style, spans=spans, breaks=breaks, page_rows=2, wraps=Wraps.NONE)
    return replace(whole, blocks=blocks, style=style)


@pytest.mark.parametrize(
    ("form", "rows"),
    [
        (PrintFormat.TEXT, ONCE),
        (PrintFormat.MARKDOWN, ONCE),
        (PrintFormat.HTML, FILLED),
        (PrintFormat.WORD, FILLED),
        (PrintFormat.WORKBOOK, FILLED),
        (PrintFormat.PDF, FILLED),
        (PrintFormat.UNRULED, FILLED),
    ],
)
def test_a_span_fills_its_places_where_the_format_keeps_it(
    form: PrintFormat, rows: tuple[tuple[str, ...], ...]
) -> None:
    assert printed_grids(document(board()), form) == (
        GridLabel(
            table=1,
            header=2,
            rows=rows,
            around=(
                "预算01表",
                "部门支出预算表",
                "编制单位：青禾市云岭区农业农村局\t单位：万元",
            ),
        ),
    )


@pytest.mark.parametrize("form", [PrintFormat.SCAN, PrintFormat.ALIGNED, PrintFormat.COLLAPSED])
def test_a_format_without_cells_has_no_grids(form: PrintFormat) -> None:
    assert printed_grids(document(board()), form) == ()


@pytest.mark.parametrize(
    ("spans", "header"),
    [
        (Spans.ONCE, ONCE[:2]),
        (Spans.ACROSS, (FILLED[0], ONCE[1])),
        (Spans.FILLED, FILLED[:2]),
    ],
)
def test_text_holds_what_the_template_prints_of_spans(
    spans: Spans, header: tuple[tuple[str, ...], ...]
) -> None:
    printed = document(board((*HEADER, NUMBERS)), spans=spans)
    (grid,) = printed_grids(printed, PrintFormat.TEXT)
    assert grid.header == 3
    assert grid.rows == (*header, ("栏次", "", "1", "2"), *ONCE[2:])


def test_markdown_spreads_a_row_of_numbers() -> None:
    printed = document(board((*HEADER, NUMBERS)), spans=Spans.ACROSS)
    (grid,) = printed_grids(printed, PrintFormat.MARKDOWN)
    assert grid.rows[2] == ("栏次", "栏次", "1", "2")


def spanned(rows: int) -> Board:
    """A table whose first name spans so many of its four rows."""
    first = (Slot("支出", 0, rows), Slot("一", 1), Slot("1", 2), Slot("2", 3))
    others = ((Slot(name, 1), Slot("1", 2), Slot("2", 3)) for name in "二三四")
    return replace(board(), rows=(first, *others))


def first_cells(document: GeneratedDocument, form: PrintFormat) -> list[str]:
    """The first cells of the body of a document's only table."""
    (grid,) = printed_grids(document, form)
    return [row[0] for row in grid.rows[grid.header :]]


def test_a_span_that_a_page_cuts_is_blank_behind_the_cut() -> None:
    cut = document(spanned(3), breaks=Breaks.BARE)
    assert first_cells(cut, PrintFormat.HTML) == ["支出", "支出", "", ""]
    assert first_cells(cut, PrintFormat.WORKBOOK) == ["支出", "支出", "支出", ""]
    whole = document(spanned(3))
    assert first_cells(whole, PrintFormat.HTML) == ["支出", "支出", "支出", ""]


def test_a_word_file_may_leave_tables_whole() -> None:
    drawn = [document(spanned(4), breaks=Breaks.BARE, seed=seed) for seed in range(8)]
    found = {WordPress(one).broken: first_cells(one, PrintFormat.WORD) for one in drawn}
    assert found == {True: ["支出", "支出", "", ""], False: ["支出"] * 4}


def test_what_stands_around_a_table_is_told() -> None:
    bare = replace(board(), above="", title="", heading="机关运行经费", heads=())
    note = Words("注：金额按批复数填列")
    first, second = printed_grids(document(bare, note, bare, Words("其他")), PrintFormat.WORKBOOK)
    assert first.around == ("机关运行经费", "注：金额按批复数填列")
    assert second.around == ("机关运行经费",)


WITH_CELLS = (
    PrintFormat.TEXT,
    PrintFormat.MARKDOWN,
    PrintFormat.HTML,
    PrintFormat.WORD,
    PrintFormat.WORKBOOK,
    PrintFormat.PDF,
)


@pytest.mark.parametrize("form", WITH_CELLS)
@pytest.mark.parametrize("seed", [901, 904])
def test_cells_are_read_where_they_are_printed(
    tmp_path: Path, form: PrintFormat, seed: int
) -> None:
    whole = generate(seed)
    if form is not PrintFormat.TEXT:
        whole = excerpt(whole, tables=4)
    path = write_printing(tmp_path, whole.name, print_document(whole, form))
    found = score_grids(printed_grids(whole, form), transcribe(path))
    assert [(one.table, one.score.f1) for one in found] == [
        (table.table, 1.0) for table in whole.tables
    ]
