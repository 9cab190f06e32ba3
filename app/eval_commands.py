"""The commands that measure on labelled documents: eval run, check, compare, gate, models."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from app.advising import NO_MODEL, ModelOptions, ReaderUse
from app.costs import print_estimates
from app.model_options import DryRun, MaxTokens, ReaderOption, use_model
from app.terminal import COULD_NOT_RUN, make_folder, say, show_steps, stop
from extraction import Reader

if TYPE_CHECKING:
    from evals.labels.suites import Suite
    from evals.runs.results import Run, Settings
    from evals.runs.running import Options
    from index import ModelUse

_WORSE = 1
_RUNS = Path("eval-runs")

SuiteFolder = Annotated[
    Path, typer.Option("--suite", help="Folder with corpus/ and gold/.", show_default=False)
]
RunPath = Annotated[
    Path, typer.Argument(help="Folder or result file of a run, or a baseline.", show_default=False)
]

eval_app = typer.Typer(help="Measure reading, checking and answering on labelled documents.")


@eval_app.command()
def run(
    suite: SuiteFolder,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the results; by default one of the suite and the program."),
    ] = None,
    reader: ReaderOption = Reader.RULES,
    recorded: Annotated[
        Path | None,
        typer.Option(
            help="Take the model's answers from this folder alone, and ask nothing: answers/ of "
            "an earlier run. What is not in it is counted."
        ),
    ] = None,
    max_tokens_total: MaxTokens = None,
    dry_run: DryRun = False,
    shape: Annotated[
        str, typer.Option(help="Turn PDFs into this first: printed, raw, layout or scan.")
    ] = "printed",
    vectors: Annotated[bool, typer.Option(help="Search passages by meaning too.")] = True,
    questions: Annotated[bool, typer.Option(help="Ask the questions.")] = True,
    jobs: Annotated[int, typer.Option(min=1, help="How many documents at once.")] = 2,
    limit: Annotated[
        float, typer.Option(min=1, help="Seconds after which a document is given up.")
    ] = 600,
    verbose: Annotated[bool, typer.Option("--verbose", help="List every failure.")] = False,
) -> None:
    """Read, check and ask all that a suite labels; a call that was interrupted goes on."""
    from app.eval_drawing import draw_run
    from evals.runs.running import Options, find_settings
    from evals.runs.shapes import Shape

    if shape not in set(Shape):
        stop(f"there is no shape {shape}: it is one of {', '.join(Shape)}")
    asked = ModelOptions(reader=reader, is_asking=not dry_run, max_tokens_total=max_tokens_total)
    with use_model(asked) as use:
        options = Options(
            shape=Shape(shape),
            vectors=vectors,
            questions=questions,
            jobs=jobs,
            limit=limit,
            reader=reader,
            model=_replay(use, recorded) if recorded else use.model,
        )
        opened = _open(suite)
        folder = out or _RUNS / _name_run(find_settings(opened, options))
        inside = [suite.resolve() / part for part in ("corpus", "gold")]
        if any(folder.resolve().is_relative_to(part) for part in inside):
            stop(f"{folder}: results cannot stand among the documents and labels of the suite")
        if dry_run:
            raise typer.Exit(_print_estimate(opened, folder, options))
        result, page = _run(opened, folder, options)
    draw_run(Console(highlight=False), result, every=verbose)
    typer.echo(f"every failure beside its source: {page}")


@eval_app.command()
def sample(
    out: Annotated[Path, typer.Option(help="Folder to write to; made if missing.")],
    agencies: Annotated[int, typer.Option(min=1, help="How many, with three years each.")] = 2,
    format: Annotated[
        list[str] | None,
        typer.Option(
            help="text, markdown, html, word, workbook, pdf, unruled, scan, aligned or "
            "collapsed; may be given again. Text by default."
        ),
    ] = None,
    errors: Annotated[int, typer.Option(min=0, help="Errors planted in each document.")] = 0,
    injected: Annotated[
        bool, typer.Option("--injected", help="Plant instructions to the reader too.")
    ] = False,
    seed: Annotated[int, typer.Option(help="The same seed gives the same suite.")] = 1,
) -> None:
    """Write a suite of fictional agencies: documents, labels and questions."""
    from evals.generator.formats import PrintFormat
    from evals.generator.suites import write_suite

    forms = format or [PrintFormat.TEXT]
    if unknown := [form for form in forms if form not in set(PrintFormat)]:
        stop(f"there is no format {unknown[0]}: it is one of {', '.join(PrintFormat)}")
    make_folder(out)
    if any(out.iterdir()):
        stop(f"{out}: the folder is not empty")
    written = write_suite(out, seed, agencies, [PrintFormat(f) for f in forms], errors, injected)
    for message in written.skipped:
        say(message)
    for name in written.names:
        typer.echo(name)


@eval_app.command("check")
def check_(suite: SuiteFolder) -> None:
    """Check the labels themselves: their form, and that what they quote stands where they say."""
    from evals.labels.quotes import QuoteKind
    from evals.runs.running import Options, check_labels

    opened = _open(suite)
    with show_steps() as on_step:
        checked = check_labels(opened, set(QuoteKind), Options(), on_step)
    for message in (*checked.slips, *checked.unread):
        say(message)
    slips = len(checked.slips)
    typer.echo(f"{len(opened.documents)} documents: {slips} slips in their labels")
    raise typer.Exit(_WORSE if checked.slips or checked.unread else 0)


@eval_app.command()
def compare(
    before: RunPath,
    after: RunPath,
    verbose: Annotated[bool, typer.Option("--verbose", help="List every item.")] = False,
) -> None:
    """Show what one run won and lost against another, item by item."""
    from app.eval_drawing import draw_comparison, draw_sides
    from evals.scoring.comparing import compare_runs

    first, second = _read(before), _read(after)
    console = Console(highlight=False)
    draw_sides(console, first, second)
    draw_comparison(console, compare_runs(first, second), every=verbose)


@eval_app.command()
def gate(
    after: Annotated[
        Path | None,
        typer.Argument(help="Folder or result file of a run; the newest in eval-runs by default."),
    ] = None,
    *,
    baseline: Annotated[Path, typer.Option(help="Result file to hold it against.")],
    update: Annotated[
        bool, typer.Option("--update", help="Write the baseline from the run instead.")
    ] = False,
) -> None:
    """Fail where a metric fell by more than its noise. Exit code 0: none did; 1: one did."""
    from app.eval_drawing import draw_comparison, draw_sides
    from evals.runs.results import ResultError, make_baseline, write_record
    from evals.scoring.comparing import compare_runs

    result = _read(after or _newest_run())
    if update:
        try:
            write_record(baseline, make_baseline(result))
        except ResultError as exc:
            stop(str(exc))
        typer.echo(baseline)
        return
    known = _read(baseline)
    comparison = compare_runs(known, result)
    console = Console(highlight=False)
    draw_sides(console, known, result)
    draw_comparison(console, comparison, every=True)
    raise typer.Exit(_WORSE if comparison.is_worse else 0)


@eval_app.command()
def models(
    runs: Annotated[list[Path], typer.Argument(help="Folders of runs.", show_default=False)],
) -> None:
    """Set runs with several readers or models side by side: accuracy against cost."""
    from app.eval_drawing import draw_models

    draw_models(Console(highlight=False), [_read(path) for path in runs])


def _run(suite: "Suite", folder: Path, options: "Options") -> "tuple[Run, Path]":
    """A run whose labels hold, and its page; what stops it ends the call with one line."""
    from evals.labels.quotes import QuoteKind
    from evals.reports import write_page
    from evals.runs.results import ResultError
    from evals.runs.running import check_labels, run_suite
    from evals.runs.shapes import ShapeError, require_tools

    with show_steps() as on_step:
        checked = check_labels(suite, {QuoteKind.EVIDENCE}, options, on_step)
        for message in (*checked.slips, *checked.unread):
            say(message)
        if checked.slips:  # a document that cannot be read scores zero, and the run goes on
            raise typer.Exit(COULD_NOT_RUN)
        try:
            require_tools(options.shape)
            result = run_suite(suite, folder, options, on_step)
            return result, write_page(folder, result)
        except (ResultError, ShapeError) as exc:
            stop(str(exc))
        except KeyboardInterrupt:
            say(f"interrupted: the same command goes on from what is kept in {folder}")
            raise


def _replay(use: ReaderUse, recorded: Path) -> "ModelUse":
    """The model as it answered once; whose answers they are the settings tell."""
    from index import Asking

    if use.model is None:
        stop("--reader rules asks nothing" if use.reader is Reader.RULES else NO_MODEL)
    if not recorded.is_dir():
        stop(f"{recorded}: no such folder")
    return replace(use.model, answers=(recorded,), asking=Asking.NEVER)


def _name_run(settings: "Settings") -> str:
    """A name for a run's folder; what of a model's name is no part of a file's becomes `_`."""
    model = re.sub(r"[^\w.-]", "_", settings.model)
    parts = (settings.suite, settings.reader, model, settings.shape, settings.code)
    return "-".join(filter(None, parts))


def _print_estimate(suite: "Suite", folder: Path, options: "Options") -> int:
    """Print what the first questions about each document would cost; returns the exit code."""
    from evals.runs.running import note_suite

    with show_steps() as on_step:
        ends = note_suite(suite, folder, options, on_step)
    for ended in ends:
        if ended.result is None:
            say(f"{ended.task.name}: {ended.error}")
    print_estimates({one.task.name: one.result for one in ends if one.result is not None})
    return COULD_NOT_RUN if any(ended.error for ended in ends) else 0


def _newest_run() -> Path:
    found = sorted(_RUNS.glob("*/result.json"), key=lambda path: path.stat().st_mtime)
    if not found:
        stop(f"there is no run in {_RUNS}: name one, or make one with: gouji eval run")
    return found[-1]


def _open(folder: Path) -> "Suite":
    from evals.labels.gold import GoldError
    from evals.labels.suites import open_suite

    try:
        return open_suite(folder)
    except GoldError as exc:
        stop(str(exc))


def _read(path: Path) -> "Run":
    from evals.runs.results import ResultError, read_run

    try:
        return read_run(path)
    except ResultError as exc:
        stop(str(exc))
