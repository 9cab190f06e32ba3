"""What a model answers about tables: numbers of rows, columns and lines, and words of closed lists.
There is no field into which a figure or a name could be written.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import chain

from pydantic import (
    JsonValue,
    TypeAdapter,
    field_validator,
    model_serializer,
    model_validator,
)

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
    """What one table is. On the way only what there is to say is written, as remarks: each an
    object of a word (`what`) and of the numbers that it is said of (`at`).
    """

    table: int
    """Its number, as shown."""
    kind: TableKind
    header: tuple[int, ...]
    """Rows of its header."""
    columns: tuple[ColumnWord, ...]
    """One for each column."""
    title: int | None = None
    """Number of the line above that is its title."""
    unit: int | None = None
    """Number of the line above that names its unit."""
    sides: tuple[int, ...] = ()
    """Columns at which a further side begins."""
    spans: tuple[tuple[int, ...], ...] = ()
    """Header cells over several columns: row, first column, last column."""
    funds: tuple[FundOfColumn, ...] = ()
    """The columns of a fund of their own."""
    skipped: tuple[int, ...] = ()
    """Rows that are neither header nor body."""
    totals: tuple[int, ...] = ()
    """Rows that add up others."""
    joins: tuple[tuple[int, ...], ...] = ()
    """Rows that are one, a name broken over them."""
    pairs: tuple[tuple[int, ...], ...] = ()
    """Labels with values beside or below: row and column of the label, row and column of it."""

    @model_validator(mode="before")
    @classmethod
    def _read_remarks(cls, data: object) -> object:
        """The fields that the remarks of an answer fill."""
        if not isinstance(data, dict) or "also" not in data:
            return data
        at: dict[str, list[tuple[int, ...]]] = {what: [] for what in _WHAT}
        for remark in _REMARKS.validate_python(data["also"]):
            at[remark.what].append(remark.at)
        numbers = {what: tuple(chain.from_iterable(found)) for what, found in at.items()}
        return {
            **{name: value for name, value in data.items() if name != "also"},
            **{what: next(iter(numbers[what]), None) for what in ("title", "unit")},
            "sides": numbers["side"],
            "skipped": numbers["skipped"],
            "totals": numbers["total"],
            "spans": _part(numbers["span"], 3),
            "pairs": _part(numbers["pair"], 4),
            "joins": at["join"],
            "funds": [
                {"column": column, "fund": fund} for fund in _FUNDS for column in numbers[fund]
            ],
        }

    @model_serializer(mode="plain")
    def _write_remarks(self) -> dict[str, JsonValue]:
        """The answer as it is written."""
        told: list[tuple[str, tuple[int, ...]]] = [
            ("title", () if self.title is None else (self.title,)),
            ("unit", () if self.unit is None else (self.unit,)),
            ("side", self.sides),
            ("span", tuple(chain.from_iterable(self.spans))),
            *((fund, tuple(o.column for o in self.funds if o.fund == fund)) for fund in _FUNDS),
            ("skipped", self.skipped),
            ("total", self.totals),
            *(("join", join) for join in self.joins),
            ("pair", tuple(chain.from_iterable(self.pairs))),
        ]
        return {
            "table": self.table,
            "kind": self.kind.value,
            "header": list(self.header),
            "columns": [word.value for word in self.columns],
            "also": [{"what": what, "at": list(at)} for what, at in told if at],
        }


class _Remark(Record):
    what: str
    at: tuple[int, ...]

    @field_validator("what")
    @classmethod
    def _is_known(cls, what: str) -> str:
        if what not in _WHAT:
            raise ValueError("unknown word")
        return what


_FUNDS = [fund.value for fund in Fund if fund is not Fund.ALL]
_WHAT = ["title", "unit", "side", "span", "skipped", "total", "join", "pair", *_FUNDS]
_REMARKS = TypeAdapter(tuple[_Remark, ...])


def _part(numbers: Sequence[int], size: int) -> list[tuple[int, ...]]:
    """Runs of a length that stand one after the other."""
    return [tuple(numbers[at : at + size]) for at in range(0, len(numbers), size)]


class TablesAnswer(Record):
    """What some tables are."""

    tables: tuple[TableAnswer, ...]


def tables_schema() -> dict[str, JsonValue]:
    """The JSON Schema of `TablesAnswer` as it is written: flat, all fields required."""
    remark = describe_object({"what": _list_words(_WHAT), "at": INTEGERS})
    table = describe_object(
        {
            "table": INTEGER,
            "kind": KIND,
            "header": INTEGERS,
            "columns": COLUMNS,
            "also": {"type": "array", "items": remark},
        }
    )
    return describe_object({"tables": {"type": "array", "items": table}})


def describe_object(properties: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The schema of an object that has these fields and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list_words(words: Iterable[str]) -> JsonValue:
    return {"type": "string", "enum": list(words)}


INTEGER: JsonValue = {"type": "integer"}
INTEGERS: JsonValue = {"type": "array", "items": INTEGER}
KIND = _list_words(kind.value for kind in TableKind)
COLUMNS: JsonValue = {"type": "array", "items": _list_words(str(w.value) for w in ColumnWord)}
FUNDS: JsonValue = {
    "type": "array",
    "items": describe_object({"column": INTEGER, "fund": _list_words(_FUNDS)}),
}
