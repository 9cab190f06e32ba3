"""Archives of documents (.zip, .tar and compressed ones): unpacked into a folder, under limits.

Names are made safe, also those that an old program wrote in GBK; an archive inside an archive is
unpacked too, one inside that is not.
"""

import lzma
import re
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from extraction.errors import (
    BinaryDocument,
    DamagedDocument,
    EncryptedDocument,
    OversizedDocument,
)
from extraction.readers.files import MAIN_PART

_MOST_BYTES = 2 * 2**30
_MOST_FILES = 10_000
_LONGEST_NAME = 200
"""Bytes of a name; file systems allow 255."""
_CHUNK = 2**20
_OTHER_KINDS = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z"}
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_TAR_MARK = slice(257, 262)
_OFFICE_PARTS = ("[Content_Types].xml", "content.xml", "ppt/presentation.xml")
_UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_BARRED = re.compile(r'[<>:"|?*]')
# What a system's own programs put beside the documents.
_CLUTTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


def is_archive(path: Path) -> bool:
    """Whether a file is an archive of files, and no document that is packed like one.

    Kinds that cannot be unpacked here are archives too.
    """
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except (OSError, ValueError):
        return False
    if head.startswith(b"PK\x03\x04"):
        return not _is_office(path)
    if head.startswith((*_OTHER_KINDS, *_COMPRESSED)):
        return True
    return head[_TAR_MARK] == b"ustar"


def expand_archive(path: Path, folder: Path) -> list[Path]:
    """Unpack an archive into a folder; the files, in the order of their names.

    Raises `DamagedDocument`, `EncryptedDocument`, `OversizedDocument`, or `BinaryDocument` for a
    kind that cannot be unpacked.
    """
    unpacking = _Unpacking(path, _MOST_BYTES)
    files = unpacking.expand(path, folder)
    whole: list[Path] = []
    for file in files:
        if is_archive(file):
            inner = file.with_name(file.name + " unpacked")
            whole += unpacking.expand(file, inner)
            file.unlink()
        else:
            whole.append(file)
    return sorted(whole)


@dataclass(slots=True)
class _Unpacking:
    """One archive being unpacked, with all that is in it."""

    archive: Path
    left: int
    taken: set[Path] = field(default_factory=set)

    def expand(self, path: Path, folder: Path) -> list[Path]:
        """The files of one archive, written into a folder."""
        with path.open("rb") as file:
            head = file.read(8)
        kind = next((name for mark, name in _OTHER_KINDS.items() if head.startswith(mark)), None)
        if kind:
            raise BinaryDocument(f"{path}: a {kind} archive: unpack it and give the folder")
        members = self._zip_members if head.startswith(b"PK") else self._tar_members
        files = []
        try:
            for name, opened in members(path):
                files.append(self._write(folder, name, opened))
        except _UNPACKING_ERRORS as exc:
            raise DamagedDocument(f"{self.archive}: a broken or cut-off archive") from exc
        return files

    def _zip_members(self, path: Path) -> Iterator[tuple[str, IO[bytes]]]:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if info.is_dir():
                    continue
                if info.flag_bits & 0x1:
                    raise EncryptedDocument(f"{self.archive}: encrypted; a password is needed")
                name = _decode_name(info)
                if _is_wanted(name):
                    with archive.open(info) as opened:
                        yield name, opened

    def _tar_members(self, path: Path) -> Iterator[tuple[str, IO[bytes]]]:
        with _open_tar(path) as archive:
            for info in archive:
                opened = archive.extractfile(info) if info.isfile() else None
                name = info.name
                if any("\ud800" <= char <= "\udfff" for char in name):  # no UTF-8
                    name = name.encode("utf-8", "surrogateescape").decode("gb18030", "replace")
                if opened is not None and _is_wanted(name):
                    yield name, opened

    def _write(self, folder: Path, name: str, opened: IO[bytes]) -> Path:
        target = self._free_path(folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            while chunk := opened.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise OversizedDocument(
                        f"{self.archive}: it would unpack to more than {_MOST_BYTES // 2**30} GB"
                    )
                file.write(chunk)
        return target

    def _free_path(self, folder: Path, name: str) -> Path:
        """Where a member is written: inside the folder, and beside no other of its name."""
        parts = [_safe(part) for part in PurePosixPath(name.replace("\\", "/")).parts]
        parts = [part for part in parts if part] or ["file"]
        target = first = folder.joinpath(*parts)
        count = 1
        while Path(str(target).casefold()) in self.taken:
            count += 1
            target = first.with_name(f"{first.stem}-{count}{first.suffix}")
        self.taken.add(Path(str(target).casefold()))
        if len(self.taken) > _MOST_FILES:
            raise OversizedDocument(f"{self.archive}: more than {_MOST_FILES} files")
        return target


@contextmanager
def _open_tar(path: Path) -> Iterator[tarfile.TarFile]:
    with tarfile.open(path, "r:*", encoding="utf-8", errors="surrogateescape") as archive:
        yield archive


def _is_office(path: Path) -> bool:
    """Whether a ZIP file is one document; a broken one is left to its reader."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return True
    return any(name in _OFFICE_PARTS or MAIN_PART.fullmatch(name) for name in names)


def _decode_name(info: zipfile.ZipInfo) -> str:
    """A member's name: as UTF-8 where it says so, else by trying."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_wanted(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return bool(parts) and not any(p in _CLUTTER or p.startswith("._") for p in parts)


def _safe(part: str) -> str:
    """A name that stays in its folder on every system; empty where nothing is left of it."""
    seen = "".join(char for char in part if unicodedata.category(char) not in _UNSEEN)
    name = _BARRED.sub("_", seen.replace("/", "")).strip(" .")
    stem, dot, ending = name.rpartition(".")
    while len(name.encode()) > _LONGEST_NAME:
        stem = (stem or name)[:-1]
        name = f"{stem}{dot}{ending}"[:_LONGEST_NAME] if stem else name[:40]
    return name
