"""What follows a place and belongs to it."""

from pathlib import Path

import pytest

from extraction import Disclosure
from index import prepare
from index.answering.neighbours import find_neighbours, find_pieces, is_unfinished

HEAD = "河口县水利局2024年部门预算\n\n第一部分 部门概况\n"


def read(folder: Path, body: str) -> Disclosure:
    path = folder / "document.txt"
    path.write_text(HEAD + body, encoding="utf-8")
    return prepare(path).disclosure


def follow(disclosure: Disclosure, start: str) -> list[str]:
    """What follows the piece that begins so."""
    pieces = find_pieces(disclosure)
    first = next(piece for piece in pieces if piece.text.startswith(start))
    places = find_neighbours(disclosure, first.source)
    return [next(p.text for p in pieces if p.source == place) for place in places]


def test_what_opens_a_list_is_followed_by_its_entries_to_the_last(tmp_path: Path) -> None:
    body = (
        "一、机构设置\n所属单位包括：\n1.河口县水库管理站\n2.河口县河道管理所\n"
        "二、工作安排\n今年新建泵站三座，修缮堤防两公里，疏浚灌溉渠道。\n"
    )
    disclosure = read(tmp_path, body)
    assert follow(disclosure, "所属单位") == ["1.河口县水库管理站", "2.河口县河道管理所"]
    assert follow(disclosure, "今年新建") == []


def test_inner_lists_come_along_and_another_list_does_not(tmp_path: Path) -> None:
    body = (
        "一、工作安排\n今年要做好以下工作：\n"
        "1.建设泵站，分两步实施，先完成设计，再组织施工。\n（1）完成工程设计和评审工作。\n"
        "2.修缮堤防，消除安全隐患，保障度汛安全。\n"
        "1.另一份清单从头开始编号，不属于前面的工作。\n"
    )
    found = follow(read(tmp_path, body), "今年要做好")
    assert [text[:4] for text in found] == ["1.建设", "（1）完", "2.修缮"]


def test_a_sentence_that_a_page_break_cuts_is_followed_to_its_end(tmp_path: Path) -> None:
    body = (
        "一、支出情况\n"
        "1.防汛支出预算三百万元，比上年减少六十万元，减少的主要原因：\n\n"
        "泵站建设任务已经完成，后续只安排日常维护。\n\n"
        "2.抗旱支出预算一百万元，与上年持平，没有变化。\n"
    )
    disclosure = read(tmp_path, body)
    assert follow(disclosure, "1.防汛") == ["泵站建设任务已经完成，后续只安排日常维护。"]


def test_a_heading_with_a_text_of_its_own_is_no_entry(tmp_path: Path) -> None:
    body = (
        "一、支出情况\n具体情况如下：\n"
        "（一）防汛支出情况\n防汛支出三百万元，用于泵站建设和日常维护工作。\n"
    )
    assert follow(read(tmp_path, body), "具体情况") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下属单位包括：", True),
        ("决算数小于预算数的主要原因是一个站点选址变更，资金", True),
        ("决算数小于预算数的主要原因是一个站点选址变更。", False),
        ("机构设置", False),
    ],
)
def test_what_stops_inside_a_sentence_is_unfinished(text: str, expected: bool) -> None:
    assert is_unfinished(text) is expected
