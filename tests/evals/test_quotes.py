"""A quote stands at its place in the document, or is told."""

from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas

from evals.labels.gold import FindingKind, FindingLabel, Noted, Severity, TableLabel
from evals.labels.questions import Evidence, Language, Question, QuestionType
from evals.labels.quotes import (
    Quote,
    QuoteKind,
    check_quotes,
    quote_evidence,
    quote_facts,
    quote_findings,
    quote_tables,
)
from extraction import FactRow
from extraction.vocabulary import TableKind

LINES = (
    "收支总表",  # 1
    "合计\t1,418.56\t386.62",  # 2
    "支出比上年减少 83.10 万元，主",  # 3
    "要原因是“人员”变动①2024年",  # 4
    "",  # 5
    "指挥中心显",  # 6
    "示屏",  # 7
    "采购\t7.40\t208\t05",  # 8
    "<p>完成一、<br>二期</p>",  # 9
    "共 3 辆",  # 10
)


def check(document: Path, where: str, text: str, kind: QuoteKind) -> bool:
    """Whether a quote stands in a document."""
    return not check_quotes(document, [Quote(place="f:2", kind=kind, where=where, text=text)])


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document as text."""
    path = tmp_path_factory.mktemp("text") / "lin-2024.txt"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of two pages."""
    path = tmp_path_factory.mktemp("pdf") / "lin-2024.pdf"
    canvas = Canvas(str(path))
    for page in (("Total income 1,418.56", "Spent on staff 386.62"), ("Grand total 90.5",)):
        for number, line in enumerate(page):
            canvas.drawString(72, 700 - 40 * number, line)
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize(
    ("where", "quote", "stands"),
    [
        ("2", "合计\t1,418.56", True),
        ("2", "合 计1,418.56 386.62", True),
        ("3", "减少83.10万元", True),
        ("3", "减少８３.10 万元", True),
        ("3", "减少 83.10 万元，主要原因是人员变动", True),
        ("3", "主要原因", True),
        ("4", "主要原因", False),
        ("3", "要原因", False),
        ("4", "要原因是人员变动", True),
        ("4", "2024年", True),
        ("4", "①2024年", True),
        ("2", "1418.56", True),
        ("2", "合计 1418.56", False),
        ("2", "418.56", False),
        ("2", "合计 1,418", False),
        ("2", "合计 1", False),
        ("3", "减少 83.10 万元 主", False),
        ("5", "合计", False),
        ("11", "合计", False),
        ("Sheet1!A1", "合计", False),
    ],
)
def test_evidence_begins_on_its_line(text: Path, where: str, quote: str, stands: bool) -> None:
    assert check(text, where, quote, QuoteKind.EVIDENCE) is stands


@pytest.mark.parametrize(
    ("where", "quote", "stands"),
    [
        ("1", "Total income 1,418.56 Spent on staff 386.62", True),
        ("1", "staff income", True),
        ("1", "income 418.56", False),
        ("1", "income 1418.56", False),
        ("1", "income 386.6", False),
        ("1", "Grand total", False),
        ("2", "Grand total 90.5", True),
        ("3", "Grand total", False),
    ],
)
def test_every_word_of_evidence_stands_on_its_page(
    pdf: Path, where: str, quote: str, stands: bool
) -> None:
    assert check(pdf, where, quote, QuoteKind.EVIDENCE) is stands


@pytest.mark.parametrize(
    ("where", "value", "stands"),
    [
        ("2", "1418.56", True),
        ("2", "418.56", False),
        ("2", "1418.5", False),
        ("2", "56386", False),
        ("3", "1418.56", False),
        ("8", "20805", False),
        ("8", "208", True),
        ("9", "完成一、二期", True),
        ("8", "指挥中心显示屏", True),
        ("1", "示屏采购", False),
        ("8", "合减指采", False),
        ("8", "指挥中心大屏幕", False),
        ("8", "完成一、二期", False),
        ("10", "3", True),
    ],
)
def test_a_value_stands_on_its_line_or_wraps_near(
    text: Path, where: str, value: str, stands: bool
) -> None:
    assert check(text, where, value, QuoteKind.VALUE) is stands


@pytest.mark.parametrize(
    ("where", "printed", "stands"),
    [
        ("3", "-83.10", True),
        ("3", "83.10", True),
        ("3", "83.1", False),
        ("8", "20805", True),
        ("4", "人员变动", True),
        ("3", "人员变动", False),
    ],
)
def test_a_finding_is_printed_without_a_sign_or_in_parts(
    text: Path, where: str, printed: str, stands: bool
) -> None:
    assert check(text, where, printed, QuoteKind.PRINTED) is stands


