"""The glossary: English terms of budgets and final accounts, and what is printed in Chinese."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from index.words.wording import bare_name, canonical

_WORD = re.compile(r"'s\b|[a-z0-9]+")
_PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"))


class Use(StrEnum):
    """What a term of the glossary is used as."""

    ITEM = "item"
    """A name that disclosures print; its English is shown beside it in answers."""
    WORD = "word"
    """Another noun."""
    VERB = "verb"
    """What happens to a figure."""
    BODY = "body"
    """What an agency is in charge of."""
    HEAD = "head"
    """What sort of body an agency is."""
    LEVEL = "level"
    """What sort of place a region is."""
    SMALL = "small"
    """A word of the asking, which names nothing."""
    FRAME = "frame"
    """A word that tells what is asked; passed over, the question would be another."""


@dataclass(frozen=True, slots=True)
class Term:
    """One English wording of a Chinese name."""

    chinese: str
    use: Use
    words: tuple[str, ...]
    """The English words in lower case."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms by their words without endings, to be found in a text, the longest first."""

    by_stem: dict[tuple[str, ...], tuple[Term, ...]]
    longest: int

    def find(self, words: Sequence[str], start: int) -> tuple[tuple[Term, ...], int]:
        """The terms that begin at a word, those spelt exactly so first, and where they end."""
        for end in range(min(len(words), start + self.longest), start, -1):
            spelt = tuple(words[start:end])
            if found := self.by_stem.get(tuple(map(stem, spelt))):
                return tuple(sorted(found, key=lambda term: term.words != spelt)), end
        return (), start


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, a possessive ending as a word of its own."""
    return tuple(_WORD.findall(text.lower().replace("’", "'")))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without the ending of its plural."""
    for plural, singular in _PLURALS:
        if word.endswith(plural) and len(word) > len(plural) + 1:
            return word.removesuffix(plural) + singular
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if is_plural else word


@lru_cache(maxsize=16)
def lexicon(*uses: Use) -> Lexicon:
    """All terms of some uses; of two with the same words the one listed first leads."""
    found: defaultdict[tuple[str, ...], list[Term]] = defaultdict(list)
    for term in _terms():
        if term.use in uses:
            found[tuple(map(stem, term.words))].append(term)
    return Lexicon({key: tuple(terms) for key, terms in found.items()}, max(map(len, found)))


def is_small(word: str) -> bool:
    """Whether a word belongs to the asking and names nothing."""
    return word == "'s" or len(word) == 1 or (word,) in _spelt(Use.SMALL)


def is_frame(word: str) -> bool:
    """Whether a word tells what is asked (largest, together, mean)."""
    return (word,) in _spelt(Use.FRAME)


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """All words that terms are spelt with."""
    return frozenset(word for term in _terms() for word in term.words if word.isalpha())


def in_english(name: str) -> str:
    """The English of a name that disclosures print; empty where the glossary has none."""
    asked = canonical(bare_name(name))
    names = _names()
    if english := names.get(asked) or names.get(asked.removesuffix("支出")):
        return english
    other = names.get(asked.removeprefix("其他").removesuffix("支出"), "")
    return f"other {other}" if other and asked.startswith("其他") else ""


@lru_cache(maxsize=1)
def first_spellings() -> dict[str, str]:
    """Each Chinese term, whatever it is used as, with the first English that is listed for it."""
    return {row["chinese"]: row["english"].split("|")[0] for row in reversed(list(_rows()))}


@lru_cache(maxsize=2)
def _spelt(use: Use) -> frozenset[tuple[str, ...]]:
    return frozenset(term.words for term in _terms() if term.use is use)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    rows = [row for row in _rows() if row["use"] == Use.ITEM]
    return {canonical(row["chinese"]): row["english"].split("|")[0] for row in reversed(rows)}


@lru_cache(maxsize=1)
def _terms() -> tuple[Term, ...]:
    return tuple(
        Term(row["chinese"], Use(row["use"]), words_of(english))
        for row in _rows()
        for english in row["english"].split("|")
    )


def _rows() -> Iterable[dict[str, str]]:
    text = (
        resources.files("index.translation")
        .joinpath("english_terms.csv")
        .read_text(encoding="utf-8")
    )
    return csv.DictReader(text.splitlines())
