"""What each column of a grid is for, from its header and from what stands in it."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction import columns as heads
from extraction.money import parse_cell
from extraction.vocabulary import Content, Role

Path = tuple[str, ...]

_SIDE = re.compile(r"^(?:收入|支出)")
_CODE = re.compile(r"[\[［(（【]?\d{2,8}[\]］)）】]?")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as the rules see it."""

    path: Path
    words: int
    amounts: int
    codes: int
    filled: frozenset[int]
    """The rows in which something is printed."""

    @property
    def head(self) -> str:
        """The innermost header; empty where none stands over the column."""
        return self.path[-1] if self.path else ""

    @property
    def numeric(self) -> bool:
        """Whether it holds amounts, or, empty, has a header that announces no words."""
        if self.amounts or self.words:
            return self.amounts > self.words
        return not heads.holds_words(self.head)

    @property
    def holds_names(self) -> bool:
        """Whether it holds words, be it only the names of totals."""
        return self.words > self.amounts or bool(self.filled and not self.words + self.amounts)

    @property
    def named(self) -> bool:
        """Whether it can hold the names of rows."""
        return self.amounts <= self.words and heads.name_rank(self.head) is not None


@dataclass(frozen=True, slots=True)
class Columns:
    """One reading of a grid's columns: the role and the side of each."""

    roles: tuple[Role, ...]
    sides: tuple[int, ...]


def read_columns(body: Sequence[Sequence[str]], paths: Sequence[Path]) -> list[Columns]:
    """Possible readings, the likeliest first.

    `body` is the printed cells by column, `paths` the headers over them. Where names stand again
    behind amounts and the header does not say that a further side begins, both are possible: only
    the sums can tell.
    """
    seen = [_look(cells, path) for cells, path in zip(body, paths, strict=True)]
    starts, sure = _side_starts(seen)
    split = _read(seen, starts)
    return [split] if sure else [_read(seen, []), split]


def _read(columns: Sequence[_Column], starts: Sequence[int]) -> Columns:
    roles: list[Role] = []
    sides: list[int] = []
    for side, (start, end) in enumerate(itertools.pairwise([0, *starts, len(columns)])):
        roles += _side_roles(columns[start:end])
        sides += [side] * (end - start)
    return Columns(tuple(roles), tuple(sides))


def _look(cells: Sequence[str], path: Path) -> _Column:
    contents = [parse_cell(cell, None)[0] for cell in cells if not heads.is_total(cell or "-")]
    return _Column(
        path=path,
        words=contents.count(Content.WORDS),
        amounts=contents.count(Content.AMOUNT) + contents.count(Content.DASH),
        codes=sum(_CODE.fullmatch(cell.strip()) is not None for cell in cells),
        filled=frozenset(row for row, cell in enumerate(cells) if cell),
    )


def _side_starts(columns: Sequence[_Column]) -> tuple[list[int], bool]:
    """Where further sides begin, and whether the header says so.

    A side begins at a further name column that stands before further amounts. Its header is the
    first one's again, or the outermost headers part there.
    """
    first = next((i for i, column in enumerate(columns) if column.named), len(columns))
    sure: list[int] = []
    possible: list[int] = []
    for index in range(first + 2, len(columns) - 1):
        before, here = columns[index - 1], columns[index]
        start = index
        while start > first + 1 and heads.is_code(columns[start - 1].head):
            start -= 1
            before = columns[start - 1]
        if before.numeric and here.named and any(c.numeric for c in columns[index + 1 :]):
            (sure if _parts_here(columns[first], here) else possible).append(start)
    return (sure, True) if sure or not possible else (possible[:1], False)


def _parts_here(first: _Column, second: _Column) -> bool:
    names = [_SIDE.sub("", heads.plain_header(column.head)) for column in (first, second)]
    if names[0] == names[1]:
        return True
    return len(first.path) > 1 and len(second.path) > 1 and first.path[0] != second.path[0]


def _side_roles(columns: Sequence[_Column]) -> list[Role]:
    names = _name_columns(columns)
    codes = _code_columns(columns, names)
    return [_role(index, column, names, codes) for index, column in enumerate(columns)]


def _role(index: int, column: _Column, names: Sequence[int], codes: Sequence[int]) -> Role:
    if index in names:
        return Role.NAME
    if index in codes:
        return Role.CODE
    if heads.is_ordinal(column.head):
        return Role.ORDINAL
    if heads.is_group(column.head) or heads.is_code(column.head):
        return Role.GROUP
    return Role.AMOUNT if column.numeric else Role.WORDS


def _name_columns(columns: Sequence[_Column]) -> list[int]:
    """The columns of the most specific names; without a header the first column of words."""
    ranks = {
        index: rank
        for index, column in enumerate(columns)
        if column.named and (rank := heads.name_rank(column.head)) is not None
        if not heads.is_code(column.head) and not heads.is_ordinal(column.head)
    }
    if ranks:
        best = [index for index, rank in ranks.items() if rank == max(ranks.values())]
        # Names of several levels stand in columns of their own, one of which a row fills.
        taken = [columns[index].filled for index in best]
        apart = all(not one & other for one, other in itertools.combinations(taken, 2))
        return best[:1] if not apart and taken[0] >= frozenset().union(*taken) else best
    worded = (i for i, c in enumerate(columns) if c.holds_names and not heads.is_code(c.head))
    return [index for index in worded if not any(map(_holds_figures, columns[:index]))][:1]


def _holds_figures(column: _Column) -> bool:
    """Whether a column holds amounts, and not only what may be codes."""
    return column.numeric and column.amounts > column.codes


def _code_columns(columns: Sequence[_Column], names: Sequence[int]) -> list[int]:
    """The code columns of the names: the nearest on their left, or the parts of one code."""
    before = range(names[0] if names else 0)
    parts = [i for i in before if heads.is_code_part(columns[i].head)]
    if parts:
        return parts
    coded = [i for i in before if heads.is_code(columns[i].head)]
    coded = coded or [
        i
        for i in before
        if columns[i].codes and not columns[i].words and not heads.is_ordinal(columns[i].head)
    ]
    return _same_code(columns, coded)


def _same_code(columns: Sequence[_Column], coded: Sequence[int]) -> list[int]:
    """The last of the code columns, and those on its left that share its header cell."""
    if not coded:
        return []
    outer = columns[coded[-1]].path[:-1]
    run = [coded[-1]]
    for index in reversed(coded[:-1]):
        if index != run[0] - 1 or not outer or columns[index].path[:-1] != outer:
            break
        run.insert(0, index)
    return run
