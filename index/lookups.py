"""Facts for a plan: each is judged by how well it answers what is asked, the best come first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from extraction import (
    DisclosureKind,
    Fund,
    Measure,
    TableKind,
    Unit,
    drop_ordinal,
    normal_form,
    squash,
)
from index.classification import ITEM_NAMES
from index.facts import is_money
from index.matching import Topic, Weights, union, weigh_topic
from index.records import Aspect, Document, Fact, Hit, Plan
from index.wording import canonical

_FUND_NAMES = {
    Fund.APPROPRIATION: "财政拨款",
    Fund.GENERAL: "一般公共预算财政拨款",
    Fund.GOVERNMENT_FUND: "政府性基金预算财政拨款",
    Fund.STATE_CAPITAL: "国有资本经营预算",
    Fund.SPECIAL_ACCOUNT: "财政专户管理资金",
    Fund.OWN: "单位资金 自有资金",
}
# A narrower fund is taken only where it is asked for, or where no wider one is printed.
_FUND_PRIORS = {Fund.ALL: 0.0, Fund.APPROPRIATION: 0.01, Fund.GENERAL: 0.02}
_NARROW = 0.12
_PLAIN_MEASURES = frozenset({Measure.TOTAL, Measure.BUDGET, Measure.SUBTOTAL, Measure.INCOME})
_TOTALS = (
    TableKind.INCOME_EXPENDITURE,
    TableKind.EXPENDITURE,
    TableKind.INCOME,
    TableKind.APPROPRIATION_BALANCE,
    TableKind.APPROPRIATION_BY_FUNCTION,
    TableKind.GENERAL_BY_FUNCTION,
)
_BUDGETED = frozenset({Measure.BUDGET, Measure.INITIAL_BUDGET, Measure.ADJUSTED_BUDGET})
WHOLE = re.compile(
    r"(?:部门|单位|本|年度|全年|当年|总|收入|支出|收支|预算|决算|安排|总额|总计|合计|额|数|[、和及与年的|0-9])+"
)
_CODE = re.compile(r"(?<!\d)(\d{3}|\d{5}|\d{7})(?![\d.]|万|亿|元|年)")
_GENERIC_COLUMN = re.compile(
    r"20\d\d年|年|预算数?|决算数?|金额|合计|小计|总计|数|支出|收入|本年|\||度"
)
_AT_FIRST = re.compile(
    r"年初(?:预算(?!的)|原?本?[一-龥]{0,8}(?:打算|安排|批|给|定|编))|年初预算(?:数|总?额)"
)
_THREE_PUBLIC = re.compile(r"三公")
_INITIAL = re.compile(
    r"(?<!公共)(?<!基金)(?<!经营)预算(?!完成)|年初(?!结转|余)|原本|原来|额度|当初"
)
_SPENT = re.compile(r"^(?!.*(?:盘子|收支|总计|总预算|总额)).*(?:支出|花|用了|用掉|开支)")
_INCOMING = re.compile(r"收入|收到|进账|拨进|拨来|到账|来源|结转|结余|拨款(?!.*支出)")
_FEWEST_NAMES = 8
_NEAR = 3.4
_MARGIN = 1.0
_FAR = 1.5
_LONG_NAME = 4
_TELLING = 0.5
_TABLE_NAMED = 0.5
_NAMED_TABLE = 0.3
_WHOLE_NAME = 0.9
_HEAD_COVERS = 0.5
_NOTHING_ASKED = 0.01


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact and how well it answers."""

    fact: Fact
    score: float
    covered: float
    """How much of what is asked it speaks of, from 0 to 1."""
    named: float
    """How much of its own name is asked for, from 0 to 1."""
    is_outstanding: bool
    """Whether its name's vector is by far the nearest to the question's."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a search for facts looks at."""

    plan: Plan
    topic: Topic
    weights: Weights
    documents: dict[str, Document]
    near: Mapping[str, float]
    """Names by how near their vectors are to the question's, in standard deviations."""
    outstanding: str
    """The name that is nearest, and by far; empty where none stands out."""
    is_whole: bool
    """Whether the whole budget is asked for, not an item of it."""


