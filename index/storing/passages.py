"""Passages of a disclosure: what can be searched, quoted and cited."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction import Content, Disclosure, ListKind, Row, Source, Span, Table, squash
from index.records import Passage, PassageKind
from index.words.wording import CLASS_MARK, bare_name

_WHITE = re.compile(r"\s+")
_HAN_GAP = re.compile(r"(?<=[\u2e80-\u9fff，。；：、（）“”]) (?=[\u2e80-\u9fff，。；：、（）“”])")
_SHOWN_ROWS = 12
_LONGEST = 1200
_EMBEDDED = frozenset(
    {
        PassageKind.PARAGRAPH,
        PassageKind.DEFINITION,
        PassageKind.LISTING,
        PassageKind.TABLE,
        PassageKind.NAME,
    }
)
_LONGEST_EMBEDDED = 400
_LISTED = {ListKind.DUTIES: "主要职责", ListKind.UNITS: "下属单位 预算单位构成"}


@dataclass(frozen=True, slots=True)
class _Draft:
    kind: PassageKind
    text: str
    source: Source
    topic: str = ""
    section: tuple[str, ...] = ()
    table: int | None = None


def find_passages(disclosure: Disclosure) -> tuple[Passage, ...]:
    """Paragraphs, reasons, definitions, lists, of each table a summary and its rows, and names."""
    drafts = (
        *_paragraphs(disclosure),
        *_reasons(disclosure),
        *_definitions(disclosure),
        *_listings(disclosure),
        *_tables(disclosure),
        *_names(disclosure),
    )
    return tuple(
        Passage(
            document=disclosure.document,
            number=number,
            kind=draft.kind,
            text=draft.text[:_LONGEST],
            topic=draft.topic,
            section=draft.section,
            table=draft.table,
            source=draft.source,
        )
        for number, draft in enumerate(drafts, start=1)
    )


def embedded_text(passage: Passage) -> str | None:
    """What of a passage becomes a vector; None for rows and reasons, which words find."""
    return passage.text[:_LONGEST_EMBEDDED] if passage.kind in _EMBEDDED else None


def simplify_white(printed: str) -> str:
    """Printed text with single spaces, and none between Chinese characters."""
    return _HAN_GAP.sub("", _WHITE.sub(" ", printed)).strip()


def _paragraphs(disclosure: Disclosure) -> Iterator[_Draft]:
    explained = {definition.text.source.line for definition in disclosure.definitions}
    for paragraph in disclosure.paragraphs:
        if paragraph.source.line in explained:
            continue  # found as a definition
        heading = paragraph.section[-1] if paragraph.section else ""
        text = f"{heading}\n{simplify_white(paragraph.printed)}".strip()
        yield _Draft(PassageKind.PARAGRAPH, text, paragraph.source, section=paragraph.section)


def _reasons(disclosure: Disclosure) -> Iterator[_Draft]:
    """The reasons given, one for each; several items of a sentence may share one."""
    seen: dict[Source, list[str]] = {}
    drafts: dict[Source, _Draft] = {}
    for statement in disclosure.statements:
        if statement.reason is None:
            continue
        source = statement.reason.source
        item = squash(statement.item.printed) if statement.item else ""
        seen.setdefault(source, []).append(item)
        drafts.setdefault(
            source,
            _Draft(
                PassageKind.REASON,
                simplify_white(statement.sentence.printed),
                source,
                section=statement.section,
            ),
        )
    for source, draft in drafts.items():
        topic = "、".join(dict.fromkeys(filter(None, seen[source])))
        yield _Draft(draft.kind, draft.text, source, topic, draft.section)


def _definitions(disclosure: Disclosure) -> Iterator[_Draft]:
    for definition in disclosure.definitions:
        term, text = squash(definition.term.printed), simplify_white(definition.text.printed)
        yield _Draft(
            PassageKind.DEFINITION,
            f"{term}：{text}",
            definition.text.source,
            term,
            definition.section,
        )


def _listings(disclosure: Disclosure) -> Iterator[_Draft]:
    for listing in disclosure.listings:
        heading = listing.section[-1] if listing.section else ""
        topic = f"{heading} {_LISTED.get(listing.kind, '')}".strip()
        items = "；".join(simplify_white(item.printed) for item in listing.items)
        source = Source(
            document=disclosure.document,
            spans=tuple(span for item in listing.items for span in item.source.spans),
        )
        yield _Draft(PassageKind.LISTING, f"{topic}\n{items}", source, topic, listing.section)


def _tables(disclosure: Disclosure) -> Iterator[_Draft]:
    for table in disclosure.tables:
        title = squash(table.title.printed) if table.title else ""
        columns = " ".join(dict.fromkeys("/".join(column.path) for column in table.columns))
        names = dict.fromkeys(row.label for row in table.rows if row.label)
        rows = "；".join(list(names)[:_SHOWN_ROWS])
        text = "\n".join(filter(None, (title, columns, rows)))
        if text:
            source = table.title.source if table.title else table.source
            yield _Draft(PassageKind.TABLE, text, source, title, table=table.number)
        for row in table.rows:
            if row.label or any(cell.content is Content.WORDS for cell in row.cells):
                yield _row_draft(table, title, row)


def _names(disclosure: Disclosure) -> Iterator[_Draft]:
    """Each name that a figure bears, once: a question in other words is near it by its vector."""
    printed: dict[str, Source] = {}
    for table in disclosure.tables:
        for column in table.columns:
            for header in column.header:
                printed.setdefault(bare_name(header.printed), header.source)
        for row in table.rows:
            if row.name:
                printed.setdefault(bare_name(row.label), row.name.source)
    for statement in disclosure.statements:
        if statement.item:
            *_, last = CLASS_MARK.sub(" ", statement.item.printed).split() or [""]
            printed.setdefault(bare_name(last), statement.item.source)
    for name, source in printed.items():
        if len(name) > 1:
            yield _Draft(PassageKind.NAME, name, source, name)


def _row_draft(table: Table, title: str, row: Row) -> _Draft:
    groups = (squash(group.printed) for group in row.groups)
    words = (simplify_white(cell.printed) for cell in row.cells if cell.content is Content.WORDS)
    text = "\n".join(filter(None, (title, *groups, row.label, *words)))
    return _Draft(
        PassageKind.ROW, text, _row_source(row, table.source.document), row.label, (), table.number
    )


def _row_source(row: Row, document: str) -> Source:
    spans: list[Span] = list(row.name.source.spans) if row.name else []
    for cell in row.cells:
        if cell.content is not Content.BLANK:
            spans += cell.source.spans
    spans = spans or list(row.cells[0].source.spans)
    return Source(document=document, spans=tuple(spans))
