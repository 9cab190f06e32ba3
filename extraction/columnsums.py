"""Sums down a column: totals against the rows that they add up."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from extraction.known_names import KNOWN, CodeKind
from extraction.records import Row, Table
from extraction.relations import Operands, Relation, judge
from extraction.rowtrees import RowSum, code_sums, nested_sums, ordinal_sums
from extraction.sidesums import side_sums
from extraction.text import drop_ordinal, normal_form, ordinal_rank
from extraction.vocabulary import Measure

_UNLIKE = {Measure.RATE}
# Functional (201-234), economic (301-313, 399) and government economic codes (501-515, 599).
_CLASSIFIED = re.compile(r"(?:2[0-3]\d|30[1-9]|31[0-3]|399|50[1-9]|51[0-5]|599)(?:\d\d){0,2}")
_CLASS = re.compile(r"2[0-3]\d")
_ITEM = re.compile(r"3\d{4}")
_UNCODED = "some rows bear no code"
Names = Mapping[str, frozenset[str]]


def names_of_codes(tables: Sequence[Table]) -> Names:
    """Which full codes the document prints for a name: they give levels where none are printed."""
    names: dict[str, set[str]] = {}
    for table in tables:
        for row in table.rows:
            if row.label and row.full_code and _CLASSIFIED.fullmatch(row.full_code):
                names.setdefault(normal_form(row.label), set()).add(row.full_code)
    return {name: frozenset(codes) for name, codes in names.items()}


def column_sums(
    table: Table, names: Names, known: Operands | None = None
) -> Iterator[list[Relation]]:
    """For each sum of rows its relations, one for each column of amounts.

    The operands of the table are made anew where none are `known`.
    """
    operands = known or Operands(table)
    for rows in _row_groups(table):
        for group in _row_sums(rows, names, _SHIPPED if len(table.sides) == 1 else {}):
            yield _best([_relations(operands, found) for found in group])


def _shipped_names() -> Names:
    """The names that other disclosures print for one code of a classification alone."""
    found: dict[tuple[str, CodeKind], set[str]] = {}
    for codes in KNOWN.values():
        for known in codes:
            found.setdefault((known.name, known.kind), set()).add(known.code)
    names: dict[str, set[str]] = {}
    for (name, kind), own in found.items():
        if len(own) == 1 and kind is not CodeKind.GOVERNMENT_ECONOMY:
            names.setdefault(name, set()).update(own)
    return {name: frozenset(own) for name, own in names.items()}


_SHIPPED = _shipped_names()


def _row_groups(table: Table) -> list[list[Row]]:
    """The rows of each side; those of all where codes go on from one to the next, as economic
    items do that are printed in several columns to save room."""
    sides = [
        [row for row in table.rows if row.side == side and _in_columns(row)]
        for side in range(len(table.sides))
    ]
    coded = all(len(_codes(rows)) * 2 > len(rows) > 0 for rows in sides)
    alike = len({len(row.cells) for rows in sides for row in rows}) == 1
    return [list(chain(*sides))] if len(sides) > 1 and coded and alike else sides


def _in_columns(row: Row) -> bool:
    return any(cell.column is not None for cell in row.cells)


def _row_sums(rows: Sequence[Row], names: Names, shipped: Names) -> list[list[RowSum]]:
    codes = _codes(rows)
    items = [index for index, row in enumerate(rows) if not row.is_total]
    if codes and len(codes) * 2 > len(items):
        unsure = "" if len(codes) == len(items) and _one_family(codes.values()) else _UNCODED
        return [[found] for found in code_sums(rows, codes, unsure)]
    if any(ordinal_rank(normal_form(row.label).removeprefix("其中:")) is not None for row in rows):
        return ordinal_sums(rows)
    for known in (_codes_by_name(rows, names), _codes_that_follow(rows, names, shipped)):
        if known and len(known) == len(items):
            return [[found] for found in code_sums(rows, known, "")]
    if sums := side_sums(rows, _classes(names) | _SHIPPED_CLASSES):
        return [[found] for found in sums]
    return [[found] for found in nested_sums(rows, _values(rows))]


def _classes(names: Names) -> set[str]:
    """The names of functional classes."""
    return {name for name, codes in names.items() if any(map(_CLASS.fullmatch, codes))}


_SHIPPED_CLASSES = _classes(_SHIPPED)


def _one_family(codes: Iterable[str]) -> bool:
    """Whether codes are all of the classification, or none is (codes of units)."""
    return len({_CLASSIFIED.fullmatch(code) is not None for code in codes}) == 1


def _codes(rows: Sequence[Row]) -> dict[int, str]:
    return {index: row.full_code for index, row in enumerate(rows) if row.full_code}


def _codes_by_name(rows: Sequence[Row], names: Names) -> dict[int, str]:
    """Codes for rows without one, by the names that other tables print with codes.

    Of several codes for a name the one that continues the row above is taken.
    """
    known: dict[int, str] = {}
    above = ""
    for index, row in enumerate(rows):
        codes = names.get(normal_form(drop_ordinal(row.label)), frozenset())
        if row.is_total or not codes:
            continue
        fitting = [c for c in sorted(codes, key=len) if _follows(c, above)]
        above = known[index] = (fitting or sorted(codes, key=len))[0]
    return known


def _codes_that_follow(rows: Sequence[Row], names: Names, shipped: Names) -> dict[int, str]:
    """Codes for rows without one, by the names that other tables or disclosures print with codes.

    There must be one alone that continues the row above; else no row gets any.
    """
    known: dict[int, str] = {}
    above = ""
    for index, row in enumerate(rows):
        if row.is_total:
            continue
        name = normal_form(drop_ordinal(row.label))
        codes = names.get(name, frozenset()) | shipped.get(name, frozenset())
        # An economic item has none below it: its name once more is the row once more.
        fitting = [
            code
            for code in codes
            if code[0] == above[:1] or not above
            if (_follows(code, above) and code != above) or (code == above and _ITEM.match(code))
        ]
        if len(fitting) != 1:
            return {}
        [above] = fitting
        known[index] = above
    return known


def _follows(code: str, above: str) -> bool:
    """Whether a code can stand below another: its child, its sibling, or one further out."""
    return len(code) == 3 or (code[: len(code) - 2] == above[: len(code) - 2] and code != above)


def _values(rows: Sequence[Row]) -> list[Decimal]:
    """The first amount of each row."""
    return [
        next((cell.amount.value for cell in row.cells if cell.amount), Decimal(0)) for row in rows
    ]


def _relations(operands: Operands, found: RowSum) -> list[Relation]:
    relations = []
    for position, cell in enumerate(found.total.cells):
        if cell.column is None or not _adds_up(operands.table, cell.column):
            continue
        total = operands.of(found.total)[position]
        parts = tuple(
            operands.of(row)[at]
            for row in found.parts
            for at, part in enumerate(row.cells)
            if (part.column == cell.column if row.side == found.total.side else at == position)
        )
        if total.amount is not None or any(part.amount is not None for part in parts):
            relations.append(Relation(found.rule, total, parts, found.weak))
    return relations


def _adds_up(table: Table, index: int) -> bool:
    column = table.columns[index]
    money = column.unit is not None and column.unit.in_yuan is not None
    return money and column.measure not in _UNLIKE


def _best(readings: Sequence[list[Relation]]) -> list[Relation]:
    """Of several readings of one sum the one that ties in most columns."""

    def tied(relations: list[Relation]) -> int:
        return sum(judge(relation).verdict.holds for relation in relations)

    return max(readings, key=tied) if len(readings) > 1 else readings[0]
