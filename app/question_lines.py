"""Questions from a file, one JSON object a line."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Question(BaseModel):
    """A line of a file of questions; keys beyond these are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int | None = None
    """What the answer is known by."""
    question: str = Field(pattern=r"\S")
    """The question."""
    documents: tuple[str, ...] | None = None
    """Names of the documents to look in; all that the call allows where missing."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no question, and why."""

    id: str | int | None
    error: str


def read_questions(lines: Iterable[bytes]) -> Iterator[Question | BadLine]:
    """The questions of a file's lines, in order; empty lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _parse_line(line, f"line {number}")


def _parse_line(line: bytes, place: str) -> Question | BadLine:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return BadLine(None, f"{place}: not JSON")
    if not isinstance(record, dict):
        return BadLine(None, f"{place}: not a JSON object")
    try:
        return Question.model_validate(record)
    except ValidationError as exc:
        key = exc.errors()[0]["loc"][0]
        known = record.get("id")
        name = known if isinstance(known, str | int) else None
        wrong = f"{key} is not as it must be" if key in record else f"there is no {key}"
        return BadLine(name, f"{place}: {wrong}")
