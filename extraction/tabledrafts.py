"""Tables as the rules read them, before anybody else is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.layouts import Layout, Surroundings, propose_layouts
from extraction.pages import PrintedTable
from extraction.records import Gap, Printed
from extraction.shortrows import leave_out_torn_rows
from extraction.tables import Caption, Reading, apply_layout
from extraction.tablesums import judge_reading
from extraction.transcript import Transcript
from extraction.vocabulary import Maker

_MOST_ABOVE = 4


@dataclass(frozen=True, slots=True)
class NumberedTable:
    """A table of a document, and what stands over it."""

    number: int
    """Its number in the document, from 1."""
    table: PrintedTable
    above: tuple[Printed, ...]
    """The last lines over it that are no other table's, from the top."""


def find_lines_above(text: Transcript, table: PrintedTable, end: int) -> tuple[Printed, ...]:
    """The last lines between the table before, which ends on line `end`, and this one."""
    found: list[Printed] = []
    for number in range(table.grid.first_line - 1, end, -1):
        line = None if number in text.running else text.line(number)
        if line is not None:
            found.insert(0, line)
        if len(found) == _MOST_ABOVE:
            break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A table as the rules read it, and what it takes to read it otherwise."""

    asked: NumberedTable
    around: Surroundings
    caption: Caption
    candidates: tuple[Reading, ...]
    """The readings of the rules, the best first."""
    gaps: tuple[Gap, ...]
    """What the reader of the format could not place in it."""

    @property
    def best(self) -> Reading:
        """The reading that the rules choose."""
        return self.candidates[0]

    def apply(self, layout: Layout, maker: Maker) -> Reading:
        """The table read by a layout."""
        grid = self.asked.table.grid
        return leave_out_torn_rows(apply_layout(grid, layout, self.caption, maker), grid)


def draft_table(
    asked: NumberedTable, around: Surroundings, caption: Caption, gaps: Sequence[Gap]
) -> TableDraft:
    """A table read by that one of the rules' layouts whose sums tie best, the likeliest of equals;
    the readings by others stand behind it. Of a document's `gaps` those on its lines count."""
    grid = asked.table.grid
    readings = [
        leave_out_torn_rows(apply_layout(grid, layout, caption), grid)
        for layout in propose_layouts(asked.table, around)
    ]
    if len(readings) > 1:
        readings.sort(key=judge_reading, reverse=True)
    lines = asked.table.lines
    own = (gap for gap in gaps if gap.source and gap.source.line in lines)
    return TableDraft(asked, around, caption, tuple(readings), tuple(own))
