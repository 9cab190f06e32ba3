"""Facts, passages, retrieval and grounded answers (DuckDB, Chroma).

Knows extraction's records; nothing of evals or app.
"""

from index.agent.agent_answers import answer_with_agent, is_open
from index.answers import answer
from index.errors import (
    DamagedLibrary,
    LibraryBusy,
    LibraryError,
    NoVectors,
    OtherEmbedder,
    OtherVersion,
    UnknownDocument,
)
from index.library import Library
from index.modelling.model_answers import Helper, PlanMaker, answer_with_model
from index.modelling.model_sentences import Watcher, complete_wording
from index.models.advising import Asking, Cost, Inquiry, ModelUse
from index.models.batches import (
    BatchPlan,
    Fate,
    PlannedDocument,
    Results,
    find_custom_id,
    find_documents,
    find_open,
    plan_documents,
    read_results,
    write_requests,
)
from index.models.dialects import Dialect, DialectMemory, Method
from index.models.endpoint import Endpoint
from index.models.endpoint_settings import OPENAI, EndpointSettings
from index.models.keeping import AnswerFolder, CachedModel, KeptAnswer, RecalledModel
from index.models.replies import (
    Budget,
    BudgetedModel,
    FailFastModel,
    Ledger,
    MeteredModel,
    NotedModel,
)
from index.models.requests import estimate_answer, estimate_prompt
from index.models.tool_calls import CallerUse, Limits, ToolCaller
from index.proving.citing import is_proven
from index.records import (
    Answer,
    Aspect,
    Choice,
    Citation,
    Document,
    Fact,
    Operation,
    PassageKind,
    Plan,
    Want,
)
from index.storing.embedders import Embedder, load_embedder
from index.storing.embedding_endpoint import EmbeddingEndpoint
from index.storing.facts import find_facts
from index.storing.holdings import Indexed, Outcome, Prepared, prepare

__all__ = [
    "OPENAI",
    "Answer",
    "AnswerFolder",
    "Asking",
    "Aspect",
    "BatchPlan",
    "Budget",
    "BudgetedModel",
    "CachedModel",
    "CallerUse",
    "Choice",
    "Citation",
    "Cost",
    "DamagedLibrary",
    "Dialect",
    "DialectMemory",
    "Document",
    "Embedder",
    "EmbeddingEndpoint",
    "Endpoint",
    "EndpointSettings",
    "Fact",
    "FailFastModel",
    "Fate",
    "Helper",
    "Indexed",
    "Inquiry",
    "KeptAnswer",
    "Ledger",
    "Library",
    "LibraryBusy",
    "LibraryError",
    "Limits",
    "MeteredModel",
    "Method",
    "ModelUse",
    "NoVectors",
    "NotedModel",
    "Operation",
    "OtherEmbedder",
    "OtherVersion",
    "Outcome",
    "PassageKind",
    "Plan",
    "PlanMaker",
    "PlannedDocument",
    "Prepared",
    "RecalledModel",
    "Results",
    "ToolCaller",
    "UnknownDocument",
    "Want",
    "Watcher",
    "answer",
    "answer_with_agent",
    "answer_with_model",
    "complete_wording",
    "estimate_answer",
    "estimate_prompt",
    "find_custom_id",
    "find_documents",
    "find_facts",
    "find_open",
    "is_open",
    "is_proven",
    "load_embedder",
    "plan_documents",
    "prepare",
    "read_results",
    "write_requests",
]
