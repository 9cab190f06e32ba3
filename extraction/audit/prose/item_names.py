"""What the prose calls items of expenditure, `…（类）…（款）…（项）`, against the tables."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.audit.figures import rounded
from extraction.audit.prose.printed_items import LEVEL_DIGITS
from extraction.audit.spelling import core_of, count_edits, is_reordered, is_short_form
from extraction.audit.verdicts import broken, doubt, tied, unchecked
from extraction.audit.words import PICTURE, SHORT_FORM, is_recognised, row_words, words_operand
from extraction.known_names import CodeKind, kind_of_code, known_codes
from extraction.places import cut_printed
from extraction.records import Amount, Disclosure, Paragraph, Row, Table
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict
from extraction.text import drop_ordinal, normal_form

TEXT_NAME = "text_name"

_NO_ITEM = "the tables print no item that it may be"
_NOT_UNDER = "the tables do not print the item under the levels that are named"
_ANOTHER = "the tables may leave out the item that is named"
_MISREAD = "too few names of the prose are those of the tables"
_MARKS = {digits: mark for mark, digits in LEVEL_DIGITS.items()}
_MARK = re.compile(r"(?<!\s)\s*[(（]\s*(?P<level>[类款项])\s*[)）]")
_CHAR = r"[^()（）,，。;；:：“”\"]"
_NAME = re.compile(rf"{_CHAR}+(?:[(（][^()（）]{{1,8}}[)）]{_CHAR}*)*$")
# No name of an item is longer.
_LONGEST = 60
# A shorter name that differs in a character is another name.
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of an item as the prose names it."""

    name: str
    """In normal form."""
    digits: int
    """How many its codes have."""
    start: int
    """Where the name begins in its paragraph."""
    name_end: int
    end: int
    """Where its mark ends."""


@dataclass(frozen=True, slots=True)
class _Path:
    """An item that the prose names by its levels, and the figure that it states for it."""

    paragraph: Paragraph
    levels: tuple[_Level, ...]
    amount: Amount | None

    def words(self, start: int, end: int) -> Operand:
        """A part of the paragraph as an operand."""
        quoted = cut_printed(self.paragraph, start, end)
        return words_operand(quoted, section=self.paragraph.section)


