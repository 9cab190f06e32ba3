"""What a model that makes no mistake answers about tables that the rules know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from extraction import Fund, Measure, Prompt, Reply, estimate_tokens
from extraction.columns import read_fund
from extraction.grids import Grid
from extraction.layouts import Layout, LayoutColumn
from extraction.proposals.table_answers import (
    ColumnWord,
    FundOfColumn,
    TableAnswer,
    TablesAnswer,
)
from extraction.vocabulary import Role

_TABLE = re.compile(r"^table (\d+): (\d+) rows, (\d+) columns\b", re.MULTILINE)
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


def reply(prompt: Prompt, text: str) -> Reply:
    """An answer, its tokens estimated."""
    asked = estimate_tokens(prompt.system + prompt.user)
    return Reply(text=text, tokens_in=asked, tokens_out=estimate_tokens(text), seconds=0)


@dataclass(slots=True)
class RightModel:
    """A model that gives the answers that it was given; it keeps what it was asked."""

    answers: Mapping[int, TableAnswer]
    exchanges: list[Exchange] = field(default_factory=list)
    name: str = "right"

    def ask(self, prompt: Prompt) -> Reply:
        """The answers about the tables of a prompt."""
        known = [shape.number for shape in find_shapes(prompt) if shape.number in self.answers]
        text = TablesAnswer(tables=tuple(self.answers[n] for n in known)).model_dump_json()
        self.exchanges.append(Exchange(prompt, text))
        return reply(prompt, text)


def answer_of(number: int, grid: Grid, layout: Layout, title: str = "") -> TableAnswer:
    """The answer that points out a layout of a table; what its title says need not be said."""
    header = _find_block(layout.header_rows)
    columns = layout.columns
    return TableAnswer(
        table=number,
        kind=layout.kind,
        title=None,
        unit=None,
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
