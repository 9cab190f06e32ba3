"""Figures that are computed: the value, the formula and the places of its operands."""

from decimal import Decimal
from pathlib import Path

import pytest
from county import BUDGET, FINAL

from index import Answer, Library, answer, prepare

PURCHASES = """
政府采购预算表
单位：万元
采购项目|采购组织形式|总计
合计||30.00
货物||25.00
办公家具|集中采购|5.00
水泵|分散采购|20.00
服务||5.00
堤防巡查|分散采购|5.00
""".replace("|", "\t")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one bureau's budget and final account, searched by words only."""
    folder = tmp_path_factory.mktemp("county")
    texts = {
        "budget": BUDGET.replace("第三部分", f"{PURCHASES}\n第三部分", 1),
        "final": FINAL,
    }
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / f"{name}.txt") for name in texts])
    return library


def ask(library: Library, question: str, document: str = "budget") -> Answer:
    return answer(library, question, [document])


@pytest.mark.parametrize(
    ("question", "value", "unit", "formula"),
    [
        ("办公费和取暖费加起来多少？", "50.00", "万元", "30.00 + 20.00 = 50万元"),
        ("办公费加取暖费一共多少元？", "500000.00", "元", "30.00 + 20.00 = 50万元 = 500000元"),
        ("取暖费比办公费少多少？", "10.00", "万元", "30.00 − 20.00 = 10万元"),
        ("办公费和取暖费哪个多？", "10.00", "万元", "30.00 − 20.00 = 10万元"),
        ("基本支出减去商品和服务支出还剩多少？", "550.00", "万元", "600.00 − 50.00 = 550万元"),
        ("去掉项目支出，支出总额还剩多少？", "600.00", "万元", "900.00 − 300.00 = 600万元"),
        ("项目支出是基本支出的几倍？", "0.50", "倍", "300.00 ÷ 600.00 = 0.5倍"),
        ("平均每辆车花多少公务用车运行维护费？", "1.50", "万元/辆", "6.00万元 ÷ 4辆 = 1.5万元/辆"),
        ("平均每辆车花多少元公务用车运行维护费？", "15000.00", "元", "6.00万元 ÷ 4辆 = 15000元"),
        ("农林水支出里项目支出占几成？", "37.50", "%", "300.00 ÷ 800.00 = 37.5%"),
        ("住房公积金占比多少？", "11.11", "%", "100.00 ÷ 900.00 = 11.11%"),
    ],
)
def test_a_formula_over_cited_figures(
    county: Library, question: str, value: str, unit: str, formula: str
) -> None:
    given = ask(county, question)
    assert (given.value, given.unit) == (Decimal(value), unit), given.answer
    assert formula in given.answer
    assert len(given.citations) == 2


def test_operands_are_of_one_column(county: Library) -> None:
    given = ask(county, "行政运行和防汛一共多少？")
    assert given.value == Decimal("800.00")
    assert {citation.column for citation in given.citations} == {"合计"}


def test_what_is_left_is_not_less_than_nothing(county: Library) -> None:
    given = ask(county, "取暖费减去办公费是多少？")
    assert given.value is None
    assert [citation.printed for citation in given.citations] == ["20.00", "30.00"]


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("采购里哪一样最贵？", ["20.00", "5.00", "5.00"]),
        ("商品和服务支出里哪项最多？", ["30.00", "20.00"]),
        ("商品和服务支出里哪项最少？", ["20.00", "30.00"]),
        ("哪一类支出最多？", ["800.00", "100.00"]),
        ("支出科目前两名是哪些？", ["500.00", "300.00"]),
        ("办公费、取暖费、基本工资哪个最多？", ["550.00", "30.00", "20.00"]),
    ],
)
def test_the_most_is_a_leaf(county: Library, question: str, printed: list[str]) -> None:
    given = ask(county, question)
    assert [citation.printed for citation in given.citations] == printed, given.answer
    assert given.value == Decimal(printed[0])


def test_the_share_of_the_most(county: Library) -> None:
    given = ask(county, "办公费、取暖费里哪个最多，占商品和服务支出的几成？")
    assert (given.value, given.unit) == (Decimal("60.00"), "%"), given.answer
    assert "30.00 ÷ 50.00 = 60%" in given.answer


def test_figures_that_are_one_are_said_to_be(county: Library) -> None:
    given = ask(county, "收入总计和支出总计一样吗？")
    assert given.answer.startswith("数字一致")
    assert given.value == Decimal("900.00")
    assert len(given.citations) == 2


