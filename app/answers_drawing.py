"""An answer and its proofs: as a person reads them, and as one JSON object."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index import Answer, Citation

_LONGEST_QUOTE = 100
_BREAK = re.compile(r"[ 。；，、：]")


def answer_record(answer: "Answer") -> dict[str, object]:
    """What `ask --json` prints: the answer without the spans of its sources."""
    return answer.model_dump(mode="json", exclude={"citations": {"__all__": {"source"}}})


def answer_lines(answer: "Answer") -> Iterator[str]:
    """The answer, the choices if it asks back, the proofs by number, the notes."""
    yield answer.answer
    for choice in answer.choices:
        yield f"  · {choice.label}: --document {' --document '.join(choice.documents)}"
    for citation in answer.citations:
        yield ""
        yield from _citation_lines(citation)
    if answer.notes:
        yield ""
    for note in answer.notes:
        yield f"note: {note}"


def _citation_lines(citation: "Citation") -> Iterator[str]:
    places = (citation.table, citation.row, citation.column)
    place = " › ".join(name for name in places if name)
    spot = f"[{citation.number}] {citation.document}, {citation.source.spot}"
    yield f"{spot}: {place}" if place else spot
    printed, quote = _squeeze(citation.printed), cut_quote(citation.quote, citation.printed)
    if quote != printed:
        yield f"    {printed}"
    yield f"    {quote}"


def cut_quote(quote: str, printed: str, longest: int = _LONGEST_QUOTE) -> str:
    """The quote with single spaces, cut around what is cited, never inside a word or a figure."""
    quote, printed = _squeeze(quote), _squeeze(printed)
    if len(quote) <= longest or printed not in quote:
        return quote
    first = quote.index(printed)
    last = first + len(printed)
    room = max(longest - len(printed), 0) // 2
    start, end = max(first - room, 0), min(last + room, len(quote))
    if start:
        inside = _BREAK.search(quote, start - 1, first)
        start = inside.end() if inside else first
    if end < len(quote):
        ends = [found.start() for found in _BREAK.finditer(quote, last, end + 1)]
        end = ends[-1] if ends else last
    return f"{'…' if start else ''}{quote[start:end]}{'…' if end < len(quote) else ''}"


def _squeeze(text: str) -> str:
    return " ".join(text.split())
