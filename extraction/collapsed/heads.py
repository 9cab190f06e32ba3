"""Headers whose places were lost: the columns that they may head, side by side.

Which columns stand under which header is not printed: several trees are possible, and the sums
choose.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from extraction.collapsed.fragments import propose_cells
from extraction.collapsed.regions import Region, Token, count_figures, is_digits, is_figure
from extraction.collapsed.trees import Paths, shape_columns
from extraction.columns import (
    holds_words,
    is_code,
    is_code_part,
    is_ordinal,
    is_total,
    name_rank,
    read_fund,
    read_measure,
)
from extraction.records import Source, Span
from extraction.text import normal_form
from extraction.vocabulary import Fund, Measure

_MOST_TOPS = 3
# Cells so much odder than the likeliest ones are misread.
_ODDEST = 1.2
_MEASURES = ("预算数", "决算数")
_BRACKETS = re.compile(r"\(.*?\)")
_SIDE_WORDS = re.compile(r"^(?:收入|支出)(?=项目|科目)")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a column whose header the rules need not understand."""

    is_mark: bool
    is_total: bool


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A column: the header cells over it, outermost first."""

    path: tuple[Token, ...]
    is_amount: bool = False
    said: Said | None = None
    """None where its header tells."""

    @property
    def head(self) -> str:
        """Its innermost header."""
        return self.path[-1].printed

    @property
    def is_mark(self) -> bool:
        """Whether it holds codes, or the numbers of rows."""
        told = is_code(self.head) or is_ordinal(self.head)
        return not self.is_amount and (self.said.is_mark if self.said else told)

    @property
    def is_total(self) -> bool:
        """Whether it adds up others."""
        return is_total(self.head) or (self.said is not None and self.said.is_total)

    @property
    def is_understood(self) -> bool:
        """Whether its headers say what it is for."""
        path = tuple(cell.printed for cell in self.path)
        counts = read_measure(path) is not Measure.OTHER or read_fund(path) is not Fund.ALL
        marks = is_code(self.head) or is_ordinal(self.head) or name_rank(self.head) is not None
        return counts or marks or holds_words(self.head)

    @property
    def key(self) -> tuple[Source, ...]:
        """What tells it from the other columns: its headers."""
        return tuple(cell.source for cell in self.path)

    @property
    def counts_lines(self) -> bool:
        """Whether its figures number the lines, and so are printed for sure."""
        return self.is_amount and normal_form(self.head) == "行次"


@dataclass(frozen=True, slots=True)
class HeadTree:
    """A header: its columns from left to right, each side's codes and names first."""

    sides: tuple[tuple[HeadColumn, ...], ...]

    @property
    def order(self) -> tuple[tuple[Span, ...], ...]:
        """What tells the columns of amounts from each other, from left to right: the last pieces
        of their innermost headers, and of those over them that are of a budget or final figure."""
        amounts = [column for column in self.columns if column.is_amount]
        depths = [2 if normal_form(column.head) in _MEASURES else 1 for column in amounts]
        return tuple(
            tuple(cell.source.spans[-1] for cell in column.path[-depth:])
            for column, depth in zip(amounts, depths, strict=True)
        )

    @property
    def is_understood(self) -> bool:
        """Whether the headers of most of its columns say what they are for."""
        return 2 * sum(column.is_understood for column in self.columns) > len(self.columns)

    @property
    def columns(self) -> tuple[HeadColumn, ...]:
        """The columns of all sides."""
        return tuple(column for side in self.sides for column in side)


def propose_trees(region: Region, plain: str) -> list[tuple[float, HeadTree]]:
    """Trees of a region's header, the likeliest first, each with what speaks against it: its
    headers, and how they are put together."""
    found: list[tuple[float, HeadTree]] = []
    for cost, cells in propose_cells(region.header, plain):
        if cost > _ODDEST:
            break
        trees = _propose_trees(region, cells)
        found += [(strangeness + cost, tree) for strangeness, tree in trees]
    return sorted(found, key=lambda pair: pair[0])


