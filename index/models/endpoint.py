"""An OpenAI-compatible endpoint as a language model."""

import time
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from extraction import (
    AnswerCutOff,
    Listen,
    ModelError,
    ModelUnreachable,
    NoJson,
    Prompt,
    Reply,
    estimate_tokens,
)
from index.models.client import OtherForm, call_client, find_key, limit_time
from index.models.dialects import Dialect, DialectMemory, next_method, step_down
from index.models.endpoint_settings import EndpointSettings
from index.models.json_objects import find_object, has_fields
from index.models.patience import Transient, call_patiently
from index.models.refusals import Declined
from index.models.requests import MORE_ROOM, write_messages, write_parameters

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from langchain_openai import ChatOpenAI


@dataclass(frozen=True, slots=True)
class _Request:
    """What is sent, and who hears the answer come."""

    prompt: Prompt
    dialect: Dialect
    limit: int
    """Tokens of the answer."""
    listen: Listen | None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of one request."""

    text: str
    is_cut: bool
    tokens_in: int
    tokens_out: int
    is_estimated: bool


class Endpoint:
    """A model behind an OpenAI-compatible endpoint; may be used by several threads.

    What of the protocol it takes is found out at the first question and kept in `memory`, a file.
    """

    def __init__(
        self,
        settings: EndpointSettings,
        memory: Path,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self._sleep = sleep
        self._memory = DialectMemory(memory)
        self._key = settings.identity
        self._known = self._memory.recall(self._key)
        self._probing = Lock()
        self._client = make_client(settings)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.settings.name

    @property
    def dialect(self) -> Dialect | None:
        """What of the protocol it is known to take."""
        return self._known

    def forget(self) -> None:
        """Find out anew what of the protocol it takes."""
        self._known = None
        self._memory.keep(self._key, None)

    def ask(self, prompt: Prompt, listen: Listen | None = None) -> Reply:
        """Answer a prompt with a JSON object. Raises `ModelError`, and what `listen` raises."""
        with self._probing if self._known is None else nullcontext():
            return self._ask(prompt, listen)

    def _ask(self, prompt: Prompt, listen: Listen | None) -> Reply:
        start = time.monotonic()
        dialect: Dialect | None = self._known or Dialect()
        answers: list[_Answer] = []
        error: ModelError | None = None
        while dialect is not None:
            try:
                request = _Request(prompt, dialect, self.settings.max_tokens, listen)
                text = self._find_object(request, answers)
                # What is not known to be followed may have been taken and passed over.
                following = None if self._known else next_method(dialect)
                if text is not None and (following is None or _fits(text, prompt)):
                    self._remember(dialect)
                    return _sum_up(text, answers, start)
                error = NoJson(f"{self.name} answered without a JSON object")
            except Declined as exc:
                error = exc.error
                following = step_down(dialect, exc.complaint, self._known is not None)
            except ModelError as exc:
                error, following = exc, None
            dialect = following
        assert error is not None
        error.spent = _sum_up("", answers, start) if answers else None
        raise error

    def _find_object(self, request: _Request, answers: list[_Answer]) -> str | None:
        """The JSON object answered; an answer that is cut off is asked for again with more room."""
        limit = request.limit
        answers.append(self._request(request))
        if answers[-1].is_cut:
            error = AnswerCutOff(f"{self.name} was cut off after {limit} tokens: raise max_tokens")
            try:
                answers.append(self._request(replace(request, limit=limit * MORE_ROOM)))
            except Declined:
                raise error from None
            if answers[-1].is_cut:
                raise error
        return find_object(answers[-1].text)

    def _request(self, request: _Request) -> _Answer:
        """The answer to one request, made again while it fails for a time."""
        settings = self.settings
        call = partial(self._call, request)
        return call_patiently(call, settings.attempts, settings.deadline, self._sleep)

    def _call(self, request: _Request) -> _Answer:
        """The answer to one request; errors of the client become ours."""
        from langsmith import tracing_context

        try:
            # A variable of the environment would have every prompt sent to a third party.
            with tracing_context(enabled=False), closing(self._send(request)) as pieces:
                return self._read(request, pieces)
        except OtherForm as exc:
            if self._known or not request.dialect.is_streamed:
                raise
            # Some take a request to stream, and answer it whole.
            raise Declined(exc, "stream") from None

    def _send(self, request: _Request) -> "Generator[AIMessage]":
        """The pieces of the answer as they come; closing it ends the connection."""
        messages = write_messages(request.prompt, request.dialect.method)
        # As `extra_body`: the client would rename the limit and parse what it forces into form.
        body = write_parameters(request.prompt, request.dialect, request.limit)
        if request.dialect.is_streamed:
            yield from self._client.stream(messages, extra_body=body)
        else:
            yield self._client.invoke(messages, extra_body=body)

    def _read(self, request: _Request, pieces: "Iterator[AIMessage]") -> _Answer:
        until = time.monotonic() + self.settings.deadline
        text, reason = "", None
        tokens_in = tokens_out = 0
        # Only the client's errors are translated, none of those who listen.
        while (piece := call_client(partial(next, pieces, None), self.settings)) is not None:
            if time.monotonic() > until:
                raise ModelUnreachable(
                    f"{self.settings.host} did not end within {self.settings.deadline:g} s"
                )
            text += str(piece.text)
            if request.listen and piece.text:
                request.listen(text)
            reason = piece.response_metadata.get("finish_reason") or reason
            if usage := piece.usage_metadata:  # some count in every piece, so far
                tokens_in, tokens_out = usage["input_tokens"], usage["output_tokens"]
        if reason is None and find_object(text) is None:
            raise Transient(ModelUnreachable(f"{self.settings.host} broke off its answer"))
        is_estimated = tokens_in <= 0
        if is_estimated:
            messages = write_messages(request.prompt, request.dialect.method)
            tokens_in = sum(estimate_tokens(said) for _, said in messages)
            tokens_out = estimate_tokens(text)
        return _Answer(text, reason == "length", tokens_in, tokens_out, is_estimated)

    def _remember(self, dialect: Dialect) -> None:
        if dialect != self._known:
            self._known = dialect
            self._memory.keep(self._key, dialect)


def make_client(settings: EndpointSettings) -> "ChatOpenAI":
    """LangChain's client of an endpoint, which is loaded by this."""
    from langchain_openai import ChatOpenAI

    # It advises its own users when an endpoint refuses a schema; here that is expected.
    warnings.filterwarnings("ignore", message=".* OpenAI's structured output feature")
    return ChatOpenAI(
        model_name=settings.name,
        openai_api_base=settings.base_url,
        openai_api_key=find_key(settings),
        request_timeout=limit_time(settings),
        max_retries=0,
        use_responses_api=False,
        stream_usage=True,
    )


def _fits(text: str, prompt: Prompt) -> bool:
    required = prompt.schema.get("required")
    return has_fields(text, [str(name) for name in required] if isinstance(required, list) else [])


def _sum_up(text: str, answers: list[_Answer], start: float) -> Reply:
    return Reply(
        text=text,
        tokens_in=sum(answer.tokens_in for answer in answers),
        tokens_out=sum(answer.tokens_out for answer in answers),
        seconds=time.monotonic() - start,
        calls=len(answers),
        is_estimated=any(answer.is_estimated for answer in answers),
    )
