"""The columns of a table that only alignment shows, and the header cell that is each one's own.

A header cell under which no other stands heads one column. It is centred, and the amounts below
it end at the right, so that the two need not overlap; a column that is blank in the body is
known by its header, or by the number in a line that numbers the columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extraction.columns import (
    holds_words,
    is_code,
    is_code_part,
    is_ordinal,
    name_rank,
    read_measure,
)
from extraction.readers.head_words import HeadText, join_wrapped
from extraction.readers.paper import Word
from extraction.readers.tracks import Track
from extraction.vocabulary import Measure

_NEVER = 1e6
_NEW = 2.5
_OTHER_KIND = 1.5
_FAR_MARK = 2.5
"""How far the number over a column may stand from it (in slacks)."""
_IN_ROOM = 1.0
"""How badly a header fits names, where it stands between them and the column behind."""


@dataclass(slots=True)
class Column:
    """A column of a table: its words, and the header cell that is its own."""

    track: Track | None
    """Its words in the body; None where it is blank there."""
    words: list[tuple[int, Word]] = field(default_factory=list)
    """The words of its own header cell, each with the number of its header line, from the top."""
    mark: Word | None = None
    """What numbers it (`1`, `**`, `甲`), where a line does."""
    room: float = 0.0
    """Where the column behind it begins: its header is centred, though its names are short."""
    leads_names: bool = False
    """Whether it stands before names, as codes do."""

    @property
    def text(self) -> str:
        """Its own header."""
        return "".join(word.text for _, word in sorted(self.words, key=lambda pair: pair[0]))

    @property
    def holds_names(self) -> bool:
        """Whether names or codes stand in it, and no amounts."""
        if self.track is not None and self.track.members:
            return not self.track.is_figures or self.track.is_codes or self.heads_codes(self.text)
        return _heads_names(self.text) or holds_words(self.text)

    @property
    def may_be_codes(self) -> bool:
        """Whether bare digits stand in it, before names."""
        return self.leads_names and self.track is not None and self.track.may_be_codes

    def heads_codes(self, head: str) -> bool:
        """Whether a header tells that the bare digits in it are codes, even a single one."""
        coded = is_code(head) or is_code_part(head)
        return coded and self.track is not None and self.track.may_be_codes

    @property
    def edges(self) -> tuple[float, float]:
        """Left and right edge of its header, or else of its body."""
        if self.words:
            boxes = [word.box for _, word in self.words]
            return min(box[0] for box in boxes), max(box[2] for box in boxes)
        return self.body_edges

    @property
    def body_edges(self) -> tuple[float, float]:
        """Left and right edge of the first words of its body; of all where they are names."""
        if self.track is None:
            assert self.mark is not None
            return self.mark.box[0], self.mark.box[2]
        if not self.track.is_figures and self.track.members:
            return self.track.left, self.track.right
        boxes = [word.box for word in self.track.near(-1)]
        return min(box[0] for box in boxes), max(box[2] for box in boxes)

    @property
    def middle_line(self) -> float:
        """The header line that the middle of its own header stands on; -1 without one."""
        lines = [line for line, _ in self.words]
        return (min(lines) + max(lines)) / 2 if lines else -1.0


def _heads_names(head: str) -> bool:
    return is_code(head) or is_ordinal(head) or name_rank(head) is not None


def number_columns(
    numbering: Sequence[Sequence[Word]], tracks: Sequence[Track], slack: float
) -> list[Column]:
    """The columns of a body; a line that numbers them shows those that are blank there too."""
    columns = [Column(track) for track in tracks]
    for before, behind in reversed(list(pairwise(columns))):
        before.room = behind.body_edges[0]
        before.leads_names = behind.holds_names or behind.may_be_codes
    for words in numbering:
        pairs = _pair_marks(columns, words, slack)
        for column, word in pairs:
            if column is None:
                _insert(columns, Column(None, mark=word))
            else:
                column.mark = word
    return columns


def _pair_marks(
    columns: Sequence[Column], words: Sequence[Word], slack: float
) -> list[tuple[Column | None, Word]]:
    """For each word of a line that numbers columns its column; None for one that is blank.

    Where a word (栏次, **) stands before the numbers, names bear none; as many numbers as columns
    are theirs in order.
    """
    names = [word for word in words if not word.text[:1].isdecimal()]
    numbers = [word for word in words if word.text[:1].isdecimal()]
    numbered = [column for column in columns if not (names and column.holds_names)]
    apart = [
        abs(word.box[0] + word.box[2] - sum(column.body_edges)) / 2
        for column, word in zip(numbered, numbers, strict=False)
    ]
    if len(numbers) != len(numbered) or max(apart, default=0.0) > _FAR_MARK * slack:
        numbered, numbers, names = [], [], list(words)
    pairs: list[tuple[Column | None, Word]] = list(zip(numbered, numbers, strict=True))
    others = [column for column in columns if not any(column is one for one in numbered)]
    cells = [HeadText(((0, word),)) for word in names]
    return pairs + [(c, cell.words[0][1]) for c, cell in match_words(others, cells, slack)]


def find_columns(
    lines: Sequence[Sequence[Word]], known: Sequence[Column], letter: float, slack: float
) -> tuple[list[Column], list[list[HeadText]]]:
    """All columns of a table from left to right, and the header cells that are no column's own.

    `lines` are its header lines from the top, `known` the columns of its body, `letter` is the
    height of a letter: a header is centred, and may be some letters off the amounts. The second
    result has those cells by their last line.
    """
    header = join_wrapped(lines, slack)
    columns = list(known)
    if header and _are_columns(header[-1], header[:-1], columns):
        for column, cell in zip(columns, header[-1], strict=True):
            column.words += cell.words
        return columns, [*header[:-1], []]
    low = _find_lowest([cell for cells in header for cell in cells], len(header), slack)
    placed = _head_orphans(_place_cells(columns, low, 3 * letter))
    own = {pair for column in placed for pair in column.words}
    return placed, [[cell for cell in cells if cell.words[0] not in own] for cells in header]


def _find_lowest(cells: Sequence[HeadText], count: int, slack: float) -> list[HeadText]:
    """The header cells that head one column: nothing stands below them.

    A cell in the upper half of a header has cells below it, even if none is right below; so has
    one that stands higher than those beside it, and over the middle of both.
    """
    found = [
        cell
        for cell in cells
        if cell.top + cell.bottom >= count - 2
        and not any(
            other.bottom > cell.bottom and _overlap(cell.box, (other.box[0], other.box[2]))
            for other in cells
        )
    ]
    found.sort(key=lambda cell: cell.middle)
    over = [cell for cell, part in pairwise(found) if _heads_part(cell, part)]
    over += [cell for part, cell in pairwise(found) if _heads_part(cell, part)]
    for left, cell, right in zip(found, found[1:], found[2:], strict=False):
        middle = (left.box[0] + right.box[2]) / 2
        alike = _heads_names(left.text) == _heads_names(right.text)
        higher = min(left.top, right.top) > cell.bottom
        if alike and higher and abs(middle - cell.middle) <= slack / 2:
            over.append(cell)
    return [cell for cell in found if cell not in over]


def _heads_part(cell: HeadText, part: HeadText) -> bool:
    """Whether a cell heads codes, and one beside it stands lower and heads a part of them."""
    return is_code(cell.text) and is_code_part(part.text) and part.top > cell.bottom


def _place_cells(
    columns: Sequence[Column], cells: Sequence[HeadText], slack: float
) -> list[Column]:
    """Each cell heads a column, one that is blank in the body if need be."""
    found = list(columns)
    fresh = []
    for column, cell in match_words(columns, cells, slack):
        if column is None:
            fresh.append(cell)
        else:
            column.words += cell.words
    for cell in fresh:
        if not _is_high(cell, found):
            _insert(found, Column(None, list(cell.words)))
    return found


def _head_orphans(columns: Sequence[Column]) -> list[Column]:
    """A column of figures without a header takes that of a blank one right beside it."""
    found = list(columns)
    for at in range(len(found) - 2, -1, -1):
        pair = found[at : at + 2]
        bare = [c for c in pair if c.track and c.track.is_figures and not (c.words or c.mark)]
        blank = [c for c in pair if c.track is None and c.mark is None]
        if bare and blank and not _heads_names(blank[0].text):
            bare[0].words += blank[0].words
            found[at : at + 2] = bare
    return found


def _is_high(cell: HeadText, columns: Sequence[Column]) -> bool:
    """Whether a cell, under which no body stands, is higher than the headers on both sides."""
    headed = [column for column in columns if column.words]
    left = [column for column in headed if sum(column.edges) / 2 < cell.middle]
    right = [column for column in headed if sum(column.edges) / 2 > cell.middle]
    if not left or not right:
        return False
    return min(left[-1].words[0][0], right[0].words[0][0]) > cell.bottom


def _are_columns(
    words: Sequence[HeadText], upper: Sequence[Sequence[HeadText]], columns: Sequence[Column]
) -> bool:
    """Whether the words of the lowest line head all columns, one each, wherever they stand."""
    if len(words) != len(columns) or len(words) < max(map(len, upper), default=0):
        return False
    left, right = words[0].box[0], words[-1].box[2]
    return all(left <= cell.middle <= right for line in upper for cell in line)


def match_words(
    columns: Sequence[Column], words: Sequence[HeadText], slack: float
) -> list[tuple[Column | None, HeadText]]:
    """For each header cell the column that it heads, in order; None for one that none fits."""
    width, count = len(columns), len(words)
    fresh = _NEW if any(column.mark is None for column in columns) else 2 * _NEW
    best = [[0.0] * (width + 1)] + [[_NEVER * 9] * (width + 1) for _ in range(count)]
    steps: dict[tuple[int, int], str] = {}
    for at in range(1, width + 1):
        steps[0, at] = "skip"
    for number in range(1, count + 1):
        for at in range(width + 1):
            options = [(best[number - 1][at] + fresh, "new")]
            if at:
                cost = _misfit(words[number - 1], columns[at - 1], slack)
                options.append((best[number - 1][at - 1] + cost, "match"))
                options.append((best[number][at - 1], "skip"))
            best[number][at], steps[number, at] = min(options)
    found: list[tuple[Column | None, HeadText]] = []
    number, at = count, width
    while number:
        step = steps[number, at]
        if step == "skip":
            at -= 1
            continue
        number -= 1
        found.append((columns[at - 1] if step == "match" else None, words[number]))
        at -= step == "match"
    return found[::-1]


def _misfit(word: HeadText, column: Column, slack: float) -> float:
    """How far a header word is from a column; amounts never end left of their header's middle."""
    if column.mark is None:
        return _body_misfit(word, column, slack)
    left, right = column.mark.box[0], column.mark.box[2]
    marked = abs(word.middle - (left + right) / 2) / (2 * slack)
    return min(marked, _body_misfit(word, column, slack)) if column.track else marked


def _body_misfit(word: HeadText, column: Column, slack: float) -> float:
    middle = word.middle
    left, right = column.body_edges
    counts = column.track is not None and column.track.counts_up
    names = column.holds_names or column.heads_codes(word.text)
    if not (names or counts or column.may_be_codes) and right < middle:
        return (1.0 if right > word.box[0] else 3.0) + (middle - right) / slack
    apart = max(word.box[0] - right, left - word.box[2], 0.0) / (2 * slack)
    if names and right < word.box[2] <= column.room:
        apart = min(apart, _IN_ROOM)
    if counts:
        apart += 0.0 if is_ordinal(word.text) else _OTHER_KIND
    elif names:
        apart += _OTHER_KIND if read_measure((word.text,)) is not Measure.OTHER else 0.0
    else:
        apart += _OTHER_KIND if _heads_names(word.text) else 0.0
    return apart + abs(middle - (left + right) / 2) / (100 * slack)


def _insert(columns: list[Column], column: Column) -> None:
    middle = sum(column.edges)
    at = sum(sum(other.edges) < middle for other in columns)
    columns.insert(at, column)


def _overlap(box: tuple[float, float, float, float], edges: tuple[float, float]) -> bool:
    return box[0] < edges[1] and edges[0] < box[2]
