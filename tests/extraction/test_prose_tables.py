"""Levels of the prose against those that the tables print."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Report, check
from extraction.audit.wording.outcomes import WORDING_RULES

Disclose = Callable[[str], Disclosure]
HEAD = "青禾县水务局2024年部门{kind}\n第一部分 情况说明\n一、收支情况\n"


def report_of(disclose: Disclose, prose: str, tables: str = "", kind: str = "预算") -> Report:
    return check(disclose(f"{HEAD.format(kind=kind)}{prose}\n第二部分 报表\n{tables}"))


def ledger(report: Report) -> list[str]:
    """Rule, printed figure's item and verdict of each entry of the prose; the reason if given."""
    return [
        f"{e.rule} {e.label} {e.verdict}" + (f": {e.reason}" if e.reason else "")
        for e in report.ledger
        if e.table is None and e.rule not in WORDING_RULES
    ]


def found(report: Report) -> list[tuple[str, str, str, str]]:
    """Rule, severity, print and what it should be, of each finding in the prose."""
    return [
        (f.rule, f.severity, f.printed, f.computed)
        for f in report.findings
        if f.cells[0].table is None
    ]


TABLES = """
部门支出总表
单位：元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|877,080.00|877,080.00|
20805|行政事业单位养老支出|877,080.00|877,080.00|
2080501|行政单位离退休|877,080.00|877,080.00|
213|农林水支出|2,000,000.00|500,000.00|1,500,000.00
21303|水利|2,000,000.00|500,000.00|1,500,000.00
2130301|行政运行|2,000,000.00|500,000.00|1,500,000.00
合计||2,877,080.00|1,377,080.00|1,500,000.00

一般公共预算支出表
单位：元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|877,080.00|877,080.00|
20805|行政事业单位养老支出|877,080.00|877,080.00|
2080501|行政单位离退休|877,080.00|877,080.00|
213|农林水支出|1,000,000.00|500,000.00|500,000.00
21303|水利|1,000,000.00|500,000.00|500,000.00
2130301|行政运行|1,000,000.00|500,000.00|500,000.00
合计||1,877,080.00|1,377,080.00|500,000.00
"""
RETIRED = "社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）"
AGAINST = {
    "rounded": (f"{RETIRED}87.71万元。", "tied", []),
    "cut": (f"{RETIRED}87.70万元。", "rounding", [("text_table", "rounding", "87.70", "87.708")]),
    "neither": (f"{RETIRED}87.72万元。", "broken", [("text_table", "error", "87.72", "87.708")]),
    "the same unit": (
        f"{RETIRED}877,090.00元。",
        "broken",
        [("text_table", "error", "877,090.00", "877080.00")],
    ),
    "the same unit, the last place": (
        f"{RETIRED}877,080.01元。",
        "rounding",
        [("text_table", "rounding", "877,080.01", "877080.00")],
    ),
    "coarser than the table": (f"{RETIRED}88万元。", "tied", []),
    "of all funds": ("农林水支出200.00万元。", "tied", []),
    "of all funds, wrong": (
        "农林水支出210.00万元。",
        "broken",
        [("text_table", "error", "210.00", "200")],
    ),
    "of one fund": ("一般公共预算基本支出137.71万元。", "tied", []),
    "of one fund, wrong": (
        "一般公共预算基本支出187.71万元。",
        "not checkable: the tables print the figure for the item in another column",
        [],
    ),
    "of one fund, wrong everywhere": (
        "一般公共预算基本支出173.71万元。",
        "broken",
        [("text_table", "error", "173.71", "137.708")],
    ),
}


@pytest.mark.parametrize(("prose", "verdict", "findings"), AGAINST.values(), ids=AGAINST.keys())
def test_a_level_is_what_the_tables_print(
    disclose: Disclose, prose: str, verdict: str, findings: list[tuple[str, str, str, str]]
) -> None:
    report = report_of(disclose, prose, TABLES)
    (entry,) = (e for e in report.ledger if e.rule == "text_table")
    assert (str(entry.verdict) + (f": {entry.reason}" if entry.reason else "")) == verdict
    assert found(report) == findings


QUIET = {
    "another item of the name": "行政运行300.00万元。",
    "an item under another class": "卫生健康支出（类）水利（款）行政运行（项）300.00万元。",
    "another year": "2023年农林水支出300.00万元。",
    "a fund without a table": "政府性基金预算农林水支出300.00万元。",
    "in a reason": "公务接待费10.00万元，比上年增加1.00万元，主要原因是农林水支出300.00万元。",
    "only near": "农林水支出约300.00万元。",
}


@pytest.mark.parametrize("prose", QUIET.values(), ids=QUIET.keys())
def test_where_it_is_not_sure_nothing_is_found(disclose: Disclose, prose: str) -> None:
    assert found(report_of(disclose, prose, TABLES)) == []


def test_a_level_that_is_wrong_is_one_finding(disclose: Disclose) -> None:
    prose = f"{RETIRED}97.71万元，比上年执行数80.00万元增长9.64%。"
    report = report_of(disclose, prose, TABLES)
    assert found(report) == [("text_table", "error", "97.71", "87.708")]
    assert {f"text_rate {RETIRED} not checkable: with the figure of the tables it ties"} < set(
        ledger(report)
    )


INCOME = """
部门收支总表
单位：元
收入||支出|
项目|预算数|项目|预算数
一、一般公共预算|2,000,000.00|一、农林水支出|2,077,080.00
本年收入合计|2,000,000.00|本年支出合计|2,077,080.00
上年结转|77,080.00||
收入总计|2,077,080.00|支出总计|2,077,080.00
"""


@pytest.mark.parametrize(
    ("item", "printed", "findings"),
    [
        ("收入预算", "207.71", []),
        ("本年收入合计", "200.00", []),
        ("支出总计", "207.71", []),
        # Both totals of income are there: which one is meant is not known.
        ("收入预算", "227.71", []),
        ("支出总计", "227.71", [("text_table", "error", "227.71", "207.708")]),
        ("财政拨款收入", "227.71", []),
    ],
)
def test_all_income_and_expenditure_are_totals_of_the_balance(
    disclose: Disclose, item: str, printed: str, findings: list[tuple[str, str, str, str]]
) -> None:
    assert found(report_of(disclose, f"{item}{printed}万元。", INCOME)) == findings


def test_a_level_of_a_final_account_may_be_of_the_budget(disclose: Disclose) -> None:
    tables = TABLES.replace("支出总表", "支出决算表").replace("预算支出表", "预算支出决算表")
    prose = "农林水支出预算为210.00万元。"
    (entry,) = (
        e for e in report_of(disclose, prose, tables, "决算").ledger if e.rule == "text_table"
    )
    assert entry.reason == "the figure may be of the budget"


PUBLIC = """
财政拨款“三公”经费支出表
单位：万元
“三公”经费合计|因公出国（境）费|公务用车购置及运行费|||公务接待费
||小计|公务用车购置费|公务用车运行费|
6.00|1.00|3.00|0.00|3.00|2.00
"""


@pytest.mark.parametrize(
    ("words", "findings"),
    [
        ("“三公”经费6.00万元，其中：公务用车购置及运行费3.00万元，公务接待费2.00万元。", []),
        ("公务接待费7.00万元。", [("text_table", "error", "7.00", "2.00")]),
        ("“三公”经费支出预算7.00万元。", [("text_table", "error", "7.00", "6.00")]),
    ],
)
def test_the_three_public_expenses_are_those_of_their_table(
    disclose: Disclose, words: str, findings: list[tuple[str, str, str, str]]
) -> None:
    assert found(report_of(disclose, words, PUBLIC)) == findings
