"""Facts of a disclosure: one for each figure in its tables and in the statements of its prose."""

import re
from collections.abc import Iterator

from extraction import (
    Cell,
    Content,
    Disclosure,
    Measure,
    Quantity,
    Row,
    Statement,
    Table,
    Unit,
    parse_cell,
    squash,
)
from index.records import Aspect, Fact
from index.words.wording import CLASS_MARK

_YEAR = re.compile(r"(20\d\d)年")
# Targets of performance tables: `≥4次`, `不少于95%`.
_BOUND = re.compile(
    r"(?:[≥≤＞＜>＜<＝=]=?|不少于|不低于|不超过|不高于|达到|大于等于|小于等于)\s*(?=\d)"
)
_LONGEST_NAME = 30
_COMPLETION = re.compile(r"完成")


def find_facts(disclosure: Disclosure, year: int | None = None) -> tuple[Fact, ...]:
    """Every cell that is not blank, then every figure of a statement, in printed order.

    `year` is the document's where a person knows better; figures that are of the year found, or
    of the one before, move with it.
    """
    found = int(disclosure.year.value) if disclosure.year else None
    year = found if year is None else year
    return (
        *_table_facts(disclosure, year),
        *_statement_facts(disclosure, found, year),
    )


def _table_facts(disclosure: Disclosure, year: int | None) -> Iterator[Fact]:
    for table in disclosure.tables:
        heads = head_words(table)
        names = {row.full_code: row.label for row in table.rows if row.full_code}
        for row in table.rows:
            groups = tuple(squash(g.printed) for g in row.groups) or _classes(row, names)
            groups = (*groups, *heads, *_words_beside(row))
            for cell in row.cells:
                if cell.content is not Content.BLANK:
                    yield _cell_fact(disclosure.document, year, table, row, groups, cell)


def _words_beside(row: Row) -> tuple[str, ...]:
    """What a row's cells of words say beside its name (unit, project), if they are short."""
    words = (squash(c.printed) for c in row.cells if c.content is Content.WORDS)
    return tuple(word for word in words if 3 < len(word) <= _LONGEST_NAME)


def head_words(table: Table) -> tuple[str, ...]:
    """The words of a form's head fields, as the name of the project that it is of."""
    return tuple(
        squash(cell.printed)
        for row in table.rows
        for cell in row.cells
        if cell.column is None and cell.content is Content.WORDS
    )


def _classes(row: Row, names: dict[str, str]) -> tuple[str, ...]:
    """Names of the class and group that a coded row is an item of, as the table prints them."""
    code = row.full_code or ""
    return tuple(names[code[:n]] for n in (3, 5) if n < len(code) and code[:n] in names)


def _cell_fact(
    document: str, year: int | None, table: Table, row: Row, groups: tuple[str, ...], cell: Cell
) -> Fact:
    column = None if cell.column is None else table.columns[cell.column]
    path = column.path if column else ()
    amount = cell.amount
    if cell.content is Content.WORDS and (bound := _BOUND.match(cell.printed.strip())):
        amount = parse_cell(cell.printed.strip()[bound.end() :], None)[1]
    measure = column.measure if column else None
    aspect = Aspect.LEVEL
    if measure is Measure.CHANGE:
        aspect = Aspect.CHANGE
    elif measure is Measure.RATE:
        done = _COMPLETION.search("".join(path))
        aspect = Aspect.COMPLETION if done else Aspect.RATE
    return Fact(
        document=document,
        item=row.label,
        aspect=aspect,
        value=amount.value if amount else None,
        unit=amount.unit if amount else None,
        printed=cell.printed,
        source=cell.source,
        year=_column_year(path, measure, year),
        table=table.number,
        table_kind=table.kind,
        title=squash(table.title.printed) if table.title else "",
        row=row.number,
        side=table.sides[row.side],
        code=squash(row.code.printed) if row.code else None,
        full_code=row.full_code,
        groups=groups,
        column=path,
        measure=measure,
        fund=column.fund if column else None,
        is_total=row.is_total,
    )


def _column_year(path: tuple[str, ...], measure: Measure | None, year: int | None) -> int | None:
    if named := _YEAR.search("/".join(path)):
        return int(named.group(1))
    if measure is Measure.PREVIOUS and year is not None:
        return year - 1
    return year


def _statement_facts(disclosure: Disclosure, found: int | None, year: int | None) -> Iterator[Fact]:
    for statement in disclosure.statements:
        stated = _moved_year(statement.year, found, year)
        for aspect, quantity in _quantities(statement):
            if quantity is not None:
                yield _stated_fact(disclosure.document, statement, stated, aspect, quantity)


def _moved_year(stated: int | None, found: int | None, year: int | None) -> int | None:
    """The year of a statement once the document's is not the one found but `year`."""
    if found is None or year is None:
        return year if stated is None else stated
    return stated + year - found if stated in (found, found - 1) else stated


def _quantities(statement: Statement) -> Iterator[tuple[Aspect, Quantity | None]]:
    yield Aspect.LEVEL, statement.level
    yield Aspect.CHANGE, statement.change
    yield Aspect.RATE, statement.rate
    yield Aspect.SHARE, statement.share
    yield Aspect.EARLIER, statement.earlier
    yield Aspect.COMPLETION, statement.completion


def _stated_fact(
    document: str, statement: Statement, year: int | None, aspect: Aspect, quantity: Quantity
) -> Fact:
    if aspect is Aspect.EARLIER and "年初预算" in (statement.against or ""):
        aspect = Aspect.PLANNED
    elif aspect is Aspect.EARLIER and year is not None:
        year -= 1
    item, classes = _item_and_classes(squash(statement.item.printed) if statement.item else "")
    against = statement.share_of if aspect is Aspect.SHARE else statement.against
    has_direction = statement.direction and aspect in (Aspect.CHANGE, Aspect.RATE)
    return Fact(
        document=document,
        item=item,
        aspect=aspect,
        value=quantity.amount.value,
        unit=quantity.amount.unit,
        printed=quantity.printed,
        source=quantity.source,
        year=year,
        title=statement.section[-1] if statement.section else "",
        groups=(*statement.section, *classes),
        direction=statement.direction or "" if has_direction else "",
        against=against or "",
        context=squash(statement.sentence.printed),
        sentence=statement.sentence.source,
    )


def _item_and_classes(name: str) -> tuple[str, tuple[str, ...]]:
    """Of `X（类）Y（款）Z（项）` the item Z and its classes X and Y, else the whole name."""
    *classes, item = [part for part in CLASS_MARK.split(name) if part] or [""]
    return (item, tuple(classes)) if CLASS_MARK.search(name) else (name, ())


def is_money(unit: Unit | None) -> bool:
    """Whether a unit is one of money."""
    return unit is not None and unit.in_yuan is not None
