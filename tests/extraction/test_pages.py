"""Tables over page breaks: what is one table, and what are two."""

from collections.abc import Callable

import pytest

from extraction import Disclosure

Disclose = Callable[[str], Disclosure]

FIRST = """
支出总表
单位：万元
科目编码|科目名称|合计
201|一般公共服务支出|5.00
"""
HEADER = "科目编码|科目名称|合计\n"
REST = "208|社会保障和就业支出|3.00\n合计||8.00\n"
ROWS = ["一般公共服务支出", "社会保障和就业支出", "合计"]

ONE = {
    "no header": "\n" + REST,
    "the header again": "\n" + HEADER + REST,
    "a page number": "\n- 3 -\n\n" + REST,
    "a page number and the header": "\n第 3 页\n\n" + HEADER + REST,
    "a mark of continuation": "\n续表\n" + HEADER + REST,
    "a mark of continuation, no header": "\n（续）\n单位：万元\n" + REST,
    "title, unit and header again": "\n支出总表\n单位：万元\n" + HEADER + REST,
    "title with a mark": "\n支出总表（续）\n单位：万元\n" + HEADER + REST,
    "unit and header again": "\n单位：万元\n" + HEADER + REST,
    "agency, unit and header again": "\n单位名称：青川市水利局\n单位：万元\n" + HEADER + REST,
}


@pytest.mark.parametrize("rest", ONE.values(), ids=ONE.keys())
def test_one_table(disclose: Disclose, rest: str) -> None:
    (table,) = disclose(FIRST + rest).tables
    assert [row.label for row in table.rows] == ROWS
    assert [row.number for row in table.rows] == [1, 2, 3]
    assert [column.path for column in table.columns] == [("合计",)]
    assert table.title is not None
    assert table.title.printed == "支出总表"


TWO = {
    "another title": ("\n收入总表\n单位：万元\n" + HEADER + REST, "收入总表"),
    "another title, no unit": ("\n收入总表\n" + HEADER + REST, "收入总表"),
    "a note and another title": ("\n注：无。\n\n收入总表\n单位：元\n" + HEADER + REST, "收入总表"),
    "another header": ("\n科目编码|科目名称|预算数\n" + REST, None),
    "a wider table without header": (
        "\n社会保障和就业支出|3.00|2.00|1.00\n合计|3.00|2.00|1.00\n",
        None,
    ),
    "prose": ("\n本部门另有专户资金，列示如下。\n\n" + HEADER + REST, None),
}


@pytest.mark.parametrize(("rest", "title"), TWO.values(), ids=TWO.keys())
def test_two_tables(disclose: Disclose, rest: str, title: str | None) -> None:
    first, second = disclose(FIRST + rest).tables
    assert [row.label for row in first.rows] == ROWS[:1]
    assert [row.label for row in second.rows] == ROWS[1:]
    assert (second.title.printed if second.title else None) == title


def test_the_unit_of_each_of_two_tables(disclose: Disclose) -> None:
    tables = disclose(FIRST + "\n收入总表\n单位：元\n" + HEADER + REST).tables
    assert [table.unit for table in tables] == ["万元", "元"]


def test_three_pages(disclose: Disclose) -> None:
    pages = FIRST + "\n- 3 -\n\n" + HEADER + "208|社会保障和就业支出|3.00\n\n- 4 -\n\n合计||8.00\n"
    (table,) = disclose(pages).tables
    assert [row.label for row in table.rows] == ROWS
    assert [span.line for span in table.source.spans] == [3, 4, 8, 9, 13]


def test_a_name_that_breaks_over_pages(disclose: Disclose) -> None:
    text = (
        FIRST + "2080505|机关事业单位基本养老|3.00\n\n- 3 -\n\n|保险缴费支出|\n221|住房支出|1.00\n"
    )
    (table,) = disclose(text).tables
    assert [row.label for row in table.rows] == [
        "一般公共服务支出",
        "机关事业单位基本养老保险缴费支出",
        "住房支出",
    ]
