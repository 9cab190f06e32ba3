"""What is set for a run, read once where it begins."""

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from index import EndpointSettings

MODEL_FILE = "gouji.toml"
_TABLE = "model"
_KEYS = frozenset({"key", "api_key", "openai_api_key"})


class SettingsError(Exception):
    """A setting that cannot be used; its text is one line that a person can act on."""


class Settings(BaseSettings):
    """The settings of a run: what the call names, else GOUJI_… variables, else what is usual."""

    model_config = SettingsConfigDict(env_prefix="GOUJI_", env_ignore_empty=True, frozen=True)

    library: Path = Field(default_factory=lambda: user_data_path("gouji") / "library")
    """The folder of the library (GOUJI_LIBRARY); the user's data folder by default."""
    suite: Path | None = None
    """The folder of hand labels that pages and commands add to (GOUJI_SUITE); none by default."""


class _ModelVariables(BaseSettings):
    """What the environment says of the model."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True)

    name: str | None = Field(default=None, validation_alias="GOUJI_MODEL")
    base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")


def read_settings(library: Path | None) -> Settings:
    """The settings, with the library that a call names before all others."""
    return Settings() if library is None else Settings(library=library)


def read_model_settings(folder: Path | None = None) -> "EndpointSettings | None":
    """The model that is configured: by GOUJI_MODEL, OPENAI_BASE_URL and OPENAI_API_KEY, and for
    what these leave open by the table [model] of gouji.toml in the working folder.

    None where no model is named. Raises `SettingsError`.
    """
    path = (folder or Path.cwd()) / MODEL_FILE
    table = _read_table(path)
    variables = _ModelVariables().model_dump(exclude_none=True)
    if "name" not in variables and "name" not in table:
        if table:
            _check_table({"name": "?", **table}, path)
        return None
    return _check_table({**table, **variables}, path)


def model_memory() -> Path:
    """The file that remembers what each endpoint takes of the protocol."""
    return user_cache_path("gouji") / "endpoints.json"


def _read_table(path: Path) -> dict[str, object]:
    """The table [model] of the file; empty where there is no file."""
    try:
        text = path.read_text(encoding="utf-8")
        whole: dict[str, object] = tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except OSError as exc:
        raise SettingsError(f"{path}: {exc.strerror}") from exc
    except ValueError as exc:
        raise SettingsError(f"{path}: {exc}") from exc
    for name in whole:
        if name != _TABLE:
            raise SettingsError(f"{_place(path, name)}: unknown key {name}; known: [{_TABLE}]")
    table = whole.get(_TABLE, {})
    if not isinstance(table, dict):
        raise SettingsError(f"{_place(path, _TABLE)}: {_TABLE} must be a table: [{_TABLE}]")
    for name in table:
        if name.lower() in _KEYS:
            raise SettingsError(
                f"{_place(path, name)}: a key does not belong in a file: set OPENAI_API_KEY"
            )
    return table


def _check_table(fields: dict[str, object], path: Path) -> "EndpointSettings":
    """The settings as a record, or what is wrong with the first of them."""
    from index import EndpointSettings

    try:
        return EndpointSettings.model_validate(fields)
    except ValidationError as exc:
        error = exc.errors(include_input=False, include_url=False)[0]
    name = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        known = ", ".join(one for one in EndpointSettings.model_fields if one not in _KEYS)
        raise SettingsError(f"{_place(path, name)}: unknown key {name}; known: {known}")
    reason = error["msg"].removeprefix("Value error, ")
    variable = _named_by_variable(name)
    raise SettingsError(f"{variable or f'{_place(path, name)}: {name}'}: {reason}")


def _named_by_variable(name: str) -> str | None:
    """The variable that a field of the model was read from; None if from the file."""
    if getattr(_ModelVariables(), name, None) is None:
        return None
    return str(_ModelVariables.model_fields[name].validation_alias)


def _place(path: Path, name: str) -> str:
    """File and line of a key."""
    pattern = re.compile(rf"\s*(\[\s*)?([\w.]+\.)?[\"']?{re.escape(name)}[\"']?\s*[=\].]")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if pattern.match(line):
            return f"{path.name}:{number}"
    return path.name
