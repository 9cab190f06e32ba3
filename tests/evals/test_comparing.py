"""Two small runs in; what was won and lost, and the verdict, out."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pytest

from evals.runs.results import Part, Run, Settings, Step, make_baseline, read_run, write_record
from evals.scoring.comparing import Comparison, Turn, compare_runs
from evals.scoring.items import Aspect, Item

SETTINGS = Settings(suite="small")


def cell(key: str, outcome: str = "right", **fields: object) -> Item:
    known = {"aspect": Aspect.CELL, "document": "d", "key": key, "outcome": outcome}
    return Item.model_validate(known | {"expected": "1", "got": "2", "cluster": "1"} | fields)


def run(items: Sequence[Item] = (), *others: str, errors: Mapping[str, str] | None = None) -> Run:
    """A run of the document `d` and of others without items."""
    parts = [
        Part(step=Step.READ, name=name, fingerprint="", error=(errors or {}).get(name, ""))
        for name in ("d", *others)
    ]
    parts[0] = parts[0].model_copy(update={"items": tuple(items)})
    return Run(settings=SETTINGS, parts=tuple(parts))


def tables(lost: Collection[int], count: int = 40, size: int = 10) -> Run:
    """A run over tables of ten cells, of which the first in those that are lost is wrong."""
    return run(
        [
            cell(
                f"{table}.{row}",
                "wrong digits" if row == 0 and table in lost else "right",
                cluster=str(table),
            )
            for table in range(count)
            for row in range(size)
        ]
    )


def worse(comparison: Comparison) -> list[str]:
    return [change.metric.name for change in comparison.changes if change.is_worse]


def as_baseline(path: Path, of: Run) -> Run:
    write_record(path / "baseline.json", make_baseline(of))
    return read_run(path / "baseline.json")


def test_items_are_won_and_lost_by_their_key() -> None:
    before = run([cell("a"), cell("b"), cell("c", "missing"), cell("d", "missing")])
    after = run([cell("a"), cell("b", "wrong digits"), cell("c"), cell("d", "missing")])
    found = compare_runs(before, after)
    assert found.won == (Turn(cell("c", "missing"), cell("c")),)
    assert found.lost == (Turn(cell("b"), cell("b", "wrong digits")),)
    assert (found.gone, found.failed, found.is_worse) == ((), (), False)


def test_what_was_invented_is_won_and_lost_without_a_counterpart() -> None:
    first, second = cell("+a", "invented", expected=None), cell("+b", "invented", expected=None)
    found = compare_runs(run([first]), run([second]))
    assert (found.won, found.lost) == ((Turn(first, None),), (Turn(None, second),))


def test_what_is_no_longer_done_is_gone_and_not_won() -> None:
    other = Part(step=Step.READ, name="e", fingerprint="", items=(cell("x", "missing"),))
    before = Run(settings=SETTINGS, parts=(*run([cell("a")]).parts, other))
    found = compare_runs(before, run([cell("a")]))
    assert (found.gone, found.won, found.is_worse) == (("read e",), (), True)


def test_what_is_done_for_the_first_time_is_neither_won_nor_lost() -> None:
    other = Part(step=Step.READ, name="e", fingerprint="", items=(cell("x", "missing"),) * 50)
    after = Run(settings=SETTINGS, parts=(*run([cell("a")]).parts, other))
    found = compare_runs(run([cell("a")]), after)
    assert (found.gone, found.lost, found.is_worse) == ((), (), False)


def test_what_fails_anew_is_told_and_makes_it_worse() -> None:
    before = run([cell("a")], "e", "f", errors={"f": "broken"})
    after = run([cell("a")], "e", "f", errors={"e": "ValueError: no", "f": "broken"})
    found = compare_runs(before, after)
    assert (found.failed, found.is_worse) == (("read e: ValueError: no",), True)
    assert not compare_runs(after, before).is_worse


@pytest.mark.parametrize(("lost", "is_worse"), [(1, False), (2, False), (3, False), (5, True)])
def test_an_item_or_two_of_hundreds_are_noise_and_five_are_not(lost: int, is_worse: bool) -> None:
    """With n items lost in as many tables, one sample in e^n draws none of them."""
    found = compare_runs(tables(()), tables(range(lost)))
    assert (len(found.lost), found.is_worse) == (lost, is_worse)
    assert worse(found) == (["cells precision", "cells recall", "cells F1"] if is_worse else [])
    recall = found.changes[1]
    assert (recall.before, recall.after) == (1.0, (400 - lost) / 400)


def test_a_whole_table_that_is_lost_is_worse() -> None:
    after = run([*tables(range(1), 39, 10).items, *(cell(f"39.{n}", "missing") for n in range(10))])
    assert compare_runs(tables(range(1)), after).is_worse
    assert compare_runs(make_baseline(tables(range(1))), after).is_worse


def test_labels_that_are_removed_win_nothing_and_make_it_worse(tmp_path: Path) -> None:
    """Wrong or right: without them every share may look better than it is."""
    before = run([cell("a"), cell("b"), *(cell(f"c{n}", "missing") for n in range(10))])
    after = run([cell("a"), cell("c0", "missing")])
    for known in (before, as_baseline(tmp_path, before)):
        found = compare_runs(known, after)
        assert (found.won, found.lost) == ((), ())
        assert found.gone == ("cell of d: 2 labels of 12",)
        assert found.is_worse


def test_what_was_invented_and_is_not_any_more_is_won_against_a_baseline(tmp_path: Path) -> None:
    before = run([cell("a"), cell("+b", "invented", expected=None)])
    found = compare_runs(as_baseline(tmp_path, before), run([cell("a")]))
    assert ([turn.after for turn in found.won], found.is_worse) == ([None], False)


def test_an_answer_in_the_place_of_asking_back_is_no_worse() -> None:
    """Neither more nor less of that is better."""
    asked, answered = (
        run([cell(f"q{n}", how, aspect=Aspect.OPEN_ANSWER, cluster="") for n in range(20)])
        for how in ("asked back rightly", "right")
    )
    found = compare_runs(asked, answered)
    assert (found.won, found.lost, found.is_worse) == ((), (), False)


def test_as_many_won_as_lost_is_no_worse() -> None:
    found = compare_runs(tables(range(10)), tables(range(10, 20)))
    assert (len(found.won), len(found.lost), found.is_worse) == (10, 10, False)


def test_of_a_loss_more_is_worse() -> None:
    clean = [
        cell(str(number), aspect=Aspect.TABLE, cluster=str(number), is_clean=True)
        for number in range(20)
    ]
    alarms = [
        cell(
            f"alarm {number}",
            "invented",
            aspect=Aspect.ALARM,
            cluster=str(number),
            expected=None,
            is_clean=True,
        )
        for number in range(8)
    ]
    quiet, loud = run(clean), run([*clean, *alarms])
    assert worse(compare_runs(quiet, loud)) == ["false alarms per clean table"]
    assert worse(compare_runs(loud, quiet)) == []


@pytest.mark.parametrize("lost", [0, 2, 9])
def test_against_a_baseline_the_verdict_is_that_against_the_run(tmp_path: Path, lost: int) -> None:
    before, after = tables([39]), tables(range(lost))
    whole, collapsed = (
        compare_runs(before, after),
        compare_runs(as_baseline(tmp_path, before), after),
    )
    assert collapsed.changes == whole.changes
    assert collapsed.is_worse == whole.is_worse == (lost == 9)
    assert whole.won == (Turn(before.items[390], after.items[390]),)
    assert [turn.after for turn in collapsed.won] == [after.items[390]]
    assert [turn.after for turn in collapsed.lost] == [turn.after for turn in whole.lost]
    assert [turn.before for turn in collapsed.lost] == [None] * lost


def test_a_run_is_no_worse_than_itself(tmp_path: Path) -> None:
    one = tables(range(3))
    found = compare_runs(as_baseline(tmp_path, one), as_baseline(tmp_path, one))
    assert (found.won, found.lost, found.is_worse) == ((), (), False)
    assert {(change.interval.low, change.interval.high) for change in found.changes} == {(0, 0)}
