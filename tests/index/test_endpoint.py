"""An endpoint that stumbles is asked again or otherwise, so often and no oftener."""

import json
import socket
import traceback
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from pydantic import SecretStr
from scripted import Act, Server, refuse, serve_script

from extraction import (
    AnswerCutOff,
    KeyRefused,
    ModelError,
    ModelUnreachable,
    NoJson,
    Prompt,
    RateLimited,
    RequestRefused,
)
from index import Endpoint, EndpointSettings

KEY = "sk-not-to-be-seen"
QUESTION = "表头在第几行"
GOOD = Act()
BUSY = Act(status=429)
NO_SCHEMA = refuse("This response_format type is unavailable now")
PROMPT = Prompt(
    system="You find headers.",
    user=QUESTION,
    schema_name="found",
    schema={
        "type": "object",
        "properties": {"works": {"type": "boolean"}},
        "required": ["works"],
        "additionalProperties": False,
    },
    version="1",
)


class Asked:
    """An endpoint on a server, and how long it paused between requests."""

    def __init__(self, server: Server, memory: Path, **settings: float) -> None:
        self.pauses: list[float] = []
        whole = EndpointSettings.model_validate(
            {"name": "small", "base_url": server.base_url, "key": SecretStr(KEY), **settings}
        )
        self.endpoint = Endpoint(whole, memory, self.pauses.append)

    def fail(self) -> ModelError:
        """The error that asking ends in; neither it nor its traceback tells key or prompt."""
        with pytest.raises(ModelError) as caught:
            self.endpoint.ask(PROMPT)
        told = "".join(traceback.format_exception(caught.value))
        assert KEY not in told
        assert QUESTION not in told
        assert "\n" not in str(caught.value)
        return caught.value


Ask = Callable[..., Asked]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    def make(server: Server, **settings: float) -> Asked:
        return Asked(server, tmp_path / "cache" / "endpoints.json", **settings)

    return make


def test_a_schema_is_sent_and_the_object_and_its_cost_come_back(ask: Ask) -> None:
    with serve_script(GOOD) as server:
        reply = ask(server).endpoint.ask(PROMPT)
    assert reply.text == '{"works": true}'
    assert (reply.tokens_in, reply.tokens_out, reply.calls) == (11, 7, 1)
    assert not reply.is_estimated
    assert not reply.is_cached
    assert server.keys == [f"Bearer {KEY}"]
    assert server.bodies == [
        {
            "model": "small",
            "messages": [
                {"role": "system", "content": "You find headers."},
                {"role": "user", "content": QUESTION},
            ],
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": 4096,
            "temperature": 0,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "found", "strict": True, "schema": PROMPT.schema},
            },
        }
    ]


@pytest.mark.parametrize(
    ("headers", "pause"),
    [({"Retry-After": "7"}, 7.0), ({"Retry-After": "9", "Retry-After-Ms": "250"}, 0.25)],
)
def test_a_pause_that_the_endpoint_asks_for_is_kept(
    ask: Ask, headers: dict[str, str], pause: float
) -> None:
    with serve_script(Act(status=429, headers=headers), GOOD) as server:
        asked = ask(server)
        asked.endpoint.ask(PROMPT)
    assert len(server.bodies) == 2
    assert asked.pauses == [pause]


def test_a_pause_until_a_moment_is_kept(ask: Ask) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    with serve_script(Act(status=429, headers={"Retry-After": until}), GOOD) as server:
        asked = ask(server)
        asked.endpoint.ask(PROMPT)
    [pause] = asked.pauses
    assert 50 < pause <= 60


def test_without_a_word_pauses_double(ask: Ask) -> None:
    with serve_script(BUSY, BUSY, BUSY, GOOD) as server:
        asked = ask(server)
        asked.endpoint.ask(PROMPT)
    assert len(server.bodies) == 4
    first, second, third = asked.pauses
    assert 1 <= first <= 2 <= second <= 3
    assert 4 <= third <= 5


