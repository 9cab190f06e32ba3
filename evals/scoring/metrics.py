"""Metrics: parts of wholes over judged items, with the interval that chance leaves them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from evals.scoring.items import RIGHT, Aspect, Item, Outcome

DRAWS = 2000
SEED = 1
_TAIL = 2.5
"""Of a hundred samples, those beyond either end of an interval."""
_ENOUGH = 2000
"""So many wholes and more, and chance is told no longer."""

Counts = tuple[float, float]
"""A part and its whole."""
Cluster = tuple[str, str]
"""A document, and what stands and falls together in it."""
_RIGHT = frozenset({Outcome.RIGHT})
_ASKED_BACK = frozenset({Outcome.ASKED_BACK_RIGHTLY})
_REFUSED = frozenset({Outcome.WRONGLY_REFUSED})
_MET = frozenset({Outcome.RIGHT, Outcome.WRONG_SEVERITY})
_FIRST_THREE = RIGHT | {Outcome.IN_FIRST_THREE}
_FOUND = frozenset(Outcome) - {Outcome.MISSING, Outcome.INVENTED, Outcome.FAILED}
_PASSAGES = frozenset({"why", "definition", "list"})
IN_WORDS = " (words)"
"""Ends the group of findings whose figures no arithmetic can judge."""
UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class Metric:
    """A share: what each item adds to the part and to the whole."""

    name: str
    """As reports call it."""
    aspect: Aspect
    """The items that it mainly counts; it is left out where a run has none."""
    count: Callable[[Item], Counts]
    """Part and whole of one item; (0, 0) for one that it does not count."""
    is_loss: bool = False
    """Whether less is better."""
    is_neutral: bool = False
    """Whether neither more nor less of it is better."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a share lies in 95 of 100 samples like this one."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """A metric of some items."""

    metric: str
    """Name of the metric."""
    group: str
    """What was counted: a document, a type, a language; `all`."""
    part: float
    """The counts above the line."""
    whole: float
    """The counts below the line; never 0."""
    interval: Interval | None
    """What chance leaves open; None where there is so much that it says little."""

    @property
    def value(self) -> float:
        """The share."""
        return self.part / self.whole


def _precision(aspect: Aspect, right: frozenset[Outcome], item: Item) -> Counts:
    if item.aspect is not aspect or item.got is None:
        return 0, 0
    return item.outcome in right, 1


def _recall(aspect: Aspect, right: frozenset[Outcome], item: Item) -> Counts:
    if item.aspect is not aspect or item.expected is None:
        return 0, 0
    return item.outcome in right, 1


def _f1(aspect: Aspect, item: Item) -> Counts:
    if item.aspect is not aspect:
        return 0, 0
    return 2 * item.is_right, (item.expected is not None) + (item.got is not None)


def _structure(item: Item) -> Counts:
    if item.aspect is not Aspect.STRUCTURE or item.credit is None:
        return 0, 0
    return item.credit, 1


def _found_labels(in_words: bool, item: Item) -> Counts:
    is_meant = item.aspect is Aspect.FINDING and item.group.endswith(IN_WORDS) is in_words
    return (item.outcome in _MET, 1) if is_meant else (0, 0)


def _severity(item: Item) -> Counts:
    if item.aspect is not Aspect.FINDING or item.outcome not in _MET:
        return 0, 0
    return item.is_right, 1


def _false_alarms(item: Item) -> Counts:
    """False alarms in tables without a labelled finding, by the number of such tables."""
    if not item.is_clean:
        return 0, 0
    if item.aspect is Aspect.ALARM:
        return item.outcome is Outcome.INVENTED, 0
    return 0, item.aspect is Aspect.TABLE and item.expected is not None


def _share(
    aspect: Aspect, groups: Callable[[str], bool], right: frozenset[Outcome], item: Item
) -> Counts:
    if item.aspect is not aspect or not groups(item.group):
        return 0, 0
    return item.outcome in right, 1


def _is_answerable(group: str) -> bool:
    return group != UNANSWERABLE


def _is_passage(group: str) -> bool:
    return group in _PASSAGES


def _is_any(group: str) -> bool:
    del group
    return True


def _answers(aspect: Aspect) -> tuple[Metric, ...]:
    """The metrics of answers in their label's scope, or over the whole library."""
    in_three = partial(_share, aspect, _is_passage, _FIRST_THREE)
    refused = partial(_share, aspect, UNANSWERABLE.__eq__, RIGHT)
    wrongly = partial(_share, aspect, _is_answerable, _REFUSED)
    return (
        Metric(f"{aspect}s right", aspect, partial(_share, aspect, _is_any, RIGHT)),
        Metric(f"{aspect}s: passage in the first three", aspect, in_three),
        Metric(f"{aspect}s: unanswerable refused", aspect, refused),
        Metric(f"{aspect}s: wrongly refused", aspect, wrongly, is_loss=True),
    )


