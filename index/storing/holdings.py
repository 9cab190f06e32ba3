"""What a library holds of a document: the record itself, and all that is derived from it."""

import hashlib
import json
import os
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from extraction import (
    Adviser,
    Disclosure,
    DisclosureKind,
    Report,
    Severity,
    Transcript,
    check,
    extract,
    transcribe,
)
from index.records import Document, Fact, Passage
from index.storing.catalogue import Entry, Identity
from index.storing.facts import find_facts
from index.storing.passages import find_passages

CHUNKER = "3"
"""Version of the facts and passages that are derived; another one derives them anew."""
_DIGITS = 16
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

_Model = TypeVar("_Model", bound=BaseModel)


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
    text: Transcript
    disclosure: Disclosure
    report: Report
    data: bytes = b""
    """Its bytes where the library has to keep them: an upload, a file of an archive."""

    def named(self, name: str) -> "Prepared":
        """The same under another name, which every source in it bears."""
        if name == self.text.document:
            return self
        # Reading it again would take asking again.
        disclosure = _rename(self.disclosure, name)
        text = self.text.renamed(name)
        return replace(self, text=text, disclosure=disclosure, report=check(disclosure))


def find_edition(disclosure: Disclosure) -> str:
    """What tells whether a document of the same bytes, whatever its name, has to be written anew: a
    model may read it otherwise than the rules did."""
    if storable(disclosure.document) != disclosure.document:
        disclosure = _rename(disclosure, "")
    # In JSON a quotation mark that is none of the syntax is escaped: only keys are met.
    named = f'"document":{json.dumps(disclosure.document, ensure_ascii=False)}'
    nameless = disclosure.model_dump_json().replace(named, '"document":""')
    digest = hashlib.sha256(nameless.encode()).hexdigest()[:_DIGITS]
    return f"{disclosure.schema_version}/{CHUNKER}/{digest}"


def prepare(path: Path, adviser: Adviser | None = None) -> Prepared:
    """Read, extract and check a file; what the rules leave open the adviser is asked.

    Raises an `ExtractionError` where it cannot be read.
    """
    text = transcribe(path)
    disclosure = extract(text, adviser)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """All that a library holds of one document."""

    entry: Entry
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
        format=disclosure.format,
        agency=known.agency,
        region=known.region,
        year=known.year,
        kind=known.kind,
        corrected=corrections.names(),
        tables=len(disclosure.tables),
        facts=len(facts),
        passages=len(passages),
        gaps=len(disclosure.gaps),
        broken=sum(found.severity is Severity.ERROR for found in prepared.report.findings),
    )
    return Holding(
        entry=Entry(document, added, find_edition(disclosure), corrections),
        disclosure=disclosure,
        report=prepared.report,
        lines=prepared.text.lines,
        facts=facts,
        passages=passages,
    )


def _rename(record: _Model, name: str) -> _Model:
    """A record with all that it holds under another name."""
    fields = {field: _rename_all(value, name) for field, value in record}
    named = {**fields, "document": name} if "document" in fields else fields
    return record.model_copy(update=named)


def _rename_all(value: object, name: str) -> object:
    if isinstance(value, BaseModel):
        return _rename(value, name)
    return tuple(_rename_all(one, name) for one in value) if isinstance(value, tuple) else value


def storable(name: str) -> str:
    """A file's name or path as text; what is none in it becomes question marks."""
    return _UNPRINTABLE.sub("?", name)
