"""Old Office files (OLE): whether they are whole, what they hold, whether a password locks them."""

import io
from dataclasses import replace

import msoffcrypto
import olefile
from msoffcrypto.exceptions import FileFormatError

from extraction.errors import BinaryDocument, DamagedDocument, EncryptedDocument
from extraction.readers.files import OLE, SourceFile
from extraction.vocabulary import Format

# Excel locks a workbook whose structure alone is protected with it, and opens it without asking.
_KNOWN_PASSWORD = "VelvetSweatshop"
_LARGEST_STREAM = 500 * 2**20


def is_ole(file: SourceFile) -> bool:
    """Whether a file is of the old kind."""
    return file.data.startswith(OLE)


def find_ole_format(file: SourceFile) -> Format:
    """Word or workbook, by the streams; raises `BinaryDocument`, `DamagedDocument`."""
    names = _check_streams(file)
    if "worddocument" in names:
        return Format.WORD
    if names & {"workbook", "book"}:
        return Format.WORKBOOK
    if "encryptedpackage" in names:
        return _packed_format(file)
    raise BinaryDocument(f"{file.path}: an old Office document that is neither text nor workbook")


def unlock(file: SourceFile) -> SourceFile:
    """The file, opened where every program opens it unasked; else raises `EncryptedDocument`."""
    if not is_ole(file):
        return file
    opened = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(file.data))
        if not office.is_encrypted():
            return file
        office.load_key(password=_KNOWN_PASSWORD)
        office.decrypt(opened)
    except FileFormatError:
        return file  # an old kind that cannot be locked
    except Exception as exc:  # a wrong password shows in many ways
        raise EncryptedDocument(f"{file.path}: encrypted; a password is needed") from exc
    data = opened.getvalue()
    return replace(file, data=data)


def _packed_format(file: SourceFile) -> Format:
    from extraction.readers.files import find_format

    return find_format(unlock(file))


def _check_streams(file: SourceFile) -> set[str]:
    """The names of the streams, all of which are read once: a cut-off file has not all."""
    try:
        with olefile.OleFileIO(file.data, raise_defects=olefile.DEFECT_INCORRECT) as ole:
            names = {"/".join(path).lower() for path in ole.listdir()}
            for path in ole.listdir():
                size = ole.get_size(path)
                if size > _LARGEST_STREAM or len(ole.openstream(path).read()) != size:
                    raise DamagedDocument(f"{file.path}: a broken or cut-off Office document")
    except DamagedDocument:
        raise
    except Exception as exc:  # whatever a broken file leads the library into
        raise DamagedDocument(f"{file.path}: a broken or cut-off Office document") from exc
    return names
