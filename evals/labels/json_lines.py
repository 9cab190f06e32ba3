"""Label files with one JSON object a line, read strictly."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from evals.labels.gold import NOT_UTF8, GoldError

_Model = TypeVar("_Model", bound=BaseModel)


def read_objects(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Place (`name/questions.jsonl:12`) and object of every line, numbers with a point as decimals.

    Only newlines part lines. Raises `GoldError` for the first line that holds no object.
    """
    for place, text in _read_lines(path):
        try:
            row = json.loads(
                text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_read_object
            )
        except (ValueError, RecursionError) as exc:
            raise GoldError(f"{place}: {exc}") from exc
        if not isinstance(row, dict):
            raise GoldError(f"{place}: this is no JSON object")
        yield place, row


def make_label(model: type[_Model], row: dict[str, object], place: str) -> _Model:
    """The label that an object is; raises `GoldError` with every slip in it."""
    try:
        return model.model_validate(row)
    except ValidationError as exc:
        raise GoldError(f"{place}: {_describe(exc)}") from exc


def _read_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Place and text of every line."""
    name = f"{path.parent.name}/{path.name}"
    try:
        lines = path.read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")
    except OSError as exc:
        raise GoldError(f"{name}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise GoldError(f"{name}: {NOT_UTF8}") from exc
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            raise GoldError(f"{name}:{number}: the line is blank")
        yield f"{name}:{number}", line


def _read_object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    row: dict[str, object] = {}
    for key, value in pairs:
        if key in row:
            raise ValueError(f"{key} is there twice")
        row[key] = value
    return row


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _describe(error: ValidationError) -> str:
    """Every slip of a line: `evidence.0.quote: Field required`."""
    slips = []
    for one in error.errors(include_url=False):
        message = one["msg"].removeprefix("Value error, ")
        slips.append(": ".join(filter(None, (".".join(map(str, one["loc"])), message))))
    return "; ".join(slips)
