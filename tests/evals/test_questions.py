"""Questions are read as they stand, or not at all."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from evals.labels.gold import GoldError, Noted
from evals.labels.questions import (
    Evidence,
    Language,
    Question,
    QuestionType,
    note_questions,
    read_question_file,
)

EVIDENCE = {"document": "lin-2024", "where": 12, "quote": "支出 418.50 万元"}
ROW = {
    "id": "q1",
    "type": "lookup",
    "lang": "zh",
    "documents": ["lin-2024"],
    "question": "支出多少？",
    "answer": "418.50万元。",
    "value": 418.5,
    "unit": "万元",
    "evidence": [EVIDENCE],
}
UNANSWERABLE = {"type": "unanswerable", "value": None, "unit": None, "evidence": []}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A question file that is not written yet."""
    folder = tmp_path / "lin-2024"
    folder.mkdir()
    return folder / "questions.jsonl"


def line(**changes: object) -> str:
    """A line of the file, with some keys changed."""
    return json.dumps(ROW | changes, ensure_ascii=False) + "\n"


def test_a_question_is_read_as_it_stands(file: Path) -> None:
    file.write_text(line(), encoding="utf-8")
    assert read_question_file(file) == (
        Question(
            id="q1",
            type=QuestionType.LOOKUP,
            lang=Language.ZH,
            documents=("lin-2024",),
            question="支出多少？",
            answer="418.50万元。",
            value=Decimal("418.5"),
            unit="万元",
            evidence=(Evidence(document="lin-2024", where="12", quote="支出 418.50 万元"),),
        ),
    )


@pytest.mark.parametrize(
    "printed", ["418.50", "12345678901234567890.12", "0.10000000000000000055", "7", "-3"]
)
def test_a_value_is_as_exact_as_it_is_written(file: Path, printed: str) -> None:
    text = line().replace('"value": 418.5', f'"value": {printed}')
    file.write_text(text, encoding="utf-8")
    (question,) = read_question_file(file)
    assert str(question.value) == printed


def test_a_place_may_be_a_number_or_a_cell(file: Path) -> None:
    evidence = [EVIDENCE, EVIDENCE | {"where": "7"}, EVIDENCE | {"where": "Sheet1!C5"}]
    file.write_text(line(evidence=evidence), encoding="utf-8")
    (question,) = read_question_file(file)
    assert [one.where for one in question.evidence] == ["12", "7", "Sheet1!C5"]


def test_an_unanswerable_question_has_no_evidence(file: Path) -> None:
    file.write_text(line(**UNANSWERABLE), encoding="utf-8")
    (question,) = read_question_file(file)
    assert (question.type, question.evidence) == (QuestionType.UNANSWERABLE, ())


def test_only_newlines_part_lines(file: Path) -> None:
    file.write_text(line(answer="一\u2028二") + line(id="q2").strip(), encoding="utf-8")
    assert [question.answer for question in read_question_file(file)] == [
        "一\u2028二",
        ROW["answer"],
    ]


def test_lines_may_say_who_made_them_and_whether_they_were_seen(file: Path) -> None:
    text = line(by="Ann", seen="yes") + line(id="q2", by="Bo", seen="no")
    file.write_text(text, encoding="utf-8")
    first, second = read_question_file(file)
    assert note_questions(file) == (
        Noted(first, "lin-2024/questions.jsonl:1", by="Ann", seen=True),
        Noted(second, "lin-2024/questions.jsonl:2", by="Bo", seen=False),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1: the line is blank"),
        (line() + "\n" + line(id="q2"), "2: the line is blank"),
        ("{", "1: Expecting property name"),
        ("[]", "1: this is no JSON object"),
        (line() + line(), "2: id q1 is at lin-2024/questions.jsonl:1 already"),
        (line(valeu=1), "1: valeu: Extra inputs are not permitted"),
        (line().replace('"unit": "万元", ', ""), "1: unit: Field required"),
        (line().replace('"id"', '"lang": "en", "id"'), "1: lang is there twice"),
        (line(id=""), "1: id: String should match pattern"),
        (line(id=1), "1: id: Input should be a valid string"),
        (line(type="lookups"), "1: type: Input should be 'lookup', 'compute'"),
        (line(lang="fr"), "1: lang: Input should be 'zh' or 'en'"),
        (line(documents=[]), "1: documents: Tuple should have at least 1 item"),
        (line(documents=["lin-2024", "lin-2024"]), "1: a document is named twice"),
        (line(documents="lin-2024"), "1: documents: Input should be a valid tuple"),
        (line(question=" "), "1: question: String should match pattern"),
        (line(value="418.5"), "1: value: Input should be an instance of Decimal"),
        (line(value=True), "1: value: Input should be an instance of Decimal"),
        (line(value=float("nan")), "1: NaN is no number"),
        (line(value=None), "1: there is a unit and no value"),
        (line(evidence=[]), "1: there is no evidence"),
        (line(evidence=[EVIDENCE | {"document": "he-2024"}]), "1: evidence of he-2024, which"),
        (line(evidence=[EVIDENCE | {"where": "p7"}]), "1: evidence.0.where: no line, page or cell"),
        (line(evidence=[EVIDENCE | {"where": 0}]), "1: evidence.0.where: no line, page or cell"),
        (line(evidence=[EVIDENCE | {"where": 7.0}]), "1: evidence.0.where: Input should be"),
        (line(evidence=[EVIDENCE | {"quote": "“”"}]), "1: evidence.0.quote: String should match"),
        (line(evidence=[EVIDENCE | {"page": 7}]), "1: evidence.0.page: Extra inputs"),
        (line(**(UNANSWERABLE | {"evidence": [EVIDENCE]})), "1: it is unanswerable, and has"),
        (line(**(UNANSWERABLE | {"value": 1})), "1: it is unanswerable, and has"),
        (line(**(UNANSWERABLE | {"unit": "元"})), "1: there is a unit and no value"),
        (line(by="Ann"), "1: seen is None, not yes or no"),
        (line(seen="yes"), "1: by is None, not the name of a maker"),
        (line(by="Ann", seen=True), "1: seen is True, not yes or no"),
        (line(by="Ann", seen="no") + line(id="q2"), "2: by and seen are in some lines"),
    ],
)
def test_a_slip_in_a_question_is_an_error(file: Path, text: str, message: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError) as raised:
        read_question_file(file)
    assert str(raised.value).startswith(f"lin-2024/questions.jsonl:{message}")


def test_every_slip_of_a_line_is_told(file: Path) -> None:
    file.write_text(line(id=1, lang="fr"), encoding="utf-8")
    with pytest.raises(GoldError) as raised:
        read_question_file(file)
    assert str(raised.value) == (
        "lin-2024/questions.jsonl:1: id: Input should be a valid string; "
        "lang: Input should be 'zh' or 'en'"
    )


def test_a_missing_file_and_foreign_bytes_are_errors(file: Path) -> None:
    with pytest.raises(GoldError, match=r"lin-2024/questions\.jsonl: No such file"):
        read_question_file(file)
    file.write_bytes("问".encode("gb18030"))
    with pytest.raises(GoldError, match=r"lin-2024/questions\.jsonl: this is not UTF-8"):
        read_question_file(file)
