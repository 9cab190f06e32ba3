"""How well a name answers to what a question asks about: shared runs of characters, weighed.

A character pair counts the more, the fewer names of the documents hold it; a pair that is part
of the asking itself counts nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from index.words.wording import LONGEST_NAME, canonical, frame_mask

_UNKNOWN = 1.0
# What a name ends in that tells nothing beside the rest of it.
_KIND_OF = re.compile(r"(?<=[^|]{2})(?:支出|经费|费用|资金|收入|预算数?|决算数?|费)(?=\||$)")


def pairs(name: str) -> frozenset[str]:
    """The character pairs of a name in its canonical wording."""
    return _kept(name) if len(name) <= LONGEST_NAME else _pairs(name)


def _pairs(name: str) -> frozenset[str]:
    text = canonical(name)
    return frozenset(text[i : i + 2] for i in range(len(text) - 1) if "|" not in text[i : i + 2])


_kept = lru_cache(maxsize=65536)(_pairs)


@lru_cache(maxsize=65536)
def telling_pairs(name: str) -> frozenset[str]:
    """Those pairs of a name that are no part of the asking: 项目 of 项目支出."""
    text = _KIND_OF.sub("|", canonical(name)) or canonical(name)
    mask = frame_mask(text)
    return frozenset(text[i : i + 2] for i in range(len(text) - 1) if not (mask[i] or mask[i + 1]))


class Weights:
    """What each character pair weighs among the names of some documents."""

    def __init__(self, names: Iterable[str]) -> None:
        """Count in how many distinct names each pair occurs."""
        distinct = set(map(canonical, names))
        self._counts: Counter[str] = Counter()
        for name in distinct:
            self._counts.update(pairs(name))
        self._log_all = log(len(distinct) + 2)

    def of(self, pair: str) -> float:
        """Between 0 for a pair in every name and 1 for one in none."""
        return 1 - log(self._counts[pair] + 1) / self._log_all if pair in self._counts else _UNKNOWN

    def knows(self, pair: str) -> bool:
        """Whether any name holds it."""
        return pair in self._counts


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about: its canonical text, each character with its weight."""

    text: str
    weights: tuple[float, ...]
    """Of each character; 0 where it belongs to the asking."""

    @property
    def total(self) -> float:
        """The weight of all that has to be answered."""
        return sum(self.weights)

    def cover(self, name: str) -> frozenset[int]:
        """Positions of characters that the topic shares with a name, two or more in a row."""
        shared = pairs(name)
        found: set[int] = set()
        for i in range(len(self.text) - 1):
            if self.text[i : i + 2] in shared:
                found |= {i, i + 1}
        return frozenset(found)

    def weigh(self, positions: Iterable[int]) -> float:
        """The weight of some of its characters."""
        return sum(self.weights[i] for i in positions)

    def share(self, name: str, weights: Weights) -> float:
        """How much of a name the topic holds, by weight, from 0 to 1; 1 for an empty name."""
        held = pairs(self.text)
        whole = {pair: weights.of(pair) + 0.05 for pair in telling_pairs(name) or pairs(name)}
        all_of_it = sum(whole.values())
        return sum(w for pair, w in whole.items() if pair in held) / all_of_it if whole else 1.0


def weigh_topic(question: str, weights: Weights) -> Topic:
    """The topic of a question; a character weighs as the heavier of the pairs it is part of."""
    text = canonical(question)
    mask = frame_mask(text)
    by_character = []
    for i in range(len(text)):
        around = [text[j : j + 2] for j in (i - 1, i) if 0 <= j < len(text) - 1]
        known = [weights.of(pair) for pair in around if weights.knows(pair)]
        by_character.append(0.0 if mask[i] else max(known, default=_UNKNOWN))
    return Topic(text, tuple(by_character))


def union(topic: Topic, fields: Mapping[str, float]) -> dict[int, float]:
    """For each position the strongest of the fields (name to strength) that cover it."""
    best: dict[int, float] = {}
    for name, strength in fields.items():
        for position in topic.cover(name):
            best[position] = max(best.get(position, 0.0), strength)
    return best
