"""Lines with the figure marked, and text that stays text: what is printed in, HTML out."""

import re

import pytest

from app.escaping import inert_markdown
from app.marking import draw_lines
from extraction import Source, Span

_LINES = (
    "支出总表",
    "",
    "单位：万元",
    "科目\t合计\t基本支出",
    "合计\t60.50\t60.50",
    "水利\t40.50\t",
    "农业\t20.00\t—",
    "注：不含结转。",
)


def _source(*spans: tuple[int, int, int]) -> Source:
    return Source(
        document="water",
        spans=tuple(Span(line=line, start=start, end=end) for line, start, end in spans),
    )


def _rows(html: str) -> list[list[str]]:
    """The drawn rows: number, then what stands in the cells, only marks kept as tags."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def test_the_figure_is_marked_in_its_cell() -> None:
    assert _rows(draw_lines(_LINES, _source((6, 3, 8)), around=1)) == [
        ["5", "合计", "60.50", "60.50"],
        ["6", "水利", "<mark>40.50</mark>", ""],
        ["7", "农业", "20.00", "—"],
    ]


def test_heads_are_shown_and_marked_lightly_and_what_lies_between_is_skipped() -> None:
    drawn = draw_lines(_LINES, _source((7, 3, 8)), [_source((4, 3, 5)), _source((7, 0, 2))], 0)
    assert _rows(drawn) == [
        ["4", "科目", '<mark class="head">合计</mark>', "基本支出"],
        ["", "⋯"],
        ["7", '<mark class="head">农业</mark>', "<mark>20.00</mark>", "—"],
    ]


def test_blank_lines_are_no_context() -> None:
    assert _rows(draw_lines(_LINES, _source((3, 3, 5)), around=1)) == [
        ["1", "支出总表"],
        ["3", "单位：<mark>万元</mark>"],
        ["4", "科目", "合计", "基本支出"],
    ]


def test_a_blank_cell_has_an_empty_mark() -> None:
    drawn = draw_lines(_LINES, _source((6, 9, 9)), around=0)
    assert _rows(drawn) == [["6", "水利", "40.50", "<mark></mark>"]]


def test_a_text_that_wraps_is_marked_on_both_lines() -> None:
    lines = ("公务接待费减少，主要原因是", "压减开支。其余不变。")
    assert _rows(draw_lines(lines, _source((1, 8, 13), (2, 0, 5)), around=0)) == [
        ["1", "公务接待费减少，<mark>主要原因是</mark>"],
        ["2", "<mark>压减开支。</mark>其余不变。"],
    ]


def test_a_long_line_is_cut_away_from_its_mark() -> None:
    line = "前" * 500 + "12.50" + "后" * 500
    [[_, cell]] = _rows(draw_lines((line,), _source((1, 500, 505))))
    assert re.fullmatch(r"…前{160}<mark>12\.50</mark>后{160}…", cell)


def test_a_mark_over_several_cells_stays_in_them() -> None:
    drawn = draw_lines(_LINES, _source((5, 0, 14)), around=0)
    marked = ["<mark>合计</mark>", "<mark>60.50</mark>", "<mark>60.50</mark>"]
    assert _rows(drawn) == [["5", *marked]]


def test_what_is_printed_is_escaped() -> None:
    line = "<script>alert(1)</script>\t1.00\t<img src=x onerror=alert(1)>"
    drawn = draw_lines((line,), _source((1, 0, 8)))
    assert "<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt;" in drawn
    assert "<script" not in drawn
    assert "<img" not in drawn


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("水务局 · 2024 · 预算", "水务局 · 2024 · 预算"),
        ("![x](http://a.b/?q)", r"\!\[x\]\(http\:" + "\u2060" + r"\/\/a\.b\/\?q\)"),
        ("<b>a</b>", r"\<b\>a\<\/b\>"),
        (":red[a] $x$ `y`", r"\:red\[a\] \$x\$ \`y\`"),
        ("www.a.b m@a.b", "www\u2060" + r"\.a\.b m\@" + "\u2060" + r"a\.b"),
        (" a\n# b\tc ", r"a \# b c"),
    ],
)
def test_markdown_shows_text_as_it_stands(text: str, inert: str) -> None:
    assert inert_markdown(text) == inert