def test_an_endpoint_that_stays_busy_is_given_up(ask: Ask) -> None:
    with serve_script(*[BUSY] * 9) as server:
        error = ask(server, attempts=3).fail()
    assert isinstance(error, RateLimited)
    assert len(server.bodies) == 3


@pytest.mark.parametrize(
    "act",
    [
        Act(status=429, headers={"Retry-After": "3600"}),
        refuse("You exceeded your quota", 429, code="insufficient_quota"),
    ],
    ids=["an hour", "no money"],
)
def test_a_limit_that_no_pause_of_ours_ends_is_told_at_once(ask: Ask, act: Act) -> None:
    with serve_script(act, GOOD) as server:
        error = ask(server, deadline=10_000).fail()
    assert isinstance(error, RateLimited)
    assert len(server.bodies) == 1


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_an_error_of_the_server_is_asked_again(ask: Ask, status: int) -> None:
    with serve_script(Act(status=status), GOOD) as server:
        reply = ask(server).endpoint.ask(PROMPT)
    assert (len(server.bodies), reply.calls) == (2, 1)
    assert server.methods() == ["json_schema", "json_schema"]


def test_pauses_together_do_not_pass_the_deadline(ask: Ask) -> None:
    with serve_script(*[Act(status=500)] * 9) as server:
        error = ask(server, attempts=9, deadline=0.5).fail()
    assert isinstance(error, ModelUnreachable)
    assert len(server.bodies) == 1


def test_silence_is_asked_again(ask: Ask) -> None:
    with serve_script(Act(pause=0.6), GOOD) as server:
        asked = ask(server, timeout=0.2)
        asked.endpoint.ask(PROMPT)
    assert len(server.bodies) == 2


def test_silence_to_the_end_is_told_with_its_length(ask: Ask) -> None:
    with serve_script(Act(pause=0.5), Act(pause=0.5)) as server:
        error = ask(server, timeout=0.2, attempts=2).fail()
    assert isinstance(error, ModelUnreachable)
    assert "said nothing for 0.2 s" in str(error)
    assert len(server.bodies) == 2


def test_an_answer_that_drips_is_given_up_at_the_deadline(ask: Ask) -> None:
    with serve_script(Act(drip=0.2), GOOD) as server:
        error = ask(server, deadline=0.3).fail()
    assert isinstance(error, ModelUnreachable)
    assert "did not end within 0.3 s" in str(error)
    assert len(server.bodies) == 1


