"""Judged items in; parts, wholes and intervals out."""

from collections.abc import Sequence

import pytest

from evals.scoring.items import Aspect, Item
from evals.scoring.metrics import (
    METRICS,
    Interval,
    count_clusters,
    draw_interval,
    measure,
    measure_by,
)


def item(aspect: Aspect, outcome: str = "right", **fields: object) -> Item:
    """An item with something on both sides, or on the one that its outcome leaves."""
    known: dict[str, object] = {
        "document": "d",
        "key": "k",
        "expected": None if outcome == "invented" else "1",
        "got": None if outcome in ("missing", "failed") else "1",
    }
    return Item.model_validate({"aspect": aspect, "outcome": outcome} | known | fields)


def shares(items: Sequence[Item]) -> dict[str, tuple[float, float]]:
    return {score.metric: (score.part, score.whole) for score in measure(items)}


CELLS = [
    item(Aspect.CELL, key="a"),
    item(Aspect.CELL, key="b"),
    item(Aspect.CELL, "wrong digits", key="c"),
    item(Aspect.CELL, "missing", key="d"),
    item(Aspect.CELL, "invented", key="e"),
    item(Aspect.CELL, "invented", key="f"),
]


def test_precision_counts_what_was_read_and_recall_what_is_labelled() -> None:
    assert shares(CELLS) == {
        "cells precision": (2, 5),
        "cells recall": (2, 4),
        "cells F1": (4, 9),
    }


def test_one_item_may_stand_for_several() -> None:
    assert shares([item(Aspect.CELL, count=7), *CELLS[2:]])["cells precision"] == (7, 10)


def test_a_table_of_the_wrong_kind_is_found_and_not_right() -> None:
    outcomes = ("right", "wrong kind", "wrong unit", "wrong title", "missing", "invented")
    items = [item(Aspect.TABLE, one, key=one) for one in outcomes]
    assert shares(items) == {
        "tables found": (4, 5),
        "tables precision": (4, 5),
        "tables right": (1, 5),
    }


def test_a_structure_counts_by_its_credit() -> None:
    items = [
        item(Aspect.STRUCTURE, key="a", credit=1.0),
        item(Aspect.STRUCTURE, "wrong structure", key="b", credit=0.25),
    ]
    assert shares(items) == {"structure GriTS-Con": (1.25, 2)}


def test_findings_in_words_are_counted_apart() -> None:
    items = [
        item(Aspect.FINDING, group="column_sum", key="a"),
        item(Aspect.FINDING, "wrong severity", group="column_sum", key="b"),
        item(Aspect.FINDING, "missing", group="label", key="c"),
        item(Aspect.FINDING, "missing", group="label (words)", key="d"),
        item(Aspect.FINDING, group="unit (words)", key="e"),
    ]
    assert shares(items) == {
        "findings recall": (2, 3),
        "findings in words recall": (1, 2),
        "findings: severity right": (2, 3),
    }


def test_false_alarms_are_counted_by_clean_table() -> None:
    """Two in three clean tables; one in a table with a labelled finding, and a right one."""
    items = [
        *(item(Aspect.TABLE, key=key, cluster=key, is_clean=True) for key in "12"),
        item(Aspect.TABLE, "missing", key="3", cluster="3", is_clean=True),
        item(Aspect.TABLE, key="4", cluster="4"),
        item(Aspect.TABLE, "invented", key="+5", cluster="+5"),
        item(Aspect.ALARM, "invented", key="a", cluster="1", is_clean=True),
        item(Aspect.ALARM, "invented", key="b", cluster="1", is_clean=True),
        item(Aspect.ALARM, "invented", key="c", cluster="+4"),
        item(Aspect.ALARM, key="d", cluster="2", is_clean=True),
    ]
    found = shares(items)
    assert found["false alarms per clean table"] == (2, 3)
    assert found["findings precision"] == (1, 4)


def test_answers_are_counted_by_what_was_asked() -> None:
    outcomes = [
        ("lookup", "right"),
        ("lookup", "wrongly refused"),
        ("lookup", "unproven"),
        ("lookup", "asked back"),
        ("why", "in the first three"),
        ("why", "wrong passage"),
        ("list", "right"),
        ("unanswerable", "right"),
        ("unanswerable", "wrongly answered"),
        ("unanswerable", "failed"),
    ]
    items = [
        item(Aspect.ANSWER, outcome, key=str(number), group=group)
        for number, (group, outcome) in enumerate(outcomes)
    ]
    assert shares(items) == {
        "answers right": (3, 10),
        "answers: passage in the first three": (2, 3),
        "answers: unanswerable refused": (1, 3),
        "answers: wrongly refused": (1, 7),
    }
    open_items = [one.model_copy(update={"aspect": Aspect.OPEN_ANSWER}) for one in items]
    assert shares(open_items)["open answers right"] == (3, 10)


