"""Words of a disclosure to look through, and what is found wrong in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.places import cut_printed
from extraction.records import Disclosure, Printed, Row, Source
from extraction.relations import Operand, Remark
from extraction.text import normal_form
from extraction.vocabulary import Content

_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, or a cell, name or title of a table."""

    text: Printed
    column: str
    """The headings over a paragraph, or the header path of a cell, joined by `/`."""
    table: int | None = None
    """Number of the table; null in the prose."""
    row: Row | None = None
    """The row that a cell or a name stands in."""

    def quote(self, start: int, end: int) -> Operand:
        """The words between two offsets with their place, without white space around them."""
        part = self.text.printed[start:end]
        left = start + len(part) - len(part.lstrip())
        piece = cut_printed(self.text, left, left + len(part.strip()))
        code = self.row.code if self.row else None
        return Operand(
            table=self.table,
            row=self.row.number if self.row else 0,
            code=code.printed if code else "",
            label=self.row.label if self.row else "",
            column=self.column,
            printed=piece.printed,
            amount=None,
            where=piece.source.where,
            source=piece.source,
        )

    def is_whole(self, start: int, end: int) -> bool:
        """Whether no line ends between two offsets, so that nothing can be lost there."""
        return len(cut_printed(self.text, start, end).source.spans) == 1


@dataclass(frozen=True, slots=True)
class Slip:
    """A phrase that should not stand as it does."""

    rule: str
    cause: str
    """What it has in common with others of its cause."""
    quote: Operand
    worked: Remark
    """What is wrong with it."""
    meant: str = ""
    """What should stand there; empty where that is not known."""


def read_words(disclosure: Disclosure) -> Iterator[Words]:
    """All words in printed order: the paragraphs, then the tables without their headers."""
    for paragraph in disclosure.paragraphs:
        yield Words(paragraph, "/".join(paragraph.section))
    for table in disclosure.tables:
        paths = ["/".join(column.path) for column in table.columns]
        if table.title:
            yield Words(table.title, "", table.number)
        seen: set[Source] = set()
        for row in table.rows:
            if row.name and row.name.source not in seen:
                seen.add(row.name.source)
                yield Words(row.name, "", table.number, row)
            for cell in row.cells:
                if cell.content is Content.WORDS:
                    column = paths[cell.column] if cell.column is not None else ""
                    yield Words(cell, column, table.number, row)


def alike(quote: Operand) -> str:
    """What the same phrase with other figures has in common with it."""
    return _NUMBER.sub("", normal_form(quote.printed))
