"""What every test of the pages needs."""

import sys

import pytest


@pytest.fixture(autouse=True)
def _keep_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the main module back: streamlit leaves its script there, which later tests' processes
    would run.
    """
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
