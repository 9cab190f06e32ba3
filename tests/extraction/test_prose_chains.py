"""Several comparisons of one figure, each against its own base."""

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


TIED = {
    "a budget inside, and last year": (
        "公务接待费决算数120.00万元，完成年初预算100.00万元的120.00%，"
        "比上年增加20.00万元，增长20.00%。",
        ["text_completion", "text_rate"],
    ),
    "a budget before, and last year": (
        "公务接待费支出预算为100.00万元，支出决算为120.00万元，完成预算的120.00%，"
        "较2023年度增加20.00万元，增长20.00%。",
        ["text_completion", "text_rate"],
    ),
    "an initial budget before": (
        "公务接待费年初预算100.00万元，支出决算120.00万元，完成年初预算的120.00%，"
        "比上年决算数增加20.00万元，增长20.00%。",
        ["text_completion", "text_rate"],
    ),
    "both without their figures": (
        "机关运行经费支出120.00万元，比年初预算数增加20.00万元，增长20.00%；"
        "比上年决算数减少30.00万元，下降20.00%。",
        ["text_rate", "text_rate"],
    ),
    "both with their figures": (
        "机关运行经费支出120.00万元，比年初预算100.00万元增加20.00万元，增长20.00%，"
        "与上年决算150.00万元相比，减少30.00万元，下降20.00%。",
        ["text_direction", "text_change", "text_rate"] * 2,
    ),
    "of a budget, with two years before": (
        "2024年支出预算120.00万元，比上年预算数增加20.00万元，增长20.00%，"
        "比上年执行数减少30.00万元，下降20.00%。",
        ["text_rate", "text_rate"],
    ),
    "behind a reason": (
        "会议费支出决算120.00万元，完成年初预算100.00万元的120.00%，主要原因是会议增多。"
        "决算数比上年增加20.00万元，增长20.00%。",
        ["text_completion", "text_rate"],
    ),
    "with words in a bracket": (
        "会议费支出预算为50.00万元，支出决算为45.00万元（含上年结转），完成预算的90.00%，"
        "比上年40.00万元增加5.00万元，增长12.50%。",
        ["text_completion", "text_direction", "text_change", "text_rate"],
    ),
    "in one statement": (
        "会议费支出决算45.00万元，完成预算50.00万元的90.00%，比2023年40.00万元增加5.00万元，增长12.50%。",
        ["text_completion", "text_direction", "text_change", "text_rate"],
    ),
    "the same time of the year that is named": (
        "会议费支出决算120.00万元，完成年初预算100.00万元的120.00%，"
        "较上年增加20.00万元，同比增长20.00%。",
        ["text_completion", "text_rate"],
    ),
}


@pytest.mark.parametrize(("prose", "rules"), TIED.values(), ids=TIED.keys())
def test_each_comparison_is_of_its_own_base(
    disclose: Disclose, prose: str, rules: list[str]
) -> None:
    entries = [one.split() for one in ledger(report_of(disclose, prose, kind="决算"))]
    own = [(one[0], one[-1]) for one in entries if one[0] != "wrong_year"]
    assert own == [(rule, "tied") for rule in rules]


WRONG = {
    "the completion": (
        "公务接待费决算数120.00万元，完成年初预算100.00万元的130.00%，"
        "比上年增加20.00万元，增长20.00%。",
        [("text_completion", "error", "130.00%", "120.00%")],
    ),
    "the growth": (
        "公务接待费决算数120.00万元，完成年初预算100.00万元的120.00%，"
        "比上年增加20.00万元，增长16.67%。",
        [("text_rate", "error", "16.67%", "20.00%")],
    ),
    "the completion of a budget before": (
        "公务接待费支出预算为100.00万元，支出决算为120.00万元，完成预算的110.00%，"
        "比上年增加20.00万元，增长20.00%。",
        [("text_completion", "error", "110.00%", "120.00%")],
    ),
    "the second growth": (
        "机关运行经费支出120.00万元，比年初预算数增加20.00万元，增长20.00%，"
        "比上年决算数减少30.00万元，下降25.00%。",
        [("text_rate", "error", "25.00%", "20.00%")],
    ),
    "the direction of the second": (
        "机关运行经费支出120.00万元，比年初预算数100.00万元增加20.00万元，增长20.00%，"
        "比上年决算数150.00万元增加30.00万元，增长20.00%。",
        [
            ("text_direction", "error", "30.00", ""),
        ],
    ),
    "the change of the second": (
        "机关运行经费支出120.00万元，比年初预算数100.00万元增加20.00万元，增长20.00%，"
        "比上年决算数150.00万元减少20.00万元。",
        [("text_change", "error", "120.00", "130.00")],
    ),
}


