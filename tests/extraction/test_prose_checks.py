"""Statements of the prose against their own arithmetic."""

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


BESIDE = (
    "text_rate 公务接待费 not checkable: the figures that it follows from are not printed beside it"
)
TWO_BASES = "not checkable: the sentence compares with more than one figure"
NEAR = "not checkable: the sentence says that a figure is only near"
ZERO = "not checkable: the figure that it is a percentage of is zero: there is none"
OWN = {
    # 10.00÷100.00; at two places each, 9.99 to 10.01 are in reach.
    "a rate of level and change": (
        "公务接待费110.00万元，比上年增加10.00万元，增长10.00%。",
        [],
        "tied",
    ),
    "the last rate that rounding reaches": (
        "公务接待费110.00万元，比上年增加10.00万元，增长10.01%。",
        [],
        "tied",
    ),
    "the first rate beyond": (
        "公务接待费110.00万元，比上年增加10.00万元，增长10.02%。",
        [("text_rate", "error", "10.02%", "10.00%")],
        "broken",
    ),
    # Of 4.00 to 4.01 of 299.99 to 300.01: 1.3332… to 1.3367…
    "a rate that is cut": (
        "公务接待费3,100.00万元，比上年增加1,100.00万元，增长55%。",
        [],
        "tied",
    ),
    "a rate cut where rounding goes up": (
        "公务接待费3,111.80万元，比上年增加1,111.80万元，增长55.5%。",
        [("text_rate", "rounding", "55.5%", "55.6%")],
        "rounding",
    ),
    "a rate rounded up where it goes down": (
        "公务接待费3,110.80万元，比上年增加1,110.80万元，增长55.6%。",
        [("text_rate", "error", "55.6%", "55.5%")],
        "broken",
    ),
    "a decrease": ("公务接待费90.00万元，比上年减少10.00万元，下降10.00%。", [], "tied"),
    "a growth below zero": ("公务接待费90.00万元，比上年减少10.00万元，增长-10.00%。", [], "tied"),
    "the wrong direction": (
        "公务接待费90.00万元，比上年增加10.00万元，增长10.00%。",
        [("text_rate", "error", "10.00%", "12.50%")],
        "broken",
    ),
    "units shifted by the point": (
        "公务接待费110.00万元，比上年增加100000元，增长10.00%。",
        [],
        "tied",
    ),
    "a figure that is only near": (
        "公务接待费110.00万元，比上年增加10.00万元，增长约12%。",
        [],
        NEAR,
    ),
    "two bases": (
        "公务接待费110.00万元，比年初预算增加10.00万元，同比增长30.00%。",
        [],
        TWO_BASES,
    ),
    "nothing before": (
        "公务接待费10.00万元，比上年增加10.00万元，增长100.00%。",
        [("text_base", "wording", "100.00%", "")],
        "broken",
    ),
    "nothing at all": ("公务接待费0万元，比上年增加0万元，增长0%。", [], ZERO),
}


@pytest.mark.parametrize(("prose", "findings", "verdict"), OWN.values(), ids=OWN.keys())
def test_a_rate_follows_from_level_and_change(
    disclose: Disclose, prose: str, findings: list[tuple[str, str, str, str]], verdict: str
) -> None:
    report = report_of(disclose, prose)
    rule = findings[0][0] if findings else "text_rate"
    assert ledger(report) == [f"{rule} 公务接待费 {verdict}"]
    assert found(report) == findings


def test_a_rate_alone_is_no_pass(disclose: Disclose) -> None:
    assert ledger(report_of(disclose, "公务接待费比上年增长5.00%。")) == [BESIDE]


EARLIER = {
    "an earlier figure": ("为114.00万元，比上年执行数100.00万元增长14.00%。", []),
    "a wrong rate of it": (
        "为114.00万元，比上年执行数100.00万元增长41.00%。",
        [("text_rate", "error", "41.00%", "14.00%")],
    ),
    "down where it rose": (
        "为114.00万元，比上年执行数100.00万元下降14.00%。",
        [("text_direction", "error", "114.00", "")],
    ),
    "equal within what is printed": ("为114.0万元，比上年执行数114.04万元下降0.00%。", []),
    # The misread figure is the change: 14.00÷100.00.
    "a change read as the earlier figure": ("为114.00万元，比上年的14.00万元增长14.00%。", []),
}


