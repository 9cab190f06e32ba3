"""The commands that keep layouts: layouts list, show, write, remove."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid
from rich.tree import Tree

from app.drawing import print_whole
from app.settings import read_settings
from app.terminal import stop
from extraction import (
    ExtractionError,
    Maker,
    Role,
    Shelf,
    Surroundings,
    Template,
    TemplateColumn,
    UnusableTemplate,
    make_template,
    place_figures,
    read_outline,
    read_tables,
    transcribe,
)

_LONGEST_HEADER = 48
_BY_TITLE = "as titled"
Header = tuple[tuple[int, int], ...]

layouts_app = typer.Typer(
    help="Layouts kept for the next document of the same template: readable files, to be edited.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(help="A layout's ID, or how it begins.", metavar="ID")]
Names = Annotated[list[str], typer.Argument(help="IDs, or how they begin.", metavar="ID…")]


@layouts_app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Print all that is known.")] = False,
) -> None:
    """List the layouts kept, and the files that cannot be used."""
    shelf = _open_shelf()
    kept = shelf.list()
    templates = [one for one in kept if isinstance(one, Template)]
    errors = [one for one in kept if isinstance(one, UnusableTemplate)]
    if as_json:
        records = [{"id": t.fingerprint, **t.model_dump(mode="json")} for t in templates]
        broken = [{"id": error.path.stem, "error": error.reason} for error in errors]
        typer.echo(json.dumps(records + broken, ensure_ascii=False, indent=1))
        return
    if not kept:
        typer.echo(
            f"No layouts are kept in {shelf.folder}; "
            "keep that of a table with: gouji layouts write PATH --table N"
        )
    if templates:
        _draw_templates(Console(highlight=False), templates)
    for error in errors:
        typer.echo(f"{error.path.stem}: cannot be used: {error.reason}")


@layouts_app.command()
def show(
    name: Name,
    as_json: Annotated[bool, typer.Option("--json", help="Print the file itself.")] = False,
) -> None:
    """Show what the columns under a header mean, and the file that says so."""
    shelf = _open_shelf()
    found = _find(shelf, name)
    try:
        template = shelf.read(found)
    except UnusableTemplate as exc:
        stop(str(exc))
    if as_json:
        typer.echo(template.to_text(), nl=False)
        return
    console = Console(highlight=False)
    kind = template.kind or _BY_TITLE
    console.print(f"[bold]{found}[/bold]  kind {kind} · proposed by {template.maker}")
    console.print(_header_tree(template))
    typer.echo(shelf.path(found))


@layouts_app.command()
def write(
    document: Annotated[Path, typer.Argument(help="A document.", show_default=False)],
    table: Annotated[int, typer.Option(min=1, help="Number of the table.", show_default=False)],
) -> None:
    """Keep the layout by which the rules read a table, as a file to be edited."""
    template = _make_template(document, table)
    shelf = _open_shelf()
    try:
        path = shelf.put(template)
    except OSError as exc:
        stop(f"{shelf.folder}: {exc.strerror}")
    if path is None:
        stop(f"{shelf.path(template.fingerprint)}: there is a file already: edit or remove it")
    typer.echo(path)
    typer.echo(f"Edit this file; what it says is shown by: gouji layouts show {path.stem}")


@layouts_app.command()
def remove(names: Names) -> None:
    """Remove layouts; what was read by them stays."""
    shelf = _open_shelf()
    # All are known, or none is removed.
    for found in list(dict.fromkeys(_find(shelf, name) for name in names)):
        try:
            shelf.remove(found)
        except OSError as exc:
            stop(f"{shelf.path(found)}: {exc.strerror}")
        typer.echo(f"{found}: removed")


def _open_shelf() -> Shelf:
    return Shelf(read_settings(None).layouts)


def _find(shelf: Shelf, beginning: str) -> str:
    """The name of the one file that begins so, or the end of the command."""
    found = [name for name in shelf.names() if name.startswith(beginning)]
    if not found:
        stop(f"there is no layout {beginning}; gouji layouts list shows those kept")
    if len(found) > 1 and beginning not in found:
        stop(f"{beginning} begins several layouts: {', '.join(found)}")
    return found[0]  # the whole name sorts before what it begins


def _make_template(document: Path, number: int) -> Template:
    """What of a table's layout is kept, or the end of the command."""
    try:
        text = place_figures(transcribe(document))
    except ExtractionError as exc:
        stop(str(exc))
    outline = read_outline(text)
    readings = read_tables(text, outline)
    if number > len(readings):
        stop(f"{document}: there is no table {number}; the document has {len(readings)}")
    reading, table = readings[number - 1], outline.tables[number - 1]
    title = reading.table.title
    around = Surroundings(heading=title.printed if title else "", plain=text.plain)
    template = make_template(table, reading.layout, around, Maker.PERSON)
    if template is None:
        stop(f"{document}: table {number} cannot be kept: no header stands at its top")
    return template


def _draw_templates(console: Console, templates: Sequence[Template]) -> None:
    """One layout a line."""
    grid = Grid("id", "kind", "columns", "proposed by", "header", box=None, pad_edge=False)
    for template in templates:
        words = " ".join(word for row in template.header for word in row if word)
        cells = (
            template.fingerprint,
            template.kind or _BY_TITLE,
            str(template.width),
            template.maker,
            words if len(words) <= _LONGEST_HEADER else f"{words[:_LONGEST_HEADER]}…",
        )
        grid.add_row(*map(escape, cells))
    print_whole(console, grid)


def _header_tree(template: Template) -> Tree:
    """The header cells, each above those that it spans, with what the columns mean."""
    root = Tree("columns")
    branches: dict[tuple[int, Header], Tree] = {}
    for column in template.columns:
        branch = root
        for depth in range(1, len(column.header) + 1):
            key = (column.side, column.header[:depth])
            if key not in branches:
                row, at = column.header[depth - 1]
                branches[key] = branch.add(escape(template.header[row][at]))
            branch = branches[key]
        if not column.header:
            branch = root.add("—")
        sides = template.columns[-1].side + 1
        branch.label = f"{branch.label} [dim]({_describe(column, sides > 1)})[/dim]"
    return root


def _describe(column: TemplateColumn, has_sides: bool) -> str:
    """The number of a column and what it means, in a few words."""
    words = [str(column.index), f"side {column.side}" if has_sides else "", column.role]
    if column.role is Role.AMOUNT:
        words += [column.measure, column.fund or "", "adds up others" if column.is_total else ""]
    return ", ".join(word for word in words if word)
