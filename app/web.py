"""The script that streamlit runs: two pages over one library."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread

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
from index import Library, LibraryError, answer

_log = logging.getLogger(__name__)
_FIRST_QUESTIONS = (
    "支出总额是多少？",
    "机关运行经费为什么增减？",
    "What is the total expenditure?",
)


@st.cache_resource(show_spinner=ZH.opening)
def open_library(folder: Path) -> Library:
    """The one library of all sessions; it notices by itself what other processes change."""
    library = Library(folder, choose_embedder())
    Thread(target=_warm_up, args=(library,), daemon=True).start()
    return library


def _warm_up(library: Library) -> None:
    """Load what questions take (words of both languages, vectors) before the first is asked."""
    try:
        names = [document.name for document in library.documents()[:1]]
        for question in _FIRST_QUESTIONS if names else ():
            answer(library, question, names)
    except Exception:  # it is told where it stops a reader
        _log.info("could not warm up", exc_info=True)


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
