"""Pieces of printed text with their places: parts of them, pieces put together."""

from collections.abc import Sequence

from extraction.records import Box, Printed, Source, Span


def cut_printed(text: Printed, start: int, end: int) -> Printed:
    """A part of a text with its place, by offsets into `printed`."""
    spans: list[Span] = []
    offset = 0
    for span in text.source.spans:
        left, right = max(start - offset, 0), min(end - offset, span.end - span.start)
        if left < right:
            update = {"start": span.start + left, "end": span.start + right}
            spans.append(span.model_copy(update=update))
        offset += span.end - span.start
    source = Source(document=text.source.document, spans=tuple(spans))
    return Printed(printed=text.printed[start:end], source=source)


def offset_in(outer: Source, inner: Source) -> int | None:
    """Where a place begins in the text of another; None where it does not lie in it."""
    line, start = inner.start
    before = 0
    for span in outer.spans:
        if span.line == line and span.start <= start < span.end:
            return before + start - span.start
        before += span.end - span.start
    return None


def join_printed(first: Printed, second: Printed) -> Printed:
    """One text of two pieces that a line break or a page break parts."""
    if not second.printed:
        return first
    if not first.printed:
        return second
    spans = first.source.spans + second.source.spans
    source = Source(document=first.source.document, spans=spans)
    return Printed(printed=first.printed + second.printed, source=source)


def boxes_by_page(source: Source) -> dict[int, tuple[Box, ...]]:
    """The boxes of a place on each page that it stands on, in reading order."""
    found: dict[int, tuple[Box, ...]] = {}
    for span in source.spans:
        if span.page is not None and span.box is not None:
            found[span.page] = (*found.get(span.page, ()), span.box)
    return found


def box_around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds some boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
