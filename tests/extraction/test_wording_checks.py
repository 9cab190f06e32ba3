"""What is left of a template, units in words, marks and doubled words."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, Gap, GapReason, Page, Report, Verdict, check
from extraction.vocabulary import Format

Disclose = Callable[[str], Disclosure]
HEAD = "青禾县水务局2024年部门预算\n第一部分 情况说明\n一、收支情况\n"
RULES = ("placeholder", "empty_limit", "unit_words", "unit_misfit", "punctuation")


def read(disclose: Disclose, prose: str, tables: str = "") -> Disclosure:
    return disclose(f"{HEAD}{prose}\n第二部分 报表\n{tables}")


def found(report: Report, rule: str) -> list[tuple[str, str]]:
    """Print and what should stand there, of each finding of a rule."""
    return [(f.printed, f.computed) for f in report.findings if f.rule == rule]


def slips(report: Report) -> list[str]:
    """The prints of all findings on words."""
    return [f.printed for f in report.findings if f.rule in RULES]


LEFTOVERS = {
    "a direction to choose": (
        "事业收入0万元，较上年增加(减少) 0 万元。",
        "增加(减少) 0 万元",
    ),
    "with its base": ("会议费0万元，比上年增（减）0万元。", "比上年增（减）0万元"),
    "between slashes": ("会议费比预算下降/增长3.5%。", "下降/增长3.5%"),
    "for a reason": (
        "会议费2.00万元。增加（减少）的主要原因是会议增多。",
        "增加（减少）的主要原因",
    ),
    "an agency to choose": (
        "水务局是县政府（县委）组成部门（直属机构）。",
        "县政府（县委）组成部门（直属机构）",
    ),
    "a year explained": ("运行费比 2023 年（上年）减少1.00万元。", "2023 年（上年）"),
    "crosses": ("××局负责水务。", "××局"),
    "letters": ("会议费xxx万元，与上年持平。", "xxx万元"),
    "a month of crosses": ("截至X年X月底共有车辆1辆。", "X年X月"),
    "an underline": ("会议费增加__万元。", "__万元"),
    "a wide underline": ("会议费为＿＿万元。", "＿＿万元"),
    "stars": ("会议费共**万元。", "**万元"),
    "an empty bracket": ("下属单位（  ）个。", "（  ）个"),
    "no amount": ("会议费比上年增加 万元。", "增加 万元"),
    "no rate": ("会议费2.00万元，增长%。", "增长%"),
    "no vehicles": ("年末共 辆，均为公务用车。", "共 辆"),
    "no expenditure": ("会议费为 万元，用于会议。", "费为 万元"),
    "a dash for a rate": (
        "会议费2.00万元，增长--（基数为0，不可比）。",
        "增长--（基数为0，不可比）",
    ),
    "a change of nothing": ("会议费2.00万元，与上年一致0万元。", "与上年一致0万元"),
    "crosses for a reason": ("会议费2.00万元，比上年减少1.00万元，主要原因是××。", "××"),
    "no reason after a comma": ("会议费比上年减少1.00万元，主要是。", "主要是。"),
    "no reason": ("会议费比上年减少，主要原因是。", "主要原因是。"),
    "an instruction": ("会议费2.00万元（请填写用途）。", "（请填写用途）"),
    "an instruction in a note": ("注：根据实际情况填写。", "注：根据实际情况填写"),
    "what is to be listed": ("用于接待，列明公务接待2批次、26人次。", "列明公务接待2批次、26人次"),
    "markup": ("会议费2.00万元。&nbsp;", "&nbsp;"),
}


@pytest.mark.parametrize(("prose", "printed"), LEFTOVERS.values(), ids=LEFTOVERS.keys())
def test_what_is_left_of_a_template_is_found(disclose: Disclose, prose: str, printed: str) -> None:
    report = check(read(disclose, prose))
    assert found(report, "placeholder") == [(printed, "")]
    assert slips(report) == [printed]


COMPLETE = {
    "a direction that is chosen": "会议费2.00万元，比上年减少0.50万元（下降20.00%）。",
    "a threshold of either direction": "说明增加（减少）10%以上的项目。",
    "a direction with a sign": "会议费比上年增加（减少）-5.00万元。",
    "a unit of a list": "本表金额单位为万元，下同。",
    "a filled underline": "会议费为__2__万元。",
    "emphasis": "会议费为**万元**以下。",
    "a filled blank": "下属单位（ 2 ）个。",
    "a word that is no instruction": "（项目申请说明另附）",
    "what a notice must list": "一次性告知，列明3类材料。",
    "a dash before a remark": "会议费下降——会议减少。",
    "a reason in a list": "主要原因是：一是会议增多。",
    "a reason pointed at": "这是会议费减少的主要原因。",
    "a change that is told": "会议费2.00万元，与上年一致。",
    "a year in letters": "二○○○年成立。",
}


@pytest.mark.parametrize("prose", COMPLETE.values(), ids=COMPLETE.keys())
def test_a_complete_sentence_is_no_leftover(disclose: Disclose, prose: str) -> None:
    assert slips(check(read(disclose, prose))) == []


def test_a_limit_of_nothing_is_found(disclose: Disclose) -> None:
    report = check(read(disclose, "单位价值 0 万元以上设备2台。"))
    assert found(report, "empty_limit") == [("单位价值 0 万元以上", "")]
    assert slips(report) == ["单位价值 0 万元以上"]
    assert {finding.severity for finding in report.findings} == {"error"}


def test_one_leftover_in_many_places_is_one_finding(disclose: Disclose) -> None:
    prose = (
        "事业收入0万元，增加(减少)0万元。\n会议费2万元，增加（减少）5.5万元。\n培训费增加/减少1%。"
    )
    report = check(read(disclose, prose))
    first, other = (f for f in report.findings if f.rule == "placeholder")
    assert (first.where, first.printed) == ("4", "增加(减少)0万元")
    assert [(c.where, c.printed) for c in first.cells] == [
        ("4", "增加(减少)0万元"),
        ("5", "增加（减少）5.5万元"),
    ]
    assert first.statement.endswith("模板的选项没有选定，共2处")
    assert first.statement_en.endswith("It stands so 2 times.")
    assert (first.kind, first.severity) == ("placeholder", "wording")
    assert [cell.printed for cell in other.cells] == ["增加/减少1%"]


LONG = "二〇二四年全县水务系统各单位认真履行职责，会议费支出合计为2.00万元"


def test_a_phrase_stands_where_it_is_cited(disclose: Disclose) -> None:
    wrapped = f"{LONG}，比上年增加（\n减少）0万元。"
    (finding,) = check(read(disclose, wrapped)).findings
    spans = finding.cells[0].source.spans
    assert [(s.line, s.end - s.start) for s in spans] == [(4, 3), (5, 6)]
    assert finding.printed == "增加（减少）0万元"


def test_nothing_is_missing_where_a_line_ends(disclose: Disclose) -> None:
    wrapped = f"{LONG}，比上年增加\n万元，均为会议。"
    assert slips(check(read(disclose, wrapped))) == []


TARGETS = """
项目支出表
单位：万元
项目名称|预算数|绩效目标
河道巡查|5.00|巡查河道十二次
闸门维护|8.00|{}
备用项目|0.00|无
"""


def test_a_funded_project_without_a_target_is_found(disclose: Disclose) -> None:
    report = check(read(disclose, "无。", TARGETS.format("无")))
    (finding,) = (f for f in report.findings if f.rule == "placeholder")
    assert [(c.label, c.printed) for c in finding.cells] == [("闸门维护", "无")]
    assert slips(check(read(disclose, "无。", TARGETS.format("闸门完好")))) == []
    nowhere = TARGETS.replace("巡查河道十二次", "无").format("无")
    assert slips(check(read(disclose, "无。", nowhere))) == []


FUND = """
政府性基金预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|{0}|0.00|{0}
229|其他支出|{0}|0.00|{0}
22960|彩票公益金安排的支出|{0}|0.00|{0}
2296003|用于体育事业的彩票公益金支出|{0}|0.00|{0}

