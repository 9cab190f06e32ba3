"""Tables whose columns were lost: rows of words and figures in, cells in their columns out."""

from decimal import Decimal

from extraction import Clue, Disclosure, Transcript, extract, fact_rows


def read_lines(text: str) -> Disclosure:
    return extract(Transcript("demo", tuple(text.strip("\n").split("\n")), encoding="utf-8"))


def cells(found: Disclosure, table: int = 0) -> list[tuple[str, str, str]]:
    number = found.tables[table].number
    rows = (row for row in fact_rows(found) if row.table == number)
    return [(row.code or row.label, row.column, row.value) for row in rows]


EXPENDITURE = """
支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
合计 30.00 20.00 10.00
208 社会保障和就业支出 12.00 12.00
20805 行政事业单位养老支出 12.00 12.00
2080501 行政单位离退休 5.00 5.00
2080505 机关事业单位基本养老保险缴费
支出
7.00 7.00
213 农林水支出 18.00 8.00 10.00
21303 水利 18.00 8.00 10.00
2130301 行政运行 8.00 8.00
2130304 水利行业业务管理 10.00 10.00
"""


def test_sums_over_codes_place_what_a_row_cannot() -> None:
    found = read_lines(EXPENDITURE)
    read = {(code, column): value for code, column, value in cells(found)}
    assert read["2130301", "基本支出"] == "8.00"
    assert read["2130304", "项目支出"] == "10.00"
    assert read["2080505", "基本支出"] == "7.00"
    assert len(read) == 3 + 4 * 2 + 2 * 3 + 2 * 2
    assert found.gaps == tuple(gap for gap in found.gaps if gap.table is None)
    row = found.tables[0].rows[7]
    assert [cell.inferred for cell in row.cells if cell.amount][-1][:1] == (Clue.SUMS,)
    assert row.label == "行政运行"


def test_a_name_broken_over_lines_is_one() -> None:
    row = read_lines(EXPENDITURE).tables[0].rows[4]
    assert row.name is not None
    assert row.name.printed == "机关事业单位基本养老保险缴费支出"
    assert [span.line for span in row.name.source.spans] == [8, 9]


def test_what_no_sum_places_is_a_gap_with_its_candidates() -> None:
    found = read_lines(
        """
支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
合计 12.00 12.00
208 社会保障和就业支出 12.00 12.00
20805 行政事业单位养老支出 12.00 12.00
"""
    )
    assert [value for _, column, value in cells(found) if column == "合计"] == ["12.00"] * 3
    assert [value for _, column, value in cells(found) if column != "合计"] == []
    gaps = [gap for gap in found.gaps if gap.reason == "ambiguous"]
    assert [(gap.printed, gap.candidates) for gap in gaps] == [
        ("12.00", ("基本支出", "项目支出"))
    ] * 3


def test_another_table_of_the_same_items_places_them() -> None:
    found = read_lines(
        """
支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出 上缴上级支出
合计 30.00 20.00 10.00
208 社会保障和就业支出 20.00 20.00
213 农林水支出 10.00 10.00
一般公共预算支出表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
合计 30.00 20.00 10.00
208 社会保障和就业支出 20.00 20.00
213 农林水支出 10.00 10.00
"""
    )
    read = {(code, column): value for code, column, value in cells(found)}
    assert read["208", "基本支出"] == "20.00"
    assert read["213", "项目支出"] == "10.00"


def test_a_broken_document_moves_no_figure() -> None:
    """The total row is printed in full; that its sum breaks is a finding and no gap."""
    found = read_lines(EXPENDITURE.replace("合计 30.00 20.00 10.00", "合计 31.00 20.00 10.00"))
    read = {(code, column): value for code, column, value in cells(found)}
    assert read["合计", "合计"] == "31.00"
    assert read["合计", "基本支出"] == "20.00"
    assert read["合计", "项目支出"] == "10.00"


def test_sides_come_apart_by_their_names() -> None:
    found = read_lines(
        """
收支总表
单位：万元
收入 支出
项目 预算数 项目 预算数
一、一般公共预算拨款收入 30.00 一、社会保障和就业支出 12.00
二、政府性基金预算拨款收入 二、农林水支出 18.00
三、住房保障支出
收入总计 30.00 支出总计 30.00
"""
    )
    rows = [(row.side, row.label) for row in found.tables[0].rows]
    assert rows == [
        (0, "一、一般公共预算拨款收入"),
        (1, "一、社会保障和就业支出"),
        (0, "二、政府性基金预算拨款收入"),
        (1, "二、农林水支出"),
        (1, "三、住房保障支出"),
        (0, "收入总计"),
        (1, "支出总计"),
    ]
    values = [
        cell.amount.value for row in found.tables[0].rows for cell in row.cells if cell.amount
    ]
    assert values == [Decimal(v) for v in ("30.00", "12.00", "18.00", "30.00", "30.00")]


def test_header_cells_are_put_together_and_find_their_columns() -> None:
    found = read_lines(
        """
三公经费支出表
单位：万元
公务用车购置及运行维护费
“三公”经费合计 因公出国（境）费
小计 公务用车购置费
公务用车运行维
护费
公务接待费
9.00 1.00 6.00 2.00 4.00 2.00
"""
    )
    assert [(column, value) for _, column, value in cells(found)] == [
        ("“三公”经费合计", "9.00"),
        ("因公出国（境）费", "1.00"),
        ("公务用车购置及运行维护费/小计", "6.00"),
        ("公务用车购置及运行维护费/公务用车购置费", "2.00"),
        ("公务用车购置及运行维护费/公务用车运行维护费", "4.00"),
        ("公务接待费", "2.00"),
    ]


def test_sentences_with_figures_are_no_table() -> None:
    found = read_lines(
        """
支出预算情况说明
单位：万元
2024年支出预算30.00万元，其中：基本支出20.00万元，
项目支出10.00万元。主要用于水利工程维护。
"""
    )
    assert found.tables == ()
