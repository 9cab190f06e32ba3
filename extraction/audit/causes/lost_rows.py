"""Rows that are missing or printed twice, and figures in the wrong column of their row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from extraction.audit.causes.equations import Equation
from extraction.audit.causes.misprints import print_size
from extraction.audit.findings import Cause, CauseKind
from extraction.records import Disclosure
from extraction.relations import Operand


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of all tables by their codes."""

    codes: Mapping[tuple[int, int, str], str]
    """The full code of each row, by table, number and label."""
    below: Mapping[str, Mapping[Decimal, set[str]]]
    """For each code the figures right below it in any table (money in 元): codes and names."""

    @classmethod
    def of(cls, disclosure: Disclosure) -> "Rows":
        """The rows of a document that bear codes."""
        codes: dict[tuple[int, int, str], str] = {}
        below: dict[str, dict[Decimal, set[str]]] = {}
        for table in disclosure.tables:
            for row in table.rows:
                if row.full_code:
                    codes[table.number, row.number, row.label] = row.full_code
                    known = below.setdefault(row.full_code[:-2], {})
                    for cell in row.cells:
                        if cell.amount and cell.amount.value:
                            names = known.setdefault(cell.amount.size, set())
                            names.add(f"{row.full_code}{row.label}")
        return cls(codes, below)

    def code(self, operand: Operand) -> str:
        """The full code of a figure's row; empty where it has none."""
        return self.codes.get((operand.table or 0, operand.row, operand.label), "")


def find_known_rows(
    equations: Sequence[Equation], rows: Rows
) -> Iterator[tuple[Cause, list[Equation]]]:
    """Rows printed twice, figures in the wrong column, rows missing that other tables print."""
    for columns in _by_rows(equations):
        cause = _find_repeated(columns) or _find_moved(columns) or _find_left_out(columns, rows)
        if cause:
            yield cause, columns


def find_missing_rows(equations: Sequence[Equation]) -> Iterator[tuple[Cause, list[Equation]]]:
    """Totals that have more than their parts in several columns: one of the rows is missing."""
    for columns in _by_rows(equations):
        total = columns[0].outcome.relation.total
        # Columns that hold the same figures say no more than one does.
        if len(set(map(_figures, columns))) > 1 and all(column.rest > 0 for column in columns):
            yield (
                _missing(
                    columns,
                    f"“{total.code}{total.label}”之下的",
                    f" under “{total.code}{total.label}”",
                ),
                columns,
            )


def _by_rows(equations: Iterable[Equation]) -> Iterable[list[Equation]]:
    """Broken sums of the same rows, one a column."""
    found: dict[tuple[object, ...], list[Equation]] = {}
    for equation in equations:
        total, parts = equation.outcome.relation.total, equation.outcome.relation.parts
        rows = tuple(part.row for part in parts)
        if equation.is_broken and total.table and total.row not in rows:
            key = (equation.outcome.relation.rule, total.table, total.row, rows)
            found.setdefault(key, []).append(equation)
    return found.values()


def _find_repeated(columns: Sequence[Equation]) -> Cause | None:
    """A row that stands twice under one total, which holds it once."""
    parts = columns[0].outcome.relation.parts
    same: dict[tuple[str, str], list[int]] = {}
    for at, part in enumerate(parts):
        if part.label:
            same.setdefault((part.code, part.label), []).append(at)
    for at in chain.from_iterable(own[1:] for own in same.values()):
        other = parts[at]
        if all(_explains(-_size(column, at), column) for column in columns):
            name = f"{other.code}{other.label}"
            return Cause(
                kind=CauseKind.REPEATED_ROW,
                cell=other,
                tying="",
                zh=f"“{name}”一行疑为重复",
                en=f"The row “{name}” may be printed twice.",
            )
    return None


def _find_moved(columns: Sequence[Equation]) -> Cause | None:
    """A figure in the wrong column of its row: one column lacks it, another has too much by it."""
    if len(columns) != 2:
        return None
    lacking, having = sorted(columns, key=lambda column: -column.rest)
    for at, part in enumerate(having.outcome.relation.parts):
        size = _size(having, at)
        moved = size and not _size(lacking, at)
        if moved and _explains(size, lacking) and _explains(-size, having):
            column = lacking.outcome.relation.total.column
            return Cause(
                kind=CauseKind.MOVED_FIGURE,
                cell=part,
                tying="",
                zh=f"“{part.code}{part.label}”的{part.printed}疑应列在“{column}”列",
                en=f"{part.printed} of “{part.code}{part.label}” may belong in column “{column}”.",
            )
    return None


def _find_left_out(columns: Sequence[Equation], rows: Rows) -> Cause | None:
    """A row that another table prints under the same code, with the figures that are lacking."""
    total, parts = columns[0].outcome.relation.total, columns[0].outcome.relation.parts
    known = rows.below.get(rows.code(total), {})
    names = set[str].intersection(*(known.get(column.rest, set()) for column in columns))
    names -= {f"{rows.code(part)}{part.label}" for part in parts}
    if len(names) != 1:
        return None
    [name] = names
    return _missing(columns, f"“{name}”", f" “{name}”")


def _missing(columns: Sequence[Equation], zh: str, en: str) -> Cause:
    total = columns[0].outcome.relation.total
    lack = "、".join(_in_column(column) for column in columns)
    return Cause(
        kind=CauseKind.MISSING_ROW,
        cell=total,
        tying=_in_column(columns[0]),
        zh=f"疑缺{zh}一行（{lack}）",
        en=f"A row{en} may be missing ({lack}).",
    )


def _figures(column: Equation) -> tuple[Decimal, Decimal]:
    total = column.outcome.relation.total.amount
    return column.rest, total.value if total else Decimal(0)


def _size(column: Equation, at: int) -> Decimal:
    amount = column.outcome.relation.parts[at].amount
    return amount.size if amount else Decimal(0)


def _explains(rest: Decimal, column: Equation) -> bool:
    """Whether a rest is what a column lacks or has too much, within what rounding explains."""
    return bool(rest) and column.ties(-rest)


def _in_column(column: Equation) -> str:
    """What a column lacks, in its own unit."""
    total = column.outcome.relation.total
    return print_size(total, column.rest)
