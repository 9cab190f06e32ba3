"""Statements: every figure of the prose, with what it is of and what is said of it."""

import re
from collections.abc import Sequence

from extraction.clauses import (
    Claim,
    Part,
    Run,
    find_year,
    read_claim,
    read_comparison,
    speaks_of_past,
)
from extraction.drafts import Draft, Left, Scope, Text, finish_draft, turn_direction
from extraction.figures import Figure
from extraction.groups import find_members, name_members
from extraction.items import (
    find_noun_behind,
    heading_item,
    is_awaited,
    is_initial_budget,
    is_measure,
)
from extraction.prose import Passage
from extraction.reasons import REASON_STARTS, find_reason_end, is_outright, match_reason
from extraction.records import Printed, Statement


def find_statements(passages: Sequence[Passage], year: int | None) -> tuple[Statement, ...]:
    """Every figure of the prose, in printed order; `year` is the one that the document is of."""
    found: list[Statement] = []
    left = Left((), None, None)
    for passage in passages:
        reader = _Reader(passage, year, left)
        found += reader.read()
        left = reader.left
    return tuple(found)


_ASIDE = re.compile(r"(?:该项经费|资金)?主要(?:是)?用于(?!以下|下列|如下|:)|(?<=,)用于(?!以下|:)")
_LISTING = re.compile(r"^[:,]?(?:其中|包括|具体|其)|包括$|其中$")
_CHAIN = re.compile(r"\([类款项]\)”?$")
_NO_TOPIC = re.compile(
    r"(?:包括|其中|如下|分类|划分|用于|分为|情况|说明|原则|单位|部门|[有为是注])$"
)
_DATED = re.compile(r"截[至止]")
_THIS_YEAR = re.compile(r"本年度|今年")
_DELIMITERS = ",;。:!?"
_ENDS = "。!?"
# Where a clause can end: a digit or a sign may begin a figure.
_STOP = re.compile(rf"[\d(、{_DELIMITERS}{REASON_STARTS}-]")
_GROWING = re.compile(r"(?:支出|收入|费|经费|费用|资金|拨款|补助|补贴)$")


