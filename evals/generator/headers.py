"""Header rows: merged cells, and the row that numbers the columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from evals.generator.slots import Slot, SlotRow, merge_blanks, slot_rows
from evals.generator.styles import Numbers, Spans
from extraction.vocabulary import Role

_STEMS = "甲乙丙丁戊己庚辛"
_LETTERS = "ABCDEFGH"
_BESIDE = ("会议费", "培训费")  # printed beside the “三公” costs, no part of them
_TOTALS = ("合计", "总计", "小计", "收入合计", "本年支出合计", "本年收入合计", "“三公”经费合计")


@dataclass(frozen=True, slots=True)
class Column:
    """One column with the header cells over it."""

    path: tuple[str, ...]
    """From the outermost to the innermost, no white space; an empty one leaves its level blank."""
    role: Role = Role.AMOUNT
    """What it holds; only amounts and words give facts."""
    side: int = 0
    """Which side of a two-sided table it belongs to."""
    measure: str = ""
    """Which part of an account stands in it (`basic`); empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header rows of a table: logical, with their spans, and as text keeps them."""

    columns: tuple[Column, ...]
    """The columns; none for a table whose labels stand inside its body."""
    numbers: Numbers = Numbers.NONE
    """The row that numbers the columns."""
    spans: Spans = Spans.ONCE
    """Where text prints a merged cell."""

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Cells as text keeps them: a span prints once, at its top left, or in all its cells."""
        if not self.columns:
            return ()
        columns = range(len(self.columns))
        rows = [
            tuple(_header_cell(self._upper, index, level, self.spans) for index in columns)
            for level in range(self._depth)
        ]
        return (*rows, *self._number_rows())

    def slots(self) -> tuple[SlotRow, ...]:
        """Rows of cells with what they span, each in the row where it begins."""
        if not self.columns:
            return ()
        upper, depth = self._upper, self._depth
        rows = [
            tuple(
                _header_slot(upper, index, level, depth)
                for index in range(len(upper))
                if _begins(upper, index, level)
            )
            for level in range(depth)
        ]
        return (*rows, *map(_number_slots, self._number_rows()))

    @property
    def _upper(self) -> Sequence[Column]:
        return _without_parts(self.columns) if self.numbers is Numbers.PARTS else self.columns

    @property
    def _depth(self) -> int:
        return max(len(column.path) for column in self._upper)

    def _number_rows(self) -> tuple[tuple[str, ...], ...]:
        numbered = self.numbers is not Numbers.NONE
        return (_number_row(self.columns, self.numbers),) if numbered else ()


NO_HEADER = Header(())


def _begins(columns: Sequence[Column], index: int, level: int) -> bool:
    """Whether a cell begins here, and none goes on from the left or from above."""
    path = columns[index].path[: level + 1]
    if len(path) <= level or not path[level]:
        return False
    return index == 0 or columns[index - 1].path[: level + 1] != path


def _header_slot(columns: Sequence[Column], index: int, level: int, depth: int) -> Slot:
    path = columns[index].path
    beside = (column.path[: level + 1] == path[: level + 1] for column in columns[index:])
    below = (not path[at] for at in range(level + 1, len(path)))
    width = sum(1 for _ in takewhile(bool, beside))
    height = 1 + sum(1 for _ in takewhile(bool, below))
    if level + height == len(path):
        height += depth - len(path)
    return Slot(path[level], index, height, width)


def _number_slots(cells: tuple[str, ...]) -> SlotRow:
    """The row of numbers: `栏次` is merged over the blank cells behind it."""
    merges = tuple(merge for merge in merge_blanks(cells) if cells[merge.cell] == "栏次")
    return slot_rows([cells], [merges])[0]


def has_parts(columns: Sequence[Column]) -> bool:
    """Whether codes stand in a column each for 类, 款 and 项."""
    return any(column.path[-1] == "类" for column in columns)


def _without_parts(columns: Sequence[Column]) -> list[Column]:
    """Columns without 类, 款 and 项, which stand in the row of the numbers."""
    return [
        replace(column, path=column.path[:-1]) if column.path[-1] in ("类", "款", "项") else column
        for column in columns
    ]


def _header_cell(columns: Sequence[Column], index: int, level: int, spans: Spans) -> str:
    path = columns[index].path
    if spans is Spans.FILLED:
        return next(filter(None, reversed(path[: level + 1])), "")
    if level >= len(path):
        return ""
    same_span = index > 0 and columns[index - 1].path[: level + 1] == path[: level + 1]
    return "" if same_span and spans is Spans.ONCE else path[level]


def _number_row(columns: Sequence[Column], numbers: Numbers) -> tuple[str, ...]:
    if numbers is Numbers.PARTS and has_parts(columns):
        return _parts_row(columns)
    cells, words, side = [], 0, -1
    counts = _counts(columns, everywhere=numbers is Numbers.PLAIN)
    for index, column in enumerate(columns):
        if counts[index]:
            formula = _formula(columns, index, counts) if numbers is Numbers.SUMS else ""
            cells.append(f"{counts[index]}{formula}")
        elif numbers is Numbers.STARS:
            cells.append("**")
        elif numbers in (Numbers.STEMS, Numbers.LETTERS):
            cells.append((_STEMS if numbers is Numbers.STEMS else _LETTERS)[words])
            words += 1
        else:
            cells.append("" if column.side == side else "栏次")
        side = column.side
    return tuple(cells)


def _counts(columns: Sequence[Column], *, everywhere: bool) -> list[int]:
    """The number of each column; 0 for those that have none."""
    counts, count = [], 0
    for column in columns:
        numbered = everywhere or column.role is Role.AMOUNT
        count += numbered
        counts.append(count if numbered else 0)
    return counts


def _parts_row(columns: Sequence[Column]) -> tuple[str, ...]:
    """`类 款 项 栏次 1 2 3`: words of the header and numbers in one row."""
    counts = _counts(columns, everywhere=False)
    return tuple(
        str(count) if count else column.path[-1] if column.role is Role.CODE else "栏次"
        for column, count in zip(columns, counts, strict=True)
    )


def _formula(columns: Sequence[Column], index: int, counts: list[int]) -> str:
    """`=3+4` for a total: the numbers of the columns that it adds up."""
    path, side = columns[index].path, columns[index].side
    if path[-1] not in _TOTALS:
        return ""
    level = len(path) - 1
    groups: dict[str, list[int]] = {}
    for other, column in enumerate(columns):
        inside = column.path[:level] == path[:level] and column.side == side
        if inside and counts[other] and other != index and column.path[-1] not in _BESIDE:
            groups.setdefault(column.path[level], []).append(other)
    parts = [counts[one] for members in groups.values() for one in _own(columns, members)]
    return "=" + "+".join(map(str, parts)) if len(parts) > 1 else ""


def _own(columns: Sequence[Column], members: list[int]) -> list[int]:
    """The subtotal of a group of columns, or all of them where it has none."""
    subtotals = [one for one in members if columns[one].path[-1] in _TOTALS]
    return subtotals[:1] or members
