"""The command that says which model is in use, and whether it answers."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from app.advising import NO_MODEL
from app.libraries import describe_embedder, end_with_one_line
from app.settings import SettingsError, model_memory, read_model_settings
from app.terminal import stop
from extraction import ModelError, Prompt

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


def model(
    as_json: Annotated[bool, typer.Option("--json", help="Print all that is known.")] = False,
) -> None:
    """Say which model is in use, and make a test call. Exit code 2: none is, or it failed."""
    try:
        settings = read_model_settings()
    except SettingsError as exc:
        stop(str(exc))
    if settings is None:
        stop(NO_MODEL)
    from index import Endpoint

    endpoint = Endpoint(settings, model_memory())
    endpoint.forget()  # what it takes is found out anew
    try:
        reply = endpoint.ask(_TRIAL)
    except ModelError as exc:
        stop(str(exc))
    with end_with_one_line():
        embeddings = describe_embedder()
    assert endpoint.dialect is not None
    cost = {
        "calls": reply.calls,
        "tokens_in": reply.tokens_in,
        "tokens_out": reply.tokens_out,
        "is_estimated": reply.is_estimated,
        "seconds": round(reply.seconds, 2),
    }
    if as_json:
        told = {"endpoint": settings.base_url, "model": settings.name, "embeddings": embeddings}
        dialect = endpoint.dialect.model_dump(mode="json")
        typer.echo(json.dumps({**told, **dialect, **cost}, ensure_ascii=False, indent=1))
    else:
        for line in _describe(settings, endpoint.dialect):
            typer.echo(line)
        typer.echo(f"embeddings {embeddings}")
        counted = "estimated: the endpoint counts none" if reply.is_estimated else "as counted"
        typer.echo(
            f"test call  {reply.tokens_in} tokens in, {reply.tokens_out} out ({counted}), "
            f"{reply.seconds:.2f} s; requests answered: {reply.calls}"
        )


def _describe(settings: "EndpointSettings", dialect: "Dialect") -> list[str]:
    ways = {
        "json_schema": "held to the JSON Schema by the endpoint",
        "json_object": "JSON by the endpoint, the schema in the prompt",
        "plain": "the schema in the prompt, the JSON picked out of the answer",
    }
    taken = [
        "streaming" if dialect.is_streamed else "no streaming",
        "temperature" if dialect.has_temperature else "no temperature",
        dialect.limit,
    ]
    return [
        f"endpoint   {settings.base_url}",
        f"model      {settings.name}",
        f"answers    {dialect.method}: {ways[dialect.method]}",
        f"takes      {', '.join(taken)}",
    ]
