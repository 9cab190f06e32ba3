"""Which column each figure belongs to, as a mixed-integer program.

A row with fewer figures than columns has several placements. One is chosen for each row so that
as few sums as possible break; what several best choices place differently is not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from time import perf_counter

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from extraction.collapsed.quiet import keep_quiet
from extraction.money import last_place

Place = tuple[int, int]
"""Row and column of a grid."""
Placement = tuple[int, ...]
"""The columns that the figures of a row stand in, from left to right."""

STRONG, WEAK = 10_000, 300
_ZEROS_ALONE = 1
_LEAST_CLUE = 4
"""What other evidence holds against a placement comes in steps of so much."""
_MOST_CHOICES = 4_000
_MOST_PROBES = 20


@dataclass(frozen=True, slots=True)
class Unit:
    """Figures of one side of a row, and the placements that are possible."""

    row: int
    figures: tuple[Decimal, ...]
    placements: tuple[Placement, ...]

    def values(self, placement: Placement) -> dict[Place, Decimal]:
        """What a placement puts where."""
        return {(self.row, at): value for at, value in zip(placement, self.figures, strict=True)}


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts, as places in the grid."""

    total: Place
    parts: tuple[Place, ...]
    weight: int

    def breaks(self, values: Mapping[Place, Decimal]) -> bool:
        """Whether total and parts differ by more than what is rounded away in them."""
        total = values.get(self.total, Decimal(0))
        parts = [values[part] for part in self.parts if part in values]
        printed = [value for value in (total, *parts) if value]
        slack = sum((last_place(value) for value in printed), Decimal(0)) / 2
        gap = abs(total - sum(parts, Decimal(0)))
        return bool(gap) and gap >= slack


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is spent on a table."""

    thorough: bool
    """Whether all that is doubtful is to be named, or only whether anything is."""
    seconds: float
    """How long the solver may take."""


@dataclass(slots=True)
class Puzzle:
    """Rows, the sums over them, and what else speaks against a placement."""

    units: Sequence[Unit]
    sums: Sequence[Sum]
    costs: dict[tuple[int, int], int] = field(default_factory=dict)
    """What is held against a placement, by index of the unit and of its placement."""

    def solve(self, effort: Effort) -> "Solution | None":
        """The best choice, and what of it is sure; None where the solver finds none in time."""
        kept = self._least_objected()
        least = self.lost() + sum(self._cost(unit, own[0]) for unit, own in enumerate(kept))
        found = self._restrict(kept)._solve(effort)
        if found is not None and found.cost < least + _LEAST_CLUE:
            # No choice is better, and none outside of these is as good.
            return found.among(kept)
        if all(
            len(own) == len(unit.placements) for own, unit in zip(kept, self.units, strict=True)
        ):
            return found
        return self._solve(effort)

    def lost(self) -> int:
        """What the sums weigh that break wherever figures stand: none of them has a choice."""
        free = {unit.row for unit in self.units if len(unit.placements) > 1}
        placed = [unit.placements[0] for unit in self.units]
        closed = [s for s in self.sums if free.isdisjoint(row for row, _ in (s.total, *s.parts))]
        values = self.values(placed)
        return sum(found.weight for found in closed if found.breaks(values))

    def values(self, placed: Sequence[Placement]) -> dict[Place, Decimal]:
        """What stands where if each unit is placed so."""
        pairs = zip(self.units, placed, strict=True)
        return {place: value for unit, own in pairs for place, value in unit.values(own).items()}

    def _cost(self, unit: int, at: int) -> int:
        return self.costs.get((unit, at), 0)

    def _least_objected(self) -> list[list[int]]:
        """For each unit those of its placements that other evidence speaks against least."""
        kept = []
        for index, unit in enumerate(self.units):
            costs = [self._cost(index, at) for at in range(len(unit.placements))]
            kept.append([at for at, cost in enumerate(costs) if cost == min(costs)])
        return kept

    def _restrict(self, kept: Sequence[Sequence[int]]) -> "Puzzle":
        """The same with some placements of each unit."""
        units = [
            replace(unit, placements=tuple(unit.placements[at] for at in own))
            for unit, own in zip(self.units, kept, strict=True)
        ]
        costs = {
            (unit, new): self._cost(unit, at)
            for unit, own in enumerate(kept)
            for new, at in enumerate(own)
        }
        return Puzzle(units, self.sums, costs)

    def _solve(self, effort: Effort) -> "Solution | None":
        if sum(len(unit.placements) for unit in self.units) > _MOST_CHOICES:
            return None
        program = _Program.build(self)
        program.seconds = effort.seconds
        first = program.minimise(program.objective)
        if first is None:
            return None
        best, chosen = first
        noise = self._weigh_broken(chosen)
        objected = sum(self._cost(unit, at) for unit, at in enumerate(chosen))
        doubtful = program.find_doubts(best, chosen, noise, thorough=effort.thorough)
        return Solution(best + program.fixed, tuple(chosen), doubtful, noise, objected)

    def _weigh_broken(self, chosen: Sequence[int]) -> int:
        """What the sums weigh that a choice breaks, without those that break in every one."""
        placed = [unit.placements[at] for unit, at in zip(self.units, chosen, strict=True)]
        values = self.values(placed)
        return sum(found.weight for found in self.sums if found.breaks(values)) - self.lost()


@dataclass(frozen=True, slots=True)
class Solution:
    """The chosen placement of each unit."""

    cost: float
    chosen: tuple[int, ...]
    """Index of the placement, for each unit."""
    doubtful: Mapping[int, frozenset[int]]
    """Other placements that are as good, by index of the unit; sure units are left out."""
    noise: int = 0
    """What the sums weigh that it breaks: some of them are none, so that a choice that breaks as
    many more, and against which no more else speaks, may be the true one."""
    objected: int = 0
    """What other evidence than the sums holds against it."""

    def among(self, kept: Sequence[Sequence[int]]) -> "Solution":
        """The same, said of all placements of each unit, of which some were `kept`."""
        chosen = tuple(kept[unit][at] for unit, at in enumerate(self.chosen))
        doubtful = {
            unit: frozenset(kept[unit][at] for at in found) for unit, found in self.doubtful.items()
        }
        return replace(self, chosen=chosen, doubtful=doubtful)


@dataclass(slots=True)
class _Program:
    """The mixed-integer program of a puzzle: a binary for each placement and each sum."""

    puzzle: Puzzle
    starts: list[int]
    """The first variable of each unit; -1 for a unit that has one placement."""
    size: int
    objective: "np.ndarray[tuple[int], np.dtype[np.float64]]"
    rows: list[tuple[dict[int, float], float, float]]
    fixed: float = 0.0
    """What is held against the units that have one placement, and the sums over them alone."""
    seconds: float = 0.0
    """How many seconds the solver may still take."""

    @classmethod
    def build(cls, puzzle: Puzzle) -> "_Program":
        """Variables and constraints."""
        starts: list[int] = []
        size = 0
        for unit in puzzle.units:
            free = len(unit.placements) > 1
            starts.append(size if free else -1)
            size += len(unit.placements) if free else 0
        open_sums = [found for found in puzzle.sums if cls._is_open(puzzle, starts, found)]
        columns = sorted({at for unit in puzzle.units for p in unit.placements for at in p})
        total = size + len(open_sums) + len(columns)
        program = cls(puzzle, starts, total, np.zeros(total), [], float(puzzle.lost()))
        for (owner, at), cost in puzzle.costs.items():
            if starts[owner] >= 0:
                program.objective[starts[owner] + at] += cost
            else:
                program.fixed += cost
        for owner, start in enumerate(starts):
            if start >= 0:
                count = len(puzzle.units[owner].placements)
                program.rows.append((dict.fromkeys(range(start, start + count), 1.0), 1.0, 1.0))
        for index, found in enumerate(open_sums, start=size):
            program.objective[index] = found.weight
            program._add_sum(found, index)
        for index, column in enumerate(columns, start=size + len(open_sums)):
            program.objective[index] = _ZEROS_ALONE
            program._add_column(column, index)
        return program

    @staticmethod
    def _is_open(puzzle: Puzzle, starts: Sequence[int], found: Sum) -> bool:
        rows = {place[0] for place in (found.total, *found.parts)}
        return any(
            starts[index] >= 0 and unit.row in rows for index, unit in enumerate(puzzle.units)
        )

    def _add_sum(self, found: Sum, broken: int) -> None:
        """|total - parts| <= slack, unless the sum is broken."""
        signs = {found.total: 1, **dict.fromkeys(found.parts, -1)}
        rows = {place[0] for place in signs}
        terms: dict[int, float] = {}
        fixed = Decimal(0)
        largest = Decimal(0)
        unit_place = Decimal(1)
        for index, unit in enumerate(self.puzzle.units):
            if unit.row not in rows:
                continue
            unit_place = min([unit_place, *(last_place(value) for value in unit.figures)])
            largest += sum((abs(value) for value in unit.figures), Decimal(0))
            for at, placement in enumerate(unit.placements):
                value = sum(
                    (v * signs[p] for p, v in unit.values(placement).items() if p in signs),
                    Decimal(0),
                )
                if self.starts[index] < 0:
                    fixed += value
                elif value:
                    terms[self.starts[index] + at] = float(value)
        slack = unit_place * (len(found.parts) + 1) / 2 * Decimal("0.999")
        bound = float(largest + slack + 1)
        low, high = -float(slack + fixed), float(slack - fixed)
        self.rows.append(({**terms, broken: -bound}, -np.inf, high))
        self.rows.append(({**terms, broken: bound}, low, np.inf))

    def _add_column(self, column: int, alone: int) -> None:
        """A zero stands in a column that holds another figure, or else alone."""
        filled: dict[int, float] = {}
        fixed = 0
        zeros: list[dict[int, float]] = []
        for index, unit in enumerate(self.puzzle.units):
            own: dict[int, float] = {}
            for at, placement in enumerate(unit.placements):
                if column not in placement:
                    continue
                value = unit.figures[placement.index(column)]
                if self.starts[index] < 0:
                    fixed += 1
                elif value:
                    filled[self.starts[index] + at] = -1.0
                else:
                    own[self.starts[index] + at] = 1.0
            zeros += [own] if own else []
        for own in zeros if not fixed else ():
            self.rows.append(({**filled, **own, alone: -1.0}, -np.inf, 0.0))

    def minimise(
        self,
        objective: "np.ndarray[tuple[int], np.dtype[np.float64]]",
        extra: Iterable[tuple[dict[int, float], float, float]] = (),
    ) -> tuple[float, list[int]] | None:
        """The least value of an objective and the placements that reach it; None where the time
        is spent before it is known."""
        if not self.size:
            return 0.0, [0] * len(self.puzzle.units)
        if self.seconds <= 0:
            return None
        rows = [*self.rows, *extra]
        began = perf_counter()
        with keep_quiet():
            found = milp(
                objective,
                constraints=_matrix(rows, self.size),
                integrality=np.ones(self.size, dtype=int),
                bounds=Bounds(0, 1),
                options={"time_limit": self.seconds},
            )
        self.seconds -= perf_counter() - began
        if found.x is None or found.status != 0:
            return None
        chosen = []
        for unit, start in zip(self.puzzle.units, self.starts, strict=True):
            count = len(unit.placements)
            chosen.append(0 if start < 0 else int(np.argmax(found.x[start : start + count])))
        return float(found.fun), chosen

    def find_doubts(
        self, best: float, chosen: Sequence[int], noise: int, *, thorough: bool
    ) -> dict[int, frozenset[int]]:
        """Other placements of units in choices that are as good as the best one: together they
        put each figure into every column that one of those choices puts it into."""
        free = [unit for unit, start in enumerate(self.starts) if start >= 0]
        doubts: dict[int, set[int]] = {unit: set() for unit in free}
        as_good = [(dict(enumerate(map(float, self.objective))), -np.inf, best + noise + 0.5)]
        as_good += [self._objections(chosen)] if noise else []
        seen = {unit: set(enumerate(self._placement(unit, chosen[unit]))) for unit in free}
        for _ in range(_MOST_PROBES if free else 0):
            objective = np.zeros(self.size)
            for unit in free:
                for at, placement in enumerate(self.puzzle.units[unit].placements):
                    new = set(enumerate(placement)) - seen[unit]
                    objective[self.starts[unit] + at] = -len(new)
            found = self.minimise(objective, as_good)
            if found is None:
                break
            if found[0] > -0.5:
                return {unit: frozenset(own) for unit, own in doubts.items() if own}
            for unit in free:
                new = set(enumerate(self._placement(unit, found[1][unit])))
                if new - seen[unit]:
                    seen[unit] |= new
                    doubts[unit].add(found[1][unit])
            if not thorough:
                return {unit: frozenset(own) for unit, own in doubts.items() if own}
        return {unit: frozenset(range(len(self.puzzle.units[unit].placements))) for unit in free}

    def _objections(self, chosen: Sequence[int]) -> tuple[dict[int, float], float, float]:
        """No more speaks against a choice than against the chosen one."""
        costs = {
            self.starts[unit] + at: float(cost)
            for (unit, at), cost in self.puzzle.costs.items()
            if self.starts[unit] >= 0
        }
        own = [start + at for start, at in zip(self.starts, chosen, strict=True) if start >= 0]
        return costs, -np.inf, sum(costs.get(at, 0.0) for at in own) + 0.5

    def _placement(self, unit: int, at: int) -> Placement:
        return self.puzzle.units[unit].placements[at]


def _matrix(rows: Sequence[tuple[dict[int, float], float, float]], size: int) -> LinearConstraint:
    at = [
        (index, column, value) for index, row in enumerate(rows) for column, value in row[0].items()
    ]
    data = np.array([value for _, _, value in at], dtype=float)
    place = (np.array([r for r, _, _ in at], dtype=int), np.array([c for _, c, _ in at], dtype=int))
    matrix = coo_array((data, place), shape=(len(rows), size)).tocsr()
    lows, highs = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    return LinearConstraint(matrix, lows, highs)
