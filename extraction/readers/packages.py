"""The parts of a ZIP file, as Office programs pack them, inflated under a limit; safe XML.

What a file says of its own size is not believed, nothing outside the file is ever looked up, and
no entity is expanded.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extraction.errors import DamagedDocument, EncryptedDocument, OversizedDocument
from extraction.readers.files import SourceFile

# A department's documents have some 5 MB of XML; sheets that are formatted to the last row, 50.
LARGEST_TEXT = 100 * 2**20
"""The most XML that the parts of a document may inflate to (unit: bytes)."""
_MOST_PARTS = 10_000
_LOCAL_HEADER = 30
_MOST_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Package:
    """A ZIP file whose parts are read by name."""

    file: SourceFile
    parts: dict[str, zipfile.ZipInfo]

    @classmethod
    def open(cls, file: SourceFile) -> "Package":
        """The parts of a file; raises `DamagedDocument`, `OversizedDocument`."""
        try:
            with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
                parts = {info.filename: info for info in archive.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as exc:
            raise DamagedDocument(f"{file.path}: a broken or cut-off archive") from exc
        package = cls(file, parts)
        if len(parts) > _MOST_PARTS or sum(i.file_size for i in package._texts()) > LARGEST_TEXT:
            raise _oversized(file)
        return package

    def check_texts(self) -> None:
        """Inflate all XML once, for a reader that opens the file itself and trusts its sizes."""
        left = LARGEST_TEXT
        for info in self._texts():
            data = inflate_part(self.file, info, left)
            left -= len(data)
            if info.filename.endswith((".xml", ".rels")):
                refuse_doctype(self.file, data)

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises `DamagedDocument` where it is not there or not whole."""
        if name not in self.parts:
            raise DamagedDocument(f"{self.file.path}: a part is missing: {name}")
        return inflate_part(self.file, self.parts[name], LARGEST_TEXT)

    def read_xml(self, name: str) -> etree._Element:
        """The root element of a part; raises `DamagedDocument` where it is no sound XML."""
        return parse_xml(self.file, self.read(name))

    def _texts(self) -> Iterator[zipfile.ZipInfo]:
        for info in self.parts.values():
            if info.filename.endswith((".xml", ".rels", ".bin")):
                yield info


def parse_xml(file: SourceFile, data: bytes) -> etree._Element:
    """The root of some XML; raises `DamagedDocument` for a DOCTYPE or unsound XML."""
    refuse_doctype(file, data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise DamagedDocument(f"{file.path}: a part is no sound XML, or cut off") from exc
    if root.getroottree().docinfo.doctype:  # in an encoding that hides it from a search
        raise _doctype(file)
    return root


def refuse_doctype(file: SourceFile, data: bytes) -> None:
    """Raise `DamagedDocument` where XML declares a document type: entities, or files to fetch."""
    if b"<!DOCTYPE" in data or b"<\0!\0D\0" in data or b"\0<\0!\0D" in data:
        raise _doctype(file)


def read_count(text: str, default: int) -> int:
    """A number that an attribute says; the default where it says none that a document can have."""
    return int(text) if text.isdecimal() and len(text) < _MOST_DIGITS else default


def local_name(element: etree._Element) -> str:
    """The name of an element without its name space; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def inflate_part(file: SourceFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """The bytes of one part, whatever sizes the file declares.

    Raises `OversizedDocument` beyond the limit, `DamagedDocument`, `EncryptedDocument`.
    """
    if info.flag_bits & 0x1:
        raise EncryptedDocument(f"{file.path}: encrypted; a password is needed")
    head = file.data[info.header_offset : info.header_offset + _LOCAL_HEADER]
    start = info.header_offset + _LOCAL_HEADER
    start += int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = memoryview(file.data)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        data = bytes(packed[: limit + 1])
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        data = _inflate(file, packed, limit)
    else:
        raise DamagedDocument(f"{file.path}: a part is packed in a way that is not known")
    if len(data) > limit:
        raise _oversized(file)
    if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
        raise DamagedDocument(f"{file.path}: a part is broken: {info.filename}")
    return data


def _inflate(file: SourceFile, packed: memoryview, limit: int) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return inflater.decompress(packed, limit + 1)
    except zlib.error as exc:
        raise DamagedDocument(f"{file.path}: a part is broken or cut off") from exc


def _oversized(file: SourceFile) -> OversizedDocument:
    most = LARGEST_TEXT // 2**20
    return OversizedDocument(f"{file.path}: it would unpack to more than {most} MB of text")


def _doctype(file: SourceFile) -> DamagedDocument:
    return DamagedDocument(
        f"{file.path}: its XML declares a document type (DOCTYPE), as no Office program does"
    )
