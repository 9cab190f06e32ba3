"""What was read of a library while its file stood unchanged."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from extraction import Disclosure, Report
from index.records import Document, Fact, Passage
from index.storing.boilerplate import Boilerplate, Text
from index.storing.lexical import Lexical, find_tokens
from index.storing.queries import FactQuery
from index.storing.rows import vector_keys
from index.storing.store import Signature, Store
from index.storing.vectors import VectorKey

Piece = TypeVar("Piece")
_KEPT_DOCUMENTS = 64
_KEPT_SCOPES = 8
_SAMPLED = 100
"""Of so many agencies the prose tells what recurs."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The passages of some documents, ready to be searched."""

    passages: tuple[Passage, ...]
    vectors: dict[VectorKey, int]
    """Those passages that have vectors, with their indices."""
    lexical: Lexical


class _Kept(Generic[Piece]):
    """Pieces of the documents used last; what is not there is read, all in one go.

    Nothing is read under a lock: who has the file open may be waiting for that lock.
    """

    def __init__(self, read: Callable[[Sequence[str]], dict[str, tuple[Piece, ...]]]) -> None:
        self._read = read
        self._pieces: dict[str, tuple[Piece, ...]] = {}
        self._lock = threading.Lock()

    def of(self, names: Sequence[str]) -> tuple[Piece, ...]:
        """The pieces of documents, in the order of the names."""
        with self._lock:
            here = {name: self._pieces.pop(name) for name in names if name in self._pieces}
            self._pieces |= here
        missing = [name for name in names if name not in here]
        read = self._read(missing) if missing else {}
        here |= read
        with self._lock:
            self._pieces |= read
            for name in list(self._pieces)[:-_KEPT_DOCUMENTS]:
                del self._pieces[name]
        return tuple(piece for name in names for piece in here[name])


class Snapshot:
    """The catalogue of a library, and what was read of its documents."""

    def __init__(self, store: Store, signature: Signature) -> None:
        self.signature = signature
        self.catalogue = store.catalogue()
        self._documents = {one.name: one for one in self.catalogue.documents}
        self._store = store
        self._facts: _Kept[Fact] = _Kept(lambda names: store.facts(FactQuery(documents=names)))
        self._passages: _Kept[Passage] = _Kept(store.passages)
        self._lines: _Kept[str] = _Kept(store.lines)
        self._records: _Kept[Disclosure] = _Kept(
            lambda names: {name: (store.disclosure(name),) for name in names}
        )
        self._reports: _Kept[Report] = _Kept(
            lambda names: {name: (store.report(name),) for name in names}
        )
        self._scopes: dict[tuple[str, ...], Scope] = {}
        self._lock = threading.Lock()
        self._boilerplate: Boilerplate | None = None
        self._read_prose = store.prose

    def document(self, name: str) -> Document:
        """The document of a name, in capitals or not. Raises UnknownDocument."""
        return self._documents[self.catalogue.entry(name).document.name]

    def names(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names as the library writes them, each once. Raises UnknownDocument."""
        return tuple(dict.fromkeys(self.catalogue.entry(name).document.name for name in names))

    def facts(self, names: Iterable[str]) -> tuple[Fact, ...]:
        """The facts of documents, in the order of the names."""
        return self._facts.of(self.names(names))

    def holders(self, query: FactQuery) -> frozenset[str]:
        """Which documents have a fact with a value that a query finds."""
        return self._store.holders(query)

    def items(self, query: FactQuery, most: int) -> frozenset[str]:
        """So many different items at most of the facts with a value that a query finds."""
        return self._store.items(query, most)

    def passages(self, names: Iterable[str]) -> tuple[Passage, ...]:
        """The passages of documents, in the order of the names."""
        return self._passages.of(self.names(names))

    def likeliest(self, names: Iterable[str], words: Sequence[str], most: int) -> tuple[str, ...]:
        """Those documents of which one passage holds the most of some words, best first."""
        return self._store.likeliest(self.names(names), words, most)

    def load(self, names: Iterable[str]) -> None:
        """Read at once what answers over several documents look at."""
        wanted = self.names(names)
        for kept in (self._facts, self._passages, self._lines):
            kept.of(wanted)

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines of a document as read."""
        return self._lines.of([self.document(name).name])

    def disclosure(self, name: str) -> Disclosure:
        """The record of a document."""
        (disclosure,) = self._records.of([self.document(name).name])
        return disclosure

    def report(self, name: str) -> Report:
        """The checks of a document."""
        (report,) = self._reports.of([self.document(name).name])
        return report

    def scope(self, names: Iterable[str]) -> Scope:
        """The passages of documents, indexed by their words."""
        key = tuple(sorted(self.names(names)))
        scope = self._scopes.get(key) or _make_scope(self._passages.of(key))
        with self._lock:
            self._scopes.pop(key, None)
            self._scopes[key] = scope
            for old in list(self._scopes)[:-_KEPT_SCOPES]:
                del self._scopes[old]
        return scope

    def shares_of_boilerplate(self, passages: Sequence[Passage]) -> list[float]:
        """How much of each passage recurs in the library, from 0 to 1."""
        boilerplate = self._boilerplate
        if boilerplate is None:
            boilerplate = self._boilerplate = Boilerplate(self._sample())
        texts = (Text(self._agency(p.document), p.document, p.text) for p in passages)
        return boilerplate.shares(texts)

    def _sample(self) -> Iterator[Text]:
        """The prose of the newest document of each of many agencies."""
        newest: dict[str, Document] = {}
        for one in self.catalogue.documents:
            if one.agency and (one.year or 0) >= (newest.get(one.agency, one).year or 0):
                newest[one.agency] = one
        names = [one.name for one in newest.values()]
        step = max(1, len(names) // _SAMPLED)
        for name, text in self._read_prose(names[::step][:_SAMPLED]):
            yield Text(self._agency(name), name, text)

    def _agency(self, name: str) -> str:
        return self._documents[name].agency or ""


def _make_scope(passages: tuple[Passage, ...]) -> Scope:
    lexical = Lexical(find_tokens(passage.text) for passage in passages)
    return Scope(passages, find_places(passages), lexical)


def find_places(passages: Sequence[Passage]) -> dict[VectorKey, int]:
    """The passages that have vectors, with their indices."""
    places = {(passage.document, passage.number): i for i, passage in enumerate(passages)}
    return {key: places[key.document, key.number] for key, _ in vector_keys(passages)}
