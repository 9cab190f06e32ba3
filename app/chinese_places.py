"""Where something stands, in Chinese."""

import re

from extraction import Spot, SpotKind

SPOTS = {
    SpotKind.LINE: "第 {where} 行",
    SpotKind.PAGE: "第 {where} 页",
    SpotKind.CELL: "单元格 {where}",
    SpotKind.ELEMENT: "{where}",
}
_PARTS = {
    "table": "第 {number} 张表",
    "row": "第 {number} 行",
    "cell": "第 {number} 格",
}
_PART = re.compile(r"\b(table|row|cell) (\d+)")


def place_in_words(spot: Spot) -> str:
    """A place in words; of an element each part of its name."""
    where = spot.where
    if spot.kind is SpotKind.ELEMENT:
        pieces = _PART.sub(lambda part: _PARTS[part[1]].format(number=part[2]), where)
        where = pieces.replace(", ", "")
    return SPOTS[spot.kind].format(where=where)
