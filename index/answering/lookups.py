"""Facts for a plan: each is judged by how well it answers what is asked, the best come first."""

import re
from collections.abc import Iterable, Mapping, Sequence

from extraction import DisclosureKind, Unit
from index.answering.constraints import bears, is_against, named_in, names_part, without_group
from index.answering.priors import INITIAL, prior
from index.answering.searches import Candidate, Search, find_outstanding, find_repeated, stand_out
from index.answering.totals import TOTALS, asks_whole, judge_whole
from index.answering.traits import (
    CODE,
    FUND_NAMES,
    asks_score,
    is_budgeted,
    is_generic,
    is_part,
    is_score,
    item_of,
    names_code,
)
from index.planning import cues
from index.records import Aspect, Document, Fact, Hit, Plan
from index.storing.facts import is_money
from index.words.matching import Topic, Weights, union, weigh_topic
from index.words.wording import bare_name, canonical

_AT_FIRST = re.compile(
    r"年初(?:预算(?!的)|原?本?[一-龥]{0,8}(?:打算|安排|批|给|定|编))|年初预算(?:数|总?额)"
)
_BUDGET = re.compile(
    r"(?<!公共)(?<!基金)(?<!经营)预算(?:数|额|总?额)?(?:是|为|有|安排|多少|$|[?,])"
)
# Where a question wants what a table prints, not what the prose says of it.
_IN_TABLE = re.compile(
    r"^(?!.*(?:正文|文字|文中|说明|一致|相符|对[得不]上)).*(?:表[里中内]|按[一-龥]{0,8}表[,，]?)"
)
_OUT_OF = re.compile(r"(?:完成|执行)率")
# How much it counts that a part of a fact's names covers what is asked.
_ITEM = 1.0
_SIDE = 0.9
_AGAINST = 0.8
_TITLE = 0.7
_GROUP = 0.6
_CONTEXT = 0.3
# What a fact gains: its name asked for in full, its column too, its table, a vector that is near.
_BY_NAME = 0.6
_BY_EXACT_NAME = 0.1
_BY_COLUMN = 0.35
_BY_COVERED_COLUMN = 0.1
_BY_TABLE = 0.3
_BY_NEARNESS = 0.1
_FAR = 1.5
_LONG_NAME = 4
_TELLING = 0.5
_TORN = 2
_COMPOUND = 4
_TABLE_NAMED = 0.5
_WHOLE_NAME = 0.9
_HEAD_COVERS = 0.5
_NOTHING_ASKED = 0.01


def make_search(
    plan: Plan, documents: Iterable[Document], facts: Sequence[Fact], names: Iterable[Hit]
) -> Search:
    """Weigh the topic of a plan among the names that the facts bear, and that vectors find."""
    weights = Weights(name for fact in facts for name in (fact.item, *fact.column))
    named = named_in(plan.topic, (fact for fact in facts if _may_name(plan, fact)))
    topic = weigh_topic(without_group(plan.topic, named), weights)
    near = stand_out(names)
    return Search(
        plan=plan,
        topic=topic,
        weights=weights,
        documents={document.name: document for document in documents},
        named=named,
        near=near,
        outstanding=find_outstanding(near),
        repeated=find_repeated(facts),
        is_whole=asks_whole(topic) and not names_part(plan.topic),
    )


