"""Rows cut up by line breaks inside their names, and lines that are rows as they are."""

import pytest

from extraction.readers.breaks import Lines
from extraction.readers.tabs import find_grids
from extraction.transcript import Transcript


def rows(text: str) -> list[str]:
    """The rows of all grids, cells parted by `|`, as they are parted in `text`."""
    lines = text.strip("\n").replace("|", "\t").split("\n")
    grids = find_grids(Transcript("demo", tuple(lines)))
    return ["|".join(cell.printed for cell in row) for grid in grids for row in grid.rows]


BROKEN = {
    "a tail no row is called, trailing blanks kept": (
        """
科目编码|科目名称|合计|基本支出|项目支出
2080505|机关事业单位基本养老
保险缴费支出|12.50|12.50|
2080506|机关事业单位职业年金缴费支出|6.25|6.25|
""",
        [
            "科目编码|科目名称|合计|基本支出|项目支出",
            "2080505|机关事业单位基本养老保险缴费支出|12.50|12.50|",
            "2080506|机关事业单位职业年金缴费支出|6.25|6.25|",
        ],
    ),
    "trailing blanks kept: a short line is a broken one": (
        """
项目名称|合计|备注
河道疏浚与
岸线整治|5.00|
堤防加固|2.00|
""",
        ["项目名称|合计|备注", "河道疏浚与岸线整治|5.00|", "堤防加固|2.00|"],
    ),
    "the first name, trailing blanks dropped": (
        """
项目|合计|基本支出|项目支出
社会保障和就业
支出|8.00|8.00
卫生健康支出|3.00|3.00
住房保障支出|2.00|1.00|1.00
""",
        [
            "项目|合计|基本支出|项目支出",
            "社会保障和就业支出|8.00|8.00|",
            "卫生健康支出|3.00|3.00|",
            "住房保障支出|2.00|1.00|1.00",
        ],
    ),
    "three pieces that stand whole in the prose": (
        """
今年新设农业农村生态环境监测工作。

项目|合计
农业农村
生态环境
监测工作|8.00
河道疏浚|3.00
""",
        ["项目|合计", "农业农村生态环境监测工作|8.00", "河道疏浚|3.00"],
    ),
    "a bracket left open": (
        """
项目|合计
因公出国（
境）支出|8.00
河道疏浚|3.00
""",
        ["项目|合计", "因公出国（境）支出|8.00", "河道疏浚|3.00"],
    ),
    "the name of the right side, after an ordinal": (
        """
项目|预算数|项目|预算数
一、财政拨款收入|20.00|一、社会保障和就业
支出|12.00
二、其他收入|1.00|二、住房保障支出|9.00
""",
        [
            "项目|预算数|项目|预算数",
            "一、财政拨款收入|20.00|一、社会保障和就业支出|12.00",
            "二、其他收入|1.00|二、住房保障支出|9.00",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_rows_are_put_together(text: str, expected: list[str]) -> None:
    assert rows(text) == expected


WHOLE = {
    "a short row of a table that drops its trailing blanks": """
项目|合计|基本支出|项目支出
工资福利支出|5.00|5.00|
商品和服务支出|2.00|1.00|1.00
""",
    "two rows of a header": """
项目|预算数||
类别|合计|基本支出|项目支出
工资|3.00|1.00|2.00
""",
    "two rows of a header that together are as wide as the table": """
项目|预算数||
类别|合计|备注|
工资|3.00|1.00|2.00
""",
    "a header that wraps no name": """
科目编码|科目名称|本年支出||
||合计|基本支出|项目支出
208|社会保障和就业支出|3.00|1.00|2.00
""",
    "a total below a name alone": """
项目|合计
水利局机关|
合计|3.00
""",
    "a name with an ordinal below a name alone": """
项目|合计
一、其他收入|
二、事业收入|3.00
""",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE.keys())
def test_whole_rows_stay_apart(text: str) -> None:
    """The same without the blank cells at the ends of lines."""
    expected = text.strip("\n").split("\n")
    dropped = "\n".join(line.rstrip("|") for line in expected)
    assert rows(dropped) == expected


def test_the_end_of_a_row_by_line() -> None:
    texts = ["前言", "项目\t合计\t备注", "河道疏浚与", "岸线整治\t5.00\t", "", "说明"]
    lines = Lines.of(texts, "")
    assert [lines.row_end(number) for number in range(1, 7)] == [None, 2, 4, 4, None, None]


@pytest.mark.parametrize(
    ("texts", "keeps"),
    [(["项目\t合计", "疏浚\t"], True), (["项目\t合计", "疏浚\t1"], False), (["项目"], False)],
)
def test_whether_trailing_blanks_are_kept(texts: list[str], keeps: bool) -> None:
    assert Lines.of(texts, "").keeps_blanks is keeps
