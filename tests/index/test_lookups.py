"""Lookups of one figure: which of several columns, units and names a question means, or shows."""

from decimal import Decimal

import pytest

from index import Answer, Library, answer, prepare

BUDGET = """云溪县水利局2024年部门预算

支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|900.00|600.00|300.00
213|农林水支出|900.00|600.00|300.00
21303|水利|900.00|600.00|300.00
2130301|行政运行|600.00|600.00|
2130314|防汛|300.00||300.00

一般公共预算基本支出表
单位：万元
科目编码|科目名称|合计|人员经费|公用经费
|合计|600.00|550.00|50.00
301|工资福利支出|550.00|550.00|
30101|基本工资|550.00|550.00|
302|商品和服务支出|50.00||50.00
30201|办公费|50.00||50.00

政府采购支出表
单位：万元
采购品目|数量|总计
黑白打印机|2|0.48
彩色打印机|1|0.78
云溪县水利局宣传册印制|1|1.20

一、收支情况说明
防汛2023年执行数为250.00万元，2024年预算安排300.00万元，比2023年执行数增加50.00万元，增长20.00%。主要原因是新增水库除险项目。
公务接待费预算3.00万元，比上年预算减少1.00万元，下降25.00%。
全年公务接待12批次、96人次，其中：接待外宾1批次、5人次。
本部门设定绩效目标的项目6个，涉及资金300.00万元，自评平均得分98.50分。
截至2023年12月31日，本部门共有车辆4辆，单价50万元以上设备3台，单价100万元以上设备1台。
2024年安排购置车辆1辆。
新建泵站地上建筑面积820平方米，地下建筑面积160平方米。
""".replace("|", "\t")

FINAL = """云溪县水利局2023年部门决算

收入支出决算总表
单位：万元
收入||支出|
项目|决算数|项目|决算数
一、财政拨款收入|790.00|一、农林水支出|780.00
本年收入合计|790.00|本年支出合计|780.00
年初结转和结余|20.00|年末结转和结余|30.00
总计|810.00|总计|810.00

部门收入表
单位：万元
单位名称|合计|财政拨款收入
合计|790.00|790.00
云溪县水利局（本级）|520.00|520.00
云溪县水库管理站|270.00|270.00

一般公共预算财政拨款支出决算表
单位：万元
科目编码|科目名称|年初预算数|决算数|完成率
|合计|750.00|780.00|104.00%
2130314|防汛|250.00|260.00|104.00%
2130301|行政运行|500.00|520.00|104.00%
""".replace("|", "\t")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one bureau's budget and final account, searched by words only."""
    folder = tmp_path_factory.mktemp("lookups")
    texts = {"budget-2024": BUDGET, "final-2023": FINAL}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / f"{name}.txt") for name in texts])
    return library


def ask(library: Library, question: str, document: str) -> Answer:
    return answer(library, question, (document,))


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("公务接待费的下降率是多少？", "25.00", "%"),
        ("公务接待费降幅多大？", "25.00", "%"),
        ("防汛的增速是多少？", "20.00", "%"),
        ("防汛2023年执行数是多少？", "250.00", "万元"),
        ("防汛去年执行情况如何，是多少？", "250.00", "万元"),
        ("公务接待了多少批次？", "12", "批次"),
        ("公务接待人次数是多少？", "96", "人次"),
        ("接待外宾多少人次？", "5", "人次"),
        ("设定绩效目标的项目数是多少？", "6", "个"),
        ("自评平均得分多少？", "98.50", "分"),
        ("单位价值50万元以上设备有几台？", "3", "台（套）"),
        ("今年要买几辆车？", "1", "辆"),
        ("共有几辆车？", "4", "辆"),
        ("防汛多少千元？", "3000", "千元"),
        ("科目213-03-14安排了多少？", "300.00", "万元"),
        ("“云溪县水利局宣传册印制”要花多少钱？", "1.20", "万元"),
    ],
)
def test_a_budgets_figure_is_of_what_is_asked(
    county: Library, question: str, value: str, unit: str
) -> None:
    given = ask(county, question, "budget-2024")
    assert (given.value, given.unit) == (Decimal(value), unit), given.answer


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("防汛年初预算数是多少？", "250.00", "万元"),
        ("防汛决算数是多少？", "260.00", "万元"),
        ("防汛完成率是多少？", "104.00", "%"),
        ("局本级的收入是多少？", "520.00", "万元"),
        ("水库管理站的收入是多少？", "270.00", "万元"),
        ("本年支出合计是多少？", "780.00", "万元"),
    ],
)
def test_a_final_accounts_figure_is_of_what_is_asked(
    county: Library, question: str, value: str, unit: str
) -> None:
    given = ask(county, question, "final-2023")
    assert (given.value, given.unit) == (Decimal(value), unit), given.answer


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("聘用人员经费是多少？", "budget-2024"),
        ("办公用房建筑面积是多少？", "budget-2024"),
        ("单价200万元以上设备几台？", "budget-2024"),
        ("防汛上年预算数是多少？", "budget-2024"),
        ("防汛折合多少美元？", "budget-2024"),
        ("本级支出多少？", "budget-2024"),
        ("河道管理所的收入是多少？", "final-2023"),
    ],
)
def test_a_neighbours_figure_is_not_given(county: Library, question: str, document: str) -> None:
    given = ask(county, question, document)
    assert given.value is None, given.answer
    assert given.refused


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("打印机多少钱？", ("黑白打印机", "0.48", "彩色打印机", "0.78")),
        ("建筑面积多大？", ("地上建筑面积", "820", "地下建筑面积", "160")),
    ],
)
def test_items_that_fit_alike_are_all_shown(
    county: Library, question: str, shown: tuple[str, ...]
) -> None:
    given = ask(county, question, "budget-2024")
    assert given.value is None
    assert [piece for piece in shown if piece not in given.answer] == []


@pytest.mark.parametrize("question", ["2023年总支出是多少？", "支出总盘子多大？"])
def test_totals_with_and_without_what_is_carried_over_are_both_shown(
    county: Library, question: str
) -> None:
    given = ask(county, question, "final-2023")
    assert {citation.printed for citation in given.citations} == {"780.00", "810.00"}
