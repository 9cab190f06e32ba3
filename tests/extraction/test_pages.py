"""Tables over page breaks: what is one table, and what are two."""

from collections.abc import Callable
from itertools import takewhile

import pytest

from extraction import Disclosure, extract
from extraction.grids import Merge
from extraction.pages import join_pages
from extraction.transcript import Piece, Scribe, Transcript
from extraction.vocabulary import Format

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


def print_pages(*pages: tuple[list[list[str]], list[float]]) -> Transcript:
    """Pages of one table each, with the edges of its columns; `<` is covered by the cell before."""
    scribe = Scribe("demo")
    for number, (rows, edges) in enumerate(pages, start=1):
        grid = []
        for row in rows:
            spans = [1 + len(list(takewhile("<".__eq__, row[at + 1 :]))) for at in range(len(row))]
            cells = zip(row, spans, strict=True)
            grid.append(
                [
                    Piece("", page=number) if text == "<" else Piece(text, number, columns=span)
                    for text, span in cells
                ]
            )
        scribe.write_grid(grid, edges)
    return scribe.finish("0" * 64, Format.PDF)


WHOLE = (
    [["类", "款", "科目名称", "合计", "基本支出"], ["201", "05", "统计信息事务", "5.00", "2.00"]],
    [50.0, 80.0, 110.0, 250.0, 320.0, 390.0],
)


@pytest.mark.parametrize("shift", [0.0, 21.0], ids=["one margin", "another margin"])
def test_a_row_alone_on_its_page_stands_in_the_columns_of_the_pages_before(shift: float) -> None:
    edges = [50.0 + shift, 251.5 + shift, 320.0 + shift, 388.5 + shift]
    text = print_pages(WHOLE, ([["合计", "5.00", "2.00"]], edges))
    (joined,) = join_pages(text)
    assert [cell.printed for cell in joined.grid.rows[-1]] == ["合计", "", "", "5.00", "2.00"]
    assert joined.grid.merges == {Merge(2, 0, 1, 3)}
    (table,) = extract(text).tables
    assert [(row.label, [cell.printed for cell in row.cells]) for row in table.rows] == [
        ("统计信息事务", ["5.00", "2.00"]),
        ("合计", ["5.00", "2.00"]),
    ]


def test_merged_columns_on_the_first_page_are_told_apart_on_the_second() -> None:
    first = ([["项目", "合计", "基本支出"], ["合计", "5.00", "2.00"]], [50.0, 250.0, 320.0, 390.0])
    more = (WHOLE[0][1:], WHOLE[1])
    (grid,) = [table.grid for table in join_pages(print_pages((first[0], first[1]), more))] or [
        None
    ]
    assert [[cell.printed for cell in row] for row in grid.rows] == [
        ["项目", "", "", "合计", "基本支出"],
        ["合计", "", "", "5.00", "2.00"],
        ["201", "05", "统计信息事务", "5.00", "2.00"],
    ]


def test_columns_at_other_places_are_not_moved() -> None:
    text = print_pages(WHOLE, ([["合计", "5.00", "2.00"]], [50.0, 200.0, 300.0, 390.0]))
    (joined,) = join_pages(text)
    assert [cell.printed for cell in joined.grid.rows[-1]] == ["合计", "5.00", "2.00", "", ""]
