"""Tables whose columns were lost, read by the sums that must tie."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.captions import read_title_block
from extraction.collapsed.evidence import Evidence
from extraction.collapsed.heads import HeadTree, propose_trees
from extraction.collapsed.puzzle import STRONG, WEAK, Place, Puzzle, Solution, Sum, Unit
from extraction.collapsed.regions import Region, is_code_like, is_figure
from extraction.collapsed.rows import Part, read_rows, read_sided_rows
from extraction.collapsed.sheets import Sheet, name_columns, probed_place
from extraction.columns import is_code
from extraction.columnsums import column_sums
from extraction.grids import Grid
from extraction.layouts import Surroundings, propose_layouts
from extraction.money import last_place
from extraction.pages import PrintedTable, join_pages
from extraction.prose import read_prose
from extraction.records import Gap, Inferred, Printed, Source, Table
from extraction.relations import Relation
from extraction.rowsums import balances, row_sums
from extraction.statements import find_statements
from extraction.tables import Caption, apply_layout
from extraction.text import squash
from extraction.transcript import Transcript
from extraction.vocabulary import Clue, GapReason

_MOST_TREES = 4
_TITLE_LINES = 15
_MOST_ROWS_TRIED = 400
# A tree so much stranger than the likeliest is tried only where no likelier one ties.
_FAR = 0.4
# A tree that is stranger is a misread header.
_STRANGEST = 1.5
# A row with more figures than columns speaks against a tree more than broken sums do.
_CROWDED = 20 * STRONG
# Trees whose strangeness differs by less are told apart by sums alone.
_NEAR = 0.35


@dataclass(frozen=True, slots=True)
class Placed:
    """A table whose figures have their columns again."""

    grid: Grid
    gaps: tuple[Gap, ...]


def place_regions(text: Transcript, regions: Sequence[Region]) -> Transcript:
    """The text with a grid for each region that can be read."""
    evidence = Evidence()
    for table in join_pages(text):
        evidence.learn(_read_table(text, table.grid))
    taken = {line for grid in text.grids for line in grid.lines()}
    taken |= {line for region in regions for line in region.lines}
    evidence.hear(find_statements(read_prose(text, taken).passages, None))
    waiting = [(region, _likely_sheets(text, region)) for region in regions]
    placed: list[Placed] = []
    for level in range(2):
        for region, sheets in list(waiting):
            found = _place(text, sheets, evidence, final=level == 1)
            if found is None:
                continue
            waiting.remove((region, sheets))
            placed.append(found)
            evidence.learn(_read_table(text, found.grid))
    grids = sorted([*text.grids, *(p.grid for p in placed)], key=lambda grid: grid.first_line)
    gaps = [gap for found in placed for gap in found.gaps]
    gaps += [_unread_table(text, region) for region, _ in waiting]
    return replace(text, grids=tuple(grids), gaps=(*text.gaps, *gaps))


def _unread_table(text: Transcript, region: Region) -> Gap:
    line = text.line(region.first_line)
    message = "a table stands here whose columns cannot be told apart"
    printed, source = (line.printed, line.source) if line else ("", None)
    return Gap(reason=GapReason.NO_COLUMN, message=message, printed=printed, source=source)


def _likely_sheets(text: Transcript, region: Region) -> list[Sheet]:
    """The region under each of its likeliest header trees: those that break least row sums; none
    where no tree makes sense of it."""
    trees = propose_trees(region, text.plain)
    if region.numbered is not None:
        trees = [found for found in trees if region.numbered in _counts(found[1])]
    found: list[tuple[tuple[int, int], Sheet]] = []
    for strangeness, tree in trees[: max(_MOST_ROWS_TRIED // (len(region.body) + 1), 10)]:
        if strangeness > _STRANGEST:
            break
        if strangeness > trees[0][0] + _FAR and any(not score[0] for score, _ in found):
            break
        sheet = replace(_make_sheet(text, region, tree), strangeness=strangeness)
        found.append((_row_score(text, sheet), sheet))
    best = min((score for score, _ in found), default=(0, 0))
    sound = [s for score, s in found if score == best and _is_sound(s, best)]
    orders: dict[tuple[Source, ...], Sheet] = {}
    for sheet in sound:  # trees of one order of columns put no figure under another header
        orders.setdefault(tuple(c.path[-1].source for c in sheet.tree.columns), sheet)
    return list(orders.values())[:_MOST_TREES]


def _is_sound(sheet: Sheet, score: tuple[int, int]) -> bool:
    """Whether a tree fits most rows: they have no more figures than it has columns, and fewer
    sums along them break, wherever the figures stand, than tie."""
    units, crowded = sheet.make_units()
    broken = (score[0] - _CROWDED * len(crowded)) // STRONG
    return 5 * len(crowded) <= len(units) and broken <= -score[1]


def _counts(tree: HeadTree) -> tuple[int, int]:
    """How many columns a row of numbers may count: those of amounts, or all."""
    amounts = sum(column.is_amount and not column.counts_lines for column in tree.columns)
    return amounts, len(tree.columns)


def _make_sheet(text: Transcript, region: Region, tree: HeadTree) -> Sheet:
    if len(tree.sides) > 1:
        counted = any(column.counts_lines for column in tree.columns)
        sided = read_sided_rows(region.body, text.plain, counted=counted)
        rows = tuple(_take_sides(sided, len(tree.sides)))
        return Sheet(region, tree, rows)
    codes = sum(is_code(column.head) for column in tree.sides[0])
    codes = codes or int(_bears_codes(region))
    names = name_columns(tree, 0)
    rows = tuple(
        row.parts for row in read_rows(region.body, codes=codes, names=names, plain=text.plain)
    )
    return Sheet(region, tree, rows)


def _bears_codes(region: Region) -> bool:
    """Whether most rows begin with a code, though no header says so."""
    coded = [line for line in region.body if len(line) > 1 and is_code_like(line[0])]
    return len(coded) * 2 > len(region.body) and not any(is_figure(line[1]) for line in coded)


def _take_sides(rows: Sequence[Sequence[Part]], sides: int) -> Iterator[tuple[Part | None, ...]]:
    """The parts of each row on their sides; a lone one goes on with the side whose numbering it
    continues, else it stands on the right, where the longer list is printed."""
    last: list[Part | None] = [None] * sides
    for parts in rows:
        if len(parts) >= sides:
            taken: list[Part | None] = list(parts[:sides])
            for part in parts[sides:]:  # what no side has room for is not lost
                parts[sides - 1].figures.extend([*part.codes, *part.words, *part.figures])
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
_NUMBERED = re.compile(
    r"[(]?(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[一二三四五六七八九])?[)、.]"
)


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
    numbers = range(max(grid.first_line - _TITLE_LINES, 1), grid.first_line)
    above = [cell for number in numbers for cell in text.cells(number) if cell.printed]
    printed = PrintedTable(grid, read_title_block(above), frozenset())
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
    broken, tied = _CROWDED * len(crowded), 0
    along = _sums_along(sums)
    for unit in units:
        own = _own_sums(unit, along)
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


def _sums_along(sums: Sequence[Sum]) -> dict[int, list[Sum]]:
    """For each row the sums all of whose places are in it."""
    along: dict[int, list[Sum]] = {}
    for found in sums:
        if all(row == found.total[0] for row, _ in found.parts):
            along.setdefault(found.total[0], []).append(found)
    return along


def _own_sums(unit: Unit, along: Mapping[int, Sequence[Sum]]) -> list[Sum]:
    """The sums along a row that a unit alone decides."""
    columns = {at for placement in unit.placements for at in placement}
    return [
        found
        for found in along.get(unit.row, ())
        if all(at in columns for _, at in (found.total, *found.parts))
    ]


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
    """The best of several readings; None where more evidence may come from other tables.

    A figure that a reading as good puts under another header is not sure.
    """
    found = [_Outcome.of(text, sheet, evidence, final=final) for sheet in sheets]
    outcomes = [outcome for outcome in found if outcome is not None]
    if len(outcomes) < len(found) or not outcomes:
        return None
    best = min(outcomes, key=lambda outcome: (outcome.cost, outcome.sheet.strangeness))
    placed = best.settle([other for other in outcomes if best.is_matched(other)])
    return None if placed.gaps and not final else placed


def _keep_best(unit: Unit, sums: Sequence[Sum]) -> tuple[Unit, bool]:
    """A row with those of its placements that break least of the sums along it, and whether, if
    it had a choice, one of them breaks none that must tie."""
    values = [unit.values(placement) for placement in unit.placements]
    costs = [sum(_broken(found, printed) for found in sums) for printed in values]
    least = min(costs)
    pairs = zip(unit.placements, costs, strict=True)
    kept = replace(unit, placements=tuple(p for p, cost in pairs if cost == least))
    return kept, len(costs) == 1 or least < STRONG


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A region under one header tree, with the best placements that were found."""

    sheet: Sheet
    puzzle: Puzzle
    solution: Solution
    clues: Mapping[int, tuple[Clue, ...]]
    torn: frozenset[int]
    """The units whose own sum breaks wherever their figures stand: no sum says where they do."""

    @classmethod
    def of(
        cls, text: Transcript, sheet: Sheet, evidence: Evidence, *, final: bool
    ) -> "_Outcome | None":
        """None where no best choice is found."""
        sums, table = _find_sums(text, sheet)
        along = _sums_along(sums)
        kept = [_keep_best(unit, _own_sums(unit, along)) for unit in sheet.make_units()[0]]
        units = [unit for unit, _ in kept]
        within = {found for unit in units for found in _own_sums(unit, along)}
        puzzle = Puzzle(units, [found for found in sums if found not in within])
        torn = frozenset(index for index, (_, whole) in enumerate(kept) if not whole)
        clues = evidence.weigh(puzzle, table)
        solution = puzzle.solve(thorough=final)
        return cls(sheet, puzzle, solution, clues, torn) if solution is not None else None

    @property
    def cost(self) -> float:
        """All that is held against it."""
        return self.solution.cost + _CROWDED * len(self.sheet.make_units()[1])

    def is_matched(self, other: "_Outcome") -> bool:
        """Whether another reading is as good, as far as sums and headers can tell."""
        odder = other.sheet.strangeness - self.sheet.strangeness
        return other is not self and other.cost < self.cost + 0.5 and odder < _NEAR

    def choices(self) -> Iterator[tuple[Unit, int, Printed, int, list[int]]]:
        """Each figure with its unit, the unit's index, its column, and others it may have."""
        for index, unit in enumerate(self.puzzle.units):
            chosen = unit.placements[self.solution.chosen[index]]
            others = [unit.placements[at] for at in self.solution.doubtful.get(index, ())]
            figures = self.sheet.figures(unit.row, self._side(chosen[0]))
            for figure, column, *rest in zip(figures, chosen, *others, strict=True):
                yield unit, index, figure, column, rest

    def _side(self, column: int) -> int:
        sides = range(len(self.sheet.tree.sides))
        return next(s for s in sides if column in dict(self.sheet.columns(s)))

    def headers(self) -> dict[Source, Source]:
        """The innermost header that each figure stands under."""
        columns = self.sheet.tree.columns
        return {
            figure.source: columns[column].path[-1].source
            for _, _, figure, column, _ in self.choices()
        }

    def settle(self, rivals: Sequence["_Outcome"]) -> Placed:
        """The grid of what is sure; what is not becomes a gap with its candidates."""
        placed: dict[tuple[int, int], dict[int, Printed]] = {}
        gaps: list[Gap] = []
        own, theirs = self.headers(), [rival.headers() for rival in rivals]
        for unit, index, figure, column, rest in self.choices():
            heads = {found.get(figure.source) for found in theirs}
            side = self._side(column)
            columns = self.sheet.columns(side)
            candidates = {at for at, head in columns if head.path[-1].source in heads}
            candidates |= {column, *rest}
            if index in self.torn or len(candidates) > 1 or heads - {own[figure.source]}:
                gaps.append(_gap(self.sheet, figure, sorted(candidates)))
            else:
                figures = self.sheet.figures(unit.row, side)
                free = len(self.sheet.placements(side, figures)) > 1
                found = _infer(figure, self.clues[index]) if free else figure
                placed.setdefault((unit.row, side), {})[column] = found
        crowded = self.sheet.make_units()[1]
        gaps += [_gap(self.sheet, figure, []) for c in crowded for figure in c.part.figures]
        return Placed(self.sheet.make_grid(placed), tuple(gaps))


def _infer(figure: Printed, clues: tuple[Clue, ...]) -> Inferred:
    found = (Clue.SUMS, *clues)
    return Inferred(printed=figure.printed, source=figure.source, clues=found)


def _gap(sheet: Sheet, figure: Printed, columns: Sequence[int]) -> Gap:
    heads = [sheet.tree.columns[at].path for at in columns]
    return Gap(
        reason=GapReason.AMBIGUOUS,
        message="a figure whose column is lost, which the sums do not place",
        printed=figure.printed,
        source=figure.source,
        candidates=tuple("/".join(squash(cell.printed) for cell in path) for path in heads),
    )
