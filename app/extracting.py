"""Documents to files: the record and the facts of each, and what asking cost."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

import typer

from app.advising import Advised, ReaderUse, read_advised
from app.costs import costs_json, say_costs
from app.runs import Inputs, run_files
from app.terminal import say, show_progress, write_or_stop
from extraction import Adviser, Disclosure, Prompt, fact_rows, read, write_facts
from extraction.atomic import write_whole

COST = "cost"
"""Name of the file that tells what a run cost, without its ending."""
_MODE = 0o644


class Format(StrEnum):
    """What is written of a document."""

    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Target:
    """Where and what to write."""

    out: Path
    formats: tuple[Format, ...]
    names: Mapping[Path, str]


@dataclass(frozen=True, slots=True)
class Extracted:
    """What came of a run."""

    noted: tuple[tuple[str, tuple[Prompt, ...]], ...]
    """The questions that were only noted down, by document."""
    has_failed: bool
    """Whether there are documents of which nothing was written."""


def extract_files(inputs: Inputs, target: Target, use: ReaderUse, jobs: int | None) -> Extracted:
    """Write the records and facts of documents; where something could be asked, say and write what
    it cost.
    """
    work = partial(read_advised, partial(_write_record, target), use, target.names)
    advised: list[Advised[str]] = []
    running = run_files(work, inputs.files, jobs)
    for done in show_progress(running, len(inputs.files), "extracting"):
        if done.result is None:
            say(inputs.tell(done.error))
        else:
            advised.append(done.result)
            typer.echo(inputs.tell(done.result.made))
    costs = tuple(one.cost for one in advised if one.cost)
    say_costs(costs)
    if use.model is not None:
        text = json.dumps(costs_json(costs), ensure_ascii=False, indent=1)
        write_or_stop(target.out / f"{COST}.json", text, _MODE)
    noted = tuple((one.cost.document, one.noted) for one in advised if one.cost)
    return Extracted(noted, len(advised) < len(inputs.files))


def _write_record(target: Target, path: Path, adviser: Adviser) -> str:
    """Write what is wanted of one document; returns a line that says so."""
    name = target.names[path]
    disclosure = read(path, name, adviser)
    written = []
    for format_ in target.formats:
        file = target.out / f"{name}{'.json' if format_ is Format.JSON else '.facts.csv'}"
        write_whole(file, _write_text(disclosure, format_), mode=_MODE)
        written.append(str(file))
    facts = sum(1 for _ in fact_rows(disclosure))
    gaps = f", {len(disclosure.gaps)} gaps" if disclosure.gaps else ""
    counts = (
        f"{len(disclosure.tables)} tables, {facts} facts, {len(disclosure.statements)} statements"
    )
    return f"{path} → {', '.join(written)} ({counts}{gaps})"


def _write_text(disclosure: Disclosure, format_: Format) -> str:
    if format_ is Format.JSON:
        return disclosure.model_dump_json(indent=1)
    file = io.StringIO()
    write_facts(disclosure, file)
    return file.getvalue()
