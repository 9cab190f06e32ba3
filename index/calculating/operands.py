"""Operands: each name of a calculation is resolved to one proven figure, or to none."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from extraction import Fund, Measure, TableKind, Unit
from index.answering.constraints import names_of
from index.answering.figures import find_figures, is_told
from index.answering.searches import Candidate
from index.answering.traits import FUND_NAMES
from index.calculating.formulas import Side, is_same
from index.calculating.head_counts import count_heads
from index.library import Library
from index.planning.operand_names import INITIAL, MINUS, PLUS_SIGN, PROSE, TABLE, terms_of
from index.proving.citing import are_proven, is_proven
from index.records import Aspect, Document, Fact, Operation, Plan
from index.storing.facts import is_money
from index.words.matching import Topic
from index.words.wording import canonical

_WHOLLY = 0.9
_NAMED = 0.6
# How far below the best a figure may score that is still what an operand means.
_SLACK = 0.55
_TIED = 0.09
_WHOLE_SLACK = 0.06
_WHOLE_TIED = 0.03
_MOST_EACH = 40
# What speaks for operands that stand together: in one column, one row, one table, one sentence.
_IN_COLUMN = 0.3
_IN_ROW = 0.3
_IN_SENTENCE = 0.25
_IN_TABLE = 0.2
_IN_FUND = 0.1
_WHOLE_MEASURES = frozenset({Measure.TOTAL, Measure.SUBTOTAL, Measure.BUDGET, Measure.FINAL})
_OF_ALL = frozenset({TableKind.INCOME_EXPENDITURE, TableKind.INCOME, TableKind.EXPENDITURE})
_STAFF = re.compile(
    r"(?:全部|实有|所有)?(?:在职|在编)(?:的)?(?:人员|职工|干部|人)?(?:的)?(?:人数|总数|数)?"
)
_TARGETS = frozenset({TableKind.PERFORMANCE_DEPARTMENT, TableKind.PERFORMANCE_PROJECT})
_SELF = re.compile(r"机关(?!运行|运转|事业|服务|单位|党|后勤)|本级|本部")
_WHOLE_SCORE = 1.2
_NAMED_TIED = 0.2
_GENERAL_WORDS = ("小计", "合计", "总计", "总数", "人数", "总额", "金额", "数量", "数")


@dataclass(frozen=True, slots=True)
class Operands:
    """The figures that the operands of a plan are."""

    facts: tuple[Fact, ...]
    """One for each operand, in their order; empty where one is not told for sure."""
    near: tuple[Fact, ...] = ()
    """What is printed of them, one at most for each."""


def resolve(library: Library, plan: Plan, names: Sequence[str]) -> Operands:
    """One figure for each name, all of one kind, from where most of them stand together."""
    each = [_contenders(library, plan, name) for name in names]
    if plan.operation is not Operation.AVERAGE and _is_mixed(each):
        each = [_contenders(library, plan, name, asking="多少钱") for name in names]
    near = tuple(dict.fromkeys(found[0].fact for found in each if found))
    if not all(each):
        return Operands((), near)
    choices = [choice for choice in _choices([*map(_close, each)]) if choice.is_apart]
    chosen = max(choices, key=lambda choice: choice.score, default=None)
    if chosen is None:
        return Operands((), near)
    rivals = (
        other
        for other in choices
        if other.score >= chosen.score - _TIED and not (chosen.is_of_all and other.is_of_fund)
    )
    if any(not _all_equal(chosen.facts, other.facts) for other in rivals):
        return Operands((), near)
    return Operands(chosen.facts, near) if _is_alike(chosen.facts, each) else Operands((), near)


@dataclass(frozen=True, slots=True)
class Sides:
    """What the operands of a plan come to, each a figure or several that are added up."""

    sides: tuple[Side, ...]
    """One for each operand, in their order; empty where one is not told for sure."""
    near: tuple[Fact, ...] = ()
    """What is printed of them."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All figures, each once, in the order in which a formula names them."""
        return tuple(dict.fromkeys(fact for side in self.sides for fact in side.facts))


