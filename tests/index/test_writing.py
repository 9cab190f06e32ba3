"""Writers that are killed, and two at once: the library is as before or as after."""

import random
import signal
import time
from pathlib import Path

import pytest
from indexing import PROCESSES, CharacterEmbedder, index_files

from index import Library, Outcome, find_facts, prepare
from index.storing.store import Store
from index.storing.vectors import Vectors


def start(folder: Path, files: list[Path], lives: int = -1, deadly=None):
    process = PROCESSES.Process(target=index_files, args=(folder, files, lives, deadly))
    process.start()
    return process


def run(*args, **kwargs) -> int:
    process = start(*args, **kwargs)
    process.join(60)
    return process.exitcode


def shas(library: Library) -> dict[str, str]:
    return {document.name: document.sha256 for document in library.documents()}


def assert_whole(library: Library) -> None:
    """Facts and passages are those of the records; every passage has its vector and no more."""
    for document in library.documents():
        disclosure = library.disclosure(document.name)
        assert disclosure.sha256 == document.sha256
        assert library.facts([document.name]) == find_facts(disclosure)
        assert len(library.passages([document.name])) == document.passages


def assert_vectors_fit(folder: Path) -> None:
    ids = Vectors(folder, "characters", 32, 5).ids()
    assert ids == {key.id for key in Store(folder).vector_keys()}


@pytest.fixture
def versions(write_text) -> dict[str, list[Path]]:
    """The same two documents twice: as they were, and changed."""
    return {
        which: [
            write_text(f"{which}/{name}.txt", more, agency=f"青山县{name}局")
            for name in ("水利", "教育")
        ]
        for which, more in (("old", ""), ("new", "2024年，水库维护支出3.20万元。"))
    }


def test_killed_while_embedding_for_the_first_time(folder, versions):
    assert run(folder, versions["old"], 5) == -signal.SIGKILL
    library = Library(folder, CharacterEmbedder())
    assert library.documents() == ()
    assert run(folder, versions["old"]) == 0
    assert sorted(shas(library)) == ["教育", "水利"]
    assert_whole(library)
    assert_vectors_fit(folder)


@pytest.mark.parametrize(
    ("deadly", "after"),
    [
        (("writing", 0), "old"),  # the vectors are stored, the records are not
        (("writing", 2), "new"),  # the records are written, the old vectors are still there
    ],
)
def test_killed_at_a_step(folder, versions, deadly, after):
    library = Library(folder, CharacterEmbedder())
    library.add([prepare(path) for path in versions["old"]])
    assert run(folder, versions["new"], deadly=deadly) == -signal.SIGKILL
    assert shas(library) == {path.stem: prepare(path).text.sha256 for path in versions[after]}
    assert_whole(library)
    hits = library.search("基本支出", list(shas(library)), 100)
    assert {hit.passage for hit in hits} <= set(library.passages(list(shas(library))))
    assert sum(hit.similarity is not None for hit in hits) == len(library._store.vector_keys())
    again = library.add([prepare(path) for path in versions["new"]])
    unchanged = after == "new"
    assert {one.outcome is Outcome.UNCHANGED for one in again} == {unchanged}
    assert_whole(library)
    assert_vectors_fit(folder)


def test_killed_at_any_moment(folder, versions):
    states = [
        {path.stem: prepare(path).text.sha256 for path in versions[which]}
        for which in ("old", "new")
    ]
    library = Library(folder, CharacterEmbedder())
    began = time.monotonic()
    assert run(folder, versions["old"]) == 0
    longest = time.monotonic() - began
    chance, seen = random.Random(7), set()
    for round_ in range(8):
        process = start(folder, versions["new" if round_ % 2 == 0 else "old"])
        process.join(chance.uniform(0, longest))
        process.kill()
        process.join()
        seen.add(process.exitcode)
        assert shas(library) in states
        assert_whole(library)
        assert library.search("基本支出", list(shas(library)))
    assert -signal.SIGKILL in seen
    library.add([prepare(path) for path in versions["new"]])
    assert shas(library) == states[1]
    assert_whole(library)
    assert_vectors_fit(folder)


def test_two_processes_write_while_a_third_reads(folder, write_text):
    files = [
        [write_text(f"{name}{n}.txt", agency=f"青山县{name}{n}局") for n in range(4)]
        for name in ("水利", "教育")
    ]
    library = Library(folder, CharacterEmbedder())
    processes = [start(folder, some) for some in files]
    while any(process.is_alive() for process in processes):
        names = [document.name for document in library.documents()]
        for hit in library.search("基本支出", names, 50):
            assert hit.passage.document in names
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert sorted(shas(library)) == sorted(path.stem for some in files for path in some)
    assert_whole(library)
    assert_vectors_fit(folder)
    assert library.notices == ()