@pytest.mark.parametrize(("prose", "findings"), WRONG.values(), ids=WRONG.keys())
def test_a_comparison_that_its_own_base_denies_is_found(
    disclose: Disclose, prose: str, findings: list[tuple[str, str, str, str]]
) -> None:
    assert found(report_of(disclose, prose, kind="决算")) == findings


# With the nearest reading each of these would break.
QUIET = {
    "a budget that rose": (
        "公务接待费年初预算50.00万元，支出决算45.00万元，完成年初预算的90.00%，"
        "年初预算比上年减少10.00万元，下降16.67%。"
    ),
    "an adjusted budget": (
        "公务接待费年初预算50.00万元，支出决算45.00万元，完成调整预算的75.00%，"
        "比上年增加5.00万元，增长12.50%。"
    ),
    "income beside expenditure": (
        "收入预算100.00万元，支出决算90.00万元，完成预算的95.00%，比上年增加10.00万元，增长12.50%。"
    ),
    "expenditure behind income": (
        "收入决算100.00万元，支出决算比上年增加20.00万元，增长40.00%，完成预算的90.00%。"
    ),
    "a budget that was raised": (
        "项目支出预算追加100.00万元，支出决算120.00万元，完成预算的80.00%，"
        "比上年增加20.00万元，增长20.00%。"
    ),
    "another item of last year": (
        "机关运行经费支出120.00万元，比上年办公费增加20.00万元，增长50.00%，"
        "比年初预算增加20.00万元，增长20.00%。"
    ),
    "a rate from another time": (
        "会议费支出决算22.00万元，比年初预算增加2.00万元，增长10.00%，同比下降35.00%。"
    ),
    "the end of a list": (
        "支出合计100.00万元，其中：基本支出60.00万元、项目支出40.00万元，"
        "比上年增加20.00万元，增长25.00%，完成年初预算的90.00%。"
    ),
    "the last part of a list": (
        "支出合计100.00万元，其中：基本支出60.00万元；项目支出40.00万元，"
        "完成预算80.00万元的125.00%，比上年增加20.00万元，增长25.00%。"
    ),
    "a growth from another time": (
        "会议费支出决算22.00万元，完成预算20.00万元的110.00%，"
        "比预算数增加2.00万元，同比增长35.00%。"
    ),
    "a part of a list": (
        "“三公”经费支出决算30.00万元，其中：公务接待费10.00万元，完成预算的50.00%，"
        "比上年减少10.00万元，下降25.00%。"
    ),
    "a figure that is only near": (
        "公务接待费约45.00万元，完成预算50.00万元的88.00%，比上年减少5.00万元，下降12.00%。"
    ),
    "another total in the next sentence": (
        "收入决算100.00万元，完成预算90.00万元的111.11%。支出比上年增加20.00万元，增长50.00%。"
    ),
    "a figure of another year": (
        "2023年公务接待费45.00万元，2024年预算安排50.00万元，完成预算的80.00%，"
        "比上年减少5.00万元，下降12.00%。"
    ),
}


@pytest.mark.parametrize("prose", QUIET.values(), ids=QUIET.keys())
def test_where_the_base_is_not_sure_nothing_is_found(disclose: Disclose, prose: str) -> None:
    assert found(report_of(disclose, prose, kind="决算")) == []


def test_no_figure_is_lost_with_a_comparison(disclose: Disclose) -> None:
    prose = (
        "会议费支出决算120.00万元，完成年初预算100.00万元的120.00%，"
        "比上年增加20.00万元，约增长20.00%。"
    )
    rules = [one.split()[0] for one in ledger(report_of(disclose, prose, kind="决算"))]
    assert rules == ["text_rate"]


def test_a_level_that_the_tables_deny_is_one_finding(disclose: Disclose) -> None:
    rows = """
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|110.00|110.00|
20805|行政事业单位养老支出|110.00|110.00|
2080501|行政单位离退休|110.00|110.00|
合计||110.00|110.00|
"""
    tables = f"部门支出决算表{rows}\n一般公共预算支出决算表{rows}"
    prose = (
        "社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）"
        "支出决算120.00万元，完成年初预算100.00万元的110.00%，"
        "比上年增加10.00万元，增长10.00%。"
    )
    assert found(report_of(disclose, prose, tables, "决算")) == [
        ("text_table", "error", "120.00", "110.00")
    ]
