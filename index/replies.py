"""What a run's answers cost, answers kept so that none is paid for twice, and a limit of both."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, ValidationError

from extraction import BudgetSpent, LanguageModel, ModelError, Prompt, Reply
from extraction.atomic import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What answers cost; ledgers are added up with `sum(ledgers, Ledger())`."""

    calls: int = 0
    """Requests that were answered."""
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    """Spent waiting for answers; of threads that wait at once each counts."""
    cache_hits: int = 0
    is_estimated: bool = False
    """Some endpoint did not count its tokens: they are estimated."""

    @classmethod
    def of(cls, reply: Reply) -> "Ledger":
        """What one reply cost."""
        return cls(
            calls=reply.calls,
            tokens_in=reply.tokens_in,
            tokens_out=reply.tokens_out,
            seconds=reply.seconds,
            cache_hits=int(reply.is_cached),
            is_estimated=reply.is_estimated,
        )

    def __add__(self, other: "Ledger") -> "Ledger":
        return Ledger(
            calls=self.calls + other.calls,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
            seconds=self.seconds + other.seconds,
            cache_hits=self.cache_hits + other.cache_hits,
            is_estimated=self.is_estimated or other.is_estimated,
        )


class MeteredModel:
    """A model whose cost is counted, over threads: one for each document, around a shared one."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._lock = Lock()
        self._ledger = Ledger()

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def ledger(self) -> Ledger:
        """What was spent so far, answers of no use included."""
        return self._ledger

    def ask(self, prompt: Prompt) -> Reply:
        """Answer a prompt. Raises `ModelError`."""
        try:
            reply = self._model.ask(prompt)
        except ModelError as exc:
            if exc.spent is not None:
                self._count(exc.spent)
            raise
        self._count(reply)
        return reply

    def _count(self, reply: Reply) -> None:
        with self._lock:
            self._ledger += Ledger.of(reply)


class Budget:
    """Tokens, in and out, that a run may spend; its processes share a file that counts them."""

    def __init__(self, max_tokens_total: int, tally: Path) -> None:
        self.max_tokens_total = max_tokens_total
        self._tally = tally

    @property
    def spent(self) -> int:
        """Tokens spent so far."""
        return int(self._tally.read_text()) if self._tally.exists() else 0

    def check(self) -> None:
        """Raises `BudgetSpent` once all is spent."""
        if (spent := self.spent) >= self.max_tokens_total:
            raise BudgetSpent(f"{spent} of {self.max_tokens_total} tokens are spent")

    def add(self, reply: Reply) -> None:
        """Count what a reply cost."""
        with FileLock(f"{self._tally}.lock"):
            write_whole(self._tally, str(self.spent + reply.tokens_in + reply.tokens_out))


class BudgetedModel:
    """A model that is asked no more once a budget is spent; what is under way may overrun it."""

    def __init__(self, model: LanguageModel, budget: Budget) -> None:
        self._model = model
        self._budget = budget

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def ask(self, prompt: Prompt) -> Reply:
        """Answer a prompt. Raises `BudgetSpent`, or another `ModelError`."""
        self._budget.check()
        try:
            reply = self._model.ask(prompt)
        except ModelError as exc:
            if exc.spent is not None:
                self._budget.add(exc.spent)
            raise
        self._budget.add(reply)
        return reply


class _Kept(BaseModel):
    """An answer as kept, with what it cost when it was given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    version: str
    text: str
    tokens_in: int
    tokens_out: int
    seconds: float
    is_estimated: bool


class CachedModel:
    """A model whose answers are kept in a folder, a file for each, shared by processes.

    Two that ask the same at once both ask the model. A damaged file counts as none, and a folder
    that cannot be written keeps nothing: an answer that was paid for is not lost over it.
    """

    def __init__(self, model: LanguageModel, folder: Path) -> None:
        self._model = model
        self._folder = folder

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def holds(self, prompt: Prompt) -> bool:
        """Whether an answer is kept, so that asking costs nothing."""
        return self._recall(prompt) is not None

    def ask(self, prompt: Prompt) -> Reply:
        """The answer kept, at no cost, else the model's. Raises `ModelError`."""
        if (kept := self._recall(prompt)) is not None:
            return Reply(
                text=kept.text, tokens_in=0, tokens_out=0, seconds=0.0, calls=0, is_cached=True
            )
        reply = self._model.ask(prompt)
        made = _Kept(
            model=self.name,
            version=prompt.version,
            text=reply.text,
            tokens_in=reply.tokens_in,
            tokens_out=reply.tokens_out,
            seconds=reply.seconds,
            is_estimated=reply.is_estimated,
        )
        with suppress(OSError):
            write_whole(self._path(prompt), made.model_dump_json(indent=1))
        return reply

    def _recall(self, prompt: Prompt) -> _Kept | None:
        try:
            return _Kept.model_validate_json(self._path(prompt).read_bytes())
        except (OSError, ValidationError):
            return None

    def _path(self, prompt: Prompt) -> Path:
        digest = find_prompt_digest(self.name, prompt)
        return self._folder / digest[:2] / f"{digest}.json"


def find_prompt_digest(model: str, prompt: Prompt) -> str:
    """What tells a question to a model from every other."""
    parts = [
        model,
        prompt.version,
        prompt.system,
        prompt.user,
        prompt.schema_name,
        dict(prompt.schema),
    ]
    written = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
