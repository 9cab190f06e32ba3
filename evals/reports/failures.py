"""The failures of a run, one by one: what was wanted beside what came, and the source."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from evals.reports.differences import draw_excerpt, draw_pair
from evals.reports.words import count_outcomes, write_count
from evals.scoring.items import Aspect, Item, Outcome

_MANY = 20
"""Failures of a document; more are folded."""
_NEAR = frozenset({Outcome.IN_FIRST_THREE, Outcome.WRONG_SEVERITY, Outcome.ASKED_BACK})
"""Not right, but of some use."""


def failures_by_document(items: Iterable[Item]) -> dict[str, list[Item]]:
    """The items that are not right, by document in the order of names."""
    found: dict[str, list[Item]] = {}
    for item in items:
        if not item.is_right:
            found.setdefault(item.document, []).append(item)
    return dict(sorted(found.items()))


def draw_failures(failures: Mapping[str, Sequence[Item]]) -> str:
    """Every failure, by document and by aspect, under what filters them."""
    if not failures:
        return "<p>None: everything that was judged is right.</p>"
    everything = [item for items in failures.values() for item in items]
    documents = (
        _draw_document(number, document, items)
        for number, (document, items) in enumerate(failures.items(), start=1)
    )
    return _draw_filter(everything) + "".join(documents)


def draw_failure(item: Item) -> str:
    """One failure as HTML."""
    kind = "near" if item.outcome in _NEAR else "far"
    note = f'<p lang="zh">{escape(item.note)}</p>\n' if item.note else ""
    tags = "".join(
        f'<span class="tag" lang="zh">{escape(tag)}</span>'
        for tag in (item.group, item.language, _describe_credit(item))
        if tag
    )
    return (
        f'<article data-aspect="{item.aspect}" data-outcome="{item.outcome}">\n'
        f'<p><b class="outcome {kind}">{item.outcome}</b> '
        f'<bdi class="key" lang="zh">{escape(item.key)}</bdi> {tags}</p>\n'
        f"{note}{_draw_sides(item)}{_draw_source(item)}</article>\n"
    )


def _draw_filter(items: Sequence[Item]) -> str:
    """What a script shows and works: without one nothing is hidden."""
    aspects = [aspect for aspect in Aspect if any(item.aspect is aspect for item in items)]
    outcomes = [outcome for outcome in Outcome if any(item.outcome is outcome for item in items)]
    return (
        '<form id="filter" hidden>'
        f"{_draw_choice('aspect', 'every aspect', aspects)}"
        f"{_draw_choice('outcome', 'every outcome', outcomes)}"
        '<input name="words" type="search" placeholder="words or figures" '
        'aria-label="words or figures"> <output></output> '
        '<button type="button" name="unfold">unfold all</button></form>\n'
    )


def _draw_choice(name: str, everything: str, values: Sequence[str]) -> str:
    options = "".join(f"<option>{escape(value)}</option>" for value in values)
    return (
        f'<select name="{name}" aria-label="{name}">'
        f'<option value="">{everything}</option>{options}</select> '
    )


def _draw_document(number: int, document: str, items: Sequence[Item]) -> str:
    state = "" if len(items) > _MANY else " open"
    drawn = []
    for aspect in Aspect:
        own = [item for item in items if item.aspect is aspect]
        if own:
            head = f"<h4>{escape(aspect)} · {write_count(len(own))}</h4>\n"
            drawn.append(f"<section>{head}{''.join(map(draw_failure, own))}</section>\n")
    return (
        f'<details class="document" id="failures-{number}"{state}>\n'
        f'<summary><b><bdi lang="zh">{escape(document)}</bdi></b> · '
        f"{write_count(len(items))} · "
        f'<span class="faint">{escape(count_outcomes(items))}</span></summary>\n'
        f"{''.join(drawn)}</details>\n"
    )


def _draw_sides(item: Item) -> str:
    """What was wanted and what came, each with its place."""
    if item.expected is None or item.got is None:
        values = tuple(map(_draw_alone, (item.expected, item.got)))
    else:
        values = draw_pair(item.expected, item.got)
    if item.where and item.found:
        places = draw_pair(item.where, item.found)
    else:
        places = escape(item.where), escape(item.found)
    sides = zip(("expected", "got"), ("labelled at", "found at"), values, places, strict=True)
    return f'<div class="sides">{"".join(_draw_side(*side) for side in sides)}</div>\n'


def _draw_alone(value: str | None) -> str:
    return '<span class="faint">nothing</span>' if value is None else escape(value)


def _draw_side(name: str, at: str, value: str, place: str) -> str:
    place = f'<small>{at} <bdi lang="zh">{place}</bdi></small>' if place else ""
    return f'<div class="{name}"><small>{name}</small><pre lang="zh">{value}</pre>{place}</div>'


def _draw_source(item: Item) -> str:
    if not item.excerpt:
        return ""
    drawn = draw_excerpt(item.excerpt, item.expected, item.got)
    return f'<div class="source"><small>source</small><pre lang="zh">{drawn}</pre></div>\n'


def _describe_credit(item: Item) -> str:
    return "" if item.credit is None else f"GriTS-Con {item.credit:.4f}"
