"""The documents of a library as a person reads them in a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from app.drawing import print_whole

if TYPE_CHECKING:
    from index import Document, Indexed

_COUNTS = ("tables", "facts", "broken sums", "gaps")


def draw_documents(console: Console, documents: "Sequence[Document]") -> None:
    """One document a line, with its counts and what replaced it."""
    grid = Grid("document", "region", "agency", "year", "kind", "format", box=None, pad_edge=False)
    for head in _COUNTS:
        grid.add_column(head, justify="right")
    grid.add_column("standing")
    for document in documents:
        d = document
        counts = (d.tables, d.facts, d.broken, d.gaps)
        standing = f"superseded by {d.superseded_by}" if d.superseded_by else "current"
        known = (d.region, d.agency, d.year, d.kind, d.format)
        cells = (d.name, *(str(value or "?") for value in known), *map(str, counts), standing)
        grid.add_row(*map(escape, cells))
    print_whole(console, grid)


def describe_indexed(indexed: "Indexed") -> str:
    """One line: what came of a file, whose document it is, and how much is in it."""
    d = indexed.document
    known = " · ".join(str(value or "?") for value in (d.agency, d.year, d.kind))
    counts = f"{d.tables} tables, {d.facts} facts, {d.passages} passages, {d.gaps} gaps"
    line = f"{indexed.name}: {indexed.outcome}: {known}: {counts}"
    return f"{line}; {indexed.notice}" if indexed.notice else line
