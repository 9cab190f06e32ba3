"""Web pages: what a browser shows, whatever their ending and encoding."""

import time
from pathlib import Path
from typing import Any

import pytest

from extraction import DamagedDocument, EmptyDocument, OversizedDocument, UnreadableDocument
from extraction.readers import transcribe
from extraction.transcript import Transcript
from extraction.vocabulary import Format, GapReason


def table(sample: Any) -> str:
    rows = ""
    for r, row in enumerate(sample.rows):
        rows += "<tr>"
        for c, cell in enumerate(row):
            down, across = sample.span(r, c)
            spans = f' rowspan="{down}" colspan="{across}"' if (down, across) != (1, 1) else ""
            if (r, c) not in sample.covered():
                rows += f"<td{spans}>{cell or '&nbsp;'}</td>"
        rows += "</tr>\n"
    return f"<table><tbody>{rows}</tbody></table>"


def page(sample: Any, head: str = "") -> str:
    blocks = [
        f"<p>{block}</p>" if isinstance(block, str) else table(block) for block in sample.blocks
    ]
    menu = '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/x">公开</a></li></ul>'
    body = "\n".join(blocks)
    script = "<script>var t = '<table><tr><td>0</td>';</script>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{menu}{script}{body}</body></html>"


@pytest.fixture
def shown(tmp_path: Path) -> Any:
    """The transcript of the body of a page."""

    def shown(body: str, head: str = "") -> Transcript:
        path = tmp_path / "demo.html"
        path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
        return transcribe(path)

    return shown


@pytest.mark.parametrize(
    ("name", "encoding", "charset"),
    [
        ("demo.html", "utf-8", "utf-8"),
        ("demo.htm", "gbk", "gb2312"),
        ("demo.xls", "utf-8-sig", ""),
        ("demo.doc", "utf-16", ""),
        ("demo.txt", "gb18030", ""),
    ],
)
def test_the_facts_of_a_web_page(
    tmp_path: Path, sample: Any, name: str, encoding: str, charset: str
) -> None:
    head = f'<meta charset="{charset}">' if charset else ""
    path = tmp_path / name
    path.write_bytes(page(sample, head).encode(encoding))
    assert sample.facts(path) == sample.expected(tmp_path)
    text = transcribe(path)
    assert (text.format, text.gaps) == (Format.HTML, ())
    assert text.lines[:3] == ("首页", "", "公开")
    assert text.grids[1].rows[1][0].source.where == "table 2, row 2, cell 1"


@pytest.mark.parametrize("charset", ["gbk", "utf-8"])
def test_a_bundle_of_sheets(tmp_path: Path, sample: Any, charset: str) -> None:
    parts = ""
    for name, body in (("sheet001.htm", page(sample)), ("tabstrip.htm", "<p>标签</p>")):
        parts += (
            f"--X\r\nContent-Location: file:///C:/{name}\r\nContent-Transfer-Encoding: 8bit\r\n"
        )
        parts += f'Content-Type: text/html; charset="{charset}"\r\n\r\n{body}\r\n'
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="X"\r\n\r\n'
    path = tmp_path / "demo.xls"
    data = f"{head}{parts}--X--\r\n".encode(charset)
    path.write_bytes(data)
    assert sample.facts(path) == sample.expected(tmp_path)
    assert "标签" not in transcribe(path).lines
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(DamagedDocument):
        transcribe(path)


def test_spans_and_breaks(shown: Any) -> None:
    text = shown(
        "<table><tr><th rowspan=2>科目<br>名称</th><th colspan='2'>支&nbsp;出</th></tr>"
        "<tr><td><p>基本</p><p>支出</p></td><td>项目</td></tr>"
        "<tr><td>水利</td><td> 1.00 </td><td>&mdash;</td></tr></table>"
    )
    assert text.lines[:3] == ("科目名称\t支 出\t", "\t基本支出\t项目", "水利\t1.00\t—")
    merges = sorted((m.row, m.column, m.rows, m.columns) for m in text.grids[0].merges)
    assert merges == [(0, 0, 2, 1), (0, 1, 1, 2)]


