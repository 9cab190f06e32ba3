"""Tables whose columns were lost, read by the sums that must tie."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.collapsed.evidence import Evidence
from extraction.collapsed.heads import HeadTree, propose_trees
from extraction.collapsed.puzzle import STRONG, WEAK, Place, Puzzle, Solution, Sum, Unit
from extraction.collapsed.regions import Region, count_figures
from extraction.collapsed.rows import Part, read_rows, read_sided_rows
from extraction.collapsed.sheets import Sheet, SidePart, name_columns, probed_place
from extraction.columns import is_code
from extraction.columnsums import column_sums
from extraction.grids import Grid
from extraction.layouts import Surroundings, propose_layouts
from extraction.money import last_place
from extraction.pages import join_pages
from extraction.prose import read_prose
from extraction.records import Gap, Table
from extraction.relations import Operand, Relation
from extraction.rowsums import balances, row_sums
from extraction.statements import find_statements
from extraction.tables import Caption, apply_layout
from extraction.transcript import Transcript
from extraction.vocabulary import GapReason

_MOST_TREES = 3
_MOST_ROWS_TRIED = 400
# A tree so much stranger than the likeliest is tried only where no likelier one ties.
_FAR = 0.4


@dataclass(frozen=True, slots=True)
class Placed:
    """A table whose figures have their columns again."""

    sheet: Sheet
    grid: Grid
    gaps: tuple[Gap, ...]
    cost: float


def place_regions(text: Transcript, regions: Sequence[Region]) -> Transcript:
    """The text with a grid for each region that can be read."""
    evidence = Evidence()
    for table in join_pages(text):
        evidence.learn(_read_table(text, table.grid))
    taken = {line for grid in text.grids for line in grid.lines()}
    taken |= {line for region in regions for line in region.lines}
    evidence.hear(find_statements(read_prose(text, taken).passages, None))
    waiting = []
    for region in regions:
        sheets = _likely_sheets(text, region)
        if sheets:
            waiting.append(sheets)
    placed: list[Placed] = []
    for level in range(2):
        for sheets in list(waiting):
            found = _place(text, sheets, evidence, final=level == 1)
            if found is None:
                continue
            waiting.remove(sheets)
            placed.append(found)
            evidence.learn(_read_table(text, found.grid))
    grids = sorted([*text.grids, *(p.grid for p in placed)], key=lambda grid: grid.first_line)
    gaps = tuple(gap for found in placed for gap in found.gaps)
    return replace(text, grids=tuple(grids), gaps=text.gaps + gaps)


def _likely_sheets(text: Transcript, region: Region) -> list[Sheet]:
    """The region under each of its likeliest header trees: those that break least row sums."""
    most = max(map(count_figures, region.body)) if region.body else 0
    trees = propose_trees(region.header, most, text.plain)
    found: list[tuple[tuple[int, int], Sheet]] = []
    for strangeness, tree in trees[: max(_MOST_ROWS_TRIED // (len(region.body) + 1), 10)]:
        if strangeness > trees[0][0] + _FAR and any(not score[0] for score, _ in found):
            break
        sheet = _make_sheet(text, region, tree)
        found.append((_row_score(text, sheet), sheet))
    best = min((score for score, _ in found), default=(0, 0))
    return [sheet for score, sheet in found if score == best][:_MOST_TREES]


def _make_sheet(text: Transcript, region: Region, tree: HeadTree) -> Sheet:
    if len(tree.sides) > 1:
        sided = read_sided_rows(region.body, text.plain)
        rows = tuple(_take_sides(sided, len(tree.sides)))
        return Sheet(region, tree, rows)
    codes = sum(is_code(column.head) for column in tree.sides[0])
    names = name_columns(tree, 0)
    rows = tuple(
        row.parts for row in read_rows(region.body, codes=codes, names=names, plain=text.plain)
    )
    return Sheet(region, tree, rows)


def _take_sides(rows: Sequence[Sequence[Part]], sides: int) -> Iterator[tuple[Part | None, ...]]:
    """The parts of each row on their sides; a lone one goes on with the side whose numbering it
    continues, else it stands on the right, where the longer list is printed."""
    last: list[Part | None] = [None] * sides
    for parts in rows:
        if len(parts) >= sides:
            taken: list[Part | None] = list(parts[:sides])
        else:
            taken = [None] * sides
            taken[_side_of(parts[0], last)] = parts[0]
        last = [part or above for part, above in zip(taken, last, strict=True)]
        yield tuple(taken)


def _side_of(part: Part, last: Sequence[Part | None]) -> int:
    """The side of a part that stands alone in its line."""
    label, right = part.label, len(last) - 1
    if "收入" in label and "支出" not in label:
        return 0
    left_goes_on, right_goes_on = (_goes_on(last[side], part) for side in (0, right))
    return 0 if left_goes_on and not right_goes_on and "支出" not in label else right


def _goes_on(above: Part | None, part: Part) -> bool:
    """Whether a part follows another one's ordinal, or its code inside one class."""
    if above is None:
        return False
    if above.codes and part.codes:
        first, second = above.codes[0].printed, part.codes[0].printed
        return first[:3] == second[:3] and first < second
    number, before = _ordinal(part), _ordinal(above)
    return number is not None and before is not None and number == before + 1


_NUMERALS = "零一二三四五六七八九"
_NUMBERED = re.compile(r"[(]?(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[一二三四五六七八九])?[)、.]")


