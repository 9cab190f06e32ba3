"""Answers that state a figure: the fact that fits best, proven at its place."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extraction import Measure, TableKind, Unit
from index.answering.absences import absent_name
from index.answering.counts import tell_count
from index.answering.emptiness import tell_none
from index.answering.lookups import ask_first, make_search, rank_facts
from index.answering.quoting import ask_back, refuse
from index.answering.searches import Candidate, Search
from index.answering.totals import find_other_total
from index.answering.traits import is_generic, item_of
from index.calculating.formulas import is_same
from index.library import Library
from index.planning.questions import money_unit
from index.proving.citing import cite_facts, is_proven
from index.records import Answer, Aspect, Fact, PassageKind, Plan
from index.sentences.saying import speak
from index.storing.facts import is_money
from index.words.wording import canonical

_COVERED = 0.45
_NAMED = 0.3
_NAMED_SHARE = 0.6
_WHOLLY = 0.9
_PARTLY = 0.1
_NEAR = 0.3
_SLACK = 0.1
_AGAIN = 0.4
_SHOWN = 20
_TIED = 0.02
_MOST_SHOWN = 6
_SAME = 0.01
# What is spent on running an agency and on its projects: no item's figure in one holds the other.
_APART = {TableKind.GENERAL_BASIC_BY_ECONOMY, TableKind.GENERAL_PROJECT_BY_ECONOMY}
_MEASURES = (None, Measure.TOTAL, Measure.BUDGET, Measure.FINAL, Measure.SUBTOTAL)
_ENDING = re.compile(r"(?:支出|经费|费用|费)\|*$|^[\d|]+")


def answer_figure(library: Library, plan: Plan) -> Answer:
    """The figure that is asked for, a question back, or why it is not to be had."""
    search, ranked = find_figures(library, plan)
    told = [candidate for candidate in ranked if is_told(candidate)]
    absent = absent_in(library, plan)
    if not told or absent or plan.unknown_unit:
        if counted := tell_count(library, plan):
            return counted
        if not plan.unknown_unit and (none := tell_none(library, plan)):
            return none
        if (first := ask_first(plan)) is not plan:
            return answer_figure(library, first)
        near = [candidate.fact.item for candidate in ranked[:_SHOWN] if candidate.covered > 0]
        return refuse(library, plan, absent, near)
    equal = [candidate for candidate in told if _is_as_good(candidate, told[0])]
    names = list(dict.fromkeys(candidate.fact.document for candidate in equal))
    if len(names) > 1:
        return ask_back(library, plan, names)
    best = first_proven(library, told)
    if best is None:
        return refuse(library, plan, None, [])
    if others := _rivals(search, told, best):
        return _state_all(library, plan, [best, *others])
    proven = [c for c in told if is_proven(library, c.fact.source, c.fact.printed)]
    if search.is_whole and (other := find_other_total(search, proven, best.fact)):
        return _state_both(library, plan, best.fact, other.fact)
    best, narrower = _by_scope(search, best, proven)
    if narrower:
        return _state_both(library, plan, best.fact, narrower.fact)
    return state(library, plan, best, told)


def _by_scope(
    search: Search, best: Candidate, proven: Sequence[Candidate]
) -> tuple[Candidate, Candidate | None]:
    """Of one item's figures that answer alike, that of all funds and of an appropriation: both.

    What more places print comes first. The second is none where all say the same.
    """
    if search.is_whole or search.plan.aspect is not Aspect.LEVEL:
        return best, None
    alike = [c for c in proven if c.score >= best.score - _TIED and _is_of_one_name(c, best)]
    said = [sum(is_same(c.fact, other.fact) for other in alike) for c in alike]
    if not alike or min(said) == len(alike):
        return best, None
    first = alike[said.index(max(said))]
    return first, next((c for c in alike if not is_same(first.fact, c.fact)), None)


def _is_of_one_name(candidate: Candidate, best: Candidate) -> bool:
    one, other = candidate.fact, best.fact
    is_money_of_one = one.document == other.document and is_money(one.unit) and is_money(other.unit)
    return is_money_of_one and _own_names(one) == _own_names(other)


def _own_names(fact: Fact) -> tuple[str, ...]:
    """What a figure is of: its item, and those of its columns that tell something."""
    names = (fact.item, *(name for name in fact.column if not is_generic(name)))
    return tuple(map(canonical, names))


def _rivals(search: Search, told: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """What answers as well as the best and says otherwise: of its name, else of names like it."""
    same = [c for c in told if _is_rival(c, best)]
    return same or _of_alike_names(search, told, best)


def _is_rival(candidate: Candidate, best: Candidate) -> bool:
    """Whether a fact answers as well as the best, bears the same name, and says otherwise."""
    one, other = candidate.fact, best.fact
    if one.item != other.item or one.unit is not other.unit or one.value == other.value:
        return False
    if {one.table_kind, other.table_kind} >= _APART and candidate.named >= _WHOLLY:
        return _is_whole_of(one) and _is_whole_of(other)
    return candidate.score >= best.score - _TIED and one.column == other.column


def _is_whole_of(fact: Fact) -> bool:
    return fact.measure in _MEASURES


def _of_alike_names(search: Search, told: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """The best fact of each other item whose name bears just as much of the question (打印机).

    None where the question gives a name in full, or all the items have one figure.
    """
    if search.is_whole or best.named >= _WHOLLY or not _borne(search, best.fact):
        return []
    firsts: dict[str, Candidate] = {}
    for candidate in (best, *told):
        if _is_alike(search, candidate, best):
            firsts.setdefault(_ENDING.sub("", canonical(candidate.fact.item)), candidate)
    first, *others = firsts.values()
    values = [convert(c.fact, best.fact.unit) or Decimal(0) for c in others]
    is_total = len(others) > 1 and sum(values) == first.fact.value
    return [] if is_total or set(values) <= {first.fact.value} else others


def _is_alike(search: Search, candidate: Candidate, best: Candidate) -> bool:
    one, other = candidate.fact, best.fact
    if one.document != other.document or candidate.covered < best.covered - _SAME:
        return False
    is_kind = one.unit is other.unit or (is_money(one.unit) and is_money(other.unit))
    return is_kind and _borne(search, one) == _borne(search, other)


def _borne(search: Search, fact: Fact) -> frozenset[int]:
    """What of the question a fact's own name bears."""
    return search.topic.cover(item_of(search.documents[fact.document], fact))


