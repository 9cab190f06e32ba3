"""The records of one disclosure: what is printed, where, and what it means.

Every value keeps what was printed (`printed`) and its place (`source`). Money is `Decimal`,
written to JSON as a string so that no float comes near it, with the printed number of places.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt

from extraction.vocabulary import (
    Clue,
    Content,
    Direction,
    Format,
    Fund,
    GapReason,
    ListKind,
    Maker,
    Measure,
    SpotKind,
    TableKind,
    Unit,
)

SCHEMA_VERSION = "3"
_WORKBOOK_CELL = re.compile(r".+![A-Z]{1,3}[1-9]\d*")


class Record(BaseModel):
    """A frozen record that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


Box = tuple[float, float, float, float]
"""Left, top, right and bottom on a page, from its top left corner (unit: points, 1/72 inch)."""


class Span(Record):
    """A run of characters in one line of the document as read, and where that line stands."""

    line: PositiveInt
    """Number of the line, from 1; only newlines count."""
    start: NonNegativeInt
    """Offset of the first character in the line, from 0 (unit: characters)."""
    end: NonNegativeInt
    """Offset after the last character (unit: characters); equal to `start` for a blank cell."""
    page: PositiveInt | None = None
    """Number of the page, from 1; null where the format has no pages."""
    box: Box | None = None
    """The box on the page that holds the run; null where the format has no pages."""
    cell: str | None = None
    """The cell of a workbook (`Sheet1!C5`) or the element that holds it; null in other formats."""


class Page(Record):
    """A page as its boxes refer to it: upright and level."""

    number: PositiveInt
    """Number of the page, from 1."""
    width: float
    """How wide it is (unit: points)."""
    height: float
    """How high it is (unit: points)."""
    turn: int = 0
    """By how many quarters of a circle it was turned to the left from how a viewer shows it."""
    skew: float = 0.0
    """By how many degrees it was then turned to the left about its middle."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a person finds a place by."""

    kind: SpotKind
    where: str
    """The number of the line or page, the name of the cell or element."""

    def __str__(self) -> str:
        """The place in words: `line 12`, `page 7`, `cell Sheet1!C5`; an element names itself."""
        return self.where if self.kind is SpotKind.ELEMENT else f"{self.kind} {self.where}"


class Source(Record):
    """Where something is printed: one run of characters, or several where it wraps."""

    document: str
    """Name of the document: its file's name without the ending."""
    spans: Annotated[tuple[Span, ...], Field(min_length=1)]
    """The runs in reading order; joined without a separator they give what is printed."""

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.spans[0].line

    @property
    def start(self) -> tuple[int, int]:
        """The line on which it begins, and the offset of its first character there."""
        first = self.spans[0]
        return first.line, first.start

    @property
    def spot(self) -> Spot:
        """What a person finds it by: the cell, else the page, else the line."""
        first = self.spans[0]
        if first.cell:
            is_cell = _WORKBOOK_CELL.fullmatch(first.cell)
            return Spot(SpotKind.CELL if is_cell else SpotKind.ELEMENT, first.cell)
        if first.page:
            return Spot(SpotKind.PAGE, str(first.page))
        return Spot(SpotKind.LINE, str(first.line))

    @property
    def where(self) -> str:
        """The same as a bare number or name."""
        first = self.spans[0]
        return first.cell or str(first.page or first.line)


class Printed(Record):
    """A piece of text with its place."""

    printed: str
    """The text exactly as it stands at `source`, without white space around it."""
    source: Source
    """Where it stands."""


class Inferred(Printed):
    """A figure whose column is not printed, in the column that it must belong to."""

    clues: tuple[Clue, ...]
    """What decided: sums that tie only so, other tables, the document's income, its prose."""


class Amount(Record):
    """A quantity: a number as exact as it is printed, and its unit."""

    value: Decimal
    """The number, with as many decimal places as are printed (`0.50` is not `0.5`)."""
    unit: Unit | None
    """The unit, as the document gives it; null where it gives none."""

    @property
    def factor(self) -> Decimal:
        """How many 元 one of its unit is; 1 where it is no money."""
        return (self.unit.in_yuan if self.unit else None) or Decimal(1)

    @property
    def size(self) -> Decimal:
        """How much it is in one unit for all money, exact: 元; as it is where it is no money."""
        return self.value * self.factor

    @property
    def yuan(self) -> Decimal | None:
        """The amount in 元, exact; None where it is no money."""
        factor = self.unit.in_yuan if self.unit else None
        return None if factor is None else self.value * factor


