"""Archives, unpacked into a folder and nowhere else, whatever their names and sizes say."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from extraction import (
    BinaryDocument,
    DamagedDocument,
    EncryptedDocument,
    OversizedDocument,
    expand_archive,
    is_archive,
)
from extraction.readers import archives


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(mode: str, *members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def expand(folder: Path, data: bytes) -> dict[str, bytes]:
    """What an archive holds, by names inside the folder that it was unpacked to."""
    path = folder / "files.zip"
    path.write_bytes(data)
    assert is_archive(path)
    target = folder / "unpacked"
    files = expand_archive(path, target)
    assert sorted(p for p in folder.rglob("*") if p.is_file()) == sorted([path, *files])
    return {file.relative_to(target).as_posix(): file.read_bytes() for file in files}


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_archives_of_every_kind(tmp_path: Path, mode: str) -> None:
    members = ("预算/a.txt", b"1"), ("b.txt", b"2")
    expected = {"b.txt": b"2", "预算/a.txt": b"1"}
    assert expand(tmp_path, tarred(mode, *members)) == expected


def test_a_name_in_gbk(tmp_path: Path) -> None:
    data = zipped(("AAAA.txt", b"1")).replace(b"AAAA", "预算".encode("gbk"))
    assert expand(tmp_path, data) == {"预算.txt": b"1"}


def test_a_name_in_gbk_in_a_tar(tmp_path: Path) -> None:
    data = tarred("w", ("AAAA.txt", b"1"))
    head = data[:512].replace(b"AAAA", "预算".encode("gbk"))
    total = sum(head[:148]) + 8 * 32 + sum(head[156:])
    head = head[:148] + f"{total:06o}\0 ".encode() + head[156:]
    assert expand(tmp_path, head + data[512:]) == {"预算.txt": b"1"}


NAMES = {
    "../../x.txt": "x.txt",
    "..\\..\\x.txt": "x.txt",
    "/etc/x.txt": "etc/x.txt",
    "C:\\a\\x.txt": "C_/a/x.txt",
    "a\u202etxt.exe": "atxt.exe",
    "a/./b.txt": "a/b.txt",
    "con?.txt": "con_.txt",
}


@pytest.mark.parametrize(("name", "safe"), NAMES.items())
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, kind: str, name: str, safe: str) -> None:
    member = (name, b"1")
    data = zipped(member) if kind == "zip" else tarred("w", member)
    assert expand(tmp_path, data) == {safe: b"1"}


def test_a_name_longer_than_the_system_allows(tmp_path: Path) -> None:
    [name] = expand(tmp_path, zipped(("长" * 300 + ".txt", b"1")))
    assert name == "长" * 65 + ".txt"


def test_names_that_come_again(tmp_path: Path) -> None:
    data = zipped(("a.txt", b"1"), ("A.txt", b"2"), ("../a.txt", b"3"))
    assert expand(tmp_path, data) == {"a.txt": b"1", "A-2.txt": b"2", "a-3.txt": b"3"}


def test_links_are_left_out(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("link")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert expand(tmp_path, out.getvalue()) == {}


def test_clutter_is_left_out(tmp_path: Path) -> None:
    data = zipped(("__MACOSX/._a.txt", b"0"), (".DS_Store", b"0"), ("a.txt", b"1"))
    assert expand(tmp_path, data) == {"a.txt": b"1"}


def test_an_archive_in_an_archive(tmp_path: Path) -> None:
    deepest = zipped(("c.txt", b"3"))
    inner = zipped(("b.txt", b"2"), ("deep.zip", deepest))
    found = expand(tmp_path, zipped(("a.txt", b"1"), ("inner.zip", inner)))
    assert found == {
        "a.txt": b"1",
        "inner.zip unpacked/b.txt": b"2",
        "inner.zip unpacked/deep.zip": deepest,
    }


def test_a_document_is_no_archive(tmp_path: Path) -> None:
    for part in ("[Content_Types].xml", "word/document.xml", "content.xml"):
        path = tmp_path / "a"
        path.write_bytes(zipped((part, b"")))
        assert not is_archive(path)


def test_an_archive_beyond_all_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_FILES", 3)
    path = tmp_path / "files.zip"
    path.write_bytes(zipped(*((f"{n}.txt", b"1") for n in range(4))))
    with pytest.raises(OversizedDocument, match="more than 3 files"):
        expand_archive(path, tmp_path / "out")
    monkeypatch.setattr(archives, "_MOST_BYTES", 2)
    path.write_bytes(zipped(("a.txt", b"12"), ("b.txt", b"3")))
    with pytest.raises(OversizedDocument, match="it would unpack to more"):
        expand_archive(path, tmp_path / "other")


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_cut_off_archive(tmp_path: Path, tenth: int) -> None:
    data = tarred("w:gz", *((f"{n}.txt", bytes(range(256)) * n) for n in range(9)))
    path = tmp_path / "files.tar.gz"
    path.write_bytes(data[: len(data) * tenth // 10])
    with pytest.raises(DamagedDocument):
        expand_archive(path, tmp_path / "out")


def test_a_member_with_a_wrong_checksum(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.txt", b"abcdefgh" * 9)))
    data[14:18] = b"\0\0\0\0"
    at = data.rindex(b"PK\x01\x02") + 16
    data[at : at + 4] = b"\0\0\0\0"
    path = tmp_path / "files.zip"
    path.write_bytes(bytes(data))
    with pytest.raises(DamagedDocument):
        expand_archive(path, tmp_path / "out")


def test_a_locked_archive(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.txt", b"1")))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "files.zip"
    path.write_bytes(bytes(data))
    with pytest.raises(EncryptedDocument):
        expand_archive(path, tmp_path / "out")


@pytest.mark.parametrize(("head", "kind"), [(b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf\x27", "7z")])
def test_a_kind_that_cannot_be_unpacked(tmp_path: Path, head: bytes, kind: str) -> None:
    path = tmp_path / "files"
    path.write_bytes(head + b"rest")
    assert is_archive(path)
    with pytest.raises(BinaryDocument, match=kind):
        expand_archive(path, tmp_path / "out")
