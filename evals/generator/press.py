"""A document set on pages: every line of text and every ruling line with its place.

PDFs, scans and the texts that programs make of PDFs are all drawn from these pages.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from evals.generator.blocks import Block, Board, Words, cut_rows
from evals.generator.columns import fit_columns, is_figure, text_width, wrap_text
from evals.generator.labels import GeneratedDocument
from evals.generator.slots import SlotRow

_LONG, _SHORT = 842.0, 595.0
_MARGIN = 50.0
_PROSE, _TITLE = 11.0, 14.0
_LEADING = 1.35
_ABOVE = 3.0
_UNIT = re.compile(r"单位.{0,2}(元|万元|亿元)")


class Ruling(StrEnum):
    """Which lines are drawn around the cells of a table."""

    GRID = "grid"
    THREE_LINES = "three_lines"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """A ruling line from end to end, or the box of a cell."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Run:
    """A line of text; what is drawn later comes later in the file too."""

    text: str
    left: float
    baseline: float
    """Distance from the top of the page."""
    size: float
    anchor: float = 0.0
    """Which point of it is sure to stand where it is said: 0 its left end, 1 its right one."""
    table: int = 0
    """Number of the table that it stands in; 0 for none."""
    box: Place | None = None
    """The cell that it is a line of; None outside of tables."""
    block: int = -1
    """Index of the block that it is of; -1 for what the page adds."""
    row: int = -1
    """Index of the body row that it stands in; -1 for none."""
    column: int = -1
    """Index of the column that its cell begins in; -1 outside of tables."""

    @property
    def right(self) -> float:
        """Its right end."""
        return self.left + text_width(self.text, self.size)


@dataclass(slots=True)
class Leaf:
    """A page, upright; distances from its top left corner (unit: points)."""

    width: float
    height: float
    turned: bool = False
    """Whether the file holds it as a page on its side, with a mark to turn it."""
    runs: list[Run] = field(default_factory=list)
    strokes: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a publisher sets pages."""

    ruling: Ruling
    repeats: bool
    """Whether a header is repeated where a table goes on."""
    own_pages: bool
    """Whether every table begins a page."""
    middle: bool
    """Whether cells are set in the middle of their height, or at the top."""
    full: bool
    """Whether tables are as wide as the page."""
    turned: bool
    """Whether broad tables stand on pages on their side."""
    footers: str
    """The line with the page's number, with `{}` for it; empty for none."""
    leaders: bool
    """Whether entries of the contents have dots and the number of a page behind them."""
    running: str
    """The line over every page; empty for none."""
    room: int
    """How many characters of a name stand on a line."""

    @property
    def pad(self) -> float:
        """The space at either side of a cell: without lines, it alone parts the columns."""
        return 3.0 if self.ruling is Ruling.GRID else 6.0


def draw_setting(document: GeneratedDocument, ruling: Ruling) -> Setting:
    """How the pages of a document are set."""
    rng = Random(f"pages {ruling} {document.name}")
    return Setting(
        ruling=ruling,
        repeats=rng.random() < 0.6,
        own_pages=rng.random() < 0.5,
        middle=rng.random() < 0.7,
        full=rng.random() < 0.7,
        turned=rng.random() < 0.4,
        footers=rng.choice(("", "- {} -", "{}", "第{}页")),
        leaders=rng.random() < 0.5,
        running=rng.choice(("", "", f"{document.agency}{document.year}年度公开")),
        room=document.style.break_at or 18,
    )


def set_pages(blocks: Sequence[Block], setting: Setting) -> list[Leaf]:
    """The pages of a document."""
    press = _Press(setting)
    for press.block, block in enumerate(blocks):
        if isinstance(block, Words):
            press.set_words(block)
        else:
            press.set_board(block)
    return press.leaves


