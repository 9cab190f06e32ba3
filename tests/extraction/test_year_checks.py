"""The years that a document names as its own."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check

Disclose = Callable[[str], Disclosure]

BODY = """青禾县水务局{year}年部门{kind}
第一部分 {year}年部门{kind}表
{title}
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
213|农林水支出|135.78|100.78|35.00
合计||135.78|100.78|35.00
{below}
第二部分 {heading}
一、收支情况
{prose}
"""
TITLE = "2024年部门支出总表"
HEADING = "2024年部门预算情况说明"


def document(prose: str = "", **parts: str) -> str:
    given = {"year": "2024", "kind": "预算", "title": TITLE, "heading": HEADING, "below": ""}
    return BODY.format(**{**given, **parts}, prose=prose)


def found(disclosure: Disclosure) -> list[tuple[str, str, str, str, str]]:
    return [
        (f.rule, f.severity, f.where, f.printed, f.computed)
        for f in check(disclosure).findings
        if f.rule in ("wrong_year", "goal_year")
    ]


def ledger(disclosure: Disclosure) -> list[tuple[str, str, str]]:
    return [
        (e.where, str(e.verdict), e.reason)
        for e in check(disclosure).ledger
        if e.rule == "wrong_year"
    ]


def test_titles_and_headings_of_the_documents_year_are_tied(disclose: Disclose) -> None:
    lines = [line for line, verdict, _ in ledger(disclose(document())) if verdict == "tied"]
    assert lines == ["3", "2", "9", "1"]


WRONG_TITLES = {
    "a title of the year before": ({"title": "2023年部门支出总表"}, "3", "2023年"),
    "a title of the year after": ({"title": "2025年部门支出总表"}, "3", "2025年"),
    "a heading": ({"heading": "2023年部门预算情况说明"}, "9", "2023年"),
    "a heading of an account": (
        {"kind": "决算", "title": "2024年支出决算表", "heading": "2023年度部门决算情况说明"},
        "9",
        "2023年",
    ),
}


@pytest.mark.parametrize(("parts", "where", "printed"), WRONG_TITLES.values(), ids=WRONG_TITLES)
def test_a_title_of_another_year_is_wrong(
    disclose: Disclose, parts: dict[str, str], where: str, printed: str
) -> None:
    assert found(disclose(document(**parts))) == [("wrong_year", "error", where, printed, "2024年")]


RIGHT_TITLES = {
    "what was carried out": {"heading": "2023年预算执行情况说明"},
    "an account in a budget": {"heading": "2023年部门决算情况说明"},
    "a plan of years": {"heading": "2023-2025年部门预算情况说明"},
    "two years": {"heading": "2024年与2023年部门预算说明"},
    "work to be done": {"heading": "2025年工作计划"},
}


@pytest.mark.parametrize("parts", RIGHT_TITLES.values(), ids=RIGHT_TITLES)
def test_a_title_may_be_of_another_year(disclose: Disclose, parts: dict[str, str]) -> None:
    assert found(disclose(document(**parts))) == []


def test_where_too_few_name_the_documents_year_none_is_called_wrong(disclose: Disclose) -> None:
    parts = {"title": "2023年部门支出总表", "heading": "2023年部门预算情况说明"}
    reason = "too few titles and headings name the document's year"
    text = document(**parts)
    assert ("3", "not checkable", reason) in ledger(disclose(text))
    assert found(disclose(text)) == []


WRONG_SENTENCES = {
    "a total of the tables": "2023年支出预算总额135.78万元。",
    "the agency's": "青禾县水务局2023年度支出预算总额135.78万元，比上年增加3.00万元。",
    "a part that changed": "本部门2025年基本支出100.8万元，比上年减少2.0万元。",
    "the note of an empty table": "注：本部门2023年没有安排政府性基金预算支出，本表为空。",
}


@pytest.mark.parametrize("prose", WRONG_SENTENCES.values(), ids=WRONG_SENTENCES)
def test_this_years_figure_under_another_year_is_wrong(disclose: Disclose, prose: str) -> None:
    assert [row[0] for row in found(disclose(document(prose)))] == ["wrong_year"]


RIGHT_SENTENCES = {
    "a comparison": "支出预算总额135.78万元，比2023年增加3.00万元。",
    "both years": "2023年支出预算总额135.78万元，2024年支出预算总额135.78万元。",
    "another figure": "2023年支出预算总额132.78万元。",
    "what was carried out": "2023年支出预算执行合计135.78万元。",
    "few digits, and no change": "2023年项目支出合计35.00万元。",
    "the same figure in both years": (
        "2023年支出预算总额135.78万元。\n2024年支出预算总额135.78万元，与上年持平。"
    ),
    "a project approved before": "2023年批复的水库工程支出预算合计135.78万元。",
    "what there was at its end": "截至2023年12月31日，本部门共有车辆2辆。",
    "a law": "根据《水法（2023年修订）》，本部门支出预算总额135.78万元。",
}


@pytest.mark.parametrize("prose", RIGHT_SENTENCES.values(), ids=RIGHT_SENTENCES)
def test_a_sentence_may_be_about_another_year(disclose: Disclose, prose: str) -> None:
    assert found(disclose(document(prose))) == []


def test_an_account_counts_at_the_end_of_its_year(disclose: Disclose) -> None:
    parts = {"kind": "决算", "title": "2024年支出决算表", "heading": "2024年度部门决算情况说明"}
    prose = "截至{}年12月31日，本部门共有车辆2辆。"
    assert found(disclose(document(prose.format(2024), **parts))) == []
    assert found(disclose(document(prose.format(2023), **parts))) == [
        ("wrong_year", "error", "11", "2023年", "2024年")
    ]


GOALS = (
    "项目支出绩效目标表\n单位：万元\n项目名称|金额|绩效目标\n水库维修|35.00|{}\n河道清淤|0.00|无\n"
)


def test_a_goal_set_for_the_year_before_is_wrong(disclose: Disclose) -> None:
    below = GOALS.format("1、2023年全年确保完成水库维修。2、保障安全。")
    assert found(disclose(document(below=below))) == [
        ("goal_year", "error", "11", "2023年全年确保完成水库维修", "2024年")
    ]


RIGHT_GOALS = {
    "this year": "2024年确保完成水库维修。",
    "work of years": "2023年确保完成主体，2024年完成验收。",
    "what is still to be paid": "2023年确保完成工程的尾款。",
    "what has been done": "2023年完成水库维修。",
}


@pytest.mark.parametrize("goal", RIGHT_GOALS.values(), ids=RIGHT_GOALS)
def test_a_goal_may_speak_of_other_years(disclose: Disclose, goal: str) -> None:
    assert found(disclose(document(below=GOALS.format(goal)))) == []
