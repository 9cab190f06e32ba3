"""What a model that makes no mistake answers about tables that the rules know."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extraction import Fund, Listen, Measure, Printed, Prompt, Reply, Span, estimate_tokens
from extraction.collapsed.regions import Region
from extraction.columns import read_fund
from extraction.grids import Grid
from extraction.layouts import Layout, LayoutColumn
from extraction.proposals.heads import GroupAnswer, HeadAnswer, HeadsAnswer, sketch_region
from extraction.proposals.table_answers import (
    ColumnWord,
    FundOfColumn,
    TableAnswer,
    TablesAnswer,
)
from extraction.vocabulary import Role

_TABLE = re.compile(r"^table (\d+): (\d+) rows, (\d+) columns\b", re.MULTILINE)
_HEAD = re.compile(r"^table (\d+): (\d+ lines, .+)", re.DOTALL)
_TOTALS = (Measure.TOTAL, Measure.SUBTOTAL)


@dataclass(frozen=True, slots=True)
class Shape:
    """A table as a prompt announces it."""

    number: int
    rows: int
    width: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question as asked, and the answer."""

    prompt: Prompt
    answer: str


def find_shapes(prompt: Prompt) -> list[Shape]:
    """The tables that a prompt asks about; none where it asks about something else."""
    return [Shape(*map(int, found)) for found in _TABLE.findall(prompt.user)]


def find_sketches(prompt: Prompt) -> dict[int, str]:
    """What a prompt shows of tables whose columns are lost, by their numbers; empty where it asks
    about something else."""
    found = map(_HEAD.match, prompt.user.split("\n\n"))
    return {int(one[1]): one[2] for one in found if one}


def sketch_head(region: Region) -> str:
    """A region as prompts show it, whatever its number."""
    return sketch_region(0, region).removeprefix("table 0: ")


def count_pieces(sketch: str) -> int:
    """How many pieces the header of a table has that is shown so."""
    headers = (line for line in sketch.splitlines() if line.startswith("header "))
    return sum(len(line.split()) - 1 for line in headers)


def reply(prompt: Prompt, text: str) -> Reply:
    """An answer, its tokens estimated."""
    asked = estimate_tokens(prompt.system + prompt.user)
    return Reply(text=text, tokens_in=asked, tokens_out=estimate_tokens(text), seconds=0)


@dataclass(slots=True)
class RightModel:
    """A model that gives the answers that it was given; it keeps what it was asked."""

    answers: Mapping[int, TableAnswer]
    heads: Mapping[str, HeadAnswer] = field(default_factory=dict)
    """Of tables whose columns are lost, by what is shown of them."""
    exchanges: list[Exchange] = field(default_factory=list)
    name: str = "right"

    def ask(self, prompt: Prompt, _listen: Listen | None = None) -> Reply:
        """The answers about the tables of a prompt."""
        sketches = find_sketches(prompt)
        heads = find_answers(sketches, self.heads)
        tables = [
            self.answers[shape.number] for shape in find_shapes(prompt) if fits(shape, self.answers)
        ]
        answer = (
            HeadsAnswer(tables=tuple(heads)) if sketches else TablesAnswer(tables=tuple(tables))
        )
        self.exchanges.append(Exchange(prompt, answer.model_dump_json()))
        return reply(prompt, self.exchanges[-1].answer)


def fits(shape: Shape, answers: Mapping[int, TableAnswer]) -> bool:
    """Whether there is an answer about a table as wide as this one."""
    return shape.number in answers and len(answers[shape.number].columns) == shape.width


def find_answers(sketches: Mapping[int, str], heads: Mapping[str, HeadAnswer]) -> list[HeadAnswer]:
    """The answers about the tables shown, each under its number."""
    return [
        heads[sketch].model_copy(update={"table": number})
        for number, sketch in sketches.items()
        if sketch in heads
    ]


