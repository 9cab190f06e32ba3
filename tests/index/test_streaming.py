"""Answers that are shown while a model still writes, and what comes of those that end early."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest
from county import BUDGET, FINAL
from scripted import Act, Server, refuse, serve_script

from index import (
    Answer,
    CachedModel,
    Endpoint,
    EndpointSettings,
    Helper,
    Library,
    answer,
    answer_with_model,
    complete_wording,
    prepare,
)

SHARE = "防汛占支出总额的比重是多少？"
FLOOD = "《支出总表》“防汛”的“合计”300.00万元[1]"
TOTAL = "《支出总表》“合计”的“合计”900.00万元[2]"
LABEL = "青山县水利局2024年预算："
WORKED = "所占比重为300.00 ÷ 900.00 = 33.33%[1][2]。"
OPERANDS = f"文件列有{LABEL}{FLOOD}和{LABEL}{TOTAL}。"
REST = f"此外：{LABEL}{FLOOD}；{LABEL}{TOTAL}。"
ONE = '{"sentences": ["所占比重为{f1}。"'
TWO = ', "文件列有{v1}和{v2}。"]}'
BUDGET_ONLY = ("budget-2024",)
UNTIL_SAID = Event()
"""Stands for an event that is set at the first sentence that is said."""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of a budget and a final account."""
    folder = tmp_path_factory.mktemp("county")
    for name, text in {"budget-2024": BUDGET, "final-2023": FINAL}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(path) for path in folder.glob("*.txt")])
    return library


@dataclass
class Watcher:
    """Keeps what it is told, and whether the server had sent the whole by then."""

    server: Server
    held: Event = field(default_factory=Event)
    found: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    were_whole: list[bool] = field(default_factory=list)

    def find(self, given: Answer) -> None:
        self.found.append(given.answer)

    def say(self, piece: str) -> None:
        self.said.append(piece)
        self.were_whole.append(self.server.whole > 0)
        self.held.set()


@contextmanager
def watch(folder: Path, *acts: Act, **settings: float) -> Iterator[tuple[Helper, Watcher]]:
    held = Event()
    acts = tuple(replace(act, held=held) if act.held is UNTIL_SAID else act for act in acts)
    with serve_script(*acts) as server:
        whole = EndpointSettings.model_validate(
            {"name": "small", "base_url": server.base_url, "attempts": 1, **settings}
        )
        watcher = Watcher(server, held)
        model = Endpoint(whole, folder / "endpoints.json", sleep=lambda _: None)
        yield Helper(model, watcher=watcher), watcher
        held.set()


def ask(county: Library, helper: Helper, question: str = SHARE) -> Answer:
    return answer_with_model(county, question, helper, BUDGET_ONLY)


def test_a_sentence_is_said_while_the_next_is_still_written(
    county: Library, tmp_path: Path
) -> None:
    with watch(tmp_path, Act(parts=(ONE, TWO), held=UNTIL_SAID)) as (helper, watcher):
        given = ask(county, helper)
    assert watcher.said == [WORKED, OPERANDS]
    assert watcher.were_whole[0] is False
    assert given.answer == WORKED + OPERANDS
    assert (given.value, given.unit) == (Decimal("33.33"), "%")
    assert watcher.found == [answer(county, SHARE, BUDGET_ONLY).answer]


def test_a_sentence_that_comes_letter_by_letter_is_said_once(
    county: Library, tmp_path: Path
) -> None:
    with watch(tmp_path, Act(parts=tuple(ONE + TWO))) as (helper, watcher):
        given = ask(county, helper)
    assert watcher.said == [WORKED, OPERANDS]
    assert given.answer == WORKED + OPERANDS


ENDS = {
    "the stream just ends": (Act(parts=(ONE, ', "由{v1}和'), finish=None), {}),
    "the connection is closed": (Act(parts=(ONE, TWO), is_broken=True), {}),
    "it falls silent": (Act(parts=(ONE, TWO), held=Event()), {"timeout": 2}),
    "it goes on in another form": (Act(parts=(ONE, ', 7], "value": "900万元"}')), {}),
    "it is cut off": (Act(parts=(ONE, ', "由'), finish="length"), {"max_tokens": 5}),
}


