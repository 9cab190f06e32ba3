"""Pieces of printed text with their places: lines, parts of them, pieces put together."""

from extraction.records import Printed, Source, Span


def printed_line(document: str, number: int, line: str) -> Printed | None:
    """What a line prints, without the white space around it; None for a blank line."""
    text = line.strip()
    if not text:
        return None
    start = line.index(text)
    span = Span(line=number, start=start, end=start + len(text))
    return Printed(printed=text, source=Source(document=document, spans=(span,)))


def cut_printed(text: Printed, start: int, end: int) -> Printed:
    """A part of a text with its place, by offsets into `printed`."""
    spans: list[Span] = []
    offset = 0
    for span in text.source.spans:
        left, right = max(start - offset, 0), min(end - offset, span.end - span.start)
        if left < right:
            spans.append(Span(line=span.line, start=span.start + left, end=span.start + right))
        offset += span.end - span.start
    source = Source(document=text.source.document, spans=tuple(spans))
    return Printed(printed=text.printed[start:end], source=source)


def join_printed(first: Printed, second: Printed) -> Printed:
    """One text of two pieces that a line break or a page break parts."""
    if not second.printed:
        return first
    if not first.printed:
        return second
    spans = first.source.spans + second.source.spans
    source = Source(document=first.source.document, spans=spans)
    return Printed(printed=first.printed + second.printed, source=source)
