"""Figures that follow from printed ones: last year's, a growth rate, a share, with the formula.

What a question wants beyond these is not computed: the printed figures that it speaks of are
listed instead, each with its place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extraction import Unit
from index import phrases
from index.citing import cite_fact, is_proven
from index.facts import is_money
from index.figures import answer_figure, find_figures, first_proven, is_told
from index.library import Library
from index.quoting import ask_back, refuse
from index.records import Answer, Aspect, Fact, Operation, Plan

_WHOLE_FIRST = re.compile(r"(?P<whole>.+?)(?:里面?|中|当中|里头|其中)的?(?P<part>.+?)(?=占)")
_PART_FIRST = re.compile(
    r"(?P<part>.+?)(?:在|占到?了?)(?P<whole>.+?)"
    r"(?:的(?:比|百|多少|几)|里|中|当中|多少|几成|百分|比例|比重|占|$)"
)
_JOINTS = re.compile(r"加上|减去|去掉|除以|还是|以及|[和与加减比、,是]")
_MOST_OPERANDS = 4
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
    """The figure if it is printed, else what follows from printed ones."""
    if plan.operation is Operation.OTHER:
        return _list_operands(library, plan)
    printed = answer_figure(library, plan)
    if not printed.refused:
        return printed
    if plan.operation is Operation.SHARE:
        return _compute_share(library, plan) or _list_operands(library, plan)
    pair = _find_pair(library, plan)
    if pair is None or pair.earlier is None:
        return printed
    if plan.operation is Operation.EARLIER:
        return _state_earlier(library, plan, pair, pair.earlier)
    return _state_growth(library, plan, pair, pair.earlier) or printed


def _find_pair(library: Library, plan: Plan) -> _Pair | None:
    """The level that a question is about, and the change that the same statement gives."""
    level = plan.model_copy(update={"aspect": Aspect.LEVEL, "years": (), "unit": None})
    _, ranked = find_figures(library, level)
    facts = library.facts(plan.documents)
    for candidate in ranked:
        fact = candidate.fact
        if fact.table is not None or not is_told(level, candidate):
            continue
        for other in facts:
            if other.aspect is Aspect.CHANGE and other.unit is fact.unit and _belongs(fact, other):
                pair = _Pair(fact, other)
                proven = (is_proven(library, f.source, f.printed) for f in (fact, other))
                return pair if all(proven) else None
    return None


def _belongs(level: Fact, change: Fact) -> bool:
    return (level.document, level.sentence, level.item) == (
        change.document,
        change.sentence,
        change.item,
    )


def _state_earlier(library: Library, plan: Plan, pair: _Pair, earlier: Decimal) -> Answer:
    sign = "+" if pair.change.direction == "down" else "−"
    formula = f"{pair.level.printed.strip()} {sign} {pair.change.printed.strip()}"
    return _state(library, plan, [pair.level, pair.change], formula, earlier, pair.level.unit)


def _state_growth(library: Library, plan: Plan, pair: _Pair, earlier: Decimal) -> Answer | None:
    if not earlier or pair.change.value is None:
        return None
    rate = _percent(pair.change.value, earlier)
    sign = "+" if pair.change.direction == "down" else "−"
    change, level = pair.change.printed.strip(), pair.level.printed.strip()
    formula = f"{change} ÷ ({level} {sign} {change})"
    return _state(library, plan, [pair.level, pair.change], formula, rate, Unit.PERCENT)


def _compute_share(library: Library, plan: Plan) -> Answer | None:
    """One item's part of another's, where both are printed in one document."""
    found = _WHOLE_FIRST.search(plan.topic) or _PART_FIRST.search(plan.topic)
    if found is None:
        return None
    part, whole = (_best(library, plan, found[name]) for name in ("part", "whole"))
    if part is None or whole is None or part.document != whole.document:
        return None
    if not (part.unit and whole.unit and is_money(part.unit) and is_money(whole.unit)):
        return None
    below = (whole.value or Decimal(0)) * (whole.unit.in_yuan or 1)
    if not below or part.source == whole.source:
        return None
    share = _percent((part.value or Decimal(0)) * (part.unit.in_yuan or 1), below)
    formula = f"{part.printed.strip()} ÷ {whole.printed.strip()}"
    return _state(library, plan, [part, whole], formula, share, Unit.PERCENT)


def _best(library: Library, plan: Plan, topic: str) -> Fact | None:
    """The level of one item, where it fits and no other document has it too."""
    asked = plan.model_copy(update={"aspect": Aspect.LEVEL, "topic": topic, "unit": None})
    _, ranked = find_figures(library, asked)
    best = first_proven(library, (c for c in ranked if is_told(asked, c)))
    return best.fact if best else None


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole * 100).quantize(_PLACES, ROUND_HALF_UP)


def _state(
    library: Library,
    plan: Plan,
    operands: Sequence[Fact],
    formula: str,
    value: Decimal,
    unit: Unit | None,
) -> Answer:
    document = library.document(operands[0].document)
    return Answer(
        answer=phrases.computed(document, operands, formula, value, unit),
        refused=False,
        value=value,
        unit=unit,
        citations=tuple(cite_fact(library, n, f) for n, f in enumerate(operands, start=1)),
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
        answer=phrases.operands([(library.document(f.document), f) for f in operands]),
        refused=False,
        citations=tuple(cite_fact(library, n, f) for n, f in enumerate(operands, start=1)),
        plan=plan,
    )


def _operands(library: Library, plan: Plan) -> Iterator[Fact]:
    for part in _JOINTS.split(plan.topic):
        if len(part) > 1 and (fact := _best(library, plan, part)):
            yield fact
