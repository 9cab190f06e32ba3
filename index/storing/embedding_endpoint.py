"""An OpenAI-compatible endpoint as an embedder: the texts leave this machine.

The client is openai's own: langchain's passes over the numbers of the vectors in an answer, and
reads no base64 where floats were asked for.
"""

import math
import time
from array import array
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from extraction import ModelError, RequestRefused
from index.errors import NoVectors
from index.models.client import call_client, find_key, limit_time
from index.models.endpoint_settings import EndpointSettings
from index.models.memories import Memory
from index.models.patience import call_patiently
from index.models.refusals import Declined
from index.storing.embedders import clean_text

if TYPE_CHECKING:
    from openai import OpenAI

_MOST = 32  # texts a request; widespread servers take no more
_BATCH = "batch"  # stands in every complaint of too many texts
_TRIAL = "预算"
# A search rather goes on by words than waits long.
_QUESTION_SECONDS = 10.0
_QUESTION_ATTEMPTS = 2


class EmbeddingForm(BaseModel):
    """What is known of an endpoint's embeddings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dimension: int = Field(ge=1)
    """Length of a vector."""
    at_once: int = Field(default=_MOST, ge=1)
    """Texts that a request may hold."""


class _Vector(BaseModel):
    index: int = 0
    """Number of the text; some number none."""
    embedding: list[float] | str
    """A string is base64 of 32-bit floats: some answer so whatever was asked for."""


class _Answer(BaseModel):
    data: list[_Vector]


_FORMS = TypeAdapter(dict[str, EmbeddingForm])


class EmbeddingEndpoint:
    """Vectors of a model behind an OpenAI-compatible endpoint; may be used by several threads.

    Their length, and how many texts it takes at once, are found out once and kept in `memory`, a
    file. Raises `NoVectors`, from a `ModelError`.
    """

    def __init__(
        self,
        settings: EndpointSettings,
        memory: Path,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._asking = settings.model_copy(
            update={
                "timeout": min(settings.timeout, _QUESTION_SECONDS),
                "deadline": min(settings.deadline, _QUESTION_SECONDS),
                "attempts": min(settings.attempts, _QUESTION_ATTEMPTS),
            }
        )
        self._sleep = sleep
        self._memory = Memory(memory, _FORMS)
        self._key = settings.identity
        self._known = self._memory.recall(self._key)

    @property
    def name(self) -> str:
        """The model, where it is, and the length of its vectors."""
        return f"{self._settings.name} at {self._settings.place}, {self.dimension}"

    @property
    def dimension(self) -> int:
        """Length of a vector, found out by a call where it is not known."""
        with self._told():
            return self._form().dimension

    def forget(self) -> None:
        """Find out anew what its vectors are like."""
        self._remember(None)

    def embed_passages(self, texts: Sequence[str]) -> list[list[float]]:
        """A vector of length one for each text."""
        waiting = [clean_text(text) for text in texts]
        vectors: list[list[float]] = []
        with self._told():
            while waiting:
                form = self._form()
                some = waiting[: form.at_once]
                try:
                    vectors += self._embed(some, self._settings)
                except Declined as exc:
                    if len(some) == 1 or _BATCH not in exc.complaint.lower():
                        raise exc.error from None
                    self._remember(form.model_copy(update={"at_once": len(some) // 2}))
                else:
                    waiting = waiting[len(some) :]
        return vectors

    def embed_question(self, text: str) -> list[float]:
        """A vector of length one, or an error within seconds."""
        with self._told():
            self._form()
            return self._embed_one(clean_text(text), self._asking)

    def _form(self) -> EmbeddingForm:
        known = self._known
        if known is None:
            known = EmbeddingForm(dimension=len(self._embed_one(_TRIAL, self._settings)))
            self._remember(known)
        return known

    def _embed_one(self, text: str, settings: EndpointSettings) -> list[float]:
        try:
            [vector] = self._embed([text], settings)
        except Declined as exc:
            raise exc.error from None
        return vector

    def _embed(self, texts: list[str], settings: EndpointSettings) -> list[list[float]]:
        """The vectors of one request, made again while it fails for a time."""
        call = partial(call_client, partial(self._request, texts, settings), settings)
        raw = call_patiently(call, settings.attempts, settings.deadline, self._sleep)
        return self._check(raw, len(texts))

    def _request(self, texts: list[str], settings: EndpointSettings) -> list[Sequence[float]]:
        answer = self._client.embeddings.with_raw_response.create(
            input=texts,
            model=settings.name,
            encoding_format="float",
            timeout=limit_time(settings),
        )
        made = _Answer.model_validate_json(answer.content).data
        return [_read_numbers(one) for one in sorted(made, key=lambda one: one.index)]

    def _check(self, raw: list[Sequence[float]], count: int) -> list[list[float]]:
        host = self._settings.host
        if len(raw) != count:
            raise RequestRefused(f"{host} answered {count} texts with {len(raw)} vectors")
        dimension = self._known.dimension if self._known else len(raw[0])
        odd = [len(vector) for vector in raw if len(vector) != dimension]
        if odd:
            self._memory.keep(self._key, None)  # the next run finds it out anew
            raise RequestRefused(f"{host} made a vector of {odd[0]} numbers, not of {dimension}")
        lengths = [math.hypot(*vector) for vector in raw]
        if not all(math.isfinite(length) and length > 0 for length in lengths):
            raise RequestRefused(f"{host} made a vector that points nowhere")
        return [
            [number / length for number in vector]
            for vector, length in zip(raw, lengths, strict=True)
        ]

    def _remember(self, form: EmbeddingForm | None) -> None:
        self._known = form
        self._memory.keep(self._key, form)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """An error of the endpoint as one of the library, which can do without vectors."""
        try:
            yield
        except ModelError as exc:
            raise NoVectors(f"{self._settings.name} made no vectors ({exc})") from exc

    @cached_property
    def _client(self) -> "OpenAI":
        from openai import OpenAI

        key = find_key(self._settings).get_secret_value()
        return OpenAI(base_url=self._settings.base_url, api_key=key, max_retries=0)


def _read_numbers(vector: _Vector) -> Sequence[float]:
    if isinstance(vector.embedding, str):
        return array("f", b64decode(vector.embedding, validate=True))
    return vector.embedding
