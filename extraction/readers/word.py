"""Word documents (.docx, .odt; .doc, .rtf and their kin by way of LibreOffice) to a transcript."""

import os
import shutil
import signal
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from extraction.errors import DamagedDocument, MissingReader
from extraction.readers.files import ZIP, SourceFile
from extraction.readers.ole import unlock
from extraction.readers.packages import Package
from extraction.transcript import Transcript

_LONGEST = 120
"""How long a conversion may take (unit: seconds)."""
_PROGRAMS = ("soffice", "libreoffice")


def read_word(file: SourceFile) -> Transcript:
    """What a person reads in a Word document; raises an `UnreadableDocument`."""
    opened = unlock(file)
    if not opened.data.startswith(ZIP):
        opened = _convert(opened)
    if "content.xml" in Package.open(opened).parts:
        from extraction.readers.opendocument import read_odt

        return read_odt(opened)
    from extraction.readers.docx import read_docx

    return read_docx(opened)


def _convert(file: SourceFile) -> SourceFile:
    """The same as .docx; raises `MissingReader` where no program is there to convert it."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    rich = file.data.startswith(b"{\\rtf")
    if rich and not file.data.rstrip(b"\0\r\n\t ").endswith(b"}"):
        raise DamagedDocument(f"{file.path}: a broken or cut-off document")
    if program is None:
        message = "an old Word document: reading it needs LibreOffice; or save it as .docx"
        raise MissingReader(f"{file.path}: {message}")
    with TemporaryDirectory(prefix="gouji-word-") as folder:
        source = Path(folder) / ("document.rtf" if rich else "document.doc")
        source.write_bytes(file.data)
        _run(
            [
                program,
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "docx",
                "--outdir",
                folder,
                str(source),
            ],
            file,
        )
        try:
            data = Path(folder, "document.docx").read_bytes()
        except OSError as exc:
            raise DamagedDocument(f"{file.path}: LibreOffice could not read it") from exc
    return replace(file, data=data)


def _run(command: list[str], file: SourceFile) -> None:
    """Run a program to its end; beyond its time it and all that it started are stopped."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(_LONGEST)
        except subprocess.TimeoutExpired as exc:
            os.killpg(process.pid, signal.SIGKILL)
            raise DamagedDocument(f"{file.path}: LibreOffice did not come to an end") from exc