@dataclass(slots=True)
class _Items:
    """The items of a document's tables by function."""

    rows: dict[str, tuple[Table, Row]] = field(default_factory=dict)
    """The first row of each code."""
    codes: defaultdict[tuple[int, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """By the number of digits and the core of the name."""
    names: defaultdict[tuple[int, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """In normal form, likewise."""
    amounts: defaultdict[str, set[Amount]] = field(default_factory=lambda: defaultdict(set))
    """What the tables print for a code, but zeros."""

    def name(self, code: str) -> str:
        """What the tables call a code; empty where they do not print it."""
        return normal_form(self.rows[code][1].label) if code in self.rows else ""


def name_outcomes(disclosure: Disclosure) -> list[Outcome]:
    """The verdict on each item that the prose names by its levels."""
    items = _read_items(disclosure.tables)
    if not items.rows:
        return []
    paths = list(_find_paths(disclosure))
    told = {code for path in paths if path.amount for code in _candidates(path, items, path.levels)}
    outcomes = [_judge(path, items, told) for path in paths]
    if is_recognised(disclosure):
        return [doubt(outcome, PICTURE) for outcome in outcomes]
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    is_misread = verdicts[Verdict.BROKEN] > verdicts[Verdict.TIED]
    return [doubt(outcome, _MISREAD) for outcome in outcomes] if is_misread else outcomes


def _read_items(tables: Sequence[Table]) -> _Items:
    items = _Items()
    for table in tables:
        for row in table.rows:
            code = row.full_code
            if code and row.name and kind_of_code(code) is CodeKind.FUNCTION:
                items.rows.setdefault(code, (table, row))
                items.codes[len(code), core_of(row.label)].add(code)
                items.names[len(code), core_of(row.label)].add(normal_form(row.label))
                amounts = (cell.amount for cell in row.cells)
                items.amounts[code] |= {a for a in amounts if a and a.yuan}
    return items


def _find_paths(disclosure: Disclosure) -> Iterator[_Path]:
    stated = _stated_items(disclosure)
    for paragraph in disclosure.paragraphs:
        for levels in _find_levels(paragraph.printed):
            whole = cut_printed(paragraph, levels[0].start, levels[-1].end)
            spans = whole.source.spans
            amounts = [
                amount
                for span in spans
                for start, amount in stated.get(span.line, ())
                if span.start <= start < span.end
            ]
            yield _Path(paragraph, levels, amounts[0] if amounts else None)


def _stated_items(disclosure: Disclosure) -> dict[int, list[tuple[int, Amount]]]:
    """The money of the document's year that statements state, by the line of their item."""
    year = int(disclosure.year.value) if disclosure.year else None
    stated: dict[int, list[tuple[int, Amount]]] = {}
    for one in disclosure.statements:
        if one.item and one.level and one.year == year and one.level.amount.yuan:
            line, start = one.item.source.start
            stated.setdefault(line, []).append((start, one.level.amount))
    return stated


def _find_levels(text: str) -> Iterator[tuple[_Level, ...]]:
    """The names that stand one behind another, each of a lower level."""
    path: list[_Level] = []
    above = 0
    for mark in _MARK.finditer(text):
        start = max(above, mark.start() - _LONGEST)
        above = mark.end()
        found = _NAME.search(text[start : mark.start()])
        bare = drop_ordinal(found.group().lstrip("、 \t")) if found else ""
        if not bare:
            continue
        end = mark.start()
        digits = LEVEL_DIGITS[mark["level"]]
        level = _Level(normal_form(bare), digits, end - len(bare), end, mark.end())
        goes_on = path and digits > path[-1].digits and not text[path[-1].end : level.start].strip()
        if path and not goes_on:
            yield tuple(path)
        path = [*path, level] if goes_on else [level]
    if path:
        yield tuple(path)


def _candidates(path: _Path, items: _Items, known: Sequence[_Level]) -> list[str]:
    """The codes of the lowest level that stand under all `known` names."""
    deepest = path.levels[-1].digits
    sets = [(level.digits, items.codes.get((level.digits, core_of(level.name)))) for level in known]
    return [
        code
        for code in items.rows
        if len(code) == deepest and all(some and code[:digits] in some for digits, some in sets)
    ]


def _is_printed(level: _Level, items: _Items) -> bool:
    """Whether the tables print a name, or write it with other conjunctions."""
    names = items.names.get((level.digits, core_of(level.name)), ())
    return any(not is_reordered(level.name, name) for name in names)


def _judge(path: _Path, items: _Items, told: set[str]) -> Outcome:
    levels = path.levels
    unknown = [one for one in levels if not _is_printed(one, items)]
    known = [one for one in levels if one not in unknown]
    candidates = _candidates(path, items, known)
    first = (unknown or levels)[0]
    relation = Relation(TEXT_NAME, path.words(first.start, levels[-1].end), ())
    if not unknown:
        return tied(relation) if candidates else unchecked(relation, _NOT_UNDER)
    if not candidates or not known or levels[-1].digits == LEVEL_DIGITS["类"]:
        return unchecked(relation, _NO_ITEM)
    if any(_is_short(path, unknown, code, items) for code in candidates):
        return unchecked(relation, SHORT_FORM)
    sure = [code for code in candidates if _is_meant(path, unknown, code, items, told)]
    if len({tuple(_meant(unknown, code, items)) for code in sure}) != 1:
        return unchecked(relation, _ANOTHER)
    return _tell(path, unknown, sure[0], items)


def _is_short(path: _Path, unknown: Sequence[_Level], code: str, items: _Items) -> bool:
    """Whether names may be short forms of a code's: a character that is missing beside the same
    figure is lost."""
    names = [(one.name, items.name(code[: one.digits])) for one in unknown]
    if not all(other and is_short_form(one, other) for one, other in names):
        return False
    return not _has_figure(path, code, items) or any(count_edits(*pair) > 1 for pair in names)


def _is_meant(
    path: _Path, unknown: Sequence[_Level], code: str, items: _Items, told: set[str]
) -> bool:
    """Whether a code is the item for sure: by its figure, or by names but for a character.

    Of an item whose own name is the wrong one neither alone is enough: that may be another one.
    """
    if any(_is_another(one, code) or not items.name(code[: one.digits]) for one in unknown):
        return False
    is_near = all(_is_near(one.name, items.name(code[: one.digits])) for one in unknown)
    has_figure = _has_figure(path, code, items)
    if path.levels[-1] not in unknown:
        return is_near or has_figure
    if has_figure:
        return is_near or code not in told
    return is_near and len(unknown) > 1 and path.amount is None


def _has_figure(path: _Path, code: str, items: _Items) -> bool:
    """Whether the tables print what the prose states for an item for a code."""
    if path.amount is None:
        return False
    own = rounded(path.amount, "")
    return any(own.meets(rounded(amount, "")) for amount in items.amounts[code])


def _is_another(level: _Level, code: str) -> bool:
    """Whether other disclosures print the name for another code of the same parent."""
    known = {one for one in known_codes(level.name) if len(one) == level.digits}
    return any(one[:-2] == code[: level.digits - 2] for one in known)


def _is_near(name: str, other: str) -> bool:
    return len(name) >= _SHORTEST and count_edits(name, other) == 1


def _meant(unknown: Sequence[_Level], code: str, items: _Items) -> list[str]:
    return [items.name(code[: one.digits]) for one in unknown]


def _tell(path: _Path, unknown: Sequence[_Level], code: str, items: _Items) -> Outcome:
    first, last = unknown[0], path.levels[-1]
    names = dict(zip(unknown, _meant(unknown, code, items), strict=True))
    meant = "".join(
        f"{names.get(one, one.name)}（{_MARKS[one.digits]}）"
        for one in path.levels
        if one.digits >= first.digits
    )
    places = [(one.start, end) for one in unknown for end in (one.end, one.name_end)]
    quoted = [path.words(*place) for place in places if place != (first.start, last.end)]
    rows = [items.rows[code[: one.digits]] for one in unknown if code[: one.digits] in items.rows]
    printed = [row_words(table, row, row.name) for table, row in rows if row.name]
    table = printed[0].table
    said = "、".join(f"{code[: one.digits]}{name}" for one, name in names.items())
    worked = Remark(f"表{table}为{said}", f"Table {table} has {said}.")
    whole = path.words(first.start, last.end)
    return broken(Relation(TEXT_NAME, whole, (*quoted, *printed)), worked, meant)
