"""Runs over many files: finding them, using the cores, outlasting a bad one."""

import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from extraction import ExtractionError, expand_archive, is_archive, is_document

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What came of one file: a result, or one line that says why there is none."""

    path: Path
    result: Result | None
    error: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a call, the errors on the way to them, and what was passed over."""

    files: tuple[Path, ...]
    errors: tuple[str, ...]
    passed_over: int
    unpacked: Path
    """The folder that holds the files of archives while the call lasts."""

    def member(self, path: Path) -> Path | None:
        """A file of an archive as the archive names it (`files.zip/budget.docx`); else None."""
        if not path.is_relative_to(self.unpacked):
            return None
        return Path(*path.relative_to(self.unpacked).parts[1:])

    def tell(self, message: str) -> str:
        """A message in which files of archives are named as their archives name them."""
        folder = re.escape(str(self.unpacked) + os.sep)
        return re.sub(rf"{folder}\d+{re.escape(os.sep)}", "", message)


def find_files(paths: Iterable[str], unpacked: Path) -> Inputs:
    """The files that the paths name; folders are walked in the order of names.

    Archives are unpacked into a folder of the caller's. What is named itself is read, or refused
    with a reason; what is found on the way is passed over where it can be no document.
    """
    search = _Search(unpacked)
    for name in paths:
        if "://" in name:
            search.errors.append(f"{name}: an address on the web is not supported; give a file")
        else:
            search.add(Path(name), is_named=True)
    return Inputs(tuple(search.files), tuple(search.errors), search.passed_over, unpacked)


@dataclass(slots=True)
class _Search:
    """Files found so far, and what stood in the way."""

    unpacked: Path
    files: dict[Path, None] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    passed_over: int = 0
    archives: int = 0

    def add(self, path: Path, is_named: bool) -> None:
        """Add a file, the files of a folder, or those of an archive."""
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not _is_hidden(p, path))
            self._add_all(path, inside)
        elif is_archive(path):
            self._add_archive(path)
        elif is_named or is_document(path):
            self.files[path] = None
        else:
            self.passed_over += 1

    def _add_all(self, path: Path, inside: Sequence[Path]) -> None:
        before = len(self.files), len(self.errors)
        for file in inside:
            self.add(file, is_named=False)
        if (len(self.files), len(self.errors)) == before:
            self.errors.append(f"{path}: no documents in it")

    def _add_archive(self, path: Path) -> None:
        self.archives += 1
        try:
            inside = expand_archive(path, self.unpacked / str(self.archives) / path.name)
        except ExtractionError as exc:
            self.errors.append(str(exc))
        else:
            self._add_all(path, inside)


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def run_files(
    work: Callable[[Path], Result], files: Sequence[Path], jobs: int | None
) -> Iterator[Done[Result]]:
    """Do the work on every file, on several cores; the results come in the order of the files."""
    workers = min(jobs or os.cpu_count() or 1, len(files))
    if workers <= 1:
        for path in files:
            yield _attempt(work, path)
        return
    with ProcessPoolExecutor(workers, initializer=_end_with_parent) as pool:
        futures = [pool.submit(_attempt, work, path) for path in files]
        for future, path in zip(futures, files, strict=True):
            yield _outcome(future, path)


def _end_with_parent() -> None:
    """End this process when the one that began it is killed: nobody takes its results any more."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _attempt(work: Callable[[Path], Result], path: Path) -> Done[Result]:
    try:
        return Done(path, work(path), "")
    except ExtractionError as exc:
        return Done(path, None, str(exc))
    except OSError as exc:
        return Done(path, None, f"{exc.filename or path}: {exc.strerror}")
    except Exception as exc:  # a fault of ours in one file must not stop the others
        return Done(path, None, f"{path}: internal error, please report it: {exc!r}")


def _outcome(future: "Future[Done[Result]]", path: Path) -> Done[Result]:
    try:
        return future.result()
    except BrokenProcessPool:
        return Done(path, None, f"{path}: the worker process was killed, perhaps for memory")


def document_names(files: Sequence[Path]) -> dict[Path, str]:
    """A name for each document: its file's without the ending, numbered where that comes again."""
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for path in files:
        name, count = path.stem, 1
        while name.casefold() in taken:
            count += 1
            name = f"{path.stem}-{count}"
        taken.add(name.casefold())
        names[path] = name
    return names
