"""A folder of documents and labels is one suite, or tells what is wrong with it."""

import json
from pathlib import Path

import pytest

from evals.labels.gold import GoldError, Provenance
from evals.labels.quotes import check_quotes
from evals.labels.suites import Suite, find_quotes, open_suite

TABLES = "table,title,unit,kind,rows,where\n1,收支总表,万元,other,1,1\n"
FACTS = (
    "table,title,unit,row,code,label,column,value,where\n1,收支总表,万元,1,,合计,预算数,418.50,3\n"
)
FINDINGS = (
    "id,kind,where,statement,printed,computed,severity,note,by,seen\n"
    "a,row_sum,3,不等,418.50,418.60,error,,Ann,yes\n"
)
GRIDS = (
    '{"table": 1, "header": 1, "rows": [["项目", "预算数"], ["合计", "418.50"]], "around": []}\n'
)
TEXT = "收支总表\n项目\t预算数\n合计\t418.50\n"


def question(name: str, *documents: str, where: int = 3) -> str:
    """A line of a question file, with evidence of the first document."""
    row = {
        "id": name,
        "type": "lookup",
        "lang": "zh",
        "documents": documents,
        "question": "多少？",
        "answer": "418.50万元。",
        "value": 418.5,
        "unit": "万元",
        "evidence": [{"document": documents[0], "where": where, "quote": "合计 418.50"}],
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def write(root: Path, files: dict[str, str]) -> None:
    """Write some files, by path."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A suite: one document with labels, one without, a question over both."""
    write(
        tmp_path,
        {
            "corpus/2024/text/lin-2024.txt": TEXT,
            "corpus/he-2024.md": TEXT,
            "corpus/.hidden/other.txt": "",
            "corpus/.hidden.txt": "",
            "gold/lin-2024/tables.csv": TABLES,
            "gold/lin-2024/facts.csv": FACTS,
            "gold/lin-2024/findings.csv": FINDINGS,
            "gold/lin-2024/questions.jsonl": question("q1", "lin-2024"),
            "gold/lin-2024/grids.jsonl": GRIDS,
            "gold/lin-2024/NOTES.md": "notes",
            "gold/questions-both.jsonl": question("q2", "he-2024", "lin-2024"),
            "gold/README.md": "how",
            "gold/kinds.csv": "kind,meaning\n",
        },
    )
    return tmp_path


def test_a_suite_has_documents_labels_and_questions(root: Path) -> None:
    suite = open_suite(root)
    assert {name: one.path for name, one in suite.documents.items()} == {
        "he-2024": root / "corpus/he-2024.md",
        "lin-2024": root / "corpus/2024/text/lin-2024.txt",
    }
    assert [document.name for document in suite.labelled] == ["lin-2024"]
    assert suite.documents["he-2024"].labels is None
    assert [(noted.label.id, noted.place, noted.file) for noted in suite.questions] == [
        ("q1", "lin-2024/questions.jsonl:1", "lin-2024/questions.jsonl"),
        ("q2", "gold/questions-both.jsonl:1", "gold/questions-both.jsonl"),
    ]
    assert [noted.label.id for noted in suite.joint] == ["q2"]
    labels = suite.documents["lin-2024"].labels
    assert labels is not None
    assert labels.folder == root / "gold/lin-2024"
    assert [noted.label.value for noted in labels.facts or ()] == ["418.50"]
    assert [(grid.table, grid.rows[1]) for grid in labels.grids or ()] == [(1, ("合计", "418.50"))]
    assert labels.provenance == {
        "tables.csv": Provenance(1, {}, 0),
        "facts.csv": Provenance(1, {}, 0),
        "findings.csv": Provenance(1, {"Ann": 1}, 1),
        "questions.jsonl": Provenance(1, {}, 0),
    }


def test_a_label_file_that_is_not_there_is_none(root: Path) -> None:
    for name in ("facts.csv", "tables.csv", "questions.jsonl", "grids.jsonl"):
        (root / "gold/lin-2024" / name).unlink()
    labels = open_suite(root).documents["lin-2024"].labels
    assert labels is not None
    assert (labels.facts, labels.tables, labels.questions) == (None, None, None)
    assert labels.grids is None
    assert len(labels.findings or ()) == 1
    assert list(labels.provenance) == ["findings.csv"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"corpus/pdf/lin-2024.pdf": ""}, "corpus/pdf/lin-2024.pdf: corpus/2024/text/lin-2024.txt"),
        ({"gold/hu-2024/tables.csv": TABLES}, "gold/hu-2024: there is no document hu-2024"),
        ({"gold/he-2024/NOTES.md": ""}, "gold/he-2024: it has none of tables.csv, facts.csv"),
        ({"gold/he-2024/facts.csv": FACTS}, "he-2024/facts.csv: there is no tables.csv"),
        ({"gold/lin-2024/fact.csv": FACTS}, "lin-2024/fact.csv: it is none of tables.csv"),
        ({"gold/question-a.jsonl": ""}, "gold/question-a.jsonl: it is no questions-*.jsonl"),
        (
            {"gold/questions-a.jsonl": "", "corpus/questions-a.txt": ""},
            "gold/questions-a.jsonl: a document of corpus has the same name",
        ),
        (
            {"gold/lin-2024/facts.csv": FACTS.replace("\n1,", "\n2,")},
            "lin-2024/facts.csv:2: table 2 is not in tables.csv",
        ),
        (
            {"gold/lin-2024/grids.jsonl": GRIDS + GRIDS.replace("1,", "2,", 1)},
            "lin-2024/grids.jsonl:2: table 2 is not in tables.csv",
        ),
        (
            {"gold/lin-2024/grids.jsonl": GRIDS.replace('"around"', '"above"')},
            "lin-2024/grids.jsonl:1: around: Field required",
        ),
        (
            {"gold/questions-a.jsonl": question("q3", "lin-2024", "hu-2024")},
            "gold/questions-a.jsonl:1: there is no document hu-2024",
        ),
        (
            {"gold/lin-2024/questions.jsonl": question("q1", "he-2024")},
            "lin-2024/questions.jsonl:1: it is not asked of lin-2024",
        ),
        (
            {"gold/questions-both.jsonl": question("q1", "he-2024")},
            "gold/questions-both.jsonl:1: id q1 is at lin-2024/questions.jsonl:1 already",
        ),
    ],
)
def test_a_slip_in_a_suite_is_an_error(root: Path, files: dict[str, str], message: str) -> None:
    write(root, files)
    with pytest.raises(GoldError) as raised:
        open_suite(root)
    assert str(raised.value).startswith(message)


