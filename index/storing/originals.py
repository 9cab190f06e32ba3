"""The files that documents were read from: where they still are, or a copy that a library keeps."""

import os
from collections.abc import Iterable
from pathlib import Path

from extraction import ExtractionError, load_file
from index.errors import LibraryError
from index.records import Document

FOLDER = "originals"


class Originals:
    """Copies of files whose own place does not last (uploads), named by what is in them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def put(self, sha256: str, data: bytes) -> None:
        """Keep a copy of a file."""
        path = self._folder / sha256
        if path.exists():
            return
        made = path.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            made.write_bytes(data)
            os.replace(made, path)
        except OSError as exc:
            raise LibraryError(f"{exc.filename or path}: {exc.strerror}") from exc

    def keep_only(self, documents: Iterable[Document]) -> None:
        """Delete the copies of what is not among these documents."""
        wanted = {document.sha256 for document in documents}
        if not self._folder.is_dir():
            return
        try:
            for path in self._folder.iterdir():
                if path.name not in wanted:
                    path.unlink(missing_ok=True)
        except OSError as exc:
            raise LibraryError(f"{exc.filename or self._folder}: {exc.strerror}") from exc

    def find(self, document: Document) -> Path | None:
        """The file of a document, its bytes unchanged; None where it has gone or changed."""
        path = Path(document.path)
        copy = self._folder / document.sha256
        # Of an upload only the bare name is known: a file of that name is another one.
        candidates = (path, copy) if path.is_absolute() else (copy,)
        return next((one for one in candidates if _holds(one, document.sha256)), None)


def _holds(path: Path, sha256: str) -> bool:
    """Whether a file is there with these bytes in it."""
    try:
        return load_file(path).sha256 == sha256
    except ExtractionError:
        return False
