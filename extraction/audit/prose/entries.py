"""The paragraphs of the prose as they follow one another, and what each states where."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.places import offset_in
from extraction.records import Disclosure, Paragraph, Statement
from extraction.text import drop_ordinal, normal_form, ordinal_rank

_NUMERALS = "零一二三四五六七八九"
_GOES_ON = ("；", "，", "、", ";", ",")


@dataclass(slots=True)
class Entry:
    """A paragraph, with those that it runs on into, and its statements with their offsets."""

    section: tuple[str, ...]
    rank: int | None
    """Rank of its ordinal; null where none leads."""
    number: int | None
    """The ordinal itself."""
    text: str
    statements: list[tuple[int, Statement]] = field(default_factory=list)
    """Each statement and where in `text` its first figure begins, in printed order."""

    def names(self, statement: Statement) -> bool:
        """Whether a statement's item is printed in this entry, and not carried from another."""
        return statement.item is not None and statement.item.printed in self.text


def find_entries(disclosure: Disclosure) -> list[Entry]:
    """All paragraphs with their statements; those that stand in a reason are left out."""
    paragraphs = sorted(disclosure.paragraphs, key=lambda one: one.source.start)
    starts = [one.source.start for one in paragraphs]
    own: list[list[tuple[int, Statement]]] = [[] for _ in paragraphs]
    for statement in stated_outright(disclosure.statements):
        source = min((one.source for one in statement.quantities), key=lambda one: one.start)
        at = bisect_right(starts, source.start) - 1
        if at >= 0 and (offset := offset_in(paragraphs[at].source, source)) is not None:
            own[at].append((offset, statement))
    entries: list[Entry] = []
    for paragraph, statements in zip(paragraphs, own, strict=True):
        rank = ordinal_rank(paragraph.printed)
        last = entries[-1] if entries else None
        statements.sort(key=lambda one: one[0])
        if (
            last
            and rank is None
            and last.section == paragraph.section
            and last.text.rstrip().endswith(_GOES_ON)
        ):
            shift = len(last.text)
            last.text += paragraph.printed
            last.statements += [(at + shift, one) for at, one in statements]
        else:
            number = _number(paragraph)
            entries.append(Entry(paragraph.section, rank, number, paragraph.printed, statements))
    return entries


def stated_outright(statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statements that do not stand in the reason of another."""
    reasons: dict[int, list[tuple[int, int]]] = {}
    for one in statements:
        for span in one.reason.source.spans if one.reason else ():
            reasons.setdefault(span.line, []).append((span.start, span.end))
    for one in statements:
        line, at = min(quantity.source.start for quantity in one.quantities)
        if not any(start <= at < end for start, end in reasons.get(line, ())):
            yield one


def _number(paragraph: Paragraph) -> int | None:
    """The number of the ordinal that leads a paragraph."""
    text = paragraph.printed.strip()
    mark = normal_form(text[: len(text) - len(drop_ordinal(text))]).strip("()、.")
    if mark.isdecimal():
        return int(mark)
    tens, ten, ones = mark.rpartition("十")
    if not mark or any(one not in _NUMERALS for one in tens + ones):
        return None
    units = _NUMERALS.index(ones) if ones else 0
    return ((_NUMERALS.index(tens) if tens else 1) * 10 if ten else 0) + units
