"""Years, comparisons with a year, and money kept for one, in an English question."""

import re
from dataclasses import dataclass

from index.translation.glossary import is_small

_LAST = (
    r"(?:(?:last|previous|prior|preceding|former) (?:fiscal |financial |budget )?year"
    r"|year before(?! last)|year earlier)(?: 's)?"
)
_NEXT = r"(?:(?:next|following|coming|subsequent) (?:fiscal |financial |budget )?year)(?: 's)?"
_THIS = r"(?:this|current) (?:fiscal |financial |budget )?year(?: 's)?"
_YEAR = r"(?:20\d\d)(?!\d)(?: 's)?"
_BASES = (
    (
        r"outturn|execution|executed (?:figure|amount)|actual(?: spending| expenditure| amount)?",
        "执行数",
    ),
    (r"final accounts?", "决算"),
    (r"(?:initial |original |approved )?budget(?! of)", "预算"),
    (r"figures?|level|amount|one|'s|total", ""),
)
_BASE = "|".join(pattern for pattern, _ in _BASES)
_COMPARED = re.compile(
    r"(?:, )?\b(?:(?:as )?(?:compared|comparing|relative|in comparison) (?:with|to)|over|than"
    r"|against|since|(?<=compare )(?:with|to)"
    r"|versus|vs|from|as|on)(?: (?:in|the|that|those|of|it was|a|for|was))* "
    rf"(?P<year>{_LAST}|{_YEAR})(?: (?P<base>{_BASE})\b)?"
)
_ALONE = re.compile(
    r"\b(?:on a )?(?:year on year|year over year|yoy)\b(?: basis)?"
    rf"|\bbetween (?:{_THIS}|{_YEAR}) and (?:{_LAST})|\bbetween (?:{_LAST}) and (?:{_THIS})"
)
_CARRIED_IN = re.compile(
    r"\bcarr(?:y|ied|ies|ying)[ ]?(?:over|forward)(?: (?:funds?|balance|money|in))?"
    rf" (?:from|of) (?:the )?(?:{_LAST}|{_YEAR})(?: (?:in)?to (?:the )?(?:{_THIS}|{_YEAR}))?"
    rf"|\bcarryovers? (?:from|of) (?:the )?(?:{_LAST}|{_YEAR})"
    rf"|\b(?:left|left over|unspent)(?: money)? (?:from|in) (?:the )?(?:{_LAST}|{_YEAR})"
)
_CARRIED_OUT = re.compile(
    rf"\bcarr(?:y|ied|ies|ying)[ ]?(?:over|forward) (?:in)?to (?:the )?(?:{_NEXT}|{_YEAR})"
    rf"|\bcarryovers? (?:in)?to (?:the )?(?:{_NEXT}|{_YEAR})"
)
_INITIAL = re.compile(
    r"(?:compared (?:with|to)|against|than|over|from|relative to) (?:the )?"
    r"(?:initial|original|opening|year opening) budget"
)
_SOURCE = re.compile(
    r",? ?\b(?:judging (?:by|from)|based on|going by|inferred from|according to|using|working from)"
    r" (?:the |what the )?(?:20\d\d )?(?:reported |stated |printed )?(?:change|increase|decrease"
    r"|figures?"
    r"|data|numbers|document|report|disclosure|text|narrative)\b"
    r"(?: (?:reported|stated|given|printed|announced))?(?: (?:for|in|of) 20\d\d)?"
    r"|\b(?:working|counting|reckoning|calculating|going) back(?:wards)? from (?:the )?(?:20\d\d)?"
    r"(?: (?:figures?|change|data))? ?,?"
)
_SPAN = re.compile(
    r",? ?\b(?:from|between|over) (?P<first>20\d\d) (?:to|through|until|and"
    r"|till) (?P<last>20\d\d) ?,?"
)
_OF = (
    r"\b(?:(?:in|for|of|during|under|by|at|as of) )?(?:(?:the )?(?:end|close|beginning"
    r"|start) of )?(?:the )?"
)
_RELATIVE = (
    (re.compile(rf"{_OF}(?:year before last|two years (?:ago|before))(?: 's)?\b"), "前年"),
    (re.compile(rf"{_OF}{_LAST}"), "去年"),
    (re.compile(rf"{_OF}{_THIS}"), "今年"),
    (re.compile(rf"{_OF}{_NEXT}"), "明年"),
)
_NAMED = re.compile(
    rf"{_OF}(?:(?:fiscal |financial |budget )?year )?(?P<year>20\d\d)(?: 's)?(?!\d)"
)
_TIE = re.compile(r"of\b")
_NOUN_BEHIND = re.compile(r"\s*(?:'s\s+)?(?P<noun>[a-z]+)")
_PARTS = re.compile(
    r"\bper month\b|\bmonthly\b|\bquarterly\b|\b(?:first|second|third|fourth) quarter\b"
)
_PART_NAMES = {"per month": "每月", "monthly": "每月", "quarterly": "每季度"}


@dataclass(frozen=True, slots=True)
class Times:
    """The times that a question names."""

    years: str
    """In Chinese, as they lead a question; empty where none is named."""
    compared: str
    """比上年, 比2023年执行数; empty where nothing is compared with another year."""
    rest: str
    """The question without them."""


def find_times(text: str) -> Times:
    """Take the times out of a question in English, in lower case."""
    text = _CARRIED_OUT.sub(" ⟨结转下年⟩ ", _SOURCE.sub(" ", text))
    text = _CARRIED_IN.sub(" ⟨上年结转⟩ ", text)
    compared: list[str] = []

    def compare(found: re.Match[str]) -> str:
        compared.append(f"比{_spell_year(found['year'])}{_spell_base(found['base'] or '')}")
        return " "

    span = _SPAN.search(text)
    text = _SPAN.sub(" ", text)
    text = _COMPARED.sub(compare, text, count=1)
    if _INITIAL.search(text):
        compared.append("比年初预算")
        text = _INITIAL.sub(" ", text)
    if _ALONE.search(text):
        compared.append("比上年")
        text = _ALONE.sub(" ", text)
    years = [f"从{span['first']}年到{span['last']}年"] if span else []
    for pattern, chinese in _RELATIVE:
        if pattern.search(text):
            years.append(chinese)
            text = pattern.sub(_keep_tie, text)
    years += [f"{found['year']}年" for found in _NAMED.finditer(text)]
    text = _NAMED.sub(_keep_tie, text)
    for found in _PARTS.findall(text):
        years.append(_PART_NAMES.get(found, "季度"))
    text = _PARTS.sub(" ", text)
    return Times("和".join(dict.fromkeys(years)), (compared or [""])[0], text)


def _keep_tie(found: re.Match[str]) -> str:
    """What ties a year to the question goes with it, but not what ties the noun behind it."""
    behind = _NOUN_BEHIND.match(found.string, found.end())
    tie = _TIE.match(found[0])
    return f" {tie[0]} " if tie and behind and not is_small(behind["noun"]) else " "


def _spell_year(year: str) -> str:
    return f"{year[:4]}年" if year.startswith("20") else "上年"


def _spell_base(base: str) -> str:
    return next((chinese for pattern, chinese in _BASES if re.fullmatch(pattern, base)), "")
