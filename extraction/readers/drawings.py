"""What is drawn on a page of a PDF: ruling lines, filled boxes, pictures, and how text is inked."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from extraction.errors import OversizedDocument
from extraction.records import Box

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
Colour = tuple[int, int, int]

_THIN = 2.6
"""A box no wider than this is a ruling line (unit: points)."""
_STRAIGHT = 0.6
_MOST_OBJECTS = 400_000
_MOST_SEGMENTS = 20_000
"""A path of more segments is a picture."""
_DEEPEST = 12
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
_FAINT = 13
"""An opacity, of 255, that hardly shows."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a run of text is painted."""

    number: int
    """When it is painted, among all that is drawn on the page."""
    colour: Colour | None
    """Its colour; None where it has none of its own or a pattern."""
    is_painted: bool
    """Whether its render mode and opacity leave anything to see."""
    clip: Box
    """Where it shows."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A box filled with one colour, or with a picture where the colour is None."""

    number: int
    box: Box
    colour: Colour | None


@dataclass(slots=True)
class Drawing:
    """What stands on one page, in the page's own coordinates, which run upwards."""

    inks: dict[int, Ink] = field(default_factory=dict)
    """For each run of text, by its address, how it is painted."""
    lines: list[Box] = field(default_factory=list)
    """Straight lines, level or upright, and thin boxes."""
    patches: list[Patch] = field(default_factory=list)
    count: int = 0


def read_drawing(page: Any) -> Drawing:
    """What is drawn on a page; raises `OversizedDocument` where it is more than a page holds."""
    drawing = Drawing()
    number = pdfium.FPDFPage_CountObjects(page)
    _Reader(drawing).read(
        (pdfium.FPDFPage_GetObject(page, index) for index in range(number)), _IDENTITY, _EVERYWHERE
    )
    return drawing


@dataclass(slots=True)
class _Reader:
    """Goes through the objects of a page and of the forms that it draws."""

    drawing: Drawing
    clips: dict[tuple[_Point, _Point], Box] = field(default_factory=dict)
    """Clip paths seen before, by two of their corners: every character may have its own."""

    def read(self, objects: Iterator[Any], matrix: _Matrix, clip: Box, depth: int = 0) -> None:
        """Read some objects, which stand in a form's coordinates and show inside a clip."""
        for item in objects:
            self.drawing.count += 1
            if self.drawing.count > _MOST_OBJECTS:
                raise OversizedDocument("a page of more drawings than a page can hold")
            shown = _overlap(clip, self._clip(item, matrix))
            match pdfium.FPDFPageObj_GetType(item):
                case pdfium.FPDF_PAGEOBJ_TEXT:
                    self._read_text(item, shown)
                case pdfium.FPDF_PAGEOBJ_PATH:
                    self._read_path(item, matrix, shown)
                case pdfium.FPDF_PAGEOBJ_IMAGE | pdfium.FPDF_PAGEOBJ_SHADING:
                    self._read_picture(item, matrix, shown)
                case pdfium.FPDF_PAGEOBJ_FORM if depth < _DEEPEST:
                    inner = _multiply(_matrix_of(item), matrix)
                    count = pdfium.FPDFFormObj_CountObjects(item)
                    parts = (pdfium.FPDFFormObj_GetObject(item, i) for i in range(count))
                    self.read(parts, inner, shown, depth + 1)

    def _clip(self, item: Any, matrix: _Matrix) -> Box:
        """The box in which an object shows by its own clip path."""
        path = pdfium.FPDFPageObj_GetClipPath(item)
        box = _EVERYWHERE
        for index in range(max(pdfium.FPDFClipPath_CountPaths(path), 0)):
            first = _point(pdfium.FPDFClipPath_GetPathSegment(path, index, 0))
            third = _point(pdfium.FPDFClipPath_GetPathSegment(path, index, 2))
            part = self.clips.get((first, third))
            if part is None:
                number = pdfium.FPDFClipPath_CountPathSegments(path, index)
                points = [
                    _point(pdfium.FPDFClipPath_GetPathSegment(path, index, at))
                    for at in range(min(number, _MOST_SEGMENTS))
                ]
                part = _around(points) if points else _EVERYWHERE
                self.clips[first, third] = part
            box = _overlap(box, part)
        return box if box is _EVERYWHERE else _move_box(box, matrix)

    def _read_text(self, item: Any, shown: Box) -> None:
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        stroked = mode in (pdfium.FPDF_TEXTRENDERMODE_STROKE, _STROKE_CLIP)
        colour, opacity = _colour(
            pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor, item
        )
        invisible = mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
        address = ctypes.addressof(item.contents)
        painted = not invisible and opacity > _FAINT
        self.drawing.inks[address] = Ink(self.drawing.count, colour, painted, shown)

    def _read_picture(self, item: Any, matrix: _Matrix, shown: Box) -> None:
        box = _overlap(_move_box(_bounds(item), matrix), shown)
        if _is_thin(box):
            self.drawing.lines.append(box)
        elif _is_box(box):
            self.drawing.patches.append(Patch(self.drawing.count, box, None))

    def _read_path(self, item: Any, matrix: _Matrix, shown: Box) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            return
        get = pdfium.FPDFPageObj_GetFillColor if fill.value else pdfium.FPDFPageObj_GetStrokeColor
        colour, opacity = _colour(get, item)
        if opacity <= _FAINT or pdfium.FPDFPath_CountSegments(item) > _MOST_SEGMENTS:
            return
        whole = _multiply(_matrix_of(item), matrix)
        opaque = opacity == 255 and not pdfium.FPDFPageObj_HasTransparency(item)
        for points in _subpaths(item, whole):
            if fill.value:
                self._add_filled(points, shown, colour if opaque else None)
            if stroke.value:
                self._add_stroked(points, shown)

    def _add_filled(self, points: list[_Point], shown: Box, colour: Colour | None) -> None:
        box = _overlap(_around(points), shown)
        if _is_thin(box):
            self.drawing.lines.append(box)
        elif colour is not None and _is_box(box) and _is_rectangle(points):
            self.drawing.patches.append(Patch(self.drawing.count, box, colour))

    def _add_stroked(self, points: list[_Point], shown: Box) -> None:
        for (x, y), (right, bottom) in pairwise(points):
            if abs(x - right) <= _STRAIGHT or abs(y - bottom) <= _STRAIGHT:
                box = _overlap(_around([(x, y), (right, bottom)]), _widen(shown))
                if box[2] >= box[0] and box[3] >= box[1]:
                    self.drawing.lines.append(box)


