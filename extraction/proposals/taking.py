"""What of a proposed layout is taken: that by which more sums tie, and what changes no figure.

Where sums do not tell, the rules stand: a proposal may lie.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from extraction.checks import table_outcomes
from extraction.layouts import Layout, LayoutColumn
from extraction.records import Gap, Table
from extraction.relations import Verdict
from extraction.tables import Reading
from extraction.text import squash
from extraction.vocabulary import Content, Fund, Measure, Role, TableKind, Unit

Apply = Callable[[Layout], Reading]
Place = tuple[int, int]
_BROKEN = 4
"""How many sums that tie one that breaks outweighs: documents err rarely, wrong layouts often."""


class Part(StrEnum):
    """What of a layout can be taken apart from the rest, in the order in which it is doubted."""

    ROWS = "rows"
    """Which rows are header, and which header cells stand over which columns."""
    COLUMNS = "columns"
    """Roles and sides."""
    JOINS = "joins"
    TOTALS = "totals"
    """Which rows and columns add up others."""
    MEANING = "meaning"
    """Kind, unit, measures, funds."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """What a filled cell says, by the row and column that it is read in."""

    number: int
    row: str
    code: str
    path: tuple[str, ...]
    unit: Unit | None
    printed: str
    is_amount: bool


def take_proposal(
    rules: Reading, proposed: Layout, apply: Apply, gaps: Sequence[Gap] = ()
) -> Reading:
    """The rules' reading with those parts of a proposed layout that make more of its sums tie, or
    tell what the rules leave open and change no figure.

    All parts are tried at once; then each is put back to what the rules say, if as much ties then.
    No sum breaks over a figure that one of the `gaps` is.
    """
    net = partial(count_net, gaps=gaps)
    for tried in (frozenset(Part), frozenset({Part.MEANING})):
        best = apply(_compose(rules.layout, proposed, tried))
        if net(best.table) >= net(rules.table) and not _loses(rules, best):
            break
    else:
        return rules
    parts = tried
    for part in Part:
        without = apply(_compose(rules.layout, proposed, parts - {part}))
        is_needed = net(without.table) < net(best.table)
        if part in parts and not is_needed and not _is_harmless(without, best):
            parts, best = parts - {part}, without
    return best if best.layout != rules.layout else rules


def count_net(table: Table, gaps: Sequence[Gap] = ()) -> int:
    """How many of a table's sums tie, less what those that break count against it; none breaks
    over a figure that is a gap."""
    verdicts = count_verdicts(table, gaps)
    tied = verdicts[Verdict.TIED] + verdicts[Verdict.ROUNDING]
    return tied - _BROKEN * verdicts[Verdict.BROKEN]


def count_verdicts(table: Table, gaps: Sequence[Gap] = ()) -> Counter[Verdict]:
    """How many of a table's sums came to each verdict; none breaks over a figure that is a gap."""
    own = [gap.model_copy(update={"table": table.number}) for gap in gaps]
    return Counter(outcome.verdict for outcome in table_outcomes(table, {}, whole=True, gaps=own))


def _compose(rules: Layout, proposed: Layout, parts: frozenset[Part]) -> Layout:
    """The rules' layout with some parts of a proposed one."""
    rows = proposed if Part.ROWS in parts else rules
    means = Part.MEANING in parts
    pairs = zip(rules.columns, proposed.columns, strict=True)
    return Layout(
        kind=proposed.kind if means and rules.kind is TableKind.OTHER else rules.kind,
        unit=proposed.unit if means and rules.unit is None else rules.unit,
        header_rows=rows.header_rows,
        columns=tuple(_compose_column(own, other, parts) for own, other in pairs),
        pairs=rows.pairs,
        skipped=rows.skipped,
        joins=(proposed if Part.JOINS in parts else rules).joins,
        totals=(proposed if Part.TOTALS in parts else rules).totals,
    )


def _compose_column(own: LayoutColumn, other: LayoutColumn, parts: frozenset[Part]) -> LayoutColumn:
    columns = other if Part.COLUMNS in parts else own
    means = Part.MEANING in parts
    is_named = means and own.measure is Measure.OTHER
    unit = own.unit if own.role is Role.AMOUNT else other.unit
    if means and (unit is None or (is_named and other.measure is Measure.RATE)):
        unit = other.unit
    return LayoutColumn(
        index=own.index,
        side=columns.side,
        role=columns.role,
        header=(other if Part.ROWS in parts else own).header,
        measure=other.measure if is_named else own.measure,
        fund=other.fund if means and own.fund is Fund.ALL else own.fund,
        unit=unit if columns.role is Role.AMOUNT else None,
        is_total=own.is_total or (Part.TOTALS in parts and other.is_total),
    )


def find_facts(table: Table) -> Mapping[Place, _Fact]:
    """What each filled cell says, by the line and offset of its first character."""
    return {
        (cell.source.line, cell.source.spans[0].start): _Fact(
            number=row.number,
            row=row.label,
            code=row.full_code or "",
            path=table.columns[cell.column].path if cell.column is not None else (),
            unit=cell.amount.unit if cell.amount else None,
            printed=cell.printed,
            is_amount=cell.content is Content.AMOUNT,
        )
        for row in table.rows
        for cell in row.cells
        if cell.content is not Content.BLANK
    }


def _loses(rules: Reading, other: Reading) -> bool:
    """Whether a figure is no figure any more; a whole number may be found to be a code."""
    before, after = find_facts(rules.table), find_facts(other.table)
    return any(
        fact.is_amount and not fact.printed.isdecimal()
        for place, fact in before.items()
        if place not in after or not after[place].is_amount
    )


def _is_harmless(without: Reading, best: Reading) -> bool:
    """Whether a part changes no cell, but for names, codes and units where there were none.

    Words that were a cell of a row without a name may have become its name.
    """
    before, after = find_facts(without.table), find_facts(best.table)
    names = {(row.number, row.label) for row in best.table.rows}
    named = {
        place
        for place, fact in before.items()
        if place not in after
        and not (fact.is_amount or fact.row)
        and (fact.number, squash(fact.printed)) in names
    }
    return before.keys() - named == after.keys() and all(
        fact.path == after[place].path
        and fact.row in ("", after[place].row)
        and fact.code in ("", after[place].code)
        and fact.unit in (None, after[place].unit)
        for place, fact in before.items()
        if place not in named
    )
