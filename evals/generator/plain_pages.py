"""Pages as programs turn them into text: columns aligned by spaces, or rows run together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from random import Random

from evals.generator.press import Leaf, Run


class Order(StrEnum):
    """In which order the cells of a table come to stand in text that has lost them."""

    ROWS = "rows"
    """Row by row, cell by cell, as most files hold them."""
    MIDDLES = "middles"
    """From top to bottom: a cell over several rows comes in the middle of them."""
    BOTTOMS = "bottoms"
    """A cell over several rows comes with the last of them, so that outer headers come first."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a text keeps of its pages."""

    order: Order
    blank: bool
    """Whether a blank line stands behind every line."""
    fed: bool
    """Whether a form feed begins a page."""


def draw_loss(seed: str) -> Loss:
    """How a document's text was taken from its pages."""
    rng = Random(f"collapsed {seed}")
    order = rng.choice(tuple(Order))
    return Loss(order, blank=rng.random() < 0.5, fed=rng.random() < 0.3)


def collapse_pages(leaves: Sequence[Leaf], loss: Loss) -> str:
    """Text without columns: single spaces part what stands on a line, blank cells are lost."""
    lines: list[str] = []
    for number, leaf in enumerate(leaves):
        page = [" ".join(run.text for run in line) for line in _collapse_leaf(leaf, loss.order)]
        if loss.fed and number and page:
            page[0] = "\f" + page[0]
        lines += page
    gap = "\n\n" if loss.blank else "\n"
    return gap.join(lines) + "\n"


def collapsed_lines(leaves: Sequence[Leaf], loss: Loss) -> Iterator[Sequence[Run]]:
    """What stands on each line of the same text."""
    for leaf in leaves:
        for line in _collapse_leaf(leaf, loss.order):
            yield line
            if loss.blank:
                yield ()


def _collapse_leaf(leaf: Leaf, order: Order) -> Iterator[list[Run]]:
    runs = leaf.runs if order is Order.ROWS else _scatter(leaf.runs, order)
    line: list[Run] = []
    last: Run | None = None
    for run in runs:
        goes_on = last and abs(run.baseline - last.baseline) < 0.3 * run.size
        if last and goes_on and run.left >= last.left:
            line.append(run)
        else:
            if line:
                yield line
            line = [run]
        last = run
    if line:
        yield line


def _scatter(runs: Sequence[Run], order: Order) -> Iterator[Run]:
    """The cells of each table by their heights, the lines of one cell together."""
    for table, group in groupby(runs, key=lambda run: run.table):
        cells = [list(lines) for _, lines in groupby(group, key=lambda run: run.box)]
        if table:
            cells.sort(key=lambda cell: _height(cell[0], order))
        for cell in cells:
            yield from cell


def _height(run: Run, order: Order) -> tuple[float, float]:
    assert run.box
    middle = (run.box.top + run.box.bottom) / 2
    return round(run.box.bottom if order is Order.BOTTOMS else middle), run.left


def align_pages(leaves: Sequence[Leaf], seed: str) -> str:
    """Text whose columns are aligned by spaces, by characters or by what they take on a screen."""
    pages = ["\n".join(text for text, _ in page) for page in _align_leaves(leaves, seed)]
    return "\n\f".join(pages) + "\n"


def aligned_lines(leaves: Sequence[Leaf], seed: str) -> Iterator[Sequence[Run]]:
    """What stands on each line of the same text."""
    for page in _align_leaves(leaves, seed):
        # A page without anything on it still takes a line.
        yield from [runs for _, runs in page] or [()]


_AlignedLine = tuple[str, Sequence[Run]]


def _align_leaves(leaves: Sequence[Leaf], seed: str) -> Iterator[list[_AlignedLine]]:
    rng = Random(f"aligned {seed}")
    by_width = rng.random() < 0.4
    airy = rng.random() < 0.5
    for leaf in leaves:
        yield list(_align_leaf(leaf, by_width=by_width, airy=airy))


def _align_leaf(leaf: Leaf, *, by_width: bool, airy: bool) -> Iterator[_AlignedLine]:
    runs = sorted(leaf.runs, key=lambda run: (run.left, run.baseline))
    starts = _screen_columns(runs) if by_width else _character_columns(runs)
    ordered = sorted(zip(runs, starts, strict=True), key=lambda pair: pair[0].baseline)
    above = None
    for line in _lines(ordered):
        baseline = line[0][0].baseline
        if airy and above is not None and baseline - above > 1.5 * line[0][0].size:
            yield "", ()
        text = ""
        for run, start in sorted(line, key=lambda pair: pair[1]):
            have = _screen_width(text) if by_width else len(text)
            text += " " * max(start - have, 2 if text else 0) + run.text
        yield text, [run for run, _ in line]
        above = baseline


def _lines(pairs: Sequence[tuple[Run, int]]) -> Iterator[list[tuple[Run, int]]]:
    """Runs that stand on one line of the page."""
    line: list[tuple[Run, int]] = []
    for pair in pairs:
        if line and pair[0].baseline - line[0][0].baseline > 0.4 * pair[0].size:
            yield line
            line = []
        line.append(pair)
    if line:
        yield line


def _character_columns(runs: Sequence[Run]) -> list[int]:
    """The first character of each run: behind all that ends to its left, by count."""
    ends: list[tuple[float, int]] = []
    starts = []
    for run in runs:
        start = round((run.left - runs[0].left) / run.size)
        for right, end in ends:
            if right <= run.left:
                start = max(start, end + max(2, round((run.left - right) / run.size)))
        starts.append(start)
        ends.append((run.right, start + len(run.text)))
    return starts


def _screen_columns(runs: Sequence[Run]) -> list[int]:
    """The first place of each run where a Han character takes two."""
    unit = min((run.size for run in runs), default=1.0) / 2
    return [round((run.left - runs[0].left) / unit) for run in runs]


def _screen_width(text: str) -> int:
    return sum(2 if ord(char) > 0xFF else 1 for char in text)
