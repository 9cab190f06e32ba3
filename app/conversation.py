"""A conversation: what was asked in which scope, what was answered, and its files."""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.asking import Asker
from app.proofs import Proof, prove
from app.texts import Texts
from extraction import ExtractionError
from index import Answer, LibraryError, Plan

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question and its scope; None for all current documents."""

    question: str
    documents: tuple[str, ...] | None
    previous: Plan | None = None
    """The plan of the question before, from which this one may go on."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of a question: an answer with its proofs, or why there is none."""

    ask: Ask
    answer: Answer | None
    proofs: tuple[Proof, ...] = ()
    notes: tuple[str, ...] = ()
    """What to know of this answer; what holds for the whole library is said once, elsewhere."""
    error: str = ""


def answer_ask(asker: Asker, ask: Ask, texts: Texts) -> Turn:
    """Ask the library; the proofs are drawn now, and stay when a document is replaced later."""
    try:
        found, _ = asker.ask(ask.question, ask.documents, ask.previous)
        return Turn(ask, found, prove(asker.library, found, texts), found.notes)
    except (LibraryError, ExtractionError) as exc:
        return Turn(ask, None, error=texts.explain(exc))
    except Exception:  # a fault of ours in one answer must not lose the conversation
        _log.exception("no answer to %r", ask.question)
        return Turn(ask, None, error=texts.internal_error)


def write_json(turns: Sequence[Turn]) -> str:
    """The conversation as a JSON list, the answers as their records."""
    return json.dumps(
        [
            {
                "question": turn.ask.question,
                "documents": turn.ask.documents,
                "answer": turn.answer.model_dump(mode="json") if turn.answer else None,
                "error": turn.error,
            }
            for turn in turns
        ],
        ensure_ascii=False,
        indent=1,
    )


def write_text(turns: Sequence[Turn], texts: Texts) -> str:
    """The conversation as plain text, the proofs under each answer."""
    return "\n\n".join("\n".join(_turn_lines(turn, texts)) for turn in turns) + "\n"


def _turn_lines(turn: Turn, texts: Texts) -> Iterator[str]:
    yield f"{texts.chat.question}：{turn.ask.question}"
    if turn.answer is None:
        yield f"{texts.chat.answer}：{turn.error}"
        return
    yield f"{texts.chat.answer}：{turn.answer.answer}"
    yield from (f"  · {choice.label}" for choice in turn.answer.choices)
    for proof, citation in zip(turn.proofs, turn.answer.citations, strict=True):
        yield proof.label
        places = tuple(filter(None, (citation.row, citation.column)))
        if places:
            yield f"    {' › '.join(places)}"
        yield f"    {' '.join(citation.quote.split())}"
    yield from map(texts.remark, turn.answer.notes)
