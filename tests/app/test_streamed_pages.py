"""Answers that a model words, in a real browser and a terminal, while the model still writes."""

import os
import pty
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from threading import Event

import pytest
from browsing import ask, open_browser, serve_pages
from modelling import configure
from playwright.sync_api import Page, expect
from scripted import Act, Server, serve_script

from index import Library, prepare

_BUDGET = """\
青禾县水务局2024年部门预算

支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t200.00\t60.00\t140.00
213\t水利宣传费\t50.00\t40.00\t10.00
214\t<b>节水</b>费\t150.00\t20.00\t130.00
"""
_QUESTION = "水利宣传费占支出总额的比重是多少？"
_WORKED = "所占比重为50.00 ÷ 200.00 = 25%[1][2]。"
_ONE = '{"sentences": ["所占比重为{f1}。"'
_TWO = ', "文件列有{v1}和{v2}。"]}'


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("streamed")
    (folder / "water.txt").write_text(_BUDGET, encoding="utf-8")
    Library(folder / "library", None).add([prepare(folder / "water.txt")])
    return folder / "library"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A model whose acts the tests add."""
    with serve_script() as server, pytest.MonkeyPatch.context() as patch:
        configure(patch, server)
        yield server


@pytest.fixture(scope="module")
def page(browser_path: str, library: Path, server: Server) -> Iterator[Page]:
    assert server.base_url
    with serve_pages(library) as address, open_browser(browser_path) as page:
        page.goto(address)
        expect(page.get_by_test_id("stChatInputTextArea")).to_be_enabled(timeout=30_000)
        page.get_by_text("用大模型").click()
        yield page


def _hold(server: Server) -> Event:
    """Have the next answer stop after its first sentence."""
    held = Event()
    server.acts.append(Act(parts=(_ONE, _TWO), held=held))
    return held


def test_a_sentence_is_on_the_page_while_the_next_is_held_back(page: Page, server: Server) -> None:
    held = _hold(server)
    ask(page, _QUESTION)
    expect(page.locator(".gouji-answer").last).to_have_text(_WORKED, timeout=30_000)
    found = page.locator(".gouji-found")
    expect(found).to_contain_text("50.00万元[1]")
    assert not held.is_set()
    held.set()
    expect(page.locator(".gouji-answer").last).to_contain_text("文件列有", timeout=30_000)
    expect(found).to_have_count(0)
    assert page.locator(".gouji-answer").last.inner_text().startswith(_WORKED)
    expect(page.locator("[data-testid=stExpander]")).to_have_count(2)


def test_a_click_on_stop_completes_the_answer_from_what_was_found(
    page: Page, server: Server
) -> None:
    held = _hold(server)
    ask(page, "水利宣传费占支出总额百分之几？")
    answer = page.locator(".gouji-answer").nth(1)
    expect(answer).to_have_text(_WORKED, timeout=30_000)
    page.get_by_role("button", name="停止").click()
    expect(answer).to_contain_text(f"{_WORKED}此外：青禾县水务局2024年预算", timeout=30_000)
    expect(page.get_by_text("已按要求停止")).to_be_visible()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_enabled()
    held.set()


def test_another_click_leaves_a_question_under_way(page: Page, server: Server) -> None:
    held = _hold(server)
    ask(page, "水利宣传费在支出总额里占多大比重？")
    answer = page.locator(".gouji-answer").nth(2)
    expect(answer).to_have_text(_WORKED, timeout=30_000)
    page.get_by_text("用大模型").click()
    held.set()
    expect(answer).to_contain_text("文件列有", timeout=30_000)
    expect(page.locator(".gouji-question")).to_have_count(3)


def test_a_terminal_shows_a_sentence_while_the_next_is_held_back(
    library: Path, server: Server
) -> None:
    held = _hold(server)
    ours, theirs = pty.openpty()
    code = "import sys; from app.cli import main; sys.exit(main())"
    arguments = ("ask", "水利宣传费占总支出的比重是多少？", "--reader", "auto")
    asked = Popen(
        [sys.executable, "-c", code, *arguments, "--library", str(library)],
        stdout=theirs,
        cwd=library.parent,
    )
    os.close(theirs)
    assert _read_until(ours, "。").strip() == _WORKED
    held.set()
    assert _read_until(ours, "[2] water").startswith("文件列有")
    assert asked.wait(30) == 0
    os.close(ours)


def _read_until(terminal: int, end: str) -> str:
    """What is printed to a terminal up to some words."""
    data = b""
    while end not in data.decode("utf-8", "ignore"):
        data += os.read(terminal, 1)
    return data.decode("utf-8", "ignore")
