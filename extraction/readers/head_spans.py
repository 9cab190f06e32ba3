"""What header cells span: a cell stands over the middle of its columns.

Text made from a page is distorted, so that the middle counts for little there: names are parted
from amounts, and one side of a table from the next, before one amount is parted from another;
headers that come again in one order tell where a group begins; and a cell stands in the middle
of its height, so that one that reaches up to a line stands higher than one below it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import mean

from extraction.columns import is_code_part, name_rank
from extraction.readers.column_heads import Column
from extraction.readers.head_words import HeadText, make_one_head
from extraction.readers.paper import Word

_NEVER = 1e6
# How unlikely each is, against the others.
_UNCOVERED = 3.0
_BARE_GROUP = 2.0
_HIGHER = 0.2
_BESIDE = 1.0
_WIDER = 0.02
_MIXED_LEVELS = 2.0
_FAR_APART = 0.5
_TWO_HEADS = 1.5
_TORN_PERIOD = 1.5
_TORN_LEVEL = 1.5
_CROSSED = 3.0
_ALONE = 1.0
_SAME_KIND = 3.0
_NAME_TO_AMOUNT = 0.5
_CODE_PARTS = 6.0
# By how many levels the middle of a cell may be off.
_SURE = 0.4
_SAME_LEVEL = 0.3


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A header cell: its words from the top, and the columns that it spans."""

    words: tuple[tuple[float, Word], ...]
    """Each with its level."""
    start: int
    end: int

    @property
    def top(self) -> float:
        """The level that it begins on."""
        return self.words[0][0]

    @property
    def middle(self) -> float:
        """The level of its middle."""
        return (self.words[0][0] + self.words[-1][0]) / 2

    @property
    def columns(self) -> int:
        """How many columns it spans."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a header line is parted over: a cell found below it, or a column without one."""

    start: int
    end: int
    cell: HeadCell | None
    edges: tuple[float, float]
    """Left and right edge of the headers of its columns."""
    bottom: float
    """The last level that it can reach down to."""

    def depth(self, level: float) -> float:
        """How sure it is that its cell begins below a level, from -1 to 1.

        Cells stand in the middle of their height: one beside a word reaches up to its level.
        """
        if self.cell is None:
            return -1.0
        lower = self.cell.middle - (level + self.bottom) / 2 - 0.25
        return max(-1.0, min(1.0, lower / _SURE))

    @property
    def is_column(self) -> bool:
        """Whether it is a single column."""
        return self.end - self.start == 1

    def is_beside(self, other: "_Unit") -> bool:
        """Whether its header stands on the level of another's, both of one column or of more."""
        if self.cell is None or other.cell is None or self.is_column != other.is_column:
            return False
        return abs(self.cell.middle - other.cell.middle) < _SAME_LEVEL


@dataclass(frozen=True, slots=True)
class _Levels:
    """How low header words stand: 0 for the highest, and one more for each of the header's lines.

    Words of one line need not be of one level: where some cells wrap, lines stand half way
    between others.
    """

    top: float
    pitch: float

    @classmethod
    def of(cls, words: Sequence[tuple[int, Word]]) -> "_Levels":
        heights = [_height(word) for _, word in words]
        lines = [line for line, _ in words]
        top = min(heights, default=0.0)
        pitch = (max(heights, default=0.0) - top) / max(
            max(lines, default=0) - min(lines, default=0), 1
        )
        return cls(top, pitch or 1.0)

    def __call__(self, word: Word) -> float:
        return (_height(word) - self.top) / self.pitch

    def pairs(self, words: Sequence[tuple[int, Word]]) -> tuple[tuple[float, Word], ...]:
        """Words with their levels."""
        return tuple((self(word), word) for _, word in words)


def _height(word: Word) -> float:
    return (word.box[1] + word.box[3]) / 2


