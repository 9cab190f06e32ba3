"""Questions over several documents: what each of them is to give, and what is done with that.

The figure that each document gives is kept as a question of its own (`Plan.operands`), the
comparing words taken out, so that it is read and answered like any question to one document.
"""

import re
from collections.abc import Sequence

from extraction import normal_form
from index.planning import across_cues as cues
from index.planning.cues import ASKS, JOINED, RELATIVE, SHORT_YEAR, YEAR
from index.records import Document, Operation, Plan, Want
from index.words.agencies import find_mentions
from index.words.classification import ITEM_NAMES
from index.words.wording import canonical, frame_mask

_CLAUSE = re.compile(r"[,，;；。?？!！:：]")
# Connectives that an agency or a year taken out leaves behind.
_LOOSE = re.compile(
    r"(?:[、和与跟同及到至从在的]|(?<!占)比)*\|(?:[|、和与跟同及到至较的]|比(?!重|例))*"
)
_JOINT = re.compile(r"以及|[、和与及]")
_WHOLE = re.compile(r"收入|支出|收支|预算|决算|花|盘子")
_STRIPPED = (
    cues.WHICH,
    cues.HOW_MANY,
    cues.GROUP,
    cues.WHO,
    cues.YEARS,
    cues.ORDER,
    cues.TIMES,
    cues.APART,
    cues.TOGETHER,
    cues.MEAN,
    cues.EACH,
    cues.THRESHOLD,
)
_OF_EACH = frozenset({Operation.SUM, Operation.LOOKUP})
_TOLD = frozenset({Want.REASON, Want.DEFINITION, Want.LIST})


def read_across(plan: Plan, documents: Sequence[Document]) -> Plan:
    """The plan as it is, or over several documents, where the question asks for that."""
    own = frozenset(plan.documents)
    left = [document for document in documents if document.name in own]
    text = normal_form(plan.topic)
    is_part = len(plan.agencies) == 1 and cues.OF_ALL.search(text)
    left = list(documents) if is_part else _named_apart(plan, left)
    if len(left) < 2 or plan.unknown_agencies or cues.INNER.search(text):
        return plan
    years = _read_years(plan, left)
    is_yearly = _is_yearly(left, years, text)
    if not (is_yearly or _is_of_several(plan, left, text)):
        return plan
    are_two = len({document.agency for document in left}) == 2 or is_yearly
    operation = _read_operation(text, is_yearly=is_yearly, are_two=are_two)
    if is_part:
        operation = Operation.SHARE
    if operation is None or (plan.want in _TOLD and not _compares_first(text, operation)):
        return plan
    operand = _read_operand(text, is_yearly=is_yearly)
    if not operand:
        return plan
    operands = _split_operand(operand) if operation in _OF_EACH else (operand,)
    if operation in (Operation.RATIO, Operation.SHARE):
        left, years = _in_named_order(plan.wording, left, years)
    update = {
        "want": Want.FIGURE,
        "operation": operation,
        "operands": operands,
        "years": years,
        "documents": tuple(document.name for document in left),
        "agencies": tuple(dict.fromkeys(d.agency for d in left if d.agency in plan.agencies)),
        "is_across": True,
    }
    return plan.model_copy(update=update)


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

    def place(document: Document) -> int:
        lengths = range(1, len(text) + 1)
        return next((n for n in lengths if find_mentions(text[:n], [document]).known), len(text))

    agencies = {document.agency: place(document) for document in reversed(documents)}
    ordered = sorted(documents, key=lambda document: agencies[document.agency])
    return ordered, tuple(sorted(years, key=lambda year: text.find(str(year))))


def _read_years(plan: Plan, documents: Sequence[Document]) -> tuple[int, ...]:
    """The years that a question names, with those of a span; 今年 is each agency's only year."""
    years = set(plan.years)
    question = normal_form(plan.wording)
    for span in cues.SPAN.finditer(question):
        years |= set(range(int(span[1]), int(span[2]) + 1))
    is_stated = YEAR.search(question) or SHORT_YEAR.search(question)
    is_own = len({document.agency for document in documents}) == len(documents)
    if is_own and not is_stated and cues.THIS_YEAR.search(question):
        return ()
    return tuple(sorted(years))


def _is_yearly(documents: Sequence[Document], years: Sequence[int], text: str) -> bool:
    """Whether one agency's years are set side by side."""
    if len({document.agency for document in documents}) > 1:
        return False
    there = {document.year for document in documents}
    return len(there & set(years)) > 1 or (len(there) > 1 and bool(cues.YEARS.search(text)))


