"""The schema of the record: documented, strict, and free of floats."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from extraction import Disclosure, Report
from extraction.records import Amount, Record, Source, Span
from extraction.vocabulary import Unit

MODELS: list[type[Record]] = [Disclosure, Report]
MODES = ("validation", "serialization")


def described(schema: dict[str, Any], value: dict[str, Any]) -> bool:
    """Whether a property says what it is; one that says the same as its type leaves it to it."""
    target = schema["$defs"].get(value.get("$ref", "").rsplit("/", 1)[-1], {})
    return bool((value.get("description") or target.get("description", "")).strip())


def definitions(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object that the schema describes, by name."""
    yield schema["title"], schema
    yield from schema["$defs"].items()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("model", MODELS)
def test_every_property_is_described(model: type[Record], mode: Any) -> None:
    schema = model.model_json_schema(mode=mode)
    silent = [
        f"{name}.{key}"
        for name, definition in definitions(schema)
        for key, value in definition.get("properties", {}).items()
        if not described(schema, value)
    ]
    assert silent == []
    assert {"Amount", "Source", "Span"} <= schema["$defs"].keys()


@pytest.mark.parametrize("model", MODELS)
def test_no_object_takes_further_fields(model: type[Record]) -> None:
    lax = [
        name
        for name, definition in definitions(model.model_json_schema())
        if "properties" in definition and definition.get("additionalProperties") is not False
    ]
    assert lax == []


@pytest.mark.parametrize("model", MODELS)
def test_no_number_of_the_schema_is_a_float(model: type[Record]) -> None:
    schema = model.model_json_schema(mode="serialization")
    del schema["$defs"]["Span"]["properties"]["box"]  # a place on paper, no quantity
    schema["$defs"].pop("Page", None)
    assert '"type": "number"' not in json.dumps(schema)


@pytest.mark.parametrize("value", ["0.50", "0", "0.00", "-3.00", "123456789012345678.10"])
def test_money_is_a_string_with_its_places(value: str) -> None:
    amount = Amount(value=Decimal(value), unit=Unit.WAN)
    written = amount.model_dump_json()
    assert json.loads(written) == {"value": value, "unit": "万元"}
    assert str(Amount.model_validate_json(written).value) == value


def test_further_fields_are_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Span.model_validate({"line": 1, "start": 0, "end": 1, "sheet": 2})


def test_records_are_frozen() -> None:
    span = Span(line=1, start=0, end=1)
    with pytest.raises(ValidationError, match="frozen"):
        span.line = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Span, {"line": 0, "start": 0, "end": 1}),
        (Span, {"line": 1, "start": -1, "end": 1}),
        (Source, {"document": "demo", "spans": []}),
        (Amount, {"value": "NaN", "unit": "元"}),
        (Amount, {"value": "1,5", "unit": "元"}),
        (Amount, {"value": "1.50", "unit": "斤"}),
    ],
)
def test_values_that_are_none(model: type[Record], fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(fields)
