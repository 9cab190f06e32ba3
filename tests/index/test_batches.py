"""Files of batches: requests as OpenAI takes them, and results in any order and state."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asking import PROMPT

from extraction import Reader
from index import (
    BatchPlan,
    Dialect,
    EndpointSettings,
    Fate,
    KeptAnswer,
    Method,
    PlannedDocument,
    find_custom_id,
    find_documents,
    find_open,
    plan_documents,
    read_results,
    write_requests,
)

SETTINGS = EndpointSettings(name="small", base_url="https://models.example/v1", max_tokens=900)
OTHER = replace(PROMPT, user="行2\u2028续")
A, B, C = "a" * 64, "b" * 64, "c" * 64
PLAN = BatchPlan(
    model="small",
    base_url="https://models.example/v1",
    max_tokens=900,
    reader=Reader.AUTO,
    paths=("/documents",),
    documents=(),
    layouts=(),
    requests=(A, B, C),
)


def _answer(text: str = '{"a": 1}', tokens_in: int = 11, tokens_out: int = 7) -> KeptAnswer:
    return KeptAnswer(
        model="small",
        text=text,
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        seconds=0.0,
        is_estimated=False,
    )


def _line(custom_id: str, content: str | None = '{"a": 1}', finish: str = "stop") -> dict[str, Any]:
    """A line of results as OpenAI writes it."""
    message = {"role": "assistant", "content": content, "refusal": None}
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    }
    response = {"status_code": 200, "request_id": "1", "body": body}
    return {"id": "batch_req_1", "custom_id": custom_id, "response": response, "error": None}


def _read(folder: Path, *lines: object) -> Any:
    path = folder / "results.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return read_results(path, PLAN)


def test_a_request_is_what_the_endpoint_would_be_asked() -> None:
    [line] = write_requests([PROMPT], SETTINGS, Dialect()).splitlines()
    assert json.loads(line) == {
        "custom_id": find_custom_id(SETTINGS, PROMPT),
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {
            "model": "small",
            "messages": [
                {"role": "system", "content": "You find headers."},
                {"role": "user", "content": "行1"},
            ],
            "max_tokens": 900,
            "temperature": 0,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "found", "strict": True, "schema": {"a": 1}},
            },
        },
    }


def test_a_request_is_written_in_the_dialect_of_the_endpoint() -> None:
    dialect = Dialect(
        method=Method.JSON_OBJECT, limit="max_completion_tokens", has_temperature=False
    )
    body = json.loads(write_requests([PROMPT], SETTINGS, dialect))["body"]
    assert body.keys() == {"model", "messages", "max_completion_tokens", "response_format"}
    assert body["response_format"] == {"type": "json_object"}
    assert body["messages"][0]["content"].endswith('{"a": 1}')


def test_each_question_is_one_line_of_ascii_and_those_cut_off_have_more_room() -> None:
    cut_off = {find_custom_id(SETTINGS, OTHER)}
    text = write_requests([PROMPT, OTHER, PROMPT], SETTINGS, Dialect(), cut_off)
    assert text.isascii()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["body"]["max_tokens"] for line in lines] == [900, 3600]
    assert lines[1]["body"]["messages"][1]["content"] == OTHER.user


def test_a_custom_id_is_of_model_place_and_question() -> None:
    longest = find_custom_id(SETTINGS, PROMPT)
    assert len(longest) == 64
    elsewhere = SETTINGS.model_copy(update={"base_url": "https://other.example/v1"})
    others = {
        find_custom_id(SETTINGS, OTHER),
        find_custom_id(elsewhere, PROMPT),
        find_custom_id(SETTINGS.model_copy(update={"name": "large"}), PROMPT),
    }
    assert len(others - {longest}) == 3


def test_results_come_in_any_order(tmp_path: Path) -> None:
    found = _read(tmp_path, _line(C), "", _line(A, 'Here it is:\n```json\n{"a": 2}\n```'))
    assert found.answers == {C: _answer(), A: _answer('{"a": 2}')}
    assert found.lines == {Fate.ANSWERED: (1, 3)}
    assert (found.seen, found.cut_off, found.wasted) == ({A, C}, frozenset(), {})


def test_what_dashscope_writes_is_read(tmp_path: Path) -> None:
    line = {
        "id": "1",
        "custom_id": A,
        "response": {
            "status_code": 200,
            "request_id": "1",
            "body": {
                "created": 1,
                "usage": {"completion_tokens": 7, "prompt_tokens": 11, "total_tokens": 18},
                "model": "small",
                "id": "chatcmpl-1",
                "choices": [
                    {"finish_reason": "stop", "index": 0, "message": {"content": '{"a": 1}'}}
                ],
                "object": "chat.completion",
            },
        },
        "error": None,
    }
    assert _read(tmp_path, line).answers == {A: _answer()}


@pytest.mark.parametrize(
    "failed",
    [
        # OpenAI: refused; out of time; vLLM: refused; no choice at all.
        {
            "response": {
                "status_code": 429,
                "request_id": "1",
                "body": {"error": {"message": "slow down", "code": None}},
            },
            "error": None,
        },
        {"response": None, "error": {"code": "batch_expired", "message": "too late"}},
        {
            "response": {"status_code": 400, "request_id": "vllm-1", "body": None},
            "error": {"object": "error", "message": "too long", "code": 400},
        },
        {"response": {"status_code": 200, "body": {"choices": []}}, "error": None},
    ],
)
def test_a_line_that_failed_is_told(tmp_path: Path, failed: dict[str, Any]) -> None:
    found = _read(tmp_path, {"id": "1", "custom_id": A, **failed}, _line(B))
    assert found.lines == {Fate.ANSWERED: (2,), Fate.FAILED: (1,)}
    assert (found.answers, found.seen) == ({B: _answer()}, {A, B})


def test_what_is_of_no_use_is_paid_for(tmp_path: Path) -> None:
    found = _read(tmp_path, _line(A, '{"a": ', "length"), _line(B, "I cannot."), _line(C, None))
    assert found.lines == {Fate.CUT_OFF: (1,), Fate.NO_JSON: (2, 3)}
    assert found.wasted == {A: _answer(""), B: _answer(""), C: _answer("")}
    assert (found.answers, found.cut_off) == ({}, {A})


def test_a_usage_that_is_missing_is_estimated(tmp_path: Path) -> None:
    line = _line(A)
    del line["response"]["body"]["usage"]
    [answer] = _read(tmp_path, line).answers.values()
    assert (answer.tokens_in, answer.tokens_out, answer.is_estimated) == (0, 3, True)


@pytest.mark.parametrize(
    "damaged", ['{"custom_id": "', "[]", "null", '{"custom_id": 4}', "\ufeff", '{"response": 4}']
)
def test_a_damaged_line_stops_no_other(tmp_path: Path, damaged: str) -> None:
    found = _read(tmp_path, damaged, _line(A))
    assert found.lines == {Fate.ANSWERED: (2,), Fate.DAMAGED: (1,)}
    assert found.seen == {A}


def test_a_line_cut_in_a_character_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_bytes("\ufeff".encode() + json.dumps(_line(A)).encode() + "\n行".encode()[:-1])
    assert read_results(path, PLAN).lines == {Fate.ANSWERED: (1,), Fate.DAMAGED: (2,)}


def test_the_first_answer_of_use_counts(tmp_path: Path) -> None:
    lines = [_line(A, "no"), _line(A), _line(A, '{"a": 2}'), _line("d" * 64)]
    found = _read(tmp_path, *lines)
    assert found.answers == {A: _answer()}
    assert found.lines == {
        Fate.ANSWERED: (2,),
        Fate.NO_JSON: (1,),
        Fate.REPEATED: (3,),
        Fate.STRANGE: (4,),
    }
    assert found.seen == {A}


def test_what_was_cut_off_and_answered_elsewhere_needs_no_more_room(tmp_path: Path) -> None:
    found = _read(tmp_path, _line(A, "{", "length"), _line(A))
    assert (found.answers, found.cut_off) == ({A: _answer()}, frozenset())


def test_documents_are_found_by_their_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a", "b", "c", "other", "folder")]
    for path, data in zip(paths, (b"1", b"1", b"2", b"3"), strict=False):
        path.write_bytes(data)
    paths[-1].mkdir()  # it cannot be read as a file
    documents = plan_documents({paths[0]: "water", paths[1]: "water-2", paths[2]: "soil"})
    digest = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    assert documents[:2] == (
        PlannedDocument(name="water", sha256=digest),
        PlannedDocument(name="water-2", sha256=digest),
    )
    paths[2].write_bytes(b"4")
    found = find_documents(PLAN.model_copy(update={"documents": documents}), reversed(paths))
    assert found.names == {paths[1]: "water", paths[0]: "water-2"}
    assert found.gone == ("soil",)


def test_what_is_open_was_asked_before_or_follows(tmp_path: Path) -> None:
    plan = PLAN.model_copy(update={"requests": ()}).ask([PROMPT, OTHER, PROMPT])
    first, _ = plan.requests
    assert plan.ask([OTHER]) == plan
    path = tmp_path / "results.jsonl"
    path.write_text(json.dumps(_line(first, "no")), encoding="utf-8")
    new = replace(PROMPT, user="行3")
    noted = [("water", (PROMPT, OTHER)), ("soil", (OTHER, new))]
    left = find_open(plan, read_results(path, plan), noted)
    assert left.prompts == (PROMPT, OTHER, new)
    assert (left.again, left.missing) == (2, {"water": 1})