def test_figures_that_differ_are_said_to(county: Library) -> None:
    given = ask(county, "机关运行经费和公务用车运行维护费是同一个数吗？")
    assert given.answer.startswith("数字不一致")
    assert given.value == Decimal("44.00")


def test_an_outturn_is_set_against_its_budget(county: Library) -> None:
    given = ask(county, "防汛超支多少？", "final")
    assert given.value == Decimal("10.00"), given.answer
    assert [citation.printed for citation in given.citations] == ["260.00万元", "250.00万元"]


@pytest.mark.parametrize(
    "question",
    [
        "办公费和水费加起来多少？",  # none is printed of the one
        "办公费和电费加起来多少？",  # a dash
        "办公费和车辆一共多少？",  # money and vehicles
        "人均基本支出多少？",  # no staff is counted
        "平均每人次的公务接待费是多少？",
        "哪个项目花钱最多？",  # no list of projects
    ],
)
def test_what_cannot_be_computed_for_sure_is_not(county: Library, question: str) -> None:
    assert ask(county, question).value is None, ask(county, question).answer


def library_of(folder: Path, text: str) -> Library:
    path = folder / "changed.txt"
    path.write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(path)])
    return library


def test_operands_that_two_tables_print_differently_are_listed(tmp_path: Path) -> None:
    rows = (
        "项目支出表",
        "单位：万元",
        "科目编码\t科目名称\t预算数",
        "\t合计\t12.00",
        "302\t商品和服务支出\t12.00",
        "30201\t办公费\t8.00",
        "30208\t取暖费\t4.00",
    )
    more = "\n".join((*rows, "", "第三部分"))
    library = library_of(tmp_path, BUDGET.replace("第三部分", more, 1))
    given = answer(library, "办公费和取暖费加起来多少？")
    assert given.value is None, given.answer
    assert len(given.citations) == 2


def test_a_part_of_one_fund_is_not_taken_from_all_funds(tmp_path: Path) -> None:
    text = BUDGET.replace("\t合计\t600.00\n301", "\t合计\t590.00\n301")
    given = answer(library_of(tmp_path, text), "商品和服务支出占基本支出的几成？")
    assert given.value is None, given.answer


def test_money_of_another_year_is_no_operand(tmp_path: Path) -> None:
    said = "2023年培训费预算9.00万元。\n\n第四部分"
    library = library_of(tmp_path, BUDGET.replace("第四部分", said, 1))
    assert {fact.year for fact in library.facts(["changed"]) if fact.item == "培训费"} == {2023}
    assert answer(library, "办公费和培训费加起来多少？").value is None


@pytest.mark.parametrize(("printed", "value"), [("33.3%", "33.33"), ("33.33%", "33.33")])
def test_a_share_is_as_fine_as_it_can_be_had(tmp_path: Path, printed: str, value: str) -> None:
    said = f"项目支出300.00万元，占支出总额的{printed}。\n\n第四部分"
    library = library_of(tmp_path, BUDGET.replace("第四部分", said, 1))
    given = answer(library, "项目支出占支出总额多少？")
    assert given.value == Decimal(value), given.answer
    assert ("÷" in given.answer) == (printed == "33.3%")


def test_the_rows_that_a_growth_is_of(tmp_path: Path) -> None:
    rows = (
        "支出预算表",
        "单位：万元",
        "项目\t2023年执行数\t2024年预算数",
        "防汛\t200.00\t250.00",
        "合计\t200.00\t250.00",
    )
    library = library_of(tmp_path, "青山县水利局2024年部门预算\n" + "\n".join(rows))
    given = answer(library, "防汛涨了百分之几？")
    assert (given.value, given.unit) == (Decimal("25.00"), "%"), given.answer
    assert "(250.00 − 200.00) ÷ 200.00 = 25%" in given.answer


@pytest.mark.parametrize("named", ["防汛（2130314）", "2130314防汛", "水利下的防汛（2130314）"])
def test_a_code_beside_a_name_hides_no_statement_of_the_year_before(
    tmp_path: Path, named: str
) -> None:
    said = "1.农林水支出（类）水利（款）防汛（项）250.00万元，比上年增加50.00万元。\n\n第四部分"
    library = library_of(tmp_path, BUDGET.replace("第四部分", said, 1))
    given = answer(library, f"2023年{named}是多少？")
    assert (given.value, given.unit) == (Decimal("200.00"), "万元"), given.answer
