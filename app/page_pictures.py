"""Pages of a document as pictures, with the boxes of a place drawn on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.page_drawing import draw_layers
from app.texts import Texts
from extraction import Box, ExtractionError, Page, Source, Spot, SpotKind, boxes_by_page, draw_page
from index import Library

if TYPE_CHECKING:
    from extraction.readers.pictures import Picture

_MOST_PAGES = 3
_FIGURE = ((255, 212, 59, 90), (217, 72, 15, 255))
_HEAD = ((255, 212, 59, 50), (217, 119, 6, 140))


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page with boxes on it."""

    caption: str
    data: bytes
    """The picture as a PNG."""


@dataclass(frozen=True, slots=True)
class PageView:
    """The pages that a place stands on, or why they cannot be shown."""

    pictures: tuple[PagePicture, ...] = ()
    lost: str = ""
    """Empty too where the document has no pages."""


def view_pages(library: Library, figure: Source, heads: Iterable[Source], texts: Texts) -> PageView:
    """The pages of a place, at most three; `heads` on them are drawn more lightly."""
    boxes = boxes_by_page(figure)
    if not boxes:
        return PageView()
    path = library.original(figure.document)
    if path is None:
        return PageView(lost=texts.proof.page_lost)
    disclosure = library.disclosure(figure.document)
    pages = {page.number: page for page in disclosure.pages}
    lightly = _collect(heads)
    pictures: list[PagePicture] = []
    for number in list(boxes)[:_MOST_PAGES]:
        try:
            drawn = _render(_Sheet(path, disclosure.sha256, number, pages.get(number)))
        except ExtractionError:
            return PageView(tuple(pictures), texts.proof.page_damaged)
        layers = ((lightly.get(number, ()), _HEAD), (boxes[number], _FIGURE))
        caption = texts.place(Spot(SpotKind.PAGE, str(number)))
        pictures.append(PagePicture(caption, draw_layers(drawn, layers)))
    return PageView(tuple(pictures))


def _collect(sources: Iterable[Source]) -> Mapping[int, tuple[Box, ...]]:
    found: dict[int, tuple[Box, ...]] = {}
    for source in sources:
        for number, boxes in boxes_by_page(source).items():
            found[number] = (*found.get(number, ()), *boxes)
    return found


@dataclass(frozen=True, slots=True)
class _Sheet:
    path: Path
    sha256: str
    """Tells a file from another that comes in its place."""
    number: int
    page: Page | None


@lru_cache(maxsize=16)
def _render(sheet: _Sheet) -> "Picture":
    return draw_page(sheet.path, sheet.number, sheet.page)
