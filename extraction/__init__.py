"""From a document to checked tables: reading, layouts, records, sums.

    bytes → lines → grids and prose → layouts → tables, statements → checks

`read` and `check` are the whole of it; `read_outline` and `read_tables` are its steps.
"""

from extraction.checks import RULES, Finding, LedgerEntry, Report, check
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
from extraction.records import Disclosure, Statement, Table
from extraction.relations import Verdict

__all__ = [
    "RULES",
    "BinaryDocument",
    "Disclosure",
    "EmptyDocument",
    "ExtractionError",
    "FactRow",
    "Finding",
    "LedgerEntry",
    "MissingPath",
    "Report",
    "Statement",
    "Table",
    "UnknownEncoding",
    "UnreadableDocument",
    "Verdict",
    "check",
    "extract",
    "fact_rows",
    "read",
    "read_outline",
    "read_tables",
    "write_facts",
]
