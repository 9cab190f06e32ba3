"""The commands that keep a library: index, list, remove, set, rebuild."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from app.advising import Advised, ReaderUse, read_advised
from app.costs import estimate_run, say_costs
from app.libraries import Folder, choose_embedder, end_with_one_line, use_library
from app.library_drawing import describe_indexed, draw_documents
from app.model_options import DryRun, MaxTokens, ReaderOption, Verbose, choose_options, use_model
from app.runs import Inputs, document_names, run_files
from app.settings import read_settings
from app.terminal import (
    COULD_NOT_RUN,
    Jobs,
    OnStep,
    Paths,
    find_inputs,
    say,
    show_steps,
    stop,
)
from extraction import DisclosureKind, Reader

if TYPE_CHECKING:
    from index import Document, Prepared

Name = Annotated[str, typer.Argument(help="Name of a document.", show_default=False)]
Names = Annotated[list[str], typer.Argument(help="Names of documents.", show_default=False)]


def index(
    paths: Paths,
    library: Folder = None,
    jobs: Jobs = None,
    reader: ReaderOption = Reader.AUTO,
    dry_run: DryRun = False,
    max_tokens_total: MaxTokens = None,
    verbose: Verbose = False,
) -> None:
    """Read documents, check their sums and add them to the library."""
    options = choose_options(reader, dry_run, max_tokens_total, verbose)
    with use_model(options) as use, find_inputs(paths) as inputs:
        if dry_run:
            names = document_names(inputs.files)
            raise typer.Exit(estimate_run(inputs, names, use, jobs))
        with show_steps() as on_step:
            # All of it before the library opens: forking workers beside the stores' threads can
            # hang.
            done = _prepare_files(inputs, use, jobs, on_step)
            prepared = [one.made for one in done]
            costs = [one.cost for one in done if one.cost]
            if not prepared:
                raise typer.Exit(COULD_NOT_RUN)
            with use_library(library) as opened:
                indexed = opened.add(prepared, on_step)
    for added in indexed:
        typer.echo(describe_indexed(added))
    say_costs(costs)
    failed = inputs.errors or len(prepared) < len(inputs.files)
    raise typer.Exit(COULD_NOT_RUN if failed else 0)


def list_(
    library: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all that is known.")] = False,
) -> None:
    """List the documents of the library."""
    with use_library(library) as opened:
        documents = opened.documents()
        folder = opened.folder
    if as_json:
        records = [document.model_dump(mode="json") for document in documents]
        typer.echo(json.dumps(records, ensure_ascii=False, indent=1))
    elif documents:
        draw_documents(Console(highlight=False), documents)
    else:
        typer.echo(f"The library {folder} is empty; add documents with: gouji index PATH…")


def remove(documents: Names, library: Folder = None) -> None:
    """Remove documents from the library; the files that they were read from stay."""
    with use_library(library) as opened:
        # All are known, or none is removed.
        names = dict.fromkeys(opened.document(name).name for name in documents)
        for name in names:
            opened.remove(name)
            typer.echo(f"{name}: removed")


def rebuild(library: Folder = None) -> None:
    """Make the library's vectors anew, as another embedder, or another version of it, needs it."""
    from index import Library

    with end_with_one_line():
        embedder = choose_embedder()
    if embedder is None:
        stop("no embedder runs here: vectors cannot be made")
    folder = read_settings(library).library
    with end_with_one_line(), show_steps() as on_step:
        documents = Library.rebuilt(folder, embedder, on_step).documents()
    typer.echo(f"{folder}: vectors of {len(documents)} documents made anew")


def set_(
    document: Name,
    agency: Annotated[str | None, typer.Option(help="The agency that publishes it.")] = None,
    region: Annotated[str | None, typer.Option(help="Province, city or district.")] = None,
    year: Annotated[int | None, typer.Option(min=1949, max=2999, help="Budget year.")] = None,
    kind: Annotated[DisclosureKind | None, typer.Option(help="What it is.")] = None,
    library: Folder = None,
) -> None:
    """Set by hand what was not found in a document, or found wrongly."""
    if all(value is None for value in (agency, region, year, kind)):
        stop("nothing to set: name at least one of --agency, --region, --year, --kind")
    if any(text is not None and not text.strip() for text in (agency, region)):
        stop("an agency or a region cannot be empty")
    with use_library(library) as opened:
        before = opened.document(document)
        after = opened.correct(document, agency=agency, region=region, year=year, kind=kind)
    for line in list(_changes(before, after)) or ["nothing changed"]:
        typer.echo(f"{before.name}: {line}")


def _prepare_files(
    inputs: Inputs, use: ReaderUse, jobs: int | None, on_step: OnStep
) -> "list[Advised[Prepared]]":
    """The files read, extracted and checked; what failed is said."""
    from index import prepare

    work = partial(read_advised, prepare, use, document_names(inputs.files))
    advised = []
    on_step("extracting", 0, len(inputs.files))
    for number, done in enumerate(run_files(work, inputs.files, jobs), start=1):
        on_step("extracting", number, len(inputs.files))
        if done.result is None:
            say(inputs.tell(done.error))
        elif member := inputs.member(done.path):
            kept = _keep_member(done.result.made, member, done.path)
            advised.append(replace(done.result, made=kept))
        else:
            advised.append(done.result)
    return advised


def _keep_member(prepared: "Prepared", member: Path, path: Path) -> "Prepared":
    """A document of an archive: it stays readable when what was unpacked is deleted."""
    kept = path.read_bytes() if prepared.text.format.has_pages else b""
    return replace(prepared, path=member, data=kept)


def _changes(before: "Document", after: "Document") -> Iterator[str]:
    compared = {
        "agency": (before.agency, after.agency),
        "region": (before.region, after.region),
        "year": (before.year, after.year),
        "kind": (before.kind, after.kind),
    }
    for name, (old, new) in compared.items():
        if old != new:
            yield f"{name}: {old or '?'} → {new or '?'}"
