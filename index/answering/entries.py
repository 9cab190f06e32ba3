"""Rows that a list wants: the classes of a budget, rows that have or lack something, amounts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction import Cell, Content, Measure, Row, Table, TableKind, squash
from index.answering.quoting import Ranked, ask_back, quote_best
from index.answering.totals import names_no_item
from index.library import Library
from index.planning.bounds import Bound, are_kept, read_bounds
from index.proving.citing import cite_fact, cite_passage
from index.records import Answer, Citation, Fact, Passage, PassageKind, Plan
from index.sentences.saying import speak
from index.storing.facts import is_money
from index.words.matching import Weights, weigh_topic
from index.words.wording import bare_name, canonical

_AMOUNTS = re.compile(
    r"各(?:[是有占花要自]|多少|安排)|分别(?:是|有|要|花)?(?:多少|几)|多少钱|金额|多少(?:资金|万|元)"
)
_LACKS = re.compile(
    r"(?:没|未|无|不)(?:有|写|填|列|设|编|定|报|明确|注明|安排|提供)*(?:[了过的上]|任何|具体)*$"
)
_HAS = re.compile(r"(?:有|写|填|列|设|编|定|报|明确|注明|安排)(?:[了过上]|具体)*$")
_NO_MONEY = re.compile(
    r"(?<!有)(?:没|未|无)(?:有|安排|分配|给|拨|列)*(?:预算|资金|经费|钱|金额|拨款)"
)
_DENIES = re.compile(r"(?<!有)(?:没有?|未|不是|不用|不属于|并非)(?=[一-龥])")
_NOTHING = frozenset(
    {"", "无", "暂无", "没有", "/", "\\", "-", "—", "——", "--", "未设置", "不涉及"}
)
_SHOWN_ROWS = 40
_PROSE = 12
# Which column of money is shown beside a row's name, the best first.
_MEASURES = (Measure.TOTAL, Measure.FINAL, Measure.BUDGET, Measure.SUBTOTAL, Measure.OTHER)

_BY_ECONOMY = re.compile(r"经济(?:分类|科目|性质)|按(?:照)?经济")
_BY_CLASS = re.compile(
    r"功能(?:分类|科目)?|按(?:照)?功能|[大哪几一二两三四五六七八九十\d]+(?:大)?类|类级|支出结构|哪(?:些|几)个?方面|[大哪几]+块"
)
_CLASS_WORDS = re.compile(
    r"按照?|功能|经济|性质|分类|科目|结构|[一二两三四五六七八九十几哪\d]*大?[类块][上里]?|方面|分(?!类)[为成了]?|级|组成|构成"
)
_FUNDS = {
    "一般公共": (TableKind.GENERAL_BY_FUNCTION, TableKind.GENERAL_BASIC_BY_ECONOMY),
    "政府性基金": (TableKind.GOVERNMENT_FUND,),
    "国有资本": (TableKind.STATE_CAPITAL,),
    "财政拨款": (TableKind.APPROPRIATION_BALANCE, TableKind.APPROPRIATION_BY_FUNCTION),
}
_KINDS = (
    TableKind.INCOME_EXPENDITURE,
    TableKind.EXPENDITURE,
    TableKind.APPROPRIATION_BALANCE,
    TableKind.APPROPRIATION_BY_FUNCTION,
    TableKind.GENERAL_BY_FUNCTION,
    TableKind.APPROPRIATION_BASIC_BY_ECONOMY,
    TableKind.GENERAL_BASIC_BY_ECONOMY,
)
_FUND_NAME = re.compile(r"财政拨款|一般公共|政府性基金|国有资本|基本支出|项目支出")
AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:万|亿)?元")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list."""

    row: Row
    cell: Cell | None
    """What is shown beside its name; None for the name alone."""


def wants_amounts(question: str) -> bool:
    """Whether a list is to show each entry's amount."""
    return bool(_AMOUNTS.search(question))


def with_amounts(table: Table, rows: Iterable[Row]) -> list[Entry]:
    """Rows with the cell that holds their amount: a total before its parts."""
    return [Entry(row, _amount_of(table, row)) for row in rows]


def with_words(table: Table, rows: Iterable[Row], question: str) -> list[Entry]:
    """Rows with the words under a column that the question names; none if it names no such."""
    asked = canonical(question)
    for number, column in enumerate(table.columns):
        header = canonical(column.path[-1]) if column.path else ""
        cells = {row: next((c for c in row.cells if c.column == number), None) for row in rows}
        told = (c.printed for c in cells.values() if c and c.content is Content.WORDS)
        is_words = any(len(squash(printed)) >= _PROSE for printed in told)
        if len(header) > 1 and header in asked and is_words:
            return [Entry(row, cell) for row, cell in cells.items()]
    return []


def _amount_of(table: Table, row: Row) -> Cell | None:
    found: dict[Measure | None, Cell] = {}
    for cell in row.cells:
        if cell.column is not None and cell.amount and is_money(cell.amount.unit):
            found.setdefault(table.columns[cell.column].measure, cell)
    best = next((found[measure] for measure in _MEASURES if measure in found), None)
    return best or (next(iter(found.values())) if len(found) == 1 else None)


