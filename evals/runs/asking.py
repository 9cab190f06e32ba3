"""The questions of a run, asked of a library in processes of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evals.labels.questions import Question
from evals.runs.results import Judged, Step
from evals.scoring.answers import fail_answer, judge_answer
from evals.scoring.items import Aspect, Item
from index import Library, Prepared, answer, load_embedder

_ASPECTS = {Step.ASK: Aspect.ANSWER, Step.ASK_OPEN: Aspect.OPEN_ANSWER}


@dataclass(frozen=True, slots=True)
class IndexTask:
    """The documents that are to be asked."""

    library: Path
    """The folder of the library, which is not there yet."""
    prepared: tuple[Prepared, ...]
    """What was read of them."""
    vectors: bool
    """Whether passages are to be found by meaning too."""


@dataclass(frozen=True, slots=True)
class AskTask:
    """A file of questions, asked in one way."""

    step: Step
    """Within the documents of each label, or over the whole library."""
    name: str
    """Name of the document, or of the file, that the questions are counted with."""
    questions: tuple[Question, ...]
    library: Path
    vectors: bool
    unanswered: tuple[str, ...] = ()
    """Names of the documents that were read without all answers of the model."""


def index_documents(task: IndexTask) -> int:
    """Fill a library; returns how many documents it has."""
    return len(_open_library(task.library, task.vectors).add(task.prepared))


def ask_questions(task: AskTask) -> Judged:
    """The judged answers to the questions of a file; a question that crashes is one of them."""
    library = _open_library(task.library, task.vectors)
    return Judged(
        tuple(item for question in task.questions for item in _ask(library, question, task))
    )


def fail_questions(task: AskTask, error: str) -> Iterator[Item]:
    """The items of questions that were never asked."""
    aspect = _ASPECTS[task.step]
    return (fail_answer(question, error, aspect, task.name) for question in task.questions)


@lru_cache(maxsize=1)
def _open_library(folder: Path, vectors: bool) -> Library:
    """The library, opened once in each process."""
    return Library(folder, load_embedder() if vectors else None)


def _ask(library: Library, question: Question, task: AskTask) -> Iterator[Item]:
    aspect = _ASPECTS[task.step]
    scope = question.documents if task.step is Step.ASK else None
    try:
        for name in question.documents:  # what is not there cannot be rightly refused either
            library.document(name)
        given = answer(library, question.question, scope)
    except Exception as exc:  # a fault of ours, or a document that is not there: it scores zero
        yield fail_answer(question, f"{type(exc).__name__}: {exc}", aspect, task.name)
    else:
        yield from judge_answer(library, question, given, aspect, task.name)
