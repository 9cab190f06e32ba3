"""A library: what is added can be read, searched, replaced, corrected and removed."""

import shutil
import threading
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extraction import DisclosureKind
from index import (
    Library,
    LibraryBusy,
    LibraryError,
    OtherEmbedder,
    Outcome,
    PassageKind,
    UnknownDocument,
    find_facts,
    prepare,
)
from index.storing import holdings
from index.storing.locks import WRITING, hold_lock
from index.storing.passages import find_passages
from index.storing.vectors import Vectors

REPAIR = "2024年，水库维护支出3.20万元，比上年增加1.00万元，主要原因是新建水库。"


def dump(library: Library) -> dict[str, list[Any]]:
    """Everything that stands in the file."""
    with duckdb.connect(str(library.folder / "library.duckdb"), read_only=True) as connection:
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in ("meta", "documents", "facts", "passages")
        }


def vector_ids(library: Library) -> frozenset[str]:
    return Vectors(library.folder, "characters", 32, 1).ids()


def expected_ids(library: Library) -> frozenset[str]:
    return frozenset(key.id for key in library._store.vector_keys())


def superseded(library: Library) -> dict[str, str | None]:
    return {document.name: document.superseded_by for document in library.documents()}


def test_nothing_is_made_before_something_is_added(library, folder):
    assert library.documents() == ()
    assert library.notices == ()
    assert library.search("基本支出", ["demo"]) == ()
    assert not folder.exists()


def test_what_is_added_is_read_as_it_was(library, prepare_text):
    prepared = prepare_text(more=REPAIR)
    steps: list[tuple[str, int, int]] = []
    (indexed,) = library.add([prepared], lambda *step: steps.append(step))
    assert (indexed.name, indexed.outcome, indexed.notice) == ("demo", Outcome.ADDED, "")
    assert library.documents() == (indexed.document,)
    assert indexed.document.model_dump() == {
        "name": "demo",
        "path": str(prepared.path),
        "sha256": prepared.disclosure.sha256,
        "format": "text",
        "agency": "青山县水利局",
        "region": "青山县",
        "year": 2024,
        "kind": DisclosureKind.BUDGET,
        "corrected": (),
        "superseded_by": None,
        "tables": 1,
        "facts": 5,
        "passages": len(find_passages(prepared.disclosure)),
        "gaps": 0,
        "broken": 0,
    }
    assert library.facts(["demo"]) == find_facts(prepared.disclosure)
    assert library.passages(["demo"]) == find_passages(prepared.disclosure)
    assert library.lines("demo") == prepared.text.lines
    assert library.disclosure("demo") == prepared.disclosure
    assert library.report("demo") == prepared.report
    assert steps[-1] == ("writing", 1, 1)
    assert ("embedding", 0, steps[0][2]) == steps[0]


def test_adding_twice_changes_nothing(library, prepare_text, embedder):
    documents = [prepare_text("a.txt"), prepare_text("b.txt", REPAIR, agency="青山县教育局")]
    library.add(documents)
    before, ids, texts = dump(library), vector_ids(library), len(embedder.embedded)
    stat = (library.folder / "library.duckdb").stat()
    again = library.add(documents)
    assert [one.outcome for one in again] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert [one.document for one in again] == list(library.documents())[::-1]
    assert dump(library) == before
    assert vector_ids(library) == ids == expected_ids(library)
    assert len(embedder.embedded) == texts
    assert (library.folder / "library.duckdb").stat().st_mtime_ns == stat.st_mtime_ns


def test_the_same_text_is_embedded_once(library, prepare_text, folder, embedder):
    library.add([prepare_text("a.txt"), prepare_text("b.txt", agency="青山县教育局")])
    assert sorted(embedder.embedded) == sorted(set(embedder.embedded))
    other = type(embedder)()
    Library(folder, other).add([prepare_text("c.txt", agency="青山县民政局")])
    assert other.embedded == ["青山县民政局2024年部门预算"]
    assert vector_ids(library) == expected_ids(library)


