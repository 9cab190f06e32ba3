"""A PDF in the shapes that programs make of it: scraped text, aligned text, pictures of pages."""

import shutil
import subprocess
from enum import StrEnum
from pathlib import Path

_DPI = 150
_POINTS = 72


class ShapeError(Exception):
    """A shape cannot be made here."""


class Shape(StrEnum):
    """What a PDF was turned into."""

    PRINTED = "printed"
    RAW = "raw"
    LAYOUT = "layout"
    SCAN = "scan"


def require_tools(shape: Shape) -> None:
    """Raise `ShapeError` where this machine cannot make a shape."""
    if shape in (Shape.RAW, Shape.LAYOUT) and shutil.which("pdftotext") is None:
        raise ShapeError("pdftotext (poppler-utils) is not installed")


def make_shape(pdf: Path, shape: Shape, folder: Path) -> Path:
    """The file of a PDF in a shape, under the same name in a folder; `printed` is the PDF itself.

    Raises `ShapeError` where poppler's `pdftotext` is not on the path.
    """
    match shape:
        case Shape.PRINTED:
            return pdf
        case Shape.RAW | Shape.LAYOUT:
            return _make_text(pdf, shape, folder)
        case Shape.SCAN:
            return _make_scan(pdf, folder)


def _make_text(pdf: Path, shape: Shape, folder: Path) -> Path:
    require_tools(shape)
    text = folder / f"{pdf.stem}.txt"
    subprocess.run(["pdftotext", f"-{shape}", "-enc", "UTF-8", str(pdf), str(text)], check=True)
    return text


def _make_scan(pdf: Path, folder: Path) -> Path:
    """A PDF of page images, without a text layer."""
    import pypdfium2  # a second's worth of libraries that the other shapes do without

    scan = folder / f"{pdf.stem}.pdf"
    with pypdfium2.PdfDocument(pdf) as document:
        images = [page.render(scale=_DPI / _POINTS).to_pil().convert("RGB") for page in document]
    images[0].save(scan, save_all=True, append_images=images[1:], resolution=_DPI)
    return scan