METRICS = (
    Metric("cells precision", Aspect.CELL, partial(_precision, Aspect.CELL, _RIGHT)),
    Metric("cells recall", Aspect.CELL, partial(_recall, Aspect.CELL, _RIGHT)),
    Metric("cells F1", Aspect.CELL, partial(_f1, Aspect.CELL)),
    Metric("tables found", Aspect.TABLE, partial(_recall, Aspect.TABLE, _FOUND)),
    Metric("tables precision", Aspect.TABLE, partial(_precision, Aspect.TABLE, _FOUND)),
    Metric("tables right", Aspect.TABLE, partial(_recall, Aspect.TABLE, _RIGHT)),
    Metric("structure GriTS-Con", Aspect.STRUCTURE, _structure),
    Metric("findings recall", Aspect.FINDING, partial(_found_labels, False)),
    Metric("findings in words recall", Aspect.FINDING, partial(_found_labels, True)),
    Metric("findings precision", Aspect.ALARM, partial(_precision, Aspect.ALARM, _RIGHT)),
    Metric("findings: severity right", Aspect.FINDING, _severity),
    Metric("false alarms per clean table", Aspect.ALARM, _false_alarms, is_loss=True),
    *_answers(Aspect.ANSWER),
    *_answers(Aspect.OPEN_ANSWER),
    Metric(
        f"{Aspect.OPEN_ANSWER}s: asked back rightly",
        Aspect.OPEN_ANSWER,
        partial(_share, Aspect.OPEN_ANSWER, _is_any, _ASKED_BACK),
        is_neutral=True,
    ),
    Metric("citations precision", Aspect.CITATION, partial(_precision, Aspect.CITATION, _RIGHT)),
    Metric("citations recall", Aspect.STATED, partial(_recall, Aspect.STATED, _RIGHT)),
)
"""All metrics, in the order in which reports list them."""


def measure(items: Sequence[Item], group: str = "all") -> tuple[Score, ...]:
    """The metrics that have something to count in the items."""
    return tuple(score for metric in METRICS if (score := _score(metric, items, group)))


def measure_by(items: Iterable[Item], key: Callable[[Item], str]) -> dict[str, tuple[Score, ...]]:
    """The metrics of the items of each key, by key; items whose key is empty are left out."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {name: measure(groups[name], name) for name in sorted(groups) if name}


def count_clusters(metric: Metric, items: Iterable[Item]) -> dict[Cluster, Counts]:
    """Part and whole of each cluster of items that stand and fall together."""
    found: dict[Cluster, Counts] = {}
    for item in items:
        part, whole = metric.count(item)
        if part or whole:
            cluster = item.document, item.cluster or item.key
            before = found.get(cluster, (0, 0))
            found[cluster] = before[0] + part * item.count, before[1] + whole * item.count
    return found


def draw_interval(clusters: Sequence[Counts]) -> Interval:
    """The interval of a share by drawing its clusters anew, as many, with repetition.

    Where all clusters agree nothing can be drawn: then it ends where so many in agreement would
    be met with once in forty samples.
    """
    counts = np.array(clusters, dtype=np.float64)
    part, whole = counts.sum(axis=0)
    bound = (_TAIL / 100) ** (1 / len(counts))
    if part == 0:
        return Interval(0.0, 1 - bound)
    if (counts[:, 0] == counts[:, 1]).all():
        return Interval(bound, 1.0)
    picks = np.random.default_rng(SEED).integers(0, len(counts), (DRAWS, len(counts)))
    parts, wholes = counts[picks].sum(axis=1).T
    shares = np.divide(parts, wholes, out=np.full(DRAWS, part / whole), where=wholes > 0)
    return cut_tails(shares)


def cut_tails(drawn: NDArray[np.float64]) -> Interval:
    """Where 95 of 100 drawn values lie."""
    low, high = np.percentile(drawn, (_TAIL, 100 - _TAIL))
    return Interval(float(low), float(high))


def _score(metric: Metric, items: Sequence[Item], group: str) -> Score | None:
    clusters = list(count_clusters(metric, items).values())
    part, whole = (sum(counts) for counts in zip(*clusters, strict=True)) if clusters else (0, 0)
    if not whole:
        return None
    interval = None if whole >= _ENOUGH else draw_interval(clusters)
    return Score(metric.name, group, part, whole, interval)
