"""Lines of a document as HTML: around a figure, with the figure marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from extraction import Source, Span, SpotKind

_AROUND = 2
_LONGEST = 160
_FIGURE = re.compile(r"\s*[-−(（]?[\d,，]*\.?\d+[%％)）]?\s*|\s*[-—–－]+\s*")


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int


def draw_lines(
    lines: Sequence[str], figure: Source, heads: Iterable[Source] = (), around: int = _AROUND
) -> str:
    """The lines of a source and some around them; `heads` (names of its row and column) are shown
    and marked too, more lightly. Everything printed is escaped. Lines have their numbers where
    they are what a person finds them by.
    """
    is_numbered = figure.spot.kind is SpotKind.LINE
    marks = _marks_by_line(figure, heads)
    shown = sorted(_shown_lines(lines, figure, marks, around))
    width = max((lines[number - 1].count("\t") + 1 for number in shown), default=1)
    rows: list[str] = []
    last = shown[0] if shown else 0
    for number in shown:
        if any(line.strip() for line in lines[last : number - 1]):
            rows.append(f'<tr class="gap"><th></th><td colspan="{width}">⋯</td></tr>')
        head = str(number) if is_numbered else ""
        rows.append(_draw_line(head, lines[number - 1], marks.get(number, []), width))
        last = number
    return f'<div class="gouji-lines"><table>{"".join(rows)}</table></div>'


def _marks_by_line(figure: Source, heads: Iterable[Source]) -> dict[int, list[_Mark]]:
    """The marks of each line, none over another; the figure's come before those of the heads."""
    marks: dict[int, list[_Mark]] = {}
    styled = [(span, "") for span in figure.spans]
    styled += [(span, "head") for head in heads for span in head.spans]
    for span, style in styled:
        before = marks.setdefault(span.line, [])
        if not any(mark.start < span.end and span.start < mark.end for mark in before):
            before.append(_Mark(span.start, span.end, style))
    return {line: sorted(found, key=lambda mark: mark.start) for line, found in marks.items()}


def _shown_lines(
    lines: Sequence[str], figure: Source, marked: Iterable[int], around: int
) -> set[int]:
    """Numbers of the marked lines and of those around the figure, blank ones not counted."""
    shown = {number for number in marked if number <= len(lines)}
    for span in figure.spans:
        shown.update(_neighbours(lines, span, -1, around))
        shown.update(_neighbours(lines, span, 1, around))
    return shown


def _neighbours(lines: Sequence[str], span: Span, step: int, count: int) -> Iterator[int]:
    number = span.line + step
    while count and 1 <= number <= len(lines):
        if lines[number - 1].strip():
            count -= 1
            yield number
        number += step


def _draw_line(head: str, line: str, marks: Sequence[_Mark], width: int) -> str:
    cells = list(_cells(line))
    # Prose between tables takes the whole width; a row that lost cells ends early.
    span = f' colspan="{width}"' if len(cells) == 1 and width > 1 else ""
    drawn = "".join(
        f"<td{_is_figure(line, cell)}{span}>{_draw_cell(line, cell, marks)}</td>" for cell in cells
    )
    return f"<tr><th>{head}</th>{drawn}</tr>"


def _is_figure(line: str, cell: _Cell) -> str:
    return ' class="figure"' if _FIGURE.fullmatch(line, cell.start, cell.end) else ""


def _cells(line: str) -> Iterator[_Cell]:
    start = 0
    for part in line.split("\t"):
        yield _Cell(start, start + len(part))
        start += len(part) + 1


def _draw_cell(line: str, cell: _Cell, marks: Sequence[_Mark]) -> str:
    inside = [
        _Mark(max(mark.start, cell.start), min(mark.end, cell.end), mark.style)
        for mark in marks
        if _touches(mark, cell)
    ]
    pieces: list[str] = []
    at = cell.start
    for mark in inside:
        pieces.append(_plain(line[at : mark.start], at > cell.start, True))
        kind = f' class="{mark.style}"' if mark.style else ""
        # A blank cell is cited too: its mark holds nothing, and is drawn all the same.
        pieces.append(f"<mark{kind}>{escape(line[mark.start : mark.end])}</mark>")
        at = mark.end
    pieces.append(_plain(line[at : cell.end], at > cell.start, False))
    return "".join(pieces)


def _touches(mark: _Mark, cell: _Cell) -> bool:
    if mark.start == mark.end:
        return cell.start <= mark.start <= cell.end
    return mark.start < cell.end and cell.start < mark.end


def _plain(text: str, after_mark: bool, before_mark: bool) -> str:
    """Text without a mark; what is long is cut where it is far from one."""
    head = text[:_LONGEST] if after_mark or not before_mark else ""
    tail = text[-_LONGEST:] if before_mark else ""
    if len(text) <= len(head) + len(tail):
        return escape(text)
    return f"{escape(head)}…{escape(tail)}"
