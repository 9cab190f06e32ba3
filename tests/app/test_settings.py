"""Where the library is: what the call names, else the variable, else the user's data folder."""

from pathlib import Path

import pytest
from platformdirs import user_data_path

from app.settings import read_settings


@pytest.mark.parametrize(
    ("named", "variable", "library"),
    [
        ("here", "there", "here"),
        (None, "there", "there"),
        (None, "", None),
        (None, None, None),
    ],
)
def test_the_library_is_where_the_nearest_setting_says(
    monkeypatch: pytest.MonkeyPatch, named: str | None, variable: str | None, library: str | None
) -> None:
    monkeypatch.delenv("GOUJI_LIBRARY", raising=False)
    if variable is not None:
        monkeypatch.setenv("GOUJI_LIBRARY", variable)
    expected = Path(library) if library else user_data_path("gouji") / "library"
    assert read_settings(Path(named) if named else None).library == expected
