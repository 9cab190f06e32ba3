"""The script that streamlit runs: two pages over one library."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from app.chat_page import draw_chat
from app.chinese import ZH
from app.documents_page import draw_documents
from app.escaping import inert_markdown
from app.libraries import choose_embedder
from app.looks import STYLE
from app.settings import SettingsError, read_settings
from app.texts import Texts
from extraction import ExtractionError
from index import Library, LibraryError

_log = logging.getLogger(__name__)


@st.cache_resource(show_spinner=ZH.opening)
def open_library(folder: Path) -> Library:
    """The one library of all sessions; it notices by itself what other processes change."""
    return Library(folder, choose_embedder())


def draw_app(texts: Texts) -> None:
    """The page that was chosen."""
    st.set_page_config(page_title=texts.name, page_icon="⚖️", layout="wide")
    st.html(STYLE)
    chat = st.Page(
        lambda: draw_page(draw_chat, texts),
        title=texts.chat.title,
        icon=":material/forum:",
        url_path="chat",
        default=True,
    )
    suite = read_settings(None).suite
    documents = st.Page(
        lambda: draw_page(partial(draw_documents, suite=suite), texts),
        title=texts.library.title,
        icon=":material/folder_open:",
        url_path="documents",
    )
    st.navigation([chat, documents]).run()


def draw_page(draw: Callable[[Library, Texts], None], texts: Texts) -> None:
    """A page over the library; what stops it is a sentence on it, and a traceback in the log."""
    try:
        draw(open_library(read_settings(None).library), texts)
    except (LibraryError, ExtractionError, SettingsError) as exc:
        st.error(inert_markdown(texts.explain(exc)))
    except Exception:  # a fault of ours shows no traceback to a reader
        _log.exception("the page could not be drawn")
        st.error(texts.internal_error)


if __name__ == "__main__":
    draw_app(ZH)
