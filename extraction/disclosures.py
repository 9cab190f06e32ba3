"""A document to its record: the steps from lines to a `Disclosure`, each to be looked at."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extraction.advice import Adviser
from extraction.captions import CaptionKind, bare_title, caption_kind
from extraction.collapsed import place_figures
from extraction.contents import read_contents
from extraction.definitions import find_definitions, find_listings
from extraction.identity import (
    find_agency,
    find_disclosure_kind,
    find_region,
    find_year,
    identity_gaps,
)
from extraction.layouts import Surroundings
from extraction.lookalikes import confirm_lookalikes
from extraction.money import find_unit
from extraction.pages import PrintedTable, join_pages
from extraction.prose import Heading, Prose, find_contents, read_prose
from extraction.readers import transcribe
from extraction.records import Disclosure, Gap, Printed
from extraction.statements import find_statements
from extraction.tabledrafts import NumberedTable, TableDraft, draft_table, find_lines_above
from extraction.tables import Caption, Reading
from extraction.transcript import Transcript
from extraction.vocabulary import GapReason, Reader


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a document is table, and what is prose."""

    tables: tuple[PrintedTable, ...]
    prose: Prose
    contents: range
    """The lines of the table of contents; empty where there is none."""


def read(
    path: str | Path, document: str | None = None, adviser: Adviser | None = None
) -> Disclosure:
    """The record of one document, named as its file is unless `document` names it.

    Where the rules leave something open, the adviser is asked. Raises an `ExtractionError` where
    it cannot be read.
    """
    return extract(transcribe(path, document), adviser)


def extract(text: Transcript, adviser: Adviser | None = None) -> Disclosure:
    """The record of a text; where the rules leave something open, the adviser is asked."""
    text = place_figures(text, adviser)
    outline = read_outline(text)
    readings = read_tables(text, outline, adviser)
    titles = [reading.table.title for reading in readings if reading.table.title]
    captions = frozenset[int]().union(*(table.captions for table in outline.tables))
    agency = find_agency(text, captions)
    region = find_region(agency)
    year = find_year(text, titles)
    kind = find_disclosure_kind(text)
    found = {"agency": agency, "region": region, "year": year, "kind": kind}
    passages = outline.prose.passages
    number = int(year.value) if year else None
    statements = find_statements(passages, number)
    if adviser is not None:
        from extraction.proposals.prose import advise_statements  # it takes a while to load

        statements = advise_statements(passages, statements, number, adviser)
    numbered = (_in_its_table(gap, outline.tables) for gap in text.gaps)
    gaps = [*numbered, *identity_gaps(found), *_unread_lines(text, outline)]
    return Disclosure(
        document=text.document,
        sha256=text.sha256,
        format=text.format,
        encoding=text.encoding,
        pages=text.pages,
        agency=agency,
        region=region,
        year=year,
        kind=kind,
        tables=tuple(reading.table for reading in readings),
        contents=read_contents(text, outline.contents),
        headings=tuple(heading.printed(text) for heading in outline.prose.headings),
        paragraphs=tuple(passage.paragraph() for passage in passages),
        statements=statements,
        definitions=find_definitions(passages),
        listings=find_listings(passages),
        gaps=(*gaps, *(gap for reading in readings for gap in reading.gaps)),
    )


def read_outline(text: Transcript) -> Outline:
    """The tables of a text as grids, and its prose."""
    contents = find_contents(text.lines)
    grids = tuple(grid for grid in text.grids if grid.first_line not in contents)
    tables = join_pages(replace(text, grids=grids))
    taken = set(contents).union(*(table.lines for table in tables))
    return Outline(tuple(tables), read_prose(text, taken), contents)


def read_tables(
    text: Transcript, outline: Outline, adviser: Adviser | None = None
) -> list[Reading]:
    """Every table, read by that one of its layouts whose sums tie best."""
    drafts: list[TableDraft] = []
    end = 0
    for number, table in enumerate(outline.tables, start=1):
        heading = _heading_over(outline.prose, table.grid.first_line)
        around = Surroundings(heading.text if heading else "", text.plain)
        title = table.block.title or _heading_title(text, heading)
        above = find_lines_above(text, table, end)
        end = table.grid.last_line
        drafts.append(
            draft_table(
                NumberedTable(number, table, above),
                around,
                Caption(number, title, table.block.agency),
                text.gaps,
            )
        )
    readings = [draft.best for draft in drafts]
    if adviser is not None and adviser.reader is not Reader.RULES:
        from extraction.proposals.tables import advise_tables

        readings = advise_tables(drafts, adviser)
    return [confirm_lookalikes(reading) for reading in readings]


def _in_its_table(gap: Gap, tables: tuple[PrintedTable, ...]) -> Gap:
    """A reader's gap with the number of the table on whose lines it stands."""
    lines = {span.line for span in gap.source.spans} if gap.source else set()
    found = [number for number, table in enumerate(tables, start=1) if lines & table.lines]
    return gap.model_copy(update={"table": found[0]}) if found and gap.table is None else gap


def _unread_lines(text: Transcript, outline: Outline) -> Iterator[Gap]:
    """A gap for each damaged line, and for each unit announced where no table was found below."""
    taken = frozenset[int]().union(*(table.lines for table in outline.tables))
    for number, line in enumerate(text.lines, start=1):
        damaged = "\ufffd" in line
        announced = number not in taken and "元" in line and find_unit(line) is not None
        if not (damaged or announced) or (printed := text.line(number)) is None:
            continue
        if damaged:
            yield _gap(GapReason.DAMAGED, "characters that cannot be decoded", printed)
        if announced and caption_kind(printed) in (CaptionKind.UNIT, CaptionKind.AGENCY):
            message = "a table is announced here whose columns cannot be told apart"
            yield _gap(GapReason.NO_COLUMN, message, printed)


def _gap(reason: GapReason, message: str, printed: Printed) -> Gap:
    return Gap(reason=reason, message=message, printed=printed.printed, source=printed.source)


def _heading_over(prose: Prose, line: int) -> Heading | None:
    above = [heading for heading in prose.headings if heading.line < line]
    return above[-1] if above else None


def _heading_title(text: Transcript, heading: Heading | None) -> Printed | None:
    return bare_title(heading.printed(text)) if heading else None
