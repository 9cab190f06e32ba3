"""What several tables of one document print of one item must agree."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from extraction.audit.figures import cut, in_unit, place_of, rounded
from extraction.audit.tables.views import CARRIED, WHOLE, Item, Print, View, Views
from extraction.audit.verdicts import unchecked
from extraction.columns import public_measure, read_fund, read_measure
from extraction.crosssums import are_of_one_agency, cell_in
from extraction.records import Amount, Disclosure, Row, Table
from extraction.relations import Outcome, Relation, Remark, Verdict, doubt_family
from extraction.text import drop_ordinal, normal_form
from extraction.vocabulary import Fund, Measure, TableKind

SAME_ITEM = "same_item"
ITEM_PART = "item_part"

_UNSURE = "the column of a figure is not sure"
_OTHER_TOTALS = "the totals of the tables differ: they may count other money"
_K = TableKind
_WIDE = (Fund.ALL, Fund.APPROPRIATION)
_FUND_ROW = re.compile(
    r"(?:财政拨款|预算拨款|(?:一般公共|公共财政|政府性基金|国有资本经营)(?:预算)?)"
    r"(?:财政)?(?:拨款)?(?:收入|资金)?"
)
_ITEMS_OF_PUBLIC = {
    Measure.ABROAD: "30212",
    Measure.MEETING: "30215",
    Measure.TRAINING: "30216",
    Measure.RECEPTION: "30217",
    Measure.VEHICLE_OPERATION: "30231",
    Measure.VEHICLE_PURCHASE: "31013",
}


def item_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """The verdicts on every item that several tables print."""
    views = Views(disclosure)
    one_fund = views.one_fund
    for found, funds in (
        (views.by_function(), one_fund),
        (views.by_economy(), one_fund),
        (views.operating(), frozenset[Fund]()),
    ):
        for group in _groups(found, funds):
            yield from _group_outcomes(group, views)
    yield from _income_outcomes(views)
    yield from _part_outcomes(views)


def _groups(views: Iterable[View], one_fund: frozenset[Fund]) -> list[list[View]]:
    """Views of the same money: `one_fund` names the funds that are surely one.

    Where one fund is part of the other and both come to one total, so they are: if an item had
    other money in the wider view, so would the total.
    """
    groups: list[list[View]] = []
    for view in views:
        own = (g for g in groups if any(_is_same_money(one, view, one_fund) for one in g))
        if group := next(own, None):
            group.append(view)
        else:
            groups.append([view])
    return [group for group in groups if len(group) > 1]


def _is_same_money(first: View, second: View, one_fund: frozenset[Fund]) -> bool:
    if not are_of_one_agency(first.table, second.table):
        return False
    funds = {first.fund, second.fund}
    if one_fund and (len(funds) == 1 or funds <= one_fund):
        return True
    within = len(funds) == 1 or first.fund in _WIDE
    return within and compare(first.total, second.total) is Verdict.TIED


def _group_outcomes(group: Sequence[View], views: Views) -> Iterator[Outcome]:
    found: dict[Item, list[tuple[View, Print]]] = {}
    for view in group:
        for item, one in view.prints.items():
            found.setdefault(item, []).append((view, one))
    families: dict[Measure, dict[str, Outcome]] = {}
    for (code, measure), own in found.items():
        if len({one.table.number for _, one in own}) > 1:
            outcome = _judge([one for _, one in own])
            if outcome.verdict is Verdict.BROKEN and not _explains_totals(own, views.apart):
                outcome = unchecked(outcome.relation, _OTHER_TOTALS)
            families.setdefault(measure, {})[code] = outcome
    for family in families.values():
        whole = family.get(WHOLE)
        if whole and whole.verdict is Verdict.BROKEN:
            for code, outcome in family.items():
                if code and outcome.verdict is Verdict.BROKEN:
                    family[code] = unchecked(outcome.relation, _OTHER_TOTALS)
        yield from doubt_family([*family.values()])


def _explains_totals(own: Sequence[tuple[View, Print]], apart: frozenset[Decimal]) -> bool:
    """Whether an item is off by as much as the totals of its tables are, or these are one.

    Not where that is what the document prints apart (`apart`), as carried over: then the tables
    count other money.
    """
    meant = _most_printed([one for _, one in own])
    total = next(view.total for view, one in own if one is meant)
    for view, one in own:
        gap = (view.total.yuan or 0) - (total.yuan or 0)
        off = (one.amount.yuan or 0) - (meant.amount.yuan or 0)
        if gap and (off != gap or abs(gap) in apart):
            return False
    return True


def _judge(prints: Sequence[Print]) -> Outcome:
    """The verdict on what tables print of one item: all should print what most of them do."""
    if len({one.amount.yuan for one in prints}) == 1:
        first, *rest = (one.operand for one in prints)
        same = Relation(SAME_ITEM, first, tuple(rest))
        return Outcome(same, Verdict.TIED, "", prints[0].amount.value)
    meant = _most_printed(prints)
    verdicts = [
        compare(one.amount, meant.amount, of_sum=one.is_sum or meant.is_sum) for one in prints
    ]
    worst = max(verdicts, key=_BADNESS.index)
    total = prints[verdicts.index(worst)]
    others = [one for one in prints if one is not total]
    right = [one for one in others if one.amount.yuan == meant.amount.yuan]
    wrong = [one for one in others if one.amount.yuan != meant.amount.yuan]
    cells = tuple(one.operand for one in (*right, *wrong))
    relation = Relation(SAME_ITEM, total.operand, cells)
    if worst is Verdict.BROKEN and not all(one.is_sure for one in prints):
        return unchecked(relation, _UNSURE)
    computed = in_unit(meant.amount, total.amount.unit).value
    if worst is Verdict.TIED:
        return Outcome(relation, worst, "", computed)
    return Outcome(relation, worst, "", computed, _tell(total.amount, right, computed))


_BADNESS = (Verdict.TIED, Verdict.ROUNDING, Verdict.BROKEN)


def _most_printed(prints: Sequence[Print]) -> Print:
    """One of the figures that most tables print; of as many, the last: lists stand behind."""
    counts = Counter(yuan for _, yuan in {(one.table.number, one.amount.yuan) for one in prints})
    return max(reversed(prints), key=lambda one: counts[one.amount.yuan])


def _tell(own: Amount, right: Sequence[Print], computed: Decimal) -> Remark:
    """Where what should stand there stands, and how far it is off (in the unit of what does)."""
    first = right[0]
    unit = f" {first.amount.unit}" if first.amount.unit is not own.unit else ""
    numbers = sorted({one.table.number for one in right})
    gap = abs(own.value - computed)
    zh = "、".join(f"表{number}" for number in numbers)
    en = " and ".join(f"table {number}" for number in numbers)
    return Remark(
        f"{zh}印作{first.cell.printed}{unit.strip()}，相差{gap}",
        f"It is {first.cell.printed}{unit} in {en}, {gap} apart.",
    )


def compare(own: Amount, other: Amount, *, of_sum: bool = False) -> Verdict:
    """Whether two amounts may be one; of a sum the last place may be off by one."""
    if own.yuan == other.yuan:
        return Verdict.TIED
    coarse, fine = sorted((own, other), key=place_of, reverse=True)
    is_shorter = place_of(coarse) > place_of(fine)
    if is_shorter and rounded(coarse, "").meets(rounded(fine, "")):
        return Verdict.TIED
    gap = abs((own.yuan or Decimal(0)) - (other.yuan or Decimal(0)))
    is_cut = is_shorter and cut(coarse, "").meets(rounded(fine, ""))
    if is_cut or (of_sum and gap <= place_of(coarse)):
        return Verdict.ROUNDING
    return Verdict.BROKEN


def _income_outcomes(views: Views) -> Iterator[Outcome]:
    """The verdicts on what the two balances print as income from one fund."""
    tables = [views.tables.get(kind) for kind in (_K.INCOME_EXPENDITURE, _K.APPROPRIATION_BALANCE)]
    first, second = tables
    if first and second and are_of_one_agency(first, second):
        own, other = (_fund_income(views, table) for table in (first, second))
        for fund in own.keys() & other.keys():
            yield _judge([other[fund], own[fund]])


def _fund_income(views: Views, table: Table) -> dict[Fund, Print]:
    """The income of the year from each fund that one row is named after."""
    column = views.edition.total_column(table, 0)
    rows = [row for row in table.rows if row.side == 0]
    ends = (at for at, row in enumerate(rows) if CARRIED.search(row.label))
    found: dict[Fund, list[Print]] = {}
    for row in rows[: next(ends, None)]:
        name, cell = normal_form(drop_ordinal(row.label)), cell_in(row, column)
        if _FUND_ROW.fullmatch(name) and cell and cell.amount:
            one = Print(table, row, cell, cell.amount, is_sum=True, is_sure=not cell.inferred)
            found.setdefault(read_fund((name,)), []).append(one)
    return {fund: own[0] for fund, own in found.items() if len(own) == 1}


def _part_outcomes(views: Views) -> Iterator[Outcome]:
    """The verdicts on what 三公 costs against what of it is basic expenditure, which is a part."""
    public, basic = views.tables.get(_K.THREE_PUBLIC), views.basic
    if public and basic and are_of_one_agency(public, basic):
        for measure, total in _public_prints(views, public):
            code = _ITEMS_OF_PUBLIC.get(measure)
            part = views.item(basic, code) if code else None
            if part:
                yield _judge_part(total, part)


def _judge_part(total: Print, part: Print) -> Outcome:
    relation = Relation(ITEM_PART, total.operand, (part.operand,))
    computed = in_unit(part.amount, total.amount.unit).value
    if rounded(part.amount, "").low < rounded(total.amount, "").high:
        return Outcome(relation, Verdict.TIED, "", computed)
    if not (total.is_sure and part.is_sure):
        return unchecked(relation, _UNSURE)
    gap = computed - total.amount.value
    number, printed = part.table.number, part.cell.printed
    worked = Remark(
        f"表{number}的基本支出就有{printed}{part.amount.unit}，多{gap}",
        f"In table {number} basic expenditure alone is {printed} {part.amount.unit}, {gap} more.",
    )
    return Outcome(relation, Verdict.BROKEN, "", computed, worked)


def _public_prints(views: Views, table: Table) -> Iterator[tuple[Measure, Print]]:
    """What a 三公 table prints of each of its parts, in columns or in rows."""
    by_row = [(row, read_measure((row.label,))) for row in table.rows]
    if {measure for _, measure in by_row} & set(_ITEMS_OF_PUBLIC):
        column = views.edition.total_column(table)
        counts = Counter(measure for _, measure in by_row)
        places = [(row, column, measure) for row, measure in by_row if counts[measure] == 1]
    else:
        columns = _public_columns(views, table)
        places = [(row, at, m) for row in _agency_rows(table) for m, at in columns.items()]
    for row, at, measure in places:
        cell = cell_in(row, at)
        if cell and cell.amount:
            is_sure = not cell.inferred
            yield measure, Print(table, row, cell, cell.amount, is_sum=False, is_sure=is_sure)


def _public_columns(views: Views, table: Table) -> dict[Measure, int]:
    """The column of each part of 三公: the only one, or that of its subtotal."""
    found: dict[Measure, list[int]] = {}
    for index in views.edition.money_columns(table):
        found.setdefault(public_measure(table.columns[index].path), []).append(index)
    columns = {}
    for measure, own in found.items():
        totals = [index for index in own if table.columns[index].is_total]
        one = own if len(own) == 1 else totals
        if len(one) == 1:
            columns[measure] = one[0]
    return columns


def _agency_rows(table: Table) -> Sequence[Row]:
    """The rows of the whole agency: that of the total, and where it is one unit, that too."""
    totals = [row for row in table.rows if row.is_total]
    if len(table.rows) - len(totals) == 1:
        return table.rows
    return totals if len(totals) == 1 else ()
