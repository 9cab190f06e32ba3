"""A disguise hides the words of headers and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

import extraction
from evals.proposals import Disguised, disguise, disguise_lost
from extraction import Measure, Transcript, read_outline, read_tables
from extraction.readers.tabs import find_grids

PAPER = """\
青禾县水务局2024年部门预算
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|其中：补助（元）
|合计|120.50|80.00|40.50
208|社会保障和就业支出|20.00|20.00|
213|农林水支出|100.50|60.00|40.50
项目支出表
单位：元
科目名称|合计
农林水支出|40.50
"""


@pytest.fixture(scope="module")
def paper() -> Transcript:
    lines = tuple(PAPER.replace("|", "\t").splitlines())
    bare = Transcript("demo", lines)
    return replace(bare, grids=tuple(find_grids(bare)))


@pytest.fixture(scope="module")
def hidden(paper: Transcript) -> Disguised:
    return disguise(paper)


def test_header_words_are_others_of_the_same_length(paper: Transcript, hidden: Disguised) -> None:
    before, after = paper.lines[3].split("\t"), hidden.text.lines[3].split("\t")
    assert [len(cell) for cell in after] == [len(cell) for cell in before]
    letters = dict(zip("".join(before), "".join(after), strict=True))
    assert len(set(letters.values())) == len(letters)
    kept = {before for before, after in letters.items() if before == after}
    assert kept == set("：（元）")


def test_all_other_lines_stand(paper: Transcript, hidden: Disguised) -> None:
    headers = {3, 9}
    for number, (before, after) in enumerate(zip(paper.lines, hidden.text.lines, strict=True)):
        assert (before == after) is (number not in headers)


def test_the_same_words_have_the_same_disguise(hidden: Disguised) -> None:
    first, second = hidden.text.lines[3].split("\t"), hidden.text.lines[9].split("\t")
    assert second == first[1:3]
    assert hidden.hide("科目名称") == second[0]


def test_grids_print_what_stands_in_the_lines(hidden: Disguised) -> None:
    for grid in hidden.text.grids:
        for cell in (cell for row in grid.rows for cell in row):
            span = cell.source.spans[0]
            assert hidden.text.lines[span.line - 1][span.start : span.end] == cell.printed


def test_the_rules_know_no_column_by_its_header(hidden: Disguised) -> None:
    readings = read_tables(hidden.text, read_outline(hidden.text))
    measures = {c.measure for reading in readings for c in reading.table.columns}
    assert measures == {Measure.OTHER}
    known = hidden.readings[0].table.columns
    assert [column.measure for column in known[:2]] == [Measure.TOTAL, Measure.BASIC]


def test_no_vocabulary_of_ours_holds_a_character_of_the_disguise(hidden: Disguised) -> None:
    code = [path.read_text("utf-8") for path in Path(extraction.__file__).parent.rglob("*.py")]
    known = frozenset("".join((*code, *hidden.text.lines[:3])))
    assert known.isdisjoint(hidden.alphabet.values())


# The header comes again on a second page; a name is broken, and its rest is a line of its own.
LOST = """\
青禾县水务局2024年部门预算
2024年部门支出表
单位：万元
科目编码 科目名称 合计 基本支 项目支出
出
合计 60.00 40.00 20.00
208 社会保障和就业支出 12.00 12.00
21305 巩固脱贫攻坚成果衔接乡村振兴支
出
213 农林水支出 48.00 28.00 20.00
科目编码 科目名称 合计 基本支 项目支出
出
21303 水利 48.00 28.00 20.00
"""


def test_lost_headers_are_hidden_on_every_page_and_no_row_is() -> None:
    text = Transcript("demo", tuple(LOST.splitlines()))
    hidden = disguise_lost(text)
    changed = [at for at, line in enumerate(hidden.text.lines) if line != text.lines[at]]
    assert changed == [3, 4, 10, 11]
    assert hidden.text.grids == ()
    assert hidden.text.lines[3] == hidden.text.lines[10] == hidden.hide(text.lines[3])
