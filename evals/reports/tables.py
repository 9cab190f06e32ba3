"""Tables of the HTML page: of anything, of all scores, of scores by what was counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from evals.reports.words import is_loss, name_metric, write_counts, write_interval
from evals.scoring.items import Aspect, Item
from evals.scoring.metrics import METRICS, Score, measure_by


@dataclass(frozen=True, slots=True)
class Area:
    """Metrics that are read side by side."""

    title: str
    """Its heading."""
    group: str
    """What the items' groups are."""
    aspects: frozenset[Aspect]
    """Whose metrics it holds."""

    @property
    def metrics(self) -> tuple[str, ...]:
        """Names of its metrics, in the order of reports."""
        return tuple(metric.name for metric in METRICS if metric.aspect in self.aspects)


AREAS = (
    Area("Reading", "kind of table", frozenset({Aspect.CELL, Aspect.TABLE, Aspect.STRUCTURE})),
    Area("Checks", "kind of finding", frozenset({Aspect.FINDING, Aspect.ALARM})),
    Area("Answers within their documents", "type of question", frozenset({Aspect.ANSWER})),
    Area("Answers over the whole library", "type of question", frozenset({Aspect.OPEN_ANSWER})),
    Area("Citations", "type of question", frozenset({Aspect.CITATION, Aspect.STATED})),
)
"""In the order in which the page shows them; every metric is of one."""


def draw_grid(heads: Sequence[str], rows: Iterable[Iterable[str]], figures: int = 0) -> str:
    """A table; heads are words, cells are HTML. The last `figures` columns are figures."""
    kinds = ["" for _ in heads[figures:]] + [' class="figure"' for _ in heads[:figures]]
    head = "".join(
        f"<th{kind}>{escape(name)}</th>" for name, kind in zip(heads, kinds, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row, kinds, strict=True))
        + "</tr>\n"
        for row in rows
    )
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>\n"
    )


def draw_scores(scores: Sequence[Score]) -> str:
    """A score a line: counts, share, interval, and a bar of them."""
    rows = (
        (
            escape(name_metric(score.metric)),
            _bar(score),
            write_counts(score),
            f"<b>{score.value:.4f}</b>",
            write_interval(score),
        )
        for score in scores
    )
    return draw_grid(("metric", "", "counts", "share", "95 of 100 samples"), rows, figures=3)


def draw_breakdowns(items: Sequence[Item]) -> tuple[str, str, str]:
    """Scores by document, by group and by language; empty where there is nothing to part."""
    spoken = [item for item in items if item.language]
    of_documents = measure_by(items, lambda item: item.document)
    of_languages = measure_by(spoken, lambda item: item.language)
    documents, groups, languages = "", "", ""
    for area in AREAS:
        documents += _draw_area(area, "document", of_documents)
        own = [item for item in items if item.aspect in area.aspects]
        groups += _draw_area(area, area.group, measure_by(own, lambda item: item.group))
        languages += _draw_area(area, "language", of_languages)
    return documents, groups, languages


def _draw_area(area: Area, head: str, scores: Mapping[str, Sequence[Score]]) -> str:
    """What was counted × the area's metrics; empty where none of them was."""
    found = {
        name: {score.metric: score for score in row if score.metric in area.metrics}
        for name, row in scores.items()
    }
    metrics = [name for name in area.metrics if any(name in row for row in found.values())]
    if not metrics:
        return ""
    rows = (
        (f'<bdi lang="zh">{escape(name)}</bdi>', *(_cell(row.get(metric)) for metric in metrics))
        for name, row in found.items()
        if row
    )
    heads = (head, *map(name_metric, metrics))
    return f"<h3>{escape(area.title)}</h3>\n{draw_grid(heads, rows, figures=len(metrics))}"


def _cell(score: Score | None) -> str:
    if score is None:
        return '<span class="faint">–</span>'
    hint = f' title="95 of 100 samples: {write_interval(score)}"' if score.interval else ""
    kind = ' class="whole"' if _is_perfect(score) else ""
    return f"<span{kind}{hint}>{write_counts(score)}<br><b>{score.value:.4f}</b></span>"


def _is_perfect(score: Score) -> bool:
    return score.part == (0 if is_loss(score.metric) else score.whole)


def _bar(score: Score) -> str:
    """The share as a bar; over its end the interval as a band."""
    kind = "bar loss" if is_loss(score.metric) else "bar"
    band = ""
    if score.interval:
        low, high = _percent(score.interval.low), _percent(score.interval.high)
        band = f'<u style="left:{low:.2f}%;width:{high - low:.2f}%"></u>'
    return f'<span class="{kind}"><i style="width:{_percent(score.value):.2f}%"></i>{band}</span>'


def _percent(share: float) -> float:
    """Of a bar that ends at one, though false alarms can be more than the tables."""
    return min(share, 1.0) * 100
