"""What tells figures of one name apart: the groups that they stand in, the words before them."""

import re
from collections import Counter
from collections.abc import Sequence

from extraction import squash
from index.records import Fact

_BREAK = re.compile(
    r"[，,、。；;：:()（）]|较?上年[^，,。；;：:]*|其中|\d[\d,.]*(?:[万亿]?元|[辆台个人年月日%％])?"
)
_SHORTEST = 4


def tell_apart(facts: Sequence[Fact]) -> list[str]:
    """For each figure the words that others of its name do not have; empty for one of its own."""
    names = Counter(map(_name, facts))
    return [_apart(fact, facts) if names[_name(fact)] > 1 else "" for fact in facts]


def _name(fact: Fact) -> tuple[str, ...]:
    return (fact.title if fact.table else "", fact.item, *fact.column)


def _apart(fact: Fact, facts: Sequence[Fact]) -> str:
    others = [other for other in facts if other is not fact and _name(other) == _name(fact)]
    groups = (group for group in reversed(fact.groups) if group and not re.search(r"\d", group))
    own = next((g for g in groups if not all(g in other.groups for other in others)), "")
    return own or _said_before(fact)


def _said_before(fact: Fact) -> str:
    """The words of a sentence that lead to a figure, without other figures."""
    before = fact.context.partition(squash(fact.printed))[0].removesuffix(fact.item)
    said = [piece for piece in _BREAK.split(before) if len(piece) >= _SHORTEST]
    return "，".join(said[-2:])
