"""Answers kept in a folder, so that none is paid for twice."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, ValidationError

from extraction import LanguageModel, Listen, Prompt, Reply
from extraction.atomic import write_whole
from index.models.requests import estimate_prompt

_PATIENCE = 300.0  # seconds that another's question is waited for; then it is asked twice


class KeptAnswer(BaseModel):
    """An answer as kept, with what it cost when it was given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    """Name of the model that gave it."""
    text: str
    """One JSON object."""
    tokens_in: int
    tokens_out: int
    seconds: float
    is_estimated: bool
    """The endpoint did not count its tokens."""


class AnswerFolder:
    """The answers of all models, a file for each question's digest, shared by processes.

    A damaged file counts as none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def recall(self, digest: str) -> KeptAnswer | None:
        """The answer kept of a question."""
        try:
            return KeptAnswer.model_validate_json(self._path(digest).read_bytes())
        except (OSError, ValidationError):
            return None

    def keep(self, digest: str, answer: KeptAnswer) -> None:
        """Keep an answer. Raises OSError."""
        write_whole(self._path(digest), answer.model_dump_json(indent=1))

    @contextmanager
    def hold(self, digest: str) -> Iterator[None]:
        """Be the only one to ask a question, as far as patience goes and the folder allows."""
        path = self._path(digest).with_suffix(".lock")
        lock = FileLock(path)
        with suppress(OSError):  # a lock that cannot be had in time among them
            path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=_PATIENCE, poll_interval=0.02)
        try:
            yield
        finally:
            if lock.is_locked:
                lock.release()
                with suppress(OSError):
                    path.unlink()

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}.json"


class CachedModel:
    """A model whose answers are kept; processes that ask the same at once pay once."""

    def __init__(self, model: LanguageModel, folder: Path, place: str = "") -> None:
        self._model = model
        self._answers = AnswerFolder(folder)
        self._place = place

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def ask(self, prompt: Prompt, listen: Listen | None = None) -> Reply:
        """The answer kept, at no cost, else the model's. Raises `ModelError`."""
        digest = find_prompt_digest(self._place, self.name, prompt)
        if (kept := self._answers.recall(digest)) is not None:
            return _give(kept)
        with self._answers.hold(digest):
            if (kept := self._answers.recall(digest)) is not None:
                return _give(kept)
            reply = self._model.ask(prompt, listen)
            made = KeptAnswer(
                model=self.name,
                text=reply.text,
                tokens_in=reply.tokens_in,
                tokens_out=reply.tokens_out,
                seconds=reply.seconds,
                is_estimated=reply.is_estimated,
            )
            with suppress(OSError):  # an answer that was paid for is not lost over it
                self._answers.keep(digest, made)
        return reply


class RecalledModel:
    """A model that is asked only what no answer is kept of; it keeps none itself.

    With a folder of a run, an answer that is kept costs what it did when it was given, the first
    time in the run; without one it costs nothing.
    """

    def __init__(
        self, model: LanguageModel, folder: Path, run: Path | None, place: str = ""
    ) -> None:
        self._model = model
        self._answers = AnswerFolder(folder)
        self._run = run
        """A folder of the run alone, in which its processes mark what is paid for."""
        self._place = place

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def ask(self, prompt: Prompt, listen: Listen | None = None) -> Reply:
        """The answer kept, else the model's. Raises `ModelError`."""
        digest = find_prompt_digest(self._place, self.name, prompt)
        kept = self._answers.recall(digest)
        if kept is None:
            return self._model.ask(prompt, listen)
        if self._run is None or not _mark(self._run / digest):
            return _give(kept)
        return Reply(
            text=kept.text,
            tokens_in=kept.tokens_in or estimate_prompt(prompt),
            tokens_out=kept.tokens_out,
            seconds=kept.seconds,
            is_estimated=kept.is_estimated,
        )


def find_prompt_digest(place: str, model: str, prompt: Prompt) -> str:
    """What tells a question to a model from every other: 64 hexadecimal digits.

    `place` is where the model is: host and path of its endpoint; empty where it is at none.
    """
    parts = [
        place,
        model,
        prompt.version,
        prompt.system,
        prompt.user,
        prompt.schema_name,
        dict(prompt.schema),
    ]
    written = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _mark(path: Path) -> bool:
    """Make an empty file; False where another process did."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _give(kept: KeptAnswer) -> Reply:
    return Reply(text=kept.text, tokens_in=0, tokens_out=0, seconds=0.0, calls=0, is_cached=True)
