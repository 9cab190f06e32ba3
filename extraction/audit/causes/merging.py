"""Outcomes of one cause as one finding of each kind."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from extraction.audit.catalogue import RULE_BY_ID, FindingKind, Severity
from extraction.audit.causes.equations import Key, key_of
from extraction.audit.causes.grouping import Group
from extraction.audit.figures import in_unit
from extraction.audit.findings import Break, Finding
from extraction.audit.phrasing import computed_of, printed_of, state
from extraction.audit.tables.coded_rows import REPEATED_ROW
from extraction.audit.tables.items import SAME_ITEM
from extraction.crosssums import SAME_TOTAL
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict

# A total against its parts is one kind of disagreement, whichever way the parts lie.
_SUMS = frozenset({FindingKind.ROW_SUM, FindingKind.COLUMN_SUM, FindingKind.HIERARCHY_SUM})


def findings_of(document: str, groups: Iterable[Group]) -> Iterator[Finding]:
    """The findings of a document: for each cause one of each kind that it shows in."""
    for group in groups:
        kinds: dict[object, list[Outcome]] = {}
        for outcome in group.outcomes:
            kind = RULE_BY_ID[outcome.relation.rule].kind
            is_sum = kind in _SUMS or outcome.relation.rule == REPEATED_ROW
            kinds.setdefault(_SUMS if is_sum else kind, []).append(outcome)
        for outcomes in kinds.values():
            yield _finding(document, outcomes, group)


def _finding(document: str, outcomes: Sequence[Outcome], group: Group) -> Finding:
    """The sum of which the likely wrong figure is the total, and the others with it."""
    wrong = key_of(group.cause.cell) if group.cause else None
    turned = [_turn(outcome, wrong) for outcome in outcomes]
    ordered = sorted(turned, key=lambda outcome: key_of(outcome.relation.total) != wrong)
    first, *others = ordered
    rule, remark = RULE_BY_ID[first.relation.rule], state(first)
    is_rounding = first.verdict is Verdict.ROUNDING
    return Finding(
        document=document,
        rule=rule.id,
        kind=rule.kind,
        severity=Severity.ROUNDING if is_rounding else rule.severity,
        where=first.relation.total.where,
        statement=remark.zh,
        statement_en=remark.en,
        printed=printed_of(first.relation.total),
        computed=computed_of(first),
        cells=tuple(_cells(ordered)),
        own=len(_cells([first])),
        cause=group.cause,
        also=tuple(map(_break, others)),
    )


def _turn(outcome: Outcome, wrong: Key | None) -> Outcome:
    """Of two prints of one amount the one that is likely wrong is held against the other."""
    relation, [part, *more] = outcome.relation, outcome.relation.parts or (None,)
    total = relation.total
    is_same = relation.rule in (SAME_TOTAL, SAME_ITEM) and not more
    if not is_same or part is None or key_of(part) != wrong or not (part.amount and total.amount):
        return outcome
    told = in_unit(total.amount, part.amount.unit)
    gap, unit = abs(told.value - part.amount.value), total.amount.unit
    worked = Remark(
        f"表{total.table}印作{total.printed}{unit}，相差{gap}",
        f"It is {total.printed} {unit} in table {total.table}, {gap} apart.",
    )
    relation = Relation(relation.rule, part, (total,))
    return Outcome(relation, outcome.verdict, "", told.value, worked)


def _cells(outcomes: Iterable[Outcome]) -> Collection[Operand]:
    """The figures of the outcomes, each once."""
    cells: dict[object, Operand] = {}
    for outcome in outcomes:
        for operand in (outcome.relation.total, *outcome.relation.parts):
            cells.setdefault((*key_of(operand), operand.printed), operand)
    return cells.values()


def _break(outcome: Outcome) -> Break:
    remark = state(outcome)
    return Break(
        rule=outcome.relation.rule,
        where=outcome.relation.total.where,
        source=outcome.relation.total.source,
        statement=remark.zh,
        statement_en=remark.en,
        printed=printed_of(outcome.relation.total),
        computed=computed_of(outcome),
    )
