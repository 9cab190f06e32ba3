"""What of a proposed layout is taken: that by which more sums tie, and what changes no figure.

Where sums do not tell, the rules stand: a proposal may lie.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from extraction.layouts import Layout, LayoutColumn
from extraction.records import Gap, Table
from extraction.relations import Outcome, Verdict
from extraction.tables import Reading
from extraction.tablesums import table_outcomes
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
    TOTAL_ROWS = "total rows"
    """Which rows add up others."""
    TOTALS = "totals"
    """Which columns do."""
    MEANING = "meaning"
    """Kind, unit, measures, funds."""


_NAMING = frozenset({Part.TOTAL_ROWS, Part.TOTALS, Part.MEANING})
"""The parts that move no cell to another row or column."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """What a filled cell says, by the row and column that it is read in."""

    number: int
    row: str
    code: str
    path: tuple[str, ...]
    unit: Unit | None
    printed: str
    is_figure: bool
    """Whether it is a figure or a dash in place of one."""

    def lacks(self, other: "_Fact") -> bool:
        """Whether it has no name or code where another has one, or fewer of its header cells."""
        named = (other.row and not self.row) or (other.code and not self.code)
        return bool(named) or set(self.path) < set(other.path)


def take_proposal(
    rules: Reading, proposed: Layout, apply: Apply, gaps: Sequence[Gap] = ()
) -> Reading:
    """The rules' reading with those parts of a proposed layout that make more of its sums tie, or
    tell what the rules leave open and change no figure.

    All parts are tried at once; each is put back to what the rules say if as much ties then, and
    taken again if it changes no figure. No sum breaks over a figure that one of the `gaps` is.
    """
    choice = _Choice(rules, proposed, apply, gaps)
    for tried in (frozenset(Part), frozenset({Part.MEANING})):
        is_worse = choice.count(tried) < choice.count(frozenset())
        if not (is_worse or choice.loses(tried) or choice.hides(tried)):
            break
    else:
        return rules
    needed = choice.find_needed(tried)
    for part in Part:
        if part in (Part.TOTALS, Part.TOTAL_ROWS):
            continue  # what changes no figure changes no total's figure either
        more = needed | ({part} & tried)
        if choice.count(more) >= choice.count(needed) and choice.is_harmless(needed, more):
            needed = more
    best = choice.read(needed)
    is_taken = best.layout != rules.layout and not choice.hides(needed)
    return best if is_taken else rules


@dataclass(slots=True)
class _Choice:
    """Readings of one table by some parts of a proposed layout, the rest being the rules'."""

    rules: Reading
    proposed: Layout
    apply: Apply
    gaps: Sequence[Gap]
    made: dict[frozenset[Part], Reading] = field(default_factory=dict)
    judged: dict[frozenset[Part], list[Outcome]] = field(default_factory=dict)

    def read(self, parts: frozenset[Part]) -> Reading:
        """The table by some parts."""
        if parts not in self.made:
            self.made[parts] = self.apply(_compose(self.rules.layout, self.proposed, parts))
        return self.made[parts]

    def judge(self, parts: frozenset[Part]) -> list[Outcome]:
        """The verdicts on its sums."""
        if parts not in self.judged:
            self.judged[parts] = _judge(self.read(parts).table, self.gaps)
        return self.judged[parts]

    def count(self, parts: frozenset[Part]) -> int:
        """How well its sums tie."""
        return _count_net(self.judge(parts))

    def hides(self, parts: frozenset[Part]) -> bool:
        """Whether a sum is broken no more only because of what rows and columns are called, though
        its total is what it was and has no part in one that ties: to look away mends nothing."""
        bare = parts - _NAMING
        broken = _find_broken(self.judge(bare)) - _find_broken(self.judge(parts))
        before, after = find_facts(self.read(bare).table), find_facts(self.read(parts).table)
        same = {place for place in broken if after.get(place) in (None, before.get(place))}
        return not same <= _find_tied(self.judge(parts))

    def find_needed(self, parts: frozenset[Part]) -> frozenset[Part]:
        """The parts without which less ties."""
        for part in Part:
            if part in parts and self.count(parts - {part}) >= self.count(parts):
                return self.find_needed(parts - {part})
        return parts

    def loses(self, parts: frozenset[Part]) -> bool:
        """Whether a figure is no figure any more or has lost its name, code or header, or a name
        has become a cell; a whole number may be found to be a code."""
        before, after = find_facts(self.rules.table), find_facts(self.read(parts).table)
        names = {row.name.source.start for row in self.rules.table.rows if row.name}
        return not names.isdisjoint(after) or any(
            not fact.printed.isdecimal()
            if place not in after or not after[place].is_figure
            else after[place].lacks(fact)
            for place, fact in before.items()
            if fact.is_figure
        )

    def is_harmless(self, parts: frozenset[Part], more: frozenset[Part]) -> bool:
        """Whether more parts change no cell, but for names, codes and units where there were none.

        Words that were a cell of a row without a name may have become its name.
        """
        best = self.read(more).table
        before, after = find_facts(self.read(parts).table), find_facts(best)
        names = {(row.number, row.label) for row in best.rows}
        named = {
            place
            for place, fact in before.items()
            if place not in after
            and not (fact.is_figure or fact.row)
            and (fact.number, squash(fact.printed)) in names
        }
        return before.keys() - named == after.keys() and all(
            fact.path == after[place].path
            and fact.row in ("", after[place].row)
            and fact.code in ("", after[place].code)
            and (fact.unit in (None, after[place].unit) or after[place].unit is Unit.PERCENT)
            for place, fact in before.items()
            if place not in named
        )


