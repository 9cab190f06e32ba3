"""What the commands share: the inputs of a call, exit codes, progress, one line a message."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID

from app.runs import Done, Inputs, Result, document_names, find_files
from extraction.atomic import write_whole

OnStep = Callable[[str, int, int], None]

COULD_NOT_RUN = 2
_NAMES = {"waiting": "waiting for another process to end its writing"}

Paths = Annotated[list[str], typer.Argument(help="Files, folders, archives.", show_default=False)]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="How many files at once; all cores by default.")
]


def say(message: str) -> None:
    """Write one line beside the output."""
    print(f"gouji: {message}", file=sys.stderr)


def stop(message: str) -> NoReturn:
    """Say why the command cannot go on, and end it."""
    say(message)
    raise typer.Exit(COULD_NOT_RUN)


@contextmanager
def find_inputs(paths: list[str]) -> Iterator[Inputs]:
    """The files that the paths name, archives unpacked as long as they are used; what is wrong
    with a path is said."""
    with TemporaryDirectory(prefix="gouji-") as folder:
        inputs = find_files(paths, Path(folder))
        for error in inputs.errors:
            say(inputs.tell(error))
        if inputs.passed_over:
            say(f"passed over {inputs.passed_over} files that are no documents")
        yield inputs


def name_documents(inputs: Inputs, *taken: str) -> dict[Path, str]:
    """The documents' names, none of those that are taken; it is said where a file cannot have its
    own."""
    names = document_names([*map(Path, taken), *inputs.files])
    for path in inputs.files:
        if names[path] != path.stem:
            shown = inputs.tell(str(path))
            other = f"another file of this call is named {path.stem} too"
            say(f"{shown}: {other}: this one is {names[path]}")
    return names


def make_folder(out: Path) -> None:
    """Make a folder to write to, or end the command."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        stop(f"{out}: {exc.strerror}")


def write_or_stop(path: Path, content: str | bytes, mode: int = 0o600) -> None:
    """Write a file whole, or end the command."""
    try:
        write_whole(path, content, mode)
    except OSError as exc:
        stop(f"{path}: {exc.strerror}")


def show_progress(results: Iterator[Done[Result]], total: int, what: str) -> Iterator[Done[Result]]:
    """A bar on a terminal, where there is more than one file to wait for."""
    with _bars(disable=total < 2) as progress:
        task = progress.add_task(what, total=total)
        for done in results:
            progress.advance(task)
            yield done


@contextmanager
def show_steps() -> Iterator[OnStep]:
    """What is told of each step (its name, how much is done, of how much): as bars on a terminal,
    elsewhere as a line when the step begins.
    """
    tasks: dict[str, TaskID] = {}
    with _bars() as progress:

        def on_step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                name = _NAMES.get(what, what)
                tasks[what] = progress.add_task(name, total=total)
                if progress.disable:
                    say(f"{name} ({total})" if total > 1 else name)
            progress.update(tasks[what], completed=done, total=total)

        yield on_step


def _bars(disable: bool = False) -> Progress:
    console = Console(stderr=True)
    # Else rich would send what the command prints to the bars' stream, past a redirection.
    redirect = sys.stdout.isatty()
    return Progress(
        "{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        disable=disable or not console.is_terminal,
        redirect_stdout=redirect,
    )
