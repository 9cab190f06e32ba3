"""Documents that the rules leave open, what a model answers, and a place of their own."""

import json
from pathlib import Path

import pytest
from scripted import Act, Server
from typer.testing import CliRunner, Result

from app.cli import app

KEY = "sk-not-to-be-seen"
_OPEN = """\
青禾县{agency}2024年部门预算

用款安排一览

单位：万元

科目编码\t科目名称\t{agency}甲\t乙类款\t丙类款
\t合计\t{total}\t60.00\t40.50
208\t社会保障和就业支出\t20.00\t20.00\t—
213\t农林水支出\t80.50\t40.00\t40.50
"""
_TABLE = {
    "table": 1,
    "kind": "expenditure",
    "title": 1,
    "unit": 2,
    "header": [0],
    "columns": ["code", "name", "total", "basic", "project"],
    "sides": [],
    "spans": [],
    "funds": [],
    "skipped": [],
    "totals": [1],
    "joins": [],
    "pairs": [],
}
RIGHT = json.dumps({"tables": [_TABLE]})
"""What is right to answer about such a document."""
ANSWER = Act(text=RIGHT, usage=(500, 90))


def write_open(
    folder: Path, name: str = "water", agency: str = "水务局", total: str = "100.50"
) -> Path:
    """Write a document about which one question is asked; of another agency, another question,
    about a table with another header."""
    path = folder / f"{name}.txt"
    path.write_text(_OPEN.format(agency=agency, total=total), encoding="utf-8")
    return path


def isolate(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put cache, settings and working folder into a folder of the test's own."""
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    (folder / "work").mkdir()
    monkeypatch.chdir(folder / "work")


def configure(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    """Configure the model of a server."""
    monkeypatch.setenv("GOUJI_MODEL", "small")
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def run(*arguments: str | Path) -> Result:
    """Run the command line as a person does."""
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert KEY not in result.output
    return result
