"""Pages as pictures: a black bar at a known place, whichever way the page lies."""

from pathlib import Path

import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from extraction import Box, ExtractionError, Page, draw_page
from extraction.readers.pictures import Picture

# A bar near the left end of the upper edge, on paper of 400 by 600 points.
_BAR = (40.0, 30.0, 140.0, 50.0)
_WIDE, _HIGH = 400.0, 600.0


def _write_pdf(path: Path, turn: int = 0) -> Path:
    """Two pages, the bar on the second; `turn` is how a viewer has to turn them, in degrees."""
    canvas = Canvas(str(path), pagesize=(_WIDE, _HIGH))
    canvas.showPage()
    left, top, right, bottom = _BAR
    canvas.rect(left, _HIGH - bottom, right - left, bottom - top, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    with PdfDocument(path) as document:
        document[1].set_rotation(turn)
        document.save(path.with_suffix(".turned.pdf"))
    return path.with_suffix(".turned.pdf").replace(path)


def _write_picture(path: Path, *sizes: tuple[int, int]) -> Path:
    """Pictures in one file, a bar in the last, one pixel a point."""
    pictures = [Image.new("L", size, 255) for size in sizes]
    pictures[-1].paste(0, tuple(int(side) for side in _BAR))
    pictures[0].save(path, save_all=len(pictures) > 1, append_images=pictures[1:])
    return path


def _dark_box(picture: Picture) -> Box:
    """The box around all that is dark (unit: points)."""
    frame = picture.image.convert("L").point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert frame
    across, down = picture.width / picture.image.width, picture.height / picture.image.height
    left, top, right, bottom = frame
    return left * across, top * down, right * across, bottom * down


def test_a_page_is_drawn_where_its_points_say(tmp_path: Path) -> None:
    drawn = draw_page(_write_pdf(tmp_path / "bar.pdf"), 2)
    assert (drawn.width, drawn.height) == (_WIDE, _HIGH)
    assert _dark_box(drawn) == pytest.approx(_BAR, abs=1)


def test_a_page_is_turned_as_a_viewer_turns_it(tmp_path: Path) -> None:
    drawn = draw_page(_write_pdf(tmp_path / "bar.pdf", turn=90), 2)
    assert (drawn.width, drawn.height) == (_HIGH, _WIDE)
    assert _dark_box(drawn) == pytest.approx((_HIGH - 50, 40, _HIGH - 30, 140), abs=1)


def test_a_page_is_turned_as_its_reader_turned_it(tmp_path: Path) -> None:
    page = Page(number=2, width=_WIDE, height=_HIGH, turn=1)
    drawn = draw_page(_write_pdf(tmp_path / "bar.pdf", turn=90), 2, page)
    assert _dark_box(drawn) == pytest.approx(_BAR, abs=1)


def test_a_skewed_page_is_levelled_as_its_reader_levelled_it(tmp_path: Path) -> None:
    level = Image.open(_write_picture(tmp_path / "level.png", (400, 600)))
    level.rotate(-2, Image.Resampling.BICUBIC, fillcolor=255).save(tmp_path / "skewed.png")
    page = Page(number=1, width=_WIDE, height=_HIGH, skew=2)
    assert _dark_box(draw_page(tmp_path / "skewed.png", 1, page)) == pytest.approx(_BAR, abs=2)
    askew = draw_page(tmp_path / "skewed.png", 1)
    assert _dark_box(askew) != pytest.approx(_BAR, abs=2)


def test_a_picture_file_may_hold_several_pages(tmp_path: Path) -> None:
    path = _write_picture(tmp_path / "bar.tif", (200, 200), (400, 600))
    page = Page(number=2, width=200, height=300)
    assert _dark_box(draw_page(path, 2, page)) == pytest.approx((20, 15, 70, 25), abs=1)


def test_a_large_page_is_a_small_picture(tmp_path: Path) -> None:
    path = tmp_path / "wall.pdf"
    canvas = Canvas(str(path), pagesize=(14000, 200))
    canvas.showPage()
    canvas.save()
    assert max(draw_page(path, 1).image.size) <= 1600


@pytest.mark.parametrize(
    ("name", "number", "message"),
    [
        ("bar.pdf", 3, "there is no page 3"),
        ("bar.png", 2, "there is no page 2"),
        ("torn.pdf", 1, "page 1 cannot be drawn"),
        ("torn.png", 1, "the picture cannot be drawn"),
        ("plain.txt", 1, "text has no pages to draw"),
        ("none.pdf", 1, "no such file"),
    ],
)
def test_what_cannot_be_drawn_is_said(tmp_path: Path, name: str, number: int, message: str) -> None:
    _write_pdf(tmp_path / "bar.pdf")
    whole = _write_picture(tmp_path / "bar.png", (400, 600)).read_bytes()
    (tmp_path / "torn.png").write_bytes(whole[:90])
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "plain.txt").write_text("text", encoding="utf-8")
    with pytest.raises(ExtractionError, match=message):
        draw_page(tmp_path / name, number)
