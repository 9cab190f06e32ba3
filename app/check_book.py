"""Checks as a workbook in which the arithmetic of each finding is live."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.check_formulas import places, write_formula
from app.check_results import (
    Checked,
    amount_computed,
    count_verdicts,
    difference,
    own_parts,
    share_covered,
    statement_of,
    title_of,
)
from app.check_texts import CheckTexts
from extraction import Finding, Severity, Unit
from extraction.relations import Operand

Value = str | int
_HEAD = Font(bold=True)
_SHADE = PatternFill("solid", fgColor="EEF1F4")
_FILLS = {
    Severity.ERROR: PatternFill("solid", fgColor="F8D7D4"),
    Severity.ROUNDING: PatternFill("solid", fgColor="FBEFC9"),
    Severity.WORDING: PatternFill("solid", fgColor="DCE8F7"),
}
_LONG = 60
"""Characters of the widest column; longer texts wrap."""
_PRINTED, _COMPUTED = "G", "I"
"""Columns of the figures among the arithmetic."""


def report_book(checks: Sequence[Checked], texts: CheckTexts) -> bytes:
    """The workbook: a summary, the findings, their arithmetic with formulas, all checks."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill(book.create_sheet(texts.documents), texts.counts, (_counts(c, texts) for c in checks))
    findings = book.create_sheet(texts.findings)
    _fill(findings, texts.findings_heads, _findings(checks, texts))
    _shade_severities(findings, checks)
    _fill_sums(book.create_sheet(texts.sums), checks, texts)
    _fill(book.create_sheet(texts.ledger), texts.ledger_heads, _ledger(checks, texts))
    for sheet in book.worksheets:
        _set_widths(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _counts(checked: Checked, texts: CheckTexts) -> tuple[Value, ...]:
    report = checked.report
    return (
        report.document,
        texts.describe_owner(checked),
        *(checked.count(severity) for severity in Severity),
        len(report.ledger),
        *count_verdicts(report).values(),
        report.figures,
        report.covered,
        f"{share_covered(report)}%",
        len(checked.gaps),
    )


def _findings(checks: Sequence[Checked], texts: CheckTexts) -> Iterable[tuple[Value, ...]]:
    found = (pair for checked in checks for pair in checked.findings)
    for number, (finding, quotes) in enumerate(found, start=1):
        gap, cause = difference(finding), finding.cause
        total = finding.cells[0]
        yield (
            number,
            finding.document,
            texts.severities[finding.severity],
            title_of(finding.rule, texts.lang),
            total.table or "",
            texts.place(total.source.spot),
            statement_of(finding, texts.lang),
            finding.printed,
            finding.computed,
            "" if gap is None else str(gap),
            texts.tell_cause(cause) if cause else "",
            "\n".join(statement_of(broken, texts.lang) for broken in finding.also),
            quotes[0].text if quotes else "",
        )


def _ledger(checks: Sequence[Checked], texts: CheckTexts) -> Iterable[tuple[Value, ...]]:
    for entry in (entry for checked in checks for entry in checked.report.ledger):
        yield (
            entry.document,
            title_of(entry.rule, texts.lang),
            entry.table or "",
            texts.place(entry.source.spot),
            entry.row or "",
            entry.label,
            entry.column,
            texts.verdicts[entry.verdict],
            texts.remark(entry.reason),
        )


def _fill_sums(sheet: Worksheet, checks: Sequence[Checked], texts: CheckTexts) -> None:
    """Each finding about an amount: the total with what it should be, then its parts."""
    _fill(sheet, texts.sums_heads, ())
    findings = (finding for checked in checks for finding, _ in checked.findings)
    for number, finding in enumerate(findings, start=1):
        if finding.cells[0].amount:
            _add_sum(sheet, number, finding, texts)


def _add_sum(sheet: Worksheet, number: int, finding: Finding, texts: CheckTexts) -> None:
    total = sheet.max_row + 1
    cells = (finding.cells[0], *own_parts(finding))
    refs = [f"{_PRINTED}{total + place}" for place in range(len(cells))]
    for cell in cells:
        is_total = cell is cells[0]
        title = title_of(finding.rule, texts.lang) if is_total else ""
        place = f"{texts.tell_table(cell)} {texts.place(cell.source.spot)}"
        words = (number, title, place, cell.code, cell.label, cell.column)
        row = [_cell(sheet, word) for word in words]
        row += [_figure(sheet, cell), _cell(sheet, (cell.amount and cell.amount.unit) or "")]
        if is_total:
            row += _results(sheet, finding, refs)
            for one in row:
                one.font, one.fill = _HEAD, _FILLS[finding.severity]
        sheet.append(row)


def _results(sheet: Worksheet, finding: Finding, refs: Sequence[str]) -> list[Cell]:
    """What should stand in the total's place, and how far it is from what is printed there."""
    gap, amount = difference(finding), finding.cells[0].amount
    if gap is None or amount is None:
        return [_cell(sheet, finding.computed), _cell(sheet, "")]
    shown = places(gap)
    computed = _new(sheet, write_formula(finding, refs[1:]) or amount_computed(finding))
    computed.number_format = _number_format(shown, amount.unit)
    beside = refs[0].replace(_PRINTED, _COMPUTED)
    is_prose = finding.cells[0].table is None
    gap_text = f"ABS({refs[0]})-ABS({beside})" if is_prose else f"{refs[0]}-{beside}"
    apart = _new(sheet, f"=ROUND({gap_text},{shown})")
    apart.number_format = _number_format(shown, None)
    return [computed, apart]


def _figure(sheet: Worksheet, operand: Operand) -> Cell:
    """A printed figure as a number with the printed places; words as they are."""
    if operand.amount is None:
        return _cell(sheet, operand.printed)
    cell = _new(sheet, operand.amount.value)
    cell.number_format = _number_format(places(operand.amount.value), operand.amount.unit)
    return cell


def _number_format(decimals: int, unit: Unit | None) -> str:
    figure = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return f'{figure}"%"' if unit is Unit.PERCENT else figure


def _fill(sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """A sheet with its head row, which stays in sight, and a filter."""
    head = [_cell(sheet, word) for word in heads]
    for cell in head:
        cell.font, cell.fill = _HEAD, _SHADE
    sheet.append(head)
    for values in rows:
        sheet.append([_cell(sheet, value) for value in values])
    sheet.freeze_panes = "A2"


def _cell(sheet: Worksheet, value: Value) -> Cell:
    """A cell with a value; a text stays a text, whatever it begins with."""
    if not isinstance(value, str):
        return _new(sheet, value)
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = _new(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")
    return cell


def _new(sheet: Worksheet, value: Value | Decimal | None) -> Cell:
    """A cell that takes its place when its row is appended."""
    return Cell(sheet, 1, 1, value)


def _shade_severities(sheet: Worksheet, checks: Sequence[Checked]) -> None:
    findings = (finding for checked in checks for finding, _ in checked.findings)
    for row, finding in enumerate(findings, start=2):
        sheet[f"C{row}"].fill = _FILLS[finding.severity]


def _set_widths(sheet: Worksheet) -> None:
    """Columns as wide as what they hold, to a limit; what is longer wraps."""
    sheet.auto_filter.ref = sheet.dimensions
    for number, column in enumerate(sheet.columns, start=1):
        widest = max(_width(str(cell.value or "")) for cell in column if cell.data_type != "f")
        width = min(max(widest + 2, 8), _LONG)
        sheet.column_dimensions[get_column_letter(number)].width = width
        for cell in column:
            cell.alignment = Alignment(vertical="top", wrap_text=widest > _LONG)


def _width(text: str) -> int:
    """Width in columns of Latin letters; others are twice as wide."""
    lines = text.splitlines() or [""]
    return max(sum(1 + (letter > "\u2e80") for letter in line) for line in lines)
