"""A disclosure as it is written, before it is printed: entries that can still be edited."""

from dataclasses import dataclass, field

from evals.generator.claims import Claim
from evals.generator.printing import Masthead
from evals.generator.styles import Style
from evals.generator.tables import Sheet


@dataclass(frozen=True, slots=True)
class Notice:
    """A line that stands alone."""

    text: str
    """What is printed."""
    level: int = 0
    """The level of a heading that no mark shows; 0 for anything else."""
    apart: bool = True
    """Whether a blank line stands under it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, marked where the template marks them."""

    text: str
    """What is printed."""
    level: int
    """Its level, from 1."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    text: str
    """What is printed."""
    claims: tuple[Claim, ...] = ()
    """What it says of figures."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank line."""


Entry = Notice | Heading | Paragraph | Gap | Sheet


@dataclass(slots=True)
class Manuscript:
    """A document being written."""

    style: Style
    """The template."""
    masthead: Masthead
    """What is printed over tables."""
    cuts: str
    """The seed of what is left to the printer: where pages cut, which words are set loose."""
    entries: list[Entry] = field(default_factory=list)
    """What is written so far, in reading order."""

    def add_line(self, text: str, level: int = 0) -> None:
        """Write a line that stands alone, or a heading of some level."""
        self.entries.append(Notice(text, level, apart=False))

    def add_blank(self) -> None:
        """Leave a line blank, unless the one above is."""
        self.entries.append(Gap())

    def add_block(self, text: str) -> None:
        """Write a line with a blank one under it."""
        self.entries.append(Notice(text))

    def add_heading(self, text: str, level: int) -> None:
        """Write a heading."""
        self.entries.append(Heading(text, level))

    def add_paragraph(self, text: str, claims: tuple[Claim, ...] = ()) -> None:
        """Write a paragraph with what it says of figures."""
        self.entries.append(Paragraph(text, claims))

    def add_sheet(self, sheet: Sheet) -> None:
        """Write a table."""
        self.entries.append(sheet)
