"""The commands that ask a model by files: batch write, batch read."""

import hashlib
import os
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from app.advising import (
    NO_MODEL,
    ModelOptions,
    ReaderOption,
    ReaderUse,
    describe_estimate,
    read_advised,
    read_only,
    say_costs,
    use_endpoint,
    use_model,
)
from app.extracting import COST, Extracted, Format, Target, extract_files
from app.runs import Inputs, run_files
from app.settings import model_answers, model_memory
from app.terminal import (
    COULD_NOT_RUN,
    Jobs,
    Paths,
    find_inputs,
    make_folder,
    name_documents,
    say,
    show_progress,
    stop,
)
from extraction import Prompt, Reader
from extraction.atomic import write_whole
from extraction.templates import Shelf, Template

if TYPE_CHECKING:
    from extraction.pages import PrintedTable
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
    with use_model(ModelOptions(reader=reader, is_dry=True)) as use, find_inputs(paths) as inputs:
        if use.model is None:
            stop("--reader rules asks nothing" if reader is Reader.RULES else NO_MODEL)
        names = name_documents(inputs, COST)
        work = partial(read_advised, partial(read_only, names), use, names)
        running = run_files(work, inputs.files, jobs)
        done = list(show_progress(running, len(inputs.files), "reading"))
        for one in done:
            if one.result is None:
                say(inputs.tell(one.error))
        advised = {one.path: one.result for one in done if one.result is not None}
        documents = {path: names[path] for path in advised}
        plan = _make_plan(use.model.endpoint, use, paths, documents)
    prompts = [prompt for one in advised.values() for prompt in one.noted]
    failed = bool(inputs.errors) or len(advised) < len(inputs.files)
    if prompts:
        _write_requests(out, prompts, plan)
        _write_plan(out, plan, prompts)
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
    with use_endpoint(ModelOptions(reader=plan.reader, is_dry=True), plan.settings) as dry:
        use = replace(dry, shelf=_PlannedShelf(dry.shelf.folder, frozenset(plan.layouts)))
        with find_inputs(list(plan.paths)) as inputs:
            names = _find_documents(inputs, plan)
            target = Target(out, (format,) if format else tuple(Format), names)
            extracted = extract_files(replace(inputs, files=tuple(names)), target, use, jobs)
    say_costs(extracted.costs)
    _tell_open(extracted, found, plan, requests)
    missing = len(names) < len(plan.documents)
    raise typer.Exit(COULD_NOT_RUN if missing or extracted.has_failed else 0)


@dataclass(frozen=True)
class _PlannedShelf(Shelf):
    """Layouts that served when a batch was written; all that is found by now is kept."""

    served: frozenset[str]

    def find(self, table: "PrintedTable") -> tuple[Template, ...]:
        """The templates of a table among them."""
        found = super().find(table)
        return tuple(template for template in found if template.fingerprint in self.served)


def _make_plan(
    endpoint: "EndpointSettings", use: ReaderUse, paths: Sequence[str], names: dict[Path, str]
) -> "BatchPlan":
    from index import BatchPlan, PlannedDocument

    return BatchPlan(
        model=endpoint.name,
        base_url=endpoint.base_url,
        max_tokens=endpoint.max_tokens,
        reader=use.reader,
        paths=tuple(map(os.path.abspath, paths)),
        documents=tuple(
            PlannedDocument(name=name, sha256=_find_digest(path)) for path, name in names.items()
        ),
        layouts=use.shelf.names(),
        requests=(),
    )


def _write_requests(
    path: Path, prompts: Sequence[Prompt], plan: "BatchPlan", cut_off: Collection[str] = ()
) -> None:
    """Write a file of requests, as the endpoint is known to take them."""
    from index import Dialect, DialectMemory, write_requests

    settings = plan.settings
    known = DialectMemory(model_memory()).recall(f"{settings.place} {settings.name}")
    text = write_requests(prompts, settings, known or Dialect(), cut_off)
    try:
        write_whole(path, text)
    except OSError as exc:
        stop(f"{path}: {exc.strerror}")


def _write_plan(requests: Path, plan: "BatchPlan", prompts: Sequence[Prompt]) -> None:
    """Write a plan beside the first file of requests, with what is asked now."""
    from index import find_custom_id

    asked = [find_custom_id(plan.settings, prompt) for prompt in prompts]
    whole = tuple(dict.fromkeys([*plan.requests, *asked]))
    text = plan.model_copy(update={"requests": whole}).model_dump_json(indent=1)
    write_whole(_plan_path(requests), text)


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


def _find_documents(inputs: Inputs, plan: "BatchPlan") -> dict[Path, str]:
    """The plan's documents among the files, with their names; it is said which are not there."""
    wanted: dict[str, list[str]] = {}
    for document in plan.documents:
        wanted.setdefault(document.sha256, []).append(document.name)
    names = {}
    for path in inputs.files:
        if waiting := wanted.get(_find_digest(path)):
            names[path] = waiting.pop(0)
    for left in wanted.values():
        for name in left:
            say(f"{name}: changed or gone since the batch was written")
    return names


def _tell_open(extracted: Extracted, found: "Results", plan: "BatchPlan", requests: Path) -> None:
    """Tell how many questions are answered, and write the others as the next requests."""
    from index import find_custom_id

    prompts: dict[str, Prompt] = {}
    missing: Counter[str] = Counter()
    for document, noted in extracted.noted:
        for prompt in noted:
            custom_id = find_custom_id(plan.settings, prompt)
            if custom_id in plan.requests and custom_id not in found.seen | prompts.keys():
                missing[document] += 1
            prompts[custom_id] = prompt
    if missing:
        told = ", ".join(f"{document} ({number})" for document, number in missing.items())
        say(f"{missing.total()} without a line of results: {told}")
    follow = len(prompts.keys() - set(plan.requests))
    again = len(prompts) - follow
    typer.echo(
        f"{len(found.answers)} answers used; open: {again} to ask again, {follow} that follow"
    )
    if prompts:
        path = _next_path(requests)
        _write_requests(path, list(prompts.values()), plan, found.cut_off)
        _write_plan(requests, plan, list(prompts.values()))
        _tell_next(path, requests, list(prompts.values()))


def _next_path(requests: Path) -> Path:
    """A file beside the first requests that is not there yet: requests-2.jsonl and so on."""
    paths = (requests.with_stem(f"{requests.stem}-{number}") for number in count(2))
    return next(path for path in paths if not path.exists())


def _find_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
