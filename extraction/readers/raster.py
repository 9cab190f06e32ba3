"""The picture of a page: its ink, its skew, its ruling lines and the cells between them.

All lengths are in pixels, counted from the top left corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Mask = NDArray[np.uint8]
"""255 where something is, else 0."""
Frame = tuple[int, int, int, int]
"""Left, top, and the first column and row that are no longer part of it."""

_STEEPEST = 3.0
"""The skew that is still straightened (unit: degrees)."""
_THICKEST = 0.06
"""How thick a ruling line may be (unit: inches)."""
_LONG = 32
"""From what length on a line need not end at others (unit: what `_near` is), some 0.8 inches."""
_FAINTEST = 14
"""How much darker than the paper around it a line in light grey is."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruling line."""

    frame: Frame
    level: bool
    """Whether it runs from left to right."""

    @property
    def ends(self) -> tuple[int, int]:
        """Where it begins and ends."""
        left, top, right, bottom = self.frame
        return (left, right) if self.level else (top, bottom)

    @property
    def sides(self) -> tuple[int, int]:
        """Between which rows, or columns where it is upright, it lies."""
        left, top, right, bottom = self.frame
        return (top, bottom) if self.level else (left, right)

    @property
    def length(self) -> int:
        """From end to end."""
        return self.ends[1] - self.ends[0]