{1}
"""
NOTES = {
    "an empty table": ("0.00", "注：本表无数据。", ["其他支出", "彩票公益金安排的支出"]),
    "a table with figures": ("1.00", "注：本表无数据。", []),
    "a note on a condition": ("0.00", "注：若为空表，则无此项收支。", []),
    "no note": ("0.00", "注：四舍五入。", []),
}


@pytest.mark.parametrize(("amount", "note", "labels"), NOTES.values(), ids=NOTES.keys())
def test_items_of_a_table_said_to_be_empty_are_the_templates(
    disclose: Disclose, amount: str, note: str, labels: list[str]
) -> None:
    report = check(read(disclose, "无。", FUND.format(amount, note)))
    cells = [c for f in report.findings if f.rule == "placeholder" for c in f.cells]
    assert [c.label for c in cells][:2] == labels
    assert {c.printed for c in cells} <= {"0.00"}


RATES = "会议费2.00万元，增长5.00%。培训费1.00万元，下降3.00%。\n"
AMOUNTS = "会议费1.00万元，培训费2.00万元，差旅费3.00万元，印刷费4.00万元，电费5.00万元。"
UNITS = {
    "a rate without its mark": (
        f"{RATES}接待费3.00万元，增长13.95。原因不详。",
        [("增长13.95。", "增长13.95%。")],
    ),
    "a rate where none has a mark": ("接待费3.00万元，增长13.95。", []),
    "a multiple": (f"{RATES}接待费3.00万元，增长1.5倍。", []),
    "a limit without 元": (
        "单价100万（含）以上设备0台（套）。",
        [("单价100万（含）", "单价100万元（含）")],
    ),
    "a rate before a comma": (
        f"{RATES}接待费3.00万元，增长13.95，略有增加。",
        [("增长13.95，", "增长13.95%，")],
    ),
    "a rate behind a change": (
        f"{RATES}接待费3.00万元，减少1.00万元，减少25.00。",
        [("元，减少25.00。", "元，减少25.00%。")],
    ),
    "a rate of the budget": (
        f"{RATES}接待费决算3.00万元，完成年初预算的98.50。",
        [("完成年初预算的98.50。", "完成年初预算的98.50%。")],
    ),
    "a level without a unit": (
        f"{AMOUNTS}接待费3.00，与上年持平。",
        [("费3.00", "费3.00万元")],
    ),
    "a whole level without a unit": (
        f"{AMOUNTS}接待费3，与上年持平。",
        [("费3", "费3万元")],
    ),
    "a change without a unit": (
        f"{AMOUNTS}接待费4.00万元，比上年增加1.00，增长33.33%。",
        [("增加1.00", "增加1.00万元")],
    ),
    "levels of which too many lack a unit": (
        "会议费1.00万元，培训费2.00万元，差旅费3.00万元，印刷费4.00万元，接待费3.00，差旅费1.00。",
        [],
    ),
    "a code for an amount": (f"{AMOUNTS}住房公积金支出2210201，与上年持平。", []),
    "an index": (f"{AMOUNTS}价格指数与差旅费3.00，与上年持平。", []),
    "an amount without 元": (
        "接待支出0.39万（含外宾接待0.00万元）。",
        [("0.39万（含外宾接待", "0.39万元（含外宾接待")],
    ),
    "an amount at the end": ("会议费2.00万。", [("2.00万", "2.00万元")]),
    "people by the ten thousand": ("服务人口20万（含常住人口）。", []),
    "a unit twice": ("会议费2.00万元万元。", [("2.00万元万元", "2.00万元")]),
    "元 twice": ("会议费2.00万元元。", [("2.00万元元", "2.00万元")]),
    "a mark twice": ("会议费增长5.00%%。", [("5.00%%", "5.00%")]),
    "a word that begins like the unit": ("发放2万元元旦慰问金。", []),
    "vehicles counted": ("公务用车保有量2辆。", []),
}


@pytest.mark.parametrize(("prose", "findings"), UNITS.values(), ids=UNITS.keys())
def test_a_figure_has_its_unit(
    disclose: Disclose, prose: str, findings: list[tuple[str, str]]
) -> None:
    report = check(read(disclose, prose))
    assert found(report, "unit_words") == findings
    assert len(slips(report)) == len(findings)


GOALS = """
项目绩效目标表
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|巡查河道次数|≥12次
|质量指标|工程验收合格率|{}
效益指标|满意度指标|群众满意度|{}
"""
COUNTS = {
    "of a rate": (("3个", "≥90%"), ["3个"]),
    "of a satisfaction": (("95%", "≥2次"), ["≥2次"]),
    "as it should be": (("95%", "≥90分"), []),
    "of what is complained of": (("95%", "≤2次"), []),
}


@pytest.mark.parametrize(("values", "printed"), COUNTS.values(), ids=COUNTS.keys())
def test_a_rate_is_not_counted_in_times(
    disclose: Disclose, values: tuple[str, str], printed: list[str]
) -> None:
    report = check(read(disclose, "无。", GOALS.format(*values)))
    assert [print_ for print_, _ in found(report, "unit_misfit")] == printed


MARKS = {
    "two commas": (
        "主要原因是上年度经费中包括了水利工程维护项目，，本年没有。",
        [("项目，，", "")],
    ),
    "a semicolon and a stop": ("资本性支出 0 万元;。", [("资本性支出 0 万元;。", "")]),
    "dots": ("会议费、培训费。。。", []),
    "a reason left out, told once": ("会议费减少，原因：。", []),
    "a particle twice": ("实际缴纳的的职业年金。", [("的的", "的")]),
    "a noun that ends so": ("不以盈利为目的的活动。", []),
    "an adverb": ("的的确确用于会议。", []),
    "a phrase twice": ("会议费主要用于主要用于会议。", [("主要用于主要用于", "主要用于")]),
    "names that meet": ("区级部门预算预算单位的教育支出支出预算。", []),
    "a fund's name": (
        "政府性基金支出预算支出0万元。",
        [("政府性基金支出预算支出", "政府性基金预算支出")],
    ),
    "a vehicle's use": (
        "公务车用车运行维护费2万元。",
        [("公务车用车运行维护费", "公务用车运行维护费")],
    ),
    "an open bracket": (
        "得分99分（其中，优的项目3个；良的项目0个。已经公开。",
        [("（其中，优的项目3个", "")],
    ),
    "an open bracket at the end": ("得分99分（其中，优的项目3个；良的项目0个。另有", []),
    "a bracket that nothing opens": (
        "会议已开。优的项目3个），良的项目0个。",
        [("优的项目3个）", "")],
    ),
    "an entry's bracket": ("会议已开。2）培训会议。3）项目会议。", []),
    "a pair in two paragraphs": ("得分（其中优。已经公开。\n良的项目。没有项目）。", []),
    "brackets of two widths": ("会议费（含场地)2万元，培训费(含师资）1万元。", [("（含场地)", "")]),
    "brackets of one width": ("会议费(含场地)2万元，培训费（含师资）1万元。", []),
}


@pytest.mark.parametrize(("prose", "findings"), MARKS.values(), ids=MARKS.keys())
def test_marks_and_words_are_not_doubled(
    disclose: Disclose, prose: str, findings: list[tuple[str, str]]
) -> None:
    assert found(check(read(disclose, prose)), "punctuation") == findings


def test_vehicles_are_not_counted_in_money(disclose: Disclose) -> None:
    report = check(read(disclose, "公务用车保有量2万元。"))
    assert found(report, "unit_misfit") == [("保有量2万元", "")]
    assert slips(report) == ["保有量2万元"]


def test_what_a_survey_counts_is_no_rate(disclose: Disclose) -> None:
    surveys = GOALS.replace("指标值", "调查次数").format("95%", "≥2次")
    assert slips(check(read(disclose, "无。", surveys))) == []


def test_a_value_of_another_line_is_not_judged(disclose: Disclose) -> None:
    wrapped = GOALS.replace("群众满意度|{}", "用水的城乡居民群众|{}\n||满意度").format(
        "95%", "≥2次"
    )
    assert slips(check(read(disclose, "无。", wrapped))) == []


def test_brackets_of_two_widths_are_one_finding(disclose: Disclose) -> None:
    table = "支出表\n单位：万元\n项目|预算数\n（一)会议费|1.00\n（二)培训费|2.00\n"
    last = "\n第三部分 名词解释\n\n会议费（含场地)主要用于开会，不得用于其他方面。"
    report = check(read(disclose, "无。", f"{table}{last}"))
    (finding,) = (f for f in report.findings if f.rule == "punctuation")
    assert [c.printed for c in finding.cells] == ["（一)", "（二)", "（含场地)"]
    assert [c.table for c in finding.cells] == [1, 1, None]


SLIP = "实际缴纳的的职业年金，，比上年增加 万元。"


def test_marks_of_a_picture_are_not_checked(disclose: Disclose) -> None:
    paper = read(disclose, SLIP)
    cell = paper.paragraphs[0]
    doubt = Gap(reason=GapReason.DAMAGED, message="unclear", printed="的", source=cell.source)
    skewed = Page(number=1, width=595.0, height=842.0, skew=0.5)
    pictures = (
        {"format": Format.IMAGE},
        {"format": Format.PDF, "gaps": (*paper.gaps, doubt)},
        {"format": Format.PDF, "pages": (skewed,)},
    )
    for update in pictures:
        report = check(paper.model_copy(update=update))
        assert slips(report) == []
        assert [(e.verdict, e.reason) for e in report.ledger if e.rule == "punctuation"] == [
            (
                Verdict.NOT_CHECKABLE,
                "the document was read from a picture: its marks are not sure",
            )
        ]


def test_a_page_may_draw_what_its_text_lacks(disclose: Disclose) -> None:
    page = read(disclose, SLIP).model_copy(update={"format": Format.PDF})
    assert slips(check(page)) == ["实际缴纳的的职业年金，，", "的的"]
    wide = read(disclose, "会议费（含场地)2万元。").model_copy(update={"format": Format.PDF})
    assert slips(check(wide)) == []


def test_markup_of_the_format_is_none(disclose: Disclose) -> None:
    bare = read(disclose, "会议费<br>2万元。")
    assert slips(check(bare)) == ["<br>"]
    assert slips(check(bare.model_copy(update={"format": Format.MARKDOWN}))) == []