_STROKE_CLIP = 5


# What PDFium writes its answers into; whoever calls it holds its lock.
_X, _Y = ctypes.c_float(), ctypes.c_float()
_RED, _GREEN, _BLUE, _OPACITY = (ctypes.c_uint() for _ in range(4))


def _colour(get: Callable[..., int], item: Any) -> tuple[Colour | None, int]:
    if not get(item, _RED, _GREEN, _BLUE, _OPACITY):
        return None, 255
    return (_RED.value, _GREEN.value, _BLUE.value), _OPACITY.value


def _point(segment: Any) -> _Point:
    if not segment:
        return (0.0, 0.0)
    pdfium.FPDFPathSegment_GetPoint(segment, _X, _Y)
    return _X.value, _Y.value


def _subpaths(item: Any, matrix: _Matrix) -> Iterator[list[_Point]]:
    """The points of each part of a path, the first again at the end of a closed one."""
    points: list[_Point] = []
    for index in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(_move(_point(segment), matrix))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _matrix_of(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _multiply(first: _Matrix, then: _Matrix) -> _Matrix:
    if then == _IDENTITY:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _move(point: _Point, matrix: _Matrix) -> _Point:
    x, y = point
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _move_box(box: Box, matrix: _Matrix) -> Box:
    if matrix == _IDENTITY:
        return box
    left, bottom, right, top = box
    corners = ((left, bottom), (left, top), (right, bottom), (right, top))
    return _around([_move(corner, matrix) for corner in corners])


def _bounds(item: Any) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _around(points: list[_Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _overlap(first: Box, second: Box) -> Box:
    if first is _EVERYWHERE:
        return second
    if second is _EVERYWHERE:
        return first
    return (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )


def _widen(box: Box) -> Box:
    """A clip with room for half the width of a line that runs along its edge."""
    return box[0] - _THIN, box[1] - _THIN, box[2] + _THIN, box[3] + _THIN


def _is_box(box: Box) -> bool:
    return box[2] > box[0] and box[3] > box[1]


def _is_thin(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return width >= 0 and height >= 0 and min(width, height) <= _THIN


def _is_rectangle(points: list[_Point]) -> bool:
    left, bottom, right, top = _around(points)
    return len(points) <= 6 and all(
        min(abs(x - left), abs(x - right)) < 0.5 and min(abs(y - bottom), abs(y - top)) < 0.5
        for x, y in points
    )