def test_where_nothing_listens_it_is_tried_so_often_and_told(ask: Ask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    asked = ask(Server([], f"http://127.0.0.1:{port}/v1"), attempts=3)
    error = asked.fail()
    assert isinstance(error, ModelUnreachable)
    assert str(error) == f"127.0.0.1:{port} cannot be reached"
    assert len(asked.pauses) == 2


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_told_at_once(ask: Ask, status: int) -> None:
    echo = refuse(f"Incorrect API key provided: {KEY}", status, code=KEY, type=KEY)
    with serve_script(echo) as server:
        error = ask(server).fail()
    assert isinstance(error, KeyRefused)
    assert len(server.bodies) == 1


def test_an_unknown_model_is_told_at_once(ask: Ask) -> None:
    with serve_script(refuse("no such model", 404)) as server:
        error = ask(server).fail()
    assert isinstance(error, RequestRefused)
    assert "no model small" in str(error)
    assert len(server.bodies) == 1


@pytest.mark.parametrize("status", [400, 422])
def test_an_endpoint_without_schemas_is_asked_for_an_object(ask: Ask, status: int) -> None:
    with serve_script(refuse("json_schema is unavailable", status), GOOD) as server:
        reply = ask(server).endpoint.ask(PROMPT)
    assert server.methods() == ["json_schema", "json_object"]
    assert reply.calls == 1
    system, user = (message["content"] for message in server.bodies[1]["messages"])
    assert system.startswith("You find headers.\n")
    assert json.dumps(dict(PROMPT.schema)) in system
    assert user.startswith(QUESTION)
    assert "JSON" in user


def test_an_endpoint_without_formats_is_asked_in_words(ask: Ask) -> None:
    with serve_script(NO_SCHEMA, refuse("bad request"), GOOD, GOOD) as server:
        endpoint = ask(server).endpoint
        endpoint.ask(PROMPT)
        endpoint.ask(PROMPT)
    assert server.methods() == ["json_schema", "json_object", "plain", "plain"]
    assert "response_format" not in server.bodies[2]
    assert json.dumps(dict(PROMPT.schema)) in server.bodies[2]["messages"][0]["content"]


def test_what_worked_is_remembered_for_the_next_run(ask: Ask) -> None:
    with serve_script(NO_SCHEMA, GOOD, GOOD) as server, serve_script(GOOD) as other:
        ask(server).endpoint.ask(PROMPT)
        ask(other).endpoint.ask(PROMPT)
        ask(server).endpoint.ask(PROMPT)
    assert server.methods() == ["json_schema", "json_object", "json_object"]
    assert other.methods() == ["json_schema"]


def test_what_was_forgotten_is_found_out_anew(ask: Ask) -> None:
    with serve_script(NO_SCHEMA, GOOD, GOOD) as server:
        ask(server).endpoint.ask(PROMPT)
        ask(server).endpoint.forget()
        ask(server).endpoint.ask(PROMPT)
    assert server.methods() == ["json_schema", "json_object", "json_schema"]


def test_a_damaged_memory_is_none(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "endpoints.json").write_text('{"x": {"method": "telepathy"}}')
    with serve_script(GOOD) as server:
        ask(server).endpoint.ask(PROMPT)
    assert server.methods() == ["json_schema"]


def test_threads_that_begin_together_find_out_once(ask: Ask) -> None:
    with serve_script(NO_SCHEMA, GOOD, GOOD, GOOD) as server:
        endpoint = ask(server).endpoint
        threads = [Thread(target=endpoint.ask, args=(PROMPT,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(server.methods()) == ["json_object"] * 3 + ["json_schema"]


def test_once_known_only_a_complaint_of_the_format_changes_it(ask: Ask) -> None:
    with serve_script(GOOD, refuse("the prompt is too long"), NO_SCHEMA, GOOD) as server:
        asked = ask(server)
        asked.endpoint.ask(PROMPT)
        assert isinstance(asked.fail(), RequestRefused)
        asked.endpoint.ask(PROMPT)
    assert server.methods() == ["json_schema", "json_schema", "json_schema", "json_object"]


def test_a_request_refused_for_other_reasons_is_told_and_not_remembered(ask: Ask) -> None:
    long = refuse("too long", code="context_length_exceeded")
    with serve_script(long, long, long, GOOD) as server:
        asked = ask(server)
        error = asked.fail()
        asked.endpoint.ask(PROMPT)
    assert str(error).endswith("refuses the request (400, context_length_exceeded)")
    assert error.spent is None
    assert server.methods() == ["json_schema", "json_object", "plain", "json_schema"]


def test_a_code_that_could_be_anything_is_not_told(ask: Ask) -> None:
    echo = refuse(f"bad {KEY} {QUESTION}", code=KEY)
    with serve_script(echo, echo, echo) as server:
        error = ask(server).fail()
    assert str(error).endswith("refuses the request (400)")


def test_a_schema_that_is_taken_and_passed_over_is_put_into_words(ask: Ask) -> None:
    with serve_script(Act('{"answer": 4}'), GOOD) as server:
        reply = ask(server).endpoint.ask(PROMPT)
    assert server.methods() == ["json_schema", "json_object"]
    assert reply.text == '{"works": true}'
    assert (reply.calls, reply.tokens_in, reply.tokens_out) == (2, 22, 14)


@pytest.mark.parametrize(
    ("complaint", "field", "sent"),
    [
        (
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            "max_completion_tokens",
            [None, 4096, 4096],
        ),
        ("'temperature' does not support 0 with this model", "temperature", [0, None, None]),
        ("unknown field stream_options", "stream", [True, False, False]),
    ],
)
def test_a_field_that_is_complained_of_is_changed_for_good(
    ask: Ask, complaint: str, field: str, sent: list[object]
) -> None:
    with serve_script(refuse(complaint), GOOD, GOOD) as server:
        ask(server).endpoint.ask(PROMPT)
        reply = ask(server).endpoint.ask(PROMPT)
    assert server.methods() == ["json_schema"] * 3
    assert server.sent(field) == sent
    assert reply.text == '{"works": true}'
    assert (reply.tokens_in, reply.tokens_out) == (11, 7)


def test_an_answer_is_not_streamed_where_a_stream_is_not_understood(ask: Ask) -> None:
    whole = '{"choices": [{"message": {"content": "{}"}}]}'
    with serve_script(Act(raw=whole), GOOD) as server:
        ask(server).endpoint.ask(PROMPT)
    assert server.sent("stream") == [True, False]


def test_a_page_where_the_endpoint_should_be_is_told(ask: Ask) -> None:
    page = Act(raw="<html>Welcome</html>")
    with serve_script(page, page) as server:
        error = ask(server).fail()
    assert isinstance(error, RequestRefused)
    assert "check the base URL" in str(error)
    assert len(server.bodies) == 2


@pytest.mark.parametrize(
    "text",
    [
        '<think>Either {"works": false} or not.</think>\n\n{"works": true}',
        'Here it is:\n```json\n{"works": true}\n```\nAnything else?',
        'First I thought {"works": false}, but: {"works": true}',
    ],
    ids=["thought", "fenced", "prose"],
)
def test_what_stands_around_the_object_is_left_away(ask: Ask, text: str) -> None:
    with serve_script(Act(text)) as server:
        reply = ask(server).endpoint.ask(PROMPT)
    assert reply.text == '{"works": true}'
    assert len(server.bodies) == 1


def test_tokens_that_are_not_counted_are_estimated(ask: Ask) -> None:
    with serve_script(Act(usage=None)) as server:
        reply = ask(server).endpoint.ask(PROMPT)
    assert reply.is_estimated
    # 17 characters of ASCII and 6 beyond; the answer is 15 of ASCII.
    assert (reply.tokens_in, reply.tokens_out) == (5 + 6, 4)


def test_a_cut_answer_is_asked_for_with_more_room_and_both_are_paid(ask: Ask) -> None:
    with serve_script(Act('{"works": tr', "length", (11, 50)), GOOD) as server:
        reply = ask(server, max_tokens=50).endpoint.ask(PROMPT)
    assert server.sent("max_tokens") == [50, 200]
    assert reply.text == '{"works": true}'
    assert (reply.calls, reply.tokens_in, reply.tokens_out) == (2, 22, 57)


@pytest.mark.parametrize(
    ("second", "calls", "tokens_out"),
    [
        (Act('{"a": {}, "b', "length", (11, 200)), 2, 250),
        (refuse("max_tokens is too large"), 1, 50),
    ],
    ids=["cut again", "refused"],
)
def test_an_answer_that_stays_cut_is_told_with_what_it_cost(
    ask: Ask, second: Act, calls: int, tokens_out: int
) -> None:
    with serve_script(Act('{"works": tr', "length", (11, 50)), second) as server:
        error = ask(server, max_tokens=50).fail()
    assert isinstance(error, AnswerCutOff)
    assert server.sent("max_tokens") == [50, 200]
    assert error.spent is not None
    assert (error.spent.calls, error.spent.tokens_out) == (calls, tokens_out)


def test_a_model_that_stumbles_over_a_format_changes_no_dialect(ask: Ask) -> None:
    stumbled = refuse("Failed to generate JSON", code="json_validate_failed")
    with serve_script(stumbled, GOOD, stumbled, GOOD) as server:
        asked = ask(server)
        assert isinstance(asked.fail(), NoJson)
        asked.endpoint.ask(PROMPT)
        assert isinstance(asked.fail(), NoJson)
        asked.endpoint.ask(PROMPT)
    assert server.methods() == ["json_schema"] * 4


def test_a_stream_that_breaks_off_is_asked_again(ask: Ask) -> None:
    with serve_script(Act('{"works": tr', finish=None), GOOD) as server:
        reply = ask(server).endpoint.ask(PROMPT)
    assert server.methods() == ["json_schema", "json_schema"]
    assert reply.text == '{"works": true}'


def test_an_answer_is_heard_as_it_comes_and_anew_where_it_is_asked_for_again(ask: Ask) -> None:
    heard: list[str] = []
    with serve_script(Act('{"works": tr', finish=None), GOOD) as server:
        ask(server).endpoint.ask(PROMPT, heard.append)
    assert heard == ['{"work', '{"works": tr', '{"works', '{"works": true}']


def test_an_error_of_who_listens_is_its_own_and_ends_the_connection(ask: Ask) -> None:
    def fail(text: str) -> None:
        raise KeyError(text)

    held = Event()
    with serve_script(Act(parts=("{", "}"), held=held), GOOD) as server:
        with pytest.raises(KeyError):
            ask(server).endpoint.ask(PROMPT, fail)
        held.set()
    assert len(server.bodies) == 1


def test_an_error_in_the_midst_of_a_stream_is_asked_again(ask: Ask) -> None:
    broken = Act(raw=f'data: {{"error": {{"message": "overloaded {KEY}"}}}}\n\n')
    with serve_script(broken, broken) as server:
        error = ask(server, attempts=2).fail()
    assert isinstance(error, ModelUnreachable)
    assert len(server.bodies) == 2


def test_an_endpoint_that_never_answers_in_json_is_told_with_what_it_cost(ask: Ask) -> None:
    sorry = Act("I cannot help with that.")
    with serve_script(sorry, sorry, sorry) as server:
        error = ask(server).fail()
    assert isinstance(error, NoJson)
    assert server.methods() == ["json_schema", "json_object", "plain"]
    assert error.spent is not None
    assert (error.spent.calls, error.spent.tokens_in) == (3, 33)


def test_once_known_an_answer_without_json_is_asked_for_once(ask: Ask) -> None:
    with serve_script(GOOD, Act("I cannot help with that.")) as server:
        asked = ask(server)
        asked.endpoint.ask(PROMPT)
        assert isinstance(asked.fail(), NoJson)
    assert server.methods() == ["json_schema", "json_schema"]


def test_no_warning_of_the_client_is_passed_on(ask: Ask) -> None:
    told = "'response_format' of type 'json_schema' is not supported with this model"
    with serve_script(refuse(told), GOOD) as server, warnings.catch_warnings(record=True) as seen:
        ask(server).endpoint.ask(PROMPT)
    assert [str(one.message) for one in seen] == []
    assert server.methods() == ["json_schema", "json_object"]


def test_the_key_is_shown_by_no_setting(ask: Ask) -> None:
    with serve_script() as server:
        asked = ask(server)
    assert KEY not in repr(asked.endpoint.settings)
    assert KEY not in asked.endpoint.settings.model_dump_json()


def test_no_third_party_is_sent_a_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from langchain_core.tracers.langchain import wait_for_all_tracers

    with serve_script(GOOD) as server, socket.create_server(("127.0.0.1", 0)) as tracer:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", f"http://127.0.0.1:{tracer.getsockname()[1]}")
        monkeypatch.setenv("LANGSMITH_API_KEY", KEY)
        settings = EndpointSettings(name="m", base_url=server.base_url, key=SecretStr(KEY))
        Endpoint(settings, tmp_path / "memory.json").ask(PROMPT)
        wait_for_all_tracers()
        tracer.settimeout(1)
        with pytest.raises(TimeoutError):
            tracer.accept()
