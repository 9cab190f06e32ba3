"""Several comparisons of one figure, one after the other, each against its own base."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction.audit.prose.partitions import sides_of
from extraction.crosssums import FUND_BUDGETS
from extraction.places import cut_printed, offset_in
from extraction.records import Disclosure, Printed, Quantity, Statement
from extraction.text import normal_form
from extraction.vocabulary import Direction, Unit

# A paragraph is searched with one character in place of each figure.
_MONEY, _PERCENT, _OTHER = "\ue000", "\ue001", "\ue002"
_ANY = f"{_MONEY}{_PERCENT}{_OTHER}"
_END = r"(?=[,;。]|$)"
_SUBJECT = (
    r"(?:(?:20\d\d年度?)?(?:实际)?(?:支出|收入)?决算(?:支出|收入)?(?:数|总额)?|实际支出数?|支出)"
)
_BUDGET = r"(?:20\d\d年度?)?(?:年初|当年|本年|全年|调整后?的?)?(?:支出|收入)?预算(?:安排)?数?"
_ASIDE = rf"(?:\([^()。{_ANY}]*\))?"
_OVER = r"(?:大于|小于|等于|高于|低于|多于|少于)"
_YEAR_BEFORE = (
    r"(?:20\d\d年度?|上一?年度?|上一度|去年|上期)(?:同期)?的?(?:年初)?(?:实际)?(?:支出|收入)?"
    r"(?:预算|决算|执行|完成)?(?:支出|收入|安排|执行|完成)?(?:数|额|总额)?"
)
_LEAD = (
    rf"(?P<subject>{_SUBJECT})?(?:(?:相比|比|较|与|和|同)于?(?P<base>{_YEAR_BEFORE}|{_BUDGET})"
    rf"(?P<earlier>{_MONEY})?(?:相比较?|对比|比较)?,?(?P<behind>{_SUBJECT})?|同比)"
)
_CHANGE = re.compile(
    rf"[,;。]{_LEAD}(?:(?P<up>增加|增长|上升|提高)|(?P<down>减少|下降|降低))了?"
    rf"(?:(?P<change>{_MONEY})"
    rf"(?:,(?P<alike>同比)?(?:增长|增加|上升|提高|增幅|减少|下降|降低|降幅|减幅)[了为]?(?P<rate>{_PERCENT}))?"
    rf"|(?P<bare>{_PERCENT})){_END}"
)
_COMPLETION = re.compile(
    rf"[,;。]{_SUBJECT}?(?:完成|为)了?(?P<base>{_BUDGET})(?P<earlier>{_MONEY})?的?"
    rf"(?P<completion>{_PERCENT}){_END}"
)
_SILENT = re.compile(
    rf"[,;。](?:{_SUBJECT}?{_OVER}{_BUDGET}"
    rf"|(?:{_SUBJECT}?(?:{_OVER}{_BUDGET}|[与和]{_BUDGET}存在差异)的?)?(?:主要)?原因(?:主要)?[是为][^;。{_ANY}]*(?=[;。])){_END}"
)
_SENTENCE = re.compile("[^。]+")
_OPENING = re.compile(rf"(?<![^;。])(?P<words>[^;。{_ANY}]*)(?P<first>{_MONEY}){_ASIDE}{_END}")
_FINAL = re.compile(rf",{_SUBJECT}[为是]?(?P<level>{_MONEY}){_ASIDE}{_END}")
_INSIDE = re.compile("其中|包括|分别|:|主要用于")
_NEAR = re.compile("(?:约|近|超过?|逾|不足|不到)[为是]?$")
_CHANGED = re.compile("增|减|升|降|追加|提高|节约|超支")
_PAST = re.compile("上一?年|去年|上期")
_YEAR = re.compile(r"(20\d\d)年")
_SAME_TIME = "上年同期"
_FEWEST = 3
_ADJUSTED = re.compile("全年|调整")


@dataclass(frozen=True, slots=True)
class Compared:
    """A statement for its own arithmetic, and the one of the document that its level is from."""

    statement: Statement
    origin: Statement


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of a paragraph with its statement and its offsets in what is printed."""

    quantity: Quantity
    statement: Statement
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage in normal form, and its figures by the offset of their character in it."""

    printed: Printed
    text: str
    figures: Mapping[int, _Figure]


@dataclass(frozen=True, slots=True)
class _Subject:
    """The figure that a sentence goes on to compare, and the budget named before it."""

    level: _Figure
    words: str
    """What leads to it."""
    budget: _Figure | None
    budget_words: str
    end: int
    """Where in the text the comparisons begin."""

    @property
    def is_budget(self) -> bool:
        """Whether it is what was planned, not what was spent."""
        return "预算" in self.words and "决算" not in self.words


def find_compared(disclosure: Disclosure) -> list[Compared]:
    """The statements for their own arithmetic.

    Those that compare one figure of a sentence are replaced by one statement for each comparison.
    """
    instead: dict[int, list[Compared]] = {}
    for passage in _passages(disclosure):
        for subject in _subjects(passage):
            found, taken = _read_chain(passage, subject)
            if _goes_beyond(subject, found) and not any(id(one) in instead for one in taken):
                instead |= {id(one): [] for one in taken}
                instead[id(subject.level.statement)] = found
    return [
        one
        for statement in disclosure.statements
        for one in instead.get(id(statement), [Compared(statement, statement)])
    ]


# Passages


def _passages(disclosure: Disclosure) -> Iterator[_Passage]:
    """The paragraphs with as many figures as a figure and two comparisons have."""
    paragraphs = sorted(disclosure.paragraphs, key=lambda one: one.source.start)
    starts = [one.source.start for one in paragraphs]
    own: list[list[_Figure]] = [[] for _ in paragraphs]
    for statement in disclosure.statements:
        for quantity in statement.quantities:
            number = bisect_right(starts, quantity.source.start) - 1
            if number < 0:
                continue
            at = offset_in(paragraphs[number].source, quantity.source)
            if at is not None:
                own[number].append(_Figure(quantity, statement, at, at + len(quantity.printed)))
    for paragraph, figures in zip(paragraphs, own, strict=True):
        if len(figures) >= _FEWEST:
            yield _read_passage(paragraph, sorted(figures, key=lambda figure: figure.start))


def _read_passage(printed: Printed, figures: Sequence[_Figure]) -> _Passage:
    text, end, places = "", 0, dict[int, _Figure]()
    for figure in figures:
        text += normal_form(printed.printed[end : figure.start])
        places[len(text)] = figure
        text += _mark(figure.quantity)
        end = figure.end
    return _Passage(printed, text + normal_form(printed.printed[end:]), places)


def _mark(quantity: Quantity) -> str:
    unit, value = quantity.amount.unit, quantity.amount.value
    if unit is None or value < 0:
        return _OTHER
    return _PERCENT if unit is Unit.PERCENT else _MONEY if unit.in_yuan else _OTHER


# Subjects


def _subjects(passage: _Passage) -> Iterator[_Subject]:
    """The figures that a part of a sentence begins with, but for those of lists."""
    text = passage.text
    for sentence in _SENTENCE.finditer(text):
        inside = _INSIDE.search(text, *sentence.span())
        end = inside.start() if inside else sentence.end()
        for found in _OPENING.finditer(text, sentence.start(), end):
            if subject := _read_subject(passage, found):
                yield subject


def _read_subject(passage: _Passage, found: re.Match[str]) -> _Subject | None:
    first, words = passage.figures[found.start("first")], FUND_BUDGETS.sub("", found["words"])
    if _NEAR.search(words) or _CHANGED.search(words) or _PAST.search(words):
        return None
    if any(int(year) != first.statement.year for year in _YEAR.findall(words)):
        return None
    subject = _Subject(first, words, None, "", found.end())
    if (
        "预算" in words
        and "决算" not in words
        and (final := _FINAL.match(passage.text, found.end()))
    ):
        level, sides = passage.figures[final.start("level")], sides_of(final.group())
        if sides and sides_of(words) and not sides & sides_of(words):
            return None
        subject = _Subject(level, f"{words}决算", first, words, final.end())
    return subject if subject.level.quantity is subject.level.statement.level else None


# Chains


def _read_chain(passage: _Passage, subject: _Subject) -> tuple[list[Compared], list[Statement]]:
    """A statement for each comparison that follows a figure, and the statements these are from.

    None where another figure of those statements is left over.
    """
    found: list[Compared] = []
    used = [subject.level]
    at, origin = subject.end, subject.level.statement
    while clause := _next_clause(passage.text, at, subject):
        parts = {
            name: passage.figures[clause.start(name)]
            for name in ("earlier", "change", "rate", "bare", "completion")
            if clause.groupdict().get(name)
        }
        if parts:
            piece = cut_printed(
                passage.printed, used[-1].end, max(one.end for one in parts.values())
            )
            said = _said(subject, clause, parts) | {"sentence": piece}
            found.append(Compared(origin.model_copy(update=said), origin))
            used += parts.values()
        at = clause.end()
    taken = {id(one.statement): one.statement for one in used}
    places = {id(one.quantity) for one in used}
    if subject.budget:
        places.add(id(subject.budget.quantity))
    left = [
        quantity
        for one in taken.values()
        for quantity in one.quantities
        if id(quantity) not in places and quantity is not one.share
    ]
    return ([], []) if left else (found, list(taken.values()))


def _next_clause(text: str, at: int, subject: _Subject) -> re.Match[str] | None:
    """The comparison, or the words without a figure, that a figure is followed by."""
    patterns = (_CHANGE, _SILENT) if subject.is_budget else (_CHANGE, _COMPLETION, _SILENT)
    found = next((one for pattern in patterns if (one := pattern.match(text, at))), None)
    if found is None:
        return None
    groups = found.groupdict(default="")
    base = groups.get("base") or _SAME_TIME
    is_past = _PAST.search(base) or "预算" not in base
    if (subject.is_budget or groups.get("alike")) and not is_past:
        return None
    sides, own = (
        sides_of(groups.get("subject", "") + groups.get("behind", "")),
        sides_of(subject.words),
    )
    is_other = sides and (found.group().startswith("。") or (own and not sides & own))
    return None if is_other else found


def _said(
    subject: _Subject, clause: re.Match[str], parts: Mapping[str, _Figure]
) -> dict[str, object]:
    """What one comparison says, as the fields of a statement."""
    groups = clause.groupdict()
    base, earlier = groups["base"] or _SAME_TIME, parts.get("earlier")
    if "completion" in parts and earlier is None and _is_same_budget(base, subject.budget_words):
        earlier = subject.budget
    up, down = groups.get("up"), groups.get("down")
    return {
        "item": (subject.budget or subject.level).statement.item,
        "change": _quantity(parts.get("change")),
        "direction": Direction.UP if up else Direction.DOWN if down else None,
        "rate": _quantity(parts.get("rate") or parts.get("bare")),
        "earlier": _quantity(earlier),
        "completion": _quantity(parts.get("completion")),
        "against": base,
        "reason": None,
    }


def _quantity(figure: _Figure | None) -> Quantity | None:
    return figure.quantity if figure else None


def _is_same_budget(base: str, words: str) -> bool:
    """Whether a completion is of the budget that stands before the figure, adjusted or not."""
    return bool(_ADJUSTED.search(base)) is bool(_ADJUSTED.search(words))


def _goes_beyond(subject: _Subject, found: Sequence[Compared]) -> bool:
    """Whether a chain says more than its figure's own statement does."""
    is_new = subject.budget is not None and subject.level.statement.earlier is None
    return len(found) > 1 or bool(found and is_new)
