"""Totals told after their parts, and lists that two totals stand before."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Report, check

Disclose = Callable[[str], Disclosure]
HEAD = "青禾县水务局2024年部门{kind}\n第一部分 情况说明\n一、收支情况\n"


def report_of(disclose: Disclose, prose: str, tables: str = "", kind: str = "预算") -> Report:
    return check(disclose(f"{HEAD.format(kind=kind)}{prose}\n第二部分 报表\n{tables}"))


def sums(report: Report) -> list[str]:
    """What each sum is of and what came of it."""
    return [f"{e.label} {e.verdict}" for e in report.ledger if e.rule == "text_sum"]


def found(report: Report) -> list[tuple[str, str, str, str]]:
    """Rule, severity, print and what it should be, of each finding in the prose."""
    return [
        (f.rule, f.severity, f.printed, f.computed)
        for f in report.findings
        if f.cells[0].table is None
    ]


BEHIND = {
    "right": ("货物10.00万元、工程20.00万元、服务30.00万元，合计60.00万元。", []),
    "wrong": (
        "货物10.00万元、工程20.00万元、服务30.00万元，合计70.00万元。",
        [("text_sum", "error", "70.00", "60.00")],
    ),
    "wrong without a name": (
        "基本支出60.00万元，项目支出40.00万元，共计110.00万元。",
        [("text_sum", "error", "110.00", "100.00")],
    ),
    "dealt out": (
        "基本支出、项目支出分别为60.00万元、40.00万元，合计90.00万元。",
        [("text_sum", "error", "90.00", "100.00")],
    ),
    "with a share": ("基本支出60.00万元、项目支出40.00万元，合计100.00万元，占50.00%。", []),
}


@pytest.mark.parametrize(("prose", "findings"), BEHIND.values(), ids=BEHIND.keys())
def test_a_bare_total_is_of_the_parts_before_it(
    disclose: Disclose, prose: str, findings: list[tuple[str, str, str, str]]
) -> None:
    report = report_of(disclose, prose)
    assert found(report) == findings
    assert len(sums(report)) == 1


QUIET = {
    "what was told before": (
        "上年结转5.00万元。基本支出60.00万元、项目支出40.00万元，合计105.00万元。"
    ),
    "the first of several paragraphs": (
        "1.因公出国（境）费5.00万元。\n2.公务接待费10.00万元、公务用车购置及运行费15.00万元，"
        "合计30.00万元。"
    ),
    "parts that may overlap": "办公费10.00万元、印刷费20.00万元，合计25.00万元。",
    "a part of a part": (
        "基本支出60.00万元（其中人员经费50.00万元）、项目支出40.00万元，合计100.00万元。"
    ),
    "a total with a name": "货物10.00万元、工程20.00万元、服务30.00万元，采购预算共计70.00万元。",
    "what there is beside": "货物10.00万元、工程20.00万元、服务30.00万元等，合计70.00万元。",
}


@pytest.mark.parametrize("prose", QUIET.values(), ids=QUIET.keys())
def test_a_total_behind_that_may_be_of_more_breaks_nothing(disclose: Disclose, prose: str) -> None:
    assert found(report_of(disclose, prose)) == []


def test_the_last_parts_may_be_those_of_a_total_behind(disclose: Disclose) -> None:
    prose = "公务接待费5.00万元，基本支出60.00万元、项目支出40.00万元，合计100.00万元。"
    assert sums(report_of(disclose, prose)) == ["合计 tied"]


def test_a_bare_total_is_no_part_of_the_list_before_it(disclose: Disclose) -> None:
    prose = "政府采购{}万元，其中：货物10.00万元、工程20.00万元、服务30.00万元，合计60.00万元。"
    assert sums(report_of(disclose, prose.format("60.00"))) == ["政府采购 tied", "合计 tied"]
    assert found(report_of(disclose, prose.format("70.00"))) == [
        ("text_sum", "error", "70.00", "60.00")
    ]


TWO_TOTALS = {
    "of the first": ("按资金来源分：一般公共预算80.00万元，政府性基金20.00万元。", ["收入 tied"]),
    "of the second": ("按资金来源分：一般公共预算70.00万元，政府性基金20.00万元。", ["支出 tied"]),
    "of neither": (
        "按资金来源分：一般公共预算80.00万元，政府性基金25.00万元。",
        ["支出 not checkable"],
    ),
    "of expenditure by its parts": (
        "其中：基本支出60.00万元，项目支出40.00万元。",
        ["支出 broken"],
    ),
}


@pytest.mark.parametrize(("words", "expected"), TWO_TOTALS.values(), ids=TWO_TOTALS.keys())
def test_a_list_behind_two_totals_is_of_either(
    disclose: Disclose, words: str, expected: list[str]
) -> None:
    assert sums(report_of(disclose, f"收入100.00万元，支出90.00万元。{words}")) == expected


def test_a_second_breakdown_behind_two_totals_may_be_of_the_other(disclose: Disclose) -> None:
    prose = (
        "收入100.00万元，支出90.00万元，按用途分：基本支出60.00万元、项目支出30.00万元。"
        "按资金来源分：一般公共预算80.00万元，政府性基金20.00万元。"
    )
    assert sums(report_of(disclose, prose)) == ["支出 tied", "收入 tied"]


def test_shares_told_behind_the_parts_are_no_parts(disclose: Disclose) -> None:
    prose = "支出{}万元，其中：基本支出60.00万元、项目支出40.00万元，分别占60.00%、40.00%。"
    assert sums(report_of(disclose, prose.format("100.00"))) == ["支出 tied"]


@pytest.mark.parametrize(
    "prose",
    [
        "基本支出100.00万元，其中人员经费80.00万元、公用经费20.00万元，项目支出50.00万元。",
        "共有人员情况：行政人员20人、事业人员30人，含工勤人员3人，合计50人。",
    ],
)
def test_a_list_ends_where_its_parts_come_to_the_total(disclose: Disclose, prose: str) -> None:
    assert found(report_of(disclose, prose)) == []
