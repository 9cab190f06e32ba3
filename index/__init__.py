"""Facts, passages, retrieval and grounded answers (DuckDB, Chroma).

Knows extraction's records; nothing of evals or app.
"""

from index.answers import answer
from index.citing import is_proven
from index.dialects import Dialect, Method
from index.embedders import Embedder, load_embedder
from index.endpoint import Endpoint
from index.endpoint_settings import EndpointSettings
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
from index.replies import Budget, BudgetedModel, CachedModel, Ledger, MeteredModel

__all__ = [
    "Answer",
    "Aspect",
    "Budget",
    "BudgetedModel",
    "CachedModel",
    "Choice",
    "Citation",
    "DamagedLibrary",
    "Dialect",
    "Document",
    "Embedder",
    "Endpoint",
    "EndpointSettings",
    "Fact",
    "Hit",
    "Indexed",
    "Ledger",
    "Library",
    "LibraryBusy",
    "LibraryError",
    "MeteredModel",
    "Method",
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
