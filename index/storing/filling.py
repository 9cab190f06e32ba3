"""Vectors for passages that have none: each text is embedded once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from index.storing.embedders import Embedder
from index.storing.vectors import VectorKey, Vectors

OnStep = Callable[[str, int, int], None]
"""Told what is done, how much of it, and of how much."""
_AT_ONCE = 16
_KEPT = 256  # texts embedded before their vectors are stored; what a kill may cost
Item = TypeVar("Item")


def fill_vectors(
    vectors: Vectors,
    embedder: Embedder,
    keys: Sequence[VectorKey],
    texts: Mapping[str, str],
    on_step: OnStep,
) -> None:
    """Store vectors of passages, whose texts are given by digest."""
    known = vectors.known(list(texts))
    vectors.put([key for key in keys if key.digest in known], known)
    fresh = [digest for digest in texts if digest not in known]
    waiting: dict[str, list[VectorKey]] = {}
    for key in keys:
        waiting.setdefault(key.digest, []).append(key)
    done = 0
    for some in _portions(fresh, _KEPT):
        made: dict[str, Sequence[float]] = {}
        for few in _portions(some, _AT_ONCE):
            on_step("embedding", done, len(fresh))
            found = embedder.embed_passages([texts[digest] for digest in few])
            made.update(zip(few, found, strict=True))
            done += len(few)
        vectors.put([key for digest in some for key in waiting[digest]], made)
    if fresh:
        on_step("embedding", done, len(fresh))


def _portions(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