@pytest.mark.parametrize(("words", "findings"), EARLIER.values(), ids=EARLIER.keys())
def test_an_earlier_figure_says_direction_and_rate(
    disclose: Disclose, words: str, findings: list[tuple[str, str, str, str]]
) -> None:
    assert found(report_of(disclose, f"公务接待费{words}")) == findings


COMPLETION = {
    "right": ("年初预算100.00万元，支出决算95.45万元，完成年初预算的95.45%。", []),
    "cut": (
        "年初预算1,000.00万元，支出决算954.57万元，完成年初预算的95.4%。",
        [("text_completion", "rounding", "95.4%", "95.5%")],
    ),
    "wrong": (
        "年初预算100.00万元，支出决算95.45万元，完成年初预算的94.55%。",
        [("text_completion", "error", "94.55%", "95.45%")],
    ),
    "of nothing": (
        "年初预算0.00万元，支出决算95.45万元，完成年初预算的100.00%。",
        [("text_base", "wording", "100.00%", "")],
    ),
    "of another budget": ("年初预算100.00万元，支出决算95.45万元，完成调整预算的90.00%。", []),
    "beside last year's figure": ("支出决算45.00万元，上年40.00万元，完成预算的90.00%。", []),
    "beside a change from last year": (
        "年初预算50.00万元，支出决算45.00万元，完成年初预算的90.00%，同口径与2023年度相比，"
        "增加5.00万元，增长12.50%。",
        [],
    ),
}


@pytest.mark.parametrize(("words", "findings"), COMPLETION.values(), ids=COMPLETION.keys())
def test_a_completion_is_of_the_budget_beside_it(
    disclose: Disclose, words: str, findings: list[tuple[str, str, str, str]]
) -> None:
    assert found(report_of(disclose, f"公务接待费{words}", kind="决算")) == findings


CHANGE = {
    "tied": ("10.00", []),
    "in the last place": ("10.01", [("text_change", "rounding", "110.00", "110.01")]),
    "the last gap that rounding explains": (
        "9.99",
        [("text_change", "rounding", "110.00", "109.99")],
    ),
    "beyond": ("10.02", [("text_change", "error", "110.00", "110.02")]),
}
ROUNDED_AWAY = "公务接待费{}万元，比上年195万元增加0万元。"


@pytest.mark.parametrize(("change", "findings"), CHANGE.values(), ids=CHANGE.keys())
def test_earlier_figure_and_change_make_the_level(
    disclose: Disclose, change: str, findings: list[tuple[str, str, str, str]]
) -> None:
    prose = f"公务接待费110.00万元，上年100.00万元，比上年增加{change}万元。"
    assert found(report_of(disclose, prose)) == findings


def test_a_change_may_be_too_small_for_its_last_place(disclose: Disclose) -> None:
    assert found(report_of(disclose, ROUNDED_AWAY.format(196))) == [
        ("text_change", "rounding", "196", "195")
    ]
    assert found(report_of(disclose, ROUNDED_AWAY.format(197))) == [
        ("text_change", "error", "197", "195")
    ]


INCREASES = {
    "more than it is": ("比上年增加10.01万元。", [("text_change", "error", "10.01", "")]),
    "with a rate": (
        "比上年增加30.00万元，增长25.00%。",
        [("text_change", "error", "30.00", "")],
    ),
    "all of it": ("比上年增加10.00万元。", []),
    "less by more than it is": ("比上年减少30.00万元。", []),
}


@pytest.mark.parametrize(("words", "findings"), INCREASES.values(), ids=INCREASES.keys())
def test_an_increase_is_no_larger_than_what_it_comes_to(
    disclose: Disclose, words: str, findings: list[tuple[str, str, str, str]]
) -> None:
    report = report_of(disclose, f"公务接待费10.00万元，{words}")
    assert [one for one in found(report) if one[0] == "text_change"] == findings


def test_what_can_be_negative_may_rise_by_more_than_it_is(disclose: Disclose) -> None:
    assert found(report_of(disclose, "年末结余10.00万元，比上年增加30.00万元。")) == []


