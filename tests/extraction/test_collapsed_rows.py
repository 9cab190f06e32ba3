"""Rows whose columns were lost: their names, their sides, and the lines that are none of theirs."""

from collections.abc import Callable
from decimal import Decimal

from extraction import Disclosure
from extraction.collapsed.puzzle import STRONG, Effort, Puzzle, Sum, Unit

Disclose = Callable[[str], Disclosure]


def _amounts(record: Disclosure) -> list[tuple[str, list[str]]]:
    """Each row's name, and what is printed in its cells that are amounts."""
    rows = record.tables[0].rows
    return [(row.label, [cell.printed for cell in row.cells if cell.amount]) for row in rows]


def _paths(record: Disclosure) -> list[str]:
    return ["/".join(column.path) for column in record.tables[0].columns]


def test_a_side_goes_on_beside_the_next_one_under_the_same_header(disclose: Disclose) -> None:
    record = disclose("""
一般公共预算基本支出决算表
单位：万元
人员经费 公用经费
科目编码 科目名称 决算数 科目编码 科目名称 决算数 科目编码 科目名称 决算数
301 工资福利支出 9.00 302 商品和服务支出 7.00 30217 公务接待费 1.00
30101 基本工资 9.00 30201 办公费 4.00 30239 其他交通费用 2.00
303 对个人和家庭的补助 5.00
30305 生活补助 5.00
人员经费合计 14.00 公用经费合计 7.00
""")
    table = record.tables[0]
    found = {row.label: table.columns[row.cells[0].column or 0].path[0] for row in table.rows}
    assert found["公务接待费"] == "公用经费"
    assert found["生活补助"] == "人员经费"
    assert found["公用经费合计"] == "公用经费"


def test_a_space_inside_a_name_makes_no_third_side(disclose: Disclose) -> None:
    record = disclose("""
部门收支总表
单位：万元
收入 支出
项目 预算数 项目 预算数
一、财政拨款收入 20.00 一、教育支出 15.00
二、上级 补助收入 0.00 二、卫生健康支 出 5.00
收 入 总 计 20.00 支出总计 20.00
""")
    assert ("二、上级补助收入", ["0.00"]) in _amounts(record)
    assert ("二、卫生健康支出", ["5.00"]) in _amounts(record)
    assert ("收入总计", ["20.00"]) in _amounts(record)


def test_a_line_with_the_year_on_every_page_is_no_name(disclose: Disclose) -> None:
    rows = [f"项目{name} 3.00 3.00" for name in "甲乙丙丁戊己庚辛壬癸子丑"]
    for at in (3, 8, 13):
        rows.insert(at, "某某局2023年度公开")
    text = "\n".join(["支出总表", "单位：万元", "科目名称 合计 基本支出", *rows])
    assert all("公开" not in name for name, _ in _amounts(disclose(text)))


def test_an_agency_names_a_row_over_its_figures(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
合计 5.00 3.00 2.00
东湖市教育局
（本级）
5.00 3.00 2.00
205 教育支出 5.00 3.00 2.00
""")
    names = [name for name, _ in _amounts(record)]
    assert names == ["合计", "东湖市教育局（本级）", "教育支出"]


def test_letters_are_one_name(disclose: Disclose) -> None:
    record = disclose("""
项目支出表
单位：万元
单位名称 项目名称 合计 一般公共预算
合 计 5.00 5.00
教育局 校 舍 修 缮 3.00 3.00
教育局 课桌更新 2.00 2.00
""")
    assert [name for name, _ in _amounts(record)] == ["合计", "校舍修缮", "课桌更新"]


def test_words_behind_the_amounts_are_no_names(disclose: Disclose) -> None:
    record = disclose("""
项目支出表
单位：万元
单位代码 单位名称 项目名称 金额 绩效目标
205001 教育局 校舍修缮 3.00
按计划完成修缮，年内
投入使用
205001 教育局 课桌更新 2.00 更换课桌
""")
    assert _amounts(record) == [("校舍修缮", ["3.00"]), ("课桌更新", ["2.00"])]


def test_codes_without_a_header_are_no_figures(disclose: Disclose) -> None:
    record = disclose("""
政府性基金预算支出表
单位：万元
功能科目名称 合计 基本支出 项目支出
合计 175.00 0.00 175.00
212 城乡社区支出 175.00 0.00 175.00
21208 国有土地使用权出让收入安排的支
出
175.00 0.00 175.00
""")
    assert [amounts for _, amounts in _amounts(record)] == [["175.00", "0.00", "175.00"]] * 3


def test_numbers_of_columns_may_be_sums(disclose: Disclose) -> None:
    record = disclose("""
政府采购预算表
单位：万元
采购品目名称 一般公共预算资金 政府性基金 其他资金 总计
栏次 1 2 3 4=1+2+3
办公家具 4.00 0.00 0.00 4.00
""")
    assert _amounts(record) == [("办公家具", ["4.00", "0.00", "0.00", "4.00"])]


def test_the_columns_of_funds_stand_under_the_fund_that_they_are_of(disclose: Disclose) -> None:
    record = disclose("""
部门收入总表
单位：万元
单位名称 合计 财政拨款收入 财政专户拨款收入 上年结转
一般公共预算 政府性基金预算 教育收费 其他专户收入拨款
1 2 3 4 5 6
教育局 15.00 1.00 2.00 3.00 4.00 5.00
""")
    assert _paths(record)[-6:] == [
        "合计",
        "财政拨款收入/一般公共预算",
        "财政拨款收入/政府性基金预算",
        "财政专户拨款收入/教育收费",
        "财政专户拨款收入/其他专户收入拨款",
        "上年结转",
    ]


def test_a_sum_over_rows_without_a_choice_counts() -> None:
    units = [
        Unit(0, (Decimal(3),), ((0,),)),
        Unit(1, (Decimal(2),), ((0,),)),
    ]
    puzzle = Puzzle(units, [Sum((0, 0), ((1, 0),), STRONG)])
    solution = puzzle.solve(Effort(thorough=True, seconds=1.0))
    assert solution is not None
    assert solution.cost == STRONG


def test_a_word_printed_letter_by_letter_is_one_word(disclose: Disclose) -> None:
    record = disclose("""
部门收支总表
单位：万元
收入 支出
项目 预算数 项目 预算数
一、一般公共预算拨款收入 18.50 一、基本支出 16.62
二、政府性基金预算拨款收入 人员经费 14.60
三、国有资本经营预算拨款收入 公 用 经 费 2.02
四、事业收入 二、项目支出 1.88
收入总计 18.50 支出总计 18.50
""")
    assert ("公用经费", ["2.02"]) in _amounts(record)