def count_net(table: Table, gaps: Sequence[Gap] = ()) -> int:
    """How many of a table's sums tie, less what those that break count against it; none breaks
    over a figure that is a gap."""
    return _count_net(_judge(table, gaps))


def count_verdicts(table: Table, gaps: Sequence[Gap] = ()) -> Counter[Verdict]:
    """How many of a table's sums came to each verdict; none breaks over a figure that is a gap."""
    return Counter(outcome.verdict for outcome in _judge(table, gaps))


def _count_net(outcomes: Sequence[Outcome]) -> int:
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    tied = sum(count for verdict, count in verdicts.items() if verdict.holds)
    return tied - _BROKEN * verdicts[Verdict.BROKEN]


def _find_broken(outcomes: Sequence[Outcome]) -> set[Place]:
    """The totals of sums that break."""
    return {o.relation.total.source.start for o in outcomes if o.verdict is Verdict.BROKEN}


def _find_tied(outcomes: Sequence[Outcome]) -> set[Place]:
    """The cells that have part in a sum that ties."""
    tied = [o.relation for o in outcomes if o.verdict.holds]
    return {own.source.start for relation in tied for own in (relation.total, *relation.parts)}


def _judge(table: Table, gaps: Sequence[Gap]) -> list[Outcome]:
    own = [gap.model_copy(update={"table": table.number}) for gap in gaps]
    return list(table_outcomes(table, {}, whole=True, gaps=own))


def _compose(rules: Layout, proposed: Layout, parts: frozenset[Part]) -> Layout:
    """The rules' layout with some parts of a proposed one."""
    rows = proposed if Part.ROWS in parts else rules
    means = Part.MEANING in parts
    pairs = zip(rules.columns, proposed.columns, strict=True)
    return Layout(
        kind=proposed.kind if means and rules.kind is TableKind.OTHER else rules.kind,
        unit=proposed.unit if means and rules.unit is None else rules.unit,
        header_rows=rows.header_rows,
        columns=tuple(
            _compose_column(own, other, parts, is_filled=means and rules.unit is None)
            for own, other in pairs
        ),
        pairs=rows.pairs,
        skipped=rows.skipped,
        joins=(proposed if Part.JOINS in parts else rules).joins,
        totals=(proposed if Part.TOTAL_ROWS in parts else rules).totals,
    )


def _compose_column(
    own: LayoutColumn, other: LayoutColumn, parts: frozenset[Part], *, is_filled: bool
) -> LayoutColumn:
    """A column of the rules' layout with some parts of a proposed one; `is_filled` that the table
    has its unit from there."""
    columns = other if Part.COLUMNS in parts else own
    means = Part.MEANING in parts
    is_named = means and own.measure is Measure.OTHER
    unit = own.unit if own.role is Role.AMOUNT else other.unit
    is_rate = is_named and other.measure is Measure.RATE
    if is_rate or (is_filled and unit is None):
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
        cell.source.start: _Fact(
            number=row.number,
            row=row.label,
            code=row.full_code or "",
            path=table.columns[cell.column].path if cell.column is not None else (),
            unit=cell.amount.unit if cell.amount else None,
            printed=cell.printed,
            is_figure=cell.content in (Content.AMOUNT, Content.DASH),
        )
        for row in table.rows
        for cell in row.cells
        if cell.content is not Content.BLANK
    }
