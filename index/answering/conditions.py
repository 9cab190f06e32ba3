"""Lists of items that went a way: over or under the budget, just as budgeted, up or down."""

import re
from collections.abc import Callable
from decimal import Decimal

from extraction import normal_form
from index.answering.quoting import ask_back
from index.library import Library
from index.proving.citing import cite_facts, is_proven
from index.records import Answer, Aspect, Fact, Plan
from index.sentences.saying import speak

_PLAN = r"(?:年初)?预算数?"
_WHOLE = Decimal(100)
_COMPLETED: tuple[tuple[re.Pattern[str], Callable[[Decimal], bool]], ...] = (
    (
        re.compile(
            rf"(?:与|和|同|跟|等于|按照?){_PLAN}[^?]{{0,4}}(?:一样|一致|相等|持平|相同|完成|执行)"
            rf"|(?:正好|刚好|恰好)[^?]{{0,6}}(?:完成|用完|花完|{_PLAN})|完成率?(?:为|是|达到?)?100%"
        ),
        lambda rate: rate == _WHOLE,
    ),
    (
        re.compile(rf"超(?:出|过)?了?{_PLAN}|超支|(?:大于|高于|多于){_PLAN}"),
        lambda rate: rate > _WHOLE,
    ),
    (
        re.compile(
            rf"(?:没有?|未)(?:能)?(?:完成|花完|用完|执行完){_PLAN}?|(?:低于|小于|少于){_PLAN}"
        ),
        lambda rate: rate < _WHOLE,
    ),
)
_ITEMS = re.compile(r"哪(?:些|几[个项])(?:功能|支出)?(?:科目|项目?|支出|款项|费用|开支)?")


def answer_condition(library: Library, plan: Plan) -> Answer | None:
    """The items whose stated completion is as a question says; None if it says none."""
    text = normal_form(plan.wording)
    keeps = next((keeps for pattern, keeps in _COMPLETED if pattern.search(text)), None)
    if keeps is None or not _ITEMS.search(text):
        return None
    found = {name: facts for name in plan.documents if (facts := _find(library, name, keeps))}
    if len(found) > 1:
        return ask_back(library, plan, list(found))
    for name, facts in found.items():
        figures = [(library.document(name), fact) for fact in facts]
        return Answer(
            answer=speak(plan.language).ranked(figures, None),
            refused=False,
            citations=cite_facts(library, facts),
            plan=plan,
        )
    return None


def _find(library: Library, name: str, keeps: Callable[[Decimal], bool]) -> list[Fact]:
    """The stated completions of items of a document that keep to a condition, each once."""
    found: dict[str, Fact] = {}
    for fact in library.facts([name]):
        if fact.aspect is not Aspect.COMPLETION or fact.table is not None or not fact.item:
            continue
        is_kept = fact.value is not None and keeps(fact.value)
        if is_kept and is_proven(library, fact.source, fact.printed):
            found.setdefault(fact.item, fact)
    return list(found.values())
