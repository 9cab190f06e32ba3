"""Which rows of a table add up to which: by codes, by ordinals, or by the figures themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.columns import is_total
from extraction.records import Row
from extraction.sources import are_whole
from extraction.text import normal_form, ordinal_rank

_SUBSET = re.compile(r"^其中[:：]?")
_FIRST = re.compile(r"^(?:一[、.]|\(一\)|1[、.](?!\d)|\(1\))")
_PLAIN_TOTAL = re.compile(r"(?:(?:本年)?(?:收入|支出))?(?:合计|总计)")
_CARRIED = re.compile(r"(?:年初|年末|年终|上年|结余分配|使用|用事业基金)")
_BALANCING = re.compile(r"结转|结余|弥补|使用")
# Basic expenditure by economic class: the totals of personnel and of what else there is.
_OF_CLASSES = re.compile(r"(?:(?P<personnel>人员)|公用)(?:经费|支出)(?:合计|小计|总计)")
_PERSONNEL = frozenset({"301", "303"})
_OPERATING = frozenset({"302", "307", "309", "310", "311", "312", "313", "399"})


@dataclass(frozen=True, slots=True)
class RowSum:
    """A row and the rows that it adds up."""

    rule: str
    total: Row
    parts: tuple[Row, ...]
    weak: str = ""


CODE_HIERARCHY = "code_hierarchy"
GRAND_TOTAL = "grand_total"
SIDE_TOTAL = "side_total"
LIST_TOTAL = "list_total"

_UNSURE = "the rows bear neither codes nor ordinals: their levels are not printed"
# Equal and zero rows have more nestings than can be tried; the search goes as deep as rows stand.
_MOST_STEPS = 5_000
_MOST_ROWS = 300
_MIXED = "codes of units and of the classification stand in one column"
_SOME_PARTS = "the rows below need not be all the parts"


def code_sums(rows: Sequence[Row], codes: Mapping[int, str], unsure: str) -> list[RowSum]:
    """Class = its groups, group = its items, 合计 = the classes; `codes` by index into `rows`.

    `unsure` says why the classes need not be all that 合计 adds up; empty if they are.
    """
    # Among codes of units one of three digits may be a unit's or a class's.
    mixed = _MIXED if len({len(code) % 2 for code in codes.values()}) > 1 else ""
    parents = _code_parents(codes)
    children: dict[int, list[int]] = {}
    for index, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(index)
    sums = [
        RowSum(CODE_HIERARCHY, rows[parent], tuple(rows[child] for child in below), mixed)
        for parent, below in sorted(children.items())
    ]
    outer = [index for index, parent in parents.items() if parent is None]
    tops = tuple(rows[index] for index in outer)
    totals = [row for row in rows if row.is_total and _sums_all(normal_form(row.label))]
    sums += [RowSum(GRAND_TOTAL, total, tops, unsure or mixed) for total in totals if tops]
    return sums + _class_sums(rows, {codes[index]: rows[index] for index in outer})


def _class_sums(rows: Sequence[Row], classes: Mapping[str, Row]) -> list[RowSum]:
    """The totals of personnel and operating expenditure, where the classes of both stand by."""
    if not classes.keys() <= _PERSONNEL | _OPERATING:
        return []
    sums = []
    for row in rows:
        found = _OF_CLASSES.fullmatch(normal_form(row.label))
        own = _PERSONNEL if found and found["personnel"] else _OPERATING
        parts = tuple(top for code, top in classes.items() if code in own)
        if found and 0 < len(parts) < len(classes):
            sums.append(RowSum(GRAND_TOTAL, row, parts))
    return sums


def _sums_all(label: str) -> bool:
    """Whether the name of a total leaves out no row: a plain one, or one that rules don't know."""
    return _PLAIN_TOTAL.fullmatch(label) is not None or not is_total(label)


