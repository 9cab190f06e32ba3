"""Questions put on the command line, to a library of one document."""

import json
from pathlib import Path

import pytest
from modelling import configure, isolate, run
from scripted import Act, refuse, serve_script
from typer.testing import CliRunner, Result

from app.cli import app

_SPENDING = """\
青禾县水务局2024年部门预算

支出总表

部门：青禾县水务局

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t100.50\t60.00\t40.50
208\t社会保障和就业支出\t20.00\t20.00\t—
213\t农林水支出\t80.50\t40.00\t40.50
21303\t水利\t80.50\t40.00\t40.50
2130301\t行政运行\t40.00\t40.00\t
2130306\t水利工程运行与维护\t40.50\t—\t40.50
"""
_KEYS = ["answer", "refused", "value", "unit", "citations", "choices", "notes", "plan"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("ask")
    (folder / "water.txt").write_text(_SPENDING, encoding="utf-8")
    done = _run("index", str(folder / "water.txt"), "--library", str(folder / "library"))
    assert done.exit_code == 0, done.output
    return str(folder / "library")


def _run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, [*arguments], input=given)


def test_a_figure_is_answered_with_its_place(library: str) -> None:
    done = _run("ask", "2024年水利支出是多少？", "--library", library)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert "80.50万元[1]" in lines[0]
    assert lines[2:5] == [
        "[1] water, line 13: 支出总表 › 水利 › 合计",
        "    80.50",
        "    21303 水利 80.50 40.00 40.50",
    ]


def test_json_is_one_object_of_these_keys(library: str) -> None:
    done = _run(
        "ask", "2024年水利支出是多少？", "--document", "water", "--library", library, "--json"
    )
    record = json.loads(done.stdout)
    assert list(record) == _KEYS
    assert (record["value"], record["unit"], record["refused"]) == ("80.50", "万元", False)


def test_a_refusal_is_a_result(library: str) -> None:
    done = _run("ask", "2024年教育支出是多少？", "--library", library, "--json")
    record = json.loads(done.stdout)
    assert (done.exit_code, record["refused"], record["value"]) == (0, True, None)


def test_a_file_of_questions_gives_an_answer_a_line(library: str, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id": "q1", "question": "2024年水利支出是多少？", "documents": ["water"], "value": "1"}\n'
        "not JSON\n"
        '{"id": "q3"}\n'
        '{"id": "q4", "question": "2024年水利支出是多少？", "documents": ["watr"]}\n'
        '{"id": "q5", "question": "2024年教育支出是多少？"}\n',
        encoding="utf-8",
    )
    done = _run("ask", "--from", str(questions), "--library", library)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 2
    assert [(r["id"], r.get("value"), r.get("error")) for r in records] == [
        ("q1", "80.50", None),
        (None, None, "line 2: not JSON"),
        ("q3", None, "line 3: there is no question"),
        ("q4", None, "no document is called watr; near names: water"),
        ("q5", None, None),
    ]
    assert list(records[0]) == ["id", *_KEYS]


def test_a_broken_character_stops_no_other_line(library: str) -> None:
    lines = '{"id": "\\ud800", "question": "\\ud800"}\n{"id": 2, "question": "教育支出是多少？"}\n'
    done = _run("ask", "--from", "-", "--library", library, given=lines)
    assert done.exit_code == 2
    broken, refused = map(json.loads, done.stdout.splitlines())
    assert broken == {"id": "\ud800", "error": "line 1: question is not as it must be"}
    assert (refused["id"], refused["refused"]) == (2, True)


def test_questions_come_from_standard_input(library: str) -> None:
    line = '{"id": 1, "question": "2024年水利支出是多少？"}\n'
    done = _run("ask", "--from", "-", "--library", library, given=line)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["value"] == "80.50"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "gouji: give either a question or --from FILE"),
        (["多少？", "--from", "-"], "gouji: give either a question or --from FILE"),
        ([" "], "gouji: the question is empty"),
        (["--from", "nowhere.jsonl"], "gouji: nowhere.jsonl: No such file or directory"),
        (["多少？", "--document", "watr"], "gouji: no document is called watr; near names: water"),
    ],
)
def test_what_cannot_be_asked_is_one_line(library: str, arguments: list[str], message: str) -> None:
    done = _run("ask", *arguments, "--library", library)
    assert (done.exit_code, done.stdout, done.stderr.splitlines()) == (2, "", [message])


