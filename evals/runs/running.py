"""A run over a suite: every document read and checked, every question asked, each judged."""

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from evals.labels.questions import Question
from evals.labels.quotes import QuoteKind, QuoteTask, check_task
from evals.labels.suites import Document, Suite, find_quotes
from evals.runs.asking import AskTask, IndexTask, ask_questions, fail_questions, index_documents
from evals.runs.isolation import Ended, run_isolated
from evals.runs.reading import (
    ReadTask,
    fail_reading,
    note_questions,
    prepare_document,
    read_document,
)
from evals.runs.results import (
    RESULT_FILE,
    Cost,
    Judged,
    Part,
    Run,
    Settings,
    Step,
    read_part,
    write_record,
)
from evals.runs.shapes import Shape
from evals.scoring.items import Item, Outcome
from extraction import Prompt, Reader
from index import Asking, ModelUse, Prepared

OnStep = Callable[[str, int, int], None]
"""Told of a step: its name, how much is done, of how much."""

_PACKAGES = ("extraction", "index", "evals")
_PARTS, _LIBRARY, _ANSWERS = "parts", "library", "answers"
_Task = TypeVar("_Task", ReadTask, AskTask)


@dataclass(frozen=True, slots=True)
class LabelCheck:
    """What labels quote, held against the documents."""

    slips: tuple[str, ...]
    """A message for every quote that does not stand at its place."""
    unread: tuple[str, ...]
    """A message for every document that cannot be read: its quotes are unchecked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run is made."""

    shape: Shape = Shape.PRINTED
    """What PDFs are turned into; other documents are left out then, and nothing is asked."""
    vectors: bool = True
    """Whether passages are searched by meaning too."""
    questions: bool = True
    """Whether questions are asked."""
    jobs: int = 2
    """How many documents or files of questions at once."""
    limit: float = 600.0
    """After how long one of them is given up (unit: seconds)."""
    reader: Reader = Reader.RULES
    """Who tells how documents are read."""
    model: ModelUse | None = None
    """Whom the reader asks; None where nobody is asked."""


def run_suite(suite: Suite, out: Path, options: Options, on_step: OnStep) -> Run:
    """Run a suite, keeping each part in the folder as it ends; what is there already is taken over.

    A document that crashes scores zero and stays listed. Raises `ResultError` where nothing can
    be written.
    """
    asked = replace(options, model=_keep_answers(options.model, out))
    run = _Running(suite, out, asked, on_step, find_settings(suite, options))
    reads = run.read()
    asks = run.ask(reads) if options.questions and options.shape is Shape.PRINTED else []
    labels = {document.name: _tell_makers(document) for document in suite.labelled}
    whole = Run(settings=run.settings, parts=(*reads, *asks), labels=labels)
    write_record(out / RESULT_FILE, whole)
    return whole


def note_suite(
    suite: Suite, out: Path, options: Options, on_step: OnStep
) -> list[Ended[ReadTask, tuple[Prompt, ...]]]:
    """What the model would be asked first about each document of a run, by name."""
    asked = replace(options, model=_keep_answers(options.model, out))
    tasks = _Running(suite, out, asked, on_step, find_settings(suite, options)).read_tasks()
    ends = []
    on_step("estimating", 0, len(tasks))
    for ended in run_isolated(note_questions, tasks, options.jobs, options.limit):
        ends.append(ended)
        on_step("estimating", len(ends), len(tasks))
    return sorted(ends, key=lambda ended: ended.task.name)


