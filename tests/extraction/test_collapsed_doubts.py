"""Tables whose columns were lost: what two readings place differently is a gap, and no figure is
lost without one."""

from collections.abc import Callable

from extraction import Disclosure, Verdict, check
from extraction.vocabulary import GapReason

Disclose = Callable[[str], Disclosure]


def _cells(record: Disclosure, table: int = 1) -> list[list[str]]:
    """Rows of a table: the name, and what is printed under each column."""
    found = record.tables[table - 1]
    rows = []
    for row in found.rows:
        cells = {cell.column: cell.printed for cell in row.cells}
        rows.append([row.label, *(cells.get(at, "") for at in range(len(found.columns)))])
    return rows


def _gaps(record: Disclosure) -> list[str]:
    return [gap.printed for gap in record.gaps if gap.reason is GapReason.AMBIGUOUS]


def test_rows_without_codes_are_nested_by_their_totals(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目名称 合计 基本支出 项目支出
合计 30.00 18.00 12.00
教育支出 22.00 10.00 12.00
教育管理事务 10.00 10.00
普通教育 12.00 12.00
社会保障和就业支出 8.00 8.00
养老支出 8.00 8.00
""")
    assert _cells(record) == [
        ["合计", "30.00", "18.00", "12.00"],
        ["教育支出", "22.00", "10.00", "12.00"],
        ["教育管理事务", "10.00", "10.00", ""],
        ["普通教育", "12.00", "", "12.00"],
        ["社会保障和就业支出", "8.00", "8.00", ""],
        ["养老支出", "8.00", "8.00", ""],
    ]


def test_a_name_behind_a_whole_row_is_of_the_figures_below(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
合计 30.00 18.00 12.00
某区应急管理局 22.00 10.00 12.00
205 教育支出 22.00 10.00 12.00
某区应急救援保障中
心
8.00 8.00 0.00
205 教育支出 8.00 8.00 0.00
""")
    assert [row[0] for row in _cells(record)] == [
        "合计",
        "某区应急管理局",
        "教育支出",
        "某区应急救援保障中心",
        "教育支出",
    ]


def test_a_lone_row_whose_side_nothing_tells_is_a_gap(disclose: Disclose) -> None:
    record = disclose("""
收入支出决算总表
单位：万元
收入 支出
项目 决算数 项目 决算数
一、财政拨款收入 30.00 一、教育支出 28.00
本年收入合计 30.00 本年支出合计 28.00
年初结转和结余 2.00 年末结转和结余 4.00
其中：项目支出结转和结余
2.00
其中：项目支出结转和结余
4.00
总计 32.00 总计 32.00
""")
    assert _gaps(record) == ["2.00", "4.00"]
    assert _cells(record)[-2:] == [["总计", "32.00", ""], ["总计", "", "32.00"]]


def test_a_figure_before_a_name_is_no_code_of_another_class(disclose: Disclose) -> None:
    record = disclose("""
一般公共预算基本支出决算表
单位：元
科目编码 科目名称 决算数 科目编码 科目名称 决算数
301 工资福利支出 6993675 302 商品和服务支出 617309
30101 基本工资 6993675 30201 办公费 617309
人员经费合计 6993675 公用经费合计 617309
""")
    assert _cells(record)[-2:] == [
        ["人员经费合计", "6993675", ""],
        ["公用经费合计", "", "617309"],
    ]


def test_rows_below_a_sentence_are_gaps(disclose: Disclose) -> None:
    record = disclose("""
项目支出预算表
单位：万元
项目名称 合计 一般公共预算 政府性基金预算
合计 9.00 5.00 4.00
空气监测 2.00 2.00 0.00
一是完成年度工作量；二是把成本控制在预算之内。
风险评估 3.00 3.00 0.00
执法装备 4.00 0.00 4.00
""")
    lost = [gap for gap in record.gaps if gap.reason is GapReason.NO_COLUMN]
    assert [(gap.table, gap.printed) for gap in lost] == [
        (1, "风险评估 3.00 3.00 0.00"),
        (1, "执法装备 4.00 0.00 4.00"),
    ]
    assert check(record).count(Verdict.BROKEN) == 0


def test_names_that_may_be_parted_otherwise_leave_their_figures_out(disclose: Disclose) -> None:
    record = disclose("""
政府采购支出表
单位：万元
专项名称 采购品目名称 采购组织形式 一般公共预算资金 总计
合计 9.00 9.00
课程改革 办公设备 集中采购 2.00 2.00
教室改造 工程监理 分散采购 3.00 3.00
设备更新 软件 运维 分散采购 4.00 4.00
""")
    assert _gaps(record) == ["4.00", "4.00"]


def test_tall_columns_printed_between_parents_and_their_columns_may_stand_behind(
    disclose: Disclose,
) -> None:
    record = disclose("""
收入总表
单位：万元
财政拨款收入 其他资金收入
科目名称 合计 用事业基金弥补收支差额 上年结转
一般公共预算 政府性基金预算
事业收入 经营收入
合计 30.00 30.00 0.00 0.00 0.00 0.00 0.00
教育支出 30.00 30.00 0.00 0.00 0.00 0.00 0.00
""")
    assert not any(any(row[1:]) for row in _cells(record))
    assert _gaps(record) == 2 * ["30.00", "30.00", *5 * ["0.00"]]


def test_a_name_torn_over_two_sides_breaks_no_sum(disclose: Disclose) -> None:
    record = disclose("""
收支预算总表
单位：万元
收入项目 金额 支出项目 金额
一、一般公共预算拨款收入 50.00 一、社会保障和就业支出 20.00
二、政府性基金预算拨款收入
二、卫 生健康支出 25.00
三、事业收入
三、住房保障支出 5.00
本年收入合计 50.00 本年支出合计 50.00
总计 50.00 总计 50.00
""")
    assert check(record).count(Verdict.BROKEN) == 0


def test_a_sum_over_a_figure_without_a_column_is_not_broken(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出 经营支出
205 教育支出 22.00 10.00 12.00
20501 教育管理事务 22.00 10.00 12.00
""")
    assert len(_gaps(record)) == 4
    report = check(record)
    assert report.count(Verdict.BROKEN) == 0
    assert "row_total" in {
        entry.rule for entry in report.ledger if entry.verdict is Verdict.NOT_CHECKABLE
    }


def test_the_number_of_a_page_with_one_row_is_no_figure(disclose: Disclose) -> None:
    rows = "".join(f"2050{n} 教育支出{n} 1.00 1.00 0.00\n" for n in range(1, 6))
    record = disclose(f"""
部门支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
205 教育支出 6.00 6.00 0.00
某区民政局公开
11
{rows}某区民政局公开
12
20506 教育支出6 1.00 1.00 0.00
某区民政局公开
13
项目支出预算表
单位：万元
项目名称 合计 一般公共预算 政府性基金预算
合计 5.00 5.00 0.00
空气监测 2.00 2.00 0.00
风险评估 3.00 3.00 0.00
""")
    assert _cells(record)[-1] == ["教育支出6", "1.00", "1.00", "0.00"]
    assert _cells(record, 2)[0] == ["合计", "5.00", "5.00", "0.00"]


def test_a_name_without_figures_in_a_table_that_numbers_its_lines(disclose: Disclose) -> None:
    record = disclose("""
收入支出决算总表
单位：万元
项目 行次 金额 项目 行次 金额
财政拨款收入 1 30.00 教育支出 5 28.00
其他收入
卫生健康支出 6 2.00
合计 3 30.00 合计 7 30.00
""")
    assert "30.00" in {cell for row in _cells(record) for cell in row}
