"""The `gouji` command."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.advising import ModelOptions, read_advised
from app.ask_commands import ask
from app.batch_commands import batch_app
from app.check_commands import check_, rules
from app.costs import estimate_run, say_costs
from app.demonstration import demo
from app.drawing import draw_disclosure, draw_table
from app.eval_commands import eval_app
from app.extracting import COST, Format, Target, extract_files
from app.label_commands import label
from app.layout_commands import layouts_app
from app.libraries import Folder
from app.library_commands import index, list_, rebuild, remove, set_
from app.model_commands import model
from app.model_options import DryRun, MaxTokens, ReaderOption, Verbose, choose_options, use_model
from app.settings import read_settings
from app.table_pictures import draw_table_pages
from app.terminal import (
    COULD_NOT_RUN,
    Jobs,
    Paths,
    find_inputs,
    make_folder,
    name_documents,
    stop,
)
from extraction import Adviser, Disclosure, ExtractionError, Reader, check, read

app = typer.Typer(
    name="gouji",
    help="Turns published government budget disclosures into checked, cited figures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def extract(
    paths: Paths,
    out: Annotated[Path, typer.Option(help="Folder to write to; made if missing.")],
    format: Annotated[
        Format | None, typer.Option("--format", help="Only one of the two; both by default.")
    ] = None,
    jobs: Jobs = None,
    reader: ReaderOption = Reader.AUTO,
    dry_run: DryRun = False,
    max_tokens_total: MaxTokens = None,
    verbose: Verbose = False,
) -> None:
    """Read documents into NAME.json (the whole record) and NAME.facts.csv (a row a cell)."""
    options = choose_options(reader, dry_run, max_tokens_total, verbose)
    with use_model(options) as use:
        if not dry_run:
            make_folder(out)
        with find_inputs(paths) as inputs:
            names = name_documents(inputs, *([COST] if use.model else []))
            if dry_run:
                raise typer.Exit(estimate_run(inputs, names, use, jobs))
            target = Target(out, (format,) if format else tuple(Format), names)
            extracted = extract_files(inputs, target, use, jobs)
    raise typer.Exit(COULD_NOT_RUN if inputs.errors or extracted.has_failed else 0)


@app.command()
def show(
    path: Annotated[str, typer.Argument(help="A document.", show_default=False)],
    table: Annotated[int | None, typer.Option(min=1, help="Number of one table.")] = None,
    image: Annotated[
        Path | None, typer.Option(help="PNG to write: the table's cells drawn over their page.")
    ] = None,
    reader: ReaderOption = Reader.AUTO,
) -> None:
    """Show a document as read, or one table with its header tree, rows and sums."""
    if image is not None and table is None:
        stop("--image draws one table: give its number with --table")
    if image is not None and image.suffix.lower() != ".png":
        stop(f"{image}: pictures are written as PNG: give a name that ends in .png")
    with use_model(ModelOptions(reader=reader)) as use, find_inputs([path]) as inputs:
        if len(inputs.files) > 1:
            stop(f"{path}: show takes one document; here are {len(inputs.files)}")
        if inputs.errors or not inputs.files:
            raise typer.Exit(COULD_NOT_RUN)
        [file] = inputs.files
        try:
            advised = read_advised(_read_file, use, {file: file.stem}, file)
            disclosure = advised.made
            if table is not None and table > len(disclosure.tables):
                stop(
                    f"{path}: there is no table {table}; the document has {len(disclosure.tables)}"
                )
            if table is not None and image is not None:
                _draw_pages(file, disclosure, table, image)
        except ExtractionError as exc:
            stop(inputs.tell(str(exc)))
    console = Console(highlight=False)
    if table is None:
        draw_disclosure(console, disclosure)
    elif image is None:
        draw_table(console, disclosure.tables[table - 1], check(disclosure))
    say_costs([advised.cost] if advised.cost else [])


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


app.command("check")(check_)
app.command("rules")(rules)
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
app.add_typer(batch_app, name="batch")
app.add_typer(layouts_app, name="layouts")


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


def _read_file(path: Path, adviser: Adviser) -> Disclosure:
    return read(path, None, adviser)
