"""What a disclosure's words betray: a template's leftovers, units and marks amiss."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from extraction.audit.verdicts import tied, unchecked
from extraction.audit.wording.agencies import (
    AGENCY_HEADING,
    AGENCY_NAME,
    find_agency_slips,
    is_named,
)
from extraction.audit.wording.misprints import FLAT_CHANGE, MISPRINT, NEGATIVE_RATE, find_misprints
from extraction.audit.wording.placeholders import (
    EMPTY_LIMIT,
    PLACEHOLDER,
    find_idle_cells,
    find_leftovers,
)
from extraction.audit.wording.punctuation import PUNCTUATION, find_punctuation_slips
from extraction.audit.wording.repeats import REPEATED_TEXT, find_repeats
from extraction.audit.wording.slips import Slip, Words, read_words
from extraction.audit.wording.units import UNIT_MISFIT, UNIT_WORDS, find_miscounts, find_unit_slips
from extraction.audit.words import is_recognised
from extraction.records import Disclosure
from extraction.relations import Outcome, Relation, Remark, Verdict

_PICTURE = "the document was read from a picture: its marks are not sure"
_DRAWN = "a sign may be drawn on the page that its text lacks"
_RARELY_NAMED = "the agency does not name itself often enough for its name to be sure"
_OF_WORDS = (PLACEHOLDER, EMPTY_LIMIT, UNIT_WORDS, UNIT_MISFIT)
# What one character may decide.
_OF_MARKS = (
    PUNCTUATION,
    AGENCY_NAME,
    AGENCY_HEADING,
    MISPRINT,
    FLAT_CHANGE,
    NEGATIVE_RATE,
    REPEATED_TEXT,
)
WORDING_RULES = frozenset((*_OF_WORDS, *_OF_MARKS))
"""The rules that look through all words, and are told of once where they find nothing."""


def wording_outcomes(disclosure: Disclosure) -> list[Outcome]:
    """A broken verdict for each cause, with all places that show it, in printed order."""
    words = list(read_words(disclosure))
    is_picture = is_recognised(disclosure)
    slips = list(_find_slips(disclosure, words, is_picture=is_picture))
    outcomes = [_outcome(group) for group in _group(slips)]
    reasons = _not_run(disclosure, words, is_picture=is_picture)
    return [*outcomes, *_clean(words, {slip.rule for slip in slips}, reasons)]


def _not_run(disclosure: Disclosure, words: Sequence[Words], *, is_picture: bool) -> dict[str, str]:
    """Why rules did not run, by rule."""
    if is_picture:
        return dict.fromkeys(_OF_MARKS, _PICTURE)
    reasons = dict.fromkeys([NEGATIVE_RATE], _DRAWN) if disclosure.format.has_pages else {}
    if not is_named(words, disclosure):
        reasons |= dict.fromkeys([AGENCY_NAME, AGENCY_HEADING], _RARELY_NAMED)
    return reasons


def _clean(
    words: Sequence[Words], found: Collection[str], reasons: Mapping[str, str]
) -> Iterator[Outcome]:
    """That a rule found nothing in all words, or did not run, told at the first of them."""
    if not words:
        return
    whole = words[0].quote(0, len(words[0].text.printed))
    for rule in (*_OF_WORDS, *_OF_MARKS):
        relation = Relation(rule, whole, ())
        if rule in reasons:
            yield unchecked(relation, reasons[rule])
        elif rule not in found:
            yield tied(relation)


def _find_slips(
    disclosure: Disclosure, words: Sequence[Words], *, is_picture: bool
) -> Iterator[Slip]:
    for one in words:
        yield from find_leftovers(one, disclosure.format)
    yield from find_idle_cells(disclosure)
    yield from find_unit_slips(words)
    yield from find_miscounts(disclosure)
    if not is_picture:
        yield from find_agency_slips(words, disclosure)
        yield from find_misprints(words, disclosure)
        yield from find_repeats(disclosure)
        yield from find_punctuation_slips(words, disclosure.format)


def _group(slips: Iterable[Slip]) -> list[list[Slip]]:
    """The slips of one rule and cause together, each in the order of the document."""
    groups: dict[tuple[str, str], list[Slip]] = {}
    for slip in slips:
        groups.setdefault((slip.rule, slip.cause), []).append(slip)
    return [sorted(group, key=lambda slip: slip.quote.source.start) for group in groups.values()]


def _outcome(group: Sequence[Slip]) -> Outcome:
    first, *others = group
    worked = first.worked
    if others:
        count = len(group)
        worked = Remark(f"{worked.zh}，共{count}处", f"{worked.en} It stands so {count} times.")
    relation = Relation(first.rule, first.quote, tuple(slip.quote for slip in others))
    return Outcome(relation, Verdict.BROKEN, "", None, worked, first.meant)
