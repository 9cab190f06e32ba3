"""Runs and parts on paper, and what a baseline keeps of them."""

from pathlib import Path

import pytest

from evals.runs.results import (
    Cost,
    Part,
    ResultError,
    Run,
    Settings,
    Step,
    make_baseline,
    read_part,
    read_run,
    write_record,
)
from evals.scoring.items import Aspect, Item
from evals.scoring.metrics import measure


def item(name: str, outcome: str = "right", **fields: object) -> Item:
    known = {
        "aspect": Aspect.CELL,
        "document": "d",
        "key": f"秘密{name}",
        "outcome": outcome,
        "expected": f"秘密{name} 1.00",
        "got": f"秘密{name} 1.00",
        "where": f"秘密{name}",
        "found": f"秘密{name}",
        "note": "秘密",
        "excerpt": "" if outcome == "right" else "秘密 1.00",
        "cluster": "1",
    }
    return Item.model_validate(known | fields)


ITEMS = (
    item("a"),
    item("b"),
    item("c", cluster="2"),
    item("d", group="income"),
    item("e", "wrong digits", got="0.10"),
    item("q1", aspect=Aspect.ANSWER, key="q1", group="why", language="zh", cluster=""),
)
RUN = Run(
    settings=Settings(suite="small", code="12ab", version="1", began="2024-01-01T00:00:00+00:00"),
    parts=(
        Part(step=Step.READ, name="d", fingerprint="f", items=ITEMS, cost=Cost(seconds=2.5)),
        Part(
            step=Step.READ,
            name="e",
            fingerprint="g",
            error="DamagedDocument: /tmp/e.pdf: broken",
            failures=("127.0.0.1:9 cannot be reached",),
        ),
    ),
    labels={"d": "facts.csv: 6 labels"},
)


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_record(tmp_path / "deep" / "result.json", RUN)
    assert read_run(tmp_path / "deep") == read_run(tmp_path / "deep" / "result.json") == RUN
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["result.json"]


def test_costs_add_up() -> None:
    one = Cost(seconds=1.5, calls=1, tokens_in=10, tokens_out=2, cache_hits=3)
    assert one + Cost(seconds=0.5, calls=2) == Cost(
        seconds=2.0, calls=3, tokens_in=10, tokens_out=2, cache_hits=3
    )
    assert RUN.cost == Cost(seconds=2.5)


def test_what_is_no_result_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match=r"result\.json: No such file"):
        read_run(tmp_path)
    (tmp_path / "result.json").write_text('{"settings": {"suite": "a"}}')
    with pytest.raises(ResultError, match="no result of a run: parts: Field required"):
        read_run(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(ResultError, match="file"):
        write_record(tmp_path / "file" / "result.json", RUN)


@pytest.mark.parametrize("text", ["", '{"step": "read"', '{"step": "read", "name": "d"}'])
def test_a_part_that_is_cut_off_or_of_another_form_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "part.json"
    assert read_part(path) is None
    path.write_text(text)
    assert read_part(path) is None
    write_record(path, RUN.parts[0])
    assert read_part(path) == RUN.parts[0]


def test_a_baseline_holds_no_text_but_the_keys_of_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_record(path, make_baseline(RUN))
    text = path.read_text(encoding="utf-8")
    assert text.count("秘密") == text.count('"key": "秘密e"') == 1
    assert "1.00" not in text
    assert "0.10" not in text


def test_a_baseline_keeps_what_is_wrong_and_counts_what_is_right() -> None:
    baseline = make_baseline(RUN)
    assert [(one.group, one.key, one.count, one.outcome.value) for one in baseline.items] == [
        ("", "", 3, "right"),
        ("income", "", 1, "right"),
        ("why", "", 1, "right"),
        ("", "秘密e", 1, "wrong digits"),
    ]


def test_a_baseline_scores_as_its_run_does() -> None:
    counts = [
        [(score.metric, score.part, score.whole) for score in measure(run.items)]
        for run in (make_baseline(RUN), RUN)
    ]
    assert counts[0] == counts[1]
    assert ("cells recall", 4, 5) in counts[0]


def test_a_baseline_has_nothing_that_changes_from_day_to_day() -> None:
    baseline = make_baseline(RUN)
    assert (baseline.settings.began, baseline.settings.code, baseline.cost) == ("", "", Cost())
    assert {part.fingerprint for part in baseline.parts} == {""}
    assert [part.error for part in baseline.parts] == ["", "DamagedDocument"]
    assert baseline.unanswered == ()
    assert baseline.labels == RUN.labels


def test_a_baseline_of_a_baseline_is_the_same(tmp_path: Path) -> None:
    write_record(tmp_path / "baseline.json", make_baseline(RUN))
    baseline = read_run(tmp_path / "baseline.json")
    assert make_baseline(baseline) == baseline == make_baseline(RUN)
