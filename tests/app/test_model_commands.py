"""`gouji model`, run as a person runs it, against a server on loopback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from scripted import Act, Server, refuse, serve_script
from typer.testing import CliRunner, Result

from app.cli import app

KEY = "sk-not-to-be-seen"


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No model configured, and a cache and a working folder of the test's own."""
    for name in ("GOUJI_MODEL", "GOUJI_EMBEDDING_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("app.model_commands.model_memory", lambda: tmp_path / "endpoints.json")
    monkeypatch.chdir(tmp_path)


def _run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, ["model", *arguments])
    assert KEY not in result.output
    return result


def _configure(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    monkeypatch.setenv("GOUJI_MODEL", "small")
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def test_without_a_model_it_says_how_to_name_one() -> None:
    result = _run()
    assert result.exit_code == 2
    assert result.stderr == (
        "gouji: no model is configured: set GOUJI_MODEL, or name under [model] in gouji.toml\n"
    )
    assert result.stdout == ""


def test_a_call_tells_what_the_endpoint_takes_and_what_it_cost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serve_script(refuse("no json_schema here"), Act()) as server:
        _configure(monkeypatch, server)
        result = _run()
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:4] == [
        f"endpoint   {server.base_url}",
        "model      small",
        "answers    json_object: JSON by the endpoint, the schema in the prompt",
        "takes      streaming, temperature, max_tokens",
    ]
    assert lines[4].startswith("test call  11 tokens in, 7 out (as counted), ")
    assert lines[4].endswith(" s; requests answered: 1")
    assert lines[5:] == ["embeddings on this machine"]


def test_each_call_finds_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_script(refuse("no json_schema here"), Act(), Act()) as server:
        _configure(monkeypatch, server)
        _run()
        result = _run()
    assert server.methods() == ["json_schema", "json_object", "json_schema"]
    assert "answers    json_schema: held to the JSON Schema by the endpoint" in result.stdout


def test_as_json_it_tells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_script(Act(usage=None)) as server:
        _configure(monkeypatch, server)
        told = json.loads(_run("--json").stdout)
    assert told.pop("seconds") >= 0
    assert told == {
        "endpoint": server.base_url,
        "model": "small",
        "embeddings": "on this machine",
        "method": "json_schema",
        "limit": "max_tokens",
        "has_temperature": True,
        "is_streamed": True,
        "calls": 1,
        "tokens_in": 17,
        "tokens_out": 4,
        "is_estimated": True,
    }


def test_a_failure_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_script(refuse(f"wrong key {KEY}", 401)) as server:
        _configure(monkeypatch, server)
        result = _run()
    host = server.base_url.removeprefix("http://").removesuffix("/v1")
    assert result.exit_code == 2
    assert result.stderr == f"gouji: {host} refuses the key (401)\n"
    assert result.stdout == ""


def test_a_setting_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "gouji.toml").write_text(f'[model]\nname = "small"\napi_key = "{KEY}"\n')
    result = _run()
    assert result.exit_code == 2
    assert result.stderr == (
        "gouji: gouji.toml:3: a key does not belong in a file: set OPENAI_API_KEY\n"
    )


def test_no_client_is_loaded_where_no_model_is_asked() -> None:
    code = (
        "import sys, app.cli, index\n"
        "from app.settings import read_model_settings\n"
        "assert read_model_settings() is None\n"
        "heavy = ('openai', 'langchain_core', 'langchain_openai', 'langchain')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("[]\n", "")
