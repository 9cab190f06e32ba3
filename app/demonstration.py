"""The command that shows all of it at once, on sample disclosures: demo."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from app.answers_drawing import answer_lines
from app.drawing import draw_report
from app.libraries import use_library
from app.library_drawing import describe_indexed
from app.terminal import show_steps
from extraction import TableKind, read

if TYPE_CHECKING:
    from index import Indexed, Library, Prepared

_SEED = 7
_QUESTIONS = (
    "2024年住房公积金预算是多少？",
    "2024年公务接待费为什么增加？",
    "2024年教育支出是多少？",
)


def demo() -> None:
    """Check and index sample disclosures in a temporary folder, and answer three questions."""
    with TemporaryDirectory(prefix="gouji-demo-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        files = _write_samples(folder / "samples")
        place = change_figure(files[0])
        typer.echo(f"{len(files)} disclosures of a fictional agency were written.")
        typer.echo(f"One figure was changed, so that there is something to find: {place}")
        with use_library(folder / "library") as library:
            prepared, indexed = _fill_library(library, files)
            _show_library(prepared, indexed)
            _show_answers(library)


def change_figure(path: Path) -> str:
    """Change the first digit of an item's figure in the expenditure table; says which."""
    disclosure = read(path)
    table = next(table for table in disclosure.tables if table.kind is TableKind.EXPENDITURE)
    row = max(table.rows, key=lambda row: len(row.full_code or ""))
    cell = next(cell for cell in row.cells if cell.amount)
    [span] = cell.source.spans
    changed = re.sub(r"\d", lambda digit: str(int(digit[0]) % 9 + 1), cell.printed, count=1)
    lines = path.read_text(encoding="utf-8").split("\n")
    line = lines[span.line - 1]
    lines[span.line - 1] = line[: span.start] + changed + line[span.end :]
    path.write_text("\n".join(lines), encoding="utf-8")
    return f"{path.stem}, {cell.source.spot}: {cell.printed} → {changed}"


def _write_samples(folder: Path) -> list[Path]:
    from evals.generator import write_samples

    return [folder / f"{document.name}.txt" for document in write_samples(folder, _SEED, 1)]


def _fill_library(library: "Library", files: list[Path]) -> "tuple[list[Prepared], list[Indexed]]":
    from index import prepare

    prepared = []
    with show_steps() as on_step:
        for number, path in enumerate(files, start=1):
            prepared.append(prepare(path))
            on_step("extracting", number, len(files))
        return prepared, library.add(prepared, on_step)


def _show_library(prepared: "list[Prepared]", indexed: "list[Indexed]") -> None:
    typer.echo("\nThe sums:")
    console = Console(highlight=False)
    for one in prepared:
        draw_report(console, one.report)
    typer.echo("\nThe library:")
    for added in indexed:
        typer.echo(describe_indexed(added))


def _show_answers(library: "Library") -> None:
    from index import answer

    for question in _QUESTIONS:
        typer.echo(f"\n? {question}")
        for line in answer_lines(answer(library, question)):
            typer.echo(line)
