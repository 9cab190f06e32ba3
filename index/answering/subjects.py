"""Whose reason a paragraph gives: the item that opens the clause, or the last one before it."""

import re
from collections.abc import Iterable, Iterator

from index.records import Passage
from index.words.wording import bare_name, canonical, frame_mask

# What gives a reason in prose, in the wording that is compared; its clause may begin with it.
BECAUSE = re.compile(
    r"原因|由于|因为|鉴于|为了|因[^此公果素]|主要是|所致|[|]故|[|]系|使得|致使|考虑到|受[^|]{2,20}影响"
)
# The reason stands before these: what comes of it follows.
_BEFORE = re.compile(r"故|致使|使得")
_CLAUSE = re.compile(r"[^|]+")
_SHORTEST = 2


def reasoned(passage: Passage, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """For each clause that gives a reason: its subject, and what is said from that up to it.

    Both are in the wording that is compared, as are `known`, the names of the document's items.
    """
    subject = canonical(" ".join(passage.section[-1:]))
    said = [subject]
    text = canonical(passage.text.split("\n")[-1])
    for clause in _CLAUSE.finditer(text):
        start = max(clause.start() - 1, 0)
        because = BECAUSE.search(text, start, clause.end())
        before = text[clause.start() : because.start() if because else clause.end()]
        if opened := _opening(before, known):
            subject, said = opened, []
        if because:
            told = said[:-1] if _BEFORE.search(because[0]) and len(said) > 1 else said
            yield subject, "|".join((*told, before))
        said = [*said, before]


def known_names(names: Iterable[str]) -> frozenset[str]:
    """Names in one wording, without those that are part of any asking."""
    forms = {canonical(bare_name(name)) for name in names}
    return frozenset(n for n in forms if len(n) >= _SHORTEST and not all(frame_mask(n)))


def _opening(clause: str, known: frozenset[str]) -> str:
    """What a clause begins with up to its figure, if that starts with a known name; else empty."""
    own = next((at for at, is_asking in enumerate(frame_mask(clause)) if not is_asking), 0)
    if not any(clause.startswith(name, at) for at in {0, own} for name in known):
        return ""
    return re.split(r"\d", clause[own:], maxsplit=1)[0]
