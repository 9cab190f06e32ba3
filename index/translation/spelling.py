"""English as people type it: contractions, abbreviations, symbols, and slips of the keyboard."""

import re
from collections import defaultdict
from functools import lru_cache
from unicodedata import normalize

from index.translation.frames import FRAMES
from index.translation.glossary import known_words, stem

_WRITTEN_OUT = tuple(
    (re.compile(pattern, re.IGNORECASE), to)
    for pattern, to in (
        (r"\b(what|how|who|where|which|there|that|it)['’]s\b", r"\1 is"),
        (r"\b(what|how|who|they|you)['’]re\b", r"\1 are"),
        (r"\bwhats\b", "what is"),
        (r"\b(can|do|does|did|is|are|was|were|has|have)n['’]?t\b", r"\1 not"),
        (r"\bI['’]d\b", "I would"),
        (r"\bI['’]m\b", "I am"),
        (r"\b(?:FY|CY) ?['’]?(20\d\d)\b", r"\1"),
        (r"\b(?:FY|CY) ?['’]?(\d\d)\b(?!,)", r"20\1"),
        (r"(?<![\d.])\s*%\s*(?=of\b|[a-z])", " percent "),
        (r"\bin %(?=\W|$)", "in percent"),
        (r"\bper cent\b|\bpct\b|\bpercentage points?\b", "percent"),
        (r"\s&\s|(?<=[a-z])&(?=[a-z]{2})", " and "),
        (r"\bw/o\b", "without"),
        (r"(?<=\w)\s*\+\s*(?=[A-Za-z])", " plus "),
        (r"\s=\s*\??", " "),
        (r"\bvs?\.(?=\s)|\bversus\b", "vs"),
        (r"\bincl\.?(?=\s)", "including"),
        (r"\bexcl\.?(?=\s)", "excluding"),
        (r"\b(?:govt|gov['’]t)\b\.?", "government"),
        (r"\bdept\b\.?", "department"),
        (r"\bexp\.(?=\s|$)", "expenditure"),
        (r"\bprev\b\.?", "previous"),
        (r"\byr\b\.?", "year"),
        (r"\bthx\b|\bthanks(?: in advance)?\b|\bthank you\b", " "),
        (
            r"\b(?:surplus|carry-?over)(?:(?:es|s)? and (?:surplus|carry-?over)(?:es|s)?)?"
            r"(?: funds)?(?: (?:was|is|were|are) there)?"
            r" (?:at|by|for) (?:the )?(?:year[- ]end|end of the year)",
            "year end carryover and surplus",
        ),
        (r"\bcarr(?:y|ied)[ -](?:over|forward)s?\b(?= and )", "carryover"),
        (r"\bcarry[ -](?:over|forward)s?\b", "carryover"),
    )
)
_MONEY = r"(?:yuan|rmb|cny|renminbi|¥|￥)"
_WAN = r"(?:10[, ]?000s?|10k|ten thousands?|tens of thousands|wan)"
_IN_UNITS = (
    (
        re.compile(
            rf"[,(]?\s*\b(?:in|as)?\s*(?:units of )?(?:{_MONEY}\s*\(?{_WAN}\)?|{_WAN}(?: of)? "
            rf"?{_MONEY})\)?",
            re.IGNORECASE,
        ),
        " in 10,000 yuan ",
    ),
    (
        re.compile(
            rf"[,(]?\s*\bin (?:millions?|thousands?)(?: of)?(?: {_MONEY})?\)?", re.IGNORECASE
        ),
        " ",
    ),
)
_LATIN = re.compile("[À-ÖØ-öø-ÿĀ-žǍ-ǜ]")
_WORD = re.compile(r"[a-z]+")
_SHORTEST = 7
_SHORTEST_SWAPPED = 6
_ALIKE = (frozenset("aeiou"), frozenset("cs"), frozenset("sz"), frozenset("ck"))


def write_out(question: str) -> str:
    """A question with what people shorten written out; names keep their capitals."""
    question = _LATIN.sub(lambda found: normalize("NFD", found[0])[0], question)
    for pattern, to in _WRITTEN_OUT:
        question = pattern.sub(to, question)
    for pattern, to in _IN_UNITS:
        question = pattern.sub(to, question, count=1)
    return question


def mend_slips(text: str) -> str:
    """A text in lower case with each misspelt word as the one known word that it is a slip of."""
    return _WORD.sub(lambda found: _mend(found[0]), text)


@lru_cache(maxsize=4096)
def _mend(word: str) -> str:
    if len(word) < _SHORTEST_SWAPPED - 1 or stem(word) in _stems():
        return word
    meant = {known for known in _by_initial()[word[0]] if _is_slip(word, known)}
    return meant.pop() if len({stem(known) for known in meant}) == 1 else word


def _is_slip(word: str, known: str) -> bool:
    """Whether two letters were swapped, one left out or added, or a vowel mistaken."""
    if len(word) == len(known):
        apart = [at for at, pair in enumerate(zip(word, known, strict=True)) if pair[0] != pair[1]]
        if len(apart) == 2:
            first, last = apart
            swapped = (
                len(word) >= _SHORTEST_SWAPPED
                and word[first] == known[last]
                and word[last] == known[first]
            )
            return swapped and last == first + 1
        letters = {word[apart[0]], known[apart[0]]} if len(apart) == 1 else set("xyz")
        return any(letters <= alike for alike in _ALIKE) and len(word) > _SHORTEST
    short, long = sorted((word, known), key=len)
    least = _SHORTEST if long == word else _SHORTEST_SWAPPED
    if len(short) + 1 != len(long) or len(long) < least:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    """What is no slip: the words of terms, and those of frames."""
    asking = (word for frame in FRAMES for word in _WORD.findall(frame.pattern.pattern))
    return frozenset(map(stem, (*known_words(), *asking)))


@lru_cache(maxsize=1)
def _by_initial() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in known_words():
        found[word[0]].append(word)
    return defaultdict(tuple, {initial: tuple(words) for initial, words in found.items()})
