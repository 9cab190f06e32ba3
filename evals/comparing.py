"""Two runs over the same suite: what was won, what was lost, and whether chance explains it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.items import Item, Outcome
from evals.metrics import METRICS, Interval, Metric, count_clusters
from evals.results import Run, Step

_DRAWS = 2000
_SEED = 1
_TAIL = 2.5
Pair = tuple[Item | None, Item | None]
"""An item before and after; None where it is not there."""


@dataclass(frozen=True, slots=True)
class Change:
    """A metric in both runs."""

    metric: Metric
    """What is measured."""
    before: float
    """Its value in the first run."""
    after: float
    """Its value in the second run."""
    interval: Interval
    """Of the difference, by drawing items anew, in both runs alike."""

    @property
    def is_worse(self) -> bool:
        """Whether it fell (or, for a loss, rose) by more than chance explains."""
        return self.interval.low > 0 if self.metric.is_loss else self.interval.high < 0


@dataclass(frozen=True, slots=True)
class Turn:
    """An item that is right in one run and wrong in the other."""

    before: Item | None
    """As in the first run; None where it was not there, or is one of a baseline's right ones."""
    after: Item | None
    """As in the second run; None where it is not there, or is one of a baseline's right ones."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another."""

    changes: tuple[Change, ...]
    """The metrics that both runs have, over the parts that both have."""
    won: tuple[Turn, ...]
    """Items that were wrong and are no longer."""
    lost: tuple[Turn, ...]
    """Items that are wrong and were not."""
    gone: tuple[str, ...]
    """Documents and files of questions that the second run does not have."""
    failed: tuple[str, ...]
    """Steps that failed in the second run alone, with the error."""

    @property
    def is_worse(self) -> bool:
        """Whether a metric fell by more than its noise, or something is no longer done."""
        return bool(self.gone or self.failed) or any(change.is_worse for change in self.changes)


def compare_runs(before: Run, after: Run) -> Comparison:
    """Compare item by item what both runs judged; either may be a baseline."""
    steps = _steps(after)
    errors = {(part.step, part.name) for part in before.parts if part.error}
    first, second = _items(before, steps), _items(after, _steps(before))
    was_wrong, is_wrong = _wrong(first), _wrong(second)
    was_right, is_right = _right(first), _right(second)
    pairs = _pair(first, second)
    return Comparison(
        changes=tuple(
            change for metric in METRICS if (change := _compare(metric, first, second, pairs))
        ),
        won=tuple(
            Turn(item, is_right.get(identity))
            for identity, item in was_wrong.items()
            if identity not in is_wrong
        ),
        lost=tuple(
            Turn(was_right.get(identity), item)
            for identity, item in is_wrong.items()
            if identity not in was_wrong
        ),
        gone=tuple(
            f"{part.step} {part.name}"
            for part in before.parts
            if (part.step, part.name) not in steps
        ),
        failed=tuple(
            f"{part.step} {part.name}: {part.error}"
            for part in after.parts
            if part.error and (part.step, part.name) not in errors
        ),
    )


def _steps(run: Run) -> set[tuple[Step, str]]:
    return {(part.step, part.name) for part in run.parts}


def _items(run: Run, steps: Collection[tuple[Step, str]]) -> list[Item]:
    """What was judged in those steps that the other run has too."""
    parts = (part for part in run.parts if (part.step, part.name) in steps)
    return [item for part in parts for item in part.items]


def _pair(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Every item in both runs; what is wrong in one alone was right in the other, if labelled."""
    was_wrong, is_wrong = _wrong(before), _wrong(after)
    pairs: list[Pair] = [
        (
            was_wrong.get(identity) or _as_right(is_wrong[identity]),
            is_wrong.get(identity) or _as_right(was_wrong[identity]),
        )
        for identity in was_wrong | is_wrong
    ]
    right = (item for item in after if item.is_right and item.identity not in was_wrong)
    return pairs + [(item, item) for item in right]


def _as_right(item: Item) -> Item | None:
    """The item as it would be without its fault; None for what should not be there at all."""
    if item.expected is None:
        return None
    credit = None if item.credit is None else 1.0
    update = {"outcome": Outcome.RIGHT, "got": item.got or "", "credit": credit}
    return item.model_copy(update=update)


def _compare(
    metric: Metric, before: Iterable[Item], after: Iterable[Item], pairs: Iterable[Pair]
) -> Change | None:
    """A metric in both runs, unless one of them has nothing to count."""
    values = _share(metric, before), _share(metric, after)
    if values[0] is None or values[1] is None:
        return None
    kinds = Counter[tuple[float, ...]]()
    for first, second in pairs:
        counts = [metric.count(item) if item else (0.0, 0.0) for item in (first, second)]
        if any(any(count) for count in counts):
            kinds[(*counts[0], *counts[1])] += max(item.count for item in (first, second) if item)
    return Change(metric, values[0], values[1], _draw_difference(kinds))


def _share(metric: Metric, items: Iterable[Item]) -> float | None:
    counts = count_clusters(metric, items).values()
    part, whole = (sum(count[side] for count in counts) for side in (0, 1))
    return part / whole if whole else None


def _draw_difference(kinds: Mapping[tuple[float, ...], int]) -> Interval:
    """The interval of the difference of two shares by drawing as many items anew, 2,000 times.

    `kinds` holds part and whole of an item before, then after, and how many items count so.
    """
    counts, times = np.array(list(kinds)), np.array(list(kinds.values()))
    total = int(times.sum())
    drawn = np.random.default_rng(_SEED).multinomial(total, times / total, _DRAWS) @ counts
    first, whole_first, second, whole_second = drawn.T
    some = (whole_first > 0) & (whole_second > 0)
    differences = second[some] / whole_second[some] - first[some] / whole_first[some]
    low, high = np.percentile(differences, (_TAIL, 100 - _TAIL))
    return Interval(float(low), float(high))


def _wrong(items: Sequence[Item]) -> dict[tuple[str, str, str], Item]:
    return {item.identity: item for item in items if not item.is_right}


def _right(items: Sequence[Item]) -> dict[tuple[str, str, str], Item]:
    return {item.identity: item for item in items if item.is_right}
