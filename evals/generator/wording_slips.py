"""Words that are wrong: contents, notes of tables, units, punctuation, leftovers of a template."""

from dataclasses import replace

from evals.generator.blocks import Spot
from evals.generator.claims import Part
from evals.generator.code_slips import misspell
from evals.generator.manuscripts import Gap, Notice
from evals.generator.relations import amount_of, keys_of
from evals.generator.slips import Draft, Sign, Slip, SlipKind
from evals.generator.styles import Notes
from evals.generator.tables import Sheet
from evals.generator.text_slips import put_text
from evals.labels.gold import FindingKind, Severity
from extraction.vocabulary import TableKind

_FUNDS = {
    TableKind.GOVERNMENT_FUND: "政府性基金预算",
    TableKind.STATE_CAPITAL: "国有资本经营预算",
}
_EMPTY = "本表为空"
_REASONS = ("主要原因是", "主要原因：", "主要是")


def lose_table(draft: Draft, entry: int) -> Slip | None:
    """A table left out that the contents list."""
    sheet = draft.sheet(entry)
    listed = _contents_entry(draft, sheet)
    if listed is None:
        return None
    at, start = listed
    words = f"the contents list {sheet.title}, and no table is called so"
    sign = Sign(FindingKind.TEXT_VS_TEXT, Spot(at, start), sheet.title, "", words)
    keys = frozenset(keys_of(sheet, draft.kind).values())
    return Slip(SlipKind.LOST_TABLE, entry, Gap(), sheet.title, (sign,), keys)


def misword_contents(draft: Draft, entry: int) -> Slip | None:
    """A title that the contents word otherwise than the table does."""
    notice = draft.entries[entry]
    sheets = {
        at: one
        for at, one in enumerate(draft.entries)
        if isinstance(one, Sheet) and (listed := _contents_entry(draft, one)) and listed[0] == entry
    }
    if not sheets or not isinstance(notice, Notice):
        return None
    [(at, sheet)] = sheets.items()
    at_char = draft.rng.randrange(1, len(sheet.title))
    shorter = sheet.title[:at_char] + sheet.title[at_char + 1 :]
    wrong = draft.rng.choice((misspell(sheet.title, draft.rng), shorter))
    if any(isinstance(one, Sheet) and one.title == wrong for one in draft.entries):
        return None
    words = f"the contents call {sheet.title} {wrong}"
    kind, wording = FindingKind.TEXT_VS_TEXT, Severity.WORDING
    where = Spot(entry, notice.text.index(sheet.title))
    signs = (
        Sign(kind, where, wrong, sheet.title, words, wording),
        Sign(kind, Spot(at, -1), sheet.title, wrong, words, wording),
    )
    edited = replace(notice, text=notice.text.replace(sheet.title, wrong))
    return Slip(SlipKind.CONTENTS_TITLE, entry, edited, sheet.title, signs)


def swap_note(draft: Draft, entry: int) -> Slip | None:
    """The note under an empty table that speaks of another table, which is not the next one."""
    sheet = draft.sheet(entry)
    fund = _FUNDS.get(sheet.kind, "")
    if not fund or fund not in sheet.note or draft.manuscript.style.notes is not Notes.AFTER:
        return None
    other = next(name for name in _FUNDS.values() if name != fund)
    following = [one for one in draft.entries[entry + 1 :] if isinstance(one, Sheet)]
    if following and _FUNDS.get(following[0].kind) == other:
        return None
    edited = replace(sheet, note=sheet.note.replace(fund, other))
    words = f"the note at {sheet.title} speaks of {other}"
    sign = Sign(
        FindingKind.LABEL,
        Spot(entry),
        other,
        fund,
        words,
        Severity.WORDING,
        of_note=True,
    )
    return Slip(SlipKind.NOTE_PLACE, entry, edited, fund, (sign,))


def call_empty(draft: Draft, entry: int) -> Slip | None:
    """A note under a table that calls it empty, which it is not."""
    sheet = draft.sheet(entry)
    fund = _FUNDS.get(sheet.kind, "")
    filled = any(amount_of(line.cells[one.cell]) for line in sheet.lines for one in line.marks)
    if not fund or sheet.note or not filled or draft.manuscript.style.notes is not Notes.AFTER:
        return None
    year = draft.manuscript.masthead.year
    edited = replace(sheet, note=f"注：本部门{year}年没有安排{fund}支出，{_EMPTY}。")
    words = f"{sheet.title} is said to be empty"
    sign = Sign(FindingKind.TEXT_VS_TABLE, Spot(entry), _EMPTY, "", words, of_note=True)
    return Slip(SlipKind.EMPTY_NOTE, entry, edited, "", (sign,))


