"""Figures that follow from printed ones of one document, each with its formula and its operands.

What cannot be computed for sure is not: the printed figures that a question speaks of are listed
instead, each with its place.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from index.answering.figures import absent_in, answer_figure, find_figures, first_proven, is_exact
from index.answering.quoting import ask_back, refuse
from index.calculating.changes import answer_change
from index.calculating.families import add_listed, answer_rows
from index.calculating.formulas import (
    Side,
    UnlikeFigures,
    add_changes,
    add_sides,
    amount_in,
    average,
    growth_from,
    is_same,
    ratio,
    share,
    side_of,
    subtract,
    work_out,
    worth_of_place,
)
from index.calculating.operands import rejoin, resolve_sides
from index.calculating.shares import answer_share
from index.calculating.stated_rates import answer_rate_check
from index.calculating.superlatives import answer_superlative
from index.calculating.working import list_operands, state_worked
from index.library import Library
from index.planning.families import EACH, MOVED, STATED
from index.planning.operand_names import PLUS_SIGN, terms_of
from index.planning.operations import STAFF
from index.planning.questions import money_unit
from index.proving.citing import cite_facts
from index.records import Answer, Aspect, Fact, Operation, Plan
from index.sentences.saying import speak
from index.storing.facts import is_money

_JOINTS = re.compile(r"加上|减去|去掉|除以|还是|以及|[和与加减比、,是]")
_LEVEL = re.compile(r"多少|几|how (?:much|many)|what (?:is|was|are|were)", re.IGNORECASE)
_GAP = re.compile(r"差(?!旅)|出入|多出|少了|gap|differ|apart|discrepan", re.IGNORECASE)
_MOST_OPERANDS = 4
_MOST_DOCUMENTS = 12
_FEWEST = 2


def answer_computed(library: Library, plan: Plan) -> Answer:
    """The figure if it is printed, else what follows from printed ones, from one document."""
    operands = rejoin(library, plan, _addends(plan))
    names = (name for operand in operands for listed in terms_of(operand) for name in listed)
    topics = [_bare(name) for name in names] or [plan.topic]
    absents = (absent_in(library, plan.model_copy(update={"topic": topic})) for topic in topics)
    absent = next(filter(None, absents), None)
    if absent or plan.unknown_unit:
        return refuse(library, plan, absent, [])
    if plan.operation is Operation.OTHER:
        return list_operands(library, plan, _figures_of(library, plan))
    if len(plan.documents) > _MOST_DOCUMENTS:
        return ask_back(library, plan, plan.documents)
    answer = _maker_of(plan)
    each = [
        answer(library, plan.model_copy(update={"documents": (name,)})) for name in plan.documents
    ]
    answers = [given for given in each if given.value is not None]
    told = answers or [given for given in each if given.citations and not given.refused]
    if len(told) > 1:
        return ask_back(library, plan, [given.citations[0].document for given in told])
    return told[0] if told else each[0]


def _maker_of(plan: Plan) -> Callable[[Library, Plan], Answer]:
    """What carries a plan out: by what is wanted of its operands, else by its operation."""
    first = plan.operands[0] if plan.operands else ""
    if first.startswith(EACH):
        return answer_rows
    if first.startswith(STATED):
        return answer_rate_check
    is_of_two = plan.operation is Operation.GROWTH and len(plan.operands) == _FEWEST
    return _answer_worked if is_of_two else _MAKERS[plan.operation]


def _addends(plan: Plan) -> tuple[str, ...]:
    """The operands, those of a sum as one."""
    if plan.operation is Operation.SUM and plan.operands:
        return (PLUS_SIGN.join(plan.operands),)
    return plan.operands


def _bare(operand: str) -> str:
    """An operand without what is wanted of it."""
    return next(
        (operand.removeprefix(p) for p in (EACH, STATED, *MOVED) if operand.startswith(p)), operand
    )


def _answer_worked(library: Library, plan: Plan) -> Answer:
    """What an operation gives over the figures that its operands are."""
    operands = rejoin(library, plan, _addends(plan))
    if len(operands) == 1 and len(plan.operands) > len(terms_of(operands[0])[0]) == 1:
        update = {"operation": Operation.LOOKUP, "operands": (), "topic": operands[0]}
        return answer_figure(library, plan.model_copy(update=update))
    found = resolve_sides(library, plan, operands)
    if operands == (STAFF,) and len(found.facts) < _FEWEST:
        update = {"operation": Operation.LOOKUP, "operands": ()}
        return answer_figure(library, plan.model_copy(update=update))
    if not found.sides:
        listed = add_listed(library, plan) if plan.operation is Operation.SUM else None
        return listed or list_operands(library, plan, found.near)
    try:
        return _work(library, plan, found.sides)
    except (UnlikeFigures, ZeroDivisionError):
        return list_operands(library, plan, found.facts)


def _work(library: Library, plan: Plan, sides: tuple[Side, ...]) -> Answer:
    one, other = sides[0], sides[-1]
    if plan.aspect in (Aspect.CHANGE, Aspect.RATE):
        directions = {fact.direction for side in sides for fact in side.facts}
        if len(directions) > 1 or plan.operation not in (Operation.SUM, Operation.DIFFERENCE):
            raise UnlikeFigures("changes up and down")
    facts = tuple(dict.fromkeys(fact for side in sides for fact in side.facts))
    match plan.operation:
        case Operation.SUM if plan.aspect is Aspect.CHANGE:
            return state_worked(library, plan, facts, add_changes(facts))
        case Operation.SUM:
            return state_worked(library, plan, facts, add_sides(sides))
        case Operation.RATIO if "倍" not in plan.wording and ratio(one, other).value < 1:
            return state_worked(library, plan, facts, share(one, other))
        case Operation.RATIO:
            return state_worked(library, plan, facts, ratio(one, other))
        case Operation.AVERAGE:
            return _state_average(library, plan, one, other)
        case Operation.REMAINDER if other.amount_in(one.unit) <= one.amount_in(one.unit):
            return state_worked(library, plan, facts, subtract(one, other))
        case Operation.DIFFERENCE:
            return _state_difference(library, plan, one, other)
        case Operation.GROWTH:
            level, planned = one.plus[0], other.plus[0]
            return state_worked(library, plan, facts, growth_from(planned, level))
        case Operation.CHECK if len(facts) > _FEWEST:
            return _state_sum_check(library, plan, one, other)
        case Operation.CHECK:
            return _state_check(library, plan, one.plus[0], other.plus[0])
    return list_operands(library, plan, facts)


def _state_difference(library: Library, plan: Plan, one: Side, other: Side) -> Answer:
    """The larger first, and by how much it is larger."""
    is_more = one.amount_in(one.unit) >= other.amount_in(one.unit)
    more, less = (one, other) if is_more else (other, one)
    say = speak(plan.language).ranked
    return state_worked(library, plan, (*more.facts, *less.facts), subtract(more, less), say)


def _state_average(library: Library, plan: Plan, money: Side, count: Side) -> Answer:
    """What one of those counted comes to, in the unit of money that is asked for."""
    facts = (*money.facts, *count.facts)
    if not is_money(money.unit) or is_money(count.unit):
        return list_operands(library, plan, facts)
    asked = money_unit(plan.wording)
    formula = average(money, count, asked or money.unit)
    if asked:
        formula = replace(formula, unit=asked)
    return state_worked(library, plan, facts, formula)


def _state_sum_check(library: Library, plan: Plan, parts: Side, whole: Side) -> Answer:
    """Whether several figures come to another: that where they do, else the difference.

    That they do not is told of figures of one table or sentence only.

    As printed figures are rounded, those that do may differ by half a unit in the last place each.
    """
    facts = (*parts.facts, *whole.facts)
    worked = work_out(parts)
    gap = worked.value - whole.amount_in(parts.unit)
    slack = max(map(worth_of_place, facts)) * (len(facts)) / 2
    is_tied = abs(gap) * ((parts.unit and parts.unit.in_yuan) or 1) < slack
    figures = [(library.document(fact.document), fact) for fact in facts]
    if not is_tied and len({fact.table or fact.sentence for fact in facts}) > 1:
        return list_operands(library, plan, facts)
    difference = None if is_tied else subtract(*((parts, whole) if gap > 0 else (whole, parts)))
    said = difference or worked
    return Answer(
        answer=speak(plan.language).summed(figures, worked, difference),
        refused=False,
        value=said.value,
        unit=said.unit or None,
        citations=cite_facts(library, facts),
        plan=plan,
    )


def _state_check(library: Library, plan: Plan, one: Fact, other: Fact) -> Answer:
    """Two figures that are said to be one: the figure where they are, else their difference.

    Where a question asks for the figure itself, that of the table stands for it.
    """
    is_more = amount_in(one, one.unit) >= amount_in(other, one.unit)
    more, less = (one, other) if is_more else (other, one)
    difference = None if is_same(one, other) else subtract(side_of(more), side_of(less))
    coarser = max(one, other, key=lambda fact: (fact.unit and fact.unit.in_yuan) or 1)
    figures = [(library.document(fact.document), fact) for fact in (more, less)]
    printed = next((fact for fact in (one, other) if fact.table is not None), coarser)
    level = coarser if difference is None else printed
    is_gap = difference is not None and not _asks_level(plan.wording)
    return Answer(
        answer=speak(plan.language).checked(figures, difference),
        refused=False,
        value=difference.value if difference and is_gap else level.value,
        unit=(difference.unit if difference and is_gap else level.unit) or None,
        citations=cite_facts(library, (more, less)),
        plan=plan,
    )


def _asks_level(wording: str) -> bool:
    """Whether a question wants the figure that two places print, not how far they lie apart."""
    return bool(_LEVEL.search(wording)) and not _GAP.search(wording)


def _figures_of(library: Library, plan: Plan) -> list[Fact]:
    """The printed figures that the parts of a topic are."""
    return list(dict.fromkeys(_best_of_parts(library, plan)))[:_MOST_OPERANDS]


def _best_of_parts(library: Library, plan: Plan) -> Iterator[Fact]:
    for part in _JOINTS.split(plan.topic):
        if len(part) < 2 or not part.strip("|的 "):
            continue
        asked = plan.model_copy(update={"aspect": Aspect.LEVEL, "topic": part, "unit": None})
        _, ranked = find_figures(library, asked)
        if best := first_proven(library, (c for c in ranked if is_exact(c))):
            yield best.fact


_MAKERS: dict[Operation, Callable[[Library, Plan], Answer]] = {
    Operation.EARLIER: answer_change,
    Operation.GROWTH: answer_change,
    Operation.SHARE: answer_share,
    Operation.MOST: answer_superlative,
    Operation.LEAST: answer_superlative,
    Operation.RANK: answer_superlative,
    Operation.COUNT: answer_rows,
    Operation.SUM: _answer_worked,
    Operation.DIFFERENCE: _answer_worked,
    Operation.REMAINDER: _answer_worked,
    Operation.RATIO: _answer_worked,
    Operation.AVERAGE: _answer_worked,
    Operation.CHECK: _answer_worked,
}
