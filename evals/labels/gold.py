"""Hand labels, read strictly: a slip in a label must stop the scoring, not lower a score."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from extraction import FactRow
from extraction.text import normal_form
from extraction.vocabulary import TableKind, Unit

_Label = TypeVar("_Label")
_Label_co = TypeVar("_Label_co", covariant=True)
_Member = TypeVar("_Member", bound=StrEnum)

_COUNT = r"[1-9]\d*"
# A line or page, a sheet and cell of a workbook, a cell of a Word document or web page.
_WHERE = re.compile(
    rf"{_COUNT}|[^!]+![A-Z]{{1,3}}{_COUNT}|table {_COUNT}, row {_COUNT}, cell {_COUNT}"
)
_WHOLE = re.compile(r"0|[1-9]\d{0,8}")
NOT_UTF8 = "this is not UTF-8: save it as “CSV UTF-8”, or as UTF-8 text"
"""What is said of a label file in another encoding."""
_FIGURE = re.compile(r"[-−+]?\d[\d,]*(?:\.\d+)?%?")
_MAKERS = ("by", "seen")
_SEEN = {"yes": True, "no": False}


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
        return is_figure(self.printed) and is_figure(self.computed)


@dataclass(frozen=True, slots=True)
class Noted(Generic[_Label_co]):
    """A label with its line and its maker."""

    label: _Label_co
    """What the line says."""
    place: str
    """Folder, file and line (`name/facts.csv:12`), as errors name it."""
    by: str = ""
    """Who made the label; empty where the file does not say."""
    seen: bool = False
    """Whether it was confirmed beside its source."""

    @property
    def file(self) -> str:
        """Folder and file."""
        return self.place.rpartition(":")[0]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who made the labels of a file."""

    labels: int
    """Number of labels."""
    makers: Mapping[str, int]
    """How many each maker made; empty where the file does not say."""
    seen: int
    """How many were confirmed beside their source."""

    def __str__(self) -> str:
        """`341 labels: 300 by hand, 41 by model; 300 seen`."""
        if not self.makers:
            return f"{self.labels} labels: by whom is not recorded"
        makers = ", ".join(f"{count} by {maker}" for maker, count in self.makers.items())
        return f"{self.labels} labels: {makers}; {self.seen} seen"


def read_facts(folder: Path) -> tuple[FactRow, ...]:
    """The labelled facts of one document, in the order of `facts.csv`; raises `GoldError`."""
    return tuple(noted.label for noted in note_facts(folder))


def read_tables(folder: Path) -> tuple[TableLabel, ...]:
    """The labelled tables of one document, in reading order; raises `GoldError`."""
    return tuple(noted.label for noted in note_tables(folder))


def read_findings(folder: Path) -> tuple[FindingLabel, ...]:
    """The labelled findings of one document; raises `GoldError`."""
    return tuple(noted.label for noted in note_findings(folder))


def note_facts(folder: Path) -> tuple[Noted[FactRow], ...]:
    """The same as `read_facts`, each with its line and maker."""
    lines = _read_lines(folder / "facts.csv", _columns(FactRow))
    return tuple(_note(line, _read_fact(line)) for line in lines)


def note_tables(folder: Path) -> tuple[Noted[TableLabel], ...]:
    """The same as `read_tables`, each with its line and maker."""
    lines = list(_read_lines(folder / "tables.csv", _columns(TableLabel)))
    _require_unique(lines, "table")
    notes = (_note(line, _read_table(line)) for line in lines)
    return tuple(sorted(notes, key=lambda noted: noted.label.table))


def note_findings(folder: Path) -> tuple[Noted[FindingLabel], ...]:
    """The same as `read_findings`, each with its line and maker."""
    lines = list(_read_lines(folder / "findings.csv", _columns(FindingLabel)))
    _require_unique(lines, "id")
    return tuple(_note(line, _read_finding(line)) for line in lines)


def check_facts(facts: Iterable[Noted[FactRow]], tables: Iterable[TableLabel]) -> None:
    """Raise `GoldError` for the first fact that contradicts the labels of its document's tables."""
    known = {table.table: table for table in tables}
    for noted in facts:
        fact, table = noted.label, known.get(noted.label.table)
        if table is None:
            raise GoldError(f"{noted.place}: table {fact.table} is not in tables.csv")
        if fact.title != table.title:
            message = f"title is {fact.title!r}, in tables.csv {table.title!r}"
            raise GoldError(f"{noted.place}: {message}")
        if fact.unit != table.unit:
            message = f"unit is {fact.unit!r}, in tables.csv {table.unit!r}"
            raise GoldError(f"{noted.place}: {message}")
        if fact.row > table.rows:
            message = f"row is {fact.row}, and tables.csv counts {table.rows}"
            raise GoldError(f"{noted.place}: {message}")


def count_makers(notes: Sequence[Noted[object]]) -> Provenance:
    """Who made some labels."""
    makers = Counter(noted.by for noted in notes if noted.by)
    return Provenance(len(notes), makers, sum(noted.seen for noted in notes))


def read_seen(text: object, place: str) -> bool:
    """Whether a label says that it was confirmed: `yes` or `no`; raises `GoldError`."""
    if not isinstance(text, str) or text not in _SEEN:
        raise GoldError(f"{place}: seen is {text!r}, not yes or no")
    return _SEEN[text]


def is_place(text: str) -> bool:
    """Whether a text names a line, a page or a cell."""
    return _WHERE.fullmatch(text) is not None


def is_figure(printed: str) -> bool:
    """Whether an amount or a rate is printed, and nothing beside it."""
    return _FIGURE.fullmatch(normal_form(printed)) is not None


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
        if not is_place(text):
            raise GoldError(f"{self.place}: where is no line, page or cell: {text!r}")
        return text


def _note(line: _Line, label: _Label) -> Noted[_Label]:
    if "by" not in line.values:
        return Noted(label, line.place)
    seen = read_seen(line.values["seen"], line.place)
    return Noted(label, line.place, by=line.given("by"), seen=seen)


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
    """The lines under the header, each with a field for every column and for its maker."""
    name = f"{path.parent.name}/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = _check_header(next(reader, []), columns, f"{name}:1")
            for values in reader:
                yield _make_line(values, header, f"{name}:{reader.line_num}")
    except OSError as exc:
        raise GoldError(f"{name}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise GoldError(f"{name}: {NOT_UTF8}") from exc
    except csv.Error as exc:
        raise GoldError(f"{name}: {exc}: is a quotation mark left open?") from exc


def _check_header(header: Sequence[str], columns: Sequence[str], place: str) -> tuple[str, ...]:
    """The columns, and behind them those that tell who made the labels where the file has them."""
    for known in (tuple(columns), (*columns, *_MAKERS)):
        if tuple(header) == known:
            return known
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
