"""Whom a run asks how documents are read, how much that may cost, and what it did cost."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Generic, TypeVar

import typer
from pydantic import BaseModel, ConfigDict

from app.runs import Inputs, run_files
from app.settings import (
    MODEL_FILE,
    SettingsError,
    layouts_folder,
    model_answers,
    model_memory,
    read_model_settings,
)
from app.terminal import COULD_NOT_RUN, say, show_progress, stop
from extraction import Adviser, LanguageModel, ModelError, Prompt, Reader, Reply, read
from extraction.templates import Shelf, Template

if TYPE_CHECKING:
    from index import Endpoint, EndpointSettings, Ledger

Result = TypeVar("Result")
Work = Callable[[Path, Adviser], Result]

NO_MODEL = f"no model is configured: set GOUJI_MODEL, or name under [model] in {MODEL_FILE}"

ReaderOption = Annotated[
    Reader,
    typer.Option(
        help="Who tells how a document is read: the rules; the model; or (auto) the rules, and the "
        "model what they leave open. Where no model is configured, auto asks nothing."
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Print what the model would be asked; do nothing else.")
]
MaxTokens = Annotated[
    int | None, typer.Option(min=1, help="Ask the model no more once so many tokens are spent.")
]
Verbose = Annotated[
    bool, typer.Option("--verbose", help="Show each question to the model, and its answer.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """What a call says of the model."""

    reader: Reader = Reader.AUTO
    is_dry: bool = False
    is_verbose: bool = False
    max_tokens_total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """How a run uses a model: what its processes make their advisers of."""

    reader: Reader
    shelf: Shelf
    """The layouts kept."""
    endpoint: "EndpointSettings | None" = None
    """None where nothing is asked."""
    answers: Path
    """The folder of answers kept."""
    memory: Path
    """The file that remembers what endpoints take."""
    run: Path
    """A folder of this run alone, in which its processes count what they spend."""
    max_tokens_total: int | None = None
    is_dry: bool = False
    """What no answer is kept of is only noted down."""
    is_verbose: bool = False


class Cost(BaseModel):
    """What asking about one document cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    calls: int
    """Requests that were answered."""
    tokens_in: int
    tokens_out: int
    seconds: float
    """Spent waiting for answers."""
    cache_hits: int
    """Questions to which an answer was kept."""
    is_estimated: bool
    """The endpoint did not count its tokens."""
    is_spent: bool
    """The tokens set for the run were spent before all was asked."""
    failures: tuple[str, ...]
    """What went wrong, a line each."""


@dataclass(frozen=True, slots=True)
class Advised(Generic[Result]):
    """What came of one document, and of asking about it."""

    result: Result
    cost: Cost | None
    """None where nothing could be asked."""
    noted: tuple[Prompt, ...]
    """The questions that were only noted down."""


@contextmanager
def use_model(options: ModelOptions) -> Iterator[ModelUse]:
    """The model that a run uses; where it needs one and has none, the call ends with one line."""
    with TemporaryDirectory(prefix="gouji-run-") as run:
        yield ModelUse(
            reader=options.reader,
            shelf=_ClosedShelf(layouts_folder()) if options.is_dry else Shelf(layouts_folder()),
            endpoint=_find_endpoint(options.reader),
            answers=model_answers(),
            memory=model_memory(),
            run=Path(run),
            max_tokens_total=options.max_tokens_total,
            is_dry=options.is_dry,
            is_verbose=options.is_verbose,
        )


def read_advised(
    work: Work[Result], use: ModelUse, names: Mapping[Path, str], path: Path
) -> Advised[Result]:
    """Do the work on one document with an adviser of its own."""
    if use.endpoint is None:
        return Advised(work(path, Adviser(use.reader, shelf=use.shelf)), None, ())
    from index import MeteredModel, NotedModel, RecalledModel

    noted = NotedModel(use.endpoint.name)
    if use.is_dry:
        shared: LanguageModel = RecalledModel(noted, use.answers, use.run, use.endpoint.place)
    else:
        shared = _share_model(use)
    metered = MeteredModel(shared)
    name = names[path]
    model = _EchoedModel(metered, name, use.endpoint) if use.is_verbose else metered
    adviser = Adviser(use.reader, model, use.shelf)
    result = work(path, adviser)
    return Advised(result, _sum_up(name, metered.ledger, adviser), noted.prompts)


def read_only(names: Mapping[Path, str], path: Path, adviser: Adviser) -> None:
    """Read a document for what its adviser is asked."""
    read(path, names[path], adviser)


def print_estimate(
    inputs: Inputs, names: Mapping[Path, str], use: ModelUse, jobs: int | None
) -> int:
    """Print what the first questions about each document would cost; returns the exit code."""
    work = partial(read_advised, partial(read_only, names), use, names)
    failed = bool(inputs.errors)
    whole: list[Prompt] = []
    running = run_files(work, inputs.files, jobs)
    for done in show_progress(running, len(inputs.files), "estimating"):
        if done.result is None:
            failed = True
            say(inputs.tell(done.error))
        else:
            whole.extend(done.result.noted)
            typer.echo(f"{names[done.path]}: {describe_estimate(done.result.noted)}")
    typer.echo(f"in all: {describe_estimate(whole)}")
    return COULD_NOT_RUN if failed else 0


