"""The facts of tables: labels and what was read in, pairs and named misses out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from evals.labels.gold import TableLabel
from evals.scoring.pairing import CELL, FACT, Entry, Spot, join_entries, pair_tables
from extraction import FactRow


class Cause(StrEnum):
    """Why a labelled fact was not read, or a fact was read that is not labelled."""

    MISSING = "missing"
    INVENTED = "invented"
    DIGITS = "wrong digits"
    PLACE = "wrong place"
    LABEL = "wrong label"


@dataclass(frozen=True, slots=True)
class Miss:
    """A fact that is not right, and the nearest miss of the other list."""

    fact: FactRow
    """The fact: a labelled one that is missing, or an extracted one that is invented."""
    nearest: FactRow | None
    """Its counterpart in the other list; None where nothing there resembles it."""
    cause: Cause
    """In what the two differ; `missing` or `invented` where there is no counterpart."""


@dataclass(frozen=True, slots=True)
class FactScore:
    """How many facts agree, and which do not."""

    expected: int
    """Number of labelled facts."""
    actual: int
    """Number of extracted facts, without those left out."""
    pairs: tuple[tuple[FactRow, FactRow], ...]
    """Labelled and extracted facts that agree in table, code, label, column and value."""
    left_out: int
    """Number of extracted facts in tables that are labelled as holding none."""
    missing: tuple[Miss, ...]
    """Labelled facts that were not read, in the order of the labels."""
    invented: tuple[Miss, ...]
    """Extracted facts that are not labelled, in the order of extraction."""

    @property
    def right(self) -> int:
        """Number of facts that agree."""
        return len(self.pairs)

    @property
    def precision(self) -> float:
        """The share of the extracted facts that are right; 0 where none of several was read."""
        return share(self.right, self.actual, otherwise=not self.expected)

    @property
    def recall(self) -> float:
        """The share of the labelled facts that were read right."""
        return share(self.right, self.expected, otherwise=True)


def share(part: int, whole: int, *, otherwise: bool) -> float:
    """`part` of `whole`; of nothing it is 1 if `otherwise`, else 0."""
    return part / whole if whole else float(otherwise)


def score_facts(
    expected: Sequence[FactRow], actual: Sequence[FactRow], labels: Sequence[TableLabel] = ()
) -> FactScore:
    """Judge extracted facts by labelled ones; `labels` names the tables that hold no fact."""
    spots = {fact.table: Spot(fact.title, fact.where) for fact in reversed(actual)}
    pairs, empty = pair_tables(labels, spots, expected, actual)
    counted = [fact for fact in actual if fact.table not in empty.values()]
    wanted = [Entry(fact, pairs.get(fact.table)) for fact in expected]
    given = [Entry(fact, fact.table) for fact in counted]
    right, wanted, given = join_entries(wanted, given, FACT)
    missing, invented = _explain(wanted, given)
    return FactScore(
        expected=len(expected),
        actual=len(counted),
        pairs=tuple((left.fact, found.fact) for left, found in right),
        left_out=len(actual) - len(counted),
        missing=missing,
        invented=invented,
    )


# What two misses still share, from the nearest to the farthest, and what that makes of them.
_ROUNDS = (
    # Before the digits: where columns are shifted, each cell holds another one's figure.
    (Cause.LABEL, ("table", "code", "label", "value")),
    (Cause.DIGITS, ("table", "code", "label", "column")),
    (Cause.PLACE, CELL),
    (Cause.LABEL, ("table", "label", "column", "value")),
    (Cause.LABEL, ("table", "code", "column", "value")),
    (Cause.LABEL, ("table", "label", "value")),
    (Cause.LABEL, ("table", "column", "value")),
)


def _explain(
    wanted: Sequence[Entry], given: Sequence[Entry]
) -> tuple[tuple[Miss, ...], tuple[Miss, ...]]:
    """The misses of both sides in their order, each with its nearest counterpart."""
    missing, invented = list(wanted), list(given)
    misses: dict[Entry, Miss] = {}
    for cause, names in _ROUNDS:
        pairs, missing, invented = join_entries(missing, invented, names)
        for left, right in pairs:
            misses[left] = Miss(left.fact, right.fact, cause)
            misses[right] = Miss(right.fact, left.fact, cause)
    misses |= {entry: Miss(entry.fact, None, Cause.MISSING) for entry in missing}
    misses |= {entry: Miss(entry.fact, None, Cause.INVENTED) for entry in invented}
    return tuple(misses[entry] for entry in wanted), tuple(misses[entry] for entry in given)
