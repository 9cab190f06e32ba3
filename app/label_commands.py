"""The command that labels a document by hand: label."""

import getpass
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from app.settings import read_settings
from app.terminal import stop
from extraction import Disclosure, ExtractionError, Transcript, extract, transcribe

if TYPE_CHECKING:
    from evals.labels.labelling import LabelBook


def label(
    document: Annotated[Path, typer.Argument(help="A document.", show_default=False)],
    suite: Annotated[
        Path | None,
        typer.Option(help="Folder of corpus/ and gold/, made if missing; default: GOUJI_SUITE."),
    ] = None,
    table: Annotated[
        int | None, typer.Option(min=1, help="Number of one table, read or not.")
    ] = None,
    findings: Annotated[
        bool, typer.Option("--findings", help="Label what the checks found, not the cells.")
    ] = False,
    blind: Annotated[
        bool, typer.Option("--blind", help="Type each value before it is told what was read.")
    ] = False,
    by: Annotated[str | None, typer.Option(help="Who labels; default: the login name.")] = None,
    pictures: Annotated[
        Path | None,
        typer.Option(help="Folder for pictures of the pages; default: one for temporary files."),
    ] = None,
) -> None:
    """Label what a document prints, cell by cell beside its source, as hand labels have it."""
    from app.label_desk import Desk, Stopped
    from app.label_findings import label_findings
    from app.label_session import label_tables
    from evals.labels.gold import GoldError
    from evals.labels.label_files import LabelError
    from evals.labels.labelling import take_document

    folder = suite or read_settings(None).suite
    if folder is None:
        stop("name the folder of the suite with --suite, or set GOUJI_SUITE")
    maker = _find_maker(by)
    text, disclosure = _read(document)
    try:
        book = take_document(folder, disclosure, document, document.suffix)
        desk = Desk(
            console=Console(highlight=False),
            book=book,
            path=document,
            disclosure=disclosure,
            lines=text.lines,
            by=maker,
            is_blind=blind,
            pictures=pictures or Path(tempfile.gettempdir()) / "gouji-label",
        )
        desk.tell(f"{_tell_state(book, disclosure)}; made by {maker}, kept in {book.folder}")
        try:
            if findings:
                label_findings(desk)
            else:
                label_tables(desk, table)
        except Stopped as exc:
            desk.tell(f"\n\n{exc}: what was confirmed is kept; the same command goes on from there")
        desk.tell(f"\n{_tell_state(book, disclosure)}")
    except (GoldError, LabelError, ExtractionError) as exc:
        stop(str(exc))


def _find_maker(by: str | None) -> str:
    try:
        maker = (getpass.getuser() if by is None else by).strip()
    except (KeyError, OSError):
        stop("this login has no name: name yourself with --by")
    if not maker:
        stop("labels bear a name: --by cannot be empty")
    return maker


def _read(path: Path) -> tuple[Transcript, Disclosure]:
    try:
        text = transcribe(path)
        return text, extract(text)
    except ExtractionError as exc:
        stop(str(exc))


def _tell_state(book: "LabelBook", disclosure: Disclosure) -> str:
    """How far a document is labelled, in one line."""
    from evals.labels.labelling import is_judged, read_cells

    labels = book.labels()
    cells = read_cells(disclosure)
    done = sum(is_judged(labels, cell) for cell in cells)
    findings = "" if labels.findings is None else f", {len(labels.findings)} findings labelled"
    rest = "" if done == len(cells) else "; until all are, the rest counts as wrongly read"
    return (
        f"{disclosure.document}: {done} of {len(cells)} cells judged, "
        f"{len(labels.tables)} of {len(disclosure.tables)} tables labelled{findings}{rest}"
    )
