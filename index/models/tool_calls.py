"""A model that calls tools behind an OpenAI-compatible endpoint: a LangChain agent, with bounds."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from pydantic import BaseModel, JsonValue

from extraction import ModelError, ModelUnreachable, Reply, RequestRefused, estimate_tokens
from index.models.client import OtherForm, call_client
from index.models.dialects import Dialect, step_down
from index.models.endpoint import make_client
from index.models.endpoint_settings import EndpointSettings
from index.models.json_objects import drop_thoughts
from index.models.patience import Transient, call_patiently
from index.models.refusals import Declined
from index.models.replies import Budget, Ledger

if TYPE_CHECKING:
    from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
    from langchain_core.language_models import LanguageModelInput
    from langchain_core.messages import AIMessage, AnyMessage, BaseMessage
    from langchain_core.runnables import Runnable
    from langchain_core.tools import BaseTool
    from langchain_openai import ChatOpenAI

    # What LangChain itself leaves open of its requests and answers.
    Request: TypeAlias = "ModelRequest[None]"
    Response: TypeAlias = "ModelResponse[object]"
    Client: TypeAlias = Runnable[LanguageModelInput, AIMessage]

_AGAIN = "You made this very call before; its result stands above."
_NO_MORE = "No more calls: answer now with what you have."
_MOST_REPEATS = 3
_LAST_CALLS = 2
_UNREADABLE = "unreadable"


class ToolsRefused(RequestRefused):
    """The endpoint takes no tools."""


class TalkEnded(ModelError):
    """A conversation came to one of its bounds before it had an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one conversation may take."""

    requests: int = 12
    tool_calls: int = 30
    tokens: int = 120_000
    """In and out, of all its requests."""
    seconds: float = 180.0


@dataclass(frozen=True, slots=True)
class Tool:
    """What a model may call."""

    name: str
    description: str
    arguments: type[BaseModel]
    """What it takes; what does not fit is told to the model, and nothing is called."""
    call: Callable[..., str]
    """Told its arguments as one record; says what it found, or what is wrong with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerUse:
    """What a caller is made with."""

    settings: EndpointSettings
    dialect: Dialect | None = None
    """What the endpoint is known to take; None where that is not known."""
    budget: Budget | None = None
    echo: Callable[[str], None] | None = None
    """Told what the model says and calls."""
    limits: Limits = field(default_factory=Limits)


class ToolCaller:
    """A model that is given tools; what it costs is counted over its conversations."""

    def __init__(self, use: CallerUse) -> None:
        self.use = use
        self.ledger = Ledger()

    @cached_property
    def client(self) -> "ChatOpenAI":
        """The client, loaded when it is first used."""
        return make_client(self.use.settings)

    def begin(self, system: str, tools: Sequence[Tool]) -> "Talk":
        """A new conversation."""
        return Talk(self, system, tools)


