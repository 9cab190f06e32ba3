"""Cells that print nothing and still are cells: rows in, grids out."""

import io
from pathlib import Path

import docx

from extraction.readers import transcribe
from extraction.transcript import Transcript


def _rows(text: Transcript) -> list[list[list[str]]]:
    return [[[cell.printed for cell in row] for row in grid.rows] for grid in text.grids]


def test_a_web_table_that_goes_on_keeps_its_blank_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<table><tr><td>221</td><td>住房保障支出</td><td>5.00</td><td></td><td></td></tr>"
        "<tr><td>22102</td><td>住房改革支出</td><td>5.00</td><td></td><td></td></tr></table>",
        encoding="utf-8",
    )
    assert _rows(transcribe(path)) == [
        [["221", "住房保障支出", "5.00", "", ""], ["22102", "住房改革支出", "5.00", "", ""]]
    ]


def test_a_word_table_that_goes_on_keeps_its_blank_columns(tmp_path: Path) -> None:
    file = docx.Document()
    table = file.add_table(2, 5)
    for row, cells in zip(
        table.rows,
        (("221", "住房保障支出", "", "5.00"), ("22102", "住房改革支出", "", "5.00")),
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=False):
            cell.text = text
    buffer = io.BytesIO()
    file.save(buffer)
    path = tmp_path / "a.docx"
    path.write_bytes(buffer.getvalue())
    assert _rows(transcribe(path)) == [
        [["221", "住房保障支出", "", "5.00", ""], ["22102", "住房改革支出", "", "5.00", ""]]
    ]


def test_a_blank_header_row_over_the_dashes_prints_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "单位：万元\n\n|  |  |\n| --- | --- |\n| 项目 | 预算数 |\n| 水利 | 5.00 |\n",
        encoding="utf-8",
    )
    text = transcribe(path)
    assert _rows(text) == [[["项目", "预算数"], ["水利", "5.00"]]]
    assert text.lines[2] == ""


def test_a_page_of_names_alone_is_a_page_of_the_table(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    cell = "<tr><td></td><td></td><td>{}</td><td>{}</td></tr>"
    pages = [
        "<tr><td>项目</td><td>预算数</td><td>项目</td><td>预算数</td></tr>"
        "<tr><td>一、财政拨款</td><td>5.00</td><td>一、教育支出</td><td>2.00</td></tr>",
        cell.format("二、外交支出", "") + cell.format("三、国防支出", ""),
        cell.format("四、农林水支出", "3.00") + cell.format("本年支出合计", "5.00"),
    ]
    page.write_text("".join(f"<table>{rows}</table>" for rows in pages), encoding="utf-8")
    assert [len(rows) for rows in _rows(transcribe(page))] == [2, 2, 2]
    assert [len(rows[0]) for rows in _rows(transcribe(page))] == [4, 4, 4]
