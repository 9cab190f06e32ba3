"""Classes of layout that publishers use, each on a slice written by hand: rows in, rows out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extraction import Disclosure, Report, check, fact_rows, read
from extraction.audit.wording.outcomes import WORDING_RULES
from extraction.records import Gap
from extraction.vocabulary import GapReason, Unit

Disclose = Callable[[str], Disclosure]


def facts(disclosure: Disclosure) -> list[str]:
    """Code, label, column and value of every fact, a line each."""
    return [f"{f.code}|{f.label}|{f.column}|{f.value}" for f in fact_rows(disclosure)]


def ledger(report: Report, rule: str) -> list[str]:
    """Label, column and verdict of each entry of a rule, a line each."""
    return [f"{e.label}|{e.column}|{e.verdict}" for e in report.ledger if e.rule == rule]


def table_gaps(disclosure: Disclosure) -> list[Gap]:
    """The gaps of tables, and not those of the cover that a slice has not."""
    return [gap for gap in disclosure.gaps if gap.reason is not GapReason.NOT_FOUND]


def broken(report: Report) -> list[str]:
    """Rule and total of each finding that is an error."""
    return [f"{f.rule}|{f.cells[0].label}" for f in report.findings if f.severity == "error"]


LAYOUTS = {
    "three groups of names and amounts, of which two share a header": (
        """
一般公共预算财政拨款基本支出决算表
部门：栗川县交通运输局||||||||金额单位：万元
人员经费|||公用经费|||||
科目编码|科目名称|决算数|科目编码|科目名称|决算数|科目编码|科目名称|决算数
301|工资福利支出|38.00|302|商品和服务支出|6.00|310|资本性支出|1.00
30101|基本工资|20.00|30201|办公费|6.00|31002|办公设备购置|1.00
30102|津贴补贴|18.00|30202|印刷费|0.00|31099|其他资本性支出|0.00
""",
        [
            "301|工资福利支出|人员经费/决算数|38.00",
            "302|商品和服务支出|公用经费/决算数|6.00",
            "310|资本性支出|公用经费/决算数|1.00",
            "30101|基本工资|人员经费/决算数|20.00",
            "30201|办公费|公用经费/决算数|6.00",
            "31002|办公设备购置|公用经费/决算数|1.00",
            "30102|津贴补贴|人员经费/决算数|18.00",
            "30202|印刷费|公用经费/决算数|0.00",
            "31099|其他资本性支出|公用经费/决算数|0.00",
        ],
    ),
    "income beside expenditure by function and by nature": (
        """
部门收支总表
填报部门：栗川县商务局|||||单位：万元
收   入||支   出|||
项   目|本年预算|项目（按功能分类）|本年预算|项目（按支出性质）|本年预算
一、财政拨款|60.00|一般公共服务支出|54.00|一、基本支出|48.00
二、其他收入|2.00|住房保障支出|8.00|二、项目支出|14.00
收入总计|62.00|支出总计|62.00|支出总计|62.00
""",
        [
            "|一、财政拨款|收入/本年预算|60.00",
            "|一般公共服务支出|支出/本年预算|54.00",
            "|一、基本支出|支出/本年预算|48.00",
            "|二、其他收入|收入/本年预算|2.00",
            "|住房保障支出|支出/本年预算|8.00",
            "|二、项目支出|支出/本年预算|14.00",
            "|收入总计|收入/本年预算|62.00",
            "|支出总计|支出/本年预算|62.00",
            "|支出总计|支出/本年预算|62.00",
        ],
    ),
    "column numbers beside 类 款 项 and 栏次": (
        """
