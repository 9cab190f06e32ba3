"""Words of a document as operands: a heading, an entry, a note, a reason."""

from collections.abc import Iterable

from extraction.records import Disclosure, Printed, Row, Table
from extraction.relations import Operand
from extraction.vocabulary import Format, GapReason

SHORT_FORM = "one name may be a short form of the other"
PICTURE = "the document was read from a picture: its characters are not sure"


def words_operand(
    words: Printed, label: str = "", section: Iterable[str] = (), table: int | None = None
) -> Operand:
    """Quoted words as an operand: no amount, but a place."""
    return Operand(
        table=table,
        row=0,
        code="",
        label=label,
        column="/".join(section),
        printed=words.printed,
        amount=None,
        where=words.source.where,
        source=words.source,
    )


def row_words(table: Table, row: Row, words: Printed) -> Operand:
    """A row's name or code as an operand."""
    place = {"row": row.number, "code": row.code.printed if row.code else ""}
    return words_operand(words, row.label, table=table.number).model_copy(update=place)


def is_recognised(disclosure: Disclosure) -> bool:
    """Whether a document, or a page of it, was read from a picture, so that marks may be lost."""
    return (
        disclosure.format is Format.IMAGE
        or any(page.skew for page in disclosure.pages)
        or any(
            gap.reason is GapReason.DAMAGED and gap.printed and gap.source
            for gap in disclosure.gaps
            if disclosure.format is Format.PDF
        )
    )
