"""Runs over many files: finding them, using the cores, outlasting a bad one."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from extraction import ExtractionError

Result = TypeVar("Result")

# Folders are walked for these; a file that is named itself is read whatever its ending.
TEXT_ENDINGS = frozenset({".txt", ".text", ".tsv", ".md", ".markdown"})


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


def find_files(paths: Iterable[str]) -> Inputs:
    """The files that the paths name; folders are walked in the order of names."""
    files: dict[Path, None] = {}
    errors: list[str] = []
    passed_over = 0
    for name in paths:
        path = Path(name)
        if "://" in name:
            errors.append(f"{name}: an address on the web is not supported; give a file")
        elif path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not _is_hidden(p, path))
            texts = [p for p in inside if p.suffix.lower() in TEXT_ENDINGS]
            passed_over += len(inside) - len(texts)
            files.update(dict.fromkeys(texts))
            if not texts:
                errors.append(f"{name}: no text files in this folder")
        else:
            files[path] = None
    return Inputs(tuple(files), tuple(errors), passed_over)


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
    with ProcessPoolExecutor(workers) as pool:
        futures = [pool.submit(_attempt, work, path) for path in files]
        for future, path in zip(futures, files, strict=True):
            yield _outcome(future, path)


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
