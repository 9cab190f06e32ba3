"""The commands that ask a model by files: batch write, batch read."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from app.advising import NO_MODEL, ModelOptions, ReaderUse, use_endpoint
from app.costs import describe_estimate, note_questions
from app.extracting import COST, Extracted, Format, Target, extract_files
from app.model_options import ReaderOption, use_model
from app.runs import Inputs
from app.settings import model_answers, model_memory
from app.terminal import (
    COULD_NOT_RUN,
    Jobs,
    Paths,
    find_inputs,
    make_folder,
    name_documents,
    say,
    stop,
    write_or_stop,
)
from extraction import Prompt, Reader, Shelf

if TYPE_CHECKING:
    from index import BatchPlan, EndpointSettings, Results

_PLAN = ".plan.json"

batch_app = typer.Typer(
    help="Ask the model by files, which cost less than calls: OpenAI, DashScope, vLLM's run-batch.",
    no_args_is_help=True,
)


@batch_app.command()
def write(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", "-o", help="File of requests to write.")],
    reader: ReaderOption = Reader.AUTO,
    jobs: Jobs = None,
) -> None:
    """Write what the model would be asked first about each document, a request a line."""
    options = ModelOptions(reader=reader, is_asking=False)
    with use_model(options) as use, find_inputs(paths) as inputs:
        if use.model is None:
            stop("--reader rules asks nothing" if reader is Reader.RULES else NO_MODEL)
        if out.resolve() in {path.resolve() for path in inputs.files}:
            stop(f"{out}: is one of the documents: give another name for the requests")
        names = name_documents(inputs, COST)
        noted = note_questions(inputs, names, use, jobs)
        documents = {path: names[path] for path in noted}
        plan = _make_plan(use.model.endpoint, use, paths, documents)
    prompts = [prompt for asked in noted.values() for prompt in asked]
    failed = bool(inputs.errors) or len(noted) < len(inputs.files)
    if prompts:
        _write_requests(out, prompts, plan)
        _write_plan(out, plan.ask(prompts))
        _tell_next(out, out, prompts)
    else:
        typer.echo("nothing is left to ask: gouji extract reads these documents without a call")
    raise typer.Exit(COULD_NOT_RUN if failed else 0)


@batch_app.command()
def read(
    results: Annotated[Path, typer.Argument(help="File of results.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Folder to write to; made if missing.")],
    requests: Annotated[
        Path | None,
        typer.Option(help="The first file of requests; by default the one beside the results."),
    ] = None,
    format: Annotated[
        Format | None, typer.Option("--format", help="Only one of the two; both by default.")
    ] = None,
    jobs: Jobs = None,
) -> None:
    """Read documents as extract does, with the answers that came; write what is open yet."""
    requests = requests or _find_requests(results)
    plan = _read_plan(requests)
    found = _keep_results(results, plan)
    make_folder(out)
    options = ModelOptions(reader=plan.reader, is_asking=False)
    with use_endpoint(options, plan.settings) as use:
        # Later layouts would change what is asked; what is found by now is kept.
        use = replace(use, shelf=Shelf(use.shelf.folder, served=frozenset(plan.layouts)))
        with find_inputs(list(plan.paths)) as inputs:
            names = _find_documents(inputs, plan)
            target = Target(out, (format,) if format else tuple(Format), names)
            extracted = extract_files(replace(inputs, files=tuple(names)), target, use, jobs)
    _tell_open(extracted, found, plan, requests)
    missing = len(names) < len(plan.documents)
    raise typer.Exit(COULD_NOT_RUN if missing or extracted.has_failed else 0)


def _make_plan(
    endpoint: "EndpointSettings", use: ReaderUse, paths: Sequence[str], names: Mapping[Path, str]
) -> "BatchPlan":
    from index import BatchPlan, plan_documents

    return BatchPlan(
        model=endpoint.name,
        base_url=endpoint.base_url,
        max_tokens=endpoint.max_tokens,
        reader=use.reader,
        paths=tuple(map(os.path.abspath, paths)),
        documents=plan_documents(names),
        layouts=use.shelf.names(),
        requests=(),
    )


def _write_requests(
    path: Path, prompts: Sequence[Prompt], plan: "BatchPlan", cut_off: Collection[str] = ()
) -> None:
    """Write a file of requests, as the endpoint is known to take them."""
    from index import Dialect, DialectMemory, write_requests

    settings = plan.settings
    known = DialectMemory(model_memory()).recall(settings.identity)
    write_or_stop(path, write_requests(prompts, settings, known or Dialect(), cut_off))


def _write_plan(requests: Path, plan: "BatchPlan") -> None:
    """Write a plan beside the first file of requests."""
    write_or_stop(_plan_path(requests), plan.model_dump_json(indent=1))


def _tell_next(path: Path, requests: Path, prompts: Sequence[Prompt]) -> None:
    typer.echo(f"{path}: {describe_estimate(prompts)}")
    typer.echo(f"with its results: gouji batch read RESULTS --out DIR --requests {requests}")


def _find_requests(results: Path) -> Path:
    """The file of requests whose plan is the only one beside the results, or else here."""
    for folder in (results.parent, Path()):
        if plans := sorted(folder.glob(f"*{_PLAN}")):
            break
    else:
        stop(f"no plan of a batch is beside {results}, nor here: name its requests with --requests")
    if len(plans) > 1:
        stop(f"there are {len(plans)} plans of batches in {folder}: name one with --requests")
    return plans[0].with_name(plans[0].name.removesuffix(_PLAN))


def _plan_path(requests: Path) -> Path:
    return requests.with_name(requests.name + _PLAN)


def _read_plan(requests: Path) -> "BatchPlan":
    from index import BatchPlan

    path = _plan_path(requests)
    try:
        return BatchPlan.model_validate_json(path.read_bytes())
    except OSError as exc:
        stop(f"{path}: {exc.strerror}")
    except ValidationError:
        stop(f"{path}: it is no plan of a batch")


def _keep_results(path: Path, plan: "BatchPlan") -> "Results":
    """The results, their answers kept; what is wrong with lines is said."""
    from index import AnswerFolder, Fate, read_results

    folder = model_answers()
    try:
        found = read_results(path, plan)
        for custom_id, answer in found.answers.items():
            AnswerFolder(folder).keep(custom_id, answer)
    except OSError as exc:
        stop(f"{exc.filename or folder}: {exc.strerror}")
    for fate, lines in found.lines.items():
        if fate is not Fate.ANSWERED:
            say(f"{path}: {len(lines)} {fate}: line {', '.join(map(str, lines))}")
    if found.wasted:
        tokens_in = sum(answer.tokens_in for answer in found.wasted.values())
        tokens_out = sum(answer.tokens_out for answer in found.wasted.values())
        say(f"{path}: {tokens_in} tokens in, {tokens_out} out for answers of no use")
    return found


def _find_documents(inputs: Inputs, plan: "BatchPlan") -> Mapping[Path, str]:
    """The plan's documents among the files, with their names; it is said which are not there."""
    from index import find_documents

    found = find_documents(plan, inputs.files)
    for name in found.gone:
        say(f"{name}: changed or gone since the batch was written")
    return found.names


def _tell_open(extracted: Extracted, found: "Results", plan: "BatchPlan", requests: Path) -> None:
    """Tell how many questions are answered, and write the others as the next requests."""
    from index import find_open

    left = find_open(plan, found, extracted.noted)
    if left.missing:
        told = ", ".join(f"{document} ({number})" for document, number in left.missing.items())
        say(f"{sum(left.missing.values())} without a line of results: {told}")
    typer.echo(
        f"{len(found.answers)} answers used; open: {left.again} to ask again, "
        f"{len(left.prompts) - left.again} that follow"
    )
    if left.prompts:
        path = _next_path(requests)
        _write_requests(path, left.prompts, plan, found.cut_off)
        _write_plan(requests, plan.ask(left.prompts))
        _tell_next(path, requests, left.prompts)


def _next_path(requests: Path) -> Path:
    """A file beside the first requests that is not there yet: requests-2.jsonl and so on."""
    paths = (requests.with_stem(f"{requests.stem}-{number}") for number in count(2))
    return next(path for path in paths if not path.exists())
