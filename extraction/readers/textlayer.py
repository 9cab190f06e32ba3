"""The text layer of a page of a PDF: its characters, upright, the hidden ones apart."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extraction.places import box_around
from extraction.readers.drawings import Colour, Drawing, Ink, Patch
from extraction.readers.glyphs import Glyph, group_words
from extraction.readers.paper import Rule, Word
from extraction.readers.visual_lines import split_lines
from extraction.records import Box

_SMALLEST = 1.5
"""Text of less height cannot be read (unit: points)."""
_BAND = 24
"""Patches are looked up by bands of the page of this height (unit: points)."""
_LIKE = 24
"""Two colours that differ less in each part, of 255, look the same."""
_PAPER: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)
_PICTURE_SHARE = 0.5
"""A picture that covers more of a page is the page itself, scanned."""
_FEWEST = 20
"""A scanned page on which fewer characters are printed has no text layer."""
_SLANT = math.radians(8)
_UNKNOWN = "\ufffd"
_SLACK = 0.5


@dataclass(frozen=True, slots=True)
class Layer:
    """A page by its text layer, turned so that most of its text is upright."""

    width: float
    height: float
    turn: int
    """By how many quarters it was turned to the left from how a viewer shows it."""
    words: tuple[Word, ...]
    hidden: tuple[Word, ...]
    rules: tuple[Rule, ...]
    is_picture: bool
    """Whether a picture of the page holds what is to be read."""
    is_unread: bool
    """Whether most of its characters stand for nothing that is known."""


class _Char(NamedTuple):
    """A character as drawn, in the page's coordinates."""

    text: str
    box: Box
    x: float
    y: float
    run: int
    angle: int
    """Quarters of a circle to the left from level; -1 for text on a slant."""
    is_seen: bool


