"""A document of a few lines, and its record."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, extract
from extraction.reading import TextFile

Disclose = Callable[[str], Disclosure]


@pytest.fixture(scope="session")
def disclose() -> Disclose:
    """The record of a text in which `|` stands for a tab, as in a table on paper."""

    def disclose(text: str) -> Disclosure:
        lines = tuple(text.strip("\n").replace("|", "\t").split("\n"))
        return extract(TextFile(document="demo", sha256="0" * 64, encoding="utf-8", lines=lines))

    return disclose
