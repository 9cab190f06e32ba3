"""Header cells whose places were lost: fragments put together, and trees that they can make.

A page prints a header from top to bottom, so a cell over several columns comes before them, and
the columns come from left to right. Which columns stand under which is not printed: several trees
are possible, and the sums choose.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise, product

from extraction.collapsed.regions import (
    Line,
    Region,
    Token,
    count_figures,
    is_digits,
    is_figure,
)
from extraction.columns import holds_words, is_code, is_code_part, is_ordinal, is_total, name_rank
from extraction.places import join_printed
from extraction.text import normal_form

_FUND = (
    r"(?:一般公共|公共财政|政府性基金|国有资本经营|社会保险基金)(?:预算)?(?:财政)?"
    r"(?:拨款|资金|收入|支出)?"
)
# Header cells that the templates of all provinces share.
_KNOWN = re.compile(
    rf"合计|小计|总计|项目|预算数|决算数|金额|备注|收入|支出|{_FUND}|类|款|项|栏次|行次|序号"
    r"|本年(?:收入|支出)(?:合计)?|(?:上年|年初|年末|年终)(?:财政拨款)?结转(?:和)?(?:结余)?(?:资金)?"
    r"|财政专户管理资金(?:收入)?|财政拨款(?:资金|收入|支出)?|(?:事业)?单位资金|其他(?:资金|收入)"
    r"|事业(?:收入|单位经营(?:收入|支出))|经营(?:收入|支出)|(?:上级)?补助收入"
    r"|(?:附属单位)?上缴收入|上缴上级支出|对附属单位补助支出|(?:收入|支出)(?:预算|决算)(?:数)?"
    r"|基本支出|项目支出|人员(?:经费|支出)|(?:日常)?公用(?:经费|支出)|资金来源|非财政拨款结余"
    r"|(?:财政拨款)?三公经费(?:支出|预算数?|决算数?)?"
    r"|机关运行经费(?:支出|预算数?|决算数?)?"
    r"|(?:因公|一般公务|学术交流合作)?出国(?:\(境\))?(?:费用?|经费|支出)|公务接待费|(?:公务用车)?购置费?|会议费|培训费"
    r"|公务用车购置(?:及|和)?运行(?:维护)?费|(?:公务用车)?运行(?:维护)?费"
    r"|(?:部门|单位|项目)(?:代码|名称|编码)?|(?:功能|经济|支出|收入)?(?:分类)?科目(?:编码|代码|名称)?"
    r"|(?:支出)?(?:功能|经济)分类(?:科目)?(?:编码|名称)?|采购(?:品目|组织|方式|项目)?(?:大类|名称|形式|类型|目录|代码|编码)|专项名称"
)
_MOST_PIECES = 8
_MOST_PARENTS = 3
_MOST_TOPS = 3
_MOST_ORDERS = 24
_MOST_TREES = 4_000
_MOST_KEPT = 40
_WIDE = 9
_USUAL_LENGTH = 12
_STANDARD = 0.1
_PRINTED_ELSEWHERE = 0.5
_SPACED = 0.05
_BRACKETS = re.compile(r"\(.*?\)")
_SIDE_WORDS = re.compile(r"^(?:收入|支出)(?=项目|科目)")
_LEAD = re.compile(r"^(?:其中:)?(?:(?:19|20)\d\d年|本年|上年)?")


Paths = tuple[float, list[tuple[Token, ...]]]
"""What headers say against some columns, and the header cells over each, outermost first."""


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A column: the header cells over it, outermost first."""

    path: tuple[Token, ...]
    is_amount: bool = False

    @property
    def head(self) -> str:
        """Its innermost header."""
        return self.path[-1].printed

    @property
    def counts_lines(self) -> bool:
        """Whether its figures number the lines, and so are printed for sure."""
        return self.is_amount and normal_form(self.head) == "行次"


@dataclass(frozen=True, slots=True)
class HeadTree:
    """A header: its columns from left to right, each side's codes and names first."""

    sides: tuple[tuple[HeadColumn, ...], ...]

    @property
    def columns(self) -> tuple[HeadColumn, ...]:
        """The columns of all sides."""
        return tuple(column for side in self.sides for column in side)


