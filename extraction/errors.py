"""What stops a caller from reading a document.

    ExtractionError
    ├── MissingPath          nothing stands at the path
    └── UnreadableDocument   a file is there, and cannot be read as a disclosure
        ├── EmptyDocument        no text in it
        ├── BinaryDocument       not text (a picture, an archive, a format of a later reader)
        └── UnknownEncoding      text in none of the encodings tried

A document that contradicts itself is a `Finding`; a place that could not be read is a `Gap`.
"""


class ExtractionError(Exception):
    """The root: its text is one line that a person can act on."""


class MissingPath(ExtractionError):
    """Nothing stands at the path."""


class UnreadableDocument(ExtractionError):
    """A file is there, and cannot be read as a disclosure."""


class EmptyDocument(UnreadableDocument):
    """The file holds no text."""


class BinaryDocument(UnreadableDocument):
    """The file is not text."""


class UnknownEncoding(UnreadableDocument):
    """The file is text in none of the encodings tried."""
