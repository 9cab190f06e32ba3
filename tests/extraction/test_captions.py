"""Lines around a grid: title, unit, agency, note, running number."""

import pytest

from extraction.captions import (
    CaptionKind,
    bare_title,
    caption_kind,
    is_caption,
    is_cell_like,
    is_name_like,
    read_title_block,
    same_title,
)
from extraction.records import Printed
from extraction.transcript import Transcript
from extraction.vocabulary import Unit

K = CaptionKind


def printed(text: str, number: int = 1) -> Printed:
    found = Transcript("demo", (text,) * number).line(number)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("收支预算总表", K.TITLE),
        ("一、收支总表", K.TITLE),
        ("# 收入总表", K.TITLE),
        ("一般公共预算基本支出情况表（按经济分类科目）", K.TITLE),
        ("项目支出明细", K.TITLE),
        ("单位：万元", K.UNIT),
        ("（金额单位：人民币元）", K.UNIT),
        ("单 位 ： 万 元", K.UNIT),
        ("续表", K.CONTINUED),
        ("（续上表）", K.CONTINUED),
        ("附表3", K.RUNNING),
        ("财决公开01表", K.RUNNING),
        ("表 2-1：", K.RUNNING),
        ("2024年度", K.PERIOD),
        ("（2024年）", K.PERIOD),
        ("预算单位：青川市水利局", K.AGENCY),
        ("部门名称（公章）：青川市水利局", K.AGENCY),
        ("[301001]青川市水利局", K.AGENCY),
        ("注：本表无数据。", K.NOTE),
        ("备注1：含上年结转", K.NOTE),
        ("- 3 -", K.FURNITURE),
        ("本部门没有政府性基金预算。", K.PROSE),
        ("重点项目如下：", K.PROSE),
        ("一、主要职责", K.HEADING),
        ("二、预算情况", K.HEADING),
        ("政府采购", K.WORDS),
    ],
)
def test_kinds_of_lines(text: str, kind: CaptionKind) -> None:
    assert caption_kind(printed(text)) is kind


BLOCKS = {
    "title and unit": (["支出总表", "单位：万元"], "支出总表", Unit.WAN, {1, 2}),
    "agency, period and unit between": (
        ["支出总表", "2024年度", "单位名称：青川市水利局", "单位：元"],
        "支出总表",
        Unit.YUAN,
        {1, 2, 3, 4},
    ),
    "running number over the title": (["附表2", "支出总表"], "支出总表", None, {1, 2}),
    "running number before the title": (["表2：支出总表"], "支出总表", None, {1}),
    "ordinal before the title": (["三、支出总表"], "支出总表", None, {1}),
    "hash before the title": (["## 支出总表", "单位：万元"], "支出总表", Unit.WAN, {1, 2}),
    "unit beside the title": (["支出总表（单位：万元）"], "支出总表（单位：万元）", Unit.WAN, {1}),
    "the note of the table above": (
        ["注：本表无数据。", "支出总表", "单位：万元"],
        "支出总表",
        Unit.WAN,
        {2, 3},
    ),
    "a note that slipped under the title": (
        ["支出总表", "注：因四舍五入存在尾差。", "单位：万元"],
        "支出总表",
        Unit.WAN,
        {1, 3},
    ),
    "page number between": (["支出总表", "- 3 -", "单位：万元"], "支出总表", Unit.WAN, {1, 3}),
    "a title over two lines": (
        ["一般公共预算“三公”经费支出预算情", "况表", "单位：万元"],
        "一般公共预算“三公”经费支出预算情况表",
        Unit.WAN,
        {1, 2, 3},
    ),
    "prose ends it": (["本年支出如下所示。", "单位：万元"], None, Unit.WAN, {2}),
    "the unit of the table above stays there": (
        ["单位：元", "收入总表", "支出总表", "单位：万元"],
        "支出总表",
        Unit.WAN,
        {3, 4},
    ),
    "a title of words": (["政府采购预算", "单位：万元"], "政府采购预算", Unit.WAN, {1, 2}),
    "nothing": ([], None, None, set()),
}


@pytest.mark.parametrize(("above", "title", "unit", "lines"), BLOCKS.values(), ids=BLOCKS.keys())
def test_title_blocks(
    above: list[str], title: str | None, unit: Unit | None, lines: set[int]
) -> None:
    block = read_title_block([printed(text, number) for number, text in enumerate(above, 1)])
    assert (block.title.printed if block.title else None) == title
    assert (block.unit, block.lines, block.continued) == (unit, lines, False)


def test_a_mark_of_continuation() -> None:
    block = read_title_block([printed("续表", 4), printed("单位：万元", 5)])
    assert (block.title, block.unit, block.continued) == (None, Unit.WAN, True)


def test_a_title_keeps_its_place() -> None:
    title = bare_title(printed("  附表3：支出总表 ", 7))
    assert title.printed == "支出总表"
    assert [(s.line, s.start, s.end) for s in title.source.spans] == [(7, 6, 10)]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("支出总表", "支出总表（续）", True),
        ("支出总表", "支出总表（续表2）", True),
        ("支 出 总 表", "支出总表", True),
        ("支出总表", "收入总表", False),
    ],
)
def test_same_titles(first: str, second: str, same: bool) -> None:
    assert same_title(printed(first), printed(second)) is same


def test_no_title_is_no_title_again() -> None:
    assert not same_title(None, None)


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("单位名称：青川市水利局\t\t单位：万元", True),
        ("2024年度\t附表3", True),
        ("[301001]青川市水利局", False),
        ("[30204]手续费\t5.00", False),
        ("单位名称\t合计", False),
        ("\t", False),
    ],
)
def test_caption_lines(line: str, caption: bool) -> None:
    assert is_caption(line) is caption


@pytest.mark.parametrize(
    ("text", "cell", "name"),
    [
        ("河道疏浚", True, True),
        ("疏浚河道，加固堤防两处。", True, False),
        ("注：含结转", False, False),
        ("支出总表", False, False),
        ("- 4 -", False, False),
        ("单位：万元", False, False),
        ("河" * 61, True, False),
    ],
)
def test_texts_of_cells_and_names(text: str, cell: bool, name: bool) -> None:
    assert (is_cell_like(text), is_name_like(text)) == (cell, name)
