"""Sums over blank cells: figures that stand in another column, and parts that are left out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extraction.relations import Operand, Outcome, Relation, Remark, Verdict
from extraction.sources import are_whole

TORN = "a row of the table has lost cells"
UNPLACED = "a cell is blank in a row of which a figure has no sure column"

_Cell = tuple[int, str]


def whole_cells(along: Iterable[Outcome]) -> set[_Cell]:
    """The row and column of each outermost total of a row that its parts add up to: it stands in
    its own column, even if its row may have lost a cell."""
    tied = [one.relation for one in along if one.verdict.holds and _value(one.relation.total)]
    inner = {_cell(part) for relation in tied for part in relation.parts}
    return {_cell(relation.total) for relation in tied} - inner


def break_blanks(down: Sequence[Outcome], along: Sequence[Outcome]) -> Iterator[Outcome]:
    """The verdicts on sums down columns, broken where a total has only blank parts and surely
    should not: it has no others, or they stand in another column in which it is blank.

    That a row is the sum of some may be sure by another column, in which it ties.
    """
    tied = _columns_of(along)
    proven = {_rows(one.relation) for one in down if one.verdict.holds and one.computed}
    blank = _by_rows(one.relation for one in down if one.relation.total.amount is None)
    for outcome in down:
        relation = outcome.relation
        lacks = _value(relation.total) and not any(part.amount for part in relation.parts)
        if not lacks or not _is_sure(relation, proven):
            yield outcome
        elif not relation.weak and are_whole(
            relation.total.label, [part.label for part in relation.parts]
        ):
            yield replace(outcome, verdict=Verdict.BROKEN, reason="", computed=Decimal(0))
        else:
            others = [o for o in blank.get(_rows(relation), ()) if _is_sure(o, proven)]
            moved = next((one for one in others if _is_moved(relation, one, tied)), None)
            yield _tell(outcome, moved) if moved else outcome


def _is_sure(relation: Relation, proven: Collection[tuple[int, ...]]) -> bool:
    """Whether a row must be the sum of others, as far as their cells stand in their columns."""
    if relation.weak in (TORN, UNPLACED):
        return False
    return not relation.weak or _rows(relation) in proven


def _tell(outcome: Outcome, moved: Relation) -> Outcome:
    column = moved.total.column
    worked = Remark(
        f"其下各行此列均为空，所列在“{column}”列",
        f"The rows below it are blank here: they print it in column “{column}”.",
    )
    return Outcome(outcome.relation, Verdict.BROKEN, "", Decimal(0), worked)


def _is_moved(relation: Relation, other: Relation, tied: dict[int, list[set[str]]]) -> bool:
    """Whether the parts of a total stand in another column, in rows whose own totals count both."""
    parts = [part for part in other.parts if part.amount]
    units = {part.amount.unit for part in parts if part.amount}
    own = relation.total.amount
    columns = {relation.total.column, other.total.column}
    return (
        own is not None
        and units == {own.unit}
        and sum(map(_value, parts), Decimal(0)) == own.value
        and all(
            any(columns <= counted for counted in tied.get(one.row, ()))
            for one in (relation.total, *parts)
        )
    )


def _columns_of(along: Iterable[Outcome]) -> dict[int, list[set[str]]]:
    """For each row the columns that each of its totals that tie adds up."""
    found: dict[int, list[set[str]]] = {}
    for outcome in along:
        if outcome.verdict.holds:
            columns = {part.column for part in outcome.relation.parts}
            found.setdefault(outcome.relation.total.row, []).append(columns)
    return found


def _by_rows(relations: Iterable[Relation]) -> dict[tuple[int, ...], list[Relation]]:
    found: dict[tuple[int, ...], list[Relation]] = {}
    for relation in relations:
        found.setdefault(_rows(relation), []).append(relation)
    return found


def _rows(relation: Relation) -> tuple[int, ...]:
    return (relation.total.row, *(part.row for part in relation.parts))


def _cell(operand: Operand) -> _Cell:
    return operand.row, operand.column


def _value(operand: Operand) -> Decimal:
    return operand.amount.value if operand.amount else Decimal(0)
