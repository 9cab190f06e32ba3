"""The form in which a person says whose a document is."""

import re

import streamlit as st

from app.texts import Texts
from extraction import DisclosureKind
from index import Document, Library

_YEAR = re.compile(r"(?:19|20)\d\d")


def draw_correction(library: Library, document: Document, texts: Texts) -> Document | None:
    """The form; the corrected document once it was submitted with changes."""
    names = texts.library
    st.caption(names.correct_lead)
    if document.corrected:
        by_hand = "、".join(_field_names(texts)[field] for field in document.corrected)
        st.caption(names.by_hand.format(names=by_hand))
    kinds = list(DisclosureKind)
    with st.form(f"correct {document.name}"):
        region = st.text_input(names.region, document.region or "").strip()
        agency = st.text_input(names.agency, document.agency or "").strip()
        year = st.text_input(names.year, str(document.year or "")).strip()
        kind = st.selectbox(
            names.kind,
            kinds,
            index=kinds.index(document.kind) if document.kind else None,
            format_func=texts.kinds.__getitem__,
            placeholder=texts.unknown,
        )
        if not st.form_submit_button(names.save):
            return None
    if year and not _YEAR.fullmatch(year):
        st.error(names.bad_year)
        return None
    changes = (
        _changed(region, document.region),
        _changed(agency, document.agency),
        int(year) if year and int(year) != document.year else None,
        None if kind == document.kind else kind,
    )
    if not any(changes):
        st.info(names.unchanged)
        return None
    region_, agency_, year_, kind_ = changes
    return library.correct(document.name, region=region_, agency=agency_, year=year_, kind=kind_)


def _changed(typed: str, known: str | None) -> str | None:
    return typed if typed and typed != known else None


def _field_names(texts: Texts) -> dict[str, str]:
    names = texts.library
    return {
        "region": names.region,
        "agency": names.agency,
        "year": names.year,
        "kind": names.kind,
    }