def test_a_title_block_in_the_table(shown: Any) -> None:
    text = shown(
        "<table><tr><td colspan=2>2024年支出总表</td></tr><tr><td></td><td>单位：万元</td></tr>"
        "<tr><td>科目</td><td>合计</td></tr><tr><td>水利</td><td>1.00</td></tr>"
        "<tr><td colspan=2>注：数据四舍五入。</td></tr></table>"
    )
    assert text.lines == (
        "2024年支出总表",
        "",
        "单位：万元",
        "科目\t合计",
        "水利\t1.00",
        "注：数据四舍五入。",
        "",
    )
    assert [(grid.first_line, len(grid.rows)) for grid in text.grids] == [(4, 2)]


def test_tables_that_lay_out_a_page(shown: Any) -> None:
    text = shown(
        "<table><tr><td>菜单</td><td><h1>支出总表</h1><table><tr><td>科目</td><td>合计</td></tr>"
        "<tr><td>水利</td><td>1.00</td></tr></table><p>说明文字。</p></td></tr></table>"
    )
    assert [line for line in text.lines if line] == [
        "菜单",
        "支出总表",
        "科目\t合计",
        "水利\t1.00",
        "说明文字。",
    ]
    assert [grid.width for grid in text.grids] == [2]


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="color:red; DISPLAY : none">合计0</p>',
        "<div hidden>合计0</div>",
        '<p class="a off">合计0</p>',
        '<p id="off">合计0</p>',
        '<span style="visibility:hidden">合计0</span>',
        '<span style="font-size:0">合计0</span>',
        '<table><tr style="display:none"><td>合计0</td></tr><tr><td>1</td></tr></table>',
    ],
)
def test_hidden_text(shown: Any, hidden: str) -> None:
    text = shown(
        f"<p>收入</p>{hidden}",
        "<style>.off, #off {x:y} .off {display:none}\n#off { display: none }</style>",
    )
    assert "合计" not in "".join(text.lines)
    [gap] = text.gaps
    assert (gap.reason, gap.printed) == (GapReason.HIDDEN, "合计0")


def test_hidden_words_are_no_gap(shown: Any) -> None:
    assert shown("<p>收入</p><p style='display:none'>返回顶部</p>").gaps == ()


def test_what_is_no_text_of_the_page(shown: Any) -> None:
    text = shown("<p>收<b>入</b><!-- 注 --><script>1</script>总<i>表</i></p><style>p{}</style>")
    assert text.lines == ("收入总表",)


def test_tables_of_tabs(shown: Any) -> None:
    text = shown("<pre>项目\t金额\n水利\t1.00</pre><p>正文</p>")
    assert text.lines == ("项目\t金额", "水利\t1.00", "正文")
    assert [len(grid.rows) for grid in text.grids] == [2]


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_cut_off_page(tmp_path: Path, sample: Any, tenth: int) -> None:
    """It is refused, or what is read of it says that it has no end."""
    data = page(sample).encode()
    path = tmp_path / "cut.html"
    path.write_bytes(data[: len(data) * tenth // 10])
    try:
        text = transcribe(path)
    except UnreadableDocument:
        return
    assert GapReason.DAMAGED in {gap.reason for gap in text.gaps}


def test_a_page_cut_inside_a_table(tmp_path: Path, sample: Any) -> None:
    whole = page(sample)
    path = tmp_path / "cut.html"
    path.write_text(whole[: whole.rindex("</tr>")], encoding="utf-8")
    with pytest.raises(DamagedDocument):
        transcribe(path)


def test_a_page_without_text(shown: Any) -> None:
    with pytest.raises(EmptyDocument):
        shown("<script>1</script>")


def test_nesting_without_end(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    for element in ("div", "table><tr><td"):
        path.write_text(f"<html><body><p>1</p>{f'<{element}>' * 50_000}合计</html>")
        start = time.process_time()
        with pytest.raises(OversizedDocument):
            transcribe(path)
        assert time.process_time() - start < 5


def test_spans_beyond_all_size(shown: Any) -> None:
    row = "<tr>" + "<td colspan=1000 rowspan=65534>1</td>" * 100 + "</tr>"
    start = time.process_time()
    with pytest.raises(OversizedDocument):
        shown(f"<table>{row * 500}</table>")
    assert time.process_time() - start < 5
