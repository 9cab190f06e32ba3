"""One disclosure in every format that is read, with what is true of it there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from evals.generator.blocks import Board, Words
from evals.generator.claims import StatementLabel
from evals.generator.labels import GeneratedDocument
from evals.labels.gold import FindingKind, TableLabel
from extraction.export import FactRow


class PrintFormat(StrEnum):
    """A format that a disclosure is published in, or what a program makes of it."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    WORD = "word"
    WORKBOOK = "workbook"
    PDF = "pdf"
    UNRULED = "unruled"
    SCAN = "scan"
    ALIGNED = "aligned"
    COLLAPSED = "collapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """A disclosure as a file of some format; places are those of the text, or none."""

    data: bytes
    """The bytes of the file."""
    ending: str
    """The ending of its name, with the dot."""
    facts: tuple[FactRow, ...]
    """Every printed cell of its tables, as the format shows it."""
    tables: tuple[TableLabel, ...]
    """Every table."""
    statements: tuple[StatementLabel, ...]
    """Every figure of its prose; lines are known in the text alone."""


_SUMS = (FindingKind.ROW_SUM, FindingKind.COLUMN_SUM, FindingKind.HIERARCHY_SUM)
_Numbered = TypeVar("_Numbered", Board, FactRow, TableLabel)
Writer = Callable[[GeneratedDocument], Printing]


def print_document(document: GeneratedDocument, form: PrintFormat) -> Printing:
    """A disclosure in a format, the same content for the same document.

    Raises `MissingGlyphs` for a scan where the machine has no Chinese font.
    """
    return _WRITERS[form](document)


def write_printing(folder: Path, name: str, printing: Printing) -> Path:
    """Write the file into the folder; its path."""
    path = folder / f"{name}{printing.ending}"
    path.write_bytes(printing.data)
    return path


def excerpt(document: GeneratedDocument, tables: int) -> GeneratedDocument:
    """The cover and the first tables that have a title, without prose: short enough to scan.

    The tables are numbered anew. Of the findings, those stay that a table shows by itself.
    """
    cover = [one for one in document.blocks if isinstance(one, Words) and one.level == 1]
    titled = [one for one in document.blocks if isinstance(one, Board) and one.title][:tables]
    numbers = {block.table: number for number, block in enumerate(titled, start=1)}
    blocks = {id(one): len(cover) + index for index, one in enumerate(titled)}
    findings = [
        (label, replace(spot, block=blocks[id(document.blocks[spot.block])]))
        for label, spot in zip(document.findings, document.finding_spots, strict=True)
        if label.kind in _SUMS and id(document.blocks[spot.block]) in blocks
    ]

    def keep(labels: Iterable[_Numbered]) -> tuple[_Numbered, ...]:
        kept = (label for label in labels if label.table in numbers)
        return tuple(replace(label, table=numbers[label.table]) for label in kept)

    return replace(
        document,
        blocks=(*cover, *keep(titled)),
        facts=keep(document.facts),
        tables=keep(document.tables),
        statements=(),
        findings=tuple(label for label, _ in findings),
        finding_spots=tuple(spot for _, spot in findings),
    )


def _print(
    document: GeneratedDocument,
    data: bytes,
    ending: str,
    facts: tuple[FactRow, ...] | None = None,
) -> Printing:
    facts = document.facts if facts is None else facts
    return Printing(
        data=data,
        ending=ending,
        facts=tuple(replace(fact, where="") for fact in facts),
        tables=tuple(replace(table, where="") for table in document.tables),
        statements=document.statements,
    )


def _print_text(document: GeneratedDocument) -> Printing:
    return Printing(
        data=document.text.encode(),
        ending=".txt",
        facts=document.facts,
        tables=document.tables,
        statements=document.statements,
    )


def _print_markdown(document: GeneratedDocument) -> Printing:
    from evals.generator.markup import draw_markdown

    return _print(document, draw_markdown(document), ".md")


def _print_web_page(document: GeneratedDocument) -> Printing:
    from evals.generator.markup import draw_web_page

    # Many a workbook on offer is a web page under another name.
    ending = ".xls" if document.style.columns == 3 else ".html"
    return _print(document, draw_web_page(document), ending)


def _print_word(document: GeneratedDocument) -> Printing:
    from evals.generator.word_files import draw_word_file

    return _print(document, draw_word_file(document), ".docx")


def _print_workbook(document: GeneratedDocument) -> Printing:
    from evals.generator.workbooks import draw_workbook

    data, facts = draw_workbook(document)
    return _print(document, data, ".xlsx", facts)


def _print_ruled(document: GeneratedDocument) -> Printing:
    from evals.generator.paper_pdf import draw_pdf
    from evals.generator.press import Ruling, draw_setting, set_pages

    leaves = set_pages(document.blocks, draw_setting(document, Ruling.GRID))
    return _print(document, draw_pdf(leaves, document.name), ".pdf")


def _print_unruled(document: GeneratedDocument) -> Printing:
    from evals.generator.paper_pdf import draw_pdf
    from evals.generator.press import Ruling, draw_setting, set_pages

    ruling = Ruling.NONE if document.style.voice == 0 else Ruling.THREE_LINES
    leaves = set_pages(document.blocks, draw_setting(document, ruling))
    return _print(document, draw_pdf(leaves, document.name), ".pdf")


def _print_scan(document: GeneratedDocument) -> Printing:
    from evals.generator.paper_pdf import draw_scan
    from evals.generator.press import Ruling, draw_setting, set_pages

    short = excerpt(document, tables=3)
    leaves = set_pages(short.blocks, draw_setting(document, Ruling.GRID))
    return _print(short, draw_scan(leaves, document.name), ".pdf")


def _print_aligned(document: GeneratedDocument) -> Printing:
    from evals.generator.plain_pages import align_pages
    from evals.generator.press import Ruling, draw_setting, set_pages

    leaves = set_pages(document.blocks, draw_setting(document, Ruling.NONE))
    return _print(document, align_pages(leaves, document.name).encode(), ".txt")


def _print_collapsed(document: GeneratedDocument) -> Printing:
    from evals.generator.plain_pages import collapse_pages, draw_loss
    from evals.generator.press import Ruling, draw_setting, set_pages

    leaves = set_pages(document.blocks, draw_setting(document, Ruling.GRID))
    text = collapse_pages(leaves, draw_loss(document.name))
    return _print(document, text.encode(), ".txt")


_WRITERS: dict[PrintFormat, Writer] = {
    PrintFormat.TEXT: _print_text,
    PrintFormat.MARKDOWN: _print_markdown,
    PrintFormat.HTML: _print_web_page,
    PrintFormat.WORD: _print_word,
    PrintFormat.WORKBOOK: _print_workbook,
    PrintFormat.PDF: _print_ruled,
    PrintFormat.UNRULED: _print_unruled,
    PrintFormat.SCAN: _print_scan,
    PrintFormat.ALIGNED: _print_aligned,
    PrintFormat.COLLAPSED: _print_collapsed,
}
