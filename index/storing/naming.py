"""Names of documents: which one a file is, or what a new one is called."""

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


def find_place(prepared: Prepared, entries: Iterable[Entry]) -> Place:
    """The document that a file is: by its path, else by its name and what is in it."""
    entries = tuple(entries)
    path, stem = storable(str(prepared.path)), storable(prepared.path.stem)
    # Of an upload only the bare name is known: another may well bear it.
    is_known = prepared.path.is_absolute()
    same_path = [entry for entry in entries if is_known and entry.document.path == path]
    if same_path:
        return _take(prepared, same_path[0], "")
    kin = [entry for entry in entries if _is_kin(entry, stem)]
    for entry in kin:
        if entry.document.sha256 == prepared.disclosure.sha256:
            return _take(prepared, entry, f"the same as {entry.document.path}")
    publication = find_identity(prepared.disclosure).publication
    for entry in kin:
        if publication is not None and entry.publication == publication:
            return _take(prepared, entry, f"takes the place of {entry.document.path}")
    name = _free_name(stem, {entry.document.name.casefold() for entry in entries})
    notice = "" if name == stem else f"another document is called {stem}; this one is {name}"
    return Place(name, Outcome.ADDED, None, False, notice)


def _take(prepared: Prepared, old: Entry, notice: str) -> Place:
    same = old.document.sha256 == prepared.disclosure.sha256
    unchanged = same and old.edition == find_edition(prepared.disclosure) and not notice
    outcome = Outcome.UNCHANGED if unchanged else Outcome.REPLACED
    return Place(old.document.name, outcome, old, same, notice)


def _is_kin(entry: Entry, stem: str) -> bool:
    names = (entry.document.name, Path(entry.document.path).stem)
    return stem.casefold() in (name.casefold() for name in names)


def _free_name(stem: str, taken: set[str]) -> str:
    name, count = stem, 1
    while name.casefold() in taken:
        count += 1
        name = f"{stem}-{count}"
    return name
