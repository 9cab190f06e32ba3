"""A document to its record: the steps from lines to a `Disclosure`, each to be looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extraction.breaks import Lines
from extraction.captions import CaptionKind, bare_title, caption_kind
from extraction.checks import judge_reading
from extraction.definitions import find_definitions, find_listings
from extraction.grids import find_grids
from extraction.identity import (
    find_agency,
    find_disclosure_kind,
    find_region,
    find_year,
    identity_gaps,
)
from extraction.layouts import Surroundings, propose_layouts
from extraction.money import find_unit
from extraction.pages import Page, join_pages
from extraction.places import printed_line
from extraction.prose import Heading, Prose, find_contents, read_prose
from extraction.reading import TextFile, read_text
from extraction.records import Disclosure, Gap, Printed, Source, Span
from extraction.shortrows import leave_out_torn_rows
from extraction.statements import find_statements
from extraction.tables import Caption, Reading, apply_layout
from extraction.text import normal_form
from extraction.vocabulary import GapReason


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a document is table, and what is prose."""

    pages: tuple[Page, ...]
    prose: Prose
    plain: str
    """The whole text in normal form, line by line and cell by cell."""


def read(path: str | Path, document: str | None = None) -> Disclosure:
    """The record of one document, named as its file is unless `document` names it.

    Raises an `ExtractionError` where it cannot be read.
    """
    return extract(read_text(Path(path), document))


def extract(text: TextFile) -> Disclosure:
    """The record of a text."""
    outline = read_outline(text)
    readings = read_tables(text, outline)
    titles = [reading.table.title for reading in readings if reading.table.title]
    captions = frozenset[int]().union(*(page.captions for page in outline.pages))
    agency = find_agency(text.document, text.lines, captions)
    region = find_region(agency)
    year = find_year(text.document, text.lines, titles)
    kind = find_disclosure_kind(text.document, text.lines)
    found = {"agency": agency, "region": region, "year": year, "kind": kind}
    passages = outline.prose.passages
    gaps = [*identity_gaps(found), *_unread_lines(text, outline)]
    return Disclosure(
        document=text.document,
        sha256=text.sha256,
        encoding=text.encoding,
        agency=agency,
        region=region,
        year=year,
        kind=kind,
        tables=tuple(reading.table for reading in readings),
        paragraphs=tuple(passage.paragraph() for passage in passages),
        statements=find_statements(passages, int(year.value) if year else None),
        definitions=find_definitions(passages),
        listings=find_listings(passages),
        gaps=(*gaps, *(gap for reading in readings for gap in reading.gaps)),
    )


def read_outline(text: TextFile) -> Outline:
    """The tables of a text as grids, and its prose."""
    contents = find_contents(text.lines)
    plain = "\n".join(normal_form(cell) for line in text.lines for cell in line.split("\t"))
    grids = [
        grid
        for grid in find_grids(text.document, Lines.of(text.lines, plain))
        if grid.first_line not in contents
    ]
    pages = join_pages(text.document, text.lines, grids)
    taken = set(contents).union(*(page.lines for page in pages))
    return Outline(tuple(pages), read_prose(text.document, text.lines, taken), plain)


def read_tables(text: TextFile, outline: Outline) -> list[Reading]:
    """Every table, read by that one of its layouts whose sums tie best."""
    readings = []
    for number, page in enumerate(outline.pages, start=1):
        heading = _heading_over(outline.prose, page.grid.first_line)
        around = Surroundings(heading.text if heading else "", outline.plain)
        title = page.block.title or _heading_title(text, heading)
        caption = Caption(number, title, page.block.agency)
        candidates = [
            leave_out_torn_rows(apply_layout(page.grid, layout, caption), page.grid)
            for layout in propose_layouts(page, around)
        ]
        best = max(candidates, key=judge_reading) if len(candidates) > 1 else candidates[0]
        readings.append(best)
    return readings


def _unread_lines(text: TextFile, outline: Outline) -> Iterator[Gap]:
    """A gap for each damaged line, and for each unit announced where no table was found below."""
    taken = frozenset[int]().union(*(page.lines for page in outline.pages))
    for number, line in enumerate(text.lines, start=1):
        printed = printed_line(text.document, number, line)
        if printed is None:
            continue
        if "\ufffd" in line:
            yield _gap(GapReason.DAMAGED, "characters that cannot be decoded", printed)
        announced = number not in taken and find_unit(line) is not None
        if announced and caption_kind(printed) in (CaptionKind.UNIT, CaptionKind.AGENCY):
            message = "a table is announced here whose columns cannot be told apart"
            yield _gap(GapReason.NO_COLUMN, message, printed)


def _gap(reason: GapReason, message: str, printed: Printed) -> Gap:
    return Gap(reason=reason, message=message, printed=printed.printed, source=printed.source)


def _heading_over(prose: Prose, line: int) -> Heading | None:
    above = [heading for heading in prose.headings if heading.line < line]
    return above[-1] if above else None


def _heading_title(text: TextFile, heading: Heading | None) -> Printed | None:
    if heading is None:
        return None
    start = text.lines[heading.line - 1].index(heading.text)
    span = Span(line=heading.line, start=start, end=start + len(heading.text))
    source = Source(document=text.document, spans=(span,))
    return bare_title(Printed(printed=heading.text, source=source))
