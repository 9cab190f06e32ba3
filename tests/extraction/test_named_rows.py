"""Sums over rows that only their names tell, over blank cells and short rows: ledger lines out."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check

Disclose = Callable[[str], Disclosure]
SUMS = ("code_hierarchy", "grand_total", "side_total", "list_total", "same_total", "same_item")


def ledger(disclosure: Disclosure) -> list[str]:
    """Rule, label and column of each sum that does not tie, its verdict, the reason where given."""
    return [
        f"{e.rule}|{e.label}|{e.column}|{e.verdict}" + (f": {e.reason}" if e.reason else "")
        for e in check(disclosure).ledger
        if e.rule in SUMS and e.verdict != "tied"
    ]


FUNDS = """
收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
{total}|12.00|一、农林水支出|15.00
一般公共预算拨款|{general}|二、其他支出|1.00
政府性基金预算|{fund}||
国有资本经营预算财政拨款收入|||
二、事业收入|4.00||
本年收入合计|16.00|本年支出合计|16.00
"""
BASIC = """
收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、一般公共预算|16.00|一、基本支出|{basic}
二、事业收入|4.00|{personnel}|9.00
||日常公用经费|3.00
||二、项目支出|8.00
本年收入合计|20.00|本年支出合计|20.00
"""
SIDES = """
收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一般公共预算拨款收入|16.00|卫生健康支出|{water}
政府性基金预算拨款收入||{other}|1.00
事业收入|{own}|住房保障支出|2.00
本年收入合计|20.00|本年支出合计|19.00
用上年结转安排|3.00|结转下年|4.00
收入总计|23.00|支出总计|23.00
"""
SIDES_AS_MEANT = {"water": "16.00", "other": "其他支出", "own": "4.00"}
COSTS = """
机关运行经费支出表
单位：万元
科目名称|预算数
商品和服务支出|{total}
办公费|3.00
{item}|5.00
工会经费|1.00
合计|9.00
"""
UNSURE = "the rows bear neither codes nor ordinals: their levels are not printed"
SOME = "the rows below need not be all the parts"
NO_PART = "no part is printed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FUNDS.format(total="一、财政拨款收入", general="11.00", fund="1.00"), []),
        (
            FUNDS.format(total="一、财政拨款收入", general="11.50", fund="1.00"),
            ["code_hierarchy|一、财政拨款收入|收入/预算数|broken"],
        ),
        (
            FUNDS.format(total="一、财政拨款收入", general="", fund=""),
            ["code_hierarchy|一、财政拨款收入|收入/预算数|broken"],
        ),
        (
            FUNDS.format(total="一、上级拨款", general="11.50", fund="1.00"),
            [f"code_hierarchy|一、上级拨款|收入/预算数|not checkable: {SOME}"],
        ),
        (BASIC.format(basic="12.00", personnel="人员经费"), []),
        (
            BASIC.format(basic="12.50", personnel="人员经费"),
            [
                "side_total|本年支出合计|支出/预算数|broken",
                "code_hierarchy|一、基本支出|支出/预算数|broken",
            ],
        ),
        (
            BASIC.format(basic="12.50", personnel="其中：人员经费"),
            [
                "side_total|本年支出合计|支出/预算数|broken",
                f"code_hierarchy|一、基本支出|支出/预算数|not checkable: {SOME}",
            ],
        ),
    ],
)
def test_rows_that_are_all_parts_by_their_names(
    disclose: Disclose, text: str, expected: list[str]
) -> None:
    assert ledger(disclose(text)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"own": "4.50"}, ["side_total|本年收入合计|收入/预算数|broken"]),
        ({"water": "15.00"}, ["side_total|本年支出合计|支出/预算数|broken"]),
        # Another name may be a part of the row above.
        (
            {"water": "15.00", "other": "水利设备"},
            [
                f"list_total|本年支出合计|支出/预算数|not checkable: {UNSURE}",
            ],
        ),
    ],
)
def test_a_side_of_classes_and_sources(
    disclose: Disclose, changes: dict[str, str], expected: list[str]
) -> None:
    assert ledger(disclose(SIDES.format(**SIDES_AS_MEANT | changes))) == expected


@pytest.mark.parametrize(
    ("total", "item", "expected"),
    [
        ("9.00", "差旅费", []),
        (
            "7.50",
            "差旅费",
            ["code_hierarchy|商品和服务支出|预算数|broken", "grand_total|合计|预算数|broken"],
        ),
        ("7.50", "船员补贴", [f"list_total|合计|预算数|not checkable: {UNSURE}"]),
    ],
)
def test_names_that_other_disclosures_print_with_codes_give_levels(
    disclose: Disclose, total: str, item: str, expected: list[str]
) -> None:
    assert ledger(disclose(COSTS.format(total=total, item=item))) == expected


MOVED = """
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
213|农林水支出|{total}||5.00
21303|水利|5.00|{basic}|{project}
2130306|水利工程运行与维护|5.00|{basic}|{project}
"""


def test_a_figure_in_another_column_than_its_total(disclose: Disclose) -> None:
    moved = {"basic": "5.00", "project": ""}
    assert ledger(disclose(MOVED.format(total="5.00", basic="", project="5.00"))) == []
    assert ledger(disclose(MOVED.format(total="5.00", **moved))) == [
        "code_hierarchy|农林水支出|基本支出|not checkable: the total is not printed",
        "code_hierarchy|农林水支出|项目支出|broken",
    ]
    (finding,) = check(disclose(MOVED.format(total="5.00", **moved))).findings
    assert (finding.printed, finding.computed) == ("5.00", "0")
    assert finding.statement.endswith("其下各行此列均为空，所列在“基本支出”列")
    # The row's own total does not count both columns.
    assert ledger(disclose(MOVED.format(total="", **moved))) == [
        "code_hierarchy|农林水支出|合计|not checkable: the total is not printed",
        "code_hierarchy|农林水支出|基本支出|not checkable: the total is not printed",
        f"code_hierarchy|农林水支出|项目支出|not checkable: {NO_PART}",
    ]


SHORT = """
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
213|农林水支出|{total}|8.00|{project}
21303|水利|9.00|8.00|1.00
21305|巩固脱贫攻坚成果衔接乡村振兴|{whole}|5.00
221|住房保障支出|3.00|3.00|0.00
"""


def test_a_short_row_stands_in_the_column_of_its_total_where_that_ties(disclose: Disclose) -> None:
    torn = "a row of the table has lost cells"
    assert ledger(disclose(SHORT.format(total="15.00", project="7.00", whole="5.00"))) == [
        "code_hierarchy|农林水支出|合计|broken",
        f"code_hierarchy|农林水支出|基本支出|not checkable: {torn}",
        f"code_hierarchy|农林水支出|项目支出|not checkable: {torn}",
    ]
    assert ledger(disclose(SHORT.format(total="15.00", project="7.00", whole="6.50"))) == [
        f"code_hierarchy|农林水支出|合计|not checkable: {torn}",
        f"code_hierarchy|农林水支出|项目支出|not checkable: {torn}",
    ]


YEAR = """青川市水利局2024年部门决算
收入支出决算总表
单位：万元
收入||支出|
项目|决算数|项目|决算数
一、一般公共预算拨款收入|21.00|一、卫生健康支出|19.00
本年收入合计|21.00|本年支出合计|{spent}
年初结转和结余||年末结转和结余|{left}
总计|21.00|总计|21.00

