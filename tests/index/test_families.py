"""Rows that a question means together: over a bound, bearing a word, and how they changed."""

from decimal import Decimal
from pathlib import Path

import pytest
from county import BUDGET

from index import Library, answer, prepare
from index.planning.families import read_count, read_family, read_movement
from index.records import Operation

PROJECTS = """
项目支出表
单位：万元
项目名称|总计
合计|300.00
水库除险|180.00
河道培训班|12.00
干部培训班|8.00
堤防加固|100.00
""".replace("|", "\t")

CHANGES = """
五、功能科目变动情况
2024年农林水支出800.00万元，比上年增加90.00万元，增长12.68%；住房保障支出100.00万元，比上年减少5.00万元，下降4.76%。

第四部分"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one bureau's budget with a list of projects, searched by words only."""
    folder = tmp_path_factory.mktemp("county")
    text = BUDGET.replace("第三部分", f"{PROJECTS}\n第三部分", 1)
    text = text.replace("\n第四部分", CHANGES, 1)
    (folder / "budget.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / "budget.txt")])
    return library


@pytest.mark.parametrize(
    ("question", "operation", "operands"),
    [
        ("哪一类支出增加最多？", Operation.MOST, ("增加:支出",)),
        ("哪个科目降幅最大？", Operation.MOST, ("降幅:科目",)),
        ("哪个科目完成率最低？", Operation.LEAST, ("完成率:科目",)),
        ("哪些科目比上年减少了？", Operation.RANK, ("减少:",)),
    ],
)
def test_which_moved_most(question: str, operation: Operation, operands: tuple[str]) -> None:
    found = read_movement(question.strip("？") + "?")
    assert found is not None
    assert found.operation is operation
    assert found.operands[0].partition(":")[0] == operands[0].partition(":")[0]


@pytest.mark.parametrize(
    "question",
    ["单价100万元以上的设备有几台?", "执行率超过100%的科目有几个?", "超过100万元的项目是什么意思?"],
)
def test_what_counts_no_rows(question: str) -> None:
    assert read_count(question) is None


def test_which_rows_bear_a_word() -> None:
    found = read_family("所有培训类项目合计多少?")
    assert found is not None
    assert found.operands == ("各项:培训|项目",)
    assert read_family("所有项目支出一共多少?") is None


@pytest.mark.parametrize(
    ("question", "value", "unit", "shown"),
    [
        ("超过50万元的项目有几个？", "2", "个", 2),
        ("金额在12万元以下的项目有几个？", "2", "个", 2),
        ("超过一百万元的项目有几个？", "1", "个", 1),
        ("不低于一百万元的项目有几个？", "2", "个", 2),
        ("所有培训班项目合计多少万元？", "20.00", "万元", 2),
        ("最大的两个项目加起来多少？", "280.00", "万元", 2),
        ("平均每个项目多少万元？", "75.00", "万元", 4),
        ("最大的项目是最小的项目的几倍？", "22.5", "倍", 2),
        ("哪一类支出增加最多？", "90.00", "万元", 1),
        ("哪一类支出降幅最大？", "4.76", "%", 1),
    ],
)
def test_rows_taken_together(
    county: Library, question: str, value: str, unit: str, shown: int
) -> None:
    given = answer(county, question)
    assert (given.value, given.unit) == (Decimal(value), unit), given.answer
    assert len(given.citations) == shown


def test_none_over_a_bound_is_said(county: Library) -> None:
    given = answer(county, "超过500万元的项目有几个？")
    assert given.value is None
    assert [citation.printed for citation in given.citations] == ["180.00", "8.00"]


def test_changes_that_are_not_stated_are_not_ranked(tmp_path: Path) -> None:
    (tmp_path / "budget.txt").write_text(BUDGET, encoding="utf-8")
    library = Library(tmp_path / "library", None)
    library.add([prepare(tmp_path / "budget.txt")])
    assert answer(library, "哪一类支出增加最多？").value is None


def test_which_of_two_rose_more(county: Library) -> None:
    given = answer(county, "农林水支出和住房保障支出哪个涨得多？")
    assert given.value is None, given.answer  # one rose, the other fell
