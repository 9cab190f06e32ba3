"""Pictures of pages: what is drawn is read, however the page was laid on the glass."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extraction import transcribe
from extraction.errors import (
    DamagedDocument,
    EmptyDocument,
    MissingReader,
    OversizedDocument,
)
from extraction.readers.flow import write_papers
from extraction.readers.paper import Paper, Word
from extraction.transcript import Scribe
from extraction.vocabulary import GapReason

_TITLE = "BUDGET OF 2024"
_ROWS = (
    ("CODE", "TOTAL", "BASIC", "PROJECT"),
    ("201", "1,234.56", "1,000.00", "234.56"),
    ("20106", "980.00", "", "980.00"),
    ("208", "75.25", "60.05", "15.20"),
)
_LINES = (_TITLE, *("\t".join(row) for row in _ROWS))
_EDGES = (20, 110, 230, 350, 470)
_TOP, _HIGH = 60, 34


@pytest.fixture
def ocr() -> None:
    """Skips a test, by name, where the optional reader is missing."""
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    pytest.importorskip("cv2")


def _draw_page(ink: int = 0, width: int = 2) -> Image.Image:
    """The table with its title, its ruling lines in some grey."""
    page = Image.new("RGB", (490, 230), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(20)
    pen.text((150, 18), _TITLE, fill="black", font=font)
    bottom = _TOP + _HIGH * len(_ROWS)
    for row in range(len(_ROWS) + 1):
        level = _TOP + _HIGH * row
        pen.line((_EDGES[0], level, _EDGES[-1], level), fill=(ink,) * 3, width=width)
    for edge in _EDGES:
        pen.line((edge, _TOP, edge, bottom), fill=(ink,) * 3, width=width)
    for row, cells in enumerate(_ROWS):
        for column, text in enumerate(cells):
            right = _EDGES[column + 1] - 6 - font.getlength(text)
            left = right if column else _EDGES[column] + 6
            pen.text((left, _TOP + _HIGH * row + 5), text, fill="black", font=font)
    return page


def _speckle(page: Image.Image) -> Image.Image:
    """The page grey, blurred and compressed, as a poor scan has it."""
    grey = Image.blend(page, Image.new("RGB", page.size, (90, 90, 90)), 0.25)
    grain = Image.effect_noise(page.size, 16).convert("RGB")
    grey = Image.blend(grey.filter(ImageFilter.GaussianBlur(0.5)), grain, 0.15)
    packed = io.BytesIO()
    grey.save(packed, "JPEG", quality=60)
    return Image.open(packed)


_WAYS: dict[str, tuple[Callable[[Image.Image], Image.Image], int, float]] = {
    "upright": (lambda page: page, 0, 0.0),
    "on its side": (lambda page: page.rotate(90, expand=True), 3, 0.0),
    "on its head": (lambda page: page.rotate(180), 2, 0.0),
    "on its other side": (lambda page: page.rotate(270, expand=True), 1, 0.0),
    "askew": (
        lambda page: page.rotate(
            2, Image.Resampling.BICUBIC, expand=True, fillcolor=(255, 255, 255)
        ),
        0,
        -2.0,
    ),
    "a poor scan": (_speckle, 0, 0.0),
}


@pytest.mark.usefixtures("ocr")
@pytest.mark.parametrize("way", _WAYS)
def test_a_table_is_read_whichever_way_it_lies(way: str, tmp_path: Path) -> None:
    lay, turn, skew = _WAYS[way]
    path = tmp_path / "page.png"
    lay(_draw_page()).save(path, dpi=(150, 150))
    text = transcribe(path)
    assert text.lines == _LINES
    assert [[cell.printed for cell in row] for row in text.grids[0].rows] == [
        list(row) for row in _ROWS
    ]
    assert (text.pages[0].turn, text.pages[0].skew) == (turn, pytest.approx(skew, abs=0.1))
    assert text.gaps == ()


@pytest.mark.usefixtures("ocr")
def test_thin_grey_lines_part_cells_and_each_picture_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "pages.tif"
    first, second = _draw_page(ink=170, width=1), _draw_page()
    first.save(path, save_all=True, append_images=[second], dpi=(150, 150))
    text = transcribe(path)
    assert text.lines == _LINES * 2
    assert [page.number for page in text.pages] == [1, 2]
    # The last cell of the first row of figures, in points: 72 of them are 150 pixels.
    place = text.cells(3)[3].source.spans[0]
    assert place.page == 1
    assert place.box is not None
    left, top, right, bottom = (round(side * 150 / 72) for side in place.box)
    assert 350 < left < right < 470
    assert _TOP + _HIGH < top < bottom < _TOP + 2 * _HIGH


@pytest.mark.usefixtures("ocr")
def test_ink_that_says_nothing_is_no_blank(tmp_path: Path) -> None:
    page = _draw_page()
    pen = ImageDraw.Draw(page)
    for step in range(0, 60, 3):
        pen.line((255 + step, 132, 258 + step, 158), fill="black", width=2)
    page.save(tmp_path / "page.png", dpi=(150, 150))
    text = transcribe(tmp_path / "page.png")
    assert [cell.printed for cell in text.cells(4)] == ["20106", "980.00", "\ufffd", "980.00"]


def test_a_word_read_unsurely_leaves_a_gap_at_its_place() -> None:
    sure, unsure = Word("15.20", (10, 10, 40, 20), 0.98), Word("60.05", (90, 10, 120, 20), 0.4)
    scribe = Scribe("demo")
    write_papers(scribe, [Paper(number=3, width=200, height=100, words=(sure, unsure))])
    (gap,) = scribe.gaps
    span = gap.source.spans[0] if gap.source else None
    assert (gap.reason, gap.printed) == (GapReason.DAMAGED, "60.05")
    assert span is not None
    assert (span.page, span.box) == (3, (90, 10, 120, 20))
    assert scribe.lines[span.line - 1][span.start : span.end] == "60.05"


@pytest.mark.usefixtures("ocr")
def test_strokes_of_characters_are_no_ruling_lines() -> None:
    from extraction.readers.raster import Raster, find_strokes

    page = Image.new("RGB", (600, 200), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(24)
    for row in range(5):
        pen.text((20, 10 + 30 * row), "EHEHIIHEHELLEHEHTTEHEHEEEHH", fill="black", font=font)
    pen.line((20, 175, 580, 175), fill="black")
    pen.rectangle((200, 174, 204, 176), fill="white")  # a gap
    for at in range(3, 600, 20):
        page.putpixel((at, 180), (0, 0, 0))  # specks
    strokes = find_strokes(Raster(np.asarray(page), 150.0))
    assert [(stroke.level, stroke.frame) for stroke in strokes] == [(True, (20, 175, 581, 176))]


@pytest.mark.usefixtures("ocr")
def test_characters_that_fill_a_row_are_no_ruling_lines() -> None:
    from extraction.readers.raster import Raster, find_strokes

    page = Image.new("RGB", (300, 140), "white")
    pen = ImageDraw.Draw(page)
    for level in (20, 50, 80, 110):
        pen.line((40, level, 260, level), fill="black")
    for edge in (40, 150, 260):
        pen.line((edge, 20, edge, 110), fill="black")
    for at in (60, 72, 84, 170):  # what is left of H and I, two pixels off the ruling lines
        pen.line((at, 53, at, 77), fill="black", width=2)
    lines = [(52, 50, 94, 80), (162, 50, 180, 80)]
    strokes = find_strokes(Raster(np.asarray(page), 150.0), lines)
    assert [stroke.sides[0] for stroke in strokes if stroke.level] == [20, 50, 80, 110]
    assert [stroke.sides[0] for stroke in strokes if not stroke.level] == [40, 150, 260]


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ("1，234。50", "1,234.50"),
        ("22,186, 440.80", "22,186,440.80"),
        ("12。5%", "12.5%"),
        ("2. 2024", "2. 2024"),
        ("3 456", "3 456"),
        ("一、收入，支出。", "一、收入，支出。"),
    ],
)
@pytest.mark.usefixtures("ocr")
def test_only_marks_that_are_certain_are_mended(seen: str, text: str) -> None:
    from extraction.readers.sight import read_marks

    assert read_marks(seen) == text


def _truncated(path: Path) -> None:
    packed = io.BytesIO()
    _draw_page().save(packed, "PNG")
    path.write_bytes(packed.getvalue()[:2000])


def _huge(path: Path) -> None:
    Image.new("1", (9_100, 9_000)).save(path, "PNG")


def _blank(path: Path) -> None:
    Image.new("L", (200, 200), 255).save(path, "PNG")


@pytest.mark.usefixtures("ocr")
@pytest.mark.parametrize(
    ("write", "error"),
    [(_truncated, DamagedDocument), (_huge, OversizedDocument), (_blank, EmptyDocument)],
)
def test_what_cannot_be_read_is_said(
    write: Callable[[Path], None], error: type[Exception], tmp_path: Path
) -> None:
    path = tmp_path / "page.png"
    write(path)
    with pytest.raises(error):
        transcribe(path)


def test_without_ocr_a_picture_names_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    for name in ("sight", "recognition"):
        monkeypatch.delitem(sys.modules, f"extraction.readers.{name}", raising=False)
    _draw_page().save(tmp_path / "page.png")
    with pytest.raises(MissingReader, match=r"gouji\[ocr\]"):
        transcribe(tmp_path / "page.png")
