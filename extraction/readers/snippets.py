"""Lines of text cut where ruling lines and wide gaps cut them, and text that no line holds.

All lengths are in pixels, counted from the top left corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from extraction.readers.raster import (
    Frame,
    Mask,
    Pixels,
    Raster,
    Stroke,
    draw_strokes,
    erase_strokes,
    find_cells,
    find_text_ink,
)

# Parts of a line's height.
_SLIVER_HIGH, _SLIVER_WIDE = 0.4, 0.35
_WIDE_GAP = 1.2
_TWO_LINES = 1.4
_SMALLEST_STRAY = 0.3


@dataclass(frozen=True, slots=True)
class Snippet:
    """One line of text, or the part of it that stands in one cell."""

    frame: Frame
    """Tight around its ink."""
    view: Frame
    """What of the picture is shown to the recogniser."""
    is_stray: bool = False
    """Whether the detector passed over it."""
    dots: int = 0
    """How many characters wide it is where it is a line of leader dots; else 0."""


@dataclass(frozen=True)
class Snippets:
    """The snippets of a page, and the picture that they are cut from."""

    picture: Pixels
    """The page without its ruling lines."""
    pieces: tuple[Snippet, ...]

    def crop(self, snippet: Snippet) -> Pixels:
        """The picture of one; what runs from top to bottom is laid on its side."""
        left, top, right, bottom = snippet.view
        crop = self.picture[top:bottom, left:right]
        return np.rot90(crop) if bottom - top >= 1.5 * (right - left) else crop


def cut_snippets(raster: Raster, lines: Sequence[Frame], strokes: Sequence[Stroke]) -> Snippets:
    """The lines of text, cut, and the ink in cells that belongs to none of them."""
    ink = find_text_ink(raster, strokes)
    size = _usual_height(lines, raster)
    parts = [part for line in lines for part in _cut_at(line, strokes)]
    pieces = [snippet for part in parts for snippet in _view_parts(ink, part, size)]
    left = ink.copy()
    for snippet in pieces:
        _wipe(left, snippet)
    cells = find_cells(raster, strokes)
    walls = draw_strokes(raster, strokes, grow=1)
    for stray in _find_stray(left, walls, size):
        if _add_to_line(pieces, stray, size, walls):
            continue
        if _is_in_cell(stray, cells) and _is_writing(ink, stray, size):
            pieces.append(_view_stray(stray, size))
    return Snippets(erase_strokes(raster, strokes), tuple(pieces))


def _usual_height(lines: Sequence[Frame], raster: Raster) -> float:
    """How high the frame of a line is on this page."""
    heights = [bottom - top for left, top, right, bottom in lines if right - left >= bottom - top]
    return float(np.median(heights)) if heights else 0.18 * raster.inch


def _cut_at(line: Frame, strokes: Sequence[Stroke]) -> list[Frame]:
    """The parts of a line between the ruling lines through it; slivers are a neighbour's."""
    left, top, right, bottom = line
    levels = [stroke for stroke in strokes if stroke.level]
    uprights = [stroke for stroke in strokes if not stroke.level]
    return [
        (start, low, end, high)
        for low, high in _between((top, bottom), levels, (left, right))
        if high - low > _SLIVER_HIGH * (bottom - top)
        for start, end in _between((left, right), uprights, (low, high))
        if end - start > _SLIVER_WIDE * (high - low)
    ]


