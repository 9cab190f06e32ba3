"""Ruling lines to tables: which cells they part, and which words stand in each.

Lines may be doubled, dashed or drawn cell by cell; the outer ones may be missing.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from extraction.readers.paper import Rule, Word
from extraction.records import Box

# Points. Lines nearer than this are one line: no text fits between them.
_SNAP = 3.5
_TOUCH = 3.0
_GAP = 3.0
_DASH, _DASH_GAP = 14.0, 7.0
_SHORTEST = 6.0
_COVERED = 0.6
# A table's cells are shut on all sides but the outer ones; the room between bars is open.
_SHUT = 0.7
_MOST_CROSSED = 0.3
_CROSSES = 0.25
_MOST_LINES = 600
"""A thing of more lines is a drawing."""
_MOST_ON_PAGE = 3000


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell between ruling lines, and the words in it."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table whose cells ruling lines part."""

    box: Box
    edges: tuple[float, ...]
    """Where its columns begin and, last, where the last one ends."""
    height: int
    """How many rows it has."""
    cells: tuple[RuledCell, ...]
    """Its cells, row by row; together they fill it."""

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.edges) - 1


@dataclass(slots=True)
class _Line:
    """A level or an upright line: where it stands, and from where to where it runs."""

    at: float
    start: float
    end: float


def find_ruled(rules: Iterable[Rule], words: Sequence[Word]) -> list[RuledTable]:
    """The tables that ruling lines draw around words, from the top.

    A frame around prose, a chart, a line under words are none.
    """
    kept = list(rules)
    levels = _merge([_level(r) for r in kept if r.is_level] + [_dot(r) for r in kept if _is_dot(r)])
    uprights = _merge([_upright(rule) for rule in kept if not rule.is_level or _is_dot(rule)])
    if max(len(levels), len(uprights)) > _MOST_ON_PAGE:
        return []
    tables = []
    for mine, across in _connected(levels, uprights):
        if len(mine) + len(across) <= _MOST_LINES:
            frame = _Frame.of(mine, across)
            if frame and _is_table(table := frame.read(words), frame):
                tables.append(table)
    return _without_outer(sorted(tables, key=lambda table: (table.box[1], table.box[0])))


def _level(rule: Rule) -> _Line:
    left, top, right, bottom = rule.box
    return _Line((top + bottom) / 2, left, right)


def _upright(rule: Rule) -> _Line:
    left, top, right, bottom = rule.box
    return _Line((left + right) / 2, top, bottom)


def _is_dot(rule: Rule) -> bool:
    """Whether a rule is so short that it may be part of a line either way."""
    left, top, right, bottom = rule.box
    return right - left <= _GAP and bottom - top <= _GAP


_dot = _level


def _merge(lines: list[_Line]) -> list[_Line]:
    """Lines at one height made one, and those of them that go on after a gap."""
    merged: list[_Line] = []
    for group in _snap(lines):
        at = sum(line.at * (line.end - line.start + 0.01) for line in group)
        at /= sum(line.end - line.start + 0.01 for line in group)
        run: _Line | None = None
        for line in sorted(group, key=lambda line: line.start):
            if run is not None and line.start - run.end <= _bridged(run, line):
                run.end = max(run.end, line.end)
            else:
                run = _Line(at, line.start, line.end)
                merged.append(run)
    return [line for line in merged if line.end - line.start >= _SHORTEST]


def _bridged(run: _Line, line: _Line) -> float:
    """How wide a gap in a line may be: wider between dashes."""
    dashes = line.end - line.start <= _DASH
    return _DASH_GAP if dashes and line.start - run.end <= 2 * (line.end - line.start) else _GAP


