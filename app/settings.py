"""What is set for a run, read once where it begins."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path, user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from index import EndpointSettings

MODEL_FILE = "gouji.toml"
_TABLE = "model"
_KEYS = frozenset({"key", "api_key", "openai_api_key"})


class ModelRole(StrEnum):
    """What a model is configured for: the key of its name in the table [model]."""

    ANSWERS = "name"
    VECTORS = "embedding_model"


class SettingsError(Exception):
    """A setting that cannot be used; its text is one line that a person can act on."""


class Settings(BaseSettings):
    """The settings of a run: what the call names, else GOUJI_… variables, else what is usual."""

    model_config = SettingsConfigDict(env_prefix="GOUJI_", env_ignore_empty=True, frozen=True)

    library: Path = Field(default_factory=lambda: user_data_path("gouji") / "library")
    """The folder of the library (GOUJI_LIBRARY); the user's data folder by default."""
    layouts: Path = Field(default_factory=lambda: user_data_path("gouji") / "layouts")
    """The folder of the layouts kept (GOUJI_LAYOUTS); in the user's data folder by default."""
    suite: Path | None = None
    """The folder of hand labels that pages and commands add to (GOUJI_SUITE); none by default."""


class _ModelVariables(BaseSettings):
    """What the environment says of the model."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True)

    name: str | None = Field(default=None, validation_alias="GOUJI_MODEL")
    embedding_model: str | None = Field(default=None, validation_alias="GOUJI_EMBEDDING_MODEL")
    base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")


def read_settings(library: Path | None) -> Settings:
    """The settings, with the library that a call names before all others."""
    return Settings() if library is None else Settings(library=library)


def read_models(folder: Path | None = None) -> "ModelSettings":
    """What is said of models: by GOUJI_MODEL, GOUJI_EMBEDDING_MODEL, OPENAI_BASE_URL and
    OPENAI_API_KEY, and for what these leave open by the table [model] of gouji.toml, in the working
    folder or else in the user's folder of settings. Raises `SettingsError`.
    """
    here, own = _read_file(folder or Path.cwd()), _read_file(user_config_path("gouji"))
    return ModelSettings(_ModelVariables().model_dump(exclude_none=True), here, own)


def read_model_settings(folder: Path | None = None) -> "EndpointSettings | None":
    """The model that answers; None where none is named. Raises `SettingsError`."""
    return read_models(folder).find(ModelRole.ANSWERS)


def read_embedding_settings(folder: Path | None = None) -> "EndpointSettings | None":
    """The model that makes vectors; None where none is named. Raises `SettingsError`."""
    return read_models(folder).find(ModelRole.VECTORS)


def model_memory() -> Path:
    """The file that remembers what each endpoint takes of the protocol."""
    return user_cache_path("gouji") / "endpoints.json"


def embedding_memory() -> Path:
    """The file that remembers what each endpoint's vectors are like."""
    return user_cache_path("gouji") / "embeddings.json"


def model_answers() -> Path:
    """The folder that keeps what models answered."""
    return user_cache_path("gouji") / "answers"


@dataclass(frozen=True, slots=True)
class _ModelFile:
    """A file that may say something of the model."""

    path: Path
    table: dict[str, object]
    """Its table [model]; empty where there is no file."""

    def place(self, name: str) -> str:
        """File and line of a key."""
        pattern = re.compile(rf"\s*(\[\s*)?([\w.]+\.)?[\"']?{re.escape(name)}[\"']?\s*[=\].]")
        lines = self.path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if pattern.match(line):
                return f"{self.path.name}:{number}"
        return self.path.name


def _read_file(folder: Path) -> _ModelFile:
    path = folder / MODEL_FILE
    try:
        whole: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return _ModelFile(path, {})
    except OSError as exc:
        raise SettingsError(f"{path}: {exc.strerror}") from exc
    except ValueError as exc:
        raise SettingsError(f"{path}: {exc}") from exc
    table = whole.get(_TABLE, {})
    file = _ModelFile(path, table if isinstance(table, dict) else {})
    for name in whole:
        if name != _TABLE:
            raise SettingsError(f"{file.place(name)}: unknown key {name}; known: [{_TABLE}]")
    if not isinstance(table, dict):
        raise SettingsError(f"{file.place(_TABLE)}: {_TABLE} must be a table: [{_TABLE}]")
    for name in table:
        if name.lower() in _KEYS:
            told = "a key does not belong in a file: set OPENAI_API_KEY"
            raise SettingsError(f"{file.place(name)}: {told}")
    return file


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """What is said of models: read once where a run begins."""

    variables: Mapping[str, object]
    """By the environment."""
    here: _ModelFile
    """In the working folder."""
    own: _ModelFile
    """In the user's folder of settings."""

    def find(self, role: ModelRole) -> "EndpointSettings | None":
        """The model of a role, where and how it is asked; None where none is named.

        Raises `SettingsError`.
        """
        fields = {**self.own.table, **self.here.table, **self.variables}
        if role not in fields and not fields.keys() - self.variables.keys():
            return None
        settings = self._check_fields(fields, role)
        if settings and settings.key and "base_url" not in self.variables:
            self._check_trust(settings)
        return settings

    def _check_fields(
        self, fields: Mapping[str, object], role: ModelRole
    ) -> "EndpointSettings | None":
        """The settings as a record, None without a name; or what is wrong with the first of them,
        where nothing is named too.
        """
        from index import EndpointSettings

        record = {name: one for name, one in fields.items() if name not in set(ModelRole)}
        if role in fields:
            record["name"] = fields[role]
        try:
            return EndpointSettings.model_validate(record)
        except ValidationError as exc:
            errors = exc.errors(include_input=False, include_url=False)
        wrong = next((error for error in errors if error["type"] != "missing"), None)
        if wrong is None:
            return None
        name = role if wrong["loc"][0] == "name" else str(wrong["loc"][0])
        if wrong["type"] == "extra_forbidden":
            names = dict.fromkeys([*ModelRole, *EndpointSettings.model_fields])
            known = ", ".join(one for one in names if one not in _KEYS)
            raise SettingsError(f"{self._place(name)}: unknown key {name}; known: {known}")
        reason = wrong["msg"].removeprefix("Value error, ")
        if name in self.variables:
            raise SettingsError(f"{_ModelVariables.model_fields[name].validation_alias}: {reason}")
        raise SettingsError(f"{self._place(name)}: {name}: {reason}")

    def _place(self, name: str) -> str:
        """File and line of a key."""
        return (self.here if name in self.here.table else self.own).place(name)

    def _check_trust(self, settings: "EndpointSettings") -> None:
        """A file of a working folder may be anyone's: it does not decide where a key is sent."""
        from index import OPENAI

        trusted = (OPENAI, str(self.own.table.get("base_url", OPENAI)).rstrip("/"))
        if settings.base_url not in trusted:
            raise SettingsError(
                f"{self.here.place('base_url')}: base_url: a key is not sent where a file of the "
                f"working folder says: set OPENAI_BASE_URL={settings.base_url} too, or unset "
                "OPENAI_API_KEY"
            )
