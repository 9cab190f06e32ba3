"""Markdown: the tables of its lines, each cell at its place in the file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extraction import OversizedDocument, extract
from extraction.readers import transcribe
from extraction.transcript import Transcript
from extraction.vocabulary import Format


def pipes(rows: list[list[str]], outer: bool = True) -> str:
    left, right = ("| ", " |") if outer else ("", "")
    lines = [left + " | ".join(row) + right for row in rows]
    return "\n".join([lines[0], left + " | ".join(["---"] * len(rows[0])) + right, *lines[1:]])


def tags(table: Any) -> str:
    text = "<table>"
    for r, row in enumerate(table.rows):
        text += "<tr>"
        for c, cell in enumerate(row):
            down, across = table.span(r, c)
            if (r, c) not in table.covered():
                text += f'<td rowspan="{down}" colspan={across}>{cell}</td>'
        text += "</tr>"
    return text + "</table>"


STYLES: dict[str, Callable[[Any], str]] = {
    "pipes": lambda table: pipes(table.rows),
    "tags": tags,
    "tags over lines": lambda table: tags(table).replace("<t", "\n<t").replace("</t", "\n</t"),
}


def write(path: Path, sample: Any, style: Callable[[Any], str]) -> bytes:
    blocks = [block if isinstance(block, str) else style(block) for block in sample.blocks]
    data = ("# " + "\n\n".join(blocks) + "\n").encode()
    path.write_bytes(data)
    return data


@pytest.fixture
def shown(tmp_path: Path) -> Callable[[str], Transcript]:
    """The transcript of a text."""

    def shown(text: str) -> Transcript:
        path = tmp_path / "demo.md"
        path.write_text(text, encoding="utf-8")
        return transcribe(path)

    return shown


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_facts_of_a_markdown_text(
    tmp_path: Path, sample: Any, style: str, encoding: str
) -> None:
    path = tmp_path / "demo.txt"
    path.write_bytes(write(path, sample, STYLES[style]).decode().encode(encoding))
    assert sample.facts(path) == sample.expected(tmp_path)
    assert transcribe(path).format is Format.MARKDOWN


@pytest.mark.parametrize("style", STYLES)
def test_a_cell_stands_at_its_place_in_the_file(tmp_path: Path, sample: Any, style: str) -> None:
    path = tmp_path / "demo.md"
    lines = write(path, sample, STYLES[style]).decode().split("\n")
    text = transcribe(path)
    assert len(text.lines) == len(lines)
    cells = [cell for grid in text.grids for row in grid.rows for cell in row]
    assert cells
    for cell in cells:
        spans = cell.source.spans
        assert "".join(lines[s.line - 1][s.start : s.end] for s in spans) == cell.printed
        assert "".join(text.lines[s.line - 1][s.start : s.end] for s in spans) == cell.printed


CELLS = [
    ("**合计**", "合计"),
    ("*合计*", "合计"),
    ("**", "**"),
    ("***", "***"),
    ("基本<br>支出", "基本支出"),
    ("<b>合计</b>", "合计"),
    ("208\\|20899", "208|20899"),
    ("&nbsp;&nbsp;水利", "水利"),
    ("`1,234.50`", "1,234.50"),
    ("\\*\\*", "**"),
    ("2*3*4", "2*3*4"),
    ("", ""),
]


@pytest.mark.parametrize(("cell", "printed"), CELLS)
def test_what_a_cell_prints(shown: Callable[[str], Transcript], cell: str, printed: str) -> None:
    text = shown(f"|科目|合计|\n|-|:-:|\n|{cell}|1.00|\n")
    assert [c.printed for c in text.grids[0].rows[1]] == [printed, "1.00"]


def test_rows_without_outer_pipes_and_short_ones(shown: Callable[[str], Transcript]) -> None:
    text = shown("科目 | 合计 | 备注\n---|---:|---\n水利 | 1.00\n| | 2.00 | |\n正文。\n")
    [grid] = text.grids
    assert [[cell.printed for cell in row] for row in grid.rows] == [
        ["科目", "合计", "备注"],
        ["水利", "1.00", ""],
        ["", "2.00", ""],
    ]
    assert grid.short == {1}
    assert text.lines[1] == ""
    assert text.lines[4] == "正文。"


def test_a_table_that_goes_on_without_dashes(shown: Callable[[str], Transcript]) -> None:
    text = shown("|科目|合计|\n|-|-|\n|水利|1.00|\n\n12\n\n|农业|2.00|\n|林业|3.00|\n\n|一|行|\n")
    assert [grid.first_line for grid in text.grids] == [1, 7]
    [table] = extract(text).tables
    assert [row.label for row in table.rows] == ["水利", "农业", "林业"]


def test_several_header_rows_and_captions_in_the_table(shown: Callable[[str], Transcript]) -> None:
    text = shown(
        "| 支出总表 | | |\n|---|---|---|\n| | | 单位：万元 |\n| 科目 | 金额 | |\n"
        "| | 基本支出 | 项目支出 |\n| 水利 | 1.00 | 2.00 |\n"
    )
    assert text.lines[:3] == ("支出总表", "", "单位：万元")
    [table] = extract(text).tables
    assert (table.title and table.title.printed, table.unit) == ("支出总表", "万元")
    assert [column.path for column in table.columns] == [("金额", "基本支出"), ("金额", "项目支出")]


def test_marks_in_lines_and_code(shown: Callable[[str], Transcript]) -> None:
    text = shown("**支出总表**\n\n|科目|合计|\n|-|-|\n|水利|1.00|\n\n```\n|a|b|\n|-|-|\n```\n")
    assert text.lines[0] == "支出总表"
    assert len(text.grids) == 1
    assert text.line(1).source.where == "1"  # type: ignore[union-attr]


def test_tables_of_tabs_stand_beside_pipes(shown: Callable[[str], Transcript]) -> None:
    text = shown("|科目|合计|\n|-|-|\n|水利|1.00|\n\n项目\t金额\n教育\t2.00\n")
    assert [grid.first_line for grid in text.grids] == [1, 5]


def test_spans_beyond_all_size(shown: Callable[[str], Transcript]) -> None:
    row = "<tr>" + "<td colspan=1000>1</td>" * 100 + "</tr>"
    with pytest.raises(OversizedDocument):
        shown(f"# a\n<table>{row * 500}</table>")