支出决算表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出{head}
210|卫生健康支出|19.00|10.00|9.00{cell}
合计||19.00|10.00|9.00{cell}
"""


@pytest.mark.parametrize(
    ("spent", "head", "cell", "expected"),
    [
        ("19.00", "", "", []),
        # What is wrong is the total of the year, not that of what there is to spend.
        ("91.00", "", "", [("broken", "91.00")]),
        ("91.00", "|其中：上年结转支出", "|0.00", [("not checkable", "")]),
    ],
)
def test_a_list_of_the_year_is_held_against_the_total_of_the_year(
    disclose: Disclose, spent: str, head: str, cell: str, expected: list[tuple[str, str]]
) -> None:
    report = check(disclose(YEAR.format(spent=spent, left="2.00", head=head, cell=cell)))
    entries = [e for e in report.ledger if e.rule == "same_total" and e.verdict != "tied"]
    computed = {
        own.printed
        for finding in report.findings
        for own in finding.cells
        if own.row == 2 and own.table == 1 and own.printed == spent
    }
    assert [
        (e.verdict, *computed) if e.verdict == "broken" else (e.verdict, "") for e in entries
    ] == expected


BY_UNIT = """青川市水利局2024年部门预算
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
210|卫生健康支出|20.00|20.00|
21011|行政事业单位医疗|20.00|20.00|
2101101|行政单位医疗|20.00|20.00|
合计||20.00|20.00|

一般公共预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
合计||20.00|20.00|
|青川市水利局（本级）|12.00|12.00|
210|卫生健康支出|12.00|12.00|
21011|行政事业单位医疗|12.00|12.00|
2101101|行政单位医疗|12.00|12.00|
|青川市水文站|8.00|8.00|
210|卫生健康支出|8.00|8.00|
21011|行政事业单位医疗|8.00|8.00|
"""


def test_an_item_that_a_list_by_units_prints_once_is_one_units(disclose: Disclose) -> None:
    entries = [e for e in check(disclose(BY_UNIT)).ledger if e.rule == "same_item"]
    assert [(e.label, e.column, e.verdict) for e in entries] == [("合计", "基本支出", "tied")]
