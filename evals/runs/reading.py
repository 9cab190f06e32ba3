"""One document of a run, read and checked in a process of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evals.labels.grids import GridLabel
from evals.labels.suites import Labels, read_labels
from evals.runs.results import Cost, Judged, Step
from evals.runs.shapes import Shape, make_shape
from evals.scoring.items import Item
from evals.scoring.readings import Reading, judge_reading
from evals.scoring.structure import judge_structure
from extraction import (
    Prompt,
    Reader,
    Transcript,
    check,
    extract,
    fact_rows,
    normal_form,
    transcribe,
)

if TYPE_CHECKING:
    from index import Inquiry, ModelUse, Prepared

_MOST_LINES = 3
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A document to read, check and judge."""

    name: str
    path: Path
    gold: Path | None
    """The folder of its labels; None where it has none, and is read for the questions alone."""
    shape: Shape
    """What it is turned into first."""
    reader: Reader = Reader.RULES
    model: "ModelUse | None" = None
    """Whom the reader asks; None where nobody is asked."""

    @property
    def step(self) -> Step:
        """What is done."""
        return Step.READ


def read_document(task: ReadTask) -> Judged:
    """The judged items of a document; raises whatever reading raises."""
    labels = _find_labels(task)
    inquiry = _inquire(task)
    text = _transcribe(task)
    disclosure = extract(text, inquiry.adviser if inquiry else None)
    findings = check(disclosure).findings
    reading = Reading(disclosure.tables, tuple(fact_rows(disclosure)), findings)
    lines = list(_place_lines(text))
    items = judge_reading(task.name, labels, reading)
    judged = (
        *(item if item.is_right else _with_excerpt(item, lines) for item in items),
        *judge_structure(task.name, _grids(task, labels), text, _title_places(labels)),
    )
    return Judged(judged, *_tell_cost(inquiry)) if inquiry else Judged(judged)


def prepare_document(task: ReadTask) -> "Prepared":
    """The document as a library takes it; raises whatever reading raises."""
    from index import prepare

    inquiry = _inquire(task)
    return prepare(task.path, inquiry.adviser if inquiry else None)


def note_questions(task: ReadTask) -> tuple[Prompt, ...]:
    """What the model would be asked first; raises whatever reading raises."""
    inquiry = _inquire(task)
    if inquiry is None:
        return ()
    extract(_transcribe(task), inquiry.adviser)
    return inquiry.noted


def fail_reading(task: ReadTask) -> Iterator[Item]:
    """The items of a document of which nothing came: all that is labelled is missing."""
    labels = _find_labels(task)
    yield from judge_reading(task.name, labels, Reading())
    nothing = Transcript(document=task.name, lines=())
    yield from judge_structure(task.name, _grids(task, labels), nothing, _title_places(labels))


def _inquire(task: ReadTask) -> "Inquiry | None":
    """Whom to ask; no layouts are kept, by which what comes of a document would depend on those
    read before it."""
    if task.model is None:
        return None
    from index import Inquiry  # it takes a while to load

    return Inquiry(task.model, task.name, task.reader)


def _tell_cost(inquiry: "Inquiry") -> tuple[Cost, tuple[str, ...]]:
    told = inquiry.cost
    cost = Cost(
        calls=told.calls,
        tokens_in=told.tokens_in,
        tokens_out=told.tokens_out,
        cache_hits=told.cache_hits,
    )
    return cost, told.failures


def _transcribe(task: ReadTask) -> Transcript:
    with TemporaryDirectory() as folder:
        return transcribe(make_shape(task.path, task.shape, Path(folder)), task.name)


def _find_labels(task: ReadTask) -> Labels:
    if task.gold:
        return read_labels(task.gold)
    return Labels(folder=task.path, tables=None, facts=None, findings=None, questions=None)


def _grids(task: ReadTask, labels: Labels) -> tuple[GridLabel, ...]:
    """The whole grids that are labelled; another shape of a PDF has other ones."""
    return (labels.grids or ()) if task.shape is Shape.PRINTED else ()


def _title_places(labels: Labels) -> dict[int, str]:
    return {noted.label.table: noted.label.where for noted in labels.tables or ()}


def _place_lines(text: Transcript) -> Iterator[tuple[set[str], str]]:
    """Each line that is not blank, with the line, page and cells that it is found by."""
    for number, line in enumerate(text.lines, start=1):
        if line.strip():
            spots = {cell.source.where for cell in text.cells(number)}
            yield spots, line


def _with_excerpt(item: Item, lines: Sequence[tuple[set[str], str]]) -> Item:
    """The item with what is printed at its places: a line, or of a page the lines that tell."""
    excerpts = []
    for where, wanted in ((item.where, item.expected), (item.found, item.got)):
        there = [line for spots, line in lines if where in spots]
        if len(there) > _MOST_LINES:  # a page
            words = {normal_form(word) for word in (wanted or "").replace("·", " ").split()}
            there.sort(key=lambda line: -sum(word in normal_form(line) for word in words))
        excerpts += [line[:_LONGEST] for line in there[:_MOST_LINES]]
    return item.model_copy(update={"excerpt": "\n".join(dict.fromkeys(excerpts))})
