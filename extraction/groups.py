"""`甲、乙分别为 1 万元、2 万元`: figures that are dealt out to items named before them."""

import re

from extraction.clauses import Claim
from extraction.drafts import Text
from extraction.figures import Figure
from extraction.records import Printed

_TOGETHER = re.compile(r"分别")
# The pause mark alone first: `办公及印刷费、水费` are two.
_JOINTS = (re.compile(r"、"), re.compile(r"[、和与及]|以及"))
_JOINS = re.compile(r"[、和与及,]|以及")


def find_members(text: Text, clause: str, first: Figure) -> list[Figure]:
    """The figures that `分别` in the clause before the first deals out; none where it does not."""
    if not _TOGETHER.search(clause):
        return []
    members = [first]
    for figure in text.figures:
        if figure.start > members[-1].end:
            if not _JOINS.fullmatch(text.plain, members[-1].end, figure.start):
                break
            members.append(figure)
    return members if len(members) > 1 else []


def name_members(
    text: Text, begin: int, clause: str, claim: Claim, count: int
) -> list[Printed | None]:
    """The items that the clause names, one a figure; empty where it names none at all."""
    start, end = claim.item
    if together := _TOGETHER.search(clause, start, end):
        end = together.start()
    if text.item(begin + start, begin + end) is None:
        return []
    for joint in _JOINTS:
        bounds = [start]
        for found in joint.finditer(clause, start, end):
            bounds += [found.start(), found.end()]
        runs = zip(bounds[::2], [*bounds[1::2], end], strict=True)
        items = [text.item(begin + left, begin + right) for left, right in runs]
        if len(items) == count and all(items):
            return items
    return [None] * count
