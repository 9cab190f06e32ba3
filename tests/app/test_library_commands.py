"""The commands that keep a library, run as a person runs them."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app

_SPENDING = """\
{agency}{year}年部门预算

支出总表

部门：{agency}

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t{total}\t60.00\t40.50
208\t社会保障和就业支出\t20.00\t20.00\t—
213\t农林水支出\t80.50\t40.00\t40.50
21303\t水利\t80.50\t40.00\t40.50
2130301\t行政运行\t40.00\t40.00\t
2130306\t水利工程运行与维护\t40.50\t—\t40.50
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "library"
    monkeypatch.setenv("GOUJI_LIBRARY", str(folder))
    monkeypatch.setenv("COLUMNS", "80")
    return folder


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def _write(
    folder: Path,
    name: str,
    agency: str = "青禾县水务局",
    year: int = 2024,
    total: str = "100.50",
) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_SPENDING.format(agency=agency, year=year, total=total), encoding="utf-8")
    return str(path)


def _listed() -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(_run("list", "--json").stdout)
    return listed


@pytest.mark.usefixtures("library")
def test_index_says_what_came_of_each_document(tmp_path: Path) -> None:
    water = _write(tmp_path, "in/water.txt")
    _write(tmp_path, "in/parks.txt", "青禾县园林局", 2023)
    done = _run("index", str(tmp_path / "in"))
    assert done.exit_code == 0
    assert re.sub(r"\d+ passages", "P passages", done.stdout).splitlines() == [
        "parks: added: 青禾县园林局 · 2023 · budget: 1 tables, 17 facts, P passages, 0 gaps",
        "water: added: 青禾县水务局 · 2024 · budget: 1 tables, 17 facts, P passages, 0 gaps",
    ]
    again = _run("index", water)
    assert again.stdout.startswith("water: unchanged: 青禾县水务局 · 2024 · budget: 1 tables")
    _write(tmp_path, "in/water.txt", total="101.50")
    assert _run("index", water).stdout.startswith("water: replaced: 青禾县水务局 · 2024")
    [parks, renewed] = _listed()
    assert (parks["name"], parks["broken"]) == ("parks", 0)
    assert (renewed["name"], renewed["broken"]) == ("water", 1)


@pytest.mark.usefixtures("library")
def test_a_file_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    good = _write(tmp_path, "water.txt")
    (tmp_path / "empty.txt").touch()
    done = _run("index", str(tmp_path / "empty.txt"), good, "https://example.org/budget.txt")
    assert done.exit_code == 2
    assert done.stdout.startswith("water: added: ")
    web = "https://example.org/budget.txt: an address on the web is not supported; give a file"
    assert done.stderr.splitlines()[:3] == [
        f"gouji: {web}",
        "gouji: extracting (2)",
        f"gouji: {tmp_path}/empty.txt: the file is empty",
    ]


def test_nothing_that_can_be_read_makes_no_library(tmp_path: Path, library: Path) -> None:
    done = _run("index", str(tmp_path / "nowhere.txt"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"gouji: {tmp_path}/nowhere.txt: no such file" in done.stderr.splitlines()
    assert not library.exists()


@pytest.mark.usefixtures("library")
def test_a_newer_publication_supersedes(tmp_path: Path) -> None:
    _run("index", _write(tmp_path, "water.txt"))
    newer = _run("index", _write(tmp_path, "water-mended.txt", total="100.51"))
    assert newer.stdout.rstrip().endswith("; supersedes water")
    listed = [re.split(r"  +", line.rstrip()) for line in _run("list").stdout.splitlines()]
    head = "document|region|agency|year|kind|format|tables|facts|broken sums|gaps|standing"
    row = "{}|青禾县|青禾县水务局|2024|budget|text|1|17|0|0|{}"
    assert ["|".join(line) for line in listed] == [
        head,
        row.format("water", "superseded by water-mended"),
        row.format("water-mended", "current"),
    ]


def test_an_empty_library_says_how_to_fill_it(library: Path) -> None:
    done = _run("list")
    assert (done.exit_code, done.stdout) == (
        0,
        f"The library {library} is empty; add documents with: gouji index PATH…\n",
    )
    assert _run("list", "--json").stdout == "[]\n"


@pytest.mark.usefixtures("library")
def test_remove_takes_all_or_none(tmp_path: Path) -> None:
    _run("index", _write(tmp_path, "water.txt"), _write(tmp_path, "parks.txt", "青禾县园林局"))
    unknown = _run("remove", "parks", "watr")
    assert (unknown.exit_code, unknown.stderr.splitlines()) == (
        2,
        ["gouji: no document is called watr; near names: water"],
    )
    done = _run("remove", "parks", "water")
    assert (done.exit_code, done.stdout) == (0, "parks: removed\nwater: removed\n")
    assert _listed() == []
    assert (tmp_path / "water.txt").is_file()


@pytest.mark.usefixtures("library")
def test_set_says_what_was_and_what_is(tmp_path: Path) -> None:
    _run("index", _write(tmp_path, "water.txt"))
    done = _run("set", "water", "--region", "青禾市", "--year", "2025", "--kind", "final")
    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        [
            "water: region: 青禾县 → 青禾市",
            "water: year: 2024 → 2025",
            "water: kind: budget → final",
        ],
    )
    [document] = _listed()
    assert document["corrected"] == ["region", "year", "kind"]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["water"],
            "gouji: nothing to set: name at least one of --agency, --region, --year, --kind",
        ),
        (["water", "--agency", " "], "gouji: an agency or a region cannot be empty"),
        (["water", "--year", "2024"], "gouji: no document is called water"),
    ],
)
def test_set_refuses_what_it_cannot_do(arguments: list[str], message: str) -> None:
    done = _run("set", *arguments)
    assert (done.exit_code, done.stderr.splitlines()) == (2, [message])


@pytest.mark.usefixtures("library")
def test_rebuild_makes_the_vectors_anew(tmp_path: Path) -> None:
    _run("index", _write(tmp_path, "water.txt"))
    done = _run("rebuild")
    assert (done.exit_code, done.stdout) == (
        0,
        f"{tmp_path}/library: vectors of 1 documents made anew\n",
    )
    assert "gouji: embedding" in done.stderr


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "arguments",
    [["index", "water.txt"], ["list"], ["ask", "多少？"], ["remove", "water"], ["rebuild"]],
)
def test_a_file_that_is_no_library_is_one_line(
    tmp_path: Path, library: Path, arguments: list[str]
) -> None:
    library.mkdir()
    (library / "library.duckdb").write_bytes(b"no library")
    arguments = [str(tmp_path / name) if name.endswith(".txt") else name for name in arguments]
    _write(tmp_path, "water.txt")
    done = _run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    place = f"{library}/library.duckdb"
    assert done.stderr.splitlines()[-1].startswith(f"gouji: {place}: cannot be used")


@pytest.mark.usefixtures("library")
def test_a_document_of_an_archive_stays_readable(tmp_path: Path) -> None:
    source = _write(tmp_path, "water.txt")
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(source, "2024/water.txt")
    done = _run("index", str(path))
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("water: added: 青禾县水务局 · 2024 · budget: 1 tables")
    [document] = _listed()
    assert (document["name"], document["path"]) == ("water", "files.zip/2024/water.txt")