def test_a_changed_file_takes_its_own_place(library, write_text):
    path = write_text(basic="7.50", total="10.00")
    library.add([prepare(path)])
    assert [str(fact.value) for fact in library.facts(["demo"])] == ["10.00", "7.50", "2.50"]
    write_text(basic="8.50", total="11.00")
    (indexed,) = library.add([prepare(path)])
    assert (indexed.name, indexed.outcome) == ("demo", Outcome.REPLACED)
    assert [str(fact.value) for fact in library.facts(["demo"])] == ["11.00", "8.50", "2.50"]
    assert vector_ids(library) == expected_ids(library)


@pytest.mark.parametrize(
    ("first", "second", "outcome", "name", "notice"),
    [
        # another agency: both are kept
        (
            {},
            {"agency": "白水县水利局"},
            Outcome.ADDED,
            "demo-2",
            "another document is called demo",
        ),
        # another year
        ({}, {"year": 2023}, Outcome.ADDED, "demo-2", "another document is called demo"),
        # the same bytes, moved
        ({}, {}, Outcome.REPLACED, "demo", "the same as "),
        # the same publication, mended
        ({}, {"more": REPAIR}, Outcome.REPLACED, "demo", "takes the place of "),
    ],
)
def test_a_file_of_the_same_name(library, prepare_text, first, second, outcome, name, notice):
    library.add([prepare_text("old/demo.txt", **first)])
    prepared = prepare_text("new/Demo.txt", **second)
    (indexed,) = library.add([prepared])
    assert (indexed.name.casefold(), indexed.outcome) == (name, outcome)
    assert indexed.notice.casefold().startswith(notice)
    assert indexed.document.path == str(prepared.path)
    assert {fact.source.document for fact in library.facts([indexed.name])} == {indexed.name}
    assert {p.source.document for p in library.passages([indexed.name])} == {indexed.name}
    (again,) = library.add([prepared])
    assert (again.name, again.outcome) == (indexed.name, Outcome.UNCHANGED)


def test_names_in_one_call(library, prepare_text):
    agencies = ["青山县水利局", "青山县教育局", "青山县民政局"]
    files = [prepare_text(f"{i}/demo.txt", agency=one) for i, one in enumerate(agencies)]
    assert [one.name for one in library.add(files)] == ["demo", "demo-2", "demo-3"]
    assert {d.name: d.agency for d in library.documents()} == dict(
        zip(["demo", "demo-2", "demo-3"], agencies, strict=True)
    )


def test_a_name_that_is_no_text(library, tmp_path, write_text):
    path = tmp_path / "files" / "a\udcff\n.txt"
    path.parent.mkdir()
    path.write_bytes(write_text().read_bytes())
    (indexed,) = library.add([prepare(path)])
    assert indexed.name == "a??"
    assert library.add([prepare(path)])[0].outcome is Outcome.UNCHANGED
    assert library.search("基本支出", ["a??"])[0].passage.document == "a??"


def test_a_revised_publication_supersedes_the_older(library, prepare_text):
    library.add([prepare_text("a.txt")])
    (indexed,) = library.add([prepare_text("b.txt", REPAIR)])
    assert indexed.notice == "supersedes a"
    library.add([prepare_text("c.txt", year=2023)])
    assert superseded(library) == {"a": "b", "b": None, "c": None}
    library.add([prepare_text("a.txt")])  # unchanged: no newer than it was
    library.add([prepare_text("moved/a.txt")])
    assert superseded(library) == {"a": "b", "b": None, "c": None}
    library.add([prepare_text("a.txt", "补充说明。")])
    assert superseded(library) == {"a": None, "b": "a", "c": None}
    library.correct("c", year=2024)  # added between the two
    assert superseded(library) == {"a": None, "b": "a", "c": "a"}
    library.remove("a")
    assert superseded(library) == {"b": "c", "c": None}
    library.correct("c", kind=DisclosureKind.FINAL)
    assert superseded(library) == {"b": None, "c": None}


def test_another_edition_is_written_anew_in_its_place(library, prepare_text, monkeypatch):
    documents = [prepare_text("a.txt"), prepare_text("b.txt", REPAIR)]
    library.add(documents)
    monkeypatch.setattr(holdings, "CHUNKER", "next")
    assert [one.outcome for one in library.add(documents)] == [Outcome.REPLACED] * 2
    assert superseded(library) == {"a": "b", "b": None}
    assert [one.outcome for one in library.add(documents)] == [Outcome.UNCHANGED] * 2


