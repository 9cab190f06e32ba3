"""Hand labels, read strictly: a slip in a label must stop the scoring, not lower a score."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from extraction import FactRow
from extraction.text import normal_form
from extraction.vocabulary import TableKind, Unit

_Member = TypeVar("_Member", bound=StrEnum)

# A line, a page, or a sheet and cell of a workbook.
_WHERE = re.compile(r"[1-9]\d*|[^!]+![A-Z]{1,3}[1-9]\d*")
_WHOLE = re.compile(r"0|[1-9]\d*")
_FIGURE = re.compile(r"[-−+]?\d[\d,]*(?:\.\d+)?%?")


class GoldError(Exception):
    """A label file breaks the format; the text names the file and the line."""


class FindingKind(StrEnum):
    """In what way a document disagrees with itself."""

    ROW_SUM = "row_sum"
    COLUMN_SUM = "column_sum"
    HIERARCHY_SUM = "hierarchy_sum"
    CROSS_TABLE = "cross_table"
    TEXT_VS_TABLE = "text_vs_table"
    TEXT_ARITHMETIC = "text_arithmetic"
    TEXT_VS_TEXT = "text_vs_text"
    LABEL = "label"
    UNIT = "unit"
    PLACEHOLDER = "placeholder"


class Severity(StrEnum):
    """How far a document disagrees with itself."""

    ROUNDING = "rounding"
    ERROR = "error"
    WORDING = "wording"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLabel:
    """One printed table, as `tables.csv` has it."""

    table: int
    """Number of the table in reading order, from 1."""
    title: str
    """Its printed title without white space."""
    unit: str
    """The money unit as printed; empty where none is given."""
    kind: TableKind
    """What the table is."""
    rows: int
    """Number of its body rows."""
    where: str
    """Where its title stands: a line, a page, or a sheet and cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLabel:
    """One disagreeing cell or phrase, as `findings.csv` has it."""

    id: str
    """Name of the label, the only one of its file."""
    kind: FindingKind
    """In what way the document disagrees with itself."""
    where: str
    """Where the disagreeing print stands: a line, a page, or a sheet and cell."""
    statement: str
    """What is wrong, in a sentence."""
    printed: str
    """The disagreeing print: a figure or words."""
    computed: str
    """What should stand there; empty where nothing can be said."""
    severity: Severity
    """How far the document disagrees with itself."""
    note: str
    """Further places and doubts; empty where there are none."""

    @property
    def is_arithmetical(self) -> bool:
        """Whether an amount or rate is printed and another one computed."""
        both = (normal_form(self.printed), normal_form(self.computed))
        return all(_FIGURE.fullmatch(text) for text in both)


def read_facts(folder: Path) -> tuple[FactRow, ...]:
    """The labelled facts of one document, in the order of `facts.csv`; raises `GoldError`."""
    lines = _read_lines(folder / "facts.csv", _columns(FactRow))
    return tuple(_read_fact(line) for line in lines)


def read_tables(folder: Path) -> tuple[TableLabel, ...]:
    """The labelled tables of one document, in reading order; raises `GoldError`."""
    lines = list(_read_lines(folder / "tables.csv", _columns(TableLabel)))
    _require_unique(lines, "table")
    return tuple(sorted((_read_table(line) for line in lines), key=lambda label: label.table))


def read_findings(folder: Path) -> tuple[FindingLabel, ...]:
    """The labelled findings of one document; raises `GoldError`."""
    lines = list(_read_lines(folder / "findings.csv", _columns(FindingLabel)))
    _require_unique(lines, "id")
    return tuple(_read_finding(line) for line in lines)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a label file: its place for errors, and its fields by column."""

    place: str
    values: dict[str, str]

    def text(self, column: str) -> str:
        """The field as it is; a field of nothing but white space is an error."""
        text = self.values[column]
        if text and not text.strip():
            raise GoldError(f"{self.place}: {column} holds only white space")
        return text

    def given(self, column: str) -> str:
        """The field, which may not be empty."""
        if not (text := self.text(column)):
            raise GoldError(f"{self.place}: {column} is empty")
        return text

    def number(self, column: str, least: int) -> int:
        """The field as a whole number of at least `least`."""
        text = self.values[column]
        if not _WHOLE.fullmatch(text) or int(text) < least:
            raise GoldError(f"{self.place}: {column} is no number from {least} on: {text!r}")
        return int(text)

    def member(self, column: str, kind: type[_Member]) -> _Member:
        """The field as a member of a closed vocabulary."""
        try:
            return kind(self.values[column])
        except ValueError as exc:
            known = ", ".join(kind)
            message = f"{self.place}: {column} is {self.values[column]!r}, not one of {known}"
            raise GoldError(message) from exc

    def unit(self) -> str:
        """The money unit, or nothing."""
        text = self.values["unit"]
        if text and self.member("unit", Unit).in_yuan is None:
            raise GoldError(f"{self.place}: unit is no unit of money: {text!r}")
        return text

    def where(self) -> str:
        """The place in the document."""
        text = self.values["where"]
        if not _WHERE.fullmatch(text):
            message = f"{self.place}: where is no line, page or sheet and cell: {text!r}"
            raise GoldError(message)
        return text


def _read_fact(line: _Line) -> FactRow:
    return FactRow(
        table=line.number("table", least=1),
        title=line.text("title"),
        unit=line.unit(),
        row=line.number("row", least=1),
        code=line.text("code"),
        label=line.text("label"),
        column=line.text("column"),
        value=line.given("value"),
        where=line.where(),
    )


def _read_table(line: _Line) -> TableLabel:
    return TableLabel(
        table=line.number("table", least=1),
        title=line.given("title"),
        unit=line.unit(),
        kind=line.member("kind", TableKind),
        rows=line.number("rows", least=0),
        where=line.where(),
    )


def _read_finding(line: _Line) -> FindingLabel:
    return FindingLabel(
        id=line.given("id"),
        kind=line.member("kind", FindingKind),
        where=line.where(),
        statement=line.given("statement"),
        printed=line.given("printed"),
        computed=line.text("computed"),
        severity=line.member("severity", Severity),
        note=line.text("note"),
    )


def _columns(record: type[FactRow | TableLabel | FindingLabel]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


def _read_lines(path: Path, columns: Sequence[str]) -> Iterator[_Line]:
    """The lines under the header, each with as many fields as there are columns."""
    name = f"{path.parent.name}/{path.name}"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            _check_header(next(reader, []), columns, f"{name}:1")
            for values in reader:
                yield _make_line(values, columns, f"{name}:{reader.line_num}")
    except OSError as exc:
        raise GoldError(f"{name}: {exc.strerror}") from exc
    except (UnicodeDecodeError, csv.Error) as exc:
        raise GoldError(f"{name}: {exc}") from exc


def _check_header(header: Sequence[str], columns: Sequence[str], place: str) -> None:
    if tuple(header) != tuple(columns):
        raise GoldError(f"{place}: the columns are {','.join(header)}, not {','.join(columns)}")


def _make_line(values: Sequence[str], columns: Sequence[str], place: str) -> _Line:
    if len(values) != len(columns):
        raise GoldError(f"{place}: {len(values)} fields under {len(columns)} columns")
    return _Line(place, dict(zip(columns, values, strict=True)))


def _require_unique(lines: Sequence[_Line], column: str) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.values[column] in seen:
            raise GoldError(f"{line.place}: {column} {line.values[column]} is there twice")
        seen.add(line.values[column])
