"""A table whose columns were lost, under one header tree: its rows, and grids made of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import combinations, islice

from extraction.collapsed.heads import HeadColumn, HeadTree
from extraction.collapsed.puzzle import Place, Placement, Unit
from extraction.collapsed.regions import Region
from extraction.collapsed.rows import Part
from extraction.grids import Grid, GridRow
from extraction.money import parse_cell
from extraction.places import join_printed
from extraction.proposals.table_answers import TableAnswer
from extraction.records import Printed, Source, Span

_MOST_PLACEMENTS = 3_000
# Rows of a probe stand on lines that no document has.
_PROBE = 10_000_000


@dataclass(frozen=True, slots=True)
class SidePart:
    """What a row prints on one side."""

    row: int
    side: int
    part: Part


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under a header tree, every name on its side, the figures not placed yet."""

    region: Region
    tree: HeadTree
    rows: tuple[tuple[Part | None, ...], ...]
    """For each row its part on each side; None where nothing is printed there."""
    strangeness: float = 0.0
    """What its headers say against the tree."""
    answer: TableAnswer | None = None
    """What the grid is, where an answer says so; None where the rules read it."""

    @property
    def header_depth(self) -> int:
        """How many header rows there are."""
        return max(len(column.path) for column in self.tree.columns)

    @property
    def is_grouped(self) -> bool:
        """Whether one header stands over several sides, among others."""
        tops = [side[0].path[0].source for side in self.tree.sides]
        return len(set(tops)) < len(tops)

    def columns(self, side: int) -> list[tuple[int, HeadColumn]]:
        """The columns of a side with their numbers in the grid."""
        start = sum(len(columns) for columns in self.tree.sides[:side])
        return list(enumerate(self.tree.sides[side], start=start))

    def parts(self) -> Iterator[SidePart]:
        """All parts, row by row."""
        for row, parts in enumerate(self.rows):
            for side, part in enumerate(parts):
                if part is not None:
                    yield SidePart(row, side, part)

    def figures(self, row: int, side: int) -> list[Printed]:
        """The figures of one side of a row of the grid, from the left."""
        return self.part(row, side).figures

    def part(self, row: int, side: int) -> Part:
        """What stands on one side of a row of the grid."""
        return self.rows[row - self.header_depth][side] or Part()

    def make_units(self) -> tuple[list[Unit], list[SidePart]]:
        """The figures of each part with the placements that are possible; parts that have more
        figures than there are columns are given back apart."""
        units, crowded = [], []
        for found in self.parts():
            if not found.part.figures:
                continue
            placements = tuple(self.placements(found.side, found.part.figures))
            if placements and len(placements) <= _MOST_PLACEMENTS:
                figures = tuple(_value(figure) for figure in found.part.figures)
                units.append(Unit(self.header_depth + found.row, figures, placements))
            else:
                crowded.append(found)
        return units, crowded

    def placements(self, side: int, figures: Sequence[Printed]) -> Sequence[Placement]:
        """The columns that figures of a row may stand in; the number of its line and a total of
        all are printed for sure."""
        amounts = [(at, column) for at, column in self.columns(side) if column.is_amount]
        known: list[int] = []
        if amounts and amounts[0][1].counts_lines:
            at, _ = amounts.pop(0)
            known += [at] if figures[0].printed.isdecimal() and len(figures[0].printed) < 4 else []
        outer = bool(amounts) and (len(amounts[0][1].path) == 1 or len(self.tree.sides) > 1)
        if outer and amounts[0][1].is_total and len(figures) > len(known):
            known.append(amounts.pop(0)[0])
        count = len(figures) - len(known)
        found = combinations([at for at, _ in amounts], count) if count >= 0 else iter(())
        return [(*known, *rest) for rest in islice(found, _MOST_PLACEMENTS + 1)]

    def make_grid(self, placed: Mapping[tuple[int, int], Mapping[int, Printed]]) -> Grid:
        """The grid with the figures of each part, by row of the grid and side, in their columns."""
        rows = self._header_rows()
        for row, parts in enumerate(self.rows):
            cells = self._text_cells(parts)
            for side in range(len(parts)):
                cells |= placed.get((self.header_depth + row, side), {})
            rows.append(self._fill(cells, _first_token(parts)))
        return Grid(tuple(rows), around=self.region.lines)

    def make_probe(self, *, filled: bool = False) -> Grid:
        """The grid with a zero in every cell that may hold a figure, each at a place of its own,
        so that it tells which cells add up to which; `filled` with the figures whose column is
        known for sure."""
        rows = self._header_rows()
        document = rows[0][0].source.document
        known = self._known_figures() if filled else {}
        for row, parts in enumerate(self.rows):
            cells = self._text_cells(parts)
            at_row = self.header_depth + row
            for side, part in enumerate(parts):
                if part is None or not (part.words or part.figures):
                    continue
                for at, column in self.columns(side):
                    if column.is_amount:
                        span = Span(line=_PROBE + at_row, start=at, end=at + 1)
                        source = Source(document=document, spans=(span,))
                        cells[at] = Printed(printed=known.get((at_row, at), "0"), source=source)
            rows.append(self._fill(cells, _first_token(parts)))
        return Grid(tuple(rows), around=self.region.lines)

    def _known_figures(self) -> dict[Place, str]:
        """The figures that stand in the same column in every placement of their row."""
        known: dict[Place, str] = {}
        for found in self.parts():
            figures = found.part.figures
            placements = self.placements(found.side, figures) if figures else []
            for at, figure in enumerate(found.part.figures):
                if len({placement[at] for placement in placements}) == 1:
                    known[self.header_depth + found.row, placements[0][at]] = figure.printed
        return known

    def _header_rows(self) -> list[GridRow]:
        columns = self.tree.columns
        first = columns[0].path[0]
        rows = []
        for depth in range(self.header_depth):
            cells: dict[int, Printed] = {}
            for at, column in enumerate(columns):
                above = columns[at - 1].path[: depth + 1] if at else ()
                if depth < len(column.path) and column.path[: depth + 1] != above:
                    cells[at] = column.path[depth]
            rows.append(self._fill(cells, first))
        return rows

    def _text_cells(self, parts: Sequence[Part | None]) -> dict[int, Printed]:
        """Codes and words in their columns."""
        cells: dict[int, Printed] = {}
        for side, part in enumerate(parts):
            if part is None:
                continue
            columns = self.columns(side)
            codes = [at for at, c in columns if c.is_mark]
            tail = tail_columns(self.tree, side)
            names = [at for at, c in columns if not c.is_amount and at not in (*codes, *tail)]
            if part.tail and len(tail) == 1:
                cells[tail[0]] = reduce(join_printed, part.tail)
            cells |= dict(zip(codes, part.codes, strict=False))
            if not codes and part.codes and part.words:  # a code before its name, without header
                words = [join_printed(part.codes[0], part.words[0]), *part.words[1:]]
            else:
                words = list(part.words)
            skipped = len(names) - len(words) if len(words) > 1 else 0
            cells |= dict(zip(names[max(skipped, 0) :], words, strict=False))
        return cells

    def _fill(self, cells: Mapping[int, Printed], near: Printed) -> GridRow:
        """A whole row, with blank cells where nothing is printed."""
        place = near.source.spans[0].model_copy(update={"end": near.source.spans[0].start})
        blank = Printed(printed="", source=Source(document=near.source.document, spans=(place,)))
        return tuple(cells.get(at, blank) for at in range(len(self.tree.columns)))


def probed_place(source: Source) -> Place | None:
    """The row and column of a probe's cell; None for another cell."""
    span = source.spans[0]
    return (span.line - _PROBE, span.start) if span.line >= _PROBE else None


def _value(figure: Printed) -> Decimal:
    amount = parse_cell(figure.printed, None)[1]
    return amount.value if amount else Decimal(0)


def _first_token(parts: Sequence[Part | None]) -> Printed:
    tokens = [
        token for part in parts if part for token in (*part.codes, *part.words, *part.figures)
    ]
    return tokens[0]


def tail_columns(tree: HeadTree, side: int) -> list[int]:
    """The columns of words behind the amounts of a side, by their numbers in the grid."""
    start = sum(len(columns) for columns in tree.sides[:side])
    columns = list(enumerate(tree.sides[side], start=start))
    last = max((at for at, column in columns if column.is_amount), default=columns[-1][0])
    return [at for at, column in columns if at > last]


def name_columns(tree: HeadTree, side: int) -> int:
    """How many columns of words a side has."""
    return sum(not column.is_amount and not column.is_mark for column in tree.sides[side])