def test_corrections_survive_another_reading(library, write_text):
    path = write_text(more=REPAIR)
    library.add([prepare(path)])
    corrected = library.correct("DEMO", year=2022, agency="青山县水务局")
    assert (corrected.agency, corrected.region, corrected.year) == ("青山县水务局", "青山县", 2022)
    assert corrected.corrected == ("agency", "year")
    write_text(more=REPAIR + "补充说明。")
    (indexed,) = library.add([prepare(path)])
    assert indexed.document.corrected == ("agency", "year")
    assert (indexed.document.agency, indexed.document.year) == ("青山县水务局", 2022)
    assert {fact.year for fact in library.facts(["demo"])} == {2022}
    assert library.disclosure("demo").year.value == "2024"
    more = library.correct("demo", region="白水县")
    assert more.corrected == ("agency", "region", "year")


def test_a_document_that_is_removed_is_gone(library, prepare_text):
    library.add([prepare_text("a.txt"), prepare_text("b.txt", agency="青山县教育局")])
    library.remove("A")
    assert [document.name for document in library.documents()] == ["b"]
    assert {row[0] for row in dump(library)["facts"]} == {"b"}
    assert vector_ids(library) == expected_ids(library)
    library.remove("b")
    assert library.documents() == ()
    assert vector_ids(library) == frozenset()


def test_an_unknown_name_is_told_with_near_ones(library, prepare_text):
    library.add([prepare_text("water-2024-budget.txt")])
    for ask in (
        lambda: library.document("water-2024"),
        lambda: library.facts(["water-2024"]),
        lambda: library.search("基本支出", ["water-2024"]),
        lambda: library.remove("water-2024"),
        lambda: library.correct("water-2024", year=2023),
    ):
        with pytest.raises(UnknownDocument, match="near names: water-2024-budget"):
            ask()


def test_documents_stand_in_a_fixed_order(library, prepare_text):
    files = [
        prepare_text("d.txt", agency="青山县水利局", year=2023),
        prepare_text("c.txt", agency="青山县教育局"),
        prepare_text("b.txt", agency="青山县水利局"),
        prepare_text("a.txt", agency="白水县水利局"),
        prepare_text("e.txt", agency="青山县水利局"),
    ]
    library.add(files)
    assert [document.name for document in library.documents()] == ["a", "c", "d", "b", "e"]


def test_facts_and_passages_follow_the_names_given(library, prepare_text):
    library.add([prepare_text("a.txt"), prepare_text("b.txt", agency="青山县教育局")])
    both = library.facts(["b", "A", "b"])
    assert [fact.document for fact in both] == ["b"] * 3 + ["a"] * 3
    assert both == library.facts(["b"]) + library.facts(["a"])
    assert library.passages(["b", "a"]) == library.passages(["b"]) + library.passages(["a"])


def test_search_finds_by_words_and_by_vectors(library, prepare_text):
    library.add([prepare_text("a.txt", REPAIR), prepare_text("b.txt", agency="青山县教育局")])
    hits = library.search("水库维护", ["a", "b"])
    assert hits[0].passage.document == "a"
    assert "水库维护" in hits[0].passage.text
    assert hits[0].similarity is not None
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    rows = library.search("项目支出", ["a"], kinds=frozenset({PassageKind.ROW}))
    assert [hit.passage.topic for hit in rows] == ["项目支出", "基本支出"]
    assert [hit.similarity for hit in rows] == [None, None]
    assert [hit.score for hit in rows] == [1 / 61, 1 / 62]
    assert {hit.passage.document for hit in library.search("基本支出", ["b"], 50)} == {"b"}
    assert len(library.search("基本支出", ["a", "b"], limit=3)) == 3
    assert library.search("基本支出", []) == ()
    assert library.search(" \n", ["a"]) == ()


