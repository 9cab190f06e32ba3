"""A suite: documents with their hand labels, from one folder.

corpus/**/NAME.pdf           a document, of any format and at any depth
gold/NAME/                   its labels: tables.csv, facts.csv, findings.csv, questions.jsonl,
                             grids.jsonl
gold/questions-TOPIC.jsonl   questions over several documents
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evals.labels.gold import (
    FindingLabel,
    GoldError,
    Noted,
    Provenance,
    TableLabel,
    check_facts,
    count_makers,
    note_facts,
    note_findings,
    note_tables,
)
from evals.labels.grids import GridLabel, read_grids
from evals.labels.questions import Question, note_questions, require_unique_ids
from evals.labels.quotes import (
    Quote,
    quote_evidence,
    quote_facts,
    quote_findings,
    quote_tables,
)
from extraction import FactRow

_Labels = TypeVar("_Labels")

LABEL_FILES = ("tables.csv", "facts.csv", "findings.csv", "questions.jsonl", "grids.jsonl")
"""What a label folder may hold; notes in other formats are passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of one document; None for a file that its folder does not have."""

    folder: Path
    """The folder of the files."""
    tables: tuple[Noted[TableLabel], ...] | None
    """Its tables, in reading order."""
    facts: tuple[Noted[FactRow], ...] | None
    """Its facts; where they are labelled, tables are."""
    findings: tuple[Noted[FindingLabel], ...] | None
    """Where it disagrees with itself."""
    questions: tuple[Noted[Question], ...] | None
    """The questions that are asked of it alone."""
    grids: tuple[GridLabel, ...] | None = None
    """The whole grids of its tables, in the order of their lines."""

    @property
    def provenance(self) -> dict[str, Provenance]:
        """Who made the labels of each file that is there, by its name; grids do not say."""
        notes = {
            "tables.csv": self.tables,
            "facts.csv": self.facts,
            "findings.csv": self.findings,
            "questions.jsonl": self.questions,
        }
        return {name: count_makers(labels) for name, labels in notes.items() if labels is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a suite."""

    name: str
    """Its file's name without the ending."""
    path: Path
    """Its file."""
    labels: Labels | None
    """Its labels; None where it has no folder of its own."""
    digest: str
    """SHA-256 of its file and its label files, in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Documents, their labels, and the questions over several of them."""

    root: Path
    """The folder with `corpus` and `gold`."""
    documents: Mapping[str, Document]
    """Every document by name, those without labels too, in the order of their names."""
    joint: tuple[Noted[Question], ...]
    """The questions of `questions-*.jsonl`, in the order of files and lines."""
    digest: str
    """SHA-256 of all documents and label files, in hexadecimal."""

    @property
    def questions(self) -> tuple[Noted[Question], ...]:
        """Every question, those of one document first; `file` and `place` say where it is from."""
        own = (document.labels.questions for document in self.labelled if document.labels)
        return (*(noted for questions in own for noted in questions or ()), *self.joint)

    @property
    def labelled(self) -> tuple[Document, ...]:
        """The documents that have a label folder."""
        return tuple(document for document in self.documents.values() if document.labels)


def open_suite(root: Path) -> Suite:
    """The suite in a folder, its labels read and held against each other.

    Raises `GoldError` for the first slip. What labels quote is gathered by `find_quotes`, and not
    looked up here.
    """
    paths = _find_documents(root / "corpus")
    folders, files = _find_labels(root / "gold")
    for file in files:
        if file.stem in paths:
            raise GoldError(f"gold/{file.name}: a document of corpus has the same name")
    for name, folder in folders.items():
        if name not in paths:
            raise GoldError(f"gold/{folder.name}: there is no document {name} in corpus")
    documents = {
        name: _open_document(name, path, folders.get(name)) for name, path in paths.items()
    }
    suite = Suite(
        root=root,
        documents=documents,
        joint=tuple(noted for file in files for noted in note_questions(file)),
        digest=_digest(
            (*(bytes.fromhex(one.digest) for one in documents.values()), *map(_read, files))
        ),
    )
    _check_questions(suite)
    return suite


def find_quotes(suite: Suite, document: Document) -> Iterator[Quote]:
    """What the labels say of a document, in the order of its label files."""
    if labels := document.labels:
        yield from quote_tables(labels.tables or ())
        yield from quote_facts(labels.facts or ())
        yield from quote_findings(labels.findings or ())
    yield from quote_evidence(suite.questions, document.name)


