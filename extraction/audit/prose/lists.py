"""The lists of the prose: a total and its parts, in one sentence or over several paragraphs."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from extraction.audit.prose.entries import Entry
from extraction.audit.prose.inline_lists import inline_lists
from extraction.audit.prose.item_lists import item_lists
from extraction.audit.prose.part_lists import INTRODUCES, PartList
from extraction.records import Statement


def find_lists(entries: Sequence[Entry]) -> list[PartList]:
    """All lists of the prose, those inside a paragraph first."""
    found: list[PartList] = []
    for _, group in groupby(entries, key=lambda entry: entry.section):
        section = list(group)
        for at, entry in enumerate(section):
            if entry.statements:
                found += inline_lists(entry, section[:at])
    inside = {id(part) for one in found for part in one.parts}
    found += _outlined(entries, inside)
    found += item_lists(entries)
    return found


def _outlined(entries: Sequence[Entry], inside: set[int]) -> Iterator[PartList]:
    """The lists of which each part has a paragraph, under one that introduces them."""
    for at, entry in enumerate(entries[:-1]):
        roots = [one for _, one in entry.statements if id(one) not in inside]
        if not roots:
            continue
        below = entries[at + 1]
        is_deeper = below.rank is not None and below.number == 1 and _is_under(below, entry)
        if not (INTRODUCES.search(entry.text.rstrip()) or is_deeper):
            continue
        parts: list[Statement] = []
        ends: list[int] = []
        numbers: list[int | None] = []
        for child in _children(entries, at):
            own = [one for _, one in child.statements if id(one) not in inside]
            if not own:
                continue
            parts += own[:1] if child.rank is not None else own
            ends.append(len(parts))
            numbers.append(child.number)
        if parts:
            yield PartList(
                heads=tuple(roots[:1]),
                parts=tuple(parts),
                is_headed=len(roots) == 1,
                ends=tuple(ends[:-1]) if None in numbers else (),
            )


def _is_under(below: Entry, entry: Entry) -> bool:
    """Whether an ordinal is of a lower rank than that of the paragraph over it."""
    if below.section != entry.section or below.rank is None:
        return False
    return entry.rank is not None and below.rank > entry.rank


def _children(entries: Sequence[Entry], at: int) -> Iterator[Entry]:
    """The paragraphs of a section after one, of the rank of the first, up to one of a higher."""
    entry, first = entries[at], entries[at + 1]
    for child in entries[at + 1 :]:
        if child.section != entry.section:
            return
        if child.rank == first.rank:
            yield child
        elif first.rank is None or (child.rank is not None and child.rank < first.rank):
            return