def check_labels(
    suite: Suite, kinds: Collection[QuoteKind], options: Options, on_step: OnStep
) -> LabelCheck:
    """Look up every quote of these kinds; the documents are read in processes of their own."""
    tasks = [
        QuoteTask(document.path, tuple(quotes))
        for document in suite.documents.values()
        if (quotes := [one for one in find_quotes(suite, document) if one.kind in kinds])
    ]
    found: dict[QuoteTask, list[str]] = {}
    on_step("checking labels", 0, len(tasks))
    for ended in run_isolated(check_task, tasks, options.jobs, options.limit):
        name, count = ended.task.path.name, len(ended.task.quotes)
        unchecked = [f"{name}: {count} quotes are unchecked: {ended.error}"]
        found[ended.task] = unchecked if ended.result is None else ended.result
        on_step("checking labels", len(found), len(tasks))
    messages = [message for task in tasks for message in found[task]]
    # A slip begins with the place of its label, what cannot be read with the document's file.
    places = {quote.place for task in tasks for quote in task.quotes}
    slips = [message for message in messages if message.partition(": ")[0] in places]
    return LabelCheck(tuple(slips), tuple(one for one in messages if one not in slips))


def find_settings(suite: Suite, options: Options) -> Settings:
    """With what a run is made, as its results will tell."""
    return Settings(
        suite=suite.root.resolve().name,
        reader=options.reader,
        model=options.model.endpoint.name if options.model else "",
        shape=options.shape,
        vectors=options.vectors,
        version=version("gouji"),
        code=_digest_code(),
        began=datetime.now(UTC).isoformat(timespec="seconds"),
    )


