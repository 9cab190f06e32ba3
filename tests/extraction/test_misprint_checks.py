"""Misprints of stock phrases and names, and words that differ between two prints of one text."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Report, check
from extraction.vocabulary import Format

Disclose = Callable[[str], Disclosure]
HEAD = "青禾县水务局2024年部门预算\n第一部分 情况说明\n一、收支情况\n"
RULES = (
    "agency_name",
    "agency_heading",
    "misprint",
    "flat_change",
    "negative_rate",
    "repeated_text",
)


def found(report: Report, *rules: str) -> list[tuple[str, str, str]]:
    """Rule, print and what should stand there, of each finding of some rules."""
    return [(f.rule, f.printed, f.computed) for f in report.findings if f.rule in rules]


MISPRINTS = {
    "a character of a stock phrase is lost": (
        "会议费2.00万元，较上一度增加1.00万元。",
        ("misprint", "较上一度增加", "较上一年度增加"),
    ),
    "a word of another language": (
        "会议费用于落实水利政策 and 规划。",
        ("misprint", "政策 and 规划", "政策和规划"),
    ),
    "the traditional script": (
        "会议费反映單位繳纳以外的职业培训费，含機關运行经费。",
        ("misprint", "機關运行经费", "机关运行经费"),
    ),
    "a change of nothing": (
        "会议费2.00万元，比上年增加0万元，主要原因是与上年持平。",
        ("flat_change", "比上年增加0万元", "与上年持平"),
    ),
    "an item that elsewhere has all its characters": (
        "公务车购置费2.00万元。\n公务用车购置费用于更新车辆。",
        ("misprint", "公务车购置费", "公务用车购置费"),
    ),
}


@pytest.mark.parametrize(("prose", "expected"), MISPRINTS.values(), ids=MISPRINTS.keys())
def test_a_misprint_is_found(
    disclose: Disclose, prose: str, expected: tuple[str, str, str]
) -> None:
    assert found(check(disclose(HEAD + prose)), *RULES) == [expected]


FINE = {
    "a year in full": "会议费2.00万元，较上一年度增加1.00万元。",
    "one character that a name may have": "由陳工负责的会议费2.00万元。",
    "a change of nothing for another reason": (
        "会议费2.00万元，比上年增加0万元，主要原因是会议减少。"
    ),
    "a change of something": "会议费2.00万元，比上年增加0.50万元，主要原因是上年基数持平。",
    "vehicles kept short everywhere": "公务车购置费2.00万元。",
    "an abbreviation": "会议费用于AI and大数据。",
}


@pytest.mark.parametrize("prose", FINE.values(), ids=FINE.keys())
def test_what_may_be_meant_is_no_misprint(disclose: Disclose, prose: str) -> None:
    assert found(check(disclose(HEAD + prose)), *RULES) == []


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        (
            "货物类采购预算5万元，服务类采购预算0万元等。",
            [("placeholder", "服务类采购预算0万元等")],
        ),
        ("货物类采购预算5万元，服务类采购预算10万元等。", []),
        ("货物类采购预算5万元，服务类采购预算0万元等三类，用于会议等。", []),
    ],
)
def test_a_list_that_ends_in_nothing_leaves_nothing_out(
    disclose: Disclose, prose: str, expected: list[tuple[str, str]]
) -> None:
    report = check(disclose(HEAD + prose))
    assert [one[:2] for one in found(report, *RULES, "placeholder")] == expected


COMMA = "支出决算为2.00万元，完成年初预算的50.00%。"
STOP = "支出决算为1.00万元。完成年初预算的50.00%。"


@pytest.mark.parametrize(("others", "count"), [(5, 1), (4, 0)])
def test_a_full_stop_cuts_a_sentence_that_elsewhere_goes_on(
    disclose: Disclose, others: int, count: int
) -> None:
    report = check(disclose(HEAD + COMMA * others + STOP))
    cut = ("misprint", "支出决算为1.00万元。完成年初预算", "支出决算为1.00万元，完成年初预算")
    assert found(report, "misprint") == [cut] * count


GOALS = """
项目支出绩效目标表
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|{name}|{value}
效益指标|社会效益|供水能力|有所提高
"""


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [
        ("工程办结率", "-100%", 1),
        ("群众满意度", "－90%", 1),
        ("工程办结率", "100%", 0),
        ("用水量增长率", "-5%", 0),
    ],
)
def test_what_is_done_of_a_whole_is_not_negative(
    disclose: Disclose, name: str, value: str, count: int
) -> None:
    disclosure = disclose(HEAD + GOALS.format(name=name, value=value))
    assert found(check(disclosure), "negative_rate") == [("negative_rate", value, "")] * count
    page = disclosure.model_copy(update={"format": Format.PDF})
    assert found(check(page), "negative_rate") == []


GOAL = (
    "落实全县水利工程建设和管理任务，完善多层次供水保障体系，推进农村饮水安全，加强河湖巡查，"
    "提高防汛抗旱能力，做好水土保持，开展节水宣传，保障水利设施安全运行。"
)
LISTED = """
项目支出预算表
单位：万元
项目名称|总计|绩效目标
水利建设|5.00|{0}
重点项目绩效目标表
项目名称|预算数（单位：万元）|绩效目标
水利建设|5.00|{1}
"""


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (GOAL, []),
        (
            GOAL.replace("多层次", "多层"),
            [("repeated_text", "完善多层供水保障体系", "完善多层次供水保障体系")],
        ),
        (GOAL.replace("，推进", "。推进"), []),
        ("另一项目标。" + GOAL[::-1], []),
    ],
    ids=["the same", "a character lost", "another mark", "another text"],
)
def test_a_goal_reads_the_same_in_two_tables(
    disclose: Disclose, other: str, expected: list[tuple[str, str, str]]
) -> None:
    for pair in ((GOAL, other), (other, GOAL)):
        report = check(disclose(HEAD + LISTED.format(*pair)))
        assert found(report, "repeated_text") == expected


AGENCY = "青川市禾田区规划和水务局"
PROSE = f"""{AGENCY}
2024年部门决算
第一部分 概况
一、主要职能
{AGENCY}负责规划。{AGENCY}的经费由财政拨款。
{{}}
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "本年青川市禾田区规划与水务局没有安排。",
            [("agency_name", "青川市禾田区规划与水务局", AGENCY)],
        ),
        ("本年青川市规划与水务局没有安排。", []),
        (
            "青川市规划和水务局2024年度部门决算表",
            [
                (
                    "agency_heading",
                    "青川市规划和水务局2024年度部门决算表",
                    f"{AGENCY}2024年度部门决算表",
                )
            ],
        ),
        (f"{AGENCY}2024年度部门决算表", []),
        ("规划和水务局2024年度部门决算表", []),
        ("青川市规划和水务局2024年度部门决算已经公开。", []),
    ],
    ids=["another word", "another body", "its superior", "its own", "a short form", "a sentence"],
)
def test_the_agency_is_called_by_its_name(
    disclose: Disclose, line: str, expected: list[tuple[str, str, str]]
) -> None:
    disclosure = disclose(PROSE.format(line))
    assert disclosure.agency is not None
    assert disclosure.agency.value == AGENCY
    assert found(check(disclosure), "agency_name", "agency_heading") == expected


