"""Whom a run asks how documents are read, how much that may cost, and what it did cost."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Generic, TypeVar

import typer

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
from extraction import Adviser, Prompt, Reader, read
from extraction.templates import Shelf, Template

if TYPE_CHECKING:
    from index import Cost, EndpointSettings, ModelUse

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
class ReaderUse:
    """How a run reads documents: what its processes make their advisers of."""

    reader: Reader
    shelf: Shelf
    """The layouts kept."""
    model: "ModelUse | None" = None
    """None where nothing is asked."""


@dataclass(frozen=True, slots=True)
class Advised(Generic[Result]):
    """What came of one document, and of asking about it."""

    result: Result
    cost: "Cost | None"
    """None where nothing could be asked."""
    noted: tuple[Prompt, ...]
    """The questions that were only noted down."""


@contextmanager
def use_model(options: ModelOptions) -> Iterator[ReaderUse]:
    """How a run reads; where it needs a model and has none, the call ends with one line."""
    try:
        endpoint = find_endpoint(options.reader)
    except SettingsError as exc:
        stop(str(exc))
    with use_endpoint(options, endpoint) as use:
        yield use


@contextmanager
def use_endpoint(options: ModelOptions, endpoint: "EndpointSettings | None") -> Iterator[ReaderUse]:
    """How a run reads that asks an endpoint; None asks nothing."""
    shelf = _ClosedShelf(layouts_folder()) if options.is_dry else Shelf(layouts_folder())
    with TemporaryDirectory(prefix="gouji-run-") as run:
        model = _make_use(options, endpoint, Path(run)) if endpoint else None
        yield ReaderUse(reader=options.reader, shelf=shelf, model=model)


def find_endpoint(reader: Reader) -> "EndpointSettings | None":
    """The model that is configured; None where none is, or none may be asked.

    Raises `SettingsError` where a reader needs one and has none.
    """
    settings = None if reader is Reader.RULES else read_model_settings()
    if settings is None and reader is Reader.MODEL:
        raise SettingsError(NO_MODEL)
    return settings


def read_advised(
    work: Work[Result], use: ReaderUse, names: Mapping[Path, str], path: Path
) -> Advised[Result]:
    """Do the work on one document with an adviser of its own."""
    if use.model is None:
        return Advised(work(path, Adviser(use.reader, shelf=use.shelf)), None, ())
    from index import Inquiry

    inquiry = Inquiry(use.model, names[path], use.reader, use.shelf)
    result = work(path, inquiry.adviser)
    return Advised(result, inquiry.cost, inquiry.noted)


def read_only(names: Mapping[Path, str], path: Path, adviser: Adviser) -> None:
    """Read a document for what its adviser is asked."""
    read(path, names[path], adviser)


def print_estimate(
    inputs: Inputs, names: Mapping[Path, str], use: ReaderUse, jobs: int | None
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


def say_costs(costs: "Sequence[Cost]") -> None:
    """Say what each document cost and what failed, and the whole; nothing where none could ask."""
    if not costs:
        return
    from index import Cost

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


def costs_json(costs: "Sequence[Cost]") -> list[dict[str, object]]:
    """The costs as JSON holds them."""
    return [cost.model_dump(mode="json") for cost in costs]


def _make_use(options: ModelOptions, endpoint: "EndpointSettings", run: Path) -> "ModelUse":
    from index import Asking, ModelUse

    return ModelUse(
        endpoint=endpoint,
        answers=(model_answers(),),
        memory=model_memory(),
        run=run,
        max_tokens_total=options.max_tokens_total,
        asking=Asking.LATER if options.is_dry else Asking.NOW,
        echo=say if options.is_verbose else None,
    )


def _describe(cost: "Cost") -> str:
    estimated = " (estimated)" if cost.is_estimated else ""
    return (
        f"{cost.calls} calls, {cost.tokens_in} tokens in, {cost.tokens_out} out{estimated}, "
        f"{cost.seconds:.1f} s, {cost.cache_hits} cache hits"
    )


class _ClosedShelf(Shelf):
    """Layouts that serve, and to which none is added."""

    def put(self, template: Template) -> None:
        """Keep nothing."""
