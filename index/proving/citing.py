"""Citations: a place is quoted from the document's own lines, and only if it prints the figure."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from extraction import Source, box_around, boxes_by_page, squash
from index.records import Citation, Fact, Passage

_QUOTES = str.maketrans("", "", "“”")
_LONGEST_QUOTE = 400


class Lines(Protocol):
    """Where the lines of documents are to be had."""

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines of a document as read; line 1 is the first."""
        ...


def is_proven(library: Lines, source: Source, printed: str) -> bool:
    """Whether exactly this is printed at that place."""
    return cut(library.lines(source.document), source) == printed


def are_proven(library: Lines, facts: Iterable[Fact]) -> bool:
    """Whether each of the facts is printed at its place."""
    return all(is_proven(library, fact.source, fact.printed) for fact in facts)


def cut(lines: Sequence[str], source: Source) -> str:
    """What stands at a place, its pieces joined without a separator."""
    spans = (span for span in source.spans if span.line <= len(lines))
    return "".join(lines[span.line - 1][span.start : span.end] for span in spans)


def part_of(source: Source, start: int, end: int) -> Source:
    """A part of a place, by offsets in its text."""
    spans, passed = [], 0
    for span in source.spans:
        length = span.end - span.start
        first, last = max(start - passed, 0), min(end - passed, length)
        if first < last:
            update = {"start": span.start + first, "end": span.start + last}
            spans.append(span.model_copy(update=update))
        passed += length
    return Source(document=source.document, spans=tuple(spans))


def cite_fact(library: Lines, number: int, fact: Fact) -> Citation:
    """The citation of a fact, quoting its line, or its sentence where the line is long."""
    citation = _cite(library, number, fact.source, fact.printed, fact.sentence)
    if fact.table is None:
        return citation
    update = {"table": fact.title, "row": fact.item, "column": "/".join(fact.column)}
    return citation.model_copy(update=update)


def cite_facts(library: Lines, facts: Iterable[Fact]) -> tuple[Citation, ...]:
    """The citations of facts, numbered from 1."""
    return tuple(cite_fact(library, number, fact) for number, fact in enumerate(facts, start=1))


def cite_passage(
    library: Lines, number: int, passage: Passage, printed: Source | None = None
) -> Citation:
    """The citation of a passage, or of a part of it."""
    source = printed or passage.source
    said = cut(library.lines(passage.document), source)
    return _cite(library, number, source, said, passage.source)


def cite_source(library: Lines, number: int, source: Source, printed: str) -> Citation:
    """The citation of a place that prints this."""
    return _cite(library, number, source, printed, None)


def _cite(
    library: Lines, number: int, source: Source, printed: str, sentence: Source | None
) -> Citation:
    first = source.spans[0]
    boxes = boxes_by_page(source).get(first.page or 0)
    return Citation(
        number=number,
        document=source.document,
        where=source.where,
        page=first.page,
        box=box_around(boxes) if boxes else None,
        cell=first.cell,
        printed=printed,
        quote=quote(library, source, sentence),
        source=source,
    )


def quote(library: Lines, source: Source, sentence: Source | None) -> str:
    """The lines that a place is on; of long ones only the sentence, with what is around it."""
    lines = library.lines(source.document)
    numbers = {span.line for span in source.spans}
    if sentence is not None:
        numbers |= {span.line for span in sentence.spans}
    whole = "\n".join(lines[number - 1].strip("\r\n") for number in sorted(numbers))
    if len(whole) <= _LONGEST_QUOTE:
        return whole
    around = sentence or source
    return _widen(lines, around)


def _widen(lines: Sequence[str], source: Source) -> str:
    """A sentence with as much of its line on both sides as makes whole sentences."""
    if len({span.line for span in source.spans}) > 1:
        return cut(lines, source)
    line = lines[source.line - 1]
    start, end = source.spans[0].start, source.spans[-1].end
    room = max(0, _LONGEST_QUOTE - (end - start)) // 2
    before = line.find("。", max(0, start - room), start) + 1
    after = line.rfind("。", end, end + room) + 1
    return line[before or start : after or end].strip()


def describe(fact: Fact) -> str:
    """A fact's place in words: its table, row and column, or its sentence's item."""
    if fact.table is None:
        return in_quotes(fact.item)
    row = in_quotes(fact.item)
    column = in_quotes("/".join(fact.column))
    return f"《{squash(fact.title)}》{row}{'的' if row and column else ''}{column}"


def in_quotes(name: str) -> str:
    """A name in quotation marks, without its own; nothing for an empty one."""
    bare = name.translate(_QUOTES)
    return f"“{bare}”" if bare else ""