def test_a_name_that_stands_once_is_perhaps_not_the_agencys(disclose: Disclose) -> None:
    text = f"{AGENCY}\n2024年部门决算\n一、职能\n青川市禾田区规划与水务局负责规划。\n"
    assert found(check(disclose(text)), "agency_name") == []


def told(disclosure: Disclosure) -> dict[str, str]:
    """The one entry of each rule: verdict and reason."""
    entries = [e for e in check(disclosure).ledger if e.rule in RULES]
    assert len({e.rule for e in entries}) == len(entries)
    return {e.rule: e.verdict + (f": {e.reason}" if e.reason else "") for e in entries}


def test_a_rule_on_words_that_finds_nothing_is_told_of_once(disclose: Disclose) -> None:
    disclosure = disclose(PROSE.format("本年没有安排。"))
    assert told(disclosure) == dict.fromkeys(RULES, "tied")
    assert check(disclosure).covered == 0


def test_a_rule_on_words_that_did_not_run_is_not_tied(disclose: Disclose) -> None:
    rarely = "the agency does not name itself often enough for its name to be sure"
    drawn = "a sign may be drawn on the page that its text lacks"
    disclosure = disclose(HEAD + "会议费2.00万元。").model_copy(update={"format": Format.PDF})
    assert told(disclosure) == dict.fromkeys(RULES, "tied") | {
        "agency_name": f"not checkable: {rarely}",
        "agency_heading": f"not checkable: {rarely}",
        "negative_rate": f"not checkable: {drawn}",
    }


def test_a_rule_on_words_that_finds_something_is_not_tied(disclose: Disclose) -> None:
    report = check(disclose(HEAD + "会议费2.00万元，较上一度增加1.00万元。"))
    assert [e.verdict for e in report.ledger if e.rule == "misprint"] == ["broken"]
