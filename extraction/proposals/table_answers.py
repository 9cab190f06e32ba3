"""What a model answers about tables: numbers of rows, columns and lines, and words of closed lists.
There is no field into which a figure or a name could be written.
"""

from enum import StrEnum

from pydantic import JsonValue

from extraction.records import Record
from extraction.vocabulary import Fund, Measure, Role, TableKind

_AMOUNTS = [measure.value for measure in Measure]
_ROLES = [role.value for role in Role if role is not Role.AMOUNT]

ColumnWord = StrEnum("ColumnWord", [(word.upper(), word) for word in (*_ROLES, *_AMOUNTS)])  # type: ignore[misc]
"""What a column is: a role, or for amounts what they count (`other` where no word fits)."""


class FundOfColumn(Record):
    """A column whose money comes from one fund."""

    column: int
    fund: Fund


class TableAnswer(Record):
    """What one table is."""

    table: int
    """Its number, as shown."""
    kind: TableKind
    title: int | None
    """Number of the line above that is its title."""
    unit: int | None
    """Number of the line above that names its unit."""
    header: tuple[int, ...]
    """Rows of its header."""
    columns: tuple[ColumnWord, ...]
    """One for each column."""
    sides: tuple[int, ...]
    """Columns at which a further side begins."""
    spans: tuple[tuple[int, ...], ...]
    """Header cells over several columns: row, first column, last column."""
    funds: tuple[FundOfColumn, ...]
    """The columns of a fund of their own."""
    skipped: tuple[int, ...]
    """Rows that are neither header nor body."""
    totals: tuple[int, ...]
    """Rows that add up others."""
    joins: tuple[tuple[int, ...], ...]
    """Rows that are one, a name broken over them."""
    pairs: tuple[tuple[int, ...], ...]
    """Labels with values beside or below: row and column of the label, row and column of it."""


class TablesAnswer(Record):
    """What some tables are."""

    tables: tuple[TableAnswer, ...]


def tables_schema() -> dict[str, JsonValue]:
    """The JSON Schema of `TablesAnswer`, as strict endpoints take it: flat, all fields required."""
    table = describe_object(describe_fields())
    return describe_object({"tables": {"type": "array", "items": table}})


def describe_fields() -> dict[str, JsonValue]:
    """The schema of each field of an answer about one table."""
    integer: JsonValue = {"type": "integer"}
    maybe: JsonValue = {"type": ["integer", "null"]}
    integers: JsonValue = {"type": "array", "items": integer}
    runs: JsonValue = {"type": "array", "items": integers}
    word: JsonValue = {"type": "string", "enum": [str(word.value) for word in ColumnWord]}
    fund = describe_object({"column": integer, "fund": _words(Fund)})
    return {
        "table": integer,
        "kind": _words(TableKind),
        "title": maybe,
        "unit": maybe,
        "header": integers,
        "columns": {"type": "array", "items": word},
        "sides": integers,
        "spans": runs,
        "funds": {"type": "array", "items": fund},
        "skipped": integers,
        "totals": integers,
        "joins": runs,
        "pairs": runs,
    }


def _words(words: type[StrEnum]) -> JsonValue:
    return {"type": "string", "enum": [word.value for word in words]}


def describe_object(properties: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The schema of an object that has these fields and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