def _is_of_several(plan: Plan, documents: Sequence[Document], text: str) -> bool:
    """Whether several agencies are meant: as a group, by their names, or by 谁."""
    agencies = {document.agency for document in documents}
    if len(agencies) < 2:
        return False
    if cues.GROUP.search(text) or cues.WHICH.search(text) or cues.HOW_MANY.search(text):
        return True
    if len(plan.agencies) > 1:
        # Names that all stand at one place of the question are one name that fits several.
        return len({_masked(plan.wording, documents, name) for name in plan.agencies}) > 1
    if len(agencies) > 2 and not cues.MOST.search(text):
        return False
    return bool(cues.WHO.search(text)) and not cues.ITEMS.search(JOINED.sub("", text))


def _masked(question: str, documents: Sequence[Document], agency: str) -> tuple[str, ...]:
    own = find_mentions(question, [d for d in documents if d.agency == agency])
    return (own.rest, *own.unknown)


def _read_operation(text: str, *, is_yearly: bool, are_two: bool) -> Operation | None:
    """What is done with the figures; None where no figure is asked for."""
    if cues.A_HEAD.search(text) or cues.BOTH_KINDS.search(text):
        return Operation.OTHER
    if cues.TIMES.search(text):
        return Operation.RATIO
    if is_yearly and cues.CHANGED.search(text) and not cues.HOW.search(text):
        if cues.PERCENT.search(text):
            return Operation.GROWTH
        if ASKS.search(text) and not cues.MOST.search(text):
            return Operation.DIFFERENCE
    if cues.APART.search(text):
        return Operation.DIFFERENCE
    return _read_order(text, are_two=are_two) or _read_gathering(text)


def _read_order(text: str, *, are_two: bool) -> Operation | None:
    """Which is most or least, and in what order."""
    if (found := cues.MOST.search(text)) and not cues.ORDER.search(text):
        return Operation.LEAST if cues.LESS.search(found[0]) or _falls(text) else Operation.MOST
    if cues.ORDER.search(text) or cues.THRESHOLD.search(text) or cues.HAS.search(text):
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
    told = (cues.EACH, ASKS, cues.TURN, cues.CHANGED, cues.YEARS)
    return Operation.LOOKUP if any(cue.search(text) for cue in told) else None


def _compares_first(text: str, operation: Operation) -> bool:
    """Whether figures are compared, whatever else is asked for beside."""
    is_told = cues.TREND.search(text) or cues.TURN.search(text)
    return operation is not Operation.LOOKUP or bool(is_told)


def _read_operand(text: str, *, is_yearly: bool) -> str:
    """The question to each document; empty where nothing is named that it could give."""
    has_basis = bool(cues.BASIS.search(text)) and not is_yearly
    is_fast, is_turn = bool(cues.SPEED.search(text)), bool(cues.TURN.search(text))
    turned = has_basis and bool(cues.CHANGED.search(text))
    change = cues.CHANGED.search(text) and cues.MOST.search(text)
    text = _strip_relative(cues.BASIS.sub("|", text) if not is_yearly else text)
    topics = [topic for clause in _CLAUSE.split(text) if (topic := _topic_of(clause))]
    topic = ",".join(topics[:2] if cues.VEHICLES.search(text) else topics[:1])
    if not topic:
        return ""
    if not is_yearly and is_fast:
        return f"{topic}比上年增长百分之几"
    if not is_yearly and (is_turn or turned or change):
        return f"{topic}比上年增加多少"
    if cues.VEHICLES.search(topic) and "购" not in topic:
        return f"{topic}有几辆"
    if cues.SHARE.search(topic):
        return f"{topic}是百分之几"
    return f"{topic}是多少"


def _split_operand(operand: str) -> tuple[str, ...]:
    """A question for each of the items that an operand joins; one name may hold a joint itself."""
    topic, asked = operand.removesuffix("是多少"), "是多少"
    items = _JOINT.split(topic)
    names = (name for name in ITEM_NAMES if name in canonical(topic))
    is_one = JOINED.search(topic) or any(_JOINT.search(name) for name in names)
    if is_one or topic == operand or min(map(len, items)) < 2 or "占" in topic:
        return (operand,)
    return tuple(f"{item}{asked}" for item in items)


def _strip_relative(text: str) -> str:
    for _, pattern in RELATIVE:
        text = pattern.sub("|", text)
    return text


def _topic_of(clause: str) -> str:
    """What a clause names, without the words that compare; empty where that is all it is."""
    clause = cues.OF_ALL.sub("|", clause)
    for pattern in (*_STRIPPED, cues.SPEED, cues.TURN, cues.CHANGED, cues.ASKING, cues.HOW):
        clause = pattern.sub("|", clause)
    clause = cues.ASKING.sub("|", _LOOSE.sub("|", clause)).strip("|()")
    text = canonical(clause)
    told = any(not masked for masked in frame_mask(text))
    return clause if told or _WHOLE.search(clause) else ""
