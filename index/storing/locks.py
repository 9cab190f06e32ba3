"""Locks of a library's folder, over threads and processes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import LibraryBusy, LibraryError

WRITING = "library.lock"
"""Held by the one who adds or removes documents, from the first look to the last word."""
VECTORS = "chroma.lock"
"""Held while Chroma's folder is open."""


@contextmanager
def hold_lock(
    folder: Path, name: str, patience: float, on_wait: Callable[[], None] | None = None
) -> Iterator[None]:
    """Hold a lock of a folder; raises LibraryBusy after `patience` seconds."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / name)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if on_wait:
                on_wait()
            lock.acquire(timeout=patience, poll_interval=0.01)
    except Timeout as exc:
        raise LibraryBusy(
            f"{folder}: another process is writing to this library; try again when it has ended"
        ) from exc
    except OSError as exc:
        raise LibraryError(f"{exc.filename or folder}: {exc.strerror}") from exc
    try:
        yield
    finally:
        lock.release()
