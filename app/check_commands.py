"""The commands that check documents: check, rules."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.advising import read_advised
from app.check_results import Checked, Lang, check_disclosure
from app.costs import estimate_run, say_costs
from app.drawing import draw_report
from app.model_options import DryRun, MaxTokens, ReaderOption, Verbose, choose_options, use_model
from app.runs import run_files
from app.terminal import (
    COULD_NOT_RUN,
    Jobs,
    Paths,
    find_inputs,
    name_documents,
    say,
    show_progress,
    stop,
    write_or_stop,
)
from extraction import Adviser, Reader, read

_BROKEN = 1
_MODE = 0o644


class _Form(StrEnum):
    """The forms of a report, each by the ending of its file."""

    HTML = ".html"
    XLSX = ".xlsx"
    JSON = ".json"
    CSV = ".csv"


LangOption = Annotated[Lang, typer.Option("--lang", help="The language of findings and reports.")]


def check_(
    paths: Paths,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print findings, ledger and summary.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Report to write: .html, .xlsx, .json or .csv.")
    ] = None,
    lang: LangOption = Lang.ZH,
    jobs: Jobs = None,
    reader: ReaderOption = Reader.AUTO,
    dry_run: DryRun = False,
    max_tokens_total: MaxTokens = None,
    verbose: Verbose = False,
) -> None:
    """Check sums, statements and wording.

    Exit code 0: nothing is broken; 1: something is; 2: could not run.
    """
    form = _find_form(report) if report else None
    options = choose_options(reader, dry_run, max_tokens_total, verbose)
    with use_model(options) as use, find_inputs(paths) as inputs:
        names = name_documents(inputs)
        if dry_run:
            raise typer.Exit(estimate_run(inputs, names, use, jobs))
        work = partial(read_advised, partial(_check_file, names), use, names)
        running = run_files(work, inputs.files, jobs)
        done = list(show_progress(running, len(inputs.files), "checking"))
    advised = [one.result for one in done if one.result is not None]
    checks = [one.made for one in advised]
    costs = [one.cost for one in advised if one.cost]
    for one in done:
        if one.result is None:
            say(inputs.tell(one.error))
    if as_json:
        from app.check_rows import report_json

        typer.echo(report_json(checks, costs if use.model else None))
    else:
        console = Console(highlight=False)
        for checked in checks:
            draw_report(console, checked.report, lang)
    if report and form:
        write_or_stop(report, _make_report(form, checks, lang), _MODE)
        say(f"report: {report}")
    say_costs(costs)
    if inputs.errors or len(checks) < len(inputs.files):
        raise typer.Exit(COULD_NOT_RUN)
    raise typer.Exit(_BROKEN if any(checked.report.is_broken for checked in checks) else 0)


def rules(lang: LangOption = Lang.ZH) -> None:
    """Print the catalogue: what is checked, and what must hold."""
    from app.rule_drawing import draw_rules

    draw_rules(Console(highlight=False), lang)


def _find_form(report: Path) -> _Form:
    """The form that a report's name ends in; another one ends the command."""
    try:
        return _Form(report.suffix.lower())
    except ValueError:
        stop(f"{report}: a report is a file that ends in {', '.join(_Form)}")


def _make_report(form: _Form, checks: Sequence[Checked], lang: Lang) -> str | bytes:
    """The whole content of a report; what its form needs is loaded only here."""
    if form in (_Form.JSON, _Form.CSV):
        from app.check_rows import report_csv, report_json

        return report_json(checks) if form is _Form.JSON else report_csv(checks)
    from app.check_texts import speak

    if form is _Form.HTML:
        from app.check_page import report_page

        return report_page(checks, speak(lang))
    from app.check_book import report_book

    return report_book(checks, speak(lang))


def _check_file(names: Mapping[Path, str], path: Path, adviser: Adviser) -> Checked:
    return check_disclosure(read(path, names[path], adviser))
