"""Words of a document as operands: a heading, an entry, a note, a reason."""

from collections.abc import Iterable

from extraction.records import Printed
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict


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


def tied(relation: Relation) -> Outcome:
    """That the words agree."""
    return Outcome(relation, Verdict.TIED, "", None)


def broken(relation: Relation, worked: Remark, meant: str = "") -> Outcome:
    """That the words disagree, how, and what should stand there where that is known."""
    return Outcome(relation, Verdict.BROKEN, "", None, worked, meant)