def test_grids_may_stand_without_tables(root: Path) -> None:
    write(root, {"gold/he-2024/grids.jsonl": GRIDS.replace("1,", "7,", 1)})
    labels = open_suite(root).documents["he-2024"].labels
    assert labels is not None
    assert [grid.table for grid in labels.grids or ()] == [7]
    assert labels.provenance == {}


def test_a_suite_has_documents_and_labels(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="corpus: there is no document"):
        open_suite(tmp_path)
    write(tmp_path, {"corpus/lin-2024.txt": TEXT})
    with pytest.raises(GoldError, match="gold: there is no such folder"):
        open_suite(tmp_path)


@pytest.mark.parametrize(
    ("file", "documents"),
    [
        ("corpus/2024/text/lin-2024.txt", {"lin-2024"}),
        ("gold/lin-2024/findings.csv", {"lin-2024"}),
        ("gold/lin-2024/questions.jsonl", {"lin-2024"}),
        ("gold/lin-2024/grids.jsonl", {"lin-2024"}),
        ("corpus/he-2024.md", {"he-2024"}),
        ("gold/questions-both.jsonl", set()),
    ],
)
def test_a_digest_tells_whether_documents_or_labels_changed(
    root: Path, file: str, documents: set[str]
) -> None:
    before = open_suite(root)
    assert open_suite(root) == before
    path = root / file
    path.write_text(path.read_text(encoding="utf-8").replace("418.5", "418.6"), encoding="utf-8")
    after = open_suite(root)
    assert after.digest != before.digest
    changed = {
        n for n in before.documents if after.documents[n].digest != before.documents[n].digest
    }
    assert changed == documents


def test_notes_change_no_digest(root: Path) -> None:
    before = open_suite(root).digest
    write(root, {"gold/lin-2024/NOTES.md": "other notes", "gold/kinds.csv": ""})
    assert open_suite(root).digest == before


def find_slips(suite: Suite) -> list[str]:
    """A message for every quote that does not stand at its place."""
    return [
        message
        for document in suite.documents.values()
        for message in check_quotes(document.path, find_quotes(suite, document))
    ]


def test_every_quote_of_a_suite_is_looked_up(root: Path) -> None:
    assert find_slips(open_suite(root)) == []
    write(
        root,
        {
            "gold/lin-2024/tables.csv": TABLES.replace(",1,1\n", ",1,2\n"),
            "gold/lin-2024/facts.csv": FACTS.replace("418.50", "418.5"),
            "gold/lin-2024/findings.csv": FINDINGS.replace(",3,", ",1,"),
            "gold/lin-2024/questions.jsonl": question("q1", "lin-2024", where=1),
            "gold/questions-both.jsonl": question("q2", "he-2024", "lin-2024", where=2),
        },
    )
    assert find_slips(open_suite(root)) == [
        "gold/questions-both.jsonl:1: quote '合计 418.50' does not stand at 2, but at 3",
        "lin-2024/tables.csv:2: title '收支总表' does not stand at 2, but at 1",
        "lin-2024/facts.csv:2: value '418.5' does not stand at 3",
        "lin-2024/findings.csv:2: printed '418.50' does not stand at 1, but at 3",
        "lin-2024/questions.jsonl:1: quote '合计 418.50' does not stand at 1, but at 3",
    ]


def test_the_shared_suite_opens(shared_dir: Path) -> None:
    suite = open_suite(shared_dir)
    assert len(suite.labelled) == 8
    assert len(suite.questions) == 304
    assert all(document.labels and document.labels.facts for document in suite.labelled)
