"""Where the prose says why: the words that lead a reason in, and how far it goes."""

import re

from extraction.drafts import Text

_REASON = re.compile(
    r"(?<!等)(?:的?主要原因|的?原因(?=主要|[是为系:]|在于|一是|1|①))"
    r"(?:主要)?(?:是|为|系|在于|如下|有)?(?:由于|因为)?[:,]?"
    r"|主要(?:是|系)?(?:由于|因为|因(?!公))|主要[是系](?!用于|指|负责)(?:由于|因为|因(?!公))?:?"
)
REASON_STARTS = "的主原"
_OUTRIGHT = re.compile(r"原因|由于|因")
_GOES_ON = re.compile(r"[;,]?(?:[①-⑳]|[二三四五六]是|\([二三四五六2-9]\)|[2-9][.、](?!\d))")
_MARKS = ",;。!?"
_ENDS = "。!?"


def match_reason(text: Text, at: int, end: int) -> re.Match[str] | None:
    """The words at an offset that lead a reason in (`主要原因是`)."""
    return _REASON.match(text.plain, at, end)


def is_outright(found: re.Match[str]) -> bool:
    """Whether the words can mean nothing else; `主要是` also says what something consists of."""
    return _OUTRIGHT.search(found.group()) is not None


def find_reason_end(text: Text, start: int, end: int) -> int:
    """The end of the sentence, or of the clause where another claim follows."""
    at = start
    while True:
        at = text.clause_end(at, end, _MARKS)
        if at >= end or text.plain[at] in _ENDS:
            return at
        listing = text.plain.startswith(("其中:", "其中,"), at + 1)
        if listing or (text.plain[at] == ";" and not _GOES_ON.match(text.plain, at)):
            return at
        at += 1
