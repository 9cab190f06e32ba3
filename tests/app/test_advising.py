"""The commands that may ask a model: what they ask, what they cost, and what stays as it was."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from modelling import ANSWER, KEY, RIGHT, configure, isolate, run, write_open
from scripted import Act, refuse, serve_script

from extraction import Disclosure


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(tmp_path, monkeypatch)


def _kinds(path: Path) -> list[str]:
    record = Disclosure.model_validate_json(path.read_text("utf-8"))
    return [table.kind.value for table in record.tables]


def _costs(path: str = "out/cost.json") -> list[dict[str, Any]]:
    costs: list[dict[str, Any]] = json.loads(Path(path).read_text("utf-8"))
    assert all(cost.pop("seconds") >= 0 for cost in costs)
    return costs


def _cost(document: str, **fields: object) -> dict[str, object]:
    return {
        "document": document,
        "calls": 0,
        "tokens_in": 0,
        "tokens_out": 0,
        "cache_hits": 0,
        "is_estimated": False,
        "is_spent": False,
        "failures": [],
        **fields,
    }


def _untimed(text: str) -> str:
    """What was said, without the seconds that were waited."""
    return re.sub(r"\d+\.\d s,", "… s,", text)


def test_a_model_reads_what_the_rules_leave_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_open(tmp_path)
    with serve_script(ANSWER) as server:
        configure(monkeypatch, server)
        result = run("extract", path, "--out", "out")
    assert result.exit_code == 0
    assert _kinds(Path("out/water.json")) == ["expenditure"]
    assert _untimed(result.stderr) == (
        "gouji: water: 1 calls, 500 tokens in, 90 out, … s, 0 cache hits\n"
        "gouji: in all: 1 calls, 500 tokens in, 90 out, … s, 0 cache hits\n"
    )
    assert _costs() == [_cost("water", calls=1, tokens_in=500, tokens_out=90)]


def test_costs_that_cannot_be_written_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("out/cost.json").mkdir(parents=True)
    with serve_script(ANSWER) as server:
        configure(monkeypatch, server)
        result = run("extract", write_open(tmp_path), "--out", "out")
    assert result.exit_code == 2
    assert _untimed(result.stderr).splitlines()[1:] == [
        "gouji: in all: 1 calls, 500 tokens in, 90 out, … s, 0 cache hits",
        "gouji: out/cost.json: Is a directory",
    ]
    assert _kinds(Path("out/water.json")) == ["expenditure"]


def test_running_again_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_open(tmp_path)
    with serve_script(ANSWER) as server:
        configure(monkeypatch, server)
        run("extract", path, "--out", "out")
        monkeypatch.setenv("GOUJI_LAYOUTS", "none")
        result = run("extract", path, "--out", "out")
    assert len(server.bodies) == 1
    assert _kinds(Path("out/water.json")) == ["expenditure"]
    assert _untimed(result.stderr).splitlines()[1] == (
        "gouji: in all: 0 calls, 0 tokens in, 0 out, … s, 1 cache hits"
    )
    assert _costs() == [_cost("water", cache_hits=1)]


def test_a_layout_that_was_kept_serves_without_a_call_or_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_script(ANSWER) as server:
        configure(monkeypatch, server)
        run("extract", write_open(tmp_path), "--out", "out")
        result = run("check", write_open(tmp_path, "next"), "--dry-run")
        assert result.stdout.endswith("in all: 0 calls, about 0 tokens in and 0 out\n")
    monkeypatch.delenv("GOUJI_MODEL")
    result = run("extract", tmp_path / "next.txt", "--out", "out")
    assert (result.exit_code, result.stderr) == (0, "")
    assert _kinds(Path("out/next.json")) == ["expenditure"]


def test_check_tells_the_cost_in_its_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_script(Act(text=RIGHT, usage=None)) as server:
        configure(monkeypatch, server)
        result = run("check", write_open(tmp_path), "--json")
    told = json.loads(result.stdout)
    [cost] = told["cost"]
    assert set(told) == {"findings", "ledger", "summary", "cost"}
    assert (cost["document"], cost["calls"], cost["is_estimated"]) == ("water", 1, True)
    assert f"{cost['tokens_in']} tokens in, {cost['tokens_out']} out (estimated), " in result.stderr


def test_index_and_show_ask_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_open(tmp_path)
    with serve_script(ANSWER) as server:
        configure(monkeypatch, server)
        shown = run("show", path, "--table", "1", "--reader", "auto")
        monkeypatch.setenv("GOUJI_LAYOUTS", "none")
        ruled = run("show", path, "--table", "1", "--reader", "rules")
        indexed = run("index", path, "--library", "library", "--reader", "auto")
    assert len(server.bodies) == 1
    assert "kind expenditure" in shown.stdout
    assert "kind other" in ruled.stdout
    assert (ruled.exit_code, ruled.stderr) == (0, "")
    assert indexed.exit_code == 0
    assert _untimed(indexed.stderr).splitlines()[-1] == (
        "gouji: in all: 0 calls, 0 tokens in, 0 out, … s, 1 cache hits"
    )


def test_what_a_model_reads_otherwise_takes_the_place_of_what_the_rules_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_open(tmp_path)
    ruled = run("index", path, "--library", "library", "--reader", "rules")
    with serve_script(ANSWER) as server:
        configure(monkeypatch, server)
        advised = run("index", path, "--library", "library")
        monkeypatch.setenv("GOUJI_LAYOUTS", "none")
        again = run("index", path, "--library", "library")
    outcomes = [result.stdout.split()[1] for result in (ruled, advised, again)]
    assert outcomes == ["added:", "replaced:", "unchanged:"]


@pytest.mark.parametrize("command", ["extract", "check", "index"])
def test_a_dry_run_tells_the_cost_and_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (tmp_path / "in").mkdir()
    write_open(tmp_path / "in")
    write_open(tmp_path / "in", "soil", "土壤局")
    before = sorted(tmp_path.rglob("*"))
    out = {"extract": ["--out", "out"], "check": [], "index": ["--library", "library"]}[command]
    with serve_script() as server:
        configure(monkeypatch, server)
        result = run(command, tmp_path / "in", *out, "--dry-run", "--jobs", "1")
    assert (result.exit_code, result.stderr, server.bodies) == (0, "", [])
    lines = result.stdout.splitlines()
    counts = [int(line.split(" about ")[1].split(" tokens in and ")[0]) for line in lines]
    assert [line.split(", about ")[0] for line in lines] == [
        "soil: 1 calls",
        "water: 1 calls",
        "in all: 2 calls",
    ]
    assert counts[2] == counts[0] + counts[1] > 1000
    assert sorted(tmp_path.rglob("*")) == before


def test_a_dry_run_leaves_out_what_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_open(tmp_path)
    with serve_script(ANSWER) as server:
        configure(monkeypatch, server)
        run("check", path)
        monkeypatch.setenv("GOUJI_LAYOUTS", "none")
        result = run("check", path, "--dry-run")
    assert not Path("none").exists()
    assert result.stdout.splitlines() == [
        "water: 0 calls, about 0 tokens in and 0 out",
        "in all: 0 calls, about 0 tokens in and 0 out",
    ]


def test_a_dry_run_without_a_model_has_nothing_to_ask(tmp_path: Path) -> None:
    result = run("check", write_open(tmp_path), "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.endswith("in all: 0 calls, about 0 tokens in and 0 out\n")


def test_when_the_tokens_are_spent_the_rest_is_read_by_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_open(tmp_path, "a", "粮食局")
    write_open(tmp_path, "b", "土壤局")
    with serve_script(ANSWER, ANSWER) as server:
        configure(monkeypatch, server)
        paths = (tmp_path / "a.txt", tmp_path / "b.txt")
        limits = ("--max-tokens-total", "1000", "--jobs", "1")
        result = run("extract", *paths, "--out", "out", *limits)
    assert (result.exit_code, len(server.bodies)) == (0, 1)
    assert _kinds(Path("out/a.json")) == ["expenditure"]
    assert _kinds(Path("out/b.json")) == ["other"]
    first, second = _costs()
    assert first == _cost("a", calls=1, tokens_in=500, tokens_out=90)
    [failure] = second["failures"]
    assert failure.startswith("590 of 1000 tokens are spent: too many for a question of about ")
    assert second == _cost("b", is_spent=True, failures=[failure])
    assert "gouji: the tokens did not suffice for all questions about b\n" in result.stderr


def test_a_refused_key_is_tried_once_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_open(tmp_path, "a", "粮食局")
    write_open(tmp_path, "b", "土壤局")
    with serve_script(refuse(f"wrong key {KEY}", 401)) as server:
        configure(monkeypatch, server)
        host = server.base_url.removeprefix("http://").removesuffix("/v1")
        paths = (tmp_path / "a.txt", tmp_path / "b.txt")
        result = run("extract", *paths, "--out", "out", "--jobs", "1")
    assert (result.exit_code, len(server.bodies)) == (0, 1)
    assert _kinds(Path("out/a.json")) == ["other"]
    failure = f"{host} refuses the key (401)"
    assert _costs() == [_cost("a", failures=[failure]), _cost("b", failures=[failure])]
    assert _untimed(result.stderr) == (
        f"gouji: a: 0 calls, 0 tokens in, 0 out, … s, 0 cache hits; failed: {failure}\n"
        f"gouji: b: 0 calls, 0 tokens in, 0 out, … s, 0 cache hits; failed: {failure}\n"
        "gouji: in all: 0 calls, 0 tokens in, 0 out, … s, 0 cache hits\n"
    )


def test_an_answer_of_no_use_is_told_and_paid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_script(Act(text='{"tables": 4}', usage=(500, 9))) as server:
        configure(monkeypatch, server)
        result = run("extract", write_open(tmp_path), "--out", "out")
    assert result.exit_code == 0
    failures = ["small answered in another form than asked for"]
    assert _costs() == [_cost("water", calls=1, tokens_in=500, tokens_out=9, failures=failures)]


def test_processes_ask_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_open(tmp_path, "a", "粮食局")
    write_open(tmp_path, "b", "土壤局")
    with serve_script(ANSWER, ANSWER) as server:
        configure(monkeypatch, server)
        command = [sys.executable, "-m", "app.cli", "extract", "a.txt", "b.txt", "--out", "out"]
        code = "from app.cli import main; main()"
        command = [sys.executable, "-c", code, *command[3:], "--jobs", "2"]
        subprocess.run(command, check=True, cwd=tmp_path, env=dict(os.environ), capture_output=True)
    assert _costs(str(tmp_path / "out/cost.json")) == [
        _cost("a", calls=1, tokens_in=500, tokens_out=90),
        _cost("b", calls=1, tokens_in=500, tokens_out=90),
    ]


def test_verbose_shows_questions_and_answers_and_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_open(tmp_path)
    told = json.dumps({**json.loads(RIGHT), "note": KEY})
    with serve_script(Act(text=told)) as server:
        configure(monkeypatch, server)
        result = run("check", path, "--verbose")
    assert "gouji: water: question:\nYou tell what tables" in result.stderr
    assert "\n0: 科目编码|科目名称|水务局甲|乙类款|丙类款\n" in result.stderr
    assert '"note": "…"}\n' in result.stderr


def test_a_document_named_as_the_cost_is_takes_nothing_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_script(ANSWER) as server:
        configure(monkeypatch, server)
        run("extract", write_open(tmp_path, "cost"), "--out", "out")
    assert [cost["document"] for cost in _costs()] == ["cost-2"]
    assert sorted(os.listdir("out")) == ["cost-2.facts.csv", "cost-2.json", "cost.json"]


def test_without_a_model_nothing_is_asked_and_nothing_told(tmp_path: Path) -> None:
    path = write_open(tmp_path)
    ruled = run("check", path, "--json", "--reader", "rules")
    result = run("check", path, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == ruled.stdout
    assert set(json.loads(result.stdout)) == {"findings", "ledger", "summary"}
    run("extract", path, "--out", "out")
    assert sorted(os.listdir("out")) == ["water.facts.csv", "water.json"]


@pytest.mark.parametrize(
    "command", [["extract", "--out", "out"], ["check"], ["show"], ["index", "--library", "library"]]
)
def test_to_read_by_a_model_takes_one(tmp_path: Path, command: list[str]) -> None:
    result = run(*command, write_open(tmp_path), "--reader", "model")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "gouji: no model is configured: set GOUJI_MODEL, or name under [model] in gouji.toml\n"
    )
    assert os.listdir() == []


def test_settings_that_cannot_be_used_stop_a_run_that_would_ask(tmp_path: Path) -> None:
    Path("gouji.toml").write_text("[model]\nnmae = 4\n")
    path = write_open(tmp_path)
    assert run("check", path).exit_code == 2
    assert run("check", path, "--reader", "rules").exit_code == 0
