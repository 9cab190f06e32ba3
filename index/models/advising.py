"""What a document is read with where a model may be asked: made in the process that reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extraction import Adviser, LanguageModel, Listen, ModelError, Prompt, Reader, Reply, Shelf
from index.models.dialects import DialectMemory
from index.models.endpoint import Endpoint
from index.models.endpoint_settings import EndpointSettings
from index.models.keeping import CachedModel, RecalledModel
from index.models.replies import (
    Budget,
    BudgetedModel,
    FailFastModel,
    Ledger,
    MeteredModel,
    NotedModel,
)
from index.models.tool_calls import CallerUse, ToolCaller

Echo = Callable[[str], None]
"""Told each question and its answer."""


class Asking(StrEnum):
    """What comes of a question that no answer is kept of."""

    NOW = "now"
    """It is asked."""
    LATER = "later"
    """It is noted down; what is kept costs what it did when it was given, once in a run."""
    NEVER = "never"
    """It is noted down; what is kept costs nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """How a run asks a model: what its processes, to which it can be sent, ask with."""

    endpoint: EndpointSettings
    answers: tuple[Path, ...]
    """The folders of answers kept, looked through one after the other; what is found in a later
    one is kept in those before it too, what is given in all."""
    memory: Path
    """The file that remembers what endpoints take."""
    run: Path
    """A folder of this run alone, in which its processes count what they spend."""
    max_tokens_total: int | None = None
    asking: Asking = Asking.NOW
    echo: Echo | None = None


class Cost(BaseModel):
    """What asking about one document cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    calls: int
    """Requests that were answered."""
    tokens_in: int
    tokens_out: int
    seconds: float
    """Spent waiting for answers."""
    cache_hits: int
    """Questions to which an answer was kept."""
    is_estimated: bool
    """The endpoint did not count its tokens."""
    is_spent: bool
    """The tokens set for the run were spent before all was asked."""
    failures: tuple[str, ...]
    """What went wrong, a line each."""

    @property
    def ledger(self) -> Ledger:
        """The same to be added up."""
        return Ledger(
            calls=self.calls,
            tokens_in=self.tokens_in,
            tokens_out=self.tokens_out,
            seconds=self.seconds,
            cache_hits=self.cache_hits,
            is_estimated=self.is_estimated,
        )


class Inquiry:
    """What one document is read with, and what came of asking."""

    def __init__(
        self, use: ModelUse, document: str, reader: Reader, shelf: Shelf | None = None
    ) -> None:
        self._use = use
        self._document = document
        self._noted = NotedModel(use.endpoint.name)
        self._metered = MeteredModel(_find_model(use, self._noted))
        self._callers: list[ToolCaller] = []
        model: LanguageModel = self._metered
        if use.echo is not None:
            model = _EchoedModel(model, document, use.endpoint, use.echo)
        self.adviser = Adviser(reader, model, shelf)

    def make_caller(self) -> ToolCaller:
        """The same model as one that calls tools: nothing of what it says is kept."""
        use = self._use
        limit, memory = use.max_tokens_total, DialectMemory(use.memory)
        caller = ToolCaller(
            CallerUse(
                settings=use.endpoint,
                dialect=memory.recall(use.endpoint.identity),
                budget=None if limit is None else Budget(limit, use.run / "tally"),
                echo=use.echo,
            )
        )
        self._callers.append(caller)
        return caller

    @property
    def noted(self) -> tuple[Prompt, ...]:
        """The questions that were only noted down."""
        return self._noted.prompts

    @property
    def has_answers(self) -> bool:
        """Whether any question was answered."""
        return bool(self._metered.ledger.calls or self._metered.ledger.cache_hits)

    @property
    def cost(self) -> Cost:
        """What it cost so far; where nothing is asked, what is not kept is a failure."""
        ledger = sum((caller.ledger for caller in self._callers), self._metered.ledger)
        failures = dict.fromkeys(self.adviser.failures)
        if self._use.asking is Asking.NEVER and self.noted:
            failures[f"questions without a recorded answer: {len(self.noted)}"] = None
        return Cost(
            document=self._document,
            calls=ledger.calls,
            tokens_in=ledger.tokens_in,
            tokens_out=ledger.tokens_out,
            seconds=round(ledger.seconds, 2),
            cache_hits=ledger.cache_hits,
            is_estimated=ledger.is_estimated,
            is_spent=self.adviser.is_spent,
            failures=tuple(failures),
        )


def _find_model(use: ModelUse, noted: NotedModel) -> LanguageModel:
    """The answers kept, around the model of the run or around one that only notes down."""
    if use.asking is Asking.NOW:
        return _share_model(use)
    run = use.run if use.asking is Asking.LATER else None
    model: LanguageModel = noted
    for folder in reversed(use.answers):
        model = RecalledModel(model, folder, run, use.endpoint.place)
    return model


@lru_cache(maxsize=1)
def _share_model(use: ModelUse) -> LanguageModel:
    """The model that the documents of a process share."""
    model: LanguageModel = _LateEndpoint(use.endpoint, use.memory)
    if use.max_tokens_total is not None:
        model = BudgetedModel(model, Budget(use.max_tokens_total, use.run / "tally"))
    model = FailFastModel(model)
    for folder in reversed(use.answers):
        model = CachedModel(model, folder, use.endpoint.place)
    return model


class _LateEndpoint:
    """An endpoint whose client is loaded when the first question is asked."""

    def __init__(self, settings: EndpointSettings, memory: Path) -> None:
        self._settings = settings
        self._memory = memory
        self._endpoint: Endpoint | None = None

    @property
    def name(self) -> str:
        return self._settings.name

    def ask(self, prompt: Prompt, listen: Listen | None = None) -> Reply:
        if self._endpoint is None:
            self._endpoint = Endpoint(self._settings, self._memory)
        return self._endpoint.ask(prompt, listen)


class _EchoedModel:
    """A model whose questions and answers are shown; the key never, whoever writes it."""

    def __init__(
        self, model: LanguageModel, document: str, settings: EndpointSettings, echo: Echo
    ) -> None:
        self._model = model
        self._document = document
        self._key = settings.key.get_secret_value() if settings.key else ""
        self._echo = echo

    @property
    def name(self) -> str:
        return self._model.name

    def ask(self, prompt: Prompt, listen: Listen | None = None) -> Reply:
        try:
            reply = self._model.ask(prompt, listen)
        except ModelError as exc:
            self._show(prompt, f"no answer: {exc}")
            raise
        kept = ", kept before" if reply.is_cached else ""
        self._show(prompt, f"answer{kept}: {reply.text}")
        return reply

    def _show(self, prompt: Prompt, answer: str) -> None:
        told = f"{self._document}: question:\n{prompt.system}\n\n{prompt.user}\n{answer}"
        self._echo(told.replace(self._key, "…") if self._key else told)
