"""What an endpoint's refusals mean: try later, ask otherwise, or give up."""

from collections.abc import Mapping

from extraction import KeyRefused, ModelError, ModelUnreachable, NoJson, RateLimited, RequestRefused
from index.models.endpoint_settings import EndpointSettings
from index.models.patience import LONGEST_PAUSE, Transient, parse_retry_after

_TRANSIENT = frozenset({408, 409, 425, 500, 502, 503, 504, 529})
_NO_MONEY = "insufficient_quota"
_STUMBLED = "json_validate_failed"  # the format is taken, and the model did not keep to it
# Those that a person can act on; others might be anything, a key too.
_TOLD_CODES = frozenset(
    {
        _NO_MONEY,
        _STUMBLED,
        "content_filter",
        "context_length_exceeded",
        "invalid_json_schema",
        "model_not_found",
        "unsupported_parameter",
        "unsupported_value",
    }
)


class Declined(Exception):
    """A request that may be taken if it is written otherwise."""

    def __init__(self, error: ModelError, complaint: str) -> None:
        super().__init__(str(error))
        self.error = error
        self.complaint = complaint
        """What the endpoint said; to be searched for words, never shown."""


def judge_status(
    status: int, headers: Mapping[str, str], body: object, settings: EndpointSettings
) -> Transient | Declined | ModelError:
    """What an answer with an error status means."""
    host = settings.host
    if status in (401, 403):
        told = "refuses the key" if settings.key else "wants a key: set OPENAI_API_KEY"
        return KeyRefused(f"{host} {told} ({status})")
    if status == 429:
        return _judge_limit(headers, body, host)
    if status in _TRANSIENT:
        failure = ModelUnreachable(f"{host} answers with an error of its own ({status})")
        return Transient(failure, _short_pause(headers))
    if status == 404:
        return RequestRefused(
            f"{host} has no model {settings.name}, or has it under another base URL (404)"
        )
    code = _find_code(body)
    if code == _STUMBLED:
        return NoJson(f"{settings.name} answered without a JSON object ({status})")
    error = RequestRefused(f"{host} refuses the request ({status}{f', {code}' if code else ''})")
    return Declined(error, str(body)) if status in (400, 422) else error


def _judge_limit(headers: Mapping[str, str], body: object, host: str) -> Transient | ModelError:
    if _find_code(body) == _NO_MONEY:
        return RateLimited(f"{host} says that the account's quota is spent (429)")
    pause = parse_retry_after(headers)
    if pause is not None and pause > LONGEST_PAUSE:
        return RateLimited(f"{host} takes no more for {pause:.0f} s (429)")
    return Transient(RateLimited(f"{host} takes no more for now (429)"), pause)


def _short_pause(headers: Mapping[str, str]) -> float | None:
    pause = parse_retry_after(headers)
    return None if pause is None else min(pause, LONGEST_PAUSE)


def _find_code(body: object) -> str | None:
    code = body.get("code") if isinstance(body, dict) else None
    return code if isinstance(code, str) and code in _TOLD_CODES else None