支出决算表
编制单位：栗川县教育局||||||单位：元
支出功能分类科目编码|||科目名称|本年支出合计|基本支出|项目支出
类|款|项|栏次|1|2|3
|||合计|1,130.50|900.00|230.50
205|||教育支出|1,130.50|900.00|230.50
205|02||普通教育|1,130.50|900.00|230.50
205|02|02|小学教育|830.50|700.00|130.50
205|02|03|初中教育|300.00|200.00|100.00
""",
        [
            "|合计|本年支出合计|1130.50",
            "|合计|基本支出|900.00",
            "|合计|项目支出|230.50",
            "205|教育支出|本年支出合计|1130.50",
            "205|教育支出|基本支出|900.00",
            "205|教育支出|项目支出|230.50",
            "20502|普通教育|本年支出合计|1130.50",
            "20502|普通教育|基本支出|900.00",
            "20502|普通教育|项目支出|230.50",
            "2050202|小学教育|本年支出合计|830.50",
            "2050202|小学教育|基本支出|700.00",
            "2050202|小学教育|项目支出|130.50",
            "2050203|初中教育|本年支出合计|300.00",
            "2050203|初中教育|基本支出|200.00",
            "2050203|初中教育|项目支出|100.00",
        ],
    ),
    "merged header cells printed twice": (
        """
支出预算总表
部门：栗川县统计局||||单位：万元
科目编码|科目名称|预算数|预算数|预算数
科目编码|科目名称|合计|基本支出|项目支出
|合计|3.00|2.00|1.00
201|一般公共服务支出|3.00|2.00|1.00
""",
        [
            "|合计|预算数/合计|3.00",
            "|合计|预算数/基本支出|2.00",
            "|合计|预算数/项目支出|1.00",
            "201|一般公共服务支出|预算数/合计|3.00",
            "201|一般公共服务支出|预算数/基本支出|2.00",
            "201|一般公共服务支出|预算数/项目支出|1.00",
        ],
    ),
    "合计 in a column of words left of the name": (
        """
项目支出表
部门名称：栗川县市场监督管理局||||单位：万元
类型|项目名称|项目单位|合计|本年拨款
合计|||15.00|15.00
其他运转类|办公用房租赁|栗川县市场监督管理局|5.00|5.00
特定目标类|食品安全抽检|栗川县检验所|10.00|10.00
""",
        [
            "|合计|合计|15.00",
            "|合计|本年拨款|15.00",
            "|办公用房租赁|类型|其他运转类",
            "|办公用房租赁|项目单位|栗川县市场监督管理局",
            "|办公用房租赁|合计|5.00",
            "|办公用房租赁|本年拨款|5.00",
            "|食品安全抽检|类型|特定目标类",
            "|食品安全抽检|项目单位|栗川县检验所",
            "|食品安全抽检|合计|10.00",
            "|食品安全抽检|本年拨款|10.00",
        ],
    ),
    "a dash between code and name": (
        """
一般公共预算支出表
部门：栗川县统计局|||单位：万元
功能分类科目|合计|基本支出|项目支出
201-一般公共服务支出|3.00|2.00|1.00
20105-统计信息事务|3.00|2.00|1.00
2010501-行政运行|2.00|2.00|
2010505-专项统计业务|1.00||1.00
合计|3.00|2.00|1.00
""",
        [
            "201|一般公共服务支出|合计|3.00",
            "201|一般公共服务支出|基本支出|2.00",
            "201|一般公共服务支出|项目支出|1.00",
            "20105|统计信息事务|合计|3.00",
            "20105|统计信息事务|基本支出|2.00",
            "20105|统计信息事务|项目支出|1.00",
            "2010501|行政运行|合计|2.00",
            "2010501|行政运行|基本支出|2.00",
            "2010505|专项统计业务|合计|1.00",
            "2010505|专项统计业务|项目支出|1.00",
            "|合计|合计|3.00",
            "|合计|基本支出|2.00",
            "|合计|项目支出|1.00",
        ],
    ),
    "what is bought beside what it is bought for": (
        """
政府采购预算表
部门：栗川县统计局|||单位：万元
采购项目|采购品目|数量|金额
合计|||12.50
办公设备购置|台式计算机|20|10.00
办公设备购置|打印机|10|2.50
""",
        [
            "|合计|金额|12.50",
            "|台式计算机|采购项目|办公设备购置",
            "|台式计算机|数量|20",
            "|台式计算机|金额|10.00",
            "|打印机|采购项目|办公设备购置",
            "|打印机|数量|10",
            "|打印机|金额|2.50",
        ],
    ),
    "names that need not be one, a row between them left blank": (
        """