def propose_trees(region: Region, plain: str) -> list[tuple[float, HeadTree]]:
    """Trees of a region's header, the likeliest first, each with what its headers say against it;
    none where it has cells that head nothing."""
    cells = join_fragments(region.header, plain)
    most = max(map(count_figures, region.body), default=0)
    if not cells or any(is_figure(cell) and not is_digits(cell) for cell in cells):
        return []
    if sides := _split_sides(cells):
        return [(0.0, _two_sided(sides))]
    filled = [line for line in region.body if is_figure(line[-1])]
    worded = 2 * sum(not is_figure(line[0]) for line in filled) > len(filled)
    lead: list[Token] = []
    if worded and not any(_is_name(cell) or is_code(cell.printed) for cell in cells):
        lead, cells = cells[:1], cells[1:]  # whatever rows are of, it stands first
    trees = _one_sided(cells, most)
    own = tuple(HeadColumn((cell,)) for cell in lead)
    return [(cost, HeadTree(((*own, *tree.columns),))) for cost, tree in trees]


def join_fragments(header: Sequence[Line], plain: str) -> list[Token]:
    """The cells of a header: fragments that line breaks part are put together where the whole is
    a known header or is printed elsewhere in the document."""
    stream = [(token, index == 0) for line in header for index, token in enumerate(line)]
    best: list[tuple[float, list[Token]]] = [(0.0, [])]
    for end in range(1, len(stream) + 1):
        options = []
        for start in range(max(0, end - _MOST_PIECES), end):
            spaced = sum(not first for _, first in stream[start + 1 : end])
            cell = stream[start][0]
            for token, _ in stream[start + 1 : end]:
                cell = join_printed(cell, token)
            cost, cells = best[start]
            oddness = _oddness(cell, end - start, plain)
            if spaced and oddness > _STANDARD:
                continue  # two tokens of one line are two cells, unless they make a known one
            options.append((cost + oddness + _SPACED * spaced, [*cells, cell]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


def is_standard(form: str) -> bool:
    """Whether the templates have a header or row of this name, in normal form."""
    rest = _LEAD.sub("", form)
    led = not is_code(rest) and _KNOWN.fullmatch(rest)
    return _KNOWN.fullmatch(form) is not None or bool(led)


def _oddness(cell: Token, pieces: int, plain: str) -> float:
    """How unlikely it is that some fragments are one header cell."""
    form = normal_form(cell.printed)
    if is_standard(form):
        return _STANDARD
    if len(form) > 3 and (form in plain if pieces > 1 else plain.count(form) > 1):
        return _PRINTED_ELSEWHERE
    opens = form.count("(") - form.count(")")
    long = 0.1 * max(len(form) - _USUAL_LENGTH, 0)
    return 1.0 + 0.7 * (pieces - 1) + long + 2.0 * abs(opens) - (0.3 if is_code(form) else 0.0)


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


def _two_sided(found: tuple[list[Token], list[list[Token]]]) -> HeadTree:
    tops, sides = found
    outer = tops if len(tops) == len(sides) else [None] * len(sides)
    columns = []
    for top, side in zip(outer, sides, strict=True):
        over = (top,) if top else ()
        columns.append(
            tuple(
                HeadColumn((*over, cell), not (_is_name(cell) or is_code(cell.printed)))
                for cell in side
            )
        )
    return HeadTree(tuple(columns))


def _one_sided(cells: Sequence[Token], most: int) -> list[tuple[float, HeadTree]]:
    codes, names, amounts = _by_role(cells)
    lead = tuple(HeadColumn((cell,)) for cell in [*codes, *names])
    trees = [*_measured(amounts, most), *_repeated(amounts, most)]
    trees += _shape(amounts, most)
    return [(cost, HeadTree(((*lead, *map(_amount_column, paths)),))) for cost, paths in trees]


def _measured(cells: Sequence[Token], most: int) -> list[Paths]:
    """Paths where each column is one of budget and one of final figures."""
    last = [cell for cell in cells if normal_form(cell.printed) in ("预算数", "决算数")]
    upper = [cell for cell in cells if cell not in last]
    period = min(_periods(last), default=0)
    if not period or not upper or len(last) != most:
        return []
    pairs = [last[at : at + period] for at in range(0, len(last), period)]
    return [
        (cost, [(*path, cell) for path, pair in zip(paths, pairs, strict=True) for cell in pair])
        for cost, paths in _shape(upper, len(pairs))
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
        for cost, paths in _shape(copies[0], most // times):
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


def _shape(cells: Sequence[Token], most: int) -> list[Paths]:
    """Paths of the columns that some cells can make, some of them being parents of others.

    At least `most` columns are left.
    """
    found: list[tuple[float, _Tree]] = []
    able = [index for index, cell in enumerate(cells) if _may_be_parent(cell)]
    for count in range(min(_MOST_PARENTS, max(len(cells) - max(most, 1), 0)) + 1):
        for parents in combinations(able, count):
            for moved, leaves in enumerate(_orders(cells, parents)):
                for spans in islice(_spans(cells, parents, leaves), _MOST_TREES):
                    tree = _Tree(tuple(cells), tuple(leaves), parents, tuple(spans))
                    found.append((tree.strangeness() + _MOVED * bool(moved), tree))
    found.sort(key=lambda pair: pair[0])
    return [(cost, tree.paths()) for cost, tree in found[:_MOST_KEPT]]


def _may_be_parent(cell: Token) -> bool:
    form = normal_form(cell.printed)
    return form not in _LEAVES and _GROUP.search(form) is not None


def _is_sum(cell: Token) -> bool:
    return normal_form(cell.printed) in ("合计", "小计", "总计")


def _is_other_fund(form: str, fund: str) -> bool:
    """Whether a header is of another fund than the one it would stand under."""
    return _FUND_HEAD.fullmatch(form) is not None and form[:4] != fund[:4]


def _is_grand(cells: Sequence[Token], sums: Sequence[int]) -> bool:
    """Whether the first of some sums is one of the whole row, and none of a parent's columns."""
    first, second = (normal_form(cells[index].printed) for index in sums[:2])
    return (first, second) in (("总计", "合计"), ("总计", "小计"), ("合计", "小计"))


def _orders(cells: Sequence[Token], parents: Sequence[int]) -> list[list[int]]:
    """The columns from left to right: as printed, or those that are printed between a parent and
    its first child behind it, some or all of them, since a cell as high as the header is printed
    early."""
    leaves = [index for index in range(len(cells)) if index not in parents]
    orders = [leaves]
    for parent in parents:
        for own in _first_children(cells, parent):
            early = [
                i
                for i in range(parent + 1, own)
                if i in leaves and not holds_words(cells[i].printed)
            ]
            ends = [*(i for i in leaves if i > own and _is_sum(cells[i])), len(cells)]
            for split, before in product(range(len(early)), ends):
                rest = [i for i in leaves if i not in early[split:]]
                at = sum(index < before for index in rest)
                order = [*rest[:at], *early[split:], *rest[at:]]
                if order not in orders:
                    orders.append(order)
    return orders[:_MOST_ORDERS]


def _first_children(cells: Sequence[Token], parent: int) -> list[int]:
    """The cells that the columns under a parent may begin with, where others precede them."""
    below = range(parent + 1, len(cells))
    sums = [index for index in below if _is_sum(cells[index])]
    if normal_form(cells[parent].printed).endswith("基本支出"):
        parts = [i for i in below if normal_form(cells[i].printed) in _BASIC_PARTS]
        return [i for i in parts if normal_form(cells[i].printed) != "合计"][:1] or parts[:1]
    if normal_form(cells[parent].printed).endswith("来源"):
        funds = [i for i in below if _FUND_HEAD.fullmatch(normal_form(cells[i].printed))]
        return funds[:1] or sums[:1]
    return sums[: 2 if len(sums) > 1 and _is_grand(cells, sums) else 1]


def _spans(
    cells: Sequence[Token], parents: Sequence[int], leaves: Sequence[int]
) -> Iterator[list[tuple[int, int]]]:
    """Runs of leaves, by position, for each parent: inside an earlier parent's or right of it."""
    starts = [at for at, index in enumerate(leaves) if _is_sum(cells[index])]
    if len(parents) < 2:
        starts = list(range(len(leaves)))

    def place(done: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
        if len(done) == len(parents):
            yield done
            return
        parent = parents[len(done)]
        for first in starts:
            if leaves[first] < parent:
                continue  # children are printed below their parent
            for end in _ends(starts, first, len(leaves)):
                fits = all(
                    first >= other_end or (first > other_first and end <= other_end)
                    for other_first, other_end in done
                )
                if fits:
                    yield from place([*done, (first, end)])

    yield from place([])


def _ends(sums: Sequence[int], first: int, count: int) -> Sequence[int]:
    """Where a run of leaves may end: anywhere, but in a wide header where another sum begins."""
    if count <= _WIDE:
        return range(first + 2, count + 1)
    return [*(at for at in sums if at > first + 1), count]


@dataclass(frozen=True, slots=True)
class _Tree:
    """Header cells, which of them are columns (from left to right), which stand over which."""

    cells: tuple[Token, ...]
    leaves: tuple[int, ...]
    parents: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def paths(self) -> list[tuple[Token, ...]]:
        """The header path of each column."""
        return [
            (*(self.cells[parent] for parent in self._over(at)), self.cells[index])
            for at, index in enumerate(self.leaves)
        ]

    def _over(self, at: int) -> list[int]:
        pairs = zip(self.parents, self.spans, strict=True)
        return [parent for parent, (first, end) in pairs if first <= at < end]

    def strangeness(self) -> float:
        """How unlikely the tree is by what its headers say."""
        forms = [normal_form(self.cells[index].printed) for index in self.leaves]
        cost = 0.0
        for parent, (first, end) in zip(self.parents, self.spans, strict=True):
            inner = [span for span in self.spans if first <= span[0] and span[1] <= end]
            own = [
                forms[at]
                for at in range(first, end)
                if not any(a <= at < b for a, b in inner if (a, b) != (first, end))
            ]
            head = normal_form(self.cells[parent].printed)
            # What is printed before a parent's first column stands as high as the parent.
            cost += 2.0 * sum(index < self.leaves[first] for index in self.leaves[first:end])
            summed = bool(own) and own[0] in ("小计", "合计")
            basic = head.endswith("基本支出") and all(form in _BASIC_PARTS for form in own)
            cost += 0.0 if summed or basic or head.endswith("来源") else 2.0
            cost += _NESTED * (len(inner) - 1)
            if _FUND_HEAD.fullmatch(head):
                cost += 1.5 * sum(_is_other_fund(form, head) for form in own)
            cost += 2.0 * sum(form in ("小计", "合计") for form in own[1:])
            words = [self.cells[self.leaves[at]].printed for at in range(first, end)]
            cost += 1.5 * sum(map(holds_words, words))
            vehicles = ("公务用车购置费", "公务用车运行维护费", "购置费", "运行费", "运行维护费")
            if "财政拨款" in head:
                cost += 1.5 * sum(_NOT_APPROPRIATED.search(word) is not None for word in words)
            if "车" not in head:
                cost += 1.0 * sum(form in vehicles for form in own)
            if head.endswith("基本支出"):
                cost += 1.5 * sum(form not in _BASIC_PARTS for form in own)
        if "总计" in forms[1:-1]:
            cost += 2.0
        first = forms.index("合计") if "合计" in forms else 0
        cost += 0.4 * sum("合计" not in form for form in forms[:first])
        for at, form in enumerate(forms):
            if not self._over(at):
                cost += 2.0 if form == "小计" else 0.0
                cost += 2.0 if form == "基本支出" and "人员经费" in forms else 0.0
                cost += 2.0 if form.endswith("来源") else 0.0
                # A parent stands over all columns up to the next one, unless the sums say other.
                cost += 0.05 if form not in ("小计", "合计", "总计") else 0.0
        return cost


_LEAVES = ("合计", "小计", "总计", "预算数", "决算数", "人员经费", "公用经费", "项目支出")
_NESTED, _MOVED = 0.2, 0.3
_FUND_HEAD = re.compile(_FUND)
_NOT_APPROPRIATED = re.compile(r"事业|经营收入|其他(?:收入|资金)|专户|单位资金|上级补助")
_GROUP = re.compile(
    r"收入$|支出$|结转|出国\(境\)费用?$|预算数?$|决算数?$|来源$|运行(?:维护)?费$|拨款$|资金$|经费$|经费支出$"
)
_BASIC_PARTS = ("小计", "合计", "人员经费", "公用经费", "人员支出", "公用支出", "日常公用经费")
