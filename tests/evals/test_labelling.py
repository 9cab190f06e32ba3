"""Labels as a person makes them: what is confirmed stands in the files, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.labels.gold import FindingKind, GoldError, Severity, read_facts, read_tables
from evals.labels.label_files import LabelError
from evals.labels.labelling import (
    LabelBook,
    ReadCell,
    clean_value,
    draft_fact,
    find_label,
    finding_draft,
    finding_place,
    is_judged,
    read_cells,
    table_draft,
    take_document,
)
from evals.labels.suites import open_suite
from extraction import Disclosure, FactRow, check, read

_TEXT = """\
青禾县水务局2024年部门预算

收支总表

单位：万元

收入\t\t支出\t
项目\t预算数\t项目\t预算数
一般公共预算拨款收入\t1,120.50\t农林水支出\t1,120.50
收入总计\t1,120.50\t支出总计\t1,121.50
"""
_BROKEN = """\
青禾县水务局2024年部门预算

支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t101.00\t60.00\t40.50
208\t社会保障和就业支出\t20.00\t25.00\t—
213\t农林水支出\t80.50\t40.00\t40.50
"""
_TWINS = """\
青禾县水务局2024年部门预算

支出总表

单位：万元

科目名称\t合计
其他支出\t5.00
其他支出\t5.00
"""
_FACTS = "table,title,unit,row,code,label,column,value,where"
_TABLES = "table,title,unit,kind,rows,where"
_TABLE = "1,收支总表,万元,income_expenditure,2,3"
_FIRST = "1,收支总表,万元,1,,一般公共预算拨款收入,收入/预算数,1120.50,9"
_SECOND = "1,收支总表,万元,1,,农林水支出,支出/预算数,1120.50,9"


@pytest.fixture
def disclosure(tmp_path: Path) -> Disclosure:
    path = tmp_path / "water.txt"
    path.write_text(_TEXT, encoding="utf-8")
    return read(path)


@pytest.fixture
def cells(disclosure: Disclosure) -> tuple[ReadCell, ...]:
    return read_cells(disclosure)


@pytest.fixture
def book(tmp_path: Path) -> LabelBook:
    return LabelBook(tmp_path / "gold" / "water")


def _confirm_table(book: LabelBook, disclosure: Disclosure) -> None:
    book.confirm_table(table_draft(disclosure.tables[0]), "anna", True)


def _lines(book: LabelBook, name: str) -> list[str]:
    return (book.folder / name).read_text(encoding="utf-8").splitlines()


def _write(book: LabelBook, name: str, *lines: str) -> None:
    book.folder.mkdir(parents=True, exist_ok=True)
    (book.folder / name).write_text("\n".join((*lines, "")), encoding="utf-8")


def test_what_is_confirmed_is_in_the_files_and_nothing_else(
    book: LabelBook, disclosure: Disclosure, cells: tuple[ReadCell, ...]
) -> None:
    _confirm_table(book, disclosure)
    book.confirm(cells[1], cells[1].fact, "anna", False)
    book.confirm(cells[0], replace(cells[0].fact, value="1120.60"), "ben", True)
    assert _lines(book, "tables.csv") == [f"{_TABLES},by,seen", f"{_TABLE},anna,yes"]
    assert _lines(book, "facts.csv") == [
        f"{_FACTS},by,seen",
        f"{_SECOND},anna,no",
        f"{_FIRST.replace('1120.50', '1120.60')},ben,yes",
    ]
    assert not (book.folder / "findings.csv").exists()


def test_a_cell_has_one_label_however_often_it_is_confirmed(
    book: LabelBook, disclosure: Disclosure, cells: tuple[ReadCell, ...]
) -> None:
    _confirm_table(book, disclosure)
    for value in ("1", "2"):
        for cell in cells[:2]:
            book.confirm(cell, replace(cell.fact, label="改", value=value), "anna", True)
    known = [(fact.label, fact.column, fact.value) for fact in read_facts(book.folder)]
    assert known == [("改", "收入/预算数", "2"), ("改", "支出/预算数", "2")]


def test_the_facts_of_a_table_come_by_row(
    book: LabelBook, disclosure: Disclosure, cells: tuple[ReadCell, ...]
) -> None:
    _confirm_table(book, disclosure)
    for cell in (cells[2], cells[0]):
        book.confirm(cell, cell.fact, "anna", True)
    book.add(replace(cells[0].fact, column="收入/增减", value="5"), "anna", True)
    known = [(fact.row, fact.value) for fact in read_facts(book.folder)]
    assert known == [(1, "1120.50"), (1, "5"), (2, "1120.50")]


def test_labels_without_makers_are_kept_as_of_unknown_ones(
    book: LabelBook, cells: tuple[ReadCell, ...]
) -> None:
    _write(book, "tables.csv", _TABLES, _TABLE)
    _write(book, "facts.csv", _FACTS, _FIRST)
    assert is_judged(book.labels(), cells[0])
    assert not is_judged(book.labels(), cells[1])
    book.confirm(cells[1], cells[1].fact, "anna", True)
    assert _lines(book, "facts.csv") == [
        f"{_FACTS},by,seen",
        f"{_FIRST},unknown,no",
        f"{_SECOND},anna,yes",
    ]
    assert _lines(book, "tables.csv") == [_TABLES, _TABLE]


def test_a_label_made_elsewhere_is_replaced_when_its_cell_is_confirmed_anew(
    book: LabelBook, cells: tuple[ReadCell, ...]
) -> None:
    _write(book, "tables.csv", _TABLES, _TABLE)
    _write(book, "facts.csv", _FACTS, _FIRST)
    book.confirm(cells[0], replace(cells[0].fact, value="7"), "anna", True)
    assert [fact.value for fact in read_facts(book.folder)] == ["7"]


def test_cells_that_say_the_same_are_labelled_each_for_itself(
    tmp_path: Path, book: LabelBook
) -> None:
    path = tmp_path / "water.txt"
    path.write_text(_TWINS, encoding="utf-8")
    disclosure = read(path)
    first, second = cells = read_cells(disclosure)
    assert [cell.fact.label for cell in cells] == ["其他支出"] * 2
    _confirm_table(book, disclosure)
    book.confirm(first, first.fact, "anna", True)
    assert not is_judged(book.labels(), second)
    book.confirm(second, second.fact, "anna", True)
    assert [fact.row for fact in read_facts(book.folder)] == [1, 2]


@pytest.mark.parametrize(
    ("rows", "judged"),
    [((), ()), ((1,), (1,)), ((2,), (2,)), ((2, 1), (1, 2)), ((3,), (1,)), ((3, 4), (1, 2))],
)
def test_a_label_made_elsewhere_is_of_the_cell_of_its_row_or_of_the_next_one_free(
    tmp_path: Path, book: LabelBook, rows: tuple[int, ...], judged: tuple[int, ...]
) -> None:
    path = tmp_path / "water.txt"
    path.write_text(_TWINS, encoding="utf-8")
    cells = read_cells(read(path))
    _write(book, "tables.csv", _TABLES, "1,支出总表,万元,expenditure,4,3")
    lines = (f"1,支出总表,万元,{row},,其他支出,合计,5.00,8" for row in rows)
    _write(book, "facts.csv", _FACTS, *lines)
    found = [cell.fact.row for cell in cells if is_judged(book.labels(), cell)]
    assert tuple(found) == judged


def test_a_cell_that_is_not_printed_is_judged_and_has_no_label(
    book: LabelBook, disclosure: Disclosure, cells: tuple[ReadCell, ...]
) -> None:
    _confirm_table(book, disclosure)
    book.confirm(cells[0], cells[0].fact, "anna", True)
    book.reject(cells[0])
    labels = book.labels()
    assert is_judged(labels, cells[0])
    assert find_label(labels, cells[0]) is None
    assert labels.facts == ()


def test_what_was_said_of_a_cell_is_taken_back(
    book: LabelBook, disclosure: Disclosure, cells: tuple[ReadCell, ...]
) -> None:
    _confirm_table(book, disclosure)
    book.confirm(cells[0], replace(cells[0].fact, label="改"), "anna", True)
    book.reject(cells[1])
    for cell in cells[:2]:
        book.drop(cell)
    labels = book.labels()
    assert (labels.facts, labels.answers) == ((), ())
    assert not is_judged(labels, cells[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": ""}, "water/facts.csv:2: value is empty"),
        ({"row": 3}, "water/facts.csv:2: row is 3, and tables.csv counts 2"),
        ({"where": "near the top"}, "water/facts.csv:2: where is no line"),
        ({"table": 2}, "table 2 is not labelled yet"),
    ],
)
def test_what_the_format_forbids_changes_no_file(
    book: LabelBook,
    disclosure: Disclosure,
    cells: tuple[ReadCell, ...],
    change: dict[str, object],
    message: str,
) -> None:
    _confirm_table(book, disclosure)
    before = {path.name: path.read_bytes() for path in book.folder.iterdir()}
    fact: FactRow = replace(cells[0].fact, **change)  # type: ignore[arg-type]
    with pytest.raises(LabelError, match=message):
        book.confirm(cells[0], fact, "anna", True)
    assert {path.name: path.read_bytes() for path in book.folder.iterdir()} == before


def test_a_table_with_fewer_rows_than_are_labelled_is_refused(
    book: LabelBook, disclosure: Disclosure, cells: tuple[ReadCell, ...]
) -> None:
    _confirm_table(book, disclosure)
    book.confirm(cells[2], cells[2].fact, "anna", True)
    with pytest.raises(LabelError, match=r"row is 2, and tables\.csv counts 1"):
        book.confirm_table(replace(table_draft(disclosure.tables[0]), rows=1), "anna", True)
    assert [label.rows for label in read_tables(book.folder)] == [2]


def test_title_and_unit_of_the_facts_are_those_of_their_table(
    book: LabelBook, disclosure: Disclosure, cells: tuple[ReadCell, ...]
) -> None:
    _confirm_table(book, disclosure)
    book.confirm(cells[0], cells[0].fact, "anna", True)
    label = replace(table_draft(disclosure.tables[0]), title="收支预算总表", unit="元")
    book.confirm_table(label, "anna", True)
    book.confirm(cells[1], cells[1].fact, "anna", True)
    known = [(fact.title, fact.unit) for fact in read_facts(book.folder)]
    assert known == [("收支预算总表", "元")] * 2
    assert is_judged(book.labels(), cells[0])


def test_a_correction_goes_on_in_its_row_and_column_of_its_side(
    book: LabelBook, disclosure: Disclosure, cells: tuple[ReadCell, ...]
) -> None:
    _confirm_table(book, disclosure)
    corrected = replace(cells[0].fact, label="拨款收入", column="收入/本年预算数")
    book.confirm(cells[0], corrected, "anna", True)
    drafts = [draft_fact(book.labels(), cells, cell) for cell in cells]
    assert [(draft.label, draft.column) for draft in drafts] == [
        ("拨款收入", "收入/本年预算数"),
        ("农林水支出", "支出/预算数"),
        ("收入总计", "收入/本年预算数"),
        ("支出总计", "支出/预算数"),
    ]
    assert [fact.label for fact in read_facts(book.folder)] == ["拨款收入"]


def test_a_cell_that_was_not_read_is_added(
    book: LabelBook, disclosure: Disclosure, cells: tuple[ReadCell, ...]
) -> None:
    _confirm_table(book, disclosure)
    added = book.add(replace(cells[0].fact, column="收入/增减", value="5"), "anna", True)
    assert read_facts(book.folder) == (added,)
    assert (added.title, added.unit, added.value) == ("收支总表", "万元", "5")


def test_cells_of_one_place_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "merged.html"
    path.write_text(
        "<h1>青禾县水务局2024年部门预算</h1><p>支出总表</p><p>单位：万元</p>"
        "<table><tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>说明</td></tr>"
        "<tr><td>213</td><td>农林水支出</td><td>5.00</td><td rowspan=2>同上</td></tr>"
        "<tr><td>21303</td><td>水利</td><td>5.00</td></tr></table>",
        encoding="utf-8",
    )
    cells = read_cells(read(path))
    assert len({cell.place for cell in cells}) == len(cells) >= 3


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,234.50", "1234.50"),
        (" 1，234 ", "1234"),
        ("0.00", "0.00"),
        ("—", "—"),
        ("完成 <b>年度</b> 任务", "完成年度任务"),
    ],
)
def test_values_are_written_as_labels_have_them(typed: str, value: str) -> None:
    assert clean_value(typed) == value


def test_the_suite_keeps_a_copy_of_what_is_labelled(
    tmp_path: Path, disclosure: Disclosure, cells: tuple[ReadCell, ...]
) -> None:
    suite, path = tmp_path / "suite", tmp_path / "water.txt"
    for _ in range(2):
        book = take_document(suite, disclosure, path, ".txt")
    _confirm_table(book, disclosure)
    for cell in cells[:3]:
        book.confirm(cell, cell.fact, "anna", True)
    opened = open_suite(suite)
    assert opened.documents["water"].path == suite / "corpus" / "text" / "water.txt"
    [document] = opened.labelled
    assert document.labels is not None
    told = {name: str(of) for name, of in document.labels.provenance.items()}
    assert told == {
        "tables.csv": "1 labels: 1 by anna; 1 seen",
        "facts.csv": "3 labels: 3 by anna; 3 seen",
    }
    assert take_document(suite, disclosure, None, "").folder == book.folder


def test_another_document_of_the_same_name_is_refused(
    tmp_path: Path, disclosure: Disclosure
) -> None:
    suite, path = tmp_path / "suite", tmp_path / "water.txt"
    take_document(suite, disclosure, path, ".txt")
    path.write_text(_TEXT + "\n", encoding="utf-8")
    with pytest.raises(LabelError, match="another document of this name"):
        take_document(suite, read(path), path, ".txt")
    with pytest.raises(LabelError, match="the file of water is gone"):
        take_document(tmp_path / "other", disclosure, None, ".txt")


def test_findings_are_labelled_one_by_one(tmp_path: Path, book: LabelBook) -> None:
    path = tmp_path / "water.txt"
    path.write_text(_BROKEN, encoding="utf-8")
    findings = check(read(path)).findings
    places = [finding_place(finding) for finding in findings]
    assert len(set(places)) == len(findings) == 2
    for finding, place in zip(findings, places, strict=True):
        book.confirm_finding(finding_draft(finding, book.labels()), "anna", True, place)
    again = replace(finding_draft(findings[0], book.labels()), note="看清了")
    book.confirm_finding(again, "anna", True, places[0])
    book.reject_finding(places[1])
    [noted] = book.labels().findings or ()
    label = noted.label
    assert (label.id, label.note, label.kind, label.severity) == (
        "water-f01",
        "看清了",
        FindingKind(findings[0].kind.value),
        Severity.ERROR,
    )
    assert finding_draft(findings[1], book.labels()).id == "water-f02"
    assert set(book.labels().answer_to) == set(places)


def test_damaged_files_are_told(book: LabelBook, cells: tuple[ReadCell, ...]) -> None:
    _write(book, "answers.json", "{")
    with pytest.raises(GoldError, match=r"water/answers\.json"):
        book.reject(cells[0])