class _Reader:
    """Reads one passage from left to right, clause by clause."""

    def __init__(self, passage: Passage, year: int | None, left: Left) -> None:
        self.passage = passage
        self.year = year
        self.text = Text(passage)
        self.plain = passage.plain
        self.drafts: list[Draft] = []
        same = left.section == passage.section
        self.before = Left(
            passage.section,
            left.topic if same else None,
            left.item if same and self.text.figures and not passage.body else None,
        )
        self.left = self.before

    def read(self) -> list[Statement]:
        """The statements of the passage, in printed order."""
        if not self.text.figures:
            self.left = Left(self.passage.section, self._named_only(), None)
            return []
        scope = Scope(self.year, self.before.topic)
        self._walk(self.passage.body, len(self.plain), scope)
        last = scope.head if scope.is_listing else scope.current
        self.left = Left(self.passage.section, None, last.item if last else None)
        return [finish_draft(draft, self.text) for draft in self.drafts if draft.parts]

    def _named_only(self) -> Printed | None:
        text = self.plain.rstrip("。:")
        introduces = self.plain.endswith(":") and not _NO_TOPIC.search(text)
        if not introduces and not _CHAIN.search(text):
            return None
        return self.text.item(self.passage.body, len(text))

    # Walking

    def _walk(self, start: int, end: int, scope: Scope) -> None:
        """Read `plain[start:end]`."""
        at = begin = start
        while at < end:
            char = self.plain[at]
            if figure := self.text.starting.get(at):
                at = begin = self._read_figure(begin, figure, scope)
            elif char == "(" and (close := self.text.name_end(at, end)):
                at = close
            elif char == "(" and self.text.brackets.get(at, end) < end:
                self._read_words(begin, at, char, scope)
                self._walk_bracket(begin, at, scope)
                at = begin = self.text.brackets[at] + 1
            elif char in REASON_STARTS and (found := self._match_reason(at, end, scope)):
                self._read_words(begin, at, "", scope)
                at = begin = self._read_reason(begin, found, end, scope)
            elif at == begin and (found := _ASIDE.match(self.plain, at)):
                at = begin = self._walk_aside(found.end(), end, scope)
            elif char in _DELIMITERS or (char == "、" and at == begin):
                self._read_words(begin, at, char, scope)
                at = begin = at + 1
            else:
                found = _STOP.search(self.plain, at + 1, end)
                at = found.start() if found else end
        self._read_words(begin, end, "", scope)

    def _walk_bracket(self, begin: int, start: int, scope: Scope) -> None:
        """Read a bracket that holds figures: it goes on with what stands before it."""
        inner = Scope(scope.year, scope.topic, scope.current, is_dated=True)
        words = self.plain[begin:start]
        if words and not read_comparison(words) and (item := self.text.item(begin, start)):
            inner.topic, inner.current = item, None
        host = self.text.ending.get(start)
        if host and scope.current and scope.current.parts.get(Part.EARLIER) is host:
            inner.year = None if self.year is None else self.year - 1
            inner.current = None
        self._walk(start + 1, self.text.brackets[start], inner)

    def _walk_aside(self, start: int, end: int, scope: Scope) -> int:
        """Read what something is used for: its figures are told, and are not what goes on."""
        stop = self.text.clause_end(start, end, _DELIMITERS)
        self._walk(start, stop, Scope(scope.year, is_dated=True))
        return stop

    # Words without a figure

    def _read_words(self, start: int, end: int, mark: str, scope: Scope) -> None:
        """Take in a clause without a figure, and the mark that ends it."""
        if words := self.plain[start:end]:
            scope.text = words
            self._note_year(words, scope)
            self._note_listing(words, scope)
            if _CHAIN.search(words) or (mark == ":" and not _NO_TOPIC.search(words)):
                if item := self.text.item(start, end):
                    scope.topic, scope.current = item, None
            else:
                self._compare(start, end, scope)
        if mark and mark in _ENDS:
            self._end_sentence(scope)

    def _compare(self, start: int, end: int, scope: Scope) -> None:
        """Take in `与上年持平`, `决算数小于预算数` or `与上年相比`, if the clause is one."""
        comparison = read_comparison(self.plain[start:end])
        if comparison is None:
            return
        against = self.text.squashed(start, comparison.against)
        item = self.text.item(start + comparison.item[0], start + comparison.item[1])
        draft = scope.current
        if comparison.direction is None:
            scope.against = against
        elif scope.is_reason and item and _GROWING.search(item.printed):
            scope.current = self._open(item, (start, end), scope)
            scope.current.direction = comparison.direction
        elif draft and draft.is_open_to(item) and draft.may_compare(against):
            draft.direction = comparison.direction
            draft.against = draft.against or against or scope.against
            draft.reach(end)

    def _note_year(self, words: str, scope: Scope) -> None:
        if scope.is_dated and _THIS_YEAR.search(words):
            scope.year, scope.is_dated = self.year, False
        elif year := find_year(words):
            scope.year = year
            scope.is_dated = scope.is_dated or _DATED.search(words) is not None

    def _note_listing(self, words: str, scope: Scope) -> None:
        if not scope.is_listing and _LISTING.search(words):
            scope.is_listing, scope.head = True, scope.current

    def _end_sentence(self, scope: Scope) -> None:
        """After `其中：…。` the text goes on with what the parts were of."""
        if scope.is_listing:
            scope.is_listing = False
            scope.current = scope.head or scope.current
        scope.against = None
        if not scope.is_dated:
            scope.year = self.year

    # Reasons

    def _match_reason(self, at: int, end: int, scope: Scope) -> re.Match[str] | None:
        """The words that lead in a reason; `主要是` does so only after a change."""
        found = match_reason(self.text, at, end)
        if found is None or is_outright(found):
            return found
        draft = scope.current
        told = draft and (draft.direction or set(draft.parts) - {Part.LEVEL, Part.SHARE})
        return found if told else None

    def _read_reason(self, begin: int, mark: re.Match[str], end: int, scope: Scope) -> int:
        """Take in a reason, and read the figures in it as claims of their own."""
        start, stop = mark.end(), find_reason_end(self.text, mark.end(), end)
        draft = self._reasoned(begin, mark.start(), scope)
        words = self.plain[start:stop]
        left = start + len(words) - len(words.lstrip(",:"))
        right = stop - (len(words) - len(words.rstrip(",;:")))
        if draft and draft.reason is None and left < right:
            draft.reason = self.passage.cut(left, right)
            draft.reach(stop)
        self._walk(start, stop, Scope(scope.year, is_dated=True, is_reason=True))
        return stop

    def _reasoned(self, begin: int, end: int, scope: Scope) -> Draft | None:
        """The statement that a reason is given for: the one it names, else the open one."""
        words = self.plain[begin:end].rstrip("的")
        comparison = read_comparison(words)
        left, right = comparison.item if comparison else (0, len(words))
        item = self.text.item(begin + left, begin + right) if left < right else None
        if item is None:
            return scope.current
        return next((draft for draft in reversed(self.drafts) if draft.is_of(item)), None)

    # Figures

    def _read_figure(self, begin: int, figure: Figure, scope: Scope) -> int:
        """Take in a figure with the clause before it; the offset where the next clause begins."""
        clause = self.plain[begin : figure.start]
        self._note_listing(clause, scope)
        claim = read_claim(clause, figure.amount.unit)
        if members := find_members(self.text, clause, figure):
            return self._read_members(begin, clause, claim, members, scope)
        if claim.part is Part.LEVEL:
            return self._read_level(begin, clause, claim, figure, scope)
        self._note_year(clause, scope)
        item = self.text.item(begin + claim.item[0], begin + claim.item[1])
        against = self.text.squashed(begin, claim.against)
        draft = self._draft_for(claim.part, item, against, (begin, figure.end), scope)
        self._fill(draft, claim, begin, figure, scope)
        return figure.end

    def _read_members(
        self, begin: int, clause: str, claim: Claim, members: list[Figure], scope: Scope
    ) -> int:
        items = name_members(self.text, begin, clause, claim, len(members))
        if claim.part is Part.LEVEL and self._is_earlier(clause, None, scope):
            return self._read_earlier_members(begin, clause, items, members, scope)
        drafts = () if items else scope.group
        if len(drafts) != len(members):
            drafts = self._open_members(items, (begin, members), scope)
        for draft, figure in zip(drafts, members, strict=True):
            self._fill(draft, claim, begin, figure, scope)
        scope.group, scope.current = drafts, drafts[-1]
        return members[-1].end

    def _read_earlier_members(
        self,
        begin: int,
        clause: str,
        items: list[Printed | None],
        members: list[Figure],
        scope: Scope,
    ) -> int:
        """Take in `上年分别为…`: what the items just told were, or figures of that year alone."""
        part, drafts = Part.EARLIER, scope.group
        is_told = len(drafts) == len(members) and not any(part in one.parts for one in drafts)
        if items and is_told:
            pairs = zip(drafts, items, strict=True)
            is_told = all(item is not None and draft.is_of(item) for draft, item in pairs)
        if not is_told:
            part, drafts = Part.LEVEL, self._open_members(items, (begin, members), scope)
            for draft in drafts:
                draft.year = find_year(clause) or (self.year and self.year - 1)
        for draft, figure in zip(drafts, members, strict=True):
            draft.parts[part] = figure
            draft.reach(figure.end)
        scope.current = drafts[-1]
        return members[-1].end

    def _open_members(
        self, items: list[Printed | None], place: tuple[int, list[Figure]], scope: Scope
    ) -> tuple[Draft, ...]:
        """A statement for each figure that is dealt out from an offset on."""
        begin, members = place
        run = (begin, members[-1].end)
        return tuple(self._open(item, run, scope) for item in items or [None] * len(members))

    def _draft_for(
        self, part: Part, item: Printed | None, against: str | None, place: Run, scope: Scope
    ) -> Draft:
        """The open statement where the claim goes on with it, else a new one."""
        draft = scope.current
        compares = part in (Part.CHANGE, Part.RATE)
        if (
            draft
            and part not in draft.parts
            and (item is None or draft.is_of(item))
            and (not compares or draft.may_compare(against))
        ):
            return draft
        scope.current = self._open(item or self._carried(scope), place, scope)
        return scope.current

    def _fill(self, draft: Draft, claim: Claim, begin: int, figure: Figure, scope: Scope) -> None:
        draft.parts[claim.part] = figure
        draft.reach(figure.end)
        against = self.text.squashed(begin, claim.against)
        if claim.part in (Part.CHANGE, Part.RATE):
            against = against or scope.against
            draft.direction = draft.direction or turn_direction(claim.direction, figure)
        if claim.whole:
            draft.share_of = self.text.squashed(begin, claim.whole)
        draft.against = draft.against or against

    def _read_level(
        self, begin: int, clause: str, claim: Claim, figure: Figure, scope: Scope
    ) -> int:
        item, end = self._level_item(begin, clause, claim, figure, scope)
        if self._is_earlier(clause, item, scope):
            self._place_earlier(item, figure, (begin, end), scope)
        else:
            self._note_year(clause, scope)
            draft = self._level_draft(clause, item, (begin, end), scope)
            self._place_level(draft, begin, clause, figure)
            draft.direction = draft.direction or claim.direction
        return end

    def _level_item(
        self, begin: int, clause: str, claim: Claim, figure: Figure, scope: Scope
    ) -> tuple[Printed | None, int]:
        """What a level is of, before it or behind it, and where the next clause begins."""
        behind = find_noun_behind(self.plain, clause, figure.end, figure.amount.unit)
        if behind:
            return self.passage.cut(*behind), behind[1]
        draft = scope.current
        awaits = draft.awaits_level if draft else scope.topic is not None
        if awaits and is_awaited(clause[: claim.item[1]]):
            return None, figure.end
        return self.text.item(begin, begin + claim.item[1]), figure.end

    def _level_draft(self, clause: str, item: Printed | None, place: Run, scope: Scope) -> Draft:
        """The open statement where it still awaits its level, else a new one."""
        draft = scope.current
        is_second = draft and Part.EARLIER in draft.parts and is_initial_budget(clause)
        is_open = draft and Part.LEVEL not in draft.parts and not is_second
        if draft and is_open and (item is None or draft.is_of(item)):
            draft.reach(place[1])
            return draft
        if item is None and self._may_carry(clause, place[0], scope):
            item = self._carried(scope)
        scope.current = self._open(item, place, scope)
        return scope.current

    def _place_level(self, draft: Draft, begin: int, clause: str, figure: Figure) -> None:
        if not is_initial_budget(clause):
            draft.parts[Part.LEVEL] = figure
            return
        start = max(clause.rfind("年初"), clause.rfind("调整"))
        draft.parts[Part.EARLIER] = figure
        draft.against = self.text.squashed(begin, (start, len(clause.rstrip("为是"))))

    def _may_carry(self, clause: str, begin: int, scope: Scope) -> bool:
        """Whether a figure without an item is of what was named before."""
        if not clause and begin > 0 and self.plain[begin - 1] in ":(":
            return scope.topic is not None or is_measure(scope.text)
        return is_measure(clause) and not _LISTING.search(clause) and clause != "安排"

    def _is_earlier(self, clause: str, item: Printed | None, scope: Scope) -> bool:
        """Whether a clause only names a year before and what is already spoken of."""
        year = find_year(clause)
        past = speaks_of_past(clause) or bool(year and self.year and year < self.year)
        if not past or _DATED.search(clause):
            return False
        return item is None or (scope.current is not None and scope.current.is_of(item))

    def _place_earlier(
        self, item: Printed | None, figure: Figure, place: Run, scope: Scope
    ) -> None:
        draft = scope.current
        if (
            draft is None
            or Part.EARLIER in draft.parts
            or "。" in self.plain[draft.last : place[0]]
        ):
            draft = scope.current = self._open(item or self._carried(scope), place, scope)
        draft.parts[Part.EARLIER] = figure
        draft.reach(place[1])

    def _open(self, item: Printed | None, place: Run, scope: Scope) -> Draft:
        draft = Draft(item, scope.year, *place)
        self.drafts.append(draft)
        return draft

    def _carried(self, scope: Scope) -> Printed | None:
        """The item that a clause without one is about."""
        if scope.current and scope.current.item:
            return scope.current.item
        if scope.topic or scope.is_reason or self.drafts:
            return scope.topic
        return self.before.item or heading_item(self.passage)
