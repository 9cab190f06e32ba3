"""Runs of an evaluation as a person reads them in a terminal."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from app.drawing import print_whole
from evals.reports import (
    count_outcomes,
    describe_cost,
    describe_settings,
    describe_unanswered,
    name_metric,
    write_count,
    write_interval,
    write_score,
)
from evals.runs.results import Part, Run
from evals.scoring.comparing import Comparison, Turn
from evals.scoring.items import Aspect, Item
from evals.scoring.metrics import Score, measure, measure_by

_OF_DOCUMENTS = (
    "cells precision",
    "cells recall",
    "tables found",
    "findings precision",
    "findings recall",
    "answers right",
    "open answers right",
)
_OF_MODELS = (
    "cells F1",
    "findings precision",
    "findings recall",
    "answers right",
    "open answers right",
)
_SCOPES = (Aspect.ANSWER, Aspect.OPEN_ANSWER)


def draw_run(console: Console, run: Run, every: bool = False) -> None:
    """A run: its scores, by document and by question, what failed and what it took.

    With `every`, each failure is listed too.
    """
    head = " · ".join(f"{name} {value}" for name, value in describe_settings(run.settings))
    console.print(f"[bold]{escape(head)}[/bold]", soft_wrap=True)
    _draw_scores(console, measure(run.items))
    _draw_documents(console, run)
    _draw_answers(console, run.items)
    _draw_outcomes(console, run.items)
    if every:
        _draw_failures(console, run.items)
    _draw_stopped(console, run.parts)
    _draw_unanswered(console, run, run.settings.suite, every=True)
    console.print(describe_cost(run.cost), soft_wrap=True)


def draw_models(console: Console, runs: Sequence[Run]) -> None:
    """A run a line: how right it is, and what that took."""
    grid = Grid("suite", "reader", "model", box=None, pad_edge=False)
    costs = ("seconds", "calls", "tokens in", "tokens out", "cache hits")
    for head in (*_OF_MODELS, *costs):
        grid.add_column(head, justify="right")
    for run in runs:
        scores = {score.metric: score for score in measure(run.items)}
        cost = run.cost
        counts = (cost.calls, cost.tokens_in, cost.tokens_out, cost.cache_hits)
        settings = (run.settings.suite, run.settings.reader, run.settings.model or "—")
        grid.add_row(
            *map(escape, settings),
            *(_shorten(scores.get(metric)) for metric in _OF_MODELS),
            f"{cost.seconds:,.1f}",
            *map(write_count, counts),
        )
    print_whole(console, grid)
    for run in runs:
        settings = (run.settings.suite, run.settings.reader, run.settings.model)
        _draw_unanswered(console, run, " ".join(settings))


def draw_sides(console: Console, before: Run, after: Run) -> None:
    """With what each of two runs was made."""
    for name, run in (("before", before), ("after", after)):
        told = " · ".join(" ".join(pair) for pair in describe_settings(run.settings))
        console.print(f"{name}: {escape(told)}", soft_wrap=True)
        _draw_unanswered(console, run, name)
    if (
        before.settings.suite != after.settings.suite
        or before.settings.shape != after.settings.shape
    ):
        console.print("these runs are of another suite or shape", style="bold red")
    console.print()


def draw_comparison(console: Console, comparison: Comparison, every: bool = False) -> None:
    """What changed from one run to another; with `every`, each item that was won or lost."""
    grid = Grid("metric", box=None, pad_edge=False)
    for head in ("before", "after", "difference", "95 of 100 samples", ""):
        grid.add_column(head, justify="right")
    for change in comparison.changes:
        low, high = change.interval.low, change.interval.high
        grid.add_row(
            escape(name_metric(change.metric.name)),
            f"{change.before:.4f}",
            f"{change.after:.4f}",
            f"{change.after - change.before:+.4f}",
            f"{low:+.4f} to {high:+.4f}" if low or high else "",
            "[bold red]worse[/]" if change.is_worse else "",
        )
    _draw_grid(console, grid)
    console.print(f"won {len(comparison.won)}, lost {len(comparison.lost)}")
    for name, turns in (("won", comparison.won), ("lost", comparison.lost)) if every else ():
        for turn in turns:
            _draw_turn(console, name, turn)
    for gone in comparison.gone:
        console.print(f"no longer in the run: {escape(gone)}", style="bold red", soft_wrap=True)
    for failed in comparison.failed:
        console.print(f"fails: {escape(_squeeze(failed))}", style="bold red", soft_wrap=True)


def _draw_turn(console: Console, name: str, turn: Turn) -> None:
    """An item that was won or lost, with what came in each run."""
    one = turn.after or turn.before
    assert one is not None  # a turn is of an item
    sides = [
        f"{side.outcome}: {_squeeze(side.got or 'nothing')}" if side else "right"
        for side in (turn.before, turn.after)
    ]
    head = _squeeze(f"{name} {one.document}: {one.aspect} {one.key}: {one.expected or 'nothing'}")
    console.print(head, f"    {sides[0]} → {sides[1]}", sep="\n", soft_wrap=True, markup=False)


def _draw_scores(console: Console, scores: Iterable[Score]) -> None:
    grid = Grid("metric", box=None, pad_edge=False)
    for head in ("of all", "95 of 100 samples"):
        grid.add_column(head, justify="right")
    for score in scores:
        grid.add_row(escape(name_metric(score.metric)), write_score(score), write_interval(score))
    _draw_grid(console, grid)


def _draw_documents(console: Console, run: Run) -> None:
    """The scores of each document that are in the run, and its time."""
    found = {
        name: {score.metric: score for score in scores}
        for name, scores in measure_by(run.items, lambda item: item.document).items()
    }
    metrics = [name for name in _OF_DOCUMENTS if any(name in row for row in found.values())]
    grid = Grid("document", box=None, pad_edge=False)
    for head in (*metrics, "seconds"):
        grid.add_column(head, justify="right")
    for name in sorted({*found, *(part.name for part in run.parts)}):
        seconds = sum(part.cost.seconds for part in run.parts if part.name == name)
        scores = found.get(name, {})
        shares = (_shorten(scores.get(metric)) for metric in metrics)
        grid.add_row(escape(name), *shares, f"{seconds:,.1f}")
    _draw_grid(console, grid)


def _draw_answers(console: Console, items: Sequence[Item]) -> None:
    """Right answers by type and language of the question, in either scope."""
    answers = [item for item in items if item.aspect in _SCOPES]
    if not answers:
        return
    grid = Grid("questions", "language", box=None, pad_edge=False)
    for head in ("in their documents", "over the whole library"):
        grid.add_column(head, justify="right")
    for group, language in sorted({(item.group, item.language) for item in answers}):
        own = [item for item in answers if (item.group, item.language) == (group, language)]
        grid.add_row(escape(group), escape(language), *_count_answers(own))
    grid.add_row("all", "", *_count_answers(answers))
    _draw_grid(console, grid)


def _count_answers(answers: Sequence[Item]) -> tuple[str, ...]:
    return tuple(
        _count_right([item for item in answers if item.aspect is scope]) for scope in _SCOPES
    )


def _count_right(items: Sequence[Item]) -> str:
    if not items:
        return "—"
    right = sum(item.count for item in items if item.is_right)
    return f"{write_count(right)} of {write_count(sum(item.count for item in items))}"


def _draw_outcomes(console: Console, items: Sequence[Item]) -> None:
    """What failed, by what was judged."""
    if all(item.is_right for item in items):
        console.print("nothing failed")
    for aspect in Aspect:
        failed = count_outcomes(item for item in items if item.aspect is aspect)
        if failed:
            console.print(f"{aspect}: {failed}", soft_wrap=True)


def _draw_failures(console: Console, items: Iterable[Item]) -> None:
    for item in items:
        if not item.is_right:
            lines = "\n".join(_failure_lines(item))
            console.print(lines, soft_wrap=True, markup=False, emoji=False)


def _failure_lines(item: Item) -> tuple[str, str]:
    """What failed, then what was wanted and what came."""
    head = f"{item.document}: {item.aspect} {item.key}: {item.outcome}"
    sides = (("expected", item.expected, item.where), ("got", item.got, item.found))
    return (
        _squeeze(f"{head}: {item.note}" if item.note else head),
        f"    {', '.join(_describe_side(*side) for side in sides)}",
    )


def _describe_side(name: str, value: str | None, place: str) -> str:
    words = f"{name} nothing" if value is None else f"{name} “{_squeeze(value)}”"
    return f"{words} at {_squeeze(place)}" if place else words


def _draw_stopped(console: Console, parts: Iterable[Part]) -> None:
    for part in parts:
        if part.error:
            console.print(f"{part.step} failed:", style="bold red", end=" ")
            line = _squeeze(f"{part.name}: {part.error}")
            console.print(line, soft_wrap=True, markup=False, emoji=False)


def _draw_unanswered(console: Console, run: Run, name: str, every: bool = False) -> None:
    """That a run lacks answers of the model, where it does; with `every`, a line a document."""
    if not run.unanswered:
        return
    told = f"{name}: {describe_unanswered(run)}"
    console.print(told, style="bold red", soft_wrap=True, markup=False, emoji=False)
    for part in run.unanswered if every else ():
        line = _squeeze(f"{part.name}: {'; '.join(part.failures)}")
        console.print(line, soft_wrap=True, markup=False, emoji=False)


def _draw_grid(console: Console, grid: Grid) -> None:
    """A table over a blank line."""
    print_whole(console, grid)
    console.print()


def _shorten(score: Score | None) -> str:
    """`341/345 0.9884`: narrow, for tables of many columns."""
    if score is None:
        return "—"
    return f"{write_count(score.part)}/{write_count(score.whole)} {score.value:.4f}"


def _squeeze(text: str) -> str:
    return " ".join(text.split())
