"""Names of the classification against each other: the same, a short form, or a slip."""

from functools import lru_cache

from extraction.text import normal_form

_DROPPED = str.maketrans("", "", "()[]、,和与及")
# Of so many characters one may be another, and the name is still meant.
_PER_SLIP = 3


@lru_cache(maxsize=4096)  # the same items are named over and over
def core_of(name: str) -> str:
    """A name without what cities write or leave out: brackets, conjunctions, a last 支出."""
    core = normal_form(name).translate(_DROPPED).replace("费用", "费")
    return core.removesuffix("支出") or core


def is_short_form(one: str, other: str) -> bool:
    """Whether all characters of one name stand in the other in their order."""
    return is_inside(*sorted((core_of(one), core_of(other)), key=len))


def is_inside(short: str, long: str) -> bool:
    """Whether a text is another one with characters left out."""
    rest = iter(long)
    return all(char in rest for char in short)


def is_reordered(one: str, other: str) -> bool:
    """Whether two names differ by two neighbouring characters that are swapped."""
    return sorted(one) == sorted(other) and count_edits(one, other) == 1


def is_slip(one: str, other: str) -> bool:
    """Whether two names differ by few of their characters."""
    return count_edits(one, other) * _PER_SLIP <= max(len(one), len(other))


def count_edits(one: str, other: str) -> int:
    """How many characters to change, add, drop or swap with the next to make one of the other."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, own in enumerate(one, 1):
        here = [row]
        for column, char in enumerate(other, 1):
            step = min(above[column - 1] + (own != char), above[column] + 1, here[-1] + 1)
            if before and column > 1 and (own, char) == (other[column - 2], one[row - 2]):
                step = min(step, before[column - 2] + 1)
            here.append(step)
        before, above = above, here
    return above[-1]
