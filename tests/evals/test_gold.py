"""Labels are read as they stand, or not at all."""

from pathlib import Path

import pytest

from evals.labels.gold import (
    FindingKind,
    FindingLabel,
    GoldError,
    Noted,
    Provenance,
    Severity,
    TableLabel,
    check_facts,
    count_makers,
    note_facts,
    note_findings,
    note_tables,
    read_facts,
    read_findings,
    read_tables,
)
from extraction import FactRow
from extraction.vocabulary import TableKind

FACTS = "table,title,unit,row,code,label,column,value,where\n"
TABLES = "table,title,unit,kind,rows,where\n"
FINDINGS = "id,kind,where,statement,printed,computed,severity,note\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty label folder."""
    path = tmp_path / "somewhere-2024-budget"
    path.mkdir()
    return path


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_facts_are_read_as_they_stand(folder: Path) -> None:
    write(
        folder,
        "facts.csv",
        FACTS
        + "1,收支总表,万元,8,208,社会保障,支出/预算数,201.59,107\n"
        + '2,绩效目标表,,1,,目标,,"一、参保,二、结算",Sheet1!C5\n',
    )
    assert read_facts(folder) == (
        FactRow(1, "收支总表", "万元", 8, "208", "社会保障", "支出/预算数", "201.59", "107"),
        FactRow(2, "绩效目标表", "", 1, "", "目标", "", "一、参保,二、结算", "Sheet1!C5"),
    )


def test_tables_are_read_in_reading_order(folder: Path) -> None:
    write(folder, "tables.csv", TABLES + "2,三公,万元,three_public,1,9\n1,构成,,other,0,4\n")
    assert read_tables(folder) == (
        TableLabel(table=1, title="构成", unit="", kind=TableKind.OTHER, rows=0, where="4"),
        TableLabel(
            table=2, title="三公", unit="万元", kind=TableKind.THREE_PUBLIC, rows=1, where="9"
        ),
    )


def test_findings_are_read_as_they_stand(folder: Path) -> None:
    write(folder, "findings.csv", FINDINGS + 'a,row_sum,9,不等,"1,904.4",1904.38,rounding,\n')
    assert read_findings(folder) == (
        FindingLabel(
            id="a",
            kind=FindingKind.ROW_SUM,
            where="9",
            statement="不等",
            printed="1,904.4",
            computed="1904.38",
            severity=Severity.ROUNDING,
            note="",
        ),
    )


