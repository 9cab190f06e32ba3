"""Uploaded files: named safely, read one by one, added to the library."""

import logging
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from app.advising import Advised, ReaderUse, read_advised
from app.texts import LibraryTexts, Texts
from extraction import ExtractionError
from index import Cost, Indexed, Library, Prepared, prepare

_log = logging.getLogger(__name__)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LONGEST_NAME = 200  # bytes; file systems allow 255, and the library adds endings

OnStep = Callable[[str, int, int], None]


class Upload(Protocol):
    """A file as the browser sends it; its name is whatever the sender wrote."""

    @property
    def name(self) -> str:
        """The name as sent, perhaps with folders."""

    def getvalue(self) -> bytes:
        """What is in it."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of some uploads, one line each."""

    added: tuple[str, ...]
    refused: tuple[str, ...]
    unanswered: tuple[str, ...] = ()
    """Where a model was asked in vain."""


def clean_name(name: str) -> str:
    """The bare file name, without folders and what cannot be seen; empty where nothing is left."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(char for char in bare if unicodedata.category(char) not in _UNSEEN)
    return seen.strip(" .")


def take_in(
    library: Library, uploads: Sequence[Upload], use: ReaderUse, texts: Texts, on_step: OnStep
) -> Intake:
    """Add the files that can be read; each that cannot is told of, and stops no other."""
    prepared: list[Prepared] = []
    costs: list[Cost] = []
    refused: list[str] = []
    for number, upload in enumerate(uploads):
        name = clean_name(upload.name)
        on_step(texts.library.reading.format(name=name), number, len(uploads))
        result = _read_upload(upload, name, use, texts)
        if isinstance(result, str):
            refused.append(
                texts.library.refused_file.format(file=name or upload.name, reason=result)
            )
        else:
            prepared.append(result.made)
            costs += [result.cost] if result.cost else []
    before = {document.name: document.superseded_by for document in library.documents()}
    indexed = library.add(prepared, on_step) if prepared else []
    added = [*_describe(indexed, texts.library), *_supersessions(library, before, texts.library)]
    added += _tell_costs(costs, texts.library)
    return Intake(tuple(added), tuple(refused), tuple(_tell_unanswered(costs, texts)))


def _read_upload(
    upload: Upload, name: str, use: ReaderUse, texts: Texts
) -> Advised[Prepared] | str:
    """The file read and checked, or a sentence that says why not."""
    if not name:
        return texts.library.no_name
    if len(name.encode()) > _LONGEST_NAME:
        return texts.library.long_name
    try:
        with TemporaryDirectory(prefix="gouji-upload-") as folder:
            path = Path(folder) / name
            data = upload.getvalue()
            path.write_bytes(data)
            advised = read_advised(prepare, use, {path: path.stem}, path)
            prepared = advised.made
            kept = data if prepared.text.format.has_pages else b""  # to be shown with proofs
            # The folder tells nobody anything.
            return replace(advised, made=replace(prepared, path=Path(name), data=kept))
    except ExtractionError as exc:
        return texts.explain(exc)
    except Exception:  # a fault of ours in one file must not stop the others
        _log.exception("%r could not be read", name)
        return texts.internal_error


def _describe(indexed: Sequence[Indexed], texts: LibraryTexts) -> Iterator[str]:
    for one in indexed:
        document = one.document
        yield texts.outcomes[one.outcome].format(
            name=one.name, tables=document.tables, facts=document.facts, gaps=document.gaps
        )
        if one.name != one.path.stem:
            yield texts.renamed.format(file=one.path.name, name=one.name)


def _tell_costs(costs: Sequence[Cost], texts: LibraryTexts) -> Iterator[str]:
    for cost in costs:
        if cost.calls or cost.cache_hits:
            yield texts.asked.format(
                name=cost.document,
                calls=cost.calls,
                tokens_in=cost.tokens_in,
                tokens_out=cost.tokens_out,
                cache_hits=cost.cache_hits,
            )


def _tell_unanswered(costs: Sequence[Cost], texts: Texts) -> Iterator[str]:
    for cost in costs:
        if cost.failures:
            reasons = "；".join(map(texts.remark, cost.failures))
            yield texts.library.unanswered.format(name=cost.document, reasons=reasons)


def _supersessions(
    library: Library, before: dict[str, str | None], texts: LibraryTexts
) -> Iterator[str]:
    for document in library.documents():
        newer = document.superseded_by
        if newer and before.get(document.name) != newer:
            yield texts.supersedes.format(new=newer, old=document.name)
