"""Cells by row and column, as a format marks them, to lines and grids.

What stands over a table (title, unit, agency) and under it (notes) is often kept in rows of the
table itself: those rows become lines, as on paper.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extraction.captions import CaptionKind, caption_kind
from extraction.columns import is_total
from extraction.errors import OversizedDocument
from extraction.headers import find_header, is_telling_header
from extraction.money import is_quantity
from extraction.names import bears_mark
from extraction.readers.paragraphs import write_paragraph
from extraction.records import Printed, Source, Span
from extraction.transcript import Piece, Scribe

Place = tuple[int, int]

_MOST_CELLS = 2_000_000
_TABLE = re.compile(r"表(?:[（(][^（()）]*[)）])*$")
_NAMING = {
    CaptionKind.UNIT,
    CaptionKind.AGENCY,
    CaptionKind.RUNNING,
    CaptionKind.CONTINUED,
    CaptionKind.DATE,
}
_UNDER = {CaptionKind.NOTE, CaptionKind.PROSE}
# A label and its value may stand in two cells beside the unit (`部门：` `某局` `单位：万元`).
_MOST_CAPTIONS = 4
# A break between two of these is where a word or a number ends.
_APART = re.compile(r"(?<=[0-9A-Za-z.,%])\n(?=[0-9A-Za-z.])")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells that print something, by row and column; a spanning one at its first place.

    A text with several lines keeps its line breaks.
    """

    cells: Mapping[Place, Piece]
    label: Callable[[int, int], str | None] = lambda _row, _column: None
    """The name of a blank cell; None where no such cell is."""
    marked: frozenset[int] = frozenset()
    """The columns that the format marks, blank ones too; empty where it marks none."""

    def write(self, scribe: Scribe) -> None:
        """Write it as lines and grids; raises `OversizedDocument` where it is beyond all size."""
        rows = _by_row(self.cells)
        columns = sorted(self.marked.union(column for _, column in self.cells))
        if len(rows) * len(columns) > _MOST_CELLS:
            raise OversizedDocument(
                f"{scribe.document}: a table of {len(rows)} rows and {len(columns)} columns"
            )
        for part in _split(rows, columns):
            _write_part(scribe, self, part)


def join_lines(text: str) -> str:
    """The text of a cell in one line: what a line break parted is one word, unless Latin."""
    lines = "\n".join(line.strip() for line in text.replace("\xa0", " ").split("\n"))
    return _APART.sub(" ", lines.strip()).replace("\n", "").replace("\t", " ")


