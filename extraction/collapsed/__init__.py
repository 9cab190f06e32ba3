"""Tables whose columns were lost: text scraped from a page keeps the words and figures of a row,
but neither its blank cells nor the places of its header.

    lines → regions → header trees and rows → placements → the grid whose sums tie
"""

from extraction.advice import Adviser
from extraction.collapsed.regions import find_regions, may_hold_tables
from extraction.prose import find_contents
from extraction.transcript import Transcript

__all__ = ["place_figures"]


def place_figures(text: Transcript, adviser: Adviser | None = None) -> Transcript:
    """The text with grids for the tables whose columns were lost, and gaps for what is not sure.

    The adviser is asked about headers that the rules do not understand.
    """
    grids = (line for grid in text.grids for line in grid.lines())
    taken = frozenset(grids).union(find_contents(text.lines))
    regions = find_regions(text, taken) if may_hold_tables(text, taken) else []
    if not regions:
        return text
    from extraction.collapsed.placing import place_regions  # the solver takes a while to load

    return place_regions(text, regions, adviser)