def resolve_sides(library: Library, plan: Plan, operands: Sequence[str]) -> Sides:
    """What each operand comes to, where all names in all of them are told for sure.

    Those in office are added up from their kinds where no total of them is printed.
    """
    parts = [terms_of(operand) for operand in rejoin(library, plan, operands)]
    names = list(dict.fromkeys(name for added, taken in parts for name in (*added, *taken)))
    found, staff = resolve(library, plan, names), tuple[Fact, ...]()
    others = [name for name in names if not _STAFF.fullmatch(name)]
    if not found.facts and (heads := count_heads(library, plan, names[-1])):
        of_money = resolve(library, plan, names[:-1])
        found = Operands((*of_money.facts, heads) if of_money.facts else (), found.near)
    if not found.facts and len(others) < len(names):
        staff = _find_staff(library, plan)
        found = resolve(library, plan, others) if staff and others else found
    if not found.facts and (others or not staff):
        return Sides((), found.near)
    by_name = dict(zip(others if staff else names, ((fact,) for fact in found.facts), strict=True))

    def facts_of(listed: Iterable[str]) -> tuple[Fact, ...]:
        return tuple(fact for name in listed for fact in by_name.get(name, staff))

    sides = (Side(facts_of(added), facts_of(taken)) for added, taken in parts)
    return Sides(tuple(sides), found.near)


def rejoin(library: Library, plan: Plan, operands: Sequence[str]) -> tuple[str, ...]:
    """The operands with names put together again that the document prints as one: 水费和电费."""
    items = {canonical(fact.item) for fact in library.facts(plan.documents)}

    def put_together(operand: str) -> str:
        added, taken = terms_of(operand)
        names = [added[0]]
        for name in added[1:]:
            one, other = map(re.escape, map(canonical, (names[-1], name)))
            joint = re.compile(rf"{one}(?:和|与|及|以及|\|)?{other}") if one and other else None
            if joint and any(map(joint.search, items)):
                names[-1] = f"{names[-1]}和{name}"
            else:
                names.append(name)
        return MINUS.join((PLUS_SIGN.join(names), *taken))

    return tuple(map(put_together, operands))


def _find_staff(library: Library, plan: Plan) -> tuple[Fact, ...]:
    """The kinds of those in office, as one sentence counts them; none where two sentences do."""
    by_sentence: defaultdict[Hashable, list[Fact]] = defaultdict(list)
    for fact in library.facts(plan.documents):
        is_staff = fact.table is None and fact.item.startswith(("在职", "在编"))
        if is_staff and fact.unit is Unit.PEOPLE and fact.aspect is Aspect.LEVEL:
            by_sentence[fact.sentence].append(fact)
    groups = list(by_sentence.values())
    if len(groups) != 1 or len(groups[0]) < 2 or any(_STAFF.fullmatch(f.item) for f in groups[0]):
        return ()
    kinds = tuple(groups[0])
    return kinds if are_proven(library, kinds) else ()


@dataclass(frozen=True, slots=True)
class _Choice:
    facts: tuple[Fact, ...]
    score: float

    @property
    def is_apart(self) -> bool:
        """Whether no two operands are the same printed figure."""
        return len({fact.source for fact in self.facts}) == len(self.facts)

    @property
    def is_of_all(self) -> bool:
        """Whether tables of the whole budget print all operands."""
        return all(fact.table_kind in _OF_ALL for fact in self.facts)

    @property
    def is_of_fund(self) -> bool:
        """Whether a fund is counted that is a part of the whole budget."""
        return any(fact.fund not in (None, Fund.ALL) for fact in self.facts)


def _is_mixed(each: Sequence[Sequence[Candidate]]) -> bool:
    """Whether the best figures are of money for some operands and for others not."""
    return len({is_money(found[0].fact.unit) for found in each if found}) > 1


