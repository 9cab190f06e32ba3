"""Calls that may do better later: which pause they are given, and when they are given up."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential_jitter,
)

from extraction import ModelError

LONGEST_PAUSE = 120.0
"""Seconds; an endpoint that asks for a longer one is given up for now."""

_Result = TypeVar("_Result")
_usual_pause = wait_exponential_jitter(initial=1, max=30, jitter=1)


class Transient(Exception):
    """A call that may do better later, with the error that it ends in if it does not."""

    def __init__(self, error: ModelError, pause: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.pause = pause
        """Seconds that the endpoint asked for; None if it did not."""


def call_patiently(
    call: Callable[[], _Result],
    attempts: int,
    deadline: float,
    sleep: Callable[[float], None] = time.sleep,
) -> _Result:
    """Make a call, again while it fails for a time: at most so many times and so many seconds.

    Raises the error of the last failure.
    """
    retrying = Retrying(
        retry=retry_if_exception_type(Transient),
        stop=stop_after_attempt(attempts) | stop_before_delay(deadline),
        wait=_find_pause,
        sleep=sleep,
        reraise=True,
    )
    try:
        return retrying(call)
    except Transient as exc:
        error = exc.error
    raise error


def parse_retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that an answer's headers ask to wait; None where they say nothing readable."""
    for name, unit in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            return max(0.0, float(headers[name]) / unit)
        except (KeyError, ValueError):
            continue
    try:
        until = parsedate_to_datetime(headers["retry-after"])
    except (KeyError, ValueError):
        return None
    now = datetime.now(UTC)
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


def _find_pause(state: RetryCallState) -> float:
    failure = state.outcome.exception() if state.outcome else None
    if isinstance(failure, Transient) and failure.pause is not None:
        return failure.pause
    return _usual_pause(state)
