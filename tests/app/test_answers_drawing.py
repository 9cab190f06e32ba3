"""How an answer is printed: rows of quotes in, lines out."""

import pytest

from app.answers_drawing import answer_lines, answer_record, cut_quote
from extraction import Source, Span
from index import Answer, Choice, Citation, Plan, Want

_PLAN = Plan(question="问", want=Want.FIGURE, documents=("water",))
_SOURCE = Source(document="water", spans=(Span(line=15, start=18, end=23),))
_CITATION = Citation(
    number=1,
    document="water",
    where="15",
    table="支出总表",
    row="水利工程运行与维护",
    column="项目支出",
    printed="40.50",
    quote="2130306\t水利工程运行与维护\t40.50\t—\t40.50",
    source=_SOURCE,
)


def test_an_answer_is_followed_by_its_proofs_and_notes() -> None:
    answer = Answer(
        answer="40.50万元[1]。",
        refused=False,
        unit="万元",
        citations=(_CITATION,),
        notes=("表中有不平的合计。",),
        plan=_PLAN,
    )
    assert list(answer_lines(answer)) == [
        "40.50万元[1]。",
        "",
        "[1] water, line 15: 支出总表 › 水利工程运行与维护 › 项目支出",
        "    40.50",
        "    2130306 水利工程运行与维护 40.50 — 40.50",
        "",
        "note: 表中有不平的合计。",
    ]


def test_a_question_back_names_what_to_ask_with() -> None:
    choice = Choice(label="青禾县水务局 2024年预算", documents=("water", "water-2"))
    answer = Answer(answer="您问的是哪一份？", refused=False, choices=(choice,), plan=_PLAN)
    assert list(answer_lines(answer)) == [
        "您问的是哪一份？",
        "  · 青禾县水务局 2024年预算: --document water --document water-2",
    ]


def test_a_passage_that_is_its_own_quote_is_printed_once() -> None:
    passage = _CITATION.model_copy(
        update={
            "table": None,
            "row": None,
            "column": None,
            "printed": "人员减少",
            "quote": "人员减少",
        }
    )
    answer = Answer(answer="人员减少[1]。", refused=False, citations=(passage,), plan=_PLAN)
    assert list(answer_lines(answer))[2:] == ["[1] water, line 15", "    人员减少"]


def test_the_record_has_these_keys() -> None:
    answer = Answer(answer="40.50万元[1]。", refused=False, citations=(_CITATION,), plan=_PLAN)
    record = answer_record(answer)
    assert list(record) == [
        "answer",
        "refused",
        "value",
        "unit",
        "citations",
        "choices",
        "notes",
        "plan",
    ]
    assert record["citations"] == [
        {
            "number": 1,
            "document": "water",
            "where": "15",
            "page": None,
            "box": None,
            "cell": None,
            "table": "支出总表",
            "row": "水利工程运行与维护",
            "column": "项目支出",
            "printed": "40.50",
            "quote": "2130306\t水利工程运行与维护\t40.50\t—\t40.50",
        }
    ]


@pytest.mark.parametrize(
    ("quote", "printed", "longest", "cut"),
    [
        ("short\t1.00", "1.00", 20, "short 1.00"),
        ("甲 11.00 22.00 33.00 44.00 55.00", "33.00", 18, "…22.00 33.00 44.00…"),
        ("甲 11.00 22.00", "甲", 4, "甲…"),
        ("甲 11.00 22.00", "22.00", 4, "…22.00"),
        ("增加1.39万元，增长14.0%，主要原因：人员增加。", "14.0%", 14, "…增长14.0%…"),
        ("printed is longer than the room", "is longer than", 5, "…is longer than…"),
        ("printed elsewhere", "12.00", 8, "printed elsewhere"),
    ],
)
def test_a_quote_is_cut_between_figures(quote: str, printed: str, longest: int, cut: str) -> None:
    assert cut_quote(quote, printed, longest) == cut
