"""What asking would cost, and what it did cost, told by the commands."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from app.advising import ReaderUse, read_advised
from app.runs import Inputs, run_files
from app.terminal import COULD_NOT_RUN, say, show_progress
from extraction import Adviser, Prompt, read

if TYPE_CHECKING:
    from index import Cost, Ledger


def note_questions(
    inputs: Inputs, names: Mapping[Path, str], use: ReaderUse, jobs: int | None
) -> dict[Path, tuple[Prompt, ...]]:
    """The first questions about each document; it is said which cannot be read."""
    work = partial(read_advised, partial(_read_for_questions, names), use, names)
    running = run_files(work, inputs.files, jobs)
    noted = {}
    for done in show_progress(running, len(inputs.files), "reading"):
        if done.result is None:
            say(inputs.tell(done.error))
        else:
            noted[done.path] = done.result.noted
    return noted


def estimate_run(
    inputs: Inputs, names: Mapping[Path, str], use: ReaderUse, jobs: int | None
) -> int:
    """Print what the first questions about each document would cost; returns the exit code."""
    if use.model is None:
        say("no model is configured: nothing is asked")
    noted = note_questions(inputs, names, use, jobs)
    print_estimates({names[path]: prompts for path, prompts in noted.items()})
    return COULD_NOT_RUN if inputs.errors or len(noted) < len(inputs.files) else 0


def print_estimates(noted: Mapping[str, Sequence[Prompt]]) -> None:
    """Print what questions would cost, by document and in all."""
    for name, prompts in noted.items():
        typer.echo(f"{name}: {describe_estimate(prompts)}")
    whole = [prompt for prompts in noted.values() for prompt in prompts]
    typer.echo(f"in all: {describe_estimate(whole)}")


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
    from index import Ledger

    for cost in costs:
        if cost.calls or cost.cache_hits or cost.failures:
            failed = f"; failed: {'; '.join(cost.failures)}" if cost.failures else ""
            say(f"{cost.document}: {_describe(cost.ledger)}{failed}")
    if unread := [cost.document for cost in costs if cost.is_spent]:
        say(f"the tokens did not suffice for all questions about {', '.join(unread)}")
    say(f"in all: {_describe(sum((cost.ledger for cost in costs), Ledger()))}")


def costs_json(costs: "Sequence[Cost]") -> list[dict[str, object]]:
    """The costs as JSON holds them."""
    return [cost.model_dump(mode="json") for cost in costs]


def _read_for_questions(names: Mapping[Path, str], path: Path, adviser: Adviser) -> None:
    """Read a document for what its adviser is asked."""
    read(path, names[path], adviser)


def _describe(ledger: "Ledger") -> str:
    estimated = " (estimated)" if ledger.is_estimated else ""
    return (
        f"{ledger.calls} calls, {ledger.tokens_in} tokens in, {ledger.tokens_out} out{estimated}, "
        f"{ledger.seconds:.1f} s, {ledger.cache_hits} cache hits"
    )