@pytest.mark.parametrize(("act", "settings"), ENDS.values(), ids=list(ENDS))
def test_what_was_said_stays_and_the_rest_is_of_the_rules(
    county: Library, tmp_path: Path, act: Act, settings: dict[str, float]
) -> None:
    with watch(tmp_path, act, act, **settings) as (helper, watcher):
        given = ask(county, helper)
        if act.held:
            act.held.set()
    assert watcher.said == [WORKED]
    assert given.answer == WORKED + REST
    assert given.unit == "%"
    assert [citation.printed for citation in given.citations] == ["300.00", "900.00"]
    assert any("模型没有答完，其余由规则写成" in note for note in given.notes)


def test_an_answer_that_is_asked_for_again_repeats_nothing(county: Library, tmp_path: Path) -> None:
    broken = Act(parts=(ONE, ""), finish=None)
    again = Act('{"sentences": ["所问的是{f1}。", "文件列有{v1}和{v2}。"]}')
    with watch(tmp_path, broken, again, attempts=2) as (helper, watcher):
        given = ask(county, helper)
    assert given.answer == "".join(watcher.said) == WORKED + OPERANDS


def test_an_endpoint_that_does_not_stream_is_heard_at_its_end(
    county: Library, tmp_path: Path
) -> None:
    with watch(tmp_path, refuse("no stream here"), Act(ONE + TWO)) as (helper, watcher):
        given = ask(county, helper)
    assert given.answer == "".join(watcher.said) == WORKED + OPERANDS


def test_an_answer_that_was_kept_is_said_sentence_by_sentence(
    county: Library, tmp_path: Path
) -> None:
    with watch(tmp_path, Act(ONE + TWO)) as (helper, watcher):
        cached = replace(helper, model=CachedModel(helper.model, tmp_path / "kept"))
        first, second = ask(county, cached), ask(county, cached)
    assert len(watcher.server.bodies) == 1
    assert watcher.said == [WORKED, OPERANDS] * 2
    assert first == second


@pytest.mark.parametrize(
    "thought", ['<think>{"sentences": ["由{v1}得到{f1}。"]}', 'I think {"answer": ["{f1}。"]}']
)
def test_what_a_model_thinks_aloud_is_not_said(
    county: Library, tmp_path: Path, thought: str
) -> None:
    act = Act(parts=(thought, f"</think>{ONE}{TWO}"))
    with watch(tmp_path, act) as (helper, watcher):
        ask(county, helper)
    assert watcher.said == [WORKED, OPERANDS]


def test_operands_wait_for_the_figure_asked_for(county: Library, tmp_path: Path) -> None:
    first = Act('{"sentences": ["有{v1}和{v2}。", "所占比重为{f1}。"]}')
    with watch(tmp_path, first) as (helper, watcher):
        given = ask(county, helper)
    assert watcher.said == [f"有{LABEL}{FLOOD}和{LABEL}{TOTAL}。{WORKED}"]
    assert given.answer == watcher.said[0]


@pytest.mark.parametrize(
    "lie",
    [
        "所占比重为{v1}。",
        "防汛占支出总额：{v1}。",
        "结果是{v1}，见{v2}。",
        "答案：{v2}。",
        "−{f1}。",
        "{f1}？",
        "\\u202e{f1}。",
        "{f1}％。",
    ],
)
def test_a_figure_is_not_put_in_the_place_of_the_one_asked_for(
    county: Library, tmp_path: Path, lie: str
) -> None:
    act = Act(f'{{"sentences": ["{lie}"]}}')
    with watch(tmp_path, act, act) as (helper, watcher):
        given = ask(county, helper)
    assert watcher.said == []
    assert given == answer(county, SHARE, BUDGET_ONLY)


