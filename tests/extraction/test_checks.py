"""The rules of the catalogue, each on a small table: ledger lines out."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Report, Verdict, check

Disclose = Callable[[str], Disclosure]
SUBSET = "the header says 其中: perhaps not all parts have a column"
SOME = "the rows below need not be all the parts"


def ledger(report: Report, rule: str) -> list[str]:
    """Label, column and verdict of each entry of a rule, a line each; the reason where given."""
    return [
        f"{e.label}|{e.column}|{e.verdict}" + (f": {e.reason}" if e.reason else "")
        for e in report.ledger
        if e.rule == rule
    ]


COLUMNS = """
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|12.00|10.00|2.00
221|住房保障支出|8.01|5.00|3.00
229|其他支出|9.00|4.00|3.00
230|转移性支出||1.00|
231|债务还本支出|4.00||
232|债务付息支出|||
"""

FUNDS = """
收入总表
单位：万元
单位名称|总计|本年收入|||上年结转结余
||合计|一般公共预算|政府性基金预算|
青川市水利局|12.00|10.00|7.00|3.00|2.00
青川市水文站|7.00|4.00|4.00|0.00|2.00
"""

ONLY_SOME_COLUMNS = """
项目支出表
单位：万元
项目名称|合计|其中：财政拨款
河道疏浚|5.00|3.00
堤防加固|4.00|4.00
"""

RATES = """
支出决算表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出|上年决算数|增减额|完成率
208|社会保障和就业支出|12.00|10.00|2.00|11.00|1.00|98.5
"""

THREE_PUBLIC = """
一般公共预算“三公”经费、会议费、培训费支出表
单位：万元
“三公”经费合计|因公出国（境）费|公务用车购置及运行费|||公务接待费|会议费|培训费
||小计|公务用车购置费|公务用车运行费|||
6.00|1.00|3.00|0.00|3.00|2.00|9.00|4.00
"""

HIERARCHY = """
一般公共预算支出表
单位：万元
科目编码|科目名称|预算数
208|社会保障和就业支出|12.00
20805|行政事业单位养老支出|12.00
2080505|机关事业单位基本养老保险缴费支出|8.00
2080506|机关事业单位职业年金缴费支出|4.00
221|住房保障支出|5.01
22101|保障性安居工程支出|2.00
22102|住房改革支出|3.00
229|其他支出|9.00
22999|其他支出|7.00
合计||26.01
"""

SHORT_CODES = """
一般公共预算支出表
单位：万元
科目编码|||科目名称|预算数
类|款|项||
208|||社会保障和就业支出|12.00
|05||行政事业单位养老支出|12.00
||05|机关事业单位基本养老保险缴费支出|8.00
||06|机关事业单位职业年金缴费支出|4.00
|合计|||12.00
"""

TWO_LEVELS = """
收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、财政拨款收入|20.00|一、社会保障和就业支出|12.00
二、其他收入|1.00|二、住房保障支出|9.00
本年收入合计|21.00|本年支出合计|21.00
上年结转结余|2.00|年终结转结余|2.00
收入总计|23.00|支出总计|23.00
"""

ONLY_SOME_ROWS = """
部门收入预算表
单位：万元
项目|预算数
一、财政拨款收入|20.00
其中：一般公共预算|15.00
二、其他收入|1.00
收入合计|21.00
"""

NESTED = """
项目支出表
单位：万元
项目名称|合计
合计|9.00
水利局机关|6.00
河道疏浚|4.00
堤防加固|2.00
水文站|3.00
雨量监测|3.00
"""

TWO_TABLES = """
一般公共预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|12.00|10.00|2.00
合计||12.00|10.00|2.00

