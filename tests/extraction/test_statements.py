"""Statements: sentences in, claims out, figure by figure."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.definitions import find_definitions, find_listings
from extraction.prose import Passage, find_contents, read_prose
from extraction.readers import transcribe
from extraction.records import Printed, Quantity, Statement
from extraction.statements import find_statements
from extraction.transcript import Transcript
from extraction.vocabulary import Direction, Unit

YEAR = 2024
PARTS = ("level", "change", "rate", "share", "earlier", "completion")
UP, DOWN, FLAT = Direction.UP, Direction.DOWN, Direction.FLAT


def passages_of(*lines: str) -> tuple[Passage, ...]:
    return read_prose(Transcript("demo", lines), ()).passages


def statements(text: str) -> tuple[Statement, ...]:
    return find_statements(passages_of(*text.split("\n")), YEAR)


def row(statement: Statement) -> dict[str, object]:
    """What a statement says, without its places and without what it leaves open."""
    parts = {name: getattr(statement, name) for name in PARTS}
    said: dict[str, object] = {name: part.printed for name, part in parts.items() if part}
    said["item"] = statement.item.printed if statement.item else None
    for name in ("direction", "share_of", "against"):
        if (value := getattr(statement, name)) is not None:
            said[name] = value
    if statement.reason:
        said["reason"] = statement.reason.printed
    if statement.year != YEAR:
        said["year"] = statement.year
    return said


CASES = {
    "level, change, rate and reason": (
        "2024年青川市水利局收入预算1,234.50 万元，比上年增加 100.00 万元，增长8.81％，"
        "主要原因是新增河道项目。",
        [
            {
                "item": "收入预算",
                "level": "1,234.50 万元",
                "change": "100.00 万元",
                "rate": "8.81％",
                "direction": UP,
                "against": "上年",
                "reason": "新增河道项目",
            }
        ],
    ),
    "one statement an item": (
        "基本支出80万元，较上年预算安排增加5万元；其中：工资福利支出70万元，资本性支出10万元。",
        [
            {
                "item": "基本支出",
                "level": "80万元",
                "change": "5万元",
                "direction": UP,
                "against": "上年预算安排",
            },
            {"item": "工资福利支出", "level": "70万元"},
            {"item": "资本性支出", "level": "10万元"},
        ],
    ),
    "an enumeration with pause marks": (
        "按功能分类，包括教育支出3万元、债务利息及费用支出2万元、住房保障支出1万元。",
        [
            {"item": "教育支出", "level": "3万元"},
            {"item": "债务利息及费用支出", "level": "2万元"},
            {"item": "住房保障支出", "level": "1万元"},
        ],
    ),
    "statements in brackets leave the one around them open": (
        "车辆购置及运行费9万元（车辆购置费8万元，比上年增加8万元；车辆运行费1万元。）"
        "比上年增加7万元，主要原因是购车。",
        [
            {
                "item": "车辆购置及运行费",
                "level": "9万元",
                "change": "7万元",
                "direction": UP,
                "against": "上年",
                "reason": "购车",
            },
            {
                "item": "车辆购置费",
                "level": "8万元",
                "change": "8万元",
                "direction": UP,
                "against": "上年",
            },
            {"item": "车辆运行费", "level": "1万元"},
        ],
    ),
    "a bracket goes on with what stands before it": (
        "机关运行经费80万元（上年预算数为77万元，增长3.9%）。",
        [
            {
                "item": "机关运行经费",
                "level": "80万元",
                "earlier": "77万元",
                "rate": "3.9%",
                "direction": UP,
            }
        ],
    ),
    "income and expenditure together": (
        "青川市水利局2024年度收入、支出预算总计90万元，与上年相比收、支预算总计各减少10万元，"
        "减少10%。",
        [
            {
                "item": "收入、支出预算总计",
                "level": "90万元",
                "change": "10万元",
                "rate": "10%",
                "direction": DOWN,
                "against": "上年",
            }
        ],
    ),
    "figures dealt out in order": (
        "会议费、培训费分别为3万元、4.5万元，较上年分别减少1万元和0.5万元。",
        [
            {
                "item": "会议费",
                "level": "3万元",
                "change": "1万元",
                "direction": DOWN,
                "against": "上年",
            },
            {
                "item": "培训费",
                "level": "4.5万元",
                "change": "0.5万元",
                "direction": DOWN,
                "against": "上年",
            },
        ],
    ),
    "figures dealt out to names that hold an and": (
        "办公及印刷费、水费分别为3万元、4.5万元。",
        [{"item": "办公及印刷费", "level": "3万元"}, {"item": "水费", "level": "4.5万元"}],
    ),
    "figures dealt out to too few names": (
        "会议费分别为3万元、4.5万元。",
        [{"item": None, "level": "3万元"}, {"item": None, "level": "4.5万元"}],
    ),
    "the same as last year": (
        "上年结转结余为0万元。与上年预算数相同。事业收入1万元，比2023年预算持平。",
        [
            {"item": "上年结转结余", "level": "0万元", "direction": FLAT, "against": "上年预算数"},
            {"item": "事业收入", "level": "1万元", "direction": FLAT, "against": "2023年预算"},
        ],
    ),
    "a direction left open": (
        "其他收入 0 万元，较上年预算安排增加(减少) 0 万元；接待费1万元，比上年增（减）0万元。",
        [
            {
                "item": "其他收入",
                "level": "0 万元",
                "change": "0 万元",
                "against": "上年预算安排",
            },
            {"item": "接待费", "level": "1万元", "change": "0万元", "against": "上年"},
        ],
    ),
    "shares": (
        "公务接待费支出5万元，占“三公”经费的62.5%；项目支出30万元，占37.50%；"
        "涉及专项资金40万元，占专项资金(基本支出除外)总额的比例为 100%。",
        [
            {
                "item": "公务接待费",
                "level": "5万元",
                "share": "62.5%",
                "share_of": "“三公”经费",
            },
            {"item": "项目支出", "level": "30万元", "share": "37.50%"},
            {
                "item": "专项资金",
                "level": "40万元",
                "share": "100%",
                "share_of": "专项资金(基本支出除外)总额",
            },
        ],
    ),
    "a share without a level": (
        "其中财政拨款收入占85%，事业收入占15%。",
        [{"item": "财政拨款收入", "share": "85%"}, {"item": "事业收入", "share": "15%"}],
    ),
    "a functional item with its whole chain": (
        "（3）教育支出（类）普通教育（款）小学教育（项）75.49万元，主要用于教师工资。",
        [{"item": "教育支出（类）普通教育（款）小学教育（项）", "level": "75.49万元"}],
    ),
    "a class followed by its verb": (
        "教育支出（类）支出 201.59 万元，主要用于校舍维修。与上年相比减少 2.5 万元，"
        "减少 1.23%。主要原因是学生减少。",
        [
            {
                "item": "教育支出（类）",
                "level": "201.59 万元",
                "change": "2.5 万元",
                "rate": "1.23%",
                "direction": DOWN,
                "against": "上年",
                "reason": "学生减少",
            }
        ],
    ),
    "a final account": (
        "1.教育支出（类）普通教育（款）小学教育（项）。主要用于：教师工资。年初预算为80万元，"
        "支出决算为60万元，完成年初预算的75.00%。决算数小于预算数的主要原因：项目延期。",
        [
            {
                "item": "教育支出（类）普通教育（款）小学教育（项）",
                "level": "60万元",
                "earlier": "80万元",
                "completion": "75.00%",
                "direction": DOWN,
                "against": "年初预算",
                "reason": "项目延期",
            }
        ],
    ),
    "a final account against two things": (
        "差旅费支出决算为3万元，完成预算的60%，比上年决算数减少1万元，下降25%。",
        [
            {"item": "差旅费", "level": "3万元", "completion": "60%", "against": "预算"},
            {
                "item": "差旅费",
                "change": "1万元",
                "rate": "25%",
                "direction": DOWN,
                "against": "上年决算数",
            },
        ],
    ),
    "a final account above its budget": (
        "项目支出决算数大于预算数 55.93 万元，主要原因：追加资金。",
        [
            {
                "item": "项目支出",
                "change": "55.93 万元",
                "direction": UP,
                "against": "预算数",
                "reason": "追加资金",
            }
        ],
    ),
    "the year before, printed first": (
        "“教育支出（类）普通教育（款）小学教育（项）”20万元，主要用于小学。"
        "2023年当年预算执行数为16万元，2024年预算安排20万元，比2023年预算执行数增加25%。",
        [
            {"item": "教育支出（类）普通教育（款）小学教育（项）", "level": "20万元"},
            {
                "item": "教育支出（类）普通教育（款）小学教育（项）",
                "level": "20万元",
                "earlier": "16万元",
                "rate": "25%",
                "direction": UP,
                "against": "2023年预算执行数",
            },
        ],
    ),
    "the year before inside of the comparison": (
        "接待费12万元，较2023年年初预算的14万元减少2万元，同比下降14.29%。",
        [
            {
                "item": "接待费",
                "level": "12万元",
                "earlier": "14万元",
                "change": "2万元",
                "rate": "14.29%",
                "direction": DOWN,
                "against": "2023年年初预算",
            }
        ],
    ),
    "from one figure to another": (
        "公用经费由上年的10万元增加到20万元，增长100%。",
        [
            {
                "item": "公用经费",
                "level": "20万元",
                "earlier": "10万元",
                "rate": "100%",
                "direction": UP,
                "against": "上年",
            }
        ],
    ),
    "figures inside of a reason": (
        "接待费2万元，比上年增加1万元，主要是本年救助项目预算为6万元，上年度预算5万元"
        "（其中一般公共预算4万元）；会议费1万元。",
        [
            {
                "item": "接待费",
                "level": "2万元",
                "change": "1万元",
                "direction": UP,
                "against": "上年",
                "reason": "本年救助项目预算为6万元，上年度预算5万元（其中一般公共预算4万元）",
            },
            {"item": "救助项目预算", "level": "6万元", "earlier": "5万元"},
            {"item": "一般公共预算", "level": "4万元", "year": 2023},
            {"item": "会议费", "level": "1万元"},
        ],
    ),
    "a reason in several parts": (
        "接待费2万元，比上年减少1万元，原因是：一是来访减少；二是厉行节约。",
        [
            {
                "item": "接待费",
                "level": "2万元",
                "change": "1万元",
                "direction": DOWN,
                "against": "上年",
                "reason": "一是来访减少；二是厉行节约",
            }
        ],
    ),
    "the first reason counts": (
        "接待费2万元，比上年减少1万元，主要原因是节约。原因是来访减少。",
        [
            {
                "item": "接待费",
                "level": "2万元",
                "change": "1万元",
                "direction": DOWN,
                "against": "上年",
                "reason": "节约",
            }
        ],
    ),
    "a reason that names another statement": (
        "“三公”经费支出8万元，完成预算的80%，其中：接待费8万元，完成预算的80%。"
        "“三公”经费支出小于预算数的主要原因是厉行节约。",
        [
            {
                "item": "“三公”经费",
                "level": "8万元",
                "completion": "80%",
                "direction": DOWN,
                "against": "预算",
                "reason": "厉行节约",
            },
            {"item": "接待费", "level": "8万元", "completion": "80%", "against": "预算"},
        ],
    ),
    "what is bought is no reason": (
        "本年度拟购置固定资产25万元，主要是购置电脑。",
        [{"item": "购置固定资产", "level": "25万元"}],
    ),
    "after the parts the text goes on with the whole": (
        "收入合计100万元，其中：拨款收入90万元；其他收入10万元。与上年相比增加5万元。",
        [
            {
                "item": "收入合计",
                "level": "100万元",
                "change": "5万元",
                "direction": UP,
                "against": "上年",
            },
            {"item": "拨款收入", "level": "90万元"},
            {"item": "其他收入", "level": "10万元"},
        ],
    ),
    "limits belong to the item": (
        "截至2023年12月31日，本单位共有车辆 3 辆，其中，业务用车3辆；"
        "单价50万元（含）以上的通用设备 1 台（套）。2024年安排购置车辆1辆。",
        [
            {"item": "车辆", "level": "3 辆", "year": 2023},
            {"item": "业务用车", "level": "3辆", "year": 2023},
            {"item": "单价50万元（含）以上的通用设备", "level": "1 台（套）", "year": 2023},
            {"item": "购置车辆", "level": "1辆"},
        ],
    ),
    "a date holds until another year is named": (
        "截至2023年末，房屋80平方米。设备2台。本年度拟购置设备1台。",
        [
            {"item": "房屋", "level": "80平方米", "year": 2023},
            {"item": "设备", "level": "2台", "year": 2023},
            {"item": "购置设备", "level": "1台"},
        ],
    ),
    "limits and ranges alone are no figures": (
        "未安排购置单位价值200万元以上大型设备，另有2至3万元、5-8人的零星安排。",
        [],
    ),
    "numbers that are no figures": (
        "（一）根据青财〔2023〕12号文，2024年1月至12月，第3次会议的2批次、26人次，为期12个月。",
        [],
    ),
    "what is counted may stand behind": (
        "本部门共 27 个项目纳入绩效管理，涉及资金600万元，下属5家预算单位。",
        [
            {"item": "项目", "level": "27 个"},
            {"item": "资金", "level": "600万元"},
            {"item": "预算单位", "level": "5家"},
        ],
    ),
    "people and posts": (
        "核定事业编制20名，设局长1名；在职人员较上年增加2人，人员较上年减少临聘人员3名。",
        [
            {"item": "事业编制", "level": "20名"},
            {"item": "局长", "level": "1名"},
            {"item": "在职人员", "change": "2人", "direction": UP, "against": "上年"},
            {"item": "临聘人员", "change": "3名", "direction": DOWN, "against": "上年"},
        ],
    ),
    "areas and points": (
        "办公用房面积1,200平方米，比上年增加200平方米；执行率比上年下降0.5个百分点。",
        [
            {
                "item": "办公用房面积",
                "level": "1,200平方米",
                "change": "200平方米",
                "direction": UP,
                "against": "上年",
            },
            {"item": "执行率", "change": "0.5个百分点", "direction": DOWN, "against": "上年"},
        ],
    ),
    "a negative rate turns its direction": (
        "人员经费增长-5.2%。",
        [{"item": "人员经费", "rate": "-5.2%", "direction": DOWN}],
    ),
    "a use is told and passed over": (
        "车辆购置费0万元，主要用于经批准购置的2辆公务用车，与上年预算数持平。",
        [
            {"item": "车辆购置费", "level": "0万元", "direction": FLAT, "against": "上年预算数"},
            {"item": "公务用车", "level": "2辆"},
        ],
    ),
    "an item from the line above": (
        "2.接待费：\n2024年预算数1.5万元，比上年减少0.5万元。",
        [
            {
                "item": "接待费",
                "level": "1.5万元",
                "change": "0.5万元",
                "direction": DOWN,
                "against": "上年",
            }
        ],
    ),
    "an item from the heading": (
        "三、接待费情况说明\n2024年预算安排1.5万元，比上年减少0.5万元。",
        [
            {
                "item": "接待费",
                "level": "1.5万元",
                "change": "0.5万元",
                "direction": DOWN,
                "against": "上年",
            }
        ],
    ),
    "a chapter's heading is no item": (
        "三、其他重要事项\n2024年预算安排1.5万元。",
        [{"item": None, "level": "1.5万元"}],
    ),
    "no item is guessed": (
        "基本支出9万元，其中安排2.5万元用于慰问。共计支出1.2万元。",
        [
            {"item": "基本支出", "level": "9万元"},
            {"item": None, "level": "2.5万元"},
            {"item": None, "level": "1.2万元"},
        ],
    ),
    "a circled ordinal is no part of a figure": (
        "主要用于以下方面：①5万元培训费；②3万元会议费。",
        [{"item": "培训费", "level": "5万元"}, {"item": "会议费", "level": "3万元"}],
    ),
    "an ordinal is no part of a figure": (
        "1. 2家预算单位。",
        [{"item": "预算单位", "level": "2家"}],
    ),
    "the agency is no part of the item": (
        "2024年江北省青川市水利局部门“三公”经费财政拨款预算1万元；"
        "青川市水利局本级等2家行政单位的机关运行经费预算90万元。",
        [
            {"item": "“三公”经费", "level": "1万元"},
            {"item": "行政单位", "level": "2家"},
            {"item": "机关运行经费", "level": "90万元"},
        ],
    ),
    "a committee that is paid for stays in the item": (
        "居民委员会补助5万元。",
        [{"item": "居民委员会补助", "level": "5万元"}],
    ),
    "what several items were the year before": (
        "会议费、培训费分别为3万元、4.5万元，上年分别为2万元、5万元。",
        [
            {"item": "会议费", "level": "3万元", "earlier": "2万元"},
            {"item": "培训费", "level": "4.5万元", "earlier": "5万元"},
        ],
    ),
    "the same items named again": (
        "会议费、培训费分别为3万元、4.5万元，2023年会议费、培训费分别为2万元、5万元。",
        [
            {"item": "会议费", "level": "3万元", "earlier": "2万元"},
            {"item": "培训费", "level": "4.5万元", "earlier": "5万元"},
        ],
    ),
    "what other items were the year before": (
        "会议费、培训费分别为3万元、4.5万元，上年水费、电费分别为2万元、5万元。",
        [
            {"item": "会议费", "level": "3万元"},
            {"item": "培训费", "level": "4.5万元"},
            {"item": "水费", "level": "2万元", "year": 2023},
            {"item": "电费", "level": "5万元", "year": 2023},
        ],
    ),
    "a year before that stands alone": (
        "2022年会议费、培训费分别为2万元、5万元。",
        [
            {"item": "会议费", "level": "2万元", "year": 2022},
            {"item": "培训费", "level": "5万元", "year": 2022},
        ],
    ),
    "more or less by words": (
        "会议费3万元，比上年多出1万元，增长50%。培训费4万元，比上年少花1万元。",
        [
            {
                "item": "会议费",
                "level": "3万元",
                "change": "1万元",
                "rate": "50%",
                "direction": UP,
                "against": "上年",
            },
            {
                "item": "培训费",
                "level": "4万元",
                "change": "1万元",
                "direction": DOWN,
                "against": "上年",
            },
        ],
    ),
    "a second budget leaves the first": (
        "会议费年初预算为10万元，调整预算为12万元，支出决算为9万元，完成调整预算的75%。",
        [
            {"item": "会议费", "level": "10万元"},
            {
                "item": "会议费",
                "level": "9万元",
                "earlier": "12万元",
                "against": "调整预算",
                "completion": "75%",
            },
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_statements_of_a_sentence(text: str, expected: list[dict[str, object]]) -> None:
    assert [row(statement) for statement in statements(text)] == expected


def test_quantities_are_exact_and_keep_their_unit() -> None:
    (statement,) = statements("基本支出 １，２３４．５０ 万元，占５％。")
    assert statement.level is not None
    assert statement.share is not None
    assert statement.level.printed == "１，２３４．５０ 万元"
    assert str(statement.level.amount.value) == "1234.50"
    assert statement.level.amount.unit is Unit.WAN
    assert statement.share.amount.value == Decimal(5)


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("3元", Unit.YUAN),
        ("3亿元", Unit.YI),
        ("3万", Unit.WAN),
        ("3%", Unit.PERCENT),
        ("3人", Unit.PEOPLE),
        ("3名", Unit.PEOPLE),
        ("3辆", Unit.VEHICLES),
        ("3套", Unit.SETS),
        ("3台（套）", Unit.SETS),
        ("3㎡", Unit.SQUARE_METRES),
        ("3家", Unit.HOUSEHOLDS),
        ("3个", Unit.ITEMS),
        ("3次", Unit.TIMES),
    ],
)
def test_units(printed: str, unit: Unit) -> None:
    (statement,) = statements(f"甲项{printed}。")
    assert statement.level is not None
    assert (statement.level.printed, statement.level.amount.unit) == (printed, unit)


def test_a_statement_holds_the_sentences_that_it_was_read_from() -> None:
    text = "前言。接待费2万元，用于接待。与上年相比减少1万元。主要原因是节约。后记。"
    (statement,) = statements(text)
    assert statement.sentence.printed == text[3:-3]
    assert statement.section == ()


def test_a_statement_that_wraps_has_a_place_on_each_line() -> None:
    (statement,) = statements("本单位2024年安排的机关运行经费预算共计 12\n万元。")
    assert statement.level is not None
    assert statement.level.printed == "12万元"
    spans = [(span.line, span.start, span.end) for span in statement.level.source.spans]
    assert spans == [(1, 22, 24), (2, 0, 2)]


def test_without_a_year_only_the_sentence_tells_one() -> None:
    passages = read_prose(
        Transcript("demo", (*["2023年接待费1万元。", "会议费2万元。"],)), ()
    ).passages
    assert [found.year for found in find_statements(passages, None)] == [2023, None]


def figures_of(statement: Statement) -> list[Quantity]:
    return [part for name in PARTS if (part := getattr(statement, name))]


amounts = st.decimals(min_value=0, max_value=10**8, places=2).map(lambda value: f"{value:,}")
items = st.sampled_from(["基本支出", "项目支出", "接待费", "教育支出（类）普通教育（款）"])
claims = st.sampled_from(
    ["{}{}万元", "{}{} 万元，占3%", "{}为{}元（含税）", "{}安排{}万元，与上年持平", "{}增加{}万元"]
)
texts = st.lists(st.tuples(claims, items, amounts), min_size=1, max_size=6)


@given(texts, st.sampled_from(["，", "；", "。", "、"]))
def test_every_figure_is_in_one_statement_at_its_place(
    parts: list[tuple[str, str, str]], joint: str
) -> None:
    text = joint.join(claim.format(item, amount) for claim, item, amount in parts) + "。"
    found = [figure for statement in statements(text) for figure in figures_of(statement)]
    places = sorted((f.source.spans[0].start, f.source.spans[0].end) for f in found)
    expected = [m.span() for m in re.finditer(r"[\d,.]*\d ?(?:万?元|%)", text)]
    assert places == expected
    assert all(text[slice(*place)] in {f.printed for f in found} for place in places)


@given(
    st.text(
        alphabet="甲乙费预算支出年上比增加减少为的占（）“”，。、；：12.,%万元家人其中主要原因是分别",
        max_size=60,
    )
)
def test_no_text_breaks_the_reading(text: str) -> None:
    lines = text.split("\n")
    for statement in find_statements(passages_of(*lines), YEAR):
        assert figures_of(statement)
        assert all(stands_at(figure, lines) for figure in figures_of(statement))


def stands_at(found: Printed, lines: list[str] | tuple[str, ...]) -> bool:
    spans = found.source.spans
    return "".join(lines[span.line - 1][span.start : span.end] for span in spans) == found.printed


def test_everything_of_the_corpus_stands_at_its_source(shared_dir: Path) -> None:
    paths = sorted((shared_dir / "corpus" / "text").glob("*.txt"))
    assert paths
    for path in paths:
        text = transcribe(path)
        tables = {n for n, line in enumerate(text.lines, start=1) if "\t" in line}
        prose = read_prose(text, tables.union(find_contents(text.lines)))
        found: list[Printed] = []
        for statement in find_statements(prose.passages, YEAR):
            own = (statement.item, statement.reason, statement.sentence)
            found += [printed for printed in own if printed] + figures_of(statement)
        for definition in find_definitions(prose.passages):
            found += [definition.term, definition.text]
        for listing in find_listings(prose.passages):
            found += listing.items
        assert len(found) > 100
        assert [printed for printed in found if not stands_at(printed, text.lines)] == []
