"""The items that the prose says basic expenditure consists of, against their rows in the tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.audit.spelling import core_of
from extraction.audit.verdicts import broken, tied, unchecked
from extraction.audit.words import words_operand
from extraction.known_names import KNOWN, CodeKind, kind_of_code
from extraction.places import cut_printed
from extraction.records import Disclosure, Paragraph, Row, Table
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict, judge, operand
from extraction.text import squash
from extraction.vocabulary import TableKind

TEXT_LISTED = "text_listed"
TEXT_ABSENT = "text_absent"

_TEMPLATE = "so many of the items have no figure that the list may be of all there can be"
_NOT_ALL = "the table need not print all items"
_BASIC = (TableKind.GENERAL_BASIC_BY_ECONOMY, TableKind.APPROPRIATION_BASIC_BY_ECONOMY)
_LIST = re.compile(
    r"(?:人员|公用)(?:经费|支出)[^。；;：:]{0,20}?\d[\d,，.\s]*(?:亿|万|千)?元[^：:；;]{0,20}?"
    r"(?:包括|包含|用于)\s*[:：]?\s*(?P<items>[^。；;：:]+)"
)
_ITEM = re.compile(r"[^、,，\s](?:[^、,，]*[^、,，\s])?")
_ITEM_DIGITS = 5
# Of so many listed items one may lack a figure; with more the list is a template's.
_PER_SLIP = 3


@dataclass(frozen=True, slots=True)
class _Printed:
    """A row of a table of basic expenditure."""

    table: Table
    row: Row

    def cells(self) -> Iterator[Operand]:
        """Its cells in the columns of money."""
        for cell in self.row.cells:
            if cell.column is not None and self.table.columns[cell.column].unit:
                yield operand(self.table, self.row, cell)


def listed_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """The verdict on each item that the prose lists beside a figure of basic expenditure."""
    torn = {gap.table for gap in disclosure.gaps}
    tables = [table for table in disclosure.tables if table.kind in _BASIC and table.unit]
    rows: dict[str, list[_Printed]] = {}
    for table in tables:
        for row in table.rows:
            if row.full_code and kind_of_code(row.full_code) is CodeKind.ECONOMY:
                rows.setdefault(core_of(row.label), []).append(_Printed(table, row))
    if not rows:
        return
    whole = [table for table in tables if table.number not in torn]
    for paragraph in disclosure.paragraphs:
        for found in _LIST.finditer(paragraph.printed):
            yield from _judge_list(paragraph, found.span("items"), rows, whole)


def _judge_list(
    paragraph: Paragraph,
    span: tuple[int, int],
    rows: dict[str, list[_Printed]],
    whole: Sequence[Table],
) -> Iterator[Outcome]:
    outcomes = []
    for found in _ITEM.finditer(paragraph.printed, *span):
        start, end = found.span()
        name = squash(found.group())
        if name.endswith("等"):
            end -= 1
            name = name[:-1]
        core = core_of(name)
        words = words_operand(cut_printed(paragraph, start, end), section=paragraph.section)
        if core in rows:
            outcomes.append(_judge_row(words, rows[core]))
        elif code := _KNOWN_ITEMS.get(core):
            outcomes.append(_judge_absent(words, code, whole))
    slips = sum(outcome.verdict is not Verdict.TIED for outcome in outcomes)
    for outcome in outcomes:
        is_slip = outcome.verdict is Verdict.BROKEN
        is_template = is_slip and slips * _PER_SLIP > len(outcomes)
        yield unchecked(outcome.relation, _TEMPLATE) if is_template else outcome


def _read_known_items() -> dict[str, str]:
    """The code of each economic item by the core of its name; none of two codes."""
    codes: dict[str, set[str]] = {}
    for names in KNOWN.values():
        for known in names:
            if known.kind is CodeKind.ECONOMY and len(known.code) == _ITEM_DIGITS:
                codes.setdefault(core_of(known.name), set()).add(known.code)
    return {core: next(iter(found)) for core, found in codes.items() if len(found) == 1}


_KNOWN_ITEMS = _read_known_items()


def _judge_row(words: Operand, places: Sequence[_Printed]) -> Outcome:
    """An item of which the tables have rows: one of them must hold a figure."""
    cells = [cell for place in places for cell in place.cells()]
    if any(cell.amount and cell.amount.value for cell in cells):
        return tied(Relation(TEXT_LISTED, words, ()))
    empty = cells[0] if cells else None
    if empty is None:
        return unchecked(Relation(TEXT_LISTED, words, ()), _NOT_ALL)
    printed = empty.printed or "空白"
    worked = Remark(
        f"表{empty.table}“{empty.code}{empty.label}”为{printed}",
        f"Table {empty.table} has {empty.printed or 'nothing'} for “{empty.code}{empty.label}”.",
    )
    return broken(Relation(TEXT_LISTED, words, (empty,)), worked, empty.printed)


def _judge_absent(words: Operand, code: str, whole: Sequence[Table]) -> Outcome:
    """An item of which no table has a row: there is none where the others make up the class."""
    relation = Relation(TEXT_ABSENT, words, ())
    if not whole or not all(_is_complete_without(table, code) for table in whole):
        return unchecked(relation, _NOT_ALL)
    tables = "、".join(str(table.number) for table in whole)
    worked = Remark(
        f"表{tables}没有{code}，而{code[:3]}的其他各项之和已等于{code[:3]}",
        f"Table {tables} has no {code}, and the other items of {code[:3]} make up its total.",
    )
    return broken(relation, worked)


def _is_complete_without(table: Table, code: str) -> bool:
    """Whether the items of a code's class that a table prints add up to it without the code."""
    over = next((row for row in table.rows if row.full_code == code[:3]), None)
    rows = [row for row in table.rows if row.full_code and row.full_code[:-2] == code[:3]]
    if over is None or any(row.full_code == code for row in rows):
        return False
    totals = list(_Printed(table, over).cells())
    parts = [list(_Printed(table, row).cells()) for row in rows]
    verdicts = [
        judge(
            Relation(TEXT_ABSENT, total, tuple(row[at] for row in parts if at < len(row)))
        ).verdict
        for at, total in enumerate(totals)
        if total.amount and total.amount.value
    ]
    return bool(verdicts) and all(verdict.holds for verdict in verdicts)