def find_cells(
    columns: Sequence[Column], upper: Sequence[Sequence[HeadText]], slack: float
) -> list[HeadCell]:
    """The header cells of a table: each column's own, and those over several columns."""
    words = [pair for column in columns for pair in column.words]
    words += [pair for cells in upper for cell in cells for pair in cell.words]
    levels = _Levels.of(words)
    bottom = max((levels(word) for _, word in words), default=0.0)
    units = [_own_unit(column, at, bottom, levels) for at, column in enumerate(columns)]
    finished: list[HeadCell] = []
    filled = [cells for cells in upper if cells]
    for cells in reversed(filled):
        spans = _part_line(columns, cells, units, levels, slack, is_top=cells is filled[0])
        for cell, span in reversed(list(zip(cells, spans, strict=True))):
            units, done = _cover(units, span, levels.pairs(cell.words))
            finished += done
    return finished + [unit.cell for unit in units if unit.cell]


def _own_unit(column: Column, at: int, bottom: float, levels: _Levels) -> _Unit:
    cell = None
    if column.words:
        pairs = sorted(column.words, key=lambda pair: pair[0])
        cell = HeadCell(levels.pairs(pairs), at, at + 1)
    return _Unit(at, at + 1, cell, column.edges, bottom)


def _cover(
    units: Sequence[_Unit], span: tuple[int, int], words: tuple[tuple[float, Word], ...]
) -> tuple[list[_Unit], list[HeadCell]]:
    """Put words over some units: one of them has them as its first, several become one."""
    first, last = span
    under = list(units[first:last])
    if len(under) == 1:
        old = under[0].cell
        cell = HeadCell((*words, *(old.words if old else ())), under[0].start, under[0].end)
        unit = replace(under[0], cell=cell)
        return [*units[:first], unit, *units[last:]], []
    cells = [unit.cell for unit in under if unit.cell]
    start, end = under[0].start, under[-1].end
    level = words[-1][0]
    bottom = max(level, min((cell.top for cell in cells), default=level + 1) - 1)
    edges = (under[0].edges[0], under[-1].edges[1])
    unit = _Unit(start, end, HeadCell(words, start, end), edges, bottom)
    return [*units[:first], unit, *units[last:]], cells


def _part_line(
    columns: Sequence[Column],
    words: Sequence[HeadText],
    units: Sequence[_Unit],
    levels: _Levels,
    slack: float,
    *,
    is_top: bool,
) -> list[tuple[int, int]]:
    """The units that each word of a header line stands over; all that is below its top line."""
    width, level = len(units), mean(levels(word.words[-1][1]) for word in words)
    # A cell that comes again itself stands within a period.
    again = len({word.text for word in words}) < len(words)
    periods = {} if again else _period_starts(columns)
    if len(words) > width:
        return [_nearest(word, units) for word in words]
    deepest = max((unit.cell.middle for unit in units if unit.cell and unit.is_column), default=0)
    bare = [_uncovered_cost(unit, level, deepest) if is_top else 0.0 for unit in units]
    # Each step: by how many units are done, the cost and the spans of the words so far.
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    for at in range(width):
        best[at + 1] = (best[at][0] + bare[at], ())
    for word in words:
        reached: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        for end in range(1, width + 1):
            options = []
            if end - 1 in reached:
                cost, spans = reached[end - 1]
                options.append((cost + bare[end - 1], spans))
            for start in range(end):
                if start in best:
                    cost, spans = best[start]
                    cost += _span_cost(units[start:end], word, level, slack)
                    cost += _kinds_cost(columns, units[start:end], word, alone=len(words) == 1)
                    touches = bool(spans) and spans[-1][1] == start
                    cost += _edge_cost(columns, units, start, periods, met=touches and is_top)
                    cost += _edge_cost(columns, units, end, periods, met=False)
                    options.append((cost, (*spans, (start, end))))
            if options:
                reached[end] = min(options)
        best = reached
    return list(best[width][1])


def _nearest(word: HeadText, units: Sequence[_Unit]) -> tuple[int, int]:
    """The unit whose middle is nearest to a word's."""
    middle = 2 * word.middle
    at = min(range(len(units)), key=lambda at: abs(sum(units[at].edges) - middle))
    return at, at + 1


