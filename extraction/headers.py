"""Where a header ends, and what stands over a column: a blank in a header is a lost span."""

import itertools
import re
from collections.abc import Iterable, Sequence

from extraction.columns import is_code, is_ordinal, is_total, name_rank, read_measure
from extraction.grids import GridRow, Merge
from extraction.money import is_quantity, parse_cell
from extraction.text import normal_form, ordinal_rank
from extraction.vocabulary import Content, Measure

Place = tuple[int, int]

_NUMBERING = re.compile(
    r"\*+|\(?\d{1,2}\)?栏?(?:=[\d+\-*/×÷()%.]+)?|栏次|行次|[甲乙丙丁戊己]|[A-Z]"
)
_MARK = re.compile(r"\*+|栏次|行次|[甲乙丙丁戊己]|[A-Z]")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}|(?<=\()\d{1,2}")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_CODED = re.compile(r"[\[［(（【]?\d{3,8}[\]］)）】]?\s*(?!年)[\u4e00-\u9fff]")
_INDICATOR = re.compile(r"指标|目标值|权重|分值")
# Longer cells are text of the body; a header cell may hold a sentence's worth of conditions.
_LONGEST_HEADER = 40
_LEVEL = re.compile(r"[一二三]级(?:绩效)?指标|指标名称")


def find_header(rows: Sequence[GridRow]) -> tuple[int, ...]:
    """The header rows at the top of a grid.

    A row of column numbers ends a header; without one it ends before the first row that holds an
    amount, a code or a total alone, and a second row of it needs a blank above to fill.
    """
    header: list[int] = []
    for index in range(min(7, len(rows))):
        if is_number_row(rows[index]):
            return (*header, index)
        if not _is_header_like(rows[index]):
            break
        header.append(index)
    return tuple(header[: _depth([rows[index] for index in header])])


def is_number_row(row: GridRow) -> bool:
    """Whether a row numbers the columns (`**  **  1  2`, `栏次  1  2`, `甲  乙  1  2=3+4`).

    The last words of the header may stand beside the numbers (`类  款  项  栏次  1  2`).
    """
    forms = _mend_numbers([form for cell in row if (form := normal_form(cell.printed))])
    others = [form for form in forms if not _NUMBERING.fullmatch(form)]
    numbers = [
        int(n.group()) for form in forms if (n := _NUMBER.match(form)) and form not in others
    ]
    marks = sum(_MARK.fullmatch(form) is not None for form in forms)
    if not _counts_up(numbers) or len(numbers) + marks < 2:
        return False
    if numbers[:1] not in ([], [1]) or (not numbers and "**" not in forms and "栏次" not in forms):
        return False
    return not others or (numbers[:1] == [1] and all(map(_heads_names, others)))


def counts_columns(cells: Sequence[str]) -> bool:
    """Whether the whole numbers among cells count up from 1, as a row does that numbers columns."""
    forms = [normal_form(cell) for cell in cells]
    numbered = [form for form in forms if _NUMBERING.fullmatch(form)]
    numbers = [int(found.group()) for form in numbered if (found := _NUMBER.match(form))]
    return numbers[:1] == [1] and _counts_up(numbers)


def _counts_up(numbers: Sequence[int]) -> bool:
    return all(second == first + 1 for first, second in itertools.pairwise(numbers))


def _mend_numbers(forms: Sequence[str]) -> list[str]:
    """The cells of a row, one of which was misread among the numbers that count up (1 2 B 4).

    What is a number or a dash was read: it stands among amounts.
    """
    first = next((at for at, form in enumerate(forms) if form == "1"), len(forms))
    counted = [str(number) for number in range(1, len(forms) - first + 1)]
    wrong = [form for form, number in zip(forms[first:], counted, strict=True) if form != number]
    misread = len(wrong) == 1 and len(wrong[0]) == 1 and not is_quantity(wrong[0])
    return [*forms[:first], *counted] if misread and len(counted) > 3 else list(forms)


def find_years(cells: Sequence[str]) -> frozenset[str]:
    """The cells of a row that are years over columns (2023, 2024); amounts may look like one."""
    years = [cell for cell in cells if _YEAR.fullmatch(cell)]
    told = sorted({int(year[:4]) for year in years})
    follow = all(second == first + 1 for first, second in itertools.pairwise(told))
    return frozenset(years if follow and (len(told) > 1 or len(years) == 1) else ())


def is_indicator_header(row: GridRow) -> bool:
    """Whether a row heads the indicators of a performance table."""
    forms = [normal_form(cell.printed) for cell in row if cell.printed]
    heads = [form for form in forms if _INDICATOR.search(form) and len(form) <= 10]
    return len(heads) >= 2 and any(_LEVEL.fullmatch(form) for form in heads)


def is_telling_header(row: GridRow) -> bool:
    """Whether a row, by its words, heads columns: by the first of them, or by half of many."""
    heads = [cell.printed for cell in row if cell.printed]
    if not row[0].printed or ordinal_rank(heads[0]) is not None:
        return False
    if _heads_names(heads[0]):
        return True
    telling = sum(_heads_names(head) or _measures(head) for head in heads)
    return len(heads) > 2 and telling * 2 >= len(heads)


def _heads_names(head: str) -> bool:
    form = normal_form(head)
    side = form in ("收入", "支出") or not form.strip("类款项")
    return side or is_code(head) or is_ordinal(head) or name_rank(head) is not None


def _measures(head: str) -> bool:
    return read_measure((head,)) is not Measure.OTHER


def is_total_alone(row: GridRow) -> bool:
    """Whether a row prints the name of a total and nothing else."""
    filled = [cell for cell in row if cell.printed]
    return len(filled) == 1 and len(row) > 1 and is_total(filled[0].printed)


def _is_header_like(row: GridRow) -> bool:
    filled = [cell.printed for cell in row if cell.printed]
    if not filled or is_total_alone(row) or _CODED.match(filled[0]):
        return False
    if ordinal_rank(filled[0]) is not None:
        return False
    years = find_years(filled)
    contents = [parse_cell(cell, None)[0] for cell in filled if cell not in years]
    return bool(contents) and all(content is Content.WORDS for content in contents)


def _depth(rows: Sequence[GridRow]) -> int:
    """How many of the first rows, all of words, are header.

    A further header row stands only under cells that span several columns.
    """
    if not rows:
        return 0
    spans = _split(rows[0], [(0, len(rows[0]))])
    for depth, row in enumerate(rows[1:], start=1):
        wide = [(start, end) for start, end in spans if end - start > 1]
        # A merged cell may be printed again in each of its rows.
        new = [
            c for c, cell in enumerate(row) if cell.printed not in ("", rows[depth - 1][c].printed)
        ]
        under = all(any(start <= column < end for start, end in wide) for column in new)
        if not under or any(len(cell.printed) > _LONGEST_HEADER for cell in row):
            return depth
        spans = _split(row, wide)
    return len(rows)


def _split(row: GridRow, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The columns that each filled cell of a row spans, inside the spans above it."""
    parts: list[tuple[int, int]] = []
    for start, end in spans:
        cuts = [
            column
            for column in range(start, end)
            if column == start or row[column].printed not in ("", row[column - 1].printed)
        ]
        parts += zip(cuts, [*cuts[1:], end], strict=True)
    return parts


def header_paths(
    rows: Sequence[GridRow],
    header: Sequence[int],
    merges: Iterable[Merge] = (),
    *,
    is_told: bool = False,
) -> list[tuple[Place, ...]]:
    """For each column the header cells over it, outermost first, as (row, column) of the grid.

    A cell that spans others stands over all their columns. Of a blank cell that none spans, the
    span may be lost unless all are told: it belongs to the filled one on its left where both stand
    under the same outer cells and something is printed below the blank; else nothing stands there.
    """
    width = len(rows[0]) if rows else 0
    words = {row: header_words(rows[row]) for row in header}
    spans = _spans(merges, header)
    paths: list[list[Place]] = [[] for _ in range(width)]
    for depth, row in enumerate(header):
        outer = [tuple(words[r][c] for r, c in path) for path in paths]
        for column in range(width):
            place = spans.get((row, column))
            if place is None:
                left = _covering(words[row], column, outer)
                below = any(words[lower][column] for lower in header[depth + 1 :])
                if left is None or not (left == column or (below and not is_told)):
                    continue
                place = (row, left)
            text = words[place[0]][place[1]]
            if text and text not in outer[column][-1:]:  # printed again in a merged cell
                paths[column].append(place)
    return [tuple(path) for path in paths]


def _spans(merges: Iterable[Merge], header: Sequence[int]) -> dict[Place, Place]:
    """For each place of a header that a cell spans, where that cell begins."""
    return {
        (row, column): (merge.row, merge.column)
        for merge in merges
        if merge.row in header
        for row in range(merge.row, merge.row + merge.rows)
        for column in range(merge.column, merge.column + merge.columns)
    }


def header_words(row: GridRow) -> list[str]:
    """The cells of a header row without the numbers of its columns."""
    numbered = is_number_row(row)
    cells = [cell.printed for cell in row]
    if not numbered:
        return cells
    filled = [at for at, cell in enumerate(cells) if normal_form(cell)]
    forms = _mend_numbers([normal_form(cells[at]) for at in filled])
    words = {at for at, form in zip(filled, forms, strict=True) if not _NUMBERING.fullmatch(form)}
    return [cell if at in words else "" for at, cell in enumerate(cells)]


def _covering(words: Sequence[str], column: int, outer: Sequence[tuple[str, ...]]) -> int | None:
    """The column of the filled cell of a header row that stands over a column."""
    for left in range(column, -1, -1):
        if outer[left] != outer[column]:
            return None
        if words[left]:
            return left
    return None
