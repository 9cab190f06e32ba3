"""Two runs over the same suite: what was won, what was lost, and whether chance explains it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from evals.runs.results import Run, Step
from evals.scoring.items import Aspect, Item, Outcome
from evals.scoring.metrics import DRAWS, METRICS, SEED, Interval, Metric, count_clusters, cut_tails

_OF_ANSWERS = frozenset({Aspect.CITATION, Aspect.STATED, Aspect.ALARM})
Identity = tuple[str, str, str]
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
        if self.metric.is_neutral:
            return False
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
    """Documents, files of questions and labels that the second run does not have."""
    failed: tuple[str, ...]
    """Steps that failed in the second run alone, with the error."""

    @property
    def is_worse(self) -> bool:
        """Whether a metric fell by more than its noise, or something is no longer done."""
        return bool(self.gone or self.failed) or any(change.is_worse for change in self.changes)


def compare_runs(before: Run, after: Run) -> Comparison:
    """Compare item by item what both runs judged; either may be a baseline."""
    errors = {(part.step, part.name) for part in before.parts if part.error}
    first, second = _Side.of(before, _steps(after)), _Side.of(after, _steps(before))
    pairs = _pair(first, second)
    return Comparison(
        changes=tuple(
            change
            for metric in METRICS
            if (change := _compare(metric, first.items, second.items, pairs))
        ),
        won=tuple(
            Turn(item, second.right.get(identity))
            for identity, item in first.wrong.items()
            if identity not in second.wrong and (item.expected is None or second.may_have(identity))
        ),
        lost=tuple(
            Turn(first.right.get(identity), item)
            for identity, item in second.wrong.items()
            if identity not in first.wrong
        ),
        gone=(*_gone_parts(before, after), *_gone_labels(first.items, second.items)),
        failed=tuple(
            f"{part.step} {part.name}: {part.error}"
            for part in after.parts
            if part.error and (part.step, part.name) not in errors
        ),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """What one run judged in the steps that both have."""

    items: tuple[Item, ...]
    wrong: Mapping[Identity, Item]
    right: Mapping[Identity, Item]
    is_baseline: bool
    """Whether right items are counted and not told apart."""

    @classmethod
    def of(cls, run: Run, steps: Collection[tuple[Step, str]]) -> "_Side":
        parts = (part for part in run.parts if (part.step, part.name) in steps)
        items = tuple(item for part in parts for item in part.items)
        wrong = {item.identity: item for item in items if not item.is_right}
        right = {item.identity: item for item in items if item.is_right and item.key}
        return cls(items, wrong, right, any(not item.key for item in items))

    def may_have(self, identity: Identity) -> bool:
        """Whether an item that is not wrong is right here, as far as the run tells."""
        return self.is_baseline or identity in self.right


def _steps(run: Run) -> set[tuple[Step, str]]:
    return {(part.step, part.name) for part in run.parts}


def _gone_parts(before: Run, after: Run) -> Iterator[str]:
    steps = _steps(after)
    for part in before.parts:
        if (part.step, part.name) not in steps:
            yield f"{part.step} {part.name}"


def _gone_labels(before: Iterable[Item], after: Iterable[Item]) -> Iterator[str]:
    """What is no longer labelled: without it every share may look better than it is."""
    counts = _count_labels(before), _count_labels(after)
    for name, count in counts[0].items():
        if counts[1][name] < count:
            yield f"{name}: {counts[1][name]} labels of {count}"


def _count_labels(items: Iterable[Item]) -> Counter[str]:
    """Labelled items by aspect and document; what answers cite or state is no label."""
    counts = Counter[str]()
    for item in items:
        if item.expected is not None and item.aspect not in _OF_ANSWERS:
            counts[f"{item.aspect} of {item.document}"] += item.count
    return counts


def _pair(before: _Side, after: _Side) -> list[Pair]:
    """Every item in both runs; what is wrong in one alone was right in the other, if there."""
    pairs: list[Pair] = [
        (
            before.wrong.get(identity)
            or (_as_right(after.wrong[identity]) if before.may_have(identity) else None),
            after.wrong.get(identity)
            or (_as_right(before.wrong[identity]) if after.may_have(identity) else None),
        )
        for identity in dict.fromkeys((*before.wrong, *after.wrong))
    ]
    right = (item for item in after.items if item.is_right and item.identity not in before.wrong)
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
    drawn = np.random.default_rng(SEED).multinomial(total, times / total, DRAWS) @ counts
    first, whole_first, second, whole_second = drawn.T
    some = (whole_first > 0) & (whole_second > 0)
    return cut_tails(second[some] / whole_second[some] - first[some] / whole_first[some])