def describe_estimate(prompts: Sequence[Prompt]) -> str:
    """Calls and tokens that questions would take, in words."""
    from index import estimate_answer, estimate_prompt

    tokens_in = sum(map(estimate_prompt, prompts))
    tokens_out = sum(map(estimate_answer, prompts))
    return f"{len(prompts)} calls, about {tokens_in} tokens in and {tokens_out} out"


def say_costs(costs: Sequence[Cost]) -> None:
    """Say what each document cost and what failed, and the whole; nothing where none could ask."""
    if not costs:
        return
    for cost in costs:
        if cost.calls or cost.cache_hits or cost.failures:
            failed = "; ".join(cost.failures)
            say(f"{cost.document}: {_describe(cost)}{f'; failed: {failed}' if failed else ''}")
    if unread := [cost.document for cost in costs if cost.is_spent]:
        say(f"the tokens did not suffice for all questions about {', '.join(unread)}")
    whole = Cost(
        document="",
        calls=sum(cost.calls for cost in costs),
        tokens_in=sum(cost.tokens_in for cost in costs),
        tokens_out=sum(cost.tokens_out for cost in costs),
        seconds=sum(cost.seconds for cost in costs),
        cache_hits=sum(cost.cache_hits for cost in costs),
        is_estimated=any(cost.is_estimated for cost in costs),
        is_spent=bool(unread),
        failures=(),
    )
    say(f"in all: {_describe(whole)}")


def costs_json(costs: Sequence[Cost]) -> list[dict[str, object]]:
    """The costs as JSON holds them."""
    return [cost.model_dump(mode="json") for cost in costs]


def _find_endpoint(reader: Reader) -> "EndpointSettings | None":
    if reader is Reader.RULES:
        return None
    try:
        settings = read_model_settings()
    except SettingsError as exc:
        stop(str(exc))
    if settings is None and reader is Reader.MODEL:
        stop(NO_MODEL)
    return settings


def _sum_up(document: str, ledger: "Ledger", adviser: Adviser) -> Cost:
    return Cost(
        document=document,
        calls=ledger.calls,
        tokens_in=ledger.tokens_in,
        tokens_out=ledger.tokens_out,
        seconds=round(ledger.seconds, 2),
        cache_hits=ledger.cache_hits,
        is_estimated=ledger.is_estimated,
        is_spent=adviser.is_spent,
        failures=tuple(dict.fromkeys(adviser.failures)),
    )


def _describe(cost: Cost) -> str:
    estimated = " (estimated)" if cost.is_estimated else ""
    return (
        f"{cost.calls} calls, {cost.tokens_in} tokens in, {cost.tokens_out} out{estimated}, "
        f"{cost.seconds:.1f} s, {cost.cache_hits} cache hits"
    )


@lru_cache(maxsize=1)
def _share_model(use: ModelUse) -> LanguageModel:
    """The model that the documents of a process share."""
    from index import Budget, BudgetedModel, CachedModel, FailFastModel

    assert use.endpoint is not None
    model: LanguageModel = _LateEndpoint(use.endpoint, use.memory)
    if use.max_tokens_total is not None:
        model = BudgetedModel(model, Budget(use.max_tokens_total, use.run / "tally"))
    return CachedModel(FailFastModel(model), use.answers, use.endpoint.place)


class _ClosedShelf(Shelf):
    """Layouts that serve, and to which none is added."""

    def put(self, template: Template) -> None:
        """Keep nothing."""


class _LateEndpoint:
    """An endpoint whose client is loaded when the first question is asked."""

    def __init__(self, settings: "EndpointSettings", memory: Path) -> None:
        self._settings = settings
        self._memory = memory
        self._endpoint: Endpoint | None = None

    @property
    def name(self) -> str:
        return self._settings.name

    def ask(self, prompt: Prompt) -> Reply:
        from index import Endpoint

        if self._endpoint is None:
            self._endpoint = Endpoint(self._settings, self._memory)
        return self._endpoint.ask(prompt)


class _EchoedModel:
    """A model whose questions and answers are shown; the key never, whoever writes it."""

    def __init__(self, model: LanguageModel, document: str, settings: "EndpointSettings") -> None:
        self._model = model
        self._document = document
        self._key = settings.key.get_secret_value() if settings.key else ""

    @property
    def name(self) -> str:
        return self._model.name

    def ask(self, prompt: Prompt) -> Reply:
        try:
            reply = self._model.ask(prompt)
        except ModelError as exc:
            self._show(prompt, f"no answer: {exc}")
            raise
        kept = ", kept before" if reply.is_cached else ""
        self._show(prompt, f"answer{kept}: {reply.text}")
        return reply

    def _show(self, prompt: Prompt, answer: str) -> None:
        told = f"{self._document}: question:\n{prompt.system}\n\n{prompt.user}\n{answer}"
        say(told.replace(self._key, "…") if self._key else told)
