"""Ruling lines and words to rows of cells: lines in, rows out."""

from itertools import pairwise

import pytest

from extraction.readers.flow import write_papers
from extraction.readers.paper import Paper, Rule, Word
from extraction.readers.ruled import find_ruled
from extraction.transcript import Scribe, Transcript
from extraction.vocabulary import Format


def word(text: str, x: float, y: float, size: float = 10) -> Word:
    """A word whose middle is at a height, its characters as wide as they are high or half."""
    width = sum(size if char >= "\u2e80" else size / 2 for char in text)
    return Word(text, (x, y - size / 2, x + width, y + size / 2))


def level(y: float, start: float, end: float) -> Rule:
    return Rule((start, y, end, y))


def upright(x: float, start: float, end: float) -> Rule:
    return Rule((x, start, x, end))


def lattice(xs: list[float], ys: list[float]) -> list[Rule]:
    """All lines of a table."""
    rules = [level(y, xs[0], xs[-1]) for y in ys]
    return rules + [upright(x, ys[0], ys[-1]) for x in xs]


XS, YS = [50.0, 150.0, 250.0, 350.0], [100.0, 120.0, 140.0]
WORDS = [
    word("项目", 60, 110),
    word("预算数", 160, 110),
    word("决算数", 260, 110),
    word("合计", 60, 130),
    word("1.00", 160, 130),
]
ROWS = ["# 项目|预算数|决算数", "# 合计|1.00|"]


def write(*papers: Paper) -> Transcript:
    scribe = Scribe("demo")
    write_papers(scribe, papers)
    return scribe.finish("0" * 64, Format.PDF)


def show(words: list[Word], rules: list[Rule]) -> list[str]:
    """The lines of a page, cells parted by `|`, with `#` before the rows of tables."""
    text = write(Paper(1, 595, 842, tuple(words), tuple(rules)))
    inside = {number for grid in text.grids for number in grid.lines()}
    return [
        ("# " if number in inside else "") + line.replace("\t", "|")
        for number, line in enumerate(text.lines, start=1)
    ]


