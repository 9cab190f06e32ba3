"""Grids by hand and files by hand: what is alike, and what counts."""

from pathlib import Path

import pytest

from evals.labels.grids import GridLabel
from evals.scoring.items import Aspect, Item, Outcome
from evals.scoring.structure import GritsScore, TextGrid, grits_con, judge_structure, score_grids
from extraction import Transcript, transcribe

# --- two grids --------------------------------------------------------------------------------


def similarity(expected: TextGrid, actual: TextGrid) -> float:
    return compare(expected, actual).similarity


def compare(expected: TextGrid, actual: TextGrid) -> GritsScore:
    return grits_con([expected], [actual])[0, 0]


def test_a_grid_is_like_itself() -> None:
    grid = [["科目", "合计"], ["教育支出", "12.50"], ["卫生支出", ""]]
    score = compare(grid, grid)
    assert score == GritsScore(6.0, 6, 6)
    assert (score.precision, score.recall, score.f1) == (1.0, 1.0, 1.0)


def test_a_row_that_is_missing_costs_recall() -> None:
    score = compare([["a", "b"], ["c", "d"], ["e", "f"]], [["a", "b"], ["e", "f"]])
    assert score == GritsScore(4.0, 6, 4)
    assert (score.precision, score.recall, score.f1) == (1.0, 4 / 6, 0.8)


def test_a_column_too_many_costs_precision() -> None:
    score = compare([["a", "b"], ["c", "d"]], [["a", "", "b"], ["c", "", "d"]])
    assert score == GritsScore(4.0, 4, 6)
    assert (score.precision, score.recall, score.f1) == (4 / 6, 1.0, 0.8)


def test_rows_and_columns_may_be_missing_at_once() -> None:
    expected = [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]
    assert compare(expected, [["a", "c"], ["g", "i"]]) == GritsScore(4.0, 9, 4)


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
        compare(expected, actual) for expected, actual in (([], []), ([["a"]], []), ([], [["a"]]))
    )
    assert (nothing.precision, nothing.recall, nothing.f1) == (1.0, 1.0, 1.0)
    assert (missing.precision, missing.recall, missing.f1) == (0.0, 0.0, 0.0)
    assert (invented.precision, invented.recall, invented.f1) == (0.0, 0.0, 0.0)


def test_rows_of_unlike_widths_are_no_grid() -> None:
    with pytest.raises(ValueError, match="shape"):
        compare([["a", "b"], ["c"]], [["a"]])


# --- one table and files by hand --------------------------------------------------------------

UNIT = "编制单位：青禾市云岭区农业农村局\t单位：万元"
GRID = (
    ("科目编码", "科目名称", "支出", "支出"),
    ("科目编码", "科目名称", "基本支出", "项目支出"),
    ("合计", "合计", "1,007.50", "2.50"),
    ("213", "农林水支出", "1,005.00", ""),
    ("21301", "农业农村支出", "2.50", "2.50"),
)
CELLS = 5 * 4
TABLE = GridLabel(table=1, header=2, rows=GRID, around=("部门支出预算表", UNIT))

HEAD_LINES = (
    '<th rowspan="2">科目编码</th><th rowspan="2">科目名称</th><th colspan="2">支出</th>',
    "<th>基本支出</th><th>项目支出</th>",
)
BODY_LINES = (
    '<td colspan="2">合计</td><td>1,007.50</td><td>2.50</td>',
    "<td>213</td><td>农林水支出</td><td>1,005.00</td><td></td>",
    "<td>21301</td><td>农业农村支出</td><td>2.50</td><td>2.50</td>",
)
NOTE = "金额按批复数填列"
NOTE_LINE = f"<td>{NOTE}</td><td></td><td></td><td></td>"


def web_page(folder: Path, *tables: tuple[str, ...]) -> Transcript:
    """A page with tables of these rows, each under a title of its own."""
    drawn = [
        f"<p>表{number}</p><p>预算{number}表</p><table>{''.join(map('<tr>{}</tr>'.format, rows))}"
        "</table>"
        for number, rows in enumerate(tables, start=1)
    ]
    path = folder / "table.html"
    path.write_text(f"<html><body>{''.join(drawn)}</body></html>", encoding="utf-8")
    return transcribe(path)


def text_file(folder: Path, *rows: str) -> Transcript:
    """A text with a table of these rows, their cells parted by tabs."""
    path = folder / "table.txt"
    path.write_text("\n".join(("部门支出预算表", *rows)), encoding="utf-8")
    return transcribe(path)


