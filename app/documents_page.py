"""The page of documents: adding, listing, correcting and removing them."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from app.advising import ModelOptions, find_endpoint, use_endpoint
from app.correction_form import draw_correction
from app.document_view import draw_downloads, draw_findings, draw_gaps, draw_tables
from app.escaping import inert_markdown
from app.labels import label_document, label_documents
from app.looks import choose_row, join_lines
from app.settings import SettingsError
from app.sheets import documents_sheet
from app.texts import Texts
from app.uploads import Intake, take_in
from index import Document, Library, LibraryError

_SAID = "said"
_CHOSEN = "chosen_document"
_ROW = "chosen_row"


def draw_documents(library: Library, texts: Texts, suite: Path | None = None) -> None:
    """Everything that can be done with the documents of a library; with a suite of hand labels,
    cells are labelled too.
    """
    st.title(texts.library.title)
    st.caption(texts.library.lead)
    _draw_upload(library, texts)
    _draw_said()
    documents = library.documents()
    if not documents:
        st.info(texts.library.empty)
        return
    current = sum(not document.superseded_by for document in documents)
    st.caption(texts.library.counts.format(count=len(documents), current=current))
    _draw_document(library, _choose_document(documents, texts), texts, suite)


def _draw_upload(library: Library, texts: Texts) -> None:
    with st.form("upload", clear_on_submit=True):
        uploads = st.file_uploader(texts.library.upload, accept_multiple_files=True)
        submitted = st.form_submit_button(texts.library.add, type="primary")
    if not submitted:
        return
    if not uploads:
        _say(Intake((), (texts.library.no_files,)))
        return
    bar = st.progress(0.0)

    def on_step(what: str, done: int, total: int) -> None:
        words = texts.library.steps.get(what, what)
        bar.progress(done / total if total else 1.0, inert_markdown(words))

    try:
        options = ModelOptions()
        with use_endpoint(options, find_endpoint(options.reader)) as use:
            _say(take_in(library, uploads, use, texts, on_step))
    except (LibraryError, SettingsError) as exc:
        _say(Intake((), (texts.explain(exc),)))
    bar.empty()


def _say(said: Intake) -> None:
    """Keep what came of an action, to be shown when the page is drawn anew."""
    st.session_state[_SAID] = said


def _draw_said() -> None:
    """What came of the last action, once."""
    said: Intake | None = st.session_state.pop(_SAID, None)
    if said is None:
        return
    if said.refused:
        st.error(join_lines(said.refused))
    if said.unanswered:
        st.warning(join_lines(said.unanswered))
    if said.added:
        st.success(join_lines(said.added))


def _choose_document(documents: Sequence[Document], texts: Texts) -> Document:
    """The document to look at: by its row in the overview, or by its label."""
    labels = label_documents(documents, texts)
    names = [document.name for document in documents]
    # The key is of these documents: a row chosen among others says nothing of them.
    row = choose_row(documents_sheet(documents, texts), key=f"overview {hash(tuple(names))}")
    if row != st.session_state.get(_ROW):
        st.session_state[_ROW] = row
        if row is not None:
            st.session_state[_CHOSEN] = names[row]
    if st.session_state.get(_CHOSEN) not in names:
        st.session_state.pop(_CHOSEN, None)  # removed since it was chosen
    name = st.selectbox(texts.library.choose, names, format_func=labels.__getitem__, key=_CHOSEN)
    return documents[names.index(name)]


def _draw_document(library: Library, document: Document, texts: Texts, suite: Path | None) -> None:
    if document.superseded_by:
        said = texts.library.superseded_by.format(name=document.superseded_by)
        st.warning(inert_markdown(said))
    disclosure, report = library.disclosure(document.name), library.report(document.name)
    tables, findings, gaps, correction, files = st.tabs(list(texts.library.tabs))
    with tables:
        draw_tables(library, disclosure, texts, suite)
    with findings:
        draw_findings(library, report, texts)
    with gaps:
        draw_gaps(disclosure, texts)
    with correction:
        _draw_correction(library, document, texts)
    with files:
        draw_downloads(disclosure, texts)
        _draw_removal(library, document, texts)


def _draw_correction(library: Library, document: Document, texts: Texts) -> None:
    corrected = draw_correction(library, document, texts)
    if corrected:
        label = label_document(corrected, texts)
        _say(Intake((texts.library.corrected.format(label=label),), ()))
        st.rerun()


def _draw_removal(library: Library, document: Document, texts: Texts) -> None:
    with st.popover(texts.library.remove, key=f"remove {document.name}"):
        st.text(texts.library.remove_question.format(name=document.name))
        if st.button(texts.library.remove_confirm, type="primary", key="remove_confirm"):
            library.remove(document.name)
            _say(Intake((texts.library.removed.format(name=document.name),), ()))
            st.rerun()
