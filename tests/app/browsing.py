"""The pages served to a real browser."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

_SERVE = """
import sys
from pathlib import Path
from app.serving import serve
sys.exit(serve(Path(sys.argv[1]), None))
"""
# No sandbox: tests run as root in CI. The others keep Chromium from calling its makers.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def serve_pages(library: Path) -> Iterator[str]:
    """Serve the pages over a library, with the settings of the environment; their address."""
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(library)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=library.parent,
    )
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        assert server.wait(20) == 0


@contextmanager
def open_browser(path: str) -> Iterator[Page]:
    """An empty page of Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


def ask(page: Page, question: str) -> None:
    """Type a question once the page takes one."""
    field = page.get_by_test_id("stChatInputTextArea")
    expect(field).to_be_enabled(timeout=15_000)
    field.fill(question)
    field.press("Enter")