def test_an_empty_library_cannot_be_asked(tmp_path: Path) -> None:
    done = _run("ask", "多少？", "--library", str(tmp_path / "library"))
    assert (done.exit_code, done.stderr.splitlines()) == (
        2,
        [f"gouji: the library {tmp_path}/library is empty; add documents with: gouji index PATH…"],
    )


def test_a_model_words_the_answer_and_its_cost_is_told(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(tmp_path, monkeypatch)
    words = json.dumps({"sentences": ["查到的数：{v1}。"]}, ensure_ascii=False)
    with serve_script(Act(text=words, usage=(300, 20))) as server:
        configure(monkeypatch, server)
        asked = ("ask", "2024年水利支出是多少？", "--library", library)
        done = run(*asked, "--reader", "auto")
        plain = run(*asked)
    assert done.stdout.startswith("查到的数：青禾县水务局2024年预算：《支出总表》“水利”")
    assert "80.50万元[1]" in done.stdout
    assert "question: 1 calls, 300 tokens in, 20 out" in done.stderr
    assert (plain.exit_code, plain.stderr) == (0, "")
    assert not plain.stdout.startswith("查到的数")


def _call(name: str, asked: dict[str, object]) -> Act:
    return Act(text="", calls=((name, json.dumps(asked)),), finish="tool_calls", usage=(100, 10))


_PLAN = json.dumps(
    {
        "want": "figure",
        "operation": "lookup",
        "topic": "江河",
        "operands": [],
        "is_across": False,
        "agencies": [],
        "years": [],
        "kind": "open",
        "aspect": "open",
        "unit": "open",
    }
)
_FOUND = (
    _call("query_facts", {"documents": ["d1"], "item": "水利"}),
    Act(text="查到的是{v1}。", usage=(100, 10)),
)


def test_where_no_plan_answers_the_model_looks_things_up(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(tmp_path, monkeypatch)
    with serve_script(Act(text=_PLAN, usage=(300, 20)), *_FOUND) as server:
        configure(monkeypatch, server)
        done = run("ask", "江河那摊子事？", "--library", library, "--reader", "auto")
    assert "查到的是青禾县水务局2024年预算：《支出总表》“水利”的“合计”80.50万元[1]。" in done.stdout
    assert "由模型逐步查找得出" in done.stdout
    assert "question: 3 calls, 500 tokens in, 40 out" in done.stderr


def test_the_model_looks_things_up_at_once_where_that_is_asked(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(tmp_path, monkeypatch)
    asked = ("ask", "2024年水利支出是多少？", "--library", library, "--reader", "auto", "--agent")
    with serve_script(*_FOUND) as server:
        configure(monkeypatch, server)
        done = run(*asked)
    with serve_script(refuse("small does not support tools")) as server:
        configure(monkeypatch, server)
        without = run(*asked)
    assert done.stdout.startswith("查到的是青禾县水务局")
    assert without.stdout.startswith(
        "青禾县水务局2024年预算：《支出总表》“水利”的“合计”为80.50万元"
    )
    assert "模型逐步查找没有结果（127.0.0.1" in without.stdout
    assert "takes no tools" in without.stdout


def test_an_endpoint_that_is_down_is_not_asked_again(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(tmp_path, monkeypatch)
    with serve_script(Act(status=401)) as server:
        configure(monkeypatch, server)
        done = run("ask", "江河那摊子事？", "--library", library, "--reader", "auto")
    assert len(server.bodies) == 1
    assert "模型没有给出可用的检索计划" in done.stdout


def test_looking_things_up_needs_a_model(library: str) -> None:
    done = _run("ask", "多少？", "--library", library, "--agent")
    assert done.stderr == "gouji: --agent needs a model: add --reader auto or --reader model\n"
