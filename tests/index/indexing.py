"""What processes do that a test starts, and may kill."""

import multiprocessing
import os
import signal
import time
from collections.abc import Sequence
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

# Each process begins with these loaded, and nothing of them running.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["chromadb", "duckdb", "bm25s", "index", "indexing"])


class CharacterEmbedder:
    """Texts are near where they share characters; the same text has the same vector."""

    dimension = 32

    def __init__(self, name: str = "characters", lives: int = -1) -> None:
        """The process is killed where one text more than `lives` is to be embedded."""
        self.name = name
        self.lives = lives
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> list[list[float]]:
        for text in texts:
            if len(self.embedded) == self.lives:
                os.kill(os.getpid(), signal.SIGKILL)
            self.embedded.append(text)
        return [self.embed_question(text) for text in texts]

    def embed_question(self, text: str) -> list[float]:
        counts = [0.0] * self.dimension
        for char in text:
            counts[ord(char) % self.dimension] += 1
        length = sum(count**2 for count in counts) ** 0.5 or 1.0
        return [count / length for count in counts]


def index_files(
    folder: Path, files: Sequence[Path], lives: int = -1, deadly: tuple[str, int] | None = None
) -> None:
    """Add files to a library; the process is killed at the step `deadly`."""
    from index import Library, prepare

    def on_step(what: str, done: int, _: int) -> None:
        if (what, done) == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    library = Library(folder, CharacterEmbedder(lives=lives))
    library.add([prepare(file) for file in files], on_step)


def hold_open(path: Path, seconds: float, ready: Event) -> None:
    """Keep a DuckDB file open for writing."""
    import duckdb

    with duckdb.connect(str(path)):
        ready.set()
        time.sleep(seconds)


def put_vectors(folder: Path, keys: Sequence[Any]) -> None:
    """Store vectors of two dimensions, all different."""
    from index.storing.vectors import Vectors

    made = {key.digest: [number / 1_000, 1.0] for number, key in enumerate(keys)}
    Vectors(folder, "one", 2, 5.0).put(keys, made)
