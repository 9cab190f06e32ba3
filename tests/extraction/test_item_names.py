"""Names in the prose against those of the tables, and items that the prose lists."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check

Disclose = Callable[[str], Disclosure]
HEAD = "青禾县水务局2024年部门预算\n第一部分 情况说明\n一、收支情况\n"
RULES = ("text_name", "text_listed", "text_absent")
TABLES = """第二部分 报表
一般公共预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
213|农林水支出|21.00|12.00|9.00
21303|水利|21.00|12.00|9.00
2130301|行政运行|12.00|12.00|
2130305|水利工程建设|6.50||6.50
2130399|其他水利支出|2.50||2.50
221|住房保障支出|5.00|5.00|
22102|住房改革支出|5.00|5.00|
2210201|住房公积金|5.00|5.00|
合计||26.00|17.00|9.00

一般公共预算基本支出表
单位：万元
科目编码|科目名称|合计|人员经费|公用经费
301|工资福利支出|12.00|12.00|
30101|基本工资|7.00|7.00|
30103|奖金|0.00|0.00|
30113|住房公积金|5.00|5.00|
302|商品和服务支出|5.00||5.00
30201|办公费|2.00||2.00
30205|水费|1.00||1.00
30211|差旅费|2.00||2.00
合计||17.00|12.00|5.00
"""
RUNNING = "1.农林水支出（类）水利（款）行政运行（项）12.00万元。\n"


def found(disclose: Disclose, prose: str) -> list[tuple[str, ...]]:
    """Rule, severity, print and what it should be, of each finding about names."""
    report = check(disclose(HEAD + prose + TABLES))
    return [(f.rule, f.severity, f.printed, f.computed) for f in report.findings if f.rule in RULES]


def verdicts(disclose: Disclose, prose: str) -> list[str]:
    """The verdict on each name or listed item; the reason where it could not be checked."""
    report = check(disclose(HEAD + prose + TABLES))
    return [e.reason or str(e.verdict) for e in report.ledger if e.rule in RULES]


def test_names_of_the_tables_tie(disclose: Disclose) -> None:
    prose = RUNNING + "2.住房保障（类）住房改革支出（款）住房公积金(项)5.00万元。\n"
    assert verdicts(disclose, prose) == ["tied", "tied"]


NO_ITEM = "the tables print no item that it may be"
ANOTHER = "the tables may leave out the item that is named"
NAMES = {
    "a character is another, the figure the same": (
        "2.农林水支出（类）水利（款）水力工程建设（项）6.50万元。",
        ("水力工程建设（项）", "水利工程建设（项）"),
    ),
    "a character is lost, the figure the same": (
        "2.农林水支出（类）水利（款）水利工建设（项）6.50万元。",
        ("水利工建设（项）", "水利工程建设（项）"),
    ),
    "another name, the figure and its group the same": (
        "2.农林水支出（类）水利（款）河道疏浚事务（项）6.50万元。",
        ("河道疏浚事务（项）", "水利工程建设（项）"),
    ),
    "the group of an item of that figure": (
        "2.住房保障支出（类）住房保障支出（款）住房公积金（项）5.00万元。",
        ("住房保障支出（款）住房公积金（项）", "住房改革支出（款）住房公积金（项）"),
    ),
    "the group of an item, but for a character": (
        "2.住房保障支出（类）住房改隔支出（款）住房公积金（项）：指单位缴纳的公积金。",
        ("住房改隔支出（款）住房公积金（项）", "住房改革支出（款）住房公积金（项）"),
    ),
}


@pytest.mark.parametrize(("sentence", "expected"), NAMES.values(), ids=NAMES)
def test_a_name_that_the_tables_do_not_print(
    disclose: Disclose, sentence: str, expected: tuple[str, str]
) -> None:
    assert found(disclose, f"{RUNNING}{sentence}\n") == [("text_name", "wording", *expected)]


UNSURE = {
    "another figure": ("2.农林水支出（类）水利（款）水力工程建设（项）6.40万元。", ANOTHER),
    "no figure, and items may differ in a character": (
        "2.农林水支出（类）水利（款）水力工程建设（项）：指建设支出。",
        ANOTHER,
    ),
    "a figure that is told of its own item too": (
        "2.农林水支出（类）水利（款）河道疏浚事务（项）6.50万元。\n"
        "3.农林水支出（类）水利（款）水利工程建设（项）6.50万元。",
        ANOTHER,
    ),
    "a short form": (
        "2.农林水支出（类）水利（款）工程建设（项）：指建设支出。",
        "one name may be a short form of the other",
    ),
    "a class that the tables do not have": (
        "2.教育支出（类）普通教育（款）小学教育（项）6.50万元。",
        NO_ITEM,
    ),
    "an item under another class": (
        "2.住房保障支出（类）水利（款）水利工程建设（项）6.50万元。",
        "the tables do not print the item under the levels that are named",
    ),
}


@pytest.mark.parametrize(("sentence", "reason"), UNSURE.values(), ids=UNSURE)
def test_a_name_that_may_be_another_items(disclose: Disclose, sentence: str, reason: str) -> None:
    prose = f"{RUNNING}{sentence}\n"
    assert found(disclose, prose) == []
    assert verdicts(disclose, prose)[1] == reason


def test_a_level_that_no_table_prints_names_nothing(disclose: Disclose) -> None:
    tables = TABLES.replace("213|农林水支出|21.00|12.00|9.00\n", "")
    prose = f"{HEAD}{RUNNING}2.甲（类）水利（款）行政运行（项）12.00万元。\n"
    assert [f for f in check(disclose(prose + tables)).findings if f.rule == "text_name"] == []


def test_a_conjunction_in_another_place_is_a_slip(disclose: Disclose) -> None:
    tables = TABLES.replace("水利工程建设", "水利建设和管护")
    prose = RUNNING + "2.农林水支出（类）水利（款）水利建设{name}（项）6.50万元。\n"
    right, short = (prose.format(name=name) for name in ("和管护", "管护"))
    for text in (right, short):
        report = check(disclose(HEAD + text + tables))
        assert [e.verdict for e in report.ledger if e.rule in RULES] == ["tied", "tied"]
    report = check(disclose(HEAD + prose.format(name="管和护") + tables))
    assert [(f.rule, f.computed) for f in report.findings] == [
        ("text_name", "水利建设和管护（项）")
    ]


def test_names_are_not_sure_where_most_are_no_names_of_the_tables(disclose: Disclose) -> None:
    prose = "1.农林水支出（类）水利（款）水力工程建设（项）6.50万元。\n"
    assert verdicts(disclose, prose) == ["too few names of the prose are those of the tables"]


def test_listed_items_have_figures(disclose: Disclose) -> None:
    prose = (
        "人员经费12.00万元，主要包括：基本工资、奖金、住房公积金；\n"
        "公用经费5.00万元，占29.4%。主要用于：办公费、水费、差旅费等。\n"
    )
    assert found(disclose, prose) == [("text_listed", "wording", "奖金", "0.00")]
    ties = ["tied", "broken", "tied", *["tied"] * 3]
    assert verdicts(disclose, prose) == ties


def test_a_listed_item_that_no_table_has_a_row_for(disclose: Disclose) -> None:
    prose = "公用经费5.00万元，包括办公费、水费、租赁费、差旅费。\n"
    assert found(disclose, prose) == [("text_absent", "error", "租赁费", "")]


def test_a_row_may_be_left_out_where_the_others_do_not_make_up_the_class(
    disclose: Disclose,
) -> None:
    prose = "公用经费5.00万元，包括办公费、水费、租赁费、差旅费。\n"
    tables = TABLES.replace("30205|水费|1.00||1.00", "30205|水费|0.90||0.90")
    report = check(disclose(HEAD + prose + tables))
    assert [e.reason for e in report.ledger if e.rule == "text_absent"] == [
        "the table need not print all items"
    ]


def test_a_list_of_all_that_there_can_be_is_a_templates(disclose: Disclose) -> None:
    prose = "公用经费5.00万元，主要包括：办公费、水费、租赁费、培训费。\n"
    template = "so many of the items have no figure that the list may be of all there can be"
    assert verdicts(disclose, prose) == ["tied", "tied", template, template]


def test_items_without_a_figure_of_the_document_beside_them_are_no_list(disclose: Disclose) -> None:
    assert verdicts(disclose, "公用经费包括：办公费、水费、租赁费、差旅费。\n") == []
