"""Which cells of a table whose columns were lost add up to which, and what of it holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extraction.captions import read_title_block
from extraction.collapsed.puzzle import STRONG, WEAK, Place, Sum, Unit
from extraction.collapsed.sheets import Sheet, probed_place
from extraction.columnsums import column_sums
from extraction.grids import Grid
from extraction.layouts import Surroundings, propose_layouts
from extraction.pages import PrintedTable
from extraction.proposals.pointing import make_layout
from extraction.proposals.table_answers import TableAnswer
from extraction.records import Table
from extraction.relations import Relation
from extraction.rowsums import balances, row_sums
from extraction.rowtrees import LIST_TOTAL
from extraction.tabledrafts import NumberedTable
from extraction.tables import Caption, apply_layout
from extraction.transcript import Transcript

_TITLE_LINES = 15
# A row with more figures than columns speaks against a tree more than broken sums do.
CROWDED = 20 * STRONG


def read_table(text: Transcript, grid: Grid, answer: TableAnswer | None = None) -> Table:
    """The table that a grid makes, by the rules that read every grid, or by an answer.

    Raises `Refused` where the answer cannot be.
    """
    numbers = range(max(grid.first_line - _TITLE_LINES, 1), grid.first_line)
    above = [cell for number in numbers for cell in text.cells(number) if cell.printed]
    printed = PrintedTable(grid, read_title_block(above), frozenset())
    around = Surroundings("", text.plain)
    if answer is None:
        layout = propose_layouts(printed, around)[0]
    else:
        layout = make_layout(NumberedTable(answer.table, printed, ()), answer, around)
    return apply_layout(grid, layout, Caption(1, printed.block.title, None)).table


def find_sums(text: Transcript, sheet: Sheet) -> tuple[list[Sum], Table]:
    """Which cells of a sheet add up to which, told from a grid full of zeros."""
    table = read_table(text, sheet.make_probe(), sheet.answer)
    down = list(column_sums(table, {}))
    if any(relation.rule == LIST_TOTAL for family in down for relation in family):
        # Rows without codes and ordinals are told apart by their figures alone.
        filled = read_table(text, sheet.make_probe(filled=True), sheet.answer)
        down = list(column_sums(filled, {}))
    families = (*row_sums(table), *down, *balances(table))
    sums = [found for family in families for relation in family for found in _as_sum(relation)]
    return list(dict.fromkeys(sums)), table


def _as_sum(relation: Relation) -> Iterator[Sum]:
    total = probed_place(relation.total.source)
    parts = [probed_place(part.source) for part in relation.parts]
    if total is not None and parts and all(part is not None for part in parts):
        known = tuple(part for part in parts if part is not None)
        yield Sum(total, known, WEAK if relation.weak else STRONG)


def score_rows(text: Transcript, sheet: Sheet) -> tuple[int, int]:
    """What breaks along the rows whatever the placement, and, negative, how many sums tie."""
    units, crowded = sheet.make_units()
    sums, _ = find_sums(text, sheet)
    broken, tied = CROWDED * len(crowded), 0
    along = sums_along(sums)
    for unit in units:
        own = own_sums(unit, along)
        scores = [_score(own, unit.values(placement)) for placement in unit.placements]
        best = min(scores)
        broken, tied = broken + best[0], tied + best[1]
    return broken, tied


def _score(sums: Sequence[Sum], values: Mapping[Place, Decimal]) -> tuple[int, int]:
    costs = [_broken(found, values) for found in sums]
    tied = [
        found
        for found, cost in zip(sums, costs, strict=True)
        if not cost and sum(bool(values.get(part)) for part in found.parts) > 1
    ]
    return sum(costs), -len(tied)


def sums_along(sums: Sequence[Sum]) -> dict[int, list[Sum]]:
    """For each row the sums all of whose places are in it."""
    along: dict[int, list[Sum]] = {}
    for found in sums:
        if all(row == found.total[0] for row, _ in found.parts):
            along.setdefault(found.total[0], []).append(found)
    return along


def own_sums(unit: Unit, along: Mapping[int, Sequence[Sum]]) -> list[Sum]:
    """The sums along a row that a unit alone decides."""
    columns = {at for placement in unit.placements for at in placement}
    return [
        found
        for found in along.get(unit.row, ())
        if all(at in columns for _, at in (found.total, *found.parts))
    ]


def _broken(found: Sum, values: Mapping[Place, Decimal]) -> int:
    """What is held against values that break a sum."""
    return found.weight if found.breaks(values) else 0


def keep_best(unit: Unit, sums: Sequence[Sum]) -> tuple[Unit, bool]:
    """A row with those of its placements that break least of the sums along it, and whether, if
    it had a choice, one of them breaks none that must tie."""
    values = [unit.values(placement) for placement in unit.placements]
    costs = [sum(_broken(found, printed) for found in sums) for printed in values]
    least = min(costs)
    pairs = zip(unit.placements, costs, strict=True)
    kept = replace(unit, placements=tuple(p for p, cost in pairs if cost == least))
    return kept, len(costs) == 1 or least < STRONG
