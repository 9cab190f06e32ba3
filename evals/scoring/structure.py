"""How much of a table's grid was read: GriTS-Con, the similarity of two grids by their texts.

After Smock, Pesala and Abraham, "GriTS: Grid table similarity metric for table structure
recognition" (2022). What counts as a grid on either side, `score_grids` says.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, product
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from evals.labels.grids import GridLabel
from evals.scoring.items import Aspect, Item, Outcome
from extraction import Transcript, normal_form, parse_cell, read_outline, read_tables
from extraction.collapsed import place_figures
from extraction.grids import Grid
from extraction.vocabulary import Content

TextGrid = Sequence[Sequence[str]]
"""Rows of the texts of cells, all rows of one width; a spanning cell fills all its places."""

_Numbers = NDArray[np.intp]
_Sums = NDArray[np.float64]

_CONTINUED = "续表"
_MOST_ROWS = 3
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class GritsScore:
    """How similar two grids are."""

    similarity: float
    """The sum of the similarities (0 to 1) of the cells that are matched."""
    expected: int
    """Number of cells of the expected grid, every place of a spanning one counted."""
    actual: int
    """Number of cells of the actual grid, counted likewise."""

    @property
    def precision(self) -> float:
        """The similarity per actual cell; 0 where none of several was read."""
        return self.similarity / self.actual if self.actual else float(not self.expected)

    @property
    def recall(self) -> float:
        """The similarity per expected cell; 0 where there was none to read and some was read."""
        return self.similarity / self.expected if self.expected else float(not self.actual)

    @property
    def f1(self) -> float:
        """The similarity per cell of both grids together; 1 where neither has one."""
        cells = self.expected + self.actual
        return 2 * self.similarity / cells if cells else 1.0


@dataclass(frozen=True, slots=True)
class TableStructure:
    """How much of one table's grid was read."""

    table: int
    """Number of the table in its label."""
    expected: TextGrid
    """The labelled rows that count."""
    actual: TextGrid | None
    """Those of the grid that was read for it; None where there was none."""
    score: GritsScore
    """Their similarity; 0 with no actual cell where no grid was read."""


def grits_con(
    expected: Sequence[TextGrid], actual: Sequence[TextGrid]
) -> dict[tuple[int, int], GritsScore]:
    """The similarity of the most similar substructures of each two grids, by their indexes.

    Rows are aligned by the best that the cells of each two can do, columns likewise, and the
    cells where aligned rows and columns cross are summed: a lower bound of the true similarity.
    Raises a ValueError where rows of one grid differ in width.
    """
    texts = _Texts.of(expected, actual)
    return {
        (at, other): texts.compare(first, second)
        for (at, first), (other, second) in product(enumerate(expected), enumerate(actual))
    }


def score_grids(labels: Sequence[GridLabel], text: Transcript) -> tuple[TableStructure, ...]:
    """The similarity of each labelled grid to the one that was read for it, in their order.

    Labels and grids of the text are paired from the most similar down, each used once. The same
    rules hold for both sides:

    - A spanning cell fills all its places, where the format keeps spans.
    - A name that is broken over rows stands in the first of them, as the product joins it.
    - Blank rows, rows that hold only what is printed around tables (a label's `around`, 续表), and
      header rows that come again do not count.
    - Of a figure counts the value: a sheet may hold `12.5` for `12.50`.
    """
    if not labels:
        return ()
    rules = _Rules.of(labels)
    expected = [rules.apply(label.rows) for label in labels]
    actual = [rows for grid in _read_grids(place_figures(text)) if (rows := rules.apply(grid))]
    return tuple(
        TableStructure(label.table, rows, None if other is None else actual[other], score)
        for label, rows, (other, score) in zip(
            labels, expected, _pair_grids(expected, actual), strict=True
        )
    )


def judge_structure(
    document: str,
    labels: Sequence[GridLabel],
    text: Transcript,
    places: Mapping[int, str] = MappingProxyType({}),
) -> Iterator[Item]:
    """An item for each labelled grid, its F1 the credit; it is missing where no grid was read.

    `places` tells where the title of a table stands, by its number. The excerpt of a wrong grid
    holds the rows of both grids where they first differ.
    """
    for table in score_grids(labels, text):
        score = table.score
        yield Item(
            aspect=Aspect.STRUCTURE,
            document=document,
            key=str(table.table),
            outcome=_outcome(table),
            expected=_tell_size(table.expected),
            got=None if table.actual is None else _tell_size(table.actual),
            where=places.get(table.table, ""),
            excerpt="\n".join(_differing_rows(table.expected, table.actual or [])),
            cluster=str(table.table),
            credit=score.f1,
            note=f"GriTS-Con {score.f1:.4f}, precision {score.precision:.4f}, "
            f"recall {score.recall:.4f}",
        )


