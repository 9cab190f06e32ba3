"""One wording for question and print, and how much of a name a question holds."""

import pytest

from index.words.matching import Weights, telling_pairs, weigh_topic
from index.words.wording import canonical, frame_mask

NAMES = ["公务接待费", "公务用车运行维护费", "项目支出", "基本支出", "水费", "电费", "举报奖励资金"]


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("招待费", "公务接待费"),
        ("公车", "公务用车"),
        ("养车", "公务用车运行维护费"),
        ("买车", "公务用车购置"),
        ("三公", "“三公”经费"),
        ("公积金", "住房公积金"),
        ("从上年结转过来", "上年结转"),
        ("维修费", "维修（护）费"),
        ("取暖", "取暖费"),
        ("（一）招待费", "公务接待费"),
        ("办公用房", "办公房屋"),
    ],
)
def test_everyday_words_meet_printed_ones(said: str, printed: str) -> None:
    assert canonical(said) == canonical(printed)


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("请问今年的水费一共安排了多少钱？", "水费"),
        ("绩效工资列了多少？", "绩效工资"),
        ("一般公共预算安排了多少？", "一般公共预算"),
        ("机关运行经费涨了五成多，为什么？", "机关运行经费"),
        ("一共多少？", ""),
    ],
)
def test_the_asking_is_no_content(question: str, content: str) -> None:
    text = canonical(question)
    mask = frame_mask(text)
    assert "".join(c for c, masked in zip(text, mask, strict=True) if not masked) == content


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    weights = Weights(NAMES)
    assert weights.of("举报") > weights.of("支出")
    assert not weights.knows("供暖")


def test_a_topic_covers_the_runs_that_it_shares() -> None:
    topic = weigh_topic("举报的奖励是多少", Weights(NAMES))
    assert {topic.text[i] for i in topic.cover("举报奖励资金")} == set("举报奖励")
    assert topic.cover("水费") == frozenset()


@pytest.mark.parametrize(
    ("question", "name", "share"),
    [("水费多少", "水费", 1.0), ("项目多少钱", "项目支出", 1.0), ("水费多少", "电费", 0.0)],
)
def test_how_much_of_a_name_is_asked_for(question: str, name: str, share: float) -> None:
    weights = Weights(NAMES)
    assert weigh_topic(question, weights).share(name, weights) == share


def test_what_kind_of_money_a_name_is_tells_nothing() -> None:
    assert telling_pairs("项目支出") == {"项目"}
