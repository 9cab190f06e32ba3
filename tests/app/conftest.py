"""What every test of the pages and commands needs: nobody's settings, and folders of its own."""

import os
import shutil
import sys
from collections.abc import Iterator

import pytest

_VARIABLES = (
    "GOUJI_EMBEDDING_MODEL",
    "GOUJI_LAYOUTS",
    "GOUJI_LIBRARY",
    "GOUJI_MODEL",
    "GOUJI_SUITE",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
)


@pytest.fixture(scope="session", autouse=True)
def _no_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave out what the environment sets, for what whole modules share too."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _VARIABLES:
            patch.delenv(name, raising=False)
        _move_home(tmp_path_factory, patch)
        yield


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what a test keeps of answers and layouts from the next one."""
    _move_home(tmp_path_factory, monkeypatch)


@pytest.fixture(autouse=True)
def _keep_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the main module back: streamlit leaves its script there, which later tests' processes
    would run.
    """
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Debian's Chromium; where it is missing the tests are skipped, but not in CI."""
    path = shutil.which("chromium")
    if path is None and os.environ.get("GOUJI_NEED_BROWSER") == "1":
        pytest.fail("GOUJI_NEED_BROWSER is set, and there is no chromium")
    if path is None:
        pytest.skip("there is no chromium (apt-get install chromium)")
    return path


def _move_home(factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> None:
    home = factory.mktemp("home")
    for name in ("CACHE", "CONFIG", "DATA"):
        patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
