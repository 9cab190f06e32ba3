"""The figure that one document gives to a question over several: printed, or worked out."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from extraction import Fund, Measure, Unit, normal_form
from index.answering.figures import answer_figure, find_figures
from index.calculating.computing import answer_computed
from index.calculating.formulas import number_of, worth_of
from index.calculating.standings import Standing, Unlike
from index.library import Library
from index.planning.questions import read_question
from index.proving.citing import are_proven
from index.records import Answer, Aspect, Document, Fact, Operation, Plan
from index.words.wording import canonical

_PLACES = Decimal("0.01")
_DIGITS = 60
_CHANGES = (Aspect.CHANGE, Aspect.RATE)
_HEAD = 12
_COVERED = 0.8
_NAMED = 0.6
# A count is named by when and how it is taken as well (年末实有在职人员).
_COUNTED = (Unit.PEOPLE, Unit.VEHICLES)
_COVERED_COUNT = 0.7
_NAMED_COUNT = 0.55
_UNIT = re.compile(r"单位(?:预算|决算)")
_DEPARTMENT = re.compile(r"部门(?:预算|决算)")
_APPROPRIATION = re.compile(r"财政拨款|一般公共预算")
_WHOLES = frozenset({Measure.TOTAL, Measure.SUBTOTAL})
_SHARE = re.compile(r"占比|比重|比例|份额")


def find_standing(
    library: Library, operand: str, document: Document, year: int | None
) -> Standing | None:
    """What a document gives for an operand of a plan; None where it gives no one figure.

    `year` is given where the year before the document's own is wanted of it.
    """
    one = read_question(operand, [document])
    one = one.model_copy(update={"documents": (document.name,)})
    if year is not None:
        one = one.model_copy(update={"years": (year,), "operation": Operation.EARLIER})
    answer = answer_figure if one.operation is Operation.LOOKUP else answer_computed
    given = answer(library, one)
    facts = _cited(library, given)
    if one.operation is Operation.LOOKUP and given.value is None:
        whole = _of_all_funds(facts)
        is_one = whole is not None and _is_named(library, one, (whole,))
        return _stand(document, whole, year) if whole and is_one else None
    if one.operation is Operation.LOOKUP and len({fact.fund for fact in facts}) > 1:
        facts = _widest_first(facts)
        given = given.model_copy(update={"value": facts[0].value, "unit": facts[0].unit})
    if given.value is not None and facts:
        return _read(document, given, facts, year) if _is_named(library, one, facts) else None
    return _find_share(library, one, document) if one.operation is Operation.SHARE else None


def _is_named(library: Library, plan: Plan, facts: Sequence[Fact]) -> bool:
    """Whether a figure bears what is asked for and no narrower name: only such are compared."""
    if len(facts) > 1 and plan.operation in (Operation.SHARE, Operation.AVERAGE):
        return True
    years = plan.years if facts[0].year in plan.years else ()
    update = {"aspect": facts[0].aspect, "unit": None, "years": years}
    _, ranked = find_figures(library, plan.model_copy(update=update))
    own = [c for c in ranked if c.fact.source == facts[0].source]
    if facts[0].unit in _COUNTED:
        return any(c.covered >= _COVERED_COUNT and c.named >= _NAMED_COUNT for c in own)
    return any(c.covered >= _COVERED and c.named >= _NAMED for c in own)


def _find_share(library: Library, plan: Plan, document: Document) -> Standing | None:
    """An item's share of what it is a column of, where no other whole is named."""
    part, _, whole = _SHARE.sub("|", plan.topic).partition("|")
    if not part or "占" in part or "率" in whole:
        return None
    level = {"aspect": Aspect.LEVEL, "operation": Operation.LOOKUP}
    named = {"topic": part, "question": part, "wording": part, "operands": (), "unit": None}
    asked = plan.model_copy(update={**level, **named})
    cited = _cited(library, answer_figure(library, asked))
    facts = [f for f in library.facts((document.name,)) if f.is_total and f.unit is not None]
    cells = [f for f in facts if f.column and cited and _is_column(f, cited[0], part)]
    for cell in sorted(cells, key=lambda fact: fact.fund is not Fund.ALL):
        wholes = [fact for fact in facts if fact.measure in _WHOLES and _is_part(cell, fact)]
        if len(wholes) == 1 and are_proven(library, (cell, *wholes)):
            [(text, value, unit)] = _calculations((cell, *wholes))
            shown = value.quantize(_PLACES, ROUND_HALF_UP)
            return Standing(document, (cell, *wholes), value, unit, text, shown)
    return None


def _is_column(fact: Fact, found: Fact, name: str) -> bool:
    """Whether a total stands in the column of a name, and is the figure that was found for it."""
    is_named = canonical(fact.column[-1]) in canonical(name)
    return is_named and (fact.value, fact.unit) == (found.value, found.unit)


def _is_part(cell: Fact, whole: Fact) -> bool:
    """Whether a cell can be a part of another of its row."""
    if cell.value is None or not whole.value or cell.source == whole.source:
        return False
    own = (cell.table, cell.row, cell.side, cell.unit)
    return (
        own == (whole.table, whole.row, whole.side, whole.unit) and 0 <= cell.value <= whole.value
    )


def _cited(library: Library, given: Answer) -> tuple[Fact, ...]:
    """The facts that an answer cites, in its order."""
    facts = library.facts(given.plan.documents)
    found = (
        next((f for f in facts if f.source == c.source and f.printed == c.printed), None)
        for c in given.citations
    )
    return tuple(fact for fact in found if fact is not None)


