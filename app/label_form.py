"""The form in which a person labels the cells of a row beside their source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from app.escaping import inert_markdown
from app.looks import draw_pages
from app.marking import draw_lines
from app.page_pictures import view_pages
from app.texts import Texts
from evals.labels.gold import GoldError, TableLabel
from evals.labels.label_files import UNKNOWN, LabelError, Labelled
from evals.labels.labelling import (
    LabelBook,
    ReadCell,
    clean_value,
    draft_fact,
    find_label,
    is_judged,
    is_source,
    open_book,
    read_cells,
    table_draft,
    take_document,
)
from extraction import Disclosure, FactRow, Table, TableKind, Unit, squash
from index import Library

_SAID = "label_said"
_BY = "label_by"
_NEXT = "label_next"


@dataclass(frozen=True, slots=True)
class LabelDesk:
    """What a form of labels is drawn from."""

    library: Library
    disclosure: Disclosure
    suite: Path
    """The folder of the hand labels and their documents."""
    texts: Texts

    def take(self) -> LabelBook:
        """The labels, to be written: the suite has the document from then on."""
        name = self.disclosure.document
        ending = Path(self.library.document(name).path).suffix
        return take_document(self.suite, self.disclosure, self.library.original(name), ending)


@dataclass(frozen=True, slots=True)
class _Maker:
    by: str
    """Who labels; empty until it is typed."""
    seen: bool
    """Whether the source is on the screen."""


def draw_labels(desk: LabelDesk, table: Table, number: int) -> None:
    """The cells of a row, one of them beside its source, to be confirmed or corrected."""
    names = desk.texts.label
    try:
        book = open_book(desk.suite, desk.disclosure.document)
        labels = book.labels()
        st.caption(inert_markdown(names.lead.format(folder=book.folder)))
        by = st.text_input(names.by, key=_BY).strip()
        _draw_said()
        label = next((one.label for one in labels.tables if one.label.table == table.number), None)
        cells = [cell for cell in read_cells(desk.disclosure) if cell.fact.table == table.number]
        row = [cell for cell in cells if cell.row.number == number]
        if label and not row:
            st.info(names.no_cells)
            return
        cell = _choose_cell(desk, labels, row) if label else None
        # A page is high: the form stands beside it, and under lines of text.
        left, right = st.columns([2, 1]) if table.source.spans[0].box else [st.container()] * 2
        with left:
            seen = _draw_source(desk, table, cell)
        with right:
            if cell:
                known = _draw_state(desk, labels, cell)
                draft = draft_fact(labels, cells, cell)
                _draw_cell_form(desk, cell, draft, _Maker(by, seen), known)
            else:
                _draw_table_form(desk, table_draft(table), _Maker(by, seen))
    except (GoldError, LabelError) as exc:
        st.error(inert_markdown(names.not_written.format(reason=exc)))


def _draw_said() -> None:
    """What came of the last button, once."""
    if said := st.session_state.pop(_SAID, ""):
        st.success(inert_markdown(said))


def _end(said: str) -> None:
    """Draw the page anew, with what came of a button."""
    st.session_state[_SAID] = said
    st.rerun()


def _draw_source(desk: LabelDesk, table: Table, cell: ReadCell | None) -> bool:
    """Where a cell, or the head of a table, is printed; whether that is the source itself."""
    document, texts = desk.disclosure.document, desk.texts
    heads = [head.source for column in table.columns for head in column.header]
    source = table.title.source if table.title else next(iter(heads), table.source)
    if cell:
        source, heads = cell.cell.source, list(cell.heads)
    view = view_pages(desk.library, source, heads, texts)
    draw_pages(view)
    if not view.pictures:
        st.html(draw_lines(desk.library.lines(document), source, heads))
    if view.pictures or is_source(desk.disclosure.format):
        return True
    return st.checkbox(texts.label.is_open, key=f"label open {document}")


def _draw_table_form(desk: LabelDesk, draft: TableLabel, maker: _Maker) -> None:
    """The label of a table, which comes before those of its cells."""
    texts, names = desk.texts, desk.texts.label
    key = f"label table {desk.disclosure.document} {draft.table}"
    units = ["", *(unit for unit in Unit if unit.in_yuan)]
    kinds = list(TableKind)
    with st.form(key):
        st.text(names.table)
        title = squash(st.text_input(names.title, draft.title, key=f"{key} title"))
        unit = st.selectbox(
            names.unit,
            units,
            index=units.index(draft.unit),
            format_func=lambda one: one or texts.record.no_unit,
            key=f"{key} unit",
        )
        kind = st.selectbox(
            names.kind,
            kinds,
            index=kinds.index(draft.kind),
            format_func=texts.table_kinds.__getitem__,
            key=f"{key} kind",
        )
        rows = st.text_input(names.rows, str(draft.rows), key=f"{key} rows").strip()
        pressed = st.form_submit_button(names.confirm_table, type="primary")
    if not pressed:
        return
    if not maker.by or not rows.isdecimal():
        st.error(names.bad_rows if maker.by else names.no_by)
        return
    label = replace(draft, title=title, unit=str(unit), kind=kind, rows=int(rows))
    desk.take().confirm_table(label, maker.by, maker.seen)
    _end("")


def _choose_cell(desk: LabelDesk, labels: Labelled, row: Sequence[ReadCell]) -> ReadCell:
    """The cell of a row to be labelled; after one is, the next that is not."""
    fact = row[0].fact
    key = f"label cell {desk.disclosure.document} {fact.table} {fact.row}"
    if st.session_state.pop(_NEXT, False):
        left = [index for index, cell in enumerate(row) if not is_judged(labels, cell)]
        at = st.session_state.get(key, 0)
        st.session_state[key] = next((index for index in left if index > at), (left or [at])[0])
    index = st.selectbox(
        desk.texts.label.cell,
        range(len(row)),
        format_func=lambda index: _tell_cell(desk, labels, row[index]),
        key=key,
    )
    return row[index]


def _tell_cell(desk: LabelDesk, labels: Labelled, cell: ReadCell) -> str:
    """A cell with a mark where it is labelled, another where it was said not to be printed."""
    known = find_label(labels, cell)
    fact = known.label if known else cell.fact
    mark = "✓ " if known else "✗ " if is_judged(labels, cell) else ""
    head = fact.column or desk.texts.record.value
    return f"{mark}{fact.label} · {head}：{fact.value}"


def _draw_state(desk: LabelDesk, labels: Labelled, cell: ReadCell) -> bool:
    """Say what was said of a cell; whether anything was."""
    if known := find_label(labels, cell):
        st.caption(inert_markdown(desk.texts.label.labelled.format(by=known.by or UNKNOWN)))
    elif is_judged(labels, cell):
        st.caption(desk.texts.label.rejected)
    return is_judged(labels, cell)


def _draw_cell_form(
    desk: LabelDesk, cell: ReadCell, draft: FactRow, maker: _Maker, is_known: bool
) -> None:
    """The label of a cell as read or as labelled, to be confirmed, corrected or taken back."""
    names = desk.texts.label
    with st.form(f"label {cell.place}"):
        fact = _draw_fields(desk, draft, cell.place)
        with st.container(horizontal=True):
            confirmed = st.form_submit_button(names.confirm, type="primary")
            rejected = st.form_submit_button(names.reject)
            undone = st.form_submit_button(names.undo, disabled=not is_known)
    if not (confirmed or rejected or undone):
        return
    if undone:
        desk.take().drop(cell)
        _end(names.undone.format(label=draft.label, column=draft.column))
    if not maker.by:
        st.error(names.no_by)
        return
    if rejected:
        desk.take().reject(cell)
        said = names.rejected
    else:
        fact = desk.take().confirm(cell, fact, maker.by, maker.seen)
        said = names.confirmed.format(label=fact.label, column=fact.column, value=fact.value)
    st.session_state[_NEXT] = True
    _end(said)


def _draw_fields(desk: LabelDesk, draft: FactRow, place: str) -> FactRow:
    """The fields of a label; what is typed for one draft is not shown for another."""
    names = desk.texts.label
    key = f"label {desk.disclosure.document} {place} {draft}"
    return replace(
        draft,
        code=squash(st.text_input(names.code, draft.code, key=f"{key} code")),
        label=squash(st.text_input(names.name, draft.label, key=f"{key} label")),
        column=squash(st.text_input(names.column, draft.column, key=f"{key} column")),
        value=clean_value(st.text_input(names.value, draft.value, key=f"{key} value")),
    )
