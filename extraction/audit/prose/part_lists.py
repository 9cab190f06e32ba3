"""A total of the prose and the parts that are listed of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.audit.prose.entries import Entry
from extraction.records import Statement

INTRODUCES = re.compile(r"(?:其中|包括|如下|以下方面)[^，。；]{0,6}[:：。]?\s*$")


@dataclass(frozen=True, slots=True)
class PartList:
    """A total and the parts that are listed of it."""

    heads: tuple[Statement, ...]
    """What may be the total, the likeliest first."""
    parts: tuple[Statement, ...]
    is_headed: bool
    """Whether the first head is surely the total."""
    is_whole: bool = False
    """Whether the list says by its form that it names all parts."""
    is_counted: bool = False
    """Whether the total says how many parts it is the sum of."""
    ends: tuple[int, ...] = ()
    """After how many parts it may end sooner."""
    is_inline: bool = False
    """Whether a mark or a bracket opens it inside a paragraph."""


def heads_before(before: Sequence[Entry]) -> Iterator[Statement]:
    """What the paragraphs of a section before one begin with, the nearest first."""
    for entry in reversed(before):
        if entry.statements:
            yield entry.statements[0][1]
