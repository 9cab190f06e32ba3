"""Milliseconds from Enter to the first words of an answer, and to its proofs, in a real browser:
`python tests/app/first_words.py LIBRARY QUESTION…`.

Each question is asked in one conversation; the first pays what later ones find loaded.
"""

import shutil
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from browsing import open_browser, serve_pages
from playwright.sync_api import Page, expect

_WATCH = """
() => { window.firstWords = new Promise(done => {
  const answers = () => document.querySelectorAll('.gouji-answer, .gouji-refusal, .gouji-back');
  const field = document.querySelector('[data-testid=stChatInputTextArea]');
  const app = document.querySelector('[data-testid=stApp]');
  const before = answers().length;
  let start = 0, words = 0;
  field.addEventListener('keydown', event => { start = performance.now(); }, {once: true});
  const timer = setInterval(() => {
    if (start && !words && answers().length > before) words = performance.now() - start;
    if (words && app.getAttribute('data-test-script-state') === 'notRunning') {
      clearInterval(timer);
      done([words, performance.now() - start]);
    }
  }, 5);
}); }
"""


def main(arguments: Sequence[str]) -> int:
    """Print a line for each question, and the median."""
    library, *questions = arguments
    path = shutil.which("chromium")
    if path is None or not questions:
        print("wants chromium, a library and questions", file=sys.stderr)
        return 2
    with serve_pages(Path(library)) as address, open_browser(path) as page:
        page.goto(address)
        first = []
        for question in questions:
            words, proofs = _measure(page, question)
            print(f"{words:6.0f} {proofs:6.0f}  {question}", flush=True)
            first.append(words)
    print(f"{statistics.median(first):6.0f}         median")
    return 0


def _measure(page: Page, question: str) -> tuple[float, float]:
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    field = page.get_by_test_id("stChatInputTextArea")
    expect(field).to_be_enabled()
    field.fill(question)
    page.evaluate(_WATCH)
    field.press("Enter")
    words, proofs = page.evaluate("() => window.firstWords")
    return words, proofs


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