class _Press:
    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.leaves: list[Leaf] = []
        self.y = 0.0
        self.entries = 0
        self.block = -1
        self._open_leaf(broad=False)

    @property
    def leaf(self) -> Leaf:
        return self.leaves[-1]

    @property
    def bottom(self) -> float:
        return self.leaf.height - _MARGIN

    @property
    def inner(self) -> float:
        return self.leaf.width - 2 * _MARGIN

    def _open_leaf(self, broad: bool) -> None:
        """Begin a page, in place of one on which nothing stands."""
        if self.y == _MARGIN:
            self.leaves.pop()
        width, height = (_LONG, _SHORT) if broad else (_SHORT, _LONG)
        self.leaves.append(Leaf(width, height, broad and self.setting.turned))
        if self.setting.running:
            self._put_centred(self.setting.running, 30.0, 8.0, block=-1)
        if self.setting.footers:
            footer = self.setting.footers.format(len(self.leaves))
            self._put_centred(footer, height - 25.0, 9.0, block=-1)
        self.y = _MARGIN

    def _put_centred(self, text: str, baseline: float, size: float, block: int) -> None:
        left = (self.leaf.width - text_width(text, size)) / 2
        self.leaf.runs.append(Run(text, left, baseline, size, 0.5, block=block))

    def _make_room(self, height: float) -> None:
        if self.y + height > self.bottom:
            self._open_leaf(self.leaf.width > self.leaf.height)

    def set_words(self, words: Words) -> None:
        """Set a heading or a paragraph."""
        if self.leaf.width > self.leaf.height:
            self._open_leaf(broad=False)
        size = _PROSE + 2 * (4 - words.level) if words.level else _PROSE
        # A first line that is shorter by its indentation.
        indent = 0.0 if words.level else 2 * size
        text = self._lead_entry(words) if words.is_entry else words.text
        for number, line in enumerate(wrap_text(text, self.inner, size, indent)):
            self._make_room(size * _LEADING)
            self.y += size * _LEADING
            if words.level == 1:
                self._put_centred(line, self.y, size, self.block)
            else:
                left = _MARGIN + (indent if number == 0 else 0.0)
                self.leaf.runs.append(Run(line, left, self.y, size, block=self.block))
        self.y += size * 0.3

    def _lead_entry(self, words: Words) -> str:
        """An entry of the contents: its number of a page is made up, but in order."""
        if not self.setting.leaders:
            return words.bare
        self.entries += 1
        number = str(2 + self.entries)
        room = self.inner - 2 * _PROSE - text_width(words.bare + number, _PROSE)
        return words.bare + "…" * int(room / _PROSE - 1) + number

    def set_board(self, board: Board) -> None:
        """Set a table with all that stands over it."""
        broad = board.width > 7
        lies, fresh = self.leaf.width > self.leaf.height, self.y == _MARGIN
        apart = self.setting.own_pages and board.title and not fresh
        if apart or broad is not lies or self.y > self.bottom - 120:
            self._open_leaf(broad)
        self._set_lead(board)
        size, edges = fit_columns(board, self.inner, self.setting)
        _Typesetter(self, board, size, edges).set_rows()
        self.y += 8.0

    def _set_lead(self, board: Board) -> None:
        if board.above:
            self._put_ends(board.above, "")
        if board.title:
            self.y += _TITLE * _LEADING
            self._put_centred(board.title, self.y, _TITLE, self.block)
        for line in board.heads:
            left, _, right = line.partition("\t")
            right = right.strip()
            ends = ("", left) if not right and _UNIT.search(left) else (left, right)
            self._put_ends(*ends)
        self.y += 4.0

    def _put_ends(self, left: str, right: str) -> None:
        size = 9.0
        self.y += size * _LEADING
        if left:
            self.leaf.runs.append(Run(left, _MARGIN, self.y, size, block=self.block))
        if right:
            x = self.leaf.width - _MARGIN - text_width(right, size)
            self.leaf.runs.append(Run(right, x, self.y, size, 1.0, block=self.block))


