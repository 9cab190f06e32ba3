"""Sentences that contradict others: totals, repeated figures, reasons, zero bases, items."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from evals.generator.blocks import Spot
from evals.generator.claims import Claim, Part, Phrase
from evals.generator.classification import ECONOMY
from evals.generator.code_slips import misspell
from evals.generator.manuscripts import Paragraph
from evals.generator.prose_slips import alter_first, with_figure
from evals.generator.slips import Draft, Sign, Slip, SlipKind
from evals.generator.tables import Sheet
from evals.labels.gold import FindingKind, Severity
from extraction.vocabulary import Direction

_CONTRARY = {
    Direction.UP: ("经费减少", "在职人员减少", "社保缴费基数下调"),
    Direction.DOWN: ("经费增加", "在职人员增加", "社保缴费基数上调"),
}
_LIST = "主要用于："
_ITEM = "（项）"


def miscount_list(draft: Draft, entry: int) -> Slip | None:
    """A wrong figure in a sentence that lists the parts of its total, which nothing else shows."""
    paragraph = draft.paragraph(entry)
    claims = paragraph.claims
    alone = [one.label.share is None and one.label.change is None for one in claims]
    if "其中：" not in paragraph.text or len(claims) < 3 or not all(alone) or claims[0].key:
        return None
    choices = [index for index, claim in enumerate(claims) if claim.label.level]
    if not choices:
        return None
    index = draft.rng.choice(choices)
    edited, phrase, printed, meant = _alter_level(draft, entry, index)
    words = f"the parts of {claims[0].label.item} do not add up to it"
    signs = [Sign(FindingKind.TEXT_ARITHMETIC, Spot(entry, phrase.start), printed, meant, words)]
    if index:
        total = claims[0].phrase(Part.LEVEL)
        assert total
        figure = paragraph.text[total.start : total.end]
        spot = Spot(entry, total.start)
        signs.append(Sign(FindingKind.TEXT_ARITHMETIC, spot, figure, "", words))
    return Slip(SlipKind.TEXT_SUM, entry, edited, meant, tuple(signs))


def restate(draft: Draft, entry: int) -> Slip | None:
    """A wrong figure of which nothing else is said there, and which another sentence states."""
    paragraph = draft.paragraph(entry)
    choices = [
        index
        for index, claim in enumerate(paragraph.claims)
        if claim.label.change is None
        and claim.label.share is None
        and claim.label.completion is None
        and claim.label.level
        and claim.key
        and draft.witnesses(claim.key, entry, Paragraph)
    ]
    if not choices:
        return None
    index = draft.rng.choice(choices)
    claim = paragraph.claims[index]
    edited, phrase, printed, meant = _alter_level(draft, entry, index)
    kinds = [FindingKind.TEXT_VS_TEXT]
    if draft.witnesses(claim.key, entry, Sheet):
        kinds.append(FindingKind.TEXT_VS_TABLE)
    words = f"{claim.label.item} is another figure than where it is stated again"
    signs = tuple(Sign(kind, Spot(entry, phrase.start), printed, meant, words) for kind in kinds)
    return Slip(SlipKind.TEXT_TEXT, entry, edited, meant, signs, frozenset({claim.key}))


def contradict_reason(draft: Draft, entry: int) -> Slip | None:
    """A reason that goes the other way than the change."""
    paragraph = draft.paragraph(entry)
    choices = [
        (claim, phrase)
        for claim in paragraph.claims
        if claim.label.direction in _CONTRARY and (phrase := claim.phrase(Part.REASON))
    ]
    if not choices:
        return None
    claim, phrase = draft.rng.choice(choices)
    assert claim.label.direction
    meant = paragraph.text[phrase.start : phrase.end]
    printed = draft.rng.choice(_CONTRARY[claim.label.direction])
    words = f"{claim.label.item} went the other way than its reason says"
    sign = Sign(FindingKind.TEXT_VS_TEXT, Spot(entry, phrase.start), printed, meant, words)
    edited = put_text(paragraph, phrase.start, phrase.end, printed)
    return Slip(SlipKind.REASON, entry, edited, meant, (sign,))


def rate_nothing(draft: Draft, entry: int) -> Slip | None:
    """A growth rate of what was nothing the year before."""
    paragraph = draft.paragraph(entry)
    choices = [
        (claim, change)
        for claim in paragraph.claims
        if (change := claim.phrase(Part.CHANGE)) and claim.label.rate is None
    ]
    if not choices:
        return None
    claim, change = draft.rng.choice(choices)
    rate = f"{Decimal(100):.{draft.manuscript.style.rate_places}f}"
    at = paragraph.text.index("元", change.end) + 1
    edited = put_text(paragraph, at, at, f"，增长{rate}%")
    words = f"{claim.label.item} was nothing the year before"
    spot = Spot(entry, at + 3)
    sign = Sign(FindingKind.TEXT_ARITHMETIC, spot, rate, "", words, Severity.WORDING)
    return Slip(SlipKind.BASE_ZERO, entry, edited, "", (sign,), frozenset({claim.key} - {""}))


def list_more(draft: Draft, entry: int) -> Slip | None:
    """An item in a list of what money is for that no table of basic expenditure prints."""
    paragraph = draft.paragraph(entry)
    at = paragraph.text.find(_LIST)
    if at < 0:
        return None
    first = paragraph.text[at + len(_LIST) :].split("、")[0].rstrip("。")
    codes = [code for code, name in ECONOMY.items() if name == first and len(code) == 5]
    printed = {name for sheet in _sheets(draft) for name in _labels(sheet)}
    others = [
        name
        for code, name in sorted(ECONOMY.items())
        if codes and len(code) == 5 and code[:3] == codes[0][:3] and name not in printed
    ]
    if not others:
        return None
    name = draft.rng.choice(others)
    end = paragraph.text.index("。", at)
    edited = put_text(paragraph, end, end, f"、{name}")
    words = f"{name} is listed and no table has a row for it"
    sign = Sign(FindingKind.TEXT_VS_TABLE, Spot(entry, end + 1), name, "", words)
    return Slip(SlipKind.LISTED, entry, edited, "", (sign,))


def misspell_item(draft: Draft, entry: int) -> Slip | None:
    """The name of an item in the prose with two characters swapped, or a wrong one."""
    paragraph = draft.paragraph(entry)
    end = paragraph.text.find(_ITEM)
    start = paragraph.text.rfind("）", 0, end) + 1
    if end < 0 or not paragraph.claims or end - start < 4:
        return None
    meant = paragraph.text[start:end]
    printed = misspell(meant, draft.rng)
    words = f"the item is called {meant}"
    spot = Spot(entry, start)
    sign = Sign(FindingKind.LABEL, spot, printed, meant, words, Severity.WORDING)
    edited = put_text(paragraph, start, end, printed)
    claims = tuple(
        replace(one, label=replace(one.label, item=one.label.item.replace(meant, printed)))
        for one in edited.claims
    )
    keys = frozenset(one.key for one in claims if one.key)
    edited = replace(edited, claims=claims)
    return Slip(SlipKind.TEXT_NAME, entry, edited, meant, (sign,), keys)


def put_text(paragraph: Paragraph, start: int, end: int, text: str) -> Paragraph:
    """The paragraph with other text from one offset to another; what is said of figures moves."""
    more = len(text) - (end - start)

    def move(at: int) -> int:
        return at + more if at >= end else at

    claims = tuple(
        replace(
            claim,
            offset=move(claim.offset),
            phrases=tuple(
                replace(one, start=move(one.start), end=move(one.end)) for one in claim.phrases
            ),
        )
        for claim in paragraph.claims
    )
    return Paragraph(paragraph.text[:start] + text + paragraph.text[end:], claims)


def _alter_level(draft: Draft, entry: int, index: int) -> tuple[Paragraph, Phrase, str, str]:
    """The paragraph with another figure, the place of that, and it as printed and as meant."""
    paragraph = draft.paragraph(entry)
    claim = paragraph.claims[index]
    phrase = claim.phrase(Part.LEVEL)
    assert phrase
    meant = paragraph.text[phrase.start : phrase.end]
    printed = alter_first(meant, draft.rng)
    edited = put_text(paragraph, phrase.start, phrase.end, printed)
    label = with_figure(claim.label, Part.LEVEL, Decimal(printed.replace(",", "")))
    return _with_claim(edited, index, replace(claim, label=label)), phrase, printed, meant


def _with_claim(paragraph: Paragraph, index: int, claim: Claim) -> Paragraph:
    claims: Sequence[Claim] = paragraph.claims
    return replace(paragraph, claims=(*claims[:index], claim, *claims[index + 1 :]))


def _sheets(draft: Draft) -> list[Sheet]:
    return [one for one in draft.entries if isinstance(one, Sheet)]


def _labels(sheet: Sheet) -> set[str]:
    return {mark.name.label for line in sheet.lines for mark in line.marks}