def make_search(
    plan: Plan, documents: Iterable[Document], facts: Sequence[Fact], names: Iterable[Hit]
) -> Search:
    """Weigh the topic of a plan among the names that the facts bear, and that vectors find."""
    weights = Weights(name for fact in facts for name in (fact.item, *fact.column))
    topic = weigh_topic(plan.topic, weights)
    near = stand_out(names)
    return Search(
        plan=plan,
        topic=topic,
        weights=weights,
        documents={document.name: document for document in documents},
        near=near,
        outstanding=_outstanding(near),
        is_whole=_asks_whole(topic),
    )


def stand_out(hits: Iterable[Hit]) -> dict[str, float]:
    """How far each name's similarity lies above the mean of all, in standard deviations."""
    found = {hit.passage.topic: hit.similarity for hit in hits if hit.similarity is not None}
    if len(found) < _FEWEST_NAMES:
        return {}
    mean, deviation = fmean(found.values()), pstdev(found.values())
    return {name: (value - mean) / deviation for name, value in found.items() if deviation}


def _outstanding(near: Mapping[str, float]) -> str:
    order = sorted(near, key=lambda name: -near[name])
    if len(order) < _FEWEST_NAMES or near[order[0]] < _NEAR:
        return ""
    return order[0] if near[order[0]] - near[order[1]] >= _MARGIN else ""


def absent_name(question: str, names: Iterable[str]) -> str | None:
    """A well-known item that the question names and none of the names holds."""
    asked = canonical(question)
    named = [name for name in ITEM_NAMES if name in asked]
    if not named:
        return None
    printed = "|".join(map(canonical, names))
    return next((name for name in named if name not in printed), None)