class _Typesetter:
    """Sets the rows of one table, over as many pages as they need."""

    def __init__(self, press: _Press, board: Board, size: float, edges: list[float]) -> None:
        self.press, self.board, self.size = press, board, size
        shift = (press.leaf.width - edges[-1]) / 2
        self.edges = [edge + shift for edge in edges]
        self.head = self._heights(board.header)
        self.body = self._heights(board.rows)

    def set_rows(self) -> None:
        """Set all rows."""
        start, count = 0, len(self.board.rows)
        self.press._make_room(sum(self.head) + sum(self.body[:1]))
        while start < count or start == 0:
            header = self.board.header if start == 0 or self.press.setting.repeats else ()
            end = self._fill_page(start, sum(self.head) if header else 0.0)
            rows = (*header, *cut_rows(self.board, start, end))
            heights = (self.head if header else []) + self.body[start:end]
            self._draw(rows, heights, len(header), start)
            if end >= count:
                break
            start = end
            self.press._open_leaf(self.press.leaf.width > self.press.leaf.height)

    def _fill_page(self, start: int, header: float) -> int:
        """The first row that does not fit on the page."""
        y, end = self.press.y + header, start
        while end < len(self.body) and (y + self.body[end] <= self.press.bottom or end == start):
            y += self.body[end]
            end += 1
        return end

    def _heights(self, rows: tuple[SlotRow, ...]) -> list[float]:
        heights = [self.size * _LEADING + 2 * _ABOVE] * len(rows)
        for single in (True, False):
            for number, row in enumerate(rows):
                for slot in row:
                    if (slot.rows == 1) is single:
                        missing = self._need(slot.text, slot.column, slot.columns)
                        missing -= sum(heights[number : number + slot.rows])
                        heights[number + slot.rows - 1] += max(missing, 0.0)
        return heights

    def _lines(self, text: str, column: int, columns: int) -> list[str]:
        room = self.edges[column + columns] - self.edges[column] - 2 * self.press.setting.pad
        return [text] if is_figure(text) else wrap_text(text, room, self.size)

    def _need(self, text: str, column: int, columns: int) -> float:
        lines = self._lines(text, column, columns)
        return len(lines) * self.size * _LEADING + 2 * _ABOVE

    def _draw(
        self, rows: tuple[SlotRow, ...], heights: list[float], headed: int, first: int
    ) -> None:
        tops = [self.press.y]
        for height in heights:
            tops.append(tops[-1] + height)
        for number, row in enumerate(rows):
            for slot in row:
                box = Place(
                    self.edges[slot.column],
                    tops[number],
                    self.edges[slot.column + slot.columns],
                    tops[number + slot.rows],
                )
                lines = self._lines(slot.text, slot.column, slot.columns) if slot.text else []
                at_right = slot.column in self.board.amounts and is_figure(slot.text)
                anchor = 0.5 if number < headed else float(at_right)
                place = first + number - headed if number >= headed else -1
                self._put_lines(lines, box, anchor, (place, slot.column))
        strokes = self.press.leaf.strokes
        match self.press.setting.ruling:
            case Ruling.GRID:
                strokes += _grid_strokes(rows, self.edges, tops)
            case Ruling.THREE_LINES:
                strokes += _level_strokes(rows, self.edges, tops, headed)
            case Ruling.NONE:
                pass
        self.press.y = tops[-1]

    def _put_lines(
        self, lines: list[str], box: Place, anchor: float, place: tuple[int, int]
    ) -> None:
        height = len(lines) * self.size * _LEADING
        spare = box.bottom - box.top - height
        top = box.top + (spare / 2 if anchor == 0.5 or self.press.setting.middle else _ABOVE)
        for number, line in enumerate(lines):
            pad = self.press.setting.pad
            room = box.right - box.left - 2 * pad - text_width(line, self.size)
            left = box.left + pad + room * anchor
            baseline = top + self.size * (1.0 + number * _LEADING)
            block, table = self.press.block, self.board.table
            run = Run(line, left, baseline, self.size, anchor, table, box, block, *place)
            self.press.leaf.runs.append(run)


def _grid_strokes(
    rows: tuple[SlotRow, ...], edges: list[float], tops: list[float]
) -> Iterator[Place]:
    """The edges of all cells, each drawn once."""
    seen: set[tuple[float, ...]] = set()
    for number, row in enumerate(rows):
        for slot in row:
            left, right = edges[slot.column], edges[slot.column + slot.columns]
            top, bottom = tops[number], tops[number + slot.rows]
            for ends in (
                (left, top, right, top),
                (left, bottom, right, bottom),
                (left, top, left, bottom),
                (right, top, right, bottom),
            ):
                if ends not in seen:
                    seen.add(ends)
                    yield Place(*ends)


def _level_strokes(
    rows: tuple[SlotRow, ...], edges: list[float], tops: list[float], headed: int
) -> Iterator[Place]:
    """Level lines alone: over and under the header, under the table, under a header's spans."""
    for y in {tops[0], tops[headed], tops[-1]}:
        yield Place(edges[0], y, edges[-1], y)
    for number, row in enumerate(rows[:headed]):
        for slot in row:
            if slot.columns > 1 and number + slot.rows < headed:
                y = tops[number + slot.rows]
                yield Place(edges[slot.column] + 2, y, edges[slot.column + slot.columns] - 2, y)
