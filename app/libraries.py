"""The library of a call: opened, or the call ends with one clear line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.settings import read_settings
from app.terminal import say, stop

if TYPE_CHECKING:
    from index import Library

Folder = Annotated[
    Path | None,
    typer.Option(
        "--library", help="Folder of the library; by default GOUJI_LIBRARY or the user's data."
    ),
]


@contextmanager
def end_with_one_line() -> Iterator[None]:
    """An error of the library ends the call with one line."""
    from index import LibraryError

    try:
        yield
    except LibraryError as exc:
        stop(str(exc))


@contextmanager
def use_library(folder: Path | None) -> "Iterator[Library]":
    """The library of a call; an error of it ends the call with one line."""
    from index import Library, load_embedder

    with end_with_one_line():
        library = Library(read_settings(folder).library, load_embedder())
        for notice in library.notices:
            say(notice)
        yield library
