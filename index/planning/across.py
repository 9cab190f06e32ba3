"""Questions over several documents: what each of them is to give, and what is done with that.

The figure that each document gives is kept as a question of its own (`Plan.operands`), the
comparing words taken out, so that it is read and answered like any question to one document.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extraction import normal_form
from index.planning import across_cues as cues
from index.planning import kinds
from index.planning.across_operands import read_operand, split_operand
from index.planning.cues import ASKS, EACH_MONTH, JOINED, SHORT_YEAR, YEAR
from index.records import Document, Operation, Plan, Want
from index.words.agencies import find_mentions

_MOST_NAMED = 6
_MOST_ORDERED = 12
_WHOLE = "支出总额是多少"
_OF_EACH = frozenset({Operation.SUM, Operation.LOOKUP})
_TOLD = frozenset({Want.REASON, Want.DEFINITION, Want.LIST})


@dataclass(frozen=True, slots=True)
class _Scope:
    """The documents that a question is about, and how it takes them."""

    documents: Sequence[Document]
    years: tuple[int, ...]
    text: str
    """The topic without what has chosen the documents."""
    sets_apart: str = ""
    """The topic as it is asked, where budgets and final accounts are set side by side."""
    is_yearly: bool = False
    """Whether they are one agency's, set side by side."""
    sets_kinds: bool = False
    """Whether they are budgets and the final accounts of the same years."""
    is_part: bool = False
    """Whether the first agency's figure is wanted as a part of the sum."""


def read_across(plan: Plan, documents: Sequence[Document]) -> Plan:
    """The plan as it is, or over several documents, where the question asks for that."""
    text = normal_form(plan.topic)
    if plan.unknown_agencies or cues.INNER.search(text):
        return plan
    scope = _read_scope(plan, documents, text)
    operation = _read_operation(scope) if scope else None
    if scope is None or operation is None:
        return plan
    if plan.want in _TOLD and not _compares_first(text, operation):
        return plan
    operand = read_operand(scope.text, is_yearly=scope.is_yearly)
    operand = operand or (_WHOLE if scope.sets_apart else "")
    if not operand:
        return plan
    left, years = scope.documents, scope.years
    is_a_head = bool(cues.A_HEAD.search(text)) and not EACH_MONTH.search(text)
    if operation is Operation.RATIO:
        left, years = _in_named_order(plan.wording, left, years)
    update = {
        "want": Want.FIGURE,
        "operation": operation,
        "operands": split_operand(operand) if operation in _OF_EACH else (operand,),
        "years": years,
        "documents": tuple(document.name for document in left),
        "agencies": tuple(dict.fromkeys(d.agency for d in left if d.agency in plan.agencies)),
        "is_across": True,
        "unknown_unit": "" if is_a_head else plan.unknown_unit,
    }
    return plan.model_copy(update=update)


def asks_each(plan: Plan, documents: Sequence[Document]) -> bool:
    """Whether a reason or a definition is asked of each of a few agencies."""
    text = normal_form(plan.topic)
    if plan.want not in (Want.REASON, Want.DEFINITION) or cues.INNER.search(text):
        return False
    left = _documents_of(plan, documents)
    agencies = {document.agency for document in left}
    return len(agencies) < _MOST_NAMED and _is_of_several(plan, documents, left, text)


def _read_scope(plan: Plan, documents: Sequence[Document], text: str) -> _Scope | None:
    """Two documents or more that the question is about; None where it is about one."""
    if found := cues.OF_ALL.search(text):
        part, whole = _agencies_of_share(plan, documents)
        left = [d for d in documents if not whole or d.agency in whole]
        if len(part) != 1 or part[0] not in _agencies(left):
            return None
        left.sort(key=lambda document: document.agency != part[0])
        return _Scope(left, _read_years(plan, left), text.replace(found[0], "|"), is_part=True)
    named = _documents_of(plan, documents)
    left = _named_apart(plan, named)
    if dated := _find_dated(plan, left):
        is_yearly = len({document.agency for document in dated}) == 1
        return _Scope(dated, (), kinds.cut_kinds(text), text, is_yearly=is_yearly)
    years = _read_years(plan, left)
    if kinds.sets_kinds(text) and (pairs := kinds.pair_kinds(left, years)):
        is_one = len(_agencies(pairs)) == 1
        if (is_one and (plan.agencies or len(_agencies(left)) == 1)) or _is_of_several(
            plan, documents, pairs, text
        ):
            plain = kinds.LEFT_OVER.sub("|", kinds.EXECUTED.sub("|", kinds.cut_kinds(text)))
            return _Scope(pairs, (), plain, text, is_yearly=is_one, sets_kinds=True)
    is_yearly = _is_yearly(left, years, text)
    if is_yearly or _is_of_several(plan, documents, left, text):
        return _Scope(left, years, text, is_yearly=is_yearly)
    return None


