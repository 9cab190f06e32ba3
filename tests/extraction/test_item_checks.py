"""The same item in several tables, each on a small document: ledger lines and findings out."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Report, check

Disclose = Callable[[str], Disclosure]


def ledger(report: Report, rule: str) -> list[str]:
    """Table, label, column and verdict of each entry of a rule; the reason where given."""
    return [
        f"{e.table}|{e.label}|{e.column}|{e.verdict}" + (f": {e.reason}" if e.reason else "")
        for e in report.ledger
        if e.rule == rule
    ]


def statements(report: Report, rule: str) -> list[str]:
    return [finding.statement for finding in report.findings if finding.rule == rule]


HEAD = "青川市水利局2024年部门预算\n"
OTHER_TOTALS = "the totals of the tables differ: they may count other money"
BALANCE = """
收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、财政拨款收入|21.00|一、社会保障和就业支出|{social}
二、事业收入|4.00|二、农林水支出|13.00
本年收入合计|25.00|本年支出合计|25.00
"""
SPENT = """
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|12.00|10.00|2.00
20805|行政事业单位养老支出|12.00|10.00|2.00
213|农林水支出|13.00|{basic}|4.00
合计||25.00|19.00|6.00
"""
GENERAL = """
一般公共预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|12.00|10.00|2.00
20805|行政事业单位养老支出|12.00|10.00|2.00
213|农林水支出|{water}|9.00|4.00
合计||{total}|19.00|6.00
"""


def document(
    *, social: str = "12.00", basic: str = "9.00", water: str = "13.00", total: str = "25.00"
) -> str:
    """Three tables that print the same items, with figures to put wrong."""
    tables = BALANCE.format(social=social), SPENT.format(basic=basic)
    return "".join((HEAD, *tables, GENERAL.format(water=water, total=total)))


def test_items_are_found_by_code_and_by_the_name_of_their_class(disclose: Disclose) -> None:
    assert ledger(check(disclose(document())), "same_item") == [
        "1|一、社会保障和就业支出|支出/预算数|tied",
        "1|二、农林水支出|支出/预算数|tied",
        "2|行政事业单位养老支出|合计|tied",
        "2|社会保障和就业支出|基本支出|tied",
        "2|行政事业单位养老支出|基本支出|tied",
        "2|农林水支出|基本支出|tied",
        "2|合计|基本支出|tied",
        "2|社会保障和就业支出|项目支出|tied",
        "2|行政事业单位养老支出|项目支出|tied",
        "2|农林水支出|项目支出|tied",
        "2|合计|项目支出|tied",
    ]


WRONG = {
    "a class of the balance": (
        document(social="12.10"),
        ("1", "12.10", "12.00", "error"),
        "表2、表3印作12.00，相差0.10",
    ),
    # 208 is printed with its part: both may have been rounded apart.
    "the last place of a sum": (
        document(social="12.01"),
        ("1", "12.01", "12.00", "rounding"),
        "表2、表3印作12.00，相差0.01",
    ),
    "the last place of what is no sum": (
        document(basic="9.01"),
        ("2", "9.01", "9.00", "error"),
        "表3印作9.00，相差0.01",
    ),
    "one list of three tables": (
        document(water="31.00"),
        ("3", "31.00", "13.00", "error"),
        "表1、表2印作13.00，相差18.00",
    ),
}


@pytest.mark.parametrize(("text", "found", "worked"), WRONG.values(), ids=WRONG.keys())
def test_what_most_tables_print_should_stand_in_all(
    disclose: Disclose, text: str, found: tuple[str, ...], worked: str
) -> None:
    (own,) = [f for f in check(disclose(text)).findings if f.rule == "same_item"]
    assert (str(own.cells[0].table), own.printed, own.computed, own.severity) == found
    assert own.statement.endswith(worked)


def test_of_funds_with_other_totals_no_item_need_be_the_same(disclose: Disclose) -> None:
    report = check(disclose(document(water="12.00", total="24.00")))
    assert ledger(report, "same_item") == [
        "1|一、社会保障和就业支出|支出/预算数|tied",
        "1|二、农林水支出|支出/预算数|tied",
    ]


LATER = """
收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、财政拨款收入|27.00|一、社会保障和就业支出|12.00
||二、农林水支出|{water}
本年收入合计|27.00|本年支出合计|27.00
{carried}|2.00|年终结转|
"""


def test_an_item_that_explains_why_totals_differ_is_wrong(disclose: Disclose) -> None:
    text = HEAD + LATER.format(carried="捐赠", water="15.00") + SPENT.format(basic="9.00")
    assert ledger(check(disclose(text)), "same_item") == [
        "1|一、社会保障和就业支出|支出/预算数|tied",
        "1|二、农林水支出|支出/预算数|broken",
    ]


def test_an_item_that_is_off_by_less_than_the_totals_need_not_be_wrong(
    disclose: Disclose,
) -> None:
    text = HEAD + LATER.format(carried="捐赠", water="14.00") + SPENT.format(basic="9.00")
    assert ledger(check(disclose(text)), "same_item") == [
        "1|一、社会保障和就业支出|支出/预算数|tied",
        f"1|二、农林水支出|支出/预算数|not checkable: {OTHER_TOTALS}",
    ]


def test_what_is_printed_apart_as_carried_over_is_other_money(disclose: Disclose) -> None:
    text = HEAD + LATER.format(carried="上年结转", water="15.00") + SPENT.format(basic="9.00")
    assert ledger(check(disclose(text)), "same_item") == [
        "1|一、社会保障和就业支出|支出/预算数|tied",
        f"1|二、农林水支出|支出/预算数|not checkable: {OTHER_TOTALS}",
    ]


def test_of_several_tables_of_a_kind_none_is_compared(disclose: Disclose) -> None:
    spent = SPENT.format(basic="9.00")
    other = spent.replace("支出总表", "青川市水文站支出总表")
    text = HEAD + BALANCE.format(social="99.00") + spent + "\n以下为所属单位。\n" + other
    assert ledger(check(disclose(text)), "same_item") == []


IN_YUAN = """
支出总表
单位：元
科目编码|科目名称|合计
208|社会保障和就业支出|{social}
213|农林水支出|130000.00
合计||250000.00
"""
UNITS = {"the same": ("120049.00", "tied"), "cut": ("120060.00", "rounding")}


@pytest.mark.parametrize(("social", "verdict"), UNITS.values(), ids=UNITS.keys())
def test_units_are_compared_by_shifting_the_point(
    disclose: Disclose, social: str, verdict: str
) -> None:
    text = HEAD + BALANCE.format(social="12.00") + IN_YUAN.format(social=social)
    entries = ledger(check(disclose(text)), "same_item")
    assert [entry.rpartition("|")[2] for entry in entries] == [verdict, "tied"]


def test_items_without_codes_are_found_by_name(disclose: Disclose) -> None:
    spent = "支出总表\n单位：万元\n科目名称|合计\n农林水支出|15.00\n合计|25.00\n"
    report = check(disclose(HEAD + BALANCE.format(social="12.00") + spent))
    # The balance ties with its own figure.
    assert [(f.printed, f.computed) for f in report.findings if f.rule == "same_item"] == [
        ("15.00", "13.00")
    ]


APPROPRIATED = """
财政拨款收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、财政拨款|23.00|农林水支出|23.00
其中：一般公共预算|23.00||
上年结转|2.00||
财政拨款|2.00||
收入总计|23.00|支出总计|23.00
"""


def test_income_from_a_fund_is_the_same_in_both_balances(disclose: Disclose) -> None:
    text = HEAD + BALANCE.format(social="12.00") + APPROPRIATED
    assert statements(check(disclose(text)), "same_item") == [
        "表2“一、财政拨款”“收入/预算数”列印作23.00，不合“同一科目在同一口径的各表一致”："
        "表1印作21.00，相差2.00"
    ]


BASIC = """
一般公共预算基本支出表
单位：元
科目编码|科目名称|预算数
301|工资福利支出|800000.00
302|商品和服务支出|32000.00
30201|办公费|12000.00
30217|公务接待费|20000.00
合计||832000.00
"""
COSTS = """
机关运行经费支出表
单位：万元
科目编码|科目名称|机关运行经费支出
302|商品和服务支出|3.20
30201|办公费|{office}
30217|公务接待费|2.00
合计||{total}
"""


def test_operating_costs_are_the_items_that_are_not_personnels(disclose: Disclose) -> None:
    text = HEAD + BASIC + COSTS.format(office="1.30", total="3.20")
    assert ledger(check(disclose(text)), "same_item") == [
        "2|商品和服务支出|机关运行经费支出|tied",
        "2|办公费|机关运行经费支出|broken",
        "2|公务接待费|机关运行经费支出|tied",
    ]


def test_operating_costs_of_some_units_are_other_money(disclose: Disclose) -> None:
    text = HEAD + BASIC + COSTS.format(office="1.30", total="3.30")
    assert ledger(check(disclose(text)), "same_item") == []


PUBLIC = {
    "more than the part": ("2.50", "20000.00", "tied"),
    "the part in another unit": ("2.00", "20000.00", "tied"),
    # 2.00 may be 20049.99, and 1.99 no more than 19949.99.
    "less by what rounding takes": ("2.00", "20049.00", "tied"),
    "less by a last place": ("1.99", "20000.00", "broken"),
}


@pytest.mark.parametrize(("printed", "part", "verdict"), PUBLIC.values(), ids=PUBLIC.keys())
def test_public_expenses_are_no_less_than_what_of_them_is_basic(
    disclose: Disclose, printed: str, part: str, verdict: str
) -> None:
    public = (
        "“三公”经费支出表\n单位：万元\n单位名称|合计|因公出国（境）费|公务接待费\n"
        f"青川市水利局|{printed}||{printed}\n"
    )
    text = HEAD + BASIC.replace("20000.00", part) + public
    assert ledger(check(disclose(text)), "item_part") == [f"2|青川市水利局|公务接待费|{verdict}"]


def test_public_expenses_in_rows_are_told_with_their_part(disclose: Disclose) -> None:
    public = (
        "“三公”经费支出表\n单位：万元\n项目|合计\n“三公”经费|1.00\n"
        "1.因公出国（境）费|0.00\n2.公务接待费|1.00\n"
    )
    assert statements(check(disclose(HEAD + BASIC + public)), "item_part") == [
        "表2“2.公务接待费”“合计”列印作1.00，不合“‘三公’经费的各项不小于基本支出表中的同一科目”："
        "表1的基本支出就有20000.00元，多1.00"
    ]


CLASSES = """
一般公共预算财政拨款基本支出决算表
单位：万元
人员经费|||公用经费|||公用经费||
科目编码|科目名称|决算数|科目编码|科目名称|决算数|科目编码|科目名称|决算数
301|工资福利支出|16.14|302|商品和服务支出|8.90|310|资本性支出|3.76
30101|基本工资|16.14|30201|办公费|8.90|31002|办公设备购置|3.76
303|对个人和家庭的补助|7.96||||||
30302|退休费|7.96||||||
人员经费合计||24.09|公用经费合计||{operating}|||
"""


@pytest.mark.parametrize(("operating", "verdict"), [("12.66", "tied"), ("8.90", "broken")])
def test_personnel_and_operating_expenditure_are_the_totals_of_their_classes(
    disclose: Disclose, operating: str, verdict: str
) -> None:
    text = HEAD.replace("预算", "决算") + CLASSES.format(operating=operating)
    assert ledger(check(disclose(text)), "grand_total") == [
        "1|人员经费合计|人员经费/决算数|rounding",
        f"1|公用经费合计|公用经费/决算数|{verdict}",
    ]


YEARS = """
一般公共预算支出表
单位：万元
科目编码|科目名称|2023年预算数||2024年预算数||
||合计|基本支出|合计|基本支出|项目支出
208|社会保障和就业支出|11.00|11.00|12.00|10.00|2.00
213|农林水支出|14.00|14.00|13.00|9.00|4.00
合计||25.00|25.00|25.00|19.00|6.00
"""


def test_the_columns_of_another_year_are_not_compared(disclose: Disclose) -> None:
    report = check(disclose(HEAD + SPENT.format(basic="9.00") + YEARS))
    assert {entry.rpartition("|")[2] for entry in ledger(report, "same_item")} == {"tied"}
    assert statements(report, "same_item") == []
