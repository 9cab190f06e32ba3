"""Scores of performance forms: none is more than its weight, and the total adds them up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extraction.audit.verdicts import doubt, tied, unchecked
from extraction.columns import plain_header
from extraction.crosssums import cell_in
from extraction.money import last_place
from extraction.records import Disclosure, Row, Table
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict, operand
from extraction.text import normal_form
from extraction.vocabulary import Content, TableKind

FORM_SCORE = "form_score"

_FORMS = (TableKind.PERFORMANCE_DEPARTMENT, TableKind.PERFORMANCE_PROJECT)
_WEIGHT = re.compile(r"(?:指标)?分值")
_SCORE = re.compile(r"(?:自评|指标|自评指标)?得分|自评分")
_TOTAL = re.compile(r"(?:总分|合计|总计|总得分|自评总分|总分值)")
_BONUS = re.compile(r"加分|扣分|附加")
# The weight of the execution of the budget, which stands above the indicators.
_EXECUTION = Decimal(10)
# So many scores within their weights for one that is not: else they are of another scale.
_ENOUGH = 2
_SCALE = "scores and weights may be of different scales"
_PARTLY = "the form scores more than the indicators that stand under its header"


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a form: what it can score, and what it scores."""

    weight: Operand
    score: Operand

    @property
    def values(self) -> tuple[Decimal, Decimal]:
        """Weight and score."""
        assert self.weight.amount
        assert self.score.amount
        return self.weight.amount.value, self.score.amount.value


def score_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """The verdicts on the scores of all forms that print weights beside them."""
    for table in disclosure.tables:
        if table.kind in _FORMS:
            yield from _table_outcomes(table)


def _table_outcomes(table: Table) -> Iterator[Outcome]:
    weights, scores = _column(table, _WEIGHT), _column(table, _SCORE)
    if weights is None or scores is None:
        return
    rows = [(row, cell_in(row, weights), cell_in(row, scores)) for row in table.rows]
    lines: list[_Line] = []
    totals: list[_Line] = []
    is_whole = True
    for row, weight, score in rows:
        if weight and score and weight.amount and score.amount and not _is_open(row):
            line = _Line(operand(table, row, weight), operand(table, row, score))
            (totals if _is_total(row) else lines).append(line)
        elif any(cell and cell.amount for cell in (weight, score)):
            is_whole = False
    judged = [_judge_score(line) for line in lines]
    broken = sum(outcome.verdict is Verdict.BROKEN for outcome in judged)
    is_scale = sum(outcome.verdict.holds for outcome in judged) >= _ENOUGH * broken
    yield from judged if is_scale else (doubt(outcome, _SCALE) for outcome in judged)
    if len(totals) == 1 and len(lines) > 1:
        outcome = _judge_total(totals[0], lines)
        yield outcome if is_whole and is_scale else doubt(outcome, _PARTLY)


def _column(table: Table, pattern: re.Pattern[str]) -> int | None:
    found = [
        at
        for at, column in enumerate(table.columns)
        if column.path and pattern.fullmatch(plain_header(column.path[-1]))
    ]
    return found[0] if len(found) == 1 else None


def _is_total(row: Row) -> bool:
    words = (row.label, *(cell.printed for cell in row.cells if cell.content is Content.WORDS))
    return any(_TOTAL.fullmatch(normal_form(word)) for word in words)


def _is_open(row: Row) -> bool:
    """Whether a row need not keep to the weights, or may have lost a cell."""
    return _BONUS.search(row.label) is not None or row.is_short


def _judge_score(line: _Line) -> Outcome:
    weight, score = line.values
    relation = Relation(FORM_SCORE, line.score, (line.weight,))
    if weight <= 0:
        return unchecked(relation, "no part is printed")
    if score <= weight:
        return tied(relation)
    worked = Remark(
        f"分值只有{line.weight.printed}", f"It can score no more than {line.weight.printed}."
    )
    return Outcome(relation, Verdict.BROKEN, "", None, worked)


def _judge_total(total: _Line, lines: list[_Line]) -> Outcome:
    """The total score against those of the indicators; what else scores has the rest of weight."""
    relation = Relation(FORM_SCORE, total.score, tuple(line.score for line in lines))
    weights, scores = (sum(column, Decimal(0)) for column in zip(*_values(lines), strict=True))
    weight, score = total.values
    rest = weight - weights
    if rest not in (0, _EXECUTION):
        return unchecked(relation, _PARTLY)
    # A total may be printed with fewer places than what it adds up.
    slack = last_place(score) / 2 if last_place(score) > last_place(scores) else 0
    if scores - slack <= score <= scores + rest + slack:
        return unchecked(relation, _PARTLY) if rest else tied(relation)
    more_zh, more_en = (f"，另有{rest}分", f" and at most {rest} more") if rest else ("", "")
    worked = Remark(f"各项得分共{scores}{more_zh}", f"The scores come to {scores}{more_en}.")
    return Outcome(relation, Verdict.BROKEN, "", None if rest else scores, worked)


def _values(lines: list[_Line]) -> Iterator[tuple[Decimal, Decimal]]:
    return (line.values for line in lines)
