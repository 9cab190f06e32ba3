"""Settings: what the call names, else a variable, else a file, else what is usual."""

from pathlib import Path

import pytest
from platformdirs import user_data_path

from app.settings import SettingsError, read_model_settings, read_settings

KEY = "sk-not-to-be-seen"
VARIABLES = ("GOUJI_MODEL", "GOUJI_EMBEDDING_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY")


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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, with no variable set and no settings of the user's."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("app.settings.user_config_path", lambda _: tmp_path / "own")
    return tmp_path


@pytest.fixture
def own(folder: Path) -> Path:
    """The user's folder of settings."""
    (folder / "own").mkdir()
    return folder / "own"


@pytest.mark.parametrize(
    ("key", "file"), [(None, None), (KEY, None), ("", ""), (None, "[model]\ntimeout = 5\n")]
)
def test_where_no_model_is_named_there_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, key: str | None, file: str | None
) -> None:
    if key is not None:
        monkeypatch.setenv("OPENAI_API_KEY", key)
        monkeypatch.setenv("GOUJI_MODEL", "")
    if file is not None:
        (folder / "gouji.toml").write_text(file)
    assert read_model_settings(folder) is None


def test_variables_name_the_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_MODEL", "small")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    settings = read_model_settings(folder)
    assert settings is not None
    assert (settings.name, settings.base_url) == ("small", "https://api.openai.com/v1")
    assert settings.key is not None
    assert settings.key.get_secret_value() == KEY
    assert KEY not in repr(settings)


def test_a_file_names_the_model_and_variables_go_before_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "gouji.toml").write_text(
        '[model]\nname = "small"\nbase_url = "http://localhost:8000/v1/"\n'
        "timeout = 5\nmax_tokens = 900\n"
    )
    settings = read_model_settings(folder)
    assert settings is not None
    assert (settings.name, settings.base_url) == ("small", "http://localhost:8000/v1")
    assert (settings.timeout, settings.max_tokens, settings.key) == (5.0, 900, None)
    monkeypatch.setenv("GOUJI_MODEL", "large")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://models.example/v1")
    settings = read_model_settings(folder)
    assert settings is not None
    assert (settings.name, settings.base_url) == ("large", "https://models.example/v1")
    assert settings.max_tokens == 900


KNOWN = "name, embedding_model, base_url, timeout, deadline, max_tokens, attempts"


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ('[model]\nnmae = "a"\n', f"gouji.toml:2: unknown key nmae; known: {KNOWN}"),
        (
            '[model]\nname = "a"\n\ntime_out = 3\n',
            f"gouji.toml:4: unknown key time_out; known: {KNOWN}",
        ),
        ('[modell]\nname = "a"\n', "gouji.toml:1: unknown key modell; known: [model]"),
        ('name = "a"\n', "gouji.toml:1: unknown key name; known: [model]"),
        ('model = "a"\n', "gouji.toml:1: model must be a table: [model]"),
        (
            f'[model]\nname = "a"\napi_key = "{KEY}"\n',
            "gouji.toml:3: a key does not belong in a file: set OPENAI_API_KEY",
        ),
        (
            f'[model]\nname = "a"\nkey = "{KEY}"\n',
            "gouji.toml:3: a key does not belong in a file: set OPENAI_API_KEY",
        ),
        (
            '[model]\nname = "a"\ntimeout = 0\n',
            "gouji.toml:3: timeout: Input should be greater than 0",
        ),
        (
            '[model]\nname = "a"\nbase_url = "localhost:8000"\n',
            "gouji.toml:3: base_url: must be an address that begins with http:// or https://",
        ),
        (
            '[model]\nname = "a"\nbase_url = "https://…"\n',
            "gouji.toml:3: base_url: must be an address that begins with http:// or https://",
        ),
        (
            f'[model]\nname = "a"\nbase_url = "http://me:{KEY}@localhost/v1"\n',
            "gouji.toml:3: base_url: must hold no name, password or query",
        ),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(
    folder: Path, file: str, told: str
) -> None:
    (folder / "gouji.toml").write_text(file)
    with pytest.raises(SettingsError) as caught:
        read_model_settings(folder)
    assert str(caught.value) == told


