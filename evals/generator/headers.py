"""Header rows: merged cells, and the row that numbers the columns."""

from collections.abc import Sequence
from dataclasses import replace

from evals.generator.styles import Numbers, Spans
from evals.generator.tables import Column
from extraction.vocabulary import Role

_STEMS = "甲乙丙丁戊己庚辛"
_LETTERS = "ABCDEFGH"
_BESIDE = ("会议费", "培训费")  # printed beside the “三公” costs, no part of them
_TOTALS = ("合计", "总计", "小计", "收入合计", "本年支出合计", "本年收入合计", "“三公”经费合计")


def header_rows(
    columns: Sequence[Column], numbers: Numbers, spans: Spans = Spans.ONCE
) -> tuple[tuple[str, ...], ...]:
    """Header cells as text keeps them: a span prints once, at its top left, or in all its cells."""
    upper = _without_parts(columns) if numbers is Numbers.PARTS else columns
    depth = max(len(column.path) for column in upper)
    rows = [
        tuple(_header_cell(upper, index, level, spans) for index in range(len(columns)))
        for level in range(depth)
    ]
    if numbers is not Numbers.NONE:
        rows.append(_number_row(columns, numbers))
    return tuple(rows)


def has_parts(columns: Sequence[Column]) -> bool:
    """Whether codes stand in a column each for 类, 款 and 项."""
    return any(column.path[-1] == "类" for column in columns)


def _without_parts(columns: Sequence[Column]) -> list[Column]:
    """Columns without 类, 款 and 项, which stand in the row of the numbers."""
    return [
        replace(column, path=column.path[:-1]) if column.path[-1] in ("类", "款", "项") else column
        for column in columns
    ]


def _header_cell(columns: Sequence[Column], index: int, level: int, spans: Spans) -> str:
    path = columns[index].path
    if spans is Spans.FILLED:
        return next(filter(None, reversed(path[: level + 1])), "")
    if level >= len(path):
        return ""
    same_span = index > 0 and columns[index - 1].path[: level + 1] == path[: level + 1]
    return "" if same_span and spans is Spans.ONCE else path[level]


def _number_row(columns: Sequence[Column], numbers: Numbers) -> tuple[str, ...]:
    if numbers is Numbers.PARTS and has_parts(columns):
        return _parts_row(columns)
    cells, words, side = [], 0, -1
    counts = _counts(columns, everywhere=numbers is Numbers.PLAIN)
    for index, column in enumerate(columns):
        if counts[index]:
            formula = _formula(columns, index, counts) if numbers is Numbers.SUMS else ""
            cells.append(f"{counts[index]}{formula}")
        elif numbers is Numbers.STARS:
            cells.append("**")
        elif numbers in (Numbers.STEMS, Numbers.LETTERS):
            cells.append((_STEMS if numbers is Numbers.STEMS else _LETTERS)[words])
            words += 1
        else:
            cells.append("" if column.side == side else "栏次")
        side = column.side
    return tuple(cells)


def _counts(columns: Sequence[Column], *, everywhere: bool) -> list[int]:
    """The number of each column; 0 for those that have none."""
    counts, count = [], 0
    for column in columns:
        numbered = everywhere or column.role is Role.AMOUNT
        count += numbered
        counts.append(count if numbered else 0)
    return counts


def _parts_row(columns: Sequence[Column]) -> tuple[str, ...]:
    """`类 款 项 栏次 1 2 3`: words of the header and numbers in one row."""
    counts = _counts(columns, everywhere=False)
    return tuple(
        str(count) if count else column.path[-1] if column.role is Role.CODE else "栏次"
        for column, count in zip(columns, counts, strict=True)
    )


def _formula(columns: Sequence[Column], index: int, counts: list[int]) -> str:
    """`=3+4` for a total: the numbers of the columns that it adds up."""
    path, side = columns[index].path, columns[index].side
    if path[-1] not in _TOTALS:
        return ""
    level = len(path) - 1
    groups: dict[str, list[int]] = {}
    for other, column in enumerate(columns):
        inside = column.path[:level] == path[:level] and column.side == side
        if inside and counts[other] and other != index and column.path[-1] not in _BESIDE:
            groups.setdefault(column.path[level], []).append(other)
    parts = [counts[one] for members in groups.values() for one in _own(columns, members)]
    return "=" + "+".join(map(str, parts)) if len(parts) > 1 else ""


def _own(columns: Sequence[Column], members: list[int]) -> list[int]:
    """The subtotal of a group of columns, or all of them where it has none."""
    subtotals = [one for one in members if columns[one].path[-1] in _TOTALS]
    return subtotals[:1] or members
