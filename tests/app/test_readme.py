"""The commands that the README shows print what it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

_README = Path(__file__).parents[2] / "README.md"
_BLOCK = re.compile(r"```(console|python)\n(.*?)```", re.DOTALL)
_LEFT_OUT = "…\n"
# They run until they are ended, or run these tests.
_NOT_RUN = ("make app", "make test")


def _blocks() -> list[tuple[str, str]]:
    return _BLOCK.findall(_README.read_text(encoding="utf-8"))


def test_readme_has_these_blocks() -> None:
    assert [language for language, _ in _blocks()] == ["console", "console", "python"]


def test_the_first_screen_shows_what_the_demo_prints(tmp_path: Path) -> None:
    [(command, expected)] = _commands(_blocks()[0][1])
    printed = _run(["bash", "-c", command], tmp_path)
    assert _cut_alike(printed, expected) == expected


def test_readme_shows_what_its_commands_print(tmp_path: Path) -> None:
    _, (_, shell), (_, python) = _blocks()
    for command, expected in _commands(shell):
        printed = _run(["bash", "-c", command], tmp_path)
        assert _cut_alike(printed, expected) == expected, command
    assert _run([sys.executable, "-c", python], tmp_path) == python.rsplit("# ", 1)[1]


@pytest.mark.parametrize(
    ("call", "commands"),
    [
        (["demo"], [".venv/bin/gouji demo"]),
        (
            ["app", "PORT=8600"],
            [
                ".venv/bin/gouji sample --out .demo/samples",
                ".venv/bin/gouji index .demo/samples/*.txt --library .demo/samples/library",
                ".venv/bin/gouji app --library .demo/samples/library --port 8600",
            ],
        ),
        (
            ["app", "DOCUMENTS=../my documents"],
            [
                '.venv/bin/gouji index "../my documents" --library .demo/documents/library',
                ".venv/bin/gouji app --library .demo/documents/library",
            ],
        ),
    ],
)
def test_make_runs_the_commands_of_the_product(call: list[str], commands: list[str]) -> None:
    printed = _run(["make", "--dry-run", *call], _README.parent).splitlines()
    assert [line.strip() for line in printed if ".venv/bin/gouji" in line] == commands


def _commands(block: str) -> list[tuple[str, str]]:
    """Each command with the output shown under it; `make demo` without the environment's making."""
    found = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        if not command.startswith(_NOT_RUN):
            command = command.replace("make demo", "gouji demo")
            found.append((command, output.rstrip("\n") + "\n" if output.strip() else ""))
    return found


def _cut_alike(printed: str, expected: str) -> str:
    """What is printed, with a line of … for what the README leaves out by one."""
    shown = [re.escape(part) for part in expected.split(_LEFT_OUT)]
    if re.fullmatch("(?:.*\n)+".join(shown), printed):
        return expected
    return printed


def _run(command: list[str], folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "80"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return done.stdout