class Quantity(Printed):
    """A figure in the prose with its unit (`5,933.56 万元`)."""

    amount: Amount
    """The figure as a decimal, in the printed unit."""


class Attribute(Printed):
    """A property of the document that was found in it."""

    value: str
    """The property in its normal form (unit: none; a year is four digits)."""


class Cell(Printed):
    """One cell of a table's body. A blank one has the place where nothing is printed."""

    column: NonNegativeInt | None
    """Index in the table's `columns`; null for a head field, over which no header stands."""
    content: Content
    """What stands there: `blank`, `dash`, `amount` or `words`; a zero is an amount."""
    amount: Amount | None = None
    """The quantity where `content` is `amount`, in the unit of its column or its own; else null."""
    inferred: tuple[Clue, ...] = ()
    """What decided its column where the print does not show it; empty where it does."""


class Column(Record):
    """One column that holds facts."""

    header: tuple[Printed, ...]
    """The printed header cells over it, from the outermost to the innermost."""
    path: tuple[str, ...]
    """The same without white space; empty where no header stands over the column."""
    side: NonNegativeInt
    """Which side of the table it belongs to, from the left, from 0; 0 in a one-sided one."""
    measure: Measure
    """What is counted (`basic` 基本支出, `total` 合计, …)."""
    fund: Fund
    """Which money is counted (`general` 一般公共预算, …), by header or title; else `all`."""
    unit: Unit | None
    """The unit of bare numbers in it: its own where printed, else the table's; null for words."""
    is_total: bool
    """Whether it adds up others of its side (合计, 小计)."""


class Row(Record):
    """One body row, or one side of it in a two-sided table."""

    number: PositiveInt
    """Number of the printed body row, from 1; the two sides of a printed row share it."""
    side: NonNegativeInt
    """Which side of the table it is, from the left, from 0; 0 in a one-sided one."""
    code: Printed | None
    """The classification or unit code as printed, its parts joined; null where none is printed."""
    full_code: str | None
    """The code in full (`05` under 208 is `20805`); null where it is not known."""
    name: Printed | None
    """The name as printed; null where none is printed."""
    label: str
    """The name without white space; empty where none is printed."""
    groups: tuple[Printed, ...] = ()
    """Names of the groups that the row stands in (一级指标, 二级指标), outermost first."""
    is_total: bool = False
    """Whether the row is a total of others (合计, 总计, 本年支出合计)."""
    is_short: bool = False
    """Whether it is printed with fewer cells than the table has (the rest is taken for blank)."""
    cells: tuple[Cell, ...]
    """The cells in the order of the columns, blank ones too."""


class Table(Record):
    """One printed table, joined over its pages."""

    number: PositiveInt
    """Number in reading order, from 1."""
    title: Printed | None
    """The printed title; the heading of its section where it has none of its own."""
    kind: TableKind
    """What the table is."""
    read_by: Maker
    """What proposed how it is read: the rules, or where these left it open, others."""
    agency: Printed | None
    """The caption that names the agency or unit that the table is of; null where none does."""
    unit: Unit | None
    """The money unit that the document gives for it; null where it gives none."""
    sides: tuple[str, ...]
    """The printed names of its sides (`收入`, `支出`); one empty name for a one-sided table."""
    columns: tuple[Column, ...]
    """The columns that hold facts; name and code columns are not among them."""
    rows: tuple[Row, ...]
    """The body rows in printed order."""
    source: Source
    """The lines of the grid, header and repeated headers included."""

    @property
    def heading(self) -> str:
        """Its title as printed; empty where it has none."""
        return self.title.printed if self.title else ""


class Paragraph(Printed):
    """A paragraph of prose, joined where it wraps."""

    section: tuple[str, ...]
    """The headings over it, outermost first, without white space."""


