"""Broken sums in; one finding a cause out, with the figure that is likely wrong."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Finding, check

Disclose = Callable[[str], Disclosure]

TABLE = """
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|160.00|120.00|40.00
20805|行政事业单位养老支出|160.00|120.00|40.00
2080505|机关事业单位基本养老保险缴费支出|100.00|80.00|20.00
2080506|机关事业单位职业年金缴费支出|60.00|40.00|20.00
221|住房保障支出|53.21|13.09|40.12
22102|住房改革支出|53.21|13.09|40.12
2210201|住房公积金|53.21|13.09|40.12
合计||213.21|133.09|80.12
"""
OTHER = """
一般公共预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
20805|行政事业单位养老支出|100.00|80.00|20.00
2080505|机关事业单位基本养老保险缴费支出|100.00|80.00|20.00
"""
YEARS = "2080505|机关事业单位基本养老保险缴费支出|100.00|80.00|20.00\n"
ANNUITY = "2080506|机关事业单位职业年金缴费支出|60.00|40.00|20.00\n"
FUND = "2210201|住房公积金|53.21|13.09|40.12"


def tell(finding: Finding) -> str:
    """Cause, its figure and what that should be; then the totals that the finding tells."""
    cause = finding.cause
    told = f"{cause.kind} {cause.cell.label} {cause.cell.printed}→{cause.tying}" if cause else "?"
    return f"{told}: " + " ".join([finding.printed, *(one.printed for one in finding.also)])


SLIPS = {
    # 2080506 项目 20.00 as 2.00: its row and its column show it.
    "a part at the crossing of its row and its column": (
        "60.00|40.00|20.00",
        "60.00|40.00|2.00",
        ["decimal_point 机关事业单位职业年金缴费支出 2.00→20.00: 60.00 40.00"],
    ),
    "a total in three sums, two digits swapped": (
        "208|社会保障和就业支出|160.00|120.00|40.00",
        "208|社会保障和就业支出|160.00|210.00|40.00",
        ["swapped_digits 社会保障和就业支出 210.00→120.00: 210.00 160.00 133.09"],
    ),
    "a figure of which two digits are wrong": (
        "60.00|40.00|20.00",
        "60.00|71.00|20.00",
        ["one_cell 机关事业单位职业年金缴费支出 71.00→40.00: 60.00 120.00"],
    ),
    "a sign": (
        "60.00|40.00|20.00",
        "60.00|-40.00|20.00",
        ["sign 机关事业单位职业年金缴费支出 -40.00→40.00: 60.00 120.00"],
    ),
    "a unit": (
        "60.00|40.00|20.00",
        "60.00|400000.00|20.00",
        ["unit 机关事业单位职业年金缴费支出 400000.00→40.00: 60.00 120.00"],
    ),
    "one digit": (
        "合计||213.21|133.09|80.12",
        "合计||213.21|138.09|80.12",
        ["wrong_digit 合计 138.09→133.09: 138.09 213.21"],
    ),
    "a row printed twice": (
        ANNUITY,
        ANNUITY + ANNUITY,
        [
            "repeated_row 机关事业单位职业年金缴费支出 60.00→: 160.00 120.00 40.00"
            " 机关事业单位职业年金缴费支出"
        ],
    ),
    "a row that is missing": (
        ANNUITY,
        "",
        ["missing_row 行政事业单位养老支出 160.00→60.00: 160.00 120.00 40.00"],
    ),
    "nothing": ("", "", []),
}


@pytest.mark.parametrize(("printed", "slip", "told"), SLIPS.values(), ids=SLIPS.keys())
def test_one_cause_is_one_finding(
    disclose: Disclose, printed: str, slip: str, told: list[str]
) -> None:
    findings = check(disclose(TABLE.replace(printed, slip, 1))).findings
    assert [tell(f) for f in findings] == told


def test_a_missing_row_is_named_by_another_table(disclose: Disclose) -> None:
    [finding] = check(disclose(TABLE.replace(YEARS, "") + OTHER)).findings
    assert finding.cause
    assert finding.cause.zh == (
        "疑缺“2080505机关事业单位基本养老保险缴费支出”一行（100.00、80.00、20.00）"
    )


def test_two_slips_are_two_findings(disclose: Disclose) -> None:
    text = TABLE.replace("60.00|40.00|20.00", "60.00|4.00|20.00").replace(FUND, FUND[:-5] + "41.02")
    assert [tell(finding) for finding in check(disclose(text)).findings] == [
        "decimal_point 机关事业单位职业年金缴费支出 4.00→40.00: 60.00 120.00",
        "swapped_digits 住房公积金 41.02→40.12: 53.21 40.12",
    ]


def test_a_figure_beside_its_column_is_told(disclose: Disclose) -> None:
    text = TABLE.replace("160.00|120.00|40.00", "169.00|129.00|40.00").replace(
        "221|", "2080507|对机关事业单位基本养老保险基金的补助|9.00||9.00\n221|", 1
    )
    text = text.replace("213.21|133.09|80.12", "222.21|142.09|80.12")
    [finding] = check(disclose(text)).findings
    assert tell(finding) == "moved_figure 对机关事业单位基本养老保险基金的补助 9.00→: 129.00 40.00"
    assert finding.cause
    assert finding.cause.zh.endswith("的9.00疑应列在“基本支出”列")


# Of 10.014 + 20.013 + 30.018 = 60.045 and so on: each figure cut at its second place.
CUT = """
支出总表
单位：万元
科目编码|科目名称|预算数
208|社会保障和就业支出|60.04
20805|行政事业单位养老支出|60.04
2080505|机关事业单位基本养老保险缴费支出|10.01
2080506|机关事业单位职业年金缴费支出|20.01
2080507|对机关事业单位基本养老保险基金的补助|30.01
221|住房保障支出|6.05
22102|住房改革支出|6.05
2210201|住房公积金|1.01
2210202|提租补贴|2.01
2210203|购房补贴|3.01
合计||66.10
"""


def test_a_table_that_is_cut_is_one_finding(disclose: Disclose) -> None:
    # 3 parts leave 0.02 to rounding, 0.03 to cutting: 6.05 - 6.03 = 0.02 is beyond the first.
    [finding] = check(disclose(CUT)).findings
    assert (finding.severity, tell(finding)) == ("rounding", "?: 60.04 6.05 66.10")
    assert "截尾" in finding.statement


def test_a_total_below_its_parts_is_not_cut(disclose: Disclose) -> None:
    text = CUT.replace("6.05", "6.01").replace("66.10", "66.06")
    assert [(f.severity, tell(f)) for f in check(disclose(text)).findings] == [
        ("rounding", "?: 60.04"),
        ("error", "?: 6.01"),
        ("rounding", "?: 66.06"),
    ]


BALANCE = """
收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、财政拨款收入|213.21|一、社会保障和就业支出|160.00
||二、住房保障支出|53.21
本年收入合计|213.21|本年支出合计|213.21
"""


@pytest.mark.parametrize("text", [TABLE + BALANCE, BALANCE + TABLE])
def test_of_two_prints_the_one_that_breaks_its_sums_is_wrong(disclose: Disclose, text: str) -> None:
    report = check(disclose(text.replace("221|住房保障支出|53.21", "221|住房保障支出|35.21")))
    [finding] = [found for found in report.findings if found.rule == "same_item"]
    assert (finding.printed, finding.computed, finding.cells[0].code) == ("35.21", "53.21", "221")
