"""A page's picture to its paper: turned upright, its ruling lines found, its text recognised."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from extraction.readers.paper import Paper, Rule, Word
from extraction.readers.raster import Frame, Raster, Stroke, find_skew, find_strokes
from extraction.readers.recognition import Seen, find_lines, read_line
from extraction.readers.snippets import Snippet, cut_snippets
from extraction.records import Box

UNREAD = "\ufffd"
"""What stands for ink that nothing was made of."""
_COARSEST, _FINEST = 150.0, 220.0  # pixels an inch that the models read best
_SMALLEST_SKEW = 0.05
_SURE = 0.75  # upside down, hardly a line is read so surely
# Below it nothing was made out: a figure that is a guess is worse than one that is missing.
_UNREAD, _UNREAD_STRAY = 0.2, 0.5
# A number whose digits stand in threes may have marks of another width, and gaps beside them.
_GROUPED = re.compile(r"[-−－+]?\d{1,3}(?:\s?[,，]\s?\d{3})+(?:\s?[.。．·]\s?\d+)?\s?[%％]?")
_POINTED = re.compile(r"[-−－+]?\d+[。．·]\d+[%％]?")
_MARKS = str.maketrans("，。．·", ",...")


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is seen of a page in one position."""

    raster: Raster
    strokes: tuple[Stroke, ...]
    seen: tuple[tuple[Snippet, Seen], ...]

    @property
    def sureness(self) -> float:
        """How sure its reading is on the whole, from 0 to 1."""
        read = [seen for _, seen in self.seen if seen.text]
        if not read:
            return 1.0
        return sum(seen.score * len(seen.text) for seen in read) / sum(len(s.text) for s in read)


def read_picture(image: Image.Image, number: int, width: float, height: float) -> Paper:
    """The words and ruling lines of a page's picture in red, green and blue.

    A page on its side or its head is turned, a slight skew straightened.
    """
    raster = _rasterise(image, width, height)
    skew = find_skew(raster.ink)
    skew = round(skew, 2) if abs(skew) >= _SMALLEST_SKEW else 0.0
    raster = raster.levelled(skew) if skew else raster
    turn = 0
    lines = find_lines(raster.pixels)
    if _lies_on_side(lines):
        turn, raster = 1, raster.turned(1)
        lines = find_lines(raster.pixels)
    sight = _look(raster, lines)
    if sight.sureness < _SURE:
        over = raster.turned(2)
        other = _look(over, find_lines(over.pixels))
        if other.sureness > sight.sureness:
            turn, sight = turn + 2, other
    return _as_paper(sight, number, turn, skew)


def _rasterise(image: Image.Image, width: float, height: float) -> Raster:
    """The pixels of a picture, square and as fine as suits the models."""
    pixels = np.asarray(image, np.uint8)
    across, down = 72 * image.width / width, 72 * image.height / height
    inch = min(max(across, down, _COARSEST), _FINEST)
    if max(abs(inch / across - 1), abs(inch / down - 1)) > 0.02:
        way = cv2.INTER_CUBIC if inch > across else cv2.INTER_AREA
        size = (round(image.width * inch / across), round(image.height * inch / down))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8)
    return Raster(pixels, inch)


def _lies_on_side(lines: list[Frame]) -> bool:
    """Whether most of what is printed runs up or down."""
    sizes = [(right - left, bottom - top) for left, top, right, bottom in lines]
    lying = sum(width for width, height in sizes if width > 2 * height)
    standing = sum(height for width, height in sizes if height > 2 * width)
    return standing > lying


def _look(raster: Raster, lines: list[Frame]) -> _Sight:
    strokes = find_strokes(raster, lines)
    snippets = cut_snippets(raster, lines, strokes)
    seen = tuple(
        (piece, Seen("…" * piece.dots, 1.0) if piece.dots else read_line(snippets.crop(piece)))
        for piece in snippets.pieces
    )
    return _Sight(raster, tuple(strokes), seen)


def _as_paper(sight: _Sight, number: int, turn: int, skew: float) -> Paper:
    scale = 72 / sight.raster.inch
    rules = tuple(Rule(_scale_box(_middle(stroke), scale)) for stroke in sight.strokes)
    return Paper(
        number=number,
        width=sight.raster.width * scale,
        height=sight.raster.height * scale,
        words=tuple(_words(sight, scale)),
        rules=rules,
        turn=turn,
        skew=skew,
    )


def _words(sight: _Sight, scale: float) -> Iterator[Word]:
    for snippet, seen in sight.seen:
        least = _UNREAD_STRAY if snippet.is_stray else _UNREAD
        is_read = bool(seen.text) and seen.score >= least
        text = read_marks(seen.text) if is_read else UNREAD
        yield Word(text, _scale_box(snippet.frame, scale), seen.score)


def read_marks(text: str) -> str:
    """A number with the marks that numbers have; other text as it stands."""
    if _GROUPED.fullmatch(text):
        return "".join(text.translate(_MARKS).split())
    return text.translate(_MARKS) if _POINTED.fullmatch(text) else text


def _middle(stroke: Stroke) -> Box:
    left, top, right, bottom = stroke.frame
    middle = sum(stroke.sides) / 2
    return (left, middle, right, middle) if stroke.level else (middle, top, middle, bottom)


def _scale_box(box: Box, scale: float) -> Box:
    left, top, right, bottom = (round(side * scale, 2) for side in box)
    return left, top, right, bottom
