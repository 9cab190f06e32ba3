"""Items that are wrong in one table alone, their totals there with them; wrong amounts in forms."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from evals.generator.blocks import Spot
from evals.generator.figure_slips import alter_digit, broken_sums, cell_name, set_cells
from evals.generator.prose_slips import alter_first
from evals.generator.relations import Place, amount_of, key, keys_of, sums_of
from evals.generator.slips import Draft, Sign, Slip, SlipKind, cell_amount
from evals.generator.tables import Sheet
from evals.labels.gold import FindingKind
from extraction.vocabulary import TableKind

# What a “三公” item is called by the economic classification.
_ECONOMIC = {"abroad": "30212", "operation": "30231", "reception": "30217"}
_FORMS = (TableKind.PERFORMANCE_DEPARTMENT, TableKind.PERFORMANCE_PROJECT)
_FUNDING = (
    ("收入预算合计", "其中：财政拨款", "其他经费"),
    ("支出预算合计", "其中：基本支出", "项目支出"),
    ("年度资金总额", "其中：财政拨款", "其他资金", "上年结转"),
)


def restate_item(draft: Draft, entry: int) -> Slip | None:
    """An amount of the lowest level with another digit and totals that fit it, where other tables
    print it as it is; none of operating costs, which may count other money."""
    sheet = draft.sheet(entry)
    if sheet.kind is TableKind.OPERATING_COSTS:
        return None
    names = keys_of(sheet, draft.kind)
    totals = {one.total for one in sums_of(sheet)}
    places = [
        place
        for place, name in sorted(names.items())
        if place not in totals and name and cell_amount(sheet, place)
    ]
    for place in draft.rng.sample(places, len(places)):
        wrong = amount_of(alter_digit(_text(sheet, place), draft.rng))
        assert wrong is not None
        if slip := _carry(draft, entry, place, wrong):
            cross = [one for one in slip.signs if one.kind is FindingKind.CROSS_TABLE]
            if cross and cross[0].spot == Spot(entry, *place):
                return slip
    return None


def shrink_part(draft: Draft, entry: int) -> Slip | None:
    """A “三公” item that is less than its part in basic expenditure."""
    sheet = draft.sheet(entry)
    if sheet.kind is not TableKind.THREE_PUBLIC:
        return None
    for place in sorted(keys_of(sheet, draft.kind)):
        code = _ECONOMIC.get(sheet.header.columns[place[1]].measure)
        amount = cell_amount(sheet, place)
        if not code or not amount or not _is_basic(draft, entry, code):
            continue
        less = Decimal(draft.print_amount(amount / 2).replace(",", ""))
        if less and (slip := _carry(draft, entry, place, less)):
            words = f"{cell_name(sheet, place)} is less than its basic expenditure"
            prints = draft.print_amount(less), _text(sheet, place)
            sign = Sign(FindingKind.CROSS_TABLE, Spot(entry, *place), *prints, words)
            return replace(slip, kind=SlipKind.ITEM_PART, signs=(sign, *slip.signs))
    return None


def misfill_form(draft: Draft, entry: int) -> Slip | None:
    """A wrong amount in a performance form, against the total or parts beside it and the tables."""
    sheet = draft.sheet(entry)
    if sheet.kind not in _FORMS or sheet.header.columns:
        return None
    places = [
        (row, mark.cell)
        for row, line in enumerate(sheet.lines)
        for mark in line.marks
        if not mark.column and any(mark.name.label in group for group in _FUNDING)
        if amount_of(line.cells[mark.cell])
    ]
    for row, cell in draft.rng.sample(places, len(places)):
        meant = _text(sheet, (row, cell))
        printed = alter_first(meant, draft.rng)
        cells = list(sheet.lines[row].cells)
        cells[cell] = printed
        words = "an amount of the form does not fit those beside it"
        kinds = [FindingKind.ROW_SUM]
        if sheet.kind is TableKind.PERFORMANCE_DEPARTMENT:
            kinds.append(FindingKind.CROSS_TABLE)
        spot = Spot(entry, row, cell)
        signs = tuple(Sign(kind, spot, printed, meant, words) for kind in kinds)
        line = replace(sheet.lines[row], cells=tuple(cells))
        lines = (*sheet.lines[:row], line, *sheet.lines[row + 1 :])
        return Slip(SlipKind.FORM, entry, replace(sheet, lines=lines), meant, signs)
    return None


def _carry(draft: Draft, entry: int, place: Place, wrong: Decimal) -> Slip | None:
    """The amount and every total over it changed alike; None where some sum then does not hold."""
    sheet = draft.sheet(entry)
    delta = wrong - cell_amount(sheet, place)
    changed = [place]
    sums = sums_of(sheet)
    for part in changed:
        changed += [one.total for one in sums if part in one.parts and one.total not in changed]
    edited = sheet
    for row, cell in changed:
        cells = list(edited.lines[row].cells)
        amount = cell_amount(sheet, (row, cell)) + delta
        if amount <= 0 or not cells[cell]:
            return None
        cells[cell] = draft.print_amount(amount)
        edited = set_cells(edited, row, tuple(cells))
    if any(True for _ in broken_sums(draft, sheet, edited)):
        return None
    names = keys_of(sheet, draft.kind)
    keys = frozenset({names.get(one, "") for one in changed} - {""})
    signs = tuple(_signs(draft, entry, edited, changed, delta))
    return Slip(SlipKind.SAME_ITEM, entry, edited, _text(sheet, place), signs, keys)


def _signs(
    draft: Draft, entry: int, edited: Sheet, changed: list[Place], delta: Decimal
) -> Iterator[Sign]:
    sheet = draft.sheet(entry)
    names = keys_of(sheet, draft.kind)
    for place in changed:
        words = f"{cell_name(sheet, place)} is another figure than in other tables"
        for kind in draft.shows_elsewhere(names.get(place, ""), entry, delta):
            prints = _text(edited, place), _text(sheet, place)
            yield Sign(kind, Spot(entry, *place), *prints, words)


def _is_basic(draft: Draft, entry: int, code: str) -> bool:
    names = (key("economy", code, measure) for measure in ("total", "basic", "operating"))
    return any(draft.witnesses(name, entry, Sheet) for name in names)


def _text(sheet: Sheet, place: Place) -> str:
    return sheet.lines[place[0]].cells[place[1]]
