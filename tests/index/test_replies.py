"""What answers cost, answers that are kept, and a budget, over threads and processes."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from asking import ANSWER, PROMPT, Scripted, ask_all, spend

from extraction import (
    BudgetSpent,
    KeyRefused,
    Listen,
    ModelError,
    ModelUnreachable,
    NoJson,
    Prompt,
    RateLimited,
    Reply,
    RequestRefused,
    Unanswered,
    estimate_tokens,
)
from index import (
    Budget,
    BudgetedModel,
    CachedModel,
    FailFastModel,
    Ledger,
    MeteredModel,
    NotedModel,
    RecalledModel,
    estimate_answer,
    estimate_prompt,
)

# Each process begins anew: nothing runs in it that was running here.
PROCESSES = multiprocessing.get_context("spawn")
KEPT = Reply(text='{"a": 1}', tokens_in=0, tokens_out=0, seconds=0.0, calls=0, is_cached=True)


def test_ledgers_add_up() -> None:
    first = Ledger(calls=1, tokens_in=11, tokens_out=7, seconds=0.5)
    second = Ledger(calls=2, tokens_in=1, tokens_out=2, seconds=0.25, cache_hits=3)
    third = Ledger(is_estimated=True)
    assert sum([first, second, third], Ledger()) == Ledger(
        calls=3, tokens_in=12, tokens_out=9, seconds=0.75, cache_hits=3, is_estimated=True
    )


def test_a_metered_model_counts_over_threads() -> None:
    metered = MeteredModel(Scripted())
    threads = [Thread(target=lambda: [metered.ask(PROMPT) for _ in range(50)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert metered.ledger == Ledger(calls=200, tokens_in=2200, tokens_out=1400, seconds=100.0)


def test_a_metered_model_counts_what_was_paid_for_nothing() -> None:
    spent = replace(ANSWER, calls=3, is_estimated=True)
    metered = MeteredModel(Scripted(error=NoJson("no", spent)))
    with pytest.raises(NoJson):
        metered.ask(PROMPT)
    assert metered.ledger == Ledger(
        calls=3, tokens_in=11, tokens_out=7, seconds=0.5, is_estimated=True
    )


def test_an_answer_is_heard_through_all_that_stands_around_a_model(tmp_path: Path) -> None:
    class Spoken(Scripted):
        def ask(self, prompt: Prompt, listen: Listen | None = None) -> Reply:
            if listen:
                listen('{"a"')
            return super().ask(prompt)

    heard: list[str] = []
    model = FailFastModel(BudgetedModel(Spoken(), Budget(1_000, tmp_path / "tally")))
    cached = RecalledModel(CachedModel(model, tmp_path / "kept"), tmp_path / "none", None)
    MeteredModel(cached).ask(PROMPT, heard.append)
    assert heard == ['{"a"']
    MeteredModel(cached).ask(PROMPT, heard.append)
    assert heard == ['{"a"']


def test_an_answer_is_kept_and_costs_nothing_again(tmp_path: Path) -> None:
    model = Scripted()
    metered = MeteredModel(CachedModel(model, tmp_path))
    assert metered.ask(PROMPT) == ANSWER
    assert metered.ask(PROMPT) == KEPT
    assert MeteredModel(CachedModel(model, tmp_path)).ask(PROMPT) == KEPT
    assert len(model.asked) == 1
    assert metered.ledger == Ledger(calls=1, tokens_in=11, tokens_out=7, seconds=0.5, cache_hits=1)


@pytest.mark.parametrize(
    "other",
    [
        replace(PROMPT, system="You find rows."),
        replace(PROMPT, user="行2"),
        replace(PROMPT, schema_name="lost"),
        replace(PROMPT, schema={"a": 2}),
        replace(PROMPT, version="2"),
        replace(PROMPT, system="You find headers.行", user="1"),
    ],
)
def test_another_question_has_another_answer(tmp_path: Path, other: Prompt) -> None:
    model = Scripted()
    cached = CachedModel(model, tmp_path)
    for prompt in (PROMPT, other, PROMPT, other):
        cached.ask(prompt)
    assert model.asked == [PROMPT, other]


def test_another_model_has_another_answer(tmp_path: Path) -> None:
    CachedModel(Scripted(), tmp_path).ask(PROMPT)
    assert CachedModel(Scripted(name="other"), tmp_path).ask(PROMPT) == ANSWER


def test_a_model_at_another_place_has_another_answer(tmp_path: Path) -> None:
    CachedModel(Scripted(), tmp_path, "here.example/v1").ask(PROMPT)
    assert CachedModel(Scripted(), tmp_path, "here.example/v1").ask(PROMPT) == KEPT
    assert CachedModel(Scripted(), tmp_path, "there.example/v1").ask(PROMPT) == ANSWER


def test_two_that_ask_the_same_at_once_pay_once(tmp_path: Path) -> None:
    asked, may_answer = Event(), Event()

    class Slow(Scripted):
        def ask(self, prompt: Prompt, *_: object) -> Reply:
            asked.set()
            assert may_answer.wait(10)
            return super().ask(prompt)

    model = Slow()
    replies: list[Reply] = []
    first, second = (
        Thread(target=lambda: replies.append(CachedModel(model, tmp_path).ask(PROMPT)))
        for _ in range(2)
    )
    first.start()
    assert asked.wait(10)
    second.start()
    may_answer.set()
    first.join()
    second.join()
    assert len(model.asked) == 1
    assert replies in ([ANSWER, KEPT], [KEPT, ANSWER])


def test_what_is_kept_is_told_with_what_it_cost_once_in_a_run(tmp_path: Path) -> None:
    kept, run = tmp_path / "kept", tmp_path / "run"
    run.mkdir()
    noted = NotedModel("scripted")
    with pytest.raises(Unanswered):
        RecalledModel(noted, kept, run).ask(PROMPT)
    assert not kept.exists()
    CachedModel(Scripted(), kept).ask(PROMPT)
    assert RecalledModel(noted, kept, run).ask(PROMPT) == ANSWER
    assert RecalledModel(noted, kept, run).ask(PROMPT) == KEPT
    assert RecalledModel(noted, kept, None).ask(PROMPT) == KEPT
    assert noted.prompts == (PROMPT,)


def test_questions_are_noted_once_each_in_their_order() -> None:
    noted = NotedModel("scripted")
    other = replace(PROMPT, user="行2")
    for prompt in (PROMPT, other, PROMPT):
        with pytest.raises(Unanswered):
            noted.ask(prompt)
    assert (noted.name, noted.prompts) == ("scripted", (PROMPT, other))


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(NoJson):
        CachedModel(Scripted(error=NoJson("no")), tmp_path).ask(PROMPT)
    assert list(tmp_path.rglob("*.json")) == []


@pytest.mark.parametrize("damage", ["", '{"model": "scr', '{"text": 4}'])
def test_a_damaged_file_is_asked_for_and_written_anew(tmp_path: Path, damage: str) -> None:
    model = Scripted()
    cached = CachedModel(model, tmp_path)
    cached.ask(PROMPT)
    [path] = tmp_path.rglob("*.json")
    path.write_text(damage)
    assert cached.ask(PROMPT) == ANSWER
    assert cached.ask(PROMPT) == KEPT
    assert len(model.asked) == 2


def test_a_folder_that_cannot_be_made_loses_no_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert CachedModel(Scripted(), tmp_path / "file").ask(PROMPT) == ANSWER


def test_nothing_but_whole_files_is_left(tmp_path: Path) -> None:
    CachedModel(Scripted(), tmp_path).ask(PROMPT)
    [path] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert path.suffix == ".json"


def test_processes_share_a_folder(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=PROCESSES) as pool:
        answers = list(pool.map(ask_all, [tmp_path] * 3))
    assert answers == [[ANSWER.text] * 100] * 3
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 100


def test_a_question_is_counted_before_it_is_asked(tmp_path: Path) -> None:
    budget = Budget(30, tmp_path / "tally")
    seen: list[int] = []

    class Watched(Scripted):
        def ask(self, prompt: Prompt, *_: object) -> Reply:
            seen.append(budget.spent)
            return super().ask(prompt)

    BudgetedModel(Watched(), budget).ask(PROMPT)
    assert estimate_prompt(PROMPT) == 9  # 24 characters of ASCII, one beyond it and two digits
    assert (seen, budget.spent) == ([9], 18)


def test_no_question_is_asked_for_which_a_budget_does_not_suffice(tmp_path: Path) -> None:
    model = Scripted()
    budget = Budget(44, tmp_path / "tally")
    budgeted = BudgetedModel(model, budget)
    budgeted.ask(PROMPT)
    budgeted.ask(PROMPT)
    with pytest.raises(BudgetSpent) as caught:
        budgeted.ask(PROMPT)
    told = "36 of 44 tokens are spent: too many for a question of about 9"
    assert (str(caught.value), len(model.asked), budget.spent) == (told, 2, 36)


def test_a_budget_that_just_suffices_suffices(tmp_path: Path) -> None:
    budget = Budget(27, tmp_path / "tally")
    budgeted = BudgetedModel(Scripted(), budget)
    budgeted.ask(PROMPT)
    budgeted.ask(PROMPT)
    assert budget.spent == 36


def test_questions_under_way_overrun_a_budget_by_their_answers_alone(tmp_path: Path) -> None:
    budget = Budget(25, tmp_path / "tally")

    class Nested(Scripted):
        def ask(self, prompt: Prompt, *_: object) -> Reply:
            """While one is under way, another begins."""
            if not self.asked:
                self.asked.append(prompt)
                budgeted.ask(prompt)
                with pytest.raises(BudgetSpent):
                    budgeted.ask(prompt)
            return super().ask(prompt)

    budgeted = BudgetedModel(Nested(), budget)
    budgeted.ask(PROMPT)
    assert budget.spent == 36


def test_a_budget_pays_for_failures_too(tmp_path: Path) -> None:
    budget = Budget(10, tmp_path / "tally")
    with pytest.raises(NoJson):
        BudgetedModel(Scripted(error=NoJson("no", ANSWER)), budget).ask(PROMPT)
    assert budget.spent == 18


def test_a_question_that_cost_nothing_leaves_a_budget_whole(tmp_path: Path) -> None:
    budget = Budget(10, tmp_path / "tally")
    with pytest.raises(ModelUnreachable):
        BudgetedModel(Scripted(error=ModelUnreachable("no")), budget).ask(PROMPT)
    assert budget.spent == 0


def test_what_is_kept_is_given_when_the_budget_is_spent(tmp_path: Path) -> None:
    budget = Budget(18, tmp_path / "tally")
    cached = CachedModel(BudgetedModel(Scripted(), budget), tmp_path / "kept")
    cached.ask(PROMPT)
    assert cached.ask(PROMPT) == KEPT
    with pytest.raises(BudgetSpent):
        cached.ask(replace(PROMPT, user="行2"))


def test_processes_share_a_budget(tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    with ProcessPoolExecutor(2, mp_context=PROCESSES) as pool:
        list(pool.map(spend, [tally] * 4))
    assert Budget(10_000, tally).spent == 4 * 50 * 18


@pytest.mark.parametrize(
    "error",
    [KeyRefused("no"), ModelUnreachable("no"), RateLimited("no"), RequestRefused("no")],
)
def test_after_an_error_that_stays_no_more_is_asked(error: ModelError) -> None:
    error.spent = ANSWER
    model = Scripted(error=error)
    metered = MeteredModel(FailFastModel(model))
    for _ in range(3):
        with pytest.raises(type(error), match="no"):
            metered.ask(PROMPT)
    assert (len(model.asked), metered.ledger.calls) == (1, 1)


@pytest.mark.parametrize("error", [NoJson("no"), BudgetSpent("no")])
def test_after_an_error_of_one_question_others_are_asked(error: ModelError) -> None:
    model = Scripted(error=error)
    fast = FailFastModel(model)
    for _ in range(2):
        with pytest.raises(type(error)):
            fast.ask(PROMPT)
    assert len(model.asked) == 2


def test_a_request_refused_after_an_answer_is_no_end() -> None:
    model = Scripted()
    fast = FailFastModel(model)
    fast.ask(PROMPT)
    model.error = RequestRefused("too long")
    with pytest.raises(RequestRefused):
        fast.ask(PROMPT)
    model.error = None
    assert fast.ask(PROMPT) == ANSWER


def test_an_answer_is_half_as_long_as_what_is_shown() -> None:
    prompt = replace(PROMPT, user="合计" * 5 + "1")
    assert (estimate_tokens(prompt.user), estimate_answer(prompt)) == (11, 6)
