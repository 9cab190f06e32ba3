"""Long texts that a pattern could try again from each of their characters."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check

Disclose = Callable[[str], Disclosure]

DOCUMENT = """青禾县水务局2024年部门预算
第一部分 情况说明
一、收支情况
{prose}
第二部分 报表
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
213|农林水支出|135.78|100.78|35.00
合计||135.78|100.78|35.00
项目绩效目标表
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|巡查河道次数|{goal}
"""
CLAUSES = "会议费，，培训费，" * 1_500
PROSE = {
    "digits": (f"会议费{'1' * 20_000}元元。", [f"{'1' * 20_000}元元"]),
    "digits with commas": (f"会议费{'1,' * 10_000}1%%。", [f"{'1,' * 10_000}1%%"]),
    "digits behind a comma": ("会议费增长,5.00%%。", ["5.00%%"]),
    "three brackets that are left open": (
        f"{'会' * 10_000}（其一（其二（其三；其他。",
        ["（其一（其二（其三", "（其二（其三", "（其三"],
    ),
    "brackets that are left open": (f"会议{'（' * 30_000}费用。", []),
    "brackets that nothing opens": (f"会议。{'）' * 30_000}费用。", []),
    "brackets of two widths in each other": (f"会议{'（' * 15_000}费{')' * 15_000}。", []),
    "spaces before a bracket": (f"会议{' ' * 10_000}（类{' ' * 10_000}。", ["（类"]),
    "spaces behind a year": (f"2024年{' ' * 10_000}预算安排会议费。", []),
    "marks behind short clauses": (CLAUSES, ["会议费，，"] * 1_500),
    "marks behind a long clause": (f"{'会' * 20_000}议费，，共两次。", ["议费，，"]),
    "a name without brackets": (f"{'水' * 20_000}支出2.00万元，比上年增加1.00万元。", []),
    "a name with brackets": (f"{'水（水）' * 5_000}支出2.00万元，比上年增加1.00万元。", []),
}
RULES = ("punctuation", "unit_words")


@pytest.mark.parametrize(("prose", "printed"), PROSE.values(), ids=PROSE.keys())
def test_a_long_paragraph_is_checked(disclose: Disclose, prose: str, printed: list[str]) -> None:
    report = check(disclose(DOCUMENT.format(prose=prose, goal="12次")))
    assert {finding.rule for finding in report.findings} <= set(RULES)
    cells = [cell for finding in report.findings for cell in finding.cells]
    assert [cell.printed for cell in cells] == printed


GOALS = {
    "of years alone": (f"{'：2023年' * 5_000}。确保通水", []),
    "behind many years": (f"{'：2024年' * 5_000}。2023年确保通水", []),
    "of the year before": ("2023年确保通水", ["2023年确保通水"]),
    "of the year before in many words": (
        f"2023年{'水' * 300}确保通水",
        [f"2023年{'水' * 300}确保通水"],
    ),
}


@pytest.mark.parametrize(("goal", "printed"), GOALS.values(), ids=GOALS.keys())
def test_a_long_goal_is_checked(disclose: Disclose, goal: str, printed: list[str]) -> None:
    report = check(disclose(DOCUMENT.format(prose="无。", goal=goal)))
    assert [finding.printed for finding in report.findings] == printed
