"""The catalogue of a library: which documents it holds, and which of them are current."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from extraction import DisclosureKind, normal_form
from index.errors import UnknownDocument
from index.records import Document, Record

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
        return _publication(self)


def _publication(one: Identity | Document) -> Publication | None:
    if one.agency is None or one.year is None or one.kind is None:
        return None
    return normal_form(one.agency), one.year, one.kind


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the library's catalogue."""

    document: Document
    """Who it is, as corrected; `superseded_by` is not set yet."""
    added: int
    """Its place in the order of adding; the later of two publications is the current one."""
    edition: str
    """Versions of extraction and chunker that made it."""
    corrections: Identity
    """What of it was set by hand."""

    @property
    def publication(self) -> Publication | None:
        """What it shares with another publication of the same."""
        return _publication(self.document)


@dataclass(frozen=True)
class Catalogue:
    """What a library holds, at a glance."""

    meta: Mapping[str, str]
    """What is known of the library itself."""
    entries: tuple[Entry, ...]
    """Its documents, in any order."""

    @cached_property
    def current(self) -> tuple[Document, ...]:
        """Those that no newer publication supersedes, in the same order."""
        return tuple(one for one in self.documents if one.superseded_by is None)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents by region, agency, year and name; superseded ones too."""
        return tuple(sorted(mark_superseded(self.entries).values(), key=_order))

    def entry(self, name: str) -> Entry:
        """The document of a name, in capitals or not. Raises UnknownDocument."""
        found = self._by_name.get(name.casefold())
        if found is None:
            near = get_close_matches(name.casefold(), self._by_name, n=3, cutoff=0.5)
            names = ", ".join(self._by_name[one].document.name for one in near)
            hint = f"; near names: {names}" if near else ""
            raise UnknownDocument(f"no document is called {name}{hint}")
        return found

    @cached_property
    def _by_name(self) -> dict[str, Entry]:
        return {entry.document.name.casefold(): entry for entry in self.entries}


def _order(document: Document) -> tuple[str, str, int, str]:
    return document.region or "", document.agency or "", document.year or 0, document.name


def mark_superseded(entries: Iterable[Entry]) -> dict[str, Document]:
    """The documents by name; of several publications the one added last is current."""
    entries = sorted(entries, key=lambda entry: entry.added)
    published = [(entry.document, entry.publication) for entry in entries]
    current = {publication: document.name for document, publication in published if publication}
    return {
        document.name: _superseded(document, current[publication] if publication else None)
        for document, publication in published
    }


def _superseded(document: Document, newest: str | None) -> Document:
    """The document, with the name of the newest of its publication where that is another one."""
    by = None if newest == document.name else newest
    return document if by is None else document.model_copy(update={"superseded_by": by})
