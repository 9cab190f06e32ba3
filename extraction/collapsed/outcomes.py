"""A table whose columns were lost, as one header tree and the sums place its figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.collapsed.evidence import Evidence
from extraction.collapsed.puzzle import STRONG, Effort, Place, Puzzle, Solution, Unit
from extraction.collapsed.sheets import Sheet
from extraction.collapsed.ties import CROWDED, find_sums, keep_best, own_sums, sums_along
from extraction.grids import Grid
from extraction.proposals.table_answers import TableAnswer
from extraction.records import Gap, Inferred, Printed, Source
from extraction.text import squash
from extraction.transcript import Transcript
from extraction.vocabulary import Clue, GapReason

# Trees whose strangeness differs by less are told apart by sums alone.
_NEAR = 0.75
_NEAR_ALIKE, _NEAR_JOINED = 0.04, 0.08


@dataclass(frozen=True, slots=True)
class Placed:
    """A table whose figures have their columns again."""

    grid: Grid
    gaps: tuple[Gap, ...]
    short: frozenset[int]
    """The lines of rows some figures of which are gaps: what is blank there may be printed."""
    answer: TableAnswer | None = None
    """What the grid is, where an answer says so; None where the rules read it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A region under one header tree, with the best placements that were found."""

    sheet: Sheet
    puzzle: Puzzle
    solution: Solution
    clues: Mapping[int, tuple[Clue, ...]]
    torn: frozenset[int]
    """The units whose own sum breaks wherever their figures stand: no sum says where they do."""

    @classmethod
    def of(
        cls, text: Transcript, sheet: Sheet, evidence: Evidence, effort: Effort
    ) -> "Outcome | None":
        """None where no best choice is found."""
        sums, table = find_sums(text, sheet)
        along = sums_along(sums)
        kept = [keep_best(unit, own_sums(unit, along)) for unit in sheet.make_units()[0]]
        units = [unit for unit, _ in kept]
        within = {found for unit in units for found in own_sums(unit, along)}
        puzzle = Puzzle(units, [found for found in sums if found not in within])
        torn = frozenset(index for index, (_, whole) in enumerate(kept) if not whole)
        clues = evidence.weigh(puzzle, table)
        solution = puzzle.solve(effort)
        return cls(sheet, puzzle, solution, clues, torn) if solution is not None else None

    @property
    def cost(self) -> float:
        """All that is held against it."""
        return self.solution.cost + CROWDED * len(self.sheet.make_units()[1])

    def is_matched(self, other: "Outcome") -> bool:
        """Whether another reading is as good, as far as sums and headers can tell."""
        odder = other.sheet.strangeness - self.sheet.strangeness
        own, theirs = self.sheet.tree.order, other.sheet.tree.order
        near = _NEAR if set(own) == set(theirs) else _NEAR_JOINED
        objected = other.solution.objected > self.solution.objected
        most = self.cost + 0.5 + (0 if objected else self.solution.noise)
        return other is not self and other.cost < most and odder < near

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

    def _able_columns(self, unit: Unit, side: int, figure: Printed) -> set[int]:
        """The columns that a figure may stand in as far as its row tells."""
        figures = self.sheet.figures(unit.row, side)
        at = next(index for index, other in enumerate(figures) if other is figure)
        return {placement[at] for placement in self.sheet.placements(side, figures)}

    def _columns_beside(self, column: int, side: int) -> set[int]:
        """The columns of the other sides that stand where a column does on its own."""
        at = column - self.sheet.columns(side)[0][0]
        others = [self.sheet.columns(s) for s in range(len(self.sheet.tree.sides)) if s != side]
        return {
            columns[at][0] for columns in others if len(columns) > at and columns[at][1].is_amount
        }

    def _values(self) -> dict[Place, Decimal]:
        """What stands where in the best choice."""
        pairs = zip(self.puzzle.units, self.solution.chosen, strict=True)
        return self.puzzle.values([unit.placements[at] for unit, at in pairs])

    def _proven_places(self) -> set[Place]:
        """The places of figures without which a sum over several rows would break."""
        values = self._values()
        tied = [s for s in self.puzzle.sums if values.get(s.total) and not s.breaks(values)]
        return {place for s in tied for place in (s.total, *s.parts) if values.get(place)}

    def _torn_places(self, broken: set[Place]) -> set[Place]:
        """The places of sums that break beside figures that no sum counts in: a name was torn."""
        values = self._values()
        sums = [s for s in self.puzzle.sums if s.weight >= STRONG or not s.breaks(values)]
        counted = {place for s in sums for place in (s.total, *s.parts)}
        loose = {column for row, column in values if (row, column) not in counted}
        summed = {column for _, column in counted}
        return {place for place in broken if place[1] in loose & summed}

    def _broken_places(self) -> set[Place]:
        """The places of sums that must tie and do not: what is inferred there is not sure."""
        values = self._values()
        broken = [s for s in self.puzzle.sums if s.weight >= STRONG and s.breaks(values)]
        return {place for found in broken for place in (found.total, *found.parts)}

    def _reach(self) -> dict[Source, set[int]]:
        """The columns that each figure may stand in."""
        return {figure.source: {column, *rest} for _, _, figure, column, rest in self.choices()}

    def _headers_in(self, rival: "Outcome") -> dict[Source, set[tuple[Source, ...]]]:
        """The headers under which another reading may put each figure.

        Of readings of one order, which no sum tells apart, a stranger one only moves figures.
        """
        own, theirs = self.sheet.tree, rival.sheet.tree
        odder = rival.sheet.strangeness - self.sheet.strangeness
        keys = [column.key for column in theirs.columns]
        if own.order == theirs.order and odder >= _NEAR_ALIKE:
            amounts = [at for at, column in enumerate(theirs.columns) if column.is_amount]
            heads = [column.key for column in own.columns if column.is_amount]
            for at, head in zip(amounts, heads, strict=True):
                keys[at] = head
        return {source: {keys[at] for at in found} for source, found in rival._reach().items()}

    def settle(self, rivals: Sequence["Outcome"]) -> Placed:
        """The grid of what is sure; what is not becomes a gap with its candidates."""
        placed: dict[tuple[int, int], dict[int, Printed]] = {}
        gaps: list[Gap] = []
        theirs = [self._headers_in(rival) for rival in rivals]
        broken, proven = self._broken_places(), self._proven_places()
        torn = self._torn_places(broken)
        for unit, index, figure, column, rest in self.choices():
            own = self.sheet.tree.columns[column].key
            heads = {head for found in theirs for head in found.get(figure.source, {()})}
            side = self._side(column)
            columns = self.sheet.columns(side)
            candidates = {at for at, head in columns if head.key in heads}
            candidates |= {column, *rest}
            able = self._able_columns(unit, side, figure)
            doubted = index in self.torn or (unit.row, column) in broken
            candidates |= able if doubted else set()
            part = self.sheet.part(unit.row, side)
            is_lost = part.torn or (part.astray and (unit.row, column) not in proven)
            is_lost = is_lost or (unit.row, column) in torn
            if part.astray:
                candidates |= self._columns_beside(column, side) if is_lost else set()
            if is_lost or len(candidates) > 1 or heads - {own}:
                gaps.append(_gap(self.sheet, figure, sorted(candidates)))
            else:
                found = _infer(figure, self.clues[index]) if len(able) > 1 else figure
                placed.setdefault((unit.row, side), {})[column] = found
        crowded = self.sheet.make_units()[1]
        gaps += [_gap(self.sheet, figure, []) for c in crowded for figure in c.part.figures]
        lost = {gap.source for gap in gaps}
        rows = [own.part for own in self.sheet.parts()]
        short = {
            token.source.line
            for part in rows
            if any(figure.source in lost for figure in part.figures)
            for token in (*part.codes, *part.words, *part.figures)
        }
        return Placed(self.sheet.make_grid(placed), tuple(gaps), frozenset(short))


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
