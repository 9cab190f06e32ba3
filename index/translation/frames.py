"""The frames of English questions: `english_frames.txt`, which says how it is to be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

_NAME = re.compile(r"(?<!\?P)<(\w+)>")
_GROUP = re.compile(r"\((?!\?)")
_PHRASES = ("a", "b", "clause")


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to ask."""

    pattern: re.Pattern[str]
    """What the whole of a marked question must be; its groups are phrases and words that tell."""
    template: str
    """The Chinese, with names in braces for what is filled in."""


def _read_frames() -> Iterator[Frame]:
    text = (
        resources.files("index.translation")
        .joinpath("english_frames.txt")
        .read_text(encoding="utf-8")
    )
    named = {name: f"(?P<{name}>.+?)" for name in _PHRASES}
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        if " => " not in line:
            name, pattern = line.split(" = ", 1)
            named[name.strip("<>")] = _spell(pattern, named)
            continue
        pattern, template = line.split(" => ")
        yield Frame(re.compile(_spell(pattern, named)), template)


def _spell(pattern: str, named: dict[str, str]) -> str:
    """A pattern with its names spelt out, in which only named groups capture."""
    plain = _GROUP.sub("(?:", pattern)
    return _NAME.sub(lambda found: named[found[1]], plain)


FRAMES = tuple(_read_frames())
