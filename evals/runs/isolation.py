"""Work in processes of its own, so that what crashes or hangs ends nothing else."""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ended(Generic[Task, Result]):
    """How a task ended."""

    task: Task
    """The task."""
    result: Result | None
    """What came of it; None where it failed."""
    error: str
    """Why it failed, in a line; empty where it did not."""
    seconds: float
    """How long it took."""


@dataclass(slots=True)
class _Worker(Generic[Task]):
    """A process that does one task after another."""

    process: BaseProcess
    task: Task
    began: float


def run_isolated(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, limit: float
) -> Iterator[Ended[Task, Result]]:
    """Do the work on every task, so many at once; yields them as they end.

    A process whose task crashes it, or takes longer than `limit` seconds, is replaced, and that
    task alone fails. When the caller goes no further, what runs is stopped. `work` and the tasks
    must be picklable.
    """
    waiting = list(reversed(tasks))
    busy: dict[Connection, _Worker[Task]] = {}
    try:
        while waiting and len(busy) < max(1, jobs):
            _start(work, waiting.pop(), busy)
        while busy:
            for pipe in _ready(busy, limit):
                ended: Ended[Task, Result] = _end(pipe, busy[pipe], limit)
                _go_on(pipe, waiting, busy)
                if waiting and pipe not in busy:
                    _start(work, waiting.pop(), busy)
                yield ended
    finally:
        for worker in busy.values():
            worker.process.kill()


def _start(
    work: Callable[[Task], Result], task: Task, busy: dict[Connection, _Worker[Task]]
) -> None:
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()
    busy[ours] = _Worker(process, task, time.monotonic())
    _send(ours, task)


def _send(pipe: Connection, task: Task) -> None:
    """Give a worker its task; of one that is dead already the pipe's end will tell."""
    with suppress(OSError):
        pipe.send(task)


def _serve(work: Callable[[Task], Result], pipe: Connection) -> None:
    """Answer each task with its result, or None and the error, until the pipe is closed."""
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send((work(task), ""))
        except Exception as exc:
            pipe.send((None, f"{type(exc).__name__}: {exc}"))


def _ready(busy: dict[Connection, _Worker[Task]], limit: float) -> list[Connection]:
    """The pipes of tasks that have ended or have taken too long; waits for one."""
    left = min(worker.began for worker in busy.values()) + limit - time.monotonic()
    ended = wait(list(busy), max(0.0, left))
    late = [pipe for pipe, one in busy.items() if time.monotonic() >= one.began + limit]
    return [pipe for pipe in busy if pipe in ended or pipe in late]


def _end(pipe: Connection, worker: _Worker[Task], limit: float) -> Ended[Task, Result]:
    """How the task of a worker ended; one that is late is killed."""
    result: Result | None = None
    if pipe.poll():
        try:
            result, error = pipe.recv()
        except (EOFError, OSError):  # it may die in the middle of a message
            worker.process.join()
            error = f"the process died with exit code {worker.process.exitcode}"
    else:
        worker.process.kill()
        worker.process.join()
        error = f"stopped after {limit:g} seconds"
    return Ended(worker.task, result, error, time.monotonic() - worker.began)


def _go_on(pipe: Connection, waiting: list[Task], busy: dict[Connection, _Worker[Task]]) -> None:
    """Give a worker that has ended a task the next one, or let it go."""
    worker = busy[pipe]
    if waiting and worker.process.is_alive():
        worker.task, worker.began = waiting.pop(), time.monotonic()
        _send(pipe, worker.task)
    else:
        del busy[pipe]
        pipe.close()
