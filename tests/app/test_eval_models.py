"""`gouji eval run` with a model: accuracy and cost, recorded answers, and what was not answered."""

import json
from pathlib import Path

import pytest
from modelling import ANSWER, configure, isolate, run, write_open
from scripted import Act, refuse, serve_script
from typer.testing import Result

from evals.runs.results import Cost, Run, Step, read_run
from evals.scoring.metrics import measure

_TABLES = "table,title,unit,kind,rows,where\n1,用款安排一览,万元,expenditure,3,3\n"
_QUESTION = {
    "id": "q1",
    "type": "lookup",
    "lang": "zh",
    "documents": ["water"],
    "question": "2024年支出预算总额是多少？",
    "answer": "100.50万元。",
    "value": 100.5,
    "unit": "万元",
    "evidence": [{"document": "water", "where": 8, "quote": "100.50"}],
}


@pytest.fixture(autouse=True)
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document that the rules leave open, the table that it holds, and a question."""
    isolate(tmp_path, monkeypatch)
    monkeypatch.setenv("COLUMNS", "200")
    root = tmp_path / "small"
    for folder in (root / "corpus", root / "gold/water"):
        folder.mkdir(parents=True)
    write_open(root / "corpus")
    (root / "gold/water/tables.csv").write_text(_TABLES, encoding="utf-8")
    line = json.dumps(_QUESTION, ensure_ascii=False)
    (root / "gold/water/questions.jsonl").write_text(f"{line}\n", encoding="utf-8")
    return root


def _run(suite: Path, *options: str | Path) -> Result:
    return run("eval", "run", "--suite", suite, "--no-vectors", "--jobs", "1", *options)


def _scores(whole: Run) -> dict[str, tuple[float, float]]:
    return {score.metric: (score.part, score.whole) for score in measure(whole.items)}


def _counts(whole: Run) -> list[tuple[int, int, int, int]]:
    """Calls, tokens in, tokens out and cache hits of each step."""
    costs = [part.cost for part in whole.parts]
    return [(one.calls, one.tokens_in, one.tokens_out, one.cache_hits) for one in costs]


def _read_only(suite: Path, *options: str | Path) -> Result:
    return _run(suite, "--no-questions", *options)


def test_a_model_reads_what_is_judged_and_what_is_asked_at_one_cost(
    suite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruled = _run(suite, "--out", "ruled")
    with serve_script(ANSWER) as server:
        configure(monkeypatch, server)
        advised = _run(suite, "--out", "advised", "--reader", "auto")
    assert (ruled.exit_code, advised.exit_code, len(server.bodies)) == (0, 0, 1)
    before, after = read_run(Path("ruled")), read_run(Path("advised"))
    for metric in ("tables right", "answers right", "open answers right"):
        assert (_scores(before)[metric], _scores(after)[metric]) == ((0, 1), (1, 1))
    assert (before.settings.reader, before.settings.model) == ("rules", "")
    assert (after.settings.reader, after.settings.model) == ("auto", "small")
    assert _counts(before) == [(0, 0, 0, 0)] * 3
    assert _counts(after) == [(1, 500, 90, 0), (0, 0, 0, 0), (0, 0, 0, 0)]
    assert after.unanswered == ()
    assert not (Path("..") / "data/gouji/layouts").exists()


def test_recorded_answers_stand_in_for_a_model(
    suite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_script(ANSWER) as server:
        configure(monkeypatch, server)
        _run(suite, "--out", "asked", "--reader", "auto")
    Path("../cache").rename("../gone")
    kept = sorted(Path("asked/answers").rglob("*"))
    result = _run(suite, "--out", "again", "--reader", "auto", "--recorded", "asked/answers")
    assert result.exit_code == 0
    assert "0 calls, 0 tokens in, 0 tokens out, 1 cache hits" in result.stdout
    first, second = read_run(Path("asked")), read_run(Path("again"))
    assert second.items == first.items
    assert _counts(second) == [(0, 0, 0, 1), (0, 0, 0, 0), (0, 0, 0, 0)]
    assert second.unanswered == ()
    assert sorted(Path("asked/answers").rglob("*")) == kept
    rows = run("eval", "models", "asked", "again").stdout.splitlines()[1:]
    assert [row.split()[:3] for row in rows] == [["small", "auto", "small"]] * 2
    assert [row.split()[-4:] for row in rows] == [["1", "500", "90", "0"], ["0", "0", "0", "1"]]


def test_what_is_not_recorded_is_counted_and_said(
    suite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("empty").mkdir()
    with serve_script() as server:
        configure(monkeypatch, server)
        result = _read_only(
            suite, "--out", "run", "--reader", "auto", "--recorded", "empty", "--verbose"
        )
        told = run("eval", "models", "run").stdout.splitlines()
    assert (result.exit_code, server.bodies) == (0, [])
    [part] = read_run(Path("run")).unanswered
    assert part.failures == ("questions without a recorded answer: 1",)
    lines = result.stdout.splitlines()
    at = lines.index("small: 1 document was read without all answers of the model")
    assert lines[at + 1] == "water: questions without a recorded answer: 1"
    assert told[-1] == "small auto small: 1 document was read without all answers of the model"
    page = Path("run/report.html").read_text("utf-8")
    assert '<h2 id="unanswered">1 document was read without all answers of the model</h2>' in page
    assert "questions without a recorded answer: 1</pre>" in page
    assert list(Path("empty").iterdir()) == []


def test_what_was_not_answered_is_asked_again_and_so_are_the_questions(
    suite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_script(refuse("no", 401), ANSWER) as server:
        configure(monkeypatch, server)
        host = server.base_url.removeprefix("http://").removesuffix("/v1")
        failed = _run(suite, "--out", "run", "--reader", "auto")
        before = read_run(Path("run"))
        _run(suite, "--out", "run", "--reader", "auto")
    assert f"water: {host} refuses the key (401)" in failed.stdout.splitlines()
    assert _scores(before)["answers right"] == (0, 1)
    after = read_run(Path("run"))
    assert [part.step for part in after.parts] == list(Step)
    assert (_scores(after)["tables right"], _scores(after)["answers right"]) == ((1, 1), (1, 1))
    assert (after.unanswered, len(server.bodies)) == ((), 2)


def test_another_model_is_another_run(suite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_script(ANSWER, Act(text="{}", usage=(500, 2))) as server:
        configure(monkeypatch, server)
        _read_only(suite, "--reader", "auto")
        monkeypatch.setenv("GOUJI_MODEL", "maker/large:2")
        _read_only(suite, "--reader", "auto")
        _read_only(suite)
    code = read_run(next(Path("eval-runs").iterdir())).settings.code
    assert sorted(folder.name for folder in Path("eval-runs").iterdir()) == [
        f"small-auto-maker_large_2-printed-{code}",
        f"small-auto-small-printed-{code}",
        f"small-rules-printed-{code}",
    ]


def test_another_model_does_a_run_in_the_same_folder_anew(
    suite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_script(ANSWER, ANSWER, ANSWER) as server:
        configure(monkeypatch, server)
        for name in ("small", "small", "large"):
            monkeypatch.setenv("GOUJI_MODEL", name)
            _read_only(suite, "--out", "run", "--reader", "auto")
        assert len(server.bodies) == 2
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.base_url}/")
        _read_only(suite, "--out", "run", "--reader", "auto")
        assert len(server.bodies) == 2
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url.replace("127.0.0.1", "localhost"))
        _read_only(suite, "--out", "run", "--reader", "auto")
    assert len(server.bodies) == 3


def test_a_run_spends_no_more_than_it_may(suite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = ("--reader", "auto", "--max-tokens-total", "100")
    with serve_script() as server:
        configure(monkeypatch, server)
        _read_only(suite, "--out", "run", *limits)
    whole = read_run(Path("run"))
    assert (whole.cost.calls, server.bodies) == (0, [])
    [failure] = whole.parts[0].failures
    assert failure.startswith("0 of 100 tokens are spent: too many for a question of about ")


def test_a_dry_run_tells_the_cost_of_each_document(
    suite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dry = ("--reader", "auto", "--dry-run")
    with serve_script(ANSWER) as server:
        configure(monkeypatch, server)
        first = _run(suite, *dry)
        assert (first.exit_code, server.bodies, list(Path().iterdir())) == (0, [], [])
        _read_only(suite, "--reader", "auto")
        second = _run(suite, *dry)
    name, counts = first.stdout.splitlines()[0].split(", about ")
    assert name == "water: 1 calls"
    assert int(counts.split()[0]) > 500
    assert second.stdout.splitlines() == [
        "water: 0 calls, about 0 tokens in and 0 out",
        "in all: 0 calls, about 0 tokens in and 0 out",
    ]


def test_auto_without_a_model_reads_by_the_rules(suite: Path) -> None:
    _read_only(suite, "--out", "ruled")
    result = _read_only(suite, "--out", "auto", "--reader", "auto")
    assert "no calls to a model" in result.stdout
    assert read_run(Path("auto")).items == read_run(Path("ruled")).items
    assert read_run(Path("auto")).settings.reader == "auto"
    assert read_run(Path("auto")).cost.model_copy(update={"seconds": 0.0}) == Cost()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--reader", "model"), "no model is configured: set GOUJI_MODEL"),
        (("--reader", "auto", "--recorded", "."), "no model is configured: set GOUJI_MODEL"),
        (("--recorded", "."), "--reader rules asks nothing"),
    ],
)
def test_what_takes_a_model_and_has_none_ends_with_a_line(
    suite: Path, options: tuple[str, ...], message: str
) -> None:
    result = _run(suite, "--out", "run", *options)
    [line] = result.stderr.splitlines()
    assert (result.exit_code, line.startswith(f"gouji: {message}")) == (2, True)
    assert not Path("run").exists()


def test_a_folder_of_answers_that_is_not_there_is_told(
    suite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_MODEL", "small")
    result = _run(suite, "--reader", "auto", "--recorded", "none")
    assert (result.exit_code, result.stderr) == (2, "gouji: none: no such folder\n")
