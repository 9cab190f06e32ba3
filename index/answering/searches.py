"""A search for facts: what it looks at, and what it finds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev

from index.records import Document, Fact, Hit, Plan
from index.words.matching import Topic, Weights

_FEWEST_NAMES = 8
# A name that is so far above the mean of all names, and so far above the next, is what is meant.
_NEAR = 3.4
_MARGIN = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact and how well it answers."""

    fact: Fact
    score: float
    covered: float
    """How much of what is asked it speaks of, from 0 to 1."""
    named: float
    """How much of its own name is asked for, from 0 to 1."""
    is_outstanding: bool
    """Whether its name's vector is by far the nearest to the question's."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a search for facts looks at."""

    plan: Plan
    topic: Topic
    weights: Weights
    documents: dict[str, Document]
    named: frozenset[str]
    """Items that the topic names in full, in the wording that is compared."""
    near: Mapping[str, float]
    """Names by how near their vectors are to the question's, in standard deviations."""
    outstanding: str
    """The name that is nearest, and by far; empty where none stands out."""
    repeated: frozenset[tuple[str, int | None, str | None]]
    """Document, table and code of rows of which a table has more than one."""
    is_whole: bool
    """Whether the whole budget is asked for, not an item of it."""


def find_repeated(
    facts: Iterable[Fact],
) -> frozenset[tuple[str, int | None, str | None]]:
    """Document, table and code of rows of which a table has more than one."""
    rows = {(f.document, f.table, f.full_code, f.row) for f in facts if f.full_code}
    counts = Counter(row[:3] for row in rows)
    return frozenset(key for key, count in counts.items() if count > 1)


def stand_out(hits: Iterable[Hit]) -> dict[str, float]:
    """How far each name's similarity lies above the mean of all, in standard deviations."""
    found = {hit.passage.topic: hit.similarity for hit in hits if hit.similarity is not None}
    if len(found) < _FEWEST_NAMES:
        return {}
    mean, deviation = fmean(found.values()), pstdev(found.values())
    return {name: (value - mean) / deviation for name, value in found.items() if deviation}


def find_outstanding(near: Mapping[str, float]) -> str:
    """The name that is nearest, and by far; empty where none is."""
    order = sorted(near, key=lambda name: -near[name])
    if len(order) < _FEWEST_NAMES or near[order[0]] < _NEAR:
        return ""
    return order[0] if near[order[0]] - near[order[1]] >= _MARGIN else ""
