"""Answers in English: the same figures and places, in sentences of their own."""

from decimal import Decimal

import pytest
from county import BUDGET, FINAL

from index import Answer, Library, answer, prepare


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one bureau's budget and final account, searched by words only."""
    folder = tmp_path_factory.mktemp("county")
    texts = {"budget-2024": BUDGET, "final-2023": FINAL}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / f"{name}.txt") for name in texts])
    return library


def ask(library: Library, question: str) -> Answer:
    return answer(library, question, ["budget-2024"])


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("What is the total budget for 2024?", "2024年总预算是多少？"),
        ("How much is budgeted for heating?", "取暖费是多少？"),
        ("What is the project expenditure of flood control?", "防汛的项目支出是多少？"),
        ("By how much did official receptions fall?", "公务接待费比上年减少多少？"),
        ("By what percentage did official receptions fall?", "公务接待费比上年下降百分之几？"),
        (
            "How many official vehicles does the Qingshan bureau have?",
            "青山县水利局有几辆公务用车？",
        ),
        ("What was carried over from 2023?", "上年结转是多少？"),
        ("What share of basic expenditure is office expenses?", "办公费占基本支出的百分之几？"),
        ("What were agency operating costs in 2023?", "2023年机关运行经费是多少？"),
        ("Why were agency operating costs cut?", "机关运行经费为什么减少？"),
        ("What does basic expenditure mean?", "基本支出是什么意思？"),
        ("Which subordinate units does the bureau have?", "下属单位有哪些？"),
    ],
)
def test_english_is_answered_as_chinese_is(county: Library, english: str, chinese: str) -> None:
    one, other = ask(county, english), ask(county, chinese)
    assert not one.refused, one.answer
    assert (one.value, one.unit) == (other.value, other.unit)
    assert [c.source for c in one.citations] == [c.source for c in other.citations]
    assert one.plan.question == english


def test_a_figure_is_told_with_the_english_of_its_name_and_unit(county: Library) -> None:
    given = ask(county, "How much is budgeted for heating?")
    assert given.value == Decimal("20.00")
    assert given.answer == (
        "青山县水利局 (2024 budget): “取暖费” (heating fee) under “预算数” (budgeted figure)"
        " in 《一般公共预算基本支出表》: 20.00万元 [1] (万元: ten thousand yuan)."
    )


def test_a_change_is_told_against_the_year_before(county: Library) -> None:
    assert ask(county, "By how much did official receptions fall?").answer == (
        "青山县水利局 (2024 budget): “公务接待费” (official reception expenses), change:"
        " down 1.00万元 against the year before [1] (万元: ten thousand yuan)."
    )


def test_a_reason_is_quoted_under_an_english_lead(county: Library) -> None:
    given = ask(county, "Why were agency operating costs cut?")
    assert given.answer == (
        "青山县水利局 (2024 budget), the reason given for"
        " “机关运行经费” (agency operating cost): “公用经费定额下调” [1]"
    )


def test_a_word_that_is_not_known_is_named(county: Library) -> None:
    given = ask(county, "How much is budgeted for dragon boats?")
    assert given.refused
    assert given.answer.startswith("The question's “dragon”, “boats” could not be matched")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "What is the budget of the Jinhe Finance Bureau?",
            "no document of “Jinhe Finance Bureau”",
        ),
        ("What is the budget for 2031?", "publish nothing for 2031"),
        ("How much was actually spent on receptions?", "the documents are budgets"),
        ("How much is budgeted for printing?", "do not list “印刷费” (printing expenses)"),
    ],
)
def test_what_is_not_there_is_refused_with_its_reason(
    county: Library, question: str, said: str
) -> None:
    given = ask(county, question)
    assert given.refused
    assert said in given.answer
