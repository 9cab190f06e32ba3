"""Tables whose columns only alignment shows: visual lines of words to rows of cells.

The lines are those of a page, or of a text whose columns are parted by runs of spaces; all that
is used of a word is its text and its box. A sentence, a caption, a title or a note ends a table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extraction.places import box_around
from extraction.readers.aligned_regions import Region, begins_page, find_regions
from extraction.readers.column_heads import Column, find_columns, number_columns
from extraction.readers.head_spans import find_cells, stack_cells
from extraction.readers.head_words import HeadText
from extraction.readers.line_kinds import is_numbering
from extraction.readers.paper import Word
from extraction.readers.tracks import Track, find_tracks, line_slots, merge_tracks
from extraction.readers.visual_rows import build_rows
from extraction.records import Box
from extraction.text import squash

_MOST_BODY = 60
"""So many lines tell where the columns are."""


@dataclass(frozen=True, slots=True)
class AlignedCell:
    """A cell: the words in it from the top, and what it spans."""

    words: tuple[Word, ...] = ()
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        """What is printed in it."""
        return "".join(word.text for word in self.words)

    @property
    def box(self) -> Box | None:
        """The box around its words; None for a blank cell."""
        return box_around([word.box for word in self.words]) if self.words else None


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """Rows of cells, all of one width, and the visual lines that they stand on."""

    first: int
    """Its first line, by index into the lines that were searched."""
    last: int
    """Its last line."""
    rows: tuple[tuple[AlignedCell, ...], ...]
    columns: tuple[Column, ...]
    """Its columns, to be found again on the next page."""
    header: tuple[Word, ...]
    """The words of its header."""
    repeated: tuple[int, ...]
    """The lines of its header where it is that of the page before, and no row again."""
    body: tuple[tuple[Word, ...], ...]
    """The words of its last lines without the header, those of the pages before it included."""
    is_form: bool
    """Whether labels and their values stand over indicators."""


def find_tables(
    lines: Sequence[Sequence[Word]], slack: float, before: AlignedTable | None = None
) -> list[AlignedTable]:
    """The tables among the visual lines of one page, or of a part of a text between page breaks.

    A line is its words from left to right, a blank one has none. `slack` is how far the edge of
    a column may stray from one line to the next: some 3 cells in a text, less than half a
    character on a page. `before` is the last table of the page before: rows at the top of the
    page that have no header of their own, or have its header again, stand in its columns.
    """
    tables: list[AlignedTable] = []
    for region in find_regions(lines, follows=before is not None):
        goes_on = not tables and begins_page(lines, region)
        tables.append(_read_region(lines, region, slack, before if goes_on else None))
    return [table for table in tables if table.rows]


def _read_region(
    lines: Sequence[Sequence[Word]], region: Region, slack: float, before: AlignedTable | None
) -> AlignedTable:
    filled = region.filled
    header = [n for n in filled if n < region.body and not is_numbering(lines[n])]
    numbering = [n for n in filled if n <= region.body and is_numbering(lines[n])][:1]
    body = [n for n in filled if n >= region.body and n not in numbering]
    below = [tuple(lines[n]) for n in body]
    letter = median(word.box[3] - word.box[1] for n in filled for word in lines[n])
    frame = _Frame([lines[n] for n in header], [lines[n] for n in numbering], letter, slack)
    tracks, columns, upper = frame.read(below)
    again = before and _continue(before, frame, below, (tracks, columns))
    if again:
        tracks, columns, above = again
        rows = []
    else:
        above, rows = [], list(_header_rows(columns, upper, slack))
    slots = [line_slots(tracks, at) for at in range(len(above), len(above) + len(body))]
    places = {id(column.track): at for at, column in enumerate(columns) if column.track}
    at = [places[id(track)] for track in tracks]
    if numbering and not again:
        rows.append(tuple(AlignedCell((c.mark,) if c.mark else ()) for c in columns))
    is_form = region.is_form or bool(before and before.is_form and not header)
    for row in build_rows(slots, tracks, is_form=is_form):
        rows.append(_body_row(row.slots, at, len(columns)))
    return AlignedTable(
        region.start,
        region.end - 1,
        tuple(rows),
        tuple(columns),
        frame.words,
        (*header, *numbering) if again else (),
        (*above, *below)[-_MOST_BODY:],
        is_form,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands over the body of a table."""

    heads: Sequence[Sequence[Word]]
    """The lines of its header."""
    marks: Sequence[Sequence[Word]]
    """The line that numbers its columns, if there is one."""
    letter: float
    """How high a letter is."""
    slack: float

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of its header."""
        return tuple(word for words in self.heads for word in words)

    def read(
        self, body: Sequence[Sequence[Word]]
    ) -> tuple[list[Track], list[Column], list[list[HeadText]]]:
        """The columns of a body, without and with headers, and the header cells over several.

        What a header tells to be codes is marked so in the columns.
        """
        tracks = find_tracks(body, self.slack)
        columns, upper = self._head(tracks)
        while (orphan := _find_orphan(columns)) is not None:
            tracks = merge_tracks(tracks, *orphan)
            columns, upper = self._head(tracks)
        for column in columns:
            if column.track and column.heads_codes(column.text):
                column.track.is_codes = True
        return tracks, columns, upper

    def _head(self, tracks: Sequence[Track]) -> tuple[list[Column], list[list[HeadText]]]:
        columns = number_columns(self.marks, tracks, 3 * self.letter)
        return find_columns(self.heads, columns, self.letter, self.slack)


def _continue(
    before: AlignedTable,
    frame: _Frame,
    body: Sequence[Sequence[Word]],
    own: tuple[list[Track], list[Column]],
) -> tuple[list[Track], list[Column], list[tuple[Word, ...]]] | None:
    """The columns of the page before, with what stands in them on this one; None if it ended.

    Few rows below a header that comes again do not tell its columns: they are read together with
    the rows of the page before, which are the last of the three results.
    """
    tracks, columns = own
    above = _shift_body(before, frame.words) if frame.heads else []
    if frame.heads and not above:
        return None
    if frame.heads and len(columns) != len(before.columns):
        tracks, columns, _ = frame.read([*above, *body])
    else:
        above = []
        if len(tracks) > len(before.columns):
            tracks = _merge_strays(tracks, len(before.columns))
            columns = [Column(track) for track in tracks]
    found = _columns_of(before, columns)
    return None if found is None else (tracks, found, above)


def _merge_strays(tracks: list[Track], count: int) -> list[Track]:
    """No more than so many columns: neighbours of amounts that no line fills both of are one."""
    while len(tracks) > count:
        apart = [
            (second.left - first.right, at)
            for at, (first, second) in enumerate(pairwise(tracks))
            if not first.members.keys() & second.members.keys()
            and all(track.is_figures and not track.is_codes for track in (first, second))
        ]
        if not apart:
            break
        at = min(apart)[1]
        tracks = merge_tracks(tracks, tracks[at], tracks[at + 1])
    return tracks


def _shift_body(before: AlignedTable, header: Sequence[Word]) -> list[tuple[Word, ...]]:
    """The body of the page before as it would stand below its header on this page.

    None of it where this page has another header. Pages have margins of their own.
    """
    old, new = (
        sorted(words, key=lambda w: (squash(w.text), w.box[0])) for words in (before.header, header)
    )
    if [squash(word.text) for word in old] != [squash(word.text) for word in new]:
        return []
    apart = median(word.box[0] - other.box[0] for word, other in zip(new, old, strict=True))
    return [
        tuple(
            replace(word, box=(word.box[0] + apart, word.box[1], word.box[2] + apart, word.box[3]))
            for word in words
        )
        for words in before.body
    ]


def _find_orphan(columns: Sequence[Column]) -> tuple[Track, Track] | None:
    """A column without a header, and one beside it that no line fills together with it.

    What stands now left and now right in one column would make two.
    """
    if not any(column.words for column in columns):
        return None
    for at, column in enumerate(columns):
        track = column.track
        if column.words or column.mark or track is None or track.is_codes:
            continue
        for beside in (*columns[max(at - 1, 0) : at], *columns[at + 1 : at + 2]):
            other = beside.track
            headed = other is not None and not other.is_codes and (beside.words or beside.mark)
            if other and headed and not track.members.keys() & other.members.keys():
                return track, other
    return None


def _header_rows(
    columns: Sequence[Column], upper: Sequence[Sequence[HeadText]], slack: float
) -> Iterator[tuple[AlignedCell, ...]]:
    stacked = stack_cells(find_cells(columns, upper, slack), len(columns))
    for cells in stacked:
        row = [AlignedCell()] * len(columns)
        for cell in cells:
            row[cell.start] = AlignedCell(
                tuple(word for _, word in cell.words), columns=cell.columns
            )
        yield tuple(row)


def _body_row(
    slots: dict[int, list[Word]], places: Sequence[int], width: int
) -> tuple[AlignedCell, ...]:
    cells = [AlignedCell()] * width
    for at, words in slots.items():
        cells[places[at]] = AlignedCell(tuple(words))
    return tuple(cells)


def _columns_of(before: AlignedTable, columns: Sequence[Column]) -> list[Column] | None:
    """The columns of the page before, with what stands in them on this one.

    Names go to names and amounts to amounts, in order, the nearest by place; where that cannot
    be, the page has columns of its own.
    """
    old = list(before.columns)
    found = _match_columns(columns, old) if len(columns) <= len(old) else None
    if found is None:
        return None
    taken = dict(zip(found, columns, strict=True))
    return [Column(taken[at].track) if at in taken else old[at] for at in range(len(old))]


def _match_columns(columns: Sequence[Column], old: Sequence[Column]) -> list[int] | None:
    """For each column the number of the old one that it continues."""
    best: list[dict[int, tuple[float, list[int]]]] = [{0: (0.0, [])}]
    for column in columns:
        reached: dict[int, tuple[float, list[int]]] = {}
        for at, other in enumerate(old, start=1):
            options = [
                (cost + _unlike(column, other), [*path, at - 1])
                for before, (cost, path) in best[-1].items()
                if before < at
            ]
            if options:
                reached[at] = min(options)
        best.append(reached)
    ends = list(best[-1].values())
    return min(ends)[1] if ends else None


def _unlike(column: Column, other: Column) -> float:
    track, old = column.track, other.track
    kinds = 0.0
    if track and track.members and old and old.members:
        figures = track.is_figures and not track.is_codes
        kinds = 50.0 * (figures != (old.is_figures and not old.is_codes))
        kinds += 20.0 * (track.is_codes != old.is_codes)
    apart = abs(sum(column.edges) - sum(_edges(other))) / 2
    return kinds + apart


def _edges(column: Column) -> tuple[float, float]:
    """Where a column stood: in its body, or else in its header."""
    if column.track and column.track.members:
        return column.track.left, column.track.right
    return column.edges if column.words else (0.0, 0.0)
