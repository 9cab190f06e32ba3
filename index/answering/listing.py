"""Answers that enumerate: a list of the prose, or the rows of a table."""

import re
from collections.abc import Iterator, Sequence

from extraction import Cell, Content, Row, Table, TableKind, normal_form, squash
from index.answering.absences import absent_name
from index.answering.conditions import answer_condition
from index.answering.demands import is_met, unmet_demand
from index.answering.entries import (
    AMOUNT,
    Entry,
    answer_classes,
    cite_entries,
    drop_empty,
    select_rows,
    table_of,
    wants_amounts,
    with_amounts,
    with_words,
)
from index.answering.quoting import (
    Ranked,
    as_good,
    ask_back,
    bears_out,
    cover,
    quote_best,
    refuse,
    weigh_names,
)
from index.answering.references import answer_references
from index.answering.sections import answer_section, drop_asked
from index.answering.traits import BUDGETED
from index.library import Library
from index.planning.bounds import read_bounds
from index.proving.citing import cite_passage
from index.records import Answer, Lead, Passage, PassageKind, Plan
from index.sentences.saying import speak
from index.storing.facts import head_words
from index.words.matching import Topic
from index.words.wording import canonical

# What a question wants enumerated, and the tables that do it, the best first.
_TABLES = (
    (re.compile(r"采购|买(?!房)"), (TableKind.PROCUREMENT,)),
    (
        re.compile(r"指标|考核|绩效目标|(?:什么|哪些)目标"),
        (TableKind.PERFORMANCE_PROJECT, TableKind.PERFORMANCE_DEPARTMENT),
    ),
    (re.compile(r"项目(?!支出)"), (TableKind.PROJECT_LIST, TableKind.PERFORMANCE_PROJECT)),
)
_LISTED = re.compile(r"下属单位|主要职责|内设机构")
_LISTED_UNITS = "下属单位"
_OF_UNITS = re.compile(rf"{_LISTED_UNITS}|[预决]算单位|[哪几][些个家]?单位")
_NAMES = re.compile(r"叫什么|名字|名称")
_INSIDE = re.compile(r"包[括含]|下面|里[头面]?|其中|下(?:列|设|分|有)|分(?:了|为|成)|明细|哪几")
_USES = re.compile(
    r"用来[做干](?:什么|啥)|(?:用|花|开支|支出)(?:在|于|到)?(?:了)?(?:哪|什么|啥)|怎么[花用]|干什么用|用途|包[括含].{0,4}(?:哪|什么|啥)"
)
_UNITS = re.compile(
    r"(?:单位|机构)(?:构成|组成|名单|名称|情况表?$)|(?:所属|下属|预算|基层)单位(?:$|一览|情况)"
)
_REFERS = re.compile(r"^.{0,16}?(?:详见|参见|见附|另见|另行)")
_ENUMERATED = re.compile(
    r"、|[;；]|包[括含]|分别|[:：]|用于|\d[.．、](?!\d)|(?:为|是|及|和)[一-龥]"
)
_USED_FOR = re.compile(r"主要用于|用于|主要包括|包括|主要是")
_COUNT = re.compile(r"(?<!\d)(\d{1,3})(?:个|家|项|条|类)(?!月|百分|年)")
_COVERED = 0.45
_PARTLY = 0.15
_OF_KIND = 0.5
_WORDS = 12
_WHOLE_NAME = 0.75
_SEARCHED = 20
_SEARCHED_KINDS = frozenset(PassageKind) - {PassageKind.NAME, PassageKind.REASON}


def answer_list(library: Library, plan: Plan) -> Answer:
    """The list, the paragraph or the rows of a table that enumerate what is asked for."""
    passages = library.passages(plan.documents)
    topic, weights = weigh_names(plan, passages)
    texts = [p.text for p in passages]
    absent = unmet_demand(plan.wording, texts) or absent_name(plan.topic, texts)
    if absent := absent or plan.unknown_unit:
        return refuse(library, plan, absent, [])
    if classes := answer_classes(library, plan, weights):
        return classes
    if met := answer_condition(library, plan):
        return met
    if not names_list(plan) and (told := answer_section(library, plan)):
        return told
    if cited := answer_references(library, plan):
        return cited
    kinds = frozenset({PassageKind.TABLE}) if read_bounds(plan.wording) else _SEARCHED_KINDS
    may = [p for p in passages if p.kind in kinds and _may_list(library, plan, p)]
    if _INSIDE.search(plan.wording) and (parts := _list_parts(library, plan, topic, may)):
        return parts
    hits = library.search(plan.topic, plan.documents, _SEARCHED, kinds)
    places = {hit.passage.key: place for place, hit in enumerate(hits)}
    ranked = []
    for passage in may:
        if passage.kind is PassageKind.ROW:
            one = _rank_row(library, topic, passage, topic.share(passage.topic, weights))
        else:
            one = _rank_passage(library, plan, topic, passage)
        if one:
            nearer = 0.1 / (1 + places.get(passage.key, _SEARCHED))
            ranked.append(Ranked(one.passage, one.score + nearer, one.fits))
    ranked.sort(key=lambda one: -one.score)
    return _quote_fitting(library, plan, topic, ranked)


