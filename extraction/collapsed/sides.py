"""Rows of a table whose columns were lost: on which of its sides each part of a row stands."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from extraction.collapsed.heads import HeadTree
from extraction.collapsed.rows import Part
from extraction.columns import read_measure
from extraction.names import bears_mark
from extraction.vocabulary import Measure

_PERSONNEL = ("301", "303")
"""The economic classes that pay people: wages, and aid to persons."""


def take_sides(rows: Sequence[Sequence[Part]], tree: HeadTree) -> Iterator[tuple[Part | None, ...]]:
    """The parts of each row on their sides; a lone one goes on with the side whose numbering it
    continues, else it stands on the right, where the longer list is printed."""
    sides = len(tree.sides)
    tops = [side[0].path[0].printed for side in tree.sides]
    last: list[Part | None] = [None] * sides
    latest = sides - 1
    for found in rows:
        parts = _join_parts(found, sides)
        if len(parts) >= sides:
            taken: list[Part | None] = list(parts[:sides])
            for part in parts[sides:]:  # what no side has room for is not lost
                parts[sides - 1].figures.extend([*part.codes, *part.words, *part.figures])
        else:
            taken = [None] * sides
            for side, part in zip(_sides_of(parts, last, latest, tops), parts, strict=True):
                taken[side] = part
        latest = max(side for side, part in enumerate(taken) if part)
        last = [part or above for part, above in zip(taken, last, strict=True)]
        yield tuple(taken)


def _join_parts(parts: Sequence[Part], sides: int) -> list[Part]:
    """The parts of a line, no more than the sides where names without figures go on: what a space
    parts from them."""
    joined: list[Part] = []
    for at, part in enumerate(parts):
        above = joined[-1] if joined else None
        left = len(parts) - at
        bare = above is not None and above.words and not above.figures and not part.codes
        if above and bare and len(joined) + left > sides and not bears_mark(part.label):
            above.words.extend(part.words)
            above.figures.extend(part.figures)
        else:
            joined.append(part)
    return joined


def _sides_of(
    parts: Sequence[Part], last: Sequence[Part | None], latest: int, tops: Sequence[str]
) -> tuple[int, ...]:
    """The sides of parts that are fewer than the sides: those whose codes and numbers they go on
    with, else from the left."""
    if len(parts) == 1:
        return (_side_of(parts[0], last, latest, tops),)
    under = [_sides_under(part, tops) for part in parts]
    return max(
        combinations(range(len(last)), len(parts)),
        key=lambda sides: sum(
            2 * (side in own) + _goes_on(last[side], part)
            for side, own, part in zip(sides, under, parts, strict=True)
        ),
    )


def _side_of(part: Part, last: Sequence[Part | None], latest: int, tops: Sequence[str]) -> int:
    """The side of a part that stands alone in its line, `latest` being the one of the part above
    and `tops` the headers over the sides."""
    label, own = part.label, _sides_under(part, tops)
    part.astray = False
    if len(own) < len(last):
        goes_on = [side for side in own if _goes_on(last[side], part)]
        return goes_on[0] if goes_on else own[0]
    right = len(last) - 1
    earned = "收入" in label or label.endswith("拨款")
    if not any(last) or (earned and "支出" not in label):
        return 0
    left_goes_on, right_goes_on = (_goes_on(last[side], part) for side in (0, right))
    part.astray = left_goes_on == right_goes_on
    if left_goes_on and right_goes_on:
        return 0 if latest and "支出" not in label else right
    return 0 if left_goes_on and "支出" not in label else right


def _sides_under(part: Part, tops: Sequence[str]) -> list[int]:
    """The sides whose header is one of what a part is of: its name, or the class of its code."""
    measures = [read_measure((top,)) for top in tops]
    wanted = read_measure((part.label,))
    if part.codes:
        is_personnel = part.codes[0].printed.startswith(_PERSONNEL)
        wanted = Measure.PERSONNEL if is_personnel else Measure.OPERATING
    told = {Measure.PERSONNEL, Measure.OPERATING} <= set(measures) and wanted in measures
    return [side for side, own in enumerate(measures) if not told or own is wanted]


def _goes_on(above: Part | None, part: Part) -> bool:
    """Whether a part follows another one's ordinal, or its code inside one class."""
    if above is None:
        return False
    if above.codes and part.codes:
        first, second = above.codes[0].printed, part.codes[0].printed
        return first[:3] == second[:3] and first < second
    number, before = _ordinal(part), _ordinal(above)
    return number is not None and before is not None and number == before + 1


_NUMERALS = "零一二三四五六七八九"
_NUMBERED = re.compile(
    r"[(]?(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[一二三四五六七八九])?[)、.]"
)


def _ordinal(part: Part) -> int | None:
    """The number that a Chinese ordinal (`二十一、`, `（九）`) gives a row."""
    found = _NUMBERED.match(part.label)
    if found is None or not (found["tens"] or found["ones"]):
        return None
    tens = _NUMERALS.index(found["tens"][0]) if len(found["tens"] or "") > 1 else 1
    ones = _NUMERALS.index(found["ones"]) if found["ones"] else 0
    return (10 * tens if found["tens"] else 0) + ones
