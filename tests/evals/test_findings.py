"""Labelled findings and those of the checks in; met, missed and false alarms out."""

from collections.abc import Sequence

import pytest

from evals.labels.gold import FindingKind, FindingLabel, Severity
from evals.scoring.findings import judge_findings
from evals.scoring.items import Aspect, Item
from evals.scoring.metrics import measure
from extraction import Finding, Source, Span
from extraction.relations import Operand


def label(
    name: str,
    where: str,
    printed: str,
    kind: str = "column_sum",
    *,
    computed: str = "9.00",
    severity: str = "error",
) -> FindingLabel:
    return FindingLabel(
        id=name,
        kind=FindingKind(kind),
        where=where,
        statement="不等",
        printed=printed,
        computed=computed,
        severity=Severity(severity),
        note="",
    )


def finding(
    where: str,
    printed: str,
    kind: str = "column_sum",
    *,
    severity: str = "error",
    table: int | None = 1,
    parts: Sequence[tuple[str, str]] = (),
) -> Finding:
    """A finding at a total of a table; `parts` are the place and print of its other cells."""
    cells = [
        Operand(
            table=table,
            row=1,
            code="",
            label="合计",
            column="",
            printed=one,
            amount=None,
            where=place,
            source=Source(document="d", spans=(Span(line=1, start=0, end=1),)),
        )
        for place, one in ((where, printed), *parts)
    ]
    return Finding.model_validate(
        {
            "document": "d",
            "rule": "R1",
            "kind": kind,
            "severity": severity,
            "where": where,
            "statement": "不等",
            "statement_en": "They differ.",
            "printed": printed,
            "computed": "9.00",
            "cells": cells,
            "own": len(cells),
        }
    )


def judge(
    labels: Sequence[FindingLabel], findings: Sequence[Finding], clean: dict[int, str] | None = None
) -> list[Item]:
    return list(judge_findings("d", labels, findings, clean or {}))


def outcomes(items: Sequence[Item]) -> list[tuple[str, str, str]]:
    """Aspect, key and outcome; the key of an alarm is its place."""
    return [
        (item.aspect, item.found if item.aspect is Aspect.ALARM else item.key, item.outcome)
        for item in items
    ]


def shares(items: Sequence[Item]) -> dict[str, tuple[float, float]]:
    return {score.metric: (score.part, score.whole) for score in measure(items)}


@pytest.mark.parametrize(
    ("found", "meets"),
    [
        (finding("215", "418.00", "row_sum"), True),
        (finding("214", "411.94", "hierarchy_sum", parts=[("215", "418.00")]), True),
        (finding("215", "－４18.00", "row_sum"), True),
        (finding("215", "418.00", "cross_table"), False),
        (finding("214", "418.00", "row_sum"), False),
        (finding("215", "418.0", "row_sum"), False),
        (finding("215", "418.00%", "row_sum"), True),
        (finding("214", "9.00", "row_sum", parts=[("215", "418.00 万元")]), True),
    ],
)
def test_a_finding_meets_a_label_by_group_place_and_print(found: Finding, meets: bool) -> None:
    items = judge([label("a", "215", "418.00")], [found])
    assert [item.outcome for item in items] == (
        ["right", "right"] if meets else ["missing", "invented"]
    )


def test_only_sums_are_one_group() -> None:
    crossing = label("a", "7", "1,904.40", "cross_table")
    assert judge([crossing], [finding("7", "1904.40", "cross_table")])[0].is_right
    assert not judge([crossing], [finding("7", "1904.40", "row_sum")])[0].is_right


def test_recall_counts_labels_and_precision_counts_findings() -> None:
    labels = [label("a", "5", "1.00"), label("b", "5", "1.00", "row_sum"), label("c", "6", "2.00")]
    items = judge(labels, [finding("5", "1.00"), finding("8", "3.00")])
    assert outcomes(items) == [
        ("finding", "a", "right"),
        ("finding", "b", "right"),
        ("finding", "c", "missing"),
        ("alarm", "5", "right"),
        ("alarm", "8", "invented"),
    ]
    counts = shares(items)
    assert (counts["findings recall"], counts["findings precision"]) == ((2, 3), (1, 2))


def test_a_wrong_severity_is_found_and_not_right() -> None:
    items = judge([label("a", "5", "1.00", severity="rounding")], [finding("5", "1.00")])
    assert outcomes(items) == [("finding", "a", "wrong severity"), ("alarm", "5", "right")]
    assert shares(items) == {
        "findings recall": (1, 1),
        "findings precision": (1, 1),
        "findings: severity right": (0, 1),
    }


def test_of_two_findings_the_one_of_the_right_severity_counts() -> None:
    findings = [finding("5", "1.00", severity="rounding"), finding("5", "1.00", "row_sum")]
    items = judge([label("a", "5", "1.00")], findings)
    assert [item.outcome for item in items] == ["right"] * 3
    assert items[0].got == "error: 1.00 → 9.00"


def test_a_false_alarm_tells_whether_its_table_is_clean() -> None:
    """The extracted table 4 is the labelled table 2, in which no finding is labelled."""
    alarms = [finding("30", "1.00", table=4), finding("40", "2.00", table=2)]
    items = judge([], alarms, {4: "2"})
    assert [(item.outcome, item.is_clean, item.cluster) for item in items] == [
        ("invented", True, "2"),
        ("invented", False, "+2"),
    ]


def test_alarms_that_print_the_same_have_keys_of_their_own() -> None:
    """Two columns of one row may be wrong in the same way."""
    items = judge([], [finding("5", "1.00"), finding("5", "1.00")])
    assert [item.key for item in items] == ["R1 5 1.00 9.00", "R1 5 1.00 9.00 #2"]


@pytest.mark.parametrize(
    ("printed", "computed", "group"),
    [
        ("1.00", "9.00", "label"),
        ("12.5%", "13.5%", "label"),
        ("水利局", "林业局", "label (words)"),
        ("1.00", "", "label (words)"),
    ],
)
def test_findings_in_words_are_told_apart(printed: str, computed: str, group: str) -> None:
    [item] = judge([label("a", "5", printed, "label", computed=computed)], [])
    assert item.group == group
    is_words = group.endswith("(words)")
    assert shares([item]) == {
        "findings in words recall" if is_words else "findings recall": (0, 1),
    }
