"""Labelled questions, one JSON object a line, read as strictly as the other labels."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from evals.labels.gold import GoldError, Noted, is_place, read_seen
from evals.labels.json_lines import make_label, read_objects


class QuestionType(StrEnum):
    """What a question asks for."""

    LOOKUP = "lookup"
    COMPUTE = "compute"
    COMPARE = "compare"
    AGGREGATE = "aggregate"
    WHY = "why"
    DEFINITION = "definition"
    LIST = "list"
    UNANSWERABLE = "unanswerable"


class Language(StrEnum):
    """The language that a question is asked in."""

    ZH = "zh"
    EN = "en"


def _spell(where: object) -> object:
    """A line or page as text; what is no whole number is left to the check."""
    return str(where) if type(where) is int else where


def _make_exact(value: object) -> object:
    """A whole number as a decimal; what is no number is left to the check."""
    return Decimal(value) if type(value) is int else value


def _require_place(where: str) -> str:
    if not is_place(where):
        raise ValueError(f"no line, page or cell: {where!r}")
    return where


_Text = Annotated[str, Field(pattern=r"\S")]
_Place = Annotated[str, BeforeValidator(_spell), AfterValidator(_require_place)]
_Value = Annotated[Decimal | None, BeforeValidator(_make_exact)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Evidence(_Strict):
    """A print that proves an answer."""

    document: _Text
    """Name of the document."""
    where: _Place
    """Where it stands: a line, a page or a cell."""
    quote: Annotated[str, Field(pattern=r"\w")]
    """What is printed there, or enough of it to prove the answer."""


class Question(_Strict):
    """A labelled question, and what is right to answer."""

    id: _Text
    """Name of the question, the only one of its file."""
    type: QuestionType = Field(strict=False)
    """What it asks for."""
    lang: Language = Field(strict=False)
    """The language that it is asked in."""
    documents: tuple[_Text, ...] = Field(strict=False, min_length=1)
    """The documents that it is asked of."""
    question: _Text
    """The question, as a reader asks it."""
    answer: _Text
    """The right answer, in a sentence."""
    value: _Value
    """The figure of the answer, as exact as the label; None for words, or where there is none."""
    unit: _Text | None
    """The unit of `value`; None where it has none."""
    evidence: tuple[Evidence, ...] = Field(strict=False)
    """The prints that prove the answer; none of a question that cannot be answered."""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if len(set(self.documents)) < len(self.documents):
            raise ValueError("a document is named twice")
        if self.value is None and self.unit is not None:
            raise ValueError("there is a unit and no value")
        if self.type is QuestionType.UNANSWERABLE:
            if self.evidence or self.value is not None:
                raise ValueError("it is unanswerable, and has a value or evidence")
        elif not self.evidence:
            raise ValueError("there is no evidence")
        for one in self.evidence:
            if one.document not in self.documents:
                raise ValueError(f"evidence of {one.document}, which is not among its documents")
        return self


def read_question_file(path: Path) -> tuple[Question, ...]:
    """The questions of a file in its order; raises `GoldError`."""
    return tuple(noted.label for noted in note_questions(path))


def note_questions(path: Path) -> tuple[Noted[Question], ...]:
    """The same as `read_question_file`, each with its line and maker."""
    notes = tuple(_note_question(row, place) for place, row in read_objects(path))
    require_unique_ids(notes)
    for noted in notes:
        if bool(noted.by) != bool(notes[0].by):
            raise GoldError(f"{noted.place}: by and seen are in some lines of the file, not in all")
    return notes


def require_unique_ids(notes: Sequence[Noted[Question]]) -> None:
    """Raise `GoldError` for the first question whose id another one has."""
    places: dict[str, str] = {}
    for noted in notes:
        first = places.setdefault(noted.label.id, noted.place)
        if first != noted.place:
            raise GoldError(f"{noted.place}: id {noted.label.id} is at {first} already")


def _note_question(row: dict[str, object], place: str) -> Noted[Question]:
    by, seen = row.pop("by", None), row.pop("seen", None)
    question = make_label(Question, row, place)
    if by is None and seen is None:
        return Noted(question, place)
    if not isinstance(by, str) or not by.strip():
        raise GoldError(f"{place}: by is {by!r}, not the name of a maker")
    return Noted(question, place, by=by, seen=read_seen(seen, place))
