"""What an endpoint takes of the OpenAI protocol: found out by its refusals, and remembered."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from index.models.memories import Memory


class Method(StrEnum):
    """How an endpoint is made to answer in JSON, the strictest first."""

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT = "json_object"
    PLAIN = "plain"

    @property
    def following(self) -> "Method | None":
        """The next less strict one."""
        methods = list(Method)
        place = methods.index(self) + 1
        return methods[place] if place < len(methods) else None


class Dialect(BaseModel):
    """How requests to one model of one endpoint are written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: Method = Method.JSON_SCHEMA
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    """OpenAI's newer models take only the second, most other servers only the first."""
    has_temperature: bool = True
    """Temperature zero is sent; some models that reason refuse any."""
    is_streamed: bool = True


_FORMAT_WORDS = ("response_format", "json_", "schema")
_STREAM_WORD = re.compile(r"\bstream(ing|_options)?\b")  # "upstream" is none


def step_down(dialect: Dialect, complaint: str, is_known: bool) -> Dialect | None:
    """The dialect to try next when a request was refused; None if the refusal has other reasons.

    What is complained of is changed; with no such word the method is, unless the dialect is known
    to work: then only a complaint of the format changes it.
    """
    said = complaint.lower()
    if dialect.limit == "max_tokens" and "max_completion_tokens" in said:
        return dialect.model_copy(update={"limit": "max_completion_tokens"})
    if dialect.has_temperature and "temperature" in said:
        return dialect.model_copy(update={"has_temperature": False})
    if dialect.is_streamed and _STREAM_WORD.search(said):
        return dialect.model_copy(update={"is_streamed": False})
    if is_known and not any(word in said for word in _FORMAT_WORDS):
        return None
    return next_method(dialect)


def next_method(dialect: Dialect) -> Dialect | None:
    """The dialect with the next less strict method."""
    following = dialect.method.following
    return None if following is None else dialect.model_copy(update={"method": following})


class DialectMemory(Memory[Dialect]):
    """The dialects that worked, by endpoint and model."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, TypeAdapter(dict[str, Dialect]))
