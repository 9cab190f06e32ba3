"""Labelled and extracted facts and tables, paired by what they hold."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from evals.labels.gold import TableLabel
from extraction import FactRow
from extraction.text import normal_form

CELL = ("code", "label", "column", "value")
FACT = ("table", *CELL)


class Entry:
    """A fact in its normal form, its table numbered as the extracted ones are."""

    def __init__(self, fact: FactRow, table: int | None) -> None:
        self.fact = fact
        self.parts = {name: normal_form(getattr(fact, name)) for name in CELL}
        self.table = table

    def key(self, names: Iterable[str]) -> tuple[object, ...]:
        """The named parts, to be compared."""
        return tuple(self.table if name == "table" else self.parts[name] for name in names)


Pairs = list[tuple[Entry, Entry]]


def join_entries(
    wanted: Sequence[Entry], given: Sequence[Entry], names: Sequence[str]
) -> tuple[Pairs, list[Entry], list[Entry]]:
    """Pairs that agree in the named parts, one to one in order, and what both sides keep.

    A wanted fact without a column agrees with any column. It comes last: what it takes could
    be the only match of another, and one of its kind is as good for it as the next.
    """
    split: dict[bool, list[Entry]] = {True: [], False: []}
    for entry in wanted:
        split["column" not in names or bool(entry.parts["column"])].append(entry)
    pairs = _take(split[True], given, names)
    taken = {right for _, right in pairs}
    free = [entry for entry in given if entry not in taken]
    pairs += _take(split[False], free, [name for name in names if name != "column"])
    paired = {entry for pair in pairs for entry in pair}
    return (
        pairs,
        [entry for entry in wanted if entry not in paired],
        [entry for entry in given if entry not in paired],
    )


def _take(wanted: Iterable[Entry], given: Iterable[Entry], names: Sequence[str]) -> Pairs:
    waiting: dict[tuple[object, ...], deque[Entry]] = defaultdict(deque)
    for entry in given:
        waiting[entry.key(names)].append(entry)
    return [(entry, found.popleft()) for entry in wanted if (found := waiting[entry.key(names)])]


@dataclass(frozen=True, slots=True)
class Spot:
    """What an extracted table can be known by where no labelled fact is in it."""

    title: str
    where: str


def pair_tables(
    labels: Sequence[TableLabel],
    spots: Mapping[int, Spot],
    expected: Sequence[FactRow],
    actual: Sequence[FactRow],
) -> tuple[dict[int, int], dict[int, int]]:
    """Labelled to extracted tables: those with labelled facts, and those without."""
    wanted, given = _by_table(expected), _by_table(actual)
    pairs = _pair_by(wanted, given, CELL, least=0.0)
    empty = [label for label in labels if label.table not in wanted]
    left = {number: spots[number] for number in sorted(spots) if number not in pairs.values()}
    found = _pair_empty(empty, left, _spans(labels))
    # These make no fact right; they say that a table was misread, not that it was invented.
    unpaired = {number: wanted[number] for number in wanted if number not in pairs}
    free = {number: given[number] for number in left if number in given.keys() - found.values()}
    return pairs | _pair_by(unpaired, free, ("value",), least=0.5), found


def _by_table(facts: Iterable[FactRow]) -> dict[int, list[Entry]]:
    tables: dict[int, list[Entry]] = defaultdict(list)
    for fact in facts:
        tables[fact.table].append(Entry(fact, fact.table))
    return tables


def _pair_by(
    wanted: Mapping[int, list[Entry]],
    given: Mapping[int, list[Entry]],
    names: Sequence[str],
    least: float,
) -> dict[int, int]:
    """Pair tables that share facts, and at least `least` of them; the largest overlap first."""
    ranked = []
    for left, right in product(wanted, given):
        overlap = len(join_entries(wanted[left], given[right], names)[0])
        if overlap and overlap >= least * max(len(wanted[left]), len(given[right])):
            # Tables of a small agency can agree cell by cell: then by title and order.
            foreign = not same_title(wanted[left][0].fact.title, given[right][0].fact.title)
            ranked.append((-overlap, foreign, left, right))
    return _choose((left, right) for *_, left, right in sorted(ranked))


def _pair_empty(
    labels: Sequence[TableLabel], spots: Mapping[int, Spot], spans: Mapping[int, range]
) -> dict[int, int]:
    """Pair tables that hold no fact: those of the same title first, then those in place."""
    by_title, by_place = [], []
    for label, (number, spot) in product(labels, spots.items()):
        if same_title(label.title, spot.title):
            by_title.append((label.table, number))
        if _line(spot.where) in spans[label.table]:
            by_place.append((label.table, number))
    return _choose(by_title + by_place)


def _choose(candidates: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The pairs, earlier ones first, with no table in two of them."""
    pairs: dict[int, int] = {}
    for left, right in candidates:
        if left not in pairs and right not in pairs.values():
            pairs[left] = right
    return pairs


def _spans(labels: Sequence[TableLabel]) -> dict[int, range]:
    """The lines of every labelled table, up to the next title; none are known of the last."""
    ordered = sorted(labels, key=lambda label: label.table)
    spans = {label.table: range(0) for label in labels}
    for label, after in pairwise(ordered):
        spans[label.table] = range(_line(label.where), _line(after.where))
    return spans


def _line(where: str) -> int:
    """The line or page; 0, which is no line, for a cell of a workbook."""
    return int(where) if where.isdecimal() else 0


def same_title(left: str, right: str) -> bool:
    return normal_form(left) == normal_form(right)
