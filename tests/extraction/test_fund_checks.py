"""What the prose says that the money is from or for, against the tables."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Gap, GapReason, check

Disclose = Callable[[str], Disclosure]
HEAD = "青禾县水务局2024年部门预算\n第一部分 部门预算表\n"


def found(disclosure: Disclosure, rule: str) -> list[tuple[str, str, str]]:
    """Place, print and what should stand there, of each finding of a rule."""
    return [(f.where, f.printed, f.computed) for f in check(disclosure).findings if f.rule == rule]


def verdicts(disclosure: Disclosure, rule: str) -> list[str]:
    return [
        e.verdict + (f": {e.reason}" if e.reason else "")
        for e in check(disclosure).ledger
        if e.rule == rule
    ]


ASSETS = """
部门支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|{spent}|30.00|20.00
213|农林水支出|{spent}|30.00|20.00

一般公共预算基本支出表（按经济分类科目）
单位：万元
科目编码|科目名称|预算
|合计|30.00
301|工资福利支出|{pay}
{other}

一般公共预算项目支出表（按经济分类科目）
单位：万元
科目编码|科目名称|预算
|合计|20.00
302|商品和服务支出|{goods}
310|资本性支出|8.00

第二部分 情况说明
一、国有资产
本年度拟购置固定资产{bought}万元，主要是购置办公设备。
"""
MEANT = {
    "spent": "50.00",
    "pay": "27.00",
    "other": "303|对个人和家庭的补助|3.00",
    "goods": "12.00",
}
ALL = "not checkable: the tables by economic item do not cover all expenditure"
UNSORTED = "not checkable: some expenditure is not sorted by economic item"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"bought": "8"}, ["tied"]),
        ({"bought": "0"}, ["tied"]),
        ({"bought": "8.01"}, ["broken"]),
        ({"bought": "9"}, ["broken"]),
        ({"bought": "9", "spent": "60.00"}, [ALL]),
        ({"bought": "9", "goods": "9.00"}, [UNSORTED]),
        ({"bought": "9", "other": "399|其他支出|3.00"}, [UNSORTED]),
        ({"bought": "9左右"}, []),
    ],
)
def test_fixed_assets_are_not_bought_for_more_than_capital_expenditure(
    disclose: Disclose, changes: dict[str, str], expected: list[str]
) -> None:
    disclosure = disclose(HEAD + ASSETS.format(**(MEANT | changes)))
    assert verdicts(disclosure, "asset_purchase") == expected


def test_a_final_account_is_not_asked_what_is_to_be_bought(disclose: Disclose) -> None:
    text = HEAD.replace("预算\n", "决算\n", 1) + ASSETS.format(**MEANT, bought="9")
    assert verdicts(disclose(text), "asset_purchase") == []


def test_what_fixed_assets_cost_is_held_against_capital_expenditure(disclose: Disclose) -> None:
    disclosure = disclose(HEAD + ASSETS.format(**MEANT, bought="9.50"))
    (finding,) = (f for f in check(disclosure).findings if f.rule == "asset_purchase")
    assert (finding.printed, finding.computed, finding.severity) == ("9.50", "8.00", "error")
    assert finding.statement.endswith("按经济分类的资本性支出为8.00万元，相差1.50")
    assert [cell.printed for cell in finding.cells] == ["9.50万元", "8.00"]


BALANCE = """
财政拨款收支预算总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、财政拨款|{whole}|教育支出|2.00
{name}|{own}|农林水支出|6.00
{below}|住房保障支出|1.00
收入总计|9.00|支出总计|9.00

第二部分 情况说明
一、财政拨款收支预算情况
财政拨款收支总预算9.00万元。收入包括：一般公共预算9.00万元。
"""
ROWS = {"whole": "9.00", "name": "一般公共预算", "own": "", "below": "政府性基金预算|"}
OTHER = "not checkable: the table may tell what is carried over apart"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["broken"]),
        ({"own": "0.00"}, ["broken"]),
        ({"own": "9.00"}, ["tied"]),
        ({"own": "8.00"}, [OTHER]),
        ({"whole": ""}, [OTHER]),
        ({"whole": "", "below": "财政拨款收入|9.00"}, [OTHER]),
        ({"name": "国有资本经营预算"}, []),
    ],
    ids=["blank", "nothing", "the same", "less", "no whole", "a wrapped name", "no row"],
)
def test_a_fund_that_the_prose_has_a_figure_for_has_one_in_the_table(
    disclose: Disclose, changes: dict[str, str], expected: list[str]
) -> None:
    disclosure = disclose(HEAD + BALANCE.format(**(ROWS | changes)))
    assert verdicts(disclosure, "fund_blank") == expected
    blank = [("15", "9.00", "")] if expected == ["broken"] else []
    assert found(disclosure, "fund_blank") == blank


def test_a_row_that_may_have_lost_its_figure_is_not_blank(disclose: Disclose) -> None:
    disclosure = disclose(HEAD + BALANCE.format(**ROWS))
    (table,) = disclosure.tables
    rows = tuple(row.model_copy(update={"is_short": True}) for row in table.rows)
    short = table.model_copy(update={"rows": rows})
    assert verdicts(disclosure.model_copy(update={"tables": (short,)}), "fund_blank") == []
    lost = Gap(
        reason=GapReason.AMBIGUOUS,
        message="unclear",
        printed="9.00",
        source=table.source,
        table=table.number,
    )
    assert verdicts(disclosure.model_copy(update={"gaps": (lost,)}), "fund_blank") == []


FORM = """
项目支出绩效目标表
（2024年度）
项目名称|聘用人员经费|
项目资金（万元）|年度资金总额|3.50
|其中：财政拨款|{own}
|其他资金|{other}
|上年结转|0
年度绩效目标||
保障工作开展。||
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|聘用人数|2人
第二部分 情况说明
一、收入预算情况
2024年部门收入预算总额9.00万元，其中财政拨款收入{appropriated}万元。
"""


@pytest.mark.parametrize(
    ("own", "other", "appropriated", "expected"),
    [
        ("0", "0", "9.00", [("8", "0", "3.50")]),
        ("3.50", "0", "9.00", []),
        ("0", "3.50", "9.00", []),
        ("0", "0", "8.00", []),
    ],
    ids=["no fund", "its own", "another fund", "other income"],
)
def test_a_project_is_paid_from_the_only_money_that_there_is(
    disclose: Disclose,
    own: str,
    other: str,
    appropriated: str,
    expected: list[tuple[str, str, str]],
) -> None:
    form = FORM.format(own=own, other=other, appropriated=appropriated)
    assert found(disclose(HEAD + form), "form_fund") == expected
    assert found(disclose(HEAD.replace("预算\n", "决算\n") + form), "form_fund") == []
