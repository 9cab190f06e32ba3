"""The page of questions: a conversation in which every figure shows its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.advising import ModelOptions, find_endpoint
from app.conversation import Ask, Turn, conclude, write_json, write_text
from app.escaping import inert_markdown
from app.labels import label_documents
from app.looks import SCROLL, draw_pages, join_lines
from app.proofs import draw_details
from app.texts import Texts
from app.waiting import Waiting
from extraction import DisclosureKind, Reader
from index import Answer, Document, Library

_TURNS = "turns"
_NEXT = "next_ask"
_WAITING = "waiting"
_SCOPE = "scope"
_IS_NEW = "is_new"
_MODEL = "asks_model"
_LONGEST_QUESTION = 500
_SHOWN = 3


def draw_chat(library: Library, texts: Texts) -> None:
    """The conversation so far, a field for the next question, and the question under way.

    Its answer only grows. Without a model it stands there as soon as it is proven, before its
    proofs are drawn. With one, what was found stands beneath, proven and paler, so that nobody
    waits for the figure; over it the model's sentences come, each proven before it is shown and
    none taken back, until they and what they leave out are the answer.
    """
    documents = library.documents()
    labels = label_documents(documents, texts)
    turns: list[Turn] = st.session_state.setdefault(_TURNS, [])
    scope = _draw_scope(documents, labels, texts)
    _draw_model(texts)
    is_resumed = _WAITING in st.session_state
    typed = _draw_field(texts, is_open=bool(documents) and not is_resumed)
    _start_asking(library, typed, scope, turns)
    waiting: Waiting | None = st.session_state.get(_WAITING)
    is_short = waiting is not None and not (is_resumed or waiting.asks_model)
    notices = library.notices if documents else ()
    if not is_short:
        _draw_tools(turns, notices, texts)
    st.title(texts.chat.title)
    st.caption(texts.chat.lead)
    if not documents:
        st.info(texts.chat.empty)
    last = None if waiting else len(turns) - 1
    for number, turn in enumerate(turns):
        _draw_turn(turn, number, labels, texts, is_last=number == last)
    if st.session_state.pop(_IS_NEW, False):
        st.html(SCROLL, unsafe_allow_javascript=True)
    with st.empty().container():  # where a question is begun, no example is left until it ends
        if waiting:
            turn = _draw_waiting(waiting, len(turns), labels, texts)
        elif not turns:
            _draw_examples(documents, scope, texts)
    if waiting and st.session_state.pop(_WAITING, None) is waiting:  # no later run was faster
        turns.append(turn)
    if is_short:
        _draw_tools(turns, notices, texts)
    elif waiting:
        st.session_state[_IS_NEW] = True
        st.rerun()


def _draw_field(texts: Texts, *, is_open: bool) -> str | None:
    """The field at the foot of the page, wherever it is called; what was typed."""
    return st.chat_input(
        texts.chat.placeholder,
        max_chars=_LONGEST_QUESTION,
        disabled=not is_open,
        submit_mode="disable",
    )


def _start_asking(
    library: Library, typed: str | None, scope: tuple[str, ...] | None, turns: Sequence[Turn]
) -> None:
    """Begin to answer what was typed or chosen, if nothing is under way."""
    if _WAITING in st.session_state:
        return
    ask: Ask | None = st.session_state.pop(_NEXT, None)
    if typed and typed.strip():
        answered = (turn.answer.plan for turn in reversed(turns) if turn.answer)
        ask = Ask(typed.strip(), scope, next(answered, None))
    if ask:
        options = ModelOptions(reader=Reader.AUTO if st.session_state.get(_MODEL) else Reader.RULES)
        st.session_state[_WAITING] = Waiting(library, ask, options)


def _draw_scope(
    documents: Sequence[Document], labels: Mapping[str, str], texts: Texts
) -> tuple[str, ...] | None:
    current = [document.name for document in documents if not document.superseded_by]
    older = [document.name for document in documents if document.superseded_by]
    # A document that was chosen may have been removed since.
    kept = [name for name in st.session_state.get(_SCOPE, []) if name in labels]
    st.session_state[_SCOPE] = kept
    chosen = st.sidebar.multiselect(
        texts.chat.scope,
        current + older,
        format_func=lambda name: labels.get(name, name),
        key=_SCOPE,
        placeholder=texts.chat.scope_all.format(count=len(current)),
        help=texts.chat.scope_help,
        persist_state="session",
    )
    return tuple(chosen) or None


def _draw_model(texts: Texts) -> None:
    """A switch for the model, where one is configured."""
    if find_endpoint(Reader.AUTO):
        st.sidebar.toggle(texts.chat.model, key=_MODEL, help=texts.chat.model_help)


def _draw_tools(turns: list[Turn], notices: Sequence[str], texts: Texts) -> None:
    """At the side: what can be done with the conversation, and what holds for the library."""
    with st.sidebar:
        if turns:
            st.button(texts.chat.clear, on_click=turns.clear, width="stretch")
            for label, name, data in (
                (texts.chat.save_text, "gouji.txt", write_text(turns, texts)),
                (texts.chat.save_json, "gouji.json", write_json(turns)),
            ):
                st.download_button(label, data, name, on_click="ignore", width="stretch")
        for notice in notices:
            st.caption(inert_markdown(texts.remark(notice)))


def _draw_examples(
    documents: Sequence[Document], scope: tuple[str, ...] | None, texts: Texts
) -> None:
    questions = list(_example_questions(documents, scope, texts))
    if not questions:
        return
    st.caption(texts.chat.examples)
    for question in questions:
        st.button(
            inert_markdown(question),
            key=f"example {question}",
            on_click=_queue,
            args=(Ask(question, scope),),
        )


def _example_questions(
    documents: Sequence[Document], scope: tuple[str, ...] | None, texts: Texts
) -> Iterator[str]:
    """A question for each template, of one document after the other."""
    known = [
        document
        for document in documents
        if document.agency and document.year and not document.superseded_by
        if scope is None or document.name in scope
    ]
    for number in range(_SHOWN if known else 0):
        document = known[number * len(known) // _SHOWN]
        is_final = document.kind is DisclosureKind.FINAL
        templates = texts.chat.final_examples if is_final else texts.chat.budget_examples
        yield templates[number].format(agency=document.agency, year=document.year)


def _draw_waiting(waiting: Waiting, number: int, labels: Mapping[str, str], texts: Texts) -> Turn:
    """A question under way, until its answer stands there or it is stopped; then its outcome.

    Any click runs the page anew: the question goes on, and is drawn again as far as it is.
    """
    _draw_question(waiting.ask, labels, texts)
    with st.chat_message("assistant"):
        said, found, progress = st.empty(), st.empty(), st.empty()
        st.html(SCROLL, unsafe_allow_javascript=True)
        with (
            progress.container(horizontal=True, vertical_alignment="center"),
            st.spinner(texts.chat.looking, width="content"),
        ):
            if waiting.asks_model:
                st.button(texts.chat.stop, key="stop", on_click=waiting.stop, type="tertiary")
            _follow(waiting, said, found, texts)
        if waiting.answer:
            said.html(_write_answer(waiting.answer, texts))
        found.empty()
        progress.empty()
        turn = conclude(waiting, texts)
        if not waiting.asks_model:
            _draw_outcome(turn, number, texts, is_last=True)
            st.html(SCROLL, unsafe_allow_javascript=True)
    return turn


def _follow(waiting: Waiting, said: DeltaGenerator, found: DeltaGenerator, texts: Texts) -> None:
    """Draw what is found and said, each once it is there."""
    drawn: Answer | None = None
    length = 0
    for _ in waiting.follow():
        if waiting.found and waiting.found is not drawn:
            drawn = waiting.found
            if not (drawn.refused or drawn.choices):
                found.html(_write_found(drawn, texts))
        if drawn and len(waiting.said) > length:
            length = len(waiting.said)
            said.html(_write_said(waiting.said, drawn))
        st.session_state.get(_WAITING)  # where streamlit ends a script that was left


def _draw_turn(
    turn: Turn, number: int, labels: Mapping[str, str], texts: Texts, *, is_last: bool
) -> None:
    _draw_question(turn.ask, labels, texts)
    with st.chat_message("assistant"):
        if turn.answer:
            st.html(_write_answer(turn.answer, texts))
        _draw_outcome(turn, number, texts, is_last=is_last)


def _draw_outcome(turn: Turn, number: int, texts: Texts, *, is_last: bool) -> None:
    """What stands under the words of an answer, or why there is none."""
    if turn.answer is None:
        st.error(inert_markdown(turn.error))
    _draw_choices(turn, number, is_open=is_last)
    _draw_proofs(turn)
    if turn.notes:
        st.info(join_lines(map(texts.remark, turn.notes)))
    _draw_turn_tools(turn, number, texts, is_last=is_last)


def _draw_question(ask: Ask, labels: Mapping[str, str], texts: Texts) -> None:
    with st.chat_message("user"):
        st.html(f'<div class="gouji-question">{escape(ask.question)}</div>')
        if ask.documents:
            names = [labels.get(name, name) for name in ask.documents[:_SHOWN]]
            more = "……" if len(ask.documents) > _SHOWN else ""
            scope = texts.chat.asked_in.format(documents="；".join(names) + more)
            st.caption(inert_markdown(scope))


def _write_answer(answer: Answer, texts: Texts) -> str:
    """The words of an answer; a question back and a refusal look unlike an answer."""
    if answer.choices:
        return f'<div class="gouji-back"><b>{texts.chat.asks_back}</b>{_cite(answer)}</div>'
    if answer.refused:
        return f'<div class="gouji-refusal"><b>{texts.chat.refused}</b>{_cite(answer)}</div>'
    return f'<div class="gouji-answer">{_cite(answer)}</div>'


def _write_said(said: str, found: Answer) -> str:
    """The words of an answer that is still to grow."""
    return f'<div class="gouji-answer">{_cite(found.model_copy(update={"answer": said}))}</div>'


def _write_found(found: Answer, texts: Texts) -> str:
    return f'<div class="gouji-found"><b>{texts.chat.wording}</b>{_cite(found)}</div>'


def _cite(answer: Answer) -> str:
    """An answer, escaped, with its marks; other numbers in brackets are the document's text."""
    said = escape(answer.answer)
    for citation in answer.citations:
        cite = f"[{citation.number}]"
        said = said.replace(cite, f'<span class="gouji-cite">{cite}</span>')
    return said


