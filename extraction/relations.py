"""Arithmetic relations between printed figures, and the exact verdict on each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from extraction.money import last_place
from extraction.records import Amount, Cell, Record, Row, Source, Table


class Verdict(StrEnum):
    """What came of a rule at one place."""

    TIED = "tied"
    ROUNDING = "rounding"
    BROKEN = "broken"
    NOT_CHECKABLE = "not checkable"

    @property
    def holds(self) -> bool:
        """Whether the figures agree, give or take what rounding explains."""
        return self in (Verdict.TIED, Verdict.ROUNDING)


class Operand(Record):
    """One printed figure in a relation: a cell of a table, or a figure of the prose."""

    table: int | None
    """Number of the table in the document, from 1; null in the prose."""
    row: int
    """Number of the body row, from 1; 0 in the prose."""
    code: str
    """The row's code as printed, empty where none is."""
    label: str
    """The row's name without white space; in the prose, what the figure is of."""
    column: str
    """The header path, joined by `/`; in the prose, the headings over the sentence."""
    printed: str
    """What is printed: empty for a blank cell; in the prose, the figure with its unit."""
    amount: Amount | None
    """The quantity; null where the cell holds none."""
    where: str
    """Where a person finds it: its cell, page or line."""
    source: Source
    """Its place."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A total that must equal the sum of its parts."""

    rule: str
    total: Operand
    parts: tuple[Operand, ...]
    weak: str = ""
    """Why the relation need not hold (a list that names only some parts); empty if it must."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of a relation that does not hold, in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A relation and its verdict; amounts in the total's unit."""

    relation: Relation
    verdict: Verdict
    reason: str
    computed: Decimal | None
    worked: Remark | None = None
    """How it is computed, where that is no sum."""
    meant: str = ""
    """The words that should stand there, where no amount should."""


class Operands:
    """The cells of a table as operands, those of a row made once."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._made: dict[int, tuple[Operand, ...]] = {}

    def of(self, row: Row) -> tuple[Operand, ...]:
        """Those of one of its rows, in the order of the cells."""
        made = self._made.get(id(row))
        if made is None:
            made = tuple(operand(self.table, row, cell) for cell in row.cells)
            self._made[id(row)] = made
        return made


def operand(table: Table, row: Row, cell: Cell) -> Operand:
    """A cell of a table as an operand."""
    column = table.columns[cell.column].path if cell.column is not None else ()
    return Operand(
        table=table.number,
        row=row.number,
        code=row.code.printed if row.code else "",
        label=row.label,
        column="/".join(column),
        printed=cell.printed,
        amount=cell.amount,
        where=cell.source.where,
        source=cell.source,
    )


def column_place(values: Iterable[Decimal]) -> Decimal | None:
    """One unit of the last place of a column: the finest that two of its figures print, for a
    place that only one prints may be a slip of the point; None where no figure but zero stands."""
    counts = Counter(last_place(value) for value in values if value)
    shared = [place for place, count in counts.items() if count > 1]
    return min(shared or counts, default=None)


class Places:
    """The last places of tables' columns: a bare `12` among `3.05` is as exact as that."""

    def __init__(self, tables: Iterable[Table] = ()) -> None:
        self._tables = tuple(tables)
        self._known: dict[tuple[int, str], Decimal] | None = None

    def of(self, operand: Operand, amount: Amount) -> Decimal:
        """One unit of the last place at which a figure was rounded: its column's, or its own."""
        own = last_place(amount.value)
        if operand.table is None:
            return own
        if self._known is None:
            self._known = self._read()
        return min(own, self._known.get((operand.table, operand.column), own))

    def _read(self) -> dict[tuple[int, str], Decimal]:
        values: dict[tuple[int, str], list[Decimal]] = {}
        for table in self._tables:
            paths = ["/".join(column.path) for column in table.columns]
            for cell in (cell for row in table.rows for cell in row.cells):
                if cell.amount and cell.column is not None:
                    key = table.number, paths[cell.column]
                    values.setdefault(key, []).append(cell.amount.value)
        places = {key: column_place(own) for key, own in values.items()}
        return {key: place for key, place in places.items() if place is not None}


_OWN_PLACES = Places()


def judge(relation: Relation, places: Places = _OWN_PLACES) -> Outcome:
    """The exact verdict: a gap inside what rounding explains is `rounding`, at zero `tied`.

    So is a total that is cut at its own last place. A figure is rounded at the last place that is
    known of its column, else at its own.
    """
    total = relation.total.amount
    parts = [(part, part.amount) for part in relation.parts if part.amount is not None]
    amounts = [amount for _, amount in parts]
    if total is None:
        return Outcome(relation, Verdict.NOT_CHECKABLE, "the total is not printed", None)
    if not amounts:
        return Outcome(relation, Verdict.NOT_CHECKABLE, "no part is printed", None)
    scales = [_scale(amount, total) for amount in amounts]
    if any(scale is None for scale in scales):
        return Outcome(relation, Verdict.NOT_CHECKABLE, "the units differ", None)
    scaled = [(*p, s) for p, s in zip(parts, scales, strict=True) if s is not None]
    computed = sum((amount.value * scale for _, amount, scale in scaled), Decimal(0))
    gap = abs(total.value - computed)
    if not gap:
        return Outcome(relation, Verdict.TIED, "", computed)
    units = [places.of(part, amount) * scale for part, amount, scale in scaled if amount.value]
    slack = sum(units, places.of(relation.total, total)) / 2
    if gap < slack or computed.quantize(last_place(total.value), ROUND_DOWN) == total.value:
        return Outcome(relation, Verdict.ROUNDING, "", computed)
    if relation.weak:
        return Outcome(relation, Verdict.NOT_CHECKABLE, relation.weak, computed)
    return Outcome(relation, Verdict.BROKEN, "", computed)


def judge_family(relations: Sequence[Relation], places: Places) -> list[Outcome]:
    """Verdicts on one rule over the rows or columns of a table."""
    return doubt_family([judge(relation, places) for relation in relations])


def doubt_family(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The verdicts as they are; none is sure where three or more break and none ties.

    Then the table was misread.
    """
    verdicts = [
        o.verdict for o in outcomes if o.relation.total.amount and o.relation.total.amount.value
    ]
    broken = verdicts.count(Verdict.BROKEN)
    if broken >= 3 and not any(verdict.holds for verdict in verdicts):
        reason = "no row or column of the table ties this way: its layout is not understood"
        return [
            Outcome(o.relation, Verdict.NOT_CHECKABLE, reason, o.computed)
            if o.verdict is Verdict.BROKEN
            else o
            for o in outcomes
        ]
    return list(outcomes)


def _scale(amount: Amount, total: Amount) -> Decimal | None:
    """By what to multiply an amount to have it in the total's unit; None between unlike units."""
    if amount.unit == total.unit:
        return Decimal(1)
    own = amount.unit.in_yuan if amount.unit else None
    other = total.unit.in_yuan if total.unit else None
    return own / other if own and other else None
