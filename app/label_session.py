"""Labelling in a terminal: each cell of a table is shown beside its source, and asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import NoReturn

from app.label_desk import Desk, Stopped, check_given, check_place
from app.label_drawing import draw_lines, tell_place, write_pages
from evals.labels.gold import TableLabel
from evals.labels.label_files import UNKNOWN, LabelError
from evals.labels.labelling import (
    ReadCell,
    clean_value,
    draft_fact,
    find_label,
    is_judged,
    is_source,
    read_cells,
    table_draft,
)
from extraction import FactRow, Table, TableKind, Unit, normal_form, squash

_KEYS = """\
  {enter} · =TEXT a value that is one of these keys
  c, l, h correct code, label, header path · - no such cell is printed · n adds a cell not read
  b goes back · s skips this table · q saves and stops · ? shows the header and these keys"""
_SEEING = _KEYS.format(enter="Enter right as shown · TEXT the right value")
_BLIND = _KEYS.format(enter="TEXT what you read at the source")
_HEAD_LINES = 12


class _Move(Enum):
    NEXT = auto()
    BACK = auto()
    SKIP = auto()


@dataclass(slots=True)
class _Walk:
    """The cells of a table on the way through them."""

    table: TableLabel
    cells: Sequence[ReadCell]
    head: Sequence[int]
    """The lines of the title and the header, as far as they are known."""
    seen: bool
    """Whether the source is before the person."""
    is_again: bool
    """Whether labelled cells are asked for once more."""


def label_tables(desk: Desk, number: int | None) -> None:
    """Go through the tables, or through one; raises `Stopped`."""
    tables = desk.disclosure.tables
    if number is not None and number > len(tables):
        desk.tell(f"Table {number} was not read: type it.")
        _label_unread(desk, number)
        return
    for table in tables if number is None else (tables[number - 1],):
        cells = [one for one in read_cells(desk.disclosure) if one.fact.table == table.number]
        if number is not None or not _is_labelled(desk, table, cells):
            _label_table(desk, table, cells)


def _is_labelled(desk: Desk, table: Table, cells: Sequence[ReadCell]) -> bool:
    labels = desk.book.labels()
    has_head = any(noted.label.table == table.number for noted in labels.tables)
    return has_head and all(is_judged(labels, cell) for cell in cells)


def _label_table(desk: Desk, table: Table, cells: Sequence[ReadCell]) -> None:
    is_again = _is_labelled(desk, table, cells)
    desk.tell(f"\nTable {table.number} of {len(desk.disclosure.tables)}")
    head = _head_lines(table, cells)
    draw_lines(desk.console, desk.lines, head)
    seen = _ask_seen(desk, table)
    if desk.is_blind and not seen:
        desk.tell("Blind labels are made beside the source: the table is skipped.")
        return
    labelled = {noted.label.table: noted.label for noted in desk.book.labels().tables}
    label = labelled.get(table.number)
    if label is None or is_again:
        label = _ask_head(desk, label or table_draft(table), seen)
    walk = _Walk(label, cells, head, seen, is_again)
    desk.tell(_BLIND if desk.is_blind else _SEEING)
    _walk_cells(desk, walk)


def _label_unread(desk: Desk, number: int) -> None:
    seen = desk.ask_yes(f"Is {desk.path.name} open before you?")
    labelled = {noted.label.table: noted.label for noted in desk.book.labels().tables}
    empty = TableLabel(table=number, title="", unit="", kind=TableKind.OTHER, rows=0, where="")
    label = _ask_head(desk, labelled.get(number, empty), seen)
    _walk_cells(desk, _Walk(label, (), (), seen, is_again=False))


def _head_lines(table: Table, cells: Sequence[ReadCell]) -> list[int]:
    """The lines from the title to the first row, the nearest to it if they are many."""
    first = min((cell.cell.source.line for cell in cells), default=table.source.line + 1)
    begin = min(table.source.line, table.title.source.line if table.title else first)
    return list(range(max(begin, first - _HEAD_LINES), max(first, begin + 1)))


def _ask_seen(desk: Desk, table: Table) -> bool:
    """Whether the source is before the person: a text is, what has pages must be opened."""
    if is_source(desk.disclosure.format):
        return True
    pages = write_pages(desk.path, desk.disclosure, table, desk.pictures, framed=not desk.is_blind)
    for page in pages:
        desk.tell(f"page: {page}")
    source = "that page" if len(pages) == 1 else "every page of it" if pages else desk.path.name
    seen = desk.ask_yes(f"Is {source} open before you?")
    if not seen:
        desk.tell("Labels of this table are marked as not seen beside their source.")
    return seen


def _ask_head(desk: Desk, draft: TableLabel, seen: bool) -> TableLabel:
    """The label of a table, each field confirmed or typed."""
    desk.tell("The table itself: Enter right as shown, - none is printed, q stops.")
    while True:
        label = TableLabel(
            table=draft.table,
            title=squash(desk.ask_field("title", draft.title, check_given, "a table has one")),
            unit=desk.ask_field("unit", draft.unit, _unit, "元, 千元, 万元, 亿元 or -"),
            kind=TableKind(desk.ask_field("kind", draft.kind, _kind, ", ".join(TableKind))),
            rows=int(desk.ask_field("rows", str(draft.rows), _count, "a whole number")),
            where=desk.ask_field("where", draft.where, check_place, "a line, page or cell")
            if not draft.where
            else draft.where,
        )
        try:
            desk.book.confirm_table(label, desk.by, seen)
        except LabelError as exc:
            desk.tell(f"not written: {exc}")
        else:
            return label


def _walk_cells(desk: Desk, walk: _Walk) -> None:
    at = _next(desk, walk, -1)
    while True:
        move = _ask_cell(desk, walk, at) if at < len(walk.cells) else _ask_end(desk, walk)
        match move:
            case _Move.SKIP:
                return
            case _Move.BACK if at == 0:
                walk.table = _ask_head(desk, walk.table, walk.seen)
            case _Move.BACK:
                at -= 1
            case _Move.NEXT if at == len(walk.cells):
                return
            case _Move.NEXT:
                at = _next(desk, walk, at)


def _next(desk: Desk, walk: _Walk, at: int) -> int:
    """The cell to ask for after one; the number of cells where none is left."""
    labels = desk.book.labels()
    for index in range(at + 1, len(walk.cells)):
        if walk.is_again or not is_judged(labels, walk.cells[index]):
            return index
    return len(walk.cells)


def _ask_end(desk: Desk, walk: _Walk) -> _Move:
    desk.tell(f"\nTable {walk.table.table}: every cell that was read is judged.")
    while True:
        match desk.ask("Enter goes on; n adds a cell that was not read; b goes back; q stops > "):
            case "":
                return _Move.NEXT
            case "n":
                _add_cell(desk, walk, _last(desk, walk))
            case "b":
                return _Move.BACK
            case "q":
                _quit()


def _ask_cell(desk: Desk, walk: _Walk, at: int) -> _Move:
    """Ask for one cell until it is confirmed, or the person goes elsewhere."""
    cell = walk.cells[at]
    draft = _show_source(desk, walk, cell)
    while True:
        value = "?" if desk.is_blind else draft.value
        _show_draft(desk, f"{at + 1}/{len(walk.cells)}", draft, value)
        match desk.ask("> "):
            case "c":
                draft = replace(draft, code=desk.ask_field("code", draft.code))
            case "l":
                draft = replace(draft, label=desk.ask_field("label", draft.label))
            case "h":
                draft = replace(draft, column=desk.ask_field("column", draft.column))
            case "n":
                _add_cell(desk, walk, draft)
            case "?":
                draw_lines(desk.console, desk.lines, walk.head)
                desk.tell(_BLIND if desk.is_blind else _SEEING)
            case "b":
                return _Move.BACK
            case "s":
                return _Move.SKIP
            case "q":
                _quit()
            case "-":
                desk.book.reject(cell)
                return _Move.NEXT
            case "" if desk.is_blind:
                desk.tell("Type what you read at the source.")
            case typed if len(typed) == 1 and typed.isascii() and typed.isalpha():
                desk.tell(f"{typed} is none of the keys; as a value it is typed ={typed}")
            case typed:
                value = clean_value(typed.removeprefix("=")) if typed else draft.value
                if _confirm(desk, walk, cell, replace(draft, value=value)):
                    return _Move.NEXT


def _confirm(desk: Desk, walk: _Walk, cell: ReadCell, fact: FactRow) -> bool:
    """Write the label of a cell; False where it cannot be, which is said."""
    try:
        desk.book.confirm(cell, fact, desk.by, walk.seen)
    except LabelError as exc:
        desk.tell(f"not written: {exc}")
        return False
    if desk.is_blind:
        agrees = normal_form(fact.value) == normal_form(cell.fact.value)
        told = "read the same" if agrees else f"read as {cell.fact.value}; yours is kept"
        desk.tell(f"  {told}")
    return True


def _show_source(desk: Desk, walk: _Walk, cell: ReadCell) -> FactRow:
    """Show where a cell and its heads are printed, and what was said; the label to begin with."""
    marked = cell.cell.source.spans
    heads = [span for head in cell.heads for span in head.spans]
    desk.tell(f"\nrow {cell.fact.row}, {tell_place(cell.cell.source)}")
    if is_source(desk.disclosure.format) or not desk.is_blind:  # else lines tell what was read
        numbers = [span.line for span in (*heads, *marked)]
        draw_lines(desk.console, desk.lines, numbers, () if desk.is_blind else marked, heads)
    labels = desk.book.labels()
    if known := find_label(labels, cell):
        desk.tell(f"  labelled by {known.by or UNKNOWN}")
    elif is_judged(labels, cell):
        desk.tell("  judged: no such cell is printed")
    return draft_fact(labels, walk.cells, cell)


def _show_draft(desk: Desk, count: str, draft: FactRow, value: str) -> None:
    names = f"code {draft.code or '—'} · label {draft.label or '—'} · column {draft.column or '—'}"
    desk.tell(f"  [{count}] {names} = {value}")


def _add_cell(desk: Desk, walk: _Walk, near: FactRow) -> None:
    """Label a cell that was not read, all of it typed; nothing is written unless confirmed."""
    desk.tell("A cell that was not read: Enter as shown, - none is printed, q stops.")
    fact = replace(
        near,
        row=int(desk.ask_field("row", str(near.row), _count, "a whole number")),
        code=desk.ask_field("code", near.code),
        label=desk.ask_field("label", near.label),
        column=desk.ask_field("column", near.column),
        where=desk.ask_field("where", near.where, check_place, "a line, page or cell"),
        value=clean_value(desk.ask("  value: ").removeprefix("=")),
    )
    _show_draft(desk, "new", fact, fact.value)
    if not fact.value or desk.ask("Enter writes it, anything else does not > "):
        desk.tell("  nothing is written")
        return
    try:
        desk.book.add(fact, desk.by, walk.seen)
    except LabelError as exc:
        desk.tell(f"not written: {exc}")


def _last(desk: Desk, walk: _Walk) -> FactRow:
    """The last cell of a table, to begin another with; nothing where none was read."""
    if walk.cells:
        return draft_fact(desk.book.labels(), walk.cells, walk.cells[-1])
    table = walk.table
    return FactRow(table.table, table.title, table.unit, 1, "", "", "", "", table.where)


def _quit() -> NoReturn:
    raise Stopped("stopped")


def _unit(text: str) -> str:
    if text and Unit(text).in_yuan is None:
        raise ValueError(f"no unit of money: {text}")
    return text


def _kind(text: str) -> str:
    return TableKind(text)


def _count(text: str) -> str:
    return str(int(text))
