"""What comes of the figures of several documents: an order, a sum, a difference, a multiple."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction import normal_form
from index.calculating.formulas import Formula
from index.calculating.standings import Standing, gap, growth, mean, part_of_all, times, total
from index.planning import across_cues as cues
from index.records import Operation, Plan
from index.sentences.across_saying import speak_across

_MOST_SHOWN = 12
_ABOVE = ("超过", "大于", "高于", "多于")


@dataclass(frozen=True, slots=True)
class Result:
    """What is said of the figures, and which are shown."""

    text: str
    standings: Sequence[Standing]
    """All that the text shows, in the order of their citations."""
    value: Decimal | None = None
    """The figure asked for, in `unit`; null where each is its own."""
    unit: str | None = None


def work_out(plan: Plan, found: Sequence[Standing]) -> Result:
    """What the question asks of two or more figures of one quantity."""
    match plan.operation:
        case Operation.SUM:
            return _gather(plan, found, total(found))
        case Operation.AVERAGE:
            return _gather(plan, found, mean(found))
        case Operation.SHARE if len(found) > 1 and not found[0].basis:
            formula = part_of_all(found)
            return _gather(plan, found, formula) if formula else _list(plan, found)
        case Operation.DIFFERENCE | Operation.RATIO:
            return _set_apart(plan, found)
        case Operation.GROWTH:
            return _grow(plan, found)
        case Operation.MOST | Operation.LEAST:
            return _pick(plan, found)
        case Operation.RANK:
            return _order(plan, found)
        case _:
            return _list(plan, found)


def _list(plan: Plan, found: Sequence[Standing]) -> Result:
    """Each figure, and of one agency's years what has changed from the first to the last."""
    shown, say = _number(found), speak_across(plan.language)
    if len(shown) == 1:
        return Result(say.each(shown), shown, *_value_of(shown[0]))
    is_one = len({standing.document.agency for standing in found}) == 1
    more, less = sorted((shown[0], shown[-1]), key=lambda one: -one.size)
    if is_one and more.size > less.size and cues.CHANGED.search(normal_form(plan.topic)):
        return Result(say.trend(shown, gap(more, less)), shown)
    return Result(say.each(shown), shown)


def _number(standings: Sequence[Standing]) -> list[Standing]:
    """The figures with the numbers of their citations, in this order."""
    numbered, number = [], 1
    for standing in standings:
        numbered.append(replace(standing, number=number))
        number += len(standing.facts)
    return numbered


def _gather(plan: Plan, found: Sequence[Standing], formula: Formula) -> Result:
    shown = _number(found)
    text = speak_across(plan.language).gathered(plan.operation, shown, formula)
    return Result(text, shown, formula.value, formula.unit or None)


def _set_apart(plan: Plan, found: Sequence[Standing]) -> Result:
    """The highest and the lowest, and how far apart they are; or the one named first of two."""
    order = sorted(found, key=lambda standing: -standing.size)
    if plan.operation is Operation.RATIO and len(found) == 2 and cues.TIMES_OF.search(plan.topic):
        order = list(found)
    shown = _number([order[0], order[-1], *order[1:-1]])
    more, less, *others = shown
    formula = times(more, less) if plan.operation is Operation.RATIO else gap(more, less)
    text = speak_across(plan.language).apart(more, less, formula, others)
    if formula is None:
        return Result(text, shown)
    return Result(text, shown, formula.value, formula.unit or None)


def _grow(plan: Plan, found: Sequence[Standing]) -> Result:
    shown = _number([found[0], found[-1]])
    is_fall = shown[1].size < shown[0].size and bool(cues.DOWN.search(normal_form(plan.topic)))
    formula = growth(*shown, is_fall=is_fall)
    say = speak_across(plan.language)
    if formula is None:
        return Result(say.each(shown), shown)
    return Result(say.grown(shown[0], shown[1], formula), shown, formula.value, formula.unit)


def _pick(plan: Plan, found: Sequence[Standing]) -> Result:
    is_least = plan.operation is Operation.LEAST
    order = sorted(found, key=lambda one: one.size if is_least else -one.size)
    shown = _number(order[:_MOST_SHOWN])
    best = [standing for standing in shown if standing.size == shown[0].size]
    others = shown[len(best) :]
    text = speak_across(plan.language).most(best, others, is_least=is_least)
    return Result(text, shown, *_value_of(best[0]))


def _order(plan: Plan, found: Sequence[Standing]) -> Result:
    question = normal_form(plan.topic)
    if threshold := cues.THRESHOLD.search(question):
        return _split(plan, found, threshold)
    if moved := cues.MOVED.search(question):
        return _split_moved(plan, found, is_down=bool(cues.DOWN.search(moved[0])))
    is_rising = bool(cues.RISING.search(question))
    order = sorted(found, key=lambda one: one.size if is_rising else -one.size)
    say = speak_across(plan.language)
    if asks_for_any(plan):
        shown = _number(order)
        these = [standing for standing in shown if standing.value]
        text = say.having(these, [standing for standing in shown if not standing.value])
        is_one = len(these) == 1 and not cues.HAS_NOT.search(question)
        return Result(text, shown, *(_value_of(these[0]) if is_one else (None, None)))
    shown = _number(order[: _count(question)])
    return Result(say.ordered(shown, is_rising=is_rising), shown, *_value_of(shown[0]))


def _count(question: str) -> int:
    """How many of the first are asked for."""
    found = cues.FIRST.search(question)
    if not found:
        return _MOST_SHOWN
    return cues.read_number(found[1])


def asks_for_any(plan: Plan) -> bool:
    """Whether it is asked which documents have any of something (哪家有公车)."""
    question = normal_form(plan.topic)
    is_plain = not cues.ORDER.search(question) and not cues.THRESHOLD.search(question)
    return plan.operation is Operation.RANK and is_plain and bool(cues.HAS.search(question))


def _split(plan: Plan, found: Sequence[Standing], threshold: re.Match[str]) -> Result:
    """Which figures are on the asked side of an amount that the question names."""
    limit = Decimal(threshold["amount"].replace(",", "")) * cues.SIZES.get(threshold["unit"][0], 1)
    is_above = threshold["how"] in _ABOVE
    shown = _number(sorted(found, key=lambda one: -one.size if is_above else one.size))
    these = [one for one in shown if (one.size > limit if is_above else one.size < limit)]
    others = [one for one in shown if one not in these]
    text = speak_across(plan.language).split(these, others)
    return Result(text, shown)


def _split_moved(plan: Plan, found: Sequence[Standing], *, is_down: bool) -> Result:
    """Which figures rose over the year, or fell, and the others."""
    shown = _number(sorted(found, key=lambda one: one.size if is_down else -one.size))
    these = [one for one in shown if (one.value < 0 if is_down else one.value > 0)]
    others = [one for one in shown if one not in these]
    return Result(speak_across(plan.language).split(these, others), shown)


def _value_of(standing: Standing) -> tuple[Decimal, str | None]:
    """A figure as it is shown."""
    return standing.shown_value, standing.shown_unit or None
