"""The same words printed in two tables for one row: where they differ, one of them is a slip."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from extraction.audit.spelling import count_edits
from extraction.audit.wording.slips import Slip, Words, alike
from extraction.records import Disclosure
from extraction.relations import Remark
from extraction.text import normal_form
from extraction.vocabulary import Content

REPEATED_TEXT = "repeated_text"

_DIGITS = re.compile(r"\d")
_PHRASE = re.compile(r"[^，。；：、,;:]+")
# Two texts so long are prints of one where so many of their phrases are the same.
_LONG = 60
_ALIKE = 0.8
_MOST_EDITS = 2


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What stands between two marks: where it begins, and how it reads."""

    start: int
    end: int
    form: str


def find_repeats(disclosure: Disclosure) -> Iterator[Slip]:
    """The phrases that differ between two prints of a long text for rows of one name."""
    prints: dict[str, list[Words]] = {}
    for table in disclosure.tables:
        paths = ["/".join(column.path) for column in table.columns]
        for row in table.rows:
            for cell in row.cells:
                is_told = row.label and cell.column is not None
                if is_told and cell.content is Content.WORDS and len(cell.printed) >= _LONG:
                    words = Words(cell, paths[cell.column or 0], table.number, row)
                    prints.setdefault(normal_form(row.label), []).append(words)
    for found in prints.values():
        if len(found) == 2 and found[0].table != found[1].table:
            yield from _compare(*found)


def _compare(one: Words, other: Words) -> Iterator[Slip]:
    """The phrases that differ by a character or two; of two lengths the shorter is quoted."""
    left, right = _phrases(one), _phrases(other)
    match = SequenceMatcher(None, [p.form for p in left], [p.form for p in right], autojunk=False)
    if match.ratio() < _ALIKE:
        return
    for tag, start, end, its_start, its_end in match.get_opcodes():
        if tag == "replace" and end - start == its_end - its_start:
            for own, its in zip(left[start:end], right[its_start:its_end], strict=True):
                is_same = _DIGITS.findall(own.form) == _DIGITS.findall(its.form)
                if is_same and count_edits(own.form, its.form) <= _MOST_EDITS:
                    is_own = len(own.form) < len(its.form)
                    yield _slip(one, own, its) if is_own else _slip(other, its, own)


def _phrases(words: Words) -> list[_Phrase]:
    return [
        _Phrase(*found.span(), normal_form(found.group()))
        for found in _PHRASE.finditer(words.text.printed)
    ]


def _slip(words: Words, phrase: _Phrase, other: _Phrase) -> Slip:
    quote = words.quote(phrase.start, phrase.end)
    worked = Remark(
        f"同一项目的另一处作“{other.form}”", f"For the same project it is “{other.form}” elsewhere."
    )
    return Slip(REPEATED_TEXT, alike(quote), quote, worked, other.form)
