"""Writing to a library: one writer at a time, one transaction at the end.

    names → texts embedded → vectors stored → records committed → stale vectors deleted

Killed at any moment, the records are as before or as after. Vectors that fit no record are
ignored by a search; those too many or too few are put right by the next write.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from extraction import TextFile
from index.embedders import Embedder
from index.errors import LibraryBusy, LibraryError, NoVectors, OtherEmbedder
from index.filling import OnStep, fill_vectors
from index.holdings import (
    Entry,
    Holding,
    Identity,
    Indexed,
    Outcome,
    Prepared,
    make_holding,
    mark_superseded,
)
from index.locks import WRITING, hold_lock
from index.naming import Place, find_place
from index.rows import vector_keys
from index.snapshot import Snapshot
from index.store import Change, Store
from index.vectors import VectorKey, Vectors

EMBEDDER = "embedder"
"""Key of the embedder's name in `meta`; missing where there are no vectors."""
LACKING = "lacking"
"""Key in `meta`, `yes` where documents were added without an embedder."""


def check_embedder(meta: Mapping[str, str], embedder: Embedder | None, folder: Path) -> None:
    """Raise OtherEmbedder where the vectors of a library were made by another one."""
    made_by = meta.get(EMBEDDER)
    if embedder and made_by not in (None, embedder.name):
        raise OtherEmbedder(
            f"{folder}: its vectors were made by another embedder ({made_by}, now "
            f"{embedder.name}); rebuild them"
        )


class Writer:
    """The one that may write to a library, while it holds the lock."""

    def __init__(
        self, folder: Path, store: Store, embedder: Embedder | None, patience: float
    ) -> None:
        self._folder = folder
        self._store = store
        self._embedder = embedder
        self._patience = patience
        self._vectors = (
            Vectors(folder, embedder.name, embedder.dimension, patience) if embedder else None
        )

    def add(self, prepared: Sequence[Prepared], on_step: OnStep) -> list[Indexed]:
        """Add documents, each in the place of the one that it is."""
        with self._alone(on_step):
            entries = {entry.document.name: entry for entry in self._store.entries()}
            holdings: dict[str, Holding] = {}
            places = []
            for one in prepared:
                place = find_place(one, entries.values())
                places.append(place)
                if place.outcome is not Outcome.UNCHANGED:
                    holding = self._hold(one, place, holdings, entries)
                    holdings[place.name], entries[place.name] = holding, holding.entry
            self._write(Change(tuple(holdings.values())), on_step)
        return _describe(prepared, places, entries)

    def _hold(
        self,
        prepared: Prepared,
        place: Place,
        holdings: Mapping[str, Holding],
        entries: Mapping[str, Entry],
    ) -> Holding:
        corrections = Identity()
        if place.name in holdings:
            corrections = holdings[place.name].corrections
        elif place.old:
            corrections = self._store.corrections(place.name)
        newest = max((entry.added for entry in entries.values()), default=0)
        added = place.old.added if place.old and place.keeps_rank else newest + 1
        return make_holding(prepared.named(place.name), corrections, added)

    def remove(self, name: str, on_step: OnStep) -> None:
        """Remove a document; raises UnknownDocument."""
        with self._alone(on_step):
            document = self._catalogue().document(name)
            self._write(Change(removed=(document.name,)), on_step)

    def correct(self, name: str, identity: Identity, on_step: OnStep) -> None:
        """Set by hand what a document does not say of itself, or says wrongly."""
        with self._alone(on_step):
            document = self._catalogue().document(name)
            entries = {entry.document.name: entry for entry in self._store.entries()}
            entry = entries[document.name]
            holding = make_holding(
                self._prepared(entry),
                identity.over(self._store.corrections(document.name)),
                entry.added,
            )
            self._write(Change((holding,)), on_step)

    def _prepared(self, entry: Entry) -> Prepared:
        name = entry.document.name
        disclosure = self._store.disclosure(name)
        lines = self._store.lines(name)
        text = TextFile(name, disclosure.sha256, disclosure.encoding, lines)
        return Prepared(Path(entry.document.path), text, disclosure, self._store.report(name))

    def rebuild(self, on_step: OnStep) -> None:
        """Make all vectors anew."""
        if self._vectors is None:
            raise LibraryError("there is no embedder here: vectors cannot be made")
        if not self._store.exists():
            return
        with self._alone(on_step, whoever=True):
            self._vectors.drop()
            self._write(Change(), on_step)

    @contextmanager
    def _alone(self, on_step: OnStep, *, whoever: bool = False) -> Iterator[None]:
        """Hold the library; another embedder may have come to it since it was opened."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise LibraryError(f"{exc.filename or self._folder}: {exc.strerror}") from exc
        waiting = lambda: on_step("waiting", 0, 1)  # noqa: E731
        with hold_lock(self._folder, WRITING, self._patience, waiting):
            if not whoever:
                check_embedder(self._store.meta(), self._embedder, self._folder)
            yield

    def _catalogue(self) -> Snapshot:
        return Snapshot(self._store, self._store.signature())

    def _write(self, change: Change, on_step: OnStep) -> None:
        gone = {*change.removed, *(holding.entry.document.name for holding in change.holdings)}
        passages = [passage for holding in change.holdings for passage in holding.passages]
        new = dict(vector_keys(passages))
        keys = [key for key in self._store.vector_keys() if key.document not in gone] + list(new)
        if self._vectors:
            self._fill(keys, new, on_step)
        meta = self._next_meta(change)
        if change.holdings or change.removed or meta != self._store.meta():
            count = len(gone)
            on_step("writing", 0, count)
            self._store.commit(Change(change.holdings, change.removed, meta))
            on_step("writing", count, count)
        if self._vectors:
            # The records are written; a vector too many does no harm until the next write.
            with suppress(NoVectors, LibraryBusy):
                wanted = {key.id for key in keys}
                self._vectors.discard(sorted(self._vectors.ids() - wanted))

    def _fill(
        self, keys: Sequence[VectorKey], new: Mapping[VectorKey, str], on_step: OnStep
    ) -> None:
        assert self._vectors is not None
        assert self._embedder is not None
        present = self._vectors.ids()
        missing = [key for key in keys if key.id not in present]
        old = {key.document for key in missing if key not in new}
        passages = [p for some in self._store.passages(sorted(old)).values() for p in some]
        texts_by_key = dict(vector_keys(passages)) | dict(new)
        texts = {key.digest: texts_by_key[key] for key in missing}
        fill_vectors(self._vectors, self._embedder, missing, texts, on_step)

    def _next_meta(self, change: Change) -> dict[str, str]:
        meta = self._store.meta()
        if self._embedder:
            return meta | {EMBEDDER: self._embedder.name, LACKING: "no"}
        return meta | ({LACKING: "yes"} if change.holdings else {})


def _describe(
    prepared: Sequence[Prepared], places: Sequence[Place], entries: Mapping[str, Entry]
) -> list[Indexed]:
    documents = mark_superseded(entries.values())
    older: dict[str, list[str]] = {}
    for document in documents.values():
        if document.superseded_by:
            older.setdefault(document.superseded_by, []).append(document.name)
    indexed = []
    for one, place in zip(prepared, places, strict=True):
        notices = [place.notice] if place.notice else []
        if place.outcome is not Outcome.UNCHANGED and place.name in older:
            notices.append(f"supersedes {', '.join(older[place.name])}")
        document = documents[place.name]
        indexed.append(Indexed(one.path, place.name, place.outcome, "; ".join(notices), document))
    return indexed
