"""A document before a format draws it: words and tables in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from evals.generator.claims import Claim
from evals.generator.slots import Slot, SlotRow
from evals.generator.styles import Breaks, Style


@dataclass(frozen=True, slots=True)
class Words:
    """A heading, a paragraph or a line that stands alone."""

    text: str
    """What is printed."""
    level: int = 0
    """The level of a heading, from 1; 0 for anything else."""
    claims: tuple[Claim, ...] = ()
    """What it says of figures."""

    @property
    def is_entry(self) -> bool:
        """Whether it is an entry of a list, which text marks by a hyphen."""
        return self.text.startswith("- ")

    @property
    def bare(self) -> str:
        """The text without the hyphen that marks an entry."""
        return self.text[2:] if self.is_entry else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A table with all that stands over it; names and figures whole, spans kept."""

    table: int
    """Number of the table in reading order, from 1."""
    above: str
    """The line over the title that numbers the table; empty for none."""
    title: str
    """The printed title; empty for a table inside the prose."""
    heading: str
    """What it is called: the heading over it where it has no title."""
    heads: tuple[str, ...]
    """Lines of publisher and unit under the title; a tab parts the two ends of one."""
    framed: bool
    """Whether title and heads are rows of the grid, where a format can do that."""
    width: int
    """How many columns it has."""
    amounts: frozenset[int]
    """The columns of amounts, by index; none where labels stand inside the body."""
    header: tuple[SlotRow, ...]
    """Header rows, column numbers included; none where labels stand inside the body."""
    rows: tuple[SlotRow, ...]
    """Body rows."""
    facts: tuple[tuple[int, int], ...] = ()
    """Index of row and column of each of its facts, in their order."""


Block = Words | Board


@dataclass(frozen=True, slots=True)
class Spot:
    """A place among the blocks of a document."""

    block: int
    """Index of the block."""
    at: int = 0
    """Offset of the character in words; index of the body row in a table, -1 for its title."""
    cell: int = 0
    """Index of the column in a table."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a block comes to stand in text."""

    line: int
    """The line of its first character, of a table that of its title."""
    cut: int | None = None
    """Behind how many characters a page cuts it; None for a block in one piece."""
    rows: tuple[int, ...] = ()
    """The line of the first character of each row of a table, in their order."""

    def line_at(self, offset: int) -> int:
        """The line on which a character stands: a blank one lies in the cut."""
        return self.line + (2 if self.cut is not None and offset >= self.cut else 0)


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table that stand on one page, and what is printed over them."""

    lead: tuple[str, ...]
    """Lines over the first row: title and heads of a first part, what a page break brings."""
    header: tuple[SlotRow, ...]
    """Header rows; none in a part that does not repeat them."""
    rows: tuple[SlotRow, ...]
    """Body rows."""


def split_board(board: Board, style: Style) -> tuple[Part, ...]:
    """The parts of a table as the template breaks it over pages."""
    lead = tuple(filter(None, (board.above, board.title, *board.heads)))
    cuts = list(_cut_rows(len(board.rows), style))
    parts = [Part(lead, board.header, cut_rows(board, *cuts[0]))]
    for cut in cuts[1:]:
        parts.append(_next_part(board, style, cut))
    return tuple(parts)


def cut_rows(board: Board, start: int, end: int) -> tuple[SlotRow, ...]:
    """Some rows of the body; what a page break cuts spans only the rows on its own side."""
    rows: list[list[Slot]] = [[] for _ in range(start, end)]
    for number, row in enumerate(board.rows[:end]):
        for slot in row:
            first, last = max(number, start), min(number + slot.rows, end)
            if first < last:
                text = slot.text if number >= start else ""
                rows[first - start].append(replace(slot, text=text, rows=last - first))
    return tuple(tuple(sorted(row, key=lambda slot: slot.column)) for row in rows)


def _cut_rows(count: int, style: Style) -> Iterator[tuple[int, int]]:
    """From where to where the pages reach; a last row alone stays with those before it."""
    if style.breaks is Breaks.NONE:
        yield 0, count
        return
    start = 0
    while count - start - style.page_rows > 1:
        yield start, start + style.page_rows
        start += style.page_rows
    yield start, count


def _next_part(board: Board, style: Style, cut: tuple[int, int]) -> Part:
    breaks = style.breaks if board.header else Breaks.BARE
    lead: tuple[str, ...] = ()
    if breaks is Breaks.CONTINUED:
        lead = ("续表",)
    if breaks is Breaks.TITLE and board.title:
        lead = (board.title, *board.heads)
    repeats = breaks not in (Breaks.BARE, Breaks.NUMBER)
    return Part(lead, board.header if repeats else (), cut_rows(board, *cut))
