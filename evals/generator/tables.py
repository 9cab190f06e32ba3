"""Tables before they are printed: columns, rows, and which cell is which fact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evals.generator.budget import rounded
from evals.generator.headers import NO_HEADER, Column, Header
from evals.generator.slots import Merge
from evals.generator.styles import Style, Zero
from extraction.vocabulary import Role, TableKind, Unit

Account = tuple[str, ...]
"""A place in the tree of accounts that a table lists: the root is its total, `()`."""


@dataclass(frozen=True, slots=True)
class Name:
    """How a row is called."""

    label: str
    """Its name without white space, code and brackets."""
    code: str = ""
    """Its code with its parts joined; empty where none is printed."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell that is a fact."""

    cell: int
    """Index of the cell in its row."""
    name: Name
    """The name of its row, on its own side."""
    column: str
    """Its header path, joined by `/`."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed row."""

    cells: tuple[str, ...]
    """What is printed, a cell a column."""
    marks: tuple[Mark, ...] = ()
    """The facts among the cells."""
    names: tuple[int, ...] = ()
    """Indexes of the cells that hold names and may wrap."""
    counts: bool = True
    """Whether it is a body row (headings inside a table are none)."""
    merges: tuple[Merge, ...] = ()
    """The cells that are merged with blank ones beside or under them."""
    accounts: tuple[Account | None, ...] = ()
    """Which account each of its sides is of, by side; None or no entry where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table, ready to be printed."""

    title: str
    """Its name without year and agency."""
    kind: TableKind
    """What it is."""
    unit: Unit | None
    """The unit announced over it; None for words."""
    header: Header = NO_HEADER
    """Header rows, column numbers included; empty where labels stand inside the body."""
    lines: tuple[Line, ...]
    """Body rows."""
    traits: frozenset[str] = frozenset()
    """Layout classes that it draws beyond its template's."""
    note: str = ""
    """What a note says of it; empty for none."""
    heads: tuple[str, ...] | None = None
    """What stands between title and table; None for unit and publisher in the usual way."""
    bare: bool = False
    """Whether it has no title, unit and publisher of its own (a table inside the prose)."""
    year: int | None = None
    """The year in its title, where titles have one; None for the document's own."""


def build_lines(
    columns: Sequence[Column], rows: Iterable[tuple[tuple[str, ...], tuple[Name, ...]]]
) -> tuple[Line, ...]:
    """Rows of cells with a name a side: every cell that holds an amount or words is a fact."""
    names = tuple(index for index, column in enumerate(columns) if column.role is Role.NAME)
    return tuple(Line(cells, mark_cells(columns, cells, sides), names) for cells, sides in rows)


def mark_cells(
    columns: Sequence[Column], cells: tuple[str, ...], sides: Sequence[Name]
) -> tuple[Mark, ...]:
    """The facts among the cells of a row that has a name a side."""
    return tuple(
        Mark(index, sides[column.side], "/".join(filter(None, column.path)))
        for index, (column, text) in enumerate(zip(columns, cells, strict=True))
        if text and column.role in (Role.AMOUNT, Role.WORDS)
    )


def print_amount(amount: Decimal | None, style: Style) -> str:
    """An amount in 万元 as a table prints it in its own unit; None is a cell left blank."""
    if amount is None:
        return ""
    if not amount and style.zero is not Zero.ZERO:
        return style.zero.value
    in_unit = amount if style.unit is Unit.WAN else amount * 10_000
    return format_number(in_unit, style.places, thousands=style.thousands)


def format_number(value: Decimal, places: int, *, thousands: bool) -> str:
    """A number rounded to so many decimal places, with or without thousands separators."""
    value = rounded(value, Decimal(1).scaleb(-places))
    return f"{value:,f}" if thousands else f"{value:f}"
