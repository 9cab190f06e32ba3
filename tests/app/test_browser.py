"""The pages in a real browser: a question typed, the answer read, its proof opened."""

from collections.abc import Iterator

import pytest
from browsing import ask, open_browser, serve_pages
from playwright.sync_api import Page, expect

from evals.generator import generate
from extraction import DisclosureKind
from index import Library, prepare

_BUDGET = generate(5, year=2024, kind=DisclosureKind.BUDGET)
_ATTACK = "<img src=x onerror=\"document.title='x'\">![x](http://127.0.0.1:9/p.png)"
_HOSTILE = f"""\
青禾县水务局2024年部门预算

支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t120.50\t60.00\t60.50
213\t水利宣传费\t40.50\t40.00\t0.50
214\t{_ATTACK}\t80.00\t20.00\t60.00
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages are served, over a library of two documents."""
    folder = tmp_path_factory.mktemp("served")
    texts = {_BUDGET.name: _BUDGET.text, "![x](http:a)<b>": _HOSTILE}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    paths = sorted(folder.glob("*.txt"))
    library = Library(folder / "library", None)
    library.add(map(prepare, paths))
    library.correct("![x](http:a)<b>", agency=_ATTACK)
    with serve_pages(folder / "library") as address:
        yield address


@pytest.fixture(scope="module")
def requests() -> list[str]:
    """Every address that the browser asked for."""
    return []


@pytest.fixture(scope="module")
def page(browser_path: str, address: str, requests: list[str]) -> Iterator[Page]:
    with open_browser(browser_path) as page:
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address)
        yield page


def _wait_until_drawn(page: Page) -> None:
    """Until the script has ended: boxes of a page that is being drawn are replaced once more."""
    expect(page.get_by_role("tabpanel").first).to_be_visible(timeout=15_000)
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=15_000)


def test_a_question_is_answered_and_its_proof_opened(page: Page) -> None:
    fact = next(fact for fact in _BUDGET.facts if fact.label == "印刷费")
    ask(page, f"{_BUDGET.agency}2024年印刷费是多少？")
    answer = page.locator(".gouji-answer").last
    expect(answer).to_contain_text(f"{fact.value}元", timeout=15_000)
    page.get_by_text(f"第 {fact.where} 行").first.click()
    figure = page.locator(".gouji-lines mark:not(.head)")
    expect(figure).to_be_visible()
    assert figure.inner_text() == fact.value
    assert figure.evaluate("mark => getComputedStyle(mark).backgroundColor") == "rgb(255, 212, 59)"


def test_what_a_document_prints_is_neither_run_nor_fetched(
    page: Page, address: str, requests: list[str]
) -> None:
    ask(page, "2024年水利宣传费是多少？")
    expect(page.locator(".gouji-answer").last).to_contain_text("40.50", timeout=15_000)
    expect(page.locator(".gouji-question").last).to_be_in_viewport()  # under the open proof
    page.locator("[data-testid=stExpander] summary").last.click()
    expect(page.locator(".gouji-lines").last).to_contain_text(_ATTACK)
    assert page.locator("img").count() == 0
    page.get_by_role("link", name="资料").click()
    _wait_until_drawn(page)
    page.get_by_role("combobox", name="查看文件").click()
    page.get_by_role("option").filter(has_text="onerror").click()
    expect(page.get_by_role("tabpanel").first).to_contain_text("支出总表", timeout=15_000)
    assert page.locator("img").count() == 0
    assert page.title() != "x"
    outside = [url for url in requests if not url.startswith((address, "data:", "blob:"))]
    assert outside == []