@dataclass(frozen=True)
class Raster:
    """A page's picture, and how fine it is."""

    pixels: Pixels
    """Rows of columns of red, green and blue."""
    inch: float
    """How many pixels make an inch."""

    @property
    def width(self) -> int:
        """How many columns it has."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """How many rows it has."""
        return int(self.pixels.shape[0])

    @cached_property
    def grey(self) -> Pixels:
        """Its brightness."""
        return _pixels(cv2.cvtColor(self.pixels, cv2.COLOR_RGB2GRAY))

    @cached_property
    def ink(self) -> Mask:
        """What is darker than the paper around it, faint lines too."""
        block = int(0.3 * self.inch) | 1
        paper = cv2.blur(self.grey, (block, block))
        noise = _noise(self.grey)
        grey = cv2.GaussianBlur(self.grey, (3, 3), 0) if noise >= 2 else self.grey
        return _mask(cv2.subtract(paper, grey) > max(_FAINTEST, 3 * noise))

    def levelled(self, angle: float) -> "Raster":
        """The same, turned to the left about its middle (unit of `angle`: degrees)."""
        centre = (self.width / 2, self.height / 2)
        turn = cv2.getRotationMatrix2D(centre, angle, 1.0)
        size = (self.width, self.height)
        turned = cv2.warpAffine(
            self.pixels, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        return Raster(_pixels(turned), self.inch)

    def turned(self, quarters: int) -> "Raster":
        """The same, turned to the left by quarters of a circle."""
        return Raster(_pixels(np.ascontiguousarray(np.rot90(self.pixels, quarters))), self.inch)


def _noise(grey: Pixels) -> float:
    """By how much pixels differ from those around them that should be like them."""
    return float(np.median(cv2.absdiff(grey, cv2.medianBlur(grey, 5))))


def find_skew(ink: Mask) -> float:
    """By how many degrees lines of text and rules fall to the right; 0 where none can be told.

    At the right angle, ink gathers in few rows (or columns, on a page that lies on its side).
    """
    scale = min(1.0, 1000 / max(ink.shape))
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rows, columns = np.nonzero(small > 60)
    if rows.size < 200:
        return 0.0
    weight = small[rows, columns].astype(np.float64)

    def sharpness(degrees: float) -> float:
        lean = np.tan(np.radians(degrees))
        best = 0.0
        for across, along in ((rows, columns), (columns, -rows)):
            place = np.round(across - along * lean).astype(np.int64)
            place -= place.min()
            profile = np.bincount(place, weight)
            best = max(best, float(np.square(np.diff(profile)).sum()))
        return best

    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.25), key=sharpness)
    fine = max(np.arange(coarse - 0.25, coarse + 0.26, 0.05), key=sharpness)
    return float(fine) if sharpness(fine) > 1.02 * sharpness(0.0) else 0.0


def find_strokes(raster: Raster, lines: Sequence[Frame] = ()) -> list[Stroke]:
    """The ruling lines: thin, straight and alone, long ones and those between two others.

    `lines` are the lines of text, through which no level one runs.
    """
    found = _find_level(raster.ink, raster.inch, level=True)
    level = _join([stroke for stroke in found if not _is_through_text(stroke, lines)], raster)
    level = [stroke for stroke in level if not _is_through_text(stroke, lines)]
    found = _find_level(_mask(raster.ink.T > 0), raster.inch, level=False)
    near = _near(raster.inch)
    upright = [
        stroke
        for stroke in found
        # In tight rows a character nearly reaches the ruling lines above and below it.
        if not _is_in_text(stroke, lines)
        or (_runs_between(stroke, level, near=1) and _is_solid(raster.ink, stroke))
    ]
    return _drop_loose(level + _join(upright, raster), near)


def _is_in_text(stroke: Stroke, lines: Sequence[Frame]) -> bool:
    """Whether an upright stroke is no higher than the line of text that it stands in."""
    place = sum(stroke.sides) / 2
    for left, top, right, bottom in lines:
        slack = 0.15 * (bottom - top)
        within = top - slack <= stroke.ends[0] and stroke.ends[1] <= bottom + slack
        if within and left + 2 < place < right - 2:
            return True
    return False


def _is_through_text(stroke: Stroke, lines: Sequence[Frame]) -> bool:
    """Whether most of a level stroke goes through lines of text: characters side by side."""
    place = sum(stroke.sides) / 2
    inside = 0
    for left, top, right, bottom in lines:
        margin = 0.15 * (bottom - top)
        if top + margin < place < bottom - margin:
            inside += max(0, min(right, stroke.ends[1]) - max(left, stroke.ends[0]))
    return inside > 0.5 * stroke.length


def _find_level(ink: Mask, inch: float, *, level: bool) -> list[Stroke]:
    """The level strokes of a page; of an upright one its mirror image is handed in."""
    shortest = max(8, int(0.12 * inch)) | 1
    # Wobble and specks: a line may change its row, and miss a pixel or two.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    gap = max(3, int(0.02 * inch)) | 1
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    # A seal, a shaded cell, a blot: what touches a line must not take it along.
    thickest = int(_THICKEST * inch) + 3 | 1
    blots = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((thickest, 1), np.uint8))
    runs = cv2.subtract(runs, blots)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    strokes = []
    for index, box in enumerate(boxes[1:, :4].tolist(), start=1):
        left, top, width, height = box
        frame = _straight_part(labels[top : top + height, left : left + width] == index, inch)
        if frame is None:
            continue
        frame = (left + frame[0], top + frame[1], left + frame[2], top + frame[3])
        stroke = Stroke(frame, level=True)
        if _is_alone(ink, stroke, inch):
            strokes.append(stroke if level else _mirror(stroke))
    return strokes


def _straight_part(patch: Any, inch: float) -> Frame | None:
    """The level line in a patch of ink, without what hangs on it; None where there is none.

    What dilation has added above and below is not the line's.
    """
    height, width = patch.shape
    counts = patch.sum(axis=1)
    thickness = counts.sum() / width - 2
    if height - 2 > thickness + max(4, 0.02 * width):
        rows = np.flatnonzero(counts >= 0.5 * counts.max())
        patch = patch[rows[0] : rows[-1] + 1]
        columns = np.flatnonzero(patch.any(axis=0))
        thickness = rows[-1] - rows[0] - 1
        frame = (int(columns[0]), int(rows[0]) + 1, int(columns[-1]) + 1, int(rows[-1]))
    else:
        frame = (0, 1, width, height - 1)
    is_line = thickness <= _THICKEST * inch and frame[3] > frame[1]
    return frame if is_line and frame[2] - frame[0] > 3 * thickness else None


def _is_alone(ink: Mask, stroke: Stroke, inch: float) -> bool:
    """Whether little ink lies beside a stroke, as it does beside one of a character."""
    left, top, right, bottom = stroke.frame
    away, deep = max(2, int(0.012 * inch)), max(2, int(0.02 * inch))
    above = ink[max(0, top - away - deep) : max(0, top - away), left:right]
    below = ink[bottom + away : bottom + away + deep, left:right]
    own = ink[top:bottom, left:right].max(axis=0, initial=0)
    beside = [float((side > 0).mean()) if side.size else 0.0 for side in (above, below)]
    return float((own > 0).mean()) > 0.75 and min(beside) < 0.25 and max(beside) < 0.6


def _mirror(stroke: Stroke) -> Stroke:
    left, top, right, bottom = stroke.frame
    return Stroke((top, left, bottom, right), not stroke.level)


def _join(strokes: Sequence[Stroke], raster: Raster) -> list[Stroke]:
    """Strokes as one that lie in one line and touch, or nearly so, or have ink between them."""
    nearest = max(4, int(0.05 * raster.inch))
    wobble = max(2, int(0.015 * raster.inch))
    joined: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda one: (one.ends, one.sides)):
        for index, other in enumerate(joined):
            apart = stroke.ends[0] - other.ends[1]
            aside = max(stroke.sides[0] - other.sides[1], other.sides[0] - stroke.sides[1])
            if aside <= wobble and (apart <= nearest or _is_inked(raster.ink, other, stroke)):
                joined[index] = _around(other, stroke)
                break
        else:
            joined.append(stroke)
    return joined


def _is_inked(ink: Mask, one: Stroke, other: Stroke) -> bool:
    """Whether a line goes on without a gap between two strokes: under a blot."""
    sides = slice(min(one.sides[0], other.sides[0]), max(one.sides[1], other.sides[1]))
    run = slice(one.ends[1], other.ends[0])
    between = ink[sides, run].any(axis=0) if one.level else ink[run, sides].any(axis=1)
    return float(np.mean(between)) > 0.95


def _is_solid(ink: Mask, stroke: Stroke) -> bool:
    """Whether an upright stroke is without any gap."""
    left, top, right, bottom = stroke.frame
    return float(np.mean(ink[top:bottom, left:right].any(axis=1))) > 0.95


def _around(one: Stroke, other: Stroke) -> Stroke:
    pairs = list(zip(one.frame, other.frame, strict=True))
    low, high = [min(pair) for pair in pairs[:2]], [max(pair) for pair in pairs[2:]]
    return Stroke((low[0], low[1], high[0], high[1]), one.level)


def _near(inch: float) -> int:
    """How far a line may end from the one that it ends at."""
    return max(3, int(0.025 * inch))


def _drop_loose(strokes: Sequence[Stroke], near: int) -> list[Stroke]:
    """The strokes that are long, or run from one that crosses them to another."""
    kept = list(strokes)
    while True:
        held = [one for one in kept if one.length > _LONG * near or _runs_between(one, kept, near)]
        if len(held) == len(kept):
            return held
        kept = held


def _runs_between(stroke: Stroke, others: Sequence[Stroke], near: int) -> bool:
    return all(_meets(stroke, end, others, near) for end in (0, 1))


def _meets(stroke: Stroke, end: int, others: Sequence[Stroke], near: int) -> bool:
    """Whether one that crosses it passes by an end of a stroke."""
    place = stroke.ends[end]
    across = sum(stroke.sides) / 2
    return any(
        other.level != stroke.level
        and other.sides[0] - near <= place <= other.sides[1] + near
        and other.ends[0] - near <= across <= other.ends[1] + near
        for other in others
    )


def find_cells(raster: Raster, strokes: Sequence[Stroke]) -> list[Frame]:
    """The frames of the areas that ruling lines close in, the outer ones as if they were drawn."""
    closed = [*strokes, *_outer_edges(strokes, _near(raster.inch))]
    walls = draw_strokes(raster, closed, grow=max(1, int(0.012 * raster.inch)))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(255 - walls, connectivity=4)
    cells = []
    for index in range(1, count):
        left, top, width, height, area = (int(value) for value in boxes[index])
        inside = left > 0 and top > 0
        inside = inside and left + width < raster.width and top + height < raster.height
        if inside and area > 0.7 * width * height and min(width, height) > 0.06 * raster.inch:
            cells.append((left, top, left + width, top + height))
    return cells


def _outer_edges(strokes: Sequence[Stroke], near: int) -> Iterator[Stroke]:
    """What would run along the ends of lines that begin, or end, at one place."""
    for end in (0, 1):
        ordered = sorted(strokes, key=lambda stroke: (stroke.level, stroke.ends[end]))
        for one, other in pairwise(ordered):
            if one.level == other.level and other.ends[end] - one.ends[end] <= near:
                at, places = one.ends[end], (*one.sides, *other.sides)
                low, high = min(places), max(places)
                frame = (at, low, at + 1, high) if one.level else (low, at, high, at + 1)
                yield Stroke(frame, not one.level)


def find_text_ink(raster: Raster, strokes: Sequence[Stroke]) -> Mask:
    """The ink without ruling lines and specks."""
    walls = draw_strokes(raster, strokes, grow=max(1, int(0.012 * raster.inch)))
    ink = cv2.bitwise_and(raster.ink, 255 - walls)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = boxes[:, cv2.CC_STAT_AREA] >= max(3, (0.012 * raster.inch) ** 2)
    large[0] = False  # the paper
    return _mask(large[labels])


def erase_strokes(raster: Raster, strokes: Sequence[Stroke]) -> Pixels:
    """The picture with the paper around them in the place of ruling lines."""
    width = int(0.06 * raster.inch) | 1
    paper = cv2.dilate(raster.pixels, np.ones((width, width), np.uint8))
    walls = draw_strokes(raster, strokes, grow=1)
    return _pixels(np.where(walls[:, :, None] > 0, paper, raster.pixels))


def draw_strokes(raster: Raster, strokes: Sequence[Stroke], grow: int) -> Mask:
    """Where ruling lines lie, each thicker by `grow` on every side."""
    walls: Mask = np.zeros((raster.height, raster.width), np.uint8)
    for left, top, right, bottom in (stroke.frame for stroke in strokes):
        walls[max(0, top - grow) : bottom + grow, max(0, left - grow) : right + grow] = 255
    return walls


def _mask(condition: Any) -> Mask:
    return np.where(condition, np.uint8(255), np.uint8(0))


def _pixels(array: Any) -> Pixels:
    return np.asarray(array, np.uint8)
