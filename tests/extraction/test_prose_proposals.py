"""Statements that a model completes: it points at words, and nothing that it says is printed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import Adviser, Direction, Prompt, Reader, Reply, Statement, estimate_tokens
from extraction.clauses import Part
from extraction.proposals.prose import advise_statements
from extraction.proposals.words import find_sentences
from extraction.prose import Passage, read_prose
from extraction.records import Printed
from extraction.statements import find_statements
from extraction.transcript import Transcript

YEAR = 2024
NO_ITEM = "2024年，8031725.46万元用于防汛物资采购，系新增。"
LOST = "公务用车、水利项目分别为80.11万元、20.22万元，明年分别为70.33万元、10.44万元。"
TURNED = "水库维护费80.25万元，比上年增减5.75万元，实为下降。"
SHARED = "本年收入合计90.50万元，其中：财政拨款收入80.50万元，占88.95%。"
KNOWN = "河道管护费80.25万元，比上年减少5.75万元，下降6.69%，主要原因是汛期缩短。"
NOTHING: dict[str, object] = {
    "at": 0,
    "item": [],
    "level": None,
    "earlier": None,
    "change": None,
    "rate": None,
    "share": None,
    "done": None,
    "turn": None,
    "whole": [],
    "base": [],
    "why": [],
}


@dataclass
class Pointing:
    """Answers the first question with an answer, all others with no claim."""

    answer: str
    name: str = "pointing"
    asked: list[Prompt] = field(default_factory=list)

    def ask(self, prompt: Prompt, *_: object) -> Reply:
        self.asked.append(prompt)
        text = self.answer if len(self.asked) == 1 else '{"claims": []}'
        return Reply(text=text, tokens_in=0, tokens_out=0, seconds=0)


def marks(*claims: dict[str, object]) -> str:
    """An answer; what a claim does not name is empty."""
    return json.dumps({"claims": [{**NOTHING, **claim} for claim in claims]})


def passages_of(*lines: str) -> tuple[Passage, ...]:
    return read_prose(Transcript("demo", lines), ()).passages


def advise(
    answer: str, *lines: str, reader: Reader = Reader.AUTO
) -> tuple[tuple[Statement, ...], tuple[Statement, ...], Pointing]:
    """The statements of the rules, what an answer makes of them, and the model that gave it."""
    passages = passages_of(*lines)
    rules = find_statements(passages, YEAR)
    model = Pointing(answer)
    return rules, advise_statements(passages, rules, YEAR, Adviser(reader, model)), model


def row(statement: Statement) -> tuple[str | None, dict[str, str]]:
    """The item and the figures of a statement."""
    item = statement.item.printed if statement.item else None
    return item, {part: quantity.printed for part, quantity in figures_of(statement)}


def figures_of(statement: Statement) -> list[tuple[str, Printed]]:
    parts = [(part.value, getattr(statement, part.value)) for part in Part]
    return [(part, quantity) for part, quantity in parts if quantity]


# What is shown


def test_a_sentence_is_shown_as_numbered_words_without_figures() -> None:
    text = "公务接待费支出8.25万元，比2023年增（减）0万元，因公出国（境）3批次，另有12%。"
    (sentence,) = find_sentences(passages_of(text)[0])
    assert str(sentence) == (
        "0公务接待费 1支出 2#万元 3, 4比 5_2023年 6增(减) 7#万元 8, "
        "9因 10公出国 11( 12境 13) 14… 15批次 16, 17另有 18#% 19。"
    )


def test_words_take_up_every_character() -> None:
    for text in (NO_ITEM, LOST, TURNED, SHARED, KNOWN):
        (sentence,) = find_sentences(passages_of(text)[0])
        plain = sentence.text.plain
        assert "".join(plain[word.start : word.end] for word in sentence.words) == plain


def test_a_prompt_shows_open_sentences_under_their_headings() -> None:
    lines = ("三、项目支出80.25万元情况", NO_ITEM, KNOWN, "四、其他", SHARED)
    _, _, model = advise(marks(), *lines)
    assert [prompt.user for prompt in model.asked] == [
        "section: 三、项目支出#万元情况\n"
        "sentence 0: 0_2024年 1, 2#万元 3用于 4防汛物资 5采购 6, 7系 8新增 9。\n"
        "section: 四、其他\n"
        "sentence 1: 0本年 1收入 2合计 3#万元 4, 5其中 6: 7财政 8拨款 9收入 10#万元 11, "
        "12占 13#% 14。"
    ]


def test_long_prose_is_asked_about_in_pieces() -> None:
    _, _, model = advise(marks(), *[LOST] * 100)
    sizes = [estimate_tokens(prompt.user) for prompt in model.asked]
    assert len(sizes) > 2
    assert max(sizes) <= 1_600
    assert all(prompt.user.startswith("sentence 0: ") for prompt in model.asked)
    assert sum(prompt.user.count("sentence ") for prompt in model.asked) == 100


@pytest.mark.parametrize(
    ("reader", "line", "asked"),
    [
        (Reader.RULES, NO_ITEM, 0),
        (Reader.AUTO, NO_ITEM, 1),
        (Reader.AUTO, LOST, 1),
        (Reader.AUTO, TURNED, 1),
        (Reader.AUTO, SHARED, 1),
        (Reader.AUTO, KNOWN, 0),
        (Reader.AUTO, "其他收入0万元，比上年增加（减少）0万元。", 0),
        (Reader.AUTO, "其他收入0万元，比上年增减0万元，与上年一致。", 0),
        (Reader.AUTO, "维护费8万元，比上年增减1万元；管护费9万元，减少2万元。", 0),
        (Reader.AUTO, "其他收入3万元，占5%；经营收入4万元，占6%。", 0),
        (Reader.MODEL, KNOWN, 1),
        (Reader.MODEL, "负责水库的维护。", 0),
    ],
)
def test_only_what_the_rules_leave_open_is_asked(reader: Reader, line: str, asked: int) -> None:
    rules, advised, model = advise(marks(), line, reader=reader)
    assert len(model.asked) == asked
    assert advised == rules


def test_without_a_model_the_rules_stand() -> None:
    passages = passages_of(NO_ITEM)
    rules = find_statements(passages, YEAR)
    assert advise_statements(passages, rules, YEAR, Adviser(Reader.MODEL)) is rules


# What is taken


def test_an_item_is_filled() -> None:
    rules, (advised,), _ = advise(marks({"item": [4, 5], "level": 2}), NO_ITEM)
    assert [row(statement) for statement in rules] == [(None, {"level": "8031725.46万元"})]
    assert row(advised) == ("防汛物资采购", {"level": "8031725.46万元"})
    assert advised.model_copy(update={"item": None}) == rules[0]


def test_figures_of_no_statement_become_new_ones() -> None:
    answer = marks({"item": [2, 3], "level": 8}, {"item": [0, 0], "level": 6})
    passages = passages_of(LOST)
    rules = find_statements(passages, YEAR)[2:]
    advised = advise_statements(passages, rules, YEAR, Adviser(Reader.AUTO, Pointing(answer)))
    assert [row(statement) for statement in advised] == [
        ("公务用车", {"level": "80.11万元"}),
        ("水利项目", {"level": "20.22万元"}),
        (None, {"level": "70.33万元"}),
        (None, {"level": "10.44万元"}),
    ]
    assert advised[2:] == rules
    assert [(s.year, s.sentence.printed) for s in advised[:2]] == [(YEAR, LOST)] * 2


def test_a_new_statement_is_whole() -> None:
    line = "2023年水库维护费80.25万元，较年初预算增长5.5%，原因是汛期延长。"
    passages = passages_of(line)
    claim = {"item": [1, 1], "level": 2, "rate": 8, "turn": 7, "base": [5, 6], "why": [10, 12]}
    adviser = Adviser(Reader.AUTO, Pointing(marks(claim)))
    (advised,) = advise_statements(passages, (), YEAR, adviser)
    assert row(advised) == ("水库维护费", {"level": "80.25万元", "rate": "5.5%"})
    assert (advised.direction, advised.against, advised.year) == (Direction.UP, "年初预算", 2023)
    assert advised.reason is not None
    assert advised.reason.printed == "汛期延长"


def test_the_direction_is_read_from_the_word() -> None:
    rules, (advised,), _ = advise(marks({"change": 6, "turn": 10}), TURNED)
    assert [statement.direction for statement in rules] == [None]
    assert advised == rules[0].model_copy(update={"direction": Direction.DOWN})


def test_the_whole_of_a_share_is_filled() -> None:
    claim = {"item": [7, 9], "level": 10, "share": 13, "whole": [0, 2]}
    rules, advised, _ = advise(marks(claim), SHARED)
    assert advised == (rules[0], rules[1].model_copy(update={"share_of": "本年收入合计"}))


def test_a_reason_is_filled() -> None:
    line = KNOWN.replace("，主要原因是", "，由于")
    claim = {"item": [0, 0], "level": 1, "change": 6, "why": [12, 12]}
    rules, (advised,), _ = advise(marks(claim), line, reader=Reader.MODEL)
    assert rules[0].reason is None
    assert advised.reason is not None
    assert advised.reason.printed == "汛期缩短"
    assert advised.model_copy(update={"reason": None}) == rules[0]


# What is refused

GOOD: dict[str, object] = {"item": [4, 5], "level": 2}
FORMLESS = {
    "nothing": "",
    "prose": "The item is 防汛物资采购.",
    "no claims": "{}",
    "another field": marks({**GOOD, "amount": 5}),
    "a figure": marks({**GOOD, "level": 2.5}),
    "a string": marks({**GOOD, "level": "2"}),
    "a string as an item": marks({**GOOD, "item": "防汛"}),
    "a missing field": json.dumps({"claims": [GOOD]}),
}
HOSTILE: dict[str, tuple[str, Sequence[dict[str, object]]]] = {
    "no claim": (NO_ITEM, []),
    "an empty claim": (NO_ITEM, [{}]),
    "an item without a figure": (NO_ITEM, [{"item": [4, 5]}]),
    "a figure that is not there": (NO_ITEM, [{**GOOD, "level": 10}]),
    "a figure before the first": (NO_ITEM, [{**GOOD, "level": -8}]),
    "a word as a figure": (NO_ITEM, [{**GOOD, "level": 4}]),
    "a year as a figure": (NO_ITEM, [{**GOOD, "level": 0}]),
    "a figure in two parts": (NO_ITEM, [{**GOOD, "change": 2}]),
    "a figure in two claims": (NO_ITEM, [GOOD, {"level": 2}]),
    "a figure in another part": (NO_ITEM, [{"item": [4, 5], "change": 2}]),
    "another sentence": (NO_ITEM, [{**GOOD, "at": 1}]),
    "a sentence before the first": (NO_ITEM, [{**GOOD, "at": -1}]),
    "an item past the end": (NO_ITEM, [{**GOOD, "item": [4, 10]}]),
    "an item from behind": (NO_ITEM, [{**GOOD, "item": [-6, -5]}]),
    "an item turned round": (NO_ITEM, [{**GOOD, "item": [5, 4]}]),
    "an item of one number": (NO_ITEM, [{**GOOD, "item": [4]}]),
    "an item over a figure": (NO_ITEM, [{**GOOD, "item": [2, 5]}]),
    "an item over clauses": (NO_ITEM, [{**GOOD, "item": [4, 8]}]),
    "a mark as an item": (NO_ITEM, [{**GOOD, "item": [6, 6]}]),
    "a joint as an item": (NO_ITEM, [{**GOOD, "item": [3, 3]}]),
    "a year as an item": (NO_ITEM, [{**GOOD, "item": [0, 0]}]),
    "a reason over its figure": (NO_ITEM, [{**GOOD, "why": [1, 5]}]),
    "a reason of marks": (NO_ITEM, [{**GOOD, "why": [9, 9]}]),
    "a direction that no word says": (NO_ITEM, [{**GOOD, "turn": 8}]),
    "a whole of no share": (NO_ITEM, [{**GOOD, "whole": [4, 5]}]),
    "a comparison of nothing": (NO_ITEM, [{**GOOD, "base": [4, 5]}]),
    "money as a share": (LOST, [{"share": 6}]),
    "money as a rate": (LOST, [{"rate": 6}]),
    "an earlier figure alone": (LOST, [{"earlier": 6}]),
    "figures of two statements": (LOST, [{"level": 13, "earlier": 15}]),
    "a taken figure with a new one": (LOST, [{"level": 6, "earlier": 13}]),
    "another item than the rules'": (LOST, [{"item": [2, 3], "level": 13, "earlier": 6}]),
    "an open verb as a direction": (TURNED, [{"change": 6, "turn": 5}]),
    "what the rules have said": (
        KNOWN,
        [{"item": [0, 0], "level": 1, "rate": 9, "base": [3, 4], "why": [0, 0]}],
    ),
    "figures of two statements in their parts": (
        "河道管护费80.25万元；水库维护费60.50万元，比上年增加5.75万元。",
        [{"level": 1, "change": 9}],
    ),
    "another comparison": (
        "河道管护费80.25万元，比上年减少5.75万元，未超年初预算。",
        [{"change": 6, "base": [9, 10], "why": [8, 10]}],
    ),
    "the other direction": (
        "河道管护费80.25万元，比上年减少5.75万元，增长乏力。",
        [{"change": 6, "turn": 8, "why": [8, 9]}],
    ),
    "half of a bracket": ("60.25万元用于防汛（抗旱）物资。", [{"item": [2, 4], "level": 0}]),
    "an item that is too long": (
        "60.25万元用于防汛抗旱物资储备库房修缮改造维护管理运行服务保障能力提升工程设施设备采购。",
        [{"item": [2, 11], "level": 0}],
    ),
}


@pytest.mark.parametrize("answer", FORMLESS.values(), ids=FORMLESS)
def test_an_answer_in_another_form_leaves_the_rules(answer: str) -> None:
    passages = passages_of(NO_ITEM)
    rules = find_statements(passages, YEAR)
    adviser = Adviser(Reader.AUTO, Pointing(answer))
    assert advise_statements(passages, rules, YEAR, adviser) == rules
    assert adviser.failures == ["pointing answered in another form than asked for"]


@pytest.mark.parametrize(("line", "claims"), HOSTILE.values(), ids=HOSTILE)
def test_an_answer_that_points_wrong_leaves_the_rules(
    line: str, claims: Sequence[dict[str, object]]
) -> None:
    rules, advised, _ = advise(marks(*claims), line, reader=Reader.MODEL)
    assert advised == rules


UNSAID = "水库维护费80.25万元，上年60.50万元，同比增加19.75万元，增长32.64%，另有3人、5辆。"
FALLEN = "水库维护费1.2亿元，上年9000.5万元，降低-3.5%，变动5.5%。"


@pytest.mark.parametrize(
    ("line", "claim"),
    [
        (UNSAID, {"level": 11}),
        (UNSAID, {"change": 11}),
        (UNSAID, {"level": 8}),
        (UNSAID, {"level": 1, "earlier": 1}),
        (UNSAID, {"level": 1, "earlier": 8}),
        (UNSAID, {"level": 1, "earlier": 14}),
        (UNSAID, {"level": 14, "earlier": 16}),
        (UNSAID, {"level": 4, "earlier": 1, "turn": 7}),
        (UNSAID, {"level": 14, "turn": 7}),
        (UNSAID, {"level": 1, "rate": 8}),
        (UNSAID, {"done": 16}),
        (FALLEN, {"level": 1, "earlier": 4, "turn": 6}),
        (FALLEN, {"level": 1, "rate": 7, "turn": 6}),
        (FALLEN, {"change": 10}),
        (NO_ITEM, {"item": [0, 0], "level": 2}),
        ("60.25万元用于防汛物资，主要原因如下：汛期延长。", {"level": 0, "why": [4, 6]}),
    ],
    ids=str,
)
def test_figures_that_do_not_fit_make_no_statement(line: str, claim: dict[str, object]) -> None:
    adviser = Adviser(Reader.MODEL, Pointing(marks(claim)))
    assert advise_statements(passages_of(line), (), YEAR, adviser) == ()


@pytest.mark.parametrize(
    ("claim", "filled"),
    [
        ({"level": 1, "earlier": 4}, {"level": "80.25万元", "earlier": "60.50万元"}),
        ({"level": 1, "earlier": 14}, {"level": "80.25万元"}),
        ({"level": 1, "change": 14}, {"level": "80.25万元"}),
    ],
    ids=str,
)
def test_a_figure_is_filled_where_it_fits(claim: dict[str, object], filled: dict[str, str]) -> None:
    passages = passages_of(UNSAID)
    nothing = dict.fromkeys(("earlier", "change", "rate", "direction", "against"))
    rules = (find_statements(passages, YEAR)[0].model_copy(update=nothing),)
    adviser = Adviser(Reader.MODEL, Pointing(marks(claim)))
    (advised,) = advise_statements(passages, rules, YEAR, adviser)
    assert row(advised) == ("水库维护费", filled)


def test_another_figure_in_a_filled_part_is_refused() -> None:
    passages = passages_of(UNSAID)
    rules = find_statements(passages, YEAR)[:1]
    answer = marks({"rate": 11, "level": 14, "why": [13, 13]})
    adviser = Adviser(Reader.MODEL, Pointing(answer))
    assert row(rules[0])[1]["rate"] == "32.64%"
    assert advise_statements(passages, rules, YEAR, adviser) == rules


def test_the_year_of_a_past_figure_is_left_open() -> None:
    adviser = Adviser(Reader.MODEL, Pointing(marks({"item": [1, 1], "level": 2})))
    passages = passages_of("上年水库维护费80.25万元。")
    (advised,) = advise_statements(passages, (), YEAR, adviser)
    assert (row(advised)[0], advised.year) == ("水库维护费", None)


def test_figures_that_fit_make_one() -> None:
    claim = {"level": 1, "earlier": 4, "change": 8, "rate": 11, "turn": 7}
    adviser = Adviser(Reader.MODEL, Pointing(marks(claim)))
    (advised,) = advise_statements(passages_of(UNSAID), (), YEAR, adviser)
    assert row(advised) == (
        None,
        {"level": "80.25万元", "change": "19.75万元", "rate": "32.64%", "earlier": "60.50万元"},
    )
    assert advised.direction is Direction.UP


def test_a_level_may_be_a_percentage() -> None:
    line = "工程验收合格率95%，比上年提高3个百分点。"
    claim = {"item": [0, 1], "level": 2, "change": 7, "turn": 6}
    adviser = Adviser(Reader.MODEL, Pointing(marks(claim)))
    (advised,) = advise_statements(passages_of(line), (), YEAR, adviser)
    assert row(advised) == ("工程验收合格率", {"level": "95%", "change": "3个百分点"})


# What always holds

LINES = ("一、支出情况", NO_ITEM + TURNED, LOST, SHARED, UNSAID)
SENTENCES = [found for passage in passages_of(*LINES) for found in find_sentences(passage)]
NUMBERS = st.integers(-1, 20)
SPANS = st.tuples(st.integers(0, 13), st.integers(0, 2)).map(lambda at: [at[0], sum(at)])
SPAN = st.one_of(*[SPANS] * 5, st.lists(NUMBERS, max_size=3))
REST = {"item": SPAN, "turn": NUMBERS, "whole": SPAN, "base": SPAN, "why": SPAN}


def claims_of(at: int) -> st.SearchStrategy[dict[str, object]]:
    """Claims of a sentence that point at figures and spans of it, or beside them."""
    words = SENTENCES[at].words if at < len(SENTENCES) else ()
    figures = [number for number, word in enumerate(words) if word.figure] or [0]
    part = st.sampled_from([*["level"] * 9, "earlier", "change", "rate", "share", "done"])
    parts = st.dictionaries(
        part, st.sampled_from([*figures * 6, -1, 0, 99]), min_size=1, max_size=2
    )
    names = st.sets(st.sampled_from(["item", "why", "why", *REST]), min_size=1, max_size=2)
    rest = names.flatmap(lambda some: st.fixed_dictionaries({name: REST[name] for name in some}))
    return st.tuples(rest, parts).map(lambda said: {**NOTHING, "at": at, **said[0], **said[1]})


CLAIMS = st.integers(0, len(SENTENCES)).flatmap(claims_of)


@given(
    st.lists(CLAIMS, min_size=1, max_size=6), st.sampled_from([0, 3, 9]), st.sampled_from([*Reader])
)
def test_the_record_is_never_worse(claims: list[dict[str, object]], kept: int, how: Reader) -> None:
    passages = passages_of(*LINES)
    rules = find_statements(passages, YEAR)[:kept]
    adviser = Adviser(how, Pointing(marks(*claims)))
    advised = advise_statements(passages, rules, YEAR, adviser)
    left = iter(advised)
    for statement in rules:
        said = {name for name in Statement.model_fields if getattr(statement, name) is not None}
        kept_one = statement.model_dump(include=said)
        assert any(other.model_dump(include=said) == kept_one for other in left)
    figures = [quantity.source for statement in advised for _, quantity in figures_of(statement)]
    assert len(set(figures)) == len(figures)
    for statement in advised:
        assert figures_of(statement)
        printed = [quantity for _, quantity in figures_of(statement)]
        for value in (*printed, statement.item, statement.reason, statement.sentence):
            assert value is None or value.printed == stands_at(value)


def stands_at(value: Printed) -> str:
    spans = value.source.spans
    return "".join(LINES[span.line - 1][span.start : span.end] for span in spans)


@given(st.lists(st.decimals(1, 10**9, places=2), min_size=2, max_size=2))
def test_the_model_sees_nothing_of_a_figure(values: list[object]) -> None:
    text = "三、{0}万元的项目\n防汛物资{0}万元，比上年{1}万元增加{0}元，{1}万元（含）以上的设备。"
    prompts = []
    for figures in (values, [1, 2]):
        lines = text.format(*figures).split("\n")
        _, _, model = advise(marks(), *lines, reader=Reader.MODEL)
        prompts.append(model.asked)
    assert prompts[0] == prompts[1]


def test_an_item_is_of_no_figure_that_stands_behind_anothers() -> None:
    line = "公务接待费、会议费、培训费三项依次为300万元、120万元、45万元。"
    rules, advised, _ = advise(
        marks({"item": [0, 0], "level": 9}, {"item": [2, 2], "level": 11}), line
    )
    assert advised == rules
