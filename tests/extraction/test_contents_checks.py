"""What the contents promise against what follows, and how contents are read."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check

Disclose = Callable[[str], Disclosure]

RULES = ("contents_table", "contents_title", "table_reference")
TITLES = ("部门收支总表", "部门收入总表", "部门支出总表", "一般公共预算支出表")
ROWS = (
    "单位：万元\n科目编码|科目名称|合计|基本支出|项目支出\n208|社会保障和就业支出|3.00|2.00|1.00\n"
)
CONTENTS = """青禾县水务局2024年部门预算
目 录
第一部分 青禾县水务局概况
- 一、主要职责
第二部分 2024年部门预算表
{entries}
第三部分 2024年部门预算情况说明
- 一、收支预算情况说明
- 二、其他重要事项说明
第一部分 青禾县水务局概况
一、主要职责
管理全县水务。
第二部分 2024年部门预算表
{tables}
第三部分 2024年部门预算情况说明
{prose}
"""
PROSE = "一、收支预算情况说明\n收入预算3.00万元。\n二、其他重要事项说明\n没有其他事项。"


def document(
    listed: tuple[str, ...], printed: tuple[str, ...], prose: str = PROSE, rows: str = ROWS
) -> str:
    marks = "一二三四五六七八九"
    entries = "\n".join(f"- {mark}、{name}" for mark, name in zip(marks, listed, strict=False))
    tables = "\n".join(f"{title}\n{rows}" for title in printed)
    return CONTENTS.format(entries=entries, tables=tables, prose=prose)


def found(disclosure: Disclosure) -> list[tuple[str, str, str, str, str]]:
    return [
        (f.rule, f.severity, f.where, f.printed, f.computed)
        for f in check(disclosure).findings
        if f.rule in RULES
    ]


def reasons(disclosure: Disclosure) -> list[tuple[str, str]]:
    return [(e.rule, e.reason) for e in check(disclosure).ledger if e.rule in RULES and e.reason]


def test_contents_that_keep_their_promise_are_tied(disclose: Disclose) -> None:
    disclosure = disclose(document(TITLES, TITLES))
    entries = [e for e in check(disclosure).ledger if e.rule in RULES]
    assert found(disclosure) == []
    # Four tables; of the headings two under parts, 一、 of the first part and the parts themselves.
    assert [(e.rule, e.verdict) for e in entries] == [
        *[("contents_table", "tied")] * 4,
        *[("contents_title", "tied")] * 6,
    ]


def test_a_listed_table_that_is_nowhere_is_missing(disclose: Disclose) -> None:
    listed = (*TITLES, "《机关运行经费预算表》")
    assert found(disclose(document(listed, TITLES))) == [
        ("contents_table", "error", "10", "《机关运行经费预算表》", "")
    ]


NOT_SURE = {
    "it is named in the prose": (
        TITLES,
        PROSE.replace("没有其他事项", "机关运行经费见机关运行经费预算表"),
        "the text names the table, but no title shows where it stands",
    ),
    "a table that no entry names is of its kind": (
        (*TITLES, "机关运行情况一览表"),
        PROSE,
        "a table of another name may be the one that is listed",
    ),
    "hardly any listed table is there": (
        TITLES[:1],
        PROSE,
        "few of the tables that the contents list stand in this document",
    ),
    "characters are lost": (
        TITLES,
        PROSE.replace("没有其他", "没有\ufffd\ufffd"),
        "not all of the document could be read",
    ),
}


@pytest.mark.parametrize(("printed", "prose", "reason"), NOT_SURE.values(), ids=NOT_SURE)
def test_a_table_that_may_be_there_is_not_called_missing(
    disclose: Disclose, printed: tuple[str, ...], prose: str, reason: str
) -> None:
    disclosure = disclose(document((*TITLES, "机关运行经费预算表"), printed, prose))
    assert found(disclosure) == []
    assert ("contents_table", reason) in reasons(disclosure)


SAME = {
    "year, agency and 部门": "2024年青禾县水务局收支总表",
    "marks of a title": "《部门收支总表》",
    "a running number": "1.2024年部门收支总表",
}


@pytest.mark.parametrize("entry", SAME.values(), ids=SAME)
def test_what_does_not_name_a_table_may_differ(disclose: Disclose, entry: str) -> None:
    assert found(disclose(document((entry, *TITLES[1:]), TITLES))) == []


REWORDED = {
    "words left out": ("项目绩效目标表", "项目支出绩效目标表"),
    "words in another order": ("政府性基金支出预算表", None),
    "swapped side by side": ("政府性基金预算出支表", "政府性基金预算支出表"),
    "one character wrong": ("政府性基金予算支出表", "政府性基金预算支出表"),
    "the end of a title that wraps": ("一般公共预算政府性基金预算支出表", "预算支出表"),
}


@pytest.mark.parametrize(("entry", "title"), REWORDED.values(), ids=REWORDED)
def test_a_title_in_other_words_is_held_against_its_entry(
    disclose: Disclose, entry: str, title: str | None
) -> None:
    printed = (*TITLES, title or "政府性基金预算支出表")
    rows = found(disclose(document((*TITLES, entry), printed)))
    sure = title is not None and title != "预算支出表"
    expected = [("contents_title", "wording", "38", title, entry)] if sure else []
    assert rows == expected


CUT = {
    "without the last word": (
        ("部门收支总表", "部门收入总表", "部门支出总", TITLES[3]),
        "部门支出总",
    ),
    "without a quotation mark": (
        ("部门收支总表", "部门收入总表", "部门支出总表", "一般公共预算三公”经费支出表"),
        "一般公共预算三公”经费支出表",
    ),
}


@pytest.mark.parametrize(("listed", "entry"), CUT.values(), ids=CUT.keys())
def test_an_entry_that_lacks_the_end_or_a_mark_of_a_title(
    disclose: Disclose, listed: tuple[str, ...], entry: str
) -> None:
    printed = (*TITLES[:3], "一般公共预算“三公”经费支出表") if "三公" in entry else TITLES
    findings = found(disclose(document(listed, printed)))
    assert [(rule, severity, meant) for rule, severity, _, _, meant in findings] == [
        ("contents_title", "wording", entry)
    ]


def test_a_heading_in_other_words_than_its_entry(disclose: Disclose) -> None:
    prose = PROSE.replace("其他重要事项说明", "其他重要事项的情况说明")
    assert found(disclose(document(TITLES, TITLES, prose))) == [
        ("contents_title", "wording", "40", "二、其他重要事项的情况说明", "二、其他重要事项说明")
    ]


def test_a_heading_that_wraps_is_worded_as_its_entry(disclose: Disclose) -> None:
    prose = PROSE.replace("一、收支预算情况说明", "一、收支预算\n情况说明")
    assert found(disclose(document(TITLES, TITLES, prose))) == []


def test_another_heading_under_the_same_ordinal_is_no_finding(disclose: Disclose) -> None:
    prose = PROSE.replace("二、其他重要事项说明", "二、绩效目标设置情况")
    assert found(disclose(document(TITLES, TITLES, prose))) == []


def test_the_prose_refers_to_a_table_that_is_nowhere(disclose: Disclose) -> None:
    prose = PROSE.replace("没有其他事项。", "详见单位的项目绩效目标表。")
    assert found(disclose(document(TITLES, TITLES, prose))) == [
        ("table_reference", "wording", "41", "项目绩效目标表", "")
    ]


@pytest.mark.parametrize("words", ["详见部门收入总表。", "详见附件的项目绩效目标表。"])
def test_a_table_that_is_there_or_attached_may_be_referred_to(
    disclose: Disclose, words: str
) -> None:
    prose = PROSE.replace("没有其他事项。", words)
    assert found(disclose(document(TITLES, TITLES, prose))) == []


def entries(disclosure: Disclosure) -> list[str]:
    return [entry.printed for entry in disclosure.contents]


def test_entries_are_read_without_leaders_and_joined_where_they_wrap(disclose: Disclose) -> None:
    text = """青禾县水务局2024年部门决算
