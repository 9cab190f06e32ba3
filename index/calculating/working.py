"""Answers that are worked out, as they are stated: operands with their places, and the formula."""

from collections.abc import Callable, Sequence

from extraction import Unit
from index.answering.quoting import ask_back, refuse
from index.calculating.formulas import Formula, plain
from index.library import Library
from index.planning.questions import money_unit
from index.proving.citing import cite_facts
from index.records import Answer, Document, Fact, Plan
from index.sentences.saying import speak
from index.storing.facts import is_money

_Say = Callable[[Sequence[tuple[Document, Fact]], Formula], str]


def state_worked(
    library: Library,
    plan: Plan,
    operands: Sequence[Fact],
    formula: Formula,
    say: _Say | None = None,
) -> Answer:
    """What follows from figures, each cited; it is said to be computed, unless by `say`."""
    figures = [(library.document(fact.document), fact) for fact in operands]
    shown = _convert(formula, money_unit(plan.wording))
    return Answer(
        answer=(say or speak(plan.language).computed)(figures, shown),
        refused=False,
        value=shown.value,
        unit=shown.unit or None,
        citations=cite_facts(library, operands),
        plan=plan,
    )


def state_ranked(
    library: Library, plan: Plan, facts: Sequence[Fact], *, is_one: bool = True
) -> Answer:
    """Figures in their order, each cited; the first is the value, unless several are wanted."""
    figures = [(library.document(fact.document), fact) for fact in facts]
    return Answer(
        answer=speak(plan.language).ranked(figures, None),
        refused=False,
        value=facts[0].value if is_one else None,
        unit=facts[0].unit if is_one else None,
        citations=cite_facts(library, facts),
        plan=plan,
    )


def list_operands(library: Library, plan: Plan, operands: Sequence[Fact]) -> Answer:
    """The printed figures that a question speaks of, which are not computed with."""
    if not operands:
        return refuse(library, plan, None, [])
    names = list(dict.fromkeys(fact.document for fact in operands))
    if len(names) > 1 and len(plan.documents) == len(names) and not plan.agencies:
        return ask_back(library, plan, names)
    return Answer(
        answer=speak(plan.language).operands([(library.document(f.document), f) for f in operands]),
        refused=False,
        citations=cite_facts(library, operands),
        plan=plan,
    )


def _convert(formula: Formula, asked: Unit | None) -> Formula:
    """A sum of money in the unit that is asked for, the exact one shown before it."""
    own = next((unit for unit in Unit if unit == formula.unit), None)
    if asked is None or own is None or own is asked or not is_money(own):
        return formula
    assert own.in_yuan is not None
    assert asked.in_yuan is not None
    value = formula.value * own.in_yuan / asked.in_yuan
    return Formula(f"{formula.text} = {plain(formula.value)}{own}", value, asked)
