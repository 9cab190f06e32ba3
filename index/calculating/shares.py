"""What share one figure is of another: as printed, else a quotient of two printed figures."""

import re
from decimal import ROUND_HALF_UP

from extraction import last_place
from index.answering.figures import find_figures, first_proven, is_exact, state
from index.answering.totals import names_whole
from index.calculating.formulas import PLACES, Side, share
from index.calculating.operands import resolve_sides
from index.calculating.working import list_operands, state_worked
from index.library import Library
from index.planning import cues
from index.planning.nesting import is_kind
from index.planning.operand_names import MINUS, PLUS_SIGN
from index.records import Answer, Aspect, Fact, Plan
from index.storing.facts import is_money
from index.words.wording import canonical

_TOTAL = re.compile(r"总|全部|整个|所有|全年|合计|支出|收入|预算|决算|部门|本年|[额数的计]")
_ALL_SPENT, _ALL_INCOME = "支出总额", "收入总额"


def answer_share(library: Library, plan: Plan) -> Answer:
    """The share as printed, if it is of the whole asked about; a quotient where that is finer."""
    part, whole = (*plan.operands, "", "")[:2]
    if cues.CHANGE_SAID.search(plan.wording):
        return list_operands(library, plan, ())
    if plan.aspect is not Aspect.SHARE or not _is_name(part) or not _is_name(whole):
        return _compute(library, plan, part, whole)
    asked = plan.model_copy(update={"topic": part})
    _, ranked = find_figures(library, asked)
    exact = [candidate for candidate in ranked if is_exact(candidate)]
    if not whole and (best := first_proven(library, exact)):
        return state(library, plan, best, exact)
    computed = _compute(library, plan, part, whole)
    told = [c for c in exact if _is_of_whole(c.fact, whole) or _is_quotient(c.fact, computed)]
    best = first_proven(library, told)
    if best is None or (_is_quotient(best.fact, computed) and _is_coarse(best.fact)):
        return computed
    return state(library, plan, best, told)


def _compute(library: Library, plan: Plan, part: str, whole: str) -> Answer:
    """One item's part of another's, where both are printed; of all, where no other is named."""
    level = plan.model_copy(update={"aspect": Aspect.LEVEL})
    wholes = whole or (_ALL_INCOME if "收入" in part else _ALL_SPENT)
    near: tuple[Fact, ...] = ()
    for name in _names_of(part, whole):
        found = resolve_sides(library, level, (name, wholes))
        near = near or found.near
        if found.sides and _is_part(*found.sides, is_any=plan.aspect is Aspect.LEVEL):
            return state_worked(library, plan, found.facts, share(*found.sides))
    return list_operands(library, plan, near)


def _names_of(part: str, whole: str) -> tuple[str, ...]:
    """How a part may be named: inside of its whole; alone, unless any row has one of its name."""
    if not whole or not _is_name(part) or not _is_name(whole) or whole in part:
        return (part,)
    inside = f"{whole}里的{part}"
    is_row = not is_kind(whole) and not names_whole(canonical(whole))
    return (inside,) if is_kind(part) and is_row else (inside, part)


def _is_name(operand: str) -> bool:
    """Whether an operand is one name, not a sum or what is left of one."""
    return PLUS_SIGN not in operand and MINUS not in operand


def _is_part(part: Side, whole: Side, *, is_any: bool) -> bool:
    """Whether one can be a part of another: both are alike, and it is no more.

    Of any two of a kind it can be told what per cent of the other the first is.
    """
    if part.facts == whole.facts or not whole.amount_in(whole.unit):
        return False
    units = [{fact.unit for fact in side.facts} for side in (part, whole)]
    if not all(is_money(unit) for both in units for unit in both) and units[0] != units[1]:
        return False
    return is_any or share(part, whole).value <= 100


def _is_quotient(printed: Fact, computed: Answer) -> bool:
    """Whether a printed share is what its parts come to: then it is of the whole asked about."""
    if computed.value is None or printed.value is None:
        return False
    return computed.value.quantize(last_place(printed.value), ROUND_HALF_UP) == printed.value


def _is_coarse(printed: Fact) -> bool:
    """Whether a share is printed to fewer places than it is computed to."""
    return printed.value is not None and last_place(printed.value) > PLACES


def _is_of_whole(printed: Fact, whole: str) -> bool:
    """Whether a printed share is of the whole that a question names."""
    if named := _TOTAL.sub("", canonical(whole)).strip("|"):
        return any(named in canonical(name) for name in (printed.against, *printed.groups))
    return bool(printed.against) and not _TOTAL.sub("", canonical(printed.against)).strip("|")
