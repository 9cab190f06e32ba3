"""What a person labels in a terminal: lines of the document with a cell marked, pages as files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from app.page_drawing import draw_layers
from app.table_pictures import draw_table_pages
from extraction import Disclosure, Source, Span, SpotKind, Table, boxes_by_page, draw_page

_LONGEST = 24
"""Of a cell that is not marked (unit: characters)."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """How a run of characters is marked, with and without colours."""

    before: str
    after: str
    style: str


_CELL = _Mark("»", "«", "bold reverse")
_HEAD = _Mark("›", "‹", "underline")
_Run = tuple[int, int, _Mark]


def draw_lines(
    console: Console,
    lines: Sequence[str],
    numbers: Iterable[int],
    marked: Sequence[Span] = (),
    heads: Sequence[Span] = (),
) -> None:
    """Lines of a document with their numbers, cells between bars; blank lines are left out.

    What is `marked` stands between » and «, `heads` more lightly between › and ‹.
    """
    for number in sorted(set(numbers)):
        if lines[number - 1].strip():
            runs = [(s.start, s.end, _CELL) for s in marked if s.line == number]
            runs += [(s.start, s.end, _HEAD) for s in heads if s.line == number]
            text = Text(f"{number:>6}  ", "dim").append_text(_draw_line(lines[number - 1], runs))
            console.print(text, soft_wrap=True)


def plain(text: str) -> str:
    """A text without the characters that steer a terminal."""
    return "".join(one if one.isprintable() or one == "\n" else " " for one in text)


def tell_place(source: Source) -> str:
    """A place in words, with its line where that is not what a person finds it by."""
    spot = source.spot
    return str(spot) if spot.kind is SpotKind.LINE else f"{spot}, line {source.line} as read"


def write_pages(
    path: Path, disclosure: Disclosure, table: Table, folder: Path, framed: bool
) -> list[Path]:
    """Write the pages of a table as PNG, its cells framed as read or not; none without pages."""
    draw = _framed_pages if framed else _bare_pages
    written: list[Path] = []
    for page, data in draw(path, disclosure, table):
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{disclosure.document}-table{table.number}-page{page}.png"
        target.write_bytes(data)
        written.append(target)
    return written


def _framed_pages(path: Path, disclosure: Disclosure, table: Table) -> Iterator[tuple[int, bytes]]:
    return draw_table_pages(path, disclosure, table)


def _bare_pages(path: Path, disclosure: Disclosure, table: Table) -> Iterator[tuple[int, bytes]]:
    pages = {page.number: page for page in disclosure.pages}
    for number in sorted(boxes_by_page(table.source)):
        yield number, draw_layers(draw_page(path, number, pages.get(number)), ())


def _draw_line(line: str, runs: Sequence[_Run]) -> Text:
    drawn = Text()
    start = 0
    for index, cell in enumerate(line.split("\t")):
        if index:
            drawn.append(" │ ", "dim")
        end = start + len(cell)
        inside = [
            (max(a, start), min(b, end), mark) for a, b, mark in runs if a < end and start < b
        ]
        drawn.append_text(_draw_cell(line, start, end, inside))
        start = end + 1
    return drawn


def _draw_cell(line: str, start: int, end: int, runs: Sequence[_Run]) -> Text:
    if not runs:
        return Text(_shorten(plain(line[start:end])))
    drawn = Text()
    at = start
    for left, right, mark in sorted(runs, key=lambda run: run[0]):
        drawn.append(plain(line[at:left]))
        drawn.append(f"{mark.before}{plain(line[left:right])}{mark.after}", mark.style)
        at = right
    return drawn.append(plain(line[at:end]))


def _shorten(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
