"""A library: documents in a folder, read by many and written by one at a time."""

from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path

from extraction import Disclosure, DisclosureKind, Report
from index.errors import LibraryError
from index.records import Document, Fact, Hit, Passage, PassageKind
from index.storing.catalogue import Identity
from index.storing.embedders import Embedder
from index.storing.filling import OnStep
from index.storing.holdings import Indexed, Prepared
from index.storing.lexical import find_tokens
from index.storing.originals import Originals
from index.storing.queries import FactQuery
from index.storing.ranking import fuse_ranks, is_asked_for, rank_best, weigh_down
from index.storing.snapshot import Scope, Snapshot, find_places
from index.storing.store import Store
from index.storing.vectors import VectorKey, Vectors
from index.storing.writing import EMBEDDER, LACKING, Writer, check_embedder

_DEPTH = 100  # passages of a ranking that count
_MOST_SEARCHED = 30
_WORDS = 24  # of a question by which the documents to search are told
_QUESTIONS = 256  # whose vectors are kept
_PATIENCE = 120.0  # seconds that a writer waits for another one


class Library:
    """Documents with their facts and passages, in one folder."""

    def __init__(
        self, folder: Path, embedder: Embedder | None, *, patience: float = _PATIENCE
    ) -> None:
        """Open a library, or one that is made once something is added.

        Raises OtherEmbedder where another one made the vectors; OtherVersion or DamagedLibrary
        where the file is not ours.
        """
        self.folder = folder
        self._embedder = embedder
        # One question is looked for in several ways.
        self._embed = lru_cache(_QUESTIONS)(embedder.embed_question) if embedder else None
        self._store = Store(folder)
        self._writer = Writer(folder, self._store, embedder, patience)
        self._vectors = (
            Vectors(folder, embedder.name, embedder.dimension, patience) if embedder else None
        )
        self._originals = Originals(folder)
        self._failure = ""
        self._snapshot = Snapshot(self._store, self._store.signature())
        check_embedder(self._snapshot.catalogue.meta, embedder, folder)

    @classmethod
    def rebuilt(cls, folder: Path, embedder: Embedder, on_step: OnStep | None = None) -> "Library":
        """Open a library whose vectors another embedder made, by making them anew."""
        Writer(folder, Store(folder), embedder, _PATIENCE).rebuild(on_step or _be_silent)
        return cls(folder, embedder)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a user of its answers should know."""
        meta = self._fresh().catalogue.meta
        if self._embedder is None:
            return ("no embedder runs here: search is by words only",)
        if meta and EMBEDDER not in meta:
            return ("the library has no vectors yet: search is by words only until a rebuild",)
        if self._failure:
            return (f"{self._failure}: search was by words only",)
        if meta.get(LACKING) == "yes":
            return ("some documents have no vectors: they are found by words only",)
        return ()

    def add(self, prepared: Iterable[Prepared], on_step: OnStep | None = None) -> list[Indexed]:
        """Add documents in one transaction, each in the place of the one that it is.

        `on_step` is told of `waiting` for another writer, `embedding` texts, `writing` documents.
        """
        return self._writer.add(list(prepared), on_step or _be_silent)

    def remove(self, name: str) -> None:
        """Remove a document. Raises UnknownDocument."""
        self._writer.remove(name, _be_silent)

    def correct(
        self,
        name: str,
        *,
        agency: str | None = None,
        region: str | None = None,
        year: int | None = None,
        kind: DisclosureKind | None = None,
    ) -> Document:
        """Set by hand what is given; it stays so when the document is replaced."""
        identity = Identity(agency=agency, region=region, year=year, kind=kind)
        self._writer.correct(name, identity, _be_silent)
        return self.document(name)

    def rebuild(self, on_step: OnStep | None = None) -> None:
        """Make all vectors anew from the records."""
        self._writer.rebuild(on_step or _be_silent)

    def documents(self) -> tuple[Document, ...]:
        """All documents by region, agency, year and name; superseded ones too."""
        return self._fresh().catalogue.documents

    def current(self) -> tuple[Document, ...]:
        """The documents that no newer publication supersedes, in the same order."""
        return self._fresh().catalogue.current

    def document(self, name: str) -> Document:
        """The document of a name, in capitals or not. Raises UnknownDocument."""
        return self._fresh().document(name)

    def disclosure(self, name: str) -> Disclosure:
        """The record of a document."""
        return self._fresh().disclosure(name)

    def report(self, name: str) -> Report:
        """The checks of a document."""
        return self._fresh().report(name)

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines of a document as read; line 1 is the first."""
        return self._fresh().lines(name)

    def original(self, name: str) -> Path | None:
        """The file of a document or the library's copy; None where it has gone or changed."""
        return self._originals.find(self.document(name))

    def facts(self, names: Sequence[str]) -> tuple[Fact, ...]:
        """The facts of documents, in the order of the names."""
        return self._fresh().facts(names)

    def holders(self, query: FactQuery) -> frozenset[str]:
        """Which documents have a fact with a value that a query finds."""
        return self._fresh().holders(query)

    def items(self, query: FactQuery, most: int) -> frozenset[str]:
        """So many different items at most of the facts with a value that a query finds."""
        return self._fresh().items(query, most)

    def reading(self) -> AbstractContextManager[None]:
        """Inside, this thread opens the file once at most; for something short, no model's work."""
        return self._store.session()

    def load(self, names: Sequence[str]) -> None:
        """Read at once what answers over several documents look at, rather than one by one."""
        self._fresh().load(names)

    def passages(self, names: Sequence[str]) -> tuple[Passage, ...]:
        """The passages of documents, in the order of the names."""
        return self._fresh().passages(names)

    def nearest(
        self, question: str, names: Sequence[str], kinds: frozenset[PassageKind]
    ) -> tuple[Hit, ...]:
        """The hundred passages of documents nearest to a question by their vectors, best first."""
        snapshot = self._fresh()
        if not self._has_vectors(snapshot) or not names or not question.strip():
            return ()
        passages = snapshot.passages(names)
        wanted = {i for i, passage in enumerate(passages) if passage.kind in kinds}
        places = find_places(passages)
        near = self._near(question, snapshot, places, wanted)
        ranked = rank_best(near.items(), _DEPTH)
        scores = fuse_ranks([ranked])
        return tuple(Hit(passage=passages[i], score=scores[i], similarity=near[i]) for i in ranked)

    def search(
        self,
        question: str,
        names: Sequence[str],
        limit: int = 10,
        kinds: frozenset[PassageKind] | None = None,
    ) -> tuple[Hit, ...]:
        """The passages of documents that fit a question, by meaning and by words, best first.

        The nearest hundred by vectors and the best hundred by words count, whatever the limit. Of
        more than thirty documents those are searched that hold the most words of the question.
        """
        snapshot = self._fresh()
        if not snapshot.catalogue.entries or not names or not question.strip():
            return ()
        if len(names) > _MOST_SEARCHED:
            words = list(dict.fromkeys(find_tokens(question)))[:_WORDS]
            names = snapshot.likeliest(names, words, _MOST_SEARCHED)
        scope = snapshot.scope(names)
        wanted = {i for i, p in enumerate(scope.passages) if kinds is None or p.kind in kinds}
        near = self._near(question, snapshot, scope.vectors, wanted)
        scores = scope.lexical.scores(question)
        all_worded = ((number, scores[number]) for number in wanted if scores[number] > 0)
        worded = {n: scores[n] for n in rank_best(all_worded, 2 * _DEPTH)}
        recurring = self._recurring(question, snapshot, scope, sorted({*near, *worded}))
        fused = fuse_ranks(
            [rank_best(weigh_down(one, recurring).items(), _DEPTH) for one in (near, worded)]
        )
        return tuple(
            Hit(passage=scope.passages[i], score=fused[i], similarity=near.get(i))
            for i in rank_best(fused.items(), limit)
        )

    def _has_vectors(self, snapshot: Snapshot) -> bool:
        return bool(self._vectors) and EMBEDDER in snapshot.catalogue.meta

    def _recurring(
        self, question: str, snapshot: Snapshot, scope: Scope, numbers: Sequence[int]
    ) -> dict[int, float]:
        """How much of passages recurs, of those that a question does not ask for by name."""
        left = [n for n in numbers if not is_asked_for(question, scope.passages[n])]
        shares = snapshot.shares_of_boilerplate([scope.passages[n] for n in left])
        return dict(zip(left, shares, strict=True))

    def _near(
        self,
        question: str,
        snapshot: Snapshot,
        places: Mapping[VectorKey, int],
        wanted: Container[int],
    ) -> dict[int, float]:
        """Cosines of the passages nearest to a question; none where there are no vectors."""
        if not self._embed or not self._vectors or not self._has_vectors(snapshot):
            return {}
        keys = [key for key, number in places.items() if number in wanted]
        if not keys:
            return {}
        try:
            found = self._vectors.nearest(self._embed(question), keys, _DEPTH)
        except LibraryError as exc:
            self._failure = str(exc)
            return {}
        self._failure = ""
        return {places[key]: similarity for key, similarity in found}

    def _fresh(self) -> Snapshot:
        """What is known of the library, read anew where another process has changed it."""
        signature, snapshot = self._store.signature(), self._snapshot
        if signature != snapshot.signature:
            snapshot = self._snapshot = Snapshot(self._store, signature)
        return snapshot


def _be_silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""
