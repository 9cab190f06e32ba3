"""The amounts of performance forms, each on a small document: ledger lines out."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Report, check

Disclose = Callable[[str], Disclosure]
NO_AMOUNT = "a part of the sum holds no amount"
MORE = "the agency has expenditure that is neither basic nor for projects"


def ledger(report: Report, rule: str) -> list[str]:
    """Label and verdict of each entry of a rule, in printed order; the reason if given."""
    return [
        f"{e.label}|{e.verdict}" + (f": {e.reason}" if e.reason else "")
        for e in sorted(report.ledger, key=lambda entry: entry.source.start)
        if e.rule == rule
    ]


HEAD = "青川市水利局2024年部门预算\n"
TABLES = """
收入总表
单位：万元
单位名称|合计|财政拨款收入|其他收入
青川市水利局|418.56|400.56|18.00
合计|418.56|400.56|18.00
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出|{further}
213|农林水支出|418.56|386.62|31.94|{more}
合计||418.56|386.62|31.94|{more}
"""
FORM = """
部门整体支出绩效目标表
单位：万元
部门名称|{agency}||
收入预算合计|{income}||
其中：财政拨款|{granted}|其他经费|{other}
支出预算合计|{spent}||
其中：基本支出|{basic}|项目支出|31.94
一级指标|二级指标|三级指标|目标值
产出指标|数量指标|疏浚河道长度|≥3公里
"""
AMOUNTS = {
    "agency": "青川市水利局",
    "income": "418.56",
    "granted": "400.56",
    "other": "18.00",
    "spent": "418.56",
    "basic": "386.62",
}


def document(further: str = "备注", more: str = "", **amounts: str) -> str:
    """Tables and the form of an agency, with amounts to put wrong."""
    return HEAD + TABLES.format(further=further, more=more) + FORM.format(**(AMOUNTS | amounts))


SUMS = {
    "what it is the sum of": (document(), ["tied", "tied"]),
    "another sum": (document(spent="418.00", basic="380.00"), ["tied", "broken"]),
    "a dash for a part": (
        document(granted="400.00", other="—"),
        [f"not checkable: {NO_AMOUNT}", "tied"],
    ),
    "all in one part": (document(granted="418.56", other="—"), ["tied", "tied"]),
    "whole amounts": (document(spent="418", basic="386.62"), ["tied", "rounding"]),
    "expenditure of another sort": (
        document("经营支出", "1.00", basic="385.62"),
        ["tied", f"not checkable: {MORE}"],
    ),
}


@pytest.mark.parametrize(("text", "verdicts"), SUMS.values(), ids=SUMS.keys())
def test_a_form_adds_up(disclose: Disclose, text: str, verdicts: list[str]) -> None:
    assert ledger(check(disclose(text)), "form_sum") == [
        f"收入预算合计|{verdicts[0]}",
        f"支出预算合计|{verdicts[1]}",
    ]


TOTALS = {
    "those of the tables": (document(), []),
    "not rounded but cut": (document(income="418"), [("收入预算合计", "rounding", "418.56")]),
    "neither rounded nor cut": (
        document(income="418.00"),
        [("收入预算合计", "error", "418.56")],
    ),
    "basic expenditure": (document(basic="380.00"), [("其中：基本支出", "error", "386.62")]),
    "of another agency": (document(agency="青川市林业局", income="9.00"), []),
}


@pytest.mark.parametrize(("text", "found"), TOTALS.values(), ids=TOTALS.keys())
def test_a_form_repeats_the_totals_of_the_tables(
    disclose: Disclose, text: str, found: list[tuple[str, ...]]
) -> None:
    report = check(disclose(text))
    assert [
        (f.cells[0].label, f.severity, f.computed)
        for f in report.findings
        if f.rule == "form_total"
    ] == found


def test_a_total_of_a_form_is_told_with_the_nearest_of_the_tables(disclose: Disclose) -> None:
    balance = (
        "收支总表\n单位：万元\n收入||支出|\n项目|预算数|项目|预算数\n"
        "本年收入合计|418.56|本年支出合计|400.56\n||年终结转|18.00\n收入总计|418.56|支出总计|418.56\n"
    )
    report = check(disclose(document(spent="401.56") + balance))
    assert [f.statement for f in report.findings if f.rule == "form_total"] == [
        "表3“支出预算合计”印作401.56，不合“绩效表中的收支数与预算表一致”："
        "表4“本年支出合计”为400.56万元，相差1.00"
    ]


PROJECT = """
项目支出绩效目标表
单位：万元
项目名称|河道疏浚||
年度资金总额|{funds}||
其中：财政拨款|{granted}||
其他资金|0||
上年结转|{carried}||
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|疏浚河道长度|≥3公里
"""
LIST = "项目支出表\n单位：万元\n项目名称|合计\n河道疏浚|30.94\n堤防加固|1.00\n合计|31.94\n"
FUNDS = {
    "of the list": (("30.94", "30.94", "0"), ["tied"], ["tied"]),
    "of none of its parts": (("30.94", "0", "0"), ["broken"], ["tied"]),
    "another than in the list": (("39.94", "39.94", "0"), ["tied"], ["broken"]),
    "carried over in part": (("31.94", "30.94", "1.00"), ["tied"], []),
    "carried over as part of another": (("30.94", "30.94", "1.00"), ["tied"], []),
}


@pytest.mark.parametrize(("amounts", "sums", "totals"), FUNDS.values(), ids=FUNDS.keys())
def test_a_project_costs_its_funds_and_what_the_list_prints(
    disclose: Disclose, amounts: tuple[str, str, str], sums: list[str], totals: list[str]
) -> None:
    funds, granted, carried = amounts
    form = PROJECT.format(funds=funds, granted=granted, carried=carried)
    report = check(disclose(HEAD + LIST + form))
    assert ledger(report, "form_sum") == [f"年度资金总额|{verdict}" for verdict in sums]
    assert ledger(report, "form_total") == [f"年度资金总额|{verdict}" for verdict in totals]


def test_two_columns_of_funds_are_not_taken_apart(disclose: Disclose) -> None:
    form = """
项目支出绩效目标表
单位：万元
项目名称|河道疏浚||
中期资金总额|90.00|年度资金总额|30.00
其中：财政拨款|90.00|其中：财政拨款|30.00
其他资金|0|其他资金|0
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|疏浚河道长度|≥3公里
"""
    assert ledger(check(disclose(HEAD + form)), "form_sum") == []