def test_asking_back_rightly_is_right_and_told_apart() -> None:
    groups = ("lookup", "lookup", "why", "why", "unanswerable")
    outcomes = ("right", *("asked back rightly",) * 2, *("asked back",) * 2)
    items = [
        item(Aspect.OPEN_ANSWER, outcome, key=str(number), group=group)
        for number, (group, outcome) in enumerate(zip(groups, outcomes, strict=True))
    ]
    assert shares(items) == {
        "open answers right": (3, 5),
        "open answers: passage in the first three": (1, 2),
        "open answers: unanswerable refused": (0, 1),
        "open answers: wrongly refused": (0, 4),
        "open answers: asked back rightly": (2, 5),
    }
    assert [one.is_right for one in items] == [True, True, True, False, False]


def test_citations_have_precision_and_stated_figures_recall() -> None:
    items = [
        item(Aspect.CITATION, key="a"),
        item(Aspect.CITATION, "wrong place", key="b"),
        item(Aspect.STATED, key="a"),
        item(Aspect.STATED, key="b"),
        item(Aspect.STATED, "unproven", key="c"),
    ]
    assert shares(items) == {"citations precision": (1, 2), "citations recall": (2, 3)}


def test_less_is_better_of_false_alarms_and_wrong_refusals() -> None:
    assert [metric.name for metric in METRICS if metric.is_loss] == [
        "false alarms per clean table",
        "answers: wrongly refused",
        "open answers: wrongly refused",
    ]


def test_groups_are_measured_each_for_itself() -> None:
    items = [
        item(Aspect.ANSWER, group="why", language="zh", key="1"),
        item(Aspect.ANSWER, "wrong passage", group="why", language="en", key="2"),
        item(Aspect.CELL, key="3"),
    ]
    found = measure_by(items, lambda one: one.language)
    assert {name: (scores[0].group, scores[0].part) for name, scores in found.items()} == {
        "en": ("en", 0),
        "zh": ("zh", 1),
    }


def test_cells_of_a_table_are_one_cluster_and_answers_are_each_their_own() -> None:
    recall = next(metric for metric in METRICS if metric.name == "cells recall")
    right = next(metric for metric in METRICS if metric.name == "answers right")
    items = [
        item(Aspect.CELL, key="a", cluster="1", count=3),
        item(Aspect.CELL, "missing", key="b", cluster="1"),
        item(Aspect.CELL, "invented", key="c", cluster="+9"),
        item(Aspect.CELL, key="d", cluster="1", document="e"),
        item(Aspect.ANSWER, key="q1"),
        item(Aspect.ANSWER, key="q2"),
    ]
    assert count_clusters(recall, items) == {("d", "1"): (3, 4), ("e", "1"): (1, 1)}
    assert count_clusters(right, items) == {("d", "q1"): (1, 1), ("d", "q2"): (1, 1)}


@pytest.mark.parametrize("count", [1, 2, 10, 100])
def test_where_all_are_right_the_low_end_is_met_once_in_forty_samples(count: int) -> None:
    low = 0.025 ** (1 / count)
    assert draw_interval([(1, 1)] * count) == Interval(low, 1.0)
    assert draw_interval([(0, 1)] * count) == Interval(0.0, 1 - low)


def test_an_interval_of_a_half_is_that_of_as_many_coins() -> None:
    """Of 100 coins, 95 of 100 samples show 40 to 60 heads."""
    interval = draw_interval([(1, 1), (0, 1)] * 50)
    assert (interval.low, interval.high) == pytest.approx((0.4, 0.6), abs=0.011)


def test_an_interval_is_the_same_each_time() -> None:
    clusters = [(number % 7, 7 + number) for number in range(40)]
    assert draw_interval(clusters) == draw_interval(clusters)


def test_clusters_widen_an_interval() -> None:
    """Ten tables that are read whole or not at all tell less than a hundred cells."""
    alone = draw_interval([(1, 1), (0, 1)] * 50)
    together = draw_interval([(10, 10), (0, 10)] * 5)
    assert together.low < alone.low < alone.high < together.high


def test_of_two_thousand_and_more_no_interval_is_told() -> None:
    [score] = measure([item(Aspect.STATED, count=1999)])
    assert score.interval == Interval(0.025, 1.0)
    [score] = measure([item(Aspect.STATED, count=2000)])
    assert (score.interval, score.value) == (None, 1.0)


def test_of_nothing_there_are_no_metrics() -> None:
    assert measure([]) == ()
