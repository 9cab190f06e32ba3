"""Figures mistyped: digits swapped or altered, points and signs, totals added up wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.generator.blocks import Spot
from evals.generator.headers import Column
from evals.generator.relations import Place, Sum, amount_of, keys_of, sums_of
from evals.generator.slips import Draft, Sign, Slip, SlipKind, cell_amount, is_broken
from evals.generator.tables import Line, Name, Sheet, format_number, mark_cells
from evals.labels.gold import FindingKind


def swap_digits(text: str, rng: Random) -> str:
    """Two different neighbouring digits exchanged; the same text where there are none."""
    places = [
        at
        for at in range(len(text) - 1)
        if text[at : at + 2].isdigit()
        and text[at] != text[at + 1]
        and not (text[at + 1] == "0" and at == 0)
    ]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def alter_digit(text: str, rng: Random) -> str:
    """One digit before the last another one; a first digit does not become 0."""
    places = [at for at, char in enumerate(text[:-1]) if char.isdigit()]
    if not places:
        return text
    at = rng.choice(places)
    digits = [one for one in "123456789" if one != text[at]]
    return text[:at] + rng.choice(digits) + text[at + 1 :]


def slip_point(text: str, rng: Random) -> str:
    """The decimal point one place to the left or right; the same text where there is none."""
    whole, point, places = text.replace(",", "").partition(".")
    if not point or not whole.isdigit():
        return text
    left = len(whole) > 1 and rng.random() < 0.5
    digits = whole + places
    at = len(whole) + (-1 if left else 1)
    before = digits[:at].lstrip("0") or "0"
    if "," in text:
        before = f"{int(before):,}"
    return f"{before}.{digits[at:]}" if digits[at:] else before


def tenfold(text: str, rng: Random) -> str:
    """Ten times the amount, with the same places."""
    del rng
    amount = amount_of(text)
    assert amount is not None
    places = len(text.partition(".")[2])
    return f"{amount * 10:,.{places}f}" if "," in text else f"{amount * 10:.{places}f}"


def turn_sign(text: str, rng: Random) -> str:
    """A minus before the amount."""
    del rng
    return f"-{text}"


def slip_unit(text: str, rng: Random) -> str:
    """A small amount in 元 among 万元, a large one in 万元 among 元."""
    del rng
    amount = amount_of(text)
    assert amount is not None
    small = abs(amount) < 10_000
    return format_number(
        amount * 10_000 if small else amount / 10_000,
        2 if "." in text or not small else 0,
        thousands="," in text,
    )


_TYPING: dict[SlipKind, Callable[[str, Random], str]] = {
    SlipKind.SWAPPED: swap_digits,
    SlipKind.DIGIT: alter_digit,
    SlipKind.POINT: slip_point,
    SlipKind.TENFOLD: tenfold,
    SlipKind.SIGN: turn_sign,
    SlipKind.UNIT: slip_unit,
}


def mistype(draft: Draft, entry: int, kind: SlipKind) -> Slip | None:
    """An amount of a table mistyped, where other amounts show it; None where none can be."""
    sheet = draft.sheet(entry)
    tied = {place for one in sums_of(sheet) for place in (one.total, *one.parts)}
    places = sorted(place for place in tied | set(keys_of(sheet, draft.kind)))
    for place in draft.rng.sample(places, len(places)):
        if cell_amount(sheet, place):
            text = _TYPING[kind](_text(sheet, place), draft.rng)
            if slip := _replace_amount(draft, entry, place, text, kind):
                return slip
    return None


def miscount(draft: Draft, entry: int) -> Slip | None:
    """A total that leaves out one of its parts or counts it twice."""
    sheet = draft.sheet(entry)
    sums = [one for one in sums_of(sheet) if one.kind is not FindingKind.ROW_SUM]
    for one in draft.rng.sample(sums, len(sums)):
        parts = [amount for part in one.parts if (amount := cell_amount(sheet, part))]
        if len(parts) < 2:
            continue
        part = draft.rng.choice(parts) * draft.rng.choice((1, -1))
        text = draft.print_amount(cell_amount(sheet, one.total) + part)
        if slip := _replace_amount(draft, entry, one.total, text, SlipKind.TOTAL):
            return slip
    return None


def move_figure(draft: Draft, entry: int) -> Slip | None:
    """A figure of the lowest level in the blank or zero cell beside it."""
    sheet = draft.sheet(entry)
    sums = [one for one in sums_of(sheet) if one.kind is not FindingKind.ROW_SUM]
    leaves = {part for one in sums for part in one.parts} - {one.total for one in sums}
    moves = [
        (place, (place[0], other))
        for place in sorted(leaves)
        if cell_amount(sheet, place)
        for other in _neighbours(sheet, place)
    ]
    for old, new in draft.rng.sample(moves, len(moves)):
        if slip := _exchange(draft, entry, old, new):
            return slip
    return None


def set_cells(sheet: Sheet, row: int, cells: tuple[str, ...]) -> Sheet:
    """The table with other cells in a row, and the facts that they then are."""
    line = sheet.lines[row]
    columns = sheet.header.columns
    names = {columns[mark.cell].side: mark.name for mark in line.marks}
    sides = [names.get(side, Name("")) for side in range(max(names) + 1)]
    edited = replace(line, cells=cells, marks=mark_cells(columns, cells, sides))
    return replace(sheet, lines=(*sheet.lines[:row], edited, *sheet.lines[row + 1 :]))


def broken_sums(draft: Draft, before: Sheet, after: Sheet) -> Iterator[Sum]:
    """The sums of a table that its edit has put wrong, with the parts that are printed for them.

    A total left blank contradicts nothing; in a row its parts stand for it under the next total.
    """
    sums = sums_of(before)
    rows = {one.total: one.parts for one in sums if one.kind is FindingKind.ROW_SUM}
    for one in sums:
        under = rows if one.kind is FindingKind.ROW_SUM else {}
        places = tuple(_printed_parts(after, one.parts, under))
        parts = [cell_amount(after, part) for part in places]
        gap = cell_amount(after, one.total) - sum(parts)
        if _text(after, one.total) and is_broken(gap, parts, draft.step):
            yield replace(one, parts=places)


def cell_name(sheet: Sheet, place: Place) -> str:
    """Row and column of a cell, as a person names them."""
    line: Line = sheet.lines[place[0]]
    column: Column = sheet.header.columns[place[1]]
    names = [mark.name for mark in line.marks if mark.cell == place[1]]
    label = f"{names[0].code} {names[0].label}".strip() if names else ""
    return f"{label or 'the row'}, column {'/'.join(filter(None, column.path))}"


def _printed_parts(
    sheet: Sheet, parts: Iterable[Place], under: Mapping[Place, tuple[Place, ...]]
) -> Iterator[Place]:
    for part in parts:
        if part in under and not _text(sheet, part):
            yield from _printed_parts(sheet, under[part], under)
        else:
            yield part


def _text(sheet: Sheet, place: Place) -> str:
    return sheet.lines[place[0]].cells[place[1]]


def _replace_amount(
    draft: Draft, entry: int, place: Place, text: str, kind: SlipKind
) -> Slip | None:
    sheet = draft.sheet(entry)
    meant = _text(sheet, place)
    wrong = amount_of(text)
    if wrong is None or text == meant or (wrong <= 0 and kind is not SlipKind.SIGN):
        return None
    row, cell = place
    cells = (*sheet.lines[row].cells[:cell], text, *sheet.lines[row].cells[cell + 1 :])
    edited = set_cells(sheet, row, cells)
    name = keys_of(sheet, draft.kind).get(place, "")
    signs = tuple(_signs_of_cell(draft, entry, place, edited, name))
    keys = frozenset({name} - {""})
    return Slip(kind, entry, edited, meant, signs, keys) if signs else None


def _signs_of_cell(
    draft: Draft, entry: int, place: Place, edited: Sheet, name: str
) -> Iterator[Sign]:
    """What shows a wrong amount: one sign for all sums that it is in, one a way of repeating it."""
    sheet = draft.sheet(entry)
    kinds = [one.kind for one in broken_sums(draft, sheet, edited)]
    delta = cell_amount(edited, place) - cell_amount(sheet, place)
    where, words = Spot(entry, *place), cell_name(sheet, place)
    printed, computed = _text(edited, place), _text(sheet, place)
    if kinds:
        words_of_sum = f"{words} does not fit the sums that it is in"
        yield Sign(kinds[0], where, printed, computed, words_of_sum)
    for kind in draft.shows_elsewhere(name, entry, delta):
        words_of_other = f"{words} is another figure than where the same amount is printed again"
        yield Sign(kind, where, printed, computed, words_of_other)


def _neighbours(sheet: Sheet, place: Place) -> Iterator[int]:
    """The cells beside a figure that are of its side and hold no amount."""
    row, cell = place
    columns = sheet.header.columns
    for other in (cell - 1, cell + 1):
        if 0 <= other < len(columns) and columns[other].measure not in ("", "rate"):
            beside = columns[other].side == columns[cell].side
            if beside and not cell_amount(sheet, (row, other)):
                yield other


def _exchange(draft: Draft, entry: int, old: Place, new: Place) -> Slip | None:
    sheet = draft.sheet(entry)
    cells = list(sheet.lines[old[0]].cells)
    figure = cells[old[1]]
    cells[old[1]], cells[new[1]] = cells[new[1]], figure
    edited = set_cells(sheet, old[0], tuple(cells))
    broken = list(broken_sums(draft, sheet, edited))
    shown = [one for one in broken if new in one.parts]
    # The totals over the cell that it moved to are right: the figure is what disagrees.
    signs = [_sign_of_total(draft, entry, edited, one) for one in broken if one not in shown]
    if shown:
        words = f"{cell_name(edited, new)} holds a figure of the column beside it"
        zero = draft.print_amount(Decimal(0))
        signs.insert(0, Sign(shown[0].kind, Spot(entry, *new), figure, zero, words))
    names = keys_of(sheet, draft.kind)
    keys = frozenset({names.get(old, ""), names.get(new, "")} - {""})
    if not signs:
        return None
    return Slip(SlipKind.MOVED, entry, edited, cell_name(sheet, old), tuple(signs), keys)


def _sign_of_total(draft: Draft, entry: int, sheet: Sheet, one: Sum) -> Sign:
    parts = sum((cell_amount(sheet, part) for part in one.parts), Decimal(0))
    words = f"{cell_name(sheet, one.total)} is not the sum of its parts"
    printed, computed = _text(sheet, one.total), draft.print_amount(parts)
    return Sign(one.kind, Spot(entry, *one.total), printed, computed, words)