财政拨款收入表
单位：万元
项目|预算数
税收收入|7.00
专项收入|
罚没收入|2.00
合计|9.00
""",
        ["|税收收入|预算数|7.00", "|罚没收入|预算数|2.00", "|合计|预算数|9.00"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts(disclose: Disclose, text: str, expected: list[str]) -> None:
    disclosure = disclose(text)
    assert facts(disclosure) == expected
    assert table_gaps(disclosure) == []
    assert broken(check(disclosure)) == []


def test_every_group_of_names_has_a_total(disclose: Disclose) -> None:
    text, _ = LAYOUTS["income beside expenditure by function and by nature"]
    report = check(disclose(text))
    totals = [e for e in report.ledger if e.rule in ("side_total", "list_total")]
    assert [f"{e.label}|{e.verdict}" for e in totals] == [
        "收入总计|tied",
        "支出总计|tied",
        "支出总计|tied",
    ]
    assert ledger(report, "balance") == ["支出总计|支出/本年预算|tied"] * 2


NUMBERED = """
支出决算表
部门：栗川县统计局||||||单位：万元
科目编码|科目名称|年初预算数|决算数|||完成率
|||小计|基本支出|项目支出|
{numbers}
|合计|3.00|2.80|2.00|0.80|93.33
201|一般公共服务支出|3.00|2.80|2.00|0.80|93.33
"""


@pytest.mark.parametrize(
    "numbers",
    [
        "栏次||1|2=3+4|3|4|5=2/1",
        "栏次||1|2|3|4|5=2÷1×100%",
        "栏   次||1|2|3|4|5",
        "**|**|（1）|（2）|（3）|（4）|（5）",
        "甲|乙|1栏|2栏|3栏|4栏|5栏",
        "A|B|1|2|3|4|5",
        "科目编码|科目名称|1|2|3|4|5",
        "||①|②=③+④|③|④|⑤",
    ],
)
def test_rows_that_number_the_columns(disclose: Disclose, numbers: str) -> None:
    disclosure = disclose(NUMBERED.format(numbers=numbers))
    assert facts(disclosure) == [
        "|合计|年初预算数|3.00",
        "|合计|决算数/小计|2.80",
        "|合计|决算数/基本支出|2.00",
        "|合计|决算数/项目支出|0.80",
        "|合计|完成率|93.33",
        "201|一般公共服务支出|年初预算数|3.00",
        "201|一般公共服务支出|决算数/小计|2.80",
        "201|一般公共服务支出|决算数/基本支出|2.00",
        "201|一般公共服务支出|决算数/项目支出|0.80",
        "201|一般公共服务支出|完成率|93.33",
    ]
    assert table_gaps(disclosure) == []
    assert ledger(check(disclosure), "row_total") == [
        "合计|决算数/小计|tied",
        "一般公共服务支出|决算数/小计|tied",
    ]


GRID = """科目编码|科目名称|合计|基本支出|项目支出
|合计|3.00|2.00|1.00
201|一般公共服务支出|3.00|2.00|1.00
"""
OF_GRID = [
    "|合计|合计|3.00",
    "|合计|基本支出|2.00",
    "|合计|项目支出|1.00",
    "201|一般公共服务支出|合计|3.00",
    "201|一般公共服务支出|基本支出|2.00",
    "201|一般公共服务支出|项目支出|1.00",
]


@pytest.mark.parametrize(
    "captions",
    [
        "||||\n部门：栗川县统计局||||单位：万元\n",
        "编制日期：2024年1月20日|||栗川县统计局|单位：万元\n",
        "栗川县统计局|||公开表2|单位：万元\n",
        "部门：栗川县统计局||2024年||单位：万元\n",
    ],
    ids=["a line of tabs", "date, agency, unit", "agency, number, unit", "agency, year, unit"],
)
def test_lines_over_the_header(disclose: Disclose, captions: str) -> None:
    disclosure = disclose(f"部门支出总表\n{captions}{GRID}")
    (table,) = disclosure.tables
    assert table.title is not None
    assert table.agency is not None
    assert (table.title.printed, table.unit) == ("部门支出总表", Unit.WAN)
    assert "栗川县统计局" in table.agency.printed
    assert facts(disclosure) == OF_GRID
    assert table_gaps(disclosure) == []


@pytest.mark.parametrize("title", ["{}||||\n", "||{}||\n"], ids=["left", "centred"])
def test_a_title_inside_a_grid_parts_two_tables(disclose: Disclose, title: str) -> None:
    captions = "部门：栗川县统计局||||单位：万元\n"
    tables = (title.format(name) + captions + GRID for name in ("部门支出总表", "部门支出汇总表"))
    disclosure = disclose("".join(tables))
    titles = [table.title.printed if table.title else "" for table in disclosure.tables]
    assert titles == ["部门支出总表", "部门支出汇总表"]
    assert [table.unit for table in disclosure.tables] == [Unit.WAN, Unit.WAN]
    assert facts(disclosure) == OF_GRID * 2


CARRY_OVER = """
收入支出决算总表
部门：栗川县司法局|||||金额单位：万元
收入|||支出||
项目|行次|决算数|项目(按功能分类)|行次|决算数
栏次||1|栏次||2
一、财政拨款收入|1|50.00|一、公共安全支出|7|50.00
本年收入合计|2|50.00|本年支出合计|8|50.00
使用非财政拨款结余|3||结余分配|9|
年初结转和结余|4|3.00|其中：提取职工福利基金|10|
其中：项目支出结转和结余|5|3.00|年末结转和结余|11|3.00
总计|6|53.00|总计|12|53.00
"""


def test_what_is_carried_over_is_added_and_its_parts_are_not(disclose: Disclose) -> None:
    report = check(disclose(CARRY_OVER))
    assert ledger(report, "side_total") == [
        "本年收入合计|收入/决算数|tied",
        "总计|收入/决算数|tied",
        "本年支出合计|支出/决算数|tied",
        "总计|支出/决算数|tied",
    ]
    assert ledger(report, "balance") == ["总计|支出/决算数|tied"]
    assert report.findings == ()


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [("年初结转和结余|4|3.00", "年初结转和结余|4|4.00"), ("和结余|11|3.00", "和结余|11|4.00")],
)
def test_what_is_carried_over_is_guarded(disclose: Disclose, cell: str, wrong: str) -> None:
    assert "side_total|总计" in broken(check(disclose(CARRY_OVER.replace(cell, wrong, 1))))


UNIT_SUBTOTALS = """
一般公共预算项目支出预算表
部门：栗川县林业局|||||单位：万元
科目编码|||单位代码|单位名称（科目）|金额
类|款|项|||
||||合    计|44.00
||||栗川县林业局机关|30.00
213|02|07|327001|森林资源管理|30.00
||||栗川县国有林场|14.00
213|02|05|327002|森林资源培育|14.00
"""


def test_subtotals_of_units_are_not_added_twice(disclose: Disclose) -> None:
    disclosure = disclose(UNIT_SUBTOTALS)
    (table,) = disclosure.tables
    assert [(row.label, row.cells[-1].printed) for row in table.rows] == [
        ("合计", "44.00"),
        ("栗川县林业局机关", "30.00"),
        ("森林资源管理", "30.00"),
        ("栗川县国有林场", "14.00"),
        ("森林资源培育", "14.00"),
    ]
    assert check(disclosure).findings == ()


COUNTS = """
国有资产占用情况信息表
编制单位：栗川县公安局|金额单位：万元
项目|统计数
一、机关运行经费|21.00
（一）行政单位|21.00
二、车辆数合计（辆）|31
1．执法执勤用车（辆）|28
2．其他用车（辆）|3
三、单价100万元（含）以上设备（台）|2
四、政府采购支出合计|8.00
"""


def test_rows_that_count_things_are_no_money(disclose: Disclose) -> None:
    disclosure = disclose(COUNTS)
    (table,) = disclosure.tables
    amounts = [row.cells[0].amount for row in table.rows]
    assert [amount and (amount.unit, amount.yuan) for amount in amounts] == [
        (Unit.WAN, 210_000),
        (Unit.WAN, 210_000),
        (Unit.VEHICLES, None),
        (Unit.VEHICLES, None),
        (Unit.VEHICLES, None),
        (Unit.SETS, None),
        (Unit.WAN, 80_000),
    ]
    assert table_gaps(disclosure) == []


# 29.00 is all the money; 34.00 also adds 3 vehicles and 2 machines.
@pytest.mark.parametrize(("total", "wrong"), [("29.00", "broken"), ("34.00", "tied")])
def test_rows_that_count_things_are_never_added_to_money(
    disclose: Disclose, total: str, wrong: str
) -> None:
    text = f"""
