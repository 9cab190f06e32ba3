"""What the prose says of a figure, and where in its paragraph it says so."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extraction.vocabulary import Direction, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLabel:
    """One figure of the prose and what is said of it; values are as printed."""

    item: str
    """What the figure is of, without white space."""
    level: Decimal
    """The figure itself, in `unit`."""
    change: Decimal | None = None
    """By how much it differs from the earlier one, without a sign; None where not said."""
    direction: Direction | None = None
    """Which way it went; None where nothing is compared."""
    rate: Decimal | None = None
    """By what percentage it changed; None where not said."""
    share: Decimal | None = None
    """What percentage of the whole it is; None where not said."""
    completion: Decimal | None = None
    """What percentage of the budget was carried out; None where not said."""
    unit: Unit
    """The unit of level and change."""
    line: int
    """The line on which the level stands, from 1."""


class Part(StrEnum):
    """What a piece of a sentence says of a figure."""

    ITEM = "item"
    LEVEL = "level"
    CHANGE = "change"
    RATE = "rate"
    SHARE = "share"
    COMPLETION = "completion"
    CHANGE_WORD = "change_word"
    RATE_WORD = "rate_word"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a paragraph that says one thing of a figure; a figure without its unit."""

    part: Part
    """What it says."""
    start: int
    """Offset of its first character in the paragraph."""
    end: int
    """Offset behind its last character."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with the place of its level in the paragraph."""

    offset: int
    """Offset of the level's first character."""
    label: StatementLabel
    """The truth, its line still unknown."""
    phrases: tuple[Phrase, ...] = ()
    """The pieces of the sentence that say it, in reading order."""
    key: str = ""
    """Which amount of the accounts it is, as `relations.key_of` writes it; empty for none."""

    def phrase(self, part: Part) -> Phrase | None:
        """The piece that says a part of it; None where it is not said."""
        return next((one for one in self.phrases if one.part is part), None)
