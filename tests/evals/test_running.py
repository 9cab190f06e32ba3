"""A run over a tiny suite: whole, taken up again, and with a document that crashes."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

import pytest

from evals.labels.quotes import QuoteKind
from evals.labels.suites import Suite, open_suite
from evals.runs import running
from evals.runs.results import Part, ResultError, Run, Step, read_run, write_record
from evals.runs.running import LabelCheck, Options, check_labels, run_suite
from evals.runs.shapes import Shape
from evals.scoring.items import Aspect, Outcome
from evals.scoring.metrics import measure

TEXT = """{agency}2024年部门预算

收支总表
单位：万元
项目\t预算数
合计\t{total}
办公费\t{total}
"""
TABLES = "table,title,unit,kind,rows,where\n1,收支总表,万元,other,2,3\n"
FACTS = """\
table,title,unit,row,code,label,column,value,where
1,收支总表,万元,1,,合计,预算数,{total},6
1,收支总表,万元,2,,办公费,预算数,{total},7
"""
FINDINGS = "id,kind,where,statement,printed,computed,severity,note\n"
OPTIONS = Options(vectors=False, jobs=1, limit=60)
PARTS = [
    (Step.READ, "he"),
    (Step.READ, "lin"),
    (Step.READ, "old"),
    (Step.ASK, "lin"),
    (Step.ASK, "questions-both"),
    (Step.ASK_OPEN, "lin"),
    (Step.ASK_OPEN, "questions-both"),
]

READ = [(Step.READ, "he"), (Step.READ, "lin")]


def question(name: str, asked: str, value: float | None, *documents: str) -> str:
    """A line of a question file, unanswerable without a value."""
    quote = {"document": documents[0], "where": 7, "quote": "办公费"}
    row = {
        "id": name,
        "type": "unanswerable" if value is None else "lookup",
        "lang": "zh",
        "documents": documents,
        "question": asked,
        "answer": "答。",
        "value": value,
        "unit": None if value is None else "万元",
        "evidence": [] if value is None else [quote],
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def make_suite(root: Path) -> Path:
    """Two documents with labels, one without that cannot be read, and two questions."""
    files = {
        "corpus/old.pdf": "%PDF-1.7 broken",
        "gold/lin/questions.jsonl": question("q1", "青禾县水利局办公费多少？", 7.5, "lin"),
        "gold/questions-both.jsonl": question("q2", "会议费是多少？", None, "lin", "he"),
    }
    for name, agency, total in (("lin", "青禾县水利局", "7.50"), ("he", "禾丰县林业局", "3.00")):
        files |= {
            f"corpus/{name}.txt": TEXT.format(agency=agency, total=total),
            f"gold/{name}/tables.csv": TABLES,
            f"gold/{name}/facts.csv": FACTS.format(total=total),
            f"gold/{name}/findings.csv": FINDINGS,
        }
    write(root, files)
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_suite(tmp_path / "small")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that came to its end."""
    folder = tmp_path_factory.mktemp("whole")
    go(make_suite(folder / "small"), folder / "run")
    return folder / "run"


@pytest.fixture
def out(tmp_path: Path, whole: Path) -> Path:
    """A copy of that folder, to be changed."""
    return shutil.copytree(whole, tmp_path / "run")


def be_silent(what: str, done: int, total: int) -> None:
    del what, done, total


def go(root: Path, out: Path, **options: object) -> Run:
    return run_suite(open_suite(root), out, replace(OPTIONS, **options), be_silent)  # type: ignore[arg-type]


def steps(run: Run) -> list[tuple[Step, str]]:
    return [(part.step, part.name) for part in run.parts]


def shares(run: Run) -> dict[str, tuple[float, float]]:
    return {score.metric: (score.part, score.whole) for score in measure(run.items)}


def times(out: Path) -> dict[str, int]:
    """When each part was written."""
    return {path.stem: path.stat().st_mtime_ns for path in (out / "parts").iterdir()}


