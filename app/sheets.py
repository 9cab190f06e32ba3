"""Columns of words for the tables on a page: of a record, of what was found in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.texts import Texts
from extraction import RULES, Content, Disclosure, Finding, Report, Row, Source, Table, Verdict
from index import Document

_RULES = {rule.id: rule.zh for rule in RULES}


@dataclass(frozen=True, slots=True)
class Strip:
    """A column of words under its head."""

    head: str
    values: tuple[str, ...]
    is_figures: bool = False
    """Whether it is set to the right."""


Sheet = tuple[Strip, ...]


def rule_name(rule: str) -> str:
    """What a rule demands, in a sentence; its id where the catalogue has it no more."""
    return _RULES.get(rule, rule)


def table_sheet(table: Table, texts: Texts) -> Sheet:
    """The rows as printed; the sides of a row stand next to each other."""
    numbers = list(dict.fromkeys(row.number for row in table.rows))
    rows = {(row.number, row.side): row for row in table.rows}
    places = (row_source(table, number) for number in numbers)
    strips = [Strip(texts.record.place, tuple(texts.place(place.spot) for place in places))]
    for side, name in enumerate(table.sides):
        of_side = [rows.get((number, side)) for number in numbers]
        for strip in _side_strips(table, side, of_side, texts):
            head = f"{name}/{strip.head}" if name else strip.head
            strips.append(Strip(head, strip.values, strip.is_figures))
    return _tell_apart(strips)


def _side_strips(
    table: Table, side: int, rows: Sequence[Row | None], texts: Texts
) -> Iterator[Strip]:
    if any(row and row.code for row in rows):
        codes = (row.code.printed if row and row.code else "" for row in rows)
        yield Strip(texts.record.code, tuple(codes))
    yield Strip(texts.record.name, tuple(row.label if row else "" for row in rows))
    for index, column in enumerate(table.columns):
        if column.side == side:
            head = "/".join(column.path) or texts.record.value
            yield Strip(head, _values(rows, index), _holds_figures(rows, index))
    # Head fields, over which no header stands.
    loose = _values(rows, None)
    if any(loose):
        yield Strip(texts.record.value, loose)


def _values(rows: Sequence[Row | None], column: int | None) -> tuple[str, ...]:
    return tuple(
        " ".join(cell.printed for cell in row.cells if cell.column == column) if row else ""
        for row in rows
    )


def _holds_figures(rows: Sequence[Row | None], column: int) -> bool:
    cells = [cell for row in rows if row for cell in row.cells if cell.column == column]
    return not any(cell.content is Content.WORDS for cell in cells)


def row_source(table: Table, number: int) -> Source:
    """Where a row is printed, both its sides, in the order of its lines."""
    spans = [
        span
        for row in table.rows
        if row.number == number
        for printed in (row.code, row.name, *row.cells)
        if printed
        for span in printed.source.spans
    ]
    ordered = sorted(spans, key=lambda span: (span.line, span.start))
    return Source(document=table.source.document, spans=tuple(ordered))


def _tell_apart(strips: Iterable[Strip]) -> Sheet:
    """The strips with heads that differ; a table may print one head twice."""
    taken: set[str] = set()
    told: list[Strip] = []
    for strip in strips:
        head, count = strip.head, 1
        while head in taken:
            count += 1
            head = f"{strip.head} ({count})"
        taken.add(head)
        told.append(Strip(head, strip.values, strip.is_figures))
    return tuple(told)


def findings_sheet(findings: Sequence[Finding], texts: Texts) -> Sheet:
    """The findings, one a row, in the order given."""
    return _sheet(
        texts.record.findings,
        (
            (
                texts.severities[finding.severity],
                rule_name(finding.rule),
                str(finding.cells[0].table or ""),
                texts.place(finding.cells[0].source.spot),
                finding.statement,
                finding.printed,
                finding.computed,
                finding.cause.zh if finding.cause else "",
            )
            for finding in findings
        ),
    )


def unchecked_sheet(report: Report, texts: Texts) -> Sheet:
    """The rules that could not run, each with its reason."""
    return _sheet(
        texts.record.unchecked_columns,
        (
            (
                str(entry.table or ""),
                texts.place(entry.source.spot),
                " · ".join(filter(None, (entry.label, entry.column))),
                rule_name(entry.rule),
                texts.remark(entry.reason),
            )
            for entry in report.ledger
            if entry.verdict is Verdict.NOT_CHECKABLE
        ),
    )


def gaps_sheet(disclosure: Disclosure, texts: Texts) -> Sheet:
    """What could not be read, one a row."""
    return _sheet(
        texts.record.gaps,
        (
            (
                texts.place(gap.source.spot) if gap.source else "",
                str(gap.table or ""),
                texts.gap_reasons[gap.reason],
                texts.remark(gap.message),
                gap.printed,
            )
            for gap in disclosure.gaps
        ),
    )


def documents_sheet(documents: Sequence[Document], texts: Texts) -> Sheet:
    """The documents of a library, one a row."""
    return _sheet(
        texts.library.overview,
        (
            (
                document.region or texts.unknown,
                document.agency or texts.unknown,
                str(document.year or texts.unknown),
                texts.kinds[document.kind] if document.kind else texts.unknown,
                texts.formats[document.format],
                str(document.tables),
                str(document.facts),
                str(document.gaps),
                str(document.broken),
                document.superseded_by or "",
                document.name,
            )
            for document in documents
        ),
    )


def _sheet(heads: Sequence[str], rows: Iterable[tuple[str, ...]]) -> Sheet:
    columns = list(zip(*rows, strict=True)) or [()] * len(heads)
    return tuple(
        Strip(head, values, all(value.isdecimal() for value in values))
        for head, values in zip(heads, columns, strict=True)
    )
