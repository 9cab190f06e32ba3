"""Questions on generated disclosures: every answer follows from the prints that prove it."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from evals.generator import GeneratedDocument, generate, generate_agency
from evals.generator.blocks import Words
from evals.generator.formats import PrintFormat
from evals.generator.joint_questions import questions_over_agencies, questions_over_years
from evals.generator.places import find_places
from evals.generator.planting import plant
from evals.generator.questions import (
    DraftQuestion,
    figures_of,
    place_questions,
    questions_of,
    rounded,
)
from evals.generator.relations import key
from evals.labels.questions import Language, QuestionType
from extraction.vocabulary import DisclosureKind

SEEDS = range(40)


@pytest.fixture(scope="module")
def asked() -> list[tuple[GeneratedDocument, tuple[DraftQuestion, ...]]]:
    return [(document := generate(seed), questions_of(document, 1)) for seed in SEEDS]


def test_all_types_are_asked_in_both_languages(
    asked: list[tuple[GeneratedDocument, tuple[DraftQuestion, ...]]],
) -> None:
    drawn = {(draft.type, draft.lang) for _, drafts in asked for draft in drafts}
    assert drawn == {(type_, lang) for type_ in QuestionType for lang in Language}


def test_a_question_is_put_in_several_ways_and_names_nothing_unfilled(
    asked: list[tuple[GeneratedDocument, tuple[DraftQuestion, ...]]],
) -> None:
    ways = {
        draft.question.replace(document.agency, "").replace(str(document.year), "")
        for document, drafts in asked
        for draft in drafts
        if draft.type is QuestionType.LOOKUP and "基本支出" in draft.question
    }
    assert len(ways) > 2
    questions = [draft.question for _, drafts in asked for draft in drafts]
    assert not [text for text in questions if "{" in text or "}" in text]


def test_the_same_seed_asks_the_same(
    asked: list[tuple[GeneratedDocument, tuple[DraftQuestion, ...]]],
) -> None:
    document, drafts = asked[3]
    assert questions_of(document, 1) == drafts
    assert questions_of(document, 2) != drafts


def test_an_answer_is_in_its_evidence(
    asked: list[tuple[GeneratedDocument, tuple[DraftQuestion, ...]]],
) -> None:
    for document, drafts in asked:
        for draft in drafts:
            quotes = [proof.quote for proof in draft.proofs]
            for proof in draft.proofs:
                words = document.blocks[proof.spot.block]
                assert isinstance(words, Words)
                assert words.text[proof.spot.at :].startswith(proof.quote)
            if draft.type is QuestionType.LOOKUP:
                assert draft.value == _figure(quotes[0]), draft
            if draft.type is QuestionType.UNANSWERABLE:
                assert (draft.value, quotes) == (None, [])
            else:
                assert quotes


def test_what_is_computed_follows_from_what_is_quoted(
    asked: list[tuple[GeneratedDocument, tuple[DraftQuestion, ...]]],
) -> None:
    ways: dict[QuestionType, list[Callable[[Decimal, Decimal], Decimal]]] = {
        QuestionType.COMPARE: [lambda one, other: abs(one - other)],
        QuestionType.AGGREGATE: [lambda one, other: one + other],
        QuestionType.COMPUTE: [
            lambda one, other: rounded(one * 100 / other),
            lambda one, other: rounded(one / other),
        ],
    }
    checked = 0
    for _, drafts in asked:
        for draft in drafts:
            if draft.type in ways and len(draft.proofs) == 2:
                one, other = (_figure(proof.quote) for proof in draft.proofs)
                assert draft.value in [way(one, other) for way in ways[draft.type]], draft
                checked += 1
    assert checked > 100


def test_an_earlier_year_is_what_that_year_published() -> None:
    checked = 0
    for seed in range(12):
        before, now = generate_agency(seed, kind=DisclosureKind.BUDGET)[:2]
        published = {figure.value for figure in figures_of(before).values()}
        for draft in questions_of(now, 1):
            if draft.type is QuestionType.COMPUTE and len(draft.proofs) == 1:
                assert draft.value in published, draft
                checked += 1
    assert checked > 10


def test_a_figure_with_an_error_is_not_asked_for() -> None:
    asked = 0
    for seed in range(20):
        document = plant(generate(seed), 4, seed)
        doubted = frozenset[str]().union(*(error.keys for error in document.errors))
        figures = figures_of(document)
        assert not doubted & figures.keys()
        clean = figures_of(generate(seed))
        for name, figure in figures.items():
            assert figure.value == clean[name].value
            asked += 1
    assert asked > 100


def test_years_are_added_up_and_set_against_each_other() -> None:
    documents = generate_agency(4, kind=DisclosureKind.BUDGET)
    drafts = questions_over_years(documents, 1)
    assert {draft.type for draft in drafts} == {
        QuestionType.COMPARE,
        QuestionType.AGGREGATE,
        QuestionType.COMPUTE,
    }
    for draft in drafts:
        amounts = [_figure(proof.quote) for proof in draft.proofs]
        assert draft.proofs[-1].document == 2
        if draft.type is QuestionType.AGGREGATE:
            assert len(amounts) == 3
            assert draft.value == sum(amounts)
        if draft.type is QuestionType.COMPARE:
            assert draft.value == abs(amounts[0] - amounts[1])


def test_agencies_are_compared_in_one_unit() -> None:
    kind = DisclosureKind.BUDGET
    documents = [generate(seed, year=2023, kind=kind) for seed in range(8)]
    figures = [figures_of(document)[key("all")] for document in documents]
    assert {figure.unit for figure in figures} == {"万元", "元"}
    drafts = questions_over_agencies(documents, 3)
    assert {draft.unit for draft in drafts} == {"万元"}
    totals = [draft for draft in drafts if draft.type is QuestionType.AGGREGATE]
    for draft in totals:
        amounts = [
            _figure(proof.quote) / (1 if figure.unit == "万元" else 10_000)
            for proof, figure in zip(draft.proofs, figures, strict=True)
        ]
        assert draft.value == sum(amounts)


def test_evidence_names_the_line_and_the_page() -> None:
    document = generate(11)
    drafts = questions_of(document, 1)
    text, pdf = PrintFormat.TEXT, PrintFormat.PDF
    lines = document.text.split("\n")
    (first, *_) = place_questions(drafts, ["one"], [find_places(document, text)], "one")
    assert first.id == "one-q01"
    assert first.evidence[0].quote in lines[int(first.evidence[0].where) - 1]
    pages = place_questions(drafts, ["two"], [find_places(document, pdf)], "two")
    assert {question.documents for question in pages} == {("two",)}
    assert max(int(one.where) for question in pages for one in question.evidence) < 30


def _figure(quote: str) -> Decimal:
    found = re.search(r"[\d,.]+$", quote)
    assert found, quote
    return Decimal(found.group().replace(",", ""))