def read_labels(folder: Path) -> Labels:
    """The labels in a folder, facts and grids held against tables; raises `GoldError`."""
    present = {path.name for path in folder.iterdir() if path.suffix in (".csv", ".jsonl")}
    if unknown := sorted(present.difference(LABEL_FILES)):
        raise GoldError(f"{folder.name}/{unknown[0]}: it is none of {', '.join(LABEL_FILES)}")
    if not present:
        raise GoldError(f"gold/{folder.name}: it has none of {', '.join(LABEL_FILES)}")
    if "facts.csv" in present and "tables.csv" not in present:
        raise GoldError(f"{folder.name}/facts.csv: there is no tables.csv beside it")

    def read(name: str, reader: Callable[[Path], _Labels]) -> _Labels | None:
        return reader(folder) if name in present else None

    labels = Labels(
        folder=folder,
        tables=read("tables.csv", note_tables),
        facts=read("facts.csv", note_facts),
        findings=read("findings.csv", note_findings),
        questions=read("questions.jsonl", lambda path: note_questions(path / "questions.jsonl")),
        grids=read("grids.jsonl", lambda path: read_grids(path / "grids.jsonl")),
    )
    check_facts(labels.facts or (), [noted.label for noted in labels.tables or ()])
    _check_grids(labels)
    return labels


def _check_grids(labels: Labels) -> None:
    """Every grid is of a labelled table, where tables are labelled."""
    if labels.tables is None:
        return
    known = {noted.label.table for noted in labels.tables}
    for line, grid in enumerate(labels.grids or (), start=1):
        if grid.table not in known:
            place = f"{labels.folder.name}/grids.jsonl:{line}"
            raise GoldError(f"{place}: table {grid.table} is not in tables.csv")


def _find_documents(corpus: Path) -> dict[str, Path]:
    """The files by name; a name stands for one file, since places differ between formats."""
    found: dict[str, Path] = {}
    for path in sorted(corpus.rglob("*"), key=lambda path: (path.stem, path)):
        parts = path.relative_to(corpus).parts
        if not path.is_file() or any(part.startswith(".") for part in parts):
            continue
        if path.stem in found:
            first = found[path.stem].relative_to(corpus).as_posix()
            raise GoldError(f"corpus/{'/'.join(parts)}: corpus/{first} has the same name")
        found[path.stem] = path
    if not found:
        raise GoldError(f"{corpus}: there is no document")
    return found


def _find_labels(gold: Path) -> tuple[dict[str, Path], list[Path]]:
    """The label folders by name, and the files of questions over several documents."""
    if not gold.is_dir():
        raise GoldError(f"{gold}: there is no such folder")
    seen = sorted(path for path in gold.iterdir() if not path.name.startswith("."))
    files = [path for path in seen if path.suffix == ".jsonl"]
    for path in files:
        if not path.name.startswith("questions-"):
            raise GoldError(f"gold/{path.name}: it is no questions-*.jsonl")
    return {path.name: path for path in seen if path.is_dir()}, files


def _open_document(name: str, path: Path, folder: Path | None) -> Document:
    labels = read_labels(folder) if folder else None
    files = [folder / file for file in LABEL_FILES] if folder else []
    digest = _digest((name.encode(), _read(path), *map(_read, files)))
    return Document(name=name, path=path, labels=labels, digest=digest)


def _check_questions(suite: Suite) -> None:
    """Every question is asked of documents that are there, its folder's among them."""
    for noted in suite.questions:
        for name in noted.label.documents:
            if name not in suite.documents:
                raise GoldError(f"{noted.place}: there is no document {name} in corpus")
    for document in suite.labelled:
        for noted in (document.labels.questions if document.labels else None) or ():
            if document.name not in noted.label.documents:
                raise GoldError(f"{noted.place}: it is not asked of {document.name}")
    require_unique_ids(suite.questions)


def _read(path: Path) -> bytes:
    """The bytes of a file; none of one that is not there."""
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as exc:
        raise GoldError(f"{path}: {exc.strerror}") from exc


def _digest(parts: tuple[bytes, ...]) -> str:
    """SHA-256 of some parts, each behind its length, so that none runs into the next."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.hexdigest()
