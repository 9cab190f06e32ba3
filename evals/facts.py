"""Metrics of extraction: labels and what was read in, counts and named misses out."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, product

from evals.gold import FindingKind, FindingLabel, TableLabel
from extraction import FactRow, Table
from extraction.text import normal_form


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
    right: int
    """Number of pairs that agree in table, code, label, column and value."""
    left_out: int
    """Number of extracted facts in tables that are labelled as holding none."""
    missing: tuple[Miss, ...]
    """Labelled facts that were not read, in the order of the labels."""
    invented: tuple[Miss, ...]
    """Extracted facts that are not labelled, in the order of extraction."""

    @property
    def precision(self) -> float:
        """The share of the extracted facts that are right; 0 where none of several was read."""
        return share(self.right, self.actual, otherwise=not self.expected)

    @property
    def recall(self) -> float:
        """The share of the labelled facts that were read right."""
        return share(self.right, self.expected, otherwise=True)


@dataclass(frozen=True, slots=True)
class TableMatch:
    """One labelled table, and whether the extracted one agrees with it."""

    label: TableLabel
    """The labelled table."""
    table: Table | None
    """The extracted table; None where it was not found, and then nothing agrees."""
    kind: bool
    """Whether the kind agrees."""
    title: bool
    """Whether the title agrees in its normal form."""
    unit: bool
    """Whether the unit agrees; none agrees with none."""
    rows: bool
    """Whether the number of body rows agrees."""


@dataclass(frozen=True, slots=True)
class TableScore:
    """Which labelled tables were found, and which extracted ones stand alone."""

    matches: tuple[TableMatch, ...]
    """One for every labelled table, in reading order."""
    surplus: tuple[Table, ...]
    """Extracted tables that are the counterpart of no label."""

    @property
    def found(self) -> int:
        """Number of labelled tables that were found."""
        return sum(match.table is not None for match in self.matches)

    @property
    def kinds(self) -> int:
        """Number of labelled tables whose kind agrees."""
        return sum(match.kind for match in self.matches)


@dataclass(frozen=True, slots=True)
class FoundFinding:
    """A finding of the checks, as far as labels can judge it."""

    kind: str
    """The kind, in the words of the labels (`row_sum`)."""
    severity: str
    """The severity, in the words of the labels (`rounding`)."""
    places: tuple[str, ...]
    """Its own place and those of its cells: lines of a text, pages of a PDF."""
    printed: tuple[str, ...]
    """What is printed at those places."""


@dataclass(frozen=True, slots=True)
class FindingScore:
    """Which labels a finding meets, and which findings meet a label."""

    met: tuple[FindingLabel, ...]
    """Labels that at least one finding meets."""
    missed: tuple[FindingLabel, ...]
    """Labels that no finding meets."""
    true: tuple[FoundFinding, ...]
    """Findings that meet at least one label."""
    false: tuple[FoundFinding, ...]
    """Findings that meet no label."""

    @property
    def precision(self) -> float:
        """The share of the findings that meet a label."""
        return share(len(self.true), len(self.true + self.false), otherwise=not self.labels)

    @property
    def recall(self) -> float:
        """The share of the labels that are met."""
        return share(len(self.met), self.labels, otherwise=True)

    @property
    def labels(self) -> int:
        """Number of labels."""
        return len(self.met) + len(self.missed)


def share(part: int, whole: int, *, otherwise: bool) -> float:
    """`part` of `whole`; of nothing it is 1 if `otherwise`, else 0."""
    return part / whole if whole else float(otherwise)


def score_facts(
    expected: Sequence[FactRow], actual: Sequence[FactRow], labels: Sequence[TableLabel] = ()
) -> FactScore:
    """Judge extracted facts by labelled ones; `labels` names the tables that hold no fact."""
    spots = {fact.table: _Spot(fact.title, fact.where) for fact in reversed(actual)}
    pairs, empty = _pair_tables(labels, spots, expected, actual)
    counted = [fact for fact in actual if fact.table not in empty.values()]
    wanted = [_Entry(fact, pairs.get(fact.table)) for fact in expected]
    given = [_Entry(fact, fact.table) for fact in counted]
    right, wanted, given = _join(wanted, given, _FACT)
    missing, invented = _explain(wanted, given)
    return FactScore(
        expected=len(expected),
        actual=len(counted),
        right=len(right),
        left_out=len(actual) - len(counted),
        missing=missing,
        invented=invented,
    )


def score_tables(
    labels: Sequence[TableLabel],
    tables: Sequence[Table],
    expected: Sequence[FactRow],
    actual: Sequence[FactRow],
) -> TableScore:
    """Judge extracted tables by labelled ones; the facts of both pair them."""
    spots = {table.number: _table_spot(table) for table in tables}
    with_facts, without = _pair_tables(labels, spots, expected, actual)
    pairs = with_facts | without
    numbered = {table.number: table for table in tables}
    return TableScore(
        matches=tuple(
            _match_table(label, numbered.get(pairs.get(label.table, 0))) for label in labels
        ),
        surplus=tuple(table for table in tables if table.number not in pairs.values()),
    )


def score_findings(
    labels: Sequence[FindingLabel], findings: Sequence[FoundFinding]
) -> FindingScore:
    """Judge findings by labels: recall counts labels, precision counts findings."""
    met = {label for label in labels if any(_meets(finding, label) for finding in findings)}
    true = {finding for finding in findings if any(_meets(finding, label) for label in labels)}
    return FindingScore(
        met=tuple(label for label in labels if label in met),
        missed=tuple(label for label in labels if label not in met),
        true=tuple(finding for finding in findings if finding in true),
        false=tuple(finding for finding in findings if finding not in true),
    )


_CELL = ("code", "label", "column", "value")
_FACT = ("table", *_CELL)
# What two misses still share, from the nearest to the farthest, and what that makes of them.
_ROUNDS = (
    (Cause.DIGITS, ("table", "code", "label", "column")),
    (Cause.PLACE, _CELL),
    (Cause.LABEL, ("table", "code", "label", "value")),
    (Cause.LABEL, ("table", "label", "column", "value")),
    (Cause.LABEL, ("table", "code", "column", "value")),
    (Cause.LABEL, ("table", "label", "value")),
    (Cause.LABEL, ("table", "column", "value")),
)


class _Entry:
    """A fact in its normal form, its table numbered as the extracted ones are."""

    def __init__(self, fact: FactRow, table: int | None) -> None:
        self.fact = fact
        self.parts = {name: normal_form(getattr(fact, name)) for name in _CELL}
        self.table = table

    def key(self, names: Iterable[str]) -> tuple[object, ...]:
        """The named parts, to be compared."""
        return tuple(self.table if name == "table" else self.parts[name] for name in names)


_Pairs = list[tuple[_Entry, _Entry]]


def _join(
    wanted: Sequence[_Entry], given: Sequence[_Entry], names: Sequence[str]
) -> tuple[_Pairs, list[_Entry], list[_Entry]]:
    """Pairs that agree in the named parts, one to one in order, and what both sides keep.

    A wanted fact without a column agrees with any column. It comes last: what it takes could
    be the only match of another, and one of its kind is as good for it as the next.
    """
    split: dict[bool, list[_Entry]] = {True: [], False: []}
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


def _take(wanted: Iterable[_Entry], given: Iterable[_Entry], names: Sequence[str]) -> _Pairs:
    waiting: dict[tuple[object, ...], deque[_Entry]] = defaultdict(deque)
    for entry in given:
        waiting[entry.key(names)].append(entry)
    return [(entry, found.popleft()) for entry in wanted if (found := waiting[entry.key(names)])]


def _explain(
    wanted: Sequence[_Entry], given: Sequence[_Entry]
) -> tuple[tuple[Miss, ...], tuple[Miss, ...]]:
    """The misses of both sides in their order, each with its nearest counterpart."""
    missing, invented = list(wanted), list(given)
    misses: dict[_Entry, Miss] = {}
    for cause, names in _ROUNDS:
        pairs, missing, invented = _join(missing, invented, names)
        for left, right in pairs:
            misses[left] = Miss(left.fact, right.fact, cause)
            misses[right] = Miss(right.fact, left.fact, cause)
    misses |= {entry: Miss(entry.fact, None, Cause.MISSING) for entry in missing}
    misses |= {entry: Miss(entry.fact, None, Cause.INVENTED) for entry in invented}
    return tuple(misses[entry] for entry in wanted), tuple(misses[entry] for entry in given)


@dataclass(frozen=True, slots=True)
class _Spot:
    """What an extracted table can be known by where no labelled fact is in it."""

    title: str
    where: str


def _pair_tables(
    labels: Sequence[TableLabel],
    spots: Mapping[int, _Spot],
    expected: Sequence[FactRow],
    actual: Sequence[FactRow],
) -> tuple[dict[int, int], dict[int, int]]:
    """Labelled to extracted tables: those with labelled facts, and those without."""
    wanted, given = _by_table(expected), _by_table(actual)
    pairs = _pair_by(wanted, given, _CELL, least=0.0)
    empty = [label for label in labels if label.table not in wanted]
    left = {number: spots[number] for number in sorted(spots) if number not in pairs.values()}
    found = _pair_empty(empty, left, _spans(labels))
    # These make no fact right; they say that a table was misread, not that it was invented.
    unpaired = {number: wanted[number] for number in wanted if number not in pairs}
    free = {number: given[number] for number in left if number in given.keys() - found.values()}
    return pairs | _pair_by(unpaired, free, ("value",), least=0.5), found


def _by_table(facts: Iterable[FactRow]) -> dict[int, list[_Entry]]:
    tables: dict[int, list[_Entry]] = defaultdict(list)
    for fact in facts:
        tables[fact.table].append(_Entry(fact, fact.table))
    return tables


def _pair_by(
    wanted: Mapping[int, list[_Entry]],
    given: Mapping[int, list[_Entry]],
    names: Sequence[str],
    least: float,
) -> dict[int, int]:
    """Pair tables that share facts, and at least `least` of them; the largest overlap first."""
    ranked = []
    for left, right in product(wanted, given):
        overlap = len(_join(wanted[left], given[right], names)[0])
        if overlap and overlap >= least * max(len(wanted[left]), len(given[right])):
            # Tables of a small agency can agree cell by cell: then by title and order.
            foreign = not _same_title(wanted[left][0].fact.title, given[right][0].fact.title)
            ranked.append((-overlap, foreign, left, right))
    return _choose((left, right) for *_, left, right in sorted(ranked))


def _pair_empty(
    labels: Sequence[TableLabel], spots: Mapping[int, _Spot], spans: Mapping[int, range]
) -> dict[int, int]:
    """Pair tables that hold no fact: those of the same title first, then those in place."""
    by_title, by_place = [], []
    for label, (number, spot) in product(labels, spots.items()):
        if _same_title(label.title, spot.title):
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


def _same_title(left: str, right: str) -> bool:
    return normal_form(left) == normal_form(right)


def _table_spot(table: Table) -> _Spot:
    return _Spot(table.title.printed if table.title else "", str(table.source.line))


def _match_table(label: TableLabel, table: Table | None) -> TableMatch:
    if table is None:
        return TableMatch(label, None, kind=False, title=False, unit=False, rows=False)
    return TableMatch(
        label,
        table,
        kind=table.kind == label.kind,
        title=_same_title(label.title, _table_spot(table).title),
        unit=(table.unit or "") == label.unit,
        # Rows left blank keep their numbers, so the last number counts them.
        rows=max((row.number for row in table.rows), default=0) == label.rows,
    )


# A total against its parts is one disagreement, whichever way the parts lie.
_SUMS = {FindingKind.ROW_SUM, FindingKind.COLUMN_SUM, FindingKind.HIERARCHY_SUM}


def _meets(finding: FoundFinding, label: FindingLabel) -> bool:
    """Whether the label's group, place and print are among those of the finding."""
    same_group = finding.kind == label.kind or {finding.kind, label.kind} <= _SUMS
    figures = {_figure(printed) for printed in finding.printed}
    return same_group and label.where in finding.places and _figure(label.printed) in figures


def _figure(printed: str) -> str:
    """The print without separators and sign: in prose the sign is a word (减少)."""
    return normal_form(printed).replace(",", "").lstrip("+-−")
