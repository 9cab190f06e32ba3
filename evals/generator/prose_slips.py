"""Sentences with a wrong figure or direction, and wrong years in titles and sentences."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.generator.blocks import Spot
from evals.generator.claims import Claim, Part, Phrase, StatementLabel
from evals.generator.manuscripts import Entry, Heading, Paragraph
from evals.generator.slips import Draft, Sign, Slip, SlipKind
from evals.generator.tables import Sheet
from evals.labels.gold import FindingKind
from extraction.vocabulary import Direction

_OPPOSITE = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "降低": "增长"}
_OPPOSITE |= {"上升": "下降"}
_FIELDS = {
    Part.LEVEL: "level",
    Part.CHANGE: "change",
    Part.RATE: "rate",
    Part.SHARE: "share",
    Part.COMPLETION: "completion",
}


_PARTS: dict[SlipKind, tuple[Part, ...]] = {
    SlipKind.STATEMENT: (*_FIELDS, Part.CHANGE_WORD),
    SlipKind.LEVEL: (Part.LEVEL,),
    SlipKind.CHANGE: (Part.CHANGE,),
    SlipKind.RATE: (Part.RATE,),
    SlipKind.SHARE: (Part.SHARE,),
    SlipKind.COMPLETION: (Part.COMPLETION,),
    SlipKind.DIRECTION: (Part.CHANGE_WORD,),
}


def misstate(draft: Draft, entry: int, kind: SlipKind = SlipKind.STATEMENT) -> Slip | None:
    """A sentence with one wrong figure, or one that goes the wrong way; None where none shows."""
    paragraph = draft.paragraph(entry)
    choices = [
        (index, part)
        for index, claim in enumerate(paragraph.claims)
        for part in _PARTS[kind]
        if claim.phrase(part)
    ]
    for index, part in draft.rng.sample(choices, len(choices)):
        turned = part is Part.CHANGE_WORD
        slip = (
            _turn_direction(draft, entry, index)
            if turned
            else _misstate_figure(draft, entry, index, part)
        )
        if slip:
            return replace(slip, kind=kind)
    return None


def misdate(draft: Draft, entry: int) -> Slip | None:
    """The year before or after in a title or sentence that names the document's own."""
    year = draft.manuscript.masthead.year
    wrong = year + draft.rng.choice((-1, 1))
    found = _with_year(draft, draft.entries[entry], year, wrong)
    if found is None:
        return None
    edited, at = found
    words = f"{wrong} is named where the document is of {year}"
    sign = Sign(FindingKind.LABEL, Spot(entry, at), f"{wrong}年", f"{year}年", words)
    return Slip(SlipKind.YEAR, entry, edited, f"{year}年", (sign,))


def _with_year(draft: Draft, entry: Entry, year: int, wrong: int) -> tuple[Entry, int] | None:
    """An entry with another year, and where in it that stands; None where it names none."""
    if isinstance(entry, Sheet):
        dated = draft.manuscript.style.title_year and not entry.bare
        return (replace(entry, year=wrong), -1) if dated else None
    # The title of the whole says what the year is.
    if not isinstance(entry, Heading | Paragraph) or getattr(entry, "level", 0) == 1:
        return None
    at = entry.text.find(f"{year}年")
    if at < 0:
        return None
    return replace(entry, text=_put(entry.text, at, str(wrong))), at


def implied_rate(label: StatementLabel) -> Decimal | None:
    """The percentage that level, change and direction make; None where there was nothing."""
    if label.change is None or label.direction is None:
        return None
    up = label.direction is Direction.UP
    before = label.level - label.change if up else label.level + label.change
    return label.change * 100 / before if before > 0 else None


def contradicts_itself(label: StatementLabel) -> bool:
    """Whether the percentage is far from what level, change and direction make."""
    if label.rate is None or label.change is None:
        return False
    implied = implied_rate(label)
    exponent = label.rate.as_tuple().exponent
    assert isinstance(exponent, int)
    return implied is None or abs(implied - label.rate) >= 3 * Decimal(1).scaleb(exponent)


