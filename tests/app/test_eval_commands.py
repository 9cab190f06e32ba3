"""`gouji eval` over a tiny suite: exit codes, lines and files."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from evals.runs.results import Run, read_run, write_record
from evals.scoring.items import Outcome

TEXT = """{agency}2024年部门预算

收支总表
单位：万元
项目\t预算数
合计\t{total}
办公费\t{total}
"""
TABLES = "table,title,unit,kind,rows,where\n1,收支总表,万元,income_expenditure,2,3\n"
FACTS = """\
table,title,unit,row,code,label,column,value,where
1,收支总表,万元,1,,合计,预算数,{total},6
1,收支总表,万元,2,,办公费,预算数,{total},7
"""
QUESTION = {
    "id": "q1",
    "type": "lookup",
    "lang": "zh",
    "documents": ["lin"],
    "question": "办公费多少？",
    "answer": "7.50万元。",
    "value": 7.5,
    "unit": "万元",
    "evidence": [{"document": "lin", "where": 7, "quote": "7.50"}],
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def make_suite(root: Path) -> Path:
    for name, agency, total in (("lin", "青禾县水利局", "7.50"), ("he", "禾丰县林业局", "3.00")):
        files = {
            f"corpus/{name}.txt": TEXT.format(agency=agency, total=total),
            f"gold/{name}/tables.csv": TABLES,
            f"gold/{name}/facts.csv": FACTS.format(total=total),
        }
        write(root, files)
    line = json.dumps(QUESTION, ensure_ascii=False) + "\n"
    write(root, {"gold/lin/questions.jsonl": line})
    return root


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    return make_suite(tmp_path / "small")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """A whole run with its questions, and its folder."""
    folder = tmp_path_factory.mktemp("done")
    root = str(make_suite(folder / "small"))
    out = folder / "run"
    return call("run", "--suite", root, "--out", str(out), "--no-vectors", "--jobs", "1"), out


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["eval", *arguments])


def read_only(suite: Path, *arguments: str) -> Result:
    return call("run", "--suite", str(suite), "--no-questions", "--no-vectors", *arguments)


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def spoil(run: Run) -> Run:
    """The run with every answer and cell wrong."""
    parts = tuple(
        part.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"outcome": Outcome.WRONG_DIGITS}) for item in part.items
                )
            }
        )
        for part in run.parts
    )
    return run.model_copy(update={"parts": parts})


def test_a_run_is_drawn_and_kept(done: tuple[Result, Path]) -> None:
    result, out = done
    assert result.exit_code == 0, result.output
    drawn = lines(result.stdout)
    assert "cells recall 4 of 4 · 1.0000 0.1581 to 1.0000" in drawn
    assert "lookup zh 1 of 1 1 of 1" in drawn
    page = Path(drawn[-1].removeprefix("every failure beside its source: "))
    assert page.is_file()
    assert page.parent == out
    assert [part.name for part in read_run(out).parts] == ["he", "lin", "lin", "lin"]
    steps = ("checking labels", "reading (2)", "indexing (3)", "asking (2)")
    assert result.stderr.splitlines() == [f"gouji: {step}" for step in steps]


def test_the_folder_of_a_run_is_named_by_suite_reader_shape_and_program(suite: Path) -> None:
    assert read_only(suite).exit_code == 0
    [folder] = Path("eval-runs").iterdir()
    code = read_run(folder).settings.code
    assert folder.name == f"small-rules-printed-{code}"


def test_a_document_that_cannot_be_read_is_listed_and_the_run_goes_on(suite: Path) -> None:
    (suite / "corpus" / "lin.txt").unlink()
    (suite / "corpus" / "lin.pdf").write_bytes(b"%PDF-1.7 broken")
    result = read_only(suite, "--out", "run")
    assert result.exit_code == 0, result.output
    assert "gouji: lin.pdf: 1 quotes are unchecked: " in result.stderr
    stopped = [line for line in lines(result.stdout) if line.startswith("read failed: lin: ")]
    assert len(stopped) == 1
    assert any(line.startswith("cells recall 2 of 4 ") for line in lines(result.stdout))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"gold/lin/facts.csv": FACTS.format(total="7.50").replace("1,收支总表", "2,收支总表")},
            "gouji: lin/facts.csv:2: table 2 is not in tables.csv",
        ),
        (
            {"gold/he/tables.csv": TABLES.replace("income_expenditure", "incomes")},
            "gouji: he/tables.csv:2: kind is 'incomes', not one of ",
        ),
        (
            {"gold/lin/questions.jsonl": "{}\n"},
            "gouji: lin/questions.jsonl:1: ",
        ),
    ],
)
@pytest.mark.parametrize("command", ["run", "check"])
def test_a_slip_in_the_form_of_labels_ends_it_with_one_line(
    suite: Path, command: str, files: dict[str, str], message: str
) -> None:
    write(suite, files)
    result = call(command, "--suite", str(suite))
    assert result.exit_code == 2
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert line.startswith(message)


def test_a_run_does_not_begin_where_a_quote_stands_elsewhere(suite: Path) -> None:
    line = json.dumps(QUESTION, ensure_ascii=False).replace('"where": 7', '"where": 5')
    write(suite, {"gold/lin/questions.jsonl": line})
    result = read_only(suite, "--out", "run")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[1:] == [
        "gouji: lin/questions.jsonl:1: quote '7.50' does not stand at 5, but at 6, 7"
    ]
    assert not Path("run").exists()


def test_an_unknown_shape_is_told(suite: Path) -> None:
    result = read_only(suite, "--shape", "folded")
    message = "gouji: there is no shape folded: it is one of printed, raw, layout, scan"
    assert (result.exit_code, result.stderr.splitlines()) == (2, [message])


@pytest.mark.parametrize("place", ["corpus", "gold/run"])
def test_results_do_not_stand_among_documents_and_labels(suite: Path, place: str) -> None:
    result = CliRunner().invoke(
        app, ["eval", "run", "--suite", str(suite), "--out", str(suite / place)]
    )
    assert (result.exit_code, "among the documents and labels" in result.stderr) == (2, True)
    assert not (suite / place / "result.json").exists()


def test_a_suite_of_fictional_agencies_is_written_once(tmp_path: Path) -> None:
    call = ["eval", "sample", "--out", str(tmp_path / "new"), "--agencies", "1", "--errors", "1"]
    written = CliRunner().invoke(app, call)
    assert (written.exit_code, len(written.stdout.splitlines())) == (0, 3)
    assert (
        CliRunner().invoke(app, ["eval", "check", "--suite", str(tmp_path / "new")]).exit_code == 0
    )
    again = CliRunner().invoke(app, call)
    assert (again.exit_code, "the folder is not empty" in again.stderr) == (2, True)
    unknown = CliRunner().invoke(app, [*call, "--format", "parchment"])
    assert (unknown.exit_code, "there is no format parchment" in unknown.stderr) == (2, True)


def test_a_suite_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = call("check", "--suite", str(tmp_path / "none"))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_labels_are_checked(suite: Path) -> None:
    result = call("check", "--suite", str(suite))
    assert (result.exit_code, result.stdout) == (0, "2 documents: 0 slips in their labels\n")
    write(suite, {"gold/he/facts.csv": FACTS.format(total="3.01")})
    result = call("check", "--suite", str(suite))
    assert (result.exit_code, result.stdout) == (1, "2 documents: 2 slips in their labels\n")
    assert result.stderr.splitlines()[1:] == [
        "gouji: he/facts.csv:2: value '3.01' does not stand at 6",
        "gouji: he/facts.csv:3: value '3.01' does not stand at 7",
    ]


def test_labels_of_a_document_that_cannot_be_read_are_not_sound(suite: Path) -> None:
    (suite / "corpus" / "he.txt").write_text("")
    result = call("check", "--suite", str(suite))
    assert (result.exit_code, result.stdout) == (1, "2 documents: 0 slips in their labels\n")
    assert "he.txt: 3 quotes are unchecked: " in result.stderr


def test_two_runs_are_compared(done: tuple[Result, Path]) -> None:
    write_record(Path("worse.json"), spoil(read_run(done[1])))
    result = call("compare", str(done[1]), "worse.json")
    assert result.exit_code == 0
    assert "cells recall 1.0000 0.0000 -1.0000 -1.0000 to -1.0000 worse" in lines(result.stdout)
    right = sum(item.is_right for item in read_run(done[1]).items)
    assert f"won 0, lost {right}" in lines(result.stdout)


def test_the_gate_holds_a_run_against_a_baseline(done: tuple[Result, Path]) -> None:
    out = str(done[1])
    updated = call("gate", out, "--baseline", "deep/baseline.json", "--update")
    assert (updated.exit_code, updated.stdout) == (0, "deep/baseline.json\n")
    assert call("gate", out, "--baseline", "deep/baseline.json").exit_code == 0
    write_record(Path("worse.json"), spoil(read_run(done[1])))
    worse = call("gate", "worse.json", "--baseline", "deep/baseline.json")
    assert worse.exit_code == 1
    assert any(line.startswith("lost lin: cell 1.1 合计") for line in lines(worse.stdout))
    assert call("gate", out, "--baseline", "worse.json").exit_code == 0


def test_the_gate_takes_the_newest_run(suite: Path, tmp_path: Path) -> None:
    gate = ["eval", "gate", "--baseline", str(tmp_path / "baseline.json")]
    none = CliRunner().invoke(app, gate)
    assert (none.exit_code, "there is no run in eval-runs" in none.stderr) == (2, True)
    call = ["eval", "run", "--suite", str(suite), "--no-questions"]
    assert CliRunner().invoke(app, call).exit_code == 0
    assert CliRunner().invoke(app, [*gate, "--update"]).exit_code == 0
    held = CliRunner().invoke(app, gate)
    assert (held.exit_code, "won 0, lost 0" in held.stdout) == (0, True)


def test_the_gate_fails_where_questions_are_no_longer_asked(done: tuple[Result, Path]) -> None:
    run = read_run(done[1])
    write_record(Path("fewer.json"), run.model_copy(update={"parts": run.parts[:2]}))
    result = call("gate", "fewer.json", "--baseline", str(done[1]))
    assert result.exit_code == 1
    assert "no longer in the run: ask everywhere lin" in lines(result.stdout)


def test_what_is_no_result_of_a_run_is_told(done: tuple[Result, Path]) -> None:
    Path("empty.json").write_text("{}")
    for arguments, message in (
        (("gate", str(done[1]), "--baseline", "none.json"), "none.json: No such file or directory"),
        (("gate", "empty.json", "--baseline", str(done[1])), "empty.json: no result of a run: "),
        (("compare", "none.json", str(done[1])), "none.json: No such file or directory"),
        (("models", "none"), "none: No such file or directory"),
        (("gate", str(done[1]), "--baseline", "empty.json/b.json", "--update"), "empty.json"),
    ):
        result = call(*arguments)
        [line] = result.stderr.splitlines()
        assert (result.exit_code, line.startswith(f"gouji: {message}")) == (2, True), line


def test_runs_are_set_side_by_side(done: tuple[Result, Path]) -> None:
    result = call("models", str(done[1]), str(done[1]))
    assert result.exit_code == 0
    rows = lines(result.stdout)
    assert len(rows) == 3
    assert rows[1] == rows[2]
    assert rows[1].startswith("small rules — 8/8 1.0000")
