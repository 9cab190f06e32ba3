"""The notes of empty tables: whether the table that they stand at is empty, and the one meant."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from extraction.audit.phrasing import quote
from extraction.audit.verdicts import broken, tied, unchecked
from extraction.audit.words import words_operand
from extraction.captions import NOTE
from extraction.places import cut_printed
from extraction.records import Disclosure, Paragraph, Printed, Table
from extraction.relations import Operand, Outcome, Relation, Remark, operand
from extraction.text import normal_form

EMPTY_NOTE = "empty_note"
NOTE_PLACE = "note_place"

_ABOVE = "the note may belong to the table below it"
_TWO_TABLES = "it is not sure at which table the note stands"

_EMPTY = re.compile(
    r"本表\s*(?:本年\s*)?(?:为空\s*表?|无\s*(?:数据|发生额|内容)(?!的))|(?<!不)为空表"
)
_IF = re.compile(r"若|如(?!下)")
# What an empty table may end with: a row that was not read as one.
_TOTAL = re.compile(r"\s*[合总小]\s*计\s*")
_SUBJECTS = re.compile(
    r"(?P<public>[“\"]?三公[”\"]?经?费?)|(?P<fund>政府性基金(?:预算)?)"
    r"|(?P<capital>国有资本经营(?:预算)?)"
)
# It says itself which table it is of.
_SAYS_WHICH = re.compile(r"(?<!本)表[^，。,;；]{0,3}为空表")
_YEAR = re.compile(r"20\d\d|上年|去年")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Note:
    """A note that says that a table is empty, and the tables that it stands between."""

    text: Paragraph
    claim: Printed
    """The words that say so (`本表为空表`)."""
    subject: Printed | None
    """What it says that there is none of; null where it names none, or several."""
    name: str
    """Which of the subjects that is; empty where none."""
    above: Table
    """The table that it stands under, nothing but notes between them."""
    below: Table | None
    """The next table."""
    between: str
    """What stands between the note and that."""

    @property
    def fits_above(self) -> bool:
        """Whether the table above is of what it speaks of."""
        return self.name in _names(self.above.heading)

    @property
    def fits_below(self) -> bool:
        """Whether the table below is, or what else may be one there."""
        return self.below is not None and self.name in _names(self.between + self.below.heading)

    @property
    def is_conditional(self) -> bool:
        """Whether it only says what it would mean if the table were empty."""
        return _IF.search(normal_form(self.text.printed)) is not None

    @property
    def is_early(self) -> bool:
        """Whether it stands at the foot of one table and is of the next, whose title follows it.

        What says outright that a table is empty may be printed over it; only the foot of a table
        tells what it means if it is.
        """
        ends = self.above.source.spans[-1].page, self.text.source.spans[0].page
        title = self.below.title if self.below else None
        return bool(
            self.is_conditional
            and not _SAYS_WHICH.search(self.text.printed)
            and ends[0] == ends[1]
            and self.above.title
            and title
            and title.source.line > self.text.source.line
            and self.name in _names(title.printed)
        )


def note_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """Whether each note of an empty table stands at the one that it speaks of, and that is so."""
    for note in _find_notes(disclosure):
        if note.name:
            yield from _judge_place(note)
        if not note.is_conditional:
            yield from _judge_emptiness(note, disclosure.year.value if disclosure.year else "")


def _judge_place(note: _Note) -> Iterator[Outcome]:
    assert note.subject
    title = note.above.title
    parts = (words_operand(title, table=note.above.number),) if title else ()
    relation = Relation(NOTE_PLACE, words_operand(note.subject, section=note.text.section), parts)
    others = _names(note.above.heading)
    if note.fits_above:
        yield tied(relation)
    elif note.is_early:
        yield _judge_order(note)
    elif note.fits_below or not others or _SAYS_WHICH.search(note.text.printed):
        yield unchecked(relation, _ABOVE)
    elif title:
        meant = next(iter(others.values()))
        worked = Remark(
            f"但它在“{title.printed}”之下",
            f"It stands under “{title.printed}”.",
        )
        yield broken(relation, worked, meant)


def _judge_order(note: _Note) -> Outcome:
    """The verdict on a note that stands under one table and above the one that it is of."""
    assert note.above.title
    assert note.below
    assert note.below.title
    text = note.text.printed
    lead = NOTE.match(text)
    start, end = lead.end() if lead else 0, len(text.rstrip("。 "))
    start += len(text[start:end]) - len(text[start:end].lstrip())
    titles = note.above.title, note.below.title
    relation = Relation(
        NOTE_PLACE,
        words_operand(cut_printed(note.text, start, end), section=note.text.section),
        tuple(words_operand(title) for title in titles),
    )
    above, below = (title.printed for title in titles)
    worked = Remark(
        f"但它在{quote(above)}之下、{quote(below)}之前",
        f"It stands under {quote(above)}, before {quote(below)}.",
    )
    return broken(relation, worked)


def _judge_emptiness(note: _Note, year: str) -> Iterator[Outcome]:
    cells = _figures(note.above, year)
    relation = Relation(
        EMPTY_NOTE, words_operand(note.claim, section=note.text.section), tuple(cells[:_SHOWN])
    )
    if (note.name or _SAYS_WHICH.search(note.text.printed)) and not note.fits_above:
        return
    if not cells:
        yield tied(relation)
    elif not note.name and note.below and not _figures(note.below, year):
        yield unchecked(relation, _TWO_TABLES)
    else:
        printed = "、".join(cell.printed for cell in relation.parts)
        worked = Remark(
            f"但表{note.above.number}印有{printed}",
            f"Table {note.above.number} prints {printed}.",
        )
        yield broken(relation, worked)


def _figures(table: Table, year: str) -> list[Operand]:
    """The amounts of money in a table that are not zero, in columns of no other year."""
    current = [
        column.unit is not None
        and column.unit.in_yuan is not None
        and not set(_YEAR.findall("".join(column.path))) - {year}
        for column in table.columns
    ]
    return [
        operand(table, row, cell)
        for row in table.rows
        for cell in row.cells
        if cell.amount and cell.amount.value and cell.column is not None and current[cell.column]
    ]


def _find_notes(disclosure: Disclosure) -> Iterator[_Note]:
    """The notes that say that a table is empty, right under a table."""
    tables = sorted(disclosure.tables, key=lambda table: table.source.line)
    told = sorted((*disclosure.headings, *disclosure.paragraphs), key=lambda own: own.source.start)
    ends = [max(span.line for span in table.source.spans) for table in tables]
    at = 0
    is_open = False
    for index, own in enumerate(told):
        while at < len(tables) and tables[at].source.line < own.source.line:
            at, is_open = at + 1, True
        claim = _EMPTY.search(own.printed)
        if is_open and _TOTAL.fullmatch(own.printed):
            continue
        is_open = is_open and _is_note(own) and ends[at - 1] < own.source.line
        if is_open and claim and isinstance(own, Paragraph):
            below = tables[at] if at < len(tables) else None
            yield _note(own, claim, (tables[at - 1], below), told[index + 1 :])


def _is_note(text: Printed) -> bool:
    return bool(_EMPTY.search(text.printed) or NOTE.match(text.printed))


def _note(
    text: Paragraph,
    claim: re.Match[str],
    around: tuple[Table, Table | None],
    rest: Iterable[Printed],
) -> _Note:
    above, below = around
    found = list(_SUBJECTS.finditer(text.printed))
    names = {one.lastgroup or "" for one in found}
    is_one = len(names) == 1
    between = takewhile(lambda own: below and own.source.line < below.source.line, rest)
    return _Note(
        text=text,
        claim=cut_printed(text, *claim.span()),
        subject=cut_printed(text, *found[0].span()) if is_one else None,
        name=names.pop() if is_one else "",
        above=above,
        below=below,
        between="".join(own.printed for own in between if not _is_note(own)),
    )


def _names(title: str) -> dict[str, str]:
    """The subjects that a title names, as it prints them."""
    return {one.lastgroup or "": one.group() for one in _SUBJECTS.finditer(title)}
