"""Runs in a terminal: judged things in, lines out."""

import io

from rich.console import Console

from app.eval_drawing import draw_models, draw_run, draw_sides
from evals.runs.results import Cost, Part, Run, Settings, Step
from evals.scoring.items import Aspect, Item, Outcome


def _item(key: str, outcome: Outcome = Outcome.RIGHT, **more: object) -> Item:
    fields = {"aspect": Aspect.CELL, "document": "water", "key": key, "outcome": outcome}
    return Item.model_validate(fields | {"expected": "1", "got": "1"} | more)


_ITEMS = (
    _item("1"),
    _item("2"),
    _item("3", Outcome.MISSING, expected="40.50", got=None, where="line 8"),
    _item("[b] :100:", Outcome.WRONG_PLACE, got="1\n2", found="Sheet1!C5", note="moved"),
    _item("q1", aspect=Aspect.ANSWER, group="why", language="zh", count=3),
    _item("q2", aspect=Aspect.ANSWER, group="lookup", language="en"),
    _item("q1", Outcome.ASKED_BACK, aspect=Aspect.OPEN_ANSWER, group="why", language="zh"),
)
_RUN = Run(
    settings=Settings(suite="small", reader="model", model="example-2"),
    parts=(
        Part(
            step=Step.READ,
            name="water",
            fingerprint="",
            items=_ITEMS,
            cost=Cost(seconds=2.25, calls=3, tokens_in=4000, tokens_out=50, cache_hits=1),
        ),
        Part(
            step=Step.READ,
            name="roads",
            fingerprint="",
            cost=Cost(seconds=1.5),
            error="cut [off]\nat :100:",
        ),
    ),
)


def _lines(run: Run, every: bool = False) -> list[str]:
    file = io.StringIO()
    draw_run(Console(file=file, width=80, highlight=False), run, every)
    return [" ".join(line.split()) for line in file.getvalue().splitlines()]


def test_a_run_is_drawn_from_its_scores_to_its_cost() -> None:
    assert _lines(_RUN) == [
        "suite small · reader model · model example-2 · shape printed",
        "metric of all 95 of 100 samples",
        "cells precision 2 of 3 · 0.6667 0.0000 to 1.0000",
        "cells recall 2 of 4 · 0.5000 0.0000 to 1.0000",
        "cells F1 4 of 7 · 0.5714 0.0000 to 1.0000",
        "answers right 4 of 4 · 1.0000 0.1581 to 1.0000",
        "answers: passage in the first three 3 of 3 · 1.0000 0.0250 to 1.0000",
        "answers: wrongly refused (less is better) 0 of 4 · 0.0000 0.0000 to 0.8419",
        "open answers right 0 of 1 · 0.0000 0.0000 to 0.9750",
        "open answers: passage in the first three 0 of 1 · 0.0000 0.0000 to 0.9750",
        "open answers: wrongly refused (less is better) 0 of 1 · 0.0000 0.0000 to 0.9750",
        "open answers: asked back rightly 0 of 1 · 0.0000 0.0000 to 0.9750",
        "",
        "document cells precision cells recall answers right open answers right seconds",
        "roads — — — — 1.5",
        "water 2/3 0.6667 2/4 0.5000 4/4 1.0000 0/1 0.0000 2.2",
        "",
        "questions language in their documents over the whole library",
        "lookup en 1 of 1 —",
        "why zh 3 of 3 0 of 1",
        "all 4 of 4 0 of 1",
        "",
        "cell: missing 1, wrong place 1",
        "open answer: asked back 1",
        "read failed: roads: cut [off] at :100:",
        "3.8 seconds, 3 calls, 4,000 tokens in, 50 tokens out, 1 cache hits",
    ]


def test_each_failure_is_listed_where_that_is_asked() -> None:
    lines = _lines(_RUN, every=True)
    at = lines.index("open answer: asked back 1")
    assert lines[at + 1 : at + 7] == [
        "water: cell 3: missing",
        "expected “40.50” at line 8, got nothing",
        "water: cell [b] :100:: wrong place: moved",
        "expected “1”, got “1 2” at Sheet1!C5",
        "water: open answer q1: asked back",
        "expected “1”, got “1”",
    ]


def test_a_run_without_failures_and_questions_is_short() -> None:
    parts = (Part(step=Step.READ, name="water", fingerprint="", items=(_item("1"),)),)
    assert _lines(Run(settings=Settings(suite="small"), parts=parts))[5:] == [
        "",
        "document cells precision cells recall seconds",
        "water 1/1 1.0000 1/1 1.0000 0.0",
        "",
        "nothing failed",
        "0.0 seconds, no calls to a model",
    ]


def test_what_a_model_did_not_answer_is_told_by_document_in_a_line() -> None:
    water, roads = _RUN.parts
    parts = (
        water.model_copy(update={"failures": ("[off] cannot be reached", "1 of 2\ntokens")}),
        roads,
        roads.model_copy(update={"name": "parks", "failures": (":100: refuses the key (401)",)}),
    )
    run = _RUN.model_copy(update={"parts": parts})
    assert _lines(run)[-4:-1] == [
        "small: 2 documents were read without all answers of the model",
        "water: [off] cannot be reached; 1 of 2 tokens",
        "parks: :100: refuses the key (401)",
    ]
    file = io.StringIO()
    console = Console(file=file, width=80, highlight=False)
    draw_sides(console, _RUN, run)
    draw_models(console, [_RUN, run])
    told = [line for line in file.getvalue().splitlines() if "without all answers" in line]
    assert told == [
        "after: 2 documents were read without all answers of the model",
        "small model example-2: 2 documents were read without all answers of the model",
    ]


def test_runs_are_drawn_side_by_side() -> None:
    plain = Run(
        settings=Settings(suite="small"),
        parts=(Part(step=Step.READ, name="water", fingerprint="", items=(_item("1"),)),),
    )
    file = io.StringIO()
    draw_models(Console(file=file, width=80, highlight=False), [plain, _RUN])
    head, *rows = [line.rstrip() for line in file.getvalue().splitlines()]
    assert head.split("  ")[-1].strip() == "cache hits"
    assert [row.split() for row in rows] == [
        [
            *("small", "rules", "—"),
            *("2/2", "1.0000", "—", "—", "—", "—"),
            *("0.0", "0", "0", "0", "0"),
        ],
        [
            *("small", "model", "example-2"),
            *("4/7", "0.5714", "—", "—", "4/4", "1.0000", "0/1", "0.0000"),
            *("3.8", "3", "4,000", "50", "1"),
        ],
    ]
