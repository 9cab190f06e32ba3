"""What stops a caller from reading a document.

    ExtractionError
    ├── MissingPath          nothing stands at the path
    ├── UnusableTemplate     a layout kept as a file cannot be used
    └── UnreadableDocument   a file is there, and cannot be read as a disclosure
        ├── EmptyDocument        no text in it
        ├── BinaryDocument       of a format that no reader reads (an archive, a program)
        ├── UnknownEncoding      text in none of the encodings tried
        ├── EncryptedDocument    a password is needed
        ├── DamagedDocument      cut off, or broken so that no part can be trusted
        ├── OversizedDocument    it would unpack to more than a document can be
        └── MissingReader        its reader is an optional part that is not installed

A document that contradicts itself is a `Finding`; a place that could not be read is a `Gap`.
"""

from pathlib import Path


class ExtractionError(Exception):
    """The root: its text is one line that a person can act on."""


class MissingPath(ExtractionError):
    """Nothing stands at the path."""


class UnusableTemplate(ExtractionError):
    """A layout kept as a file cannot be used; its text names the file, the field, the reason."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class UnreadableDocument(ExtractionError):
    """A file is there, and cannot be read as a disclosure."""


class EmptyDocument(UnreadableDocument):
    """The file holds no text."""


class BinaryDocument(UnreadableDocument):
    """The file is of a format that no reader reads."""


class UnknownEncoding(UnreadableDocument):
    """The file is text in none of the encodings tried."""


class EncryptedDocument(UnreadableDocument):
    """The file cannot be opened without a password."""


class DamagedDocument(UnreadableDocument):
    """The file is cut off or broken."""


class OversizedDocument(UnreadableDocument):
    """The file would unpack to more than a document can be."""


class MissingReader(UnreadableDocument):
    """The reader of the format is an optional part that is not installed."""
