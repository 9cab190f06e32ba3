"""What each column of a grid is for, from its header and from what stands in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction import columns as heads
from extraction.money import parse_cell
from extraction.vocabulary import Content, Role

Path = tuple[str, ...]

_CODE = re.compile(r"[\[［(（【]?\d{2,8}[\]］)）】]?")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as the rules see it."""

    path: Path
    words: int
    amounts: int
    codes: int

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
    def named(self) -> bool:
        """Whether it can hold the names of rows."""
        return self.amounts <= self.words and heads.name_rank(self.head) is not None


def find_roles(
    body: Sequence[Sequence[str]], paths: Sequence[Path]
) -> tuple[list[Role], list[int]]:
    """Role and side of each column; `body` is the printed cells by column, `paths` the headers."""
    seen = [_look(cells, path) for cells, path in zip(body, paths, strict=True)]
    sides = _find_sides(seen)
    roles: list[Role] = []
    for side in range(max(sides, default=0) + 1):
        roles += _side_roles([column for column, at in zip(seen, sides, strict=True) if at == side])
    return roles, sides


def _look(cells: Sequence[str], path: Path) -> _Column:
    contents = [parse_cell(cell, None)[0] for cell in cells if not heads.is_total(cell or "-")]
    return _Column(
        path=path,
        words=contents.count(Content.WORDS),
        amounts=contents.count(Content.AMOUNT) + contents.count(Content.DASH),
        codes=sum(_CODE.fullmatch(cell.strip()) is not None for cell in cells),
    )


def _find_sides(columns: Sequence[_Column]) -> list[int]:
    """A second side begins at a second name column that stands before further amounts.

    Its header is the first one's again, or the outermost headers part there.
    """
    sides = [0] * len(columns)
    first = next((i for i, column in enumerate(columns) if column.named), None)
    if first is None:
        return sides
    for index in range(first + 1, len(columns) - 1):
        before, here = columns[index - 1], columns[index]
        if not (before.numeric and here.named and any(c.numeric for c in columns[index + 1 :])):
            continue
        start = index
        while start > first + 1 and heads.is_code(columns[start - 1].head):
            start -= 1
        if _parts_here(columns[first], here):
            return [int(at >= start) for at in range(len(columns))]
    return sides


def _parts_here(first: _Column, second: _Column) -> bool:
    if heads.plain_header(first.head) == heads.plain_header(second.head):
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
        best = max(ranks.values())
        return [index for index, rank in ranks.items() if rank == best]
    worded = (i for i, c in enumerate(columns) if c.words > c.amounts and not heads.is_code(c.head))
    return [index for index in worded if not any(c.numeric for c in columns[:index])][:1]


def _code_columns(columns: Sequence[_Column], names: Sequence[int]) -> list[int]:
    """The code columns of the names: the nearest on their left, or the parts of one code."""
    before = range(names[0] if names else 0)
    parts = [i for i in before if heads.is_code_part(columns[i].head)]
    if parts:
        return parts
    coded = [i for i in before if heads.is_code(columns[i].head)]
    coded = coded or [i for i in before if columns[i].codes and not columns[i].words]
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
