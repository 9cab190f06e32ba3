"""Where a header ends, and which of its cells stand over a column."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, fact_rows
from extraction.grids import GridRow, Merge
from extraction.headers import find_header, header_paths, is_number_row
from extraction.readers.tabs import find_grids
from extraction.transcript import Transcript


def rows(text: str) -> tuple[GridRow, ...]:
    lines = text.strip("\n").replace("|", "\t").split("\n")
    (grid,) = find_grids(Transcript("demo", tuple(lines)))
    return grid.rows


HEADERS = {
    "one row": ("项目|合计\n疏浚|5.00", [1]),
    "no header": ("疏浚|5.00\n加固|2.00", []),
    "two rows": (
        "科目编码|科目名称|本年支出|\n||基本支出|项目支出\n208|社会保障和就业支出|5.00|2.00",
        [1, 2],
    ),
    "three rows": (
        """
科目编码|科目名称|本年支出|||其他
||合计|基本支出||
|||人员经费|公用经费|
208|社会保障和就业支出|5.00|3.00|2.00|
""",
        [1, 2, 3],
    ),
    "a row of words below cells that span nothing is body": (
        "项目|绩效目标\n疏浚|疏浚河道三公里\n加固|加固堤防两处",
        [1],
    ),
    "words beside a span are body": (
        "项目|绩效目标|备注|\n疏浚|疏浚河道三公里||结转\n",
        [1],
    ),
    "column numbers end it": ("科目编码|科目名称|合计\n**|**|1\n208|支出|5.00", [1, 2]),
    "column numbers end it over words": ("项目|内容|备注\n1|2|3\n疏浚|河道|无", [1, 2]),
    "a total alone is body": ("项目|绩效目标\n合计|\n疏浚|河道", [1]),
    "an ordinal is body": ("项目|备注|\n一、财政拨款收入||无\n", [1]),
    "a code in the name is body": ("项目|备注|\n[301]工资福利支出||无\n", [1]),
    "agency and unit inside": (
        "单位名称：青川市水利局||单位：万元\n项目|合计|备注\n疏浚|5.00|",
        [2],
    ),
    "title and running number inside": (
        "支出预算总表||\n||附表2\n项目|合计|备注\n疏浚|5.00|",
        [3],
    ),
}


@pytest.mark.parametrize(("text", "header"), HEADERS.values(), ids=HEADERS.keys())
def test_header_rows(text: str, header: list[int]) -> None:
    """The lines of the text that are header."""
    grid = rows(text)
    assert [grid[index][0].source.line for index in find_header(grid)] == header


HEADERS_OF_YEARS = [
    ("项目|2023|2024\n疏浚|5.00|6.00", [1]),
    ("项目|2023年|2024年\n疏浚|5.00|6.00", [1]),
    ("项目|2023年度||2024年度|\n|预算|决算|预算|决算\n疏浚|5.00|6.00|5.00|6.00", [1, 2]),
]


@pytest.mark.parametrize(("text", "header"), HEADERS_OF_YEARS)
def test_headers_of_years(text: str, header: list[int]) -> None:
    grid = rows(text)
    assert [grid[index][0].source.line for index in find_header(grid)] == header


PATHS = {
    "a blank under a span, a blank beside one": (
        "科目编码|科目名称|合计|本年支出|\n|||基本支出|项目支出\n208|支出|5.00|3.00|2.00",
        ["科目编码", "科目名称", "合计", "本年支出/基本支出", "本年支出/项目支出"],
    ),
    "a span inside a span": (
        """
项目|财政拨款||||其他
|合计|基本支出|||
||小计|人员经费|公用经费|
疏浚|5.00|5.00|3.00|2.00|1.00
""",
        [
            "项目",
            "财政拨款/合计",
            "财政拨款/基本支出/小计",
            "财政拨款/基本支出/人员经费",
            "财政拨款/基本支出/公用经费",
            "其他",
        ],
    ),
    "a span does not reach over another outer header": (
        "收入||支出|\n项目|金额|项目|金额\n拨款|5.00|疏浚|5.00",
        ["收入/项目", "收入/金额", "支出/项目", "支出/金额"],
    ),
    "nor does a cell inside of it": (
        "收入||支出|\n项目|金额||\n||项目|金额\n拨款|5.00|疏浚|5.00",
        ["收入/项目", "收入/金额", "支出/项目", "支出/金额"],
    ),
    "nothing over a column that no header row fills": (
        "项目|金额||\n疏浚|5.00|2.00|3.00",
        ["项目", "金额", "", ""],
    ),
    "column numbers stand in no path": ("项目|合计\n栏次|1\n疏浚|5.00", ["项目", "合计"]),
}


@pytest.mark.parametrize(("text", "paths"), PATHS.values(), ids=PATHS.keys())
def test_header_paths(text: str, paths: list[str]) -> None:
    grid = rows(text)
    found = header_paths(grid, find_header(grid))
    assert ["/".join(grid[row][at].printed for row, at in path) for path in found] == paths


@pytest.mark.parametrize(
    ("merges", "path"), [([Merge(0, 1, 1, 2)], "预算数"), ([], "")], ids=["a span", "a blank"]
)
def test_a_cell_that_spans_columns_heads_all_of_them(merges: list[Merge], path: str) -> None:
    grid = rows("项目|预算数|\n疏浚|5.00|2.00")
    found = header_paths(grid, (0,), merges)
    assert ["/".join(grid[row][at].printed for row, at in path) for path in found] == [
        "项目",
        "预算数",
        path,
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("**|**|1|2", True),
        ("栏次|1|2|3=1+2", True),
        ("栏次||1", True),
        ("行次|1|2", True),
        ("甲|乙|1|2", True),
        ("1|2|3=(1+2)", True),
        ("１|２", True),
        ("甲|1|2|3|∞|5", True),
        ("1|2|3|5", False),
        ("1|2|0|4|5", False),
        ("1|2|-|4", False),
        ("1|2|7", False),
        ("1|2|5|7", False),
        ("1|3", False),
        ("2|1", False),
        ("1|", False),
        ("合计|1|2", False),
        ("208|1|2", False),
    ],
)
def test_rows_of_column_numbers(text: str, numbers: bool) -> None:
    (row,) = rows(text)
    assert is_number_row(row) is numbers


REPEATED = """
支出总表
单位：万元
科目编码|科目名称|合计
栏次||1
208|社会保障和就业支出|5.00
单位：万元||
科目编码|科目名称|合计
栏次||1
221|住房保障支出|3.00
合计||8.00
"""


def test_a_header_that_comes_again_is_no_row(disclose: Callable[[str], Disclosure]) -> None:
    facts = list(fact_rows(disclose(REPEATED)))
    assert [(fact.row, fact.label, fact.column, fact.value) for fact in facts] == [
        (1, "社会保障和就业支出", "合计", "5.00"),
        (2, "住房保障支出", "合计", "3.00"),
        (3, "合计", "合计", "8.00"),
    ]
