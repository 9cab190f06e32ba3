"""Search by words."""

import pytest

from index.storing.lexical import Lexical, find_tokens

TEXTS = [
    "公务接待费：指单位按规定开支的各类公务接待支出。",
    "公务用车运行维护费",
    "培训费",
    "2024年预算5,933.56万元",
    "RMB budget",
    "",
    "。、",
]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("公务用车", ["公务", "务用", "用车"]),
        ("人", ["人"]),
        ("公务、用车", ["公务", "用车"]),  # nothing over a mark
        ("公务 用车\n费", ["公务", "用车", "费"]),  # nor over white space
        ("5,933.56万元", ["5933.56", "万元"]),
        ("５，９３３．５６万元", ["5933.56", "万元"]),  # full-width figures
        ("2024年3辆", ["2024", "年", "3", "辆"]),
        ("“三公”经费", ["三公", "公经", "经费"]),
        ("RMB Budget", ["rmb", "budget"]),
        ("1.培训费", ["1", "培训", "训费"]),
        ("", []),
        ("。、", []),
    ],
)
def test_tokens(text, tokens):
    assert find_tokens(text) == tokens


def scores(question: str, texts: list[str] = TEXTS) -> list[float]:
    return Lexical(find_tokens(text) for text in texts).scores(question)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("公务接待费是多少", [0, 1]),
        ("培训费", [2]),
        ("2024", [3]),
        ("5933.56", [3]),
        ("Budget", [4]),
        ("完全无关的问题", []),
        ("", []),
    ],
)
def test_what_shares_no_word_scores_nothing(question, found):
    scored = scores(question)
    best = sorted(range(len(TEXTS)), key=lambda i: -scored[i])
    assert [i for i in best if scored[i] > 0] == found


def test_a_rare_word_counts_more_than_a_common_one():
    common, rare = scores("支出接待", ["支出", "支出", "支出", "接待"])[0::3]
    assert rare > common > 0


@pytest.mark.parametrize("texts", [[], [""], ["", "。"]])
def test_nothing_to_search(texts):
    assert scores("培训费", texts) == [0.0] * len(texts)
