"""Ways in which people ask in English: openings, shortenings, slips, shared heads, cues."""

import pytest
from test_translation import DOCUMENTS

from index.translation import translate
from index.translation.marking import share_heads
from index.translation.spelling import mend_slips, write_out


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hi, could you please tell me how much training costs?", "培训费是多少？"),
        ("I'd like to know the rent.", "租赁费是多少？"),
        ("Rent: how much is it?", "租赁费是多少？"),
        ("Heating, please", "取暖费是多少？"),
        ("Growth rate of basic expenditure?", "基本支出比上年增长百分之几？"),
        ("Percentage increase in rent vs. the year before?", "租赁费比上年增长百分之几？"),
        ("I don't understand the term basic expenditure.", "基本支出是什么意思？"),
        ("Give me a breakdown of basic expenditure.", "基本支出分为哪几项？"),
        ("Explain the decrease in rent.", "租赁费为什么减少？"),
        ("Reason for the higher rent?", "租赁费为什么增加？"),
        ("How is the drop in rent explained?", "租赁费为什么减少？"),
        ("What does this agency do?", "主要职责有哪些？"),
    ],
)
def test_what_leads_up_to_a_question_is_passed_over(question: str, expected: str) -> None:
    assert _say(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which is larger: basic or project expenditure?", "基本支出和项目支出哪个多？"),
        ("Compare travel and rent.", "差旅费和租赁费哪个多，多多少？"),
        ("How does travel compare with rent?", "差旅费和租赁费哪个多，多多少？"),
        ("Is travel bigger or smaller than rent?", "差旅费和租赁费哪个多，多多少？"),
        ("travel vs rent: which is higher?", "差旅费和租赁费哪个多，多多少？"),
        ("Basic expenditure excluding personnel?", "基本支出扣除人员经费是多少？"),
        ("Excluding rent, how much is basic expenditure?", "基本支出扣除租赁费是多少？"),
        ("Subtract rent from basic expenditure.", "基本支出扣除租赁费是多少？"),
        ("How much of basic expenditure is not rent?", "基本支出扣除租赁费是多少？"),
        ("What % of basic expenditure is rent?", "租赁费占基本支出的百分之几？"),
        ("What share does rent have in basic expenditure?", "租赁费占基本支出的百分之几？"),
        ("How much of basic expenditure, in percent, is rent?", "租赁费占基本支出的百分之几？"),
        ("rent / basic expenditure in %", "租赁费占基本支出的百分之几？"),
        ("If you add up rent and travel, what do you get?", "租赁费、差旅费合计多少？"),
        ("Combined, how much are rent and travel?", "租赁费、差旅费合计多少？"),
        ("rent + travel = ?", "租赁费、差旅费合计多少？"),
        ("How far did rent exceed its initial budget?", "租赁费决算比年初预算多多少？"),
        ("To what extent was the rent budget used?", "租赁费完成年初预算的百分之几？"),
        ("Which of the three public expenses is the highest?", "三公经费里哪一项最多？"),
        ("How many of the authorised posts are vacant?", "编制人数减去在职人数是多少？"),
    ],
)
def test_figures_are_set_side_by_side(question: str, expected: str) -> None:
    assert _say(question) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("basic and project expenditure", "basic expenditure and project expenditure"),
        (
            "health, education and housing security spending",
            "health spending , education spending and housing security spending",
        ),
        ("goods and services expenditure", "goods and services expenditure"),
        (
            "procurement of goods, works and services",
            "procurement of goods , procurement of works and procurement of services",
        ),
        ("printing, office and travel expenses", None),
        ("travel and training", "travel and training"),
        ("basic expenditure and spending on projects",) * 2,
    ],
)
def test_joined_names_share_the_head_of_the_last(text: str, expected: str | None) -> None:
    whole = "printing expenses , office expenses and travel expenses"
    assert share_heads(text).split() == (expected or whole).split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bugdet", "budget"),
        ("trainning", "training"),
        ("expences", "expenses"),
        ("hearing", "hearing"),
        ("boats", "boats"),
        ("trading", "trading"),
    ],
)
def test_a_slip_is_mended_and_another_word_is_not(text: str, expected: str) -> None:
    assert mend_slips(text) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What's rent in FY2024?", "What is rent in 2024?"),
        ("Total (RMB 10k)", "Total in 10,000 yuan"),
        ("Qíngshān", "Qingshan"),
    ],
)
def test_what_is_shortened_is_written_out(question: str, expected: str) -> None:
    assert " ".join(write_out(question).split()) == expected


def test_a_name_in_brackets_says_all_of_the_english_before_it() -> None:
    assert _say("How much are pensions for institutions (事业单位养老)?") == "事业单位养老是多少？"


def test_a_year_before_a_noun_leaves_its_tie() -> None:
    asked = "What share of the 2024 budget is rent?"
    assert _say(asked) == "2024年租赁费占预算的百分之几？"


def _say(question: str) -> str:
    wording = translate(question, DOCUMENTS)
    assert wording.untranslated == ()
    return wording.text
