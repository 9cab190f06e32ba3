"""Conversations with tools: what an endpoint takes, how it fails, where it is stopped."""

import json
import socket
import traceback
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, SecretStr
from scripted import Act, Server, refuse, serve_script

from extraction import BudgetSpent, KeyRefused, ModelError, ModelUnreachable, RequestRefused
from index import Budget, CallerUse, Dialect, EndpointSettings, Ledger, Limits, ToolCaller
from index.models.tool_calls import Talk, TalkEnded, Tool, ToolsRefused

KEY = "sk-not-to-be-seen"
QUESTION = "表头在第几行"
DONE = Act(text="第{v1}行。")


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    row: int


def call(row: object = 1) -> Act:
    return Act(text="", calls=(("look", json.dumps({"row": row})),), finish="tool_calls")


Talking = Callable[..., tuple[Talk, ToolCaller]]


@pytest.fixture
def talk() -> Talking:
    """A conversation with a tool that says which row it was asked for."""

    def talk(server: Server, timeout: float = 20, **use: object) -> tuple[Talk, ToolCaller]:
        settings = EndpointSettings(
            name="small",
            base_url=server.base_url,
            key=SecretStr(KEY),
            attempts=1,
            timeout=timeout,
        )
        caller = ToolCaller(CallerUse(settings=settings, **use))  # type: ignore[arg-type]
        tool = Tool("look", "Look at a row.", Asked, lambda asked: f"row {asked.row}")
        return caller.begin("You look.", [tool]), caller

    return talk


def fail(one: Talk) -> ModelError:
    """The error that a conversation ends in; it tells neither key nor question."""
    with pytest.raises(ModelError) as caught:
        one.say(QUESTION)
    told = "".join(traceback.format_exception(caught.value))
    assert KEY not in told
    assert QUESTION not in told
    return caught.value


def last(server: Server) -> str:
    return str(server.bodies[-1]["messages"][-1]["content"])


@pytest.mark.parametrize("is_streamed", [True, False])
def test_a_tool_is_called_and_what_it_costs_is_counted(talk: Talking, is_streamed: bool) -> None:
    shown: list[str] = []
    with serve_script(call(), DONE) as server:
        one, caller = talk(server, dialect=Dialect(is_streamed=is_streamed), echo=shown.append)
        assert one.say(QUESTION) == "第{v1}行。"
    assert last(server) == "row 1"
    assert server.bodies[0]["messages"] == [
        {"role": "system", "content": "You look."},
        {"role": "user", "content": QUESTION},
    ]
    assert server.sent("max_tokens") == [4096, 4096]
    assert server.sent("temperature") == [0, 0]
    assert [bool(sent) for sent in server.sent("stream")] == [is_streamed, is_streamed]
    assert server.keys == [f"Bearer {KEY}"] * 2
    ledger = caller.ledger
    assert (ledger.calls, ledger.tokens_in, ledger.tokens_out) == (2, 22, 14)
    assert shown == ['agent: look {"row": 1}', "agent: 第{v1}行。"]


def test_what_is_said_next_goes_on_from_what_was_said(talk: Talking) -> None:
    with serve_script(call(), DONE, Act(text="好")) as server:
        one, _ = talk(server)
        one.say(QUESTION)
        assert one.say("重写") == "好"
    said = [message["role"] for message in server.bodies[2]["messages"]]
    assert said == ["system", "user", "assistant", "tool", "assistant", "user"]


def test_what_a_model_thinks_aloud_is_no_answer(talk: Talking) -> None:
    with serve_script(Act(text="<think>3.00万元</think>好")) as server:
        assert talk(server)[0].say(QUESTION) == "好"


def test_arguments_that_are_no_json_are_told(talk: Talking) -> None:
    torn = Act(text="", calls=(("look", "row=1"),), finish="tool_calls")
    with serve_script(torn, call(), DONE) as server:
        talk(server)[0].say(QUESTION)
    said = str(server.bodies[1]["messages"][-1]["content"])
    assert "Extra inputs are not permitted" in said


def test_the_same_call_is_cut_and_then_ends_it(talk: Talking) -> None:
    with serve_script(*[call()] * 9) as server:
        error = fail(talk(server)[0])
    assert isinstance(error, TalkEnded)
    assert str(error) == "it made the same calls again and again"
    assert last(server) == "You made this very call before; its result stands above."
    assert len(server.bodies) == 4


def test_requests_are_bounded_and_the_last_are_announced(talk: Talking) -> None:
    with serve_script(*map(call, range(9))) as server:
        error = fail(talk(server, limits=Limits(requests=4))[0])
    assert str(error) == "no answer after 4 requests"
    tools = [str(body["messages"][-1]["content"]) for body in server.bodies[1:]]
    notice = "No more calls: answer now with what you have."
    assert tools == ["row 0", f"row 1\n{notice}", f"row 2\n{notice}"]


