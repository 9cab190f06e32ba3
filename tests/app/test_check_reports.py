"""Reports of the checks: findings in; JSON, rows, formulas, a page and lines of a terminal out."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from rich.console import Console
from typer.testing import CliRunner

from app.check_book import report_book
from app.check_formulas import write_formula
from app.check_page import report_page
from app.check_results import Checked, Lang, Mark, Quote, check_disclosure, difference, own_parts
from app.check_rows import report_csv, report_json
from app.check_texts import speak
from app.cli import app
from app.drawing import draw_report
from extraction import (
    RULES,
    Cause,
    CauseKind,
    Finding,
    Report,
    Severity,
    Source,
    Span,
    Unit,
    Verdict,
    parse_cell,
    read,
)
from extraction.audit import Break
from extraction.relations import Operand

_WATER = """\
青禾县水务局2024年部门预算

支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t{total}\t60.00\t40.50
208\t社会保障和就业支出\t20.00\t20.00\t—
213\t{name}\t80.50\t40.00\t40.50
"""
_EVIL = '<script>alert("1")</script>'


def _operand(
    printed: str, where: int = 10, unit: Unit | None = Unit.WAN, **more: object
) -> Operand:
    span = Span(line=where, start=0, end=len(printed))
    fields = {
        "table": 1,
        "row": 1,
        "code": "",
        "label": "合计",
        "column": "预算数",
        "printed": printed,
        "amount": parse_cell(printed, unit)[1],
        "where": str(where),
        "source": Source(document="water", spans=(span,)),
    }
    return Operand.model_validate(fields | more)


def _finding(*cells: Operand, computed: str = "100.50", **more: object) -> Finding:
    fields = {
        "document": "water",
        "rule": "grand_total",
        "kind": "column_sum",
        "severity": "error",
        "where": cells[0].where,
        "statement": f"印作{cells[0].printed}",
        "statement_en": f"It is printed as {cells[0].printed}.",
        "printed": cells[0].printed,
        "computed": computed,
        "cells": cells,
        "own": len(cells),
    }
    return Finding.model_validate(fields | more)


def _checked(*findings: Finding, quotes: tuple[tuple[Quote, ...], ...] | None = None) -> Checked:
    report = Report(document="water", findings=findings, ledger=(), figures=8, covered=7)
    return Checked(
        report, ("青禾县水务局", "2024", "budget"), "0" * 64, (), quotes or ((),) * len(findings)
    )


def _check(folder: Path, total: str = "101.50", name: str = "农林水支出") -> Checked:
    path = folder / "water.txt"
    path.write_text(_WATER.format(total=total, name=name), encoding="utf-8")
    return check_disclosure(read(path))


_SUM = _finding(_operand("101.50"), _operand("20.00", 11), _operand("80.50", 12))
_CAUSE = Cause(
    kind=CauseKind.WRONG_DIGIT,
    cell=_operand("101.50"),
    tying="100.50",
    zh="“合计”的101.50疑为100.50之误",
    en="101.50 may be 100.50.",
)
_ALSO = Break(
    rule="row_total",
    where="10",
    source=_operand("101.50").source,
    statement="同行也不符",
    statement_en="The row does not tie either.",
    printed="101.50",
    computed="100.50",
)
_CAUSED = _SUM.model_copy(update={"cause": _CAUSE, "also": (_ALSO,)})


@pytest.mark.parametrize(
    ("finding", "formula"),
    [
        (_SUM, "=SUM(B2:B3)"),
        (_finding(_operand("100.00"), _operand("100.50")), "=B2"),
        (
            _finding(_operand("87.70"), _operand("877,080.00", unit=Unit.YUAN), computed="87.708"),
            "=(B2/10000)",
        ),
        (
            _finding(
                _operand("1.50"), _operand("1", unit=Unit.WAN), _operand("6,000", unit=Unit.YUAN),
                computed="1.6",
            ),
            "=B2+(B3/10000)",
        ),
        (
            _finding(
                _operand("9.00"), _operand("10.00"), _operand("4.50"), _operand("2.50"),
                computed="8.00",
            ),
            "=B2-B3+B4",
        ),
        (
            _finding(_operand("95.45%"), _operand("97.46"), _operand("102.10"), computed="95.46%"),
            "=ROUND(B2/B3*100,2)",
        ),
        (
            _finding(
                _operand("4.0%"), _operand("2.00"), _operand("400,000", unit=Unit.YUAN),
                computed="5.0%",
            ),
            "=ROUND(B2/(B3/10000)*100,1)",
        ),
        (
            _finding(_operand("4.0%"), _operand("105.00"), _operand("5.00"), computed="5.0%"),
            "=ROUND(B3/(B2-B3)*100,1)",
        ),
        (_finding(_operand("9.00"), _operand("10.00"), computed="7.77"), None),
        (_finding(_operand("减少"), _operand("10.00"), computed="增加"), None),
    ],
)  # fmt: skip
def test_a_formula_gives_what_was_computed(finding: Finding, formula: str | None) -> None:
    refs = [f"B{row}" for row in range(2, 1 + len(finding.cells))]
    assert write_formula(finding, refs) == formula


def test_the_figures_of_what_breaks_with_it_are_no_parts_of_a_finding() -> None:
    others = (_operand("101.50", 20), _operand("60.00", 21))
    finding = _CAUSED.model_copy(update={"cells": (*_SUM.cells, *others)})
    assert own_parts(finding) == _SUM.cells[1:]


def test_prose_is_compared_without_signs() -> None:
    fell = _finding(_operand("2,104.38", table=None), computed="-1904.38")
    assert difference(fell) == Decimal("200.00")
    assert difference(_finding(_operand("-5.00"), computed="-4.00")) == Decimal("-1.00")
    assert difference(_finding(_operand("减少"), computed="增加")) is None


def test_json_has_a_summary_of_each_document(tmp_path: Path) -> None:
    whole = json.loads(report_json([_check(tmp_path)]))
    assert list(whole) == ["findings", "ledger", "summary"]
    [summary] = whole["summary"]
    assert summary["document"] == "water"
    assert summary["checks"] == len(whole["ledger"]) == sum(summary["verdicts"].values())
    assert set(summary["verdicts"]) == {str(verdict) for verdict in Verdict}
    assert summary["severities"] == {"error": len(whole["findings"]), "rounding": 0, "wording": 0}
    assert (summary["figures"], summary["covered"], summary["gaps"]) == (8, 8, 0)
    [cell, *_] = whole["findings"][0]["cells"]
    assert {"where", "table", "row", "column", "printed"} <= cell.keys()
    assert {"cause", "also", "statement_en"} <= whole["findings"][0].keys()


def test_a_finding_is_a_row_of_csv_and_no_formula() -> None:
    words = _finding(
        _operand("=1+1", amount=None, table=None),
        computed="-1",
        severity="wording",
        rule="placeholder",
    )
    text = report_csv([_checked(words, _CAUSED)])
    assert text.startswith("\ufeffdocument,")
    first, second = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (first["severity"], first["difference"], first["tying"]) == ("error", "1.00", "100.50")
    assert first["cells"] == "10: 101.50; 11: 20.00; 12: 80.50"
    assert first["also"] == "row_total 10: 101.50"
    assert (second["printed"], second["computed"]) == ("'=1+1", "-1")


def _load(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def test_a_workbook_reckons_beside_what_is_printed() -> None:
    book = _load(report_book([_checked(_SUM)], speak(Lang.ZH)))
    assert book.sheetnames == ["概览", "问题", "计算", "全部检查"]
    sheet = book["计算"]
    rows = [[cell.value for cell in row[6:10]] for row in sheet.iter_rows(min_row=2)]
    assert rows == [
        [101.5, "万元", "=SUM(G3:G4)", "=ROUND(G2-I2,2)"],
        [20, "万元", None, None],
        [80.5, "万元", None, None],
    ]
    assert sum(row[0] for row in rows[1:]) == float(_SUM.computed)
    assert [sheet[name].number_format for name in ("G2", "G3", "I2")] == ["#,##0.00"] * 3
    counts = [cell.value for cell in book["概览"][2]]
    assert counts == ["water", "青禾县水务局 2024 预算", 1, 0, 0, 0, 0, 0, 0, 0, 8, 7, "87%", 0]


def test_words_of_a_document_are_no_formulas_of_a_workbook() -> None:
    evil = '=HYPERLINK("http://example.org")\x07'
    finding = _finding(_operand("101.50", label=evil), _operand("20.00", label="@1"))
    sheet = _load(report_book([_checked(finding)], speak(Lang.EN)))["Arithmetic"]
    assert (sheet["E2"].value, sheet["E2"].data_type) == (evil[:-1], "s")
    assert (sheet["E3"].value, sheet["E3"].data_type) == ("@1", "s")
    assert sheet["I2"].value == 100.5


def test_all_checks_stand_in_the_workbook(tmp_path: Path) -> None:
    checked = _check(tmp_path)
    sheet = _load(report_book([checked], speak(Lang.ZH)))["全部检查"]
    verdicts = [row[7].value for row in sheet.iter_rows(min_row=2)]
    assert len(verdicts) == len(checked.report.ledger)
    assert verdicts.count("不符") == checked.report.count(Verdict.BROKEN)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (Lang.ZH, ("发现 1 处错误。", "计算过程", "可能的原因", "疑为100.50之误", "同行也不符")),
        (Lang.EN, ("Errors found: 1.", "The arithmetic", "Likely cause", "may be 100.50.",
                   "The row does not tie either.", "Grand total")),
    ],
)  # fmt: skip
def test_the_page_tells_all_of_a_finding(lang: Lang, words: tuple[str, ...]) -> None:
    page = report_page([_checked(_CAUSED)], speak(lang))
    assert [word for word in words if word not in page] == []
    assert '<td class="figure">100.50<small> 万元</small></td>' in page
    assert '<td class="figure">+1.00</td>' in page


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    evil = {"code": _EVIL, "label": _EVIL, "column": _EVIL}
    told = {"statement": _EVIL, "statement_en": _EVIL, "computed": _EVIL, "where": _EVIL}
    cells = (
        _operand(_EVIL, amount=None, **evil),
        _operand(_EVIL, 11, amount=None, label=f"{_EVIL}2", code=_EVIL, column=_EVIL),
    )
    finding = _finding(*cells, document=_EVIL, severity="wording", **told).model_copy(
        update={
            "cause": _CAUSE.model_copy(update={"zh": _EVIL}),
            "also": (_ALSO.model_copy(update=told),),
        }
    )
    text = f"{_EVIL} {_EVIL} {_EVIL}"
    start = len(_EVIL) + 1
    marks = (Mark(start, start + len(_EVIL), is_total=True),)
    quote = Quote(finding.cells[0].source.spot, text, marks)
    checked = _checked(finding, quotes=((quote,) * 5,))
    report = checked.report.model_copy(update={"document": _EVIL})
    page = report_page([replace(checked, report=report, owner=(_EVIL,))], speak(Lang.ZH))
    assert "&lt;script&gt;" in page
    loud = ("<script", "http://", "https://", "src=", "url(")
    assert [word for word in loud if word in page] == []
    assert "default-src 'none'" in page


def test_findings_stand_by_severity_and_the_sentence_first() -> None:
    rounding = _finding(_operand("1.00"), _operand("1.01"), computed="1.01", severity="rounding")
    wording = _finding(_operand("××", amount=None, table=None), computed="", severity="wording")
    page = report_page([_checked(wording, rounding, _SUM)], speak(Lang.ZH))
    order = [page.index(f'<article class="{severity}">') for severity in Severity]
    assert order == sorted(order)
    remarked = _checked(wording)
    assert "没有发现数额错误，有 1 处表述问题" in report_page([remarked], speak(Lang.ZH))
    unread = replace(remarked, report=remarked.report.model_copy(update={"covered": 0}))
    assert "没有读出可以检查的内容" in report_page([unread], speak(Lang.ZH))


def test_a_sentence_is_quoted_with_its_figures_marked(tmp_path: Path) -> None:
    path = tmp_path / "water.txt"
    sentence = "2024年公务接待费3.00万元，比上年增加1.00万元，增长20.00%。"
    path.write_text(f"青禾县水务局2024年部门预算\n\n一、情况说明\n\n{sentence}\n", encoding="utf-8")
    checked = check_disclosure(read(path))
    [(finding, quotes)] = [pair for pair in checked.findings if pair[0].rule == "text_rate"]
    [quote] = quotes
    assert quote.text == sentence
    marked = [(quote.text[mark.start : mark.end], mark.is_total) for mark in quote.marks]
    assert marked == [("3.00万元", False), ("1.00万元", False), ("20.00%", True)]
    page = report_page([checked], speak(Lang.ZH))
    assert '<mark class="total">20.00%</mark>' in page
    assert finding.computed == "50.00%"


def test_the_catalogue_counts_how_often_each_rule_applied(tmp_path: Path) -> None:
    checked = _check(tmp_path, total="100.50")
    page = report_page([checked], speak(Lang.EN))
    tied = sum(entry.rule == "grand_total" for entry in checked.report.ledger)
    assert f"<td>{_title('grand_total')}</td>" in page
    row = page[page.index(f"<td>{_title('grand_total')}</td>") :].split("</tr>")[0]
    assert row.count(f'<td class="figure">{tied}</td>') == 2
    assert "No errors found." in page


def _title(rule: str) -> str:
    return next(one.title_en for one in RULES if one.id == rule)


def _lines(report: Report, lang: Lang = Lang.ZH) -> list[str]:
    file = io.StringIO()
    draw_report(Console(file=file, highlight=False, width=80), report, lang)
    return file.getvalue().splitlines()


def test_the_terminal_tells_errors_first_and_their_cause() -> None:
    wording = _finding(
        _operand("××", amount=None), computed="", severity="wording", rule="placeholder"
    )
    assert _lines(_checked(wording, _CAUSED).report, Lang.EN) == [
        "water, line 10: error grand_total: It is printed as 101.50.",
        "    likely cause: 101.50 may be 100.50.",
        "    so also row_total: The row does not tie either.",
        "water, line 10: wording placeholder: It is printed as ××.",
        "water: 0 checks: 0 tied, 0 rounding, 0 broken, 0 not checkable;"
        " 7 of 8 figures (87%) are covered by a check",
    ]
    assert _lines(_checked(_CAUSED).report) == [
        "water 第 10 行：错误 grand_total：印作101.50",
        "    可能的原因：“合计”的101.50疑为100.50之误",
        "    同因不符 row_total：同行也不符",
        "water：0 项检查：0 相符、0 四舍五入之差、0 不符、0 无法检查；8 个数字中 7 个 (87%) 经核对",
    ]


@pytest.mark.parametrize(("count", "lines"), [(10, 11), (11, 2)])
def test_many_remarks_on_wording_are_only_counted(count: int, lines: int) -> None:
    wording = _finding(
        _operand("××", amount=None), computed="", severity="wording", rule="placeholder"
    )
    told = _lines(_checked(*[wording] * count).report, Lang.EN)
    assert len(told) == lines
    assert ("water: wording 11 findings" in told[0]) is (count == 11)


@pytest.fixture
def run() -> CliRunner:
    return CliRunner()


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("report.html", b"<!DOCTYPE html>"),
        ("report.XLSX", b"PK"),
        ("report.json", b"{"),
        ("report.csv", b"\xef\xbb\xbfdocument,"),
    ],
)
def test_a_report_has_the_form_of_its_name(
    tmp_path: Path, run: CliRunner, name: str, start: bytes
) -> None:
    for document, total in (("water", "101.50"), ("clean", "100.50")):
        path = tmp_path / f"{document}.txt"
        path.write_text(_WATER.format(total=total, name="农林水支出"), encoding="utf-8")
    report = tmp_path / "out" / name
    paths = [str(tmp_path / "water.txt"), str(tmp_path / "clean.txt")]
    result = run.invoke(app, ["check", *paths, "--report", str(report), "--jobs", "1"])
    assert result.exit_code == 1, result.output
    assert report.read_bytes().startswith(start)
    assert result.stdout.splitlines()[-1].startswith("clean：")
    assert result.stderr == f"gouji: report: {report}\n"


def test_a_report_of_another_form_is_refused_before_anything_is_read(run: CliRunner) -> None:
    result = run.invoke(app, ["check", "nowhere.txt", "--report", "report.docx"])
    assert result.exit_code == 2
    assert result.stderr == (
        "gouji: report.docx: a report is a file that ends in .html, .xlsx, .json, .csv\n"
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ["合计行", "列内合计", "预算、决算"]), ("en", ["Grand total", "sum in a column"])],
)
def test_rules_prints_every_rule(run: CliRunner, lang: str, words: list[str]) -> None:
    result = run.invoke(app, ["rules", "--lang", lang])
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [rule.id for rule in RULES]
    [line] = [line for line in lines if line.startswith("grand_total ")]
    assert [word for word in words if word not in line] == []


def test_both_languages_call_everything_by_a_name() -> None:
    for texts in map(speak, Lang):
        for rule in RULES:
            assert texts.kinds[rule.kind]
            assert texts.bases[rule.basis]
        assert set(texts.verdicts) == set(Verdict)
        assert set(texts.severities) == set(texts.findings_by_severity) == set(Severity)