def _ordinal(part: Part) -> int | None:
    """The number that a Chinese ordinal (`二十一、`, `（九）`) gives a row."""
    found = _NUMBERED.match(part.label)
    if found is None or not (found["tens"] or found["ones"]):
        return None
    tens = _NUMERALS.index(found["tens"][0]) if len(found["tens"] or "") > 1 else 1
    ones = _NUMERALS.index(found["ones"]) if found["ones"] else 0
    return (10 * tens if found["tens"] else 0) + ones


def _read_table(text: Transcript, grid: Grid) -> Table:
    """The table that a grid makes, by the rules that read every grid."""
    (printed,) = join_pages(replace(text, grids=(grid,)))
    layout = propose_layouts(printed, Surroundings("", text.plain))[0]
    return apply_layout(grid, layout, Caption(1, printed.block.title, None)).table


def _find_sums(text: Transcript, sheet: Sheet) -> tuple[list[Sum], Table]:
    """Which cells of a sheet add up to which, told from a grid full of zeros."""
    table = _read_table(text, sheet.make_probe())
    families = (*row_sums(table), *column_sums(table, {}), *balances(table))
    sums = [found for family in families for relation in family for found in _as_sum(relation)]
    return list(dict.fromkeys(sums)), table


def _as_sum(relation: Relation) -> Iterator[Sum]:
    total = probed_place(relation.total.source)
    parts = [probed_place(part.source) for part in relation.parts]
    if total is not None and parts and all(part is not None for part in parts):
        known = tuple(part for part in parts if part is not None)
        yield Sum(total, known, WEAK if relation.weak else STRONG)


def _row_score(text: Transcript, sheet: Sheet) -> tuple[int, int]:
    """What breaks along the rows whatever the placement, and, negative, how many sums tie."""
    units, crowded = sheet.make_units()
    sums, _ = _find_sums(text, sheet)
    broken, tied = 20 * STRONG * len(crowded), 0
    for unit in units:
        own = [s for s in sums if s.total[0] == unit.row and _in_row(s, unit)]
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


def _in_row(found: Sum, unit: Unit) -> bool:
    columns = {at for placement in unit.placements for at in placement}
    return all(row == unit.row and at in columns for row, at in (found.total, *found.parts))


def _broken(found: Sum, values: Mapping[Place, Decimal]) -> int:
    """What is held against values that break a sum."""
    total = values.get(found.total, Decimal(0))
    parts = [values[part] for part in found.parts if part in values]
    printed = [value for value in (total, *parts) if value]
    slack = sum((last_place(value) for value in printed), Decimal(0)) / 2
    gap = abs(total - sum(parts, Decimal(0)))
    return found.weight if gap and gap >= slack else 0


def _place(
    text: Transcript, sheets: Sequence[Sheet], evidence: Evidence, *, final: bool
) -> Placed | None:
    """The best of several readings; None where more evidence may come from other tables."""
    best: Placed | None = None
    for sheet in sheets:
        found = _place_sheet(text, sheet, evidence, final=final)
        if found and (best is None or found.cost < best.cost):
            best = found
    if best is None or (best.gaps and not final):
        return None
    return best


def _place_sheet(
    text: Transcript, sheet: Sheet, evidence: Evidence, *, final: bool
) -> Placed | None:
    units, crowded = sheet.make_units()
    sums, table = _find_sums(text, sheet)
    puzzle = Puzzle(units, [s for s in sums if not any(_in_row(s, u) for u in units)])
    for index, unit in enumerate(units):
        own = [s for s in sums if _in_row(s, unit)]
        for at, placement in enumerate(unit.placements):
            cost = sum(_broken(s, unit.values(placement)) for s in own)
            if cost and len(unit.placements) > 1:
                puzzle.costs[index, at] = cost
    evidence.weigh(puzzle, table)
    solution = puzzle.solve(thorough=final)
    if solution is None:
        return None
    return _finish(sheet, puzzle, solution, crowded)


def _finish(
    sheet: Sheet, puzzle: Puzzle, solution: Solution, crowded: Sequence[SidePart]
) -> Placed:
    placed: dict[tuple[int, int], dict[int, int]] = {}
    gaps: list[Gap] = []
    sides = {
        (sheet.header_depth + found.row, found.side): found for found in sheet.parts()
    }
    side_of = {at: side for side in range(len(sheet.tree.sides)) for at, _ in sheet.columns(side)}
    for index, unit in enumerate(puzzle.units):
        chosen = unit.placements[solution.chosen[index]]
        others = [unit.placements[at] for at in solution.doubtful.get(index, ())]
        side = side_of[chosen[0]]
        found = sides[unit.row, side]
        sure = {
            figure: column
            for figure, column in enumerate(chosen)
            if all(other[figure] == column for other in others)
        }
        if len(unit.placements) > 1 and puzzle.costs.get((index, solution.chosen[index]), 0) >= STRONG:
            sure = {}
        placed[unit.row, side] = sure
        for figure, column in enumerate(chosen):
            if figure not in sure:
                columns = sorted({column, *(other[figure] for other in others)})
                gaps.append(_gap(sheet, found.part, figure, columns))
    for found in crowded:
        gaps += [_gap(sheet, found.part, at, []) for at in range(len(found.part.figures))]
    return Placed(sheet, sheet.make_grid(placed), tuple(gaps), solution.cost + 20 * STRONG * len(crowded))


def _gap(sheet: Sheet, part: Part, figure: int, columns: Sequence[int]) -> Gap:
    token = part.figures[figure]
    heads = ["/".join(cell.printed for cell in sheet.tree.columns[at].path) for at in columns]
    where = "; ".join(heads) or "more figures than columns"
    return Gap(
        reason=GapReason.AMBIGUOUS,
        message=f"a figure that the sums do not place: {where}",
        printed=token.printed,
        source=token.source,
    )
