"""Vectors of passages in Chroma: a cache, made anew from the records whenever it is lost.

Only one process may have Chroma's folder in use at a time, even to read it: a query writes to
the files (it moves the log into the index), and two that write corrupt them. So every use is
under a lock of the folder, and short.
"""

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import LibraryError, NoVectors
from index.storing.locks import VECTORS, hold_lock

Collection = Any
"""Chroma's; its types refuse what it takes (plain lists for vectors, `$in`)."""
FOLDER = "chroma"
_COLLECTION = "passages"
_MARK = "made-by-gouji"
_FORM = "1"  # of ids and metadata; vectors of another form are made anew
_MOST = 1_000  # records a call; Chroma takes 5,461, and looks up many at once slowly
# Random vectors, 8,000 of them: 100 candidates find 40 of the 50 nearest, 400 find 49.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 400}


@dataclass(frozen=True, slots=True)
class VectorKey:
    """A passage that has a vector, or should have one."""

    document: str
    number: int
    kind: str
    digest: str
    """Digest of the text embedded; the same text has the same vector."""

    @property
    def id(self) -> str:
        """Its id in Chroma: a passage whose text has changed has another."""
        return f"{self.document}#{self.number}:{self.digest}"


def find_digest(text: str) -> str:
    """What tells an embedded text from others."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


class Vectors:
    """The vectors of one library, all made by one embedder."""

    def __init__(self, folder: Path, embedder: str, dimension: int, patience: float) -> None:
        self._folder = folder
        self._path = folder / FOLDER
        self._patience = patience
        self._metadata = {"embedder": embedder, "dimension": dimension, "form": _FORM}

    def ids(self) -> frozenset[str]:
        """Ids of all vectors that there are."""
        with self._writing() as collection:
            return frozenset(collection.get(include=[])["ids"])

    def known(self, digests: Sequence[str]) -> dict[str, Sequence[float]]:
        """Vectors of texts that were embedded before, by digest."""
        found: dict[str, Sequence[float]] = {}
        with self._writing() as collection:
            for some in _batches(digests):
                # Boilerplate stands in every document: find one of each before any is read.
                wanted = {"digest": {"$in": list(some)}}
                ids = collection.get(where=wanted, include=[])["ids"]
                one_each = list({id.rpartition(":")[2]: id for id in ids}.values())
                if one_each:
                    records = collection.get(ids=one_each, include=["embeddings"])
                    for id, vector in zip(records["ids"], records["embeddings"], strict=True):
                        found[id.rpartition(":")[2]] = [float(x) for x in vector]
        return found

    def put(self, keys: Sequence[VectorKey], vectors: Mapping[str, Sequence[float]]) -> None:
        """Store the vectors of passages, found by the digest of their texts."""
        with self._writing() as collection:
            for some in _batches(keys):
                collection.upsert(
                    ids=[key.id for key in some],
                    embeddings=[list(vectors[key.digest]) for key in some],
                    metadatas=[
                        {"document": key.document, "kind": key.kind, "digest": key.digest}
                        for key in some
                    ],
                )

    def discard(self, ids: Sequence[str]) -> None:
        """Delete vectors."""
        with self._writing() as collection:
            for some in _batches(ids):
                collection.delete(ids=list(some))

    def drop(self) -> None:
        """Delete all of them, whoever made them."""
        with self._locked(self._patience):
            self._remove()

    def nearest(
        self, vector: Sequence[float], keys: Sequence[VectorKey], most: int
    ) -> list[tuple[VectorKey, float]]:
        """Those of the passages given that are nearest, nearest first, with their cosines."""
        wanted = {key.id: key for key in keys}
        documents = {"document": {"$in": sorted({key.document for key in keys})}}
        kinds = {"kind": {"$in": sorted({key.kind for key in keys})}}
        most = count = min(most, len(wanted))
        with self._reading() as collection:
            while True:
                found = collection.query(
                    query_embeddings=[list(vector)],
                    n_results=count,
                    where={"$and": [documents, kinds]},
                    include=["distances"],
                )
                ids, distances = found["ids"][0], found["distances"][0]
                # Others were left behind by a write that was killed.
                here = [
                    (wanted[i], 1 - float(d))
                    for i, d in zip(ids, distances, strict=True)
                    if i in wanted
                ]
                if len(here) >= most or len(ids) < count:
                    return here[:most]
                count *= 4

    @contextmanager
    def _locked(self, patience: float) -> Iterator[None]:
        with hold_lock(self._folder, VECTORS, patience), _translated():
            try:
                yield
            except BaseException:
                _close(self._path)  # who knows what state it is in
                raise

    @contextmanager
    def _reading(self) -> Iterator[Collection]:
        # A search rather goes on without vectors than waits for a long write.
        with self._locked(min(self._patience, 2.0)):
            if not (self._path / "chroma.sqlite3").exists():  # Chroma would make it
                raise NoVectors("there are no vectors here")
            collection = _open(self._path).get_collection(_COLLECTION, embedding_function=None)
            if collection.metadata != self._metadata:
                raise NoVectors("the vectors were made by another embedder")
            yield collection
            _used(self._path)

    @contextmanager
    def _writing(self) -> Iterator[Collection]:
        with self._locked(self._patience):
            self._own()
            try:
                collection = self._collection()
            except NoVectors:  # nothing is lost by it but time
                self._remove()
                self._own()
                collection = self._collection()
            yield collection
            _used(self._path)

    def _own(self) -> None:
        """Make the folder, with a mark that it is ours to delete; refuse one that is not."""
        if self._path.exists():
            if not (self._path / _MARK).exists():
                raise NoVectors(f"{self._path} was not made by Gouji; move it away")
            return
        # Made elsewhere and moved here: a kill leaves none without its mark.
        made = self._path.with_name(f"{FOLDER}.new")
        made.mkdir(exist_ok=True)
        (made / _MARK).touch()
        made.rename(self._path)

    def _collection(self) -> Collection:
        with _translated():
            collection = _open(self._path).get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                metadata=self._metadata,
                configuration={"hnsw": _HNSW},
            )
        if collection.metadata != self._metadata:
            raise NoVectors("the vectors were made by another embedder")
        return collection

    def _remove(self) -> None:
        _close(self._path)
        gone = self._path.with_name(f"{FOLDER}.gone")
        shutil.rmtree(gone, ignore_errors=True)  # of one that was killed here
        if (self._path / _MARK).exists():
            self._path.rename(gone)
            shutil.rmtree(gone)


# Chroma shares what is in memory between all clients of a folder in a process. It is thrown away
# when another process has touched the files: a signature of them tells.
_clients: dict[Path, tuple[Any, object]] = {}


def _open(path: Path) -> Any:
    found = _clients.get(path)
    if found and found[1] == _signature(path):
        return found[0]
    _close(path)
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    try:
        client = chromadb.PersistentClient(path, settings=Settings(anonymized_telemetry=False))
    except BaseException:
        # Chroma keeps what it failed to open, and would hand it out the next time.
        SharedSystemClient._identifier_to_system.pop(str(path), None)
        SharedSystemClient._identifier_to_refcount.pop(str(path), None)
        raise
    _clients[path] = client, None
    return client


def _used(path: Path) -> None:
    """Note what the files are like after a use of ours."""
    _clients[path] = _clients[path][0], _signature(path)


def _close(path: Path) -> None:
    found = _clients.pop(path, None)
    if found:
        found[0].close()


def _signature(path: Path) -> object:
    """What changes when anyone writes to a folder."""
    return {
        file: (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        for file, stat in ((file, file.stat()) for file in path.rglob("*"))
        if file.is_file()
    }


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + _MOST] for start in range(0, len(items), _MOST))


@contextmanager
def _translated() -> Iterator[None]:
    """Whatever Chroma raises, as NoVectors: its errors have no common root."""
    try:
        yield
    except LibraryError:
        raise
    except Exception as exc:
        raise NoVectors(f"Chroma cannot be used ({_first_line(exc)})") from exc
    except BaseException as exc:
        if type(exc).__name__ == "PanicException":  # of its Rust core
            raise NoVectors(f"Chroma cannot be used ({_first_line(exc)})") from exc
        raise


def _first_line(exc: BaseException) -> str:
    return (str(exc).strip() or type(exc).__name__).splitlines()[0]
