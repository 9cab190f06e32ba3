"""Our scores are those of a scorer that shares no code with ours."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from evals.labels.gold import is_figure
from evals.labels.suites import Document, open_suite
from evals.scoring.items import Aspect, Item, Outcome
from evals.scoring.readings import Reading, judge_reading
from extraction import check, fact_rows, read, write_facts

_SHIPPED = Path(__file__).parents[2] / "evals" / "shipped" / "retold"
_SHARED = Path(__file__).parents[3] / "shared"
_SUMS = {"row_sum", "column_sum", "hierarchy_sum", "cross_table"}


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The other scorer, which is a script."""
    spec = importlib.util.spec_from_file_location(
        "independent_scorer", Path(__file__).with_name("independent_scorer.py")
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look it up
    spec.loader.exec_module(module)
    return module


def _documents() -> list[Document]:
    roots = [root for root in (_SHIPPED, _SHARED) if root.is_dir()]
    return [document for root in roots for document in open_suite(root).labelled]


@pytest.mark.parametrize("document", _documents(), ids=lambda document: document.name)
def test_both_scorers_count_the_same(
    document: Document, scorer: ModuleType, tmp_path: Path
) -> None:
    assert document.labels
    disclosure = read(document.path, document.name)
    findings = check(disclosure).findings
    reading = Reading(disclosure.tables, tuple(fact_rows(disclosure)), findings)
    items = list(judge_reading(document.name, document.labels, reading))
    with (tmp_path / f"{document.name}.facts.csv").open("w", encoding="utf-8") as file:
        write_facts(disclosure, file)

    facts = scorer.score_document(document.labels.folder, tmp_path)
    cells = [item for item in items if item.aspect is Aspect.CELL]
    assert _count_cells(cells) == (
        facts.labelled,
        facts.extracted - facts.left_out,
        facts.right,
    )

    rows = scorer.read_rows(document.labels.folder / "findings.csv")
    found = [
        json.loads(finding.model_dump_json())
        for finding in findings
        if is_figure(finding.printed) and is_figure(finding.computed)
    ]
    sums = scorer.score_findings(rows, found)
    labels = [i for i in items if i.aspect is Aspect.FINDING and i.group in _SUMS]
    alarms = [i for i in items if i.aspect is Aspect.ALARM and i.group in _SUMS]
    met = sum(item.outcome is not Outcome.MISSING for item in labels)
    assert (len(labels), met) == (sums.amounts, sums.amounts_met)
    assert (len(alarms), sum(item.is_right for item in alarms)) == (sums.findings, sums.true)


def _count_cells(cells: list[Item]) -> tuple[int, int, int]:
    """Labelled, read and right."""
    return (
        sum(item.expected is not None for item in cells),
        sum(item.got is not None for item in cells),
        sum(item.is_right for item in cells),
    )