def dashes(rule: Rule, length: float = 5, gap: float = 3) -> list[Rule]:
    left, top, right, bottom = rule.box
    size = max(right - left, bottom - top)
    steps = [length * i + gap * i for i in range(int(size // (length + gap)) + 1)]
    if rule.is_level:
        return [level(top, left + s, min(left + s + length, right)) for s in steps]
    return [upright(left, top + s, min(top + s + length, bottom)) for s in steps]


FULL = lattice(XS, YS)
DRAWN = {
    "all lines": FULL,
    "no line at the left and right": [
        rule for rule in FULL if rule.is_level or rule.box[0] not in (50.0, 350.0)
    ],
    "no line at the bottom": [rule for rule in FULL if rule.box[1] != 140.0],
    "no line at the top": [rule for rule in FULL if not rule.is_level or rule.box[1] != 100.0],
    "double lines": FULL + [Rule(tuple(side + 2 for side in rule.box)) for rule in FULL],
    "dashes": [dash for rule in FULL for dash in dashes(rule)],
    "dots": [dash for rule in FULL for dash in dashes(rule, 1, 1)],
    "a line for each side of each cell": [
        rule
        for x, right in pairwise(XS)
        for y, bottom in pairwise(YS)
        for rule in lattice([x + 0.3, right - 0.3], [y + 0.3, bottom - 0.3])
    ],
    "uprights that stop short": [
        rule if rule.is_level else upright(rule.box[0], rule.box[1] + 1.5, rule.box[3] - 1.5)
        for rule in FULL
    ],
}


@pytest.mark.parametrize("rules", DRAWN.values(), ids=DRAWN.keys())
def test_a_table_however_it_is_drawn(rules: list[Rule]) -> None:
    assert show(WORDS, rules) == ROWS


def test_merged_cells_span_rows_and_columns() -> None:
    rules = [
        *[level(y, 50, 350) for y in (100, 140, 160)],
        level(120, 150, 350),
        *[upright(x, 100, 160) for x in (50, 150, 350)],
        upright(250, 120, 160),
    ]
    words = [word("项目", 60, 120), word("支出", 230, 110), word("基本", 160, 130)]
    words += [word("项目", 260, 130), word("合计", 60, 150), word("5", 160, 150)]
    text = write(Paper(1, 595, 842, tuple(words), tuple(rules)))
    grid = text.grids[0]
    assert [[cell.printed for cell in row] for row in grid.rows] == [
        ["项目", "支出", ""],
        ["", "基本", "项目"],
        ["合计", "5", ""],
    ]
    assert {(m.row, m.column, m.rows, m.columns) for m in grid.merges} == {
        (0, 0, 2, 1),
        (0, 1, 1, 2),
    }
    assert grid.rows[2][2].source.spans[0].box == (250.0, 140.0, 350.0, 160.0)


def test_one_row_is_a_table() -> None:
    words = [word("合计", 60, 110), word("1.00", 160, 110)]
    assert show(words, lattice(XS, YS[:2])) == ["# 合计|1.00|"]


def test_tables_side_by_side() -> None:
    other = [400.0, 450.0, 500.0]
    words = [*WORDS, word("人数", 405, 110), word("3", 455, 110)]
    assert show(words, FULL + lattice(other, YS[:2])) == [*ROWS, "# 人数|3"]


def test_lines_over_and_under_a_table_stay_in_order() -> None:
    words = [word("注：无", 60, 160), *WORDS, word("收支总表", 150, 80), word("单位：元", 290, 92)]
    assert show(words, FULL) == ["收支总表", "单位：元", *ROWS, "注：无"]


NO_TABLES = {
    "a frame around prose": lattice([50.0, 350.0], [100.0, 140.0]),
    "a frame in two parts": lattice([50.0, 350.0], [100.0, 120.0, 140.0]),
    "lines under words": [level(116, 60, 80), level(136, 60, 80)],
    "a line beside words": [upright(45, 100, 140)],
    "bars over an axis": [
        level(140, 50, 350),
        upright(50, 60, 140),
        *lattice([80.0, 100.0], [120.0, 140.0]),
        *lattice([180.0, 200.0], [70.0, 140.0]),
        *lattice([280.0, 300.0], [80.0, 140.0]),
    ],
}


@pytest.mark.parametrize("rules", NO_TABLES.values(), ids=NO_TABLES.keys())
def test_no_table(rules: list[Rule]) -> None:
    prose = (word("第一行是正文，写满了这一行，", 60, 110), word("第二行也是正文。", 60, 130))
    assert show(list(prose), rules) == [part.text for part in prose]
    assert find_ruled(rules, prose) == []


def test_a_word_that_overhangs_stays_with_the_cell_of_its_middle() -> None:
    words = [*WORDS[:3], word("机关事业单位养老保险", 60, 130), word("2.00", 200, 130)]
    assert show(words, FULL)[1] == "# 机关事业单位养老保险|2.00|"


CELLS = {
    "a name goes on": (
        ["机关事业单位基本养", "老保险缴费支出"],
        "机关事业单位基本养老保险缴费支出",
    ),
    "a number goes on": (["3,623.", "44"], "3,623.44"),
    "a code goes on": (["20805", "05"], "2080505"),
    "words are parted": (["Table of", "contents"], "Table of contents"),
    "a year before a name": (["2024", "年预算数"], "2024年预算数"),
}


@pytest.mark.parametrize(("lines", "text"), CELLS.values(), ids=CELLS.keys())
def test_the_lines_of_a_cell(lines: list[str], text: str) -> None:
    words = [word("项目", 60, 110), word("金额", 210, 110), word("1", 210, 140)]
    words += [word(line, 55, 130 + 12 * at) for at, line in enumerate(lines)]
    assert show(words, lattice([50, 200, 300], [100, 120, 160]))[1] == f"# {text}|1"


def test_characters_set_apart_in_a_cell_are_one_name() -> None:
    words = [*WORDS[:3], word("合", 60, 130), word("计", 120, 130), word("1.00", 160, 130)]
    assert show(words, FULL) == ROWS


def test_far_apart_words_of_a_line_are_parted() -> None:
    words = [word("编制部门：某局", 50, 80), word("单位：元", 300, 80), word("正文", 50, 110)]
    assert show(words, []) == ["编制部门：某局|单位：元", "正文"]
