"""Tables as rows of CSV, one printed cell a row."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from typing import TextIO

from extraction.money import plain_value
from extraction.records import Cell, Column, Disclosure, Row, Table
from extraction.text import squash, strip_tags
from extraction.vocabulary import Content


@dataclass(frozen=True, slots=True)
class FactRow:
    """One printed cell of a table, as `facts.csv` has it."""

    table: int
    """Number of the table in reading order, from 1."""
    title: str
    """Its printed title without white space."""
    unit: str
    """The money unit of the table as printed; empty where none is given."""
    row: int
    """Number of the body row, from 1."""
    code: str
    """The printed code, its parts joined; empty where none is printed."""
    label: str
    """The row's name without white space."""
    column: str
    """The header path, joined by `/`; empty where no header stands over the cell."""
    value: str
    """What is printed: amounts without thousands separators, words without white space and tags."""
    where: str
    """Where a person finds it: the cell of a workbook, the page, else the line."""


def printed_cells(disclosure: Disclosure) -> Iterator[tuple[Table, Row, Cell]]:
    """Every cell that is not blank, with its table and row, in reading order."""
    for table in disclosure.tables:
        for row in table.rows:
            for cell in row.cells:
                if cell.content is not Content.BLANK:
                    yield table, row, cell


def fact_rows(disclosure: Disclosure) -> Iterator[FactRow]:
    """The same as rows of `facts.csv`."""
    return (_fact_row(*place) for place in printed_cells(disclosure))


def write_facts(disclosure: Disclosure, file: TextIO) -> None:
    """Write `facts.csv`: UTF-8, a header line, comma separated."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([field.name for field in fields(FactRow)])
    writer.writerows(_tuples(fact_rows(disclosure)))


def _tuples(rows: Iterable[FactRow]) -> Iterator[tuple[object, ...]]:
    return (astuple(row) for row in rows)


def _fact_row(table: Table, row: Row, cell: Cell) -> FactRow:
    column: Column | None = None if cell.column is None else table.columns[cell.column]
    words = cell.content is Content.WORDS
    return FactRow(
        table=table.number,
        title=squash(table.title.printed) if table.title else "",
        unit=table.unit or "",
        row=row.number,
        code=squash(row.code.printed) if row.code else "",
        label=row.label,
        column="/".join(column.path) if column else "",
        value=squash(strip_tags(cell.printed)) if words else plain_value(cell.printed),
        where=cell.source.where,
    )
