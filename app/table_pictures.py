"""A table drawn as read: its cells framed over the pages that they stand on."""

from collections.abc import Iterator
from pathlib import Path

from app.page_drawing import Colours, Label, Layer, draw_layers
from extraction import Disclosure, Source, Table, boxes_by_page, draw_page

_HUES = ((28, 126, 214), (47, 158, 68), (230, 119, 0), (156, 54, 181), (12, 133, 153))
"""Of the columns in turn: a figure has the hue of its column's head, its neighbours another."""
_WORDS: Colours = ((134, 142, 150, 40), (73, 80, 87, 160))
_DOUBT: Colours = ((250, 82, 82, 90), (201, 42, 42, 255))
_INSIDE, _EDGE = 70, 220
_BESIDE = 6.0
"""How far the number of a row stands from its first cell (unit: points)."""


def draw_table_pages(
    path: Path, disclosure: Disclosure, table: Table
) -> Iterator[tuple[int, bytes]]:
    """The number and the picture, as a PNG, of each page that a table stands on.

    A column's head and its figures share a hue; titles, codes, names and outer heads are grey;
    what was inferred or could not be read is red; rows bear their numbers. Yields nothing where
    the document has no pages; raises an `ExtractionError` where a page cannot be drawn.
    """
    pages = {page.number: page for page in disclosure.pages}
    layers = list(_layers(disclosure, table))
    for number in sorted(boxes_by_page(table.source)):
        on_page: list[Layer] = [
            (boxes_by_page(source).get(number, ()), colours) for source, colours in layers
        ]
        drawn = draw_page(path, number, pages.get(number))
        yield number, draw_layers(drawn, on_page, _row_labels(table, number))


def _layers(disclosure: Disclosure, table: Table) -> Iterator[tuple[Source, Colours]]:
    yield from ((text.source, _WORDS) for text in (table.title, table.agency) if text)
    for index, column in enumerate(table.columns):
        for depth, head in enumerate(column.header, start=1):
            is_leaf = depth == len(column.header)
            yield head.source, _hue(index) if is_leaf else _WORDS
    for row in table.rows:
        for text in (*row.groups, row.code, row.name):
            if text:
                yield text.source, _WORDS
        for cell in row.cells:
            yield cell.source, _DOUBT if cell.inferred else _hue(cell.column or 0)
    for gap in disclosure.gaps:
        if gap.source and gap.table == table.number:
            yield gap.source, _DOUBT


def _hue(column: int) -> Colours:
    red, green, blue = _HUES[column % len(_HUES)]
    return (red, green, blue, _INSIDE), (red, green, blue, _EDGE)


def _row_labels(table: Table, page: int) -> list[Label]:
    """The numbers of the rows of a page, each left of its row."""
    labels: list[Label] = []
    for row in table.rows:
        printed = [text for text in (row.code, row.name, *row.cells) if text]
        boxes = [box for text in printed for box in boxes_by_page(text.source).get(page, ())]
        if boxes:
            left, top, _, bottom = min(boxes)
            labels.append((left - _BESIDE, (top + bottom) / 2, str(row.number)))
    return labels
