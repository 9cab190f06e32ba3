"""Questions in English, brought into the Chinese wording that the rules read: no model.

`glossary` holds the terms; `spelling` writes out what is shortened or misspelt, `places` finds
agencies by their pinyin, `times` years, `marking` the terms; `openings`, `frames` and `cues` tell
what is asked, `phrases` and `sentences` put it into Chinese order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Document, Language
from index.translation.glossary import in_english
from index.translation.marking import (
    mark_numbers,
    mark_printed,
    mark_spending,
    mark_terms,
    share_heads,
)
from index.translation.phrases import Phrases
from index.translation.places import find_agencies
from index.translation.sentences import Asked, write_sentence
from index.translation.spelling import mend_slips, write_out
from index.translation.times import find_times

__all__ = ["Wording", "in_english", "is_english", "translate"]

_ASIDE = re.compile(r"[(（\[“\"‘'《][^)）\]”\"’'》]*[一-龥][^)）\]”\"’'》]*[)）\]”\"’'》]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_ASKED_IN_CHINESE = re.compile(r"多少|什么|为何|[哪几谁吗呢怎啥]")
_LONG_WORD = re.compile(r"[A-Za-z]{3,}")
_FEWEST_WORDS = 3
_UNITS = (
    (re.compile(r"\bin (?:units of )?(?:10,000|10 000|ten thousand|wan)(?: yuan| rmb)?\b"), "万元"),
    (re.compile(r"\bin (?:units of )?(?:100 million|hundred million|yi)(?: yuan| rmb)?\b"), "亿元"),
    (re.compile(r"\bin (?:yuan|rmb|cny|renminbi)\b|(?<=how )many (?:yuan|rmb)\b"), "元"),
)
_COUNTS = re.compile(
    r"\b(?:of )?(?:the |these |those |all )*(?P<count>two|three|four|five|both)(?: of the| the)?"
    r" (?:\w+ ){0,2}?(?:bureaus|offices|departments|agencies|units' budgets|documents"
    r"|disclosures|bodies)\b"
)
_ALL = re.compile(
    r"\b(?:of |among |across |for |by |at )?(?:all |each )?(?:of )?(?:these|those|the|all|listed)"
    r"(?: listed| disclosed)? (?:bureaus|offices|departments|agencies|authorities|documents)\b"
    r"|\b(?:each|every) (?:bureau|office|department|agency)\b"
)
_IT = re.compile(r"\bIT\b")
_NUMBERS = {"two": "两家", "both": "两家", "three": "三家", "four": "四家", "five": "五家"}


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in English, brought into Chinese."""

    text: str
    """As a person would put it in Chinese."""
    unknown_agencies: tuple[str, ...]
    """Agencies and places that the library has no document of, as the question names them."""
    untranslated: tuple[str, ...]
    """Words that carry meaning and that the glossary does not know."""

    def of_plan(self, question: str) -> dict[str, object]:
        """What the plan of the wording becomes as the plan of the question in English."""
        update: dict[str, object] = {
            "question": question,
            "language": Language.ENGLISH,
            "untranslated": self.untranslated,
        }
        if self.unknown_agencies:
            update["unknown_agencies"] = self.unknown_agencies
        return update


def is_english(question: str) -> bool:
    """Whether a question is put in English; names in Chinese may stand in it."""
    text = _ASIDE.sub(" ", question)
    if not re.search(r"[一-龥]", text):
        return bool(_LONG_WORD.search(text))
    return len(_WORD.findall(text)) >= _FEWEST_WORDS and not _ASKED_IN_CHINESE.search(text)


def translate(question: str, documents: Sequence[Document]) -> Wording:
    """The Chinese wording of a question in English to these documents."""
    agencies = find_agencies(mark_printed(write_out(question)), documents)
    text = mend_slips(_IT.sub("information technology", agencies.rest).lower())
    counts = [_NUMBERS[found["count"]] for found in _COUNTS.finditer(text)]
    text = _COUNTS.sub(lambda found: f" ⟨{_NUMBERS[found['count']]}⟩ ", text)
    counts += ["各家"] if agencies.left_out or _ALL.search(text) else []
    text = _ALL.sub(" ⟨各家⟩ ", text)
    times = find_times(text)
    text, unit = _take_unit(times.rest)
    phrases = Phrases()
    asked = Asked(
        text=mark_terms(share_heads(mark_numbers(mark_spending(text)))),
        compared=_relate(times.compared, documents),
        is_dated=bool(times.years or agencies.known),
        is_span="到" in times.years,
        is_joint=bool(counts) or len(agencies.known) > 1,
        unit=unit,
    )
    sentence = write_sentence(asked, phrases)
    whose = "和".join(agencies.known) or (counts[0] if counts else "")
    if agencies.left_out:
        whose = f"除{'和'.join(agencies.left_out)}外，{whose}"
    return Wording(
        text=f"{whose}{times.years}{sentence}？",
        unknown_agencies=agencies.unknown,
        untranslated=tuple(dict.fromkeys(phrases.unknown)),
    )


def _relate(compared: str, documents: Sequence[Document]) -> str:
    """A comparison with the year before that of a document, as 比上年."""
    years = {str(document.year - 1) for document in documents if document.year}
    return re.sub(r"(20\d\d)年", lambda y: "上年" if y[1] in years else y[0], compared)


def _take_unit(text: str) -> tuple[str, str]:
    for pattern, unit in _UNITS:
        if pattern.search(text):
            return pattern.sub(" much " if unit == "元" and "how many" in text else " ", text), unit
    return text, ""
