"""The `gouji` command."""

import io
import json
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.ask_commands import ask
from app.demonstration import demo
from app.drawing import draw_disclosure, draw_report, draw_table
from app.eval_commands import eval_app
from app.label_commands import label
from app.libraries import Folder
from app.library_commands import index, list_, rebuild, remove, set_
from app.model_commands import model
from app.runs import Inputs, document_names, run_files
from app.settings import read_settings
from app.table_pictures import draw_table_pages
from app.terminal import (
    COULD_NOT_RUN,
    Jobs,
    Paths,
    find_inputs,
    make_folder,
    say,
    show_progress,
    stop,
)
from extraction import Disclosure, ExtractionError, Report, check, fact_rows, read, write_facts
from extraction.atomic import write_whole

app = typer.Typer(
    name="gouji",
    help="Turns published government budget disclosures into checked, cited figures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_BROKEN = 1


class Format(StrEnum):
    """What `extract` writes."""

    JSON = "json"
    CSV = "csv"


@app.command()
def extract(
    paths: Paths,
    out: Annotated[Path, typer.Option(help="Folder to write to; made if missing.")],
    format: Annotated[
        Format | None, typer.Option("--format", help="Only one of the two; both by default.")
    ] = None,
    jobs: Jobs = None,
) -> None:
    """Read documents into NAME.json (the whole record) and NAME.facts.csv (a row a cell)."""
    make_folder(out)
    with find_inputs(paths) as inputs:
        names = _names(inputs)
        work = partial(
            _extract_file, out=out, formats=[format] if format else list(Format), names=names
        )
        failed = bool(inputs.errors)
        running = run_files(work, inputs.files, jobs)
        for done in show_progress(running, len(inputs.files), "extracting"):
            if done.result is None:
                failed = True
                say(inputs.tell(done.error))
            else:
                typer.echo(inputs.tell(done.result))
    raise typer.Exit(COULD_NOT_RUN if failed else 0)


@app.command("check")
def check_(
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="Print findings and ledger.")] = False,
    jobs: Jobs = None,
) -> None:
    """Check every sum. Exit code 0: nothing is broken; 1: something is; 2: could not run."""
    with find_inputs(paths) as inputs:
        work = partial(_check_file, names=_names(inputs))
        running = run_files(work, inputs.files, jobs)
        done = list(show_progress(running, len(inputs.files), "checking"))
    reports = [one.result for one in done if one.result is not None]
    for one in done:
        if one.result is None:
            say(inputs.tell(one.error))
    if as_json:
        typer.echo(_reports_json(reports))
    else:
        console = Console(highlight=False)
        for report in reports:
            draw_report(console, report)
    if inputs.errors or len(reports) < len(inputs.files):
        raise typer.Exit(COULD_NOT_RUN)
    raise typer.Exit(_BROKEN if any(report.is_broken for report in reports) else 0)


@app.command()
def show(
    path: Annotated[str, typer.Argument(help="A document.", show_default=False)],
    table: Annotated[int | None, typer.Option(min=1, help="Number of one table.")] = None,
    image: Annotated[
        Path | None, typer.Option(help="PNG to write: the table's cells drawn over their page.")
    ] = None,
) -> None:
    """Show a document as read, or one table with its header tree, rows and sums."""
    if image is not None and table is None:
        stop("--image draws one table: give its number with --table")
    if image is not None and image.suffix.lower() != ".png":
        stop(f"{image}: pictures are written as PNG: give a name that ends in .png")
    with find_inputs([path]) as inputs:
        if len(inputs.files) > 1:
            stop(f"{path}: show takes one document; here are {len(inputs.files)}")
        if inputs.errors or not inputs.files:
            raise typer.Exit(COULD_NOT_RUN)
        [file] = inputs.files
        try:
            disclosure = read(file)
            if table is not None and table > len(disclosure.tables):
                stop(
                    f"{path}: there is no table {table}; the document has {len(disclosure.tables)}"
                )
            if table is not None and image is not None:
                _draw_pages(file, disclosure, table, image)
                return
        except ExtractionError as exc:
            stop(inputs.tell(str(exc)))
    console = Console(highlight=False)
    if table is None:
        draw_disclosure(console, disclosure)
    else:
        draw_table(console, disclosure.tables[table - 1], check(disclosure))