def head_of(region: Region, grid: Grid, layout: Layout) -> HeadAnswer | None:
    """The answer that points out the header of a layout; None where one piece is of two cells.

    What stands over no figures stands over the codes and names.
    """
    pieces = [piece for line in region.header for piece in line]
    numbers = {piece.source.spans[0]: number for number, piece in enumerate(pieces)}
    paths = [[grid.rows[row][at] for row, at in column.header] for column in layout.columns]
    cells = {cell for path in paths for cell in path}
    if not all(paths) or any(span not in numbers for cell in cells for span in cell.source.spans):
        return None
    told = answer_of(0, grid, layout)
    groups = _find_groups(paths, numbers)
    used = {span for cell in cells for span in cell.source.spans}
    left = [span for span in numbers if span not in used]
    if left:
        below = [at for at, path in enumerate(paths) if path[0].source.line > left[0].line]
        lead = [at for at in below if layout.columns[at].role is not Role.AMOUNT] or [0]
        rest = tuple(numbers[span] for span in left)
        groups = (GroupAnswer(pieces=rest, first=lead[0], last=lead[-1]), *groups)
    return HeadAnswer(
        table=0,
        kind=told.kind,
        columns=told.columns,
        heads=tuple(_find_numbers(path[-1], numbers) for path in paths),
        groups=groups,
        sides=told.sides,
        funds=told.funds,
    )


def _find_groups(
    paths: Sequence[Sequence[Printed]], numbers: Mapping[Span, int]
) -> tuple[GroupAnswer, ...]:
    over: dict[Printed, list[int]] = {}
    for at, path in enumerate(paths):
        for cell in path[:-1]:
            over.setdefault(cell, []).append(at)
    return tuple(
        GroupAnswer(pieces=_find_numbers(cell, numbers), first=at[0], last=at[-1])
        for cell, at in over.items()
    )


def _find_numbers(cell: Printed, numbers: Mapping[Span, int]) -> tuple[int, ...]:
    return tuple(numbers[span] for span in cell.source.spans)


def answer_of(number: int, grid: Grid, layout: Layout, title: str = "") -> TableAnswer:
    """The answer that points out a layout of a table; what its title says need not be said."""
    header = _find_block(layout.header_rows)
    columns = layout.columns
    return TableAnswer(
        table=number,
        kind=layout.kind,
        header=header,
        columns=tuple(_find_word(column) for column in columns),
        sides=tuple(
            column.index for before, column in pairwise(columns) if column.side != before.side
        ),
        spans=_find_spans(grid, layout, header),
        funds=tuple(
            FundOfColumn(column=column.index, fund=column.fund)
            for column in columns
            if column.role is Role.AMOUNT and column.fund not in (Fund.ALL, read_fund((title,)))
        ),
        skipped=layout.skipped,
        totals=layout.totals,
        joins=layout.joins,
        pairs=tuple((*pair.label, *pair.value) for pair in layout.pairs),
    )


def _find_block(rows: tuple[int, ...]) -> tuple[int, ...]:
    """The header rows from the first to where others stand; later ones are found by their words."""
    first = min(rows, default=0)
    return tuple(row for at, row in enumerate(sorted(rows)) if row == first + at)


def _find_word(column: LayoutColumn) -> ColumnWord:
    if column.role is not Role.AMOUNT:
        return ColumnWord(column.role.value)
    is_other_total = column.is_total and column.measure not in _TOTALS
    return ColumnWord((Measure.TOTAL if is_other_total else column.measure).value)


def _find_spans(grid: Grid, layout: Layout, header: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """The header cells that stand over further columns, those left out that the format keeps."""
    if any(merge.row in header for merge in grid.merges):
        return ()
    last: dict[tuple[int, int], int] = {}
    for column in layout.columns:
        last |= {place: column.index for place in column.header if place[0] in header}
    return tuple((row, at, end) for (row, at), end in sorted(last.items()) if end > at)