国有资产占用情况表
单位：万元
项目|价值
一、房屋|21.00
二、公务用车（辆）|3
三、大型设备（台）|2
四、其他资产|8.00
合计|{total}
"""
    report = check(disclose(text))
    (entry,) = (entry for entry in report.ledger if entry.label == "合计")
    assert entry.verdict != wrong
    assert report.findings == ()


PIECES = {
    "数量": (
        "政府采购预算表\n单位：万元\n采购品目|数量|金额\n台式计算机|20|10.00\n",
        [None, 100_000],
    ),
    "权重": ("项目支出表\n单位：万元\n项目名称|预算数|权重\n养老服务|3.00|20\n", [30_000, None]),
    "分值": ("项目支出表\n单位：万元\n项目名称|预算数|分值\n养老服务|3.00|10\n", [30_000, None]),
}


@pytest.mark.parametrize(("text", "yuan"), PIECES.values(), ids=PIECES.keys())
def test_columns_of_pieces_and_points(
    disclose: Disclose, text: str, yuan: list[int | None]
) -> None:
    disclosure = disclose(text)
    ((row,),) = (table.rows for table in disclosure.tables)
    assert [cell.amount and cell.amount.yuan for cell in row.cells] == yuan
    assert table_gaps(disclosure) == []


def test_a_performance_form_counts_no_money(disclose: Disclose) -> None:
    text = """
