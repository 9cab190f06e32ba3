"""What recurs nearly word for word: told by how many agencies print it, not by its words.

A text is taken as its clauses, without white space, punctuation and the name of its agency. A
clause with a figure or a reason is what a reader looks for, and never counts.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from extraction import normal_form

_ENDS = re.compile(r"[。;,:!?]")
_NOT_WORDS = re.compile(r"^\W*[一二三四五六七八九十]+[、)]|\W")
_TELLING = re.compile(r"\d|原因|由于|因为|系|故")
_SHORTEST = 8
_AGENCIES = 3
"""So many agencies print a clause of law or of a form; where there are two, both."""
_TIMES = 3
"""So often a document prints a sentence of its template."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with whose it is."""

    agency: str
    document: str
    text: str
    """A heading, if any, and the text, each on a line."""


class Boilerplate:
    """The clauses that recur among some documents."""

    def __init__(self, texts: Iterable[Text]) -> None:
        """Count which agencies print each clause."""
        agencies: defaultdict[int, set[str]] = defaultdict(set)
        everyone: set[str] = set()
        for one in texts:
            everyone.add(one.agency)
            for clause in filter(_may_recur, _split(one)):
                agencies[hash(clause)].add(one.agency)
        least = min(_AGENCIES, len(everyone))
        self._common = (
            frozenset(clause for clause, found in agencies.items() if len(found) >= least)
            if least > 1
            else frozenset()
        )

    def shares(self, texts: Iterable[Text]) -> list[float]:
        """How much of each text recurs, from 0 to 1: among agencies, or within its document."""
        clauses = [(one.document, _split(one)) for one in texts]
        printed = Counter((name, clause) for name, own in clauses for clause in set(own))
        return [
            sum(len(c) for c in own if self._recurs(c, printed[name, c]))
            / (sum(map(len, own)) or 1)
            for name, own in clauses
        ]

    def _recurs(self, clause: str, times: int) -> bool:
        return _may_recur(clause) and (hash(clause) in self._common or times >= _TIMES)


def _may_recur(clause: str) -> bool:
    return len(clause) >= _SHORTEST and not _TELLING.search(clause)


def _split(one: Text) -> list[str]:
    """The clauses of a text without its heading, letters and digits alone."""
    body = one.text.rpartition("\n")[2]
    text = normal_form(body.replace(one.agency, "") if one.agency else body)
    return [_NOT_WORDS.sub("", clause) for clause in _ENDS.split(text) if clause]
