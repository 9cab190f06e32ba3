"""What stops a caller from using a library.

LibraryError
├── LibraryBusy       another process is writing, and did not end in time
├── OtherEmbedder     the vectors were made by another embedder
├── OtherVersion      the library was made by another version of Gouji
├── UnknownDocument   no document of this name is in it
├── DamagedLibrary    the file is no library, or cannot be read as one
└── NoVectors         vectors are not made, or Chroma cannot be used; a search goes by words alone
"""


class LibraryError(Exception):
    """The root: its text is one line that a person can act on."""


class LibraryBusy(LibraryError):
    """Another process is writing, and did not end in time."""


class OtherEmbedder(LibraryError):
    """The vectors were made by another embedder."""


class OtherVersion(LibraryError):
    """The library was made by another version of Gouji."""


class UnknownDocument(LibraryError):
    """No document of this name is in it."""


class DamagedLibrary(LibraryError):
    """The file is no library, or cannot be read as one."""


class NoVectors(LibraryError):
    """Vectors are not made, or Chroma cannot be used; a search goes by words alone."""
