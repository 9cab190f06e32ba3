"""Labelled and read tables in, matches and surplus out."""

from dataclasses import replace

from evals.labels.gold import TableLabel
from evals.scoring.tables import score_tables
from extraction import FactRow, Maker, Table, TableKind
from extraction.records import Printed, Row, Source, Span

INCOME = [
    FactRow(1, "表1", "万元", 1, "208", "社保", "预算数", "5.00", "9"),
    FactRow(1, "表1", "万元", 2, "", "合计", "预算数", "5.00", "9"),
]


def table_label(table: int, title: str, where: int, rows: int = 1) -> TableLabel:
    return TableLabel(
        table=table, title=title, unit="万元", kind=TableKind.OTHER, rows=rows, where=str(where)
    )


def table(number: int, title: str, line: int) -> Table:
    source = Source(document="d", spans=(Span(line=line, start=0, end=4),))
    row = Row(number=1, side=0, code=None, full_code=None, name=None, label="合计", cells=())
    return Table(
        read_by=Maker.RULES,
        agency=None,
        number=number,
        title=Printed(printed=title, source=source),
        kind=TableKind.OTHER,
        unit=None,
        sides=("",),
        columns=(),
        rows=(row,),
        source=source,
    )


def test_tables_are_found_by_content_by_title_and_by_place() -> None:
    labels = [
        table_label(1, "收入表", 9),
        table_label(2, "基金表", 40),
        table_label(3, "资本表", 50),
        table_label(4, "采购表", 60),
    ]
    tables = [table(1, "总表", 9), table(2, "资 本 表", 58), table(3, "", 41), table(4, "", 90)]
    score = score_tables(labels, tables, INCOME, INCOME)
    found = [(m.label.table, m.table.number if m.table else None) for m in score.matches]
    assert found == [(1, 1), (2, 3), (3, 2), (4, None)]
    assert [(m.kind, m.title, m.unit, m.rows) for m in score.matches] == [
        (True, False, False, True),
        (True, False, False, True),
        (True, True, False, True),
        (False, False, False, False),
    ]
    assert [extra.number for extra in score.surplus] == [4]
    assert (score.found, score.kinds) == (3, 3)


def test_a_title_goes_before_a_place() -> None:
    labels = [table_label(1, "基金表", 40), table_label(2, "资本表", 50), table_label(3, "末", 60)]
    score = score_tables(labels, [table(1, "资本表", 41), table(2, "基金表", 51)], [], [])
    assert [m.table.number for m in score.matches if m.table] == [2, 1]


def test_an_extracted_table_is_found_once() -> None:
    labels = [table_label(1, "收入表", 9), table_label(2, "基金表", 40)]
    misread = [replace(row, table=2, column="决算数", title="基金表") for row in INCOME]
    score = score_tables(labels, [table(2, "基金表", 41)], INCOME, misread)
    assert [m.label.table for m in score.matches if m.table] == [2]


def test_a_table_with_facts_is_not_found_by_its_title() -> None:
    score = score_tables([table_label(1, "收入表", 9)], [table(1, "收入表", 9)], INCOME, [])
    assert (score.found, len(score.surplus)) == (0, 1)