def _misstate_figure(draft: Draft, entry: int, index: int, part: Part) -> Slip | None:
    paragraph = draft.paragraph(entry)
    claim = paragraph.claims[index]
    phrase = claim.phrase(part)
    assert phrase
    meant = paragraph.text[phrase.start : phrase.end]
    printed = alter_first(meant, draft.rng)
    if printed == meant:
        return None
    label = with_figure(claim.label, part, Decimal(printed.replace(",", "")))
    signs = tuple(_signs_of_figure(draft, entry, claim, label, phrase, (printed, meant)))
    edited = _edit(paragraph, index, label, ((phrase.start, printed),))
    keys = frozenset({claim.key} - {""})
    return Slip(SlipKind.STATEMENT, entry, edited, meant, signs, keys) if signs else None


def _signs_of_figure(
    draft: Draft,
    entry: int,
    claim: Claim,
    label: StatementLabel,
    phrase: Phrase,
    prints: tuple[str, str],
) -> Iterator[Sign]:
    printed, meant = prints
    spot, part = Spot(entry, phrase.start), phrase.part
    # A share is of a total that its section names, a completion of the figure before it.
    alone = part in (Part.SHARE, Part.COMPLETION)
    if alone or contradicts_itself(label):
        words = f"the {part} of {label.item} does not follow from the figures beside it"
        yield Sign(FindingKind.TEXT_ARITHMETIC, spot, printed, meant, words)
    if part is Part.LEVEL and claim.key and draft.witnesses(claim.key, entry, Sheet):
        words = f"{label.item} is another figure than in the tables"
        yield Sign(FindingKind.TEXT_VS_TABLE, spot, printed, meant, words)


def _turn_direction(draft: Draft, entry: int, index: int) -> Slip | None:
    paragraph = draft.paragraph(entry)
    claim = paragraph.claims[index]
    change, word = claim.phrase(Part.CHANGE), claim.phrase(Part.CHANGE_WORD)
    words = [one for one in (word, claim.phrase(Part.RATE_WORD)) if one]
    down = claim.label.direction is Direction.UP
    label = replace(claim.label, direction=Direction.DOWN if down else Direction.UP)
    if change is None or word is None or not contradicts_itself(label):
        return None
    meant = paragraph.text[word.start : word.end]
    edits = tuple((one.start, _OPPOSITE[paragraph.text[one.start : one.end]]) for one in words)
    figure = paragraph.text[change.start : change.end]
    # The sign of a change is a word: printed and meant differ in it alone.
    printed, computed = (f"-{figure}", figure) if down else (figure, f"-{figure}")
    said = f"the change of {label.item} goes the other way than its rate, level and change say"
    sign = Sign(FindingKind.TEXT_ARITHMETIC, Spot(entry, change.start), printed, computed, said)
    edited = _edit(paragraph, index, label, edits)
    return Slip(SlipKind.STATEMENT, entry, edited, meant, (sign,), frozenset({claim.key} - {""}))


def alter_first(text: str, rng: Random) -> str:
    """A figure with another first digit, which moves it far."""
    at = next((at for at, char in enumerate(text) if char in "123456789"), None)
    if at is None:
        return text
    return _put(text, at, rng.choice([one for one in "123456789" if one != text[at]]))


def with_figure(label: StatementLabel, part: Part, value: Decimal) -> StatementLabel:
    match part:
        case Part.LEVEL:
            return replace(label, level=value)
        case Part.CHANGE:
            return replace(label, change=value)
        case Part.RATE:
            return replace(label, rate=value)
        case Part.SHARE:
            return replace(label, share=value)
        case _:
            return replace(label, completion=value)


def _edit(
    paragraph: Paragraph, index: int, label: StatementLabel, edits: tuple[tuple[int, str], ...]
) -> Paragraph:
    """The paragraph with other text of the same length at some places."""
    text = paragraph.text
    for at, piece in edits:
        text = _put(text, at, piece)
    claims = list(paragraph.claims)
    claims[index] = replace(claims[index], label=label)
    return Paragraph(text, tuple(claims))


def _put(text: str, at: int, piece: str) -> str:
    return text[:at] + piece + text[at + len(piece) :]
