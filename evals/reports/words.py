"""Counts, shares and costs in words: counts stand before what is computed from them."""

from collections import Counter
from collections.abc import Iterable

from evals.runs.results import Cost, Run, Settings
from evals.scoring.items import Item, Outcome
from evals.scoring.metrics import METRICS, Score

_OUTCOMES = tuple(Outcome)
_LOSSES = frozenset(metric.name for metric in METRICS if metric.is_loss)


def write_count(number: float) -> str:
    """A count, its thousands parted; one that is not whole has two decimals."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


def is_loss(metric: str) -> bool:
    """Whether less of it is better."""
    return metric in _LOSSES


def name_metric(metric: str) -> str:
    """Its name, and that less is better where it is."""
    return f"{metric} (less is better)" if is_loss(metric) else metric


def write_counts(score: Score) -> str:
    """`341 of 345`."""
    return f"{write_count(score.part)} of {write_count(score.whole)}"


def write_score(score: Score) -> str:
    """`341 of 345 · 0.9884`."""
    return f"{write_counts(score)} · {score.value:.4f}"


def write_interval(score: Score) -> str:
    """`0.9710 to 0.9971`; empty where the score has no interval."""
    if score.interval is None:
        return ""
    return f"{score.interval.low:.4f} to {score.interval.high:.4f}"


def count_outcomes(items: Iterable[Item]) -> str:
    """`missing 3, wrong place 2`: what came of the items that are not right, most first."""
    counts: Counter[Outcome] = Counter()
    for item in items:
        if not item.is_right:
            counts[item.outcome] += item.count
    found = sorted(counts, key=lambda outcome: (-counts[outcome], _OUTCOMES.index(outcome)))
    return ", ".join(f"{outcome} {write_count(counts[outcome])}" for outcome in found)


def describe_settings(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Name and value of each setting that is known."""
    named = (
        ("suite", settings.suite),
        ("reader", settings.reader),
        ("model", settings.model),
        ("shape", settings.shape),
        ("version", settings.version),
        ("code", settings.code),
        ("began", settings.began),
    )
    return tuple((name, value) for name, value in named if value)


def describe_unanswered(run: Run) -> str:
    """How many documents were read without all answers; empty where none was."""
    count = len(run.unanswered)
    documents = "1 document was" if count == 1 else f"{write_count(count)} documents were"
    return f"{documents} read without all answers of the model" if count else ""


def describe_cost(cost: Cost) -> str:
    """Time, then calls and tokens where a model was asked."""
    time = f"{cost.seconds:,.1f} seconds"
    if not cost.calls and not cost.cache_hits:
        return f"{time}, no calls to a model"
    return (
        f"{time}, {cost.calls:,} calls, {cost.tokens_in:,} tokens in, "
        f"{cost.tokens_out:,} tokens out, {cost.cache_hits:,} cache hits"
    )
