"""What a disclosure's words betray: a template's leftovers, units and marks amiss."""

from collections.abc import Iterable, Iterator, Sequence

from extraction.audit.verdicts import unchecked
from extraction.audit.wording.placeholders import find_idle_cells, find_leftovers
from extraction.audit.wording.punctuation import PUNCTUATION, find_punctuation_slips
from extraction.audit.wording.slips import Slip, Words, read_words
from extraction.audit.wording.units import find_miscounts, find_unit_slips
from extraction.audit.words import is_recognised
from extraction.records import Disclosure
from extraction.relations import Outcome, Relation, Remark, Verdict

_PICTURE = "the document was read from a picture: its marks are not sure"


def wording_outcomes(disclosure: Disclosure) -> list[Outcome]:
    """A broken verdict for each cause, with all places that show it, in printed order."""
    words = list(read_words(disclosure))
    is_picture = is_recognised(disclosure)
    slips = list(_find_slips(disclosure, words, is_picture=is_picture))
    outcomes = [_outcome(group) for group in _group(slips)]
    if is_picture and words:
        whole = words[0].quote(0, len(words[0].text.printed))
        outcomes.append(unchecked(Relation(PUNCTUATION, whole, ()), _PICTURE))
    return outcomes


def _find_slips(
    disclosure: Disclosure, words: Sequence[Words], *, is_picture: bool
) -> Iterator[Slip]:
    for one in words:
        yield from find_leftovers(one, disclosure.format)
    yield from find_idle_cells(disclosure)
    yield from find_unit_slips(words)
    yield from find_miscounts(disclosure)
    if not is_picture:
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
