"""The library of a call: opened, or the call ends with one clear line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.settings import SettingsError, embedding_memory, read_embedding_settings, read_settings
from app.terminal import say, stop

if TYPE_CHECKING:
    from index import Embedder, EndpointSettings, Library

Folder = Annotated[
    Path | None,
    typer.Option(
        "--library", help="Folder of the library; by default GOUJI_LIBRARY or the user's data."
    ),
]


def choose_embedder() -> "Embedder | None":
    """The endpoint that is configured to make vectors, else the model on this machine; None where
    that does not run. Raises `SettingsError`.
    """
    from index import EmbeddingEndpoint, load_embedder

    settings = read_embedding_settings()
    return EmbeddingEndpoint(settings, embedding_memory()) if settings else load_embedder()


def probe_embedder(settings: "EndpointSettings | None") -> str:
    """What makes vectors: the endpoint of these settings, which makes one so that it is known anew,
    else this machine. Raises `LibraryError`.
    """
    from index import EmbeddingEndpoint, load_embedder

    if settings is None:
        return "on this machine" if load_embedder() else "none: search is by words only"
    embedder = EmbeddingEndpoint(settings, embedding_memory())
    embedder.forget()
    return embedder.name


@contextmanager
def end_with_one_line() -> Iterator[None]:
    """An error of the library or the settings ends the call with one line."""
    from index import LibraryError

    try:
        yield
    except (LibraryError, SettingsError) as exc:
        stop(str(exc))


@contextmanager
def use_library(folder: Path | None) -> "Iterator[Library]":
    """The library of a call; an error of it ends the call with one line."""
    from index import Library

    with end_with_one_line():
        library = Library(read_settings(folder).library, choose_embedder())
        for notice in library.notices:
            say(notice)
        yield library