def test_of_many_documents_those_with_the_words_are_searched(library, prepare_text, monkeypatch):
    names = ["a", "b", "c"]
    mores = ["", REPAIR, "百分号%。"]
    files = [
        prepare_text(f"{name}.txt", more, agency=f"青山县{name}局")
        for name, more in zip(names, mores, strict=True)
    ]
    library.add(files)
    whole = library.search("新建水库维护", names)
    assert {hit.passage.document for hit in whole} == set(names)  # vectors find in all of them
    monkeypatch.setattr("index.library._MOST_SEARCHED", 1)
    narrowed = library.search("新建水库维护", names)
    assert {hit.passage.document for hit in narrowed} == {"b"}
    assert narrowed[0].passage == whole[0].passage
    assert library.search("量子纠缠", names) == ()
    assert library._store.likeliest(names, ["%", "' OR 1 --"], 3) == ("c",)


def test_equal_passages_stand_in_the_order_of_documents(library, prepare_text):
    names = ["c", "a", "b"]
    library.add([prepare_text(f"{n}.txt", agency=f"青山县{n}水利局") for n in names])
    kinds = frozenset({PassageKind.DEFINITION})
    hits = library.search("基本支出是什么", names, kinds=kinds)
    assert [hit.passage.document for hit in hits] == ["a", "b", "c"]
    assert hits == library.search("基本支出是什么", names[::-1], kinds=kinds)


def test_without_an_embedder_words_are_searched(folder, embedder, prepare_text):
    library = Library(folder, None)
    library.add([prepare_text("a.txt")])
    assert library.notices == ("no embedder runs here: search is by words only",)
    hits = library.search("保障机构", ["a"])
    assert [hit.passage.kind for hit in hits] == [PassageKind.DEFINITION]
    assert hits[0].similarity is None
    assert not (folder / "chroma").exists()
    with pytest.raises(LibraryError, match="no embedder"):
        library.rebuild()
    later = Library(folder, embedder)
    assert later.notices[0].startswith("the library has no vectors yet")
    assert later.search("保障机构", ["a"]) == hits
    later.rebuild()
    assert later.notices == ()
    assert later.search("保障机构", ["a"])[0].similarity is not None
    library.add([prepare_text("b.txt", agency="青山县教育局")])
    assert later.notices == ("some documents have no vectors: they are found by words only",)
    later.add([prepare_text("b.txt", agency="青山县教育局")])
    assert later.notices == ()
    assert vector_ids(later) == expected_ids(later)


def test_another_embedder_is_refused_until_a_rebuild(folder, embedder, prepare_text):
    library = Library(folder, embedder)
    library.add([prepare_text()])
    other = type(embedder)("other")
    with pytest.raises(OtherEmbedder, match=r"made by another embedder \(characters.*rebuild"):
        Library(folder, other)
    rebuilt = Library.rebuilt(folder, other)
    assert len(other.embedded) == len(embedder.embedded)
    assert rebuilt.search("基本支出", ["demo"])[0].similarity is not None
    # one that was open the while finds nothing by vectors, and may not write
    assert library.search("基本支出", ["demo"])[0].similarity is None
    assert "made by another embedder" in library.notices[0]
    with pytest.raises(OtherEmbedder):
        library.add([prepare_text("b.txt")])


def test_an_open_library_sees_what_another_writes(folder, embedder, prepare_text):
    reader, writer = Library(folder, embedder), Library(folder, embedder)
    writer.add([prepare_text("a.txt")])
    assert [document.name for document in reader.documents()] == ["a"]
    assert len(reader.facts(["a"])) == 3
    assert reader.facts(["a"])[0] is reader.facts(["a"])[0]  # kept, not read again
    assert not reader.search("水库", ["a"], kinds=frozenset({PassageKind.REASON}))
    writer.add([prepare_text("a.txt", REPAIR)])
    assert len(reader.facts(["a"])) == 5
    assert reader.search("水库", ["a"], kinds=frozenset({PassageKind.REASON}))
    writer.remove("a")
    assert reader.documents() == ()


