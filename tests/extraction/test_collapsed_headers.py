"""Header cells whose places were lost: fragments joined, trees proposed, regions found."""

import pytest

from extraction.collapsed.fragments import join_fragments
from extraction.collapsed.heads import propose_trees
from extraction.collapsed.regions import Region, find_regions
from extraction.transcript import Transcript


def _transcript(text: str) -> Transcript:
    return Transcript("demo", tuple(text.strip("\n").split("\n")))


def _regions(text: str) -> list[Region]:
    return find_regions(_transcript(text), frozenset())


def _body(region: Region) -> list[str]:
    return [" ".join(token.printed for token in line) for line in region.body]


def test_a_region_is_found_under_its_caption() -> None:
    [region] = _regions("""
支出总表
单位：万元
科目名称 合计 基本支出
合计 3.00 3.00
教育支出 3.00 3.00
说明：以上为预算安排的全部支出。
""")
    assert (region.title, region.numbered) == ("支出总表", None)
    assert _body(region) == ["合计 3.00 3.00", "教育支出 3.00 3.00"]


def test_prose_is_no_region() -> None:
    assert not _regions("""
一、收支总体情况
本年收入合计 20.00 万元，比上年增加 3.00 万元，增长 17.6%。
本年支出合计 20.00 万元，主要用于：教育支出 15.00 万元。
""")


def test_a_header_on_a_later_page_is_dropped_with_its_numbers() -> None:
    [region] = _regions("""
支出总表
单位：万元
科目名称 合计 基本支出
栏 次 1 2
教育支出 3.00 3.00
科目名称 合计 基本支出
栏 次 1 2
卫生健康支出 2.00 2.00
""")
    assert region.numbered == 2
    assert _body(region) == ["教育支出 3.00 3.00", "卫生健康支出 2.00 2.00"]


@pytest.mark.parametrize("page", ["{}", "- {} -", "第{}页", "公开文本 {}"])
def test_page_numbers_are_no_rows(page: str) -> None:
    rows = [f"项目{name} 3.00 3.00" for name in "甲乙丙丁戊己庚辛壬癸子丑"]
    for number, at in enumerate((0, 5, 10), start=3):
        rows.insert(at, page.format(number))
    text = "\n".join(["支出总表", "单位：万元", "科目名称 合计 基本支出", *rows])
    [region] = _regions(text)
    assert len(region.body) == 12


def test_codes_beside_the_numbers_of_columns_are_headers() -> None:
    [region] = _regions("""
支出总表
单位：万元
科目编码 科目名称 合计 基本支出
类 款 栏次 1 2
301 工资福利支出 3.00 3.00
""")
    assert [t.printed for t in region.header[-1]] == ["类", "款"]


@pytest.mark.parametrize(
    ("printed", "cells"),
    [
        (
            "科目名称 合计\n一般公共预\n算资金\n政府性基\n金",
            "科目名称|合计|一般公共预算资金|政府性基金",
        ),
        ("项 目 名 称 合 计 基本支出", "项目名称|合计|基本支出"),
        ("本年收入 上年结转结 余", "本年收入|上年结转结余"),
        ("采购品目大类 专项名称 经济科目", "采购品目大类|专项名称|经济科目"),
    ],
)
def test_fragments_are_joined_to_known_headers(printed: str, cells: str) -> None:
    text = _transcript("支出总表\n单位：万元\n" + printed + "\n办公室 3.00 3.00")
    [region] = find_regions(text, frozenset())
    found = [cell.printed for cell in join_fragments(region.header, text.plain)]
    assert found == cells.split("|")


def _paths(header: str, row: str) -> list[list[str]]:
    text = _transcript(f"支出总表\n单位：万元\n{header}\n{row}")
    [region] = find_regions(text, frozenset())
    trees = propose_trees(region, text.plain)
    return [
        ["/".join(cell.printed for cell in column.path) for column in tree.columns]
        for _, tree in trees
    ]


def test_a_parent_that_is_printed_first_stands_over_its_subtotal() -> None:
    found = _paths(
        "本年收入 上年结转\n单位名称 合计\n小计 一般公共预算 小计 一般公共预算",
        "办公室 5.00 3.00 3.00 2.00 2.00",
    )
    assert found[0] == [
        "单位名称",
        "合计",
        "本年收入/小计",
        "本年收入/一般公共预算",
        "上年结转/小计",
        "上年结转/一般公共预算",
    ]


def test_a_cell_as_high_as_the_header_may_stand_behind_a_parent() -> None:
    found = _paths(
        "基本支出\n科目名称 合计 项目支出\n小计 人员经费 公用经费",
        "办公室 9.00 5.00 4.00 1.00 4.00",
    )
    right = ["基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"]
    assert ["科目名称", "合计", *right] in found


def test_columns_that_come_again_stand_under_each_of_two_headers() -> None:
    found = _paths(
        "预算数 决算数\n合计 公务接待费 合计 公务接待费",
        "2.00 2.00 1.00 1.00",
    )
    assert found[0] == ["预算数/合计", "预算数/公务接待费", "决算数/合计", "决算数/公务接待费"]


def test_two_sides_are_told_by_their_names() -> None:
    found = _paths("收入项目 金额 支出项目 金额", "一、事业收入 3.00 一、教育支出 3.00")
    assert found == [["收入项目", "金额", "支出项目", "金额"]]


def test_a_form_has_no_header() -> None:
    assert _paths("收入预算合计 20.00", "其中：财政拨款 20.00 其他经费 0.00") == []


@pytest.mark.parametrize(
    ("printed", "cells"),
    [
        ("科目名称 合计\n用事业基\n金弥补收\n支差额\n其他收入", "用事业基金弥补收支差额"),
        ("科目名称 合计\n绩 效 目 标", "绩效目标"),
        ("科目名称\n合计 “三 公”经费合计", "“三公”经费合计"),
    ],
)
def test_pieces_of_a_narrow_cell_are_one(printed: str, cells: str) -> None:
    text = _transcript("支出总表\n单位：万元\n" + printed + "\n办公室 3.00 3.00")
    [region] = find_regions(text, frozenset())
    assert cells in [cell.printed for cell in join_fragments(region.header, text.plain)]


def test_what_is_printed_behind_a_parent_stands_right_of_it() -> None:
    found = _paths(
        "科目名称 合计 基本支出 项目支出\n小计 人员经费 公用经费",
        "办公室 9.00 5.00 4.00 1.00 4.00",
    )
    right = ["基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"]
    assert found[0] == ["科目名称", "合计", *right]
