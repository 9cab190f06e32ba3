"""Boxes and labels drawn over a page."""

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from extraction import Box

if TYPE_CHECKING:
    from extraction.readers.pictures import Picture

_MARGIN = 1.5  # points: a box that touches its characters hides them
_LARGE = 0.1  # of a page: what is in such a box is to be read, not marked
_LABEL, _LABEL_SIZE = (201, 42, 42, 255), 7.0  # points
Colours = tuple[tuple[int, int, int, int], tuple[int, int, int, int]]
"""Of the inside and of the edge of a box: red, green, blue, opacity."""
Layer = tuple[Iterable[Box], Colours]
Label = tuple[float, float, str]
"""Its right end and its middle line (unit: points of the upright page), and what it says."""


def draw_layers(drawn: "Picture", layers: Iterable[Layer], labels: Iterable[Label] = ()) -> bytes:
    """A page with boxes and labels over it, as a PNG; later layers lie over earlier ones."""
    from PIL import Image, ImageDraw, ImageFont

    across, down = drawn.image.width / drawn.width, drawn.image.height / drawn.height
    over = Image.new("RGBA", drawn.image.size)
    pen = ImageDraw.Draw(over)
    for boxes, (inside, edge) in layers:
        for left, top, right, bottom in boxes:
            low = (left - _MARGIN) * across, (top - _MARGIN) * down
            high = (right + _MARGIN) * across, (bottom + _MARGIN) * down
            is_large = (right - left) * (bottom - top) > _LARGE * drawn.width * drawn.height
            pen.rectangle((low, high), fill=None if is_large else inside, outline=edge, width=2)
    font = ImageFont.load_default(_LABEL_SIZE * down)
    for right, middle, words in labels:
        at = (max(right * across, pen.textlength(words, font)), middle * down)
        pen.text(at, words, _LABEL, font, anchor="rm", stroke_width=3, stroke_fill="white")
    file = io.BytesIO()
    Image.alpha_composite(drawn.image.convert("RGBA"), over).convert("RGB").save(file, "PNG")
    return file.getvalue()
