"""Questions that name no agency of a large library: whose figure is meant is asked back.

No facts are read for that. Where the question names an item in full, or a code, the documents that
print it come first; else all that its years and kind leave.
"""

from dataclasses import replace

from extraction import Unit
from index.answering.constraints import names_among
from index.answering.quoting import ask_back
from index.answering.traits import CODE
from index.library import Library
from index.planning import cues
from index.records import Answer, Aspect, Operation, Plan, Want
from index.storing.facts import is_money
from index.storing.queries import FactQuery
from index.words.wording import canonical

MOST_DOCUMENTS = 30
"""More documents than these are not looked through for one question."""
_MOST_ITEMS = 50_000
_MONEY = frozenset(unit for unit in Unit if is_money(unit))
_LEVELS = frozenset({Aspect.LEVEL, Aspect.PLANNED, Aspect.EARLIER})


def is_wide(plan: Plan) -> bool:
    """Whether a plan is over more documents than are looked through."""
    return len(plan.documents) > MOST_DOCUMENTS and plan.want is not Want.FINDINGS


def ask_whose(library: Library, plan: Plan) -> Answer:
    """The question back over many documents."""
    holders = find_holders(library, plan) if plan.want is Want.FIGURE else frozenset()
    names = [name for name in plan.documents if name in holders] or plan.documents
    return ask_back(library, plan, names)


def find_holders(library: Library, plan: Plan) -> frozenset[str]:
    """The documents that print an item or a code which a plan names; none where it names none."""
    query = make_query(plan)
    codes = frozenset(code for code in CODE.findall(plan.topic) if len(code) > 3)
    if codes:
        return library.holders(replace(query, codes=codes))
    items = library.items(query, _MOST_ITEMS)
    named = names_among(plan.topic, items)
    spelled = frozenset(item for item in items if canonical(item) in named)
    return library.holders(replace(query, items=spelled)) if spelled else frozenset()


def make_query(plan: Plan) -> FactQuery:
    """What a plan says for certain of the facts that may answer; what is computed may be of any."""
    if plan.operation is not Operation.LOOKUP or plan.aspect is not Aspect.LEVEL:
        return FactQuery(documents=plan.documents)
    units = frozenset({plan.unit} if plan.unit else ())
    if plan.unit is None and cues.MONEY.search(plan.wording):
        units = _MONEY
    return FactQuery(documents=plan.documents, aspects=_LEVELS, units=units)
