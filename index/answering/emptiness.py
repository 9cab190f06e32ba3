"""What documents say is not there: a sentence that says so, a table that is empty."""

import re
from collections.abc import Iterator, Sequence

from extraction import Table, squash
from index.answering.quoting import Ranked, ask_back, cover, quote_best, weigh_names
from index.library import Library
from index.proving.citing import cite_passage
from index.records import Answer, Aspect, Operation, Passage, PassageKind, Plan
from index.sentences.saying import speak
from index.words.matching import Topic

# A sentence that denies something; one that does so on a condition (若为空表) says nothing.
_DENIED = re.compile(
    r"(?<![若如])(?:没有|(?<![有并])无(?![论关障形线需])|未(?:安排|使用|发生|列支|涉及)|不涉及)([^，,。；;：:\n]{2,})"
)
_IF = re.compile(r"[若如]为|如果|若无|如无")
_FUND = re.compile(r"政府性基金|国有资本|一般公共预算|财政专户|三公|基本支出|项目支出")
_COVERED = 0.9


def tell_none(library: Library, plan: Plan) -> Answer | None:
    """The sentence that says that there is none of what is asked for, else the empty table of it.

    None where the documents say neither. An empty table is a refusal that shows it.
    """
    passages = library.passages(plan.documents)
    topic, _ = weigh_names(plan, passages)
    if not topic.total or plan.operation is not Operation.LOOKUP or plan.aspect is not Aspect.LEVEL:
        return None
    denied = [p for p in passages if p.kind is PassageKind.PARAGRAPH and _denies(topic, p.text)]
    if denied:
        names = list(dict.fromkeys(passage.document for passage in denied))
        if len(names) > 1:
            return ask_back(library, plan, names)
        return quote_best(library, plan, [Ranked(denied[0], 1.0, fits=True)])
    empty = list(_empty_tables(library, topic, passages))
    return _show_empty(library, plan, empty) if empty else None


def _denies(topic: Topic, text: str) -> bool:
    """Whether a text says that there is none of all that is asked about."""
    if _IF.search(text):
        return False
    return any(_is_of(topic, said) for said in _DENIED.findall(text))


def _is_of(topic: Topic, said: str) -> bool:
    """Whether a name is of all that is asked about, and of no fund that is not."""
    is_narrower = any(fund not in topic.text for fund in _FUND.findall(said))
    return not is_narrower and cover(topic, {said: 1.0}) >= _COVERED


def _empty_tables(library: Library, topic: Topic, passages: Sequence[Passage]) -> Iterator[Passage]:
    """The tables of what is asked about that print no amount but zeros."""
    for passage in passages:
        if passage.kind is PassageKind.TABLE and _is_of(topic, passage.topic):
            assert passage.table is not None  # a table's own passage
            table = library.disclosure(passage.document).tables[passage.table - 1]
            if table.title and _is_empty(table):
                yield passage


def _is_empty(table: Table) -> bool:
    return not any(cell.amount and cell.amount.value for row in table.rows for cell in row.cells)


def _show_empty(library: Library, plan: Plan, tables: Sequence[Passage]) -> Answer:
    first = tables[0]
    citation = cite_passage(library, 1, first)
    document = library.document(first.document)
    return Answer(
        answer=speak(plan.language).empty(document, squash(citation.printed)),
        refused=True,
        citations=(citation,),
        plan=plan,
    )