class Talk:
    """One conversation, bounded as a whole. No request is made before the first `say`."""

    def __init__(self, caller: ToolCaller, system: str, tools: Sequence[Tool]) -> None:
        self._caller = caller
        self._use = caller.use
        self._dialect = caller.use.dialect or Dialect()
        self._lock = Lock()
        self._seen: set[str] = set()
        self._messages: list[AnyMessage] = []
        self._requests = self._tokens = self._repeats = 0
        self.tool_calls = 0
        self._system = system
        self._tools = [_make_tool(tool, self._run) for tool in tools]
        limits = caller.use.limits
        self._until = time.monotonic() + min(limits.seconds, caller.use.settings.deadline)

    def say(self, text: str) -> str:
        """What the model answers once it calls no more tools. Raises `ModelError`."""
        from langchain.agents import create_agent
        from langchain.agents.middleware import wrap_model_call
        from langchain_core.messages import HumanMessage
        from langchain_core.runnables import RunnableConfig
        from langsmith import tracing_context

        ask: AgentMiddleware = wrap_model_call(self._answer)
        agent = create_agent(
            self._caller.client,
            self._tools,
            system_prompt=self._system,
            middleware=[ask],
        )
        steps = 4 * (self._use.limits.requests + 1)
        config = RunnableConfig(recursion_limit=steps, max_concurrency=1)
        # A variable of the environment would have every message sent to a third party.
        with tracing_context(enabled=False):
            state = agent.invoke({"messages": [*self._messages, HumanMessage(text)]}, config)
        self._messages = state["messages"]
        return drop_thoughts(str(self._messages[-1].text))

    def _run(self, tool: Tool, **arguments: JsonValue) -> str:
        """What a tool says to one call; a call that was made before is not made again."""
        with self._lock:
            key = f"{tool.name} {json.dumps(arguments, sort_keys=True, default=str)}"
            if key in self._seen:
                self._repeats += 1
                return _AGAIN
            self._seen.add(key)
            self.tool_calls += 1
            if self.tool_calls > self._use.limits.tool_calls:
                return _NO_MORE
            said = tool.call(tool.arguments.model_validate(arguments))
        is_late = self._requests >= self._use.limits.requests - _LAST_CALLS
        return f"{said}\n{_NO_MORE}" if is_late else said

    def _answer(self, request: "Request", _: "Callable[[Request], Response]") -> "Response":
        """The model's answer to a conversation so far: words, or calls of tools."""
        from langchain.agents.middleware import ModelResponse

        self._check_bounds()
        messages = [*filter(None, [request.system_message]), *request.messages]
        tokens = sum(estimate_tokens(str(message.content)) for message in messages)
        if self._use.budget:
            self._use.budget.reserve(tokens)
        reply: Reply | None = None
        try:
            message, reply = self._request(request, messages, tokens)
        finally:
            if self._use.budget:
                self._use.budget.add(reply, tokens)
        self._requests += 1
        self._tokens += reply.tokens_in + reply.tokens_out
        self._caller.ledger += Ledger.of(reply)
        self._echo(message)
        return ModelResponse(result=[message])

    def _check_bounds(self) -> None:
        limits = self._use.limits
        if self._requests >= limits.requests:
            raise TalkEnded(f"no answer after {self._requests} requests")
        if self._tokens >= limits.tokens:
            raise TalkEnded(f"no answer after {self._tokens} tokens")
        if self._repeats >= _MOST_REPEATS:
            raise TalkEnded("it made the same calls again and again")
        if time.monotonic() >= self._until:
            raise TalkEnded("no answer in time")

    def _request(
        self, request: "Request", messages: "Sequence[BaseMessage]", tokens: int
    ) -> "tuple[AIMessage, Reply]":
        """One request, made again while it fails for a time, otherwise where it is declined."""
        settings, start = self._use.settings, time.monotonic()
        while True:
            client = self._caller.client.bind_tools(request.tools)
            call = partial(self._call, client, messages)
            left = max(0.0, self._until - time.monotonic())
            following: Dialect | None = None
            try:
                message = call_patiently(call, settings.attempts, left)
                return message, _count(message, tokens, time.monotonic() - start)
            except OtherForm:
                if not self._dialect.is_streamed:
                    raise
                following = self._dialect.model_copy(update={"is_streamed": False})
            except Declined as exc:
                following = step_down(self._dialect, exc.complaint, True)
                if following is None or following.method is not self._dialect.method:
                    if "tool" in exc.complaint.lower():
                        raise ToolsRefused(f"{settings.host} takes no tools") from None
                    raise exc.error from None
            self._dialect = following

    def _call(self, client: "Client", messages: "Sequence[BaseMessage]") -> "AIMessage":
        return call_client(partial(self._read, client, messages), self._use.settings)

    def _read(self, client: "Client", messages: "Sequence[BaseMessage]") -> "AIMessage":
        from langchain_core.messages import AIMessageChunk, message_chunk_to_message
        from langchain_core.messages.ai import add_ai_message_chunks

        body: dict[str, JsonValue] = {self._dialect.limit: self._use.settings.max_tokens}
        if self._dialect.has_temperature:
            body["temperature"] = 0
        if not self._dialect.is_streamed:
            return _mend(client.invoke(messages, extra_body=body))
        pieces: list[AIMessageChunk] = []
        for piece in client.stream(messages, extra_body=body):
            if time.monotonic() > self._until:
                raise TalkEnded("no answer in time")
            assert isinstance(piece, AIMessageChunk)  # streams give no other
            pieces.append(piece)
        whole = add_ai_message_chunks(*pieces) if pieces else None
        if whole is None or not whole.response_metadata.get("finish_reason"):
            host = self._use.settings.host
            raise Transient(ModelUnreachable(f"{host} broke off its answer"))
        # Some count in every piece, so far: the last count is the whole.
        usage = next((one.usage_metadata for one in reversed(pieces) if one.usage_metadata), None)
        return _mend(message_chunk_to_message(whole).model_copy(update={"usage_metadata": usage}))

    def _echo(self, message: "AIMessage") -> None:
        if self._use.echo is None:
            return
        calls = [f"{call['name']} {json.dumps(call['args'])}" for call in message.tool_calls]
        told = "\n".join(filter(None, [str(message.text), *calls]))
        key = self._use.settings.key.get_secret_value() if self._use.settings.key else ""
        self._use.echo(f"agent: {told.replace(key, '…') if key else told}")


def _make_tool(tool: Tool, run: Callable[..., str]) -> "BaseTool":
    from langchain_core.tools import StructuredTool

    def call(**arguments: JsonValue) -> str:
        return run(tool, **arguments)

    return StructuredTool.from_function(
        call,
        name=tool.name,
        description=tool.description,
        args_schema=tool.arguments,
    )


def _mend(message: "BaseMessage") -> "AIMessage":
    """A message with its unreadable calls among the others: the tools say that they are wrong."""
    from langchain_core.messages import AIMessage
    from langchain_core.messages.tool import tool_call

    assert isinstance(message, AIMessage)  # a model answers with no other
    unreadable = [
        tool_call(name=call["name"] or "", args={_UNREADABLE: call["args"]}, id=call["id"])
        for call in message.invalid_tool_calls
    ]
    update = {"tool_calls": [*message.tool_calls, *unreadable], "invalid_tool_calls": []}
    return message.model_copy(update=update)


def _count(message: "AIMessage", tokens: int, seconds: float) -> Reply:
    """What a message cost; `tokens` is about what it answers."""
    used = message.usage_metadata
    said = str(message.text) + json.dumps([call["args"] for call in message.tool_calls])
    return Reply(
        text="",
        tokens_in=used["input_tokens"] if used else tokens,
        tokens_out=used["output_tokens"] if used else estimate_tokens(said),
        seconds=seconds,
        is_estimated=not used,
    )