def _state_all(library: Library, plan: Plan, tied: Sequence[Candidate]) -> Answer:
    """Several figures, between which the question does not tell: all are shown, or the first."""
    facts: dict[tuple[str, Decimal | None], Fact] = {}
    for candidate in tied:
        if is_proven(library, candidate.fact.source, candidate.fact.printed):
            facts.setdefault((candidate.fact.item, candidate.fact.value), candidate.fact)
    shown = list(facts.values())[:_MOST_SHOWN]
    say, left = speak(plan.language), len(facts) - len(shown)
    return Answer(
        answer=say.several(library.document(shown[0].document), shown),
        refused=False,
        citations=cite_facts(library, shown),
        notes=(say.more(left),) if left else (),
        plan=plan,
    )


def _is_as_good(candidate: Candidate, best: Candidate) -> bool:
    """Whether a fact, mostly another document's, speaks of the same as the best one."""
    if candidate.score >= best.score - _NEAR:
        return True
    named = min(best.named, _NAMED_SHARE)
    return candidate.covered >= best.covered - _SLACK and candidate.named >= named


def find_figures(library: Library, plan: Plan) -> tuple[Search, list[Candidate]]:
    """The facts of a plan's documents that may answer, best first."""
    documents = [library.document(name) for name in plan.documents]
    facts = library.facts(plan.documents)
    hits = library.nearest(plan.topic, plan.documents, frozenset({PassageKind.NAME}))
    search = make_search(plan, documents, facts, hits)
    return search, rank_facts(search, facts)


def absent_in(library: Library, plan: Plan) -> str | None:
    """A well-known item that the question names and no figure of its documents bears."""
    facts = library.facts(plan.documents)
    return absent_name(plan.topic, (n for f in facts for n in (f.item, f.title, *f.column)))


def is_told(candidate: Candidate) -> bool:
    """Whether a fact speaks of enough of the question."""
    told = candidate.covered >= _COVERED and candidate.named >= _NAMED
    told = told or (candidate.covered >= _WHOLLY and candidate.named >= _PARTLY)
    return told or candidate.is_outstanding


def is_exact(candidate: Candidate) -> bool:
    """Whether a fact is wholly what is asked for: good enough to compute with."""
    return is_told(candidate) and candidate.covered >= _WHOLLY and candidate.named >= _NAMED_SHARE


def first_proven(library: Library, candidates: Iterable[Candidate]) -> Candidate | None:
    """The first fact whose place prints it."""
    proven = (c for c in candidates if is_proven(library, c.fact.source, c.fact.printed))
    return next(proven, None)


def convert(fact: Fact, asked: Unit | None) -> Decimal | None:
    """The figure in the unit that is asked for, exact."""
    if asked is None or fact.unit is None or fact.value is None or asked is fact.unit:
        return fact.value
    own, other = fact.unit.in_yuan, asked.in_yuan
    return fact.value * own / other if own and other else fact.value


def state(library: Library, plan: Plan, best: Candidate, fitting: Sequence[Candidate]) -> Answer:
    """The best fact in a sentence; another place that prints the same is cited as well."""
    fact = best.fact
    document = library.document(fact.document)
    asked = money_unit(plan.wording) if is_money(fact.unit) else None
    value = convert(fact, asked)
    again = first_proven(library, _printed_again(best, fitting))
    cited = [fact, *([again.fact] if again else [])]
    return Answer(
        answer=speak(plan.language).figure(document, fact, asked, value),
        refused=False,
        value=value,
        unit=asked or fact.unit,
        citations=cite_facts(library, cited),
        plan=plan,
    )


def _state_both(library: Library, plan: Plan, fact: Fact, other: Fact) -> Answer:
    """A total in a sentence, and the one that counts otherwise."""
    document, say = library.document(fact.document), speak(plan.language)
    asked = money_unit(plan.wording)
    value = convert(fact, asked)
    return Answer(
        answer=say.figure(document, fact, asked, value) + say.whole(other),
        refused=False,
        value=value,
        unit=asked or fact.unit,
        citations=cite_facts(library, [fact, other]),
        plan=plan,
    )


def _printed_again(best: Candidate, fitting: Sequence[Candidate]) -> list[Candidate]:
    """Other places of the same figure: prose for a cell and a cell for prose come first."""
    fact = best.fact
    same = [
        other
        for other in fitting
        if other.score >= best.score - _AGAIN
        and (other.fact.value, other.fact.unit) == (fact.value, fact.unit)
        and other.fact.document == fact.document
        and other.fact.source != fact.source
        and (other.fact.table is None or other.fact.table != fact.table)
    ]
    return sorted(same, key=lambda other: (other.fact.table is None) == (fact.table is None))