def drop_unit(draft: Draft, entry: int) -> Slip | None:
    """A percentage without its sign, or an amount without its unit."""
    paragraph = draft.paragraph(entry)
    choices = [
        (part, phrase)
        for claim in paragraph.claims
        for part in (Part.LEVEL, Part.CHANGE, Part.RATE, Part.SHARE, Part.COMPLETION)
        if (phrase := claim.phrase(part)) and claim.label.unit.in_yuan
    ]
    if not choices:
        return None
    part, phrase = draft.rng.choice(choices)
    mark = "元" if part in (Part.LEVEL, Part.CHANGE) else "%"
    end = paragraph.text.index(mark, phrase.end) + 1
    unit = paragraph.text[phrase.end : end]
    figure = paragraph.text[phrase.start : phrase.end]
    edited = put_text(paragraph, phrase.end, end, "")
    words = f"{figure} is printed without {unit.strip()}"
    spot = Spot(entry, phrase.start)
    sign = Sign(FindingKind.UNIT, spot, figure, "", words, Severity.WORDING)
    return Slip(SlipKind.UNIT_WORDS, entry, edited, figure + unit, (sign,))


def double_mark(draft: Draft, entry: int) -> Slip | None:
    """A mark printed twice, or a bracket that is not closed."""
    paragraph = draft.paragraph(entry)
    places = [at for at, char in enumerate(paragraph.text) if char in "，。；）"]
    if not paragraph.claims or not places:
        return None
    at = draft.rng.choice(places)
    char = paragraph.text[at]
    if char == "）":
        start = paragraph.text.rfind("（", 0, at)
        printed, meant, text = paragraph.text[start:at], paragraph.text[start : at + 1], ""
    else:
        start, printed, meant, text = at, char * 2, char, char * 2
    words = f"{meant} is printed as {printed}"
    spot = Spot(entry, start)
    sign = Sign(FindingKind.LABEL, spot, printed, meant, words, Severity.WORDING)
    edited = put_text(paragraph, at, at + 1, text)
    return Slip(SlipKind.PUNCTUATION, entry, edited, meant, (sign,))


def leave_template(draft: Draft, entry: int) -> Slip | None:
    """A blank of a template not filled, or an option of it not chosen."""
    paragraph = draft.paragraph(entry)
    agency = draft.manuscript.masthead.agency
    choices: list[tuple[int, int, str, str]] = []
    for claim in paragraph.claims:
        if word := claim.phrase(Part.CHANGE_WORD):
            choices.append((word.start, word.end, "增加（减少）", "增加（减少）"))
        if reason := claim.phrase(Part.REASON):
            choices.append((reason.start, reason.end, "××", "××"))
            lead = next(one for one in _REASONS if paragraph.text[: reason.start].endswith(one))
            choices.append((reason.start, reason.end, "", lead))
    if (at := paragraph.text.find(agency)) >= 0:
        choices.append((at, at + len(agency), "××局", "××局"))
    if not choices:
        return None
    start, end, text, printed = draft.rng.choice(choices)
    meant = paragraph.text[start:end]
    words = f"{printed} is left of a template"
    spot = Spot(entry, start if text else start - len(printed))
    sign = Sign(FindingKind.PLACEHOLDER, spot, printed, meant, words, Severity.WORDING)
    edited = put_text(paragraph, start, end, text)
    return Slip(SlipKind.PLACEHOLDER, entry, edited, meant, (sign,))


def _contents_entry(draft: Draft, sheet: Sheet) -> tuple[int, int] | None:
    """The entry of the contents that lists a table, and where in it; None where others share it."""
    titles = [one.title for one in draft.entries if isinstance(one, Sheet)]
    for at, one in enumerate(draft.entries):
        if isinstance(one, Notice) and one.text.endswith(f"、{sheet.title}"):
            return (at, one.text.index(sheet.title)) if titles.count(sheet.title) == 1 else None
    return None