def rank_facts(search: Search, facts: Sequence[Fact]) -> list[Candidate]:
    """The facts that may answer, best first; equal ones in the order of the documents."""
    judge = judge_whole if search.is_whole else _judge
    found = [
        candidate
        for fact in facts
        if _is_asked(search, fact)
        and _fits_words(search, fact)
        and (candidate := judge(search, fact)) is not None
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def _fits_words(search: Search, fact: Fact) -> bool:
    """Whether a fact is of all that is named for certain; a whole names no more than its basis."""
    topic = search.plan.topic
    if search.is_whole:
        return is_against(fact, topic)
    is_of_whole = fact.table is None or fact.table_kind in TOTALS
    return bears(fact, topic, search.named) and (is_of_whole or not asks_whole(search.topic))


def _may_name(plan: Plan, fact: Fact) -> bool:
    """Whether a fact's item may be the one that is named: money is not, where 辆 are asked for."""
    return plan.unit in (None, Unit.PERCENT) or _fits_unit(plan, fact.unit)


def ask_first(plan: Plan) -> Plan:
    """The plan for the first of several figures that a question asks for, or the plan itself."""
    clauses = re.split(r"(?<=[,，;；?？])", plan.topic)
    asking = [n for n, clause in enumerate(clauses) if cues.ASKS.search(clause)]
    if len(asking) < 2:
        return plan
    return plan.model_copy(update={"topic": "".join(clauses[: asking[0] + 1])})


def _is_asked(search: Search, fact: Fact) -> bool:
    """Whether a fact is of the aspect, the unit and the year that are asked for."""
    plan = search.plan
    levels = (Aspect.LEVEL, Aspect.PLANNED, Aspect.EARLIER)
    wanted = levels if plan.aspect is Aspect.LEVEL else (plan.aspect,)
    is_carried_out = plan.aspect is Aspect.COMPLETION and bool(_OUT_OF.search("".join(fact.column)))
    if fact.value is None or (fact.aspect not in wanted and not is_carried_out):
        return False
    if asks_score(plan.topic) and not is_score(fact):
        return False
    if not _fits_unit(plan, fact.unit) or (fact.table is None and _IN_TABLE.search(plan.wording)):
        return False
    document = search.documents[fact.document]
    if fact.aspect is Aspect.PLANNED and not INITIAL.search(plan.topic):
        return False
    is_level = plan.aspect is Aspect.LEVEL and document.kind is DisclosureKind.FINAL
    is_level = is_level and (plan.unit is None or is_money(plan.unit))
    if is_level and (_AT_FIRST.search(plan.wording) or _asks_budget(plan)):
        return is_budgeted(fact)
    if plan.years and document.year not in plan.years:
        return fact.year in plan.years
    is_earlier = fact.year is not None and document.year is not None and fact.year < document.year
    # What there was at the end of a year is what there is in the next.
    is_stock = not is_money(fact.unit) or "截至" in fact.context
    is_stated = fact.table is None and fact.aspect is not Aspect.EARLIER
    return not is_earlier or (is_stated and is_stock)


def _asks_budget(plan: Plan) -> bool:
    return plan.kind is None and bool(_BUDGET.search(plan.topic))


def _fits_unit(plan: Plan, unit: Unit | None) -> bool:
    if plan.aspect in (Aspect.RATE, Aspect.SHARE, Aspect.COMPLETION):
        return unit in (Unit.PERCENT, Unit.POINT, None)
    if plan.unit is None:
        wants_money = plan.aspect is Aspect.LEVEL and cues.MONEY.search(plan.wording)
        return not wants_money or unit is None or is_money(unit)
    alike = {Unit.HOUSEHOLDS, Unit.ITEMS}
    return unit is plan.unit or (unit in alike and plan.unit in alike)


def _judge(search: Search, fact: Fact) -> Candidate | None:
    topic, weights = search.topic, search.weights
    item = item_of(search.documents[fact.document], fact)
    column = [name for name in fact.column if not is_generic(name)]
    is_coded = names_code(search.plan.topic, fact)
    best = union(topic, _fields(search, fact, item, column, is_coded=is_coded))
    is_outstanding = _is_outstanding(search, fact)
    is_itself = is_part(item) and names_part(search.plan.topic)
    if not best and not is_outstanding and not is_itself:
        return None
    asked = topic.total + _NOTHING_ASKED
    covered = topic.weigh(best) / asked if topic.total else 1.0
    named = 1.0 if is_coded or is_itself else _share_of_name(topic, weights, fact, item, column)
    score = sum(topic.weights[i] * s for i, s in best.items()) / asked
    score += _BY_NAME * named + _gain(search, fact, column) - prior(search, fact)
    if named >= _WHOLE_NAME and _is_head(topic, best):
        covered = max(covered, _HEAD_COVERS)
    tail = _tail_of(topic)
    lacks_head = search.plan.aspect is Aspect.LEVEL and tail and not tail & best.keys()
    if _is_torn(topic, best) or lacks_head or _is_headless(topic, best):
        covered, is_outstanding = 0.0, False
    score += _BY_EXACT_NAME * (canonical(fact.item) in search.named)
    return Candidate(fact, score, covered, named, is_outstanding)


def _is_outstanding(search: Search, fact: Fact) -> bool:
    """Whether a fact bears the name that is by far the nearest; money, unless a unit is named."""
    is_kind = search.plan.unit is not None or search.plan.aspect is not Aspect.LEVEL
    return bare_name(fact.item) == search.outstanding != "" and (is_kind or is_money(fact.unit))


def _fields(
    search: Search, fact: Fact, item: str, column: Sequence[str], *, is_coded: bool
) -> dict[str, float]:
    """The names of a fact, each with how much it counts."""
    fields = {
        item: _ITEM,
        **dict.fromkeys(column, _ITEM),
        fact.side: _SIDE,
        FUND_NAMES.get(fact.fund, "") if fact.fund else "": _SIDE,
        fact.against: _AGAINST,
        fact.title: _TITLE,
        fact.context: _CONTEXT,
        **dict.fromkeys(fact.groups, _GROUP),
    }
    return fields | dict.fromkeys(CODE.findall(search.plan.topic) if is_coded else (), _ITEM)


def _gain(search: Search, fact: Fact, column: Sequence[str]) -> float:
    """What speaks for a fact beside its item: its column, its table, a vector that is near."""
    topic, weights = search.topic, search.weights
    share = topic.share(column[-1], weights) if column else 1.0
    gain = _BY_COLUMN * share
    if column and share >= _WHOLE_NAME and topic.cover(column[-1]):
        gain += _BY_COVERED_COLUMN
    if len(fact.title) >= _LONG_NAME and topic.share(fact.title, weights) >= _WHOLE_NAME:
        gain += _BY_TABLE
    nearest = max(search.near.get(bare_name(name), 0.0) for name in (fact.item, *column[-1:]))
    return gain + _BY_NEARNESS * max(0.0, nearest - _FAR)


def _share_of_name(
    topic: Topic, weights: Weights, fact: Fact, item: str, column: Sequence[str]
) -> float:
    """How much of a fact's name is asked for: its item, else its column, else its table."""
    if item:
        return topic.share(item, weights)
    if column:
        return topic.share(column[-1], weights)
    return _TABLE_NAMED if topic.cover(fact.title) else 0.0


def _is_torn(topic: Topic, covered: Mapping[int, float]) -> bool:
    """Whether a compound of the question is covered in part: 局长工资 by 基本工资."""
    runs: list[list[int]] = [[]]
    for i, weight in enumerate(topic.weights):
        if weight > 0:
            runs[-1].append(i)
        elif runs[-1]:
            runs.append([])
    for run in runs:
        missing = [i for i in run if i not in covered]
        if len(missing) >= _TORN and len(missing) < len(run):
            return True
    return False


def _is_headless(topic: Topic, covered: Mapping[int, float]) -> bool:
    """Whether what one compound ends in stands only in the words around a fact: 住房补贴."""
    content = [i for i, weight in enumerate(topic.weights) if weight > 0]
    if len(content) < _COMPOUND or content[-1] - content[0] >= len(content):
        return False
    head = set(content[-_TORN:])
    return any(i in covered and covered[i] <= _CONTEXT for i in head)


def _is_head(topic: Topic, covered: Mapping[int, float]) -> bool:
    """Whether what is covered is all that the last 的 before the asking is followed by."""
    tail = _tail_of(topic)
    return topic.weigh(tail) >= _TELLING * len(tail) > 0 and tail <= covered.keys()


def _tail_of(topic: Topic) -> frozenset[int]:
    """Where the content stands that the last 的 before the asking is followed by; none without."""
    content = [i for i, weight in enumerate(topic.weights) if weight > 0]
    start = topic.text.rfind("的", 0, content[-1] if content else 0)
    return frozenset(i for i in content if i > start > 0)