def count_captions(rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the top of a table belong over it."""
    pieces = [{c: Piece(text) for c, text in enumerate(row) if text} for row in rows]
    columns = range(max(map(len, rows), default=0))
    count = 0
    while count < len(rows) and pieces[count] and _stands_over(pieces[count:], columns):
        count += 1
    return count


_Row = dict[int, Piece]


@dataclass(slots=True)
class _Part:
    """Rows that belong together, by their numbers in the sheet, and the columns they stand in."""

    rows: dict[int, _Row]
    columns: list[int]

    def first(self) -> int:
        return next(iter(self.rows))

    def last(self) -> int:
        return next(reversed(self.rows))


def _by_row(cells: Mapping[Place, Piece]) -> dict[int, _Row]:
    rows: dict[int, _Row] = {}
    for row, column in sorted(cells):
        rows.setdefault(row, {})[column] = cells[row, column]
    return rows


def _split(rows: dict[int, _Row], columns: list[int]) -> Iterator[_Part]:
    """The parts of a sheet: at a title, and at a blank row where captions or a header follow."""
    part = _Part({}, columns)
    reach = -1
    numbers = list(rows)
    for index, number in enumerate(numbers):
        below = [rows[n] for n in numbers[index : index + 8]]
        begins = _is_title(rows[number], columns)
        if number > reach:
            begins = begins or _stands_over(below, columns) or _is_header(rows[number], columns)
        if begins and part.rows and not _stands_over([part.rows[part.last()]], columns):
            yield part
            part = _Part({}, columns)
        part.rows[number] = rows[number]
        reach = max([reach, *(number + piece.rows for piece in rows[number].values())])
    if part.rows:
        yield part


def _write_part(scribe: Scribe, sheet: Sheet, part: _Part) -> None:
    """Captions as lines, the table as a grid, notes as lines."""
    while part.rows and _stands_over(list(part.rows.values())[:8], part.columns):
        _write_row(scribe, part.rows.pop(part.first()))
    under: list[_Row] = []
    while len(part.rows) > 1 and _stands_under(part):
        under.insert(0, part.rows.pop(part.last()))
    if _is_table(part) or (sheet.marked and _is_page_of_names(part)):
        scribe.write_grid(_dense(sheet, part))
    else:
        for row in part.rows.values():
            _write_row(scribe, row)
    for row in under:
        _write_row(scribe, row)
    scribe.write_text("")


def _write_row(scribe: Scribe, row: _Row) -> None:
    """A row as a line of its pieces; a single piece of several lines as those."""
    pieces = list(row.values())
    if len(pieces) > 1:
        scribe.write_line([replace(piece, text=join_lines(piece.text)) for piece in pieces])
    else:
        [piece] = pieces
        is_prose = _kind(piece) is CaptionKind.PROSE
        write_paragraph(scribe, piece.text if is_prose else join_lines(piece.text), piece)


def _is_table(part: _Part) -> bool:
    if all(len(row) == 1 for row in part.rows.values()):
        return False
    figures = any(is_quantity(p.text) for row in part.rows.values() for p in row.values())
    return len(part.rows) > 1 or figures


def _is_page_of_names(part: _Part) -> bool:
    """Whether a table goes on over a page on which all its rows are names without figures."""
    pieces = [piece for row in part.rows.values() for piece in row.values()]
    alone = len(pieces) == len(part.rows) > 1 and all(piece.columns == 1 for piece in pieces)
    return alone and len(part.columns) > 2 and all(bears_mark(piece.text) for piece in pieces)


def _dense(sheet: Sheet, part: _Part) -> list[list[Piece]]:
    """The rows with a piece for each column; what a spanning cell covers is blank."""
    used = {column for row in part.rows.values() for column in row}
    columns = [one for one in part.columns if sheet.marked or one <= max(used)]
    if _is_header(part.rows[part.first()], part.columns):
        columns = sorted(used)  # a table of its own, and no continuation of one
    numbers = list(part.rows)
    return [
        [
            _fit(row[column], (number, column), numbers, columns)
            if column in row
            else Piece("", cell=sheet.label(number, column))
            for column in columns
        ]
        for number, row in part.rows.items()
    ]


def _fit(piece: Piece, place: Place, rows: Sequence[int], columns: Sequence[int]) -> Piece:
    """A piece in one line that spans only rows and columns that are kept."""
    row, column = place
    down = 1 if piece.rows == 1 else sum(row <= n < row + piece.rows for n in rows)
    across = 1 if piece.columns == 1 else sum(column <= n < column + piece.columns for n in columns)
    return replace(piece, text=join_lines(piece.text), rows=down, columns=across)


def _is_title(row: _Row, columns: Sequence[int]) -> bool:
    """Whether a row holds a title and nothing else."""
    if len(row) != 1 or len(columns) < 2:
        return False
    [piece] = row.values()
    return bool(_TABLE.search(join_lines(piece.text))) and _kind(piece) is CaptionKind.TITLE


def _stands_over(rows: Sequence[_Row], columns: Sequence[int]) -> bool:
    """Whether the first of some rows belongs over the table that the others begin."""
    row = rows[0]
    kinds = [_kind(piece) for piece in row.values()]
    if len(kinds) == 1:
        [(column, piece)] = row.items()
        if kinds[0] in _NAMING or kinds[0] in _UNDER or _is_title(row, columns):
            return True
        if is_quantity(piece.text) or is_total(piece.text) or len(columns) < 2:
            return False
        across = sum(column <= n < column + piece.columns for n in columns)
        wide = column == columns[0] and across * 2 > len(columns)
        below = next((row for row in rows[1:] if len(row) > 1), {})
        return (wide and kinds[0] is CaptionKind.WORDS) or _is_header(below, columns)
    allowed = {*_NAMING, CaptionKind.TITLE, CaptionKind.PERIOD}
    if CaptionKind.UNIT in kinds and len(kinds) <= _MOST_CAPTIONS:
        allowed.add(CaptionKind.WORDS)
    captions = allowed.issuperset(kinds) and not _NAMING.isdisjoint(kinds)
    return captions and not _is_header(row, columns)


def _stands_under(part: _Part) -> bool:
    """Whether the last row is a note, and no text of a form under its label."""
    *above, row = part.rows.values()
    label = next(iter(above[-1].values())) if len(above[-1]) == 1 else None
    if len(row) != 1 or (label and _kind(label) not in _UNDER):
        return False
    [piece] = row.values()
    return _kind(piece) in _UNDER


def _is_header(row: _Row, columns: Sequence[int]) -> bool:
    """Whether a row, by its words, heads columns."""
    if len(row) < 2:
        return False
    cells = tuple(_printed(row[c].text if c in row else "") for c in columns if c >= min(row))
    return bool(find_header([cells])) and is_telling_header(cells)


def _kind(piece: Piece) -> CaptionKind:
    return caption_kind(_printed(piece.text))


def _printed(text: str) -> Printed:
    line = join_lines(text)
    source = Source(document="-", spans=(Span(line=1, start=0, end=len(line)),))
    return Printed(printed=line, source=source)
