"""Whether what labels quote stands where they say: every slip in one go.

Texts are compared in normal form, and a figure is never found inside a longer one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from evals.labels.gold import FindingLabel, Noted, TableLabel, is_figure
from evals.labels.questions import Question
from extraction import ExtractionError, FactRow, Transcript, normal_form, transcribe
from extraction.text import strip_tags

_NEAR = 6
"""How many lines above or below the amounts of its row a name may stand that wraps."""
_LEAST = 2
"""Of words that wrap, a part of fewer characters proves nothing, but for the last one."""
_LONGEST = 40
"""Over how many further lines a quote of a text may go on."""
_HINTS = 3
_THOUSANDS = r"(?:,\n?|\n(?=\d{3}))?"
# Numbers of their own, which their normal form would join to the digits beside them.
_RAISED = re.compile(r"[²³¹\u2070-\u2089①-⓿㈠-㋿]")


class QuoteKind(StrEnum):
    """Which part of a label is held against the document."""

    EVIDENCE = "quote"
    """The evidence of a question."""
    PRINTED = "printed"
    """The disagreeing print of a finding."""
    TITLE = "title"
    """The title of a table."""
    VALUE = "value"
    """The value of a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a label says is printed somewhere."""

    place: str
    """File and line of the label."""
    kind: QuoteKind
    """Which part of the label it is."""
    where: str
    """The line, page or cell of the document."""
    text: str
    """What is printed there."""


def quote_facts(facts: Iterable[Noted[FactRow]]) -> Iterator[Quote]:
    """The values of facts."""
    for noted in facts:
        where, text = noted.label.where, noted.label.value
        yield Quote(place=noted.place, kind=QuoteKind.VALUE, where=where, text=text)


def quote_tables(tables: Iterable[Noted[TableLabel]]) -> Iterator[Quote]:
    """The titles of tables."""
    for noted in tables:
        where, text = noted.label.where, noted.label.title
        yield Quote(place=noted.place, kind=QuoteKind.TITLE, where=where, text=text)


def quote_findings(findings: Iterable[Noted[FindingLabel]]) -> Iterator[Quote]:
    """The disagreeing prints of findings."""
    for noted in findings:
        where, text = noted.label.where, noted.label.printed
        yield Quote(place=noted.place, kind=QuoteKind.PRINTED, where=where, text=text)


def quote_evidence(questions: Iterable[Noted[Question]], document: str) -> Iterator[Quote]:
    """The evidence of questions that is from a document."""
    for noted in questions:
        for one in noted.label.evidence:
            if one.document == document:
                yield Quote(
                    place=noted.place, kind=QuoteKind.EVIDENCE, where=one.where, text=one.quote
                )


@dataclass(frozen=True, slots=True)
class QuoteTask:
    """A document whose quotes are to be looked up."""

    path: Path
    quotes: tuple[Quote, ...]


def check_task(task: QuoteTask) -> list[str]:
    """`check_quotes` of a task, for a process of its own."""
    return check_quotes(task.path, task.quotes)


def check_quotes(document: Path, quotes: Iterable[Quote]) -> list[str]:
    """A message for each quote that does not stand where its label says, in the given order.

    A document that cannot be read gives one message: its quotes are unchecked.
    """
    wanted = list(quotes)
    if not wanted:
        return []
    try:
        prints = _make_prints(transcribe(document))
    except ExtractionError as exc:
        return [f"{document.name}: {len(wanted)} quotes are unchecked: {exc}"]
    return [_describe(quote, prints) for quote in wanted if not _stands(quote, prints)]


@dataclass(frozen=True, slots=True)
class _Prints:
    """What is printed at each line, page or cell: pieces in normal form, words apart."""

    pieces: Mapping[str, tuple[str, ...]]
    has_pages: bool

    def around(self, where: str, above: int, below: int) -> list[str]:
        """The pieces of a place and of so many lines or pages beside it; a cell stands alone."""
        if not where.isdecimal():
            return list(self.pieces.get(where, ()))
        numbers = range(int(where) - above, int(where) + below + 1)
        return [piece for number in numbers for piece in self.pieces.get(str(number), ())]


def _make_prints(transcript: Transcript) -> _Prints:
    pieces: dict[str, list[str]] = {}
    for number, line in enumerate(transcript.lines, start=1):
        if not transcript.pages:
            pieces[str(number)] = [_part_words(line)]
        for span in transcript.places[number - 1] if transcript.places else ():
            where = str(span.page) if transcript.pages else span.cell
            if where:
                pieces.setdefault(where, []).append(_part_words(line[span.start : span.end]))
    return _Prints({where: tuple(texts) for where, texts in pieces.items()}, bool(transcript.pages))


def _part_words(printed: str) -> str:
    """The words of a text in normal form, a newline between them."""
    spaced = _RAISED.sub(lambda match: f" {match.group()} ", strip_tags(printed))
    return "\n".join(filter(None, map(normal_form, spaced.split())))


def _stands(quote: Quote, prints: _Prints) -> bool:
    if quote.kind is QuoteKind.EVIDENCE and prints.has_pages:
        # Readers put the lines of a page in different orders.
        return all(
            _begins_at(_find_words(word), quote.where, prints) for word in quote.text.split()
        )
    if _begins_at(_find_text(quote), quote.where, prints):
        return True
    return quote.kind is QuoteKind.VALUE and not is_figure(quote.text) and _wraps(quote, prints)


def _begins_at(pattern: re.Pattern[str], where: str, prints: _Prints) -> bool:
    """Whether a print begins at a place; on a line it may go on over the next ones."""
    own = "\n".join(prints.pieces.get(where, ()))
    text = "\n".join(prints.around(where, 0, 0 if prints.has_pages else _LONGEST))
    found = pattern.search(text)
    return found is not None and found.start() < len(own)


def _find_text(quote: Quote) -> re.Pattern[str]:
    if not is_figure(quote.text):
        return _find_words(quote.text)
    figure = normal_form(quote.text)
    if quote.kind is not QuoteKind.PRINTED:
        return _bound(figure.replace(",", ""), _THOUSANDS)
    # The prose has words for a sign, and a code may be printed in parts.
    return _bound(figure.replace(",", "").lstrip("+-−"), r"[,\n]?")


def _find_words(text: str) -> re.Pattern[str]:
    return _bound(_part_words(text).replace("\n", ""), r"\n?")


def _bound(form: str, gap: str) -> re.Pattern[str]:
    """A text whose characters `gap` may part, and whose figures are whole."""
    before = r"(?<!\d)(?<!\d[.,])" if form[:1].isdigit() else ""
    behind = r"(?!\d|\.\d|,\d{3}(?!\d))" if form[-1:].isdigit() else ""
    return re.compile(before + gap.join(map(re.escape, form)) + behind)


def _wraps(quote: Quote, prints: _Prints) -> bool:
    """Whether words stand near in parts, one below the other, as in a cell that wraps."""
    above, below = (0, 1) if prints.has_pages else (_NEAR, _NEAR)
    if quote.where not in prints.pieces:
        return False
    pieces = [p.replace("\n", "") for p in prints.around(quote.where, above, below)]
    left = _part_words(quote.text).replace("\n", "")
    if any(left in piece for piece in pieces):  # they do not wrap, and stand elsewhere
        return False
    for piece in pieces:
        left = left[_count_common(left, piece) :]
    return not left


def _count_common(words: str, piece: str) -> int:
    """How many of the first characters stand in a piece, in one run."""
    count = 0
    while count < len(words) and words[: count + 1] in piece:
        count += 1
    return count if count >= min(_LEAST, len(words)) else 0


def _describe(quote: Quote, prints: _Prints) -> str:
    message = f"{quote.place}: {quote.kind} {quote.text!r} does not stand at {quote.where}"
    if quote.where not in prints.pieces:
        return f"{message}, where nothing is read"
    pattern = _find_text(quote)
    found = (where for where, pieces in prints.pieces.items() if pattern.search("\n".join(pieces)))
    others = ", ".join(islice(found, _HINTS))
    return f"{message}, but at {others}" if others else message
