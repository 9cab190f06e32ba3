"""The records of a library and of its answers: facts, passages, plans, citations."""

from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveInt

from extraction import Box, DisclosureKind, Format, Fund, Measure, Source, TableKind, Unit


class Record(BaseModel):
    """A frozen record that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Document(Record):
    """A disclosure in a library: whose it is, of what year, and whether a newer one replaced it."""

    name: str
    """Name of the document: its file's name without the ending, unique in the library."""
    path: str
    """Where it was read from; the bare file name for an upload."""
    sha256: str
    """SHA-256 of the file's bytes, in hexadecimal."""
    format: Format
    """The format that the file was found to be in."""
    agency: str | None
    """The agency that publishes; null where not found and not set by hand."""
    region: str | None
    """Province, city or district; null where not found and not set by hand."""
    year: int | None
    """The budget year; null where not found and not set by hand."""
    kind: DisclosureKind | None
    """`budget` or `final`; null where not found and not set by hand."""
    corrected: tuple[str, ...] = ()
    """Which of the four were set by hand (`agency`, `region`, `year`, `kind`)."""
    superseded_by: str | None = None
    """Name of the newer publication of the same agency, year and kind; null for a current one."""
    tables: NonNegativeInt
    """How many tables it has."""
    facts: NonNegativeInt
    """How many facts it has."""
    passages: NonNegativeInt
    """How many passages it has."""
    gaps: NonNegativeInt
    """How much of it could not be read."""
    broken: NonNegativeInt
    """How many errors the check found in it."""


class Aspect(StrEnum):
    """Which figure of an item a fact is."""

    LEVEL = "level"
    CHANGE = "change"
    RATE = "rate"
    SHARE = "share"
    EARLIER = "earlier"
    PLANNED = "planned"
    COMPLETION = "completion"


class Fact(Record):
    """One quantity of a document, from a table's cell or a statement of its prose."""

    document: str
    """Name of the document."""
    item: str
    """What it is of: the row's label, or the statement's item; no white space."""
    aspect: Aspect
    """Which figure of the item: its level, its change, its share, …; `level` for a cell."""
    value: Decimal | None
    """The number as exact as printed, unsigned for a change; null for a dash or for words."""
    unit: Unit | None
    """The unit of `value`, as the document gives it."""
    printed: str
    """Exactly what is printed at `source`."""
    source: Source
    """Where it is printed."""
    year: int | None
    """The year that it is of (an earlier figure is of the year before); null if not known."""
    table: PositiveInt | None = None
    """Number of the table; null for a statement."""
    table_kind: TableKind | None = None
    """What the table is; null for a statement."""
    title: str = ""
    """The table's title without white space, or the innermost heading over the statement."""
    row: PositiveInt | None = None
    """Number of the body row in the table; null for a statement."""
    side: str = ""
    """Name of the table's side (收入, 支出); empty for a one-sided table."""
    code: str | None = None
    """The row's printed code; null where none is printed."""
    full_code: str | None = None
    """The code in full (`05` under 208 is `20805`); null where not known."""
    groups: tuple[str, ...] = ()
    """Names of the groups that the row stands in, or of the rows it is part of."""
    column: tuple[str, ...] = ()
    """The printed header path, outermost first; empty for a statement or a head field."""
    measure: Measure | None = None
    """What the column counts; null for a statement."""
    fund: Fund | None = None
    """Which money is counted; null for a statement."""
    is_total: bool = False
    """Whether its row is a total of others."""
    direction: str = ""
    """`up`, `down` or `flat` for a change or a rate whose direction is said; else empty."""
    against: str = ""
    """What a change, rate or share is measured by, as printed; else empty."""
    context: str = ""
    """The sentence that a stated figure stands in, without white space; empty for a cell."""
    sentence: Source | None = None
    """The sentence that holds it; null for a cell."""


class PassageKind(StrEnum):
    """What a passage is."""

    PARAGRAPH = "paragraph"
    REASON = "reason"
    DEFINITION = "definition"
    LISTING = "listing"
    TABLE = "table"
    ROW = "row"
    NAME = "name"


class Passage(Record):
    """A piece of a document that can be found and quoted."""

    document: str
    """Name of the document."""
    number: PositiveInt
    """Number in the document, from 1."""
    kind: PassageKind
    """What it is; rows and reasons are searched by their words only, never by vectors."""
    text: str
    """What is searched: headings or titles and the printed text, white space simplified."""
    topic: str
    """What it is about: the term defined, the item explained, what is listed; else empty."""
    section: tuple[str, ...] = ()
    """The headings over it, outermost first, without white space."""
    table: PositiveInt | None = None
    """Number of the table that it is of or from; null for prose."""
    source: Source
    """Where it is printed."""

    @property
    def key(self) -> str:
        """What tells it from all others of a library."""
        return f"{self.document}#{self.number}"


class Hit(Record):
    """A passage that a search found."""

    passage: Passage
    """The passage."""
    score: float
    """Sum of 1/(60 + rank) over the rankings that found it; higher is nearer."""
    similarity: float | None
    """Cosine of its vector and the question's; null where it was found by words alone."""


