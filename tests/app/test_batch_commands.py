"""`gouji batch`: requests written, results read in any state, and what is open asked again."""

import json
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from modelling import KEY, RIGHT, isolate, run, write_open
from typer.testing import Result

from extraction import Disclosure


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that nobody can reach: whoever calls it fails."""
    isolate(tmp_path, monkeypatch)
    monkeypatch.setenv("GOUJI_MODEL", "small")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def _write(*paths: Path, out: str = "requests.jsonl") -> Result:
    return run("batch", "write", *paths, "-o", out, "--jobs", "1")


def _read(results: str = "results.jsonl", *options: str) -> Result:
    return run("batch", "read", results, "--out", "out", "--jobs", "1", *options)


def _requests(path: str = "requests.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def _line(request: dict[str, Any], content: str = RIGHT, finish: str = "stop") -> dict[str, Any]:
    choice = {"index": 0, "message": {"content": content}, "finish_reason": finish}
    usage = {"prompt_tokens": 500, "completion_tokens": 90, "total_tokens": 590}
    response = {"status_code": 200, "body": {"choices": [choice], "usage": usage}}
    return {"custom_id": request["custom_id"], "response": response, "error": None}


def _send(lines: Iterable[object], path: str = "results.jsonl") -> None:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    Path(path).write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")


def _kind(name: str) -> str:
    record = Disclosure.model_validate_json(Path(f"out/{name}.json").read_text("utf-8"))
    [table] = record.tables
    return table.kind.value


def _costs() -> dict[str, tuple[int, int, int]]:
    costs = json.loads(Path("out/cost.json").read_text("utf-8"))
    return {one["document"]: (one["calls"], one["tokens_in"], one["tokens_out"]) for one in costs}


def test_write_asks_what_the_model_would_be_asked_first(tmp_path: Path) -> None:
    result = _write(write_open(tmp_path), write_open(tmp_path, "soil", "土壤局"))
    assert (result.exit_code, result.stderr) == (0, "")
    told, how = result.stdout.splitlines()
    assert told.startswith("requests.jsonl: 2 calls, about ")
    assert how == ("with its results: gouji batch read RESULTS --out DIR --requests requests.jsonl")
    first, second = _requests()
    assert "水务局" in first["body"]["messages"][1]["content"]
    assert "土壤局" in second["body"]["messages"][1]["content"]
    assert first["body"]["model"] == "small"
    assert first["body"]["response_format"]["type"] == "json_schema"
    assert sorted(os.listdir()) == ["requests.jsonl", "requests.jsonl.plan.json"]
    assert not (tmp_path / "cache").exists()


def test_a_plan_holds_nothing_of_what_documents_say(tmp_path: Path) -> None:
    path = write_open(tmp_path)
    _write(path)
    [request] = _requests()
    text = Path("requests.jsonl.plan.json").read_text("utf-8")
    assert KEY not in text
    plan = json.loads(text)
    assert len(plan["documents"][0].pop("sha256")) == 64
    assert plan == {
        "model": "small",
        "base_url": "http://127.0.0.1:9/v1",
        "max_tokens": 4096,
        "reader": "auto",
        "paths": [str(path)],
        "documents": [{"name": "water"}],
        "layouts": [],
        "requests": [request["custom_id"]],
    }


def test_requests_are_in_the_dialect_that_the_endpoint_is_known_to_take(tmp_path: Path) -> None:
    memory = tmp_path / "cache/gouji/endpoints.json"
    memory.parent.mkdir(parents=True)
    memory.write_text('{"127.0.0.1:9/v1 small": {"method": "json_object"}}')
    _write(write_open(tmp_path))
    [request] = _requests()
    assert request["body"]["response_format"] == {"type": "json_object"}


def test_results_finish_what_extract_would_have_read(tmp_path: Path) -> None:
    _write(write_open(tmp_path), write_open(tmp_path, "soil", "土壤局"))
    water, soil = _requests()
    _send([_line(soil, f"Here it is: ```{RIGHT}```"), _line(water)])
    result = _read()
    assert (result.exit_code, _kind("water"), _kind("soil")) == (0, "expenditure", "expenditure")
    assert result.stdout.splitlines()[2:] == ["2 answers used; open: 0 to ask again, 0 that follow"]
    assert result.stderr.splitlines() == [
        "gouji: water: 1 calls, 500 tokens in, 90 out, 0.0 s, 0 cache hits",
        "gouji: soil: 1 calls, 500 tokens in, 90 out, 0.0 s, 0 cache hits",
        "gouji: in all: 2 calls, 1000 tokens in, 180 out, 0.0 s, 0 cache hits",
    ]
    assert _costs() == {"water": (1, 500, 90), "soil": (1, 500, 90)}
    assert sorted(os.listdir("out")) == [
        "cost.json",
        "soil.facts.csv",
        "soil.json",
        "water.facts.csv",
        "water.json",
    ]


def test_results_serve_extract_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_open(tmp_path)
    _write(path)
    _send([_line(_requests()[0])])
    _read()
    monkeypatch.setenv("GOUJI_LAYOUTS", "none")
    result = run("extract", path, "--out", "again", "--format", "json")
    assert result.stderr.endswith("in all: 0 calls, 0 tokens in, 0 out, 0.0 s, 1 cache hits\n")
    assert Path("again/water.json").read_bytes() == Path("out/water.json").read_bytes()
    assert _write(path, out="more.jsonl").stdout == (
        "nothing is left to ask: gouji extract reads these documents without a call\n"
    )
    assert not Path("more.jsonl").exists()


def test_what_is_missing_failed_or_of_no_use_is_asked_again(tmp_path: Path) -> None:
    agencies = {"a": "粮食局", "b": "土壤局", "c": "渔业局", "d": "林场局", "e": "茶叶局"}
    _write(*(write_open(tmp_path, name, agency) for name, agency in agencies.items()))
    a, b, c, d, _ = _requests()
    failed = {"custom_id": c["custom_id"], "response": None, "error": {"code": "batch_expired"}}
    strange = {**_line(a), "custom_id": "0" * 64}
    lines = [_line(a), '{"custom_', _line(b, RIGHT[:40], "length"), failed, _line(d, "I cannot.")]
    _send([*lines, _line(a), strange])
    result = _read()
    assert result.exit_code == 0
    assert [_kind(name) for name in agencies] == ["expenditure", *["other"] * 4]
    assert result.stderr.splitlines() == [
        "gouji: results.jsonl: 1 failed: line 4",
        "gouji: results.jsonl: 1 cut off: line 3",
        "gouji: results.jsonl: 1 without a JSON object: line 5",
        "gouji: results.jsonl: 1 damaged: line 2",
        "gouji: results.jsonl: 1 for requests that were answered in a line before: line 6",
        "gouji: results.jsonl: 1 for requests that are not of this batch: line 7",
        "gouji: results.jsonl: 1000 tokens in, 180 out for answers of no use",
        "gouji: a: 1 calls, 500 tokens in, 90 out, 0.0 s, 0 cache hits",
        "gouji: in all: 1 calls, 500 tokens in, 90 out, 0.0 s, 0 cache hits",
        "gouji: 1 without a line of results: e (1)",
    ]
    used, estimate, how = result.stdout.splitlines()[5:]
    assert used == "1 answers used; open: 4 to ask again, 0 that follow"
    assert estimate.startswith("requests-2.jsonl: 4 calls, about ")
    assert how == ("with its results: gouji batch read RESULTS --out DIR --requests requests.jsonl")
    again = _requests("requests-2.jsonl")
    assert [request["body"]["max_tokens"] for request in again] == [16384, 4096, 4096, 4096]
    _send(map(_line, again), "results-2.jsonl")
    result = _read("results-2.jsonl")
    assert [_kind(name) for name in agencies] == ["expenditure"] * 5
    assert _costs() == dict.fromkeys(agencies, (1, 500, 90))


def test_a_second_round_asks_what_follows_from_the_first(tmp_path: Path) -> None:
    _write(write_open(tmp_path, total="101.50"))
    [first] = _requests()
    _send([_line(first)])
    result = _read()
    assert "1 answers used; open: 0 to ask again, 1 that follow" in result.stdout
    [second] = _requests("requests-2.jsonl")
    assert "by it these sums break: " in second["body"]["messages"][1]["content"]
    _send([_line(second)], "results-2.jsonl")
    result = _read("results-2.jsonl", "--requests", "requests.jsonl")
    assert "1 answers used; open: 0 to ask again, 0 that follow" in result.stdout
    assert _costs() == {"water": (2, 1000, 180)}
    assert not Path("requests-3.jsonl").exists()


def test_layouts_kept_meanwhile_do_not_change_what_was_asked(tmp_path: Path) -> None:
    _write(write_open(tmp_path), write_open(tmp_path, "twin", total="100.5"))
    [request] = _requests()
    _send([_line(request)])
    result = _read()
    assert "1 answers used; open: 0 to ask again, 0 that follow" in result.stdout
    assert _costs() == {"water": (1, 500, 90), "twin": (0, 0, 0)}
    assert len(list((tmp_path / "data/gouji/layouts").iterdir())) == 1
    _write(write_open(tmp_path, "third"), out="more.jsonl")
    assert not Path("more.jsonl").exists()


def test_next_requests_stand_in_no_others_place(tmp_path: Path) -> None:
    _write(write_open(tmp_path))
    Path("requests-2.jsonl").write_text("under way\n")
    _send([])
    assert "requests-3.jsonl: 1 calls" in _read().stdout
    assert Path("requests-2.jsonl").read_text() == "under way\n"


def test_a_document_that_changed_or_is_gone_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, agency in (("a", "粮食局"), ("b", "土壤局"), ("c", "渔业局")):
        write_open(tmp_path / "in", name, agency)
    _write(tmp_path / "in")
    _send(map(_line, _requests()))
    write_open(tmp_path / "in", "a", "粮食局", "101.50")
    (tmp_path / "in/b.txt").unlink()
    result = _read("results.jsonl", "--format", "json")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[:2] == [
        "gouji: a: changed or gone since the batch was written",
        "gouji: b: changed or gone since the batch was written",
    ]
    assert sorted(os.listdir("out")) == ["c.json", "cost.json"]
    assert _kind("c") == "expenditure"


def test_documents_are_found_in_archives_and_bear_their_names(tmp_path: Path) -> None:
    for name, agency in (("a", "粮食局"), ("b", "土壤局")):
        folder = tmp_path / name
        folder.mkdir()
        write_open(folder, "water", agency)
    with zipfile.ZipFile(tmp_path / "files.zip", "w") as archive:
        archive.write(tmp_path / "a/water.txt", "a/water.txt")
        archive.write(tmp_path / "b/water.txt", "b/water.txt")
    _write(tmp_path / "files.zip")
    _send(map(_line, _requests()))
    assert _read().exit_code == 0
    assert (_kind("water"), _kind("water-2")) == ("expenditure", "expenditure")


def test_the_plan_is_found_beside_the_results_or_here(tmp_path: Path) -> None:
    _write(write_open(tmp_path))
    Path("elsewhere").mkdir()
    _send(map(_line, _requests()), "elsewhere/results.jsonl")
    assert _read("elsewhere/results.jsonl").exit_code == 0
    Path("elsewhere/other.jsonl.plan.json").write_text("{}")
    result = _read("elsewhere/results.jsonl")
    assert (result.exit_code, result.stderr) == (
        2,
        "gouji: elsewhere/other.jsonl.plan.json: it is no plan of a batch\n",
    )
    assert _read("elsewhere/results.jsonl", "--requests", "requests.jsonl").exit_code == 0


def test_of_several_plans_one_must_be_named(tmp_path: Path) -> None:
    path = write_open(tmp_path)
    _write(path)
    _write(path, out="more.jsonl")
    _send([])
    result = _read()
    assert result.exit_code == 2
    assert result.stderr == "gouji: there are 2 plans of batches in .: name one with --requests\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            [],
            "no plan of a batch is beside results.jsonl, nor here: name its requests with "
            "--requests",
        ),
        (["--requests", "no.jsonl"], "no.jsonl.plan.json: No such file or directory"),
    ],
)
def test_without_a_plan_nothing_can_be_finished(options: list[str], message: str) -> None:
    _send([])
    result = _read("results.jsonl", *options)
    assert (result.exit_code, result.stderr) == (2, f"gouji: {message}\n")


def test_results_that_are_not_there_are_one_line(tmp_path: Path) -> None:
    _write(write_open(tmp_path))
    result = _read()
    assert result.exit_code == 2
    assert result.stderr == "gouji: results.jsonl: No such file or directory\n"


def test_write_needs_a_model_and_a_reader_that_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_open(tmp_path)
    result = run("batch", "write", path, "-o", "r.jsonl", "--reader", "rules")
    assert (result.exit_code, result.stderr) == (2, "gouji: --reader rules asks nothing\n")
    monkeypatch.delenv("GOUJI_MODEL")
    result = run("batch", "write", path, "-o", "r.jsonl")
    assert result.exit_code == 2
    assert result.stderr.startswith("gouji: no model is configured: ")
    assert os.listdir() == []


def test_what_cannot_be_read_is_told_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = _write(write_open(tmp_path), tmp_path / "empty.txt")
    assert result.exit_code == 2
    assert result.stderr == f"gouji: {tmp_path}/empty.txt: the file is empty\n"
    plan = json.loads(Path("requests.jsonl.plan.json").read_text("utf-8"))
    assert [document["name"] for document in plan["documents"]] == ["water"]


@pytest.mark.parametrize("name", ["requests.jsonl", "requests.jsonl.plan.json"])
def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path, name: str) -> None:
    Path(name).mkdir()
    result = _write(write_open(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"gouji: {name}: Is a directory\n"


def test_requests_are_written_over_no_document(tmp_path: Path) -> None:
    document = write_open(tmp_path)
    before = document.read_bytes()
    done = _write(document, out=str(document))
    assert done.exit_code == 2
    assert "is one of the documents: give another name for the requests" in done.stderr
    assert document.read_bytes() == before