def select_rows(table: Table, rows: Sequence[Row], question: str) -> list[Entry] | None:
    """Rows whose amount keeps to the bounds of a question, or whose cell under a column that it
    names is filled, or is not, as it asks.

    None where the question names no column so, none where it denies what no column tells.
    """
    if bounds := read_bounds(question):
        return [entry for entry in with_amounts(table, rows) if _keeps_to(entry.cell, bounds)]
    asked = canonical(question)
    for number, column in enumerate(table.columns):
        header = canonical(column.path[-1]) if column.path else ""
        before = asked[: asked.find(header)] if len(header) > 1 and header in asked else ""
        is_lacking, is_having = bool(_LACKS.search(before)), bool(_HAS.search(before))
        if not is_lacking and not is_having:
            continue
        cells = {row: next((c for c in row.cells if c.column == number), None) for row in rows}
        chosen = [Entry(r, c) for r, c in cells.items() if _is_filled(c) is not is_lacking]
        if is_lacking:
            return [e if e.cell and e.cell.printed.strip() else Entry(e.row, None) for e in chosen]
        return [Entry(entry.row, None) for entry in chosen]
    if _NO_MONEY.search(asked):
        return [entry for entry in with_amounts(table, rows) if not _has_amount(entry.row)]
    return [] if _DENIES.search(asked) else None


def _keeps_to(cell: Cell | None, bounds: Iterable[Bound]) -> bool:
    amount = cell.amount if cell else None
    if amount is None or amount.unit is None or amount.unit.in_yuan is None:
        return False
    return are_kept(bounds, amount.value * amount.factor)


def _is_filled(cell: Cell | None) -> bool:
    return cell is not None and squash(cell.printed) not in _NOTHING


def cite_entries(
    library: Library, plan: Plan, passage: Passage, entries: Sequence[Entry]
) -> Answer:
    """Rows by name, each cited where it is printed, with what is shown beside it."""
    document = library.document(passage.document)
    facts = {fact.source: fact for fact in library.facts([passage.document])}
    table = table_of(library, passage)
    title = squash(table.title.printed) if table.title else ""
    citations: list[Citation] = []
    shown: list[tuple[str, Fact | None]] = []
    for entry in entries[:_SHOWN_ROWS]:
        assert entry.row.name is not None  # rows without a name are no entries
        named = cite_passage(library, len(citations) + 1, passage, entry.row.name.source)
        update = {"table": title, "row": entry.row.label, "column": ""}
        citations.append(named.model_copy(update=update))
        fact = facts.get(entry.cell.source) if entry.cell else None
        if fact:
            citations.append(cite_fact(library, len(citations) + 1, fact))
        shown.append((entry.row.label, fact))
    say = speak(plan.language)
    left = len(entries) - len(shown)
    return Answer(
        answer=say.listed(document, title, shown),
        refused=False,
        citations=tuple(citations),
        notes=(say.more(left),) if left else (),
        plan=plan,
    )


def table_of(library: Library, passage: Passage) -> Table:
    """The table that a passage is of or from."""
    assert passage.table is not None  # a passage of prose has none
    return library.disclosure(passage.document).tables[passage.table - 1]


def answer_classes(library: Library, plan: Plan, weights: Weights) -> Answer | None:
    """The classes that a budget is spent on; None where a question wants something else."""
    is_economic = bool(_BY_ECONOMY.search(plan.topic))
    if not is_economic and not _BY_CLASS.search(plan.topic):
        return None
    if not names_no_item(weigh_topic(_CLASS_WORDS.sub("|", plan.topic), weights)):
        return None
    found = {
        name: answer
        for name in plan.documents
        if (answer := _tell_classes(library, plan, name, "3" if is_economic else "2"))
    }
    if len(found) > 1:
        return ask_back(library, plan, list(found))
    return next(iter(found.values()), None)


def _tell_classes(library: Library, plan: Plan, document: str, first: str) -> Answer | None:
    """The paragraph that names all classes of a document with their amounts, else their rows."""
    tables = library.disclosure(document).tables
    fund = next((fund for fund in _FUNDS if fund in plan.topic), "")
    by_code = {
        table.number: [row for row in table.rows if _is_class(row, first)] for table in tables
    }
    names = {bare_name(row.label) for rows in by_code.values() for row in rows}
    if not names:
        return None
    kinds = _FUNDS.get(fund, _KINDS)
    passages = library.passages([document])
    for passage in passages:
        if passage.kind is PassageKind.PARAGRAPH and _names_all(passage, names, fund):
            return quote_best(library, plan, [Ranked(passage, 1.0, fits=True)])
    for kind in kinds:
        for table in tables:
            rows = [row for row in table.rows if bare_name(row.label) in names and _has_amount(row)]
            rows = by_code[table.number] or rows
            if table.kind is kind and rows:
                of_table = (p for p in passages if p.table == table.number)
                passage = next(p for p in of_table if p.kind is PassageKind.TABLE)
                return cite_entries(library, plan, passage, with_amounts(table, rows))
    return None


def _is_class(row: Row, first: str) -> bool:
    code = row.full_code or ""
    return len(code) == 3 and code.startswith(first) and row.name is not None and _has_amount(row)


def drop_empty(table: Table, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of a table of money that print an amount; all rows of another table."""
    return [row for row in rows if _has_amount(row)] if table.kind in _KINDS else rows


def _has_amount(row: Row) -> bool:
    return any(cell.amount and cell.amount.value for cell in row.cells)


def _names_all(passage: Passage, names: Iterable[str], fund: str) -> bool:
    """Whether a paragraph names all classes with an amount each, of the fund that is asked for."""
    text = squash(passage.text)
    bare = [name.removesuffix("支出") for name in names]
    if len(bare) < 2 or not all(name in text for name in bare):
        return False
    before = text[: min(text.find(name) for name in bare)]
    said = _FUND_NAME.findall("".join(passage.section[-1:]) + before)
    is_of_fund = fund in said if fund else not said
    return is_of_fund and len(AMOUNT.findall(text)) >= len(bare)