def _propose_trees(region: Region, cells: list[Token]) -> list[tuple[float, HeadTree]]:
    """Trees of a region's header, the likeliest first, each with what its headers say against it;
    none where it has cells that head nothing."""
    most = max(map(count_figures, region.body), default=0)
    if not cells or any(is_figure(cell) and not is_digits(cell) for cell in cells):
        return []
    if sides := _split_sides(cells):
        return [(0.0, tree) for tree in _sided_trees(*sides)]
    filled = [line for line in region.body if is_figure(line[-1])]
    worded = 2 * sum(not is_figure(line[0]) for line in filled) > len(filled)
    lead: list[Token] = []
    if worded and not any(_is_name(cell) or is_code(cell.printed) for cell in cells):
        lead, cells = cells[:1], cells[1:]  # whatever rows are of, it stands first
    trees = _one_sided(cells, most, region.numbered)
    own = tuple(HeadColumn((cell,)) for cell in lead)
    return [(cost, HeadTree(((*own, *tree.columns),))) for cost, tree in trees]


def _is_name(cell: Token) -> bool:
    return name_rank(cell.printed) is not None and not is_total(cell.printed)


def _is_side_name(cell: Token) -> bool:
    return _side_form(cell) in ("项目", "科目名称", "科目")


def _side_form(cell: Token) -> str:
    """A side's name header without what tells the sides apart."""
    return _SIDE_WORDS.sub("", _BRACKETS.sub("", normal_form(cell.printed)))


