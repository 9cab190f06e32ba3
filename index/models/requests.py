"""What is sent to an endpoint for a prompt, in its dialect."""

import json
import math

from pydantic import JsonValue

from extraction import Prompt, estimate_tokens
from index.models.dialects import Dialect, Method

_FORM = "Answer with one JSON object that fits this JSON Schema, and with nothing else:"
_REMINDER = "Answer with the JSON object alone."
_ANSWER_SHARE = 2  # measured on layouts of whole disclosures: 1.6 to 2.5

MORE_ROOM = 4
"""Times as many tokens for an answer that was cut off."""


def write_messages(prompt: Prompt, method: Method) -> list[tuple[str, str]]:
    """Role and text of each message; the schema is among them where only they carry it."""
    if method is Method.JSON_SCHEMA:
        return [("system", prompt.system), ("user", prompt.user)]
    schema = json.dumps(dict(prompt.schema), ensure_ascii=False)
    # For `json_object` the word JSON must be said; some relays look for it in the user's text only.
    return [
        ("system", f"{prompt.system}\n\n{_FORM}\n{schema}"),
        ("user", f"{prompt.user}\n\n{_REMINDER}"),
    ]


def write_parameters(prompt: Prompt, dialect: Dialect, max_tokens: int) -> dict[str, JsonValue]:
    """The fields of a request's body beside model, messages and streaming."""
    parameters: dict[str, JsonValue] = {dialect.limit: max_tokens}
    if dialect.has_temperature:
        parameters["temperature"] = 0
    match dialect.method:
        case Method.JSON_SCHEMA:
            parameters["response_format"] = {
                "type": "json_schema",
                "json_schema": {
                    "name": prompt.schema_name,
                    "strict": True,
                    "schema": dict(prompt.schema),
                },
            }
        case Method.JSON_OBJECT:
            parameters["response_format"] = {"type": "json_object"}
        case Method.PLAIN:
            pass
    return parameters


def estimate_prompt(prompt: Prompt) -> int:
    """Tokens of a prompt with its schema, which most endpoints count wherever it is sent."""
    schema = json.dumps(dict(prompt.schema), ensure_ascii=False)
    return estimate_tokens(prompt.system + prompt.user + schema)


def estimate_answer(prompt: Prompt) -> int:
    """Tokens of the answer to a prompt: it is about half as long as what is shown."""
    return math.ceil(estimate_tokens(prompt.user) / _ANSWER_SHARE)
