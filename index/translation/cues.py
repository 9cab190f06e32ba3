"""Clauses that no frame fits, read by the words that tell what is asked and the names they are of.

Each reading asks that no other word carries meaning, so that what is not understood is refused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.translation.glossary import is_small

_NAME = re.compile(r"⟨[^⟩]*⟩(?: ⟨[^⟩]*⟩)*")
_VERB = re.compile(r"⟦([^⟧]*)⟧")
_WORD = re.compile(r"[a-zà-ÿ']+")
_WHOLE_TIES = ("within", "in", "out of", "relative to", "of", "from", "inside")
_PART_TIES = ("for", "to", "on", "by", "towards")
_GOES = re.compile(r"\b(?:go|goes|going|went)\b")
_SHARES = frozenset({"share", "percentage", "percent", "proportion", "fraction", "portion", "part"})
_BIGGER = frozenset({"more", "higher", "larger", "bigger", "greater", "than", "exceeds", "exceed"})
_SMALLER = frozenset({"less", "lower", "smaller", "fewer", "cheaper"})
_APART = frozenset(
    {
        "difference",
        "gap",
        "compare",
        "compared",
        "comparison",
        "differ",
        "differs",
        "vs",
        "between",
        "margin",
    }
)
_SUMS = frozenset(
    {"sum", "total", "together", "combined", "add", "added", "adding", "altogether", "jointly"}
    | {"plus", "up", "up to", "aggregate"}
)
_CHANGED = frozenset({"rate", "annual", "yearly", "difference", "between"})
_WHY = frozenset({"why", "reason", "reasons", "explain", "explains", "explained", "explanation"})
_WHY |= {"cause", "causes", "caused", "because", "behind", "justification", "rationale", "grounds"}
_WHY |= {"justify", "justified", "drove", "led", "owing", "due", "stated", "given"}
_MEANT = frozenset(
    {"mean", "means", "meant", "meaning", "define", "defined", "definition", "refer"}
)
_MEANT |= {
    "refers",
    "understand",
    "understood",
    "term",
    "describe",
    "described",
    "explain",
    "stand",
}
_GROWN = {"增加": "增长", "变化": "增减"}
_CHANGES = ("增加", "减少", "变化")


@dataclass(frozen=True, slots=True)
class Cued:
    """A reading by cues: its Chinese, with the marked names to be filled in."""

    template: str
    names: tuple[str, ...]


def read_cues(text: str, compared: str) -> Cued | None:
    """What a marked clause asks by its cues; None where they tell nothing for certain."""
    names = [found[0] for found in _NAME.finditer(text)]
    verbs = {found[1] for found in _VERB.finditer(text)} - {"安排", "实际花了"}
    words = _WORD.findall(_VERB.sub(" ", _NAME.sub(" ", text)))
    told = {word for word in words if not is_small(word) or word in _SUMS}
    changes = [verb for verb in _CHANGES if verb in verbs]
    if not names or verbs - set(_CHANGES) or len(changes) > 1:
        return None
    if told & _WHY and not told - _WHY - _BIGGER - _SMALLER:
        verb = changes[0] if changes else "减少" if told & _SMALLER else "变化"
        return _of_one(names, f"{{}}为什么{compared}{verb}")
    if changes or compared:
        return _read_change(names, told, changes, compared)
    if told and told & _SHARES and not told - _SHARES:
        return _read_share(text, names)
    if told & (_APART | _BIGGER | _SMALLER) and not told - _APART - _BIGGER - _SMALLER:
        return Cued("{}和{}哪个多，多多少", tuple(names)) if len(names) == 2 else None
    if told & _MEANT and not told - _MEANT:
        return _of_one(names, "{}是什么意思")
    if told & _SUMS and not told - _SUMS and len(names) > 1:
        return Cued("、".join("{}" for _ in names) + "合计多少", tuple(names))
    return None


def _of_one(names: list[str], template: str) -> Cued | None:
    return Cued(template, tuple(names)) if len(names) == 1 else None


def _read_change(
    names: list[str], told: Iterable[str], changes: list[str], compared: str
) -> Cued | None:
    """By how much one thing changed, in percent where a word for it stands there."""
    left = set(told) - _CHANGED - _SHARES - _BIGGER - _SMALLER - _APART
    if left or len(names) != 1:
        return None
    verb = _GROWN.get(changes[0], changes[0]) if changes else "增减"
    much = "百分之几" if set(told) & (_SHARES | {"rate"}) else "多少"
    return Cued(f"{{}}{compared or '比上年'}{verb}{much}", tuple(names))


def _read_share(text: str, names: list[str]) -> Cued | None:
    """A share of the one of two names that a tie tells to be the whole."""
    if len(names) != 2:
        return None
    ties = [_tie_before(text, name) for name in names]
    if "to" in ties and not _GOES.search(text):
        return Cued("{}占{}的百分之几", (names[0], names[1])) if ties[1] == "to" else None
    for tie in _WHOLE_TIES:
        if ties.count(tie) == 1:
            whole = ties.index(tie)
            return Cued("{}占{}的百分之几", (names[1 - whole], names[whole]))
    return None


def _tie_before(text: str, name: str) -> str:
    before = text[: text.index(name)].rstrip()
    ties = (*_WHOLE_TIES, *_PART_TIES)
    return next((tie for tie in ties if re.search(rf"(?:^|\s){tie}$", before)), "")
