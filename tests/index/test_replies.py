"""What answers cost, answers that are kept, and a budget, over threads and processes."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from asking import ANSWER, PROMPT, Scripted, ask_all, spend

from extraction import BudgetSpent, NoJson, Prompt, Reply
from index import Budget, BudgetedModel, CachedModel, Ledger, MeteredModel

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
    cached.ask(PROMPT)
    assert cached.holds(PROMPT)
    assert not cached.holds(other)
    cached.ask(other)
    assert model.asked == [PROMPT, other]


def test_another_model_has_another_answer(tmp_path: Path) -> None:
    CachedModel(Scripted(), tmp_path).ask(PROMPT)
    assert not CachedModel(Scripted(name="other"), tmp_path).holds(PROMPT)


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


def test_no_call_begins_once_a_budget_is_spent(tmp_path: Path) -> None:
    model = Scripted()
    budget = Budget(30, tmp_path / "tally")
    budgeted = BudgetedModel(model, budget)
    budgeted.ask(PROMPT)
    budgeted.ask(PROMPT)
    with pytest.raises(BudgetSpent, match="36 of 30 tokens are spent"):
        budgeted.ask(PROMPT)
    assert len(model.asked) == 2


def test_a_budget_that_is_just_spent_is_spent(tmp_path: Path) -> None:
    budgeted = BudgetedModel(Scripted(), Budget(18, tmp_path / "tally"))
    budgeted.ask(PROMPT)
    with pytest.raises(BudgetSpent):
        budgeted.ask(PROMPT)


def test_a_budget_pays_for_failures_too(tmp_path: Path) -> None:
    budget = Budget(10, tmp_path / "tally")
    with pytest.raises(NoJson):
        BudgetedModel(Scripted(error=NoJson("no", ANSWER)), budget).ask(PROMPT)
    assert budget.spent == 18


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
