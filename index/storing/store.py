"""The library's file: documents, facts and passages in DuckDB.

DuckDB gives a file to one process that writes or to several that read, so nobody keeps it open:
open, read, close; and a writer opens it for its one transaction.
"""

import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from extraction import Disclosure, Report
from index.errors import DamagedLibrary, LibraryBusy, LibraryError, OtherVersion, UnknownDocument
from index.records import Fact, Passage
from index.storing.catalogue import Catalogue
from index.storing.holdings import Holding
from index.storing.queries import ONE_OF, FactQuery, find_conditions
from index.storing.rows import (
    ENTRY_COLUMNS,
    Row,
    document_row,
    fact_rows,
    passage_rows,
    read_entry,
    read_fact,
    read_passage,
    unpack,
)
from index.storing.schema import FACTS, PASSAGES, SCHEMA, TABLES, create_table, insert_rows
from index.storing.vectors import VectorKey

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FILE = "library.duckdb"
_CONFIG = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}
_GATE = threading.RLock()  # one process may not open a file in two ways at once
_AT_ONCE = 20_000  # rows a statement
_PATIENCE = 30.0  # seconds that a reader waits for a commit
_ENTRIES = f"SELECT {', '.join(ENTRY_COLUMNS)} FROM documents ORDER BY added"
_NAMED, _PLACED = (ONE_OF.format(kind=kind) for kind in ("VARCHAR", "BIGINT"))
_VALUED = "FROM (SELECT * FROM facts WHERE value IS NOT NULL)"
_IN_ORDER = " ORDER BY document, number"

