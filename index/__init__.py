"""Facts, passages, retrieval and grounded answers (DuckDB, Chroma).

Knows extraction's records; nothing of evals or app.
"""

from index.answers import answer
from index.citing import is_proven
from index.embedders import Embedder, load_embedder
from index.errors import (
    DamagedLibrary,
    LibraryBusy,
    LibraryError,
    NoVectors,
    OtherEmbedder,
    OtherVersion,
    UnknownDocument,
)
from index.facts import find_facts
from index.holdings import Indexed, Outcome, Prepared, prepare
from index.library import Library
from index.records import (
    Answer,
    Aspect,
    Choice,
    Citation,
    Document,
    Fact,
    Hit,
    Operation,
    Passage,
    PassageKind,
    Plan,
    Want,
)

__all__ = [
    "Answer",
    "Aspect",
    "Choice",
    "Citation",
    "DamagedLibrary",
    "Document",
    "Embedder",
    "Fact",
    "Hit",
    "Indexed",
    "Library",
    "LibraryBusy",
    "LibraryError",
    "NoVectors",
    "Operation",
    "OtherEmbedder",
    "OtherVersion",
    "Outcome",
    "Passage",
    "PassageKind",
    "Plan",
    "Prepared",
    "UnknownDocument",
    "Want",
    "answer",
    "find_facts",
    "is_proven",
    "load_embedder",
    "prepare",
]
