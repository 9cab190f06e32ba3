"""What was refused, and what is tried next."""

import pytest

from index import Dialect, Method
from index.models.dialects import step_down

SCHEMA = Dialect()
OBJECT = Dialect(method=Method.JSON_OBJECT)
PLAIN = Dialect(method=Method.PLAIN)
WHOLE = Dialect(is_streamed=False)


@pytest.mark.parametrize(
    ("dialect", "complaint", "is_known", "following"),
    [
        (SCHEMA, "This response_format type is unavailable now", False, OBJECT),
        (OBJECT, "response_format is not supported", True, PLAIN),
        (PLAIN, "response_format is not supported", True, None),
        (SCHEMA, "Invalid request", False, OBJECT),
        (SCHEMA, "Invalid request", True, None),
        (PLAIN, "Invalid request", False, None),
        (SCHEMA, "upstream error", True, None),
        (SCHEMA, "Streaming is not supported", True, WHOLE),
        (SCHEMA, "unknown field: stream_options", True, WHOLE),
        (WHOLE, "stream", True, None),
        (SCHEMA, "max_tokens is too large", True, None),
        (SCHEMA, "use max_completion_tokens", True, Dialect(limit="max_completion_tokens")),
        (SCHEMA, "Unsupported value: 'temperature'", True, Dialect(has_temperature=False)),
        (Dialect(has_temperature=False), "temperature", True, None),
    ],
)
def test_what_is_complained_of_is_changed(
    dialect: Dialect, complaint: str, is_known: bool, following: Dialect | None
) -> None:
    assert step_down(dialect, complaint, is_known) == following
