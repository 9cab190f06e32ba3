"""What an answer states is traced to its citations, or it is not shown."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from county import BUDGET, FINAL

from index import Answer, Fact, Library, answer, prepare
from index.proving.citing import cite_facts
from index.proving.gate import gate
from index.records import Aspect, Plan, Want

Told = Callable[..., Answer]
FLOOD, HOUSING, HEATING = "防汛", "住房公积金", "取暖费"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one bureau's budget and final account, and of another bureau's budget."""
    folder = tmp_path_factory.mktemp("county")
    other = BUDGET.replace("青山县水利局", "青山县审计局").replace("300.00", "310.00")
    budget = f"{BUDGET}三、预备费：指按[208]科目和[1]表管理的资金。\n四、折算数：指全年折算为12\n"
    texts = {"budget-2024": budget, "final-2023": FINAL, "audit-2024": other}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / f"{name}.txt") for name in texts])
    return library


def _fact(library: Library, item: str, document: str = "budget-2024") -> Fact:
    facts = library.facts([document])
    return next(f for f in facts if f.item == item and f.aspect is Aspect.LEVEL)


@pytest.fixture
def told(county: Library) -> Told:
    """What comes through the gate of a text that cites the figures of items, [1], [2], …"""

    def tell(text: str, *items: str, **more: object) -> Answer:
        facts = [_fact(county, item) for item in items]
        plan = Plan(
            question="防汛是不是花了5000万元？", want=Want.FIGURE, documents=("budget-2024",)
        )
        fields = {"answer": text, "refused": False, "citations": cite_facts(county, facts)}
        return gate(county, Answer.model_validate({**fields, "plan": plan, **more}))

    return tell


@pytest.mark.parametrize(
    "text",
    [
        "防汛为300.00万元[1]。",
        "防汛为300万元[1]。",
        "防汛为3,000,000元[1]。",
        "防汛为0.03亿元（300.00万元）[1]。",
        "防汛为三百万元[1]。",
        "青山县水利局2024年预算：防汛为300.00万元[1]。",
        "县水利局的防汛为300.00万元[1]。",
        "2024 budget: flood control is 300.00万元 [1].",
    ],
)
def test_what_the_place_prints_is_shown_in_any_unit_of_money(told: Told, text: str) -> None:
    given = told(text, FLOOD)
    assert (given.answer, given.refused, len(given.citations)) == (text, False, 1)


@pytest.mark.parametrize(
    "text",
    [
        "防汛为310.00万元[1]。",
        "防汛为300元[1]。",
        "防汛为300.00亿元[1]。",
        "防汛为30万元[1]。",
        "防汛为三百一十万元[1]。",
        "防汛占百分之三十[1]。",
        "防汛为数百万元[1]，即300万元。",
        "防汛占三分之一[1]。",
        "防汛增长了两成[1]，为300.00万元。",
        "2023年防汛为300.00万元[1]。",
        "二〇二三年防汛为300.00万元[1]。",
        "青山县审计局的防汛为300.00万元[1]。",
        "青山县火星局的防汛为300.00万元[1]。",
        "云湖县水利局的防汛为300.00万元[1]。",
        "The Qingshan Water Bureau spends 300.00万元 [1].",
        "防汛为300.00万元，占12%[1]。",
        "“防汛100万元”为300.00万元[1]。",
        "《100万元》为300.00万元[1]。",
        "防汛为300.00万元，即“300.00”亿元[1]。",
        "防汛是不是花了5000万元，为300.00万元[1]。",
        "防汛为30[1]0万元。",
    ],
)
def test_what_no_place_prints_is_not_shown(told: Told, text: str) -> None:
    given = told(text, FLOOD)
    assert given.refused
    assert (given.value, given.citations) == (None, ())
    assert "300" not in given.answer


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("300.00 − 100.00 = 200万元", (FLOOD, HOUSING)),
        ("300.00 + 100.00 + 20.00 = 420万元", (FLOOD, HOUSING, HEATING)),
        ("(300.00 + 100.00) ÷ 2 = 200万元", (FLOOD, HOUSING)),
        ("100.00 ÷ 300.00 = 33.33%", (FLOOD, HOUSING)),
        ("100.00 ÷ 300.00 × 100% = 33.3%", (FLOOD, HOUSING)),
        ("(300.00 − 100.00) ÷ 100.00 = 200%", (FLOOD, HOUSING)),
        ("300.00 ÷ 100.00 = 3倍", (FLOOD, HOUSING)),
        ("100.00 − 300.00 = −200万元", (FLOOD, HOUSING)),
        ("300.00万元 + 1,000,000元 = 400万元", (FLOOD, HOUSING)),
    ],
)
def test_a_formula_over_cited_figures_is_worked_out_again(
    told: Told, text: str, items: tuple[str, ...]
) -> None:
    assert told(f"算得：{text}。", *items).answer == f"算得：{text}。"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("300.00 − 100.00 = 210万元", (FLOOD, HOUSING)),
        ("300.00 − 100.00 = −200万元", (FLOOD, HOUSING)),
        ("100.00 ÷ 300.00 = 33.34%", (FLOOD, HOUSING)),
        ("100.00 ÷ 300.00 = 0.33%", (FLOOD, HOUSING)),
        ("300.00 + 100.00 + 20.00 = 420万元", (FLOOD, HOUSING)),
        ("(300.00 + 100.00) ÷ 4 = 100万元", (FLOOD, HOUSING)),
        ("300.00 × 2 = 600万元", (FLOOD, HOUSING)),
        ("300.00 + 100.00 = 400元", (FLOOD, HOUSING)),
        ("300.00 + 100.00) = 400万元", (FLOOD, HOUSING)),
    ],
)
def test_a_formula_that_does_not_hold_or_is_not_cited_is_not_shown(
    told: Told, text: str, items: tuple[str, ...]
) -> None:
    assert told(f"算得：{text}。", *items).refused


