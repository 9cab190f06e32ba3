"""Small grids in the head of a form: rows under a header of their own, texts under labels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.columns import counts_things, holds_words, name_rank, read_measure
from extraction.grids import Grid, GridRow
from extraction.headers import Place, find_header, header_paths
from extraction.money import is_quantity
from extraction.vocabulary import Measure

_SENTENCE = re.compile(r"[。；;]|[,，].{8,}")
_WORD = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell in the head of a form, by (row, column) of the grid."""

    label: Place
    """The cell that names its row."""
    value: Place
    header: tuple[Place, ...] = ()
    """The header cells over it, outermost first; empty where none stands there."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong together in the head of a form."""

    header: tuple[int, ...]
    """Those that hold neither label nor value."""
    cells: tuple[HeadCell, ...]
    end: int
    """The first row behind it."""


def find_block(grid: Grid, top: int, end: int) -> Block | None:
    """The block whose first row is `top`, in the head of a form that ends before row `end`."""
    return _find_texts(grid.rows, top, end) or _find_figures(grid, top, end)


def _find_texts(rows: Sequence[GridRow], top: int, end: int) -> Block | None:
    """Labels, and in the row below the text to each of them."""
    if top + 1 >= end:
        return None
    labels, texts = (_filled(rows[index]) for index in (top, top + 1))
    is_one = len(labels) == len(texts) == 1
    if not texts or not (is_one or set(texts) <= set(labels)):
        return None
    told = [bool(_SENTENCE.search(rows[top + 1][column].printed)) for column in texts]
    if not all(told) or any(_SENTENCE.search(rows[top][column].printed) for column in labels):
        return None
    places = zip(labels, texts, strict=True) if is_one else zip(texts, texts, strict=True)
    cells = tuple(HeadCell((top, label), (top + 1, text)) for label, text in places)
    return Block((), cells, top + 2)


def _find_figures(grid: Grid, top: int, end: int) -> Block | None:
    """Rows of figures under a header; a row without a name takes that over each figure."""
    rows = grid.rows
    header = tuple(top + index for index in find_header(rows[top:end]))
    first = top + len(header)
    heads = [cell.printed for cell in rows[top] if cell.printed]
    if not header or first >= end or len(heads) < 2 or (len(header) > 1 and not _tells(heads)):
        return None
    figures = [c for c in _filled(rows[first]) if is_quantity(rows[first][c].printed)]
    paths = header_paths(rows, header, grid.merges)
    over = [column for column in figures if paths[column]]
    if len(over) < (1 if _tells(heads) > 1 else 2):
        return None
    under = _Under(rows, figures[0], paths)
    if not under.holds(first):
        return None
    names = under.names(first)
    if not names:
        if over != figures:
            return None
        cells = [HeadCell(paths[column][-1], (first, column)) for column in over]
        labels = {cell.label[0] for cell in cells}
        outer = tuple(index for index in header if index not in labels)
        return Block(outer, tuple(cells), first + 1)
    name = max(names, key=lambda column: (under.rank(column), column))
    last = first
    while last < end and under.goes_on(last) and _find_texts(rows, last, end) is None:
        last += 1
    cells = [cell for index in range(first, last) for cell in under.read(index, name)]
    return Block(header, tuple(cells), last)


def _filled(row: GridRow) -> list[int]:
    return [column for column, cell in enumerate(row) if cell.printed]


def _tells(heads: Sequence[str]) -> int:
    """How many header cells say that amounts or scores stand under them."""
    return sum(
        read_measure((head,)) is not Measure.OTHER or "执行" in head or counts_things((head,))
        for head in heads
    )


@dataclass(frozen=True, slots=True)
class _Under:
    """The rows under the header of a block."""

    rows: Sequence[GridRow]
    start: int
    """The first column of figures; names stand before it."""
    paths: Sequence[tuple[Place, ...]]

    def rank(self, column: int) -> int:
        """How specific the names in a column are; -1 where its header, or the last one before,
        says nothing of it."""
        path = next(filter(None, reversed(self.paths[: column + 1])), ())
        rank = name_rank(self.rows[path[-1][0]][path[-1][1]].printed) if path else None
        return -1 if rank is None else rank

    def names(self, index: int) -> list[int]:
        """The columns before the figures in which a row prints words."""
        before = self.rows[index][: self.start]
        return [at for at in _filled(before) if not is_quantity(before[at].printed)]

    def holds(self, index: int) -> bool:
        """Whether a row has figures in the columns of figures, and words only behind them."""
        cells = [cell.printed for cell in self.rows[index][self.start :] if cell.printed]
        words = [_WORD.match(cell) is not None for cell in cells]
        return bool(cells) and not words[0] and words == sorted(words)

    def goes_on(self, index: int) -> bool:
        """Whether a row has a name and figures, or the name of an amount that is left blank."""
        named = [self.rows[index][column].printed for column in self.names(index)]
        blank = not any(cell.printed for cell in self.rows[index][self.start :])
        if blank:
            return len(named) == 1 and not holds_words(named[0])
        return bool(named) and self.holds(index)

    def read(self, index: int, name: int) -> list[HeadCell]:
        """The cells of a row, blank ones too, named by the cell in a column or the last before."""
        row = self.rows[index]
        names = self.names(index)
        label = name if name in names else names[-1]
        return [
            HeadCell((index, label), (index, column), path)
            for column, path in enumerate(self.paths)
            if column > label and (row[column].printed or (path and path[-1][1] == column))
        ]
