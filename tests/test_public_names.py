"""The public face of each package is there."""

import importlib

import pytest


@pytest.mark.parametrize("package", ["extraction", "index", "evals.reports", "evals.generator"])
def test_every_public_name_is_there(package: str) -> None:
    module = importlib.import_module(package)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
