"""The year before: its figure, and how much one changed, from what is printed of both years."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extraction import DisclosureKind, normal_form, squash
from index.answering.constraints import is_against
from index.answering.figures import (
    answer_figure,
    convert,
    find_figures,
    first_proven,
    is_exact,
    is_told,
)
from index.answering.searches import Candidate
from index.answering.traits import CODE
from index.calculating.formulas import before, growth, growth_from
from index.calculating.working import state_worked
from index.library import Library
from index.planning.questions import money_unit
from index.proving.citing import are_proven, cite_facts
from index.records import Answer, Aspect, Fact, Operation, Plan
from index.sentences.saying import speak
from index.words.wording import canonical

# A change to what was carried out is none to the budget.
_BASIS = re.compile(r"执行|决算")
_FLAT = re.compile(
    r"^(?:,?占[^,]{1,12})?[,(]?(?:与|较|比|同|和)(?:20\d\d年度?|上年度?|上一年度?|去年)"
    r"(?:年初)?(?:预算|决算|执行)?(?:安排|总额|数|额|相比|比较|支出|情况|,)*(?:保持)?"
    r"(?:持平|相同|一致|无变化|没有变化|无增减|没有增减|不变)"
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A level and the change to it, of one statement."""

    level: Fact
    change: Fact

    @property
    def is_told(self) -> bool:
        """Whether the level before is known: the change has a direction, or is none."""
        return not self.change.value or self.change.direction in ("up", "down")


def answer_change(library: Library, plan: Plan) -> Answer:
    """Last year's figure or a rate of growth as printed, else what follows from two figures."""
    printed = answer_figure(library, plan)
    if printed.value is not None or printed.choices or len(printed.citations) > 1:
        return printed
    pair = _find_pair(library, plan)
    if isinstance(pair, Fact):
        return _state_flat(library, plan, pair)
    if pair is not None and pair.is_told:
        return _state_pair(library, plan, pair) or printed
    if plan.operation is Operation.GROWTH and (years := _find_years(library, plan)):
        earlier, level = years
        return state_worked(library, plan, [level, earlier], growth_from(earlier, level))
    return printed


def _state_pair(library: Library, plan: Plan, pair: _Pair) -> Answer | None:
    operands = [pair.level, pair.change]
    if plan.operation is Operation.EARLIER:
        return state_worked(library, plan, operands, before(pair.level, pair.change))
    if not before(pair.level, pair.change).value:
        return None
    return state_worked(library, plan, operands, growth(pair.level, pair.change))


def _state_flat(library: Library, plan: Plan, level: Fact) -> Answer:
    """That a figure is as it was the year before, which it is then too; a growth of none."""
    grows = plan.operation is Operation.GROWTH
    formula = growth_from(level, level) if grows and level.value else None
    asked = money_unit(plan.wording) if not grows else None
    value = formula.value if formula else None if grows else convert(level, asked)
    unit = formula.unit if formula else asked or level.unit
    say = speak(plan.language).unchanged
    return Answer(
        answer=say(library.document(level.document), level, formula),
        refused=False,
        value=value,
        unit=unit if value is not None else None,
        citations=cite_facts(library, [level]),
        plan=plan,
    )


def _is_flat(level: Fact) -> bool:
    """Whether the words that follow a stated figure say that it is as the year before."""
    _, stated, after = level.context.partition(squash(level.printed))
    clause = normal_form(re.split(r"[;；。]", after)[0])
    basis = _BASIS.search(clause)
    return bool(stated and _FLAT.match(clause)) and not (basis and basis[0] == "执行")


def _find_pair(library: Library, plan: Plan) -> _Pair | Fact | None:
    """The level that a question is about, and the change that the same statement gives.

    The level alone where it is said to be as the year before.
    """
    facts = library.facts(plan.documents)
    topic = _drop_codes(plan.topic, facts)
    update = {"aspect": Aspect.LEVEL, "years": (), "unit": None, "topic": topic}
    _, ranked = find_figures(library, plan.model_copy(update=update))
    for candidate in ranked:
        if _is_stated(candidate, topic):
            for fits in (_in_sentence, _in_section):
                if changes := [f for f in facts if _changes(candidate.fact, f, fits)]:
                    return _pair(library, plan, candidate.fact, changes)
            if _is_flat(candidate.fact) and are_proven(library, [candidate.fact]):
                return candidate.fact
    return None


def _drop_codes(topic: str, facts: Sequence[Fact]) -> str:
    """The topic without codes that only say over again which item is named: prose prints none."""
    for code in CODE.findall(topic):
        items = {canonical(fact.item) for fact in facts if fact.full_code == code}
        codes = {fact.full_code or code for fact in facts if canonical(fact.item) in items}
        groups = {c for c in codes if "下的" in topic and (code.startswith(c) or c[0] != code[0])}
        is_named = len(items) == 1 and all(item in canonical(topic) for item in items)
        if is_named and codes - groups <= {code}:
            topic = re.sub(rf"[(（]?{code}[)）]?", "", topic)
    return topic


def _is_stated(candidate: Candidate, topic: str) -> bool:
    """Whether the prose states what a topic names, and not what is left beside it (其他)."""
    item = candidate.fact.item
    is_rest = "其他" in item and "其他" not in topic
    return candidate.fact.table is None and is_told(candidate) and not is_rest


def _pair(library: Library, plan: Plan, level: Fact, changes: Sequence[Fact]) -> _Pair | None:
    """A level and the only change to it, if that is to the year before and both are proven."""
    change = changes[0]
    if len({(each.value, each.direction) for each in changes}) > 1:
        return None
    is_final = library.document(level.document).kind is DisclosureKind.FINAL
    if not _is_against_last_year(change, plan.wording, is_final=is_final):
        return None
    return _Pair(level, change) if are_proven(library, (level, change)) else None


def _changes(level: Fact, other: Fact, fits: Callable[[Fact, Fact], bool]) -> bool:
    is_change = other.aspect is Aspect.CHANGE and other.unit is level.unit
    return is_change and other.document == level.document and fits(level, other)


def _in_sentence(level: Fact, change: Fact) -> bool:
    return (level.sentence, level.item) == (change.sentence, change.item)


def _in_section(level: Fact, change: Fact) -> bool:
    return bool(level.title) and (level.title, level.item) == (change.title, change.item)


def _find_years(library: Library, plan: Plan) -> tuple[Fact, Fact] | None:
    """The figures of the year before and of the year, in two columns of one row."""
    (document,) = (library.document(name) for name in plan.documents)
    if document.year is None:
        return None
    level = plan.model_copy(update={"aspect": Aspect.LEVEL, "years": (), "unit": None})
    last = level.model_copy(update={"years": (document.year - 1,)})
    earlier, now = (_best_cell(library, each) for each in (last, level))
    if earlier is None or now is None or not earlier.value:
        return None
    is_row = (earlier.table, earlier.row, earlier.unit) == (now.table, now.row, now.unit)
    return (earlier, now) if is_row else None


def _best_cell(library: Library, plan: Plan) -> Fact | None:
    _, ranked = find_figures(library, plan)
    exact = [c for c in ranked if is_exact(c) and c.fact.table is not None]
    best = first_proven(library, exact)
    return best.fact if best else None


def _is_against_last_year(change: Fact, question: str, *, is_final: bool) -> bool:
    """Whether a change is to the figure of the year before that a question means.

    A final account's is to the final account before.
    """
    basis = _BASIS.search(change.against)
    is_own = basis is None or basis[0] in question or (is_final and basis[0] == "决算")
    return "年初" not in change.against and is_own and is_against(change, question)
