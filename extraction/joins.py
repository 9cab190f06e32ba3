"""Rows that hold only the rest of a name which a line break cut, and the rows that they end."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.columns import is_total
from extraction.grids import GridRow
from extraction.names import SHORTEST_BROKEN, bare_name, bears_mark, is_one_name, may_go_on
from extraction.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a table: its body, and what its columns are for."""

    rows: Sequence[GridRow]
    body: Sequence[int]
    """The rows that are neither header nor caption, by index into `rows`."""
    roles: Sequence[Role]
    sides: Sequence[int]
    plain: str
    """The whole text in normal form, to look up whether a joined name is printed elsewhere."""

    def find_joins(self) -> tuple[tuple[int, ...], ...]:
        """Runs of rows that are one: the later hold only the rests of the names of the first."""
        joins: list[tuple[int, ...]] = []
        for above, index in itertools.pairwise(self.body):
            filled = [column for column, cell in enumerate(self.rows[index]) if cell.printed]
            start = joins[-1] if joins and joins[-1][-1] == above else (above,)
            if filled and all(self._is_rest(column, (*start, index)) for column in filled):
                joins = [join for join in joins if join is not start] + [(*start, index)]
        return tuple(joins)

    def _is_rest(self, column: int, run: Sequence[int]) -> bool:
        """Whether a cell in the last row of a run ends the name above it.

        For sure, or because nearly all other rows bear what it lacks: a code, an ordinal, a
        figure; and then only where no other name is much longer, since names break at the
        column's width.
        """
        *upper, rest = [self.rows[index][column].printed for index in run]
        if self.roles[column] is not Role.NAME or not all(upper):
            return False
        if not may_go_on(rest) or is_total(upper[-1]):
            return False
        if is_one_name("".join(upper), rest, self.plain):
            return True
        others = [self.rows[index] for index in self.body if self._is_other(index, column)]
        lengths = [len(bare_name(row[column].printed)) for row in others]
        length = len(bare_name(upper[-1]))
        return length + 2 >= max(lengths, default=0) and self._bear_marks(others, column, length)

    def _is_other(self, index: int, column: int) -> bool:
        """Whether a row has a name in a column, and more than names."""
        row = self.rows[index]
        more = any(cell.printed for at, cell in enumerate(row) if self.roles[at] is not Role.NAME)
        return more and bool(row[column].printed) and not is_total(row[column].printed)

    def _bear_marks(self, others: Sequence[GridRow], column: int, length: int) -> bool:
        mine = [at for at, side in enumerate(self.sides) if side == self.sides[column]]
        coded = [at for at in mine if self.roles[at] in (Role.CODE, Role.ORDINAL)]
        facts = [at for at in mine if self.roles[at] in (Role.AMOUNT, Role.WORDS)]
        figured = sum(any(row[at].printed for at in facts) for row in others)
        alone = sum(bool(self.rows[index][column].printed) for index in self.body) - len(others)
        # Of many names alone, most are rows that have no figures.
        few = len(others) >= 3 and alone * 3 <= len(others) + 3
        if few and figured == len(others) and length >= SHORTEST_BROKEN:
            return True
        borne = (
            sum(any(row[at].printed for at in coded) for row in others),
            sum(bears_mark(row[column].printed) for row in others),
        )
        return bool(others) and max(borne) >= 0.9 * len(others)
