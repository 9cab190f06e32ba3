"""Self-evaluation forms, whose head holds a small grid of funds: rows in, facts out."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from extraction import Disclosure, fact_rows, read
from extraction.vocabulary import GapReason, Unit

Disclose = Callable[[str], Disclosure]

CAPTION = """
青川市水利局2024年部门决算
项目支出绩效自评表
"""
INDICATORS = """
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因
产出指标|数量指标|疏浚河道长度|≥3公里|3.5公里|60|60|
效益指标|社会效益指标|防洪能力|提升|提升|30|28|尚需巩固
总分|||||100|97.5|
"""
FUNDS = """
项目名称|河道疏浚||||||
主管部门|青川市水利局|||实施单位|青川市河道所||
项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额|120|100|95|10|95%|9.5
|其中：当年财政拨款|110|90|86|-|-|-
|上年结转资金|10|10|9|||
|其他资金||||||
年度总体目标|预期目标||||实际完成情况||
|疏浚河道三公里，恢复行洪断面。||||已疏浚，恢复了行洪断面。||
"""
FUND_FACTS = [
    "项目名称||河道疏浚",
    "主管部门||青川市水利局",
    "实施单位||青川市河道所",
    "年度资金总额|年初预算数|120",
    "年度资金总额|全年预算数|100",
    "年度资金总额|全年执行数|95",
    "年度资金总额|分值|10",
    "年度资金总额|执行率|95%",
    "年度资金总额|得分|9.5",
    "其中：当年财政拨款|年初预算数|110",
    "其中：当年财政拨款|全年预算数|90",
    "其中：当年财政拨款|全年执行数|86",
    "其中：当年财政拨款|分值|-",
    "其中：当年财政拨款|执行率|-",
    "其中：当年财政拨款|得分|-",
    "上年结转资金|年初预算数|10",
    "上年结转资金|全年预算数|10",
    "上年结转资金|全年执行数|9",
    "预期目标||疏浚河道三公里，恢复行洪断面。",
    "实际完成情况||已疏浚，恢复了行洪断面。",
]


def head_facts(disclosure: Disclosure) -> list[str]:
    """Label, column and value of each fact above the indicators, a line each."""
    facts = [f"{fact.label}|{fact.column}|{fact.value}" for fact in fact_rows(disclosure)]
    return facts[: facts.index("疏浚河道长度|年度指标值|≥3公里")]


def cells(text: str) -> list[list[str]]:
    """The rows of a form, each as wide as its indicators."""
    rows = [line.split("|") for line in text.strip().splitlines() if line]
    return [row + [""] * (8 - len(row)) for row in rows]


def test_funds_are_rows_under_the_header_of_their_own(disclose: Disclose) -> None:
    disclosure = disclose(CAPTION + FUNDS.strip() + INDICATORS)
    assert head_facts(disclosure) == FUND_FACTS
    assert disclosure.tables[0].unit is Unit.WAN
    assert [gap.printed for gap in disclosure.gaps if gap.table] == []


def test_amounts_of_funds_have_the_unit_of_their_column(disclose: Disclose) -> None:
    [table] = disclose(CAPTION + FUNDS.strip() + INDICATORS).tables
    [total] = [row for row in table.rows if row.label == "年度资金总额"]
    units = [cell.amount.unit for cell in total.cells if cell.amount]
    assert units == [Unit.WAN, Unit.WAN, Unit.WAN, None, Unit.PERCENT, None]
    assert total.is_total


def test_scores_of_funds_and_of_indicators_stand_in_one_column(disclose: Disclose) -> None:
    [table] = disclose(CAPTION + FUNDS.strip() + INDICATORS).tables
    assert [column.path[-1] for column in table.columns] == [
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因",
        "年初预算数",
        "全年预算数",
        "全年执行数",
        "执行率",
    ]
    scores = [c.printed for row in table.rows for c in row.cells if c.column == 3]
    assert scores == ["9.5", "-", "", "", "60", "28", "97.5"]
    assert table.rows[-1].label == "总分"


def test_funds_in_a_workbook_and_a_page(tmp_path: Path) -> None:
    rows = cells(FUNDS + INDICATORS)
    book = openpyxl.Workbook()
    sheet = book.active
    for line in CAPTION.strip().splitlines():
        sheet.append([line])
    for row in rows:
        sheet.append([cell or None for cell in row])
    sheet.merge_cells("A5:A9")
    sheet.merge_cells("A10:A11")
    book.save(tmp_path / "form.xlsx")
    spans = {(2, 0): ' rowspan="5"', (7, 1): ' colspan="4"', (7, 5): ' colspan="3"'}
    hidden = {(r, 0) for r in range(3, 7)} | {(7, c) for c in (2, 3, 4, 6, 7)}
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{spans.get((r, c), '')}>{cell}</td>"
            for c, cell in enumerate(row)
            if (r, c) not in hidden
        )
        + "</tr>"
        for r, row in enumerate(rows)
    )
    captions = "".join(f"<p>{line}</p>" for line in CAPTION.strip().splitlines())
    page = tmp_path / "form.html"
    page.write_text(f"<html><body>{captions}<table>{body}</table></body></html>", encoding="utf-8")
    for path in (tmp_path / "form.xlsx", page):
        assert head_facts(read(path)) == FUND_FACTS


BLOCKS = {
    "labels in the first column": (
        """
项目资金（万元）|全年预算数（A）|全年执行数（B）|分值|执行率（B/A）|得分||
年度资金总额|200.00|180.00|10|90.00%|9||
其中：财政拨款|200.00|180.00|||||
其他资金|||||||
""",
        [
            "年度资金总额|全年预算数（A）|200.00",
            "年度资金总额|全年执行数（B）|180.00",
            "年度资金总额|分值|10",
            "年度资金总额|执行率（B/A）|90.00%",
            "年度资金总额|得分|9",
            "其中：财政拨款|全年预算数（A）|200.00",
            "其中：财政拨款|全年执行数（B）|180.00",
        ],
    ),
    "the group beside the first row, most amounts left blank": (
        """
