"""What is set for a run, read once where it begins."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of a run: what the call names, else GOUJI_… variables, else what is usual."""

    model_config = SettingsConfigDict(env_prefix="GOUJI_", env_ignore_empty=True, frozen=True)

    library: Path = Field(default_factory=lambda: user_data_path("gouji") / "library")
    """The folder of the library (GOUJI_LIBRARY); the user's data folder by default."""
    suite: Path | None = None
    """The folder of hand labels that pages and commands add to (GOUJI_SUITE); none by default."""


def read_settings(library: Path | None) -> Settings:
    """The settings, with the library that a call names before all others."""
    return Settings() if library is None else Settings(library=library)
