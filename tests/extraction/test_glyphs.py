"""Characters with their places to words."""

import pytest

from extraction.readers.glyphs import Glyph, group_words
from extraction.readers.paper import Rule


def glyphs(text: str, x: float, base: float = 100, apart: float = 0, run: int = 1) -> list[Glyph]:
    """Characters 10 points high in a row; Han characters are 10 points wide, others 5."""
    row = []
    for char in text:
        width = 10 if char >= "\u2e80" else 5
        row.append(Glyph(char, x, base - 8, x + width, base + 2, base, run))
        x += width + apart
    return row


WORDS = {
    "no gap": (glyphs("合计", 0) + glyphs("数", 20), ["合计数"]),
    "a gap as wide as half a Han character": (glyphs("合", 0) + glyphs("计", 15), ["合计"]),
    "a wider gap": (glyphs("合", 0) + glyphs("计", 17), ["合", "计"]),
    "a gap between figures": (glyphs("1.00", 0) + glyphs("2.00", 23), ["1.00", "2.00"]),
    "a space": (glyphs("Table of", 0), ["Table", "of"]),
    "a year before a name": (glyphs("2024", 0) + glyphs("年度", 22.5), ["2024年度"]),
    "digits set apart evenly": (glyphs("1,234.50", 0, apart=4), ["1,234.50"]),
    "digits set apart unevenly": (
        glyphs("1", 0) + glyphs("2", 9) + glyphs("3", 21),
        ["1", "2", "3"],
    ),
    "printed again for bold print": (
        [glyph for x in (0, 0.4) for glyph in glyphs("11合计", x, run=int(x * 10))],
        ["11合计"],
    ),
    "two lines": (glyphs("下", 0, base=112) + glyphs("上", 30, base=100), ["上", "下"]),
    "drawn in another order": (glyphs("计", 10) + glyphs("合", 0), ["合计"]),
}


@pytest.mark.parametrize(("found", "words"), WORDS.values(), ids=WORDS.keys())
def test_words(found: list[Glyph], words: list[str]) -> None:
    assert [word.text for word in group_words(found)] == words


RULED = {
    "between two runs": (glyphs("5.00", 0) + glyphs("6.00", 21, run=2), ["5.00", "6.00"]),
    "between two runs that touch": (
        glyphs("合计", 0, run=1) + glyphs("6.00", 20, run=2),
        ["合计", "6.00"],
    ),
    "through one run": (glyphs("合计合计", 0), ["合计合计"]),
    "between digits set apart evenly": (
        glyphs("1", 11) + glyphs("2", 20.5) + glyphs("3", 30),
        ["1", "2", "3"],
    ),
}


@pytest.mark.parametrize(("found", "words"), RULED.values(), ids=RULED.keys())
def test_an_upright_line_parts_words(found: list[Glyph], words: list[str]) -> None:
    assert [word.text for word in group_words(found, [Rule((20.2, 80, 20.2, 120))])] == words


def test_the_box_of_a_word() -> None:
    (word,) = group_words(glyphs("合计5", 50))
    assert word.box == (50.0, 92.0, 75.0, 102.0)
