"""The file: records come back as they went in, and what is not ours is refused."""

import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from indexing import PROCESSES, hold_open

from evals.generator import generate
from extraction import Source, Span, Transcript, Unit, check, extract
from index import (
    Aspect,
    DamagedLibrary,
    Fact,
    LibraryBusy,
    LibraryError,
    OtherVersion,
    UnknownDocument,
)
from index.storing import store as store_module
from index.storing.catalogue import Identity
from index.storing.holdings import Holding, Prepared, make_holding
from index.storing.queries import FactQuery
from index.storing.rows import fact_rows
from index.storing.schema import FACTS
from index.storing.store import Change, Store

PLACE = Source(document="demo", spans=(Span(line=1, start=0, end=1),))


def hold(text: str, name: str = "demo", added: int = 1) -> Holding:
    file = Transcript(name, tuple(text.split("\n")), encoding="utf-8")
    disclosure = extract(file)
    return make_holding(
        Prepared(Path(f"{name}.txt"), file, disclosure, check(disclosure)), Identity(), added
    )


def plain(value: str | None, unit: Unit | None) -> Fact:
    return Fact(
        document="demo",
        item="支出",
        aspect=Aspect.LEVEL,
        value=None if value is None else Decimal(value),
        unit=unit,
        printed=value or "—",
        source=PLACE,
        year=None,
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_records_come_back_as_they_went_in(tmp_path, seed):
    holding = hold(generate(seed).text)
    store = Store(tmp_path)
    store.commit(Change((holding,), meta={"embedder": "one"}))
    assert store.facts(FactQuery(documents=["demo"])) == {"demo": holding.facts}
    values = [str(fact.value) for fact in holding.facts]
    assert [
        str(fact.value) for fact in store.facts(FactQuery(documents=["demo"]))["demo"]
    ] == values
    assert store.passages(["demo"]) == {"demo": holding.passages}
    assert store.disclosure("demo") == holding.disclosure
    assert store.report("demo") == holding.report
    assert store.lines(["demo"])["demo"] == holding.lines
    catalogue = store.catalogue()
    assert catalogue.entries == (holding.entry,)
    assert catalogue.meta == {"schema": "5", "embedder": "one"}


def test_money_can_be_summed_exactly(tmp_path):
    holding = hold(generate(1).text)
    store = Store(tmp_path)
    store.commit(Change((holding,)))
    expected = sum(
        fact.value * fact.unit.in_yuan
        for fact in holding.facts
        if fact.value is not None and fact.unit and fact.unit.in_yuan
    )
    assert expected > 0
    with duckdb.connect(str(store.path), read_only=True) as connection:
        assert connection.execute("SELECT sum(yuan) FROM facts").fetchone() == (expected,)


@pytest.mark.parametrize(
    ("value", "unit", "yuan"),
    [
        ("0.50", Unit.WAN, "5000"),
        ("0.50", Unit.YUAN, "0.50"),
        ("1234.567891", Unit.YI, "123456789100"),
        ("0.0000000001", Unit.WAN, "0.000001"),
        ("0.00000000001", Unit.WAN, None),  # more places than the column has
        ("9" * 28, Unit.WAN, "9" * 28 + "0000"),
        ("9" * 29, Unit.WAN, None),  # more digits than the column has
        ("12", Unit.PERCENT, None),
        ("12", None, None),
        (None, Unit.WAN, None),
    ],
)
def test_money_in_yuan_is_exact_or_missing(tmp_path, value, unit, yuan):
    fact = plain(value, unit)
    (row,) = fact_rows([fact], 1)
    found = row[list(FACTS).index("yuan")]
    assert (found and Decimal(found)) == (yuan and Decimal(yuan))
    empty = hold("青山县水利局2024年部门预算")
    store = Store(tmp_path)
    store.commit(Change((Holding(**(vars_of(empty) | {"facts": (fact,)})),)))
    assert store.facts(FactQuery(documents=["demo"]))["demo"] == (fact,)
    with duckdb.connect(str(store.path), read_only=True) as connection:
        assert connection.execute("SELECT yuan FROM facts").fetchone() == (
            None if yuan is None else Decimal(yuan),
        )


def vars_of(holding: Holding) -> dict[str, object]:
    return {name: getattr(holding, name) for name in Holding.__slots__}


def test_a_change_is_all_or_nothing(tmp_path):
    store = Store(tmp_path)
    store.commit(Change((hold("青山县水利局2024年部门预算"),)))
    before = store.catalogue()
    good = hold("青山县教育局2024年部门预算", "other", 2)
    broken = Holding(**(vars_of(good) | {"entry": replace(good.entry, added=2**70)}))
    with pytest.raises(LibraryError):
        store.commit(Change((good, broken), removed=("demo",)))
    assert store.catalogue() == before


def test_a_replaced_document_leaves_nothing(tmp_path):
    store = Store(tmp_path)
    store.commit(Change((hold(generate(1).text), hold(generate(2).text, "other", 2))))
    short = hold("青山县水利局2024年部门预算", added=3)
    store.commit(Change((short,), removed=("other",)))
    with duckdb.connect(str(store.path), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM facts").fetchone() == (0,)
        assert connection.execute("SELECT document, number FROM passages").fetchall() == [
            ("demo", 1)
        ]
        assert connection.execute("SELECT name, added FROM documents").fetchall() == [("demo", 3)]


def test_names_are_values_and_never_sql(tmp_path):
    name = "a'; DROP TABLE facts; --"
    store = Store(tmp_path)
    store.commit(Change((hold(generate(1).text, name),)))
    assert store.facts(FactQuery(documents=[name]))[name]
    assert store.lines([name])
    store.commit(Change(removed=(name,)))
    assert store.catalogue().entries == ()
    with pytest.raises(UnknownDocument):
        store.lines([name])


def test_the_file_shows_that_it_was_written(tmp_path):
    store = Store(tmp_path)
    signatures = [store.signature()]
    store.commit(Change((hold("青山县水利局2024年部门预算"),)))
    signatures.append(store.signature())
    store.facts(FactQuery(documents=["demo"]))
    assert store.signature() == signatures[-1]  # reading leaves no trace
    store.commit(Change(meta={"embedder": "one"}))
    signatures.append(store.signature())
    assert len(set(signatures)) == 3


def test_another_version_is_refused(tmp_path):
    store = Store(tmp_path)
    store.commit(Change(meta={"schema": "0"}))
    with pytest.raises(OtherVersion, match="has version 0, this Gouji reads version 5; index its"):
        store.catalogue()
    with pytest.raises(OtherVersion):
        store.commit(Change())


def _write_nothing(path: Path) -> None:
    path.write_bytes(b"")


def _write_noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


def _write_sqlite(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE meta (key, value)")


def _write_other(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t (i INTEGER)")


def _make_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    "spoil", [_write_nothing, _write_noise, _write_sqlite, _write_other, _make_folder]
)
def test_what_is_no_library_is_refused_and_left_alone(tmp_path, spoil):
    store = Store(tmp_path)
    spoil(store.path)
    before = store.path.stat().st_size
    for use in (store.catalogue, lambda: store.commit(Change((hold("青山县2024年部门预算"),)))):
        with pytest.raises(DamagedLibrary, match=str(store.path)):
            use()
    assert store.path.stat().st_size == before


def test_a_damaged_record_is_told(tmp_path):
    store = Store(tmp_path)
    store.commit(Change((hold("青山县水利局2024年部门预算"),)))
    with duckdb.connect(str(store.path)) as connection:
        connection.execute("UPDATE documents SET disclosure = '{}', corrections = '['")
    for use in (lambda: store.disclosure("demo"), store.catalogue):
        with pytest.raises(DamagedLibrary, match="a record cannot be read"):
            use()


@pytest.mark.parametrize(("held", "patience"), [(0.3, 10.0), (5.0, 0.1)])
def test_a_reader_waits_for_a_commit(tmp_path, monkeypatch, held, patience):
    store = Store(tmp_path)
    store.commit(Change((hold("青山县水利局2024年部门预算"),)))
    monkeypatch.setattr(store_module, "_PATIENCE", patience)
    ready = PROCESSES.Event()
    process = PROCESSES.Process(target=hold_open, args=(store.path, held, ready))
    process.start()
    assert ready.wait(20)
    if held < patience:
        assert len(store.catalogue().entries) == 1
    else:
        with pytest.raises(LibraryBusy, match="another program has this file open"):
            store.catalogue()
    process.kill()
    process.join()


def test_a_session_opens_the_file_once_and_gives_it_back(tmp_path, monkeypatch):
    store = Store(tmp_path)
    store.commit(Change((hold(generate(1).text),)))
    opened: list[bool] = []
    open_file = store_module._open_patiently

    def count(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
        opened.append(read_only)
        return open_file(path, read_only=read_only)

    monkeypatch.setattr(store_module, "_open_patiently", count)
    with store.session():
        assert opened == []
        with store.session():
            facts = store.facts(FactQuery(documents=["demo"]))
        assert store.lines(["demo"])["demo"]
        with pytest.raises(UnknownDocument):
            store.report("other")
    assert opened == [True]
    assert store.facts(FactQuery(documents=["demo"])) == facts
    store.commit(Change(removed=("demo",)))
    assert opened == [True, True, False]
