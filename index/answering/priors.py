"""What speaks against a fact, whatever is asked."""

import re

from extraction import DisclosureKind, Fund, Measure, Unit
from index.answering.searches import Search
from index.answering.traits import FUND_NAMES, is_budgeted, is_income
from index.records import Aspect, Fact
from index.storing.facts import is_money

# A narrower fund is taken only where it is asked for, or where no wider one is printed.
_FUND_PRIORS = {Fund.ALL: 0.0, Fund.APPROPRIATION: 0.01, Fund.GENERAL: 0.02}
_NARROW = 0.12
# By how much less a fact counts, beside at most 2.5 for a perfect one.
_NOT_ASKED_SIDE = 0.15
_NOT_SPENT = 0.2
_NOT_BUDGETED = 0.4
_OTHER_MEASURE = 0.03
_NO_MONEY = 0.1
_TO_BE_BOUGHT = 0.1
# Where a table prints a code more than once, unit by unit, each row is of one of them alone.
_ONE_UNIT = 0.06
_THREE_PUBLIC = re.compile(r"三公")
INITIAL = re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算(?!完成)|年初(?!结转|余)|原本|原来|额度|当初")
_INCOMING = re.compile(r"收入|收到|进账|拨进|拨来|到账|来源|结转|结余|拨款(?!.*支出)")


def prior(search: Search, fact: Fact) -> float:
    """How much speaks against a fact: its fund, its side, a budget in a final account."""
    plan = search.plan
    against = _fund_prior(search, fact) + _budget_prior(search, fact)
    if fact.table is not None and is_income(fact) != bool(_INCOMING.search(plan.topic)):
        against += _NOT_ASKED_SIDE
    if fact.measure in (Measure.PREVIOUS, Measure.OTHER):
        against += _OTHER_MEASURE
    if plan.unit is Unit.VEHICLES and _THREE_PUBLIC.search("".join(fact.groups)):
        against += _TO_BE_BOUGHT
    if (fact.document, fact.table, fact.full_code) in search.repeated:
        against += _ONE_UNIT
    bare = fact.unit is None or (plan.unit is None and not is_money(fact.unit))
    return against + _NO_MONEY * (bare and plan.aspect is Aspect.LEVEL)


def _fund_prior(search: Search, fact: Fact) -> float:
    fund = fact.fund or Fund.ALL
    is_asked = bool(search.topic.cover(FUND_NAMES.get(fund, "")))
    return 0.0 if is_asked else _FUND_PRIORS.get(fund, _NARROW)


def _budget_prior(search: Search, fact: Fact) -> float:
    """In a final account what was spent is meant, unless the budget is asked for."""
    if search.documents[fact.document].kind is not DisclosureKind.FINAL:
        return 0.0
    asks_budget = bool(INITIAL.search(search.plan.topic))
    if is_budgeted(fact) == asks_budget:
        return 0.0
    if asks_budget:
        return _NOT_BUDGETED
    return _NOT_SPENT if fact.table is not None or fact.aspect is Aspect.PLANNED else 0.0