@app.command()
def schema() -> None:
    """Print the JSON Schema of the record that `extract` writes."""
    typer.echo(json.dumps(Disclosure.model_json_schema(), ensure_ascii=False, indent=2))


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="Folder to write to; made if missing.")],
    agencies: Annotated[int, typer.Option(min=1, help="How many, with three years each.")] = 2,
    seed: Annotated[int, typer.Option(help="The same seed gives the same documents.")] = 1,
) -> None:
    """Write disclosures of fictional agencies, and under gold/ the figures that they print."""
    from evals.generator import write_samples

    make_folder(out)
    for document in write_samples(out, seed, agencies):
        typer.echo(out / f"{document.name}.txt")


@app.command("app")
def app_(
    library: Folder = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="A free one by default.")
    ] = None,
) -> None:
    """Open the library as pages in the browser: documents, checks, questions."""
    from app.serving import serve

    raise typer.Exit(serve(read_settings(library).library, port))


app.command("index")(index)
app.command("list")(list_)
app.command("remove")(remove)
app.command("set")(set_)
app.command("rebuild")(rebuild)
app.command("ask")(ask)
app.command("demo")(demo)
app.command("label")(label)
app.command("model")(model)
app.add_typer(eval_app, name="eval")


def main() -> None:
    """Run the command line."""
    app()


def _draw_pages(file: Path, disclosure: Disclosure, number: int, image: Path) -> None:
    """Write the pages of a table: one under the name given, several with their page numbers."""
    pages = list(draw_table_pages(file, disclosure, disclosure.tables[number - 1]))
    if not pages:
        stop(f"{disclosure.document}: a {disclosure.format} file has no pages to draw")
    make_folder(image.parent)
    for page, data in pages:
        target = image if len(pages) == 1 else image.with_stem(f"{image.stem}-{page}")
        target.write_bytes(data)
        typer.echo(target)


def _names(inputs: Inputs) -> dict[Path, str]:
    """The documents' names; the call says so where a file cannot have its own."""
    names = document_names(inputs.files)
    for path, name in names.items():
        if name != path.stem:
            shown = inputs.tell(str(path))
            say(f"{shown}: another file of this call is named {path.stem} too: this one is {name}")
    return names


def _extract_file(path: Path, out: Path, formats: list[Format], names: dict[Path, str]) -> str:
    disclosure = read(path, names[path])
    written = []
    for format_ in formats:
        target = out / f"{names[path]}{'.json' if format_ is Format.JSON else '.facts.csv'}"
        _write(target, disclosure, format_)
        written.append(str(target))
    facts = sum(1 for _ in fact_rows(disclosure))
    gaps = f", {len(disclosure.gaps)} gaps" if disclosure.gaps else ""
    counts = (
        f"{len(disclosure.tables)} tables, {facts} facts, {len(disclosure.statements)} statements"
    )
    return f"{path} → {', '.join(written)} ({counts}{gaps})"


def _write(target: Path, disclosure: Disclosure, format_: Format) -> None:
    if format_ is Format.JSON:
        text = disclosure.model_dump_json(indent=1)
    else:
        file = io.StringIO()
        write_facts(disclosure, file)
        text = file.getvalue()
    write_whole(target, text, mode=0o644)


def _check_file(path: Path, names: dict[Path, str]) -> Report:
    return check(read(path, names[path]))


def _reports_json(reports: list[Report]) -> str:
    whole = {
        "findings": [f.model_dump(mode="json") for report in reports for f in report.findings],
        "ledger": [e.model_dump(mode="json") for report in reports for e in report.ledger],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)
