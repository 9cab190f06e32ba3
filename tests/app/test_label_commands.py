"""Labelling in a terminal, as a person answers it: lines typed, labels in the files."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner, Result

from app.label_commands import label
from evals.generator import generate
from evals.labels.gold import FindingKind, read_facts, read_findings, read_tables
from evals.labels.suites import open_suite
from evals.scoring.facts import score_facts
from extraction import DisclosureKind, fact_rows, read

_APP = typer.Typer()
_APP.command()(label)
_TEXT = """\
青禾县水务局2024年部门预算

支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出
\t合计\t101.00\t60.00
208\t社会保障和就业支出\t20.00\t—
213\t农林水支出\t80.50\t40.00

“三公”经费表

单位：万元

项目\t预算数
公务接待费\t1.50
"""
_HEAD = ["", "", "", ""]  # title, unit, kind and rows are right
_LEFTS = (60, 200, 340, 480)
_ROWS = ("科目名称|合计|基本支出", "合计|80.50|40.00", "水利|80.50|40.00")


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("GOUJI_SUITE", raising=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "water.txt"
    path.write_text(_TEXT, encoding="utf-8")
    return path


def _run(path: Path, answers: Sequence[str], *options: str, by: str = "anna") -> Result:
    arguments = [str(path), "--suite", str(path.parent / "suite"), "--by", by, *options]
    typed = "".join(f"{answer}\n" for answer in answers)
    return CliRunner().invoke(_APP, arguments, input=typed)


def _gold(path: Path) -> Path:
    return path.parent / "suite" / "gold" / path.stem


def _values(path: Path) -> list[tuple[int, str, str, str, str]]:
    facts = read_facts(_gold(path))
    return [(fact.table, fact.code, fact.label, fact.column, fact.value) for fact in facts]


def _print_pdf(path: Path) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4)

    def put(text: str, left: float, top: float) -> None:
        canvas.setFont("STSong-Light", 10)
        canvas.drawString(left, A4[1] - top - 10, text)

    put("支出总表", 270, 60)
    put("单位：万元", 420, 90)
    tops = [110 + 28 * number for number in range(len(_ROWS) + 1)]
    canvas.grid(_LEFTS, [A4[1] - top for top in tops])
    for top, row in zip(tops[:-1], _ROWS, strict=True):
        for left, text in zip(_LEFTS[:-1], row.split("|"), strict=True):
            put(text, left + 4, top + 6)
    canvas.showPage()
    canvas.save()
    return path


def test_each_cell_is_shown_beside_its_source_and_confirmed_by_a_key_of_its_own(
    path: Path,
) -> None:
    done = _run(path, [*_HEAD, "", ""])
    assert done.exit_code == 0
    assert (
        "     7  科目编码 │ 科目名称 │ ›合计‹ │ 基本支出\n     8   │ ›合计‹ │ »101.00« │ 60.00\n"
        in (done.stdout)
    )
    assert "[1/6] code — · label 合计 · column 合计 = 101.00" in done.stdout
    assert "the input has ended: what was confirmed is kept" in done.stdout
    assert done.stdout.endswith(
        "water: 2 of 7 cells judged, 1 of 2 tables labelled; "
        "until all are, the rest counts as wrongly read\n"
    )
    assert _values(path) == [
        (1, "", "合计", "合计", "101.00"),
        (1, "", "合计", "基本支出", "60.00"),
    ]


def test_the_same_command_goes_on_where_the_last_one_stopped(path: Path) -> None:
    _run(path, [*_HEAD, "", "-", "q"])
    done = _run(path, ["", "", "", "", "", *_HEAD, "", ""], by="ben")
    assert "[3/6] code 208" in done.stdout
    assert "[1/6]" not in done.stdout
    assert done.stdout.endswith("water: 7 of 7 cells judged, 2 of 2 tables labelled\n")
    makers = [line.rsplit(",", 2)[1:] for line in _lines(path, "facts.csv")[1:]]
    assert makers == [["anna", "yes"], *[["ben", "yes"]] * 5]
    assert ("合计", "60.00") not in [(label, value) for _, _, label, _, value in _values(path)]
    again = _run(path, [])
    assert "Table" not in again.stdout


def _lines(path: Path, name: str) -> list[str]:
    return (_gold(path) / name).read_text(encoding="utf-8").splitlines()


def test_what_is_typed_is_the_label(path: Path) -> None:
    head = ["支出 总表（一）", "-", "other", "4"]
    cell = ["c", "2 08", "l", "合 计", "h", "支出/合计", "1,234.50"]
    _run(path, [*head, *cell, "=-", "q"])
    [table] = read_tables(_gold(path))
    assert (table.title, table.unit, table.kind, table.rows) == ("支出总表（一）", "", "other", 4)
    assert _values(path) == [
        (1, "208", "合计", "支出/合计", "1234.50"),
        (1, "208", "合计", "基本支出", "-"),
    ]


def test_what_cannot_be_a_label_is_asked_again(path: Path) -> None:
    head = ["-", "支出总表", "贝", "万元", "nothing", "", "many", ""]
    done = _run(path, [*head, "x", "=", "5", "q"])
    assert "a table has one" in done.stdout
    assert "x is none of the keys" in done.stdout
    assert "not written: water/facts.csv:2: value is empty" in done.stdout
    assert _values(path) == [(1, "", "合计", "合计", "5")]


def test_going_back_shows_the_label_and_another_takes_its_place(path: Path) -> None:
    done = _run(path, [*_HEAD, "", "", "b", "b", "7", "q"])
    assert done.stdout.count("labelled by anna") == 2
    assert _values(path) == [(1, "", "合计", "合计", "7"), (1, "", "合计", "基本支出", "60.00")]
    assert "[3/6]" in done.stdout.rsplit("> ", 1)[0].rsplit("\n", 3)[-2]


def test_back_from_the_first_cell_is_the_table_itself(path: Path) -> None:
    _run(path, [*_HEAD, "", "b", "b", "新表", "", "", "", "q"])
    assert [label.title for label in read_tables(_gold(path))] == ["新表"]
    assert [fact.title for fact in read_facts(_gold(path))] == ["新表"]


def test_a_cell_that_was_not_read_is_added_only_when_it_is_confirmed(path: Path) -> None:
    added = ["n", "2", "209", "新项", "项目支出", "9", "3.00"]
    _run(path, [*_HEAD, *added, "no", *added, "", "s", "q"])
    [fact] = read_facts(_gold(path))
    assert (fact.row, fact.code, fact.label, fact.column, fact.value, fact.where) == (
        2,
        "209",
        "新项",
        "项目支出",
        "3.00",
        "9",
    )


def test_a_table_that_was_not_read_is_typed(path: Path) -> None:
    head = ["y", "资产表", "-", "assets", "1", "14"]
    _run(path, [*head, "n", "1", "-", "汽车", "数量", "15", "2", "", "q"], "--table", "3")
    assert [(one.table, one.title, one.where) for one in read_tables(_gold(path))] == [
        (3, "资产表", "14")
    ]
    assert _values(path) == [(3, "", "汽车", "数量", "2")]


def test_blind_values_are_typed_before_it_is_told_what_was_read(path: Path) -> None:
    done = _run(path, [*_HEAD, "", "101.00", "61.00", "q"], "--blind")
    assert "column 合计 = ?" in done.stdout
    assert "»" not in done.stdout
    assert "Type what you read at the source." in done.stdout
    assert re.findall(r"read .+", done.stdout.split("> ", 1)[1])[:2] == [
        "read at the source.",
        "read the same",
    ]
    assert "read as 60.00; yours is kept" in done.stdout
    assert [value for *_, value in _values(path)] == ["101.00", "61.00"]


@pytest.mark.parametrize(("answer", "seen"), [("y", "yes"), ("n", "no")])
def test_a_label_of_a_page_is_seen_where_the_page_was_open(
    tmp_path: Path, answer: str, seen: str
) -> None:
    path = _print_pdf(tmp_path / "water.pdf")
    done = _run(path, [answer, *_HEAD, "", "q"], "--pictures", str(tmp_path / "pages"))
    picture = tmp_path / "pages" / "water-table1-page1.png"
    assert f"page: {picture}\n" in done.stdout
    assert Image.open(picture).width > 800
    assert _lines(path, "facts.csv")[1:] == [f"1,支出总表,万元,1,,合计,合计,80.50,1,anna,{seen}"]


def test_a_page_is_drawn_bare_for_a_blind_label_and_its_lines_are_not_shown(
    tmp_path: Path,
) -> None:
    path = _print_pdf(tmp_path / "water.pdf")
    for name, options in (("framed", []), ("bare", ["--blind"])):
        done = _run(path, ["y", "q"], "--pictures", str(tmp_path / name), *options)
    framed, bare = (
        Image.open(tmp_path / name / "water-table1-page1.png").convert("HSV").getextrema()[1]
        for name in ("framed", "bare")
    )
    assert (framed[1] > 100, bare[1] < 10) == (True, True)  # frames have colours
    done = _run(path, ["y", *_HEAD, "q"], "--blind", "--pictures", str(tmp_path))
    assert "80.50" not in done.stdout


def test_what_was_read_of_a_web_page_is_not_shown_for_a_blind_label(tmp_path: Path) -> None:
    path = tmp_path / "water.html"
    rows = "<tr><td>科目名称</td><td>合计</td></tr><tr><td>水利</td><td>80.50</td></tr>"
    path.write_text(f"<p>支出总表</p><p>单位：万元</p><table>{rows}</table>", encoding="utf-8")
    done = _run(path, ["y", *_HEAD, "q"], "--blind")
    assert "label 水利 · column 合计 = ?" in done.stdout
    assert "80.50" not in done.stdout


def test_findings_are_confirmed_corrected_refused_and_added(path: Path) -> None:
    edit = ["e", "", "wording", "", "", "-", "", "看不清"]
    new = ["n", "text_vs_table", "error", "12", "1.50", "1.60", "正文与表不符", "-", ""]
    done = _run(path, [*edit, "", "-", *new, ""], "--findings")
    assert done.exit_code == 0
    first, second = read_findings(_gold(path))
    assert (first.severity, first.computed, first.note) == ("wording", "", "看不清")
    assert (second.id, second.kind, second.where) == (
        "water-f02",
        FindingKind.TEXT_VS_TABLE,
        "12",
    )
    again = _run(path, [""], "--findings")
    assert "2 findings, 0 of them to be judged" in again.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--by", " "], "--by cannot be empty"),
        ([], "name the folder of the suite"),
    ],
)
def test_what_is_missing_is_said_in_one_line(path: Path, options: list[str], message: str) -> None:
    suite = ["--suite", str(path.parent / "suite")] if options else []
    done = CliRunner().invoke(_APP, [str(path), *suite, *options])
    assert (done.exit_code, message in done.stderr) == (2, True)
    assert not (path.parent / "suite").exists()


def test_a_document_is_not_mistaken_for_another_of_its_name(path: Path) -> None:
    _run(path, ["q"])
    path.write_text(_TEXT + "\n", encoding="utf-8")
    done = _run(path, ["q"])
    assert (done.exit_code, "another document of this name" in done.stderr) == (2, True)


def test_a_wholly_confirmed_table_scores_as_it_was_read(tmp_path: Path) -> None:
    document = generate(5, year=2024, kind=DisclosureKind.BUDGET)
    path = tmp_path / f"{document.name}.txt"
    path.write_text(document.text, encoding="utf-8")
    number = next(fact.table for fact in document.facts)
    wanted = [fact for fact in document.facts if fact.table == number]
    done = _run(path, [*_HEAD, *[""] * (len(wanted) + 1)], "--table", str(number))
    assert done.exit_code == 0
    labels = read_facts(_gold(path))
    score = score_facts(labels, tuple(fact_rows(read(path))), read_tables(_gold(path)))
    assert (score.expected, score.missing) == (len(wanted), ())
    assert list(open_suite(tmp_path / "suite").documents) == [document.name]
