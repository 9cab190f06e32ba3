"""Shares of the prose against the wholes that they are of."""

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


SHARES = "本年支出合计200.00万元，其中：基本支出{a}万元，占{b}%；项目支出80.00万元，占40.00%。"


def test_shares_are_of_the_whole_that_the_others_show(disclose: Disclose) -> None:
    assert found(report_of(disclose, SHARES.format(a="120.00", b="60.00"))) == []
    assert found(report_of(disclose, SHARES.format(a="120.00", b="66.00"))) == [
        ("text_share", "error", "66.00%", "60.00%")
    ]


def test_a_share_of_what_nothing_shows_is_open(disclose: Disclose) -> None:
    prose = "上年结转30.00万元。基本支出120.00万元，占66.00%。"
    assert ledger(report_of(disclose, prose)) == [
        "text_share 基本支出 not checkable: what it is a share of is not sure"
    ]


def test_no_share_is_more_than_all(disclose: Disclose) -> None:
    prose = "本年收入合计120.00万元，其中：拨款收入120.00万元，占{}%。"
    assert found(report_of(disclose, prose.format("100.00"))) == []
    assert found(report_of(disclose, prose.format("600.00"))) == [
        ("text_share", "error", "600.00%", "100.00%")
    ]
    of_plan = "拨款收入120.00万元，占年初预算的{}%。"
    assert found(report_of(disclose, of_plan.format("600.00"))) == []


def test_a_share_names_its_whole(disclose: Disclose) -> None:
    prose = "本年支出合计9,759.38万元。\n财政拨款支出9,746.50万元，占本年支出合计的{}%。"
    assert found(report_of(disclose, prose.format("99.87"))) == []
    assert found(report_of(disclose, prose.format("99.86"))) == [
        ("text_share", "rounding", "99.86%", "99.87%")
    ]


INCOME = "本年收入合计200.00万元，其中：{}。"
IN_TURN = {
    "right": ("财政拨款收入120.00万元、事业收入80.00万元，分别占60.00%和40.00%", []),
    "wrong": (
        "财政拨款收入120.00万元、事业收入80.00万元，分别占60.00%和45.00%",
        [("text_share", "error", "45.00%", "40.00%")],
    ),
    "dealt out twice": (
        "财政拨款收入、事业收入分别为120.00万元、80.00万元，分别占60.00%、45.00%",
        [("text_share", "error", "45.00%", "40.00%")],
    ),
    "of a whole that is named": (
        "财政拨款收入120.00万元、事业收入80.00万元，占本年收入合计的比例分别为66.00%、40.00%",
        [("text_share", "error", "66.00%", "60.00%")],
    ),
    "more figures than shares": (
        "财政拨款收入100.00万元、事业收入80.00万元、其他收入20.00万元，分别占50.00%、40.00%",
        [],
    ),
    "names in another order": (
        "财政拨款收入120.00万元、事业收入80.00万元，"
        "事业收入、财政拨款收入分别占本年收入合计的40.00%、60.00%",
        [],
    ),
}


@pytest.mark.parametrize(("words", "findings"), IN_TURN.values(), ids=IN_TURN.keys())
def test_shares_told_in_a_row_are_in_turn_those_of_the_figures_before(
    disclose: Disclose, words: str, findings: list[tuple[str, str, str, str]]
) -> None:
    assert found(report_of(disclose, INCOME.format(words))) == findings


def test_shares_in_a_row_are_of_the_whole_that_they_name(disclose: Disclose) -> None:
    prose = (
        "本年支出合计100.00万元，基本支出60.00万元，项目支出40.00万元，分别占{}的60.00%、30.00%。"
    )
    assert found(report_of(disclose, prose.format("本年支出"))) == [
        ("text_share", "error", "30.00%", "40.00%")
    ]
    assert found(report_of(disclose, prose.format("上年支出"))) == []
