"""Files of a batch: requests in OpenAI's format, the plan beside them, results in any order.

DashScope and vLLM's `run-batch` take and give the same.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from extraction import Prompt, Reader, estimate_tokens
from index.models.dialects import Dialect
from index.models.endpoint_settings import EndpointSettings
from index.models.json_objects import find_object
from index.models.keeping import KeptAnswer, find_prompt_digest
from index.models.requests import MORE_ROOM, write_messages, write_parameters

_URL = "/v1/chat/completions"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class PlannedDocument(BaseModel):
    """A document of a batch."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """Its name in what is written of it."""
    sha256: str
    """SHA-256 of the file's bytes, in hexadecimal."""


class BatchPlan(BaseModel):
    """What it takes to finish a batch; beside its requests, without a word of the documents."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    base_url: str
    max_tokens: int
    """Tokens of an answer; more where one was cut off."""
    reader: Reader
    paths: tuple[str, ...]
    """Files, folders and archives that the documents are in, each from the root."""
    documents: tuple[PlannedDocument, ...]
    layouts: tuple[str, ...]
    """Names of the layouts that were kept when the first requests were written: later ones would
    change what is asked."""
    requests: tuple[str, ...]
    """The `custom_id` of each request written so far."""

    @property
    def settings(self) -> EndpointSettings:
        """The model as it would be asked."""
        return EndpointSettings(name=self.model, base_url=self.base_url, max_tokens=self.max_tokens)

    def ask(self, prompts: Iterable[Prompt]) -> "BatchPlan":
        """The plan with the requests for prompts that are written now."""
        asked = (find_custom_id(self.settings, prompt) for prompt in prompts)
        requests = tuple(dict.fromkeys([*self.requests, *asked]))
        return self.model_copy(update={"requests": requests})


@dataclass(frozen=True, slots=True)
class FoundDocuments:
    """The documents of a batch that are among some files."""

    names: Mapping[Path, str]
    """Their names, by file."""
    gone: tuple[str, ...]
    """The names of those that are not there, or have changed."""


class Fate(StrEnum):
    """What came of one line of results."""

    ANSWERED = "answered"
    FAILED = "failed"
    CUT_OFF = "cut off"
    NO_JSON = "without a JSON object"
    DAMAGED = "damaged"
    REPEATED = "for requests that were answered in a line before"
    STRANGE = "for requests that are not of this batch"


@dataclass(frozen=True, slots=True)
class Results:
    """A file of results, line by line."""

    answers: Mapping[str, KeptAnswer]
    """Answers of use, by `custom_id`."""
    wasted: Mapping[str, KeptAnswer]
    """What was paid for answers of no use."""
    lines: Mapping[Fate, tuple[int, ...]]
    """Numbers of the lines, from 1, by what came of them."""
    seen: frozenset[str]
    """Requests of which there is any line."""
    cut_off: frozenset[str]
    """Requests of which there is no other answer than one that was cut off."""


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """What is left to ask once results were read."""

    prompts: tuple[Prompt, ...]
    """The questions, each once."""
    again: int
    """How many of them were asked before."""
    missing: Mapping[str, int]
    """Of how many that were asked before there is no line of results, by document."""


def plan_documents(names: Mapping[Path, str]) -> tuple[PlannedDocument, ...]:
    """Files with their names as documents of a batch. Raises OSError."""
    return tuple(
        PlannedDocument(name=name, sha256=_find_digest(path)) for path, name in names.items()
    )


def find_documents(plan: BatchPlan, files: Iterable[Path]) -> FoundDocuments:
    """The documents of a batch among files, by their bytes; files that cannot be read are none."""
    wanted: dict[str, list[str]] = {}
    for document in plan.documents:
        wanted.setdefault(document.sha256, []).append(document.name)
    names: dict[Path, str] = {}
    for path in files:
        with suppress(OSError):
            if waiting := wanted.get(_find_digest(path)):
                names[path] = waiting.pop(0)
    return FoundDocuments(names, tuple(name for left in wanted.values() for name in left))


def find_open(
    plan: BatchPlan, results: Results, noted: Iterable[tuple[str, Iterable[Prompt]]]
) -> OpenQuestions:
    """What is open of the questions noted down about each document, its results being read."""
    prompts: dict[str, Prompt] = {}
    missing: Counter[str] = Counter()
    for document, questions in noted:
        for prompt in questions:
            custom_id = find_custom_id(plan.settings, prompt)
            if custom_id in plan.requests and custom_id not in results.seen | prompts.keys():
                missing[document] += 1
            prompts[custom_id] = prompt
    again = len(prompts.keys() & set(plan.requests))
    return OpenQuestions(tuple(prompts.values()), again, missing)


def find_custom_id(settings: EndpointSettings, prompt: Prompt) -> str:
    """What tells a request from every other, in whatever run it is written."""
    return find_prompt_digest(settings.place, settings.name, prompt)


def write_requests(
    prompts: Iterable[Prompt],
    settings: EndpointSettings,
    dialect: Dialect,
    cut_off: Collection[str] = (),
) -> str:
    """The lines of a file of requests; what was cut off before is given more room."""
    lines = []
    for custom_id, prompt in {find_custom_id(settings, one): one for one in prompts}.items():
        limit = settings.max_tokens * (MORE_ROOM if custom_id in cut_off else 1)
        messages: list[JsonValue] = [
            {"role": role, "content": said} for role, said in write_messages(prompt, dialect.method)
        ]
        body: dict[str, JsonValue] = {
            "model": settings.name,
            "messages": messages,
            **write_parameters(prompt, dialect, limit),
        }
        line = {"custom_id": custom_id, "method": "POST", "url": _URL, "body": body}
        # ASCII alone: what ends lines elsewhere, and halves of characters, stand in documents.
        lines.append(f"{json.dumps(line)}\n")
    return "".join(lines)


def read_results(path: Path, plan: BatchPlan) -> Results:
    """The results of a batch. Raises OSError."""
    answers: dict[str, KeptAnswer] = {}
    wasted: dict[str, KeptAnswer] = {}
    lines: dict[Fate, list[int]] = {}
    fates: dict[str, set[Fate]] = {custom_id: set() for custom_id in plan.requests}
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        custom_id, fate, answer = _judge_line(line.removeprefix(_BYTE_ORDER_MARK), plan.model)
        if fate is not Fate.DAMAGED and custom_id not in fates:
            fate = Fate.STRANGE
        elif custom_id in answers:
            fate = Fate.REPEATED
        elif answer:
            (answers if fate is Fate.ANSWERED else wasted)[custom_id] = answer
        lines.setdefault(fate, []).append(number)
        if custom_id in fates:
            fates[custom_id].add(fate)
    return Results(
        answers=answers,
        wasted=wasted,
        lines={fate: tuple(lines[fate]) for fate in Fate if fate in lines},
        seen=frozenset(custom_id for custom_id, found in fates.items() if found),
        cut_off=frozenset(
            custom_id
            for custom_id, found in fates.items()
            if Fate.CUT_OFF in found and custom_id not in answers
        ),
    )


class _Message(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Body(BaseModel):
    choices: list[_Choice] = []
    usage: _Usage | None = None


class _Response(BaseModel):
    status_code: int = 200
    body: _Body | None = None


class _Line(BaseModel):
    """What the servers agree on; they add more."""

    custom_id: str
    response: _Response | None = None


def _judge_line(line: bytes, model: str) -> tuple[str, Fate, KeptAnswer | None]:
    """Which request a line is of, what came of it, and what was answered and paid."""
    try:
        read = _Line.model_validate_json(line)
    except ValidationError:
        return "", Fate.DAMAGED, None
    response = read.response
    body = response.body if response and response.status_code == 200 else None
    if body is None or not body.choices:
        return read.custom_id, Fate.FAILED, None
    said = body.choices[0].message.content or ""
    text = find_object(said)
    usage = body.usage
    answer = KeptAnswer(
        model=model,
        text=text or "",
        tokens_in=usage.prompt_tokens if usage else 0,
        tokens_out=usage.completion_tokens if usage else estimate_tokens(said),
        seconds=0.0,
        is_estimated=usage is None,
    )
    if body.choices[0].finish_reason == "length":
        return read.custom_id, Fate.CUT_OFF, answer
    return read.custom_id, Fate.NO_JSON if text is None else Fate.ANSWERED, answer


def _find_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
