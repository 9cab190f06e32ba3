"""Tasks in processes of their own: what crashes or hangs fails alone.

The work is of the standard library: a worker cannot import the tests.
"""

import operator
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing import active_children
from types import ModuleType
from typing import TypeVar

import pytest

from evals.runs.isolation import Ended, run_isolated

Task = TypeVar("Task")
Result = TypeVar("Result")

LIMIT = 20.0


def ends(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int = 2, limit: float = LIMIT
) -> dict[Task, tuple[Result | None, str]]:
    """Result and error of each task."""
    found = {ended.task: (ended.result, ended.error) for ended in _run(work, tasks, jobs, limit)}
    assert len(found) == len(tasks)
    return found


def _run(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, limit: float
) -> Iterator[Ended[Task, Result]]:
    return run_isolated(work, tasks, jobs, limit)


def wait_for(is_true: Callable[[], bool]) -> bool:
    """Whether something comes true soon."""
    until = time.monotonic() + LIMIT
    while not is_true() and time.monotonic() < until:
        time.sleep(0.01)
    return is_true()


@pytest.mark.parametrize("jobs", [0, 1, 3, 9])
def test_every_result_arrives_once(jobs: int) -> None:
    found = ends(operator.neg, range(6), jobs)
    assert found == {number: (-number, "") for number in range(6)}


def test_of_no_tasks_nothing_comes() -> None:
    assert ends(operator.neg, ()) == {}


def test_one_worker_does_its_tasks_in_order() -> None:
    pids = [
        ended.result for ended in _run(operator.methodcaller("__call__"), [os.getpid] * 3, 1, 9)
    ]
    assert len(set(pids)) == 1
    assert pids[0] != os.getpid()
    assert [ended.task for ended in _run(operator.neg, range(4), 1, LIMIT)] == [0, 1, 2, 3]


def test_a_task_that_raises_fails_alone() -> None:
    assert ends(partial(operator.truediv, 6), [1, 0, 2], 1) == {
        1: (6.0, ""),
        0: (None, "ZeroDivisionError: division by zero"),
        2: (3.0, ""),
    }


def test_a_task_whose_process_dies_fails_alone() -> None:
    found = ends(os._exit, [3, 4], 1)
    assert found == {
        3: (None, "the process died with exit code 3"),
        4: (None, "the process died with exit code 4"),
    }
    raised = ends(signal.raise_signal, [signal.SIGKILL, 0], 1)
    assert raised[signal.SIGKILL] == (None, "the process died with exit code -9")
    assert raised[0] == (None, "")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_task_that_takes_too_long_is_stopped_and_the_others_go_on(jobs: int) -> None:
    found = ends(time.sleep, [0.01, 60.0, 0.02, 0.03], jobs, limit=1.0)
    assert found == {
        0.01: (None, ""),
        60.0: (None, "stopped after 1 seconds"),
        0.02: (None, ""),
        0.03: (None, ""),
    }
    assert wait_for(lambda: not active_children())


def test_the_limit_is_of_each_task_and_not_of_its_process() -> None:
    found = ends(time.sleep, [0.4, 0.41, 0.42], 1, limit=1.0)
    assert {error for _, error in found.values()} == {""}


def test_a_result_that_cannot_be_sent_fails_alone() -> None:
    found = ends(partial(open, encoding="utf-8"), [os.devnull, "/no/such/file"], 1)
    assert found[os.devnull] == (None, "TypeError: cannot pickle '_io.TextIOWrapper' object")
    assert found["/no/such/file"][1].startswith("FileNotFoundError: ")


def test_work_that_a_process_cannot_begin_fails_with_its_task(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its process dies before it takes the task, whether or not a pipe holds that."""
    only_here = ModuleType("only_here")
    exec("def work(task): return task", only_here.__dict__)
    monkeypatch.setitem(sys.modules, "only_here", only_here)
    tasks = ["a", "b", "c" * 1_000_000, "d" * 1_000_000]
    assert ends(only_here.work, tasks, 1) == dict.fromkeys(
        tasks, (None, "the process died with exit code 1")
    )


def test_when_the_caller_goes_no_further_what_runs_is_stopped() -> None:
    before = set(active_children())
    running = run_isolated(time.sleep, [0.0, 60.0, 61.0], 2, LIMIT)
    assert next(running).task == 0.0
    mine = [process for process in active_children() if process not in before]
    assert len(mine) == 2
    running.close()  # type: ignore[attr-defined]
    assert wait_for(lambda: not any(process.is_alive() for process in mine))
