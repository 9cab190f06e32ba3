"""Figures in which a letter stands for a digit: read as one only where a sum confirms it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extraction.money import parse_cell
from extraction.records import Cell, Gap, Row, Source, Table
from extraction.relations import Verdict
from extraction.tables import Reading
from extraction.tablesums import table_outcomes
from extraction.vocabulary import Clue, Content, GapReason

# What a scan shows alike, and marks that stand for a point or a comma.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("OoQD", "0"),
        **dict.fromkeys("Il|ij", "1"),
        **dict.fromkeys("Zz", "2"),
        **dict.fromkeys("Ss", "5"),
        "b": "6",
        "B": "8",
        **dict.fromkeys("gq", "9"),
        **dict.fromkeys("，、；;'‘’", ","),
        **dict.fromkeys("。·．：:", "."),
    }
)
_SIGNS = "".join(map(re.escape, map(chr, _ALIKE)))
_NEARLY = re.compile(rf"[-−△▲(（]?[\d,.{_SIGNS} ]+[)）]?%?")
Spot = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Guess:
    """A cell that may be a figure, and the cell that it would be."""

    row: int
    cell: int
    figure: Cell


def confirm_lookalikes(reading: Reading) -> Reading:
    """The reading with those cells as figures that a sum confirms; what is printed stays."""
    guesses = list(_guess_figures(reading.table))
    if not guesses:
        return reading
    guessed = _replace_cells(reading.table, guesses)
    confirmed = _confirmed(guessed)
    kept = [guess for guess in guesses if _spot(guess.figure.source) in confirmed]
    guessed_at = {_spot(guess.figure.source) for guess in guesses}
    gaps = [g for g in reading.gaps if g.source is None or _spot(g.source) not in guessed_at]
    gaps += [_gap(reading.table, guess) for guess in guesses if guess not in kept]
    return Reading(reading.layout, _replace_cells(reading.table, kept), tuple(gaps))


def _gap(table: Table, guess: _Guess) -> Gap:
    return Gap(
        reason=GapReason.NOT_A_NUMBER,
        message="a letter stands among digits, and no sum says for which digit",
        printed=guess.figure.printed,
        source=guess.figure.source,
        table=table.number,
    )


def _guess_figures(table: Table) -> Iterable[_Guess]:
    for at, row in enumerate(table.rows):
        for index, cell in enumerate(row.cells):
            unit = table.columns[cell.column].unit if cell.column is not None else None
            if cell.content is not Content.WORDS or not unit or not _is_nearly(cell.printed):
                continue
            content, amount = parse_cell(cell.printed.translate(_ALIKE), unit)
            if content is Content.AMOUNT:
                update = {"content": content, "amount": amount, "inferred": (Clue.SUMS,)}
                yield _Guess(at, index, cell.model_copy(update=update))


def _is_nearly(printed: str) -> bool:
    return _NEARLY.fullmatch(printed) is not None and any(map(str.isdigit, printed))


def _replace_cells(table: Table, guesses: Iterable[_Guess]) -> Table:
    changed: dict[int, Mapping[int, Cell]] = {}
    for guess in guesses:
        changed[guess.row] = {**changed.get(guess.row, {}), guess.cell: guess.figure}
    rows = tuple(_replace_row(row, changed.get(at, {})) for at, row in enumerate(table.rows))
    return table.model_copy(update={"rows": rows})


def _replace_row(row: Row, cells: Mapping[int, Cell]) -> Row:
    if not cells:
        return row
    kept = tuple(cells.get(index, cell) for index, cell in enumerate(row.cells))
    return row.model_copy(update={"cells": kept})


def _confirmed(table: Table) -> set[Spot]:
    """The places of cells that take part in a sum that ties, and in none that breaks."""
    tied: set[Spot] = set()
    broken: set[Spot] = set()
    for outcome in table_outcomes(table, {}, whole=True):
        operands = (outcome.relation.total, *outcome.relation.parts)
        spots = {_spot(o.source) for o in operands if o.amount is not None and o.amount.value}
        if outcome.verdict.holds:
            tied |= spots
        elif outcome.verdict is Verdict.BROKEN:
            broken |= spots
    return tied - broken


def _spot(source: Source) -> Spot:
    span = source.spans[0]
    return span.line, span.start, span.end