@dataclass(frozen=True, slots=True)
class _Running:
    """A run while it goes on."""

    suite: Suite
    out: Path
    options: Options
    on_step: OnStep
    settings: Settings

    def read_tasks(self) -> list[ReadTask]:
        """Every document that is labelled, or may be asked."""
        options = self.options
        return [
            ReadTask(
                name=one.name,
                path=one.path,
                gold=one.labels.folder if one.labels else None,
                shape=options.shape,
                reader=options.reader,
                model=options.model,
            )
            for one in self.suite.documents.values()
            if self._is_read(one)
        ]

    def read(self) -> list[Part]:
        """Read and check them."""
        kept = {task: self._kept(task) for task in self.read_tasks()}
        jobs = self.options.jobs
        return self._do("reading", kept, jobs, read_document, lambda task, _: fail_reading(task))

    def ask(self, reads: Sequence[Part]) -> list[Part]:
        """Ask every question, within its label's documents and over the whole library."""
        files: dict[str, list[Question]] = defaultdict(list)
        for noted in self.suite.questions:
            files[noted.file].append(noted.label)
        library, vectors = self.out / _LIBRARY, self.options.vectors
        unanswered = tuple(part.name for part in reads if part.failures)
        tasks = [
            AskTask(step, _name_file(file), tuple(questions), library, vectors, unanswered)
            for step in (Step.ASK, Step.ASK_OPEN)
            for file, questions in files.items()
        ]
        kept = {task: None if unanswered else self._kept(task) for task in tasks}
        if all(kept.values()):
            return [part for part in kept.values() if part]
        if error := self._fill_library(reads):
            return [
                part or self._keep(task, Judged(tuple(fail_questions(task, error))), 0.0, error)
                for task, part in kept.items()
            ]
        # Readers of one library wait for each other: several would be slower than one.
        return self._do("asking", kept, 1, ask_questions, fail_questions)

    def _do(
        self,
        what: str,
        kept: Mapping[_Task, Part | None],
        jobs: int,
        work: Callable[[_Task], Judged],
        fail: Callable[[_Task, str], Iterable[Item]],
    ) -> list[Part]:
        """The parts of the tasks, in their order; those that are kept are not done again."""
        parts = dict(kept)
        waiting = [task for task, part in parts.items() if part is None]
        done = len(parts) - len(waiting)
        self.on_step(what, done, len(parts))
        for ended in run_isolated(work, waiting, jobs, self.options.limit):
            task = ended.task
            judged = ended.result or Judged(tuple(fail(task, ended.error)))
            parts[task] = self._keep(task, judged, ended.seconds, ended.error)
            done += 1
            self.on_step(what, done, len(parts))
        return [part for part in parts.values() if part]

    def _keep(self, task: "ReadTask | AskTask", judged: Judged, seconds: float, error: str) -> Part:
        """The part of a task that has ended, written to the folder."""
        part = Part(
            step=task.step,
            name=task.name,
            fingerprint=self._fingerprint(task),
            items=judged.items,
            cost=judged.cost + Cost(seconds=round(seconds, 3)),
            error=error,
            failures=judged.failures,
        )
        write_record(self._path(task), part)
        return part

    def _kept(self, task: "ReadTask | AskTask") -> Part | None:
        """The part of an earlier call, unless it failed, lacks an answer of the model, or something
        has changed since."""
        part = read_part(self._path(task))
        if (
            part is None
            or part.error
            or part.failures
            or part.fingerprint != self._fingerprint(task)
        ):
            return None
        failed = any(item.outcome is Outcome.FAILED for item in part.items)
        return None if failed else part

    def _path(self, task: "ReadTask | AskTask") -> Path:
        return self.out / _PARTS / f"{task.step.name.lower()}-{task.name}.json"

    def _fingerprint(self, task: "ReadTask | AskTask") -> str:
        """Of all that the part follows from: the settings, where the model is, and the document,
        or all of them and which were read without all answers."""
        settings = self.settings.model_copy(update={"began": ""})
        place = self.options.model.endpoint.place if self.options.model else ""
        if isinstance(task, ReadTask):
            of = self.suite.documents[task.name].digest
        else:
            of = f"{self.suite.digest} {task.unanswered}"
        return hashlib.sha256(f"{settings.model_dump_json()} {place} {of}".encode()).hexdigest()

    def _is_read(self, document: Document) -> bool:
        if self.options.shape is not Shape.PRINTED:
            return bool(document.labels) and document.path.suffix.lower() == ".pdf"
        return bool(document.labels) or (self.options.questions and bool(self.suite.questions))

    def _fill_library(self, reads: Sequence[Part]) -> str:
        """Make the library anew, without what cannot even be read: its questions will fail.

        Returns what stopped it; nothing where it is there.
        """
        library = self.out / _LIBRARY
        shutil.rmtree(library, ignore_errors=True)
        failed = {part.name for part in reads if part.error}
        # What was answered when they were judged is kept: nothing is asked a second time.
        model = self.options.model and replace(self.options.model, asking=Asking.NEVER)
        tasks = [
            replace(task, model=model) for task in self.read_tasks() if task.name not in failed
        ]
        steps = len(tasks) + 1
        self.on_step("indexing", 0, steps)
        read: dict[ReadTask, Prepared] = {}
        ends = run_isolated(prepare_document, tasks, self.options.jobs, self.options.limit)
        for done, ended in enumerate(ends, start=1):
            if ended.result is not None:
                read[ended.task] = ended.result
            self.on_step("indexing", done, steps)
        prepared = tuple(read[task] for task in tasks if task in read)
        task = IndexTask(library, prepared, self.options.vectors)
        [filled] = run_isolated(index_documents, [task], 1, self.options.limit * steps)
        self.on_step("indexing", steps, steps)
        return filled.error


def _keep_answers(model: ModelUse | None, out: Path) -> ModelUse | None:
    """The model, its answers kept in the folder of the run too; what is recorded stays as it is."""
    if model is None or model.asking is Asking.NEVER:
        return model
    return replace(model, answers=(out / _ANSWERS, *model.answers))


def _digest_code() -> str:
    """The first digits of the SHA-256 of the program's source files."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[2]
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:8]


def _name_file(file: str) -> str:
    """A file of questions by the document that it is of, or by its own name."""
    path = Path(file)
    return path.stem if path.parent.name == "gold" else path.parent.name


def _tell_makers(document: Document) -> str:
    """Who made the labels, in a line."""
    provenance = document.labels.provenance if document.labels else {}
    return "; ".join(f"{name}: {made}" for name, made in provenance.items())
