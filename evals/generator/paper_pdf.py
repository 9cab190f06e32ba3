"""Pages as PDF: with a text layer, or as pictures of themselves."""

import io
from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from evals.generator.columns import text_width
from evals.generator.press import Leaf, Place, Run

_FONT = "STSong-Light"
_DPI = 150


class MissingGlyphs(RuntimeError):
    """The machine has no font that draws Chinese."""


def draw_pdf(leaves: Sequence[Leaf], seed: str) -> bytes:
    """The bytes of a PDF whose text can be copied; its font is named, not embedded."""
    rng = Random(f"pdf {seed}")
    boxes = rng.random() < 0.4  # ruling lines are thin boxes, as Word draws them
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    for leaf in leaves:
        _draw_leaf(canvas, leaf, boxes=boxes)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_leaf(canvas: Canvas, leaf: Leaf, *, boxes: bool) -> None:
    # A turned page's size is exchanged where the file is written.
    canvas.setPageSize((leaf.width, leaf.height))
    canvas.setPageRotation(90 if leaf.turned else 0)
    if leaf.turned:
        canvas.transform(0, 1, -1, 0, leaf.height, 0)
    canvas.setLineWidth(0.5)
    for stroke in leaf.strokes:
        _draw_stroke(canvas, stroke, leaf.height, boxes=boxes)
    for run in leaf.runs:
        _draw_run(canvas, run, leaf.height)


def _draw_stroke(canvas: Canvas, stroke: Place, height: float, *, boxes: bool) -> None:
    left, top, right, bottom = stroke.left, stroke.top, stroke.right, stroke.bottom
    if boxes:
        canvas.rect(left, height - bottom, right - left + 0.5, bottom - top + 0.5, 0, 1)
    else:
        canvas.line(left, height - top, right, height - bottom)


def _draw_run(canvas: Canvas, run: Run, height: float) -> None:
    # Digits are narrower than half a Han character in this font.
    true = pdfmetrics.stringWidth(run.text, _FONT, run.size)
    shift = (text_width(run.text, run.size) - true) * run.anchor
    canvas.setFont(_FONT, run.size)
    canvas.drawString(run.left + shift, height - run.baseline, run.text)


def draw_scan(leaves: Sequence[Leaf], seed: str) -> bytes:
    """The bytes of a PDF of pictures at 150 dpi, a little askew and with specks.

    Raises `MissingGlyphs` where the machine has no Chinese font.
    """
    if not has_glyphs():
        raise MissingGlyphs("no Chinese font is installed (for instance WenQuanYi or Noto CJK)")
    rng = np.random.default_rng(list(seed.encode()))
    pages = [_wear(page, rng) for page in _render(draw_pdf(leaves, seed))]
    buffer = io.BytesIO()
    pages[0].save(
        buffer, "PDF", resolution=_DPI, save_all=True, append_images=pages[1:], quality=75
    )
    return buffer.getvalue()


def has_glyphs() -> bool:
    """Whether two Chinese characters are drawn, and not as one and the same box."""
    leaf = Leaf(200, 40, runs=[Run("勾", 10, 30, 20), Run("稽", 110, 30, 20)])
    page = np.asarray(next(_render(draw_pdf([leaf], "")))) < 128
    half = page.shape[1] // 2
    first, second = page[:, :half], page[:, half : 2 * half]
    return bool(first.any() and second.any() and (first != second).any())


def _render(data: bytes) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(data) as file:
        for page in file:
            yield page.render(scale=_DPI / 72, grayscale=True).to_pil()


def _wear(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A page as a scanner sees it: askew, grey, with specks."""
    angle = float(rng.uniform(-0.5, 0.5))
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned, dtype=np.float32) * 0.92 + 14
    grey += rng.normal(0.0, 6.0, grey.shape)
    specks = rng.random(grey.shape) < 0.0002
    grey[specks] = 90
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
