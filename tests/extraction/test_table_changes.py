"""Columns of change, growth and completion, each on a small table: verdicts row by row."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Report, check

Disclose = Callable[[str], Disclosure]
NO_BASE = "the figure that it is a percentage of is zero: there is none"
UNSURE = "the column of a figure is not sure"
BLANK = "a figure that it follows from is not printed"
OTHER = "too few rows of the column agree with what its header says"
LIKE = "the document compares like with like, leaving out some of the money"
NO_TOTAL = "the total is not printed"


def verdicts(report: Report, rule: str) -> list[str]:
    """The verdict of each entry of a rule; the reason where given."""
    return [
        e.verdict + (f": {e.reason}" if e.reason else "") for e in report.ledger if e.rule == rule
    ]


BUDGET = "青禾县水务局2024年部门预算\n"
FINAL = "青禾县水务局2024年部门决算\n"

BY_FUNCTION = f"""{BUDGET}一般公共预算支出表
单位：万元
科目编码|科目名称|2023年执行数|2024年预算数|||2024年预算数比2023年执行数|
|||小计|基本支出|项目支出|增减额|增减%
208|社会保障和就业支出|12.00|10.00|6.00|4.00|-2.00|-16.67
221|住房保障支出|8.00|5.00|5.00||-3.00|-37.5
229|其他支出|0.00|4.00||4.00|4.00|—
230|转移性支出|6.00|9.00||9.00|3.00|50
合计||26.00|28.00|11.00|17.00|2.00|7.69
"""

WORDS = f"""{BUDGET}收支总表
单位：万元
项目|2023年预算数|2024年预算数|比上年增减额|比上年增减率
一、财政拨款收入|12.00|10.00|减少2.00|减少16.67%
二、事业收入|8.00|9.00|增加1.00|增长12.5%
三、其他收入|3.00|3.00|持平|持平
本年收入合计|23.00|22.00|-1.00|-4.3%
"""

WHOLE_PERCENT = f"""{BUDGET}收支总表
单位：万元
项目|2023年预算数|2024年预算数|增减额|增减%
一、财政拨款收入|12.34|10.01|-2.33|-19
二、事业收入|8.00|9.37|1.37|17
三、其他收入|3.00|3.00|0.00|0
本年收入合计|23.34|22.38|-0.96|-4
"""

NO_BASES = f"""{BUDGET}一般公共预算支出表
单位：万元
科目编码|科目名称|上年预算数|本年预算数|增减额|增长率
208|社会保障和就业支出|12.00|10.00|-2.00|-16.67%
221|住房保障支出|—|5.00|5.00|—
229|其他支出|0.00|4.00|4.00|100%
230|转移性支出|6.00||-6.00|-100%
231|债务还本支出||3.00|3.00|
232|债务付息支出||2.00|0.00|0.00%
合计||18.00|24.00|4.00|33.33%
"""

UNSIGNED = f"""{BUDGET}“三公”经费预算表
单位：万元
项目|2024年预算数|2023年预算数|增减额|增减幅度
因公出国（境）费|0.00|2.00|2.00|100%
公务接待费|1.20|1.50|0.30|20%
公务用车购置及运行费|6.00|5.00|1.00|20%
合计|7.20|8.50|1.30|15.29%
"""

ORDER_AND_UNITS = f"""{BUDGET}支出总表
单位：万元
科目编码|科目名称|增减额（元）|2024年预算数|增长率|2023年预算数
208|社会保障和就业支出|-20,012.30|10.00|-16.68%|12.00
221|住房保障支出|10,020.00|9.00|12.53%|8.00
229|其他支出|30,000.00|6.00|100.00%|3.00
合计||20,007.70|25.00|8.7%|23.00
"""

GROUPS = f"""{BUDGET}支出总表
单位：万元
科目编码|科目名称|2023年预算数||2024年预算数||增减|
||基本支出|项目支出|基本支出|项目支出|基本支出|项目支出
208|社会保障和就业支出|10.00|2.00|9.00|1.00|-1.00|-1.00
221|住房保障支出|8.00|0.00|9.00|0.00|1.00|0.00
229|其他支出|4.00|5.00|0.00|3.00|-4.00|-2.00
合计||22.00|7.00|18.00|4.00|-4.00|-3.00
"""

ONE_HEAD = f"""{BUDGET}支出总表
单位：元
科目编码|科目名称|上年预算数|本年预算数|比上年增减|
||||金额|比例（%）
208|社会保障和就业支出|120000|100000|(20000)|(16.67)
221|住房保障支出|80000|90000|10000|12.5
229|其他支出|30000|60000|30000|100
合计||230000|250000|20000|8.70
"""

APART = f"""{BUDGET}支出总表
单位：万元
科目编码|科目名称|2023年预算数|2024年预算数|增加额|减少额
208|社会保障和就业支出|12.00|10.00|0.00|2.00
221|住房保障支出|8.00|9.00|1.00|0.00
229|其他支出|3.00|6.00|3.00|0.00
合计||23.00|25.00|4.00|2.00
"""

OF_EARLIER = f"""{BUDGET}支出总表
单位：万元
科目编码|科目名称|2023年预算数|2024年预算数|增减%
208|社会保障和就业支出|12.00|10.00|83.33
221|住房保障支出|8.00|9.00|112.5
229|其他支出|3.00|6.00|200
合计||23.00|25.00|108.7
"""

LAST_YEAR = f"""{FINAL}支出决算表
单位：万元
科目编码|科目名称|2023年决算数|年初预算数|决算数|比上年增减|比上年增减%
208|社会保障和就业支出|12.00|11.00|10.00|-2.00|-16.7
221|住房保障支出|8.00|8.00|5.00|-3.00|-37.5
229|其他支出|0.00|3.00|3.00|3.00|
合计||20.00|22.00|18.00|-2.00|-10.0
"""

COMPLETION = f"""{FINAL}支出决算表
单位：万元
科目编码|科目名称|年初预算数|调整预算数|决算数|完成率
208|社会保障和就业支出|12.00|11.00|10.00|90.91%
221|住房保障支出|8.00|8.00|5.00|62.5%
229|其他支出|0.00|3.00|3.00|100%
合计||20.00|22.00|18.00|81.8%
"""

RATES_APART = f"""{BUDGET}支出总表
单位：万元
科目编码|科目名称|2023年预算数|2024年预算数|增长率%|下降率%
208|社会保障和就业支出|12.00|9.00|0.00|25
221|住房保障支出|8.00|9.00|12.5|0.00
229|其他支出|3.00|6.00|100|0.00
合计||23.00|24.00|4.35|0.00
"""

SHORT_ROW = f"""{BUDGET}支出总表
单位：万元
科目编码|科目名称|2023年预算数|2024年预算数|增减额|增减%|备注
208|社会保障和就业支出|12.00|9.00|-3.00|-25|人员减少
221|住房保障支出|8.00|9.00|1.00|12.5|基数调整
229|其他支出|3.00|6.00|5.00|100
230|转移性支出|4.00|6.00|2.00|50|新增项目
"""

AGAINST_BUDGET = f"""{FINAL}收入支出决算总表
单位：万元
项目|年初预算数|决算数|预决算差异额|预决算差异率（%）
一、财政拨款收入|20.00|22.00|2.00|10
二、其他收入|3.00|2.40|-0.60|-20
本年收入合计|23.00|24.40|1.40|6.1
"""

OF_INITIAL = f"""{FINAL}支出决算表
单位：万元
科目编码|科目名称|年初预算数|调整预算数|决算数|占年初预算%
208|社会保障和就业支出|12.00|11.00|10.00|83.33
221|住房保障支出|8.00|8.00|5.00|62.5
229|其他支出|0.00|3.00|3.00|—
合计||20.00|22.00|18.00|90
"""

CLEAN = {
    "a change, named by what it compares": (BY_FUNCTION, "table_change", ["tied"] * 5),
    "a rate; a dash is none": (BY_FUNCTION, "table_rate", ["tied"] * 4),
    "changes in words": (WORDS, "table_change", ["tied"] * 3),
    "rates in words": (WORDS, "table_rate", ["tied"] * 3),
    "rates in whole percent": (WHOLE_PERCENT, "table_rate", ["tied"] * 4),
    "changes of what has no figure": (
        NO_BASES,
        "table_change",
        [
            "tied",
            "tied",
            "tied",
            f"not checkable: {NO_TOTAL}",
            "tied",
            f"not checkable: {BLANK}",
            f"not checkable: {OTHER}",
        ],
    ),
    "rates of what has no figure": (
        NO_BASES,
        "table_rate",
        [
            "tied",
            f"not checkable: {NO_BASE}",
            f"not checkable: {BLANK}",
            f"not checkable: {BLANK}",
            "tied",
        ],
    ),
    "rates of rises beside rates of falls": (RATES_APART, "table_rate", []),
    "a row that lost a cell": (
        SHORT_ROW,
        "table_change",
        ["tied", "tied", f"not checkable: {UNSURE}", "tied"],
    ),
    "no sign at all": (UNSIGNED, "table_change", ["tied"] * 4),
    "rates without a sign": (UNSIGNED, "table_rate", ["tied"] * 4),
    "another order, and units": (ORDER_AND_UNITS, "table_change", ["tied"] * 4),
    "rates of changes in another unit": (ORDER_AND_UNITS, "table_rate", ["tied"] * 4),
    "changes of each part": (GROUPS, "table_change", ["tied"] * 8),
    "negative in brackets, under one head": (ONE_HEAD, "table_change", ["tied"] * 4),
    "negative rates in brackets": (ONE_HEAD, "table_rate", ["tied"] * 4),
    "rises and falls in columns of their own": (APART, "table_change", []),
    "a column that counts another quantity": (
        OF_EARLIER,
        "table_rate",
        [f"not checkable: {OTHER}"] * 4,
    ),
    "against last year, not the budget": (LAST_YEAR, "table_change", ["tied"] * 4),
    "a rate against last year": (LAST_YEAR, "table_rate", ["tied"] * 3),
    "what was spent less the budget": (AGAINST_BUDGET, "table_change", ["tied"] * 3),
    "that as a rate": (AGAINST_BUDGET, "table_rate", ["tied"] * 3),
    "completion of the budget that most rows fit": (COMPLETION, "table_completion", ["tied"] * 4),
    "completion of another budget than is named": (
        COMPLETION.replace("完成率", "占年初预算%")
        .replace("12.00", "13.00")
        .replace("8.00|8.00", "7.00|8.00"),
        "table_completion",
        [f"not checkable: {OTHER}"] * 2 + [f"not checkable: {NO_BASE}", f"not checkable: {OTHER}"],
    ),
    "completion of the budget that is named": (OF_INITIAL, "table_completion", ["tied"] * 3),
}


@pytest.mark.parametrize(("text", "rule", "expected"), CLEAN.values(), ids=CLEAN.keys())
def test_what_columns_compare(
    disclose: Disclose, text: str, rule: str, expected: list[str]
) -> None:
    assert verdicts(check(disclose(text)), rule) == expected


@pytest.mark.parametrize(
    "text",
    [
        BY_FUNCTION,
        WORDS,
        WHOLE_PERCENT,
        UNSIGNED,
        ORDER_AND_UNITS,
        GROUPS,
        ONE_HEAD,
        APART,
        AGAINST_BUDGET,
        OF_EARLIER,
        LAST_YEAR,
        COMPLETION,
        OF_INITIAL,
    ],
)
def test_clean_columns_give_no_finding(disclose: Disclose, text: str) -> None:
    assert check(disclose(text)).findings == ()


WRONG = {
    "a change": (BY_FUNCTION, "|-3.00|", "|-2.00|", "table_change", "5.00", "6.00"),
    "a change in words": (WORDS, "增加1.00", "增加1.50", "table_change", "9.00", "9.50"),
    "the sign of a change": (
        GROUPS,
        "|-1.00|-1.00",
        "|1.00|-1.00",
        "table_change",
        "9.00",
        "11.00",
    ),
    "a rate": (BY_FUNCTION, "3.00|50", "3.00|55", "table_rate", "55", "50"),
    "a fall": (WHOLE_PERCENT, "-19", "-91", "table_rate", "-91", "-19"),
    "the sign of a rate": (WHOLE_PERCENT, "|-19", "|19", "table_rate", "19", "-19"),
    "completion": (OF_INITIAL, "83.33", "93.33", "table_completion", "93.33", "83.33"),
}


@pytest.mark.parametrize(
    ("text", "cell", "wrong", "rule", "printed", "computed"), WRONG.values(), ids=WRONG.keys()
)
def test_a_wrong_figure_is_found(
    disclose: Disclose, text: str, cell: str, wrong: str, rule: str, printed: str, computed: str
) -> None:
    assert text.count(cell) == 1
    findings = check(disclose(text.replace(cell, wrong))).findings
    assert any(
        rule in (f.rule, *(one.rule for one in f.also))
        and (printed, computed)
        in [(f.printed, f.computed), *((one.printed, one.computed) for one in f.also)]
        for f in findings
    )


WIDE = f"""{BUDGET}“三公”经费支出表
单位：万元
因公出国（境）费|||公务用车运行费|||公务接待费||
2023年预算数|2024年预算数|增减额|2023年预算数|2024年预算数|增减额|2023年预算数|2024年预算数|增减额
2.00|1.00|-1.00|5.00|6.00|1.00|1.50|1.20|{{last}}
"""


@pytest.mark.parametrize(("last", "verdict"), [("-0.30", "tied"), ("0.30", "broken")])
def test_columns_of_one_sort_speak_for_each_other(
    disclose: Disclose, last: str, verdict: str
) -> None:
    report = check(disclose(WIDE.format(last=last).replace("0.30|", "0.30")))
    assert verdicts(report, "table_change") == ["tied", "tied", verdict]


def test_a_figure_that_breaks_its_sum_and_its_change_is_one_finding(disclose: Disclose) -> None:
    (finding,) = check(disclose(BY_FUNCTION.replace("|9.00||9.00|", "|9.50||9.50|"))).findings
    assert finding.cause
    rules = {finding.rule, *(one.rule for one in finding.also)}
    assert {"table_change", "grand_total"} <= rules


def test_a_document_that_compares_like_with_like_is_not_sure(disclose: Disclose) -> None:
    text = BY_FUNCTION.replace("|-3.00|", "|-2.00|") + "\n按同口径计算，住房保障支出减少。\n"
    assert f"not checkable: {LIKE}" in verdicts(check(disclose(text)), "table_change")


def test_a_rate_that_is_cut_is_rounding(disclose: Disclose) -> None:
    report = check(disclose(ONE_HEAD.replace("(16.67)", "(16.66)")))
    assert verdicts(report, "table_rate") == ["rounding", "tied", "tied", "tied"]


SUMS = f"""{BUDGET}支出总表
单位：万元
科目编码|科目名称|2023年预算数|2024年预算数|增减额
208|社会保障和就业支出|12.00|10.00|{{fall}}
221|住房保障支出|8.00|9.00|1.00
229|其他支出|3.00|6.00|{{rise}}
合计||23.00|25.00|{{total}}
"""
UNSIGNED_SUM = "changes are printed without their signs, or not for every row"


@pytest.mark.parametrize(
    ("fall", "rise", "total", "verdict"),
    [
        ("-2.00", "3.00", "2.00", "tied"),
        ("-2.00", "3.00", "4.00", "broken"),
        ("2.00", "3.00", "2.00", f"not checkable: {UNSIGNED_SUM}"),
        ("-2.00", "", "2.00", f"not checkable: {UNSIGNED_SUM}"),
    ],
)
def test_changes_add_up_with_their_signs(
    disclose: Disclose, fall: str, rise: str, total: str, verdict: str
) -> None:
    report = check(disclose(SUMS.format(fall=fall, rise=rise, total=total)))
    assert verdicts(report, "grand_total") == ["tied", "tied", verdict]
