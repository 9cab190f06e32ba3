"""The table of contents against what follows it: the tables listed, those that the prose sends
the reader to, the words of the headings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from extraction.audit.spelling import count_edits, is_inside
from extraction.audit.verdicts import broken, tied, unchecked
from extraction.audit.words import words_operand
from extraction.kinds import Signs, find_kind
from extraction.places import cut_printed
from extraction.prose import entry_mark
from extraction.records import Disclosure, Printed, Table
from extraction.relations import Outcome, Relation, Remark
from extraction.text import drop_ordinal, normal_form, ordinal_rank
from extraction.vocabulary import GapReason, TableKind

CONTENTS_TABLE = "contents_table"
CONTENTS_TITLE = "contents_title"
TABLE_REFERENCE = "table_reference"

_NAMED_ONLY = "the text names the table, but no title shows where it stands"
_OTHER_NAME = "a table of another name may be the one that is listed"
_UNREAD = "not all of the document could be read"
_MOSTLY_ELSEWHERE = "few of the tables that the contents list stand in this document"

_REFERENCE = re.compile(
    r"详见(?:[^，。；、附]{0,12}的)?《?(?P<name>[^，。；、的附《》]{4,20}表)(?![\u4e00-\u9fff])"
)
_PAIRS = (("“", "”"), ("（", "）"), ("(", ")"), ("《", "》"))
_DATED = re.compile(r"[《》<>]|(?:19|20)\d\d年?度?")
_OUTER = re.compile(r"关于|部门|单位|\([^()]*\)")
_NO_NAME = re.compile(r"(?:预算|决算|公开|收支|情况|附|报|明细|及说明)*表?")
# `1.2024年部门收入总表`, where the ordinal could be a figure's.
_ORDINAL = re.compile(r"^\d{1,2}[.、]")
_PART_RANK = -1
_UNMARKED_RANK = 9
_FEWEST = 3
_SHORTEST = 4
_ALIKE = 0.6
_LOST = frozenset({GapReason.NO_COLUMN, GapReason.NO_TEXT, GapReason.DAMAGED})


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry of the contents or a heading."""

    whole: Printed
    name: Printed
    """Without the ordinal."""
    plain: str
    """The name in normal form without agency and year."""
    core: str
    """The same without what else may differ: brackets, `部门`."""
    path: tuple[str, ...]
    """Its ordinal and those over it, outermost first; empty where it has none."""
    is_leaf: bool


def contents_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """Whether the tables of the contents are there, and the headings worded as they are."""
    body = _Body(disclosure)
    entries = list(_lines(disclosure.contents, body.agency))
    if entries:
        yield from _table_outcomes(entries, body)
        yield from _heading_outcomes(entries, body)
        yield from _reference_outcomes(entries, body)


class _Body:
    """What stands behind the contents."""

    def __init__(self, disclosure: Disclosure) -> None:
        self.disclosure = disclosure
        self.agency = normal_form(disclosure.agency.value) if disclosure.agency else ""
        self.headings = list(_lines(disclosure.headings, self.agency))
        self.titled = [(_core(table.heading, self.agency), table) for table in disclosure.tables]
        self.names = {core for core, _ in self.titled} | {line.core for line in self.headings}

    def plain(self, table: Table) -> str:
        """The title of a table without agency and year."""
        return _plain(table.heading, self.agency)

    @cached_property
    def texts(self) -> list[str]:
        """The prose, headings and all words of the tables, bare of what may differ."""
        printed = [paragraph.printed for paragraph in self.disclosure.paragraphs]
        printed += [line.whole.printed for line in self.headings]
        for table in self.disclosure.tables:
            printed.append(table.heading)
            printed += [part for column in table.columns for part in column.path]
            for row in table.rows:
                printed.append(row.label)
                printed += [cell.printed for cell in row.cells if not cell.amount]
        return [_core(text, self.agency) for text in printed]

    @cached_property
    def following(self) -> dict[int, str]:
        """What stands next behind each heading, by its line."""
        told = (*self.disclosure.headings, *self.disclosure.paragraphs)
        placed = sorted(told, key=lambda own: own.source.start)
        return {
            own.source.line: _core(after.printed, self.agency) for own, after in pairwise(placed)
        }

    @cached_property
    def is_unread(self) -> bool:
        """Whether something is lost that may have been a table or its title."""
        is_lost = any(gap.reason in _LOST for gap in self.disclosure.gaps)
        return is_lost or any(table.title is None for table in self.disclosure.tables)


