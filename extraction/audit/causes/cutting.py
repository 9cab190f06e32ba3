"""Tables whose figures are cut at their last place instead of rounded."""

from collections.abc import Sequence
from dataclasses import replace

from extraction.audit.causes.equations import Equation, equations_of
from extraction.relations import Outcome, Remark, Verdict

CUT = Remark(
    "本表各数是截尾所得而非四舍五入，各式之差都在截尾之内",
    "The figures of this table are cut, not rounded: no gap is larger than that explains.",
)
# So many sums of a table that have more than their parts say that it is cut.
_ENOUGH = 3


def read_as_cut(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes; those of a table in which every sum fits figures that are cut are rounding."""
    broken = {o.relation.total.table for o in outcomes if o.verdict is Verdict.BROKEN} - {None}
    inside = [o for o in outcomes if o.relation.total.table in broken and _is_of_one_table(o)]
    tables: dict[int | None, list[Equation]] = {}
    for equation in equations_of(inside):
        tables.setdefault(equation.outcome.relation.total.table, []).append(equation)
    cut = {
        id(equation.outcome)
        for own in tables.values()
        if all(map(_fits, own)) and sum(equation.rest != 0 for equation in own) >= _ENOUGH
        for equation in own
        if equation.rest
    }
    return [
        replace(outcome, verdict=Verdict.ROUNDING, worked=CUT) if id(outcome) in cut else outcome
        for outcome in outcomes
    ]


def _is_of_one_table(outcome: Outcome) -> bool:
    relation = outcome.relation
    return all(part.table == relation.total.table for part in relation.parts)


def _fits(equation: Equation) -> bool:
    """Whether a total has more than its parts, by less than one unit of the last place of each."""
    parts = equation.outcome.relation.parts
    count = sum(part.amount is not None and part.amount.value != 0 for part in parts)
    total = equation.outcome.relation.total.amount
    assert total is not None  # only sums with a printed total make an equation
    more = -equation.rest if total.value < 0 else equation.rest
    return not more or 0 < more < equation.slack * 2 * count / (count + 1)
