"""How the pages look: the style of what is drawn as HTML, sheets, lines of messages."""

from collections.abc import Iterable

import streamlit as st
from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput

from app.escaping import inert_markdown
from app.page_pictures import PageView
from app.sheets import Sheet

STYLE = """<style>
.gouji-answer, .gouji-refusal, .gouji-back { white-space: pre-wrap; overflow-wrap: anywhere; }
.gouji-refusal, .gouji-back { border-left: .25rem solid; padding: .5rem .75rem; }
.gouji-refusal { border-color: #c2410c; background: rgba(234, 88, 12, .10); }
.gouji-back { border-color: #1d4ed8; background: rgba(37, 99, 235, .10); }
.gouji-refusal b, .gouji-back b { display: block; }
.gouji-found { white-space: pre-wrap; overflow-wrap: anywhere; opacity: .65; font-size: .875rem; }
.gouji-found b { display: block; font-weight: 600; }
.gouji-cite { color: #3b82f6; font-size: .85em; vertical-align: .2em; }
.gouji-question { white-space: pre-wrap; overflow-wrap: anywhere; }
.gouji-details { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem;
  margin: 0 0 .6rem; font-size: .875rem; }
/* Streamlit's own rule for lists is the more exact one. */
dl.gouji-details.gouji-details { padding: 0; }
.gouji-details dt, .gouji-details dd { margin: 0; padding: 0; overflow-wrap: anywhere; }
.gouji-details dt { opacity: .65; }
.gouji-lines { overflow-x: auto; font-size: .8125rem; line-height: 1.5; }
.gouji-lines table { border-collapse: collapse; width: auto; margin: 0; }
.gouji-lines td, .gouji-lines th { border: 1px solid rgba(128, 128, 128, .3);
  padding: .1rem .45rem; text-align: left; vertical-align: top; min-width: 1rem; }
.gouji-lines th { font-weight: normal; opacity: .55; text-align: right; user-select: none; }
.gouji-lines td { white-space: pre-wrap; overflow-wrap: anywhere; min-width: 3.5em; }
.gouji-lines td.figure { text-align: right; white-space: nowrap; min-width: 2em;
  font-variant-numeric: tabular-nums; }
.gouji-lines .gap td { text-align: center; opacity: .55; }
.gouji-lines mark { background: #ffd43b; color: #1a1a1a; padding: 0 .15em; border-radius: .15em;
  font-weight: 600; }
.gouji-lines mark.head { background: rgba(255, 212, 59, .28); color: inherit;
  font-weight: inherit; }
.gouji-lines mark:empty { padding: 0 .7em; }
[data-testid="stChatMessage"] { scroll-margin-top: 4rem; }
</style>"""

# A new answer is brought into view from its question on; the script is this text and nothing else.
# While it is drawn, the page follows its own foot: what it moves is moved back.
SCROLL = """<script>
{
  const messages = document.querySelectorAll('[data-testid="stChatMessage"]');
  const show = () => messages[messages.length - 2]?.scrollIntoView({block: "start"});
  for (const wait of [0, 200, 500, 900]) setTimeout(show, wait);
}
</script>"""


def draw_sheet(sheet: Sheet) -> None:
    """A table of words; nothing in it is a link, a picture or a formula."""
    st.dataframe(_columns(sheet), column_config=_alignments(sheet), hide_index=True)


def draw_pages(view: PageView) -> None:
    """The pages of a place, or why they cannot be shown."""
    for picture in view.pictures:
        st.image(picture.data, caption=picture.caption)
    if view.lost:
        st.warning(view.lost)


def choose_row(sheet: Sheet, key: str) -> int | None:
    """The same, with a row that was just chosen; None where none is."""
    event = st.dataframe(
        _columns(sheet),
        column_config=_alignments(sheet),
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
    )
    return next(iter(event.selection.rows), None)


def _columns(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    return {strip.head: strip.values for strip in sheet}


def _alignments(sheet: Sheet) -> ColumnConfigMappingInput:
    return {
        strip.head: st.column_config.TextColumn(alignment="right" if strip.is_figures else "left")
        for strip in sheet
    }


def join_lines(lines: Iterable[str]) -> str:
    """Lines of text as they stand, for one box of messages."""
    return "  \n".join(map(inert_markdown, lines))