def rank_facts(search: Search, facts: Sequence[Fact]) -> list[Candidate]:
    """The facts that may answer, best first; equal ones in the order of the documents."""
    found = [
        candidate
        for fact in facts
        if _is_asked(search, fact) and (candidate := _judge(search, fact)) is not None
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def _asks_whole(topic: Topic) -> bool:
    content = "".join(
        char if weight > 0 else "|" for char, weight in zip(topic.text, topic.weights, strict=True)
    )
    left = re.sub(r"收入|支出|收支|财政|拨款|一般公共|总体|部门|[|、]", "", content)
    return not left and not topic.cover("财政拨款结转")


def _is_asked(search: Search, fact: Fact) -> bool:
    """Whether a fact is of the aspect, the unit and the year that are asked for."""
    plan = search.plan
    levels = (Aspect.LEVEL, Aspect.PLANNED, Aspect.EARLIER)
    wanted = levels if plan.aspect is Aspect.LEVEL else (plan.aspect,)
    if fact.value is None or fact.aspect not in wanted:
        return False
    if not _fits_unit(plan, fact.unit):
        return False
    document = search.documents[fact.document]
    if fact.aspect is Aspect.PLANNED and not _INITIAL.search(plan.topic):
        return False
    is_level = plan.aspect is Aspect.LEVEL and document.kind is DisclosureKind.FINAL
    if is_level and _AT_FIRST.search(plan.question):
        return _is_budgeted(fact)
    if plan.years and document.year not in plan.years:
        return fact.year in plan.years
    is_earlier = fact.year is not None and document.year is not None and fact.year < document.year
    return not (is_earlier and (fact.table is not None or fact.aspect is Aspect.EARLIER))


def _fits_unit(plan: Plan, unit: Unit | None) -> bool:
    if plan.aspect in (Aspect.RATE, Aspect.SHARE, Aspect.COMPLETION):
        return unit in (Unit.PERCENT, Unit.POINT, None)
    if plan.unit is None:
        return True
    alike = {Unit.HOUSEHOLDS, Unit.ITEMS}
    return unit is plan.unit or (unit in alike and plan.unit in alike)


def _judge(search: Search, fact: Fact) -> Candidate | None:
    if search.is_whole:
        return _judge_whole(search, fact)
    topic, weights = search.topic, search.weights
    item = _item_of(search, fact)
    column = [name for name in fact.column if not _is_generic(name)]
    fields = {
        item: 1.0,
        **dict.fromkeys(column, 1.0),
        fact.side: 0.9,
        _FUND_NAMES.get(fact.fund, "") if fact.fund else "": 0.9,
        fact.against: 0.8,
        fact.title: 0.7,
        **dict.fromkeys(fact.groups, 0.6),
    }
    is_coded = _names_code(search.plan.question, fact)
    if is_coded:
        fields |= dict.fromkeys(_CODE.findall(search.plan.topic), 1.0)
    best = union(topic, fields)
    asked = topic.total + _NOTHING_ASKED
    covered = topic.weigh(best) / asked
    strength = sum(topic.weights[i] * s for i, s in best.items()) / asked
    named = 1.0 if is_coded else _share_of_name(topic, weights, fact, item, column)
    named_column = topic.share(column[-1], weights) if column else 1.0
    name = _bare(fact.item)
    is_outstanding = bool(name) and name == search.outstanding
    if not best and not is_outstanding:
        return None
    if len(fact.title) >= _LONG_NAME and topic.share(fact.title, weights) >= _WHOLE_NAME:
        score_of_title = _NAMED_TABLE
    else:
        score_of_title = 0.0
    score = score_of_title + strength + 0.6 * named + 0.35 * named_column - _prior(search, fact)
    score += 0.1 * (bool(column) and named_column >= _WHOLE_NAME and bool(topic.cover(column[-1])))
    nearest = max(search.near.get(_bare(part), 0.0) for part in (fact.item, *column[-1:]))
    score += 0.1 * max(0.0, nearest - _FAR)
    if named >= _WHOLE_NAME and _is_head(topic, best):
        covered = max(covered, _HEAD_COVERS)
    return Candidate(fact, score, covered, named, is_outstanding)


def _share_of_name(
    topic: Topic, weights: Weights, fact: Fact, item: str, column: Sequence[str]
) -> float:
    """How much of a fact's name is asked for: its item, else its column, else its table."""
    if item:
        return topic.share(item, weights)
    if column:
        return topic.share(column[-1], weights)
    return _TABLE_NAMED if topic.cover(fact.title) else 0.0


def _is_head(topic: Topic, covered: Mapping[int, float]) -> bool:
    """Whether what is covered is all that the last 的 before the asking is followed by."""
    content = [i for i, weight in enumerate(topic.weights) if weight > 0]
    start = topic.text.rfind("的", 0, content[-1] if content else 0)
    tail = [i for i in content if i > start]
    telling = topic.weigh(tail) >= _TELLING * len(tail)
    return start > 0 and bool(tail) and telling and all(i in covered for i in tail)


def _is_budgeted(fact: Fact) -> bool:
    """Whether a figure of a final account is what was budgeted, not what was spent."""
    return (
        fact.aspect is Aspect.PLANNED
        or fact.measure in _BUDGETED
        or any("预算数" in name for name in fact.column)
    )


def _is_income(fact: Fact) -> bool:
    """Whether a figure counts what comes in: an income side, or an income table."""
    named = fact.side or fact.title
    return "收入" in named and "支出" not in named


def _judge_whole(search: Search, fact: Fact) -> Candidate | None:
    """A total of the whole budget: the sides' totals, or a statement of them."""
    text = search.plan.question
    wants_income = "收入" in text and "支出" not in text
    wants_fund = "拨款" in text or "一般公共" in text
    if fact.table is None:
        item = canonical(fact.item)
        fund = "拨款" in item
        if not item or fund != wants_fund or not WHOLE.fullmatch(item.replace("财政拨款", "")):
            return None
        if not (re.search(r"收入|支出|收支|预算|总", item)):
            return None
        wrong = ("收入" in item and "支出" not in item) != wants_income and "收支" not in item
        return Candidate(fact, 1.0 - 0.2 * wrong - 0.05, 1.0, 1.0, False)
    return _judge_total(search, fact, wants_income=wants_income, wants_fund=wants_fund)


def _judge_total(
    search: Search, fact: Fact, *, wants_income: bool, wants_fund: bool
) -> Candidate | None:
    if not fact.is_total or fact.table_kind not in _TOTALS or not is_money(fact.unit):
        return None
    if fact.measure not in _PLAIN_MEASURES | _BUDGETED | {Measure.FINAL, Measure.OTHER}:
        return None
    of_fund = fact.fund is not Fund.ALL
    if of_fund != wants_fund:
        return None
    is_income = "支出" not in fact.item and (_is_income(fact) or "收入" in fact.item)
    grand = "总" in fact.item or fact.table_kind in (TableKind.EXPENDITURE, TableKind.INCOME)
    if _SPENT.search(search.plan.question):
        grand = fact.table_kind is not TableKind.INCOME_EXPENDITURE or "总" not in fact.item
    score = 1.0 - 0.2 * (is_income != wants_income) - 0.1 * (not grand)
    name = canonical(fact.item)
    score += 0.15 * (len(name) >= _LONG_NAME and name in canonical(search.plan.topic))
    score -= 0.01 * _TOTALS.index(fact.table_kind) + _prior(search, fact)
    return Candidate(fact, score, 1.0, 1.0, False)


def _item_of(search: Search, fact: Fact) -> str:
    """What a fact is of; a total is of what its table is, a row of an agency of its column."""
    if fact.is_total and fact.table is not None and not re.search(r"收入|支出", fact.item):
        return ""
    agency = search.documents[fact.document].agency or ""
    item = normal_form(fact.item)
    if item and agency and (item in normal_form(agency) or normal_form(agency) in item):
        return ""
    return fact.item


def _bare(name: str) -> str:
    return squash(drop_ordinal(name)).removeprefix("其中：").removeprefix("其中:")


def _is_generic(name: str) -> bool:
    return not _GENERIC_COLUMN.sub("", normal_form(name))


def _names_code(question: str, fact: Fact) -> bool:
    codes = _CODE.findall(question)
    return bool(codes) and (fact.full_code in codes or fact.code in codes)


def _prior(search: Search, fact: Fact) -> float:
    """What speaks against a fact, whatever is asked: narrow funds, parts, other measures."""
    against = 0.0
    fund = fact.fund or Fund.ALL
    if not search.topic.cover(_FUND_NAMES.get(fund, "")):
        against += _FUND_PRIORS.get(fund, _NARROW)
    if search.documents[fact.document].kind is DisclosureKind.FINAL:
        asks_budget = bool(_INITIAL.search(search.plan.topic))
        if _is_budgeted(fact) != asks_budget and (
            fact.table or asks_budget or fact.aspect is Aspect.PLANNED
        ):
            against += 0.4 if asks_budget else 0.2
    if fact.table is not None and _is_income(fact) != bool(_INCOMING.search(search.plan.topic)):
        against += 0.15
    if fact.measure in (Measure.PREVIOUS, Measure.OTHER):
        against += 0.03
    if search.plan.unit is Unit.VEHICLES and _THREE_PUBLIC.search("".join(fact.groups)):
        against += 0.1  # cars to be bought, not those that are there
    if fact.unit is None or (search.plan.unit is None and not is_money(fact.unit)):
        against += 0.1 if search.plan.aspect is Aspect.LEVEL else 0.0
    return against
