"""Parts of wholes, totals of flat lists and scores, each on a small table: verdicts out."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Report, check

Disclose = Callable[[str], Disclosure]
WHICH = "which row it is a part of is not sure"
NET = "parts of what is left over or of changes may be negative"
LEVELS = "the rows bear neither codes nor ordinals: their levels are not printed"
PARTLY = "the form scores more than the indicators that stand under its header"


def verdicts(report: Report, rule: str) -> list[str]:
    """Label and verdict of each entry of a rule; the reason where given."""
    return [
        f"{e.label}|{e.verdict}" + (f": {e.reason}" if e.reason else "")
        for e in report.ledger
        if e.rule == rule
    ]


ROWS = """
部门收入预算表
单位：万元
项目|预算数
一、财政拨款收入|20.00
其中：一般公共预算|{first}
二、其他收入|{other}
其中：利息|{second}
三、事业收入|2.00
收入合计|23.00
"""


def rows(first: str = "15.00", second: str = "0.50", other: str = "1.00") -> str:
    """A list of income, two items of which print a part."""
    return ROWS.format(first=first, second=second, other=other)


def test_a_part_may_be_all_of_its_whole(disclose: Disclose) -> None:
    report = check(disclose(rows(first="20.00", second="1.0")))
    assert verdicts(report, "subset_part") == ["一、财政拨款收入|tied", "二、其他收入|tied"]
    assert report.findings == ()


def test_a_part_is_not_more_than_the_numbered_row_over_it(disclose: Disclose) -> None:
    (finding,) = check(disclose(rows(second="1.50"))).findings
    assert (finding.rule, finding.printed, finding.computed) == ("subset_part", "1.00", "1.50")
    assert [cell.printed for cell in finding.cells] == ["1.00", "1.50"]
    assert "多0.50" in finding.statement


LAST = """
部门收入预算表
单位：万元
项目|预算数
财政拨款收入|20.00
事业收入|1.00
其中：上年安排|{last}
收入合计|21.00
"""


@pytest.mark.parametrize(
    ("last", "verdict"), [("3.00", f"not checkable: {WHICH}"), ("22.00", "broken")]
)
def test_a_part_of_one_of_several_rows_is_more_than_all(
    disclose: Disclose, last: str, verdict: str
) -> None:
    report = check(disclose(LAST.format(last=last)))
    assert verdicts(report, "subset_part") == [f"事业收入|{verdict}"]


@pytest.mark.parametrize(
    "text",
    [
        rows(first="30.00").replace("财政拨款收入", "年末结余"),
        rows(first="30.00", second="-0.50"),
    ],
)
def test_what_may_be_negative_is_not_sure(disclose: Disclose, text: str) -> None:
    found = verdicts(check(disclose(text)), "subset_part")
    assert found[0].endswith(f"not checkable: {NET}")


COLUMN = """
项目支出表
单位：万元
项目名称|合计|其中：财政拨款
河道疏浚|5.00|6.00
堤防加固|4.00|4.00
"""


def test_a_column_of_parts(disclose: Disclose) -> None:
    report = check(disclose(COLUMN))
    assert verdicts(report, "subset_part") == ["河道疏浚|broken", "堤防加固|tied"]


PURCHASES = """
政府采购支出表
单位：万元
采购项目|一般公共预算资金|其他资金|总计
办公设备|5.00|1.00|6.00
物业服务|4.00|2.00|6.00
印刷服务||3.00|3.00
合计|9.00|{other}|{total}
"""


def test_a_flat_list_whose_other_columns_tie(disclose: Disclose) -> None:
    report = check(disclose(PURCHASES.format(other="7.00", total="15.00")))
    assert verdicts(report, "list_total") == ["合计|tied", "合计|broken", "合计|tied"]


def test_a_flat_list_of_which_two_columns_do_not_tie(disclose: Disclose) -> None:
    report = check(disclose(PURCHASES.format(other="7.00", total="16.00")))
    unsure = f"合计|not checkable: {LEVELS}"
    assert verdicts(report, "list_total") == ["合计|tied", unsure, unsure]


def test_rows_that_stand_in_one_column_alone_may_be_parts(disclose: Disclose) -> None:
    text = PURCHASES.format(other="6.00", total="16.00").replace("|3.00|3.00", "||3.00")
    text = text.replace("6.00|16.00", "3.00|15.50")
    assert verdicts(check(disclose(text)), "list_total")[-1] == f"合计|not checkable: {LEVELS}"


def test_a_list_that_is_not_flat_by_kind(disclose: Disclose) -> None:
    text = PURCHASES.format(other="7.00", total="15.00").replace("政府采购支出表", "部门情况表")
    text = text.replace("采购项目", "内容")
    assert "合计|broken" not in verdicts(check(disclose(text)), "list_total")


FORM = """
项目支出绩效自评表
项目名称|河道疏浚||||||
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
|产出指标|数量指标|疏浚里程|10公里|10公里|{weight}|50
|效益指标|社会效益|受益人口|1万人|1万人|30|{score}
|满意度指标|满意度|群众满意度|95%|95%|10|10
总分||||||100|{total}
"""


@pytest.mark.parametrize(
    ("weight", "score", "total", "expected"),
    [
        ("60", "28", "88", ["tied", "tied", "tied", "|tied"]),
        ("60", "28", "89", ["tied", "tied", "tied", "|broken"]),
        ("60", "28.33", "88.3", ["tied", "tied", "tied", "|tied"]),
        ("60", "28.33", "88.2", ["tied", "tied", "tied", "|broken"]),
        ("60", "31", "91", ["tied", "broken", "tied", "|tied"]),
        ("50", "28", "95.5", ["tied", "tied", "tied", f"|not checkable: {PARTLY}"]),
        ("50", "28", "98.5", ["tied", "tied", "tied", "|broken"]),
        ("55", "28", "99", ["tied", "tied", "tied", f"|not checkable: {PARTLY}"]),
    ],
)
def test_scores(
    disclose: Disclose, weight: str, score: str, total: str, expected: list[str]
) -> None:
    report = check(disclose(FORM.format(weight=weight, score=score, total=total)))
    names = ("疏浚里程|", "受益人口|", "群众满意度|", "总分")
    assert verdicts(report, "form_score") == [
        name + one for name, one in zip(names, expected, strict=True)
    ]


def test_scores_of_another_scale_are_not_sure(disclose: Disclose) -> None:
    text = FORM.format(weight="60", score="95", total="95").replace("60|50", "60|98")
    scale = "not checkable: scores and weights may be of different scales"
    found = verdicts(check(disclose(text)), "form_score")
    assert found[:3] == [f"疏浚里程|{scale}", f"受益人口|{scale}", "群众满意度|tied"]
    assert "broken" not in found[3]


def test_a_score_without_a_weight_leaves_the_total_open(disclose: Disclose) -> None:
    text = FORM.format(weight="60", score="28", total="89").replace(
        "10|10\n", "10|10\n|满意度指标|满意度|职工满意度|95%|95%||1\n"
    )
    assert verdicts(check(disclose(text)), "form_score")[-1] == f"总分|not checkable: {PARTLY}"
