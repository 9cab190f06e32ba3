"""Writing to a library: one writer at a time, one transaction at the end.

    names → texts embedded → vectors stored → records committed → stale vectors deleted

Killed at any moment, the records are as before or as after. Vectors that fit no record are
ignored by a search; those too many or too few are put right by the next write.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from extraction import Transcript
from index.errors import LibraryBusy, LibraryError, NoVectors, OtherEmbedder
from index.storing.catalogue import Catalogue, Entry, Identity, mark_superseded
from index.storing.embedders import Embedder
from index.storing.filling import OnStep, fill_vectors
from index.storing.holdings import Holding, Indexed, Outcome, Prepared, make_holding
from index.storing.locks import WRITING, hold_lock
from index.storing.naming import Place, Register, find_place
from index.storing.originals import Originals
from index.storing.rows import vector_keys
from index.storing.store import Change, Store
from index.storing.vectors import VectorKey, Vectors

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
        self._originals = Originals(folder)
        self._vectors = (
            Vectors(folder, embedder.name, embedder.dimension, patience) if embedder else None
        )

    def add(self, prepared: Sequence[Prepared], on_step: OnStep) -> list[Indexed]:
        """Add documents, each in the place of the one that it is."""
        with self._alone(on_step) as catalogue:
            register = Register(catalogue.entries)
            holdings: dict[str, Holding] = {}
            places = []
            for one in prepared:
                place = find_place(one, register)
                places.append(place)
                if one.data:
                    self._originals.put(one.disclosure.sha256, one.data)
                if place.outcome is not Outcome.UNCHANGED:
                    holding = holdings[place.name] = _hold(one, place, 1 + register.newest)
                    register.put(holding.entry)
            self._write(catalogue, Change(tuple(holdings.values())), on_step)
        return _describe(prepared, places, register.entries)

    def remove(self, name: str, on_step: OnStep) -> None:
        """Remove a document. Raises UnknownDocument."""
        with self._alone(on_step) as catalogue:
            removed = (catalogue.entry(name).document.name,)
            self._write(catalogue, Change(removed=removed), on_step)

    def correct(self, name: str, identity: Identity, on_step: OnStep) -> None:
        """Set by hand what a document does not say of itself, or says wrongly."""
        with self._alone(on_step) as catalogue:
            entry = catalogue.entry(name)
            corrections = identity.over(entry.corrections)
            holding = make_holding(self._prepared(entry), corrections, entry.added)
            self._write(catalogue, Change((holding,)), on_step)

    def _prepared(self, entry: Entry) -> Prepared:
        name = entry.document.name
        disclosure = self._store.disclosure(name)
        lines = self._store.lines([name])[name]
        text = Transcript(name, lines, disclosure.sha256, disclosure.format, disclosure.encoding)
        return Prepared(Path(entry.document.path), text, disclosure, self._store.report(name))

    def rebuild(self, on_step: OnStep) -> None:
        """Make all vectors anew, whoever made them."""
        if self._vectors is None:
            raise LibraryError("there is no embedder here: vectors cannot be made")
        if not self._store.exists():
            return
        with self._alone(on_step, whoever=True) as catalogue:
            self._vectors.drop()
            self._write(catalogue, Change(), on_step)

    @contextmanager
    def _alone(self, on_step: OnStep, *, whoever: bool = False) -> Iterator[Catalogue]:
        """Hold the library, which another embedder may have come to since it was opened."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise LibraryError(f"{exc.filename or self._folder}: {exc.strerror}") from exc
        on_wait = partial(on_step, "waiting", 0, 1)
        with hold_lock(self._folder, WRITING, self._patience, on_wait):
            catalogue = self._store.catalogue()
            if not whoever:
                check_embedder(catalogue.meta, self._embedder, self._folder)
            yield catalogue

    def _write(self, catalogue: Catalogue, change: Change, on_step: OnStep) -> None:
        count = len(change.holdings) + len(change.removed)
        keys = self._fill(change, on_step)
        meta = self._next_meta(catalogue, change)
        if count or meta != catalogue.meta:
            on_step("writing", 0, count)
            self._store.commit(replace(change, meta=meta))
            on_step("writing", count, count)
        kept = (one.document for one in catalogue.entries if one.document.name not in change.names)
        added = (one.entry.document for one in change.holdings)
        self._originals.keep_only((*kept, *added))
        if self._vectors:
            # The records are written; a vector too many does no harm until the next write.
            with suppress(NoVectors, LibraryBusy):
                wanted = {key.id for key in keys}
                self._vectors.discard(sorted(self._vectors.ids() - wanted))

    def _fill(self, change: Change, on_step: OnStep) -> list[VectorKey]:
        """Store the vectors that are missing; all that there shall be are returned."""
        if not self._vectors or not self._embedder:
            return []
        texts = dict(vector_keys(p for holding in change.holdings for p in holding.passages))
        old = [key for key in self._store.vector_keys() if key.document not in change.names]
        keys = [*old, *texts]
        present = self._vectors.ids()
        lacking = sorted({key.document for key in old if key.id not in present})
        for passages in self._store.passages(lacking).values():
            texts |= dict(vector_keys(passages))
        missing = [key for key in keys if key.id not in present and key in texts]
        by_digest = {key.digest: texts[key] for key in missing}
        fill_vectors(self._vectors, self._embedder, missing, by_digest, on_step)
        return keys

    def _next_meta(self, catalogue: Catalogue, change: Change) -> dict[str, str]:
        meta = dict(catalogue.meta)
        if self._embedder:
            meta |= {EMBEDDER: self._embedder.name, LACKING: "no"}
        elif change.holdings:
            meta |= {LACKING: "yes"}
        return meta


def _hold(prepared: Prepared, place: Place, newest: int) -> Holding:
    """The document in its place; it is the newest unless its bytes were there before."""
    corrections = place.old.corrections if place.old else Identity()
    added = place.old.added if place.old and place.keeps_rank else newest
    return make_holding(prepared.named(place.name), corrections, added)


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
