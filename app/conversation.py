"""A conversation: what was asked in which scope, what was answered, and its files."""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.proofs import Proof, prove
from app.settings import SettingsError
from app.texts import Texts
from app.waiting import Waiting
from extraction import ExtractionError
from index import Answer, LibraryError, Plan, complete_wording

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


def conclude(waiting: Waiting, texts: Texts) -> Turn:
    """What came of a question; the proofs are drawn now, and stay when a document is replaced."""
    ask = waiting.ask
    try:
        if waiting.error:
            raise waiting.error
        answer = waiting.answer or _complete(waiting, texts)
        if answer is None:
            return Turn(ask, None, error=texts.chat.stopped)
        return Turn(ask, answer, prove(waiting.library, answer, texts), answer.notes)
    except (LibraryError, ExtractionError, SettingsError) as exc:
        return Turn(ask, None, error=texts.explain(exc))
    except Exception:  # a fault of ours in one answer must not lose the conversation
        _log.exception("no answer to %r", ask.question)
        return Turn(ask, None, error=texts.internal_error)


def _complete(waiting: Waiting, texts: Texts) -> Answer | None:
    """Of a question that was stopped, what a model said and the rest of what was found."""
    if waiting.found is None:
        return None
    answer = complete_wording(waiting.library, waiting.found, waiting.said)
    return answer.model_copy(update={"notes": (*answer.notes, texts.chat.stopped)})


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