class Statement(Record):
    """A claim in the prose that holds a figure: one item and what is said of it."""

    item: Printed | None
    """What the figures are of, as printed; null where the sentence does not name it."""
    level: Quantity | None = None
    """The figure itself (`418.56 万元`, `1 辆`)."""
    change: Quantity | None = None
    """By how much it differs from `against` (unsigned, as printed)."""
    direction: Direction | None = None
    """Which way it went: `up`, `down` or `flat`; null where none is said or left open."""
    rate: Quantity | None = None
    """By what percentage it changed."""
    share: Quantity | None = None
    """What percentage of `share_of` it is."""
    share_of: str | None = None
    """The whole that `share` refers to, as printed without white space; null if not said."""
    earlier: Quantity | None = None
    """The earlier figure that it is compared with, where printed."""
    completion: Quantity | None = None
    """What percentage of the budget was carried out (完成预算的)."""
    against: str | None = None
    """What it is compared with, as printed without white space (`上年预算数`)."""
    year: int | None = None
    """The year that the figure is of; null where neither sentence nor document tells."""
    reason: Printed | None = None
    """The reason given (主要原因是 …)."""
    sentence: Printed
    """The sentence that holds the claim."""
    section: tuple[str, ...]
    """The headings over it, outermost first, without white space."""

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """All its figures."""
        said = (self.level, self.change, self.rate, self.share, self.earlier, self.completion)
        return tuple(one for one in said if one)


class Definition(Record):
    """A term and what the document says that it means."""

    term: Printed
    """The term that is explained."""
    text: Printed
    """The explanation."""
    section: tuple[str, ...]
    """The headings over it, outermost first, without white space."""


class Listing(Record):
    """A list in the prose: duties, subordinate units."""

    kind: ListKind
    """What is listed."""
    items: tuple[Printed, ...]
    """The entries as printed, with their ordinals."""
    section: tuple[str, ...]
    """The headings over it, outermost first, without white space."""


class Gap(Record):
    """Something that is printed, or should be, and could not be read."""

    reason: GapReason
    """Why it is no record."""
    message: str
    """What is missing, in a sentence."""
    printed: str
    """What is printed there; empty where nothing is."""
    source: Source | None
    """Where it is printed; null for what was looked for in the whole document."""
    table: PositiveInt | None = None
    """Number of the table in which it stands; null outside of tables."""
    candidates: tuple[str, ...] = ()
    """Header paths of the columns that a figure without a sure one may belong to."""


class Disclosure(Record):
    """One published document as a record."""

    schema_version: str = SCHEMA_VERSION
    """Version of this schema."""
    document: str
    """Name of the document: its file's name without the ending."""
    sha256: str
    """SHA-256 of the file's bytes, in hexadecimal."""
    format: Format
    """The format that the file was found to be in, by its content."""
    encoding: str
    """The character encoding that a text was read in; empty for a binary format."""
    pages: tuple[Page, ...] = ()
    """The pages that boxes refer to; empty where the format has none."""
    agency: Attribute | None
    """The agency that publishes, as it names itself; null with a `Gap` where not found."""
    region: Attribute | None
    """The province, city or district in the agency's name; null with a `Gap` where not found."""
    year: Attribute | None
    """The budget year, four digits; null with a `Gap` where not found."""
    kind: Attribute | None
    """`budget` (预算) or `final` (决算); null with a `Gap` where not found."""
    tables: tuple[Table, ...]
    """Every table, in reading order."""
    contents: tuple[Printed, ...] = ()
    """The entries of the table of contents with their ordinals, without leaders and pages."""
    headings: tuple[Printed, ...] = ()
    """The headings outside the tables and their titles, with their ordinals."""
    paragraphs: tuple[Paragraph, ...]
    """The prose, without headings and tables."""
    statements: tuple[Statement, ...]
    """The claims of the prose that hold a figure."""
    definitions: tuple[Definition, ...]
    """The terms explained."""
    listings: tuple[Listing, ...]
    """Duties, subordinate units and other lists."""
    gaps: tuple[Gap, ...]
    """What could not be read."""