class Citation(Record):
    """A figure or a sentence of an answer, tied to the place that proves it."""

    number: PositiveInt
    """Its number in the answer, `[1]`."""
    document: str
    """Name of the document: the file's name without its ending."""
    where: str
    """Where a person finds it: the cell of a workbook, else the page, else the line."""
    page: PositiveInt | None = None
    """Number of the page, from 1; null where the format has no pages."""
    box: Box | None = None
    """The box around it on that page (unit: points); null where the format has no pages."""
    cell: str | None = None
    """The cell of a workbook or the element that holds it; null in other formats."""
    table: str | None = None
    """The table's title as printed, without white space; null for prose."""
    row: str | None = None
    """The row's name; null for prose."""
    column: str | None = None
    """The header path, joined by `/`; null for prose, empty where no header stands over it."""
    printed: str
    """What is printed at `source`: the figure, the term, the reason."""
    quote: str
    """The line, or of a long one the sentences around it, as printed."""
    source: Source
    """Where exactly `printed` stands."""


class Want(StrEnum):
    """What a question wants to have."""

    FIGURE = "figure"
    REASON = "reason"
    DEFINITION = "definition"
    LIST = "list"
    FINDINGS = "findings"


class Operation(StrEnum):
    """What is to be done with the figures."""

    LOOKUP = "lookup"
    EARLIER = "earlier"
    GROWTH = "growth"
    SHARE = "share"
    SUM = "sum"
    DIFFERENCE = "difference"
    REMAINDER = "remainder"
    CHECK = "check"
    RATIO = "ratio"
    AVERAGE = "average"
    MOST = "most"
    LEAST = "least"
    RANK = "rank"
    COUNT = "count"
    OTHER = "other"


class Language(StrEnum):
    """What a question is asked in, and answered in."""

    CHINESE = "zh"
    ENGLISH = "en"


class Lead(StrEnum):
    """What a quoted passage is."""

    REASON = "reason"
    DEFINITION = "definition"
    PLAIN = "plain"


class Plan(Record):
    """What a question asks, as data; it can be read, and run again."""

    question: str
    """The question as it was put."""
    follows: bool = False
    """Whether it goes on from the question before, and took over what it leaves out."""
    before: tuple[str, ...] = ()
    """The questions that it goes on from, each in full, oldest first; empty for none."""
    wording: str = ""
    """The question as the rules read it: in Chinese, whatever it was put in."""
    want: Want
    """A figure, a reason, a definition, a list, or what the checks found."""
    documents: tuple[str, ...]
    """Names of the documents that may answer, after scope, agencies, years and kind."""
    agencies: tuple[str, ...] = ()
    """Agencies that the question names, as they stand in the library."""
    unknown_agencies: tuple[str, ...] = ()
    """Agencies that the question names and no document in scope is of."""
    years: tuple[int, ...] = ()
    """Years that the question names, or means by 今年 or 去年; empty for none."""
    kind: DisclosureKind | None = None
    """`final` where what was really spent is asked for; null where left open."""
    topic: str = ""
    """What remains when agencies, years and the asking itself are taken away."""
    aspect: Aspect | None = None
    """Which figure is wanted (`rate` for 涨了百分之几); null where left open."""
    unit: Unit | None = None
    """The unit that is asked for by name or by its measure word; null where left open."""
    operation: Operation = Operation.LOOKUP
    """Looked up as printed, or computed where it is not; `other` is not computed."""
    operands: tuple[str, ...] = ()
    """What is computed with, each in words; empty where the topic alone says it."""
    is_across: bool = False
    """Whether each document gives a figure, and these are compared or added up."""
    language: Language = Language.CHINESE
    """What the answer is written in."""
    unknown_unit: str = ""
    """A measure word in which no disclosure's figure is read (亩, 起); empty for none."""
    untranslated: tuple[str, ...] = ()
    """Words of a question in English that the glossary does not know."""
    parts: tuple["Plan", ...] = ()
    """A plan for each of several things that are asked at once; empty where it is one."""


class Choice(Record):
    """One of several documents that a question may mean."""

    label: str
    """Agency, year and kind as a person reads them."""
    documents: tuple[str, ...]
    """The scope in which to ask again."""


class Answer(Record):
    """What is said to a question: an answer with proofs, a question back, or a refusal."""

    answer: str
    """The sentences, with `[1]` where a citation proves them."""
    refused: bool
    """Whether the documents do not tell."""
    value: Decimal | None = None
    """The figure asked for, in `unit`; null for a passage and for a refusal."""
    unit: str | None = None
    """The unit of `value` (`万元`, `%`, `辆`)."""
    citations: tuple[Citation, ...] = ()
    """The proofs, in the order of their numbers."""
    choices: tuple[Choice, ...] = ()
    """What to choose from, where it asks back; empty otherwise."""
    notes: tuple[str, ...] = ()
    """What a reader should know: a newer publication, a broken sum, a search without vectors."""
    plan: Plan
    """What was looked for."""
