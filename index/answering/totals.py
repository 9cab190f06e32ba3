"""Totals of the whole budget, for questions that name no item: 一共安排了多少钱."""

import re
from collections.abc import Sequence

from extraction import Fund, Measure, TableKind
from index.answering.priors import prior
from index.answering.searches import Candidate, Search
from index.answering.traits import BUDGETED, is_income
from index.records import Fact
from index.storing.facts import is_money
from index.words.matching import Topic
from index.words.wording import canonical

_MEASURES = BUDGETED | frozenset(
    {Measure.TOTAL, Measure.BUDGET, Measure.SUBTOTAL, Measure.INCOME, Measure.FINAL, Measure.OTHER}
)
TOTALS = (
    TableKind.INCOME_EXPENDITURE,
    TableKind.EXPENDITURE,
    TableKind.INCOME,
    TableKind.APPROPRIATION_BALANCE,
    TableKind.APPROPRIATION_BY_FUNCTION,
    TableKind.GENERAL_BY_FUNCTION,
    TableKind.GOVERNMENT_FUND,
    TableKind.STATE_CAPITAL,
)
_WITH_BOTH = (TableKind.INCOME_EXPENDITURE, TableKind.EXPENDITURE, TableKind.INCOME)
WHOLE = re.compile(
    r"(?:部门|单位|本|年度|全年|当年|总|收入|支出|收支|预算|决算|安排|总额|总计|合计|额|数|[、和及与年的|0-9])+"
)
_FUNDS = {
    "政府性基金": Fund.GOVERNMENT_FUND,
    "国有资本经营": Fund.STATE_CAPITAL,
    "一般公共预算": Fund.GENERAL,
    "财政拨款": Fund.APPROPRIATION,
}
_NO_ITEM = re.compile(
    r"政府性基金|国有资本经营|一般公共预算|收入|支出|收支|财政|拨款|总体|部门|\d+(?:\|\d+)?%|[|、]"
)
_FUND_NAME = re.compile(r"政府性基金|国有资本经营|一般公共预算|财政|拨款")
_SPENT = re.compile(r"^(?!.*(?:盘子|收支|总计|总预算|(?<!支出)总额)).*(?:支出|花|用了|用掉|开支)")
_LONG_NAME = 4
# What a total loses for being the other side's, no grand one, or prose beside a table that has it.
_OTHER_SIDE = 0.2
_NOT_GRAND = 0.1
_PROSE = 0.05
_NAMED = 0.15
_LATER_KIND = 0.01


def asks_whole(topic: Topic) -> bool:
    """Whether a topic names nothing but income, expenditure or their fund."""
    is_said = bool(topic.text.strip("|")) and "单位资金" not in topic.text
    return is_said and names_no_item(topic) and not topic.cover("财政拨款结转")


def names_no_item(topic: Topic) -> bool:
    """Whether all that a topic holds beside the asking are sides of a budget and its funds."""
    content = "".join(
        char if weight > 0 else "|" for char, weight in zip(topic.text, topic.weights, strict=True)
    )
    return not _NO_ITEM.sub("", content)


def names_whole(name: str) -> bool:
    """Whether a name in the wording that is compared is of a whole budget, or of a whole fund."""
    return bool(WHOLE.fullmatch(_FUND_NAME.sub("", name).replace("|", "") or "额"))


def judge_whole(search: Search, fact: Fact) -> Candidate | None:
    """A total of the whole budget or of one fund: the sides' totals, or a statement of them."""
    asked = canonical(search.plan.topic)
    fund = next((fund for name, fund in _FUNDS.items() if name in asked), Fund.ALL)
    wants_income = "收入" in asked and "支出" not in asked
    judge = _judge_stated if fact.table is None else _judge_total
    score = judge(search, fact, wants_income=wants_income, fund=fund)
    return None if score is None else Candidate(fact, score, 1.0, 1.0, is_outstanding=False)


def find_other_total(search: Search, told: Sequence[Candidate], best: Fact) -> Candidate | None:
    """The total without what is carried over beside the one with it, or the reverse.

    None where a question says which (本年支出合计), and where both are one figure.
    """
    asked, name = canonical(search.plan.topic), canonical(best.item)
    if (len(name) >= _LONG_NAME and name in asked) or ("总计" in asked and "总计" in name):
        return None
    fits = (c for c in told if c.fact.table_kind in _WITH_BOTH and _is_other(c.fact, best))
    return next((c for c in fits if is_income(c.fact) == is_income(best)), None)


def _is_other(one: Fact, other: Fact) -> bool:
    is_alike = (one.document, one.fund, one.unit) == (other.document, other.fund, other.unit)
    return is_alike and one.value != other.value and ("总计" in one.item) != ("总计" in other.item)


def _judge_stated(_: Search, fact: Fact, *, wants_income: bool, fund: Fund) -> float | None:
    item = canonical(fact.item)
    own = next((fund for name, fund in _FUNDS.items() if name in item), Fund.ALL)
    item = _FUND_NAME.sub("", item)
    if own is not fund or not (WHOLE.fullmatch(item) or (fund is not Fund.ALL and not item)):
        return None
    if not re.search(r"收入|支出|收支|预算|总", canonical(fact.item)):
        return None
    wrong = ("收入" in item and "支出" not in item) != wants_income and "收支" not in item
    if wrong and fund is not Fund.ALL:
        return None
    return 1.0 - _OTHER_SIDE * wrong - _PROSE


def _judge_total(search: Search, fact: Fact, *, wants_income: bool, fund: Fund) -> float | None:
    if not fact.is_total or fact.table_kind not in TOTALS or not is_money(fact.unit):
        return None
    if fact.measure not in _MEASURES or fact.fund is not fund:
        return None
    comes_in = "支出" not in fact.item and (is_income(fact) or "收入" in fact.item)
    if comes_in != wants_income and fund is not Fund.ALL:
        return None
    score = 1.0 - _OTHER_SIDE * (comes_in != wants_income)
    score -= _NOT_GRAND * (not _is_grand(search.plan.wording, fact))
    name = canonical(fact.item)
    score += _NAMED * (len(name) >= _LONG_NAME and name in canonical(search.plan.topic))
    return score - _LATER_KIND * TOTALS.index(fact.table_kind) - prior(search, fact)


def _is_grand(question: str, fact: Fact) -> bool:
    """Whether a total is the one meant: with what is carried over, or only what is spent."""
    if _SPENT.search(question):
        return fact.table_kind is not TableKind.INCOME_EXPENDITURE or "总" not in fact.item
    return "总" in fact.item or fact.table_kind in (TableKind.EXPENDITURE, TableKind.INCOME)
