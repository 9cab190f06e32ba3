"""The JSON object that a model's answer ends in."""

import json
import re
from collections.abc import Iterable, Iterator

_DECODER = json.JSONDecoder()
_MOST_TRIED = 5_000
"""Places of an answer at which an object may begin; more are no answer."""
_BEGINNING = re.compile(r'\{(?=\s*["}])')
_STRING = re.compile(r'\s*,?\s*"')
_END_OF_THOUGHT = "</think>"
_THOUGHT = "<think>"


def find_object(text: str) -> str | None:
    """The last whole JSON object of an answer that is part of no other; None if there is none.

    What a model thinks aloud, says around it, or fences it with, is passed over; an object that
    is cut off is none, and neither are those inside it.
    """
    text = drop_thoughts(text)
    found: str | None = None
    end = 0
    for _ in range(_MOST_TRIED):
        if not (beginning := _BEGINNING.search(text, end)):
            break
        start = beginning.start()
        try:
            _, end = _DECODER.raw_decode(text, start)
            found = text[start:end]
        except json.JSONDecodeError as exc:
            if exc.pos >= len(text.rstrip()) or exc.msg.startswith("Unterminated string"):
                return None
            end = max(exc.pos, start + 1)
        except (RecursionError, ValueError):  # too deep, or a number of thousands of digits
            return None
    return found


def drop_thoughts(text: str) -> str:
    """What a model says without what it thinks aloud."""
    return text.rpartition(_END_OF_THOUGHT)[2].partition(_THOUGHT)[0]


def find_strings(text: str, field: str) -> Iterator[str]:
    """The whole strings of an array, the first field of an object that may still be written."""
    text = drop_thoughts(text)
    for beginning in re.finditer(rf'\{{\s*"{field}"\s*:\s*\[', text):
        at = beginning.end()
        while opening := _STRING.match(text, at):
            try:
                found, at = _DECODER.raw_decode(text, opening.end() - 1)
            except json.JSONDecodeError:  # it is not whole yet, or none
                break
            yield found


def has_fields(text: str, names: Iterable[str]) -> bool:
    """Whether a JSON object has these fields."""
    fields: dict[str, object] = json.loads(text)
    return fields.keys() >= set(names)