LIST = "财政拨款支出100.00万元，其中：人员经费80.00万元，公用经费20.00万元，"
MISREAD = "not checkable: with its figures read another way it ties: it may be misread"
LAST = {
    "of the total": ("较上年增加10.00万元，增长11.11%。", ["text_rate 财政拨款支出 tied"]),
    "of the part": ("较上年增加10.00万元，增长100.00%。", ["text_rate 公用经费 tied"]),
    "of neither": ("较上年增加10.00万元，增长50.00%。", [f"text_rate 公用经费 {MISREAD}"]),
}


@pytest.mark.parametrize(("words", "expected"), LAST.values(), ids=LAST.keys())
def test_what_ends_a_list_may_be_said_of_its_total(
    disclose: Disclose, words: str, expected: list[str]
) -> None:
    entries = ledger(report_of(disclose, LIST + words))
    assert [one for one in entries if one.startswith("text_rate")] == expected


def test_what_ends_a_list_inside_of_another_may_be_said_of_the_outer_total(
    disclose: Disclose,
) -> None:
    prose = (
        "支出100.00万元，其中：水利支出60.00万元，环保支出40.00万元（监测30.00万元，治理10.00万元，"
        "较上年减少25.00万元，下降20.00%）。"
    )
    assert "text_rate 支出 tied" in ledger(report_of(disclose, prose))


def test_a_part_among_others_that_are_compared_is_compared_itself(disclose: Disclose) -> None:
    prose = (
        "支出100.00万元，其中：人员经费80.00万元，较上年增加5.00万元，增长6.67%；"
        "公用经费20.00万元，较上年增加10.00万元，增长11.11%。"
    )
    assert found(report_of(disclose, prose)) == [("text_rate", "error", "11.11%", "100.00%")]


TWO_BASES_IN_ALL = {
    "the budget and last year": (
        "决算数8.00万元，预算数10.00万元，决算数比预算数减少2.00万元，与上年8.00万元持平。",
        [],
    ),
    "the rate of the other figure": (
        "决算数8.00万元，预算数10.00万元，决算数比预算数减少2.00万元，下降20.00%。",
        [],
    ),
    "a clause that names its own": (
        "决算数8.00万元，比预算数10.00万元增加20.00%，与上年持平。",
        [("text_direction", "error", "8.00", "")],
    ),
}


@pytest.mark.parametrize(
    ("words", "findings"), TWO_BASES_IN_ALL.values(), ids=TWO_BASES_IN_ALL.keys()
)
def test_two_earlier_figures_are_not_compared_with_each_other(
    disclose: Disclose, words: str, findings: list[tuple[str, str, str, str]]
) -> None:
    assert found(report_of(disclose, f"公务接待费{words}", kind="决算")) == findings


@pytest.mark.parametrize(
    ("words", "findings"),
    [
        ("增加20.00万元，下降20.00%。", [("text_direction", "error", "20.00%", "")]),
        ("增加20.00万元，增长20.00%。", []),
        ("增加-20.00万元，下降14.29%。", []),
    ],
)
def test_change_and_rate_go_the_same_way(
    disclose: Disclose, words: str, findings: list[tuple[str, str, str, str]]
) -> None:
    assert found(report_of(disclose, f"公务接待费120.00万元，比上年{words}")) == findings


def test_a_finding_in_the_prose_shows_the_arithmetic(disclose: Disclose) -> None:
    prose = "公务接待费110.00万元，比上年增加10.00万元，增长12.00%。"
    (finding,) = report_of(disclose, prose).findings
    assert (finding.kind, finding.where) == ("text_arithmetic", "4")
    assert finding.statement == (
        "文中“公务接待费”印作12.00%，不合“增减比例等于增减额除以比较基数”："
        "应为10.00÷（110.00－10.00）＝10.00%，相差2.00个百分点"
    )
    assert [(c.table, c.row, c.label, c.column, c.printed) for c in finding.cells] == [
        (None, 0, "公务接待费", "第一部分情况说明/一、收支情况", printed)
        for printed in ("12.00%", "110.00万元", "10.00万元")
    ]