Piece = TypeVar("Piece", Fact, Passage)
Signature = tuple[int, ...]
"""Size, time and place of a file and of its log: another one means other contents."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction writes."""

    holdings: Sequence[Holding] = ()
    """Documents to add, in the place of those of the same name."""
    removed: Sequence[str] = ()
    """Names of documents to remove."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """Facts about the library to set."""

    @property
    def names(self) -> frozenset[str]:
        """Names of the documents of which nothing old stays."""
        return frozenset(self.removed).union(one.entry.document.name for one in self.holdings)


@dataclass(slots=True)
class _Session:
    """What a thread has open while it reads several things."""

    stack: ExitStack
    connection: "DuckDBPyConnection | None" = None


class Store:
    """The file of one folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._here = threading.local()

    def exists(self) -> bool:
        """Whether anything was ever written."""
        return bool(_stat(self.path))

    def signature(self) -> Signature:
        """What changes with the file; empty where there is none."""
        return (*_stat(self.path), *_stat(self.path.with_name(FILE + ".wal")))

    def catalogue(self) -> Catalogue:
        """What there is; nothing where nothing was ever written."""
        if not self.exists():
            return Catalogue({}, ())
        with self._reading() as connection:
            meta = connection.execute("SELECT key, value FROM meta").fetchall()
            rows = connection.execute(_ENTRIES).fetchall()
            return Catalogue(dict(meta), tuple(read_entry(row) for row in rows))

    def facts(self, query: FactQuery) -> dict[str, tuple[Fact, ...]]:
        """The facts that a query finds, of each of its documents in printed order."""
        rows = self._of_documents(f"SELECT {_columns(FACTS)} FROM facts", query, _IN_ORDER)
        with _translated(self.path):
            return _by_document(query.documents, (read_fact(row) for row in rows))

    def holders(self, query: FactQuery) -> frozenset[str]:
        """Which documents have a fact with a value that a query finds."""
        rows = self._of_documents(f"SELECT DISTINCT document {_VALUED}", query)
        return frozenset(name for (name,) in rows)

    def items(self, query: FactQuery, most: int) -> frozenset[str]:
        """So many different items at most of the facts with a value that a query finds."""
        rows = self._of_documents(f"SELECT DISTINCT item {_VALUED}", query, f" LIMIT {most:d}")
        return frozenset(item for (item,) in rows)

    def passages(self, names: Sequence[str]) -> dict[str, tuple[Passage, ...]]:
        """The passages of documents, by number."""
        query = FactQuery(documents=names)
        rows = self._of_documents(f"SELECT {_columns(PASSAGES)} FROM passages", query, _IN_ORDER)
        with _translated(self.path):
            return _by_document(names, (read_passage(row) for row in rows))

    def likeliest(self, names: Sequence[str], words: Sequence[str], most: int) -> tuple[str, ...]:
        """Those documents of which one passage holds the most of some words, best first."""
        if not words:
            return ()
        held = " + ".join(["CAST(contains(text, ?) AS INTEGER)"] * len(words))
        select = f"SELECT document, max({held}) AS held FROM passages"
        end = f" GROUP BY document HAVING held > 0 ORDER BY held DESC, document LIMIT {most:d}"
        rows = self._of_documents(select, FactQuery(documents=names), end, words)
        return tuple(name for name, _ in rows)

    def lines(self, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The lines of documents; line 1 is the first. Raises UnknownDocument."""
        printed = self._texts("lines", names)
        with _translated(self.path):
            return {name: tuple(json.loads(text)) for name, text in printed.items()}

    def disclosure(self, name: str) -> Disclosure:
        """The record of a document."""
        printed = self._texts("disclosure", [name])[name]
        with _translated(self.path):
            return Disclosure.model_validate_json(printed)

    def report(self, name: str) -> Report:
        """The checks of a document."""
        printed = self._texts("report", [name])[name]
        with _translated(self.path):
            return Report.model_validate_json(printed)

    def prose(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Documents with each text of their prose: paragraphs, definitions and lists."""
        select = "SELECT document, text FROM passages"
        end = " AND kind IN ('paragraph', 'definition', 'listing')"
        rows = self._of_documents(select, FactQuery(documents=names), end)
        return [(document, text) for document, text in rows]

    def vector_keys(self) -> tuple[VectorKey, ...]:
        """Every passage that should have a vector."""
        rows = self._rows(
            "SELECT document, number, kind, digest FROM passages WHERE digest IS NOT NULL"
        )
        return tuple(VectorKey(*row) for row in rows)

    def _texts(self, column: str, names: Sequence[str]) -> dict[str, str]:
        """A long text of each document. Raises UnknownDocument."""
        rows = self._rows(f'SELECT name, "{column}" FROM documents WHERE name {_NAMED}', names)
        with _translated(self.path):
            found = {name: unpack(stored) for name, stored in rows}
        for name in names:
            if name not in found:
                raise UnknownDocument(f"no document is called {name}")
        return found

    def _of_documents(
        self, select: str, query: FactQuery, end: str = "", values: Sequence[object] = ()
    ) -> list[Row]:
        """Rows of a query's documents, which their places in the order of adding tell.

        `values` are the parameters of `select`.
        """
        if not query.documents or not self.exists():
            return []
        conditions, wanted = find_conditions(query)
        with self._reading() as connection:
            places = connection.execute(
                f"SELECT added FROM documents WHERE name {_NAMED}", [list(query.documents)]
            ).fetchall()
            added = [place for (place,) in places]
            text = f"{select} WHERE added {_PLACED}{conditions}{end}"
            return connection.execute(text, [*values, added, *wanted]).fetchall()

    def _rows(self, query: str, *parameters: object) -> list[Row]:
        if not self.exists():
            return []
        with self._reading() as connection:
            return connection.execute(query, parameters).fetchall()

    @contextmanager
    def session(self) -> Iterator[None]:
        """What this thread reads inside, it reads with one opening of the file, if any.

        No writer comes in between, so that it is to be short.
        """
        if getattr(self._here, "session", None):
            yield
            return
        with ExitStack() as stack:
            self._here.session = _Session(stack)
            try:
                yield
            finally:
                self._here.session = None

    @contextmanager
    def _reading(self) -> Iterator["DuckDBPyConnection"]:
        session: _Session | None = getattr(self._here, "session", None)
        if session is None:
            with self._opened() as connection:
                yield connection
            return
        if session.connection is None:
            session.connection = session.stack.enter_context(self._opened())
        with _translated(self.path):
            yield session.connection

    @contextmanager
    def _opened(self) -> Iterator["DuckDBPyConnection"]:
        with _GATE, _translated(self.path):
            connection = _open_patiently(self.path, read_only=True)
            try:
                _check_version(connection, self.path)
                yield connection
            finally:
                connection.close()

    def commit(self, change: Change) -> None:
        """Write a change in one transaction: all of it or, whatever happens, nothing."""
        rows = _find_rows(change)  # before the file is opened, for which readers have to wait
        with _GATE, _translated(self.path):
            if not self.exists():
                self._create()
            connection = _open_patiently(self.path, read_only=False)
            try:
                _check_version(connection, self.path)
                connection.begin()
                _write(connection, change, rows)
                connection.commit()
            finally:
                connection.close()

    def _create(self) -> None:
        """Make the file elsewhere and move it here: one that is half made is never seen."""
        made = self.path.with_name(FILE + ".new")
        for left in (made, made.with_name(made.name + ".wal")):
            left.unlink(missing_ok=True)
        connection = _open_patiently(made, read_only=False)
        try:
            for table in TABLES:
                connection.execute(create_table(table))
            connection.execute("INSERT INTO meta VALUES ('schema', ?)", [SCHEMA])
        finally:
            connection.close()
        os.replace(made, self.path)


def _find_rows(change: Change) -> dict[str, list[Row]]:
    """The rows to insert, by table."""
    holdings = change.holdings
    return {
        "documents": [document_row(holding) for holding in holdings],
        "facts": [row for h in holdings for row in fact_rows(h.facts, h.entry.added)],
        "passages": [row for h in holdings for row in passage_rows(h.passages, h.entry.added)],
    }


def _write(
    connection: "DuckDBPyConnection", change: Change, rows: Mapping[str, Sequence[Row]]
) -> None:
    gone = sorted(change.names)
    for table, column in (("documents", "name"), ("facts", "document"), ("passages", "document")):
        connection.execute(
            f"DELETE FROM {table} WHERE {column} IN (SELECT unnest(CAST(? AS VARCHAR[])))", [gone]
        )
    for table, some in rows.items():
        _insert(connection, table, some)
    for key, value in change.meta.items():
        connection.execute("DELETE FROM meta WHERE key = ?", [key])
        connection.execute("INSERT INTO meta VALUES (?, ?)", [key, value])


def _insert(connection: "DuckDBPyConnection", table: str, rows: Sequence[Row]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        columns = zip(*rows[start : start + _AT_ONCE], strict=True)
        connection.execute(insert_rows(table), [list(column) for column in columns])


def _columns(columns: Mapping[str, str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _by_document(names: Iterable[str], records: Iterable[Piece]) -> dict[str, tuple[Piece, ...]]:
    found: dict[str, list[Piece]] = {name: [] for name in names}
    for record in records:
        found[record.document].append(record)
    return {name: tuple(pieces) for name, pieces in found.items()}


def _stat(path: Path) -> Signature:
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    except OSError as exc:
        raise LibraryError(f"{path}: {exc.strerror or exc}") from exc
    return found.st_size, found.st_mtime_ns, found.st_ino


def _open_patiently(path: Path, *, read_only: bool) -> "DuckDBPyConnection":
    """Open the file; where another process has it, wait for that one to end its commit."""
    import duckdb
    from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

    attempts = Retrying(
        retry=retry_if_exception(_is_held),
        stop=stop_after_delay(_PATIENCE),
        wait=wait_fixed(0.05),
        reraise=True,
    )
    return attempts(duckdb.connect, str(path), read_only=read_only, config=_CONFIG)


def _is_held(exc: BaseException) -> bool:
    """Whether another process has the file open; DuckDB tells it by words only."""
    import duckdb

    held = ("Could not set lock", "being used by another process")
    return isinstance(exc, duckdb.IOException) and any(words in str(exc) for words in held)


def _check_version(connection: "DuckDBPyConnection", path: Path) -> None:
    import duckdb

    try:
        rows = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall()
    except duckdb.CatalogException as exc:
        raise DamagedLibrary(f"{path}: this is a DuckDB file, but no library of Gouji") from exc
    found = rows[0][0] if rows else "unknown"
    if found != SCHEMA:
        raise OtherVersion(
            f"{path}: this library has version {found}, this Gouji reads version {SCHEMA}; "
            "index its documents into a new folder: gouji index PATH… --library FOLDER"
        )


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Errors of DuckDB and of damaged records, as ours."""
    import duckdb

    try:
        yield
    except duckdb.Error as exc:
        if _is_held(exc):
            raise LibraryBusy(f"{path}: another program has this file open") from exc
        raise DamagedLibrary(f"{path}: cannot be used as a library ({_first_line(exc)})") from exc
    except ValueError as exc:  # pydantic and json raise kinds of it
        raise DamagedLibrary(f"{path}: a record cannot be read ({_first_line(exc)})") from exc
    except OSError as exc:
        raise LibraryError(f"{path}: {exc.strerror or exc}") from exc


def _first_line(exc: Exception) -> str:
    return str(exc).strip().splitlines()[0]
