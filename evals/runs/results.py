"""The results of an evaluation run, as they are kept in files."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.scoring.items import Item
from extraction.atomic import write_whole

RESULT_FILE = "result.json"
_FIELD = re.compile(r"\n {5,}")


class ResultError(Exception):
    """A result file cannot be read or written; the text names it."""


class Step(StrEnum):
    """What was done with a document or with a file of questions."""

    READ = "read"
    """Read and checked."""
    ASK = "ask"
    """Asked within the documents of each question's label."""
    ASK_OPEN = "ask everywhere"
    """Asked over all documents of the suite."""


class Cost(BaseModel):
    """What it took."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: float = 0.0
    """Wall-clock time."""
    calls: int = 0
    """Calls to a model that were made."""
    tokens_in: int = 0
    """Tokens sent to it."""
    tokens_out: int = 0
    """Tokens that it wrote."""
    cache_hits: int = 0
    """Calls that a kept answer spared."""

    def __add__(self, other: "Cost") -> "Cost":
        mine, others = self.model_dump(), other.model_dump()
        return Cost(**{name: mine[name] + others[name] for name in mine})


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one step."""

    items: tuple[Item, ...]
    cost: Cost = field(default_factory=Cost)
    """What the model took, without the time."""
    failures: tuple[str, ...] = ()
    """A line for each question that the model did not answer."""


class Part(BaseModel):
    """One step over one document or file of questions; a run that goes on takes it over."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Step
    """What was done."""
    name: str
    """Name of the document, or of the file of questions."""
    fingerprint: str
    """Of document, labels, settings and program: another one, and it is done anew."""
    items: tuple[Item, ...] = ()
    """All that was judged."""
    cost: Cost = Cost()
    """What it took."""
    error: str = ""
    """What stopped it; empty where nothing did."""
    failures: tuple[str, ...] = ()
    """What the model was asked in vain, a line each: there the document is read by the rules."""


class Settings(BaseModel):
    """With what a run was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    suite: str
    """Name of the suite: that of its folder."""
    reader: str = "rules"
    """Who proposes layouts."""
    model: str = ""
    """The language model; empty where none is called."""
    shape: str = "printed"
    """What PDFs are turned into before they are read."""
    vectors: bool = True
    """Whether passages were searched by meaning too."""
    version: str = ""
    """Of the program."""
    code: str = ""
    """First digits of the SHA-256 of the program's source files."""
    began: str = ""
    """When, in ISO 8601; empty in a baseline, which is to stay the same."""


class Run(BaseModel):
    """A whole run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    settings: Settings
    """With what it was made."""
    parts: tuple[Part, ...]
    """All steps, in the order in which they were planned."""
    labels: dict[str, str] = {}
    """By document: how many labels of whom, and how many were seen beside their source."""

    @property
    def items(self) -> tuple[Item, ...]:
        """All that was judged."""
        return tuple(item for part in self.parts for item in part.items)

    @property
    def cost(self) -> Cost:
        """What all steps took together."""
        return sum((part.cost for part in self.parts), Cost())

    @property
    def unanswered(self) -> tuple[Part, ...]:
        """The steps over documents about which the model did not answer all that it was asked."""
        return tuple(part for part in self.parts if part.failures)


def read_run(path: Path) -> Run:
    """A result file, or the one of a run's folder. Raises `ResultError`."""
    path = path / RESULT_FILE if path.is_dir() else path
    try:
        return Run.model_validate_json(path.read_bytes())
    except OSError as exc:
        raise ResultError(f"{path}: {exc.strerror}") from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ResultError(f"{path}: no result of a run: {place}: {first['msg']}") from exc


def read_part(path: Path) -> Part | None:
    """A kept part; None where there is none, or one of another version of this program."""
    try:
        return Part.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def write_record(path: Path, record: BaseModel) -> None:
    """Write a record under its name only once it is whole. Raises `ResultError`."""
    try:
        write_whole(path, _dump(record), mode=0o644)
    except OSError as exc:
        raise ResultError(f"{exc.filename or path}: {exc.strerror}") from exc


def _dump(record: BaseModel) -> str:
    """The record as JSON, an item a line or two."""
    fields = record.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(fields, ensure_ascii=False, indent=1) + "\n"
    return _FIELD.sub(" ", text)


def make_baseline(run: Run) -> Run:
    """The run without texts, places and what changes from day to day; right items are counted."""
    parts = tuple(
        part.model_copy(
            update={
                "items": _collapse(part.items),
                "cost": Cost(),
                "fingerprint": "",
                "error": part.error.partition(":")[0],  # what follows may name folders
                "failures": (),
            }
        )
        for part in run.parts
    )
    settings = run.settings.model_copy(update={"began": "", "code": ""})
    return run.model_copy(update={"settings": settings, "parts": parts})


def _collapse(items: Iterable[Item]) -> tuple[Item, ...]:
    """What the metrics count of the items; of the wrong ones their keys too."""
    wrong = [_bare(item, item.key) for item in items if not item.is_right]
    alike = Counter[Item]()
    for item in items:
        if item.is_right:
            alike[_bare(item, "")] += item.count
    right = [bare.model_copy(update={"count": count}) for bare, count in alike.items()]
    return (*right, *wrong)


def _bare(item: Item, key: str) -> Item:
    """An item under a key, without texts and places."""
    update = {
        "key": key,
        "expected": None if item.expected is None else "",
        "got": None if item.got is None else "",
        "where": "",
        "found": "",
        "note": "",
        "excerpt": "",
        "cluster": "",
        "count": 1,
    }
    return item.model_copy(update=update)
