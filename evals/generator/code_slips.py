"""Rows whose code and name do not belong together, and codes and names that are misspelt."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from evals.generator.blocks import Spot
from evals.generator.classification import ECONOMY, FUNCTIONS
from evals.generator.slips import Draft, Sign, Slip, SlipKind
from evals.generator.tables import Line, Name, Sheet
from evals.labels.gold import FindingKind, Severity

_NAMES = FUNCTIONS | ECONOMY
_ALIKE = str.maketrans("业人住保农出员和土治源理程管", "亚入往堡衣岀贠合士冶原埋呈官")

_NamedCell = tuple[int, int, Name, str]
"""Row, cell of the name, code and name as printed, and the code in full."""


def misname(draft: Draft, entry: int) -> Slip | None:
    """The name of another code of its class, where another table prints its own."""
    sheet = draft.sheet(entry)
    rows = list(_named_cells(sheet))
    told = _told_elsewhere(draft, entry)
    for row, cell, name, code in draft.rng.sample(rows, len(rows)):
        own = {name.label, *(one.label for _, _, one, _ in rows)}
        others = [
            other
            for one, other in sorted(_NAMES.items())
            if len(one) == len(code) and one[:3] == code[:3] and other not in own
        ]
        if others and code in told:
            wrong = draft.rng.choice(others)
            words = f"{code} is not {wrong}"
            sign = Sign(FindingKind.LABEL, Spot(entry, row, cell), wrong, name.label, words)
            return _rename(sheet, sign, (name, code), SlipKind.CODE_NAME)
    return None


def misspell_name(draft: Draft, entry: int) -> Slip | None:
    """A name with two characters swapped, or another that looks like the one meant, where another
    table prints it right."""
    sheet = draft.sheet(entry)
    told = _told_elsewhere(draft, entry)
    rows = [one for one in _named_cells(sheet) if len(one[2].label) > 3 and one[3] in told]
    if not rows:
        return None
    row, cell, name, code = draft.rng.choice(rows)
    wrong = misspell(name.label, draft.rng)
    words = f"{code} is spelt {name.label}"
    spot = Spot(entry, row, cell)
    sign = Sign(FindingKind.LABEL, spot, wrong, name.label, words, Severity.WORDING)
    return _rename(sheet, sign, (name, code), SlipKind.CODE_SPELLING)


def misprint_code(draft: Draft, entry: int) -> Slip | None:
    """A code that begins with a digit of no class, among others of its own."""
    sheet = draft.sheet(entry)
    rows = [
        (row, name, code)
        for row, _, name, code in _named_cells(sheet)
        if name.code == code and len(code) > 3
    ]
    if not rows:
        return None
    row, name, code = draft.rng.choice(rows)
    line = sheet.lines[row]
    cell = next(index for index, text in enumerate(line.cells) if code[:3] in text)
    wrong = f"7{code[1:]}"
    cells = list(line.cells)
    cells[cell] = cells[cell].replace(code[0], "7", 1)
    marks = tuple(
        replace(mark, name=Name(name.label, wrong)) if mark.name == name else mark
        for mark in line.marks
    )
    words = f"{wrong} stands among codes of {code[:3]}"
    spot = Spot(entry, row, cell)
    sign = Sign(FindingKind.LABEL, spot, wrong, code, words, Severity.WORDING)
    edited = _with_row(sheet, row, replace(line, cells=tuple(cells), marks=marks))
    return Slip(SlipKind.CODE_FORM, entry, edited, code, (sign,))


def misspell(name: str, rng: Random) -> str:
    """A name with two characters swapped, or another that looks like the one meant."""
    spellings = {
        name[:at] + wrong + name[at + len(wrong) :]
        for at in range(len(name))
        for wrong in (name[at].translate(_ALIKE), name[at : at + 2][::-1])
        if wrong.isalnum()
    }
    return rng.choice(sorted(spellings - {name}))


def _named_cells(sheet: Sheet) -> Iterator[_NamedCell]:
    """The cells that name a class, group or item whose code is printed too."""
    for row, line in enumerate(sheet.lines):
        for name in {mark.name: None for mark in line.marks}:
            cells = [cell for cell in line.names if name.label and name.label in line.cells[cell]]
            codes = [
                account[-1]
                for account in line.accounts
                if account and _NAMES.get(account[-1]) == name.label
            ]
            if cells and codes and name.code and codes[0].endswith(name.code):
                yield row, cells[0], name, codes[0]


def _told_elsewhere(draft: Draft, entry: int) -> frozenset[str]:
    """The codes in full that other tables print with their names."""
    return frozenset(
        code
        for at, sheet in enumerate(draft.entries)
        if at != entry and isinstance(sheet, Sheet)
        for *_, code in _named_cells(sheet)
    )


def _rename(sheet: Sheet, sign: Sign, named: tuple[Name, str], kind: SlipKind) -> Slip:
    """The table with another name in a row; of one code no two names are wrong."""
    name, code = named
    line = sheet.lines[sign.spot.at]
    cells = list(line.cells)
    cells[sign.spot.cell] = cells[sign.spot.cell].replace(name.label, sign.printed)
    marks = tuple(
        replace(mark, name=Name(sign.printed, name.code)) if mark.name == name else mark
        for mark in line.marks
    )
    edited = _with_row(sheet, sign.spot.at, replace(line, cells=tuple(cells), marks=marks))
    keys = frozenset({f"name of {code}"})
    return Slip(kind, sign.spot.block, edited, sign.computed, (sign,), keys)


def _with_row(sheet: Sheet, row: int, line: Line) -> Sheet:
    return replace(sheet, lines=(*sheet.lines[:row], line, *sheet.lines[row + 1 :]))