def _split_sides(cells: Sequence[Token]) -> tuple[list[Token], list[list[Token]]] | None:
    """Side headers, and the cells of each side; None where one name column heads the table."""
    for tops in range(min(len(cells) // 2, _MOST_TOPS + 1)):
        for size in _periods(cells[tops:]):
            if any(map(_is_side_name, cells[tops : tops + size])):
                sides = [list(cells[at : at + size]) for at in range(tops, len(cells), size)]
                return list(cells[:tops]), sides
    starts = [index for index, cell in enumerate(cells) if _is_side_name(cell)]
    if len({_side_form(cells[index]) for index in starts}) != 1 or len(starts) < 2:
        return None
    bounds = [*starts, len(cells)]
    sides = [list(cells[a:b]) for a, b in pairwise(bounds)]
    if any(len(side) < 2 for side in sides):
        return None
    return list(cells[: starts[0]]), sides


def _sided_trees(tops: Sequence[Token], sides: Sequence[Sequence[Token]]) -> list[HeadTree]:
    """The trees of sides under their side headers, each of which stands over one or several."""
    if not 1 < len(tops) <= len(sides):
        return [_side_by_side([()] * len(sides), sides)]
    bounds = combinations(range(1, len(sides)), len(tops) - 1)
    trees = []
    for ends in bounds:
        widths = [b - a for a, b in pairwise((0, *ends, len(sides)))]
        over = [(top,) for top, width in zip(tops, widths, strict=True) for _ in range(width)]
        trees.append(_side_by_side(over, sides))
    return trees


def _side_by_side(over: Sequence[tuple[Token, ...]], sides: Sequence[Sequence[Token]]) -> HeadTree:
    columns = []
    for path, side in zip(over, sides, strict=True):
        columns.append(
            tuple(
                HeadColumn((*path, cell), not (_is_name(cell) or is_code(cell.printed)))
                for cell in side
            )
        )
    return HeadTree(tuple(columns))


def _one_sided(
    cells: Sequence[Token], most: int, numbered: int | None
) -> list[tuple[float, HeadTree]]:
    codes, names, amounts = _by_role(cells)
    lead = tuple(HeadColumn((cell,)) for cell in [*codes, *names])
    trees = [*_measured(amounts, most), *_repeated(amounts, most)]
    counts: set[int] = set()
    if numbered is not None:  # the columns of amounts are numbered, or all
        words = sum(holds_words(cell.printed) for cell in amounts)
        counts = {*range(numbered, numbered + words + 1), numbered - len(lead)}
    trees += shape_columns(amounts, most, frozenset(counts))
    return [(cost, HeadTree(((*lead, *map(_amount_column, paths)),))) for cost, paths in trees]


def _measured(cells: Sequence[Token], most: int) -> list[Paths]:
    """Paths where each column is one of budget and one of final figures."""
    last = [cell for cell in cells if normal_form(cell.printed) in _MEASURES]
    upper = [cell for cell in cells if cell not in last]
    period = min(_periods(last), default=0)
    if not period or not upper or len(last) != most:
        return []
    pairs = [last[at : at + period] for at in range(0, len(last), period)]
    return [
        (cost, [(*path, cell) for path, pair in zip(paths, pairs, strict=True) for cell in pair])
        for cost, paths in shape_columns(upper, len(pairs))
        if len(paths) == len(pairs)
    ]


def _repeated(cells: Sequence[Token], most: int) -> list[Paths]:
    """Paths where the same columns come again under each of several headers."""
    found: list[Paths] = []
    for times in (2, 3):
        rest, tops = list(cells[times:]), cells[:times]
        size = max(
            (n for n in range(2, len(rest) // times + 1) if _ends_alike(rest, n, times)), default=0
        )
        upper = rest[: len(rest) - times * size]
        if not size or len(upper) % times or not _ends_alike(upper, len(upper) // times, times):
            continue
        each = len(upper) // times
        copies = [
            [*upper[n * each : (n + 1) * each], *rest[len(upper) + n * size :][:size]]
            for n in range(times)
        ]
        places = {id(cell): at for at, cell in enumerate(copies[0])}
        for cost, paths in shape_columns(copies[0], most // times):
            at = [tuple(places[id(cell)] for cell in path) for path in paths]
            pairs = zip(tops, copies, strict=True)
            found.append((cost, [(top, *(own[i] for i in p)) for top, own in pairs for p in at]))
    return found


def _ends_alike(cells: Sequence[Token], size: int, times: int) -> bool:
    """Whether the last cells are the same ones several times."""
    forms = [normal_form(cell.printed) for cell in cells[len(cells) - size * times :]]
    return len(forms) == size * times and forms == forms[:size] * times


def _amount_column(path: tuple[Token, ...]) -> HeadColumn:
    return HeadColumn(path, not holds_words(path[-1].printed))


def _by_role(cells: Sequence[Token]) -> tuple[list[Token], list[Token], list[Token]]:
    """Codes, names and the rest; what only heads codes and names is left out."""
    parts = [cell for cell in cells if is_code_part(cell.printed)]
    codes = parts or [cell for cell in cells if is_code(cell.printed)]
    ordinals = [cell for cell in cells if is_ordinal(cell.printed)]
    over = [cell for cell in cells if is_code(cell.printed)] if parts else []
    names = [c for c in cells if _is_name(c) and c not in codes + over + ordinals]
    if len(names) > 1 and codes:
        bare = [name for name in names if normal_form(name.printed) == "项目"]
        wide = [name for name in names if _heads_classification(name)]
        names = [name for name in names if name not in bare + wide] or names[-1:]
        over += bare + wide
    rest = [c for c in cells if c not in codes + names + over + ordinals]
    return ordinals + codes, names, rest


def _heads_classification(cell: Token) -> bool:
    """Whether a cell heads both codes and names (`部门预算支出经济分类科目`)."""
    return re.search(r"分类(?:科目)?$", normal_form(cell.printed)) is not None


def _periods(last: Sequence[Token]) -> list[int]:
    """After how many cells the innermost headers repeat."""
    forms = [normal_form(cell.printed) for cell in last]
    return [
        n
        for n in range(2, len(forms))
        if len(forms) % n == 0 and forms == forms[:n] * (len(forms) // n)
    ]
