"""Headings, contents, and paragraphs that wrap."""

import pytest

from extraction.prose import (
    Passage,
    find_contents,
    is_furniture,
    read_heading,
    read_prose,
    section_path,
)
from extraction.transcript import Transcript


def passages_of(*lines: str) -> tuple[Passage, ...]:
    return read_prose(Transcript("demo", lines), ()).passages


def paragraphs(lines: list[str]) -> list[tuple[tuple[str, ...], str]]:
    passages = passages_of(*lines)
    return [(passage.section, passage.paragraph().printed) for passage in passages]


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("第一部分 部门概况", -1),
        ("一、主要职责", 0),
        ("（二）支出预算情况", 1),
        ("## 3. 政府采购情况。", 2),
        ("# 青川市水利局", 2),
        ("（一）农林水支出（类）", 1),
    ],
)
def test_headings(text: str, rank: int) -> None:
    heading = read_heading(7, text)
    assert heading is not None
    assert (heading.line, heading.rank) == (7, rank)
    assert text[heading.start :] == heading.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一、",
        "二、人员经费，另有公用经费",
        "一、收入\t12.50",
        "八、农林水支出(类)水利(款)水利工程运",
        "1.农林水支出（类）水利（款）防汛（项）",
        "3. 2024年公务用车购置费",
        "接待费",
    ],
)
def test_no_headings(text: str) -> None:
    assert read_heading(1, text) is None


def test_sections_open_and_close() -> None:
    lines = ["第一部分 概况", "一、职责", "（一）总则", "二、机构", "第二部分 预算表"]
    headings = [heading for n, text in enumerate(lines, 1) if (heading := read_heading(n, text))]
    paths = [section_path(headings[:count]) for count in range(1, 6)]
    assert paths == [
        ("第一部分概况",),
        ("第一部分概况", "一、职责"),
        ("第一部分概况", "一、职责", "（一）总则"),
        ("第一部分概况", "二、机构"),
        ("第二部分预算表",),
    ]


@pytest.mark.parametrize("text", ["", "  ", "- 12 -", "第 3 页", "----"])
def test_furniture(text: str) -> None:
    assert is_furniture(text)


def test_contents_end_where_their_first_entry_comes_again() -> None:
    lines = [
        "青川市水利局",
        "目 录",
        "第一部分 概况",
        "- 一、职责",
        "",
        "第一部分 概况",
        "一、职责",
    ]
    assert find_contents(lines) == range(2, 6)


def test_no_contents() -> None:
    assert find_contents(["第一部分 概况", "一、职责"]) == range(0)


WRAPPED = {
    "at a comma": (["接待费1万元，", "会议费2万元。"], ["接待费1万元，会议费2万元。"]),
    "inside of a sentence, over a page number": (
        ["本单位2024年安排的机关运行经费预算", "- 3 -", "", "为12万元。"],
        ["本单位2024年安排的机关运行经费预算为12万元。"],
    ),
    "not at a full stop": (["接待费1万元。", "会议费2万元。"], ["接待费1万元。", "会议费2万元。"]),
    "at a full stop, where the sentence below goes on with the one above": (
        ["接待费支出1万元。", "与上年相比增加2万元。", "主要原因是来访增加。"],
        ["接待费支出1万元。与上年相比增加2万元。主要原因是来访增加。"],
    ),
    "not before an ordinal": (
        ["本单位今年的全部项目列示如下文所述", "1.河道疏浚。", "（2）堤防加固。"],
        ["本单位今年的全部项目列示如下文所述", "1.河道疏浚。", "（2）堤防加固。"],
    ),
    "not before an ordinal with half a bracket": (
        ["4) 实施周期：2024 年 1 月至 2024 年 12 月", "5) 年度预算：1 万元"],
        ["4) 实施周期：2024 年 1 月至 2024 年 12 月", "5) 年度预算：1 万元"],
    ),
    "not after a caption": (["单位：万元", "接待费1万元。"], ["单位：万元", "接待费1万元。"]),
}


@pytest.mark.parametrize(("lines", "expected"), WRAPPED.values(), ids=WRAPPED.keys())
def test_wraps(lines: list[str], expected: list[str]) -> None:
    assert [printed for _, printed in paragraphs(lines)] == expected


def test_the_first_line_of_a_wrapped_paragraph_is_no_heading() -> None:
    # A scrape breaks every line at one width; this one has 21 Han characters a line.
    lines = [
        "一、主要职责",
        "（一）组织编制全市水利发展规划和专项规划方案",
        "并监督实施，负责全市河道、水库、堤防安全管理",
        "工作，组织防汛抗旱。",
        "（二）负责全市水资源统一调度，组织实施取水许",
        "可、用水计划、节约用水，监督管理全市供水排水",
        "工作。",
    ]
    assert paragraphs(lines) == [
        (("一、主要职责",), "".join(lines[1:4])),
        (("一、主要职责",), "".join(lines[4:])),
    ]


def test_lines_that_are_skipped_part_paragraphs() -> None:
    lines = ["本单位2024年安排的机关运行经费预算", "接待费\t1", "为12万元。"]
    passages = read_prose(Transcript("demo", tuple(lines)), [2]).passages
    assert [passage.plain for passage in passages] == [lines[0], lines[2]]


def test_plain_text_keeps_circled_ordinals_apart_from_figures() -> None:
    (passage,) = read_prose(
        Transcript("demo", (*["　① 接待费２．５ 万元（含税），②会议费㎡。"],)), ()
    ).passages
    assert passage.plain == "①接待费2.5万元(含税),②会议费m2。"


@pytest.mark.parametrize(
    ("text", "body"),
    [("1. 接待费。", "接待费。"), ("- （二）接待费。", "接待费。"), ("3) 接待费。", "接待费。")],
)
def test_the_body_begins_behind_the_ordinal(text: str, body: str) -> None:
    (passage,) = passages_of(text)
    assert passage.plain[passage.body :] == body


def test_a_cut_over_two_lines() -> None:
    (passage,) = read_prose(
        Transcript("demo", (*["本单位全年机关运行经费１万 ", "", " 元。"],)), ()
    ).passages
    found = passage.cut(11, 14)
    assert found.printed == "１万元"
    spans = [(span.line, span.start, span.end) for span in found.source.spans]
    assert spans == [(1, 11, 13), (3, 1, 2)]