项目支出绩效目标表
项目名称|养老服务||||
年度资金总额（万元）|300.00||||
一级指标|二级指标|三级指标|指标值|度量单位|权重
产出指标|数量指标|低保对象人数|5000|人|20
|质量指标|发放准确率|100|%|20
"""
    disclosure = disclose(text)
    assert facts(disclosure) == [
        "|项目名称||养老服务",
        "|年度资金总额（万元）||300.00",
        "|低保对象人数|指标值|5000",
        "|低保对象人数|度量单位|人",
        "|低保对象人数|权重|20",
        "|发放准确率|指标值|100",
        "|发放准确率|度量单位|%",
        "|发放准确率|权重|20",
    ]
    cells = [cell for row in disclosure.tables[0].rows[2:] for cell in row.cells]
    assert [cell.printed for cell in cells if cell.amount and cell.amount.yuan is not None] == []
    assert table_gaps(disclosure) == []


LOST_CELL = """
一般公共预算支出表
部门：栗川县统计局||||单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|3.00|2.00|1.00
201|一般公共服务支出|3.00|2.00|1.00
20105|统计信息事务|3.00|2.00|1.00
2010501|行政运行|2.00|2.00|
2010505|专项统计业务|0.40|0.60
"""


def test_a_row_that_lost_a_cell_is_a_gap(disclose: Disclose) -> None:
    disclosure = disclose(LOST_CELL)
    assert [row.label for row in disclosure.tables[0].rows] == [
        "合计",
        "一般公共服务支出",
        "统计信息事务",
        "行政运行",
    ]
    gaps = table_gaps(disclosure)
    assert [
        (gap.reason, gap.table, gap.printed, gap.source and gap.source.line) for gap in gaps
    ] == [
        (GapReason.NO_COLUMN, 1, "0.40", 8),
        (GapReason.NO_COLUMN, 1, "0.60", 8),
    ]
    assert check(disclosure).findings == ()


def test_a_sum_over_a_row_that_lost_a_cell_is_not_broken(disclose: Disclose) -> None:
    report = check(disclose(LOST_CELL.replace("0.40|0.60", "1.00|1.00")))
    verdicts = {entry.verdict for entry in report.ledger if entry.label == "统计信息事务"}
    assert verdicts <= {"tied", "not checkable"}
    assert report.findings == ()


LEADING_TOTAL = """
支出预算表
单位：万元
项目|预算数
合计|{total}
一、教育支出|4.00
二、卫生健康支出|3.00
三、住房保障支出|2.00
"""


@pytest.mark.parametrize(("total", "verdict"), [("9.00", "tied"), ("8.00", "broken")])
def test_a_total_that_leads_ordinals(disclose: Disclose, total: str, verdict: str) -> None:
    report = check(disclose(LEADING_TOTAL.format(total=total)))
    sums = [entry for entry in report.ledger if entry.rule not in WORDING_RULES]
    assert [f"{e.label}|{e.column}|{e.verdict}" for e in sums] == [f"合计|预算数|{verdict}"]
    assert report.is_broken == (verdict == "broken")


TWO_ROWS = """
收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、财政拨款收入|21.00|一、社会保障和就业支出|12.00
收入总计|21.00|二、住房保障支出|{housing}
||支出总计|{total}
"""


@pytest.mark.parametrize(
    ("housing", "total", "verdict"), [("9.00", "21.00", "tied"), ("8.00", "20.00", "broken")]
)
def test_sides_whose_totals_stand_on_two_rows_balance(
    disclose: Disclose, housing: str, total: str, verdict: str
) -> None:
    report = check(disclose(TWO_ROWS.format(housing=housing, total=total)))
    assert ledger(report, "balance") == [f"支出总计|支出/预算数|{verdict}"]


BY_FUNCTION = """
一般公共预算支出表
部门：{agency}||||单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|9.00|8.00|1.00
205|教育支出|9.00|8.00|1.00
"""
BY_ECONOMY = """
一般公共预算基本支出表
部门：{agency}||||单位：万元
科目编码|科目名称|合计|人员经费|公用经费
|合计|{total}|{total}|
301|工资福利支出|{total}|{total}|
"""
WHOLE, OWN = "栗川县教育局", "栗川县教育局机关"


def test_totals_of_one_agency_are_compared(disclose: Disclose) -> None:
    text = BY_FUNCTION.format(agency=WHOLE) + BY_ECONOMY.format(agency=WHOLE, total="5.00")
    assert broken(check(disclose(text))) == ["same_total|合计"]


SEVERAL = {
    "captions of two agencies": (
        BY_FUNCTION.format(agency=WHOLE) + BY_ECONOMY.format(agency=OWN, total="5.00")
    ),
    "two tables of one kind": (
        BY_FUNCTION.format(agency=WHOLE)
        + BY_ECONOMY.format(agency=WHOLE, total="8.00")
        + BY_ECONOMY.format(agency=OWN, total="5.00")
    ),
    "two tables of one kind, no agency": (
        BY_FUNCTION.format(agency="")
        + BY_ECONOMY.format(agency="", total="8.00")
        + BY_ECONOMY.format(agency="", total="5.00")
    ).replace("部门：||||", "||||"),
}


@pytest.mark.parametrize("text", SEVERAL.values(), ids=SEVERAL.keys())
def test_totals_of_several_agencies_are_not_compared(disclose: Disclose, text: str) -> None:
    report = check(disclose(text))
    assert [finding for finding in report.findings if finding.rule == "same_total"] == []


@pytest.mark.parametrize(
    ("agency", "region"),
    [
        ("临泽区城市管理局", "临泽区"),
        ("禾州市桑园区教育局", "禾州市桑园区"),
        ("江南区市场监督管理局", "江南区"),
        ("中共青岭市岭南区委宣传部", "青岭市岭南区"),
        ("通州区财政局", "通州区"),
    ],
)
def test_regions(disclose: Disclose, agency: str, region: str) -> None:
    disclosure = disclose(f"{agency}2024年部门预算\n")
    assert disclosure.agency is not None
    assert disclosure.region is not None
    assert (disclosure.agency.value, disclosure.region.value) == (agency, region)


@pytest.mark.parametrize("agency", ["某市财政局本级", "栗川市财政局本级"])
def test_an_agency_without_its_units(disclose: Disclose, agency: str) -> None:
    disclosure = disclose(f"{agency}2024年单位预算\n")
    assert disclosure.agency is not None
    assert disclosure.agency.value == agency


CONTENTS = """
栗川县水利局2024年部门预算

