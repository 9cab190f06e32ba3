"""The tables of a document: which were found, and what of them was read right."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.labels.gold import TableLabel
from evals.scoring.pairing import Spot, pair_tables, same_title
from extraction import FactRow, Table


@dataclass(frozen=True, slots=True)
class TableMatch:
    """One labelled table, and whether the extracted one agrees with it."""

    label: TableLabel
    """The labelled table."""
    table: Table | None
    """The extracted table; None where it was not found, and then nothing agrees."""
    kind: bool
    """Whether the kind agrees."""
    title: bool
    """Whether the title agrees in its normal form."""
    unit: bool
    """Whether the unit agrees; none agrees with none."""
    rows: bool
    """Whether the number of body rows agrees."""


@dataclass(frozen=True, slots=True)
class TableScore:
    """Which labelled tables were found, and which extracted ones stand alone."""

    matches: tuple[TableMatch, ...]
    """One for every labelled table, in reading order."""
    surplus: tuple[Table, ...]
    """Extracted tables that are the counterpart of no label."""

    @property
    def found(self) -> int:
        """Number of labelled tables that were found."""
        return sum(match.table is not None for match in self.matches)

    @property
    def kinds(self) -> int:
        """Number of labelled tables whose kind agrees."""
        return sum(match.kind for match in self.matches)


def score_tables(
    labels: Sequence[TableLabel],
    tables: Sequence[Table],
    expected: Sequence[FactRow],
    actual: Sequence[FactRow],
) -> TableScore:
    """Judge extracted tables by labelled ones; the facts of both pair them."""
    spots = {table.number: _table_spot(table) for table in tables}
    with_facts, without = pair_tables(labels, spots, expected, actual)
    pairs = with_facts | without
    numbered = {table.number: table for table in tables}
    return TableScore(
        matches=tuple(
            _match_table(label, numbered.get(pairs.get(label.table, 0))) for label in labels
        ),
        surplus=tuple(table for table in tables if table.number not in pairs.values()),
    )


def _table_spot(table: Table) -> Spot:
    return Spot(table.heading, str(table.source.line))


def _match_table(label: TableLabel, table: Table | None) -> TableMatch:
    if table is None:
        return TableMatch(label, None, kind=False, title=False, unit=False, rows=False)
    return TableMatch(
        label,
        table,
        kind=table.kind == label.kind,
        title=same_title(label.title, _table_spot(table).title),
        unit=(table.unit or "") == label.unit,
        # Rows left blank keep their numbers, so the last number counts them.
        rows=max((row.number for row in table.rows), default=0) == label.rows,
    )
