"""Grids by hand and files by hand, and the cells of whole documents in each format."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.generator import GeneratedDocument, generate
from evals.generator.blocks import Board, Words
from evals.generator.formats import PrintFormat, excerpt, print_document, write_printing
from evals.generator.slots import Slot, SlotRow
from evals.generator.styles import Breaks, Spans, Wraps
from evals.structure import GritsScore, TextGrid, grits_con, score_structure

# --- two grids --------------------------------------------------------------------------------


def similarity(expected: TextGrid, actual: TextGrid) -> float:
    return grits_con(expected, actual).similarity


def test_a_grid_is_like_itself() -> None:
    grid = [["科目", "合计"], ["教育支出", "12.50"], ["卫生支出", ""]]
    score = grits_con(grid, grid)
    assert score == GritsScore(6.0, 6, 6)
    assert (score.precision, score.recall, score.f1) == (1.0, 1.0, 1.0)


def test_a_row_that_is_missing_costs_recall() -> None:
    score = grits_con([["a", "b"], ["c", "d"], ["e", "f"]], [["a", "b"], ["e", "f"]])
    assert score == GritsScore(4.0, 6, 4)
    assert (score.precision, score.recall, score.f1) == (1.0, 4 / 6, 0.8)


def test_a_column_too_many_costs_precision() -> None:
    score = grits_con([["a", "b"], ["c", "d"]], [["a", "", "b"], ["c", "", "d"]])
    assert score == GritsScore(4.0, 4, 6)
    assert (score.precision, score.recall, score.f1) == (4 / 6, 1.0, 0.8)


def test_rows_and_columns_may_be_missing_at_once() -> None:
    expected = [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]
    assert grits_con(expected, [["a", "c"], ["g", "i"]]) == GritsScore(4.0, 9, 4)


def test_cells_that_moved_within_their_row_are_wrong() -> None:
    expected = [["a", "b", "c"], ["d", "e", "f"]]
    assert similarity(expected, [["a", "b", "c"], ["", "d", "e"]]) == 3.0


def test_the_order_of_rows_and_of_columns_counts() -> None:
    assert similarity([["a"], ["b"]], [["b"], ["a"]]) == 1.0
    assert similarity([["a", "b"]], [["b", "a"]]) == 1.0


def test_of_a_transposed_grid_only_the_diagonal_is_right() -> None:
    assert similarity([["a", "b"], ["c", "d"]], [["a", "c"], ["b", "d"]]) == 2.0


@pytest.mark.parametrize(
    ("expected", "actual", "alike"),
    [
        ("公用经费", "公用", 4 / 6),
        ("abcd", "axcyd", 6 / 9),
        ("ab", "ba", 2 / 4),
        ("12.50", "", 0.0),
        ("", "", 1.0),
        ("合 计", "合计", 1.0),
        ("“三公”经费（万元）", "三公经费(万元)", 1.0),
    ],
)
def test_cells_are_alike_by_their_longest_common_subsequence(
    expected: str, actual: str, alike: float
) -> None:
    assert similarity([[expected]], [[actual]]) == pytest.approx(alike, abs=1e-12)
    assert similarity([[actual]], [[expected]]) == pytest.approx(alike, abs=1e-12)


def test_long_texts_are_compared_to_their_ends() -> None:
    assert similarity([["支" * 199 + "出"]], [["支" * 99 + "出"]]) == 200 / 300


def test_grids_without_cells() -> None:
    nothing, missing, invented = (
        grits_con(expected, actual) for expected, actual in (([], []), ([["a"]], []), ([], [["a"]]))
    )
    assert (nothing.precision, nothing.recall, nothing.f1) == (1.0, 1.0, 1.0)
    assert (missing.precision, missing.recall, missing.f1) == (0.0, 0.0, 0.0)
    assert (invented.precision, invented.recall, invented.f1) == (0.0, 0.0, 0.0)


def test_rows_of_unlike_widths_are_no_grid() -> None:
    with pytest.raises(ValueError, match="shape"):
        grits_con([["a", "b"], ["c"]], [["a"]])


# --- one table and files by hand --------------------------------------------------------------

HEADER = (
    (Slot("科目编码", 0, 2), Slot("科目名称", 1, 2), Slot("支出", 2, 1, 2)),
    (Slot("基本支出", 2), Slot("项目支出", 3)),
)
ROWS = (
    (Slot("合计", 0, 1, 2), Slot("1,007.50", 2), Slot("2.50", 3)),
    (Slot("213", 0), Slot("农林水支出", 1), Slot("1,005.00", 2), Slot("", 3)),
    (Slot("21301", 0), Slot("农业农村支出", 1), Slot("2.50", 2), Slot("2.50", 3)),
)
CELLS = 5 * 4

HEAD_LINES = (
    '<th rowspan="2">科目编码</th><th rowspan="2">科目名称</th><th colspan="2">支出</th>',
    "<th>基本支出</th><th>项目支出</th>",
)
BODY_LINES = (
    '<td colspan="2">合计</td><td>1,007.50</td><td>2.50</td>',
    "<td>213</td><td>农林水支出</td><td>1,005.00</td><td></td>",
    "<td>21301</td><td>农业农村支出</td><td>2.50</td><td>2.50</td>",
)


def board(
    rows: tuple[SlotRow, ...] = ROWS,
    header: tuple[SlotRow, ...] = HEADER,
    *,
    table: int = 1,
    title: str = "部门支出预算表",
) -> Board:
    return Board(
        table=table,
        above="",
        title=title,
        heading=title,
        heads=("编制单位：青禾市云岭区农业农村局\t单位：万元",),
        framed=True,
        width=4,
        amounts=frozenset({2, 3}),
        header=header,
        rows=rows,
    )


def document(
    *blocks: Board | Words, spans: Spans = Spans.ONCE, breaks: Breaks = Breaks.NONE
) -> GeneratedDocument:
    """A document of these blocks alone, whose pages hold one row where they break tables."""
    whole = generate(0)
    style = replace(whole.style, spans=spans, breaks=breaks, page_rows=1, wraps=Wraps.NONE)
    return replace(whole, blocks=blocks, style=style)


def web_page(folder: Path, *tables: tuple[str, ...]) -> Path:
    """A page with tables of these rows, each under a title of its own."""
    drawn = [
        f"<p>表{number}</p><p>预算{number}表</p><table>{''.join(map('<tr>{}</tr>'.format, rows))}"
        "</table>"
        for number, rows in enumerate(tables, start=1)
    ]
    path = folder / "table.html"
    path.write_text(f"<html><body>{''.join(drawn)}</body></html>", encoding="utf-8")
    return path


def text_file(folder: Path, *rows: str) -> Path:
    """A text with a table of these rows, their cells parted by tabs."""
    path = folder / "table.txt"
    path.write_text("\n".join(("部门支出预算表", *rows)), encoding="utf-8")
    return path


def score(folder: Path, *rows: str) -> GritsScore:
    """The score of the table above in a page that holds these rows."""
    found = score_structure(document(board()), web_page(folder, rows))
    assert [(one.table, one.title) for one in found] == [(1, "部门支出预算表")]
    return found[0].score


def test_a_span_counts_in_each_of_its_places(tmp_path: Path) -> None:
    assert score(tmp_path, *HEAD_LINES, *BODY_LINES) == GritsScore(CELLS, CELLS, CELLS)


def test_a_span_that_was_not_read_loses_the_places_that_it_covers(tmp_path: Path) -> None:
    apart = (
        "<th>科目编码</th><th>科目名称</th><th>支出</th><th></th>",
        "<th></th><th></th><th>基本支出</th><th>项目支出</th>",
        "<td>合计</td><td></td><td>1,007.50</td><td>2.50</td>",
    )
    assert score(tmp_path, *apart, *BODY_LINES[1:]) == GritsScore(CELLS - 4, CELLS, CELLS)


def test_publishers_and_units_that_are_rows_of_a_grid_do_not_count(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "科目编码\t科目名称\t支出\t",
        "\t\t基本支出\t项目支出",
        "合计\t\t1,007.50\t2.50",
        "编制单位：青禾市云岭区农业农村局\t\t\t单位：万元",
        "213\t农林水支出\t1,005.00\t",
        "21301\t农业农村支出\t2.50\t2.50",
    )
    (found,) = score_structure(document(board()), path)
    assert found.score == GritsScore(CELLS, CELLS, CELLS)
    (stray,) = score_structure(document(replace(board(), heads=())), path)
    assert stray.score == GritsScore(CELLS, CELLS, CELLS + 4)


def test_a_header_that_comes_again_does_not_count(tmp_path: Path) -> None:
    rows = (*HEAD_LINES, *BODY_LINES[:1], *HEAD_LINES, *BODY_LINES[1:])
    assert score(tmp_path, *rows) == GritsScore(CELLS, CELLS, CELLS)


def test_a_body_row_that_comes_again_counts(tmp_path: Path) -> None:
    rows = (*HEAD_LINES, *BODY_LINES, BODY_LINES[-1])
    assert score(tmp_path, *rows) == GritsScore(CELLS, CELLS, CELLS + 4)


def test_words_under_a_table_do_not_count_in_its_grid(tmp_path: Path) -> None:
    note = Words("金额按批复数填列")
    path = web_page(
        tmp_path, (*HEAD_LINES, *BODY_LINES, f"<td>{note.text}</td><td></td><td></td><td></td>")
    )
    (found,) = score_structure(document(board(), note), path)
    assert found.score == GritsScore(CELLS, CELLS, CELLS)
    (stray,) = score_structure(document(board()), path)
    assert stray.score == GritsScore(CELLS, CELLS, CELLS + 4)


def test_figures_count_by_their_values(tmp_path: Path) -> None:
    rows = [row.replace("1,005.00", "1005").replace("2.50", "2.5") for row in BODY_LINES]
    assert score(tmp_path, *HEAD_LINES, *rows) == GritsScore(CELLS, CELLS, CELLS)


def test_a_table_that_has_no_grid_scores_nothing(tmp_path: Path) -> None:
    assert score(tmp_path) == GritsScore(0.0, CELLS, 0)


def test_a_file_that_cannot_be_read_scores_nothing(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    path.write_bytes(b"%PDF-1.4 cut off")
    (found,) = score_structure(document(board()), path)
    assert found.score == GritsScore(0.0, CELLS, 0)


def test_each_grid_is_paired_once_and_with_the_table_most_like_it(tmp_path: Path) -> None:
    short = board(ROWS[:2], table=2, title="项目支出预算表")
    longer, shorter = (*HEAD_LINES, *BODY_LINES), (*HEAD_LINES, *BODY_LINES[:2])
    printed = document(board(), short)
    found = score_structure(printed, web_page(tmp_path, shorter, longer))
    assert [one.score.f1 for one in found] == [1.0, 1.0]
    found = score_structure(printed, web_page(tmp_path, longer))
    assert [one.score for one in found] == [
        GritsScore(CELLS, CELLS, CELLS),
        GritsScore(0.0, CELLS - 4, 0),
    ]


def test_a_span_that_a_page_cuts_is_blank_behind_the_cut(tmp_path: Path) -> None:
    rows = (
        (Slot("支出", 0, 3), Slot("一、教育", 1), Slot("1.50", 2), Slot("1.00", 3)),
        (Slot("二、科学", 1), Slot("2.50", 2), Slot("2.00", 3)),
        (Slot("三、农业", 1), Slot("3.50", 2), Slot("3.00", 3)),
    )
    path = web_page(
        tmp_path,
        (
            *HEAD_LINES,
            "<td>支出</td><td>一、教育</td><td>1.50</td><td>1.00</td>",
            '<td rowspan="2"></td><td>二、科学</td><td>2.50</td><td>2.00</td>',
            "<td>三、农业</td><td>3.50</td><td>3.00</td>",
        ),
    )
    cut = document(board(rows), breaks=Breaks.BARE)
    assert score_structure(cut, path)[0].score == GritsScore(CELLS, CELLS, CELLS)
    whole = document(board(rows))
    assert score_structure(whole, path)[0].score == GritsScore(CELLS - 2, CELLS, CELLS)


@pytest.mark.parametrize(
    ("spans", "first", "second"),
    [
        (Spans.ONCE, "科目编码\t科目名称\t支出\t", "\t\t基本支出\t项目支出"),
        (Spans.ACROSS, "科目编码\t科目名称\t支出\t支出", "\t\t基本支出\t项目支出"),
        (Spans.FILLED, "科目编码\t科目名称\t支出\t支出", "科目编码\t科目名称\t基本支出\t项目支出"),
    ],
)
def test_text_is_judged_by_what_it_prints_of_spans(
    tmp_path: Path, spans: Spans, first: str, second: str
) -> None:
    numbers = (Slot("栏次", 0, 1, 2), Slot("1", 2), Slot("2", 3))
    path = text_file(
        tmp_path,
        first,
        second,
        "栏次\t\t1\t2",
        "合计\t\t1,007.50\t2.50",
        "213\t农林水支出\t1,005.00\t",
        "21301\t农业农村支\t2.50\t2.50",
        "\t出\t\t",
    )
    printed = document(board(header=(*HEADER, numbers)), spans=spans)
    (found,) = score_structure(printed, path)
    assert found.score == GritsScore(CELLS + 4, CELLS + 4, CELLS + 4)


# --- whole documents --------------------------------------------------------------------------

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
    found = score_structure(whole, path)
    assert [one.score.f1 for one in found] == [1.0] * len(whole.tables)
