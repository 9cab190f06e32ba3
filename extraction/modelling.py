"""The seam to a language model: what is asked, what is answered, what can go wrong.

    ModelError
    ├── ModelUnreachable   no whole answer: no connection, too slow, errors of the server to the end
    ├── KeyRefused         the key is missing, wrong, or may not use the model
    ├── RateLimited        too many requests or tokens, to the end of our patience; or no money left
    ├── RequestRefused     the endpoint does not take the request: model unknown, prompt too long
    ├── AnswerCutOff       longer than it may be, also when asked with more room
    ├── NoJson             an answer without a JSON object in it: prose, a refusal, nothing
    ├── BudgetSpent        the tokens set for the run are spent; no call was made
    └── Unanswered         only noted down, to be asked later: by a dry run, by files of a batch

Their texts hold no key, no prompt and nothing that the endpoint wrote.
"""

import math
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue

_CHARACTERS_A_TOKEN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A question to a model that is answered with one JSON object."""

    system: str
    user: str
    schema_name: str
    """Letters, digits, `_` and `-`, at most 64: endpoints take no others."""
    schema: Mapping[str, JsonValue]
    """JSON Schema of the answer; for strict endpoints flat, all fields required, no others."""
    version: str
    """Of the wording; another one makes answers kept under the last one useless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A model's answer, and what it cost now: nothing if it had been kept."""

    text: str
    """One JSON object; whether it fits the schema is for the caller to check."""
    tokens_in: int
    tokens_out: int
    seconds: float
    calls: int = 1
    """Requests that were answered, those whose answers were of no use among them."""
    is_cached: bool = False
    is_estimated: bool = False
    """The endpoint did not count its tokens: these are `estimate_tokens`."""


Listen = Callable[[str], None]
"""Told the text of an answer while it is written: each time all of it so far, and anew from its
beginning where it is asked for again."""


class LanguageModel(Protocol):
    """Whatever answers prompts with JSON."""

    @property
    def name(self) -> str:
        """Which model it is: answers are kept under it, reports name it."""

    def ask(self, prompt: Prompt, listen: Listen | None = None) -> Reply:
        """Answer a prompt. Raises `ModelError`, and whatever `listen` raises.

        Of an answer that is kept, or comes whole, `listen` is told nothing.
        """


class ModelError(Exception):
    """The root: its text is one line that a person can act on."""

    def __init__(self, message: str, spent: Reply | None = None) -> None:
        super().__init__(message)
        self.spent = spent
        """What was paid for answers of no use; None if nothing was answered."""


class ModelUnreachable(ModelError):
    """No whole answer: no connection, too slow, errors of the server to the end."""


class KeyRefused(ModelError):
    """The key is missing, wrong, or may not use the model."""


class RateLimited(ModelError):
    """Too many requests or tokens, to the end of our patience; or no money left."""


class RequestRefused(ModelError):
    """The endpoint does not take the request."""


class AnswerCutOff(ModelError):
    """The answer is longer than it may be, also when asked with more room."""


class NoJson(ModelError):
    """There is no JSON object in the answer."""


class BudgetSpent(ModelError):
    """The tokens set for the run are spent; no call was made."""


class Unanswered(ModelError):
    """The question is only noted down, to be asked later."""


def estimate_tokens(text: str) -> int:
    """Tokens of a text, without its model's tokenizer: one for each character beyond ASCII and for
    each digit, one for every four other characters. Of Chinese tables it is a tenth too much where
    the tokenizer takes digits one by one (Gemma's), more where it does not.
    """
    digits = sum(character in string.digits for character in text)
    others = sum(character.isascii() for character in text) - digits
    return len(text) - others + math.ceil(others / _CHARACTERS_A_TOKEN)
