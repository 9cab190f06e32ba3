"""Rankings of passages, and one made of several."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

_SMOOTHING = 60  # of Cormack's reciprocal rank fusion: how little the first few ranks differ


def rank_best(scored: Iterable[tuple[int, float]], most: int) -> list[int]:
    """The best of numbered items, best first; of equals the one with the smaller number."""
    return [number for number, _ in sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:most]]


def fuse_ranks(rankings: Sequence[Sequence[int]]) -> dict[int, float]:
    """The sum of 1/(60 + rank) of each item over the rankings that hold it."""
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, number in enumerate(ranking, start=1):
            scores[number] += 1 / (_SMOOTHING + rank)
    return dict(scores)
