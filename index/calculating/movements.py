"""Which item changed most, was carried out least, or is furthest over its budget.

Items are compared inside of one section or table: there all are set against the same.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from index.answering.quoting import refuse
from index.answering.traits import is_budgeted
from index.calculating.formulas import amount_in, side_of, subtract, worth_of
from index.calculating.working import state_ranked, state_worked
from index.library import Library
from index.planning.families import DONE, FELL, MOVED, OVER, RATE_DOWN, RATE_UP, ROSE
from index.proving.citing import are_proven
from index.records import Answer, Aspect, Fact, Operation, Plan
from index.sentences.saying import speak
from index.storing.facts import is_money
from index.words.wording import canonical

_CLASS = re.compile(r"[大哪几一]一?类(?!别)|类级")
_GROUP = re.compile(r"款级|哪一?款")
_THREE_PUBLIC = re.compile(r"三公")
_PUBLIC_NAMES = ("因公出国", "公务用车", "公务接待")
_VAGUE = re.compile(r"最(?:狠|猛|厉害|明显|突出)")
_CLASS_CODE, _GROUP_CODE, _ITEM_CODE = 3, 5, 7
_SHOWN, _MOST = 3, 12
_FEWEST = 2


def answer_moved(library: Library, plan: Plan) -> Answer:
    """The items in order, the one that is asked for first; a refusal where too few are told."""
    (operand,) = plan.operands
    prefix = next(one for one in MOVED if operand.startswith(one))
    facts = [fact for fact in library.facts(plan.documents) if _is_of_level(library, plan, fact)]
    if prefix == OVER:
        return _answer_over(library, plan, facts)
    ordered = _order(plan, prefix, facts)
    if not ordered and prefix in (ROSE, FELL) and _VAGUE.search(plan.wording):
        prefix = RATE_UP if prefix == ROSE else RATE_DOWN
        ordered = _order(plan, prefix, facts)
    if not ordered or not are_proven(library, ordered[:_MOST]):
        return refuse(library, plan, None, [])
    if plan.operation is Operation.RANK:
        shown = ordered[:_MOST]
        return state_ranked(library, plan, shown, is_one=len(ordered) == 1)
    shown = [*ordered[:_SHOWN], *_by_rate(plan, prefix, facts, ordered[0])]
    return state_ranked(library, plan, shown)


def _order(plan: Plan, prefix: str, facts: Sequence[Fact]) -> list[Fact]:
    """The figures of the section that tells most items, in the order that is asked for."""
    is_rate = prefix in (RATE_UP, RATE_DOWN)
    aspect = Aspect.COMPLETION if prefix == DONE else Aspect.RATE if is_rate else Aspect.CHANGE
    direction = "" if prefix == DONE else "up" if prefix in (ROSE, RATE_UP) else "down"
    by_section: defaultdict[Hashable, list[Fact]] = defaultdict(list)
    for fact in facts:
        if (
            fact.aspect is aspect
            and fact.value is not None
            and "年初" not in fact.against * (prefix != DONE)
        ):
            by_section[(fact.title, fact.table, fact.column)].append(fact)
    section = max(by_section.values(), key=len, default=[])
    if len({canonical(fact.item) for fact in section}) < _FEWEST:
        return []
    moved = [fact for fact in section if not direction or fact.direction == direction]
    is_least = plan.operation is Operation.LEAST
    return sorted(moved, key=worth_of, reverse=not is_least)


def _by_rate(plan: Plan, prefix: str, facts: Sequence[Fact], first: Fact) -> list[Fact]:
    """Where a question leaves open how it is measured, the item that moved most in per cent."""
    if prefix in (DONE, RATE_UP, RATE_DOWN) or not _VAGUE.search(plan.wording):
        return []
    rates = _order(plan, RATE_UP if prefix == ROSE else RATE_DOWN, facts)
    return [fact for fact in rates[:1] if fact.item != first.item]


def _is_of_level(library: Library, plan: Plan, fact: Fact) -> bool:
    """Whether a fact is of an item of the level that is asked for: a class, or an item of last."""
    name = canonical(fact.item)
    if _THREE_PUBLIC.search(plan.wording):
        return any(canonical(public) in name for public in _PUBLIC_NAMES)
    wanted = _CLASS_CODE if _CLASS.search(plan.wording) else _ITEM_CODE
    wanted = _GROUP_CODE if _GROUP.search(plan.wording) else wanted
    return wanted in _lengths(library, plan).get(name, frozenset())


def _lengths(library: Library, plan: Plan) -> dict[str, frozenset[int]]:
    """How long the codes are that tables print beside each name."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for fact in library.facts(plan.documents):
        if fact.full_code:
            found[canonical(fact.item)].add(len(fact.full_code))
    return {name: frozenset(lengths) for name, lengths in found.items()}


def _answer_over(library: Library, plan: Plan, facts: Sequence[Fact]) -> Answer:
    """The item whose figure is furthest above its budget, with the difference."""
    gaps = [
        (amount_in(spent, spent.unit) - amount_in(planned, spent.unit), spent, planned)
        for spent, planned in _pairs(facts)
    ]
    if len(gaps) < _FEWEST:
        return refuse(library, plan, None, [])
    gap, spent, planned = max(gaps, key=lambda one: one[0])
    if gap <= 0 or not are_proven(library, (spent, planned)):
        return refuse(library, plan, None, [])
    formula = subtract(side_of(spent), side_of(planned))
    return state_worked(library, plan, (spent, planned), formula, speak(plan.language).ranked)


def _pairs(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """What was spent and what was budgeted, of each row that has both."""
    by_row: defaultdict[Hashable, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.table and fact.value is not None and is_money(fact.unit):
            by_row[(fact.table, fact.row)].append(fact)
    for row in by_row.values():
        planned = [fact for fact in row if is_budgeted(fact)]
        spent = [fact for fact in row if not is_budgeted(fact) and fact.aspect is Aspect.LEVEL]
        if len(planned) == len(spent) == 1:
            yield spent[0], planned[0]
