"""Small documents, and an embedder that needs no model."""

from collections.abc import Callable
from pathlib import Path

import pytest
from indexing import CharacterEmbedder

from index import Library, Prepared, prepare

Write = Callable[..., Path]
Prepare = Callable[..., Prepared]

TEXT = """{agency}{year}年部门预算

收支总表
单位：万元
项目|预算数
合计|{total}
基本支出|{basic}
项目支出|2.50

名词解释
基本支出：指为保障机构正常运转而发生的支出。
{more}
"""


@pytest.fixture
def write_text(tmp_path: Path) -> Write:
    """Write a document: a table of three figures, a definition, and what more is given."""

    def write(
        name: str = "demo.txt",
        more: str = "",
        *,
        agency: str = "青山县水利局",
        year: int = 2024,
        basic: str = "7.50",
        total: str = "10.00",
    ) -> Path:
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = TEXT.format(agency=agency, year=year, basic=basic, total=total, more=more)
        path.write_text(text.replace("|", "\t"), encoding="utf-8")
        return path

    return write


@pytest.fixture
def prepare_text(write_text: Write) -> Prepare:
    """The same, read and checked."""
    return lambda *args, **kwargs: prepare(write_text(*args, **kwargs))


@pytest.fixture
def embedder() -> CharacterEmbedder:
    """An embedder of the test's own."""
    return CharacterEmbedder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a library may be made."""
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path, embedder: CharacterEmbedder) -> Library:
    """An empty library."""
    return Library(folder, embedder)