def _may_list(library: Library, plan: Plan, passage: Passage) -> bool:
    """Whether a passage names what the question demands, and as many entries as it says."""
    if not is_met(plan.wording, passage.text) or not _is_of_count(library, plan, passage):
        return False
    return not _NAMES.search(plan.wording) or _may_name(plan, passage)


def _list_parts(
    library: Library, plan: Plan, topic: Topic, passages: Sequence[Passage]
) -> Answer | None:
    """The rows under the row that a question names; None where none has any."""
    inside = [(p, rows) for p in passages if (rows := _children(library, topic, p))]
    if not inside:
        return None
    names = list(dict.fromkeys(passage.document for passage, _ in inside))
    if len(names) > 1:
        return ask_back(library, plan, names)
    passage, rows = min(inside, key=lambda one: _is_other_side(plan.topic, one[0]))
    shown = _show(plan, table_of(library, passage), rows)
    return cite_entries(library, plan, passage, shown)


def _quote_fitting(library: Library, plan: Plan, topic: Topic, ranked: Sequence[Ranked]) -> Answer:
    """What the best passage that fits says; several documents' are asked back about."""
    fitting = [one for one in ranked if one.fits]
    if fitting and len(names := as_good(fitting)) > 1:
        return ask_back(library, plan, names)
    best = fitting[0].passage if fitting else None
    if best and best.kind is PassageKind.TABLE:
        return _list_rows(library, plan, topic, best)
    if best and best.kind is PassageKind.ROW:
        return _tell_row(library, plan, best)
    return quote_best(library, plan, ranked)


def names_list(plan: Plan) -> bool:
    """Whether a question names one of the lists that every disclosure gives: duties, units."""
    return bool(_LISTED.search(canonical(drop_asked(plan.wording))))


def _may_name(plan: Plan, passage: Passage) -> bool:
    """Whether a passage may name what names are asked of: prose if it gives an amount each."""
    if passage.kind is not PassageKind.PARAGRAPH:
        return True
    said = max(map(int, _COUNT.findall(normal_form(plan.wording))), default=2)
    return len(AMOUNT.findall(passage.text)) >= said


def _is_of_count(library: Library, plan: Plan, passage: Passage) -> bool:
    """Whether a passage holds as many entries as the question says there are, if it says so."""
    said = _COUNT.findall(normal_form(plan.wording))
    if not said or passage.kind is PassageKind.ROW:
        return True
    if passage.kind is PassageKind.TABLE:
        entries = list(_entries(table_of(library, passage), plan.wording, set()))
        return any(len(entries) == int(count) for count in said)
    return any(re.search(rf"(?<![\d.]){count}(?![\d.])", passage.text) for count in said)


def _rank_passage(library: Library, plan: Plan, topic: Topic, passage: Passage) -> Ranked | None:
    fields = {passage.text: 0.6, " ".join(passage.section[-1:]): 0.8, passage.topic: 1.0}
    extra = 0.0
    if passage.kind is PassageKind.TABLE:
        table = table_of(library, passage)
        fields[" ".join(head_words(table))] = 1.0
        extra = _fits_kind(plan.wording, table)
        if _LISTED_UNITS in canonical(plan.topic) and _UNITS.search(canonical(passage.topic)):
            return Ranked(passage, 1.0, fits=True)
    elif passage.kind is PassageKind.LISTING:
        asked, own = canonical(plan.wording), canonical(passage.topic)
        extra = 0.6 * any(word in own for word in _LISTED.findall(asked))
        if _OF_UNITS.search(asked):
            extra += 0.3 if _LISTED_UNITS in own else -0.3
    elif passage.kind is PassageKind.PARAGRAPH:
        if _REFERS.search(passage.text.split("\n")[-1]):
            return None
        extra = -0.3 * (not _ENUMERATED.search(passage.text.split("\n")[-1]))
        extra += 0.3 * bool(_USES.search(plan.wording) and _USED_FOR.search(passage.text))
        extra += 0.5 * (wants_amounts(plan.wording) and len(AMOUNT.findall(passage.text)) > 2)
    covered = cover(topic, fields)
    if not covered and not extra:
        return None
    score = covered + extra + bears_out(plan.wording, passage.text) - len(passage.text) / 20000
    fits = covered >= _COVERED or (covered > _PARTLY and extra >= _OF_KIND)
    return Ranked(passage, score, fits)


def _children(library: Library, topic: Topic, passage: Passage) -> list[Row]:
    """The rows one level under the row that a question names in full."""
    if passage.kind is not PassageKind.ROW:
        return []
    if canonical(passage.topic) not in topic.text:
        return []
    row = _row_of(library, passage)
    code = row.full_code if row else None
    if not code:
        return []
    return [
        other
        for other in table_of(library, passage).rows
        if other.full_code
        and other.full_code.startswith(code)
        and len(other.full_code) == len(code) + 2
    ]


