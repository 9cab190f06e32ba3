"""A document of a few lines, and its record."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from extraction import Disclosure, Transcript, extract
from extraction.readers.tabs import find_grids

Disclose = Callable[[str], Disclosure]


@pytest.fixture(scope="session")
def disclose() -> Disclose:
    """The record of a text in which `|` stands for a tab, as in a table on paper."""

    def disclose(text: str) -> Disclosure:
        lines = tuple(text.strip("\n").replace("|", "\t").split("\n"))
        bare = Transcript("demo", lines, encoding="utf-8")
        return extract(replace(bare, grids=tuple(find_grids(bare))))

    return disclose