def _between(
    run: tuple[int, int], strokes: Sequence[Stroke], across: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """A run cut at strokes that pass through half of what lies across it."""
    at = run[0]
    for stroke in sorted(strokes, key=lambda stroke: stroke.sides):
        shared = min(stroke.ends[1], across[1]) - max(stroke.ends[0], across[0])
        if shared < 0.5 * (across[1] - across[0]) or not run[0] < stroke.sides[1] <= run[1]:
            continue
        yield at, max(at, stroke.sides[0])
        at = stroke.sides[1]
    yield at, run[1]


def _view_parts(ink: Mask, part: Frame, size: float) -> Iterator[Snippet]:
    """The snippets of one part: several where it holds lines over each other, or wide gaps."""
    tight = _trim(ink, part)
    if tight is None:
        return
    for row in _cut_rows(ink, tight, size):
        height = row[3] - row[1]
        # What the detector frames suits the recogniser best.
        low, high = (part[1], part[3]) if row == tight else (row[1] - 2, row[3] + 2)
        for piece in _cut_gaps(ink, row, _WIDE_GAP * max(height, 0.6 * size)):
            margin = int(0.2 * height) + 1
            left, right = max(part[0], piece[0] - margin), min(part[2], piece[2] + margin)
            yield Snippet(piece, (left, max(0, low), right, high), dots=_dots(ink, piece, size))


def _dots(ink: Mask, frame: Frame, size: float) -> int:
    """How many characters wide a line of nothing but dots is; 0 for any other."""
    width = frame[2] - frame[0]
    return int(width / size) if width > size and _largest(ink, frame) < 0.2 * size else 0


def _trim(ink: Mask, frame: Frame) -> Frame | None:
    """A frame tight around the ink in it; None where there is none."""
    left, top, right, bottom = frame
    rows = np.flatnonzero(ink[top:bottom, left:right].any(axis=1))
    columns = np.flatnonzero(ink[top:bottom, left:right].any(axis=0))
    if not rows.size:
        return None
    return (
        left + int(columns[0]),
        top + int(rows[0]),
        left + int(columns[-1]) + 1,
        top + int(rows[-1]) + 1,
    )


def _cut_rows(ink: Mask, frame: Frame, size: float) -> list[Frame]:
    """The lines in a frame that is too high for one: words or characters over each other."""
    left, top, right, bottom = frame
    if bottom - top < _TWO_LINES * size:
        return [frame]
    stands = bottom - top >= 1.5 * (right - left)
    bands = _runs(ink[top:bottom, left:right].any(axis=1), gap=1)
    if stands:  # characters: what makes one together (二) is one
        bands = _merge_bands(bands, 1.15 * (right - left))
    if len(bands) < 2 or (not stands and any(end - start < 0.5 * size for start, end in bands)):
        return [frame]
    cut = [_trim(ink, (left, top + start, right, top + end)) for start, end in bands]
    return [one for one in cut if one]


def _merge_bands(bands: list[tuple[int, int]], most: float) -> list[tuple[int, int]]:
    merged = bands[:1]
    for start, end in bands[1:]:
        if end - merged[-1][0] <= most:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _cut_gaps(ink: Mask, frame: Frame, widest: float) -> list[Frame]:
    """The runs of a line that gaps part."""
    left, top, right, bottom = frame
    runs = _runs(ink[top:bottom, left:right].any(axis=0), gap=int(widest))
    cut = [_trim(ink, (left + start, top, left + end, bottom)) for start, end in runs]
    return [one for one in cut if one]


def _runs(inked: Any, gap: int) -> list[tuple[int, int]]:
    """From where to where a row of pixels has ink, gaps up to a length apart."""
    at = np.flatnonzero(inked)
    if not at.size:
        return []
    breaks = np.flatnonzero(np.diff(at) > gap)
    starts = [int(at[0]), *(int(at[index + 1]) for index in breaks)]
    ends = [*(int(at[index]) + 1 for index in breaks), int(at[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def _wipe(ink: Mask, snippet: Snippet) -> None:
    left, top, right, bottom = snippet.frame
    _, low, _, high = snippet.view
    ink[min(low, top) : max(high, bottom), max(0, left - 2) : right + 2] = 0


def _find_stray(ink: Mask, walls: Mask, size: float) -> Iterator[Frame]:
    """What stands in no line: a lone figure, a dash, a first character."""
    reach = int(0.6 * size) | 1
    joined = cv2.dilate(ink, np.ones((1, reach), np.uint8))
    joined[walls > 0] = 0
    boxes = cv2.connectedComponentsWithStats(joined, connectivity=8)[2]
    for left, top, width, height in boxes[1:, :4].tolist():
        if max(width - reach // 2, height) < _SMALLEST_STRAY * size or height > 3 * size:
            continue
        frame = _trim(ink, (left, top, left + width, top + height))
        if frame and max(frame[2] - frame[0], frame[3] - frame[1]) >= _SMALLEST_STRAY * size:
            yield frame


def _add_to_line(pieces: list[Snippet], stray: Frame, size: float, walls: Mask) -> bool:
    """Put what was passed over to the line that it begins or ends; False where there is none."""
    left, top, right, bottom = stray
    middle = (top + bottom) // 2
    for index, piece in enumerate(pieces):
        first, high, last, low = piece.frame
        apart = max(first - right, left - last)
        if apart >= 0.5 * (low - high) or not high <= middle <= low:
            continue
        if walls[middle, min(right, last) : max(left, first)].any():  # in the next cell
            continue
        margin = int(0.1 * size)
        view = (max(0, left - margin), piece.view[1], right + margin, piece.view[3])
        whole, seen = _around(piece.frame, stray), _around(piece.view, view)
        pieces[index] = Snippet(whole, seen, piece.is_stray)
        return True
    return False


def _around(one: Frame, other: Frame) -> Frame:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _is_in_cell(frame: Frame, cells: Sequence[Frame]) -> bool:
    return any(
        cell[0] <= frame[0] and cell[1] <= frame[1] and frame[2] <= cell[2] and frame[3] <= cell[3]
        for cell in cells
    )


def _is_writing(ink: Mask, frame: Frame, size: float) -> bool:
    """Whether a frame holds a stroke as large as a character's, not specks or leader dots."""
    left, top, right, bottom = frame
    largest = _largest(ink, frame) / size
    dense = float(np.mean(ink[top:bottom, left:right].any(axis=0))) > 0.8
    return largest >= _SMALLEST_STRAY or (largest >= 0.5 * _SMALLEST_STRAY and dense)


def _largest(ink: Mask, frame: Frame) -> int:
    """How long or high the largest patch of ink in a frame is."""
    left, top, right, bottom = frame
    boxes = cv2.connectedComponentsWithStats(ink[top:bottom, left:right], connectivity=8)[2]
    return int(boxes[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(initial=0))


def _view_stray(frame: Frame, size: float) -> Snippet:
    """The snippet of ink by itself, shown with the paper around it that a line has."""
    left, top, right, bottom = frame
    middle, half = (top + bottom) // 2, int(0.5 * max(size, 1.3 * (bottom - top)))
    margin = int(0.25 * size)
    view = (max(0, left - margin), max(0, middle - half), right + margin, middle + half)
    return Snippet(frame, view, is_stray=True)
