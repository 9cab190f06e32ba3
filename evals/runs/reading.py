"""One document of a run, read and checked in a process of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.labels.grids import GridLabel
from evals.labels.suites import Labels, read_labels
from evals.runs.results import Step
from evals.runs.shapes import Shape, make_shape
from evals.scoring.items import Item
from evals.scoring.readings import Reading, judge_reading
from evals.scoring.structure import judge_structure
from extraction import Transcript, check, extract, fact_rows, normal_form, transcribe

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

    @property
    def step(self) -> Step:
        """What is done."""
        return Step.READ


def read_document(task: ReadTask) -> tuple[Item, ...]:
    """The judged items of a document; raises whatever reading raises."""
    labels = _find_labels(task)
    with TemporaryDirectory() as folder:
        text = transcribe(make_shape(task.path, task.shape, Path(folder)), task.name)
    disclosure = extract(text)
    findings = check(disclosure).findings
    reading = Reading(disclosure.tables, tuple(fact_rows(disclosure)), findings)
    lines = list(_place_lines(text))
    items = judge_reading(task.name, labels, reading)
    return (
        *(item if item.is_right else _with_excerpt(item, lines) for item in items),
        *judge_structure(task.name, _grids(task, labels), text, _title_places(labels)),
    )


def fail_reading(task: ReadTask) -> Iterator[Item]:
    """The items of a document of which nothing came: all that is labelled is missing."""
    labels = _find_labels(task)
    yield from judge_reading(task.name, labels, Reading())
    nothing = Transcript(document=task.name, lines=())
    yield from judge_structure(task.name, _grids(task, labels), nothing, _title_places(labels))


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