def test_a_file_that_is_no_toml_is_told_with_its_line(folder: Path) -> None:
    (folder / "gouji.toml").write_text("[model]\nname = \n")
    with pytest.raises(SettingsError, match=r"gouji\.toml: .*line 2"):
        read_model_settings(folder)


def test_what_is_wrong_in_a_variable_is_told_with_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_MODEL", "small")
    monkeypatch.setenv("OPENAI_BASE_URL", "models.example")
    with pytest.raises(SettingsError, match=r"^OPENAI_BASE_URL: must be an address that begins"):
        read_model_settings(folder)


def test_the_users_own_file_says_what_the_folders_leaves_open(folder: Path, own: Path) -> None:
    (own / "gouji.toml").write_text(
        '[model]\nname = "small"\nbase_url = "http://localhost:8000/v1"\ntimeout = 5\n'
    )
    settings = read_model_settings(folder)
    assert settings is not None
    assert (settings.name, settings.timeout) == ("small", 5.0)
    (folder / "gouji.toml").write_text('[model]\nname = "large"\n')
    settings = read_model_settings(folder)
    assert settings is not None
    assert (settings.name, settings.base_url) == ("large", "http://localhost:8000/v1")


def test_what_is_wrong_is_told_of_the_file_that_it_stands_in(folder: Path, own: Path) -> None:
    (folder / "gouji.toml").write_text('[model]\nname = "small"\n')
    (own / "gouji.toml").write_text("[model]\n\n\ntimeout = 0\n")
    with pytest.raises(SettingsError, match=r"^gouji\.toml:4: timeout: "):
        read_model_settings(folder)


ELSEWHERE = "https://models.example/v1"


def test_a_key_is_not_sent_where_a_file_of_the_folder_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "gouji.toml").write_text(f'[model]\nname = "small"\nbase_url = "{ELSEWHERE}/"\n')
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with pytest.raises(SettingsError) as caught:
        read_model_settings(folder)
    assert str(caught.value) == (
        "gouji.toml:3: base_url: a key is not sent where a file of the working folder says: "
        "set OPENAI_BASE_URL=https://models.example/v1 too, or unset OPENAI_API_KEY"
    )


@pytest.mark.parametrize(
    ("here", "own_says", "variable"),
    [
        (ELSEWHERE, None, ELSEWHERE),
        ("https://other.example/v1", None, ELSEWHERE),  # the variable decides
        (ELSEWHERE, f"{ELSEWHERE}/", None),
        (None, ELSEWHERE, None),
        ("https://api.openai.com/v1/", None, None),
        ("https://api.openai.com/v1", ELSEWHERE, None),
    ],
)
def test_a_key_is_sent_where_its_owner_says(
    folder: Path,
    own: Path,
    monkeypatch: pytest.MonkeyPatch,
    here: str | None,
    own_says: str | None,
    variable: str | None,
) -> None:
    monkeypatch.setenv("GOUJI_MODEL", "small")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    if variable:
        monkeypatch.setenv("OPENAI_BASE_URL", variable)
    for file, says in ((folder / "gouji.toml", here), (own / "gouji.toml", own_says)):
        if says:
            file.write_text(f'[model]\nbase_url = "{says}"\n')
    settings = read_model_settings(folder)
    assert settings is not None
    assert settings.key is not None


@pytest.mark.parametrize("address", ["http://api.openai.com/v1", "https://api.openai.com.example"])
def test_an_address_like_openais_is_not_openais(
    folder: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    (folder / "gouji.toml").write_text(f'[model]\nname = "small"\nbase_url = "{address}"\n')
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with pytest.raises(SettingsError, match="a key is not sent"):
        read_model_settings(folder)


def test_without_a_key_a_file_may_name_any_address(folder: Path) -> None:
    (folder / "gouji.toml").write_text(f'[model]\nname = "small"\nbase_url = "{ELSEWHERE}"\n')
    settings = read_model_settings(folder)
    assert settings is not None
    assert settings.base_url == ELSEWHERE