def score(folder: Path, *rows: str, label: GridLabel = TABLE) -> GritsScore:
    """The score of the table above in a page that holds these rows."""
    (found,) = score_grids((label,), web_page(folder, rows))
    return found.score


def around(*lines: str) -> GridLabel:
    """The table above with other lines around it."""
    return TABLE.model_copy(update={"around": lines})


def test_a_span_counts_in_each_of_its_places(tmp_path: Path) -> None:
    assert score(tmp_path, *HEAD_LINES, *BODY_LINES) == GritsScore(CELLS, CELLS, CELLS)


def test_a_span_that_was_not_read_loses_the_places_that_it_covers(tmp_path: Path) -> None:
    apart = (
        "<th>科目编码</th><th>科目名称</th><th>支出</th><th></th>",
        "<th></th><th></th><th>基本支出</th><th>项目支出</th>",
        "<td>合计</td><td></td><td>1,007.50</td><td>2.50</td>",
    )
    assert score(tmp_path, *apart, *BODY_LINES[1:]) == GritsScore(CELLS - 4, CELLS, CELLS)


@pytest.mark.parametrize(
    ("lines", "more"),
    [
        ((UNIT,), 0),
        (("单位：万元", "编制单位：青禾市云岭区农业农村局"), 0),
        (("单位：万元",), 4),
        ((), 4),
    ],
)
def test_a_row_of_the_texts_around_a_table_does_not_count(
    tmp_path: Path, lines: tuple[str, ...], more: int
) -> None:
    text = text_file(
        tmp_path,
        "科目编码\t科目名称\t支出\t支出",
        "科目编码\t科目名称\t基本支出\t项目支出",
        "合计\t合计\t1,007.50\t2.50",
        "编制单位：青禾市云岭区农业农村局\t\t\t单位：万元",
        "213\t农林水支出\t1,005.00\t",
        "21301\t农业农村支出\t2.50\t2.50",
    )
    (found,) = score_grids((around(*lines),), text)
    assert found.score == GritsScore(CELLS, CELLS, CELLS + more)


def test_a_row_around_a_table_counts_on_neither_side(tmp_path: Path) -> None:
    noted = GridLabel(table=1, header=2, rows=(*GRID, (NOTE, "", "", "")), around=(NOTE,))
    for label in (noted, around(NOTE)):
        for lines in (BODY_LINES, (*BODY_LINES, NOTE_LINE)):
            whole = score(tmp_path, *HEAD_LINES, *lines, label=label)
            assert whole == GritsScore(CELLS, CELLS, CELLS)
    stray = score(tmp_path, *HEAD_LINES, *BODY_LINES, NOTE_LINE)
    assert stray == GritsScore(CELLS, CELLS, CELLS + 4)


def test_a_row_that_says_that_a_table_goes_on_does_not_count(tmp_path: Path) -> None:
    rows = (*HEAD_LINES, *BODY_LINES[:2], '<td colspan="4">续表</td>', *BODY_LINES[2:])
    assert score(tmp_path, *rows, label=around()) == GritsScore(CELLS, CELLS, CELLS)


def test_a_header_that_comes_again_does_not_count(tmp_path: Path) -> None:
    rows = (*HEAD_LINES, *BODY_LINES[:1], *HEAD_LINES, *BODY_LINES[1:])
    assert score(tmp_path, *rows) == GritsScore(CELLS, CELLS, CELLS)


def test_a_body_row_that_comes_again_counts(tmp_path: Path) -> None:
    rows = (*HEAD_LINES, *BODY_LINES, BODY_LINES[-1])
    assert score(tmp_path, *rows) == GritsScore(CELLS, CELLS, CELLS + 4)


def test_figures_count_by_their_values(tmp_path: Path) -> None:
    rows = [row.replace("1,005.00", "1005").replace("2.50", "2.5") for row in BODY_LINES]
    assert score(tmp_path, *HEAD_LINES, *rows) == GritsScore(CELLS, CELLS, CELLS)


def test_a_name_that_is_broken_over_rows_stands_in_the_first(tmp_path: Path) -> None:
    text = text_file(
        tmp_path,
        "科目编码\t科目名称\t支出\t支出",
        "科目编码\t科目名称\t基本支出\t项目支出",
        "合计\t合计\t1,007.50\t2.50",
        "213\t农林水支出\t1,005.00\t",
        "21301\t农业农村支\t2.50\t2.50",
        "\t出\t\t",
    )
    (found,) = score_grids((TABLE,), text)
    assert found.score == GritsScore(CELLS, CELLS, CELLS)


