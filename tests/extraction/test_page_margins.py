"""What stands in the margins of pages: words in, words out."""

import pytest

from extraction.readers.furniture import without_furniture
from extraction.readers.paper import Paper, Word


def _page(number: int, *words: Word) -> Paper:
    return Paper(number, 595.0, 842.0, words)


def _kept(*papers: Paper) -> list[list[str]]:
    return [[word.text for word in words] for words in without_furniture(papers)]


def test_a_figure_on_a_last_line_of_prose_is_no_page_number() -> None:
    # Digits stand lower than Han characters: the figure alone lies in the margin.
    line = (
        Word("公用经费", (72.0, 740.4, 116.0, 752.4)),
        Word("306,085", (118.0, 741.5, 152.0, 752.4)),
        Word("元，占8.84%。", (153.7, 740.1, 300.0, 752.4)),
    )
    assert _kept(_page(1, *line)) == [["公用经费", "306,085", "元，占8.84%。"]]


@pytest.mark.parametrize("text", ["306,085", "1,200"])
def test_a_figure_alone_in_the_margin_is_kept(text: str) -> None:
    assert _kept(_page(1, Word(text, (118.0, 760.0, 152.0, 772.0)))) == [[text]]


@pytest.mark.parametrize("text", ["3/20", "第3页,共20页", "page 3 of 20"])
def test_a_page_among_so_many_is_dropped(text: str) -> None:
    assert _kept(_page(3, Word(text, (280.0, 800.0, 320.0, 812.0)))) == [[]]
