"""Records to rows of a library's tables, and back."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extraction import Source, Span
from index.records import Document, Fact, Passage
from index.storing.catalogue import Entry, Identity
from index.storing.holdings import Holding
from index.storing.passages import embedded_text
from index.storing.schema import DOCUMENTS, FACTS, PASSAGES
from index.storing.vectors import VectorKey, find_digest

Row = tuple[Any, ...]
"""Values in the order of a table's columns."""

ENTRY_COLUMNS = tuple(name for name in DOCUMENTS if name not in ("disclosure", "report", "lines"))
"""Columns of a document that its catalogue entry is made of."""
_LARGEST = Decimal(10) ** 32
_PLACES = 6
_SPAN = ("line", "start", "end", "page", "box", "cell")


def document_row(holding: Holding) -> Row:
    """A document as a row of `documents`."""
    values = holding.entry.document.model_dump() | {
        "added": holding.entry.added,
        "edition": holding.entry.edition,
        "corrections": holding.entry.corrections.model_dump_json(exclude_none=True),
        "disclosure": pack(holding.disclosure.model_dump_json()),
        "report": pack(holding.report.model_dump_json()),
        "lines": pack(json.dumps(holding.lines, ensure_ascii=False)),
    }
    return tuple(values[name] for name in DOCUMENTS)


def pack(text: str) -> bytes:
    """A long text as it is stored."""
    return zlib.compress(text.encode("utf-8"))


def unpack(stored: bytes) -> str:
    """A long text as it was. Raises ValueError where it is damaged."""
    try:
        return zlib.decompress(stored).decode("utf-8")
    except zlib.error as exc:
        raise ValueError(str(exc)) from exc


def vector_keys(passages: Iterable[Passage]) -> Iterator[tuple[VectorKey, str]]:
    """The passages that have vectors, each with the text that is embedded."""
    for passage in passages:
        text = embedded_text(passage)
        if text is not None:
            key = VectorKey(passage.document, passage.number, passage.kind, find_digest(text))
            yield key, text


def read_entry(row: Row) -> Entry:
    """The catalogue entry of a row of `ENTRY_COLUMNS`."""
    values = dict(zip(ENTRY_COLUMNS, row, strict=True))
    corrections = _read_corrections(values.pop("corrections"))
    added, edition = values.pop("added"), values.pop("edition")
    return Entry(Document(corrected=corrections.names(), **values), added, edition, corrections)


@lru_cache(maxsize=64)
def _read_corrections(printed: str) -> Identity:
    return Identity.model_validate_json(printed)


def fact_rows(facts: Sequence[Fact], added: int) -> list[Row]:
    """Facts of one document as rows of `facts`, numbered from 1."""
    return [_fact_row(number, fact, added) for number, fact in enumerate(facts, start=1)]


def _fact_row(number: int, fact: Fact, added: int) -> Row:
    values = vars(fact) | {
        "added": added,
        "number": number,
        "value": None if fact.value is None else str(fact.value),
        "yuan": _yuan(fact),
        "source": _spans_json(fact.source),
        "groups": list(fact.groups),
        "column": list(fact.column),
        "sentence": fact.sentence and _spans_json(fact.sentence),
    }
    return tuple(values[name] for name in FACTS)


def _yuan(fact: Fact) -> str | None:
    """The fact in 元; None where it is no money, or more than the column holds exactly."""
    factor = fact.unit.in_yuan if fact.unit else None
    if fact.value is None or factor is None or abs(fact.value) >= _LARGEST / factor:
        return None
    yuan = fact.value.scaleb(factor.adjusted())
    exponent = yuan.as_tuple().exponent
    return str(yuan) if isinstance(exponent, int) and exponent >= -_PLACES else None


def read_fact(row: Row) -> Fact:
    """The fact of a row of `facts`."""
    values = dict(zip(FACTS, row, strict=True))
    document = values["document"]
    del values["added"], values["number"], values["yuan"]
    values["source"] = _read_spans(document, values["source"])
    values["sentence"] = values["sentence"] and _read_spans(document, values["sentence"])
    return Fact.model_validate(values)


def passage_rows(passages: Sequence[Passage], added: int) -> list[Row]:
    """Passages of one document as rows of `passages`."""
    return [_passage_row(passage, added) for passage in passages]


def _passage_row(passage: Passage, added: int) -> Row:
    text = embedded_text(passage)
    values = vars(passage) | {
        "added": added,
        "section": list(passage.section),
        "source": _spans_json(passage.source),
        "digest": None if text is None else find_digest(text),
    }
    return tuple(values[name] for name in PASSAGES)


def read_passage(row: Row) -> Passage:
    """The passage of a row of `passages`."""
    values = dict(zip(PASSAGES, row, strict=True))
    del values["added"], values["digest"]
    values["source"] = _read_spans(values["document"], values["source"])
    return Passage.model_validate(values)


def _spans_json(source: Source) -> str:
    return json.dumps([_span_values(span) for span in source.spans])


def _read_spans(document: str, printed: str) -> dict[str, object]:
    """The fields of a source: checked with the record that it is in, not one by one."""
    spans = [dict(zip(_SPAN, values, strict=False)) for values in json.loads(printed)]
    return {"document": document, "spans": spans}


def _span_values(span: Span) -> list[object]:
    """The fields of a span, those at its end left out that are null."""
    values = [getattr(span, name) for name in _SPAN]
    while values[-1] is None:
        values.pop()
    return values