def redone(out: Path, again: Callable[[], object]) -> list[str]:
    """The parts that are written by another call."""
    before = times(out)
    again()
    return sorted(name for name, time in times(out).items() if before.get(name) != time)


def test_a_run_reads_and_asks_all_that_is_labelled(whole: Path) -> None:
    run = read_run(whole)
    assert steps(run) == PARTS
    assert [part.name for part in run.parts if part.error] == ["old"]
    assert shares(run) == {
        "cells precision": (4, 4),
        "cells recall": (4, 4),
        "cells F1": (8, 8),
        "tables found": (2, 2),
        "tables precision": (2, 2),
        "tables right": (0, 2),
        "false alarms per clean table": (0, 2),
        "answers right": (2, 2),
        "answers: unanswerable refused": (1, 1),
        "answers: wrongly refused": (0, 1),
        "open answers right": (2, 2),
        "open answers: unanswerable refused": (1, 1),
        "open answers: wrongly refused": (0, 1),
        "open answers: asked back rightly": (0, 2),
        "citations precision": (2, 2),
        "citations recall": (2, 2),
    }
    assert run.labels["he"] == (
        "tables.csv: 1 labels: by whom is not recorded; "
        "facts.csv: 2 labels: by whom is not recorded; "
        "findings.csv: 0 labels: by whom is not recorded"
    )
    assert (run.settings.suite, run.settings.reader, run.settings.vectors) == (
        "small",
        "rules",
        False,
    )


def test_a_wrong_item_has_its_lines_beside_it(root: Path, tmp_path: Path) -> None:
    facts = FACTS.format(total="3.00").replace("合计,预算数,3.00", "合计,预算数,3.01")
    write(root, {"gold/he/facts.csv": facts})
    run = go(root, tmp_path / "out", questions=False)
    assert steps(run) == READ
    wrong = [item for item in run.items if item.aspect is Aspect.CELL and not item.is_right]
    assert [(item.outcome.value, item.got, item.excerpt) for item in wrong] == [
        ("wrong digits", "合计 · 预算数 · 3.00 万元", "合计\t3.00"),
    ]


def test_what_is_whole_is_taken_over_and_what_lacks_is_done(root: Path, out: Path) -> None:
    first = read_run(out)
    # What failed is tried again.
    assert redone(out, lambda: go(root, out)) == ["read-old"]
    (out / "parts" / "read-he.json").unlink()
    assert redone(out, lambda: go(root, out)) == ["read-he", "read-old"]
    assert read_run(out).items == first.items


def test_questions_that_failed_are_asked_again(root: Path, out: Path) -> None:
    path = out / "parts" / "ask-lin.json"
    part = Part.model_validate_json(path.read_bytes())
    failed = part.items[0].model_copy(update={"outcome": Outcome.FAILED})
    write_record(path, part.model_copy(update={"items": (failed, *part.items[1:])}))
    assert redone(out, lambda: go(root, out)) == ["ask-lin", "read-old"]
    assert Part.model_validate_json(path.read_bytes()).items == part.items


def test_a_changed_label_redoes_its_document(root: Path, out: Path) -> None:
    write(root, {"gold/he/tables.csv": TABLES.replace("other", "income")})
    assert redone(out, lambda: go(root, out, questions=False)) == ["read-he"]


def test_another_setting_redoes_all(root: Path, out: Path) -> None:
    again = redone(out, lambda: go(root, out, questions=False, vectors=True))
    assert again == ["read-he", "read-lin"]


def test_a_run_that_is_interrupted_goes_on_where_it_stopped(root: Path, tmp_path: Path) -> None:
    def interrupt(what: str, done: int, total: int) -> None:
        if (what, done, total) == ("reading", 1, 2):
            raise KeyboardInterrupt

    out = tmp_path / "out"
    options = replace(OPTIONS, questions=False)
    with pytest.raises(KeyboardInterrupt):
        run_suite(open_suite(root), out, options, interrupt)
    assert list(times(out)) == ["read-he"]
    assert not (out / "result.json").exists()
    assert redone(out, lambda: go(root, out, questions=False)) == ["read-lin"]
    assert steps(read_run(out)) == READ


