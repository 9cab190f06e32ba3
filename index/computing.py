"""Figures that follow from printed ones: last year's, a growth rate, a share, with the formula.

What a question wants beyond these is not computed: the printed figures that it speaks of are
listed instead, each with its place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extraction import Unit, last_place
from index.citing import cite_facts, is_proven
from index.facts import is_money
from index.figures import (
    absent_in,
    answer_figure,
    find_figures,
    first_proven,
    is_exact,
    is_told,
    state,
)
from index.formulas import Formula, share
from index.library import Library
from index.quoting import ask_back, refuse
from index.records import Answer, Aspect, Fact, Operation, Plan
from index.saying import speak
from index.wording import canonical

_INSIDE = r"(?:里面?|里头|中|当中|其中|之中|内)"
# A在B里的占比; B里A占多少; A占B的多少; A占多少.
_SHARES = (
    re.compile(rf"(?P<part>.+?)在(?P<whole>.+?){_INSIDE}?的?(?:占|比重|比例)"),
    re.compile(rf"(?P<whole>.+?){_INSIDE}[的,]?(?P<part>.+?)的?占"),
    re.compile(
        r"(?P<part>.+?)占(?:到|了)*(?!比)(?P<whole>.*?)"
        r"(?:的(?:比|百|多少|几|占)|多少|几|百分|比例|比重|$|[?,|])"
    ),
    re.compile(r"(?P<part>.+?)的?(?:占比|比重|比例|份额)(?P<whole>)"),
)
_JOINTS = re.compile(r"加上|减去|去掉|除以|还是|以及|[和与加减比、,是]")
_TOTAL = re.compile(r"总|全部|整个|所有|全年|合计|支出|收入|预算|决算|部门|本年|[额数的计]")
_MOST_OPERANDS = 4
_MOST_DOCUMENTS = 12
# A change to what was carried out is none to the budget.
_BASIS = re.compile(r"执行|决算")
_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A level and the change to it, of one statement."""

    level: Fact
    change: Fact

    @property
    def earlier(self) -> Decimal | None:
        """The level before the change; None where its direction is not said."""
        assert self.level.value is not None  # only figures are ranked
        assert self.change.value is not None
        if not self.change.value:
            return self.level.value
        if self.change.direction not in ("up", "down"):
            return None
        up = self.change.direction == "up"
        return self.level.value - self.change.value if up else self.level.value + self.change.value


def answer_computed(library: Library, plan: Plan) -> Answer:
    """The figure if it is printed, else what follows from printed ones, from one document."""
    absent = absent_in(library, plan)
    if absent or plan.unknown_unit:
        return refuse(library, plan, absent, [])
    if plan.operation is Operation.OTHER:
        return _list_operands(library, plan)
    if len(plan.documents) > _MOST_DOCUMENTS:
        return ask_back(library, plan, plan.documents)
    each = [
        _compute(library, plan.model_copy(update={"documents": (name,)})) for name in plan.documents
    ]
    answers = [given for given in each if given.value is not None]
    if len(answers) > 1:
        return ask_back(library, plan, [given.citations[0].document for given in answers])
    return answers[0] if answers else next((g for g in each if not g.refused), each[0])


def _compute(library: Library, plan: Plan) -> Answer:
    if plan.operation is Operation.SHARE:
        return _answer_share(library, plan)
    printed = answer_figure(library, plan)
    if not printed.refused:
        return printed
    pair = _find_pair(library, plan)
    if pair is None or pair.earlier is None:
        return printed
    if plan.operation is Operation.EARLIER:
        return _state_earlier(library, plan, pair, pair.earlier)
    return _state_growth(library, plan, pair, pair.earlier) or printed


def _answer_share(library: Library, plan: Plan) -> Answer:
    """The share as printed, if it is of the whole that is asked about; else a quotient."""
    found = next((m for pattern in _SHARES if (m := pattern.search(plan.topic))), None)
    part, whole = (found["part"], found["whole"]) if found else (plan.topic, "")
    asked = plan.model_copy(update={"topic": part})
    _, ranked = find_figures(library, asked)
    exact = [candidate for candidate in ranked if is_exact(candidate)]
    computed = _compute_share(library, plan, part, whole) if whole.strip("|") else None
    told = [c for c in exact if _is_of_whole(c.fact, whole) or _is_quotient(c.fact, computed)]
    if best := first_proven(library, told):
        return state(library, plan, best, told)
    return computed or _list_operands(library, plan)


