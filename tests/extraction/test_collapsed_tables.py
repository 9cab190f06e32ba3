"""Tables whose columns were lost: what the sums and other places tell, and gaps for the rest."""

from collections.abc import Callable

from extraction import Disclosure
from extraction.vocabulary import Clue, GapReason

Disclose = Callable[[str], Disclosure]


def _cells(record: Disclosure, table: int = 1) -> list[list[str]]:
    """Rows of a table: the name, and what is printed under each column."""
    found = record.tables[table - 1]
    rows = []
    for row in found.rows:
        cells = {cell.column: cell.printed for cell in row.cells}
        rows.append([row.label, *(cells.get(at, "") for at in range(len(found.columns)))])
    return rows


def _gaps(record: Disclosure) -> list[tuple[str, tuple[str, ...]]]:
    return [(g.printed, g.candidates) for g in record.gaps if g.reason is GapReason.AMBIGUOUS]


def test_blanks_are_placed_by_the_sums_over_codes(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
合计 30.00 18.00 12.00
205 教育支出 22.00 10.00 12.00
20501 教育管理事务 10.00 10.00
20502 普通教育 12.00 12.00
208 社会保障和就业支出 8.00 8.00
""")
    assert _cells(record) == [
        ["合计", "30.00", "18.00", "12.00"],
        ["教育支出", "22.00", "10.00", "12.00"],
        ["教育管理事务", "10.00", "10.00", ""],
        ["普通教育", "12.00", "", "12.00"],
        ["社会保障和就业支出", "8.00", "8.00", ""],
    ]
    assert not _gaps(record)


def test_blanks_are_placed_by_the_sums_along_a_row(disclose: Disclose) -> None:
    record = disclose("""
部门收入总表
单位：万元
本年收入 上年结转
单位名称 合计
小计 一般公共预算 事业收入 小计 一般公共预算
合计 9.00 5.00 4.00 1.00 4.00 4.00
教育局 9.00 5.00 4.00 1.00 4.00 4.00
""")
    assert _cells(record)[1] == ["教育局", "9.00", "5.00", "4.00", "1.00", "4.00", "4.00"]
    assert not _gaps(record)


def test_a_figure_that_nothing_places_is_a_gap_with_its_candidates(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
205 教育支出 22.00 22.00
""")
    assert _cells(record) == [["教育支出", "22.00", "", ""]]
    assert _gaps(record) == [("22.00", ("基本支出", "项目支出"))]
    assert [gap.table for gap in record.gaps if gap.candidates] == [1]


def test_another_table_of_the_same_items_places_a_figure(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
合计||22.00|10.00|12.00
20501|教育管理事务|10.00|10.00|
20502|普通教育|12.00||12.00

财政拨款支出表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
20502 普通教育 12.00 12.00
""")
    assert _cells(record, 2) == [["普通教育", "12.00", "", "12.00"]]
    [placed] = [c for c in record.tables[1].rows[0].cells if c.column == 2]
    assert placed.inferred == (Clue.SUMS, Clue.OTHER_TABLE)


def test_a_fund_that_the_income_leaves_blank_takes_no_figure(disclose: Disclose) -> None:
    record = disclose("""
部门收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、一般公共预算拨款收入|12.00|一、教育支出|12.00
二、政府性基金预算拨款收入|||
收入总计|12.00|支出总计|12.00

部门收入总表
单位：万元
单位名称 合计 一般公共预算 政府性基金预算
教育局 12.00 12.00
""")
    assert _cells(record, 2) == [["教育局", "12.00", "12.00", ""]]


def test_printed_zeros_leave_nothing_to_place(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
205 教育支出 22.00 22.00 0.00
""")
    assert _cells(record) == [["教育支出", "22.00", "22.00", "0.00"]]
    assert not _gaps(record)