def _contenders(library: Library, plan: Plan, name: str, asking: str = "") -> list[Candidate]:
    """The figures that an operand may mean, best first; where some bear its name, only these."""
    topic, place = name, None
    for prefix in (PROSE, TABLE):
        if name.startswith(prefix):
            topic, place = name.removeprefix(prefix), prefix
    if not topic.strip("|的 "):
        return []
    if is_self := bool(_SELF.search(topic)):
        agency = library.document(plan.documents[0]).agency or ""
        topic = f"{agency}的{topic}"
    asked = plan.model_copy(
        update={
            "aspect": plan.aspect or Aspect.LEVEL,
            "topic": topic,
            "wording": f"{topic}是多少" if INITIAL in topic else f"{topic}{asking}",
            "unit": None,
            "operation": Operation.LOOKUP,
        }
    )
    search, ranked = find_figures(library, asked)
    told = [
        c
        for c in ranked
        if is_told(c)
        and c.covered >= _WHOLLY
        and _is_at(c.fact, place)
        and _is_figure(c.fact)
        and _is_of_year(plan, search.documents[c.fact.document], c.fact)
        and (not is_self or _SELF.search(c.fact.item))
        and (search.is_whole or c.is_outstanding or _is_all_of(search.topic, c.fact))
    ]
    exact = [c for c in told if c.named >= _NAMED or _is_named(c.fact, topic)]
    exact = exact or ([] if asking else told)
    proven = partial(is_proven, library)
    found = [c for c in exact[:_MOST_EACH] if proven(c.fact.source, c.fact.printed)]
    so_named = [c for c in found if canonical(c.fact.item) == canonical(topic)]
    return _drop_parts(so_named if search.is_whole and so_named else found)


def _close(found: Sequence[Candidate]) -> list[Candidate]:
    """Those that are not far below the best."""
    slack = _WHOLE_SLACK if found[0].score < _WHOLE_SCORE else _SLACK
    return [candidate for candidate in found if candidate.score >= found[0].score - slack]


def _is_all_of(topic: Topic, fact: Fact) -> bool:
    """Whether the names of a fact, or of its fund, hold all that a topic tells."""
    fund = FUND_NAMES.get(fact.fund, "") if fact.fund else ""
    names = (names_of(fact), fund, fact.code or "", fact.full_code or "")
    held = frozenset(at for name in names for at in topic.cover(name))
    return all(at in held for at, weight in enumerate(topic.weights) if weight > 0)


def _is_at(fact: Fact, place: str | None) -> bool:
    return place is None or (fact.table is None) == (place == PROSE)


def _is_figure(fact: Fact) -> bool:
    """Whether a fact counts something, and not as a target."""
    is_target = fact.table_kind in _TARGETS and fact.measure is not Measure.BUDGET
    return fact.value is not None and fact.unit is not None and not is_target


def _is_of_year(plan: Plan, document: Document, fact: Fact) -> bool:
    """Whether money is of the year that is meant, not of one that is told of beside it."""
    if not is_money(fact.unit) or fact.year is None or document.year is None:
        return True
    return fact.year in (plan.years or (document.year,))


def _is_named(fact: Fact, topic: str) -> bool:
    """Whether a topic says all that tells a fact's name from others: 编制人数 of 编制人数小计.

    A total is named by its table: 合计 of 基本支出表.
    """
    if fact.is_total and not fact.code and canonical(topic) in canonical(fact.title):
        return True
    name = canonical(fact.item)
    for word in _GENERAL_WORDS:
        name = name.replace(word, "")
    return len(name) > 1 and name in canonical(topic)


