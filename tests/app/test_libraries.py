"""The embedder of a call: this machine's, or an endpoint where one is configured."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from indexing import CharacterEmbedder
from scripted import Act, Server, refuse, serve_script
from typer.testing import CliRunner, Result

from app.cli import app
from app.libraries import choose_embedder
from app.settings import SettingsError, read_embedding_settings, read_model_settings
from index import EmbeddingEndpoint, load_embedder

KEY = "sk-not-to-be-seen"
DOCUMENT = """青山县水利局2024年部门预算

收支总表
单位：万元
项目\t预算数
合计\t10.00
基本支出\t7.50
项目支出\t2.50
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a document; nothing is configured, nothing known of any endpoint."""
    for name in ("GOUJI_MODEL", "GOUJI_EMBEDDING_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GOUJI_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo.txt").write_text(DOCUMENT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The endpoint that is configured; its vectors count characters."""
    with serve_script(embed=CharacterEmbedder().embed_question) as running:
        monkeypatch.setenv("GOUJI_EMBEDDING_MODEL", "tiny")
        monkeypatch.setenv("OPENAI_BASE_URL", running.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield running


def _run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert KEY not in result.output
    return result


def _host(server: Server) -> str:
    return server.base_url.removeprefix("http://").removesuffix("/v1")


def test_where_none_is_named_vectors_are_made_here(folder: Path) -> None:
    assert read_embedding_settings(folder) is None
    assert choose_embedder() is load_embedder()


def test_no_client_is_loaded_to_make_them_here() -> None:
    code = (
        "import sys, app.libraries\n"
        "app.libraries.choose_embedder()\n"
        "heavy = ('openai', 'langchain_core', 'langchain_openai', 'langchain')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("[]\n", "")


def test_a_variable_names_it_before_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "gouji.toml").write_text('[model]\nembedding_model = "tiny"\ntimeout = 5\n')
    settings = read_embedding_settings()
    assert settings is not None
    assert (settings.name, settings.timeout) == ("tiny", 5.0)
    assert read_model_settings() is None
    monkeypatch.setenv("GOUJI_EMBEDDING_MODEL", "huge")
    monkeypatch.setenv("GOUJI_MODEL", "large")
    settings, answering = read_embedding_settings(), read_model_settings()
    assert settings is not None
    assert answering is not None
    assert (settings.name, answering.name) == ("huge", "large")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("embedding_model = 5", "gouji.toml:2: embedding_model: Input should be a valid string"),
        ('embeding_model = "tiny"', "gouji.toml:2: unknown key embeding_model; known: name, emb"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(
    folder: Path, line: str, told: str
) -> None:
    (folder / "gouji.toml").write_text(f"[model]\n{line}\n")
    with pytest.raises(SettingsError) as caught:
        choose_embedder()
    assert str(caught.value).startswith(told)
    result = _run("list")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"gouji: {caught.value}\n"


def test_documents_are_added_and_asked(server: Server) -> None:
    assert isinstance(choose_embedder(), EmbeddingEndpoint)
    assert _run("index", "demo.txt").exit_code == 0
    passages = sum(len(texts) for texts in server.sent("input")[1:])
    assert server.sent("input")[0] == ["预算"]
    assert passages > 0
    spent = len(server.bodies)
    listed = _run("list")
    assert (listed.exit_code, listed.stderr, len(server.bodies)) == (0, "", spent)
    asked = _run("ask", "水利局2024年的基本支出是多少？")
    assert (asked.exit_code, asked.stderr) == (0, "")
    assert "7.50" in asked.stdout
    assert "searched by words" not in asked.stdout


def test_where_no_vectors_are_made_nothing_is_added(server: Server) -> None:
    server.acts += [Act(), refuse(KEY, 401)]
    result = _run("index", "demo.txt")
    assert result.exit_code == 2
    told = f"gouji: tiny made no vectors ({_host(server)} refuses the key (401))"
    assert result.stderr.splitlines()[-1] == told
    assert "is empty" in _run("list").stdout


def test_another_model_is_refused_until_a_rebuild(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run("index", "demo.txt")
    monkeypatch.setenv("GOUJI_EMBEDDING_MODEL", "huge")
    refused = _run("list")
    assert refused.exit_code == 2
    [line] = refused.stderr.splitlines()
    place = f"{_host(server)}/v1, 32"
    assert line.endswith(f"(tiny at {place}, now huge at {place}); rebuild them")
    rebuilt = _run("rebuild")
    assert (rebuilt.exit_code, "1 documents made anew" in rebuilt.stdout) == (0, True)
    assert server.bodies[-1]["model"] == "huge"
    assert _run("list").exit_code == 0


def test_gouji_model_makes_a_vector(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_MODEL", "small")
    result = _run("model")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == f"embeddings tiny at {_host(server)}/v1, 32"


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_where_no_vector_is_made_gouji_model_tells_the_call_that_was_paid(
    server: Server, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    server.acts += [Act(), refuse("no", 401)]
    monkeypatch.setenv("GOUJI_MODEL", "small")
    failed = _run("model", *options)
    assert failed.exit_code == 2
    if options:
        told = json.loads(failed.stdout)
        assert (told["model"], told["tokens_in"], told["embeddings"]) == ("small", 11, None)
    else:
        assert failed.stdout.splitlines()[-1].startswith("test call  11 tokens in, 7 out")
    assert failed.stderr == f"gouji: tiny made no vectors ({_host(server)} refuses the key (401))\n"


def test_gouji_model_shows_embeddings_where_no_model_answers(server: Server) -> None:
    result = _run("model")
    assert (result.exit_code, len(server.bodies)) == (0, 1)
    assert result.stdout == f"embeddings tiny at {_host(server)}/v1, 32\n"
    assert result.stderr == (
        "gouji: no model is configured: set GOUJI_MODEL, or name under [model] in gouji.toml\n"
    )
    told = json.loads(_run("model", "--json").stdout)
    assert told == {"embeddings": f"tiny at {_host(server)}/v1, 32"}
