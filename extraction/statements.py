"""Statements: every figure of the prose, with what it is of and what is said of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.clauses import Claim, Part, find_year, read_claim, read_comparison, speaks_of_past
from extraction.figures import Figure, find_figures
from extraction.items import (
    find_noun_behind,
    is_awaited,
    is_initial_budget,
    is_measure,
    same_name,
    trim_item,
)
from extraction.prose import Passage
from extraction.records import Printed, Quantity, Statement
from extraction.text import squash
from extraction.vocabulary import Direction, Unit


def find_statements(passages: Sequence[Passage], year: int | None) -> tuple[Statement, ...]:
    """Every figure of the prose, in printed order; `year` is the one that the document is of."""
    found: list[Statement] = []
    topic: Printed | None = None
    for passage in passages:
        reader = _Reader(passage, year, topic)
        found += reader.read()
        topic = reader.left_topic()
    return tuple(found)


@dataclass(slots=True)
class _Draft:
    """A statement while its passage is read; `first` and `last` bound what it was read from."""

    item: Printed | None
    year: int | None
    first: int
    last: int
    parts: dict[Part, Figure] = field(default_factory=dict)
    direction: Direction | None = None
    share_of: str | None = None
    against: str | None = None
    reason: Printed | None = None

    @property
    def name(self) -> str:
        return same_name(squash(self.item.printed)) if self.item else ""


@dataclass(slots=True)
class _Scope:
    """What is open at a place: in the passage itself, in a bracket, in a reason."""

    year: int | None
    topic: Printed | None = None
    current: _Draft | None = None
    head: _Draft | None = None
    against: str | None = None
    group: tuple[_Draft, ...] = ()
    is_listing: bool = False
    is_dated: bool = False
    is_reason: bool = False


_REASON = re.compile(
    r"(?<!等)(?:的?主要原因|的?原因(?=主要|[是为系:]|在于|一是|1|①))"
    r"(?:主要)?(?:是|为|系|在于|如下|有)?(?:由于|因为)?[:,]?"
    r"|主要(?:是|系)?(?:由于|因为|因(?!公))|主要[是系](?!用于|指|负责)(?:由于|因为|因(?!公))?:?"
)
_OUTRIGHT = re.compile(r"原因|由于|因")
_ASIDE = re.compile(r"(?:该项经费|资金)?主要(?:是)?用于|(?<=,)用于")
_GOES_ON = re.compile(r"[;,]?(?:[①-⑳]|[二三四五六]是|\([二三四五六2-9]\)|[2-9][.、](?!\d))")
_LISTING = re.compile(r"^[:,]?(?:其中|包括|具体|其)|包括$|其中$")
_CHAIN = re.compile(r"\([类款项]\)”?$")
_NO_TOPIC = re.compile(r"(?:包括|其中|如下|分类|划分|用于|分为|情况|说明|原则|单位|部门|有|为|是|注)$")
_DATED = re.compile(r"截[至止]")
_TOGETHER = re.compile(r"分别")
_AND = re.compile(r"[、和与及]|以及")
_JOINS = re.compile(r"[、和与及,]|以及")
_DELIMITERS = ",;。:!?"
_ENDS = "。!?"
# A heading lends its name to a bare figure only where it names money, not a chapter.
_HEADING_ITEM = re.compile(r"(?:费|经费|支出|收入|项目|资金|采购|补助|补贴|\([类款项]\))$")
_HEADING_TAIL = re.compile(r"(?:预算|决算|支出|安排|增减|变化)*(?:情况)?的?(?:总体)?(?:说明|情况)?。?$")
_GROWING = re.compile(r"(?:支出|收入|费|经费|费用|资金|拨款|补助|补贴)$")


class _Reader:
    """Reads one passage from left to right."""

    def __init__(self, passage: Passage, year: int | None, topic: Printed | None) -> None:
        self.passage = passage
        self.plain = passage.plain
        self.year = year
        self.topic = topic
        self.figures = find_figures(self.plain, passage.body)
        self.by_start = {figure.start: figure for figure in self.figures}
        self.drafts: list[_Draft] = []
        self.brackets = _pair_brackets(self.plain, self.figures)

    def read(self) -> list[Statement]:
        """The statements of the passage, in the order of their first figures."""
        if not self.figures:
            return []
        scope = _Scope(self.year, self.topic)
        self._walk(self.passage.body, len(self.plain), scope)
        return [self._finish(draft) for draft in self.drafts if draft.parts]

    def left_topic(self) -> Printed | None:
        """The item that a passage without figures names for the next one (`…（项）。`)."""
        if self.figures:
            return None
        text = self.plain.rstrip("。:")
        return self._cut_item(self.passage.body, len(text)) if _CHAIN.search(text) else None

    # Walking -----------------------------------------------------------------------------

    def _walk(self, start: int, end: int, scope: _Scope) -> None:
        """Read `plain[start:end]` clause by clause."""
        at = begin = start
        while at < end:
            char = self.plain[at]
            if figure := self.by_start.get(at):
                at = begin = self._read_figure(begin, figure, scope)
            elif close := self._skipped_bracket(at, end):
                at = close
            elif char == "(" and at in self.brackets and self.brackets[at] < end:
                self._read_text(begin, at, "(", scope)
                self._walk_bracket(begin, at, scope)
                at = begin = self.brackets[at] + 1
            elif (found := self._match_reason(at, scope)) and found.end() < end:
                self._read_text(begin, at, "", scope)
                at = begin = self._read_reason(begin, found, end, scope)
            elif found := self._match_aside(at, begin):
                at = begin = self._walk_aside(found.end(), end, scope)
            elif char in _DELIMITERS or (char == "、" and at == begin):
                self._read_text(begin, at, char, scope)
                at = begin = at + 1
            else:
                at += 1
        self._read_text(begin, end, "", scope)

    def _skipped_bracket(self, at: int, end: int) -> int | None:
        """The offset behind a bracket that is part of a name (`因公出国(境)费`)."""
        close = self.brackets.get(at)
        if close is None or close >= end or self.plain[at] != "(":
            return None
        return None if self._holds_figure(at, close) else close + 1

    def _holds_figure(self, start: int, end: int) -> bool:
        return any(start < figure.start < end for figure in self.figures)

    def _match_reason(self, at: int, scope: _Scope) -> re.Match[str] | None:
        if self.plain[at] not in "的主原":
            return None
        found = _REASON.match(self.plain, at)
        if found and not _OUTRIGHT.search(found.group()):
            draft = scope.current
            compared = draft and (draft.direction or set(draft.parts) - {Part.LEVEL, Part.SHARE})
            return found if compared else None
        return found

    def _match_aside(self, at: int, begin: int) -> re.Match[str] | None:
        return _ASIDE.match(self.plain, at) if at == begin else None

    def _walk_bracket(self, begin: int, start: int, scope: _Scope) -> None:
        inner = _Scope(scope.year, scope.topic, scope.current, is_dated=True)
        if begin < start and not read_comparison(self.plain[begin:start]):
            inner.topic = self._cut_item(begin, start) or inner.topic
            inner.current = None if inner.topic and inner.topic is not scope.topic else inner.current
        if scope.current and scope.current.parts.get(Part.EARLIER) is self._figure_before(start):
            inner.year = None if self.year is None else self.year - 1
            inner.current = None
        self._walk(start + 1, self.brackets[start], inner)

    def _figure_before(self, at: int) -> Figure | None:
        return next((figure for figure in self.figures if figure.end == at), None)

    def _walk_aside(self, start: int, end: int, scope: _Scope) -> int:
        """Read what something is used for: its figures are told, and are not what goes on."""
        stop = self._clause_end(start, end, ",;。!?")
        self._walk(start, stop, _Scope(scope.year, is_dated=True))
        return stop

    def _clause_end(self, start: int, end: int, marks: str) -> int:
        at = start
        while at < end and self.plain[at] not in marks:
            at = self.brackets.get(at, at) + 1 if self.plain[at] == "(" else at + 1
        return min(at, end)

    # Text without a figure -----------------------------------------------------------------

    def _read_text(self, start: int, end: int, mark: str, scope: _Scope) -> None:
        """Take in a clause without a figure, and the mark that ends it."""
        if text := self.plain[start:end]:
            self._note_year(text, scope)
            self._note_listing(text, scope)
            self._read_words(start, end, mark, scope)
        if mark and mark in _ENDS:
            self._end_sentence(scope)

    def _read_words(self, start: int, end: int, mark: str, scope: _Scope) -> None:
        text = self.plain[start:end]
        if _CHAIN.search(text) or (mark == ":" and not _NO_TOPIC.search(text)):
            if item := self._cut_item(start, end):
                scope.topic, scope.current = item, None
        elif comparison := read_comparison(text):
            against = self._squashed(start, comparison.against)
            item = self._cut_item(start + comparison.item[0], start + comparison.item[1])
            self._compare(item, against, comparison.direction, (start, end), scope)

    def _compare(
        self,
        item: Printed | None,
        against: str | None,
        direction: Direction | None,
        place: tuple[int, int],
        scope: _Scope,
    ) -> None:
        draft = scope.current
        if direction is None:
            scope.against = against
        elif scope.is_reason and item and _GROWING.search(item.printed):
            scope.current = self._open(item, place, scope)
            scope.current.direction = direction
        elif draft and draft.direction is None and Part.CHANGE not in draft.parts:
            if item is None or same_name(squash(item.printed)) == draft.name:
                draft.direction = direction
                draft.against = draft.against or against or scope.against
                draft.last = max(draft.last, place[1])

    def _note_year(self, text: str, scope: _Scope) -> None:
        if year := find_year(text):
            scope.year = year
            scope.is_dated = scope.is_dated or _DATED.search(text) is not None

    def _note_listing(self, text: str, scope: _Scope) -> None:
        if _LISTING.search(text) and not scope.is_listing:
            scope.is_listing, scope.head = True, scope.current

    def _end_sentence(self, scope: _Scope) -> None:
        if scope.is_listing:
            scope.is_listing = False
            scope.current = scope.head or scope.current
        scope.against = None
        if not scope.is_dated:
            scope.year = self.year

    # Reasons -----------------------------------------------------------------------------

    def _read_reason(self, begin: int, mark: re.Match[str], end: int, scope: _Scope) -> int:
        """Take in a reason, and read the figures in it as claims of their own."""
        start, stop = mark.end(), self._reason_end(mark.end(), end)
        draft = self._reasoned(begin, mark.start(), scope)
        text = self.plain[start:stop]
        left = start + len(text) - len(text.lstrip(",:"))
        right = stop - (len(text) - len(text.rstrip(",;:")))
        if draft and draft.reason is None and left < right:
            draft.reason = self.passage.cut(left, right)
            draft.last = max(draft.last, stop)
        self._walk(start, stop, _Scope(scope.year, is_dated=True, is_reason=True))
        return stop

    def _reason_end(self, start: int, end: int) -> int:
        at = start
        while True:
            at = self._clause_end(at, end, ";。!?,")
            if at >= end or self.plain[at] in _ENDS:
                return at
            if self.plain[at] == "," and not self.plain.startswith(("其中:", "其中,"), at + 1):
                at += 1
            elif self.plain[at] == ";" and _GOES_ON.match(self.plain, at):
                at += 1
            else:
                return at

    def _reasoned(self, begin: int, end: int, scope: _Scope) -> _Draft | None:
        """The statement that a reason is given for: the one it names, else the open one."""
        text = self.plain[begin:end].rstrip("的")
        comparison = read_comparison(text)
        span = comparison.item if comparison else (0, len(text))
        item = self._cut_item(begin + span[0], begin + span[1]) if span[0] < span[1] else None
        if item is None:
            return scope.current
        name = same_name(squash(item.printed))
        return next((draft for draft in reversed(self.drafts) if draft.name == name), None)

    # Figures -----------------------------------------------------------------------------

    def _read_figure(self, begin: int, figure: Figure, scope: _Scope) -> int:
        """Take in a figure with the clause before it; the offset where the next clause begins."""
        clause = self.plain[begin : figure.start]
        self._note_listing(clause, scope)
        if members := self._members(clause, figure):
            return self._read_members(begin, clause, members, scope)
        claim = read_claim(clause, figure.amount.unit)
        if claim.part is Part.LEVEL:
            return self._read_level(begin, clause, claim, figure, scope)
        self._note_year(clause, scope)
        item = self._cut_item(begin + claim.item[0], begin + claim.item[1])
        draft = self._draft_for(claim, item, (begin, figure.end), scope)
        self._fill(draft, claim, begin, figure, scope)
        return figure.end

    def _draft_for(
        self, claim: Claim, item: Printed | None, place: tuple[int, int], scope: _Scope
    ) -> _Draft:
        """The open statement where the claim goes on with it, else a new one."""
        draft = scope.current
        if draft and (item is None or same_name(squash(item.printed)) == draft.name):
            taken = claim.part in draft.parts
            again = claim.compares and {Part.CHANGE, Part.RATE} & set(draft.parts)
            if not taken and not (again and claim.part is not Part.EARLIER):
                return draft
            item = item or draft.item
        carried = item or self._carried(scope)
        scope.current = self._open(carried, place, scope)
        return scope.current

    def _fill(
        self, draft: _Draft, claim: Claim, begin: int, figure: Figure, scope: _Scope
    ) -> None:
        draft.parts[claim.part] = figure
        draft.last = max(draft.last, figure.end)
        against = self._squashed(begin, claim.against)
        if claim.part in (Part.CHANGE, Part.RATE):
            against = against or scope.against
            if draft.direction is None:
                draft.direction = _turned(claim.direction, figure)
        if claim.whole:
            draft.share_of = self._squashed(begin, claim.whole)
        draft.against = draft.against or against

    def _read_level(
        self, begin: int, clause: str, claim: Claim, figure: Figure, scope: _Scope
    ) -> int:
        unit = figure.amount.unit
        end = figure.end
        item_run: tuple[int, int] | None = None
        if behind := find_noun_behind(self.plain, clause, figure.end, unit):
            item_run, end = behind, behind[1]
        elif trimmed := trim_item(clause[: claim.item[1]]):
            item_run = (begin + trimmed[0], begin + trimmed[1])
        if item_run and not (self._awaits(scope) and is_awaited(clause)):
            item: Printed | None = self.passage.cut(*item_run)
        else:
            item = None
        place = (begin, end)
        if self._is_earlier(clause, item, scope):
            self._read_earlier(clause, item, figure, place, scope)
        else:
            self._note_year(clause, scope)
            self._place_level(clause, item, claim, figure, place, scope)
        return end

    def _place_level(
        self,
        clause: str,
        item: Printed | None,
        claim: Claim,
        figure: Figure,
        place: tuple[int, int],
        scope: _Scope,
    ) -> None:
        draft = scope.current
        waits = draft is not None and Part.LEVEL not in draft.parts
        if draft is None or not waits or (item is not None and not self._same(item, draft)):
            if item is None and self._may_carry(clause, place[0], scope):
                item = self._carried(scope)
            draft = scope.current = self._open(item, place, scope)
        part = Part.EARLIER if is_initial_budget(clause) else Part.LEVEL
        if part is Part.EARLIER:
            start = place[0] + max(clause.rfind("年初"), clause.rfind("调整"))
            stop = place[0] + len(clause.rstrip("为是"))
            draft.against = squash(self.passage.cut(start, stop).printed)
        draft.parts[part] = figure
        draft.direction = draft.direction or claim.direction
        draft.last = max(draft.last, place[1])

    def _may_carry(self, clause: str, begin: int, scope: _Scope) -> bool:
        """Whether a figure without an item is of what was named before."""
        if clause:
            return is_measure(clause) and not _LISTING.search(clause) and "安排" != clause
        return begin > 0 and self.plain[begin - 1] in ":(" and scope.topic is not None

    def _is_earlier(self, clause: str, item: Printed | None, scope: _Scope) -> bool:
        """Whether a clause only names a year before and what is already spoken of."""
        year = find_year(clause)
        past = speaks_of_past(clause) or bool(year and self.year and year < self.year)
        if not past or _DATED.search(clause):
            return False
        return item is None or (scope.current is not None and self._same(item, scope.current))

    def _read_earlier(
        self,
        clause: str,
        item: Printed | None,
        figure: Figure,
        place: tuple[int, int],
        scope: _Scope,
    ) -> None:
        draft = scope.current
        started = draft and place[0] > 0 and self.plain[draft.last : place[0]].count("。")
        if draft is None or Part.EARLIER in draft.parts or started:
            draft = scope.current = self._open(item or self._carried(scope), place, scope)
        draft.parts[Part.EARLIER] = figure
        draft.last = max(draft.last, place[1])

    # `A、B分别为1万元、2万元` -----------------------------------------------------------------

    def _members(self, clause: str, figure: Figure) -> list[Figure]:
        """The figures that `分别` deals out, where the clause before the first says so."""
        if not _TOGETHER.search(clause):
            return []
        chain = [figure]
        for following in self.figures:
            if following.start > chain[-1].end:
                joint = self.plain[chain[-1].end : following.start]
                if not _JOINS.fullmatch(joint):
                    break
                chain.append(following)
        return chain if len(chain) > 1 else []

    def _read_members(
        self, begin: int, clause: str, members: list[Figure], scope: _Scope
    ) -> int:
        claim = read_claim(clause, members[0].amount.unit)
        items = self._member_items(begin, clause, claim)
        drafts = scope.group if not items and len(scope.group) == len(members) else ()
        if len(items) != len(members):
            items = [None] * len(members)
        if not drafts:
            place = (begin, members[-1].end)
            drafts = tuple(self._open(item, place, scope) for item in items)
        for draft, figure in zip(drafts, members, strict=True):
            self._fill(draft, claim, begin, figure, scope)
        scope.group, scope.current = drafts, drafts[-1]
        return members[-1].end

    def _member_items(self, begin: int, clause: str, claim: Claim) -> list[Printed | None]:
        start, end = claim.item
        together = _TOGETHER.search(clause)
        if together and start < together.start() < end:
            end = together.start()
        bounds = [start]
        for joint in _AND.finditer(clause, start, end):
            bounds += [joint.start(), joint.end()]
        bounds.append(end)
        items = [self._cut_item(begin + a, begin + b) for a, b in zip(bounds[::2], bounds[1::2])]
        return items if all(items) else []

    # Drafts ------------------------------------------------------------------------------

    def _open(self, item: Printed | None, place: tuple[int, int], scope: _Scope) -> _Draft:
        draft = _Draft(item, scope.year, *place)
        self.drafts.append(draft)
        return draft

    def _awaits(self, scope: _Scope) -> bool:
        draft = scope.current
        if draft is None:
            return scope.topic is not None
        return Part.LEVEL not in draft.parts and bool(draft.parts)

    def _same(self, item: Printed, draft: _Draft) -> bool:
        return same_name(squash(item.printed)) == draft.name

    def _carried(self, scope: _Scope) -> Printed | None:
        """The item that a clause without one is about."""
        if scope.current and scope.current.item:
            return scope.current.item
        if scope.topic or scope.is_reason:
            return scope.topic
        return None if self.drafts else self._heading_item()

    def _heading_item(self) -> Printed | None:
        heading = self.passage.heading
        if heading is None:
            return None
        passage = heading.passage(self.passage.document)
        text = _HEADING_TAIL.sub("", passage.plain)
        run = trim_item(text)
        if run is None or not _HEADING_ITEM.search(text[slice(*run)]):
            return None
        return passage.cut(*run)

    def _cut_item(self, start: int, end: int) -> Printed | None:
        run = trim_item(self.plain[start:end])
        return self.passage.cut(start + run[0], start + run[1]) if run else None

    def _squashed(self, begin: int, run: tuple[int, int] | None) -> str | None:
        if run is None or run[0] >= run[1]:
            return None
        return squash(self.passage.cut(begin + run[0], begin + run[1]).printed)

    def _finish(self, draft: _Draft) -> Statement:
        parts = {part.value: self._quantity(figure) for part, figure in draft.parts.items()}
        if set(draft.parts) == {Part.EARLIER} and draft.direction is None:
            parts, draft.against = {"level": parts["earlier"]}, None
        return Statement(
            item=draft.item,
            direction=draft.direction,
            share_of=draft.share_of,
            against=draft.against,
            year=draft.year,
            reason=draft.reason,
            sentence=self.passage.cut(*self._sentence(draft.first, draft.last)),
            section=self.passage.section,
            **parts,
        )

    def _quantity(self, figure: Figure) -> Quantity:
        printed = self.passage.cut(figure.start, figure.end)
        return Quantity(printed=printed.printed, source=printed.source, amount=figure.amount)

    def _sentence(self, first: int, last: int) -> tuple[int, int]:
        ends = [at + 1 for at in self._ends() if at + 1 < len(self.plain)]
        start = max((end for end in ends if end <= first), default=0)
        stop = min((end for end in ends if end >= last), default=len(self.plain))
        return start, stop

    def _ends(self) -> Iterator[int]:
        """Offsets of the marks that end a sentence, outside of brackets."""
        at = 0
        while at < len(self.plain):
            if self.plain[at] in _ENDS:
                yield at
            at = self.brackets.get(at, at) + 1


def _turned(direction: Direction | None, figure: Figure) -> Direction | None:
    """The direction that `增长-5%` really says."""
    if figure.amount.value >= 0 or direction is None:
        return direction
    return Direction.DOWN if direction is Direction.UP else Direction.UP


def _pair_brackets(plain: str, figures: Sequence[Figure]) -> dict[int, int]:
    """Opening brackets with their closing ones; those inside of a unit (`台(套)`) do not count."""
    units = {at for figure in figures for at in range(figure.start, figure.end)}
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for at, char in enumerate(plain):
        if at in units:
            continue
        if char == "(":
            stack.append(at)
        elif char == ")" and stack:
            pairs[stack.pop()] = at
    return pairs
