"""What runs the agency against basic expenditure, each on a small document: verdicts out."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check

Disclose = Callable[[str], Disclosure]
SCOPES = "operating costs and what is no personnel's may count other units or money"
BASIC = """青川市水利局2024年部门预算
一、机关运行经费情况
{sentence}
一般公共预算基本支出表
单位：万元
科目编码|科目名称|合计|人员经费|公用经费
301|工资福利支出|300.00|300.00|
302|商品和服务支出|86.62||86.62
合计||386.62|300.00|86.62
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("2024年本部门机关运行经费86.62万元。", "tied"),
        ("2024年本部门机关运行经费866,200元。", "tied"),
        ("2024年本部门机关运行经费80.00万元。", f"not checkable: {SCOPES}"),
        ("2024年本部门机关运行经费（即公用经费）80.00万元。", "broken"),
        ("2024年本部门机关运行经费（即公用经费）86.62万元。", "tied"),
    ],
)
def test_operating_costs(disclose: Disclose, sentence: str, verdict: str) -> None:
    report = check(disclose(BASIC.format(sentence=sentence)))
    (entry,) = [e for e in report.ledger if e.rule == "operating_total"]
    assert entry.verdict + (f": {entry.reason}" if entry.reason else "") == verdict


def test_operating_costs_beside_three_public(disclose: Disclose) -> None:
    text = BASIC.format(sentence="见下表。")
    text += """
“三公”经费和机关运行经费预算表
单位：万元
“三公”经费合计|公务接待费|公务用车运行费|机关运行经费预算数
5.00|2.00|3.00|86.62
"""
    (entry,) = [e for e in check(disclose(text)).ledger if e.rule == "operating_total"]
    assert (entry.verdict, entry.column) == ("tied", "机关运行经费预算数")
