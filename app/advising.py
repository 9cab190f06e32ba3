"""Whom a run asks how documents are read, and what came of asking about one."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Generic, TypeVar

from app.settings import (
    MODEL_FILE,
    SettingsError,
    model_answers,
    model_memory,
    read_model_settings,
    read_settings,
)
from extraction import Adviser, Prompt, Reader, Shelf

if TYPE_CHECKING:
    from index import Cost, EndpointSettings, ModelUse

Result = TypeVar("Result")
Work = Callable[[Path, Adviser], Result]

NO_MODEL = f"no model is configured: set GOUJI_MODEL, or name under [model] in {MODEL_FILE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """What a call says of the model."""

    reader: Reader = Reader.AUTO
    is_asking: bool = True
    """Whether what no answer is kept of is asked now; else it is noted down, and no layout is
    kept."""
    max_tokens_total: int | None = None
    echo: Callable[[str], None] | None = None
    """Told each question and its answer."""


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

    made: Result
    """What the work made of it."""
    cost: "Cost | None"
    """None where nothing could be asked."""
    noted: tuple[Prompt, ...]
    """The questions that were only noted down."""


@contextmanager
def use_endpoint(options: ModelOptions, endpoint: "EndpointSettings | None") -> Iterator[ReaderUse]:
    """How a run reads that asks an endpoint; None asks nothing."""
    shelf = Shelf(read_settings(None).layouts, is_closed=not options.is_asking)
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
    made = work(path, inquiry.adviser)
    return Advised(made, inquiry.cost, inquiry.noted)


def _make_use(options: ModelOptions, endpoint: "EndpointSettings", run: Path) -> "ModelUse":
    from index import Asking, ModelUse

    return ModelUse(
        endpoint=endpoint,
        answers=(model_answers(),),
        memory=model_memory(),
        run=run,
        max_tokens_total=options.max_tokens_total,
        asking=Asking.NOW if options.is_asking else Asking.LATER,
        echo=options.echo,
    )