def test_calls_are_bounded(talk: Talking) -> None:
    rows = count()
    many = [
        Act(
            text="",
            calls=tuple(("look", json.dumps({"row": next(rows)})) for _ in range(3)),
            finish="tool_calls",
        )
        for _ in range(2)
    ]
    with serve_script(*many, DONE) as server:
        one, _ = talk(server, limits=Limits(tool_calls=4))
        one.say(QUESTION)
    said = [m["content"] for m in server.bodies[2]["messages"] if m["role"] == "tool"]
    notice = "No more calls: answer now with what you have."
    assert said == ["row 0", "row 1", "row 2", "row 3", notice, notice]


def test_tokens_are_bounded(talk: Talking) -> None:
    acts = [
        Act(text="", calls=call(row).calls, finish="tool_calls", usage=(60, 0)) for row in (1, 2)
    ]
    with serve_script(*acts, DONE) as server:
        error = fail(talk(server, limits=Limits(tokens=100))[0])
    assert str(error) == "no answer after 120 tokens"


def test_time_is_bounded_within_an_answer_too(talk: Talking) -> None:
    slow = Act(text="第一行", drip=0.4)
    with serve_script(slow) as server:
        assert str(fail(talk(server, limits=Limits(seconds=0.5))[0])) == "no answer in time"
    with serve_script(replace(call(), pause=0.6)) as server:
        error = fail(talk(server, timeout=5, limits=Limits(seconds=0.5))[0])
        assert str(error) == "no answer in time"


def test_the_tokens_of_a_run_are_counted_and_kept_to(talk: Talking, tmp_path: Path) -> None:
    budget = Budget(60, tmp_path / "tally")
    with serve_script(call(1), call(2), call(3), call(4), DONE) as server:
        error = fail(talk(server, budget=budget)[0])
    assert isinstance(error, BudgetSpent)
    assert budget.spent == 18 * len(server.bodies) <= 60


def test_an_endpoint_that_fails_in_the_middle_ends_it(talk: Talking) -> None:
    with serve_script(call(), Act(status=500)) as server:
        one, caller = talk(server)
        error = fail(one)
    assert isinstance(error, ModelUnreachable)
    assert caller.ledger.calls == 1


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (Act(text="第", finish=None), ModelUnreachable),
        (Act(raw="<html>busy</html>"), RequestRefused),
        (Act(status=401), KeyRefused),
        (refuse("prompt is too long"), RequestRefused),
    ],
)
def test_a_broken_answer_ends_it(talk: Talking, act: Act, kind: type[ModelError]) -> None:
    with serve_script(act, act, act) as server:
        assert isinstance(fail(talk(server)[0]), kind)


@pytest.mark.parametrize(
    "complaint",
    ["small does not support tools", '"auto" tool choice requires --enable-auto-tool-choice'],
)
def test_that_an_endpoint_takes_no_tools_is_said(talk: Talking, complaint: str) -> None:
    with serve_script(refuse(complaint)) as server:
        error = fail(talk(server)[0])
    assert isinstance(error, ToolsRefused)
    assert str(error).endswith(" takes no tools")


def test_what_an_endpoint_declines_is_asked_otherwise(talk: Talking) -> None:
    acts = (
        refuse("Use 'max_completion_tokens' instead."),
        refuse("Unsupported value: 'temperature'"),
        refuse("stream is not supported"),
    )
    with serve_script(*acts, call(), DONE) as server:
        assert talk(server)[0].say(QUESTION) == "第{v1}行。"
    assert server.sent("max_completion_tokens") == [None, 4096, 4096, 4096, 4096]
    assert server.sent("temperature") == [0, 0, None, None, None]
    assert [bool(sent) for sent in server.sent("stream")] == [True, True, True, False, False]


def test_nothing_is_asked_before_something_is_said(talk: Talking) -> None:
    with serve_script() as server:
        _, caller = talk(server)
    assert server.bodies == []
    assert caller.ledger == Ledger()


def test_nothing_is_sent_to_a_tracer(talk: Talking, monkeypatch: pytest.MonkeyPatch) -> None:
    from langchain_core.tracers.langchain import wait_for_all_tracers

    with socket.create_server(("127.0.0.1", 0)) as tracer, serve_script(call(), DONE) as server:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", f"http://127.0.0.1:{tracer.getsockname()[1]}")
        monkeypatch.setenv("LANGSMITH_API_KEY", KEY)
        talk(server)[0].say(QUESTION)
        wait_for_all_tracers()
        tracer.settimeout(1)
        with pytest.raises(TimeoutError):
            tracer.accept()