def _outcome(table: TableStructure) -> Outcome:
    if table.score.f1 == 1:
        return Outcome.RIGHT
    return Outcome.MISSING if table.actual is None else Outcome.WRONG_STRUCTURE


def _differing_rows(expected: TextGrid, actual: TextGrid) -> Iterator[str]:
    """The rows of two grids where they first differ, some of each; nothing where they are alike."""
    first, second = ([tuple(map(normal_form, row)) for row in grid] for grid in (expected, actual))
    steps = SequenceMatcher(a=first, b=second, autojunk=False).get_opcodes()
    differing = (step for step in steps if step[0] != "equal")
    for _, start, end, other_start, other_end in islice(differing, 1):
        rows = [("expected", row) for row in expected[start:end][:_MOST_ROWS]]
        rows += [("got", row) for row in actual[other_start:other_end][:_MOST_ROWS]]
        yield from (f"{side}: {' | '.join(row)}"[:_LONGEST] for side, row in rows)


def _tell_size(grid: TextGrid) -> str:
    return f"{len(grid)} rows × {len(grid[0]) if grid else 0} columns"


@dataclass(frozen=True, slots=True)
class _Texts:
    """The similarity of each text of some grids to each of others."""

    expected: dict[str, int]
    actual: dict[str, int]
    alike: _Sums
    """From 0 to 1; a row for each expected text, a column for each actual one."""

    @classmethod
    def of(cls, expected: Sequence[TextGrid], actual: Sequence[TextGrid]) -> "_Texts":
        first, second = _number_texts(expected), _number_texts(actual)
        return cls(first, second, _compare_texts(list(first), list(second)))

    def compare(self, expected: TextGrid, actual: TextGrid) -> GritsScore:
        """The similarity of two of the grids."""
        first, second = _index_cells(expected, self.expected), _index_cells(actual, self.actual)
        if not first.size or not second.size:
            return GritsScore(0.0, first.size, second.size)
        rows = _align(_best_by_pair(first, second, self.alike))
        columns = _align(_best_by_pair(first.T, second.T, self.alike))
        ours, theirs = first[np.ix_(rows[0], columns[0])], second[np.ix_(rows[1], columns[1])]
        return GritsScore(float(self.alike[ours, theirs].sum()), first.size, second.size)


def _number_texts(grids: Sequence[TextGrid]) -> dict[str, int]:
    """The texts of grids in normal form, each with a number, from 0."""
    forms = dict.fromkeys(normal_form(cell) for grid in grids for row in grid for cell in row)
    return {form: number for number, form in enumerate(forms)}


def _index_cells(grid: TextGrid, numbers: dict[str, int]) -> _Numbers:
    """The numbers of the texts of a grid; shape (rows, columns)."""
    rows = [[numbers[normal_form(cell)] for cell in row] for row in grid]
    width = len(rows[0]) if rows else 0
    return np.array(rows, dtype=np.intp).reshape(len(rows), width)


def _compare_texts(expected: Sequence[str], actual: Sequence[str]) -> _Sums:
    """The longest common subsequence of each two texts, as a share of their mean length.

    Two blank texts are alike.
    """
    longest = max(map(len, actual), default=0)
    characters = np.zeros((len(actual), longest), dtype=np.int32)
    for number, text in enumerate(actual):
        characters[number, : len(text)] = [ord(character) for character in text]
    lengths = np.array([len(text) for text in actual], dtype=np.float64)
    alike = np.ones((len(expected), len(actual)))
    for number, text in enumerate(expected):
        common = np.zeros((len(actual), longest + 1))
        for character in text:
            common = _extend(common, characters == ord(character))
        total = lengths + len(text)
        np.divide(2 * common[:, -1], total, out=alike[number], where=total > 0)
    return alike


def _extend(best: _Sums, rewards: NDArray[np.bool_] | _Sums) -> _Sums:
    """One step of aligning sequences: the best sums with one more item of the first sequence.

    `best` holds for each prefix of the second sequence, on the last axis, the best sum so far;
    `rewards` what matching the new item with each item of the second earns, never below 0.
    """
    matched = np.maximum(best[..., 1:], best[..., :-1] + rewards)
    longer = np.zeros_like(best)
    longer[..., 1:] = np.maximum.accumulate(matched, axis=-1)
    return longer