def test_a_title_stands_on_its_line(text: Path) -> None:
    assert check(text, "1", "收支总表", QuoteKind.TITLE)
    assert not check(text, "2", "收支总表", QuoteKind.TITLE)


def test_a_quote_of_a_workbook_stands_in_its_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book["Sheet"].append(["支出", "合计"])
    book["Sheet"].append(["教育", 418.5])
    path = tmp_path / "lin-2024.xlsx"
    book.save(path)
    assert check(path, "Sheet!B2", "418.5", QuoteKind.VALUE)
    assert check(path, "Sheet!A1", "支出", QuoteKind.EVIDENCE)
    assert not check(path, "Sheet!A2", "418.5", QuoteKind.VALUE)
    assert not check(path, "Sheet!A1", "支出合计", QuoteKind.EVIDENCE)


def test_a_quote_of_a_word_document_stands_in_its_cell_or_line(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("支出418.5万元")
    table = document.add_table(rows=2, cols=2)
    for cell, value in zip(table._cells, ("支出", "合计", "教育", "418.5"), strict=True):
        cell.text = value
    path = tmp_path / "lin-2024.docx"
    document.save(str(path))
    assert check(path, "table 1, row 2, cell 2", "418.5", QuoteKind.VALUE)
    assert not check(path, "table 1, row 2, cell 1", "418.5", QuoteKind.VALUE)
    assert check(path, "1", "支出418.5万元", QuoteKind.EVIDENCE)


def test_every_slip_is_told_with_the_places_where_it_does_stand(text: Path) -> None:
    quotes = [
        Quote(place="a/f.csv:2", kind=QuoteKind.VALUE, where="3", text="1418.56"),
        Quote(place="a/f.csv:3", kind=QuoteKind.VALUE, where="2", text="386.62"),
        Quote(place="a/f.csv:4", kind=QuoteKind.EVIDENCE, where="99", text="合计"),
        Quote(place="a/f.csv:5", kind=QuoteKind.PRINTED, where="2", text="999"),
    ]
    assert check_quotes(text, quotes) == [
        "a/f.csv:2: value '1418.56' does not stand at 3, but at 2",
        "a/f.csv:4: quote '合计' does not stand at 99, where nothing is read",
        "a/f.csv:5: printed '999' does not stand at 2",
    ]


def test_a_document_that_cannot_be_read_leaves_its_quotes_unchecked(tmp_path: Path) -> None:
    path = tmp_path / "lin-2024.txt"
    path.write_bytes(b"")
    quote = Quote(place="a/f.csv:2", kind=QuoteKind.VALUE, where="1", text="1")
    (message,) = check_quotes(path, [quote, quote])
    assert message.startswith("lin-2024.txt: 2 quotes are unchecked: ")
    assert check_quotes(path, []) == []


def test_labels_are_turned_into_quotes() -> None:
    fact = FactRow(1, "表", "", 1, "", "合计", "", "418.50", "9")
    table = TableLabel(table=1, title="表", unit="", kind=TableKind.OTHER, rows=1, where="8")
    finding = FindingLabel(
        id="a",
        kind=FindingKind.LABEL,
        where="7",
        statement="错",
        printed="字",
        computed="",
        severity=Severity.WORDING,
        note="",
    )
    question = Question(
        id="q",
        type=QuestionType.WHY,
        lang=Language.ZH,
        documents=("he", "lin"),
        question="?",
        answer="!",
        value=None,
        unit=None,
        evidence=(
            Evidence(document="he", where="1", quote="one"),
            Evidence(document="lin", where="2", quote="two"),
        ),
    )

    def told(quotes: Sequence[Quote]) -> list[tuple[str, str, str, str]]:
        return [(quote.place, quote.kind, quote.where, quote.text) for quote in quotes]

    assert told([*quote_facts([Noted(fact, "f:2")])]) == [("f:2", "value", "9", "418.50")]
    assert told([*quote_tables([Noted(table, "t:2")])]) == [("t:2", "title", "8", "表")]
    assert told([*quote_findings([Noted(finding, "d:2")])]) == [("d:2", "printed", "7", "字")]
    assert told([*quote_evidence([Noted(question, "q:1")], "lin")]) == [
        ("q:1", "quote", "2", "two")
    ]