@pytest.mark.parametrize("lie", ["防汛占支出：{v1}。", "结果是{v1}。", "比重：{v1}。"])
def test_nor_after_it_was_said(county: Library, tmp_path: Path, lie: str) -> None:
    act = Act(f'{{"sentences": ["所占比重为{{f1}}。", "{lie}"]}}')
    with watch(tmp_path, act, act) as (helper, watcher):
        given = ask(county, helper)
    assert watcher.said == [WORKED]
    assert given.answer == WORKED + REST


def test_what_is_left_out_is_asked_for_once_more(county: Library, tmp_path: Path) -> None:
    with watch(tmp_path, Act(f"{ONE}]}}"), Act('{"sentences": ["文件列有{v1}和{v2}。"]}')) as (
        helper,
        watcher,
    ):
        given = ask(county, helper)
    asked = watcher.server.bodies[1]["messages"][1]["content"]
    assert asked.endswith("Write what is left to say, with each of: {v1} {v2}")
    assert given.answer == WORKED + OPERANDS


@pytest.mark.parametrize(
    "question",
    [
        "基本工资、办公费和取暖费，哪一项最多？",
        "机关运行经费和商品和服务支出一致吗？",
        "会议费呢？",
    ],
)
def test_an_answer_whose_verdict_no_placeholder_holds_is_not_worded(
    county: Library, tmp_path: Path, question: str
) -> None:
    with watch(tmp_path) as (helper, watcher):
        given = ask(county, helper, question)
    assert watcher.server.bodies == []
    assert given == answer(county, question, BUDGET_ONLY)


def test_who_watches_may_end_it(county: Library, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    class Impatient(Watcher):
        def say(self, piece: str) -> None:
            raise Enough(piece)

    with watch(tmp_path, Act(parts=(ONE, TWO), held=UNTIL_SAID)) as (helper, watcher):
        impatient = replace(helper, watcher=Impatient(watcher.server))
        with pytest.raises(Enough):
            ask(county, impatient)
        assert watcher.server.whole == 0


def test_an_answer_that_was_stopped_is_completed_from_what_was_found(county: Library) -> None:
    found = answer(county, SHARE, BUDGET_ONLY)
    assert complete_wording(county, found, WORKED).answer == WORKED + REST
    assert complete_wording(county, found, "").answer == found.answer


def test_a_question_goes_on_from_the_one_before(county: Library, tmp_path: Path) -> None:
    before = answer(county, "2024年取暖费是多少？", BUDGET_ONLY).plan
    with watch(tmp_path, Act('{"sentences": ["结果：{v1}。"]}')) as (helper, watcher):
        given = answer_with_model(county, "那办公费呢？", helper, BUDGET_ONLY, before)
    asked = watcher.server.bodies[0]["messages"][1]["content"]
    by_rules = answer(county, "那办公费呢？", BUDGET_ONLY, before)
    assert "2024年办公费是多少" in asked
    assert given.answer.startswith("结果：青山县水利局2024年预算")
    assert "30.00万元[1]" in given.answer
    assert given.notes == by_rules.notes
    assert given.plan == by_rules.plan
    assert given.plan.follows


def test_an_english_question_that_goes_on_is_answered_in_english(
    county: Library, tmp_path: Path
) -> None:
    before = answer(county, "How much is spent on heating in 2024?", BUDGET_ONLY).plan
    act = Act(json.dumps({"sentences": ["The figure is {v1}", "It is printed there: {v1}."]}))
    with watch(tmp_path, act) as (helper, watcher):
        given = answer_with_model(county, "and meetings?", helper, BUDGET_ONLY, before)
        worded = answer_with_model(county, "and office expenses?", helper, BUDGET_ONLY, before)
    assert given.refused
    assert given.plan.language == "en"
    assert worded.answer.startswith("The figure is 青山县水利局 (2024 budget): “办公费”")
    assert worded.answer.endswith("30.00万元 [1].")
    assert len(watcher.said) == 1
