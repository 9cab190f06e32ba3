"""From a document to checked tables: reading, layouts, records, sums.

    bytes → lines → grids and prose → layouts → tables, statements → checks

`read` and `check` are the whole of it; `read_outline` and `read_tables` are its steps.
"""

from extraction.checks import RULES, Finding, LedgerEntry, Report, Severity, check
from extraction.disclosures import extract, read, read_outline, read_tables
from extraction.errors import (
    BinaryDocument,
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    ExtractionError,
    MissingPath,
    MissingReader,
    OversizedDocument,
    UnknownEncoding,
    UnreadableDocument,
)
from extraction.export import FactRow, fact_rows, write_facts
from extraction.money import last_place, parse_cell
from extraction.readers import find_format, load_file, transcribe
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
from extraction.transcript import Transcript
from extraction.vocabulary import (
    Content,
    Direction,
    DisclosureKind,
    Format,
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
    "DamagedDocument",
    "Direction",
    "Disclosure",
    "DisclosureKind",
    "EmptyDocument",
    "EncryptedDocument",
    "ExtractionError",
    "FactRow",
    "Finding",
    "Format",
    "Fund",
    "LedgerEntry",
    "ListKind",
    "Measure",
    "MissingPath",
    "MissingReader",
    "OversizedDocument",
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
    "Transcript",
    "Unit",
    "UnknownEncoding",
    "UnreadableDocument",
    "Verdict",
    "check",
    "drop_ordinal",
    "extract",
    "fact_rows",
    "find_format",
    "last_place",
    "load_file",
    "normal_form",
    "ordinal_rank",
    "parse_cell",
    "read",
    "read_outline",
    "read_tables",
    "squash",
    "transcribe",
    "write_facts",
]