def _documents_of(plan: Plan, documents: Sequence[Document]) -> list[Document]:
    own = frozenset(plan.documents)
    return [document for document in documents if document.name in own]


def _agencies_of_share(
    plan: Plan, documents: Sequence[Document]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The agencies whose share is asked for, and those that it is of; empty for all there are."""
    part, _, whole = normal_form(plan.wording).rpartition("占")
    return find_mentions(part, documents).known, find_mentions(whole, documents).known


def _find_dated(plan: Plan, documents: Sequence[Document]) -> list[Document]:
    """The documents that are named by year and kind, where these are not the same of all."""
    agencies = _agencies(documents)
    if len(agencies) == 1:
        return kinds.find_dated(plan.wording, documents)
    if not 1 < len(plan.agencies) < _MOST_NAMED:
        return []
    text = normal_form(plan.wording)
    dated = kinds.cut_dated(text, _ends_of_names(text, documents))
    if len(set(dated.values())) < 2:
        return []
    found = [d for d in documents if d.agency and dated.get(d.agency) == (d.year, d.kind)]
    return found if len(found) == len(dated) else []


def _named_apart(plan: Plan, documents: list[Document]) -> list[Document]:
    """The documents of those agencies that a list names by their places before what all are."""
    text = cues.GROUP.sub("|", cues.WHICH.sub("|", normal_form(plan.wording)))
    named = frozenset(find_mentions(text, documents).known)
    if not 1 < len(named) < len(plan.agencies):
        return documents
    return [document for document in documents if document.agency in named]


def _in_named_order(
    question: str, documents: Sequence[Document], years: Sequence[int]
) -> tuple[list[Document], tuple[int, ...]]:
    """Documents and years in the order in which the question names their agencies and them."""
    text = normal_form(question)
    ends = _ends_of_names(text, documents)
    ordered = sorted(documents, key=lambda d: ends.get(d.agency or "", len(text)))
    return ordered, tuple(sorted(years, key=lambda year: text.find(str(year))))


def _ends_of_names(text: str, documents: Sequence[Document]) -> dict[str, int]:
    """Where the first name of each agency ends in a text, of those that are named one by one."""
    ends: dict[str, int] = {}
    if len(_agencies(documents)) <= _MOST_ORDERED:
        for end in range(1, len(text) + 1):
            known = find_mentions(text[:end], documents).known
            if len(known) == len(ends) + 1 and set(known) > ends.keys():
                ends[next(agency for agency in known if agency not in ends)] = end
    return ends


def _read_years(plan: Plan, documents: Sequence[Document]) -> tuple[int, ...]:
    """The years that a question names, with those of a span; 今年 is each agency's only year."""
    years = set(plan.years)
    question = normal_form(plan.wording)
    for span in cues.SPAN.finditer(question):
        years |= set(range(int(span[1]), int(span[2]) + 1))
    there = [document.year for document in documents if document.year]
    if (near := cues.NEAR.search(question)) and there and len(_agencies(documents)) == 1:
        years |= {max(there) - back for back in range(cues.read_number(near["count"]))}
    is_stated = YEAR.search(question) or SHORT_YEAR.search(question)
    is_own = len(_agencies(documents)) == len(documents)
    if is_own and not is_stated and cues.THIS_YEAR.search(question):
        return ()
    return tuple(sorted(years))


def _agencies(documents: Sequence[Document]) -> set[str | None]:
    return {document.agency for document in documents}


def _is_yearly(documents: Sequence[Document], years: Sequence[int], text: str) -> bool:
    """Whether one agency's years are set side by side."""
    if len(_agencies(documents)) > 1:
        return False
    there = {document.year for document in documents}
    return len(there & set(years)) > 1 or (len(there) > 1 and bool(cues.YEARS.search(text)))


def _is_of_several(
    plan: Plan, scope: Sequence[Document], documents: Sequence[Document], text: str
) -> bool:
    """Whether several agencies are meant: as a group, by names, by 谁, or as all there are."""
    agencies = _agencies(documents)
    if len(agencies) < 2:
        return False
    if cues.GROUP.search(text) or cues.WHICH.search(text) or cues.HOW_MANY.search(text):
        return True
    if find_mentions(plan.wording, scope).left_out:
        return True
    if len(plan.agencies) > 1:
        # Names that all stand at one place of the question are one name that fits several.
        masked = {_masked(plan.wording, documents, name) for name in plan.agencies}
        return len(masked) > 1 or bool(cues.WHO.search(text) or cues.SAME.search(text))
    if cues.ITEMS.search(JOINED.sub("", text)):
        return False
    if not plan.agencies and len(agencies) < _MOST_NAMED and _takes_all(text, len(agencies)):
        return True
    if len(agencies) > 2 and not cues.MOST.search(text):
        return False
    return bool(cues.WHO.search(text))


def _takes_all(text: str, count: int) -> bool:
    """Whether few documents that are not named are added up, averaged or, of two, set apart."""
    if cues.BASIS.search(text) or cues.A_HEAD.search(text):
        return False
    return bool(cues.GATHERS.search(text)) or (count == 2 and bool(cues.APART.search(text)))


def _masked(question: str, documents: Sequence[Document], agency: str) -> tuple[str, ...]:
    own = find_mentions(question, [d for d in documents if d.agency == agency])
    return (own.rest, *own.unknown)


def _read_operation(scope: _Scope) -> Operation | None:
    """What is done with the figures; None where no figure is asked for."""
    if scope.is_part:
        return Operation.SHARE
    if scope.sets_kinds:
        return _read_of_kinds(scope)
    text = scope.text
    if cues.TIMES.search(text):
        return Operation.RATIO
    if scope.is_yearly and cues.CHANGED.search(text) and not cues.HOW.search(text):
        if cues.PERCENT.search(text):
            return Operation.GROWTH
        if ASKS.search(text) and not cues.MOST.search(text):
            return Operation.DIFFERENCE
    if cues.APART.search(text) or cues.SAME.search(text):
        return Operation.DIFFERENCE
    are_two = len({document.agency for document in scope.documents}) == 2 or scope.is_yearly
    return _read_order(text, are_two=are_two, is_yearly=scope.is_yearly) or _read_gathering(text)


def _read_of_kinds(scope: _Scope) -> Operation | None:
    """What is done with the budgets and the final accounts of the same years."""
    if not scope.is_yearly:
        return _read_order(scope.text, are_two=False, is_yearly=False) or Operation.LOOKUP
    if kinds.is_rate(scope.sets_apart):
        return Operation.SHARE
    is_apart = cues.APART.search(scope.sets_apart) or kinds.LEFT_OVER.search(scope.sets_apart)
    return Operation.DIFFERENCE if is_apart else Operation.LOOKUP


def _read_order(text: str, *, are_two: bool, is_yearly: bool) -> Operation | None:
    """Which is most or least, and in what order."""
    if (found := cues.MOST.search(text)) and not cues.ORDER.search(text):
        return Operation.LEAST if cues.LESS.search(found[0]) or _falls(text) else Operation.MOST
    if any(cue.search(text) for cue in (cues.ORDER, cues.THRESHOLD, cues.HAS)):
        return Operation.RANK
    if not is_yearly and cues.MOVED.search(text):
        return Operation.RANK
    if found := cues.BETTER.search(text):
        if are_two:
            return Operation.DIFFERENCE
        return Operation.LEAST if cues.LESS.search(found[0]) else Operation.MOST
    return None


def _falls(text: str) -> bool:
    """Whether the largest decrease is asked for."""
    return bool(cues.CHANGED.search(text) and cues.DOWN.search(text))


def _read_gathering(text: str) -> Operation | None:
    """A sum or a mean of the figures, or each of them."""
    if cues.MEAN.search(text):
        return Operation.AVERAGE
    if cues.TOGETHER.search(text) and not cues.EACH.search(text):
        return Operation.SUM
    told = (cues.EACH, ASKS, cues.TURN, cues.CHANGED, cues.YEARS, cues.BESIDE, cues.EVERY)
    return Operation.LOOKUP if any(cue.search(text) for cue in told) else None


def _compares_first(text: str, operation: Operation) -> bool:
    """Whether figures are compared, whatever else is asked for beside."""
    is_told = cues.TREND.search(text) or cues.TURN.search(text)
    return operation is not Operation.LOOKUP or bool(is_told)
