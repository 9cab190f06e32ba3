"""What a generated document is: its text, and the truth about every figure in it."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, ClassVar, Protocol

from evals.generator.blocks import Block, Spot, Start
from evals.generator.claims import StatementLabel
from evals.generator.manuscripts import Manuscript
from evals.generator.slips import SlipKind
from evals.generator.styles import Style
from evals.labels.gold import FindingLabel, TableLabel
from extraction.export import FactRow
from extraction.vocabulary import DisclosureKind


@dataclass(frozen=True, slots=True)
class PlantedError:
    """An error that was planted."""

    kind: SlipKind
    """What went wrong."""
    meant: str
    """What should have been printed; of a moved figure, its cell; of a row, its cells."""
    findings: tuple[str, ...]
    """Names of the labels that it is known by."""
    keys: frozenset[str]
    """Names of the amounts of the accounts that it made doubtful."""


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
    starts: tuple[Start, ...]
    """Where each block comes to stand in the text."""
    manuscript: Manuscript
    """What was printed, entry by entry."""
    findings: tuple[FindingLabel, ...] = ()
    """Where it disagrees with itself, as in `findings.csv`; places are lines of the text."""
    finding_spots: tuple[Spot, ...] = ()
    """The place of each finding in the blocks."""
    errors: tuple[PlantedError, ...] = ()
    """The errors that were planted."""


class _Record(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


def write_document(folder: Path, document: GeneratedDocument) -> None:
    """Write `<name>.txt` into the folder and its truth into `gold/<name>/`."""
    gold = folder / "gold" / document.name
    gold.mkdir(parents=True, exist_ok=True)
    text = folder / f"{document.name}.txt"
    text.write_text(document.text, encoding="utf-8", newline="\n")
    write_labels(gold / "facts.csv", FactRow, document.facts)
    write_labels(gold / "tables.csv", TableLabel, document.tables)


def write_labels(
    path: Path, kind: type[_Record], rows: Iterable[FactRow | TableLabel | FindingLabel]
) -> None:
    """Write labels of one kind as CSV, with a header line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(kind)])
        writer.writerows(astuple(row) for row in rows)