def test_questions_that_were_interrupted_go_on_too(root: Path, out: Path) -> None:
    first = read_run(out)
    (out / "parts" / "ask_open-questions-both.json").unlink()
    told: list[tuple[str, int, int]] = []
    again = run_suite(
        open_suite(root), out, OPTIONS, lambda what, done, total: told.append((what, done, total))
    )
    assert again.items == first.items
    assert told == [
        ("reading", 2, 3),
        ("reading", 3, 3),
        *(("indexing", done, 3) for done in range(4)),
        ("asking", 3, 4),
        ("asking", 4, 4),
    ]


def test_a_document_that_crashes_scores_zero_and_stays_listed(root: Path, out: Path) -> None:
    (root / "corpus" / "lin.txt").unlink()
    (root / "corpus" / "lin.pdf").write_bytes(b"%PDF-1.7 broken")
    again = redone(out, lambda: go(root, out))
    assert "read-he" not in again
    assert len(again) == 6
    run = read_run(out)
    assert steps(run) == PARTS
    failed, other = [part for part in run.parts if part.error]
    assert (failed.step, failed.name, other.name) == (Step.READ, "lin", "old")
    assert failed.error.startswith("DamagedDocument: ")
    assert {item.outcome.value for item in failed.items} == {"missing"}
    found = shares(run)
    assert (found["cells recall"], found["tables found"]) == ((2, 4), (1, 2))
    answers = [item for item in run.items if item.aspect in (Aspect.ANSWER, Aspect.OPEN_ANSWER)]
    assert [item.outcome.value for item in answers] == ["failed"] * 4
    assert "UnknownDocument" in answers[0].note
    assert redone(out, lambda: go(root, out)) == again


def test_where_no_library_is_made_the_questions_count_as_stopped(
    root: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "index_documents", attrgetter("nothing"))
    (out / "parts" / "ask-lin.json").unlink()
    run = go(root, out)
    failed = run.parts[PARTS.index((Step.ASK, "lin"))]
    assert failed.error == "AttributeError: 'IndexTask' object has no attribute 'nothing'"
    assert [item.outcome.value for item in failed.items] == ["failed"]


def test_in_another_shape_only_pdfs_are_read_and_nothing_is_asked(
    root: Path, tmp_path: Path
) -> None:
    assert go(root, tmp_path / "out", shape=Shape.RAW).parts == ()


def test_where_nothing_can_be_written_the_run_ends(root: Path, tmp_path: Path) -> None:
    write(tmp_path, {"taken": ""})
    with pytest.raises(ResultError, match="taken"):
        go(root, tmp_path / "taken", questions=False)


def checked(suite: Suite) -> LabelCheck:
    return check_labels(suite, set(QuoteKind), OPTIONS, be_silent)


def test_labels_that_stand_at_their_places_are_no_slips(root: Path) -> None:
    assert checked(open_suite(root)) == LabelCheck((), ())


def test_slips_in_labels_and_documents_that_cannot_be_read_are_told_apart(root: Path) -> None:
    (root / "corpus" / "lin.txt").unlink()
    (root / "corpus" / "lin.pdf").write_bytes(b"%PDF-1.7\nbroken")
    write(root, {"gold/he/facts.csv": FACTS.format(total="3.01")})
    found = checked(open_suite(root))
    assert found.slips == (
        "he/facts.csv:2: value '3.01' does not stand at 6",
        "he/facts.csv:3: value '3.01' does not stand at 7",
    )
    [unread] = found.unread
    assert unread.startswith("lin.pdf: 4 quotes are unchecked: ")