def test_a_sentence_that_fails_is_dropped_and_the_citations_are_renumbered(told: Told) -> None:
    text = "住房公积金为101.00万元[1]。防汛为300.00万元[2]。取暖费为20.00万元[3]。"
    given = told(text, HOUSING, FLOOD, HEATING, value=Decimal("300.00"), unit="万元")
    assert given.answer == "防汛为300.00万元[1]。取暖费为20.00万元[2]。"
    assert [(c.number, c.row) for c in given.citations] == [(1, FLOOD), (2, HEATING)]
    assert (given.value, given.unit) == (Decimal("300.00"), "万元")


def test_a_value_that_no_sentence_states_is_not_given(told: Told) -> None:
    given = told("防汛为300.00万元[1]。", FLOOD, value=Decimal("310.00"), unit="万元")
    assert (given.value, given.unit, given.refused) == (None, None, False)


def test_a_value_may_be_for_one_of_those_counted(told: Told) -> None:
    text = "算得：300.00万元 ÷ 4辆 = 75万元/辆。"
    given = told(text, FLOOD, "车辆", value=Decimal(75), unit="万元/辆")
    assert (given.answer, given.value, given.unit) == (text, Decimal(75), "万元/辆")


def test_a_unit_behind_quoted_words_makes_their_number_another(county: Library) -> None:
    given = answer(county, "折算数是什么意思？", ["budget-2024"])
    assert given.answer.endswith("指全年折算为12[1]")
    altered = given.model_copy(update={"answer": given.answer.replace("[1]", "亿元[1]")})
    assert gate(county, altered).refused


def test_a_citation_that_carries_nothing_is_removed(told: Told) -> None:
    given = told("防汛为300.00万元[2]，见[1]。", HEATING, FLOOD)
    assert given.answer == "防汛为300.00万元[1]，见。"
    assert [citation.row for citation in given.citations] == [FLOOD]


def test_a_mark_without_a_citation_is_taken_out(told: Told) -> None:
    assert told("防汛为300.00万元[1][7]。", FLOOD).answer == "防汛为300.00万元[1]。"


def test_a_number_in_brackets_that_is_printed_is_no_mark(county: Library) -> None:
    given = answer(county, "预备费是什么意思？", ["budget-2024"])
    assert given.answer.endswith("指按[208]科目和[1]表管理的资金。[1]")
    (proof,) = given.citations
    wrong = cite_facts(county, [_fact(county, HOUSING)])
    text = f"住房公积金为101.00万元[1]。{given.answer.removesuffix('[1]')}[2]"
    second = proof.model_copy(update={"number": 2})
    shown = gate(county, given.model_copy(update={"answer": text, "citations": (*wrong, second)}))
    assert (shown.answer, shown.citations) == (given.answer, given.citations)


def test_a_citation_whose_place_prints_something_else_proves_nothing(county: Library) -> None:
    given = answer(county, "防汛花多少？", ["budget-2024"])
    forged = given.citations[0].model_copy(update={"printed": "999.00万元", "quote": "999.00万元"})
    text = given.answer.replace("300.00", "999.00")
    assert gate(county, given.model_copy(update={"answer": text, "citations": (forged,)})).refused


def test_what_is_quoted_of_a_cited_passage_is_printed(county: Library) -> None:
    given = answer(county, "上年结转是什么意思？", ["budget-2024"])
    assert gate(county, given) == given
    altered = given.model_copy(update={"answer": given.answer.replace("本年", "三百万元")})
    assert gate(county, altered).refused


def test_a_refusal_repeats_the_question_and_what_the_library_has(county: Library) -> None:
    given = answer(county, "青山县教育局2031年花了500万元吗？")
    assert given.refused
    assert gate(county, given) == given
    lie = given.model_copy(update={"answer": "没有找到，但支出是300万元。"})
    assert "300" not in gate(county, lie).answer


def test_a_question_back_counts_its_choices_and_nothing_else(county: Library) -> None:
    given = answer(county, "防汛花多少？")
    assert len(given.choices) == 3
    assert gate(county, given) == given
    lie = given.model_copy(update={"answer": "有3份文件，防汛是77万元，请选择："})
    assert "77" not in gate(county, lie).answer
