"""Final accounts set against the budgets of the same years, one figure of each pair."""

from collections.abc import Sequence

from extraction import DisclosureKind, normal_form
from index.calculating.across_figures import find_standing
from index.calculating.standings import Standing, against
from index.library import Library
from index.planning.kinds import is_rate, sets_kinds
from index.records import Aspect, Operation, Plan

_ASKED = "是多少"


def are_paired(plan: Plan, found: Sequence[Standing]) -> bool:
    """Whether each budget and its final account give one figure together, not two."""
    asked = normal_form(plan.topic)
    if not sets_kinds(asked) or (plan.operation is Operation.LOOKUP and not is_rate(asked)):
        return False
    kinds: dict[tuple[str | None, int | None], set[DisclosureKind | None]] = {}
    for one in found:
        kinds.setdefault((one.document.agency, one.document.year), set()).add(one.document.kind)
    are_both = any(len(own) > 1 for own in kinds.values())
    return are_both and (plan.operation is not Operation.DIFFERENCE or len(kinds) > 1)


def pair_up(library: Library, plan: Plan, found: Sequence[Standing]) -> list[Standing]:
    """By how much each final account is above its budget, or what part of it was spent."""
    budgets = {
        (one.document.agency, one.document.year): one
        for one in found
        if one.document.kind is DisclosureKind.BUDGET
    }
    pairs: list[Standing] = []
    for final in found:
        budget = budgets.get((final.document.agency, final.document.year))
        if not budget or final.document.kind is not DisclosureKind.FINAL:
            continue
        as_rate = is_rate(normal_form(plan.topic))
        printed = _find_printed_rate(library, plan, final) if as_rate else None
        if one := printed or against(final, budget, as_rate=as_rate):
            pairs.append(one)
    return pairs


def _find_printed_rate(library: Library, plan: Plan, final: Standing) -> Standing | None:
    """What part of its budget a final account says that it comes to."""
    asked = f"{plan.operands[0].removesuffix(_ASKED)}完成年初预算的百分之几"
    found = find_standing(library, asked, final.document, None)
    return found if found and found.facts[0].aspect is Aspect.COMPLETION else None
