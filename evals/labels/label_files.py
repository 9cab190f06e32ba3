"""The label files of one document, written: read back strictly before they replace the old ones.

Beside them lies `answers.json`: what was said of each cell and finding as read. It is no label,
it says where the work goes on.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from evals.labels.gold import (
    FindingLabel,
    GoldError,
    Noted,
    TableLabel,
    check_facts,
    note_facts,
    note_findings,
    note_tables,
)
from extraction import FactRow, normal_form

UNKNOWN = "unknown"
"""The maker of labels that named none before others were added to their file."""
_FACTS, _TABLES, _FINDINGS, _ANSWERS = "facts.csv", "tables.csv", "findings.csv", "answers.json"
Line = tuple[object, ...]
_SEEN = {True: "yes", False: "no"}


class LabelError(Exception):
    """A label that cannot be written, or a document that cannot be labelled."""


class Answer(BaseModel):
    """What a person said of a cell or a finding as read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    read: str
    """Where it was read."""
    fact: FactRow | None = None
    """The label of a cell; null where no such cell is printed."""
    finding: str | None = None
    """The id of a finding's label; null where the document does not disagree with itself."""


_LIST = TypeAdapter(tuple[Answer, ...])


@dataclass(frozen=True)
class Labelled:
    """All that is labelled of one document."""

    facts: tuple[Noted[FactRow], ...] = ()
    """The labelled cells by table and row."""
    tables: tuple[Noted[TableLabel], ...] = ()
    """The labelled tables by number."""
    findings: tuple[Noted[FindingLabel], ...] | None = None
    """The labelled findings; None where nobody has looked for any."""
    answers: tuple[Answer, ...] = ()
    """What was said of what was read, in the order in which it was said."""

    @cached_property
    def answer_to(self) -> Mapping[str, Answer]:
        """What was said, by where it was read."""
        return {answer.read: answer for answer in self.answers}

    @cached_property
    def by_line(self) -> Mapping[Line, Noted[FactRow]]:
        """The labelled cells by what tells them apart."""
        return {line_of(noted.label): noted for noted in self.facts}

    @cached_property
    def elsewhere(self) -> Mapping[Line, Sequence[Noted[FactRow]]]:
        """The cells that were labelled without being asked for, by what makes them right."""
        asked = {line_of(answer.fact) for answer in self.answers if answer.fact}
        found: dict[Line, list[Noted[FactRow]]] = {}
        for noted in self.facts:
            if line_of(noted.label) not in asked:
                found.setdefault(content_of(noted.label), []).append(noted)
        return found


def line_of(fact: FactRow) -> Line:
    """What tells a fact from the others of its document."""
    return (fact.table, fact.row, fact.code, fact.label, fact.column, fact.value)


def content_of(fact: FactRow) -> Line:
    """What makes a fact right, in its normal form; its row does not."""
    return (fact.table, *map(normal_form, (fact.code, fact.label, fact.column, fact.value)))


def read_labelled(folder: Path) -> Labelled:
    """The labels of a folder; a file that is missing holds none. Raises `GoldError`."""
    return Labelled(
        facts=note_facts(folder) if (folder / _FACTS).exists() else (),
        tables=note_tables(folder) if (folder / _TABLES).exists() else (),
        findings=note_findings(folder) if (folder / _FINDINGS).exists() else None,
        answers=_read_answers(folder / _ANSWERS),
    )


def write_labelled(folder: Path, before: Labelled, after: Labelled) -> None:
    """Write what has changed; raises `LabelError` where the format forbids it.

    A file that named no makers names them from then on: those before are `unknown`.
    """
    facts = sorted(after.facts, key=lambda noted: (noted.label.table, noted.label.row))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".") as made:
            new = Path(made) / folder.name
            new.mkdir()
            if after.facts != before.facts or not (folder / _FACTS).exists():
                _write_table(new / _FACTS, FactRow, facts)
                check_facts(note_facts(new), [noted.label for noted in after.tables])
            if after.tables != before.tables:
                _write_table(new / _TABLES, TableLabel, after.tables)
                check_facts(facts, [noted.label for noted in note_tables(new)])
            if after.findings is not None and after.findings != before.findings:
                _write_table(new / _FINDINGS, FindingLabel, after.findings)
                note_findings(new)
            if after.answers != before.answers:
                (new / _ANSWERS).write_bytes(_LIST.dump_json(after.answers, indent=1))
            # Tables before their facts, answers last: what is cut short is asked again, not lost.
            for path in sorted(new.iterdir(), reverse=True):
                path.replace(folder / path.name)
    except GoldError as exc:
        raise LabelError(str(exc)) from exc
    except OSError as exc:
        raise LabelError(f"{exc.filename or folder}: {exc.strerror}") from exc


def _write_table(
    path: Path,
    record: type[FactRow | TableLabel | FindingLabel],
    labels: Iterable[Noted[FactRow | TableLabel | FindingLabel]],
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        names = [field.name for field in fields(record)]
        writer.writerow([*names, "by", "seen"])
        for noted in labels:
            values = (getattr(noted.label, name) for name in names)
            writer.writerow([*values, noted.by or UNKNOWN, _SEEN[noted.seen]])


def _read_answers(path: Path) -> tuple[Answer, ...]:
    if not path.exists():
        return ()
    try:
        return _LIST.validate_json(path.read_bytes())
    except (OSError, ValidationError) as exc:
        raise GoldError(f"{path.parent.name}/{path.name}: {exc}") from exc