def _table_outcomes(entries: Sequence[_Line], body: _Body) -> Iterator[Outcome]:
    listed = [entry for entry in entries if _is_table(entry)]
    claimed = {entry.core for entry in listed if entry.core in body.names}
    present = sum(entry.core in claimed for entry in listed)
    free = [(core, table) for core, table in body.titled if core not in claimed]
    is_paged = body.disclosure.format.has_pages
    for at, entry in enumerate(entries):
        own = [table for core, table in body.titled if core == entry.core and table.title]
        if len(own) == 1 and own[0].title and not is_paged and _is_torn(entry.name, own[0].title):
            yield _reworded(own[0].title, entry.name)
        if (short := _without_last(entries, at, free, body)) and short.title:
            yield tied(Relation(CONTENTS_TABLE, words_operand(entry.name), ()))
            yield _reworded(short.title, entry.name)
            continue
        misprinted = [
            own for own in free if entry.is_leaf and _is_misprint(entry.plain, body.plain(own[1]))
        ]
        if not _is_table(entry) and not misprinted:
            continue
        relation = Relation(CONTENTS_TABLE, words_operand(entry.name), ())
        near = misprinted or [own for own in free if _is_rewording(entry, own[0])]
        if entry.core in claimed or any(text.startswith(entry.core) for text in body.texts):
            yield tied(relation)
        elif len(near) == 1 and near[0][1].title:
            yield tied(relation)
            yield _reworded(near[0][1].title, entry.name)
        elif any(entry.core in text for text in body.texts if text not in claimed):
            yield unchecked(relation, _NAMED_ONLY)
        elif near or any(_may_be(entry.core, *own) for own in free):
            yield unchecked(relation, _OTHER_NAME)
        elif body.is_unread:
            yield unchecked(relation, _UNREAD)
        elif present < max(_FEWEST, len(listed) / 2):
            yield unchecked(relation, _MOSTLY_ELSEWHERE)
        else:
            yield broken(relation, _MISSING)


_MISSING = Remark("但正文中没有这张表", "No such table follows.")


def _heading_outcomes(entries: Sequence[_Line], body: _Body) -> Iterator[Outcome]:
    """Headings under the same ordinals as an entry, where they are surely the same one."""
    listed, printed = _by_path(entries), _by_path(body.headings)
    for path in listed.keys() & printed.keys():
        entry, heading = listed[path], printed[path]
        relation = Relation(
            CONTENTS_TITLE, words_operand(heading.whole), (words_operand(entry.whole),)
        )
        if entry.core == heading.core or _is_broken_line(entry, heading, body):
            yield tied(relation)
        elif _is_alike(entry, heading):
            yield _reworded(heading.whole, entry.whole)


def _reference_outcomes(entries: Sequence[_Line], body: _Body) -> Iterator[Outcome]:
    """The tables that the prose sends the reader to."""
    names = [*body.names, *(entry.core for entry in entries)]
    for paragraph in body.disclosure.paragraphs:
        for found in _REFERENCE.finditer(paragraph.printed):
            words = cut_printed(paragraph, *found.span("name"))
            core = _core(words.printed, body.agency)
            relation = Relation(
                TABLE_REFERENCE, words_operand(words, section=paragraph.section), ()
            )
            if _NO_NAME.fullmatch(core):
                continue
            if any(core in name for name in names):
                yield tied(relation)
            elif any(_may_be(core, *own) for own in body.titled):
                yield unchecked(relation, _OTHER_NAME)
            elif body.is_unread:
                yield unchecked(relation, _UNREAD)
            else:
                yield broken(relation, _NOWHERE)


_NOWHERE = Remark(
    "但正文中没有这张表，目录也没有列出", "There is no such table, nor do the contents list one."
)


def _reworded(heading: Printed, entry: Printed) -> Outcome:
    relation = Relation(CONTENTS_TITLE, words_operand(heading), (words_operand(entry),))
    worked = Remark(
        f"目录作“{entry.printed}”", f"The contents have “{entry.printed}” ({entry.source.spot})."
    )
    return broken(relation, worked, entry.printed)


def _is_table(entry: _Line) -> bool:
    """Whether an entry promises one table, and is no heading over several."""
    return entry.is_leaf and entry.core.endswith("表") and not _NO_NAME.fullmatch(entry.core)


def _without_last(
    entries: Sequence[_Line], at: int, free: Sequence[tuple[str, Table]], body: _Body
) -> Table | None:
    """The one table whose title an entry among tables has but for the 表 at its end."""
    entry, around = entries[at], (*entries[max(at - 1, 0) : at], *entries[at + 1 : at + 2])
    found = [table for _, table in free if body.plain(table) == f"{entry.plain}表"]
    is_cut = entry.is_leaf and any(_is_table(other) for other in around)
    is_wrapped = any(other.core == "表" for other in around)
    return found[0] if len(found) == 1 and is_cut and not is_wrapped else None