def _widest_first(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Figures of one item, that of all funds first: of each document the same is compared."""
    return tuple(sorted(facts, key=lambda fact: fact.fund is not Fund.ALL))


def _of_all_funds(facts: Sequence[Fact]) -> Fact | None:
    """The one of several figures of an item that counts all money, as no fund is named."""
    found = [fact for fact in facts if fact.fund is Fund.ALL and fact.aspect is Aspect.LEVEL]
    is_one = len({fact.value for fact in found}) == 1 and all(fact.fund for fact in facts)
    return found[0] if is_one else None


def _stand(document: Document, fact: Fact, year: int | None) -> Standing | None:
    """A printed figure; None for a change of which nobody says whether it rose or fell."""
    assert fact.value is not None
    if fact.aspect in _CHANGES and not fact.direction and fact.value:
        return None
    value = -fact.value if fact.direction == "down" else fact.value
    text = number_of(fact).lstrip("-−")
    return Standing(document, (fact,), value, fact.unit, text, fact.value, year)


def _read(
    document: Document, given: Answer, facts: Sequence[Fact], year: int | None
) -> Standing | None:
    first = facts[0]
    assert given.value is not None
    if first.value is not None and _is_printed(first, given):
        return _stand(document, first, year)
    if given.plan.operation is Operation.AVERAGE:
        return _read_average(document, given, facts, year)
    for text, value, unit in _calculations(facts):
        shown = value.quantize(_PLACES, ROUND_HALF_UP) if unit is Unit.PERCENT else value
        if (abs(shown), unit) == (abs(given.value), given.unit):
            return Standing(document, tuple(facts[:2]), value, unit, text, shown, year)
    return None


def _read_average(
    document: Document, given: Answer, facts: Sequence[Fact], year: int | None
) -> Standing | None:
    """What one of those counted comes to: money by a number of people or cars."""
    if len(facts) < 2 or facts[0].value is None or not facts[1].value:
        return None
    money, count = facts[:2]
    with localcontext(prec=_DIGITS):
        value = facts[0].value / facts[1].value
    shown = value.quantize(_PLACES, ROUND_HALF_UP)
    per = f"/{count.unit}"
    if not (money.unit and money.unit.in_yuan) or given.unit != f"{money.unit}{per}":
        return None
    text = f"{number_of(money)}{money.unit} ÷ {number_of(count)}{count.unit}"
    return Standing(document, (money, count), value, money.unit, text, shown, year, per=per)


def _is_printed(fact: Fact, given: Answer) -> bool:
    """Whether a fact is the figure that an answer gives, in whatever unit of money."""
    assert given.value is not None
    unit = next((unit for unit in Unit if unit == given.unit), None)
    is_like = (fact.unit == given.unit) or bool(fact.unit and fact.unit.in_yuan)
    return is_like and worth_of(fact) == given.value * ((unit and unit.in_yuan) or 1)


def _calculations(facts: Sequence[Fact]) -> Iterator[tuple[str, Decimal, Unit | None]]:
    """What can be worked out from two facts: a share; the level before a change, and its rate."""
    if len(facts) < 2 or facts[0].value is None or facts[1].value is None:
        return
    one, other = facts[0].value, facts[1].value
    first, second = number_of(facts[0]), number_of(facts[1])
    with localcontext(prec=_DIGITS):
        if facts[1].aspect is not Aspect.CHANGE:
            if whole := worth_of(facts[1]):
                yield f"{first} ÷ {second}", worth_of(facts[0]) / whole * 100, Unit.PERCENT
            return
        is_down = facts[1].direction == "down"
        sign, earlier = ("+", one + other) if is_down else ("−", one - other)
        yield f"{first} {sign} {second}", earlier, facts[0].unit
        if earlier:
            rate = other / earlier * 100
            yield f"{second} ÷ ({first} {sign} {second})", -rate if is_down else rate, Unit.PERCENT


def list_unlike(library: Library, standings: Sequence[Standing]) -> Iterator[Unlike]:
    """In what figures of several agencies are not of one sort."""
    documents = [standing.document for standing in standings]
    if len({document.agency for document in documents}) > 1:
        if len({one.year or one.document.year for one in standings}) > 1:
            yield Unlike.YEAR
        if len({_is_of_unit(library, document) for document in documents} - {None}) > 1:
            yield Unlike.SCOPE
    if len({document.kind for document in documents}) > 1 and not _are_pairs(documents):
        yield Unlike.KIND
    if len({_is_of_all_funds(standing.facts[0]) for standing in standings} - {None}) > 1:
        yield Unlike.FUND


def _are_pairs(documents: Sequence[Document]) -> bool:
    """Whether one agency's budget and final account of a year are set side by side."""
    return len({(document.agency, document.year) for document in documents}) == 1


def _is_of_unit(library: Library, document: Document) -> bool | None:
    """Whether it is a single unit's, not its whole department's; None if that is not said."""
    said = normal_form("".join(library.lines(document.name)[:_HEAD]))
    unit, department = bool(_UNIT.search(said)), bool(_DEPARTMENT.search(said))
    return unit if unit != department else None


def _is_of_all_funds(fact: Fact) -> bool | None:
    """Whether all money is counted, or the appropriation alone; None if that is not said."""
    if _APPROPRIATION.search(fact.item):
        return False
    return None if fact.fund is None else fact.fund is Fund.ALL
