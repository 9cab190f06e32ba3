"""What a question names for certain: no figure of another owner, kind, part or scope answers it."""

from decimal import Decimal

import pytest

from index import Library, answer, prepare

BUDGET = """云溪县水利局2024年部门预算

部门支出总表
单位：万元
科目编码|科目名称|总计|基本支出|项目支出
|合计|900.00|600.00|300.00
213|农林水支出|900.00|600.00|300.00
21303|水利|900.00|600.00|300.00
2130301|行政运行|600.00|600.00|
2130314|防汛|300.00||300.00

一般公共预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|850.00|600.00|250.00
213|农林水支出|850.00|600.00|250.00
21303|水利|850.00|600.00|250.00
2130301|行政运行|600.00|600.00|
2130314|防汛|250.00||250.00

一般公共预算基本支出表
单位：万元
科目编码|科目名称|合计
|合计|600.00
301|工资福利支出|550.00
30103|奖金|350.00
30112|其他社会保障缴费|200.00
302|商品和服务支出|50.00
30201|办公费|30.00
30211|差旅费|20.00

一、收支情况说明
防汛2024年预算安排250.00万元。
差旅费15.00万元。
政府采购预算总额90.00万元，其中：政府采购货物预算70.00万元、政府采购服务预算20.00万元。
国有资本经营预算收入0.00万元。
公务用车购置费0.00万元，公务用车运行维护费6.00万元。
""".replace("|", "\t")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one bureau's budget, searched by words only."""
    folder = tmp_path_factory.mktemp("certainties")
    path = folder / "云溪县水利局2024年预算.txt"
    path.write_text(BUDGET, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(path)])
    return library


@pytest.mark.parametrize(
    "question",
    [
        "局长的奖金是多少？",
        "王小明的差旅费是多少？",
        "防汛科的办公费是多少？",
        "公车费用是多少？",
        "国有资产总额是多少？",
        "工程类采购多少钱？",
        "单位资金收入是多少？",
        "社会保障缴费一共多少？",
        "维修类支出里最多的一项是什么？",
    ],
)
def test_what_no_figure_bears_is_refused(library: Library, question: str) -> None:
    assert answer(library, question).refused


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("奖金是多少？", "350.00"),
        ("办公费是多少？", "30.00"),
        ("政府采购里服务类多少钱？", "20.00"),
        ("公务用车运行维护费是多少？", "6.00"),
        ("其他社会保障缴费是多少？", "200.00"),
        ("商品服务支出里最多的一项是什么？", "30.00"),
    ],
)
def test_what_a_figure_bears_is_told(library: Library, question: str, value: str) -> None:
    assert answer(library, question).value == Decimal(value)


def test_an_item_of_two_scopes_is_shown_in_both(library: Library) -> None:
    given = answer(library, "水利下的防汛是多少？")
    assert [citation.printed for citation in given.citations] == ["300.00", "250.00"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("差旅费到底是多少？正文和表里一致吗？", "20.00"),
        ("差旅费正文和表里差多少？", "5.00"),
    ],
)
def test_a_level_is_no_difference(library: Library, question: str, value: str) -> None:
    assert answer(library, question).value == Decimal(value)
