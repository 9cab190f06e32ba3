"""When an answer to a labelled question is right."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from evals.answers import (
    Question,
    add_documents,
    find_documents,
    in_base,
    is_right_passage,
    read_questions,
    report,
    score_answer,
    score_unread,
)
from extraction import Source, Span
from index import Citation, Library, prepare

TEXT = """青山县水利局2024年部门预算

一般公共预算支出表
单位：万元
项目\t预算数
合计\t10.50
办公费\t7.50
印刷费\t3.00

一、支出预算情况
办公费支出较上年增加，主要原因是搬迁。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("scores")
    (folder / "demo.txt").write_text(TEXT, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / "demo.txt")])
    return library


def question(asked: str, type_: str = "lookup", **fields: object) -> Question:
    known: dict[str, object] = {"value": None, "unit": None, "evidence": ()}
    return Question(id="q", type=type_, documents=("demo",), question=asked, **(known | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "is_right"),
    [
        ("7.50", "万元", True),
        ("7.5", "万元", True),
        ("75000", "元", True),
        ("0.00075", "亿元", True),
        ("7.50", "元", False),
        ("7.5", "%", False),
        ("3.00", "万元", False),
    ],
)
def test_a_figure_is_right_in_any_unit_of_money(
    library: Library, value: str, unit: str, is_right: bool
) -> None:
    asked = question("办公费多少？", value=Decimal(value), unit=unit)
    assert score_answer(library, asked).is_right is is_right


def test_a_refusal_is_right_only_where_nothing_tells(library: Library) -> None:
    assert score_answer(library, question("会议费多少？", "unanswerable")).is_right
    assert not score_answer(library, question("办公费多少？", "unanswerable")).is_right
    lost = question("会议费多少？", value=Decimal(1), unit="万元")
    assert not score_answer(library, lost).is_right


def test_a_passage_is_right_by_its_quote_or_its_line() -> None:
    cited = Citation(
        number=1,
        document="demo",
        where="11",
        printed="搬迁",
        quote="办公费支出较上年增加，主要原因是搬迁。",
        source=Source(document="demo", spans=(Span(line=11, start=16, end=18),)),
    )
    for evidence, is_right in (
        (("demo", "99", "主要原因是 搬迁"), True),
        (("demo", "11", "别的话"), True),
        (("demo", "99", "别的话"), False),
        (("other", "11", "主要原因是搬迁"), False),
    ):
        assert is_right_passage([cited], question("", evidence=(evidence,))) is is_right
    assert not is_right_passage([], question("", evidence=(("demo", "11", "搬迁"),)))


@pytest.mark.parametrize(
    ("place", "where", "is_right"),
    [
        ({"page": 3}, "3", False),  # a page holds many passages
        ({"cell": "说明!A7"}, "说明!A7", True),
        ({"cell": "说明!A7"}, "说明!A8", False),
    ],
)
def test_a_passage_is_right_by_its_cell_and_never_by_its_page(
    place: dict[str, object], where: str, is_right: bool
) -> None:
    span = {"line": 11, "start": 16, "end": 18, **place}
    source = Source.model_validate({"document": "demo", "spans": [span]})
    cited = Citation(
        number=1,
        document="demo",
        where=source.where,
        printed="搬迁",
        quote="主要原因是搬迁。",
        source=source,
    )
    evidence = (("demo", where, "别的话"),)
    assert is_right_passage([cited], question("", evidence=evidence)) is is_right
    quoted = (("demo", "99", "原因是搬迁"),)
    assert is_right_passage([cited], question("", evidence=quoted))


def test_a_document_that_cannot_be_read_scores_zero(tmp_path: Path) -> None:
    for name in ("text/demo.txt", "pdf/demo.pdf", "pdf/empty.pdf"):
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TEXT.encode() if name.endswith("txt") else b"")
    files = find_documents(tmp_path)
    assert {name: path.suffix for name, path in files.items()} == {"demo": ".txt", "empty": ".pdf"}
    library = Library(tmp_path / "library", None)
    unread = add_documents(library, files.values())
    assert [document.name for document in library.documents()] == ["demo"]
    assert unread == {"empty": f"{files['empty']}: the file is empty"}
    lost = score_unread(question("会议费多少？", "unanswerable"), unread["empty"])
    assert (lost.is_right, lost.answer.answer) == (False, unread["empty"])
    assert report([lost]).splitlines()[1].split() == ["unanswerable", "1", "0", "0.00", "1", "0"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("1", "亿元"), ("10000", "万元")),
        (("30", "名"), ("30", "人")),
        (("2", "台"), ("2.0", "台（套）")),
    ],
)
def test_units_that_are_one(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert in_base(Decimal(one[0]), one[1]) == in_base(Decimal(other[0]), other[1])


def test_labels_are_read_with_exact_values(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "type": "lookup",
        "lang": "zh",
        "documents": ["demo"],
        "question": "？",
        "answer": "",
        "value": 418.56,
        "unit": "万元",
        "evidence": [{"document": "demo", "where": 7, "quote": "7.50"}],
    }
    path = tmp_path / "questions.jsonl"
    lines = [json.dumps(row), json.dumps(row | {"id": "b", "lang": "en"})]
    path.write_text("\n".join(lines), encoding="utf-8")
    (read,) = read_questions(path, "zh")
    assert (read.id, read.value) == ("a", Decimal("418.56"))
    assert read.evidence == (("demo", "7", "7.50"),)


def test_the_report_lists_its_misses(library: Library) -> None:
    scores = [
        score_answer(library, question("办公费多少？", value=Decimal("7.5"), unit="万元")),
        score_answer(library, question("印刷费多少？", value=Decimal("9"), unit="万元")),
    ]
    lines = report(scores).splitlines()
    assert lines[1].split() == ["lookup", "2", "1", "0.50", "0", "0"]
    assert any("印刷费多少？" in line for line in lines)
    assert not any("办公费多少？" in line for line in lines)