一般公共预算基本支出表
单位：万元
科目编码|科目名称|合计
301|工资福利支出|10.00
合计||10.00
"""

LEDGERS = {
    "columns: tied, rounded, broken, not checkable": (
        COLUMNS,
        "row_total",
        [
            "社会保障和就业支出|合计|tied",
            "住房保障支出|合计|rounding",
            "其他支出|合计|broken",
            "转移性支出|合计|not checkable: the total is not printed",
            "债务还本支出|合计|not checkable: no part is printed",
        ],
    ),
    "a total over a total": (
        FUNDS,
        "row_total",
        [
            "青川市水利局|本年收入/合计|tied",
            "青川市水文站|本年收入/合计|tied",
            "青川市水利局|总计|tied",
            "青川市水文站|总计|broken",
        ],
    ),
    "a column that says 其中 is not all": (
        ONLY_SOME_COLUMNS,
        "row_total",
        [f"河道疏浚|合计|not checkable: {SUBSET}", "堤防加固|合计|tied"],
    ),
    "rates, changes and other years are no parts": (
        RATES,
        "row_total",
        ["社会保障和就业支出|合计|tied"],
    ),
    "meetings and training are not of the three": (
        THREE_PUBLIC,
        "row_total",
        ["|公务用车购置及运行费/小计|tied", "|“三公”经费合计|tied"],
    ),
    "classes, groups, items": (
        HIERARCHY,
        "code_hierarchy",
        [
            "社会保障和就业支出|预算数|tied",
            "行政事业单位养老支出|预算数|tied",
            "住房保障支出|预算数|rounding",
            "其他支出|预算数|broken",
        ],
    ),
    "the total of the classes": (HIERARCHY, "grand_total", ["合计|预算数|tied"]),
    "codes in columns, not repeated": (
        SHORT_CODES,
        "code_hierarchy",
        ["社会保障和就业支出|预算数|tied", "行政事业单位养老支出|预算数|tied"],
    ),
    "the total of classes in columns": (SHORT_CODES, "grand_total", ["合计|预算数|tied"]),
    "a sum of the year, and a total with what is carried over": (
        TWO_LEVELS,
        "side_total",
        [
            "本年收入合计|收入/预算数|tied",
            "收入总计|收入/预算数|tied",
            "本年支出合计|支出/预算数|tied",
            "支出总计|支出/预算数|tied",
        ],
    ),
    "both sides": (TWO_LEVELS, "balance", ["支出总计|支出/预算数|tied"]),
    "a row that says 其中 is not added": (ONLY_SOME_ROWS, "side_total", ["收入合计|预算数|tied"]),
    "a row that says 其中 is not all": (
        ONLY_SOME_ROWS,
        "code_hierarchy",
        [f"一、财政拨款收入|预算数|not checkable: {SOME}"],
    ),
    "totals inside a total": (
        NESTED,
        "list_total",
        ["合计|合计|tied", "水利局机关|合计|tied", "水文站|合计|tied"],
    ),
    "the same total in two tables": (TWO_TABLES, "same_total", ["合计|合计|tied"]),
}


@pytest.mark.parametrize(("text", "rule", "expected"), LEDGERS.values(), ids=LEDGERS.keys())
def test_ledger(disclose: Disclose, text: str, rule: str, expected: list[str]) -> None:
    assert ledger(check(disclose(text)), rule) == expected


BREAKS = {
    "a side": (TWO_LEVELS, "一、财政拨款收入|20.00", "25.00", "side_total"),
    "a total with what is carried over": (TWO_LEVELS, "上年结转结余|2.00", "3.00", "side_total"),
    "both sides": (TWO_LEVELS, "支出总计|23.00", "32.00", "balance"),
    "the total of the classes": (HIERARCHY, "合计||26.01", "26.91", "grand_total"),
    "an item": (HIERARCHY, "机关事业单位职业年金缴费支出|4.00", "4.90", "code_hierarchy"),
    "one of the three": (THREE_PUBLIC, "6.00|1.00", "1.10", "row_total"),
    "two tables": (TWO_TABLES, "合计||10.00", "19.00", "same_total"),
}


@pytest.mark.parametrize(("text", "cell", "wrong", "rule"), BREAKS.values(), ids=BREAKS.keys())
def test_a_changed_figure_breaks_its_rule(
    disclose: Disclose, text: str, cell: str, wrong: str, rule: str
) -> None:
    report = check(disclose(text.replace(cell, cell.rsplit("|", 1)[0] + "|" + wrong)))
    assert report.is_broken
    broken = [f for f in report.findings if rule in (f.rule, *(one.rule for one in f.also))]
    assert any(wrong in [part.printed for part in finding.cells] for finding in broken)


TIED = HIERARCHY.replace("5.01", "5.00").replace("9.00", "7.00").replace("26.01", "24.00")


@pytest.mark.parametrize(
    "name",
    [
        "社会保障和就业支出",
        "行政事业单位养老支出",
        "机关事业单位基本养老保险缴费支出",
        "机关事业单位职业年金缴费支出",
        "住房保障支出",
        "保障性安居工程支出",
        "住房改革支出",
        "229|其他支出",
        "22999|其他支出",
        "合计|",
    ],
)
def test_every_figure_of_a_table_of_codes_is_guarded(disclose: Disclose, name: str) -> None:
    assert check(disclose(TIED)).findings == ()
    before, after = TIED.split(f"{name}|", 1)
    report = check(disclose(f"{before}{name}|9{after}"))
    assert report.is_broken
    changed = "9" + after.split("\n")[0]
    assert all(changed in [cell.printed for cell in f.cells] for f in report.findings)


FINDING = """
支出总表
单位：万元
科目编码|科目名称|预算数
229|其他支出|1,009.00
22999|其他支出|7.00
2299901|其他支出|7.00
"""


def test_a_broken_finding(disclose: Disclose) -> None:
    (finding,) = check(disclose(FINDING)).findings
    assert (finding.document, finding.rule) == ("demo", "code_hierarchy")
    assert (finding.kind, finding.severity) == ("hierarchy_sum", "error")
    assert (finding.where, finding.printed, finding.computed) == ("4", "1,009.00", "7.00")
    assert [
        (c.table, c.row, c.code, c.label, c.column, c.printed, c.where) for c in finding.cells
    ] == [
        (1, 1, "229", "其他支出", "预算数", "1,009.00", "4"),
        (1, 2, "22999", "其他支出", "预算数", "7.00", "5"),
    ]
    start = len("229\t其他支出\t")
    assert [(s.line, s.start, s.end) for s in finding.cells[0].source.spans] == [
        (4, start, start + len("1,009.00"))
    ]
    for words in ("229其他支出", "预算数", "1,009.00", "应为7.00", "1002.00"):
        assert words in finding.statement


def test_a_rounding_finding_breaks_nothing(disclose: Disclose) -> None:
    report = check(disclose(COLUMNS.split("229")[0]))
    (finding,) = report.findings
    assert (finding.kind, finding.severity, finding.where) == ("row_sum", "rounding", "5")
    assert (finding.printed, finding.computed) == ("8.01", "8.00")
    assert not report.is_broken
    assert report.count(Verdict.ROUNDING) == 1


UNITS = """
一般公共预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|12.00|10.00|2.00
合计||12.00|10.00|2.00

