"""Models around a model: what its answers cost, how much they may, when it is asked no more."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from filelock import FileLock

from extraction import (
    BudgetSpent,
    KeyRefused,
    LanguageModel,
    Listen,
    ModelError,
    ModelUnreachable,
    Prompt,
    RateLimited,
    Reply,
    RequestRefused,
    Unanswered,
)
from extraction.atomic import write_whole
from index.models.requests import estimate_prompt


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

    def ask(self, prompt: Prompt, listen: Listen | None = None) -> Reply:
        """Answer a prompt. Raises `ModelError`."""
        try:
            reply = self._model.ask(prompt, listen)
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
        """Tokens spent so far, and those reserved for questions under way."""
        return int(self._tally.read_text()) if self._tally.exists() else 0

    def reserve(self, tokens: int) -> None:
        """Count the tokens of a question before it is asked.

        Raises `BudgetSpent` where they would be too many.
        """
        with FileLock(f"{self._tally}.lock"):
            spent = self.spent
            if spent + tokens > self.max_tokens_total:
                told = f"{spent} of {self.max_tokens_total} tokens are spent"
                raise BudgetSpent(f"{told}: too many for a question of about {tokens}")
            write_whole(self._tally, str(spent + tokens))

    def add(self, reply: Reply | None, reserved: int = 0) -> None:
        """Count what a reply cost in place of what was reserved for it; None cost nothing."""
        cost = reply.tokens_in + reply.tokens_out if reply else 0
        with FileLock(f"{self._tally}.lock"):
            write_whole(self._tally, str(self.spent + cost - reserved))


class BudgetedModel:
    """A model that is asked no more than a budget allows: the answers under way may overrun it."""

    def __init__(self, model: LanguageModel, budget: Budget) -> None:
        self._model = model
        self._budget = budget

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def ask(self, prompt: Prompt, listen: Listen | None = None) -> Reply:
        """Answer a prompt. Raises `BudgetSpent`, or another `ModelError`."""
        reserved = estimate_prompt(prompt)
        self._budget.reserve(reserved)
        paid: Reply | None = None
        try:
            paid = self._model.ask(prompt, listen)
        except ModelError as exc:
            paid = exc.spent
            raise
        finally:
            self._budget.add(paid, reserved)
        return paid


class FailFastModel:
    """A model that is asked no more after an error that would only come again.

    A refused request is one only as long as nothing was answered: later ones may be the prompt's.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._error: ModelError | None = None
        self._has_answered = False

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def ask(self, prompt: Prompt, listen: Listen | None = None) -> Reply:
        """Answer a prompt. Raises `ModelError`, the same one to the end once it is final."""
        if self._error is not None:
            raise type(self._error)(str(self._error))
        try:
            reply = self._model.ask(prompt, listen)
        except (KeyRefused, ModelUnreachable, RateLimited) as exc:
            self._error = exc
            raise
        except RequestRefused as exc:
            self._error = None if self._has_answered else exc
            raise
        self._has_answered = True
        return reply


class NotedModel:
    """A model that answers nothing: what it is asked is noted down, each question once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._prompts: list[Prompt] = []

    @property
    def name(self) -> str:
        """The name of the model that the questions are meant for."""
        return self._name

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """The questions, in the order in which they came first."""
        return tuple(self._prompts)

    def ask(self, prompt: Prompt, _listen: Listen | None = None) -> Reply:
        """Note a prompt down. Raises `Unanswered`."""
        if prompt not in self._prompts:
            self._prompts.append(prompt)
        raise Unanswered("only noted down")