def test_lost_and_left_over_vectors_are_put_right_by_the_next_write(library, prepare_text):
    library.add([prepare_text("a.txt")])
    vectors = Vectors(library.folder, "characters", 32, 1)
    keys = library._store.vector_keys()
    lost, left = keys[0], [type(keys[0])("a", 99, "paragraph", f"{n:032}") for n in range(150)]
    vectors.discard([lost.id])
    vectors.put(left, {key.digest: [1.0] + [0.0] * 31 for key in left})
    hits = library.search("基本支出", ["a"], 50)
    assert {hit.passage for hit in hits} <= set(library.passages(["a"]))
    assert sum(hit.similarity is not None for hit in hits) == len(keys) - 1
    library.add([prepare_text("a.txt")])
    assert vector_ids(library) == expected_ids(library)
    assert library.notices == ()


@pytest.mark.parametrize("damage", ["folder lost", "database overwritten"])
def test_without_chroma_words_are_searched_until_the_next_write(library, prepare_text, damage):
    library.add([prepare_text()])
    chroma = library.folder / "chroma"
    if damage == "folder lost":
        shutil.rmtree(chroma)
    else:
        (chroma / "chroma.sqlite3").write_bytes(b"no database" * 500)
    hits = library.search("保障机构", ["demo"])
    assert [hit.similarity for hit in hits] == [None]
    assert library.notices[0].endswith("search was by words only")
    library.add([prepare_text()])
    assert library.search("保障机构", ["demo"])[0].similarity is not None
    assert library.notices == ()


def test_a_second_writer_waits_and_says_so(folder, embedder, prepare_text):
    library = Library(folder, embedder, patience=0.05)
    library.add([prepare_text("a.txt")])
    steps: list[tuple[str, int, int]] = []
    with hold_lock(folder, WRITING, 1):

        def add() -> None:
            with pytest.raises(LibraryBusy, match="another process is writing"):
                library.add([prepare_text("b.txt")], lambda *step: steps.append(step))

        thread = threading.Thread(target=add)
        thread.start()
        assert [document.name for document in library.documents()] == ["a"]
        assert library.search("基本支出", ["a"])
        thread.join()
    assert steps == [("waiting", 0, 1)]


def test_threads_share_a_library(library, prepare_text):
    library.add([prepare_text("a.txt", REPAIR)])
    expected, failed = library.search("水库维护", ["a"]), []

    def search() -> None:
        for _ in range(5):
            if library.search("水库维护", ["a"]) != expected:
                failed.append("other hits")

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    library.add([prepare_text("b.txt", agency="青山县教育局")])
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.mark.parametrize("is_changed", [False, True])
def test_who_has_the_file_open_waits_for_no_other_reader(library, prepare_text, is_changed):
    """Two questions at once: each opens the file, and looks at what the other reads."""
    library.add([prepare_text("a.txt"), prepare_text("b.txt", agency="白水县教育局")])
    other = Library(library.folder, None)
    if is_changed:  # by another process, as far as this one can tell
        library.correct("a", region="青禾县")
    second = threading.Thread(target=lambda: other.facts(["b"]), daemon=True)

    def read() -> None:
        with other.reading():
            other._store.catalogue()  # the file is open
            second.start()
            second.join(0.3)  # long enough to begin, and to wait
            assert other.facts(["b"])

    first = threading.Thread(target=read, daemon=True)
    first.start()
    first.join(10)
    assert not first.is_alive()
    second.join(10)
    assert not second.is_alive()


@pytest.mark.parametrize("name", ["library.duckdb", "."])
def test_what_is_no_library_is_refused(tmp_path: Path, embedder, name):
    place = tmp_path / "place"
    if name == ".":
        place.write_text("a file where the folder should be")
    else:
        place.mkdir()
        (place / name).write_bytes(b"no database" * 500)
    with pytest.raises(LibraryError, match=str(place)):
        Library(place, embedder)


def test_nothing_is_written_where_a_name_is_wrong(library, prepare_text, embedder):
    """An error before the commit leaves the records as they were."""
    library.add([prepare_text("a.txt")])
    before = dump(library)

    def fail(_: list[str]) -> list[list[float]]:
        raise RuntimeError("the model broke")

    embedder.embed_passages = fail
    with pytest.raises(RuntimeError, match="the model broke"):
        library.add([prepare_text("b.txt", agency="白水县教育局")])
    assert dump(library) == before
    assert [document.name for document in library.documents()] == ["a"]