def _best_by_pair(first: _Numbers, second: _Numbers, alike: _Sums) -> _Sums:
    """What aligning the cells of each row of one grid with each of the other earns at best.

    Shape (rows of the first, rows of the second).
    """
    best = np.zeros((len(first), len(second), second.shape[1] + 1))
    for column in first.T:
        best = _extend(best, alike[column[:, None, None], second[None, :, :]])
    return best[..., -1]


def _align(rewards: _Sums) -> tuple[list[int], list[int]]:
    """The rows and the columns whose pairs, in order, earn most; both from the last to the first.

    A pair that earns nothing may be among them.
    """
    steps = [np.zeros(rewards.shape[1] + 1)]
    for row in rewards:
        steps.append(_extend(steps[-1], row))
    rows: list[int] = []
    columns: list[int] = []
    row, column = rewards.shape
    while row and column:
        best = steps[row][column]
        if best == steps[row - 1][column - 1] + rewards[row - 1, column - 1]:
            row, column = row - 1, column - 1
            rows.append(row)
            columns.append(column)
        elif best == steps[row - 1][column]:
            row -= 1
        else:
            column -= 1
    return rows, columns


def _pair_grids(
    expected: Sequence[TextGrid], actual: Sequence[TextGrid]
) -> list[tuple[int | None, GritsScore]]:
    """For each expected grid the index of the actual one that is paired with it, and the score."""
    scores = grits_con(expected, actual)
    found: dict[int, tuple[int | None, GritsScore]] = {}
    used: set[int] = set()
    for at, other in sorted(scores, key=lambda pair: -scores[pair].f1):
        if at not in found and other not in used:
            found[at] = other, scores[at, other]
            used.add(other)
    return [
        found.get(at, (None, GritsScore(0.0, sum(map(len, grid)), 0)))
        for at, grid in enumerate(expected)
    ]


@dataclass(frozen=True, slots=True)
class _Rules:
    """Which rows of a grid count."""

    captions: frozenset[str]
    """Normal forms of what is printed around tables."""
    headers: frozenset[tuple[str, ...]]
    """Forms of the rows of headers."""

    @classmethod
    def of(cls, labels: Sequence[GridLabel]) -> "_Rules":
        lines = [_CONTINUED, *(line for label in labels for line in label.around)]
        captions = {normal_form(text) for line in lines for text in (line, *line.split("\t"))}
        headers = {_row_form(row) for label in labels for row in label.rows[: label.header]}
        return cls(frozenset(captions), frozenset(headers))

    def apply(self, grid: TextGrid) -> list[list[str]]:
        """The rows that count, with figures by their values."""
        kept = []
        seen: set[tuple[str, ...]] = set()
        for row in grid:
            form = _row_form(row)
            if self.captions.issuperset(form) or (form in seen and form in self.headers):
                continue
            seen.add(form)
            kept.append([_figure_form(cell) for cell in row])
        return kept


def _row_form(row: Sequence[str]) -> tuple[str, ...]:
    """The texts of a row in normal form, each once, without blank ones."""
    return tuple(filter(None, dict.fromkeys(map(normal_form, row))))


def _figure_form(cell: str) -> str:
    """A bare number without separators and zeros at its end; any other text as it is."""
    content, amount = parse_cell(cell, None)
    if content is not Content.AMOUNT or amount is None or amount.unit is not None:
        return cell
    return f"{amount.value.normalize():f}"


def _read_grids(text: Transcript) -> Iterator[list[list[str]]]:
    """The grids of a text as the product takes them."""
    outline = read_outline(text)
    for table, reading in zip(outline.tables, read_tables(text, outline), strict=True):
        yield _spread_grid(table.grid, reading.layout.joins)


def _spread_grid(grid: Grid, joins: Iterable[Sequence[int]]) -> list[list[str]]:
    """The texts of a grid, spans filled, the rows of each join put together."""
    rows = [[cell.printed for cell in row] for row in grid.rows]
    for first, *others in joins:
        parts = [rows[index] for index in (first, *others)]
        rows[first] = ["".join(cells) for cells in zip(*parts, strict=True)]
    for merge in grid.merges:
        text = rows[merge.row][merge.column]
        for row in rows[merge.row : merge.row + merge.rows]:
            row[merge.column : merge.column + merge.columns] = [text] * merge.columns
    left_out = {index for join in joins for index in join[1:]}
    return [row for index, row in enumerate(rows) if index not in left_out]
