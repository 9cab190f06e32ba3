"""A small pair of labels and reading, with one known slip at a time: named items, exact shares."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from evals.labels.gold import FindingKind, FindingLabel, Noted, Severity, TableLabel
from evals.labels.suites import Labels
from evals.scoring.items import Aspect, Item
from evals.scoring.metrics import measure
from evals.scoring.readings import Reading, judge_reading
from extraction import FactRow, Maker, Table, TableKind, Unit
from extraction.records import Printed, Row, Source, Span


def facts(table: int, unit: str, *cells: str) -> list[FactRow]:
    """Facts of a table from `label|column|value|line`, a row for each line."""
    rows: list[str] = []
    found = []
    for cell in cells:
        label, column, value, where = cell.split("|")
        rows += [where] if where not in rows else []
        row = len(rows)
        found.append(FactRow(table, f"表{table}", unit, row, "", label, column, value, where))
    return found


SPENDING = facts(
    1,
    "万元",
    "合计|合计|5.00|7",
    "合计|基本|4.00|7",
    "合计|项目|1.00|7",
    "社保|合计|3.00|8",
    "社保|基本|2.00|8",
    "社保|项目|0.50|8",
)
INCOME = facts(2, "万元", "拨款|预算数|5.00|20", "其他|预算数|—|21", "备注|预算数|无|22")
FACTS = [*SPENDING, *INCOME]


def table_label(table: int, where: str, kind: TableKind) -> TableLabel:
    return TableLabel(table=table, title=f"表{table}", unit="万元", kind=kind, rows=2, where=where)


TABLES = [
    table_label(1, "5", TableKind.EXPENDITURE),
    table_label(2, "18", TableKind.INCOME),
    table_label(3, "30", TableKind.GOVERNMENT_FUND),
]


def table(
    number: int, line: int, kind: TableKind, unit: Unit | None = Unit.WAN, title: str = ""
) -> Table:
    source = Source(document="d", spans=(Span(line=line, start=0, end=2),))
    row = Row(number=2, side=0, code=None, full_code=None, name=None, label="合计", cells=())
    return Table(
        read_by=Maker.RULES,
        agency=None,
        number=number,
        title=Printed(printed=title or f"表{number}", source=source),
        kind=kind,
        unit=unit,
        sides=("",),
        columns=(),
        rows=(row,),
        source=source,
    )


READ = [
    table(1, 5, TableKind.EXPENDITURE),
    table(2, 18, TableKind.INCOME),
    table(3, 30, TableKind.GOVERNMENT_FUND),
]


def labels(
    cells: Sequence[FactRow] = FACTS, findings: Sequence[FindingLabel] | None = None
) -> Labels:
    return Labels(
        folder=Path("gold/d"),
        tables=tuple(Noted(one, "") for one in TABLES),
        facts=tuple(Noted(one, "") for one in cells),
        findings=None if findings is None else tuple(Noted(one, "") for one in findings),
        questions=None,
    )


def judge(read: Sequence[FactRow] = FACTS, tables: Sequence[Table] = READ) -> list[Item]:
    return list(judge_reading("d", labels(), Reading(tuple(tables), tuple(read))))


def slips(items: Sequence[Item], aspect: Aspect = Aspect.CELL) -> list[tuple[str, str, str | None]]:
    """Key, outcome and what came, of the items that are not right."""
    return [
        (item.key, item.outcome, item.got)
        for item in items
        if item.aspect is aspect and not item.is_right
    ]


def shares(items: Sequence[Item]) -> dict[str, tuple[float, float]]:
    """Part and whole of the metrics of cells or tables, by the last word of their names."""
    return {score.metric: (score.part, score.whole) for score in measure(items)}


def cells(items: Sequence[Item]) -> tuple[tuple[float, float], ...]:
    """Part and whole of precision, recall and F1."""
    found = shares(items)
    return tuple(found[f"cells {name}"] for name in ("precision", "recall", "F1"))


def test_what_agrees_is_right() -> None:
    items = judge()
    assert cells(items) == ((9, 9), (9, 9), (18, 18))
    assert all(item.is_right for item in items)
    assert len({item.identity for item in items}) == len(items) == 9 + 3


def test_a_swapped_digit_lowers_precision_and_recall() -> None:
    read = [replace(one, value="0.05") if one.value == "0.50" else one for one in FACTS]
    items = judge(read)
    assert slips(items) == [("1.2  社保 · 项目", "wrong digits", "社保 · 项目 · 0.05 万元")]
    assert cells(items) == ((8, 9), (8, 9), (16, 18))


def test_a_shifted_column_lowers_precision_and_recall() -> None:
    """The figures of a row are one column on, and the last has fallen off."""
    shifted = facts(1, "万元", "合计|基本|5.00|7", "合计|项目|4.00|7")
    items = judge([*shifted, *FACTS[3:]])
    assert slips(items) == [
        ("1.1  合计 · 合计", "wrong place", "合计 · 基本 · 5.00 万元"),
        ("1.1  合计 · 基本", "wrong place", "合计 · 项目 · 4.00 万元"),
        ("1.1  合计 · 项目", "missing", None),
    ]
    assert cells(items) == ((6, 8), (6, 9), (12, 17))


def test_a_cell_in_another_table_is_in_the_wrong_place() -> None:
    items = judge([replace(one, table=2) if one.value == "0.50" else one for one in FACTS])
    assert slips(items) == [("1.2  社保 · 项目", "wrong place", "社保 · 项目 · 0.50 万元")]
    assert cells(items) == ((8, 9), (8, 9), (16, 18))


def test_an_invented_row_lowers_precision_alone() -> None:
    row = facts(1, "万元", "教育|合计|9.00|9", "教育|基本|9.50|9")
    items = judge([*FACTS, *row])
    assert slips(items) == [
        ("+1.1  教育 · 合计 9.00", "invented", "教育 · 合计 · 9.00 万元"),
        ("+1.1  教育 · 基本 9.50", "invented", "教育 · 基本 · 9.50 万元"),
    ]
    assert [item.expected for item in items if item.outcome == "invented"] == [None, None]
    assert cells(items) == ((9, 11), (9, 9), (18, 20))


def test_a_missing_row_lowers_recall_alone() -> None:
    items = judge([*FACTS[:3], *FACTS[6:]])
    assert slips(items) == [
        ("1.2  社保 · 合计", "missing", None),
        ("1.2  社保 · 基本", "missing", None),
        ("1.2  社保 · 项目", "missing", None),
    ]
    assert cells(items) == ((6, 6), (6, 9), (12, 15))


def test_a_wrong_unit_makes_the_quantities_of_a_table_wrong() -> None:
    """Its words stay right."""
    items = judge([*SPENDING, *(replace(one, unit="元") for one in INCOME)])
    assert slips(items) == [
        ("2.1  拨款 · 预算数", "wrong unit", "拨款 · 预算数 · 5.00 元"),
        ("2.2  其他 · 预算数", "wrong unit", "其他 · 预算数 · — 元"),
    ]
    assert cells(items) == ((7, 9), (7, 9), (14, 18))


def test_a_unit_that_is_not_labelled_is_not_judged() -> None:
    bare = [replace(one, unit="") for one in FACTS]
    items = list(judge_reading("d", labels(bare), Reading(tuple(READ), tuple(FACTS))))
    assert slips(items) == []


def test_rows_of_one_name_have_keys_of_their_own() -> None:
    twice = facts(1, "万元", "小计|数|1.00|7", "小计|数|2.00|7")
    items = list(judge_reading("d", labels(twice), Reading()))
    keys = [item.key for item in items if item.aspect is Aspect.CELL]
    assert keys == ["1.1  小计 · 数", "1.1  小计 · 数 #2"]


def test_a_cell_tells_its_kind_of_table_and_both_places() -> None:
    [item] = [
        item
        for item in judge([replace(FACTS[0], value="6.00", where="77"), *FACTS[1:]])
        if not item.is_right
    ]
    assert (item.group, item.where, item.found, item.cluster) == ("expenditure", "7", "77", "1")


@pytest.mark.parametrize(
    ("read", "outcome"),
    [
        (table(1, 5, TableKind.INCOME), "wrong kind"),
        (table(1, 5, TableKind.EXPENDITURE, Unit.YUAN), "wrong unit"),
        (table(1, 5, TableKind.EXPENDITURE, None), "wrong unit"),
        (table(1, 5, TableKind.EXPENDITURE, title="总表"), "wrong title"),
        (table(1, 5, TableKind.INCOME, Unit.YUAN, title="总表"), "wrong kind"),
    ],
)
def test_a_table_is_found_and_wrong(read: Table, outcome: str) -> None:
    items = judge(tables=[read, *READ[1:]])
    assert [(key, one) for key, one, _ in slips(items, Aspect.TABLE)] == [("1 表1", outcome)]
    found = shares(items)
    assert (found["tables found"], found["tables right"]) == ((3, 3), (2, 3))
    assert found["tables precision"] == (3, 3)


def test_a_missing_table_lowers_what_is_found() -> None:
    items = judge(tables=READ[:2])
    assert slips(items, Aspect.TABLE) == [("3 表3", "missing", None)]
    found = shares(items)
    assert (found["tables found"], found["tables precision"]) == ((2, 3), (2, 2))


def test_an_invented_table_lowers_precision() -> None:
    items = judge(tables=[*READ, table(4, 90, TableKind.OTHER, title="附注")])
    assert slips(items, Aspect.TABLE) == [("+4", "invented", "附注 · other · 万元 · 2 rows")]
    found = shares(items)
    assert (found["tables found"], found["tables precision"]) == ((3, 3), (3, 4))


def test_tables_in_which_no_finding_is_labelled_are_clean() -> None:
    finding = FindingLabel(
        id="a",
        kind=FindingKind.COLUMN_SUM,
        where="8",
        statement="不等",
        printed="3.00",
        computed="2.50",
        severity=Severity.ERROR,
        note="",
    )
    reading = Reading(tuple(READ), tuple(FACTS))
    items = list(judge_reading("d", labels(findings=[finding]), reading))
    assert [item.key for item in items if item.is_clean] == ["2 表2", "3 表3"]
    assert [item.key for item in items if item.aspect is Aspect.FINDING] == ["a"]
    assert shares(items)["false alarms per clean table"] == (0, 2)


def test_without_findings_no_table_counts_as_clean() -> None:
    assert not any(item.is_clean for item in judge())


def test_of_what_no_file_labels_nothing_is_judged() -> None:
    none = Labels(folder=Path("gold/d"), tables=None, facts=None, findings=(), questions=None)
    assert list(judge_reading("d", none, Reading(tuple(READ), tuple(FACTS)))) == []


def test_nothing_read_misses_all_that_is_labelled() -> None:
    items = list(judge_reading("d", labels(), Reading()))
    assert {item.outcome.value for item in items} == {"missing"}
    assert shares(items) == {
        "cells recall": (0, 9),
        "cells F1": (0, 9),
        "tables found": (0, 3),
        "tables right": (0, 3),
    }
