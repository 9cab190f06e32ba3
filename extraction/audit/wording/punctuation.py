"""Doubled marks and words, and brackets without their pair."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extraction.audit.wording.slips import Slip, Words, alike
from extraction.relations import Remark
from extraction.vocabulary import Format

PUNCTUATION = "punctuation"

_MARKS = "，,。；;、：:"
# Three or more of a mark are meant as dots; `原因：。` has nothing between, and is no doubled mark.
_DOUBLED_MARK = re.compile(
    rf"(?<![{_MARKS}a-z])(?:[，,；;、。][，,；;、。]|[：:]{{2}})(?![{_MARKS}/])"
)
_SHORT_CLAUSE = 16
_WORD = 2

# Reduplications that are words (`的的确确`) and words that end or begin so (`目的的`) are none.
_DOUBLED_WORD = re.compile(
    r"(?<![目标有似])的的(?![确士卢])"
    r"|(主要用于|主要原因[是为]?|主要是|由于|因为|按照|包括|为了|[比较与]上年)\1"
    r"|(?:政府性基金|国有资本经营)支出预算支出"
    r"|公务车用车(?:购置及)?(?:购置|运行)(?:维护)?费"
)
_DOUBLING = {"支出预算支出": "预算支出", "车用车": "用车", "的的": "的"}

_BRACKET = re.compile(r"[（()）]")
# `1)` and `a)` number an entry; nothing opens them.
_ENTRY = re.compile(r"(?<![（(\d.年月A-Za-z])(?:\d{1,2}|[A-Za-z①-⑳])[)）]")
_WIDE = {"（": "）", "(": ")"}
_CLAUSE_END = re.compile(r"[；。;]")
# More of them open at once, or never opened, are no slips of a typist.
_MOST_LONE = 3

_TWO_MARKS = Remark("标点重复", "A mark is doubled.")
_TWO_WORDS = Remark("用字重复", "A word is doubled.")
_UNCLOSED = Remark("括号没有闭合", "A bracket is not closed.")
_UNOPENED = Remark("括号没有开头", "A bracket is not opened.")
_MIXED = Remark(
    "括号一半全角、一半半角", "Of a pair of brackets one is of full, one of half width."
)


@dataclass(frozen=True, slots=True)
class _Brackets:
    """The brackets of some words: offsets of pairs, and of those without one."""

    pairs: tuple[tuple[int, int], ...]
    unclosed: tuple[int, ...]
    unopened: tuple[int, ...]


def find_punctuation_slips(words: Iterable[Words], form: Format) -> Iterator[Slip]:
    """What is doubled or without its pair in all words of a document in a format.

    On a page the width of a bracket is the font's, which need not be the author's.
    """
    lone: list[Slip] = []
    for one in words:
        yield from _find_doubled_marks(one)
        yield from _find_doubled_words(one)
        brackets = _pair_brackets(one.text.printed)
        if brackets.unclosed or brackets.unopened:
            lone += _find_lone(one, brackets) if one.table is None else []
        elif not form.has_pages:
            yield from _find_mixed(one, brackets.pairs)
    # One of each may be a pair that stands in two paragraphs, for a reader at least.
    if len({slip.worked for slip in lone}) == 1:
        yield from lone


def _find_doubled_marks(words: Words) -> Iterator[Slip]:
    text = words.text.printed
    for found in _DOUBLED_MARK.finditer(text):
        at = found.start()
        start = _start_clause(text, at, max(at - _SHORT_CLAUSE - 1, 0))
        if at - start > _SHORT_CLAUSE:
            start = at - _WORD
        if words.is_whole(*found.span()):
            quote = words.quote(start, found.end())
            yield Slip(PUNCTUATION, alike(quote), quote, _TWO_MARKS)


def _start_clause(text: str, at: int, since: int = 0) -> int:
    """Where the clause begins that an offset stands in, looked for from `since` on."""
    return max(since, *(text.rfind(mark, since, at) + 1 for mark in f"{_MARKS}！？!?"))


def _find_doubled_words(words: Words) -> Iterator[Slip]:
    text = words.text.printed
    for found in _DOUBLED_WORD.finditer(text):
        if words.is_whole(*found.span()):
            quote = words.quote(*found.span())
            yield Slip(PUNCTUATION, alike(quote), quote, _TWO_WORDS, _single(found))


def _single(found: re.Match[str]) -> str:
    phrase = found.group()
    if found[1]:
        return found[1]
    double = next(double for double in _DOUBLING if double in phrase)
    return phrase.replace(double, _DOUBLING[double])


def _pair_brackets(text: str) -> _Brackets:
    """Round brackets of either width; none where half ones number entries, or many are lone."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    unopened: list[int] = []
    found = list(_BRACKET.finditer(text))
    if not found or _ENTRY.search(text):
        return _Brackets((), (), ())
    for bracket in found:
        at = bracket.start()
        if bracket.group() in _WIDE:
            opened.append(at)
        elif opened:
            pairs.append((opened.pop(), at))
        else:
            unopened.append(at)
        if max(len(opened), len(unopened)) > _MOST_LONE:
            return _Brackets((), (), ())
    return _Brackets(tuple(pairs), tuple(opened), tuple(unopened))


def _find_lone(words: Words, brackets: _Brackets) -> list[Slip]:
    """Brackets without their pair, a full stop between them and the paragraph's end.

    Without one, the other may stand in what was not read as part of the paragraph.
    """
    text = words.text.printed
    slips: list[Slip] = []
    for at in brackets.unclosed:
        end = _CLAUSE_END.search(text, at)
        if end and "。" in text[at:] and text.endswith("。"):
            slips.append(_lone(words, (at, end.start()), _UNCLOSED))
    for at in brackets.unopened:
        if "。" in text[:at]:
            slips.append(_lone(words, (_start_clause(text, at), at + 1), _UNOPENED))
    return slips


def _lone(words: Words, run: tuple[int, int], worked: Remark) -> Slip:
    quote = words.quote(*run)
    return Slip(PUNCTUATION, alike(quote), quote, worked)


def _find_mixed(words: Words, pairs: Iterable[tuple[int, int]]) -> Iterator[Slip]:
    text = words.text.printed
    for left, right in pairs:
        if _WIDE[text[left]] != text[right] and words.is_whole(left, right + 1):
            yield Slip(PUNCTUATION, _MIXED.zh, words.quote(left, right + 1), _MIXED)