@pytest.mark.parametrize(
    ("printed", "computed", "arithmetical"),
    [
        ("1,904.4", "1904.38", True),
        ("-2104.38", "－1904.38", True),
        ("30.937", "0", True),
        ("99.86%", "99.87%", True),
        ("05", "", False),
        ("2.3.4", "2", False),
        ("生育险", "生育保险", False),
        ("100.00%", "无（基数为0）", False),
    ],
)
def test_arithmetical_labels_have_two_figures(
    folder: Path, printed: str, computed: str, arithmetical: bool
) -> None:
    line = f'a,row_sum,9,不等,"{printed}","{computed}",error,\n'
    (label,) = read_findings(write(folder, "findings.csv", FINDINGS + line))
    assert label.is_arithmetical is arithmetical


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "facts.csv:1: the columns are"),
        (FACTS.replace("column", "colum"), "facts.csv:1: the columns are"),
        (FACTS.replace(",value", ""), "facts.csv:1: the columns are"),
        (FACTS.replace("where", "where,page"), "facts.csv:1: the columns are"),
        (FACTS + "1,表,万元,1,,合计,预算数,1.00\n", "facts.csv:2: 8 fields under 9 columns"),
        (FACTS + "1,表,万元,1,,合计,预算数,1,904.40,9\n", "facts.csv:2: 10 fields"),
        (FACTS + "1,表,万元,1,,合计,预算数,1,9\n\n", "facts.csv:3: 0 fields"),
        (FACTS + "0,表,万元,1,,合计,预算数,1,9\n", "facts.csv:2: table is no number from 1"),
        (FACTS + "一,表,万元,1,,合计,预算数,1,9\n", "facts.csv:2: table is no number from 1"),
        (FACTS + "1,表,万元,1.0,,合计,预算数,1,9\n", "facts.csv:2: row is no number from 1"),
        (FACTS + "1,表,万圆,1,,合计,预算数,1,9\n", "facts.csv:2: unit is '万圆', not one of"),
        (FACTS + "1,表,辆,1,,合计,预算数,1,9\n", "facts.csv:2: unit is no unit of money: '辆'"),
        (FACTS + "1,表,万元,1,,合计,预算数,,9\n", "facts.csv:2: value is empty"),
        (FACTS + "1,表,万元,1, ,合计,预算数,1,9\n", "facts.csv:2: code holds only white space"),
        (FACTS + "1,表,万元,1,,合计,预算数,1,p9\n", "facts.csv:2: where is no line"),
        (FACTS + "1,表,万元,1,,合计,预算数,1,table 1\n", "facts.csv:2: where is no line"),
        (FACTS + '1,表,万元,1,,合计,预算数,"1,9\n', "facts.csv: unexpected end of data"),
    ],
)
def test_a_slip_in_a_label_is_an_error(folder: Path, text: str, message: str) -> None:
    write(folder, "facts.csv", text)
    with pytest.raises(GoldError) as raised:
        read_facts(folder)
    assert str(raised.value).startswith(f"{folder.name}/{message}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TABLES + "1,表,万元,income,-1,9\n", "tables.csv:2: rows is no number from 0"),
        (TABLES + "1,表,万元,incomes,1,9\n", "tables.csv:2: kind is 'incomes', not one of"),
        (TABLES + "1,,万元,income,1,9\n", "tables.csv:2: title is empty"),
        (TABLES + "1,表,,income,1,9\n1,表,,income,1,9\n", "tables.csv:3: table 1 is there twice"),
    ],
)
def test_a_slip_in_a_table_label_is_an_error(folder: Path, text: str, message: str) -> None:
    write(folder, "tables.csv", text)
    with pytest.raises(GoldError) as raised:
        read_tables(folder)
    assert str(raised.value).startswith(f"{folder.name}/{message}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FINDINGS + "a,sum,9,不等,1,2,error,\n", "findings.csv:2: kind is 'sum', not one of"),
        (FINDINGS + "a,row_sum,9,不等,1,2,bad,\n", "findings.csv:2: severity is 'bad'"),
        (FINDINGS + "a,label,9,错,1,,error,\n" * 2, "findings.csv:3: id a is there twice"),
    ],
)
def test_a_slip_in_a_finding_label_is_an_error(folder: Path, text: str, message: str) -> None:
    write(folder, "findings.csv", text)
    with pytest.raises(GoldError) as raised:
        read_findings(folder)
    assert str(raised.value).startswith(f"{folder.name}/{message}")


def test_a_mark_of_byte_order_is_no_part_of_the_header(folder: Path) -> None:
    """Spreadsheets write one."""
    text = "\ufeff" + FACTS + "1,表,万元,1,,合计,预算数,1.00,9\n"
    (folder / "facts.csv").write_text(text, encoding="utf-8")
    assert [fact.value for fact in read_facts(folder)] == ["1.00"]


def test_a_missing_file_and_foreign_bytes_are_errors(folder: Path) -> None:
    with pytest.raises(GoldError, match=r"facts\.csv: No such file"):
        read_facts(folder)
    (folder / "facts.csv").write_bytes("表".encode("gb18030"))
    with pytest.raises(GoldError, match=r"facts\.csv: this is not UTF-8"):
        read_facts(folder)


@pytest.mark.parametrize("where", ["9", "Sheet1!C5", "'2 收支'!AB12", "table 2, row 10, cell 3"])
def test_a_place_is_a_line_or_page_or_a_cell(folder: Path, where: str) -> None:
    write(folder, "facts.csv", FACTS + f'1,表,,1,,合计,预算数,1,"{where}"\n')
    assert [fact.where for fact in read_facts(folder)] == [where]


