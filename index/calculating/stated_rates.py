"""Whether a rate that a document states follows from the figures that stand beside it."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from extraction import Unit, last_place, normal_form
from index.answering.figures import find_figures, is_exact
from index.answering.quoting import refuse
from index.answering.traits import is_budgeted
from index.calculating.formulas import Formula, growth, growth_from, share, side_of
from index.calculating.working import list_operands
from index.library import Library
from index.planning.families import STATED
from index.proving.citing import are_proven, cite_facts
from index.records import Answer, Aspect, Fact, Plan
from index.sentences.saying import speak
from index.storing.facts import is_money

_QUOTED = re.compile(r"(\d+(?:\.\d+)?)%")
_RATES = (Aspect.COMPLETION, Aspect.RATE)


def answer_rate_check(library: Library, plan: Plan) -> Answer:
    """The rate as it is worked out, and whether it is the one that is stated."""
    found = {
        fact: worked
        for fact in _stated_rates(library, plan)
        if (worked := _work_out(library, fact)) is not None
    }
    if not found:
        return refuse(library, plan, None, [])
    if len({(formula.value, fact.item) for fact, (_, formula) in found.items()}) > 1:
        return list_operands(library, plan, list(found)[:2])
    fact, (operands, formula) = next(iter(found.items()))
    assert fact.value is not None  # only figures are found
    is_right = formula.value.quantize(last_place(fact.value), ROUND_HALF_UP) == fact.value
    figures = [(library.document(one.document), one) for one in (fact, *operands)]
    return Answer(
        answer=speak(plan.language).rate_checked(figures, formula, is_right=is_right),
        refused=False,
        value=formula.value,
        unit=formula.unit,
        citations=cite_facts(library, (fact, *operands)),
        plan=plan,
    )


def _stated_rates(library: Library, plan: Plan) -> Iterator[Fact]:
    """The rates that a question quotes, else the one of the item that it names."""
    quoted = {Decimal(number) for number in _QUOTED.findall(normal_form(plan.wording))}
    topic = plan.operands[0].removeprefix(STATED)
    if quoted:
        for fact in library.facts(plan.documents):
            if fact.aspect in _RATES and fact.value in quoted and fact.unit is Unit.PERCENT:
                yield fact
        return
    for aspect in _RATES:
        asked = plan.model_copy(update={"aspect": aspect, "topic": topic, "unit": Unit.PERCENT})
        _, ranked = find_figures(library, asked)
        yield from (c.fact for c in ranked[:1] if is_exact(c))


def _work_out(library: Library, rate: Fact) -> tuple[tuple[Fact, Fact], Formula] | None:
    """What a rate follows from, in its sentence or row, and the calculation; None without."""
    beside = [fact for fact in library.facts([rate.document]) if _is_beside(fact, rate)]
    levels = [f for f in beside if f.aspect is Aspect.LEVEL and not is_budgeted(f)]
    planned = [f for f in beside if is_budgeted(f)]
    changes = [f for f in beside if f.aspect is Aspect.CHANGE and f.direction == rate.direction]
    earlier = [f for f in beside if f.aspect is Aspect.EARLIER]
    others = planned if rate.aspect is Aspect.COMPLETION else changes or earlier
    if len(levels) != 1 or len(others) != 1:
        return None
    (level,), (other,) = levels, others
    if not are_proven(library, (rate, level, other)):
        return None
    try:
        if rate.aspect is Aspect.COMPLETION:
            return (level, other), share(side_of(level), side_of(other))
        worked = growth(level, other) if changes else growth_from(other, level)
    except ZeroDivisionError:
        return None
    return (level, other), worked


def _is_beside(fact: Fact, rate: Fact) -> bool:
    """Whether money is of the same item, in the same sentence or row of a table."""
    if not is_money(fact.unit) or fact.value is None:
        return False
    if rate.table is None:
        return (fact.sentence, fact.item) == (rate.sentence, rate.item)
    return (fact.table, fact.row) == (rate.table, rate.row)
