"""What the commands that may ask a model share: their options, and the run made of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from app.advising import ModelOptions, ReaderUse, find_endpoint, use_endpoint
from app.settings import SettingsError
from app.terminal import say, stop
from extraction import Reader

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


def choose_options(
    reader: Reader, dry_run: bool, max_tokens_total: int | None, verbose: bool
) -> ModelOptions:
    """What the options of a call say of the model."""
    return ModelOptions(
        reader=reader,
        is_asking=not dry_run,
        max_tokens_total=max_tokens_total,
        echo=say if verbose else None,
    )


@contextmanager
def use_model(options: ModelOptions) -> Iterator[ReaderUse]:
    """How a run reads; where it needs a model and has none, the call ends with one line."""
    try:
        endpoint = find_endpoint(options.reader)
    except SettingsError as exc:
        stop(str(exc))
    with use_endpoint(options, endpoint) as use:
        yield use
