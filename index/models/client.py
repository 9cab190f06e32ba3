"""The model client as two use it, for answers and for vectors: its key, its time, its errors."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pydantic import SecretStr

from extraction import ModelUnreachable, RequestRefused
from index.models.endpoint_settings import EndpointSettings
from index.models.patience import Transient
from index.models.refusals import judge_status

if TYPE_CHECKING:
    from openai import Timeout

_NO_KEY = SecretStr("none")  # the client wants one; servers of one's own look at none
_CONNECTING = 10.0  # seconds
_Result = TypeVar("_Result")


class OtherForm(RequestRefused):
    """The answer is of another form than an OpenAI-compatible endpoint's."""


def find_key(settings: EndpointSettings) -> SecretStr:
    """The key that the client is given."""
    return settings.key or _NO_KEY


def limit_time(settings: EndpointSettings) -> "Timeout":
    """How long the client waits."""
    from openai import Timeout

    return Timeout(settings.timeout, connect=min(settings.timeout, _CONNECTING))


def call_client(call: Callable[[], _Result], settings: EndpointSettings) -> _Result:
    """The result of a call that uses the client.

    Raises Transient, Declined or ModelError; OtherForm where the answer cannot be read.
    """
    import openai

    host = settings.host
    problem: Exception
    try:
        return call()
    except openai.APIStatusError as exc:
        problem = judge_status(exc.status_code, exc.response.headers, exc.body, settings)
    except openai.APITimeoutError:
        problem = Transient(ModelUnreachable(f"{host} said nothing for {settings.timeout:g} s"))
    except openai.APIConnectionError:
        problem = Transient(ModelUnreachable(f"{host} cannot be reached"))
    except openai.APIError:  # told in the midst of a stream
        problem = Transient(ModelUnreachable(f"{host} broke off its answer"))
    except (ValueError, TypeError, KeyError):
        told = "does not answer as an OpenAI-compatible endpoint does: check the base URL"
        problem = OtherForm(f"{host} {told}")
    raise problem  # out here, without the client's error, in which keys and prompts may stand
