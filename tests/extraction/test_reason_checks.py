"""Reasons against the way that the change went which they explain."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check

Disclose = Callable[[str], Disclosure]

HEAD = "青禾县水务局2024年部门预算\n第一部分 情况说明\n一、支出情况\n"
DOWN = "公务接待费支出48.55万元，比上年减少1.45万元，下降2.9%，主要原因是{reason}。"
UP = "公务接待费支出51.45万元，比上年增加1.45万元，增长2.9%，主要原因是{reason}。"


def ledger(disclosure: Disclosure) -> list[str]:
    return [
        str(e.verdict) + (f": {e.reason}" if e.reason else "")
        for e in check(disclosure).ledger
        if e.rule == "text_reason"
    ]


CONTRARY = {
    "a base that rose": (DOWN, "单位职工缴费基数提高"),
    "a base that fell": (UP, "缴存基数下调"),
    "money of no other name": (DOWN, "经费增加"),
    "money of the item": (UP, "公务接待费支出减少"),
    "staff": (DOWN, "在职人员增加"),
    "two that went one way": (DOWN, "工资标准提高、缴费基数上调"),
    "a little": (UP, "预算安排较上年有所减少"),
}


@pytest.mark.parametrize(("sentence", "reason"), CONTRARY.values(), ids=CONTRARY)
def test_a_reason_that_went_the_other_way_contradicts(
    disclose: Disclose, sentence: str, reason: str
) -> None:
    finding = check(disclose(HEAD + sentence.format(reason=reason))).findings[0]
    assert (finding.rule, finding.severity) == ("text_reason", "error")
    assert finding.printed == f"主要原因是{reason}"
    assert finding.cells[1].printed == reason


def test_the_last_predicate_is_quoted(disclose: Disclose) -> None:
    finding = check(disclose(HEAD + DOWN.format(reason="公务接待费支出经费增加"))).findings[0]
    assert [cell.printed for cell in finding.cells] == [
        "主要原因是公务接待费支出经费增加",
        "公务接待费支出经费增加",
        "经费增加",
        "1.45万元",
    ]
    assert finding.statement.endswith("但该数“减少”，原因却是增加")


AGREE = {"up": (UP, "缴费基数上调"), "down": (DOWN, "人员减少")}


@pytest.mark.parametrize(("sentence", "reason"), AGREE.values(), ids=AGREE)
def test_a_reason_that_went_the_same_way_is_tied(
    disclose: Disclose, sentence: str, reason: str
) -> None:
    assert ledger(disclose(HEAD + sentence.format(reason=reason))) == ["tied"]


OTHER = "not checkable: the reason may be of something else than what changed"
MIXED = "not checkable: the reason, or what stands before it, names what rose and what fell"
UNSURE = {
    "another item": (DOWN, "培训费支出增加", [OTHER]),
    "last year's": (DOWN, "上年预算增加", [OTHER]),
    "those who retire": (UP, "退休人员减少", [OTHER]),
    "one rose, one fell": (DOWN, "缴费基数提高，人员减少", [MIXED]),
    "no money, base or staff": (DOWN, "工作任务增加", []),
    "a clause that says something else": (DOWN, "缴费基数提高，部分项目已经完工", []),
    "what was cut back": (UP, "压减会议，集中安排接待", []),
}


@pytest.mark.parametrize(("sentence", "reason", "expected"), UNSURE.values(), ids=UNSURE)
def test_a_reason_that_may_be_right_is_not_called_wrong(
    disclose: Disclose, sentence: str, reason: str, expected: list[str]
) -> None:
    assert ledger(disclose(HEAD + sentence.format(reason=reason))) == expected


def test_a_balance_left_over_falls_as_spending_rises(disclose: Disclose) -> None:
    text = "年末结转和结余48.55万元，比上年减少1.45万元，下降2.9%，主要原因是支出增加。"
    assert ledger(disclose(HEAD + text)) == [OTHER]


def test_income_may_fall_as_spending_rises(disclose: Disclose) -> None:
    text = "事业收入48.55万元，比上年减少1.45万元，下降2.9%，主要原因是支出增加。"
    assert ledger(disclose(HEAD + text)) == [OTHER]


def test_a_direction_that_the_figures_turn_round_is_not_the_reasons_fault(
    disclose: Disclose,
) -> None:
    text = DOWN.format(reason="缴费基数提高").replace("48.55", "51.45")
    turned = "by its figures the change went the other way: the direction itself may be wrong"
    assert ledger(disclose(HEAD + text)) == [f"not checkable: {turned}"]


def test_a_change_of_nothing_has_no_way(disclose: Disclose) -> None:
    text = "公务接待费支出50.00万元，比上年增加0.00万元，主要原因是经费减少。"
    assert ledger(disclose(HEAD + text)) == []