def _uncovered_cost(unit: _Unit, level: float, deepest: float) -> float:
    """How unlikely it is that no word of the top line stands over a unit.

    Where headers of columns stand on two heights, it may be over the lower ones alone.
    """
    below = ((unit.depth(level) + 1) / 2) ** 2
    if unit.end - unit.start > 1 and unit.cell and unit.cell.top > level:
        return _BARE_GROUP * below
    beside = unit.is_column and unit.cell and unit.cell.middle <= deepest - _SURE
    return _UNCOVERED * below * (_HIGHER if beside else 1.0)


def _span_cost(under: Sequence[_Unit], word: HeadText, level: float, slack: float) -> float:
    """How unlikely it is, by their places, that a word stands over some units."""
    left, right = under[0].edges[0], under[-1].edges[1]
    apart = abs((left + right) / 2 - word.middle)
    off = max(left - word.box[2], word.box[0] - right, 0.0)
    cost = apart / (3 * slack) + off / slack + _WIDER * (len(under) - 1)
    if len(under) == 1 and (cell := under[0].cell):
        cost += _FAR_APART * max(0.0, cell.top - level - 2)
        whole = make_one_head(word.text, "".join(other.text for _, other in cell.words))
        cost += 0.0 if whole else _TWO_HEADS
    if len(under) > 1:
        cost += _BESIDE * sum(unit.depth(level) <= -1.0 for unit in under)
        for columns in (False, True):
            levels = [u.cell.middle for u in under if u.cell and u.is_column == columns]
            cost += _MIXED_LEVELS * bool(levels and max(levels) - min(levels) > _SURE)
    return cost


def _kinds_cost(
    columns: Sequence[Column], under: Sequence[_Unit], word: HeadText, *, alone: bool
) -> float:
    """How unlikely a header cell over both names and amounts is.

    One side of a table can have such a cell, where another side has one too; what heads names
    (功能分类科目) has no amounts.
    """
    kinds = [columns[at].holds_names for unit in under for at in range(unit.start, unit.end)]
    crossed = any(not first and second for first, second in pairwise(kinds))
    names = name_rank(word.text) is not None and not all(kinds)
    return _CROSSED * (crossed or names) + _ALONE * (alone and len(set(kinds)) > 1)


def _period_starts(columns: Sequence[Column]) -> dict[int, bool]:
    """Before which columns a group may begin, where headers come again in one order.

    Of 预算数, 决算数, 预算数, 决算数 a cell above has two or four, from a 预算数 on.
    """
    texts = [column.text for column in columns]
    first = next((text for text in texts if text and texts.count(text) > 1), None)
    if first is None:
        return {}
    starts = [at for at, text in enumerate(texts) if text == first]
    end = starts[-1] + starts[-1] - starts[-2]
    return {at: at in starts for at in range(starts[0], min(end, len(texts)))}


def _edge_cost(
    columns: Sequence[Column],
    units: Sequence[_Unit],
    at: int,
    periods: Mapping[int, bool],
    *,
    met: bool,
) -> float:
    """How unlikely it is that a header cell ends before a unit; `met` where the next begins."""
    if not 0 < at < len(units):
        return 0.0
    before, here = columns[units[at].start - 1], columns[units[at].start]
    if is_code_part(before.text) and is_code_part(here.text):
        return _CODE_PARTS
    same = before.holds_names == here.holds_names
    begins = periods.get(units[at].start)
    if begins is False and not met:
        return _TORN_PERIOD
    if begins and (met or units[at].is_column):
        return 0.0
    if met:
        return _SAME_KIND if same else _NAME_TO_AMOUNT * before.holds_names
    return _TORN_LEVEL if same and units[at].is_beside(units[at - 1]) else 0.0


def stack_cells(cells: Sequence[HeadCell], width: int) -> list[list[HeadCell]]:
    """The rows of a header: each cell as high as those over it allow."""
    depths = [0] * width
    rows: list[list[HeadCell]] = []
    for cell in sorted(cells, key=lambda cell: (-cell.columns, cell.top, cell.start)):
        depth = max(depths[cell.start : cell.end])
        depths[cell.start : cell.end] = [depth + 1] * cell.columns
        while len(rows) <= depth:
            rows.append([])
        rows[depth].append(cell)
    return rows