目录
第一部分 概况
第二部分 青禾县水务局2024年度部门决算
表
一、收入支出决算总表
第三部分 青禾县水务局2024年度部门决算
情况说明
第一部分 概况
青禾县水务局管理全县水务。"""
    assert entries(disclose(text)) == [
        "第一部分 概况",
        "第二部分 青禾县水务局2024年度部门决算表",
        "一、收入支出决算总表",
        "第三部分 青禾县水务局2024年度部门决算情况说明",
    ]


def test_contents_end_with_the_last_entry_that_dots_lead_from(disclose: Disclose) -> None:
    text = """青禾县水务局2024年部门预算
目录
一、主要职能 ………………………… 1
二、部门预算表 ……………………… 3
青禾县水务局主要职能
青禾县水务局管理全县水务。"""
    disclosure = disclose(text)
    assert entries(disclosure) == ["一、主要职能", "二、部门预算表"]
    assert "青禾县水务局管理全县水务。" in disclosure.paragraphs[-1].printed


def test_bulleted_entries_may_begin_with_the_ordinal_of_the_first(disclose: Disclose) -> None:
    text = """青禾县水务局2024年部门预算
目录
一、概况
二、预算表
- 一、收支总表
- 二、收入总表
一、概况
管理全县水务。"""
    disclosure = disclose(text)
    assert entries(disclosure) == ["一、概况", "二、预算表", "一、收支总表", "二、收入总表"]
    assert [heading.printed for heading in disclosure.headings] == ["一、概况"]