def test_a_sum_that_the_document_breaks_moves_nothing_in_silence(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
合计 30.00 19.00 12.00
20501 教育管理事务 10.00 10.00
20502 普通教育 20.00 8.00 12.00
""")
    assert _cells(record)[0] == ["合计", "30.00", "19.00", "12.00"]
    assert _cells(record)[2] == ["普通教育", "20.00", "8.00", "12.00"]
    placed = _cells(record)[1]
    assert placed in (["教育管理事务", "10.00", "10.00", ""], ["教育管理事务", "10.00", "", ""])


def test_a_row_whose_own_sum_breaks_everywhere_is_a_gap(disclose: Disclose) -> None:
    record = disclose("""
部门收入总表
单位：万元
单位名称 合计 一般公共预算 政府性基金预算 事业收入
合计 20.00 15.00 1.00 4.00
一中 10.00 8.00 3.00
二中 9.00 7.00 1.00 1.00
""")
    assert _cells(record)[1] == ["一中", "10.00", "", "", ""]
    assert [printed for printed, _ in _gaps(record)] == ["8.00", "3.00"]


def test_a_header_order_that_no_sum_tells_is_a_gap(disclose: Disclose) -> None:
    record = disclose("""
一般公共预算“三公”经费支出表
单位：万元
公务用车购置及运行维护费
合计 因公出国（境）费 公务接待费
小计 公务用车购置费 公务用车运行维护费
0.00 0.00 0.00 0.00 0.00 0.00
""")
    assert {printed for printed, _ in _gaps(record)} == {"0.00"}


def test_a_lone_part_of_a_row_stands_on_the_right(disclose: Disclose) -> None:
    record = disclose("""
部门收支总表
单位：万元
收入 支出
项目 预算数 项目 预算数
一、财政拨款收入 20.00 一、教育支出 15.00
二、其他收入 二、卫生健康支出
三、住房保障支出 5.00
收入总计 20.00 支出总计 20.00
""")
    assert [row for row in _cells(record) if row[1] or row[2]] == [
        ["一、财政拨款收入", "20.00", ""],
        ["一、教育支出", "", "15.00"],
        ["三、住房保障支出", "", "5.00"],
        ["收入总计", "20.00", ""],
        ["支出总计", "", "20.00"],
    ]


def test_numbers_of_lines_are_no_amounts(disclose: Disclose) -> None:
    record = disclose("""
收支决算总表
单位：元
收入 支出
项目 行次 金额 项目 行次 金额
一、财政拨款收入 1 500 一、教育支出 4 300
二、事业收入 2 - 二、住房保障支出 5 200
三、其他收入 3 - 6
收入总计 7 500 支出总计 8 500
""")
    amounts = [(row.label, [c.printed for c in row.cells]) for row in record.tables[0].rows]
    assert ("一、教育支出", ["300"]) in amounts
    assert ("三、其他收入", ["-"]) in amounts
    assert ("收入总计", ["500"]) in amounts


def test_white_space_inside_a_name_makes_no_side(disclose: Disclose) -> None:
    record = disclose("""
部门收支总表
单位：万元
收入 支出
项目 预算数 项目 预算数
事业收入 3.00 教育支出 3.00
上级 补助收入 0.00
总计 3.00 总计 3.00
""")
    labels = [row.label for row in record.tables[0].rows]
    assert "补助收入" not in labels
    assert "上级补助收入" in labels


def test_names_are_broken_before_and_behind_their_figures(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
合计 5.00 3.00 2.00
2080505 机关事业单位基本养老保险
缴费支出
3.00 3.00 0.00
2080506
机关事业单位职业年金缴费支出
2.00 0.00 2.00
机关事业单位基本养老保险缴费支出用于缴纳基本养老保险。
""")
    assert _cells(record) == [
        ["合计", "5.00", "3.00", "2.00"],
        ["机关事业单位基本养老保险缴费支出", "3.00", "3.00", "0.00"],
        ["机关事业单位职业年金缴费支出", "2.00", "0.00", "2.00"],
    ]


def test_a_row_of_more_figures_than_columns_is_no_row_of_the_table(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目编码 科目名称 合计 基本支出
** ** 1 2
205 教育支出 22.00 22.00 0.00
208 社会保障和就业支出 8.00 8.00 0.00
""")
    assert not record.tables
    assert [g.message for g in record.gaps if g.reason is GapReason.NO_COLUMN]


def test_numbers_of_columns_refuse_a_header_of_another_width(disclose: Disclose) -> None:
    record = disclose("""
部门支出总表
单位：万元
科目名称 合计 基本支出 项目支出
** 1 2 3 4 5
教育支出 22.00 22.00 0.00
""")
    assert not record.tables
    assert [g.message for g in record.gaps if g.reason is GapReason.NO_COLUMN]


def test_the_prose_places_what_the_sums_leave_open(disclose: Disclose) -> None:
    table = """
一般公共预算“三公”经费支出表
单位：万元
单位名称 合计 因公出国（境）费 公务接待费
合计 2.00 2.00
"""
    prose = """
一、“三公”经费预算情况
教育局2024年公务接待费预算2.00万元，比上年减少0.50万元。
"""
    assert _gaps(disclose(table)) == [("2.00", ("因公出国（境）费", "公务接待费"))]
    assert _cells(disclose(prose + table)) == [["合计", "2.00", "", "2.00"]]


def test_numbers_before_names_are_no_figures(disclose: Disclose) -> None:
    record = disclose("""
项目支出表
单位：元
序号 单位名称 项目名称 合计 一般公共预算
合计 500 500
1 教育局 校舍修缮 300 300
2 教育局 课桌更新 200 200
""")
    printed = [[cell.printed for cell in row.cells][-2:] for row in record.tables[0].rows]
    assert printed == [["500", "500"], ["300", "300"], ["200", "200"]]
