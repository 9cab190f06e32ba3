"""The command that says which models are in use, and whether they answer."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from app.advising import NO_MODEL
from app.libraries import end_with_one_line, probe_embedder
from app.settings import ModelRole, model_memory, read_models
from app.terminal import say, stop
from extraction import ModelError, Prompt, Reply

if TYPE_CHECKING:
    from index import Dialect, EndpointSettings

_TRIAL = Prompt(
    system="You test a connection.",
    user="Answer with the field `works` set to true.",
    schema_name="trial",
    schema={
        "type": "object",
        "properties": {"works": {"type": "boolean"}},
        "required": ["works"],
        "additionalProperties": False,
    },
    version="1",
)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A test call and what it found out."""

    settings: "EndpointSettings"
    dialect: "Dialect"
    reply: Reply


def model(
    as_json: Annotated[bool, typer.Option("--json", help="Print all that is known.")] = False,
) -> None:
    """Say which models are in use, and make test calls. Exit code 2: none is, or one failed."""
    with end_with_one_line():
        models = read_models()
        answering, embedding = models.find(ModelRole.ANSWERS), models.find(ModelRole.VECTORS)
    if answering is None and embedding is None:
        stop(NO_MODEL)
    if answering is None:
        say(NO_MODEL)
    trial = _try_model(answering) if answering else None
    if trial and not as_json:
        for line in _describe(trial):
            typer.echo(line)
    # What was paid for is told, whatever comes of the embeddings.
    embeddings, error = _try_embedder(embedding)
    if as_json:
        told = {**(_list(trial) if trial else {}), "embeddings": embeddings}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    elif embeddings:
        typer.echo(f"embeddings {embeddings}")
    if error:
        stop(error)


def _try_model(settings: "EndpointSettings") -> _Trial:
    """Make a test call, or end the command."""
    from index import Endpoint

    endpoint = Endpoint(settings, model_memory())
    endpoint.forget()  # what it takes is found out anew
    try:
        reply = endpoint.ask(_TRIAL)
    except ModelError as exc:
        stop(str(exc))
    assert endpoint.dialect is not None
    return _Trial(settings, endpoint.dialect, reply)


def _try_embedder(settings: "EndpointSettings | None") -> tuple[str | None, str]:
    """What makes vectors, or None and why it does not."""
    from index import LibraryError

    try:
        return probe_embedder(settings), ""
    except LibraryError as exc:
        return None, str(exc)


def _list(trial: _Trial) -> dict[str, object]:
    """All that a test call found out, as JSON holds it."""
    return {
        "endpoint": trial.settings.base_url,
        "model": trial.settings.name,
        **trial.dialect.model_dump(mode="json"),
        "calls": trial.reply.calls,
        "tokens_in": trial.reply.tokens_in,
        "tokens_out": trial.reply.tokens_out,
        "is_estimated": trial.reply.is_estimated,
        "seconds": round(trial.reply.seconds, 2),
    }


def _describe(trial: _Trial) -> list[str]:
    """The same in lines."""
    ways = {
        "json_schema": "held to the JSON Schema by the endpoint",
        "json_object": "JSON by the endpoint, the schema in the prompt",
        "plain": "the schema in the prompt, the JSON picked out of the answer",
    }
    dialect, reply = trial.dialect, trial.reply
    taken = [
        "streaming" if dialect.is_streamed else "no streaming",
        "temperature" if dialect.has_temperature else "no temperature",
        dialect.limit,
    ]
    counted = "estimated: the endpoint counts none" if reply.is_estimated else "as counted"
    return [
        f"endpoint   {trial.settings.base_url}",
        f"model      {trial.settings.name}",
        f"answers    {dialect.method}: {ways[dialect.method]}",
        f"takes      {', '.join(taken)}",
        f"test call  {reply.tokens_in} tokens in, {reply.tokens_out} out ({counted}), "
        f"{reply.seconds:.2f} s; requests answered: {reply.calls}",
    ]
