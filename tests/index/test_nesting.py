"""Operands that are sums or remainders themselves, and what they come to."""

from decimal import Decimal
from pathlib import Path

import pytest
from county import BUDGET, FINAL

from index import Library, answer, prepare
from index.planning.nesting import express, read_shares
from index.planning.operations import read_calculation
from index.records import Operation

STAFF = "在职行政人员8人，在职事业人员2人，退休人员5人。\n\n第四部分"
UTILITIES = "30205\t水费\t4.00\n30206\t电费\t6.00"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one bureau's budget and final account, searched by words only."""
    folder = tmp_path_factory.mktemp("county")
    budget = BUDGET.replace("30206\t电费\t-", UTILITIES).replace("第四部分", STAFF, 1)
    for name, text in (("budget", budget), ("final", FINAL)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / f"{name}.txt") for name in ("budget", "final")])
    return library


@pytest.mark.parametrize(
    ("operand", "written"),
    [
        ("办公费与印刷费之和", "办公费 + 印刷费"),
        ("办公费加印刷费", "办公费 + 印刷费"),
        ("基本支出减去人员经费", "基本支出 − 人员经费"),
        ("除人员经费外的基本支出", "基本支出 − 人员经费"),
        ("总支出扣除办公费、会议费", "总支出 − 办公费 − 会议费"),
        ("商品和服务支出", "商品和服务支出"),
    ],
)
def test_an_operand_is_written_with_signs(operand: str, written: str) -> None:
    assert express(operand) == written


@pytest.mark.parametrize(
    ("topic", "operands"),
    [
        ("农林水支出的项目支出占比是多少", ("农林水支出的项目支出", "农林水支出")),
        ("办公费和印刷费占公用经费多少", ("办公费 + 印刷费", "公用经费")),
        ("住房公积金占比多少", ("住房公积金",)),
    ],
)
def test_what_a_share_is_of(topic: str, operands: tuple[str, ...]) -> None:
    assert read_shares(topic) == operands


@pytest.mark.parametrize(
    ("question", "operation", "operands"),
    [
        ("水电费一共多少？", Operation.SUM, ("水费", "电费")),
        ("甲类支出加乙类支出加公共安全支出是多少？", Operation.SUM, None),
        ("办公费是会议费的百分之几？", Operation.SHARE, ("办公费", "会议费")),
        ("办公费加会议费等于公用经费吗？", Operation.CHECK, ("办公费 + 会议费", "公用经费")),
        ("总支出减基本支出减办公费是多少？", Operation.REMAINDER, ("总支出", "基本支出 + 办公费")),
        (
            "年末结转和结余比年初少多少？",
            Operation.DIFFERENCE,
            ("年末结转和结余", "年初结转和结余"),
        ),
        ("住房公积金超预算了吗？", Operation.DIFFERENCE, ("住房公积金", "住房公积金年初预算")),
    ],
)
def test_what_is_computed(
    question: str, operation: Operation, operands: tuple[str, ...] | None
) -> None:
    found = read_calculation(question)
    assert found is not None
    assert found.operation is operation
    assert operands is None or found.operands == operands


@pytest.mark.parametrize(
    ("question", "value", "unit", "formula"),
    [
        (
            "办公费与取暖费之和占商品和服务支出的比重？",
            "100",
            "%",
            "(30.00 + 20.00) ÷ 50.00 = 100%",
        ),
        (
            "商品和服务支出扣除办公费、水费后还剩多少？",
            "16.00",
            "万元",
            "50.00 − 30.00 − 4.00 = 16万元",
        ),
        ("水电费一共多少元？", "100000", "元", "4.00 + 6.00 = 10万元 = 100000元"),
        ("水电费占商品和服务支出的几成？", "20", "%", "(4.00 + 6.00) ÷ 50.00 = 20%"),
        ("取暖费是办公费的百分之几？", "66.67", "%", "20.00 ÷ 30.00 = 66.67%"),
        ("农林水支出的项目支出占比？", "37.5", "%", "300.00 ÷ 800.00 = 37.5%"),
        ("办公费和取暖费之和是水费的几倍？", "12.5", "倍", "(30.00 + 20.00) ÷ 4.00 = 12.5倍"),
        ("除基本支出外的支出是多少？", "300", "万元", "900.00 − 600.00 = 300万元"),
        ("人均公用经费多少万元？", None, None, ""),
        ("在职人员人均办公费多少万元？", "3", "万元", "30.00万元 ÷ (8人 + 2人) = 3万元"),
        ("在职人员一共多少人？", "10", "人", "8人 + 2人 = 10人"),
        ("基本支出加项目支出等于支出总额吗？", "900", "万元", "600.00 + 300.00 = 900万元"),
    ],
)
def test_a_formula_with_brackets(
    county: Library, question: str, value: str | None, unit: str | None, formula: str
) -> None:
    given = answer(county, question, ["budget"])
    assert given.value == (value and Decimal(value)), given.answer
    assert given.unit == unit
    assert formula in given.answer


def test_figures_that_do_not_add_up_are_said_not_to(county: Library) -> None:
    given = answer(county, "办公费加取暖费等于基本工资吗？", ["budget"])
    assert given.answer.startswith("加起来不相等"), given.answer
    assert given.value == Decimal("500.00")


def test_a_row_that_names_two_items_is_one(tmp_path: Path) -> None:
    text = BUDGET.replace("30206\t电费\t-", "30205\t水费和电费\t7.00")
    (tmp_path / "joint.txt").write_text(text, encoding="utf-8")
    library = Library(tmp_path / "library", None)
    library.add([prepare(tmp_path / "joint.txt")])
    given = answer(library, "水费和电费一共多少？")
    assert given.value == Decimal("7.00"), given.answer
    assert "算得" not in given.answer


def test_a_figure_unchanged_from_the_year_before(county: Library) -> None:
    given = answer(county, "去年的公务用车运行维护费是多少？", ["budget"])
    assert (given.value, given.unit) == (Decimal("6.00"), "万元"), given.answer
    assert len(given.citations) == 1
    given = answer(county, "公务用车运行维护费增长率是多少？", ["budget"])
    assert (given.value, given.unit) == (Decimal("0.00"), "%"), given.answer


def test_a_stated_rate_is_worked_out_again(county: Library) -> None:
    given = answer(county, "防汛完成年初预算的104%算得对吗？", ["final"])
    assert given.answer.startswith("算得对"), given.answer
    assert "260.00万元 ÷ 250.00万元 = 104%" in given.answer


def test_what_two_documents_tell_is_asked_back(county: Library) -> None:
    given = answer(county, "行政运行和防汛一共多少？")
    assert {choice.documents for choice in given.choices} == {("budget",), ("final",)}
