"""From a document to checked tables: reading, layouts, records, sums.

    bytes → lines → grids and prose → layouts → tables, statements → checks

`read` and `check` are the whole of it; `read_outline` and `read_tables` are its steps.
"""

from extraction.checks import RULES, Finding, LedgerEntry, Report, Severity, check
from extraction.disclosures import extract, read, read_outline, read_tables
from extraction.errors import (
    BinaryDocument,
    EmptyDocument,
    ExtractionError,
    MissingPath,
    UnknownEncoding,
    UnreadableDocument,
)
from extraction.export import FactRow, fact_rows, write_facts
from extraction.money import last_place, parse_cell
from extraction.reading import TextFile, read_text
from extraction.records import (
    Cell,
    Column,
    Disclosure,
    Printed,
    Quantity,
    Row,
    Source,
    Span,
    Statement,
    Table,
)
from extraction.relations import Verdict
from extraction.text import drop_ordinal, normal_form, ordinal_rank, squash
from extraction.vocabulary import (
    Content,
    Direction,
    DisclosureKind,
    Fund,
    ListKind,
    Measure,
    TableKind,
    Unit,
)

__all__ = [
    "RULES",
    "BinaryDocument",
    "Cell",
    "Column",
    "Content",
    "Direction",
    "Disclosure",
    "DisclosureKind",
    "EmptyDocument",
    "ExtractionError",
    "FactRow",
    "Finding",
    "Fund",
    "LedgerEntry",
    "ListKind",
    "Measure",
    "MissingPath",
    "Printed",
    "Quantity",
    "Report",
    "Row",
    "Severity",
    "Source",
    "Span",
    "Statement",
    "Table",
    "TableKind",
    "TextFile",
    "Unit",
    "UnknownEncoding",
    "UnreadableDocument",
    "Verdict",
    "check",
    "drop_ordinal",
    "extract",
    "fact_rows",
    "last_place",
    "normal_form",
    "ordinal_rank",
    "parse_cell",
    "read",
    "read_outline",
    "read_tables",
    "read_text",
    "squash",
    "write_facts",
]