一般公共预算基本支出表
单位：元
科目编码|科目名称|合计
301|工资福利支出|{total}
合计||{total}
"""


@pytest.mark.parametrize(
    ("total", "verdict"),
    # 0.5 元 + 50 元 of slack, counted in 元
    [("100,000", "tied"), ("100,050", "rounding"), ("100,051", "broken"), ("10.00", "broken")],
)
def test_totals_of_tables_in_other_units(disclose: Disclose, total: str, verdict: str) -> None:
    report = check(disclose(UNITS.format(total=total)))
    assert ledger(report, "same_total") == [f"合计|合计|{verdict}"]


def test_sides_whose_totals_stand_on_two_rows_balance(disclose: Disclose) -> None:
    text = """
收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、财政拨款收入|20.00|一、社会保障和就业支出|12.00
收入总计|20.00|二、住房保障支出|9.00
||支出总计|21.00
"""
    assert ledger(check(disclose(text)), "balance") == ["支出总计|支出/预算数|broken"]


def test_a_report_comes_back_from_json(disclose: Disclose) -> None:
    report = check(disclose(HIERARCHY))
    assert Report.model_validate_json(report.model_dump_json()) == report


WHOLE = """
支出总表
单位：万元
科目编码|科目名称|预算数
208|社会保障和就业支出|15
20805|行政事业单位养老支出|12
20899|其他社会保障和就业支出|{0}
合计||15
"""


@pytest.mark.parametrize(("part", "verdict"), [("2", "rounding"), ("0.3", "broken")])
def test_a_figure_is_as_exact_as_its_column(disclose: Disclose, part: str, verdict: str) -> None:
    # Of whole figures 15 is in reach of 12 + 2; a column that prints 0.3 does not round to such.
    rows = ledger(check(disclose(WHOLE.format(part))), "code_hierarchy")
    assert rows == [f"社会保障和就业支出|预算数|{verdict}"]