def _is_other_side(topic: str, passage: Passage) -> bool:
    """Whether rows are of a table of income, and income is not asked for."""
    return "收入" in passage.text.split("\n")[0] and "收" not in topic


def _rank_row(library: Library, topic: Topic, passage: Passage, share: float) -> Ranked | None:
    """A row named in full whose words tell more than its name."""
    if share < _WHOLE_NAME or not topic.cover(passage.topic):
        return None
    row, cell = _told(library, passage)
    if row is None or cell is None:
        return None
    covered = cover(topic, {passage.topic: 1.0, cell.printed: 0.8})
    return Ranked(passage, covered + 0.4 * share, covered >= _COVERED)


def _told(library: Library, passage: Passage) -> tuple[Row | None, Cell | None]:
    row = _row_of(library, passage)
    cells = row.cells if row else ()
    told = [c for c in cells if c.content is Content.WORDS and len(c.printed) > _WORDS]
    return row, max(told, key=lambda cell: len(cell.printed), default=None)


def _row_of(library: Library, passage: Passage) -> Row | None:
    """The row that a passage is of; None for one without a name."""
    first = passage.source.spans[0]
    rows = table_of(library, passage).rows
    return next((row for row in rows if row.name and row.name.source.spans[0] == first), None)


def _fits_kind(question: str, table: Table) -> float:
    """Whether a table enumerates what is asked for: 0.6 for the best kind, 0.5 for the next."""
    for pattern, kinds in _TABLES:
        if pattern.search(question):
            return 0.6 - 0.1 * kinds.index(table.kind) if table.kind in kinds else 0.0
    return 0.0


def _list_rows(library: Library, plan: Plan, topic: Topic, passage: Passage) -> Answer:
    """The rows of a table by name, each cited where it is printed."""
    table = table_of(library, passage)
    totals = {
        entry.row
        for entry in library.report(passage.document).ledger
        if entry.table == table.number and entry.rule in ("list_total", "grand_total")
    }
    rows = drop_empty(table, list(_entries(table, plan.wording, totals)))
    named = [row for row in rows if _is_of(row, topic)]
    if not rows:
        return refuse(library, plan, None, [passage.topic])
    selected = select_rows(table, named or rows, plan.wording)
    if selected is None:
        selected = _show(plan, table, named or rows)
    if not selected:
        return refuse(library, plan, None, [passage.topic])
    return cite_entries(library, plan, passage, selected)


def _show(plan: Plan, table: Table, rows: Sequence[Row]) -> list[Entry]:
    """Rows by name, with their amounts where these are asked for too."""
    if wants_amounts(plan.wording):
        return with_amounts(table, rows)
    return with_words(table, rows, plan.wording) or [Entry(row, None) for row in rows]


def _entries(table: Table, question: str, totals: set[int]) -> Iterator[Row]:
    """The rows that are entries: no totals, and of a form only its indicators or its aim."""
    is_form = any(cell.column is None for row in table.rows for cell in row.cells)
    aims = re.search(r"(?<!绩效)目标", question) and not re.search(r"指标|考核", question)
    for row in table.rows:
        if not row.name or row.is_total:
            continue
        is_head = all(cell.column is None for cell in row.cells)
        if is_form and is_head and not (aims and "目标" in row.label):
            continue
        if row.number in totals and not is_form:
            continue
        if is_form and _is_funds(table, row):
            continue
        yield row


def _is_funds(table: Table, row: Row) -> bool:
    """Whether a row of a form is of the money that was budgeted and spent, not an indicator."""
    columns = (table.columns[c.column] for c in row.cells if c.column is not None and c.amount)
    return any(column.measure in BUDGETED for column in columns)


def _is_of(row: Row, topic: Topic) -> bool:
    """Whether a row is of the unit that the question names in one of its cells of words."""
    words = (cell.printed for cell in row.cells if cell.content is Content.WORDS)
    return any(len(topic.cover(word)) > 3 for word in words)


def _tell_row(library: Library, plan: Plan, passage: Passage) -> Answer:
    """What a row's words say."""
    row, cell = _told(library, passage)
    assert row is not None  # only such rows are ranked
    assert cell is not None
    citation = cite_passage(library, 1, passage, cell.source)
    table = table_of(library, passage)
    column = table.columns[cell.column].path if cell.column is not None else ()
    title = squash(table.title.printed) if table.title else ""
    update = {"table": title, "row": row.label, "column": "/".join(column)}
    document = library.document(passage.document)
    text = speak(plan.language).quoted(document, Lead.PLAIN, row.label, [squash(cell.printed)])
    return Answer(
        answer=text, refused=False, citations=(citation.model_copy(update=update),), plan=plan
    )
