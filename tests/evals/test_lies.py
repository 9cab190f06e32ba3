"""A model that lies: what of its lies a reader sees, and whether the benchmark would tell."""

from pathlib import Path

import pytest

from evals.benchmarks import lies
from evals.benchmarks.liars import Lie
from evals.benchmarks.lies import Trial, run_trials, tell
from index import Answer, Plan, Want


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> list[Trial]:
    return list(run_trials(tmp_path_factory.mktemp("lies"), 2 * len(Lie), 5))


def test_no_lie_of_any_kind_is_shown(trials: list[Trial]) -> None:
    assert {trial.lie for trial in trials} == set(Lie)
    assert [trial.unproven for trial in trials if trial.unproven] == []


def test_no_lie_of_an_agent_is_shown(tmp_path: Path) -> None:
    trials = list(run_trials(tmp_path, len(Lie), 3, is_agent=True))
    assert {trial.lie for trial in trials} == set(Lie)
    assert [trial.unproven for trial in trials if trial.unproven] == []
    assert any(trial.is_worded for trial in trials)


def test_answers_are_kept_and_some_are_in_the_words_of_the_model(trials: list[Trial]) -> None:
    told = [t for t in trials if t.is_told_by_rules]
    assert all(lies.is_answered(trial.given) for trial in told)
    assert any(trial.is_worded for trial in trials if trial.lie is Lie.NONE)


def test_the_report_counts_what_is_shown_unproven() -> None:
    plan = Plan(question="多少？", want=Want.FIGURE, documents=())
    shown = Trial(
        lie=Lie.FIGURE,
        question="多少？",
        is_told_by_rules=True,
        given=Answer(answer="实为7万元。", refused=False, plan=plan),
        is_worded=False,
        unproven=("实为7万元",),
    )
    lines = list(tell([shown]))
    assert lines[2].split()[-5:] == ["1", "1", "1", "0", "1"]
    assert lines[-1] == "wrong figure: 多少？ ('实为7万元',)\n  实为7万元。"
