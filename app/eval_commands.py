"""The commands that measure on labelled documents: eval run, check, compare, gate, models."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from app.terminal import COULD_NOT_RUN, make_folder, say, show_steps, stop

if TYPE_CHECKING:
    from evals.labels.suites import Suite
    from evals.runs.results import Run

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
    reader: Annotated[str, typer.Option(help="Who proposes layouts: rules.")] = "rules",
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
    from evals.labels.quotes import QuoteKind
    from evals.reports import write_page
    from evals.runs.results import ResultError
    from evals.runs.running import Options, check_labels, find_settings, run_suite
    from evals.runs.shapes import Shape, ShapeError, require_tools

    if reader != "rules":
        stop(f"there is no reader {reader}: layouts are proposed by rules")
    if shape not in set(Shape):
        stop(f"there is no shape {shape}: it is one of {', '.join(Shape)}")
    options = Options(
        shape=Shape(shape), vectors=vectors, questions=questions, jobs=jobs, limit=limit
    )
    opened = _open(suite)
    settings = find_settings(opened, options)
    folder = out or _RUNS / "-".join(
        (settings.suite, settings.reader, settings.shape, settings.code)
    )
    if any(folder.resolve().is_relative_to(suite.resolve() / part) for part in ("corpus", "gold")):
        stop(f"{folder}: results cannot stand among the documents and labels of the suite")
    with show_steps() as on_step:
        checked = check_labels(opened, {QuoteKind.EVIDENCE}, options, on_step)
        for message in (*checked.slips, *checked.unread):
            say(message)
        if checked.slips:  # a document that cannot be read scores zero, and the run goes on
            raise typer.Exit(COULD_NOT_RUN)
        try:
            require_tools(options.shape)
            result = run_suite(opened, folder, options, on_step)
            page = write_page(folder, result)
        except (ResultError, ShapeError) as exc:
            stop(str(exc))
        except KeyboardInterrupt:
            say(f"interrupted: the same command goes on from what is kept in {folder}")
            raise
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
