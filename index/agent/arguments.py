"""What the tools of an agent take: handles, words of closed lists, phrases."""

from enum import StrEnum

from pydantic import Field

from extraction import DisclosureKind, Measure, TableKind
from index.records import Aspect, PassageKind, Record

_MOST_DOCUMENTS = 20
_MOST_HANDLES = 20


class ListDocuments(Record):
    """Which documents to list."""

    agency: str = ""
    """Part of the agency's name."""
    region: str = ""
    """Part of the region's name."""
    year: int | None = None
    kind: DisclosureKind | None = None


class QueryFacts(Record):
    """Which figures to look for; what is left out is open."""

    documents: tuple[str, ...] = Field(min_length=1, max_length=_MOST_DOCUMENTS)
    """Handles of documents, such as d1."""
    item: str = Field(default="", max_length=60)
    """What it is of, in the Chinese words that such documents print: a row, a column, a table."""
    code: str | None = None
    """Code of the classification, such as 2080505."""
    year: int | None = None
    aspect: Aspect | None = None
    measure: Measure | None = None
    table_kind: TableKind | None = None
    limit: int = Field(default=6, ge=1, le=20)
    """How many of each document."""


class SearchPassages(Record):
    """Which prose to look for."""

    query: str = Field(min_length=1, max_length=200)
    """In Chinese words that the passage may hold."""
    documents: tuple[str, ...] = Field(min_length=1, max_length=_MOST_DOCUMENTS)
    """Handles of documents, such as d1."""
    kinds: tuple[PassageKind, ...] = ()


class CheckFindings(Record):
    """Of which documents to tell what the checks found."""

    documents: tuple[str, ...] = Field(min_length=1, max_length=_MOST_DOCUMENTS)
    """Handles of documents, such as d1."""


class Step(StrEnum):
    """A calculation over figures."""

    SUM = "sum"
    DIFFERENCE = "difference"
    SHARE = "share"
    RATIO = "ratio"
    AVERAGE = "average"
    GROWTH = "growth"
    ORDER = "order"


class Compute(Record):
    """What to work out of which figures."""

    operation: Step
    """sum; difference (first less the others); share (part, whole); ratio (one, other); average
    (money, count); growth (earlier, later); order (from the largest to the smallest)."""
    handles: tuple[str, ...] = Field(min_length=2, max_length=_MOST_HANDLES)
    """Handles of figures, such as v1."""
