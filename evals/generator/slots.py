"""Cells with what they span: tables as they are meant, before a format draws them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evals.generator.styles import Spans

_PREFIX = re.compile(
    r"(\[\d+\]|\d+[ -]|（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d\.|　)*"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table and how far it reaches; it stands in the row where it begins."""

    text: str
    """What is printed in it; empty for a blank cell."""
    column: int
    """Index of its first column."""
    rows: int = 1
    """How many rows it spans."""
    columns: int = 1
    """How many columns it spans."""


SlotRow = tuple[Slot, ...]
"""The cells that begin in one row, from left to right."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A cell of a body row that is merged with blank ones."""

    cell: int
    """Index of the cell in its row."""
    rows: int = 1
    """How many rows it spans."""
    columns: int = 1
    """How many columns it spans."""


def merge_blanks(cells: Sequence[str]) -> tuple[Merge, ...]:
    """Each cell merged with the blank ones behind it, as forms are drawn."""
    filled = [index for index, cell in enumerate(cells) if cell]
    ends = [*filled[1:], len(cells)]
    merges = (Merge(one, 1, end - one) for one, end in zip(filled, ends, strict=True))
    return tuple(merge for merge in merges if merge.columns > 1)


def slot_rows(
    rows: Sequence[Sequence[str]], merges: Sequence[Sequence[Merge]]
) -> tuple[SlotRow, ...]:
    """Rows of cells and what each row merges, as slots; covered cells have none."""
    covered: set[tuple[int, int]] = set()
    slots = []
    for number, (cells, merged) in enumerate(zip(rows, merges, strict=True)):
        spans = {merge.cell: (merge.rows, merge.columns) for merge in merged}
        row = []
        for column, text in enumerate(cells):
            if (number, column) in covered:
                continue
            height, width = spans.get(column, (1, 1))
            height = min(height, len(rows) - number)
            covered |= {(number + y, column + x) for y in range(height) for x in range(width)}
            row.append(Slot(text, column, height, width))
        slots.append(tuple(row))
    return tuple(slots)


def plain_rows(slots: Sequence[SlotRow], width: int) -> list[list[str]]:
    """Rows of cells, a span printed once, at its top left."""
    rows = [[""] * width for _ in slots]
    for row, begun in zip(rows, slots, strict=True):
        for slot in begun:
            row[slot.column] = slot.text
    return rows


def spread_rows(slots: Sequence[SlotRow], width: int, spans: Spans) -> list[list[str]]:
    """Rows of cells, a span printed as the template does: once, across, or in all its cells."""
    rows = [[""] * width for _ in slots]
    for number, begun in enumerate(slots):
        for slot in begun:
            height = slot.rows if spans is Spans.FILLED else 1
            across = slot.columns if spans is not Spans.ONCE else 1
            for y in range(height):
                for x in range(across):
                    rows[number + y][slot.column + x] = slot.text
    return rows


def element_counts(rows: Sequence[SlotRow]) -> dict[tuple[int, int], int]:
    """How many cells of its row begin or go on up to a cell, by row and column.

    A file keeps the rest of a cell over several rows in each of them.
    """
    counts: dict[tuple[int, int], int] = {}
    until: dict[int, int] = {}
    for number, row in enumerate(rows):
        going = [column for column, end in until.items() if end > number]
        until = {column: until[column] for column in going}
        for slot in row:
            until[slot.column] = number + slot.rows
        columns = sorted({*going, *(slot.column for slot in row)})
        for slot in row:
            counts[number, slot.column] = columns.index(slot.column) + 1
    return counts


def prefix_length(text: str) -> int:
    """How much of a name is code, ordinal or indentation."""
    found = _PREFIX.match(text)
    return found.end() if found else 0


def break_name(text: str, room: int, mark: str) -> str:
    """A name with a line break behind so many of its characters, where it has more."""
    place = room + prefix_length(text)
    if not room or len(text) <= place + 1 or not text[place].isalpha():
        return text
    return f"{text[:place]}{mark}{text[place:]}"