def _code_parents(codes: Mapping[int, str]) -> dict[int, int | None]:
    """For each row the row with the longest shorter code that leads its own.

    Where a code comes again (one block of rows for each unit), it is the nearest one above.
    """
    rows_of: dict[str, list[int]] = {}
    for index, code in codes.items():
        rows_of.setdefault(code, []).append(index)
    parents: dict[int, int | None] = {}
    for index, code in codes.items():
        leading = next((code[:n] for n in range(len(code) - 1, 0, -1) if code[:n] in rows_of), None)
        if leading is None:
            parents[index] = None
        else:
            above = [other for other in rows_of[leading] if other < index]
            parents[index] = above[-1] if above else rows_of[leading][0]
    return parents


def ordinal_sums(rows: Sequence[Row]) -> list[list[RowSum]]:
    """Sums of a side whose rows bear ordinals; of each inner list at most one holds.

    A total adds up what stands since the last one, with that one, or, leading, what stands below
    it; a row is the parent of a numbering that begins below it.
    """
    marks = [_Mark.read(row) for row in rows]
    parents = _numbered_parents(marks)
    children: dict[int, list[int]] = {}
    for index, parent in enumerate(parents):
        if parent is not None:
            children.setdefault(parent, []).append(index)
    sums = [_children_sum(rows, marks, index, below) for index, below in sorted(children.items())]
    tops = [index for index, parent in enumerate(parents) if parent is None]
    addends: list[int] = []
    for at, index in enumerate(tops):
        if not marks[index].total:
            addends.append(index)
            continue
        below = tops[at + 1 :]
        leads = at == 0 and not any(marks[i].total for i in below)
        sums.append(_total_sums(rows, marks, index, below if leads else addends))
        addends = [index]
    return [group for group in sums if group]


@dataclass(frozen=True, slots=True)
class _Mark:
    """The ordinal of a row: its rank (0 for 一、), whether it is a first, whether 其中 leads it."""

    rank: int | None
    first: bool
    subset: bool
    outer: bool
    """Whether it is carried over or forward, as what stands under a side's total is."""
    total: bool

    @classmethod
    def read(cls, row: Row) -> "_Mark":
        label = normal_form(row.label)
        subset = _SUBSET.match(label) is not None
        label = _SUBSET.sub("", label)
        rank = ordinal_rank(label)
        # `（一）车辆数合计` is the parent of the numbering below it, no sum of what stands above.
        first, outer = _FIRST.match(label) is not None, _CARRIED.match(label) is not None
        return cls(rank, first, subset, outer and not subset, row.is_total and rank is None)


def _numbered_parents(marks: Sequence[_Mark]) -> list[int | None]:
    """For each row the row above that its numbering, or its lack of one, stands under."""
    parents: list[int | None] = [None] * len(marks)
    open_: dict[int, int | None] = {}
    ordinal: int | None = None
    for index, mark in enumerate(marks):
        if mark.total:
            open_.clear()
            ordinal = None
            continue
        if mark.rank is None:
            if mark.subset and index:
                ordinal = index - 1 if parents[index - 1] is None else parents[index - 1]
            elif mark.outer:
                ordinal = None
            parents[index] = ordinal
            continue
        if mark.first and (index and not marks[index - 1].total):
            upper = marks[index - 1]
            inner = upper.rank is None or upper.rank < mark.rank
            open_[mark.rank] = index - 1 if inner else parents[index - 1]
        parents[index] = open_.get(mark.rank)
        if mark.first and parents[index] is None:
            open_[mark.rank] = None
        ordinal = index
    return parents


def _children_sum(
    rows: Sequence[Row], marks: Sequence[_Mark], index: int, children: Sequence[int]
) -> list[RowSum]:
    numbered = all(marks[i].rank is not None for i in children)
    parts = tuple(rows[i] for i in children)
    named = "三公" in rows[index].label or are_whole(rows[index].label, [p.label for p in parts])
    whole = named or (numbered and not marks[children[0]].subset)
    return [RowSum(CODE_HIERARCHY, rows[index], parts, "" if whole else _SOME_PARTS)]


