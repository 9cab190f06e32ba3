"""Scans and photographs of pages: files with pictures to pages as OCR sees them."""

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence
from PIL.TiffImagePlugin import TiffImageFile

from extraction.errors import DamagedDocument, EmptyDocument, MissingReader, OversizedDocument
from extraction.readers.files import SourceFile
from extraction.readers.flow import write_papers
from extraction.readers.paper import Paper
from extraction.transcript import Scribe, Transcript
from extraction.vocabulary import Format

_MOST_PIXELS = 80_000_000
_SUBFILE = 254  # the tag that marks a smaller copy of another page
_MOST_PAGES = 500
# A page that tells nothing of its size is so fine, or no larger than A4; a screenshot says 96
# pixels an inch whatever it shows, and is believed up to the size of A3.
_DPI, _A4, _A3 = 150.0, 11.7, 17.0
_SMALLEST = 1.0


def read_image(file: SourceFile) -> Transcript:
    """The words, lines and tables of a picture file; each picture in it is a page.

    Raises an `UnreadableDocument` where it is damaged, blank or too large, and `MissingReader`
    where OCR is not installed.
    """
    papers = []
    for number, picture in _open_pictures(file):
        across, down = _resolution(picture)
        width, height = 72 * picture.width / across, 72 * picture.height / down
        papers.append(read_page_image(picture, number, width, height))
    if not any(paper.words for paper in papers):
        raise EmptyDocument(f"{file.path}: no text can be seen in it")
    scribe = Scribe(file.document)
    write_papers(scribe, papers)
    return scribe.finish(file.sha256, Format.IMAGE)


def read_page_image(image: Image.Image, number: int, width: float, height: float) -> Paper:
    """The words and ruling lines of a page's picture, which is so large (unit: points).

    A page on its side or its head is turned, a slight skew straightened; boxes refer to the page
    as turned. Raises `MissingReader` where OCR is not installed.
    """
    try:
        from extraction.readers.sight import read_picture

        return read_picture(_as_rgb(image), number, width, height)
    except ImportError as exc:
        message = "scans and pictures are read by OCR, which is not installed: gouji[ocr]"
        raise MissingReader(message) from exc


def _open_pictures(file: SourceFile) -> Iterator[tuple[int, Image.Image]]:
    """The pages of a file as a viewer shows them, with their numbers."""
    try:
        with Image.open(io.BytesIO(file.data)) as opened:
            for number, frame in enumerate(_frames(opened), start=1):
                if number > _MOST_PAGES:
                    raise OversizedDocument(f"{file.path}: more than {_MOST_PAGES} pages")
                if frame.width * frame.height > _MOST_PIXELS:
                    size = f"{frame.width} × {frame.height}"
                    raise OversizedDocument(f"{file.path}: a picture of {size} pixels")
                if not _is_preview(frame):
                    frame.load()
                    yield number, ImageOps.exif_transpose(frame)
    except Image.DecompressionBombError as exc:
        raise OversizedDocument(f"{file.path}: a picture too large to read") from exc
    except (OSError, ValueError, SyntaxError, EOFError) as exc:  # Pillow raises all of them
        raise DamagedDocument(f"{file.path}: the picture is broken or cut off") from exc


def _frames(opened: Image.Image) -> Iterator[Image.Image]:
    """The pages of a TIFF; the first picture of what moves, or has a preview of a camera's."""
    return iter(ImageSequence.Iterator(opened) if isinstance(opened, TiffImageFile) else [opened])


def _is_preview(frame: Image.Image) -> bool:
    return isinstance(frame, TiffImageFile) and bool(frame.tag_v2.get(_SUBFILE, 0) & 1)


def _resolution(image: Image.Image) -> tuple[float, float]:
    """Pixels an inch, across and down: what the file says where that makes a page of it."""
    told = image.info.get("dpi") or (0, 0)
    across, down = (float(value or 0) for value in told)
    if across > 0 and down > 0:
        inches = max(image.width / across, image.height / down)
        if _SMALLEST <= inches <= _A3:
            return across, down
    guess = max(_DPI, max(image.size) / _A4)
    return guess, guess


def _as_rgb(image: Image.Image) -> Image.Image:
    """A picture in red, green and blue, on white paper where one can see through it."""
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits a pixel
        image = image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return image.convert("RGB")