def test_a_table_that_has_no_grid_scores_nothing(tmp_path: Path) -> None:
    assert score(tmp_path) == GritsScore(0.0, CELLS, 0)


def test_each_grid_is_paired_once_and_with_the_table_most_like_it(tmp_path: Path) -> None:
    short = GridLabel(table=2, header=2, rows=GRID[:4], around=())
    longer, shorter = (*HEAD_LINES, *BODY_LINES), (*HEAD_LINES, *BODY_LINES[:2])
    found = score_grids((TABLE, short), web_page(tmp_path, shorter, longer))
    assert [(one.table, one.score.f1) for one in found] == [(1, 1.0), (2, 1.0)]
    found = score_grids((TABLE, short), web_page(tmp_path, longer))
    assert [one.score for one in found] == [
        GritsScore(CELLS, CELLS, CELLS),
        GritsScore(0.0, CELLS - 4, 0),
    ]
    assert found[1].actual is None


def test_the_grids_that_were_compared_are_told(tmp_path: Path) -> None:
    (found,) = score_grids((TABLE,), web_page(tmp_path, (*HEAD_LINES, *BODY_LINES[:2])))
    values = [list(row) for row in GRID[:2]]
    values += [["合计", "合计", "1007.5", "2.5"], ["213", "农林水支出", "1005", ""]]
    assert found.actual == values
    assert found.expected == [*values, ["21301", "农业农村支出", "2.5", "2.5"]]


# --- items ------------------------------------------------------------------------------------


def test_each_labelled_grid_is_an_item(tmp_path: Path) -> None:
    other = GridLabel(table=3, header=0, rows=(("车辆", "3"),), around=())
    torn = GridLabel(table=2, header=2, rows=(*GRID, ("222", "储备支出", "1", "")), around=())
    rows = (*HEAD_LINES, *BODY_LINES)
    labels, page = (TABLE, torn, other), web_page(tmp_path, rows, rows)
    items = list(judge_structure("he-2024", labels, page, {1: "12", 3: "40"}))
    assert items == [
        Item(
            aspect=Aspect.STRUCTURE,
            document="he-2024",
            key="1",
            outcome=Outcome.RIGHT,
            expected="5 rows × 4 columns",
            got="5 rows × 4 columns",
            where="12",
            cluster="1",
            credit=1.0,
            note="GriTS-Con 1.0000, precision 1.0000, recall 1.0000",
        ),
        Item(
            aspect=Aspect.STRUCTURE,
            document="he-2024",
            key="2",
            outcome=Outcome.WRONG_STRUCTURE,
            expected="6 rows × 4 columns",
            got="5 rows × 4 columns",
            excerpt="expected: 222 | 储备支出 | 1 | ",
            cluster="2",
            credit=40 / 44,
            note="GriTS-Con 0.9091, precision 1.0000, recall 0.8333",
        ),
        Item(
            aspect=Aspect.STRUCTURE,
            document="he-2024",
            key="3",
            outcome=Outcome.MISSING,
            expected="1 rows × 2 columns",
            where="40",
            excerpt="expected: 车辆 | 3",
            cluster="3",
            credit=0.0,
            note="GriTS-Con 0.0000, precision 0.0000, recall 0.0000",
        ),
    ]


def test_an_excerpt_shows_three_rows_of_each_grid_where_they_first_differ(tmp_path: Path) -> None:
    label = GridLabel(table=1, header=2, rows=(*GRID[:3], *GRID[3:] * 2), around=())
    wrong = [
        f"<td>{code}</td><td>农林水</td><td>{figure}</td><td></td>"
        for code, figure in (("213", "1"), ("21301", "2"), ("213", "3"), ("21301", "4"))
    ]
    page = web_page(tmp_path, (*HEAD_LINES, BODY_LINES[0], *wrong))
    (item,) = judge_structure("he-2024", (label,), page)
    assert item.excerpt.split("\n") == [
        "expected: 213 | 农林水支出 | 1005 | ",
        "expected: 21301 | 农业农村支出 | 2.5 | 2.5",
        "expected: 213 | 农林水支出 | 1005 | ",
        "got: 213 | 农林水 | 1 | ",
        "got: 21301 | 农林水 | 2 | ",
        "got: 213 | 农林水 | 3 | ",
    ]


def test_without_labelled_grids_there_is_no_item(tmp_path: Path) -> None:
    assert not list(judge_structure("he-2024", (), web_page(tmp_path, HEAD_LINES)))