def _draw_choices(turn: Turn, number: int, *, is_open: bool) -> None:
    choices = turn.answer.choices if turn.answer else ()
    for position, choice in enumerate(choices):
        st.button(
            inert_markdown(choice.label),
            key=f"choice {number} {position}",
            on_click=_queue,
            args=(replace(turn.ask, documents=choice.documents),),
            disabled=not is_open,
        )


def _draw_proofs(turn: Turn) -> None:
    for proof in turn.proofs:
        with st.expander(inert_markdown(proof.label)):
            st.html(draw_details(proof))
            draw_pages(proof.view)
            st.html(proof.lines)


def _draw_turn_tools(turn: Turn, number: int, texts: Texts, *, is_last: bool) -> None:
    with st.container(horizontal=True):
        if turn.answer is not None:
            with st.popover(texts.chat.copy, type="tertiary", key=f"copy {number}"):
                st.caption(texts.chat.copy_hint)
                st.code(write_text([turn], texts), language=None, wrap_lines=True)
        if is_last:
            st.button(texts.chat.retry, key="retry", on_click=_ask_again, type="tertiary")
            st.button(texts.chat.undo, key="undo", on_click=_drop_last, type="tertiary")


def _queue(ask: Ask) -> None:
    st.session_state[_NEXT] = ask


def _drop_last() -> None:
    st.session_state[_TURNS].pop()


def _ask_again() -> None:
    _queue(st.session_state[_TURNS].pop().ask)
