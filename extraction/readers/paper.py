"""A page as printed: words and ruling lines with their boxes, whoever saw them.

A text layer, a scan and columns of characters all come to this, so that one way leads from
there to lines and grids.
"""

from dataclasses import dataclass, field

from extraction.records import Box


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters that nothing parts: no gap as wide as a character, no ruling line."""

    text: str
    """What is printed; U+FFFD for ink that a reader of pictures could make nothing of."""
    box: Box
    score: float | None = None
    """How sure such a reader is of its least certain character, from 0 to 1; null where the
    characters are given and not seen."""

    def shares_breadth(self, other: "Word") -> bool:
        """Whether some of it stands right above or below some of another word."""
        return self.box[0] < other.box[2] and other.box[0] < self.box[2]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight ruling line, level or upright: a line, an edge of a box, a thin box."""

    box: Box
    """From end to end; a level one has one height, an upright one stands at one place."""

    @property
    def is_level(self) -> bool:
        """Whether it runs from left to right."""
        left, top, right, bottom = self.box
        return right - left >= bottom - top


@dataclass(frozen=True, slots=True)
class Paper:
    """One page, turned upright; boxes count from its top left corner (unit: points)."""

    number: int
    """Number of the page, from 1."""
    width: float
    height: float
    words: tuple[Word, ...]
    """What a reader of the page can see."""
    rules: tuple[Rule, ...] = ()
    hidden: tuple[Word, ...] = field(default=())
    """What nobody can see: outside the page or its clipping, in the colour of the paper."""
    turn: int = 0
    """By how many quarters of a circle it was turned to the left from how a viewer shows it."""
    skew: float = 0.0
    """By how many degrees it was then turned to the left about its middle."""