def _is_quotient(printed: Fact, computed: Answer | None) -> bool:
    """Whether a printed share is what its parts come to: then it is of the whole asked about."""
    if computed is None or computed.value is None or printed.value is None:
        return False
    return computed.value.quantize(last_place(printed.value), ROUND_HALF_UP) == printed.value


def _is_of_whole(printed: Fact, whole: str) -> bool:
    """Whether a printed share is of the whole that a question names, if it names one."""
    if not whole.strip("|"):
        return True
    if named := _TOTAL.sub("", canonical(whole)).strip("|"):
        return any(named in canonical(name) for name in (printed.against, *printed.groups))
    return bool(printed.against) and not _TOTAL.sub("", canonical(printed.against)).strip("|")


def _find_pair(library: Library, plan: Plan) -> _Pair | None:
    """The level that a question is about, and the change that the same statement gives."""
    level = plan.model_copy(update={"aspect": Aspect.LEVEL, "years": (), "unit": None})
    _, ranked = find_figures(library, level)
    facts = library.facts(plan.documents)
    for candidate in ranked:
        fact = candidate.fact
        if fact.table is not None or not is_told(candidate):
            continue
        for other in facts:
            if other.aspect is Aspect.CHANGE and other.unit is fact.unit and _belongs(fact, other):
                if not _is_against_last_year(other, plan.question):
                    return None
                pair = _Pair(fact, other)
                proven = (is_proven(library, f.source, f.printed) for f in (fact, other))
                return pair if all(proven) else None
    return None


def _is_against_last_year(change: Fact, question: str) -> bool:
    """Whether a change is to the figure of the year before that a question means."""
    basis = _BASIS.search(change.against)
    return "年初" not in change.against and (basis is None or basis[0] in question)


def _belongs(level: Fact, change: Fact) -> bool:
    return (level.document, level.sentence, level.item) == (
        change.document,
        change.sentence,
        change.item,
    )


def _state_earlier(library: Library, plan: Plan, pair: _Pair, earlier: Decimal) -> Answer:
    sign = "+" if pair.change.direction == "down" else "−"
    text = f"{pair.level.printed.strip()} {sign} {pair.change.printed.strip()}"
    formula = Formula(text, earlier, pair.level.unit or "")
    return _state(library, plan, [pair.level, pair.change], formula)


def _state_growth(library: Library, plan: Plan, pair: _Pair, earlier: Decimal) -> Answer | None:
    if not earlier or pair.change.value is None:
        return None
    rate = _percent(pair.change.value, earlier)
    sign = "+" if pair.change.direction == "down" else "−"
    change, level = pair.change.printed.strip(), pair.level.printed.strip()
    formula = Formula(f"{change} ÷ ({level} {sign} {change})", rate, Unit.PERCENT)
    return _state(library, plan, [pair.level, pair.change], formula)


def _compute_share(library: Library, plan: Plan, part: str, whole: str) -> Answer | None:
    """One item's part of another's, where both are printed in one document."""
    one, all_of_it = _best(library, plan, part), _best(library, plan, whole)
    if one is None or all_of_it is None or one.document != all_of_it.document:
        return None
    if not (one.unit and all_of_it.unit and is_money(one.unit) and is_money(all_of_it.unit)):
        return None
    if not all_of_it.value or one.source == all_of_it.source:
        return None
    return _state(library, plan, [one, all_of_it], share(one, all_of_it))


def _best(library: Library, plan: Plan, topic: str) -> Fact | None:
    """The level of one item, where a fact is exactly that."""
    if not topic.strip("|的 "):
        return None
    asked = plan.model_copy(update={"aspect": Aspect.LEVEL, "topic": topic, "unit": None})
    _, ranked = find_figures(library, asked)
    best = first_proven(library, (c for c in ranked if is_exact(c)))
    return best.fact if best else None


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole * 100).quantize(_PLACES, ROUND_HALF_UP)


def _state(
    library: Library,
    plan: Plan,
    operands: Sequence[Fact],
    formula: Formula,
) -> Answer:
    figures = [(library.document(fact.document), fact) for fact in operands]
    return Answer(
        answer=speak(plan.language).computed(figures, formula),
        refused=False,
        value=formula.value,
        unit=formula.unit or None,
        citations=cite_facts(library, operands),
        plan=plan,
    )


def _list_operands(library: Library, plan: Plan) -> Answer:
    """The printed figures that a question speaks of, which it wants computed with."""
    operands = list(dict.fromkeys(_operands(library, plan)))[:_MOST_OPERANDS]
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


def _operands(library: Library, plan: Plan) -> Iterator[Fact]:
    for part in _JOINTS.split(plan.topic):
        if len(part) > 1 and (fact := _best(library, plan, part)):
            yield fact
