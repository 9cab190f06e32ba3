"""The commands that the README shows print what it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

_README = Path(__file__).parents[2] / "README.md"
_BLOCK = re.compile(r"```(console|python)\n(.*?)```", re.DOTALL)
# They make the environment that the tests run in.
_SETTING_UP = ("make env", ". .venv/bin/activate")


def test_readme_shows_what_its_commands_print(tmp_path: Path) -> None:
    blocks = _BLOCK.findall(_README.read_text(encoding="utf-8"))
    assert [language for language, _ in blocks] == ["console", "console", "console", "python"]
    for language, text in blocks:
        if language == "console":
            for command, expected in _commands(text):
                assert _run(["bash", "-c", command], tmp_path) == expected, command
        else:
            expected = text.rsplit("# ", 1)[1]
            assert _run([sys.executable, "-c", text], tmp_path) == expected


def _commands(block: str) -> list[tuple[str, str]]:
    """Each command with the output shown under it, those that set up the environment left out."""
    found = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        if not command.startswith(_SETTING_UP):
            found.append((command, output.rstrip("\n") + "\n" if output.strip() else ""))
    return found


def _run(command: list[str], folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "80"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return done.stdout
