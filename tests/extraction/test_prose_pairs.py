"""Figures that the prose states more than once."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Verdict
from extraction.audit.prose.outcomes import prose_outcomes
from extraction.relations import Outcome

Disclose = Callable[[str], Disclosure]
HEAD = "青禾县水务局2024年部门{kind}\n第一部分 情况说明\n"
OTHER_SCOPE = "the two places may speak of different scopes"
BY_TABLES = "it is found where it is held against the tables"
NEAR = "the sentence says that a figure is only near"


def pairs(disclose: Disclose, prose: str, tables: str = "", kind: str = "预算") -> list[str]:
    """Each figure that is stated again: its print, what came of it, the other print."""
    document = disclose(f"{HEAD.format(kind=kind)}{prose}\n第二部分 报表\n{tables}")
    return [tell(one) for one in prose_outcomes(document) if one.relation.rule == "text_text"]


def tell(outcome: Outcome) -> str:
    total, (other,) = outcome.relation.total, outcome.relation.parts
    match outcome.verdict:
        case Verdict.NOT_CHECKABLE:
            return f"{total.printed} ? {outcome.reason}"
        case Verdict.TIED:
            return f"{total.printed} tied"
        case _:
            return f"{total.printed} {outcome.verdict}, not {outcome.computed} as {other.printed}"


ONE = "一、“三公”经费\n"
LEVELS = {
    "the same figure": (f"{ONE}公务接待费5.00万元。\n公务接待费5万元。", ["5万元 tied"]),
    "the same figure in another unit": (
        f"{ONE}公务接待费5.00万元。\n公务接待费50000元。",
        ["50000元 tied"],
    ),
    "another figure": (
        f"{ONE}公务接待费5.00万元。\n公务接待费6.00万元。",
        ["6.00万元 broken, not 5.00 as 5.00万元"],
    ),
    "fewer places": (
        f"{ONE}公务接待费5.04万元。\n公务接待费5.0万元。",
        ["5.0万元 rounding, not 5.04 as 5.04万元"],
    ),
    "fewer places first": (
        f"{ONE}公务接待费5.0万元。\n公务接待费5.04万元。",
        ["5.0万元 rounding, not 5.04 as 5.04万元"],
    ),
    "fewer places of another figure": (
        f"{ONE}公务接待费5.04万元。\n公务接待费5.1万元。",
        ["5.1万元 broken, not 5.04 as 5.04万元"],
    ),
    "a figure that is only near": (
        f"{ONE}公务接待费5.00万元。\n公务接待费约6.00万元。",
        [f"6.00万元 ? {NEAR}"],
    ),
    "another section": (
        f"{ONE}公务接待费5.00万元。\n二、重要事项\n公务接待费6.00万元。",
        [f"6.00万元 ? {OTHER_SCOPE}"],
    ),
    "another year": (f"{ONE}公务接待费5.00万元。\n2023年公务接待费6.00万元。", []),
    "a part of the department": (f"{ONE}公务接待费5.00万元。\n本级公务接待费3.00万元。", []),
    "a name that stands for more than one thing": (
        f"{ONE}工资福利支出5.00万元。\n工资福利支出6.00万元。",
        [],
    ),
    "in a reason": (
        f"{ONE}公务接待费5.00万元，比上年增加1.00万元，主要原因是公务接待费6.00万元。",
        [],
    ),
    "items of one name in two classes": (
        "一、教育支出（类）\n1.事务（款）行政运行（项）5.00万元。\n"
        "二、农林水支出（类）\n1.事务（款）行政运行（项）6.00万元。",
        [],
    ),
}


@pytest.mark.parametrize(("prose", "expected"), LEVELS.values(), ids=LEVELS.keys())
def test_an_item_has_one_figure(disclose: Disclose, prose: str, expected: list[str]) -> None:
    assert pairs(disclose, prose) == expected


def test_in_a_final_account_a_budget_is_another_figure(disclose: Disclose) -> None:
    prose = f"{ONE}公务接待费预算为5.00万元。\n公务接待费支出决算为4.00万元。"
    assert pairs(disclose, prose, kind="决算") == []


TABLE = """一般公共预算“三公”经费支出表
单位：万元
“三公”经费合计|因公出国（境）费|公务用车购置费|公务用车运行费|公务接待费
5.00|0.00|0.00|0.00|5.00
"""


def test_what_the_tables_contradict_is_found_there(disclose: Disclose) -> None:
    prose = "一、一般公共预算“三公”经费\n公务接待费6.00万元。\n公务接待费5.00万元。"
    assert pairs(disclose, prose, TABLE) == [f"6.00万元 ? {BY_TABLES}"]


GENERAL = "一般公共预算支出100.00万元"
CHANGES = {
    "the same change": (
        f"一、支出\n{GENERAL}，比上年增加8.00万元。\n二、说明\n{GENERAL}，比上年增加8.00万元。",
        ["8.00万元 tied"],
    ),
    "another change": (
        f"一、支出\n{GENERAL}，比上年增加8.00万元。\n二、说明\n{GENERAL}，比上年增加9.00万元。",
        ["9.00万元 broken, not 8.00 as 8.00万元"],
    ),
    "from another figure": (
        f"一、支出\n{GENERAL}，比上年预算增加8.00万元。\n"
        f"二、说明\n{GENERAL}，比上年执行数增加9.00万元。",
        [],
    ),
    "of another level": (
        f"一、支出\n{GENERAL}，比上年增加8.00万元。\n"
        "二、说明\n一般公共预算支出90.00万元，比上年增加9.00万元。",
        [],
    ),
    "in another section that names no fund": (
        "一、支出\n水利支出100.00万元，比上年增加8.00万元。\n"
        "二、说明\n水利支出100.00万元，比上年增加9.00万元。",
        [f"9.00万元 ? {OTHER_SCOPE}"],
    ),
    "fewer places of one fund's other side": (
        "一、收入\n一般公共预算收入100.00万元，比上年增加8.04万元，增长8.74%。\n"
        f"二、支出\n{GENERAL}，比上年增加8.0万元，增长8.74%。",
        ["8.0万元 rounding, not 8.04 as 8.04万元"],
    ),
    "another change of one fund's other side": (
        "一、收入\n一般公共预算收入100.00万元，比上年增加8.04万元，增长8.74%。\n"
        f"二、支出\n{GENERAL}，比上年增加8.2万元，增长8.74%。",
        [],
    ),
}


@pytest.mark.parametrize(("prose", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_a_figure_has_one_change(disclose: Disclose, prose: str, expected: list[str]) -> None:
    assert pairs(disclose, prose) == expected


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ("30.00万元，比上年减少3.00万元", ["1.00万元 broken, not 3.00 as 3.00万元"]),
        ("30.00万元，比上年减少2.00万元", []),
        ("31.00万元，比上年减少3.00万元", []),
        ("30.00万元，比上年增加3.00万元", []),
    ],
    ids=["it mends the sum", "it does not", "of another level", "the other way"],
)
def test_a_change_told_elsewhere_mends_a_broken_sum(
    disclose: Disclose, again: str, expected: list[str]
) -> None:
    prose = (
        "一、支出\n工资支出70.00万元，比上年增加9.00万元；商品支出30.00万元，比上年减少1.00万元。"
        f"两者合计比上年增加6.00万元。\n二、机关运行经费\n机关运行经费{again}。"
    )
    assert pairs(disclose, prose) == expected
