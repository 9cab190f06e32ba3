"""What a generated document is: its text, and the truth about every figure in it."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Protocol

from evals.generator.blocks import Block
from evals.generator.styles import Style
from evals.gold import TableLabel
from extraction.export import FactRow
from extraction.vocabulary import Direction, DisclosureKind, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLabel:
    """One figure of the prose and what is said of it; values are as printed."""

    item: str
    """What the figure is of, without white space."""
    level: Decimal
    """The figure itself, in `unit`."""
    change: Decimal | None = None
    """By how much it differs from the earlier one, without a sign; None where not said."""
    direction: Direction | None = None
    """Which way it went; None where nothing is compared."""
    rate: Decimal | None = None
    """By what percentage it changed; None where not said."""
    share: Decimal | None = None
    """What percentage of the whole it is; None where not said."""
    completion: Decimal | None = None
    """What percentage of the budget was carried out; None where not said."""
    unit: Unit
    """The unit of level and change."""
    line: int
    """The line on which the level stands, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedDocument:
    """A fictional disclosure and everything that is true of it."""

    name: str
    """The file's name without its ending."""
    text: str
    """What is published."""
    facts: tuple[FactRow, ...]
    """Every printed cell of its tables, as in `facts.csv`."""
    tables: tuple[TableLabel, ...]
    """Every table, as in `tables.csv`."""
    agency: str
    """The agency that publishes, as it names itself."""
    region: str
    """The city, district or county of the agency."""
    year: int
    """The year that is budgeted or accounted for."""
    kind: DisclosureKind
    """Whether it is a budget or a final account."""
    statements: tuple[StatementLabel, ...]
    """Every figure of the prose that is of the agency's money, people or assets."""
    traits: frozenset[str]
    """The layout classes that it was printed with (`codes:three`, `breaks:bare`, …)."""
    blocks: tuple[Block, ...]
    """The same words and tables before a format draws them, in reading order."""
    style: Style
    """The template."""


class _Record(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


def write_document(folder: Path, document: GeneratedDocument) -> None:
    """Write `<name>.txt` into the folder and its truth into `gold/<name>/`."""
    gold = folder / "gold" / document.name
    gold.mkdir(parents=True, exist_ok=True)
    text = folder / f"{document.name}.txt"
    text.write_text(document.text, encoding="utf-8", newline="\n")
    _write_rows(gold / "facts.csv", FactRow, document.facts)
    _write_rows(gold / "tables.csv", TableLabel, document.tables)


def _write_rows(path: Path, kind: type[_Record], rows: Iterable[FactRow | TableLabel]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(kind)])
        writer.writerows(astuple(row) for row in rows)
