"""Rows left out or printed twice."""

from dataclasses import replace
from decimal import Decimal

from evals.generator.blocks import Spot
from evals.generator.figure_slips import cell_name
from evals.generator.relations import Sum, keys_of, sums_of
from evals.generator.slips import Draft, Sign, Slip, SlipKind, cell_amount, is_broken
from evals.generator.tables import Sheet


def drop_row(draft: Draft, entry: int) -> Slip | None:
    """A row of the lowest level left out, where the total over it shows it."""
    return _change_rows(draft, entry, SlipKind.MISSING)


def repeat_row(draft: Draft, entry: int) -> Slip | None:
    """A row of the lowest level printed twice, where the total over it shows it."""
    return _change_rows(draft, entry, SlipKind.REPEATED)


def _change_rows(draft: Draft, entry: int, kind: SlipKind) -> Slip | None:
    sheet = draft.sheet(entry)
    rows = [row for row in range(len(sheet.lines)) if _is_lowest(sheet, row)]
    for row in draft.rng.sample(rows, len(rows)):
        if signs := _signs_of_row(draft, entry, row, kind):
            twice = () if kind is SlipKind.MISSING else (sheet.lines[row],) * 2
            lines = (*sheet.lines[:row], *twice, *sheet.lines[row + 1 :])
            names = keys_of(sheet, draft.kind)
            keys = frozenset(name for place, name in names.items() if place[0] == row)
            meant = " ".join(filter(None, sheet.lines[row].cells))
            return Slip(kind, entry, replace(sheet, lines=lines), meant, signs, keys)
    return None


def _is_lowest(sheet: Sheet, row: int) -> bool:
    """Whether nothing stands under a row, and others beside it under the same total."""
    line = sheet.lines[row]
    if len(line.accounts) != 1 or not line.accounts[0] or line.merges:
        return False
    account = line.accounts[0]
    others = [one.accounts[0] for one in sheet.lines if one.accounts and one is not line]
    beside = [one for one in others if one and one[:-1] == account[:-1]]
    below = [one for one in others if one and one[: len(account)] == account]
    return bool(beside) and not below


def _signs_of_row(draft: Draft, entry: int, row: int, kind: SlipKind) -> tuple[Sign, ...]:
    """The totals over a row, in every column in which it has an amount."""
    sheet = draft.sheet(entry)
    factor = -1 if kind is SlipKind.MISSING else 1
    signs = []
    for one in sums_of(sheet):
        own = [part for part in one.parts if part[0] == row]
        if not own or one.total[0] == row:
            continue
        gap = cell_amount(sheet, own[0]) * factor
        parts = [cell_amount(sheet, part) for part in one.parts]
        if is_broken(gap, (*parts, gap), draft.step):
            signs.append(_sign_of_total(draft, entry, one, sum(parts, gap), row, factor))
    return tuple(signs)


def _sign_of_total(
    draft: Draft, entry: int, one: Sum, computed: Decimal, row: int, factor: int
) -> Sign:
    sheet = draft.sheet(entry)
    total, cell = one.total
    # Rows under the one that is left out or repeated move.
    place = Spot(entry, total + (factor if total > row else 0), cell)
    words = f"{cell_name(sheet, one.total)} is not the sum of the rows under it"
    return Sign(
        one.kind, place, sheet.lines[total].cells[cell], draft.print_amount(computed), words
    )
