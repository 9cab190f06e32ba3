"""From a manuscript to a printed disclosure, once or again after an edit."""

from dataclasses import replace
from random import Random
from typing import assert_never

from evals.generator.blocks import Words
from evals.generator.labels import GeneratedDocument
from evals.generator.manuscripts import Entry, Gap, Heading, Manuscript, Notice, Paragraph
from evals.generator.printing import Galley
from evals.generator.tables import Sheet


def set_manuscript(manuscript: Manuscript) -> Galley:
    """The lines and blocks of a manuscript, and where every fact comes to stand."""
    galley = Galley(manuscript.style, manuscript.masthead, Random(manuscript.cuts))
    for entry in manuscript.entries:
        _set_entry(galley, entry)
    return galley


def entry_blocks(manuscript: Manuscript) -> tuple[int, ...]:
    """The index of the block that each entry is printed as; of a blank line, the next one's."""
    galley = Galley(manuscript.style, manuscript.masthead, Random(manuscript.cuts))
    blocks = []
    for entry in manuscript.entries:
        first = len(galley.blocks)
        _set_entry(galley, entry)
        # A table may have a note over it.
        is_over = isinstance(entry, Sheet) and isinstance(galley.blocks[first], Words)
        blocks.append(first + is_over)
    return tuple(blocks)


def reissue(document: GeneratedDocument, manuscript: Manuscript) -> GeneratedDocument:
    """The same disclosure printed from an edited manuscript."""
    galley = set_manuscript(manuscript)
    return replace(
        document,
        text=galley.text,
        facts=tuple(galley.facts),
        tables=tuple(galley.tables),
        statements=tuple(galley.statements),
        traits=document.traits | galley.traits,
        blocks=tuple(galley.blocks),
        starts=tuple(galley.starts),
        manuscript=manuscript,
    )


def _set_entry(galley: Galley, entry: Entry) -> None:
    match entry:
        case Notice(apart=True):
            galley.print_block(entry.text)
        case Notice():
            galley.print_line(entry.text, entry.level)
        case Heading():
            galley.print_heading(entry.text, entry.level)
        case Paragraph():
            galley.print_paragraph(entry.text, entry.claims)
        case Gap():
            galley.print_blank()
        case Sheet():
            galley.print_sheet(entry)
        case _:
            assert_never(entry)
