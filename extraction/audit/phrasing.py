"""What is found, in sentences, Chinese and English."""

from extraction.audit.catalogue import RULE_BY_ID
from extraction.audit.figures import bare
from extraction.relations import Operand, Outcome, Remark, Verdict
from extraction.vocabulary import Unit


def printed_of(total: Operand) -> str:
    """What is printed: a figure of the prose without its unit."""
    return bare(total.printed) if total.table is None and total.amount else total.printed


def computed_of(outcome: Outcome) -> str:
    """What should stand there; empty where that is not known."""
    total = outcome.relation.total
    if outcome.computed is None:
        return outcome.meant
    is_rate = total.table is None and total.amount and total.amount.unit is Unit.PERCENT
    return f"{outcome.computed}%" if is_rate else str(outcome.computed)


def state(outcome: Outcome) -> Remark:
    """What is found, with its place, the rule, and how it is computed."""
    total, rule = outcome.relation.total, RULE_BY_ID[outcome.relation.rule]
    worked, printed = outcome.worked or _sum(outcome), printed_of(total)
    name = f"{total.code}{total.label}"
    column = total.column if total.table else ""
    place_zh = "文中" if total.table is None else f"表{total.table}"
    place_en = "In the prose" if total.table is None else f"In table {total.table}"
    zh, en = [place_zh], [place_en]
    if name or total.amount:
        zh.append(quote(name) if name else "（无名行）")
        en.append(f" the figure of {quote(name)}" if name else " that of a row without a name")
    if column:
        zh.append(f"{quote(column)}列")
        en.append(f" in column {quote(column)}")
    print_ = printed if total.amount else quote(printed)
    is_rounding = outcome.verdict is Verdict.ROUNDING
    zh.append(f"印作{print_}，{'与' if is_rounding else '不合'}{quote(rule.zh)}")
    zh.append(f"有尾差：{worked.zh}" if is_rounding else f"：{worked.zh}")
    en.append(f" is printed as {print_}. {rule.en} {worked.en}")
    return Remark("".join(zh), "".join(en))


def quote(words: str) -> str:
    """Words in quotation marks, those in them single."""
    inner = words.replace("“", "‘").replace("”", "’")
    return f"“{inner}”"


def _sum(outcome: Outcome) -> Remark:
    total, computed = outcome.relation.total, outcome.computed
    assert total.amount is not None  # only sums with a printed total come to a finding
    assert computed is not None
    amounts = [part for part in outcome.relation.parts if part.amount and part.amount.value]
    gap = abs(total.amount.value - computed)
    parts = [part.printed for part in amounts] or ["0"]
    same = [] if len(parts) == 1 else [str(computed)]
    return Remark(
        f"应为{'＝'.join(['＋'.join(parts), *same])}，相差{gap}",
        f"By the others it is {' = '.join([' + '.join(parts), *same])}, {gap} apart.",
    )
