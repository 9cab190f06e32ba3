"""Rankings of passages, and one made of several."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from index.planning.cues import DEFINITION
from index.records import Passage, PassageKind
from index.storing.lexical import find_tokens

_PROSE = frozenset({PassageKind.PARAGRAPH, PassageKind.DEFINITION, PassageKind.LISTING})
_NAMED = 0.5
_BOILERPLATE = 0.4  # what a score loses where all of a passage recurs
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


def weigh_down(scores: Mapping[int, float], shares: Mapping[int, float]) -> dict[int, float]:
    """Scores of numbered items less what each loses for the share of it that recurs."""
    return {
        number: score * (1 - _BOILERPLATE * shares.get(number, 0.0))
        for number, score in scores.items()
    }


def is_asked_for(question: str, passage: Passage) -> bool:
    """Whether a question asks for what a passage is called, or for what a word means."""
    if passage.kind not in _PROSE:
        return True
    if passage.kind is PassageKind.DEFINITION:
        return bool(DEFINITION.search(question))
    held = frozenset(find_tokens(question))
    names = (frozenset(find_tokens(n)) for n in (passage.topic, *passage.section[-1:]))
    return any(own and len(own & held) >= _NAMED * len(own) for own in names)