def _total_sums(
    rows: Sequence[Row], marks: Sequence[_Mark], total: int, addends: Sequence[int]
) -> list[RowSum]:
    """What a total may add up: all rows, or only those with ordinals and what balances."""
    all_parts = tuple(rows[i] for i in addends)
    sure = [
        i
        for i in addends
        if marks[i].rank is not None or marks[i].total or _BALANCING.search(rows[i].label)
    ]
    kept = tuple(rows[i] for i in sure)
    if kept == all_parts:
        return [RowSum(SIDE_TOTAL, rows[total], all_parts)] if all_parts else []
    readings = [all_parts, kept] if kept else [all_parts]
    return [RowSum(SIDE_TOTAL, rows[total], parts, _SOME_PARTS) for parts in readings]


def nested_sums(rows: Sequence[Row], values: Sequence[Decimal]) -> list[RowSum]:
    """Sums of rows without levels, found from the figures: totals lead what they add up.

    The total of all leads too, or else stands behind what it adds up, each with the one before.
    """
    if rows and rows[0].is_total:
        return _nest(rows, values, list(range(len(rows))))
    sums: list[RowSum] = []
    parts: list[int] = []
    for index, row in enumerate(rows):
        if row.is_total:
            sums += _nest(rows, values, [index, *parts])
            parts = [index]
        else:
            parts.append(index)
    return sums


def _nest(rows: Sequence[Row], values: Sequence[Decimal], order: Sequence[int]) -> list[RowSum]:
    """The sums that make the first of some rows the sum of the others.

    Where no nesting does, the sum of them all is put to the check, and need not hold.
    """
    total, parts = order[0], order[1:]
    whole = [RowSum(LIST_TOTAL, rows[total], tuple(rows[i] for i in parts), _UNSURE)]
    if not parts or sum((values[i] for i in parts), Decimal(0)) == values[total]:
        return whole if parts else []
    nesting = _Nesting(tuple(values[i] for i in order))
    if len(order) > _MOST_ROWS or not nesting.place(0, len(order)):
        return whole
    return [
        RowSum(LIST_TOTAL, rows[order[parent]], tuple(rows[order[i]] for i in children), _UNSURE)
        for parent, children in sorted(nesting.children.items())
    ]


class _Nesting:
    """The search for a nesting of rows in which every parent is the sum of its children."""

    def __init__(self, values: tuple[Decimal, ...]) -> None:
        self.values = values
        self.children: dict[int, list[int]] = {}
        self._failed: set[tuple[int, Decimal, int]] = set()
        self._steps = 0

    def place(self, parent: int, end: int) -> bool:
        """Make the rows up to `end` the descendants of a row."""
        return self._fill(parent + 1, self.values[parent], end, parent)

    def _fill(self, start: int, left: Decimal, end: int, parent: int) -> bool:
        """Split rows into children of a parent that add up to what is left of its value."""
        if start == end:
            return not left
        self._steps += 1
        key = (start, left, end)
        if key in self._failed or self._steps > _MOST_STEPS:
            return False
        value = self.values[start]
        for stop in self._ends(start, end) if abs(value) <= abs(left) or not value else ():
            if stop > start + 1 and not self.place(start, stop):
                continue
            if self._fill(stop, left - value, end, parent):
                self.children.setdefault(parent, []).insert(0, start)
                return True
            for row in range(start, stop):
                self.children.pop(row, None)
        self._failed.add(key)
        return False

    def _ends(self, start: int, end: int) -> Iterator[int]:
        """Where the descendants of a row may end: where running sums reach its value, or none."""
        yield start + 1
        value = self.values[start]
        if not value or self._steps > _MOST_STEPS:
            return
        running = Decimal(0)
        for stop in range(start + 1, end):
            running += self.values[stop]
            if running >= value:
                yield stop + 1