def _is_torn(entry: Printed, title: Printed) -> bool:
    """Whether an entry alone has a bracket or quotation mark without its pair."""
    counts = [
        [one.printed.count(left) - one.printed.count(right) for left, right in _PAIRS]
        for one in (entry, title)
    ]
    return any(counts[0]) and not any(counts[1])


def _is_rewording(entry: _Line, title: str) -> bool:
    """Whether a title has the words of an entry and more, or all but some from their midst."""
    if entry.core.startswith(title) or entry.core.endswith(title):
        return False  # the rest of the title may stand on another line
    is_reworded = _is_inside(entry.core, title) or _is_inside(title, entry.core)
    return title.endswith("表") and is_reworded


def _is_misprint(one: str, other: str) -> bool:
    """Whether two names differ in one character, or in the order of two side by side."""
    return min(len(one), len(other)) >= _SHORTEST and count_edits(one, other) == 1


def _may_be(entry: str, title: str, table: Table) -> bool:
    """Whether a table that no entry names may be the one that an entry promises."""
    if len(title) < _SHORTEST or title in entry:
        return True
    signs = Signs(title=entry, header="", two_sided=False, economic=False, functional=False)
    kind = find_kind(signs)
    is_kind = kind is table.kind and kind is not TableKind.OTHER
    return is_kind or SequenceMatcher(None, entry, title).ratio() >= _ALIKE


def _is_inside(short: str, long: str) -> bool:
    """Whether a text is another one with words left out."""
    return len(short) >= _SHORTEST and is_inside(short, long)


def _is_alike(entry: _Line, heading: _Line) -> bool:
    """Whether an entry and a heading under the same ordinals can only be one."""
    one, other = entry.core, heading.core
    is_reworded = _is_inside(one, other) or _is_inside(other, one)
    return is_reworded or _is_misprint(entry.plain, heading.plain)


def _is_broken_line(entry: _Line, heading: _Line, body: _Body) -> bool:
    """Whether a heading is the first line of the entry, and what follows is its rest."""
    if not entry.core.startswith(heading.core):
        return False
    rest = entry.core[len(heading.core) :]
    after = body.following.get(heading.whole.source.line, "")
    return bool(after) and (after.startswith(rest) or rest.startswith(after))


def _by_path(lines: Iterable[_Line]) -> dict[tuple[str, ...], _Line]:
    """The lines by their ordinals, without those whose ordinals come twice."""
    marked = [line for line in lines if line.path]
    counts = Counter(line.path for line in marked)
    return {line.path: line for line in marked if counts[line.path] == 1}


def _lines(printed: Iterable[Printed], agency: str) -> Iterator[_Line]:
    """Entries or headings with the ordinals that they stand under."""
    ranked = [(own, *_rank(own.printed)) for own in printed]
    stack: list[tuple[int, str]] = []
    for index, (own, rank, mark) in enumerate(ranked):
        while stack and stack[-1][0] >= rank:
            stack.pop()
        stack.append((rank, mark))
        after = ranked[index + 1][1] if index + 1 < len(ranked) else _PART_RANK
        start = len(own.printed) - len(_bare(own.printed) or own.printed)
        yield _Line(
            whole=own,
            name=cut_printed(own, start, len(own.printed)),
            plain=_plain(own.printed, agency),
            core=_core(own.printed, agency),
            path=tuple(normal_form(mark) for _, mark in stack) if mark else (),
            is_leaf=after <= rank,
        )


def _rank(printed: str) -> tuple[int, str]:
    """How far out an ordinal stands (lower is further), and the ordinal; none is innermost."""
    mark = entry_mark(printed)
    if mark is None:
        return _UNMARKED_RANK, ""
    rank = ordinal_rank(printed)
    return (_PART_RANK if rank is None else rank), mark.rstrip("、.．")


def _bare(printed: str) -> str:
    """A text without its ordinal."""
    mark = entry_mark(printed)
    is_part = mark is not None and ordinal_rank(printed) is None
    return printed[len(mark) :].strip() if mark and is_part else drop_ordinal(printed)


def _plain(printed: str, agency: str) -> str:
    """A name in normal form without ordinal, agency and year."""
    form = normal_form(_bare(printed))
    return _ORDINAL.sub("", _DATED.sub("", form.replace(agency, "") if agency else form), count=1)


def _core(printed: str, agency: str) -> str:
    """The same without what else may differ."""
    return _ORDINAL.sub("", _OUTER.sub("", _plain(printed, agency)), count=1)
