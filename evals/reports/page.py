"""A run as one HTML page that opens anywhere: nothing in it is loaded from elsewhere."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path

from evals.reports.failures import draw_failures, failures_by_document
from evals.reports.looks import SCRIPT, STYLE
from evals.reports.tables import draw_breakdowns, draw_grid, draw_scores
from evals.reports.words import (
    count_outcomes,
    describe_settings,
    describe_unanswered,
    write_count,
    write_counts,
)
from evals.runs.results import Cost, Part, ResultError, Run, Step
from evals.scoring.items import Item
from evals.scoring.metrics import Score, measure

_HEADLINES = (
    "cells F1",
    "tables found",
    "findings recall",
    "findings precision",
    "answers right",
    "open answers right",
)
_COSTS = ("seconds", "calls", "tokens in", "tokens out", "cache hits")


def write_page(folder: Path, run: Run) -> Path:
    """Write the page of a run into its folder; the path. Raises `ResultError`."""
    path = folder / "report.html"
    try:
        path.write_text(render_page(run), encoding="utf-8")
    except OSError as exc:
        raise ResultError(f"{path}: {exc.strerror}") from exc
    return path


def render_page(run: Run) -> str:
    """The whole page: what was run, the scores, their parts, and every failure."""
    items = run.items
    scores = measure(items)
    failures = failures_by_document(items)
    count = _count_failures(items)
    stopped = sum(bool(part.error) for part in run.parts)
    by_document, by_group, by_language = draw_breakdowns(items)
    sections = (
        ("run", "What was run", _draw_run(run)),
        ("scores", "Scores", draw_scores(scores)),
        ("documents", "By document", _draw_documents(run, failures) + by_document),
        ("groups", "By kind and type", by_group),
        ("languages", "By language", by_language),
        ("steps", f"Steps that failed: {write_count(stopped)}", _draw_failed(run.parts)),
        ("unanswered", describe_unanswered(run), _draw_unanswered(run.unanswered)),
        ("failures", f"Failures: {count}", draw_failures(failures)),
    )
    shown = [section for section in sections if section[2]]
    title = escape(f"Evaluation of {run.settings.suite}")
    body = "".join(f'<h2 id="{name}">{escape(head)}</h2>\n{part}' for name, head, part in shown)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{_draw_policy()}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"{_draw_headlines(scores, count)}"
        f"{_draw_contents([(name, head) for name, head, _ in shown])}{body}"
        f"<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _draw_policy() -> str:
    """The browser's own lock: it loads nothing, and runs no script but the page's."""
    digest = b64encode(sha256(SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'


def _draw_headlines(scores: Sequence[Score], failures: str) -> str:
    """The few scores that say most, and how much failed."""
    drawn = "".join(
        f"<div><dt>{escape(score.metric)}</dt><dd>{write_counts(score)}</dd>"
        f"<dd>{score.value:.4f}</dd></div>"
        for score in scores
        if score.metric in _HEADLINES
    )
    link = f'<a href="#failures">{failures}</a>'
    return f'<dl class="head">{drawn}<div><dt>failures</dt><dd>{link}</dd></div></dl>\n'


def _draw_contents(heads: Sequence[tuple[str, str]]) -> str:
    links = (f'<a href="#{name}">{escape(head)}</a>' for name, head in heads)
    return f"<nav>{' '.join(links)}</nav>\n"


def _draw_run(run: Run) -> str:
    settings = "".join(
        f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>"
        for name, value in describe_settings(run.settings)
    )
    costs = draw_grid(("step", "done", "failed", *_COSTS), _cost_rows(run), figures=7)
    return f"<dl>{settings}</dl>\n{costs}{_draw_labels(run.labels)}"


def _cost_rows(run: Run) -> Iterator[tuple[str, ...]]:
    """What each kind of step took, then all of them."""
    steps = [step for step in Step if any(part.step is step for part in run.parts)]
    for step in steps:
        yield _cost_row(step, [part for part in run.parts if part.step is step])
    if len(steps) != 1:
        yield _cost_row("all", run.parts)


def _cost_row(name: str, parts: Sequence[Part]) -> tuple[str, ...]:
    failed = sum(bool(part.error) for part in parts)
    cost = sum((part.cost for part in parts), Cost())
    counts = (cost.calls, cost.tokens_in, cost.tokens_out, cost.cache_hits)
    done = write_count(len(parts) - failed)
    seconds = f"{cost.seconds:,.1f}"
    return escape(name), done, write_count(failed), seconds, *map(write_count, counts)


def _draw_labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    rows = (
        (f'<bdi lang="zh">{escape(document)}</bdi>', escape(words))
        for document, words in sorted(labels.items())
    )
    grid = draw_grid(("document", "labels"), rows)
    count = write_count(len(labels))
    return (
        f"<details><summary>How the labels were made: {count} documents</summary>{grid}</details>"
    )


def _draw_documents(run: Run, failures: Mapping[str, Sequence[Item]]) -> str:
    """A document a line: how much was judged, how much of it failed, where that is, its time."""
    judged: dict[str, int] = {part.name: 0 for part in run.parts}
    for item in run.items:
        judged[item.document] = judged.get(item.document, 0) + item.count
    numbers = {document: number for number, document in enumerate(failures, start=1)}
    rows = (
        (
            f'<bdi lang="zh">{escape(document)}</bdi>',
            escape(count_outcomes(failures.get(document, ()))),
            _draw_link(numbers.get(document), len(failures.get(document, ()))),
            write_count(judged[document]),
            f"{sum(part.cost.seconds for part in run.parts if part.name == document):,.1f}",
        )
        for document in sorted(judged)
    )
    heads = ("document", "what failed", "failures", "judged", "seconds")
    return draw_grid(heads, rows, figures=3)


def _draw_link(number: int | None, count: int) -> str:
    if number is None:
        return write_count(count)
    return f'<a href="#failures-{number}">{write_count(count)}</a>'


def _draw_failed(parts: Sequence[Part]) -> str:
    """The steps that were stopped, each with its error; empty where none was."""
    rows = [
        (escape(part.step), f'<bdi lang="zh">{escape(part.name)}</bdi>', _draw_error(part.error))
        for part in parts
        if part.error
    ]
    return draw_grid(("step", "of", "error"), rows) if rows else "<p>None.</p>"


def _draw_unanswered(parts: Sequence[Part]) -> str:
    """What the model was asked in vain, a document a line; empty where nothing was."""
    rows = [
        (f'<bdi lang="zh">{escape(part.name)}</bdi>', _draw_error("; ".join(part.failures)))
        for part in parts
    ]
    return draw_grid(("document", "why"), rows) if rows else ""


def _draw_error(error: str) -> str:
    return f'<pre class="error" lang="zh">{escape(error)}</pre>'


def _count_failures(items: Sequence[Item]) -> str:
    failed = sum(item.count for item in items if not item.is_right)
    return f"{write_count(failed)} of {write_count(sum(item.count for item in items))} judged"
