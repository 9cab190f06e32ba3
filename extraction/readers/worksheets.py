"""The sheets of a workbook, whatever program wrote it: what each shows, as lines and grids."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from extraction.captions import CaptionKind, caption_kind
from extraction.readers.sheets import Place, Sheet
from extraction.records import Gap
from extraction.transcript import Piece, Scribe
from extraction.vocabulary import Format, GapReason

Area = tuple[int, int, int, int]
"""First row and column, last row and column, from 0."""

_DEFAULT_NAMES = ("Sheet", "工作表", "表格")
_MOST_NAMED = 50
_TITLES = (CaptionKind.TITLE, CaptionKind.WORDS, CaptionKind.HEADING)


@dataclass(slots=True)
class WorkSheet:
    """One sheet as stored: the text that each cell shows, and what of it is hidden."""

    name: str
    is_hidden: bool = False
    cells: dict[Place, str] = field(default_factory=dict)
    """What the cells show, from row and column 0; blank ones are left out."""
    merges: list[Area] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    """First and last of each run of hidden rows."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last of each run of hidden columns."""
    unseen: list[Place] = field(default_factory=list)
    """The cells whose text their own format hides."""
    uncounted: list[Place] = field(default_factory=list)
    """The formulas whose result the file does not keep."""

    def label(self, row: int, column: int) -> str:
        """The name of a cell as a formula writes it: `Sheet1!C5`."""
        return f"{_quoted(self.name)}!{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """`A` for column 0, `AA` for column 26."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name


def write_worksheets(scribe: Scribe, sheets: Iterable[WorkSheet]) -> None:
    """Write what a person sees of some sheets; what nobody sees is named in a gap."""
    kept = [sheet for sheet in sheets if sheet.cells or sheet.unseen or sheet.uncounted]
    shown = [sheet for sheet in kept if not sheet.is_hidden]
    hidden = [_quoted(sheet.name) for sheet in kept if sheet.is_hidden]
    for sheet in shown:
        seen = _show_sheet(sheet, hidden)
        if _names_something(sheet.name, len(shown)) and not _is_titled(seen):
            scribe.write_text(sheet.name)
        seen.write(scribe)
    if hidden:
        message = "hidden sheets, rows, columns or cells, which no reader sees"
        scribe.gaps.append(_gap(GapReason.HIDDEN, message, hidden))
    uncounted = [sheet.label(*place) for sheet in shown for place in sheet.uncounted]
    if uncounted:
        message = "formulas whose results the file does not keep"
        scribe.gaps.append(_gap(GapReason.DAMAGED, message, uncounted))


def _show_sheet(sheet: WorkSheet, hidden: list[str]) -> Sheet:
    """What of a sheet is seen; the names of what is not are added to the hidden."""
    cells: dict[Place, Piece] = {}
    covered: set[Place] = set()
    rows, columns = set[int](), set[int]()
    anchors = {(area[0], area[1]): area for area in sheet.merges}
    for area in sheet.merges:
        covered |= _places_in(area, sheet.cells)
    for place, text in sheet.cells.items():
        if place in covered and place not in anchors:
            hidden.append(sheet.label(*place))
            continue
        area = anchors.get(place, (*place, *place))
        seen_rows = _next_seen(area[0], area[2], sheet.hidden_rows)
        seen_columns = _next_seen(area[1], area[3], sheet.hidden_columns)
        if seen_rows is None:
            rows.add(place[0])
        elif seen_columns is None:
            columns.add(place[1])
        else:
            cells[seen_rows, seen_columns] = Piece(
                text,
                cell=sheet.label(*place),
                rows=area[2] - seen_rows + 1,
                columns=area[3] - seen_columns + 1,
            )
    name = _quoted(sheet.name)
    hidden += [f"{name}!{row + 1}:{row + 1}" for row in sorted(rows)]
    hidden += [f"{name}!{column_name(c)}:{column_name(c)}" for c in sorted(columns)]
    hidden += [sheet.label(*place) for place in sheet.unseen]
    return Sheet(cells, sheet.label)


def _places_in(area: Area, cells: dict[Place, str]) -> set[Place]:
    """The filled cells of an area, however large that is."""
    size = (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
    if size > len(cells):
        return {(r, c) for r, c in cells if area[0] <= r <= area[2] and area[1] <= c <= area[3]}
    places = {(r, c) for r in range(area[0], area[2] + 1) for c in range(area[1], area[3] + 1)}
    return places.intersection(cells)


def _next_seen(first: int, last: int, hidden: list[tuple[int, int]]) -> int | None:
    """The first number that is not hidden; None where all are."""
    for start, end in sorted(hidden):
        if start <= first <= end:
            first = end + 1
    return first if first <= last else None


def _is_titled(sheet: Sheet) -> bool:
    """Whether a title stands over a sheet's first table; a sheet of prose needs none."""
    trial = Scribe("-")
    sheet.write(trial)
    text = trial.finish("", Format.WORKBOOK)
    if not text.grids:
        return True
    above = range(1, text.grids[0].first_line)
    cells = [cell for number in above for cell in text.cells(number) if cell.printed]
    return any(caption_kind(cell) in _TITLES for cell in cells)


def _names_something(name: str, count: int) -> bool:
    """Whether a sheet's name says more than that it is a sheet, or parts it from another."""
    return count > 1 or not name.startswith(_DEFAULT_NAMES)


def _quoted(name: str) -> str:
    plain = name.replace("_", "").replace(".", "").isalnum() and not name[0].isdigit()
    return name if plain else "'" + name.replace("'", "''") + "'"


def _gap(reason: GapReason, message: str, names: list[str]) -> Gap:
    named = names[:_MOST_NAMED] + ["…"] * (len(names) > _MOST_NAMED)
    return Gap(reason=reason, message=message, printed=", ".join(named), source=None)