目录

第一部分 部门预算说明
第二部分 部门预算公开表格

部门公开表01
收支总表
单位：栗川县水利局|||金额单位：万元
收入||支出|
项目|本年预算|项目|本年预算
一、一般公共预算拨款收入|50.00|一、农林水支出|50.00
收入总计|50.00|支出总计|50.00
"""


def test_contents_end_where_the_first_table_begins(disclose: Disclose) -> None:
    disclosure = disclose(CONTENTS)
    (table,) = disclosure.tables
    assert table.title is not None
    assert (table.title.printed, table.unit, table.sides) == (
        "收支总表",
        Unit.WAN,
        ("收入", "支出"),
    )
    assert facts(disclosure) == [
        "|一、一般公共预算拨款收入|收入/本年预算|50.00",
        "|一、农林水支出|支出/本年预算|50.00",
        "|收入总计|收入/本年预算|50.00",
        "|支出总计|支出/本年预算|50.00",
    ]
    assert table_gaps(disclosure) == []


@pytest.mark.parametrize(
    "text",
    [
        "一、主要职责\n\n1.|团结动员妇女投身改革。\n2.|维护妇女权益。\n3.|办好县里交办的事。\n",
        "（1）|团结动员妇女投身改革。\n（2）|维护妇女权益。\n",
        "一、|组织统计调查\n二、|公布统计资料\n",
        "2024年收入预算|120.00|万元，比上年增加|10.00|万元。\n",
        "目|录\n\n第一部分 部门概况|1\n一、主要职责|1\n二、收支总表|3\n三、收入总表|4\n",
    ],
    ids=["numbers", "numbers in brackets", "ordinals", "a sentence", "contents"],
)
def test_tabs_that_make_no_table(disclose: Disclose, text: str) -> None:
    assert disclose(f"栗川县妇女联合会2024年部门预算\n\n{text}").tables == ()


# 30 rows of 1: no nesting of them adds up to 40.
@pytest.mark.parametrize(("total", "verdict"), [("30.00", "tied"), ("40.00", "not checkable")])
def test_sixty_rows_of_nothing_and_one(disclose: Disclose, total: str, verdict: str) -> None:
    rows = "".join(f"项目{number}|{number % 2}.00\n" for number in range(1, 61))
    text = f"项目支出表\n单位：万元\n项目名称|金额\n合计|{total}\n{rows}"
    report = check(disclose(text))
    sums = [entry for entry in report.ledger if entry.rule not in WORDING_RULES]
    assert [f"{e.label}|{e.column}|{e.verdict}" for e in sums] == [f"合计|金额|{verdict}"]
    assert report.findings == ()


def test_brackets_deeper_than_any_author_means(disclose: Disclose) -> None:
    deep = "（" * 800 + "含结转" + "）" * 800
    disclosure = disclose(f"2024年收入预算{deep}5.00万元，支出预算3.00万元。\n")
    levels = [s.level.printed for s in disclosure.statements if s.level]
    assert "3.00万元" in levels


def test_a_character_cut_at_the_end_of_the_file(tmp_path: Path) -> None:
    text = "栗川县统计局2024年部门预算\n\n收入表\n单位：万元\n项目|金额\n合计|5.00\n".replace(
        "|", "\t"
    )
    path = tmp_path / "demo.txt"
    path.write_bytes(text.encode() + "本".encode() + "表".encode()[:2])
    disclosure = read(path)
    assert facts(disclosure)[0] == "|合计|金额|5.00"
    (gap,) = (gap for gap in disclosure.gaps if gap.reason is GapReason.DAMAGED)
    assert gap.source is not None
    assert (gap.printed[0], gap.source.line) == ("本", 7)


def test_names_around_a_blank_row_stay_three_rows(disclose: Disclose) -> None:
    text, _ = LAYOUTS["names that need not be one, a row between them left blank"]
    (table,) = disclose(text).tables
    assert [(row.label, row.cells[0].printed) for row in table.rows] == [
        ("税收收入", "7.00"),
        ("专项收入", ""),
        ("罚没收入", "2.00"),
        ("合计", "9.00"),
    ]
