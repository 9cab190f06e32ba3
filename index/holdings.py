"""What a library holds of a document: the record itself, and all that is derived from it."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from extraction import (
    Disclosure,
    DisclosureKind,
    Report,
    TextFile,
    Verdict,
    check,
    extract,
    normal_form,
    read_text,
)
from index.facts import find_facts
from index.passages import find_passages
from index.records import Document, Fact, Passage, Record

CHUNKER = "1"
"""Version of the facts and passages that are derived; another one derives them anew."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


Publication = tuple[str, int, DisclosureKind]
"""Agency in normal form, year and kind: what two publications of the same share."""


class Identity(Record):
    """Whose a document is, of what year and kind, as far as it is known."""

    agency: str | None = None
    """The agency; null where not known."""
    region: str | None = None
    """The region; null where not known."""
    year: int | None = None
    """The year; null where not known."""
    kind: DisclosureKind | None = None
    """The kind; null where not known."""

    def names(self) -> tuple[str, ...]:
        """Which of the four are known."""
        return tuple(self.model_dump(exclude_none=True))

    def over(self, other: "Identity") -> "Identity":
        """This one, and where it knows nothing the other."""
        return other.model_copy(update=self.model_dump(exclude_none=True))

    @property
    def publication(self) -> Publication | None:
        """What another publication of the same shares; None where not all of it is known."""
        if self.agency is None or self.year is None or self.kind is None:
            return None
        return normal_form(self.agency), self.year, self.kind


def find_identity(disclosure: Disclosure) -> Identity:
    """What a document says of itself."""
    return Identity(
        agency=disclosure.agency.value if disclosure.agency else None,
        region=disclosure.region.value if disclosure.region else None,
        year=int(disclosure.year.value) if disclosure.year else None,
        kind=DisclosureKind(disclosure.kind.value) if disclosure.kind else None,
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was read, extracted and checked."""

    path: Path
    text: TextFile
    disclosure: Disclosure
    report: Report

    @property
    def edition(self) -> str:
        """What tells whether a document of the same bytes has to be written anew."""
        return f"{self.disclosure.schema_version}/{CHUNKER}"

    def named(self, name: str) -> "Prepared":
        """The same under another name, which every source in it bears."""
        if name == self.text.document:
            return self
        text = replace(self.text, document=name)
        disclosure = extract(text)
        return Prepared(self.path, text, disclosure, check(disclosure))


def prepare(path: Path) -> Prepared:
    """Read, extract and check a file. Raises an `ExtractionError` where it cannot be read."""
    text = read_text(path)
    disclosure = extract(text)
    return Prepared(Path(os.path.abspath(path)), text, disclosure, check(disclosure))


class Outcome(StrEnum):
    """What came of adding a file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Indexed:
    """What came of adding one file."""

    path: Path
    name: str
    outcome: Outcome
    notice: str
    """What a person should know: its name was taken, it supersedes another; else empty."""
    document: Document


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the library's catalogue."""

    document: Document
    """Who it is, as corrected; `superseded_by` is not set yet."""
    added: int
    """Its place in the order of adding; the later of two publications is the current one."""
    edition: str
    """Versions of extraction and chunker that made it."""

    @property
    def publication(self) -> Publication | None:
        """What it shares with another publication of the same."""
        document = self.document
        return Identity(agency=document.agency, year=document.year, kind=document.kind).publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """All that a library holds of one document."""

    entry: Entry
    corrections: Identity
    disclosure: Disclosure
    report: Report
    lines: tuple[str, ...]
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]


def make_holding(prepared: Prepared, corrections: Identity, added: int) -> Holding:
    """Derive facts and passages; the year that counts is the corrected one."""
    disclosure = prepared.disclosure
    facts = find_facts(disclosure, corrections.year)
    passages = find_passages(disclosure)
    known = corrections.over(find_identity(disclosure))
    document = Document(
        name=disclosure.document,
        path=storable(str(prepared.path)),
        sha256=disclosure.sha256,
        agency=known.agency,
        region=known.region,
        year=known.year,
        kind=known.kind,
        corrected=corrections.names(),
        tables=len(disclosure.tables),
        facts=len(facts),
        passages=len(passages),
        gaps=len(disclosure.gaps),
        broken=prepared.report.count(Verdict.BROKEN),
    )
    return Holding(
        entry=Entry(document, added, prepared.edition),
        corrections=corrections,
        disclosure=disclosure,
        report=prepared.report,
        lines=prepared.text.lines,
        facts=facts,
        passages=passages,
    )


def storable(name: str) -> str:
    """A file's name or path as text; what is none in it becomes question marks."""
    return _UNPRINTABLE.sub("?", name)


def mark_superseded(entries: Iterable[Entry]) -> dict[str, Document]:
    """The documents by name; of several publications the one added last is current."""
    entries = sorted(entries, key=lambda entry: entry.added)
    current = {entry.publication: entry.document.name for entry in entries if entry.publication}
    documents = {}
    for entry in entries:
        name = entry.document.name
        newest = current[entry.publication] if entry.publication else name
        update = {"superseded_by": None if newest == name else newest}
        documents[name] = entry.document.model_copy(update=update)
    return documents
