"""Checks as JSON and as rows of CSV, for programs and spreadsheets."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.check_results import Checked, Quote, count_verdicts, difference
from app.costs import costs_json
from extraction import Finding, Report, Severity

if TYPE_CHECKING:
    from index import Cost

_FIELDS = (
    "document",
    "rule",
    "kind",
    "severity",
    "where",
    "statement",
    "statement_en",
    "printed",
    "computed",
    "difference",
    "cells",
    "cause",
    "cause_en",
    "tying",
    "also",
    "quote",
)
_LIVE = re.compile(r"[=+\-@\t\r]")
_FIGURE = re.compile(r"[-+]?[\d,.]*%?")


def report_json(checks: Sequence[Checked], costs: "Sequence[Cost] | None" = None) -> str:
    """Findings, ledger, a summary of each document, and what asking cost; that is left out where
    nothing could be asked.
    """
    reports = [checked.report for checked in checks]
    whole: dict[str, list[dict[str, object]]] = {
        "findings": [f.model_dump(mode="json") for report in reports for f in report.findings],
        "ledger": [e.model_dump(mode="json") for report in reports for e in report.ledger],
        "summary": [_summary(checked) for checked in checks],
    }
    if costs is not None:
        whole["cost"] = costs_json(costs)
    return json.dumps(whole, ensure_ascii=False, indent=1)


def report_csv(checks: Sequence[Checked]) -> str:
    """The findings, one a row, errors first in each document; marked as UTF-8 for spreadsheets."""
    file = io.StringIO(newline="")
    file.write("\ufeff")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_FIELDS)
    for checked in checks:
        for finding, quotes in checked.findings:
            writer.writerow([inert_field(field) for field in _fields(finding, quotes)])
    return file.getvalue()


def inert_field(text: str) -> str:
    """A text that a spreadsheet takes for no formula; figures stay as they are."""
    return f"'{text}" if _LIVE.match(text) and not _FIGURE.fullmatch(text) else text


def _summary(checked: Checked) -> dict[str, object]:
    report: Report = checked.report
    return {
        "document": report.document,
        "sha256": checked.sha256,
        "checks": len(report.ledger),
        "verdicts": {str(verdict): n for verdict, n in count_verdicts(report).items()},
        "severities": {str(severity): checked.count(severity) for severity in Severity},
        "figures": report.figures,
        "covered": report.covered,
        "gaps": len(checked.gaps),
    }


def _fields(finding: Finding, quotes: Sequence[Quote]) -> Iterator[str]:
    gap, cause = difference(finding), finding.cause
    yield from (finding.document, finding.rule, finding.kind, finding.severity, finding.where)
    yield from (finding.statement, finding.statement_en, finding.printed, finding.computed)
    yield "" if gap is None else str(gap)
    yield "; ".join(f"{cell.where}: {cell.printed}" for cell in finding.cells)
    yield from (cause.zh, cause.en, cause.tying) if cause else ("", "", "")
    yield "; ".join(f"{broken.rule} {broken.where}: {broken.printed}" for broken in finding.also)
    yield quotes[0].text if quotes else ""
