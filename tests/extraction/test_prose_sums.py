"""The totals of the prose against the parts that it lists."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Verdict, check
from extraction.audit.prose.outcomes import prose_outcomes
from extraction.relations import Outcome

Disclose = Callable[[str], Disclosure]
HEAD = "青禾县水务局2024年部门预算\n第一部分 情况说明\n一、支出情况\n"
OPEN_LIST = "the list need not name all the parts"
OVERLAP = "the parts of the list may overlap"
OPEN_TOTAL = "which figure is the total is not sure"
GONE = "what only the year before had may be left out of the list"
BASES = "the changes are not all from the same figures"
NEAR = "the sentence says that a figure is only near"
MENDED = "with the figure of the tables it ties"


def sums(disclose: Disclose, prose: str, tables: str = "") -> list[str]:
    """Each sum of the prose: the printed total, then what came of it."""
    outcomes = prose_outcomes(disclose(f"{HEAD}{prose}\n第二部分 报表\n{tables}"))
    return [tell(one) for one in outcomes if one.relation.rule == "text_sum"]


def tell(outcome: Outcome) -> str:
    total = outcome.relation.total
    match outcome.verdict:
        case Verdict.NOT_CHECKABLE:
            return f"{total.printed} ? {outcome.reason}"
        case Verdict.TIED:
            return f"{total.printed} tied"
        case _:
            return f"{total.printed} {outcome.verdict}, not {outcome.computed}"


INLINE = {
    "parts that make up the total": (
        "支出预算100.00万元，其中：基本支出60.00万元，项目支出40.00万元。",
        ["100.00万元 tied"],
    ),
    # Three figures that are not zero: less than 0.015 apart.
    "the last gap that rounding explains": (
        "支出预算100.00万元，其中：基本支出60.00万元，项目支出40.01万元。",
        ["100.00万元 rounding, not 100.01"],
    ),
    "the first gap beyond": (
        "支出预算100.00万元，其中：基本支出60.00万元，项目支出40.02万元。",
        ["100.00万元 broken, not 100.02"],
    ),
    # Two figures that are not zero: less than 0.01 apart.
    "a part of nothing explains no gap": (
        "支出预算100.00万元，其中：基本支出100.01万元，项目支出0.00万元。",
        ["100.00万元 broken, not 100.01"],
    ),
    "parts in another unit": (
        "支出预算1.5万元，其中：基本支出10000元，项目支出5000元。",
        ["1.5万元 tied"],
    ),
    "a whole classification that falls short": (
        "政府采购预算90.00万元，其中：货物40.00万元、工程30.00万元、服务10.00万元。",
        ["90.00万元 broken, not 80.00"],
    ),
    "a list that names some parts only": (
        "公用经费90.00万元，包括办公费40.00万元、水费30.00万元。",
        [f"90.00万元 ? {OPEN_LIST}"],
    ),
    "a total that may hold what is carried over": (
        "支出总计100.00万元，其中：基本支出60.00万元，项目支出30.00万元。",
        [f"100.00万元 ? {OPEN_LIST}"],
    ),
    "parts that may overlap": (
        "公用经费90.00万元，其中：办公费60.00万元、财政资金60.00万元。",
        [f"90.00万元 ? {OVERLAP}"],
    ),
    "parts of one family are too much": (
        "编制20人，其中行政编制5人，事业编制18人。",
        ["20人 broken, not 23"],
    ),
    # What is counted is not rounded.
    "one person too few": (
        "在职人员17人，其中行政人员3人，事业人员15人。",
        ["17人 broken, not 18"],
    ),
    "what else there is belongs to no list": (
        "在职人员18人，其中行政人员3人，事业人员15人；另有退休人员2人。",
        ["18人 tied"],
    ),
    "vehicles of which the rest is named": (
        "共有车辆5辆，其中：机要通信用车1辆、其他用车3辆。",
        ["5辆 broken, not 4"],
    ),
    "areas in brackets inside of others": (
        "规划建筑面积为900平方米，其中地上建筑面积600平方米（其中计容面积500平方米，"
        "不计容面积200平方米），地下建筑面积300平方米。",
        ["600平方米 broken, not 700", "900平方米 tied"],
    ),
    "a list inside of another": (
        "支出预算100.00万元，其中：基本支出60.00万元，其中：人员经费50.00万元，公用经费10.00万元；"
        "项目支出40.00万元。",
        ["60.00万元 tied", "100.00万元 tied"],
    ),
    "parts of a part without a mark": (
        "基本支出60.00万元，其中：人员经费50.00万元，工资30.00万元，奖金20.00万元，公用经费10.00万元。",
        ["60.00万元 tied"],
    ),
    "shares that add up name all parts": (
        "支出预算100.00万元，其中：水利支出50.00万元，占50.00%；环保支出49.00万元，占50.00%。",
        ["100.00万元 broken, not 99.00"],
    ),
    "shares that do not": (
        "支出预算100.00万元，其中：水利支出50.00万元，占50.00%；环保支出49.00万元，占49.00%。",
        [f"100.00万元 ? {OPEN_LIST}"],
    ),
    "a round figure that is only near": (
        "规划建筑面积约为1000平方米，其中地上建筑面积600平方米，地下建筑面积300平方米。",
        [f"1000平方米 ? {NEAR}"],
    ),
    "a near figure to the last digit": (
        "规划建筑面积约为999平方米，其中地上建筑面积600平方米，地下建筑面积300平方米。",
        ["999平方米 broken, not 900"],
    ),
    "one part alone says nothing": ("支出预算100.00万元，其中：水利支出60.00万元。", []),
    "rates do not add": ("参保率95%，其中：城镇50%，农村40%。", []),
    "names without figures are no list": (
        "基本支出60.00万元，其中：人员经费50.00万元，主要包括：工资、奖金；公用经费10.00万元。",
        ["60.00万元 tied"],
    ),
}


@pytest.mark.parametrize(("prose", "expected"), INLINE.values(), ids=INLINE.keys())
def test_a_sentence_lists_the_parts_of_a_total(
    disclose: Disclose, prose: str, expected: list[str]
) -> None:
    assert sums(disclose, prose) == expected


BROKEN_DOWN_AGAIN = {
    "in the next sentence": (
        "政府采购预算150万元。按品目分：货物50万元，工程40万元，服务60万元。"
        "按资金来源分：一般公共预算120万元，政府性基金{}万元。",
        "30",
        ["150万元 tied", "150万元 tied"],
    ),
    "a sum that does not hold": (
        "政府采购预算150万元。按品目分：货物50万元，工程40万元，服务60万元。"
        "按资金来源分：一般公共预算收入120万元，政府性基金{}万元。",
        "40",
        ["150万元 tied", "150万元 broken, not 160"],
    ),
    "behind a semicolon": (
        "支出100.00万元，按功能分：水利支出60.00万元，环保支出40.00万元；"
        "按性质分：基本支出70.00万元，项目支出{}万元。",
        "30.00",
        ["100.00万元 tied", "100.00万元 tied"],
    ),
    "behind a comma it is not sure of what": (
        "支出100.00万元，按功能分：水利支出60.00万元，环保支出40.00万元，"
        "按性质分：基本支出70.00万元，项目支出{}万元。",
        "35.00",
        ["100.00万元 tied", f"100.00万元 ? {OPEN_TOTAL}"],
    ),
    "behind a bracket": (
        "支出100.00万元（按功能分：水利支出60.00万元，环保支出40.00万元）。"
        "按性质分：基本支出70.00万元，项目支出{}万元。",
        "30.00",
        ["100.00万元 tied", "100.00万元 tied"],
    ),
    "as it is looked at": (
        "支出100.00万元，按功能分：水利支出60.00万元，环保支出40.00万元，"
        "从性质看：基本支出70.00万元，项目支出{}万元。",
        "30.00",
        ["100.00万元 tied"],
    ),
}


@pytest.mark.parametrize(
    ("prose", "last", "expected"), BROKEN_DOWN_AGAIN.values(), ids=BROKEN_DOWN_AGAIN.keys()
)
def test_a_second_breakdown_is_of_the_same_total(
    disclose: Disclose, prose: str, last: str, expected: list[str]
) -> None:
    assert sums(disclose, prose.format(last)) == expected


OVER_PARAGRAPHS = {
    "paragraphs under one that introduces them": (
        "基本支出60.00万元，其中：\n人员经费50.00万元。\n公用经费10.50万元。",
        ["60.00万元 broken, not 60.50"],
    ),
    "numbered ones, those of a lower rank left out": (
        "“三公”经费10.00万元。具体如下：\n"
        "1.因公出国（境）费2.00万元。\n"
        "2.公务用车购置及运行费5.00万元。其中：\n"
        "（1）公务用车购置费4.00万元。\n"
        "（2）公务用车运行费1.00万元。\n"
        "3.公务接待费4.00万元。",
        ["10.00万元 broken, not 11.00", "5.00万元 tied"],
    ),
    "what follows the parts is none": (
        "基本支出60.00万元，其中：\n人员经费50.00万元。\n公用经费10.00万元。\n会议费3.00万元。",
        ["60.00万元 tied"],
    ),
    "a paragraph goes on behind a semicolon": (
        "政府采购预算90.00万元，其中：货物40.00万元；\n工程30.00万元；\n服务20.00万元。",
        ["90.00万元 tied"],
    ),
}


@pytest.mark.parametrize(
    ("prose", "expected"), OVER_PARAGRAPHS.values(), ids=OVER_PARAGRAPHS.keys()
)
def test_paragraphs_list_the_parts_of_a_total(
    disclose: Disclose, prose: str, expected: list[str]
) -> None:
    assert sums(disclose, prose) == expected


RUN = "农林水支出（类）水利（款）行政运行（项）"
WORK = "农林水支出（类）水利（款）水利工程建设（项）"


@pytest.mark.parametrize(
    ("introduction", "numbers", "expected"),
    [
        ("具体如下：", ("1.", "2."), ["100.00万元 broken, not 90.00"]),
        ("主要科目如下：", ("1.", "2."), [f"100.00万元 ? {OPEN_LIST}"]),
        ("具体如下：", ("1.", "3."), [f"100.00万元 ? {OPEN_LIST}"]),
    ],
    ids=["numbered through", "the main ones only", "one left out"],
)
def test_numbered_items_are_all_that_there_are(
    disclose: Disclose, introduction: str, numbers: tuple[str, str], expected: list[str]
) -> None:
    prose = (
        f"财政拨款支出100.00万元。{introduction}\n"
        f"{numbers[0]}{RUN}60.00万元。\n{numbers[1]}{WORK}30.00万元。"
    )
    assert sums(disclose, prose) == expected


def test_items_may_leave_out_what_a_total_carries_over(disclose: Disclose) -> None:
    prose = f"财政拨款支出总计100.00万元。具体如下：\n1.{RUN}60.00万元。\n2.{WORK}30.00万元。"
    assert sums(disclose, prose) == [f"100.00万元 ? {OPEN_LIST}"]


def test_a_total_is_named_by_the_words_over_the_items(disclose: Disclose) -> None:
    prose = (
        "收入预算150.00万元。\n财政拨款支出预算100.00万元。\n财政拨款支出主要内容如下：\n"
        f"1.{RUN}60.00万元。\n2.{WORK}30.00万元。"
    )
    assert sums(disclose, prose) == ["100.00万元 broken, not 90.00"]


def test_items_that_begin_anew_are_another_list(disclose: Disclose) -> None:
    items = f"1.{RUN}60.00万元。\n2.{WORK}40.00万元。\n"
    prose = f"财政拨款支出100.00万元，其中：\n{items}其他资金安排如下：\n{items}"
    assert "100.00万元 tied" in sums(disclose, prose)
    assert not [told for told in sums(disclose, prose) if "broken" in told]


def test_items_follow_the_total_that_is_one_of_several(disclose: Disclose) -> None:
    prose = (
        "财政拨款支出100.00万元，政府性基金支出30.00万元。具体如下：\n"
        f"1.{RUN}60.00万元。\n2.{WORK}70.00万元。"
    )
    assert sums(disclose, prose) == [f"100.00万元 ? {OPEN_TOTAL}"]


CHANGES = {
    "what fell is minus": (
        "支出预算100.00万元，比上年减少5.00万元，其中：基本支出60.00万元，比上年增加3.00万元；"
        "项目支出40.00万元，比上年减少8.00万元。",
        ["100.00万元 tied", "5.00万元 tied"],
    ),
    "a sign that is lost": (
        "支出预算100.00万元，比上年增加11.00万元，其中：基本支出60.00万元，比上年增加3.00万元；"
        "项目支出40.00万元，比上年减少8.00万元。",
        ["100.00万元 tied", "11.00万元 broken, not -5.00"],
    ),
    "what did not change counts nothing": (
        "支出预算100.00万元，比上年增加3.00万元，其中：基本支出60.00万元，比上年增加3.00万元；"
        "项目支出40.00万元，与上年持平。",
        ["100.00万元 tied", "3.00万元 tied"],
    ),
    "a change that is not told": (
        "支出预算100.00万元，比上年增加9.00万元，其中：基本支出60.00万元，比上年增加3.00万元；"
        "项目支出40.00万元。",
        ["100.00万元 tied"],
    ),
    # 9.00 less than the parts: a figure of last year that is gone would explain it.
    "parts that may be gone": (
        "支出预算100.00万元，比上年减少4.00万元，包括水利支出60.00万元，比上年增加3.00万元；"
        "环保支出40.00万元，比上年增加2.00万元。",
        ["100.00万元 tied", f"4.00万元 ? {GONE}"],
    ),
    # More than the parts: nothing that is gone explains it.
    "what nothing that is gone explains": (
        "支出预算100.00万元，比上年增加9.00万元，包括水利支出60.00万元，比上年增加3.00万元；"
        "环保支出40.00万元，比上年增加2.00万元。",
        ["100.00万元 tied", "9.00万元 broken, not 5.00"],
    ),
    "changes from other figures": (
        "支出预算100.00万元，比上年预算增加9.00万元，包括水利支出60.00万元，比上年执行数增加3.00万元；"
        "环保支出40.00万元，比上年执行数增加2.00万元。",
        ["100.00万元 tied", f"9.00万元 ? {BASES}"],
    ),
    "a list that counts its parts": (
        "工资支出70.00万元，比上年增加9.00万元；商品支出20.00万元，比上年减少6.00万元。"
        "两者合计比上年增加4.00万元。",
        ["4.00万元 broken, not 3.00"],
    ),
}


@pytest.mark.parametrize(("prose", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_changes_add_up_as_the_levels_do(
    disclose: Disclose, prose: str, expected: list[str]
) -> None:
    assert sums(disclose, prose) == expected


def test_another_list_of_the_same_total_confirms_its_change(disclose: Disclose) -> None:
    prose = (
        "支出预算总额100.00万元，比上年增加4.00万元。\n"
        "按支出功能科目划分：水利支出60.00万元，比上年增加6.00万元；"
        "环保支出40.00万元，比上年减少2.00万元。\n"
        "按支出经济分类划分：工资支出70.00万元，比上年增加9.00万元；"
        "商品支出30.00万元，比上年减少3.00万元。"
    )
    assert sums(disclose, prose) == [
        "100.00万元 tied",
        "4.00万元 tied",
        "100.00万元 tied",
        "4.00万元 broken, not 6.00",
    ]


def test_a_class_changes_as_its_items_do(disclose: Disclose) -> None:
    """And the total of the items is found to lack what the class lacks."""
    prose = (
        "支出预算总计100.00万元，比上年增加10.00万元。包括：\n"
        "1.农林水支出（类）支出90.00万元，比上年增加9.00万元。\n"
        "2.住房保障支出（类）支出10.00万元，比上年增加1.00万元。\n"
        "二、财政拨款支出情况\n"
        "财政拨款支出100.00万元，比上年增加10.00万元。\n"
        "（一）农林水支出（类）\n"
        "1.水利（款）行政运行（项）支出60.00万元，比上年增加7.00万元。\n"
        "2.水利（款）水利工程建设（项）支出30.00万元，比上年增加2.00万元。\n"
        "（二）住房保障支出（类）\n"
        "1.住房改革支出（款）住房公积金（项）支出8.00万元，比上年增加3.00万元。\n"
        "2.住房改革支出（款）购房补贴（项）支出2.00万元，与上年持平。"
    )
    assert sums(disclose, prose) == [
        "100.00万元 tied",
        "10.00万元 tied",
        "100.00万元 tied",
        "10.00万元 broken, not 12.00",
        "90.00万元 tied",
        "9.00万元 tied",
        "10.00万元 tied",
        "1.00万元 broken, not 3.00",
    ]


def test_early_budgets_add_up_as_the_figures_do(disclose: Disclose) -> None:
    prose = (
        "财政拨款支出年初预算为120.00万元，支出决算为100.00万元。其中：\n"
        f"1.{RUN}。年初预算为70.00万元，支出决算为60.00万元。\n"
        f"2.{WORK}。年初预算为55.00万元，支出决算为40.00万元。"
    )
    assert sums(disclose, prose) == ["100.00万元 tied", "120.00万元 broken, not 125.00"]


TABLE = """支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|100.00|60.00|40.00
213|农林水支出|100.00|60.00|40.00
21303|水利|100.00|60.00|40.00
2130301|行政运行|60.00|60.00|
2130305|水利工程建设|40.00||40.00
"""


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        # The total alone is wrong, and is found where it is held against the tables.
        (
            "支出合计110.00万元，其中：基本支出60.00万元，项目支出40.00万元。",
            [f"110.00万元 ? {MENDED}"],
        ),
        # The part is wrong: the total is no longer what its parts give.
        (
            "支出合计100.00万元，其中：基本支出66.00万元，项目支出40.00万元。",
            ["100.00万元 broken, not 106.00"],
        ),
    ],
    ids=["the total", "a part"],
)
def test_a_total_that_the_tables_mend_is_found_there(
    disclose: Disclose, prose: str, expected: list[str]
) -> None:
    assert sums(disclose, prose, TABLE) == expected


def test_a_finding_shows_the_sum(disclose: Disclose) -> None:
    prose = "基本支出60.00万元，其中：人员经费50.00万元，公用经费11.00万元。"
    (found,) = [f for f in check(disclose(HEAD + prose)).findings if f.rule == "text_sum"]
    assert (found.severity, found.printed, found.computed) == ("error", "60.00", "61.00")
    assert [cell.printed for cell in found.cells] == ["60.00万元", "50.00万元", "11.00万元"]
    assert found.statement == (
        "文中“基本支出”印作60.00，不合“文中的总数等于所列各项之和”：应为50.00＋11.00＝61.00，相差1.00"
    )


def test_a_change_too_small_to_print_leaves_a_sum_open(disclose: Disclose) -> None:
    prose = (
        "“三公”经费支出30.00万元，比上年增加20.28万元，其中：公务用车运行维护费20.46万元，"
        "比上年增加20.26万元；公务接待费9.54万元，比上年减少0.00万元，下降{}%。"
    )
    small = "a change of the list is printed as zero, and is none"
    assert sums(disclose, prose.format("1.01")) == ["30.00万元 tied", f"20.28万元 ? {small}"]
    assert sums(disclose, prose.format("0.00")) == [
        "30.00万元 tied",
        "20.28万元 broken, not 20.26",
    ]


def test_a_list_of_items_of_which_the_last_states_none_is_open(disclose: Disclose) -> None:
    item = "社会保障和就业支出（类）行政事业单位养老支出（款）{}（项）"
    prose = (
        "财政拨款支出9.00万元，具体使用情况如下：\n"
        f"1.{item.format('行政单位离退休')}4.00万元。\n2.{item.format('事业单位离退休')}3.00万元。\n"
    )
    assert sums(disclose, prose) == ["9.00万元 broken, not 7.00"]
    last = f"3.{item.format('其他养老支出')}2.00，与上年持平。\n"
    assert sums(disclose, prose + last) == [f"9.00万元 ? {OPEN_LIST}"]
