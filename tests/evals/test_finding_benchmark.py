"""What the checks find of planted errors: how one document is measured, and how all are told."""

from dataclasses import replace

import pytest

from evals.benchmarks.findings import main, tell
from evals.benchmarks.trials import Fate, Plan, Trial, run_trial
from evals.generator import SlipKind

CLEAN = Plan(least=0, most=0, kinds=(SlipKind.SIGN,), is_rounded=False)
FATE = Fate(
    kind=SlipKind.SIGN,
    is_found=True,
    is_met=True,
    is_grave=True,
    is_named=True,
    is_mended=True,
    story="row_sum line 12: -1.00, meant 1.00",
)
TRIAL = Trial(seed=4, fates=(FATE,), alarms=(), roundings=0, milliseconds=20.0)


def test_a_clean_document_has_no_errors_and_no_alarms() -> None:
    for is_rounded in (False, True):
        trial = run_trial(3, replace(CLEAN, is_rounded=is_rounded))
        assert (trial.fates, trial.alarms, trial.crash) == ((), (), "")
        assert bool(trial.roundings) is is_rounded


def test_a_sign_turned_in_a_sum_is_found_and_raises_no_alarm() -> None:
    trial = run_trial(3, replace(CLEAN, least=1, most=1))
    (fate,) = trial.fates
    assert (fate.kind, fate.is_found, fate.is_met, fate.is_grave) == (SlipKind.SIGN, *[True] * 3)
    assert trial.alarms == ()


def test_errors_are_drawn_by_the_seed_between_the_least_and_the_most() -> None:
    plan = replace(CLEAN, least=1, most=3, kinds=(SlipKind.DIGIT, SlipKind.PUNCTUATION))
    trials = [run_trial(seed, plan) for seed in range(6)]
    counts = {len(trial.fates) for trial in trials}
    assert len(counts) > 1
    assert counts <= {1, 2, 3}
    again = run_trial(0, plan)
    assert replace(again, milliseconds=0) == replace(trials[0], milliseconds=0)


def test_the_report_counts_by_kind_and_lists_what_was_missed() -> None:
    lost = replace(FATE, is_found=False, is_met=False, is_grave=False, is_named=False)
    lost = replace(lost, is_mended=False, story="row_sum line 30: -2.00, meant 2.00")
    near = replace(FATE, kind=SlipKind.YEAR, is_met=False, is_named=None, is_mended=None)
    trials = [
        TRIAL,
        Trial(
            seed=9, fates=(lost, near), alarms=("balance 7 差1",), roundings=2, milliseconds=30.0
        ),
        Trial(seed=11, fates=(), alarms=(), roundings=0, milliseconds=0.0, crash="KeyError()"),
    ]
    assert list(tell(trials, misses=1)) == [
        "error            planted    found    share     kind severity   single    named"
        "    share   mended  missed",
        "sign                   2        1    50.0%        1        1        2        1"
        "    50.0%        1  9",
        "year                   1        1   100.0%        0        1",
        "all                    3        2    66.7%        1        2        2        1"
        "    50.0%        1  9",
        "missed, seed 9: sign: row_sum line 30: -2.00, meant 2.00",
        "alarm, seed 9: balance 7 差1",
        "crash, seed 11: KeyError()",
        "3 documents, 1 alarms in 1, 2 roundings; checked in 20 ms, at most 30 ms",
    ]


def test_the_command_prints_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--documents", "2", "--seed", "3", "--errors", "2", "--kinds", "sign", "--jobs", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[:2] == ["sign", "4"]
    assert lines[-1].startswith("2 documents, 0 alarms in 0")