def test_labels_may_say_who_made_them_and_whether_they_were_seen(folder: Path) -> None:
    header = FACTS.replace("where", "where,by,seen")
    lines = "1,表,,1,,合计,预算数,1,9,Ann,yes\n1,表,,1,,合计,决算数,2,9,Bo,no\n"
    write(folder, "facts.csv", header + lines)
    assert note_facts(folder) == (
        Noted(
            FactRow(1, "表", "", 1, "", "合计", "预算数", "1", "9"),
            "somewhere-2024-budget/facts.csv:2",
            by="Ann",
            seen=True,
        ),
        Noted(
            FactRow(1, "表", "", 1, "", "合计", "决算数", "2", "9"),
            "somewhere-2024-budget/facts.csv:3",
            by="Bo",
            seen=False,
        ),
    )
    assert [fact.value for fact in read_facts(folder)] == ["1", "2"]


def test_all_three_files_may_say_who_made_them(folder: Path) -> None:
    write(
        folder, "tables.csv", TABLES.replace("where", "where,by,seen") + "1,表,,other,0,4,Ann,no\n"
    )
    findings = FINDINGS.replace("note", "note,by,seen") + "a,label,9,错,1,,error,,Bo,yes\n"
    write(folder, "findings.csv", findings)
    (table,), (finding,) = note_tables(folder), note_findings(folder)
    assert (table.file, table.by, table.seen) == (f"{folder.name}/tables.csv", "Ann", False)
    assert (finding.file, finding.by, finding.seen) == (f"{folder.name}/findings.csv", "Bo", True)


@pytest.mark.parametrize(
    ("columns", "fields", "message"),
    [
        ("where,by", ",Ann", "facts.csv:1: the columns are"),
        ("where,seen,by", ",yes,Ann", "facts.csv:1: the columns are"),
        ("where,by,seen", ",Ann", "facts.csv:2: 10 fields under 11 columns"),
        ("where,by,seen", ",,yes", "facts.csv:2: by is empty"),
        ("where,by,seen", ",Ann,", "facts.csv:2: seen is '', not yes or no"),
        ("where,by,seen", ",Ann,Yes", "facts.csv:2: seen is 'Yes', not yes or no"),
    ],
)
def test_a_slip_in_the_makers_is_an_error(
    folder: Path, columns: str, fields: str, message: str
) -> None:
    header = FACTS.replace("where", columns)
    write(folder, "facts.csv", f"{header}1,表,,1,,合计,预算数,1,9{fields}\n")
    with pytest.raises(GoldError) as raised:
        read_facts(folder)
    assert str(raised.value).startswith(f"{folder.name}/{message}")


def test_makers_are_counted() -> None:
    notes = [Noted("a", "f:2", "Ann", seen=True), Noted("b", "f:3", "Bo"), Noted("c", "f:4", "Ann")]
    provenance = count_makers(notes)
    assert provenance == Provenance(labels=3, makers={"Ann": 2, "Bo": 1}, seen=1)
    assert str(provenance) == "3 labels: 2 by Ann, 1 by Bo; 1 seen"
    assert str(count_makers([Noted("a", "f:2")])) == "1 labels: by whom is not recorded"


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        (FactRow(2, "表", "元", 1, "", "合计", "", "1", "9"), "table 2 is not in tables.csv"),
        (
            FactRow(1, "表一", "元", 1, "", "合计", "", "1", "9"),
            "title is '表一', in tables.csv '表'",
        ),
        (
            FactRow(1, "表", "万元", 1, "", "合计", "", "1", "9"),
            "unit is '万元', in tables.csv '元'",
        ),
        (FactRow(1, "表", "元", 4, "", "合计", "", "1", "9"), "row is 4, and tables.csv counts 3"),
    ],
)
def test_a_fact_that_contradicts_its_table_is_an_error(fact: FactRow, message: str) -> None:
    table = TableLabel(table=1, title="表", unit="元", kind=TableKind.OTHER, rows=3, where="9")
    sound = FactRow(1, "表", "元", 3, "", "合计", "", "1", "9")
    check_facts([Noted(sound, "a/facts.csv:2")], [table])
    with pytest.raises(GoldError) as raised:
        check_facts([Noted(sound, "a/facts.csv:2"), Noted(fact, "a/facts.csv:3")], [table])
    assert str(raised.value) == f"a/facts.csv:3: {message}"


def test_all_shared_labels_are_sound(shared_dir: Path) -> None:
    folders = sorted(path for path in (shared_dir / "gold").iterdir() if path.is_dir())
    assert folders
    for folder in folders:
        check_facts(note_facts(folder), read_tables(folder))
        assert read_findings(folder)
