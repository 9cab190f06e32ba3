"""Pages as pictures: what a person sees who opens the file, turned as the boxes refer to it."""

import threading
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from extraction.errors import DamagedDocument, MissingPath, OversizedDocument, UnreadableDocument
from extraction.readers.files import find_format, load_file
from extraction.records import Page
from extraction.vocabulary import Format

PDFIUM = threading.RLock()
"""Held by whoever calls PDFium, which may not be called from two threads at once."""
_LONGEST = 1600
_FINEST = 3.0  # pixels a point: a stamp of a page need not fill the screen


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright page as a picture."""

    image: Image.Image
    """Red, green and blue."""
    width: float
    """How wide the page is (unit: points)."""
    height: float
    """How high the page is (unit: points)."""


def draw_page(
    path: Path, number: int, page: Page | None = None, longest: int = _LONGEST
) -> Picture:
    """A page of a PDF or of a picture file, neither side longer than so many pixels.

    `page` tells how its reader has turned it; without it, it is drawn as a viewer shows it.
    Raises an `ExtractionError` where the file or the page cannot be drawn.
    """
    match find_format(load_file(path)):
        case Format.PDF:
            drawn = _draw_pdf(path, number, longest)
        case Format.IMAGE:
            drawn = _draw_image(path, number, longest)
        case form:
            raise UnreadableDocument(f"{path}: {form} has no pages to draw")
    return drawn if page is None else _turn(drawn, page)


def _turn(drawn: Picture, page: Page) -> Picture:
    image = drawn.image
    if page.turn:
        image = image.rotate(90 * page.turn, expand=True)
    if page.skew:
        image = image.rotate(page.skew, Image.Resampling.BICUBIC, fillcolor="white")
    return Picture(image, page.width, page.height)


def _draw_pdf(path: Path, number: int, longest: int) -> Picture:
    with PDFIUM:
        try:
            with pypdfium2.PdfDocument(path) as document:
                if number > len(document):
                    raise MissingPath(f"{path}: there is no page {number}")
                page = document[number - 1]
                width, height = page.get_size()
                scale = min(_FINEST, longest / max(width, height, 1.0))
                image = page.render(scale=scale).to_pil().convert("RGB")
        except (pypdfium2.PdfiumError, ValueError) as exc:
            raise DamagedDocument(f"{path}: page {number} cannot be drawn") from exc
    return Picture(image, width, height)


def _draw_image(path: Path, number: int, longest: int) -> Picture:
    """One picture of a file, which may hold several."""
    try:
        with Image.open(path) as file:
            frames = ImageSequence.Iterator(file)
            image = ImageOps.exif_transpose(frames[number - 1]).convert("RGB")
    except IndexError as exc:
        raise MissingPath(f"{path}: there is no page {number}") from exc
    except Image.DecompressionBombError as exc:
        raise OversizedDocument(f"{path}: a picture too large to draw") from exc
    except (OSError, ValueError, SyntaxError) as exc:  # Pillow raises all of them
        raise DamagedDocument(f"{path}: the picture cannot be drawn") from exc
    width, height = (float(side) for side in image.size)
    image.thumbnail((longest, longest))
    return Picture(image, width, height)
