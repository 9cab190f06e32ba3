"""Names of documents: which one a file is, or what a new one is called."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.storing.catalogue import Entry
from index.storing.holdings import Outcome, Prepared, find_edition, find_identity, storable


@dataclass(frozen=True, slots=True)
class Place:
    """What a file becomes in a library."""

    name: str
    outcome: Outcome
    old: Entry | None
    """The document that it is, or replaces; None for a new one."""
    keeps_rank: bool
    """Whether its bytes are those of the old one, so that it is no newer."""
    notice: str


class Register:
    """The documents of a library, found by what tells which one a file is."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[str, Entry] = {}
        """The documents by name, in the order in which they came."""
        self.newest = 0
        """The place of the newest in the order of adding; 0 where there is none."""
        self._order: dict[str, int] = {}
        self._paths: defaultdict[str, set[str]] = defaultdict(set)
        self._stems: defaultdict[str, set[str]] = defaultdict(set)
        for entry in entries:
            self.put(entry)

    def put(self, entry: Entry) -> None:
        """Add a document, or set it in the place of that of its name."""
        name = entry.document.name
        if old := self.entries.get(name):
            self._paths[old.document.path].discard(name)
            for stem in _stems(old):
                self._stems[stem].discard(name)
        self.entries[name] = entry
        self.newest = max(self.newest, entry.added)
        self._order.setdefault(name, len(self._order))
        self._paths[entry.document.path].add(name)
        for stem in _stems(entry):
            self._stems[stem].add(name)

    def at(self, path: str) -> list[Entry]:
        """The documents read from a path."""
        return self._sorted(self._paths.get(path, ()))

    def kin(self, stem: str) -> list[Entry]:
        """The documents of a name, or whose file is of that name, in capitals or not."""
        return self._sorted(self._stems.get(stem.casefold(), ()))

    def is_taken(self, name: str) -> bool:
        """Whether a document bears a name, in capitals or not."""
        kin = self._stems.get(name.casefold(), ())
        return any(one.casefold() == name.casefold() for one in kin)

    def _sorted(self, names: Iterable[str]) -> list[Entry]:
        return [self.entries[name] for name in sorted(names, key=self._order.__getitem__)]


def _stems(entry: Entry) -> set[str]:
    document = entry.document
    return {document.name.casefold(), Path(document.path).stem.casefold()}


def find_place(prepared: Prepared, register: Register) -> Place:
    """The document that a file is: by its path, else by its name and what is in it."""
    path, stem = storable(str(prepared.path)), storable(prepared.path.stem)
    # Of an upload only the bare name is known: another may well bear it.
    same_path = register.at(path) if prepared.path.is_absolute() else []
    if same_path:
        return _take(prepared, same_path[0], "")
    kin = register.kin(stem)
    for entry in kin:
        if entry.document.sha256 == prepared.disclosure.sha256:
            return _take(prepared, entry, f"the same as {entry.document.path}")
    publication = find_identity(prepared.disclosure).publication
    for entry in kin:
        if publication is not None and entry.publication == publication:
            return _take(prepared, entry, f"takes the place of {entry.document.path}")
    name = _free_name(stem, register)
    notice = "" if name == stem else f"another document is called {stem}; this one is {name}"
    return Place(name, Outcome.ADDED, None, False, notice)


def _take(prepared: Prepared, old: Entry, notice: str) -> Place:
    same = old.document.sha256 == prepared.disclosure.sha256
    unchanged = same and old.edition == find_edition(prepared.disclosure) and not notice
    outcome = Outcome.UNCHANGED if unchanged else Outcome.REPLACED
    return Place(old.document.name, outcome, old, same, notice)


def _free_name(stem: str, register: Register) -> str:
    name, count = stem, 1
    while register.is_taken(name):
        count += 1
        name = f"{stem}-{count}"
    return name
