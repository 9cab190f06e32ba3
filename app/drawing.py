"""Tables and reports as a person reads them in a terminal."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table as Grid
from rich.tree import Tree

from app.check_results import Lang, share_covered, statement_of
from extraction import Disclosure, Finding, Maker, Report, Severity, Table, Verdict

if TYPE_CHECKING:
    from app.check_texts import CheckTexts

_LONGEST_WORDS = 24
_WIDEST = 1000
_MANY_REMARKS = 10
"""On the wording of one document."""

_STYLES = {
    Verdict.TIED: "green",
    Verdict.ROUNDING: "yellow",
    Verdict.BROKEN: "bold red",
    Verdict.NOT_CHECKABLE: "dim",
}
_SEVERITY_STYLES = {
    Severity.ERROR: "bold red",
    Severity.ROUNDING: "yellow",
    Severity.WORDING: "cyan",
}


def draw_disclosure(console: Console, disclosure: Disclosure) -> None:
    """The document in a few lines, then its tables, one a line."""
    found = (disclosure.agency, disclosure.region, disclosure.year, disclosure.kind)
    head = " · ".join(attribute.value if attribute else "?" for attribute in found)
    console.print(f"[bold]{escape(disclosure.document)}[/bold]  {escape(head)}")
    grid = Grid(
        "no.", "place", "title", "kind", "unit", "rows", "columns", box=None, pad_edge=False
    )
    for table in disclosure.tables:
        grid.add_row(
            str(table.number),
            escape(str(table.source.spot)),
            escape(table.title.printed) if table.title else "—",
            table.kind,
            table.unit or "—",
            str(len({row.number for row in table.rows})),
            str(len(table.columns)),
        )
    print_whole(console, grid)
    console.print(
        f"{len(disclosure.statements)} statements, {len(disclosure.definitions)} definitions, "
        f"{len(disclosure.listings)} lists, {len(disclosure.gaps)} gaps"
    )
    for gap in disclosure.gaps:
        place = f"{gap.source.spot}: " if gap.source else ""
        console.print(f"  gap: {escape(place)}{escape(gap.message)} {escape(gap.printed)}".rstrip())


def draw_table(console: Console, table: Table, report: Report) -> None:
    """One table as read: kind, unit, header tree, rows, and the sums that it ties."""
    title = table.title.printed if table.title else "(no title)"
    console.print(f"[bold]{table.number}. {escape(title)}[/bold]")
    sides = " | ".join(side or "—" for side in table.sides) if len(table.sides) > 1 else "one"
    maker = "" if table.read_by is Maker.RULES else f" · read by {table.read_by}"
    console.print(f"kind {table.kind} · unit {table.unit or '—'} · sides {escape(sides)}{maker}")
    console.print(_header_tree(table))
    print_whole(console, _rows(table))
    entries = [entry for entry in report.ledger if entry.table == table.number]
    counts = " · ".join(
        f"[{_STYLES[verdict]}]{sum(e.verdict is verdict for e in entries)} {verdict}[/]"
        for verdict in Verdict
    )
    console.print(f"sums: {counts}")
    for finding in report.findings:
        if finding.cells[0].table == table.number:
            place = escape(str(finding.cells[0].source.spot))
            console.print(f"  {place}: {escape(finding.statement)}")


def draw_report(console: Console, report: Report, lang: Lang = Lang.ZH) -> None:
    """The findings, one a line, errors first and wording last, then how much was checked.

    Many remarks on wording are only counted.
    """
    from app.check_texts import speak

    texts = speak(lang)
    document = escape(report.document)
    for severity in Severity:
        found = [finding for finding in report.findings if finding.severity is severity]
        if severity is Severity.WORDING and len(found) > _MANY_REMARKS:
            name = _name(severity, texts)
            many = texts.line_many.format(document=document, severity=name, count=len(found))
            _print_line(console, many)
            continue
        for finding in found:
            _draw_finding(console, finding, texts)
    counts = (f"{report.count(verdict)} {texts.verdicts[verdict]}" for verdict in Verdict)
    summary = texts.line_summary.format(
        document=document,
        checks=len(report.ledger),
        verdicts=texts.comma.join(counts),
        covered=report.covered,
        figures=report.figures,
        share=f" ({share_covered(report)}%)" if report.figures else "",
    )
    _print_line(console, summary)


def _draw_finding(console: Console, finding: Finding, texts: "CheckTexts") -> None:
    """A finding in a line, its cause and what breaks with it under it."""
    line = texts.line_finding.format(
        document=escape(finding.document),
        place=escape(texts.place(finding.cells[0].source.spot)),
        severity=_name(finding.severity, texts),
        rule=finding.rule,
        said=escape(statement_of(finding, texts.lang)),
    )
    _print_line(console, line)
    if finding.cause:
        _print_line(console, texts.line_cause.format(cause=escape(texts.tell_cause(finding.cause))))
    for broken in finding.also:
        said = escape(statement_of(broken, texts.lang))
        _print_line(console, texts.line_also.format(rule=broken.rule, said=said))


def _name(severity: Severity, texts: "CheckTexts") -> str:
    return f"[{_SEVERITY_STYLES[severity]}]{texts.severities[severity]}[/]"


def _print_line(console: Console, line: str) -> None:
    console.print(line, soft_wrap=True)


def print_whole(console: Console, grid: Grid) -> None:
    """Print wider than the terminal rather than cut: a figure without its end is a wrong one."""
    for column in grid.columns:
        column.no_wrap = True
    options = console.options.update(max_width=_WIDEST)
    width = max(Measurement.get(console, options, grid).maximum, console.width)
    wide = Console(
        file=console.file, width=width, force_terminal=console.is_terminal, highlight=False
    )
    wide.print(grid)


def _header_tree(table: Table) -> Tree:
    root = Tree("columns")
    branches: dict[tuple[int, tuple[str, ...]], Tree] = {}
    for column in table.columns:
        branch = root
        for depth, name in enumerate(column.path, start=1):
            key = (column.side, column.path[:depth])
            if key not in branches:
                branches[key] = branch.add(escape(name))
            branch = branches[key]
        fund = "" if column.fund == "all" else f", {column.fund}"
        unit = f", {column.unit}" if column.unit else ""
        branch.label = f"{branch.label} [dim]({column.measure}{fund}{unit})[/dim]"
    return root


def _rows(table: Table) -> Grid:
    """The rows as a grid, figures in full; long words are cut."""
    grid = Grid("row", "place", "code", "name", pad_edge=False)
    for head in [column.path[-1:] for column in table.columns] or [()]:
        grid.add_column(escape("".join(head)), justify="right")
    for row in table.rows:
        values = [""] * max(len(table.columns), 1)
        for cell in row.cells:
            # A head field stands in no column: it is shown in the first.
            values[cell.column or 0] = _shorten(cell.printed)
        first = next((printed for printed in (*row.cells, row.name, row.code) if printed), None)
        place = str(first.source.spot) if first else ""
        code = row.code.printed if row.code else ""
        cells = (str(row.number), place, code, _shorten(row.label), *values)
        grid.add_row(*map(escape, cells))
    return grid


def _shorten(words: str) -> str:
    return words if len(words) <= _LONGEST_WORDS else words[: _LONGEST_WORDS - 1] + "…"