||预算数(A)|执行数(B)||||
项目资金（万元）|年度资金总额|30|||||
|其中：财政拨款|30|/||||
""",
        [
            "年度资金总额|预算数(A)|30",
            "其中：财政拨款|预算数(A)|30",
            "其中：财政拨款|执行数(B)|/",
        ],
    ),
    "one row without a name: each figure has the name over it": (
        """
预算执行情况（万元）|年初预算数|全年执行数|执行率||||
|120|95|79.17%||||
""",
        ["年初预算数||120", "全年执行数||95", "执行率||79.17%"],
    ),
    "two header rows, and words beside the names": (
        """
年度主要任务|任务名称|主要内容|预算数（万元）||执行数（万元）||
|||总额|财政拨款|总额|财政拨款|
|疏浚|疏浚三公里|50|40|48|40|
|金额合计||50|40|48|40|
""",
        [
            "疏浚|主要内容|疏浚三公里",
            "疏浚|预算数（万元）/总额|50",
            "疏浚|预算数（万元）/财政拨款|40",
            "疏浚|执行数（万元）/总额|48",
            "疏浚|执行数（万元）/财政拨款|40",
            "金额合计|预算数（万元）/总额|50",
            "金额合计|预算数（万元）/财政拨款|40",
            "金额合计|执行数（万元）/总额|48",
            "金额合计|执行数（万元）/财政拨款|40",
        ],
    ),
    "names of two levels under one header": (
        """
项目||预算数（万元）|执行数（万元）||||
收入|财政拨款|50|48||||
|其他收入|5|4||||
""",
        [
            "财政拨款|预算数（万元）|50",
            "财政拨款|执行数（万元）|48",
            "其他收入|预算数（万元）|5",
            "其他收入|执行数（万元）|4",
        ],
    ),
    "words behind the figures": (
        """
资金来源（万元）|全年预算数|执行数|执行率|未完成原因|||
年度资金总额|100|95|95%|部分款项跨年结算|||
""",
        [
            "年度资金总额|全年预算数|100",
            "年度资金总额|执行数|95",
            "年度资金总额|执行率|95%",
            "年度资金总额|未完成原因|部分款项跨年结算",
        ],
    ),
    "labels and figures that alternate are no grid": (
        """
主管部门|青川市水利局|实施单位|青川市河道所||||
年度资金总额（万元）|30|执行金额|20|执行率|66.67%||
""",
        [
            "主管部门||青川市水利局",
            "实施单位||青川市河道所",
            "年度资金总额（万元）||30",
            "执行金额||20",
            "执行率||66.67%",
        ],
    ),
}


@pytest.mark.parametrize("case", BLOCKS)
def test_block_of_funds(disclose: Disclose, case: str) -> None:
    text, expected = BLOCKS[case]
    goal = "年度总体目标|疏浚河道三公里。||||||"
    disclosure = disclose(CAPTION + text.strip() + "\n" + goal + INDICATORS)
    assert head_facts(disclosure) == [*expected, "年度总体目标||疏浚河道三公里。"]
    assert [gap.printed for gap in disclosure.gaps if gap.table] == []


def test_rows_without_their_blank_ends(disclose: Disclose) -> None:
    lines = (CAPTION + FUNDS.strip() + INDICATORS).splitlines()
    disclosure = disclose("\n".join(line.rstrip("|") for line in lines))
    assert head_facts(disclosure) == FUND_FACTS
    assert [gap.printed for gap in disclosure.gaps if gap.table] == []


def test_code_beside_a_name_is_no_money(disclose: Disclose) -> None:
    line = "项目名称|河道疏浚|||项目编码|320100||\n年度资金总额（万元）|30||||||"
    disclosure = disclose(CAPTION + line + INDICATORS)
    assert head_facts(disclosure) == [
        "项目名称||河道疏浚",
        "项目编码||320100",
        "年度资金总额（万元）||30",
    ]
    code, total = (disclosure.tables[0].rows[at].cells[0].amount for at in (1, 2))
    assert (code and code.unit, total and total.unit) == (None, Unit.WAN)


STRAY = {
    "no header": ("资金（万元）|30|20|10||||", ["30", "20", "10"]),
    "a row that lost its name": (
        "项目资金（万元）||预算数|执行数||||\n|年度资金总额|30|20||||\n|30|20|||||",
        ["30", "20"],
    ),
    "a row that lost a cell where blank ones are kept": (
        "项目资金（万元）||预算数|执行数|执行率|||\n|年度资金总额|30|20|66.67%|||\n|其他资金|30",
        ["30"],
    ),
}


@pytest.mark.parametrize("case", STRAY)
def test_figure_without_name_or_header_is_a_gap(disclose: Disclose, case: str) -> None:
    text, expected = STRAY[case]
    disclosure = disclose(CAPTION + text + INDICATORS)
    gaps = [gap for gap in disclosure.gaps if gap.table]
    assert [gap.printed for gap in gaps] == expected
    assert {gap.reason for gap in gaps} == {GapReason.NO_COLUMN}


def test_funds_of_a_table_without_unit_are_a_gap(disclose: Disclose) -> None:
    text = "项目资金||预算数|执行数||||\n|年度资金总额|30|20||||"
    gaps = [gap for gap in disclose(CAPTION + text + INDICATORS).gaps if gap.table]
    assert [(gap.reason, gap.printed) for gap in gaps] == [(GapReason.NO_UNIT, "30")]
