"""A citation with the lines that prove it, as a page shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from app.labels import label_document
from app.marking import draw_lines
from app.page_pictures import PageView, view_pages
from app.texts import Texts
from extraction import Cell, Disclosure, Row, Source, Table
from index import Answer, Citation, Library, UnknownDocument, is_proven


@dataclass(frozen=True, slots=True)
class Proof:
    """A citation as a reader sees it."""

    label: str
    """Its number, whose document it is, its place; not escaped."""
    details: tuple[tuple[str, str], ...]
    """What is known of its place, each with its name; not escaped."""
    lines: str
    """The lines of the document as HTML, the figure marked."""
    view: PageView
    """The pages of the document, the figure marked."""


def prove(library: Library, answer: Answer, texts: Texts) -> tuple[Proof, ...]:
    """The proofs of an answer, drawn from the documents as they are now."""
    return tuple(_prove_citation(library, citation, texts) for citation in answer.citations)


def _prove_citation(library: Library, citation: Citation, texts: Texts) -> Proof:
    place = texts.place(citation.source.spot)
    view = PageView()
    try:
        owner = label_document(library.document(citation.document), texts)
        found = find_cell(library.disclosure(citation.document), citation.source)
        heads = tuple(_heads(*found)) if found else ()
        lines = f"<p>{escape(texts.proof.lines_lost)}</p>"
        if is_proven(library, citation.source, citation.printed):
            lines = draw_lines(library.lines(citation.document), citation.source, heads)
            view = view_pages(library, citation.source, heads, texts)
    except UnknownDocument:  # removed by another process since it was asked
        owner, found, lines = citation.document, None, f"<p>{escape(texts.proof.lines_lost)}</p>"
    unit = found[2].amount.unit if found and found[2].amount else None
    names = texts.proof
    details = (
        (
            names.document,
            owner if owner == citation.document else f"{owner}（{citation.document}）",
        ),
        (names.table, citation.table),
        (names.row, citation.row),
        (names.column, citation.column),
        (names.unit, unit),
        (names.place, place),
        (names.printed, citation.printed),
    )
    title = names.title.format(table=citation.table) if citation.table else ""
    label = " · ".join(filter(None, (f"[{citation.number}] {owner}", title, place)))
    return Proof(label, tuple((name, value) for name, value in details if value), lines, view)


def find_cell(disclosure: Disclosure, figure: Source) -> tuple[Table, Row, Cell] | None:
    """The cell that is printed there, with its row and table; None for a figure in prose."""
    for table in disclosure.tables:
        for row in table.rows:
            for cell in row.cells:
                if cell.source == figure:
                    return table, row, cell
    return None


def _heads(table: Table, row: Row, cell: Cell) -> Iterator[Source]:
    """Where the names of a cell's row and column are printed."""
    if row.name:
        yield row.name.source
    if cell.column is not None:
        yield from (head.source for head in table.columns[cell.column].header)


def draw_details(proof: Proof) -> str:
    """The details as an HTML list, escaped."""
    items = (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in proof.details)
    return f'<dl class="gouji-details">{"".join(items)}</dl>'
