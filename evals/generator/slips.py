"""Errors of a typist, and what shows them: the types that planting works with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from random import Random

from evals.generator.blocks import Spot
from evals.generator.manuscripts import Entry, Manuscript, Paragraph
from evals.generator.relations import Place, amount_of, keys_of
from evals.generator.tables import Sheet, format_number
from evals.labels.gold import FindingKind, Severity
from extraction.vocabulary import DisclosureKind, Unit


class SlipKind(StrEnum):
    """What went wrong."""

    SWAPPED = "swapped"
    DIGIT = "digit"
    POINT = "point"
    TENFOLD = "tenfold"
    SIGN = "sign"
    MOVED = "moved"
    MISSING = "missing"
    REPEATED = "repeated"
    TOTAL = "total"
    STATEMENT = "statement"
    YEAR = "year"
    UNIT = "unit"
    SAME_ITEM = "same_item"
    ITEM_PART = "item_part"
    FORM = "form"
    CODE_NAME = "code_name"
    CODE_SPELLING = "code_spelling"
    CODE_FORM = "code_form"
    LEVEL = "level"
    CHANGE = "change"
    RATE = "rate"
    SHARE = "share"
    COMPLETION = "completion"
    DIRECTION = "direction"
    BASE_ZERO = "base_zero"
    TEXT_SUM = "text_sum"
    TEXT_TEXT = "text_text"
    REASON = "reason"
    LISTED = "listed"
    TEXT_NAME = "text_name"
    LOST_TABLE = "lost_table"
    CONTENTS_TITLE = "contents_title"
    NOTE_PLACE = "note_place"
    EMPTY_NOTE = "empty_note"
    PLACEHOLDER = "placeholder"
    UNIT_WORDS = "unit_words"
    PUNCTUATION = "punctuation"


COMMON = (
    SlipKind.SWAPPED,
    SlipKind.DIGIT,
    SlipKind.POINT,
    SlipKind.TENFOLD,
    SlipKind.SIGN,
    SlipKind.MOVED,
    SlipKind.MISSING,
    SlipKind.REPEATED,
    SlipKind.TOTAL,
    SlipKind.STATEMENT,
    SlipKind.YEAR,
)
"""The errors that suites hold: of typing and adding up."""

ONE_FIGURE = frozenset(
    {
        SlipKind.SWAPPED,
        SlipKind.DIGIT,
        SlipKind.POINT,
        SlipKind.TENFOLD,
        SlipKind.SIGN,
        SlipKind.UNIT,
        SlipKind.TOTAL,
    }
)
"""The errors that are one wrong amount of a table, at which their first sign stands."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What shows a slip: one print that disagrees with others, in one way."""

    kind: FindingKind
    """In what way."""
    spot: Spot
    """Where the print stands; its block is the entry of the manuscript, until it is printed."""
    printed: str
    """The print."""
    computed: str
    """What the others say that should stand there."""
    statement: str
    """What is wrong, in a sentence."""
    severity: Severity = Severity.ERROR
    """How bad that is."""
    of_note: bool = False
    """Whether it is the note of the table at `spot`."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One error: an entry as it is printed instead, and all that shows it."""

    kind: SlipKind
    """What went wrong."""
    entry: int
    """Index of the entry."""
    edited: Entry
    """The entry with the error in it."""
    meant: str
    """What should have been printed; for a row, its cells."""
    signs: tuple[Sign, ...]
    """What shows it; never none."""
    keys: frozenset[str] = frozenset()
    """Names of the amounts that it changed."""


@dataclass(slots=True)
class Draft:
    """A manuscript in which errors are being planted."""

    manuscript: Manuscript
    """As it was written, without errors."""
    kind: DisclosureKind
    """Whether it is a budget or a final account."""
    rng: Random
    """What draws."""
    slips: list[Slip] = field(default_factory=list)
    """The errors so far, one an entry at most."""

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries without errors."""
        return self.manuscript.entries

    def sheet(self, entry: int) -> Sheet:
        """The table at an index."""
        sheet = self.entries[entry]
        assert isinstance(sheet, Sheet)
        return sheet

    def paragraph(self, entry: int) -> Paragraph:
        """The paragraph at an index."""
        paragraph = self.entries[entry]
        assert isinstance(paragraph, Paragraph)
        return paragraph

    @property
    def step(self) -> Decimal:
        """One unit of the last place of an amount in the tables."""
        return Decimal(1).scaleb(-self.manuscript.style.places)

    def is_free(self, slip: Slip) -> bool:
        """Whether no other error is in its entry or in the same amount elsewhere."""
        return all(other.entry != slip.entry and not other.keys & slip.keys for other in self.slips)

    def edit(self) -> Manuscript:
        """The manuscript with its errors."""
        entries = list(self.entries)
        for slip in self.slips:
            entries[slip.entry] = slip.edited
        return replace(self.manuscript, entries=entries)

    def print_amount(self, amount: Decimal) -> str:
        """An amount as the tables print it; a zero too."""
        style = self.manuscript.style
        return format_number(amount, style.places, thousands=style.thousands)

    def witnesses(self, name: str, entry: int, kind: type[Sheet] | type[Paragraph]) -> int:
        """How many other tables or paragraphs print an amount of that name."""
        return sum(
            isinstance(other, kind) and name in _names(other, self.kind)
            for index, other in enumerate(self.entries)
            if index != entry
        )

    def shows_elsewhere(self, name: str, entry: int, delta: Decimal) -> tuple[FindingKind, ...]:
        """In what ways other prints of an amount contradict one that is wrong by `delta`."""
        style = self.manuscript.style
        yuan = abs(delta) * (style.unit.in_yuan or 1)
        # The prose may be coarser than the tables.
        coarse = 200 if style.prose_unit is Unit.WAN else 2
        kinds = []
        if name and abs(delta) >= 2 * self.step and self.witnesses(name, entry, Sheet):
            kinds.append(FindingKind.CROSS_TABLE)
        if name and yuan >= coarse and self.witnesses(name, entry, Paragraph):
            kinds.append(FindingKind.TEXT_VS_TABLE)
        return tuple(kinds)


def cell_amount(sheet: Sheet, place: Place) -> Decimal:
    """The amount in a cell; 0 for a blank or a dash."""
    return amount_of(sheet.lines[place[0]].cells[place[1]]) or Decimal(0)


def is_broken(gap: Decimal, parts: Sequence[Decimal], step: Decimal) -> bool:
    """Whether a gap between a total and its parts is far beyond what rounding explains."""
    slack = (1 + sum(bool(part) for part in parts)) * step / 2
    return abs(gap) >= 10 * slack


def _names(entry: Sheet | Paragraph, kind: DisclosureKind) -> frozenset[str]:
    if isinstance(entry, Paragraph):
        return frozenset(claim.key for claim in entry.claims)
    keys: Mapping[Place, str] = keys_of(entry, kind)
    return frozenset(name for place, name in keys.items() if cell_amount(entry, place))
