"""The figures of the prose against those that the tables print for the same item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.audit.figures import VAGUE, cut, in_unit, is_vague, quantity_operand, rounded
from extraction.audit.prose.printed_items import PrintedItem, PrintedItems
from extraction.audit.verdicts import unchecked
from extraction.crosssums import FUND_BUDGETS, Edition
from extraction.records import Amount, Disclosure, Quantity, Source, Statement
from extraction.relations import Outcome, Relation, Remark, Verdict
from extraction.text import normal_form

TEXT_TABLE = "text_table"

_AMBIGUOUS = "the tables print several figures that it may be"
_OTHER_COLUMN = "the tables print the figure for the item in another column"
_IN_REASON = "the figure stands in a reason"
_NO_FINAL = "the figure may be of the budget"


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement held against the tables."""

    statement: Statement
    outcome: Outcome
    amount: Amount | None
    """What the tables have, in the unit of the statement."""


def table_sayings(disclosure: Disclosure) -> list[Saying]:
    """The verdicts on all levels whose item the tables print, in printed order."""
    year = int(disclosure.year.value) if disclosure.year else None
    edition = Edition.of(disclosure)
    tables = PrintedItems(disclosure.tables, edition)
    reasons = [one.reason.source for one in disclosure.statements if one.reason]
    found = []
    for statement in disclosure.statements:
        level = statement.level
        if level is None or statement.year != year or not _is_money(level.amount):
            continue
        if places := tables.find(statement):
            doubt = _doubt(statement, level, reasons, is_final=edition.is_final)
            found.append(_judge(statement, level, places, doubt))
    return found


def _is_money(amount: Amount) -> bool:
    return amount.unit is not None and amount.unit.in_yuan is not None


def _doubt(
    statement: Statement, level: Quantity, reasons: Iterable[Source], *, is_final: bool
) -> str:
    """Why a level may not be the item's own figure of the year; empty where it is."""
    if any(_lies_in(level.source, reason) for reason in reasons):
        return _IN_REASON
    if is_vague(statement, [level]):
        return VAGUE
    text, figure = normal_form(statement.sentence.printed), normal_form(level.printed)
    item = normal_form(statement.item.printed) if statement.item else ""
    said = FUND_BUDGETS.sub("", item + text.partition(item)[2].partition(figure)[0])
    if is_final and "预算" in said and "决算" not in said:
        return _NO_FINAL
    return ""


def _lies_in(source: Source, other: Source) -> bool:
    """Whether a place begins inside another."""
    own = source.spans[0]
    return any(span.line == own.line and span.start <= own.start < span.end for span in other.spans)


def _judge(
    statement: Statement, level: Quantity, places: Sequence[PrintedItem], doubt: str
) -> Saying:
    total = quantity_operand(statement, level)
    cells = tuple(place.cell for place in places)
    relation = Relation(TEXT_TABLE, total, cells)
    if doubt:
        return Saying(statement, unchecked(relation, doubt), None)
    said, short = rounded(level.amount, ""), cut(level.amount, "")
    printed = [(cell, cell.amount) for cell in cells if cell.amount]
    for cell, amount in printed:
        if said.meets(rounded(amount, "")):
            one = Relation(TEXT_TABLE, total, (cell,))
            return Saying(statement, Outcome(one, Verdict.TIED, "", None), None)
    first, amount = printed[0]
    if any(other.yuan != amount.yuan for _, other in printed):
        return Saying(statement, unchecked(relation, _AMBIGUOUS), None)
    beside = [amount for place in places for amount in place.beside if _is_money(amount)]
    if any(said.meets(rounded(other, "")) for other in beside):
        return Saying(statement, unchecked(relation, _OTHER_COLUMN), None)
    is_cut = short.meets(rounded(amount, "")) or said.meets(cut(amount, ""))
    verdict = Verdict.ROUNDING if is_cut else Verdict.BROKEN
    told = in_unit(amount, level.amount.unit)
    gap = abs(told.value - level.amount.value)
    is_shifted = amount.unit is not told.unit
    zh = f"，即{told.value}{told.unit}" if is_shifted else ""
    en = f", which is {told.value} {told.unit}" if is_shifted else ""
    worked = Remark(
        f"应为表{first.table}的{first.printed}{amount.unit}{zh}，相差{gap}",
        f"Table {first.table} has {first.printed} {amount.unit}{en}, {gap} apart.",
    )
    return Saying(statement, Outcome(relation, verdict, "", told.value, worked), told)