def _drop_parts(found: Sequence[Candidate]) -> list[Candidate]:
    """Without the cells of a row whose total meets the operand as well."""
    wholes: dict[Hashable, float] = {}
    totals: dict[Hashable, float] = {}
    for candidate in found:
        if candidate.fact.measure in _WHOLE_MEASURES:
            wholes.setdefault(_row_of(candidate.fact), candidate.score)
        if candidate.fact.measure is Measure.TOTAL:
            totals.setdefault(_row_of(candidate.fact), candidate.score)

    def is_whole(candidate: Candidate) -> bool:
        row = _row_of(candidate.fact)
        above = totals if candidate.fact.measure is Measure.SUBTOTAL else wholes
        is_own = candidate.fact.measure in _WHOLE_MEASURES and above is wholes
        return is_own or candidate.score > above.get(row, candidate.score - 1)

    return [c for c in found if c.fact.table is None or is_whole(c)]


def _row_of(fact: Fact) -> Hashable:
    return fact.table, fact.row, fact.side


def _choices(each: Sequence[Sequence[Candidate]]) -> Iterator[_Choice]:
    """What the operands may be: for each place where all stand, the best of each that is there."""
    for bonus, key in _PLACES:
        by_place: defaultdict[Hashable, list[list[Candidate]]] = defaultdict(list)
        for found in each:
            here: defaultdict[Hashable, list[Candidate]] = defaultdict(list)
            for candidate in found:
                here[key(candidate.fact)].append(candidate)
            for place, candidates in here.items():
                by_place[place].append(candidates)
        for place, candidates_here in by_place.items():
            if place is not None and len(candidates_here) == len(each):
                best = [_sole(candidates) for candidates in candidates_here]
                if all(best):
                    yield _weigh([one for one in best if one], bonus)


def _sole(candidates: Sequence[Candidate]) -> Candidate | None:
    """The best of one place; None where others are as good and say otherwise."""
    best = candidates[0]
    tied = _WHOLE_TIED if best.score < _WHOLE_SCORE else _TIED
    equal = (
        c
        for c in candidates
        if c.score >= best.score - tied and c.named >= min(best.named, _WHOLLY) - _NAMED_TIED
    )
    return best if all(is_same(c.fact, best.fact) for c in equal) else None


def _weigh(chosen: Sequence[Candidate], bonus: float) -> _Choice:
    facts = tuple(candidate.fact for candidate in chosen)
    same_fund = len({fact.fund for fact in facts}) == 1
    score = sum(candidate.score for candidate in chosen) / len(chosen)
    return _Choice(facts, score + bonus + _IN_FUND * same_fund)


def _in_column(fact: Fact) -> Hashable:
    return (fact.table, fact.side, fact.column) if fact.table else None


def _in_row(fact: Fact) -> Hashable:
    return _row_of(fact) if fact.table else None


def _in_sentence(fact: Fact) -> Hashable:
    return fact.sentence


def _in_table(fact: Fact) -> Hashable:
    return fact.table


def _in_fund(fact: Fact) -> Hashable:
    return fact.fund if fact.table else None


_PLACES = (
    (_IN_COLUMN, _in_column),
    (_IN_ROW, _in_row),
    (_IN_SENTENCE, _in_sentence),
    (_IN_TABLE, _in_table),
    (0.0, _in_fund),
    (0.0, lambda _: True),
)


def _all_equal(ones: Iterable[Fact], others: Iterable[Fact]) -> bool:
    return all(is_same(one, other) for one, other in zip(ones, others, strict=True))


def _is_alike(facts: Sequence[Fact], each: Sequence[Sequence[Candidate]]) -> bool:
    """Whether figures of tables count the same money, or are the same in that of the others."""
    funds = {fact.fund for fact in facts if fact.table is not None and is_money(fact.unit)}
    funds.discard(None)
    if len(funds) < 2:
        return True
    return any(_all_in(fund, facts, each) for fund in funds if fund)


def _all_in(fund: Fund, facts: Sequence[Fact], each: Sequence[Sequence[Candidate]]) -> bool:
    return all(
        fact.fund is fund
        or fact.table is None
        or any(c.fact.fund is fund and is_same(c.fact, fact) for c in found)
        for fact, found in zip(facts, each, strict=True)
    )
