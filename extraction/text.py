"""Printed text and its normal form: the one place that decides what counts as the same."""

import re
import unicodedata
from functools import lru_cache

_WHITE = re.compile(r"\s+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_QUOTES = str.maketrans("", "", "\"'“”‘’「」『』〝〞＂＇")

_NUMERAL = "一二三四五六七八九十百"
# Ordinals by rank: `一、` over `（一）` over `1.` over `（1）`.
_ORDINALS = (
    re.compile(rf"[{_NUMERAL}]+\s*[、.．]"),
    re.compile(rf"[（(]\s*[{_NUMERAL}]+\s*[)）]、?"),
    re.compile(r"\d{1,2}\s*[、.．](?!\d)"),
    re.compile(r"[（(]\s*\d{1,2}\s*[)）]、?"),
)


def squash(printed: str) -> str:
    """The text without any white space, otherwise as printed."""
    return _WHITE.sub("", printed)


def strip_tags(printed: str) -> str:
    """The text without the markup tags that some publishers leave in it."""
    return _TAG.sub("", printed)


@lru_cache(maxsize=4096)  # the same names and headers are compared over and over
def normal_form(printed: str) -> str:
    """What two texts share when they are the same: NFKC, no white space, no quotation marks."""
    return squash(unicodedata.normalize("NFKC", printed)).translate(_QUOTES)


def leaves_open(printed: str) -> bool:
    """Whether a bracket in a text is not closed, so that the text goes on elsewhere."""
    form = normal_form(printed)
    return form.count("(") > form.count(")")


def ordinal_rank(printed: str) -> int | None:
    """0 for `一、`, 1 for `（一）`, 2 for `1.`, 3 for `（1）`; None where no ordinal leads."""
    text = printed.lstrip()
    for rank, pattern in enumerate(_ORDINALS):
        if pattern.match(text):
            return rank
    return None


@lru_cache(maxsize=4096)
def drop_ordinal(printed: str) -> str:
    """The text without its leading ordinal and the white space around it."""
    text = printed.strip()
    for pattern in _ORDINALS:
        if found := pattern.match(text):
            return text[found.end() :].strip()
    return text
