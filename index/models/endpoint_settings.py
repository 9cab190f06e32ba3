"""Where a model is and how it is asked."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

OPENAI = "https://api.openai.com/v1"
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|[0-9a-f:]*:[0-9a-f:.]*")
"""Names and numbers of hosts as the network takes them; others are written in Punycode."""


def _check_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.hostname or ""):
        raise ValueError("must be an address that begins with http:// or https://")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("must hold no name, password or query")
    return address.rstrip("/")


class EndpointSettings(BaseModel):
    """A model behind an OpenAI-compatible endpoint."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    """The model's name, as the endpoint knows it."""
    base_url: Annotated[str, AfterValidator(_check_address)] = OPENAI
    key: SecretStr | None = None
    """None where the endpoint asks for none, as on one's own machine."""
    timeout: float = Field(default=120.0, gt=0)
    """Seconds for which an endpoint may say nothing."""
    deadline: float = Field(default=600.0, gt=0)
    """Seconds that an answer may take, with the attempts it needs."""
    max_tokens: int = Field(default=4096, ge=1)
    """Tokens of an answer; four times as many if one is cut off."""
    attempts: int = Field(default=5, ge=1)
    """How often a request is made that fails for a time."""

    @property
    def place(self) -> str:
        """The base URL without its scheme."""
        return self.base_url.partition("://")[2]

    @property
    def identity(self) -> str:
        """Where the model is and its name: what is known of it is kept under this."""
        return f"{self.place} {self.name}"

    @property
    def host(self) -> str:
        """Host and port."""
        return self.place.partition("/")[0]
