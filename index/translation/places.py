"""Agencies that an English question names: places in pinyin, bodies by their English names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Document
from index.translation.glossary import Term, Use, is_small, lexicon
from index.translation.pinyin import Gazetteer, make_gazetteer
from index.words.directory import is_called

_MARK = "@"
_TIES = "of|in|for|at|by|from|within|between|to"
_BEHIND_NAMES = frozenset({"?", ",", ":", ";", ".", "'s", "and", "or", "in", "for"})
_MOST_WORDS = 4
_BODY = re.compile(r"(?:局|委员会|厅|办公室|办事处|街道|法院|检察院|医院|政府)$")
_ENDS = ("局", "委员会", "厅", "部", "办公室")
# What is said before an agency that is not meant.
_LEAVES_OUT = re.compile(
    r"\b(?:excluding|except(?: for)?|besides|without|apart from|aside from|other than"
    r"|not (?:including|counting)|leaving (?:out|aside))(?: the)?$",
    re.IGNORECASE,
)
# Heads that, in lower case, follow the name of a body in no name of an item.
_OFFICES = frozenset({"bureau", "department", "commission", "authority"})
# Heads by which an agency of any name may be called.
_GENERIC = frozenset({"局", "办公室", "委员会"})


@dataclass(frozen=True, slots=True)
class Agencies:
    """The agencies that a question names."""

    known: tuple[str, ...]
    """In Chinese, in the order of the question."""
    unknown: tuple[str, ...]
    """As the question names them, where the library has none that is called so."""
    rest: str
    """The question, with a mark where an agency was named."""
    left_out: tuple[str, ...] = ()
    """Of the known those that are not meant: of all others, then, is asked."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as found in the words of a question."""

    start: int
    end: int
    chinese: str
    """Empty for an agency that the library does not have."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A place as found in the words of a question."""

    end: int
    names: tuple[str, ...]
    """In Chinese: what is spelt so, of the level that is named; empty where nothing is."""


def find_agencies(question: str, documents: Sequence[Document]) -> Agencies:
    """Take the agencies out of a question in English."""
    words = re.findall(r"'s\b|[A-Za-zÀ-ÿ]+|⟨[^⟩]*⟩|[^\sA-Za-zÀ-ÿ]+?(?=[\sA-Za-zÀ-ÿ]|$)", question)
    gazetteer = make_gazetteer(documents)
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    left_out: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        name = _find_name(words, at, gazetteer)
        if name is None:
            rest.append(words[at])
            at += 1
            continue
        if name.chinese:
            known[name.chinese] = None
            if found := _LEAVES_OUT.search(" ".join(rest)):
                left_out.append(name.chinese)
                rest = " ".join(rest)[: found.start()].split()
        else:
            unknown[" ".join(words[name.start : name.end])] = None
        rest.append(_MARK)
        at = name.end
    kept = tuple(name for name in known if name not in left_out)
    text = _drop_marks(" ".join(rest))
    return Agencies(kept, tuple(unknown), text, tuple(left_out))


def _find_name(words: Sequence[str], at: int, gazetteer: Gazetteer) -> _Name | None:
    """The agency or place whose name begins at a word."""
    if words[at].startswith("⟨"):
        printed = words[at].strip("⟨‹«⟩")
        is_agency = _BODY.search(printed) or any(
            is_called(printed, agency, region) for agency, region in gazetteer.regions.items()
        )
        return _Name(at, at + 1, printed) if is_agency else None
    bodies, head, after = _body(words, at)
    if head and after < len(words) - 1 and words[after].lower() in ("of", "in", "for"):
        start = after + 1 + (words[after + 1].lower() == "the")
        if place := _find_place(words, start, gazetteer):
            return _called(at, place, bodies, head, gazetteer)
    if place := _find_place(words, at, gazetteer):
        place = _find_next(words, place, gazetteer) or place
        owned = place.end + (words[place.end : place.end + 1] == ["'s"])
        bodies, head, end = _body(words, owned)
        place = _Place(end if head else place.end, place.names)
        return _called(at, place, bodies, head, gazetteer)
    if head and bodies and (words[at][0].isupper() or words[after - 1] in _OFFICES):
        return _called(at, _Place(after, ("",)), bodies, head, gazetteer)
    return _find_stranger(words, at)


