"""The labelled documents: every value at its place, every fact, every finding."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel

from evals.labels.gold import read_facts, read_tables
from evals.scoring.facts import score_facts
from evals.scoring.tables import score_tables
from extraction import Disclosure, Verdict, check, fact_rows, read
from extraction.readers import transcribe
from extraction.records import Source

DOCUMENTS = [
    "donghu-2024-budget",
    "wuchuan-2024-budget",
    "zhangjiagang-2024-budget",
    "zhuji-2024-budget",
]


def path_of(shared_dir: Path, name: str) -> Path:
    return shared_dir / "corpus" / "text" / f"{name}.txt"


@cache
def disclosure_of(path: Path) -> Disclosure:
    return read(path)


def walk(value: object) -> Iterator[BaseModel]:
    """Every record inside a value, itself first."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from walk(item)


def printed_and_source(record: BaseModel) -> tuple[str, Source] | None:
    """What a record says is printed, and where; None where it says neither."""
    if not {"printed", "source"} <= set(type(record).model_fields):
        return None
    printed, source = record.printed, record.source  # type: ignore[attr-defined]
    return (printed, source) if source else None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_value_stands_at_its_source(shared_dir: Path, name: str) -> None:
    path = path_of(shared_dir, name)
    disclosure, lines = disclosure_of(path), transcribe(path).lines
    findings = check(disclosure).findings
    records = walk((disclosure, *findings))
    values = [found for record in records if (found := printed_and_source(record))]
    wrong = [
        (printed, source)
        for printed, source in values
        if "".join(lines[s.line - 1][s.start : s.end] for s in source.spans) != printed
        or source.document != name
    ]
    assert wrong == []
    assert len(values) > 500


@pytest.mark.parametrize("name", DOCUMENTS)
def test_facts_and_tables_agree_with_the_labels(shared_dir: Path, name: str) -> None:
    gold = shared_dir / "gold" / name
    disclosure = disclosure_of(path_of(shared_dir, name))
    expected, labels = read_facts(gold), read_tables(gold)
    actual = list(fact_rows(disclosure))
    facts = score_facts(expected, actual, labels)
    assert facts.precision >= 0.99
    assert facts.recall >= 0.99
    tables = score_tables(labels, disclosure.tables, expected, actual)
    assert [(m.label.title, m.table is not None, m.kind) for m in tables.matches] == [
        (label.title, True, True) for label in labels
    ]
    assert tables.surplus == ()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_comes_back_from_json(shared_dir: Path, name: str) -> None:
    disclosure = disclosure_of(path_of(shared_dir, name))
    assert Disclosure.model_validate_json(disclosure.model_dump_json()) == disclosure


def test_a_document_that_says_it_rounds(shared_dir: Path) -> None:
    report = check(disclosure_of(path_of(shared_dir, "wuchuan-2024-budget")))
    sums = [found for found in report.findings if found.kind.endswith(("_sum", "cross_table"))]
    assert {finding.severity for finding in sums} <= {"rounding", "wording"}
    assert report.count(Verdict.TIED) > 100


def test_a_document_in_which_nothing_breaks(shared_dir: Path) -> None:
    disclosure = disclosure_of(path_of(shared_dir, "zhangjiagang-2024-budget"))
    report = check(disclosure)
    assert disclosure.gaps == ()
    assert not report.is_broken
    assert report.count(Verdict.TIED) > 100
