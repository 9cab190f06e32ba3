"""Words that OCR is not sure of: a gap for each, so that none passes in silence."""

from collections.abc import Iterator

from extraction.readers.paper import Paper, Word
from extraction.records import Gap, Source, Span
from extraction.transcript import Scribe
from extraction.vocabulary import GapReason

# Clean print stays above it but for leader dots; half of what is below is wrong somewhere.
_DOUBTFUL = 0.5


def find_doubts(scribe: Scribe, paper: Paper, first: int) -> Iterator[Gap]:
    """A gap for each doubtful word of a page that was written from a line on.

    A word that nothing was made of is marked in the text itself.
    """
    for word in paper.words:
        if word.score is None or word.score >= _DOUBTFUL:
            continue
        place = _find_place(scribe, paper.number, word, first)
        if place and "\ufffd" not in word.text:
            yield Gap(
                reason=GapReason.DAMAGED,
                message=f"unclear in the picture: read as {word.text}",
                printed=word.text,
                source=Source(document=scribe.document, spans=(place,)),
            )


def _find_place(scribe: Scribe, page: int, word: Word, first: int) -> Span | None:
    """The run of a line that a word was written to; None where it was left out."""
    left, top, right, bottom = word.box
    x, y = (left + right) / 2, (top + bottom) / 2
    for line in range(first, len(scribe.lines) + 1):
        for span in scribe.places[line - 1]:
            if span.page != page or not span.box:
                continue
            text = scribe.lines[line - 1][span.start : span.end]
            inside = span.box[0] <= x <= span.box[2] and span.box[1] <= y <= span.box[3]
            if inside and word.text in text:
                start = span.start + text.index(word.text)
                return span.model_copy(update={"start": start, "end": start + len(word.text)})
    return None
