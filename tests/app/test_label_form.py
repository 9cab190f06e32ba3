"""Labelling on the page of documents: a row chosen, its cells confirmed beside their source."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.chinese import ZH
from app.settings import read_settings
from evals.labels.label_files import read_labelled
from index import Library, prepare

_TEXT = """\
青禾县水务局2024年部门预算

支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出
\t合计\t80.50\t40.00
213\t农林水支出\t80.50\t40.00
"""
_HTML = (
    "<h1>青禾县水务局2024年部门预算</h1><p>支出总表</p><p>单位：万元</p><table>"
    "<tr><td>科目编码</td><td>科目名称</td><td>合计</td></tr>"
    "<tr><td></td><td>合计</td><td>80.50</td></tr>"
    "<tr><td>213</td><td>农林水支出</td><td>80.50</td></tr></table>"
)
_HEADER = "table,title,unit,row,code,label,column,value,where,by,seen"


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    return tmp_path / "suite"


def _draw(library: object, suite: object) -> None:
    """The script of the page under test; streamlit runs its source, alone."""
    from app.chinese import ZH as TEXTS
    from app.documents_page import draw_documents

    draw_documents(library, TEXTS, suite)  # type: ignore[arg-type]


def _open(suite: Path | None, folder: Path, name: str = "water.txt", text: str = _TEXT) -> AppTest:
    """The page over a library of one document, the second row of its table chosen."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(path)])
    test = AppTest.from_function(_draw, args=(library, suite), default_timeout=30).run()
    assert not test.exception
    return test


def _choose_row(test: AppTest, row: int) -> AppTest:
    test.session_state["rows water 1"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    test.run()
    assert not test.exception
    return test


def _press(test: AppTest, label: str) -> AppTest:
    [button] = [button for button in test.button if button.label == label]
    button.click().run()
    assert not test.exception
    return test


def _type(test: AppTest, label: str, text: str) -> None:
    [field] = [field for field in test.text_input if field.label == label]
    field.set_value(text)


def _value(test: AppTest, label: str) -> str:
    [field] = [field for field in test.text_input if field.label == label]
    return str(field.value)


def _begin(test: AppTest) -> AppTest:
    """The table itself confirmed by anna."""
    test = _choose_row(test, 1)
    _type(test, ZH.label.by, "anna")
    return _press(test, ZH.label.confirm_table)


def _facts(suite: Path) -> list[str]:
    return (suite / "gold/water/facts.csv").read_text(encoding="utf-8").splitlines()


def test_a_cell_is_confirmed_beside_its_source_and_the_next_one_follows(
    tmp_path: Path, suite: Path
) -> None:
    test = _begin(_open(suite, tmp_path))
    assert _facts(suite) == [_HEADER]
    assert "<mark>80.50</mark>" in "".join(html.value for html in test.html)
    assert _value(test, ZH.label.value) == "80.50"
    _type(test, ZH.label.name, "农林水 支出（类）")
    _type(test, ZH.label.value, "80.60")
    test = _press(test, ZH.label.confirm)
    line = "1,支出总表,万元,2,213,农林水支出（类）,合计,80.60,9,anna,yes"
    assert _facts(suite) == [_HEADER, line]
    assert _value(test, ZH.label.value) == "40.00"
    assert _value(test, ZH.label.name) == "农林水支出（类）"
    _press(test, ZH.label.confirm)
    assert _facts(suite)[2:] == ["1,支出总表,万元,2,213,农林水支出（类）,基本支出,40.00,9,anna,yes"]
    assert (suite / "corpus/text/water.txt").read_text(encoding="utf-8") == _TEXT


def test_a_label_is_taken_back(tmp_path: Path, suite: Path) -> None:
    test = _press(_begin(_open(suite, tmp_path)), ZH.label.confirm)
    [cell] = [box for box in test.selectbox if box.label == ZH.label.cell]
    test = cell.set_value(0).run()
    assert "anna 已标注。" in [caption.value for caption in test.caption]
    test = _press(test, ZH.label.undo)
    assert _facts(suite) == [_HEADER]
    [undo] = [button for button in test.button if button.label == ZH.label.undo]
    assert undo.disabled


def test_a_cell_that_is_not_printed_is_judged_without_a_label(tmp_path: Path, suite: Path) -> None:
    _press(_begin(_open(suite, tmp_path)), ZH.label.reject)
    labels = read_labelled(suite / "gold/water")
    assert (labels.facts, [answer.fact for answer in labels.answers]) == ((), [None])


def test_nothing_is_written_without_a_name_or_with_an_empty_value(
    tmp_path: Path, suite: Path
) -> None:
    test = _press(_choose_row(_open(suite, tmp_path), 1), ZH.label.confirm_table)
    assert [error.value for error in test.error] == [ZH.label.no_by]
    assert not suite.exists()
    test = _begin(test)
    _type(test, ZH.label.value, "")
    test = _press(test, ZH.label.confirm)
    assert "value is empty" in test.error[0].value.replace("\\", "")
    _type(test, ZH.label.value, "5")
    _type(test, ZH.label.by, " ")
    test = _press(test, ZH.label.confirm)
    assert [error.value for error in test.error] == [ZH.label.no_by]
    assert _facts(suite) == [_HEADER]


@pytest.mark.parametrize(("is_open", "seen"), [(False, "no"), (True, "yes")])
def test_what_a_program_must_open_is_seen_where_the_person_says_so(
    tmp_path: Path, suite: Path, is_open: bool, seen: str
) -> None:
    test = _begin(_open(suite, tmp_path, "water.html", _HTML))
    [opened] = [box for box in test.checkbox if box.label == ZH.label.is_open]
    test = opened.set_value(is_open).run()
    _press(test, ZH.label.confirm)
    assert _facts(suite)[1].endswith(f",anna,{seen}")


def test_without_a_suite_the_page_labels_nothing(tmp_path: Path) -> None:
    test = _open(None, tmp_path)
    assert not any(ZH.label.choose_line in caption.value for caption in test.caption)


def test_the_suite_is_where_the_variable_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_SUITE", "labels")
    assert read_settings(None).suite == Path("labels")
    monkeypatch.setenv("GOUJI_SUITE", "")
    assert read_settings(None).suite is None
