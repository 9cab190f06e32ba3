"""What was read of one document: its tables, the sums of them, what could not be read."""

import io
from functools import partial
from pathlib import Path

import streamlit as st

from app.check_results import sort_findings
from app.escaping import inert_markdown
from app.label_form import LabelDesk, draw_labels
from app.looks import choose_row, draw_pages, draw_sheet
from app.marking import draw_lines
from app.page_pictures import view_pages
from app.sheets import (
    findings_sheet,
    gaps_sheet,
    row_source,
    rule_name,
    table_sheet,
    unchecked_sheet,
)
from app.texts import Texts
from extraction import (
    Disclosure,
    Finding,
    Report,
    Source,
    Table,
    Verdict,
    box_around,
    boxes_by_page,
    write_facts,
)
from index import Library

_DRAWN_FINDINGS = 20


def draw_tables(
    library: Library, disclosure: Disclosure, texts: Texts, suite: Path | None = None
) -> None:
    """One table of the document, chosen by its title, cell for cell as printed; with a suite of
    hand labels, a row of it is labelled beside its source.
    """
    if not disclosure.tables:
        st.info(texts.record.no_tables)
        return
    titles = [_title(table, texts) for table in disclosure.tables]
    number = st.selectbox(
        texts.record.choose,
        range(len(titles)),
        format_func=titles.__getitem__,
        key=f"table {disclosure.document}",
    )
    table = disclosure.tables[number]
    about = texts.record.about.format(
        kind=texts.table_kinds[table.kind],
        unit=table.unit or texts.record.no_unit,
        place=texts.place(table.source.spot),
        rows=len({row.number for row in table.rows}),
    )
    maker = texts.record.makers[table.read_by]
    st.caption(inert_markdown(f"{about} · {maker}" if maker else about))
    if suite:
        _draw_labelled_table(library, disclosure, table, suite, texts)
    elif boxes_by_page(table.source):
        _draw_paged_table(library, table, texts)
    else:
        draw_sheet(table_sheet(table, texts))
        st.caption(texts.record.legend)


def _draw_paged_table(library: Library, table: Table, texts: Texts) -> None:
    """A table and the page that it is printed on: the page of the row that is chosen, with it."""
    number = _choose_row(table, texts.record.choose_line, texts)
    if number is None:
        _draw_page_of(library, table, texts)
    else:
        draw_pages(view_pages(library, row_source(table, number), (), texts))


def _draw_labelled_table(
    library: Library, disclosure: Disclosure, table: Table, suite: Path, texts: Texts
) -> None:
    """A table and the labels of the row that is chosen."""
    number = _choose_row(table, texts.label.choose_line, texts)
    if number is not None:
        draw_labels(LabelDesk(library, disclosure, suite, texts), table, number)
    elif boxes_by_page(table.source):
        _draw_page_of(library, table, texts)


def _choose_row(table: Table, hint: str, texts: Texts) -> int | None:
    """The table, and the number of the row that is chosen in it."""
    key = f"rows {table.source.document} {table.number}"
    row = choose_row(table_sheet(table, texts), key=key)
    st.caption(f"{texts.record.legend}{hint}")
    return None if row is None else list(dict.fromkeys(one.number for one in table.rows))[row]


def _draw_page_of(library: Library, table: Table, texts: Texts) -> None:
    """One page of those that a table stands on, with a box around all of it."""
    source = table.source
    pages = boxes_by_page(source)
    number = next(iter(pages))
    if len(pages) > 1:
        key = f"page {source.document} {table.number}"
        number = st.selectbox(texts.record.page, pages, key=key)
    spans = [span for span in source.spans if span.page == number]
    around = spans[0].model_copy(update={"box": box_around(pages[number])})
    whole = Source(document=source.document, spans=(around,))
    draw_pages(view_pages(library, whole, (), texts))


def _title(table: Table, texts: Texts) -> str:
    title = " ".join(table.title.printed.split()) if table.title else texts.record.no_title
    return f"{table.number}. {title}"


def draw_findings(library: Library, report: Report, texts: Texts) -> None:
    """Where the document disagrees with itself, errors first, and what could not be checked."""
    st.text(
        texts.record.sums.format(
            tied=report.count(Verdict.TIED),
            rounding=report.count(Verdict.ROUNDING),
            broken=report.count(Verdict.BROKEN),
            unchecked=report.count(Verdict.NOT_CHECKABLE),
        )
    )
    findings = sort_findings(report.findings)
    if not report.covered:
        st.warning(texts.record.no_sums)
    elif not findings:
        st.success(texts.record.no_findings)
    for number, finding in enumerate(findings[:_DRAWN_FINDINGS]):
        _draw_finding(library, finding, f"page {finding.document} {number}", texts)
    if len(findings) > _DRAWN_FINDINGS:
        more = len(findings) - _DRAWN_FINDINGS
        st.caption(texts.record.more_findings.format(count=more))
        draw_sheet(findings_sheet(findings, texts))
    unchecked = report.count(Verdict.NOT_CHECKABLE)
    if unchecked:
        with st.expander(texts.record.unchecked.format(count=unchecked)):
            draw_sheet(unchecked_sheet(report, texts))


def _draw_finding(library: Library, finding: Finding, key: str, texts: Texts) -> None:
    """A finding with its total and, lightly marked, the parts, in the lines and on the page."""
    total, *parts = (cell.source for cell in finding.cells)
    label = texts.record.finding.format(
        severity=texts.severities[finding.severity],
        place=texts.place(total.spot),
        rule=rule_name(finding.rule),
        label=finding.cells[0].label,
    )
    with st.expander(inert_markdown(label), expanded=finding.severity == "error"):
        st.text(finding.statement)
        if finding.cause:
            st.text(texts.record.cause.format(cause=finding.cause.zh))
        if finding.also:
            broken = (one.statement for one in finding.also)
            st.text("\n".join((texts.record.also.format(count=len(finding.also)), *broken)))
        if boxes_by_page(total) and st.toggle(texts.record.show_page, key=key):
            draw_pages(view_pages(library, total, parts, texts))
        st.html(draw_lines(library.lines(finding.document), total, parts, around=0))


def draw_gaps(disclosure: Disclosure, texts: Texts) -> None:
    """What is printed, or should be, and could not be read."""
    if disclosure.gaps:
        draw_sheet(gaps_sheet(disclosure, texts))
    else:
        st.success(texts.record.no_gaps)


def draw_downloads(disclosure: Disclosure, texts: Texts) -> None:
    """The facts as CSV and the whole record as JSON, made when they are asked for."""
    for label, ending, make in (
        (texts.library.save_facts, "facts.csv", _facts_csv),
        (texts.library.save_record, "json", _record_json),
    ):
        name = f"{disclosure.document}.{ending}"
        data = partial(make, disclosure)
        st.download_button(label, data, name, on_click="ignore", key=f"save {ending}")


def _facts_csv(disclosure: Disclosure) -> bytes:
    facts = io.StringIO(newline="")
    write_facts(disclosure, facts)
    return facts.getvalue().encode("utf-8-sig")  # spreadsheets take it for UTF-8 by its mark


def _record_json(disclosure: Disclosure) -> bytes:
    return disclosure.model_dump_json(indent=1).encode()