@dataclass(frozen=True, slots=True)
class _Turn:
    """From the coordinates of a page, which run upwards, to those of the upright page."""

    box: Box
    quarters: int
    """By how many quarters it is turned to the right."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the upright page."""
        left, bottom, right, top = self.box
        sides = right - left, top - bottom
        return sides if self.quarters % 2 == 0 else (sides[1], sides[0])

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point on the upright page, from its top left corner."""
        left, bottom, right, top = self.box
        match self.quarters:
            case 0:
                return x - left, top - y
            case 1:
                return y - bottom, x - left
            case 2:
                return right - x, y - bottom
            case _:
                return top - y, right - x

    def back(self, box: Box) -> Box:
        """A box on the upright page, as a box of the page as drawn."""
        left, bottom, right, top = self.box
        x, y, end, low = box
        match self.quarters:
            case 0:
                return x + left, top - low, end + left, top - y
            case 1:
                return y + left, x + bottom, low + left, end + bottom
            case 2:
                return right - end, y + bottom, right - x, low + bottom
            case _:
                return right - low, top - end, right - y, top - x

    def place(self, box: Box) -> Box:
        """A box on the upright page."""
        x, y = self.point(box[0], box[1])
        right, bottom = self.point(box[2], box[3])
        return min(x, right), min(y, bottom), max(x, right), max(y, bottom)


def read_layer(page: Any, text: Any, drawing: Drawing) -> Layer:
    """The words and ruling lines of a page."""
    box = _page_box(page)
    is_scan = _covered(drawing, box) > _PICTURE_SHARE
    chars = list(_read_chars(text, _Sight(drawing, box, is_scan)))
    seen = [char for char in chars if char.is_seen and char.angle >= 0]
    viewed = pdfium.FPDFPage_GetRotation(page) % 4
    quarters = _main_angle(seen, viewed)
    turn = _Turn(box, quarters)
    width, height = turn.size
    rules = tuple(Rule(_flat(turn.place(line))) for line in drawing.lines)
    angles = sorted({char.angle for char in seen})
    words = [word for angle in angles for word in _words(seen, angle, turn, rules)]
    hidden = [char for char in chars if not (char.is_seen and char.angle >= 0)]
    unread = sum(char.text == _UNKNOWN for char in seen)
    printed = len(seen) - unread
    return Layer(
        width=width,
        height=height,
        turn=(viewed - quarters) % 4,
        words=tuple(words),
        hidden=tuple(_hidden_words(hidden, turn)),
        rules=rules,
        is_picture=(is_scan and printed < _FEWEST) or unread > max(printed, _FEWEST),
        is_unread=unread > printed,
    )


def _page_box(page: Any) -> Box:
    """The part of a page that is shown."""
    sides = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, sides)
    return sides.left, sides.bottom, sides.right, sides.top


def _covered(drawing: Drawing, box: Box) -> float:
    """The share of a page that its largest picture covers."""
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1.0)
    pictures = [patch.box for patch in drawing.patches if patch.colour is None]
    return max(
        (
            max(min(p[2], box[2]) - max(p[0], box[0]), 0)
            * max(min(p[3], box[3]) - max(p[1], box[1]), 0)
            / area
            for p in pictures
        ),
        default=0.0,
    )


def _main_angle(chars: Sequence[_Char], viewed: int) -> int:
    """By how many quarters the page is turned to the right so that most of its text is upright."""
    counts = Counter(char.angle for char in chars if not char.text.isspace())
    if not counts:
        return viewed
    angle, count = counts.most_common(1)[0]
    return angle if count * 2 > counts.total() else viewed


def _flat(box: Box) -> Box:
    """A ruling line through the middle of a thin box."""
    left, top, right, bottom = box
    if right - left >= bottom - top:
        top = bottom = (top + bottom) / 2
    else:
        left = right = (left + right) / 2
    return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)


def _words(
    chars: Sequence[_Char], angle: int, turn: _Turn, rules: Sequence[Rule]
) -> Iterator[Word]:
    """The words that run in one direction, on the upright page."""
    reading = _Turn(turn.box, angle)
    glyphs = [_glyph(char, reading) for char in chars if char.angle == angle]
    if angle == turn.quarters:
        yield from group_words(glyphs, rules)
        return
    for line in split_lines(group_words(glyphs)):
        for word in line.words:
            yield Word(word.text, _round(turn.place(reading.back(word.box))))


def _glyph(char: _Char, turn: _Turn) -> Glyph:
    left, top, right, bottom = turn.place(char.box)
    return Glyph(char.text, left, top, right, bottom, turn.point(char.x, char.y)[1], char.run)


def _hidden_words(chars: Sequence[_Char], turn: _Turn) -> Iterator[Word]:
    """What was left out, in words as far as it runs level."""
    yield from group_words([_glyph(char, turn) for char in chars if char.angle >= 0])
    slanted = [_glyph(char, turn) for char in chars if char.angle < 0]
    if text := "".join(glyph.text for glyph in slanted).strip():
        yield Word(text, _round(box_around([glyph[1:5] for glyph in slanted])))


def _round(box: Box) -> Box:
    left, top, right, bottom = box
    return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)


@dataclass(slots=True)
class _Sight:
    """What of a page's text can be seen."""

    drawing: Drawing
    box: Box
    is_scan: bool
    bands: dict[int, list[Patch]] = field(default_factory=dict)
    """The patches that reach into each band of the page, in the order of painting."""

    def __post_init__(self) -> None:
        bottom, top = self.box[1], self.box[3]
        for patch in self.drawing.patches:
            low, high = max(patch.box[1], bottom), min(patch.box[3], top)
            for band in range(int(low // _BAND), int(high // _BAND) + 1):
                self.bands.setdefault(band, []).append(patch)

    def sees(self, box: Box, ink: Ink) -> bool:
        """Whether a character in a box is to be seen."""
        left, bottom, right, top = box
        x, y = (left + right) / 2, (bottom + top) / 2
        if top - bottom < _SMALLEST or not (_holds(self.box, x, y) and _holds(ink.clip, x, y)):
            return False
        if self.is_scan:
            return True  # the text layer of a scan is painted without ink, or under the picture
        return ink.is_painted and self._stands_out(ink, x, y)

    def _stands_out(self, ink: Ink, x: float, y: float) -> bool:
        """Whether no patch covers a character, and what lies under it has another colour."""
        ground: Colour | None = _PAPER
        if not self.bands and ink.colour == _BLACK:
            return True
        for patch in self.bands.get(int(y // _BAND), ()):
            if not _holds(patch.box, x, y):
                continue
            if patch.number < ink.number:
                ground = patch.colour
            elif patch.colour is not None:
                return False
        if ground is None or ink.colour is None:
            return True
        return any(abs(a - b) > _LIKE for a, b in zip(ground, ink.colour, strict=True))


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] - _SLACK <= x <= box[2] + _SLACK and box[1] - _SLACK <= y <= box[3] + _SLACK


def _read_chars(text: Any, sight: _Sight) -> Iterator[_Char]:
    """The characters that are drawn; the spaces and line ends that PDFium adds are not."""
    sides = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    angles: dict[int, int] = {}
    inks = sight.drawing.inks
    high = 0
    for index in range(pdfium.FPDFText_CountChars(text)):
        item = pdfium.FPDFText_GetTextObject(text, index)
        if not item:
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        run = ctypes.addressof(item.contents)
        if run not in angles:
            angles[run] = _quarter(pdfium.FPDFText_GetCharAngle(text, index))
        pdfium.FPDFText_GetLooseCharBox(text, index, sides)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        box = (sides.left, sides.bottom, sides.right, sides.top)
        ink = inks.get(run)
        seen = ink is None or sight.sees(box, ink)
        unknown = pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        char = _UNKNOWN if unknown else _decode(code, high)
        high = 0
        yield _Char(char, box, x.value, y.value, run, angles[run], seen)


def _decode(code: int, high: int) -> str:
    """A character by its code, `high` being the half of a pair before it."""
    if high and 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
    if code == 0x02:
        return "-"  # a hyphen at the end of a line
    if code < 0x20:
        return " "
    private = 0xD800 <= code < 0xF900 or code >= 0xF0000
    return _UNKNOWN if private or code in (0xFFFD, 0xFFFE, 0xFFFF) else chr(code)


def _quarter(angle: float) -> int:
    """An angle to the right in quarters to the left; -1 where it is none of them."""
    angle = -angle
    quarters = round(angle / (math.pi / 2))
    return quarters % 4 if abs(angle - quarters * math.pi / 2) < _SLANT else -1