def _find_next(words: Sequence[str], place: _Place, gazetteer: Gazetteer) -> _Place | None:
    """The place that follows one and lies in it, or it in that: the narrower, and both's end."""
    start = place.end + (words[place.end : place.end + 1] in (["'s"], [","]))
    other = _find_place(words, start, gazetteer) if start < len(words) else None
    if other is None or other.names == place.names:
        return None
    for name, _ in gazetteer.spelt:
        for one in place.names:
            for two in other.names:
                if one in name and two in name:
                    return _Place(other.end, (max(one, two, key=name.find),))
    return None


def _called(
    start: int, place: _Place, bodies: Sequence[Term], head: str, gazetteer: Gazetteer
) -> _Name:
    """The agencies of a place that bear the name of a body, in Chinese."""
    fitting = of_place = gazetteer.agencies_of(place.names)
    if bodies:
        called = [body.chinese + end for body in bodies for end in _ENDS]
        regions = gazetteer.regions
        fitting = [a for a in of_place if any(is_called(c, a, regions[a]) for c in called)]
    elif head and head not in _GENERIC:
        fitting = [a for a in of_place if head in a]
    if len(fitting) == 1:
        return _Name(start, place.end, fitting[0])
    body = bodies[0].chinese + "局" if bodies else ""
    chinese = "和".join(f"{name}{body}" for name in place.names)
    return _Name(start, place.end, chinese if fitting else "")


def _body(words: Sequence[str], at: int) -> tuple[tuple[Term, ...], str, int]:
    """What an agency is in charge of, its head, and where its name ends."""
    lower = [word.lower() for word in words]
    bodies, end = lexicon(Use.BODY).find(lower, at)
    heads, after = lexicon(Use.HEAD).find(lower, end)
    if not heads and bodies and words[at][0].isupper() and _ends_name(words, end):
        return bodies, "局", end
    if not heads:
        return (), "", at
    return bodies, heads[0].chinese, after


def _ends_name(words: Sequence[str], at: int) -> bool:
    """Whether a name may end before a word: at a mark, a joint or an owner's ending."""
    return at > 1 and (at >= len(words) or words[at].lower() in _BEHIND_NAMES)


def _find_place(words: Sequence[str], at: int, gazetteer: Gazetteer) -> _Place | None:
    """A place of the library in pinyin, with the level that it is of, if that is named."""
    for end in range(min(len(words), at + _MOST_WORDS), at, -1):
        spelt = "".join(words[at:end]).lower()
        if not spelt.isalpha() or (end == at + 1 and is_small(words[at])):
            continue
        names = gazetteer.find(spelt)
        if not names:
            continue
        levels, after = lexicon(Use.LEVEL).find([word.lower() for word in words], end)
        if not levels:
            return _Place(end, names)
        leveled = (name + levels[0].chinese for name in names)
        return _Place(after, tuple(n for n in leveled if gazetteer.agencies_of([n])))
    return None


def _find_stranger(words: Sequence[str], at: int) -> _Name | None:
    """An agency or place of no document: a name in capitals, then a level, a body or a head."""
    end = at
    while end < len(words) and _is_name(words, end):
        end += 1
    if end == at:
        return None
    lower = [word.lower() for word in words]
    levels, after = lexicon(Use.LEVEL).find(lower, end)
    _, head, last = _body(words, after)
    return _Name(at, max(after, last), "") if levels or head else None


def _is_name(words: Sequence[str], at: int) -> bool:
    """Whether a word is written as a name and means nothing else."""
    word = words[at]
    if not (word[0].isalpha() and word[0].isupper()) or at == 0 or is_small(word.lower()):
        return False
    meanings, _ = lexicon(*Use).find([word.lower()], 0)
    return not meanings


def _drop_marks(text: str) -> str:
    """The text without the marks of agencies, and without what ties them to the rest."""
    joined = rf"{_MARK}(?:\s*(?:,|and|or|as well as|versus|vs)\s*(?:the )?{_MARK})+"
    text = re.sub(joined, _MARK, text)

    def drop(found: re.Match[str]) -> str:
        following = found["next"].lower()
        is_loose = not found["owns"] and is_small(following or "of")
        return "" if is_loose else found["tie"] or ""

    return re.sub(
        rf"(?P<tie>\b(?i:{_TIES}) )?(?:the )?{_MARK}(?P<owns> 's(?= [a-z⟨]))?"
        rf"(?: 's)?(?=\s*(?P<next>[A-Za-z]*))",
        drop,
        text,
    )
