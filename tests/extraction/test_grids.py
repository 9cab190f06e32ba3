"""Lines to grids: which lines are rows, of one width, each cell with its place."""

import pytest

from extraction.grids import Grid
from extraction.readers.tabs import find_grids
from extraction.transcript import Transcript


def grids(text: str) -> list[Grid]:
    lines = text.strip("\n").replace("|", "\t").split("\n")
    return find_grids(Transcript("demo", tuple(lines)))


def shown(grid: Grid) -> list[str]:
    return ["|".join(cell.printed for cell in row) for row in grid.rows]


TEXTS = {
    "a blank line ends a grid": (
        "项目|合计\n疏浚|5.00\n\n项目|预算数\n加固|2.00",
        [["项目|合计", "疏浚|5.00"], ["项目|预算数", "加固|2.00"]],
    ),
    "a note ends a grid": (
        "项目|合计\n疏浚|5.00\n注：本表不含上年结转资金。\n项目|预算数\n加固|2.00",
        [["项目|合计", "疏浚|5.00"], ["项目|预算数", "加固|2.00"]],
    ),
    "short rows are filled up": (
        "项目|合计|基本支出\n疏浚\n加固|2.00\n巡查|1.00|1.00",
        [["项目|合计|基本支出", "疏浚||", "加固|2.00|", "巡查|1.00|1.00"]],
    ),
    "cells lose the white space around them, not within": (
        "项 目|合计\n 疏 浚 |\u30005.00 ",
        [["项 目|合计", "疏 浚|5.00"]],
    ),
    "a cell alone behind a tab": (
        "项目|合计\n疏浚|5.00\n|备用",
        [["项目|合计", "疏浚|5.00", "|备用"]],
    ),
    "an indented sentence is no table": (
        "|本部门二〇二四年度预算按照零基预算的要求编制，收支平衡，总额与上年大体持平。",
        [],
    ),
    "captions alone are no table": ("单位名称：青川市水利局|单位：万元\n", []),
    "a line of prose is no table": ("本部门没有政府性基金预算。", []),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_grids(text: str, expected: list[list[str]]) -> None:
    assert [shown(grid) for grid in grids(text)] == expected


def spans(grid: Grid, row: int, column: int) -> list[tuple[int, int, int]]:
    """Line, start and end of each run of a cell."""
    return [(s.line, s.start, s.end) for s in grid.rows[row][column].source.spans]


def test_places() -> None:
    text = "项目|合计|备注\n  疏浚 | 5.00\n河道与|堤防\n巡查|1.00|"
    (grid,) = grids(text)
    assert (grid.width, grid.first_line, grid.last_line) == (3, 1, 4)
    assert list(grid.lines()) == [1, 2, 3, 4]
    assert spans(grid, 1, 0) == [(2, 2, 4)]
    assert spans(grid, 1, 1) == [(2, 7, 11)]
    assert spans(grid, 1, 2) == [(2, 11, 11)], "a blank cell that is not printed: the line's end"
    assert spans(grid, 3, 2) == [(4, 8, 8)], "a blank cell that is printed"


def test_places_of_a_broken_name() -> None:
    (grid,) = grids("编码|项目|合计|备注\n301|河道疏浚与\n 岸线整治|5.00|\n")
    assert shown(grid)[1] == "301|河道疏浚与岸线整治|5.00|"
    assert spans(grid, 1, 1) == [(2, 4, 9), (3, 1, 5)]
    assert spans(grid, 1, 2) == [(3, 6, 10)]
    assert list(grid.lines()) == [1, 2, 3]