def _snap(lines: list[_Line]) -> Iterator[list[_Line]]:
    group: list[_Line] = []
    for line in sorted(lines, key=lambda line: line.at):
        if group and line.at - group[0].at > _SNAP:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _connected(
    levels: Sequence[_Line], uprights: Sequence[_Line]
) -> Iterator[tuple[list[_Line], list[_Line]]]:
    """The lines that hang together, level and upright ones."""
    owner = list(range(len(levels) + len(uprights)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for i, level in enumerate(levels):
        for j, upright in enumerate(uprights, start=len(levels)):
            if _touch(level, upright):
                owner[root(i)] = root(j)
    order = sorted(range(len(owner)), key=root)
    for _, group in groupby(order, key=root):
        members = list(group)
        mine = [levels[i] for i in members if i < len(levels)]
        across = [uprights[i - len(levels)] for i in members if i >= len(levels)]
        if mine and across:
            yield mine, across


def _touch(level: _Line, upright: _Line) -> bool:
    return (
        level.start - _TOUCH <= upright.at <= level.end + _TOUCH
        and upright.start - _TOUCH <= level.at <= upright.end + _TOUCH
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """The places of a table's lines, and between which of its smallest cells they stand."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    walls: tuple[tuple[bool, ...], ...]
    """For each row and place of `xs`, whether a line stands there."""
    floors: tuple[tuple[bool, ...], ...]
    """For each place of `ys` and column, whether a line stands there."""

    @classmethod
    def of(cls, levels: Sequence[_Line], uprights: Sequence[_Line]) -> "_Frame | None":
        """The frame that some lines make; None where they enclose nothing."""
        xs, ys = _places(uprights, levels), _places(levels, uprights)
        if len(xs) < 2 or len(ys) < 2:
            return None
        walls = [_covered(uprights, x, ys) for x in xs]
        floors = [_covered(levels, y, xs) for y in ys]
        return cls(xs, ys, tuple(zip(*walls, strict=True)), tuple(floors))

    def read(self, words: Sequence[Word]) -> RuledTable:
        """The table with the words whose middle stands in it."""
        owners, regions = self._regions()
        held: list[list[Word]] = [[] for _ in regions]
        for word in words:
            left, top, right, bottom = word.box
            row = bisect_right(self.ys, (top + bottom) / 2) - 1
            column = bisect_right(self.xs, (left + right) / 2) - 1
            if 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1:
                held[owners[row][column]].append(word)
        cells = tuple(
            RuledCell(row, column, end - row, last - column, self.box(region), tuple(inside))
            for region, inside in zip(regions, held, strict=True)
            for row, column, end, last in (region,)
        )
        box = (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
        return RuledTable(box, self.xs, len(self.ys) - 1, cells)

    def box(self, region: tuple[int, int, int, int]) -> Box:
        """Where a region stands on the page."""
        row, column, end, last = region
        return self.xs[column], self.ys[row], self.xs[last], self.ys[end]

    def sides(self, region: tuple[int, int, int, int]) -> int:
        """On how many of its four sides a region is shut."""
        row, column, end, last = region
        walls = [[self.walls[r][at] for r in range(row, end)] for at in (column, last)]
        floors = [[self.floors[at][c] for c in range(column, last)] for at in (row, end)]
        return sum(sum(side) * 2 > len(side) for side in (*walls, *floors))

    def _regions(self) -> tuple[list[list[int]], list[tuple[int, int, int, int]]]:
        """For each smallest cell the region that it belongs to; the regions as rows and columns.

        A region spreads to the right and then down as far as no line parts it.
        """
        height, width = len(self.ys) - 1, len(self.xs) - 1
        owners = [[-1] * width for _ in range(height)]
        regions: list[tuple[int, int, int, int]] = []
        for row in range(height):
            for column in range(width):
                if owners[row][column] >= 0:
                    continue
                last = column + 1
                while last < width and owners[row][last] < 0 and not self.walls[row][last]:
                    last += 1
                end = row + 1
                while end < height and self._goes_down(end, column, last):
                    end += 1
                for r in range(row, end):
                    owners[r][column:last] = [len(regions)] * (last - column)
                regions.append((row, column, end, last))
        return owners, regions

    def _goes_down(self, row: int, column: int, last: int) -> bool:
        """Whether a region goes on in a row: nothing parts them, nor divides it there."""
        if any(self.floors[row][column:last]) or any(self.walls[row][column + 1 : last]):
            return False
        # Where the lines at its sides end above, the row below is another cell.
        return all(self.walls[row][at] == self.walls[row - 1][at] for at in (column, last))


def _places(lines: Sequence[_Line], across: Sequence[_Line]) -> tuple[float, ...]:
    """Where lines stand, and where those across end if no line stands there."""
    places = [group[0].at for group in _snap(list(lines))]
    low, high = places[0] - _SHORTEST, places[-1] + _SHORTEST
    starts, ends = sorted(line.start for line in across), sorted(line.end for line in across)
    for outer in (starts[:2], ends[-2:]):
        if len(outer) > 1 and abs(outer[0] - outer[1]) <= _SNAP:
            far = sum(outer) / 2
            if far < low or far > high:
                places.append(far)
    return tuple(sorted(round(place, 2) for place in places))


def _covered(lines: Sequence[_Line], at: float, marks: Sequence[float]) -> tuple[bool, ...]:
    """For each step between two marks whether a line at a place covers it."""
    here = [line for line in lines if abs(line.at - at) <= _SNAP]
    return tuple(
        sum(max(min(line.end, end) - max(line.start, start), 0) for line in here)
        >= _COVERED * (end - start)
        for start, end in pairwise(marks)
    )


def _is_table(table: RuledTable, frame: _Frame) -> bool:
    """Whether lines part words into columns, as those of a frame or a chart do not."""
    filled = [cell for cell in table.cells if cell.words]
    if table.width < 2 or len(filled) < 2 or len({cell.column for cell in filled}) < 2:
        return False
    area = (table.box[2] - table.box[0]) * (table.box[3] - table.box[1])
    shut = 0.0
    for cell in table.cells:
        region = (cell.row, cell.column, cell.row + cell.rows, cell.column + cell.columns)
        left, top, right, bottom = cell.box
        shut += (right - left) * (bottom - top) * (frame.sides(region) >= 3)
    crossing = sum(_crosses(word, cell) for cell in filled for word in cell.words)
    count = sum(len(cell.words) for cell in filled)
    return shut >= _SHUT * area and crossing <= _MOST_CROSSED * count


def _crosses(word: Word, cell: RuledCell) -> bool:
    """Whether a good part of a word stands outside of its cell."""
    left, _, right, _ = word.box
    out = max(cell.box[0] - left, 0) + max(right - cell.box[2], 0)
    return out > _CROSSES * (right - left)


def _without_outer(tables: Sequence[RuledTable]) -> list[RuledTable]:
    """The tables but those inside a cell of another one, whose words are its own."""
    return [
        table
        for table in tables
        if not any(other is not table and _holds(other.box, table.box) for other in tables)
    ]


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[2] >= inner[2]
        and outer[3] >= inner[3]
        and outer != inner
    )
